"""exactcheck: exact decisions about matrix multiplication and deep linear networks, with certificates.

What a user imports, nothing else. Names are loaded when they are first used, so that importing the package, checking a
certificate and ``exactcheck --help`` stay quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exactcheck.api import (
        Classification,
        DeepLinearNetwork,
        Network,
        classify,
        classify_polynomial,
        explain,
        factor_nearby,
        local_openness,
    )
    from exactcheck.auditing import Audit, audit
    from exactcheck.certificate import Certificate
    from exactcheck.errors import DisagreementError, ExactcheckError, InputError, LimitError, NotNearbyError
    from exactcheck.exact.matrix import RationalMatrix
    from exactcheck.inputs import as_matrix
    from exactcheck.minimality import PolynomialClassification
    from exactcheck.openness import NearbyFactors, Obstruction, Openness
    from exactcheck.verification import Verification, verify

__version__ = "0.1.0"

__all__ = [
    "Audit",
    "Certificate",
    "Classification",
    "DeepLinearNetwork",
    "DisagreementError",
    "ExactcheckError",
    "InputError",
    "LimitError",
    "NearbyFactors",
    "Network",
    "NotNearbyError",
    "Obstruction",
    "Openness",
    "PolynomialClassification",
    "RationalMatrix",
    "Verification",
    "__version__",
    "as_matrix",
    "audit",
    "classify",
    "classify_polynomial",
    "explain",
    "factor_nearby",
    "local_openness",
    "verify",
]

_HOMES = {
    "api": ("Classification", "DeepLinearNetwork", "Network", "classify", "classify_polynomial", "explain", "factor_nearby",
            "local_openness"),
    "auditing": ("Audit", "audit"),
    "certificate": ("Certificate",),
    "errors": ("DisagreementError", "ExactcheckError", "InputError", "LimitError", "NotNearbyError"),
    "exact.matrix": ("RationalMatrix",),
    "inputs": ("as_matrix",),
    "minimality": ("PolynomialClassification",),
    "openness": ("NearbyFactors", "Obstruction", "Openness"),
    "verification": ("Verification", "verify"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

