"""Effort and time limit of the polynomial search, and sums of squares with and without the conic solver."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from benchmarks.polynomials import MINIMA, at_zero, large_hessian, planted
from exactcheck import checker
from exactcheck.cli import cli
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.exact.polynomial import Polynomial, total
from exactcheck.minimality import Network, classify_network, classify_polynomial, semidefinite
from exactcheck.minimality import budget as budgets
from exactcheck.minimality.budget import Budget, OutOfSteps, OutOfTime
from exactcheck.minimality.classification import numbers_in
from exactcheck.minimality.functions import ABSOLUTE, Function
from exactcheck.minimality.reader import read_polynomial
from exactcheck.minimality.sums_of_squares import sum_of_squares
from exactcheck.minimality.symmetry import PRIME, is_constant_along, lifted, symmetries
from exactcheck.minimality.weights import flag

ZERO = {"x": 0, "y": 0}
OPEN = "(x^2 - 2*y^2)^2 - y^6"
VARIABLES = ["x", "y", "z"]
ROBINSON = "x^6 + y^6 + z^6 - (x^4*y^2 + x^4*z^2 + y^4*x^2 + y^4*z^2 + z^4*x^2 + z^4*y^2) + 3*x^2*y^2*z^2"
CHOI_LAM = "x^4*y^2 + y^4*z^2 + z^4*x^2 - 3*x^2*y^2*z^2"


def test_effort_is_deterministic() -> None:
    """The same effort stops at the same place, and says so; more effort searches further."""
    first, second = (classify_polynomial(OPEN, ZERO) for _ in range(2))
    assert (first.kind, first.tried) == ("undecided", second.tried)


def test_steps_that_are_used_up_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly any steps the verdict is undecided and names what stopped it; what needs no search is still decided."""
    monkeypatch.setattr(budgets, "STEPS", 2000)
    found = classify_polynomial(OPEN, ZERO)
    assert found.kind == "undecided"
    assert "the steps of effort 1 are used up" in found.explain()
    assert sum_of_squares(read_polynomial(ROBINSON, VARIABLES)) is None
    assert classify_polynomial("x^2 + x*y + y^2", ZERO).kind in {"strict-local-minimum", "global-minimum"}


@pytest.mark.parametrize("text", ["(y - x^2)*(y - 3*x^2)", "x^2 + y^4", OPEN, "x^2*y^2", "x^2 - x^3 + y^4"])
def test_time_limit_never_changes_a_verdict_to_another(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the clock runs out, the verdict is the one without a limit, or undecided."""
    expected = classify_polynomial(text, ZERO).kind
    seen = set()
    for ticks in (0, 1, 2, 3, 5, 8, 13, 40, 10**9):
        clock = iter(range(10**9))
        monkeypatch.setattr(budgets, "monotonic", lambda clock=clock, ticks=ticks: 0 if next(clock) <= ticks else 10)
        found = classify_polynomial(text, ZERO, time_limit=5)
        seen.add(found.kind)
        if found.kind != expected:
            assert found.kind == "undecided"
            assert found.tried == ("stopped: the time limit of 5 s is reached",)
    assert expected in seen
    assert "undecided" in seen


SMOOTH = Network([M([[1, 1]]), M([[1], [1]])], M.identity(2), M([[-1, 3], [3, -1]]), loss=Function.polynomial(0, 0, 0, 0, 1))
KINKED = Network([M([[0]]), M([[1], [0]])], M([[1]]), M([[0], [1]]), loss=ABSOLUTE)


@pytest.mark.parametrize("network", [SMOOTH, KINKED], ids=["smooth", "at a kink"])
def test_time_limit_of_networks(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the loss of a network, also where every piece has a proof of its own."""
    seen = set()
    for ticks in (0, 1, 2, 3, 10, 30, 10**9):
        clock = iter(range(10**9))
        monkeypatch.setattr(budgets, "monotonic", lambda clock=clock, ticks=ticks: 0 if next(clock) <= ticks else 10)
        found = classify_network(network, time_limit=5)
        if found.kind != "spurious-local-minimum":
            assert found.explain().startswith("undecided; tried: stopped: the time limit of 5 s is reached")
        seen.add(found.kind)
    assert seen == {"spurious-local-minimum", "undecided"}


def test_parts_of_a_budget() -> None:
    """A part may spend its share only; what it leaves stays; time runs out for all."""
    budget = Budget()
    with pytest.raises(OutOfSteps), budget.part(0.25):
        budget.spend(budgets.STEPS // 2)
    assert budget.left == budgets.STEPS - budgets.STEPS // 4
    with budget.part(0.5):
        budget.spend(10)
    assert budget.left == budgets.STEPS - budgets.STEPS // 4 - 10
    with pytest.raises(OutOfTime):
        Budget(time_limit=1e-9).spend(1)
    for wrong in (0, -1, True, 1.5, "2"):
        with pytest.raises(InputError, match="effort"):
            Budget(wrong)  # type: ignore[arg-type]
    for wrong_limit in (0, -1, "2"):
        with pytest.raises(InputError, match="time limit"):
            Budget(1, wrong_limit)  # type: ignore[arg-type]


def test_command_line_options(tmp_path: Path) -> None:
    """``--effort`` and ``--time-limit`` reach the search; what stopped it is in the JSON; other values are usage errors."""
    path = tmp_path / "open.json"
    path.write_text(json.dumps({"polynomial": OPEN, "point": ZERO}))
    run = CliRunner().invoke(cli, ["classify", "--json", "--time-limit", "0.0000001", str(path)])
    assert json.loads(run.output)["tried"] == ["stopped: the time limit of 1e-07 s is reached"]
    assert CliRunner().invoke(cli, ["classify", "--quiet", "--effort", "2", str(path)]).output == "undecided\n"
    for arguments in (["--effort", "0"], ["--time-limit", "0"], ["--effort", "x"]):
        assert CliRunner().invoke(cli, ["classify", *arguments, str(path)]).exit_code == 2


FORMS = [(ROBINSON, (1, 1, 1)), (ROBINSON, (1, 1, 0)), (CHOI_LAM, (1, 1, 1)), (CHOI_LAM, (1, 0, 0))]


@pytest.mark.parametrize(("text", "point"), FORMS)
def test_nonnegative_forms_that_are_no_sums_of_squares(text: str, point: tuple[int, ...]) -> None:
    """With the solver, Robinson's and Choi and Lam's forms are shown to be global minima at their zeros, by a multiplier."""
    assert semidefinite.solver_installed()
    found = classify_polynomial(text, dict(zip(VARIABLES, point, strict=True)))
    assert found.kind == "global-minimum"
    assert found.witness is not None
    assert len(found.witness["multiplier"]) > 1


def test_without_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, verdicts stay true, and what is undecided says that the extra finds more."""
    monkeypatch.setattr(semidefinite, "solver_installed", lambda: False)
    monkeypatch.setattr("exactcheck.minimality.classification.solver_installed", lambda: False)
    for text, point in ((ROBINSON, (1, 1, 1)), (CHOI_LAM, (1, 1, 1)), (CHOI_LAM, (1, 0, 0))):
        found = classify_polynomial(text, dict(zip(VARIABLES, point, strict=True)))
        assert found.kind in {"undecided", "local-minimum", "global-minimum"}
    assert "exactcheck[sos]" in classify_polynomial(OPEN, ZERO).explain()


def test_symmetries_are_lifted_exactly() -> None:
    """Rotations fix ``(x^2 + 4 y^2/9 - 1)^2``: the field has fractions, found modulo a prime and lifted."""
    F = read_polynomial("((x + 1)^2 + 4/9*y^2 - 1)^2", ["x", "y"])
    fields = symmetries(F, Budget())
    assert len(fields) == 1
    assert is_constant_along([F.derivative(0), F.derivative(1)], fields[0])
    assert not symmetries(read_polynomial("(x + 1)^2 + y^4 + x^3", ["x", "y"]), Budget())
    assert [lifted(v % PRIME) for v in (0, 5, -7)] == [0, 5, -7]
    assert not symmetries(Polynomial(40, {(2,) * 40: 1}), Budget())
    poor = Budget()
    poor.left = 100
    assert (symmetries(F, poor), poor.left) == ([], 100)


def test_linear_coordinates_of_the_lowest_forms() -> None:
    """``(x + y)^4 + (y - z)^6 + z^8`` is definite in coordinates that its lowest forms show; unit vectors are left alone."""
    F = read_polynomial("(x + y)^4 + (y - z)^6 + z^8 - x^9", VARIABLES)
    phi = flag(F, Budget())
    assert phi is not None
    assert F.compose(phi, 3).leading([1, 1, 1])[1] == read_polynomial("x^4", VARIABLES)
    assert flag(read_polynomial("x^4 + z^6 + y^8", VARIABLES), Budget()) is None
    assert classify_polynomial("(x + y)^4 + (y - z)^6 + z^8 - x^9", dict.fromkeys(VARIABLES, 0)).kind == "spurious-local-minimum"


def test_two_hundred_variables() -> None:
    """A Hessian of 200 variables: a global minimum by as many squares, and a saddle by one direction."""
    kinds = [at_zero(large_hessian(Random(1), 200, saddle)).kind for saddle in (False, True)]
    assert kinds == ["global-minimum", "second-order-saddle"]


@pytest.mark.parametrize("seed", range(12))
def test_planted_answers(seed: int) -> None:
    """Kernels of dimension up to 8, degree up to 8: never another kind than the planted one."""
    answer, F = planted(Random(seed))
    kind = at_zero(F).kind
    assert kind == "undecided" or (kind in MINIMA) == (answer == "minimum")


def _sparse_forms(rng: Random, n: int, squares: int) -> Polynomial:
    forms = [total(n, (Polynomial.variable(n, i).scaled(rng.choice([1, -1, 2, 3])) for i in rng.sample(range(n), 4)))
             for _ in range(squares)]
    return total(n, (form * form for form in forms))


def _powers(n: int, k: int) -> Polynomial:
    return total(n, (Polynomial.variable(n, i) ** k for i in range(n)))


def test_many_variables_by_terms() -> None:
    """A singular semidefinite form in 100 variables plus fourth powers is a strict global minimum, each part by its own proof."""
    found = at_zero(_sparse_forms(Random(2), 100, 60) + _powers(100, 4))
    assert found.kind == "global-minimum"
    assert found.claim is not None
    assert [part["kind"] for part in found.claim["parts"]] == ["global-minimum", "strict-local-minimum"]


def test_many_variables_in_parts() -> None:
    """Parts without common variables are decided one by one: one saddle among them falls; strict minima make a strict one."""
    n = 60
    x = [Polynomial.variable(n, i) for i in range(n)]
    valleys = total(n, ((x[i] - x[i + 30] ** 2) ** 2 for i in range(30)))
    assert at_zero(valleys + total(n, (p**8 for p in x[30:])) - (x[59] ** 8).scaled(2)).kind == "higher-order-saddle"
    local = valleys + total(n, (p**8 - p**9 for p in x[30:]))
    assert at_zero(local).kind == "spurious-local-minimum"
    crossing = (x[0] * x[30]) ** 2 + x[1] ** 6 - x[1] ** 3 * x[31] ** 3 + x[31] ** 6
    flat = total(n, (x[i] ** 2 - x[i] * x[i + 30] ** 2 + x[i + 30] ** 4 for i in range(2, 30))) + crossing
    assert at_zero(flat).kind in {"local-minimum", "spurious-local-minimum", "global-minimum"}


def test_many_variables_end_in_undecided_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where coordinates of the kernel would have too many terms, the verdict says so, or that steps are used up; few are spent."""
    n = 120
    x = [Polynomial.variable(n, i) for i in range(n)]
    F = _sparse_forms(Random(3), n, 70) + total(n, ((x[i] + x[(i + 1) % n].scaled(2)) ** 4 for i in range(n)))
    spent: list[int] = []
    spend = Budget.spend
    monkeypatch.setattr(Budget, "spend", lambda budget, steps: (spent.append(steps), spend(budget, steps))[1])
    found = at_zero(F)
    assert found.kind == "undecided"
    assert "too many terms" in found.explain() or "stopped" in found.explain()
    assert sum(spent) < 3 * budgets.STEPS


def test_time_limit_ends_a_search_in_many_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step looks at the clock: whenever it runs out, nothing more is spent, and the verdict says so."""
    n = 120
    F = _sparse_forms(Random(3), n, 70) + _powers(n, 4)
    for ticks in (1, 4, 16):
        clock = iter(range(10**9))
        monkeypatch.setattr(budgets, "monotonic", lambda clock=clock, ticks=ticks: 0 if next(clock) <= ticks else 10)
        assert at_zero(F, time_limit=5).tried == ("stopped: the time limit of 5 s is reached",)
        assert next(clock) <= ticks + 3


def test_time_limit_is_for_the_certificate_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that would take longer than the time that is left is not begun; the verdict says how long it takes."""
    monkeypatch.setattr(budgets, "monotonic", lambda: 0)
    F = _sparse_forms(Random(2), 60, 40) + _powers(60, 4)
    numbers = numbers_in(at_zero(F).certificate().document)
    assert at_zero(F, time_limit=1).kind == "global-minimum"
    monkeypatch.setattr(budgets, "SECONDS_PER_NUMBER", 1.01 / numbers)
    found = at_zero(F, time_limit=1)
    assert found.kind == "undecided"
    assert re.search("time limit of 1 s, 1 s are left, and a certificate of [0-9]+ numbers takes some 1 s", found.explain())
    monkeypatch.setattr(budgets, "SECONDS_PER_NUMBER", 1)
    assert f"a certificate of {len(F) * 61} numbers" in at_zero(F, time_limit=1).explain()  # the claim alone
    assert "a certificate of" in classify_network(SMOOTH, time_limit=1).explain()
    assert classify_network(SMOOTH).kind == "spurious-local-minimum"


def test_a_certificate_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdict, its sentence and its certificate need one run of the checker; another title is another certificate."""
    runs: list[object] = []
    check = checker.check_text
    monkeypatch.setattr(checker, "check_text", lambda *arguments: (runs.append(arguments), check(*arguments))[1])
    found = classify_polynomial("x^2 + y^4", ZERO)
    assert found.certificate() is found.certificate()
    assert found.explain() == found.certificate().statement
    assert len(runs) == 1
    assert found.certificate({"title": "mine"}).document["about"] == {"title": "mine"}
    assert len(runs) == 2
