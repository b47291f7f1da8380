"""Other exact systems, each with what it offers for a task; what is not installed is left out.

A rival maps the name of a task to a function from the instance (lists of integers) to a contestant. Conversion of the input
is not timed, and every run gets a fresh object, because some systems remember answers. None of the rivals leaves a certificate.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import flint
import sympy
from sympy.polys.matrices import DomainMatrix

from benchmarks.instances import Table
from benchmarks.measure import Contestant
from exactcheck.exact.modular import PRIME

Tasks = dict[str, Callable[..., Contestant]]


def on(convert: Callable[[Table], Any], run: Callable[..., Any]) -> Callable[..., Contestant]:
    """The contestant that converts the tables afresh and then times ``run``."""
    def task(*tables: Table) -> Contestant:
        def prepare() -> Callable[[], Any]:
            arguments = [convert(t) for t in tables]
            return lambda: run(*arguments)
        return prepare
    return task


def descartes(coefficients: list[Any]) -> tuple[int, int, int]:
    """Positive, negative and zero roots of a polynomial with real roots only, from the signs of its coefficients."""
    zero = next(i for i, c in enumerate(coefficients) if c)
    signs = [c > 0 for c in coefficients if c]
    alternating = [(c > 0) == (i % 2 == 0) for i, c in enumerate(coefficients) if c]
    positive, negative = (sum(a != b for a, b in pairwise(s)) for s in (signs, alternating))
    return positive, negative, zero


def with_flint() -> tuple[str, Tasks]:
    A = flint.fmpz_mat
    return f"FLINT {flint.__FLINT_VERSION__}", {
        "rank": on(A, lambda a: a.rank()),
        "null space": on(A, lambda a: a.nullspace()),
        "intersection": on(A, lambda a, b: b.rank() - (a * b).rank()),
        "openness": on(A, lambda a, b: (a.rank(), b.rank(), (a * b).rank())),
        "inertia": on(A, lambda a: descartes(a.charpoly().coeffs())),
        "characteristic polynomial": on(A, lambda a: a.charpoly()),
    }


def physical_limit() -> tuple[str, Tasks]:
    """One elimination modulo one prime: a lower bound for the rank, and nothing else."""
    def image(t: Table) -> Any:
        return flint.nmod_mat(flint.fmpz_mat(t), PRIME)

    one, three = on(image, lambda a: a.rank()), on(image, lambda a, b: (a.rank(), b.rank(), (a * b).rank()))
    return "limit: rank modulo one prime", {
        "rank": one, "null space": one, "inertia": one, "characteristic polynomial": one, "openness": three,
        "intersection": on(image, lambda a, b: (b.rank(), (a * b).rank()))}


def with_domain_matrix() -> tuple[str, Tasks]:
    def convert(t: Table) -> Any:
        return DomainMatrix([[sympy.QQ(v) for v in row] for row in t], (len(t), len(t[0])), sympy.QQ)

    return f"SymPy {sympy.__version__} DomainMatrix", {
        "rank": on(convert, lambda a: a.rank()),
        "null space": on(convert, lambda a: a.nullspace()),
        "intersection": on(convert, lambda a, b: b.rank() - (a * b).rank()),
        "openness": on(convert, lambda a, b: (a.rank(), b.rank(), (a * b).rank())),
        "characteristic polynomial": on(convert, lambda a: a.charpoly()),
    }


def with_sympy() -> tuple[str, Tasks]:
    return f"SymPy {sympy.__version__} Matrix", {
        "rank": on(sympy.Matrix, lambda a: a.rank()),
        "null space": on(sympy.Matrix, lambda a: a.nullspace()),
        "openness": on(sympy.Matrix, lambda a, b: (a.rank(), b.rank(), (a * b).rank())),
        "inertia": on(sympy.Matrix, lambda a: a.is_positive_semidefinite),
        "characteristic polynomial": on(sympy.Matrix, lambda a: a.charpoly()),
    }


def with_pari() -> tuple[str, Tasks] | None:
    try:
        from cypari import pari
    except ImportError:
        return None
    pari.allocatemem(2 * 10**9, silent=True)

    def convert(t: Table) -> Any:
        return pari.matrix(len(t), len(t[0]), [v for row in t for v in row])

    version = ".".join(map(str, pari.version()[:3]))
    return f"PARI {version}", {
        "rank": on(convert, lambda a: a.matrank()),
        "null space": on(convert, lambda a: a.matker()),
        "intersection": on(convert, lambda a, b: a.matker().matintersect(b.matimage())),
        "openness": on(convert, lambda a, b: (a.matrank(), b.matrank(), (a * b).matrank())),
        "inertia": on(convert, lambda a: a.qfsign()),
        "characteristic polynomial": on(convert, lambda a: a.charpoly()),
    }


def with_sage() -> tuple[str, Tasks] | None:
    try:
        from sage.matrix.constructor import matrix
        from sage.rings.integer_ring import ZZ
        from sage.rings.rational_field import QQ
        from sage.version import version
    except ImportError:
        return None

    def convert(t: Table) -> Any:
        return matrix(QQ, len(t), len(t[0]), [v for row in t for v in row])

    def integers(t: Table) -> Any:
        return matrix(ZZ, len(t), len(t[0]), [v for row in t for v in row])

    return f"Sage {version}", {
        "rank": on(convert, lambda a: a.rank()),
        "null space": on(convert, lambda a: a.right_kernel_matrix()),
        "intersection": on(convert, lambda a, b: a.right_kernel().intersection(b.column_space())),
        "openness": on(convert, lambda a, b: (a.rank(), b.rank(), (a * b).rank())),
        "inertia": on(convert, lambda a: a.is_positive_semidefinite()),
        "characteristic polynomial": on(integers, lambda a: a.charpoly()),
    }


def installed() -> list[tuple[str, Tasks]]:
    """All rivals that can be imported; FLINT first."""
    found = [with_flint(), with_domain_matrix(), with_sympy(), with_pari(), with_sage(), physical_limit()]
    return [rival for rival in found if rival is not None]
