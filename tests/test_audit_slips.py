"""The rows about slips of the printed proofs and about running text: each follows its instance."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from exactcheck.auditing import audit
from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper import (
    appendix_a,
    appendix_b,
    appendix_c,
    lemma16,
    lemma19,
    permutations,
    section3,
    section4,
    section6,
    theorem12,
    theorem12_derivatives,
    third_example,
)

ONE, ZERO = M([[1]]), M([[0]])
PERTURBED = appendix_a.perturbed()
STATIONS, PRODUCTS, REMARK = permutations.stations(), section6.products(), theorem12.remark()
POINT = theorem12.construction
DATA = appendix_a.decomposed_data()[0]
THIRD = third_example.third_example()


def verdict(claim: str) -> str:
    row = audit([claim], jobs=1).rows[0]
    assert row.certificates or row.verdict == "undecided"
    return row.verdict


def constant(value: Any) -> Any:
    return lambda: value


def moved() -> tuple[DeepLinearNetwork, int, int, M, Fraction]:
    """With ``b`` of length 1: its length is no missing factor any more, but the factor 2 still is."""
    net, i, j, _, alpha = PERTURBED
    return net, i, j, ONE, alpha


#: A row, the instance that is replaced, what by, and the verdict then.
BROKEN: list[tuple[str, Any, str, Any, str]] = [
    ("theorem-8-third-case", appendix_a, "deficient_first_layer", constant((M([[0, 0]]), M([[0], [0]]))), "confirmed"),
    ("theorem-8-third-case", appendix_a, "deficient_first_layer", constant((M([[1, 0]]), M([[1], [0]]))), "undecided"),
    ("corollary-9-length", appendix_a, "perturbed", moved, "confirmed"),
    ("theorem-8-factor-2", appendix_a, "perturbed", moved, "misprint"),
    ("corollary-9-gradient", appendix_a, "with_and_without_gradient",
     constant([DeepLinearNetwork([ZERO, ZERO], ONE, ZERO)]), "confirmed"),
    ("corollary-9-gradient", appendix_a, "with_and_without_gradient",
     constant([DeepLinearNetwork([ZERO, ZERO], ONE, ONE)]), "refuted"),
    ("lemma-7-ranks", appendix_a, "bounded_matrix", constant((M([[1, 0], [0, 0]]), M.identity(2), 1)), "confirmed"),
    ("lemma-7-ranks", appendix_a, "bounded_matrix", constant((M.identity(2), M.identity(2), 1)), "undecided"),
    ("lemma-10-full-ranks", appendix_a, "two_layers", constant([(ONE, ONE)]), "confirmed"),
    ("lemma-10-full-ranks", appendix_a, "two_layers", constant([(ZERO, ONE)]), "undecided"),
    ("lemma-10-citation", appendix_a, "at_the_thinnest", constant((ONE, ONE)), "confirmed"),
    ("lemma-10-citation", appendix_a, "at_the_thinnest", constant((M([[1], [1]]), M([[0, 0]]))), "refuted"),
    ("section-2-permutation", permutations, "SWAP", M([[0, 1], [2, 0]]), "undecided"),
    ("section-2-disconnected", permutations, "stations", lambda: [STATIONS[0], STATIONS[-1]], "undecided"),
    ("section-2-not-convex", permutations, "stations", lambda: [(W * 0, V * 0) for W, V in STATIONS], "undecided"),
    ("remark-1-product", section3, "printed_product", lambda a, b, c, d: [[c, (1 + a) * d], [(1 + b) * c, (1 + b) * d]], "refuted"),
    ("section-6-auxiliary-size", section6, "network_sizes", constant((M([[1, 0]]), M([[1], [0]]), M.identity(2))), "confirmed"),
    ("lemma-16-empty", lemma16, "completed_pair", constant((M([[1, 0], [0, 0], [0, 0]]), M([[0, 0, 0], [1, 0, 0]]))), "undecided"),
    ("lemma-16-completion", lemma16, "completed_pair", constant((M([[1, 0], [0, 0], [0, 0]]), M([[1, 0, 0], [0, 0, 0]]))),
     "refuted"),
    ("lemma-19-factorial", lemma19, "case_b", lambda: next((net, 1) for name, net, _ in lemma19.instances()
                                                        if name == "first-half-case-b-first-term"), "undecided"),
    ("theorem-12-derivatives", theorem12_derivatives, "point", constant(REMARK), "confirmed"),
    ("theorem-12-derivatives", theorem12_derivatives, "point",
     lambda: DeepLinearNetwork(REMARK.weights, "identity", M.unit(4, 4, 0, 0)), "refuted"),
    ("theorem-12-constant", theorem12_derivatives, "point", third_example.third_example, "undecided"),
    ("theorem-12-half-norm", theorem12, "remark", lambda: theorem12.construction((2, 1, 1, 2), 1, 2), "confirmed"),
    ("third-example-second-derivative", third_example, "third_example",
     lambda: DeepLinearNetwork(THIRD.weights, "identity", M.unit(3, 3, 0, 0)), "refuted"),
    ("theorem-12-factors", theorem12_derivatives, "construction",
     lambda widths, p1, p2: DeepLinearNetwork([W * 2 for W in POINT(widths, p1, p2).weights], "identity",
                                              POINT(widths, p1, p2).Y), "refuted"),
    ("lemma-7-decomposition", appendix_a, "decomposed_data",
     lambda: ({**DATA, "S": DATA["S"] * 2, "X": DATA["X"] * 2, "V": DATA["V"] * 2}, 1), "undecided"),
    ("lemma-16-rank", lemma16, "completed_pair", constant((M([[1, 0], [0, 0], [0, 0]]), M([[0, 0, 0], [1, 0, 0]]))), "undecided"),
    ("lemma-19-expansion", lemma19, "proof_case", lambda weights: ("a", len(weights) + 1), "refuted"),
    ("theorem-12-outer-null-spaces", appendix_c, "deficient_rows", constant(M.identity(2)), "undecided"),
]


@pytest.mark.parametrize(("claim", "module", "name", "instance", "expected"), BROKEN,
                         ids=[f"{case[0]}-{case[4]}-{i}" for i, case in enumerate(BROKEN)])
def test_rows_follow_their_instances(
    monkeypatch: pytest.MonkeyPatch, claim: str, module: Any, name: str, instance: Any, expected: str
) -> None:
    """With another instance the row says something else, or the slip does not show, or nothing is decided."""
    monkeypatch.setattr(module, name, instance)
    assert verdict(claim) == expected


def test_the_range_of_many_layers_needs_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the bound on the rank is not the least width, a matrix of rank above it is no product, and the row is refuted."""
    monkeypatch.setattr(section6, "matrices", constant([((2, 2, 2), M([[1, 2], [3, 4]]))]))
    assert verdict("section-6-range") == "confirmed"
    monkeypatch.setattr(section6, "padded_identity", lambda rows, columns: M.zeros(rows, columns))
    monkeypatch.setattr(section6, "matrices", constant([((2, 2, 2, 2), M([[1, 2], [3, 4]]))]))
    assert verdict("section-6-range") == "refuted"


def test_more_inputs_than_samples_are_what_section_4_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """With d_0 > n in place of d_0 = n nothing is misprinted."""
    networks = section4.open_networks()
    monkeypatch.setattr(section4, "open_networks", constant([*networks[:-1], networks[0]]))
    assert verdict("section-4-sizes") == "confirmed"


def test_an_inner_thinnest_layer_closes_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the thinnest layer is an inner one the proof has its two factors to merge."""
    inner = section6.padded(2, 1, 2)
    monkeypatch.setattr(section6, "products", lambda: [(name, inner) for name, _ in PRODUCTS])
    assert verdict("lemma-10-thinnest-outside") == "confirmed"


def test_a_product_that_is_not_0_has_a_singular_value() -> None:
    """At W1 W2 of rank 1 the formula for delta names its sigma: no gap is left."""
    claim = next(claim for claim in appendix_b.CLAIMS if claim.id == "proposition-18-product-zero")
    findings = partial(appendix_b._product_zero, [[1], [2]], [[1, 1]])()
    assert claim.judge({study.name: findings for study in claim.studies}).verdict.value == "confirmed"


def test_merging_needs_its_rank() -> None:
    """A pair without a factor of full rank on the inner side need not be open."""
    claim = next(claim for claim in appendix_c.CLAIMS if claim.id == "theorem-12-merging")
    study = appendix_c.pairs.studies("t", "t", {"x": ([[1, 0], [0, 0]], [[0, 0], [1, 0]])})[0]
    assert claim.judge({other.name: study.run() for other in claim.studies}).verdict.value == "refuted"
