"""Classification of critical points: always decided, every verdict certified, and right where the truth is known."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from strategies import (
    SQRT2,
    bottleneck_point,
    eigen_selection,
    introduction_example,
    random_critical_point,
    random_matrix,
    rank_drop_point,
    seeds,
    third_example,
    zero_layers_example,
)

from exactcheck.certificate import issue
from exactcheck.errors import InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.landscape import claims, classify, global_minimum
from exactcheck.landscape.curvature import two_entry_direction
from exactcheck.landscape.curve import Curve
from exactcheck.landscape.descent import ascent_curve, descent_curve, short_null_vector, theorem_case
from exactcheck.landscape.network import DeepLinearNetwork, lowest_term

M = RationalMatrix
POINTS = 300


def has_negative_eigenvalue(H: RationalMatrix) -> bool:
    """By the signs of the characteristic polynomial's coefficients (all roots are real: Descartes)."""
    coefficients = H.flint.charpoly().coeffs()
    mirrored = [c if k % 2 == 0 else -c for k, c in enumerate(coefficients)]
    signs = [c > 0 for c in mirrored if c != 0]
    return any(a != b for a, b in pairwise(signs))


def test_random_points_are_decided_and_certified() -> None:
    """Some hundred random critical points: a verdict, an accepted certificate, the right kind of Hessian."""
    kinds: Counter[str] = Counter()
    for seed in range(POINTS):
        net = random_critical_point(Random(seed))
        verdict = classify(net)
        certificate = verdict.certificate({"title": f"seed {seed}"})
        assert certificate.claim["kind"] == verdict.kind
        assert has_negative_eigenvalue(net.hessian()) == (verdict.kind == "second-order-saddle")
        kinds[verdict.kind] += 1
    assert set(kinds) == {"global-minimum", "second-order-saddle", "higher-order-saddle"}


def test_points_between_injective_and_surjective_layers() -> None:
    """The third case of the descent theorem: higher-order saddles dominate, none is left undecided."""
    kinds: Counter[str] = Counter()
    for seed in range(120):
        net = bottleneck_point(Random(seed))
        verdict = classify(net)
        verdict.certificate()
        kinds[verdict.kind] += 1
        assert (verdict.kind == "global-minimum") == net.G.is_zero()
    assert kinds["higher-order-saddle"] > kinds["second-order-saddle"] > 0


def test_the_generators_reach_every_case() -> None:
    """Cases 1, 2, 3 of the descent theorem, ``rank(PX) < rank P``, deficient ``X``, zero layers, depth 1 all occur."""
    seen: Counter[str] = Counter()
    nets = [random_critical_point(Random(seed)) for seed in range(POINTS)]
    nets += [bottleneck_point(Random(seed)) for seed in range(60)]
    for net in nets:
        assert net.is_critical
        if net.is_degenerate and not net.G.is_zero():
            seen[f"case {theorem_case(net)}"] += 1
            seen["rank(PX) < rank P"] += (net.P @ net.X).rank < net.P.rank
            seen["deficient X"] += net.X.rank < net.X.rows
            seen["zero layer"] += any(w.is_zero() for w in net.weights)
            seen["Hessian 0"] += net.hessian().is_zero()
        seen["depth 1"] += net.depth == 1
        seen["G = 0 with a positive loss"] += net.G.is_zero() and net.loss() > 0
        seen["not degenerate, G != 0"] += not net.is_degenerate and not net.G.is_zero()
    expected = ("case 1", "case 2", "case 3", "rank(PX) < rank P", "deficient X", "zero layer", "Hessian 0", "depth 1",
                "G = 0 with a positive loss", "not degenerate, G != 0")
    assert all(seen[name] for name in expected), seen


def test_eigenvalue_selections_are_judged_as_by_eckart_young() -> None:
    """Points that keep known eigenvalues are global if and only if these are the greatest; ties occur."""
    seen: Counter[tuple[str, bool, bool]] = Counter()
    for seed in range(200):
        selection = eigen_selection(Random(seed))
        net = selection.net
        assert net.is_critical
        assert not net.is_degenerate
        verdict = classify(net)
        verdict.certificate()
        assert verdict.kind == ("global-minimum" if selection.is_global else "second-order-saddle")
        # the loss is half of what the kept eigenvalues leave of the norm of Y (to the digits of the square root)
        assert abs(net.loss() - (net.Y.norm_squared() - sum(selection.kept)) / 2) < Fraction(1, 10**30)
        seen[verdict.kind, selection.irrational, selection.is_tie] += 1
    for case in (("global-minimum", True, False), ("global-minimum", False, False), ("global-minimum", False, True),
                 ("second-order-saddle", True, False), ("second-order-saddle", False, False)):
        assert seen[case], seen
    assert abs(SQRT2**2 - 2) < Fraction(1, 10**30)


def test_data_that_misses_a_direction_of_the_product() -> None:
    """``rank(PX) < rank P = r`` with ``G ≠ 0``: never a minimum, and a straight line proves it."""
    for seed in range(40):
        net = rank_drop_point(Random(seed))
        assert (net.P @ net.X).rank < net.P.rank == min(net.widths)
        assert net.is_critical
        verdict = classify(net)
        assert verdict.kind == "second-order-saddle"
        verdict.certificate()


@settings(deadline=None, derandomize=True, max_examples=60)
@given(seeds)
def test_both_constructions_of_a_straight_direction_descend(seed: int) -> None:
    """At non-degenerate points the exchange of eigenvalues descends, whenever ``K`` has a negative eigenvalue."""
    rng = Random(seed)
    net = rank_drop_point(rng) if seed % 3 == 0 else eigen_selection(rng).net
    if net.G.is_zero():
        return
    comparison = global_minimum.Spectral.at(net)
    pair = comparison._eigenvalue_exchange()
    assert (pair is None) == (not has_negative_eigenvalue(comparison.K)) == (comparison.descent_direction() is None)
    if pair is None:
        return
    direction = [M.zeros(*w.shape) for w in net.weights]
    direction[-1] = pair[0] @ net.between(net.depth - 1, comparison.layer).left_inverse()
    direction[0] = net.between(comparison.layer, 1).right_inverse() @ pair[1]
    assert lowest_term(net.taylor(direction))[0] == 2
    assert lowest_term(net.taylor(direction))[1] < 0


@settings(deadline=None, derandomize=True, max_examples=60)
@given(seeds)
def test_descent_and_ascent_curves(seed: int) -> None:
    """At degenerate critical points with ``G ≠ 0`` the loss falls along one curve and rises along the other."""
    rng = Random(seed)
    net = bottleneck_point(rng) if seed % 2 else random_critical_point(rng, max_width=4)
    if not net.is_degenerate or net.G.is_zero():
        return
    for motion, sign in ((descent_curve(net), -1), (ascent_curve(net), 1)):
        assert motion.curve.start == net.weights
        assert motion.coefficient * sign > 0
        near = DeepLinearNetwork(motion.curve.at(Fraction(1, 2**200)), net.X, net.Y)
        assert (near.loss() - net.loss()) * sign > 0


def test_the_introductions_curve() -> None:
    """The introduction's example descends along ``[1, t], [t²], [1; t]``: ``1/2 - t⁴/2 + t⁶ + t⁸/2``."""
    net = introduction_example()
    motion = descent_curve(net)
    assert motion.curve == Curve.moving(net.weights, {1: {1: M([[0, 1]])}, 2: {2: M([[1]])}, 3: {1: M([[0], [1]])}})
    assert [str(c) for c in net.taylor(motion.curve)] == ["1/2", "0", "0", "0", "-1/2", "0", "1", "0", "1/2"]
    assert (motion.order, motion.coefficient) == (4, Fraction(-1, 2))
    assert theorem_case(net) == 3


def test_the_third_examples_curve() -> None:
    """The third example descends with expansion ``2 - 2 t⁴ + 4 t⁶ + 2 t⁸``."""
    net = third_example()
    assert [str(c) for c in net.taylor(descent_curve(net).curve)] == ["2", "0", "0", "0", "-2", "0", "4", "0", "2"]


@pytest.mark.parametrize("net", [
    introduction_example(), third_example(), zero_layers_example((4, 2, 2, 4), 1, 2),
    zero_layers_example((2, 1, 2, 1, 2), 1, 3), zero_layers_example((3, 2, 1, 2), 1, 2),
], ids=["introduction", "third", "4-2-2-4", "2-1-2-1-2", "3-2-1-2"])
def test_the_papers_points_are_higher_order_saddles(net: DeepLinearNetwork) -> None:
    """Each is critical with ``H ⪰ 0``, no local minimum, no local maximum; one document holds all claims together."""
    assert classify(net).kind == "higher-order-saddle"
    proofs = [prove(net, shared=True) for prove in (
        claims.critical_point, claims.hessian_inertia, claims.kernel_forms, claims.line_minimum,
        claims.higher_order_saddle, claims.not_local_minimum, claims.not_local_maximum, claims.not_global_minimum)]
    assert all("objective" not in claim and "point" not in claim for claim, _ in proofs)
    certificate = issue(*claims.conjunction(net, proofs))
    assert len(certificate.claim["parts"]) == len(proofs)


def test_single_layers_have_no_saddles() -> None:
    """Depth 1 is linear least squares: a point is not critical or a global minimum."""
    kinds = set()
    for seed in range(20):
        rng = Random(seed)
        minimum = random_critical_point(rng, depth=1)
        moved = DeepLinearNetwork([random_matrix(rng, *minimum.weights[0].shape)], minimum.X, minimum.Y)
        assert classify(minimum).kind == "global-minimum"
        for net in (minimum, moved):
            verdict = classify(net)
            verdict.certificate()
            kinds.add(verdict.kind)
    assert kinds == {"not-critical", "global-minimum"}


@settings(deadline=None, derandomize=True, max_examples=40)
@given(seeds)
def test_a_better_point_wherever_the_point_is_not_global(seed: int) -> None:
    """Wherever the point is not a global minimum, that and that it is no local minimum are certified."""
    rng = Random(seed)
    net = random_critical_point(rng)
    if seed % 4 == 0:
        net = DeepLinearNetwork([random_matrix(rng, *w.shape) for w in net.weights], net.X, net.Y)
    if classify(net).kind == "global-minimum":
        with pytest.raises(InputError):
            claims.not_global_minimum(net)
        with pytest.raises(InputError):
            claims.not_local_minimum(net)
        return
    issue(*claims.not_global_minimum(net))
    issue(*claims.not_local_minimum(net))


def test_a_better_point_beyond_the_rank() -> None:
    """Where the best unconstrained product has too large a rank, the better point lies on the descent curve."""
    net = zero_layers_example((3, 1, 1, 3), 1, 2)
    net = DeepLinearNetwork(net.weights, "identity", M.diagonal([0, 1, 1]))
    assert net.is_critical
    assert global_minimum.unconstrained_weights(net) is None
    issue(*claims.not_global_minimum(net))


def test_taylor_and_spectrum_claims() -> None:
    """Expansions along the descent curve and a line, and the Hessian's spectrum, are certified."""
    net = third_example()
    issue(*claims.taylor_expansion(net, descent_curve(net).curve))
    issue(*claims.taylor_expansion(net, [M.zeros(*w.shape) for w in net.weights]))
    claim, witness = claims.hessian_spectrum(net)
    issue(claim, witness)
    found = sorted((Fraction(e["roots"][0][0]), e["multiplicity"]) for e in claim["eigenvalues"])
    assert found == [(0, 10), (4, 1), (12, 1), (16, 3), (20, 1)]


def test_false_claims_are_refused_before_they_are_made() -> None:
    """A claim that does not hold at the point is an InputError of the function that would state it."""
    saddle, minimum = introduction_example(), random_critical_point(Random(0), depth=1)
    moved = DeepLinearNetwork([w + M([[1] * w.columns] * w.rows) for w in saddle.weights], saddle.X, saddle.Y)
    for prove, net in [(claims.not_critical, saddle), (claims.critical_point, moved), (claims.global_minimum, saddle),
                       (claims.second_order_saddle, saddle), (claims.second_order_saddle, moved),
                       (claims.second_order_saddle, minimum), (claims.higher_order_saddle, minimum),
                       (claims.higher_order_saddle, moved), (claims.not_local_maximum, moved)]:
        with pytest.raises(InputError):
            prove(net)
    zero = DeepLinearNetwork([M.zeros(2, 2)] * 2, "identity", M.identity(2))
    assert classify(zero).kind == "second-order-saddle"
    with pytest.raises(InputError, match="negative eigenvalue"):
        claims.higher_order_saddle(zero)
    nondegenerate = next(n for n in (eigen_selection(Random(s)).net for s in range(9)) if not n.G.is_zero())
    with pytest.raises(InputError, match="not degenerate"):
        descent_curve(nondegenerate)
    with pytest.raises(InputError, match="spectral"):
        global_minimum.Spectral.at(saddle)
    with pytest.raises(InputError, match="injective"):
        short_null_vector(M.identity(2))


def test_verdicts_are_reproducible_byte_by_byte() -> None:
    """The same point gives the same certificate text, also from a network built anew."""
    for seed in range(12):
        first, second = (classify(bottleneck_point(Random(seed))).certificate().to_json() for _ in range(2))
        assert first == second


@settings(deadline=None, derandomize=True, max_examples=150)
@given(seeds)
def test_two_entry_directions(seed: int) -> None:
    """Found exactly if a principal minor of size 1 or 2 is negative; then ``v^T H v < 0`` with integers."""
    rng = Random(seed)
    n = rng.randint(1, 4)
    A = random_matrix(rng, n, n)
    H = A + A.T if seed % 3 else A @ A.T - M.unit(n, n, 0, 0) * Fraction(1, 7)
    v = two_entry_direction(H)
    negative = any(H[i, i] < 0 or H[i, i] * H[j, j] < H[i, j] ** 2 for i in range(n) for j in range(n))
    assert (v is not None) == negative
    if v is not None:
        assert (v.T @ H @ v)[0, 0] < 0
        assert all(x.denominator == 1 for x in v.entries())
        assert sum(1 for x in v.entries() if x) <= 2
