"""``exactcheck.testing``: what the strategies draw is what they say, and failures can be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import exactcheck as ec
from exactcheck import testing
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import DeepLinearNetwork
from exactcheck.testing import (
    assert_kind,
    assert_locally_open,
    assert_not_locally_open,
    assert_verified,
    invertible_matrices,
    networks,
    pairs,
    rational_matrices,
)

pytest_plugins = ["pytester"]
KINDS = ("not-critical", "global-minimum", "second-order-saddle", "higher-order-saddle")
SOME = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
OPEN, NOT_OPEN = ([[1, 0], [0, 1]], [[0], [0]]), ([[1], [1]], [[0, 0]])
CERTIFICATE = ec.local_openness(*NOT_OPEN).verdict_certificate()


# -- strategies --------------------------------------------------------------------------------------------------------
@SOME
@given(st.data(), st.integers(0, 4), st.integers(0, 4))
def test_matrices_have_the_rank_asked_for(data: st.DataObject, m: int, n: int) -> None:
    """Every size, 0 included, and every rank."""
    rank = data.draw(st.integers(0, min(m, n)))
    found = data.draw(rational_matrices(m, n, rank))
    assert (found.shape, found.rank) == ((m, n), rank)
    with pytest.raises(InputError, match=rf"no {m} x {n} matrix has rank"):
        data.draw(rational_matrices(m, n, min(m, n) + 1))


@SOME
@given(rational_matrices(bound=2, denominators=[1, 5]), invertible_matrices(3))
def test_matrices_without_a_rank(any_matrix: RationalMatrix, invertible: RationalMatrix) -> None:
    """Numerators and denominators are those asked for; invertible matrices are integer with determinant 1."""
    assert all(abs(v.numerator) <= 2 and v.denominator in (1, 5) for v in any_matrix.entries())
    assert invertible.rank == 3
    assert all(v.denominator == 1 for m in (invertible, invertible.inverse()) for v in m.entries())


@pytest.mark.parametrize("is_open", [True, False])
def test_pairs_lie_on_the_side_asked_for(is_open: bool) -> None:
    """The decision, which is another computation than the strategy's, agrees; both regimes occur on both sides."""
    @SOME
    @given(pairs(locally_open=is_open))
    def check(pair: tuple[RationalMatrix, RationalMatrix]) -> None:
        assert ec.local_openness(*pair).is_open is is_open
    check()
    for narrow in (True, False):  # Hypothesis draws what the whole package's source suggests: 60 draws may miss a regime
        W1, W2 = find(pairs(locally_open=is_open), lambda p, narrow=narrow: (p[0].columns < min(p[0].rows, p[1].columns)) is narrow,
                      settings=settings(SOME, max_examples=2000), random=Random(0))
        assert ec.local_openness(W1, W2).is_open is is_open


@pytest.mark.parametrize("depth", [None, 2, 3, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_networks_are_at_a_point_of_the_kind_asked_for(kind: Any, depth: int | None) -> None:
    """For every kind and depth; a depth at which the kind does not exist is refused."""
    if (kind, depth) == ("higher-order-saddle", 2):
        with pytest.raises(InputError, match="expected at least 3"):
            find(networks(kind, depth), bool)
        return

    @settings(SOME, max_examples=25)
    @given(networks(kind, depth))
    def check(net: DeepLinearNetwork) -> None:
        assert ec.classify(net).kind == kind
        assert depth in (None, net.depth)
    check()


def test_networks_of_any_kind() -> None:
    """Without a kind, each of the four is drawn."""
    seen = set()

    @settings(SOME, max_examples=80)
    @given(networks())
    def check(net: DeepLinearNetwork) -> None:
        seen.add(ec.classify(net).kind)
    check()
    assert seen == set(KINDS)


def test_examples_shrink_to_small_ones() -> None:
    """The simplest pair that is not open, and the simplest higher-order saddle, are found by shrinking."""
    W1, W2 = find(pairs(locally_open=False), lambda pair: True, settings=SOME)
    assert sorted([*W1.shape, *W2.shape]) == [1, 1, 1, 2]
    assert find(networks("higher-order-saddle"), lambda net: True, settings=SOME).widths == (2, 1, 1, 2)


# -- assertions --------------------------------------------------------------------------------------------------------
def failure(assertion: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        assertion(*arguments, **options)
    message = str(caught.value)
    assert "\n" not in message  # one paragraph
    return message


def test_openness_assertions() -> None:
    """They return the decision, or fail with the matrices, the numbers and the witness."""
    assert assert_locally_open(*OPEN).is_open
    assert assert_locally_open(*OPEN, rate="linear").rate == "linear"
    assert not assert_not_locally_open(*NOT_OPEN).is_open
    message = failure(assert_locally_open, *NOT_OPEN)
    for words in ("W1 = [1; 1], W2 = [0 0]", "a = dim N(W2ᵀ) ∩ C(W1ᵀ) = 1, b = dim N(W1) ∩ C(W2) = 0", "= 1 > k - a - b = 0",
                  "W1 W2 + δ U Vᵀ with U = [", "V = [", "The checker accepts this: multiplication is not locally open"):
        assert words in message
    message = failure(assert_not_locally_open, *OPEN)
    for words in ("W1 = [1 0; 0 1], W2 = [0; 0]", "by rule right-inverse: ", "K0 = [1 0; 0 1]", "multiplication is locally open"):
        assert words in message
    assert "with a linear rate, expected quadratic" in failure(assert_locally_open, *OPEN, rate="quadratic")
    with pytest.raises(InputError, match="found the float"):
        assert_locally_open([[0.5]], [[1]])
    assert assert_locally_open([[0.5]], [[1]], floats="exact").is_open


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: Any) -> None:
    """Right for the kind that it is; for each other kind a failure with the weights, the data and the witness."""
    net = find(networks(kind), lambda net: True, settings=SOME)
    assert_kind(net, kind)
    for other in set(KINDS) - {kind}:
        message = failure(assert_kind, net, other)
        assert message.startswith(f"the point is a {kind}, expected {other}: W_1 = [")
        assert "The witness, by rule " in message
        assert "The checker accepts this: " in message
    assert_kind({"weights": net.weights, "X": net.X, "Y": net.Y}, kind)
    with pytest.raises(ValueError, match="unknown kind 'saddle'"):
        assert_kind(net, "saddle")  # type: ignore[arg-type]


def test_verified_certificates(tmp_path: Path) -> None:
    """Certificates, documents, texts and paths; the kind of the claim on request."""
    path = CERTIFICATE.write(tmp_path / "c.cert.json")
    for source in (CERTIFICATE, CERTIFICATE.document, CERTIFICATE.to_json(), path, str(path)):
        assert assert_verified(source).valid
        assert assert_verified(source, kind="not-locally-open").claim == CERTIFICATE.statement
        message = failure(assert_verified, source, kind="locally-open")
        assert "is valid, but proves a claim of kind not-locally-open, expected locally-open" in message
    forged = {**CERTIFICATE.document, "version": 2}
    assert failure(assert_verified, forged) == "the certificate is malformed: version: found 2, expected version 1"
    path.write_text(json.dumps(forged))
    assert failure(assert_verified, str(path)).startswith(f"the certificate {path} is malformed: ")
    missing = tmp_path / "none"
    assert failure(assert_verified, missing).startswith(f"the certificate {missing} is unreadable: cannot be read")


def test_large_matrices_are_shown_by_their_size() -> None:
    """A failure stays one paragraph."""
    message = failure(assert_locally_open, [[1]] * 40, [[0] * 40])
    assert "W1 = (a 40 x 1 matrix), W2 = (a 1 x 40 matrix)" in message
    assert len(message) < 2000


# -- the package and the plugin ----------------------------------------------------------------------------------------
def test_assertions_need_no_hypothesis() -> None:
    """Without Hypothesis the assertions work, and the strategies say what to install; pytest's plugin loads neither."""
    code = ("import sys; sys.modules['hypothesis'] = None\n"
            "import exactcheck.testing.plugin\n"
            "assert not {'sympy', 'flint', 'exactcheck.checker'} & set(sys.modules)\n"
            "from exactcheck.testing import assert_locally_open; assert_locally_open([[1]], [[1]])\n"
            "try: from exactcheck.testing import pairs\n"
            "except exactcheck.errors.InputError as error: print(error)")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         cwd=Path(__file__).resolve().parent.parent)
    assert run.stdout == "exactcheck's strategies need Hypothesis: pip install 'exactcheck[testing]'\n"


def test_the_package_lists_what_it_has() -> None:
    """Every name can be imported; others are refused as usual."""
    assert all(callable(getattr(testing, name)) for name in testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = testing.nonsense


def test_certificate_files_are_tests_on_request(pytester: pytest.Pytester) -> None:
    """With the option, each file is a test named after it, and a refused one fails with the reason alone; without, none is."""
    CERTIFICATE.write(pytester.path / "good.cert.json")
    (pytester.path / "bad.cert.json").write_text("{}")
    (pytester.path / "other.json").write_text("{}")
    options = ("-p", "exactcheck.testing.plugin") if not entry_point() else ()
    pytester.runpytest(*options, "-n0").assert_outcomes()
    result = pytester.runpytest(*options, "-n0", "--exactcheck-certificates")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*the certificate *bad.cert.json is malformed: document: the member \"format\" is missing*"])
    assert "Traceback" not in result.stdout.str()


def entry_point() -> bool:
    """Whether this installation of the package registers its plugin (one made before the plugin existed does not)."""
    from importlib.metadata import entry_points
    return any(point.value == "exactcheck.testing.plugin" for point in entry_points(group="pytest11"))
