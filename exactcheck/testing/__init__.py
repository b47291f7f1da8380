"""For authors of test suites: assertions with readable failures, Hypothesis strategies, and a pytest plugin.

The assertions need nothing else; the strategies need Hypothesis (``pip install 'exactcheck[testing]'``). Names are loaded
when they are first used: pytest loads this package in every run, for the plugin's option.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exactcheck.testing.assertions import assert_kind, assert_locally_open, assert_not_locally_open, assert_verified
    from exactcheck.testing.strategies import invertible_matrices, networks, pairs, rational_matrices

__all__ = [
    "assert_kind", "assert_locally_open", "assert_not_locally_open", "assert_verified",
    "invertible_matrices", "networks", "pairs", "rational_matrices",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{'assertions' if name.startswith('assert_') else 'strategies'}"), name)
