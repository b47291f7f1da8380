"""``factor_nearby``: exact factors that move little, or the reason why there is no such promise."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pairs import Pattern, pairs_with_pattern, patterns, random_matrix, random_pair

from exactcheck.errors import InputError, NotNearbyError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.openness import NearbyFactors, Obstruction, factor_nearby, local_openness
from exactcheck.openness.criterion import is_open_for

M = RationalMatrix


def factors(W1: M, W2: M, Z: M) -> NearbyFactors:
    """The factors, with everything checked that holds for every answer."""
    found = factor_nearby(W1, W2, Z)
    assert isinstance(found, NearbyFactors)
    assert found.W1 @ found.W2 == Z
    assert found.moved_squared == ((found.W1 - W1).norm_squared(), (found.W2 - W2).norm_squared())
    return found


def directions(rng: Random, pattern: Pattern) -> list[M]:
    """Random m x n matrices of every rank that may be added to ``Z`` without leaving the range."""
    m, k, n, *_, r = pattern
    return [random_matrix(rng, m, s) @ random_matrix(rng, s, n) for s in range(1, min(m, k, n) - r + 1)]


def open_examples(largest: int = 4) -> list[Pattern]:
    return [p for p in patterns(largest) if is_open_for(*p[:3], p[3] - p[5], p[4] - p[5])]


def assert_moves_tend_to_zero(W1: M, W2: M, far: M, near: M, shrink: int) -> None:
    """``near`` is about ``2^shrink`` times closer than ``far``: squared moves shrink by that, up to a factor of 2^6."""
    before, after = sum(factors(W1, W2, far).moved_squared), sum(factors(W1, W2, near).moved_squared)
    assert after * 2 ** (shrink - 6) <= before


@given(st.sampled_from(open_examples()), st.integers(0, 10**6))
@settings(deadline=None, derandomize=True, max_examples=150)
def test_squared_moves_are_at_most_of_the_order_of_the_distance(pattern: Pattern, seed: int) -> None:
    """Along ``Z + t R`` of every rank in the range, from t = 2^-20 to 2^-40, squared moves shrink by about 2^20; at
    pairs with a linear rate by about 2^40."""
    rng = Random(seed)
    W1, W2 = random_pair(rng, pattern)
    Z, linear = W1 @ W2, local_openness(W1, W2).rate == "linear"
    for R in directions(rng, pattern):
        if not R.is_zero():
            far, near = (Z + R * Fraction(1, 2**e) for e in (20, 40))
            assert_moves_tend_to_zero(W1, W2, far, near, 40 if linear else 20)


@given(st.sampled_from(open_examples()), st.integers(0, 10**6))
@settings(deadline=None, derandomize=True, max_examples=80)
def test_products_of_moved_factors_are_factored_again(pattern: Pattern, seed: int) -> None:
    """Products of slightly moved factors, of any rank, have exact factors near the given ones."""
    rng = Random(seed)
    m, k, n, *_ = pattern
    W1, W2 = random_pair(rng, pattern)
    X, Y = random_matrix(rng, m, k), random_matrix(rng, k, n)
    moved = [(W1 + X * t) @ (W2 + Y * t) for t in (Fraction(1, 2**20), Fraction(1, 2**40))]
    assert_moves_tend_to_zero(W1, W2, *moved, 20)


def test_a_rank_is_created_by_balanced_moves() -> None:
    """0 (2 x 1) times 0 (1 x 2): for ``t E11`` both factors move by the square root of t, and no less would do."""
    for e in (10, 20, 40):
        found = factors(M.zeros(2, 1), M.zeros(1, 2), M.unit(2, 2, 0, 0) * Fraction(1, 2**e))
        assert found.moved_squared == (Fraction(1, 2**e), Fraction(1, 2**e))


def test_the_section_2_example_moves_one_factor() -> None:
    """[1; 2] [1 1]: a nearby matrix of rank 1 is factored, one of rank 2 is no product and is refused."""
    W1, W2 = M([[1], [2]]), M([[1, 1]])
    found = factors(W1, W2, M([[1, 2], [2, 4]]))
    assert (W1, M([[1, 2]])) == (found.W1, found.W2)
    with pytest.raises(NotNearbyError, match="Z has rank 2"):
        factor_nearby(W1, W2, M([[1, 1], [2, 3]]))


def test_too_far_for_the_schur_complement() -> None:
    """A matrix of the range whose leading block is singular is refused as too far, naming rows and columns."""
    with pytest.raises(NotNearbyError, match=r"rows \[0\] and columns \[0\]"):
        factor_nearby(M([[1], [2]]), M([[1, 1]]), M([[0, 0], [0, 1]]))


@given(pairs_with_pattern(4))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_the_product_itself_needs_no_move(example: tuple[Pattern, M, M]) -> None:
    """At every pair, open or not, ``Z = W1 W2`` gives back the given factors, and 0."""
    _, W1, W2 = example
    assert factor_nearby(W1, W2, W1 @ W2) == NearbyFactors(W1, W2, (Fraction(0), Fraction(0)))


def test_an_obstruction_and_its_radii() -> None:
    """Remark 1's pair: an accepted certificate, the radius 1 for W1 (``|ε2| < 1`` in the paper) and none for W2."""
    found = factor_nearby(M([[1], [1]]), M([[0, 0]]), M([[Fraction(1, 8), 0], [0, 0]]))
    assert isinstance(found, Obstruction)
    assert found.certificate.claim["kind"] == "not-locally-open"
    assert (found.W1_radius_squared, found.W2_radius_squared) == (1, None)


@given(st.sampled_from([p for p in patterns(4) if p not in set(open_examples())]), st.integers(0, 10**6))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_pairs_that_are_not_open_get_an_obstruction(pattern: Pattern, seed: int) -> None:
    """Every other pair: an obstruction, with a radius just for the factors that its proof uses (``a > 0``, ``b > 0``)."""
    rng = Random(seed)
    W1, W2 = random_pair(rng, pattern)
    m, _, n, r1, r2, r = pattern
    found = factor_nearby(W1, W2, W1 @ W2 + M.unit(m, n, 0, 0))  # in the range: rank W1 W2 < min(m, n, k) here
    assert isinstance(found, Obstruction)
    assert (found.W1_radius_squared is None) == (r1 == r)
    assert (found.W2_radius_squared is None) == (r2 == r)
    assert all(q is None or q > 0 for q in (found.W1_radius_squared, found.W2_radius_squared))


@pytest.mark.parametrize("t", [Fraction(1, 2**4), Fraction(1, 2**30)])
def test_the_obstructed_matrices_cannot_be_reached_within_the_radius(t: Fraction) -> None:
    """Remark 1's pair again: ``[x; y] [p q] = t E11`` forces ``y = 0`` (else ``p = q = 0``), a move of at least 1."""
    W1, W2 = M([[1], [1]]), M([[0, 0]])
    found = factor_nearby(W1, W2, M.unit(2, 2, 0, 0) * t)
    assert isinstance(found, Obstruction)
    reached = M([[1], [0]]), M([[t, 0]])
    assert reached[0] @ reached[1] == M.unit(2, 2, 0, 0) * t
    assert found.W1_radius_squared is not None
    assert (reached[0] - W1).norm_squared() >= found.W1_radius_squared


def test_wrong_sizes_are_named() -> None:
    """A ``Z`` of another size is refused in one line that names all shapes."""
    with pytest.raises(InputError, match=r"Z is 1 x 2, expected 2 x 2 as W1 \(2 x 1\) and W2 \(1 x 2\) say"):
        factor_nearby(M.zeros(2, 1), M.zeros(1, 2), M.zeros(1, 2))
