"""Inertia of a random Gram matrix of rank n/2 by a rounded congruence, against FLINT's characteristic polynomial.

    python benchmarks/inertia.py

prints, per size, the ratio of the two times measured side by side in one run, and checks that the answers agree. The
second route counts sign changes (Descartes) and leaves nothing that could be checked without redoing it.
"""

from __future__ import annotations

import random
from itertools import pairwise
from time import perf_counter

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.exact.symmetric import inertia


def by_characteristic_polynomial(H: RationalMatrix) -> tuple[int, int, int]:
    """Positive, negative and zero eigenvalues from the signs of the coefficients."""
    p = [int(c) for c in H.flint.numer_denom()[0].charpoly().coeffs()]
    zero = next(i for i, c in enumerate(p) if c)
    signs = [c > 0 for c in p if c]
    alternating = [(c > 0) == (i % 2 == 0) for i, c in enumerate(p) if c]
    positive, negative = (sum(a != b for a, b in pairwise(s)) for s in (signs, alternating))
    return positive, negative, zero


def main() -> None:
    print(f"{'n':>5} {'rank':>5} {'congruence / charpoly':>22} {'bits of S':>10} {'bits of N':>10}")
    generator = random.Random(1)
    for n in (20, 50, 100, 150, 200):
        rank = n // 2
        factor = RationalMatrix([[generator.randint(-9, 9) for _ in range(n)] for _ in range(rank)])
        gram = factor.T @ factor
        start = perf_counter()
        found = inertia(gram)
        middle = perf_counter()
        expected = by_characteristic_polynomial(gram)
        end = perf_counter()
        assert (found.positive, found.negative, found.zero) == expected
        bits = [max(abs(v.numerator).bit_length() for v in m.entries()) for m in (found.congruence, found.null_space)]
        print(f"{n:>5} {rank:>5} {(middle - start) / (end - middle):>22.2f} {bits[0]:>10} {bits[1]:>10}", flush=True)


if __name__ == "__main__":
    main()
