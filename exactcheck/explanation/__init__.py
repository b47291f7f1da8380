"""``explain``: a certificate in words and formulas, with the arithmetic that a person can redo by hand."""

from __future__ import annotations

from exactcheck.explanation.certificates import EXPLAINERS, explain
from exactcheck.explanation.paragraph import latex

__all__ = ["EXPLAINERS", "explain", "latex"]
