"""Benchmarks: ``python -m benchmarks``."""

import os

os.environ.setdefault("SYMPY_GROUND_TYPES", "flint")  # SymPy at its fastest; read when it is imported
