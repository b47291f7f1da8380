"""Local openness of matrix multiplication ``(W1, W2) -> W1 W2``: decision, certificates, nearby factors."""

from __future__ import annotations

from exactcheck.openness.api import (
    NearbyFactors,
    Obstruction,
    Openness,
    factor_nearby,
    local_openness,
    not_open_in_all_matrices,
)

__all__ = [
    "NearbyFactors",
    "Obstruction",
    "Openness",
    "factor_nearby",
    "local_openness",
    "not_open_in_all_matrices",
]
