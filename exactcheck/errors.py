"""The errors this package raises on purpose; all of them carry one line that a user can act on."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable


class ExactcheckError(Exception):
    """Base class; ``exit_code`` is what the command line returns for it."""

    exit_code = 2


class InputError(ExactcheckError, ValueError):
    """The input is not what the grammar or the mathematics asks for (sizes, entries, file format)."""


class LimitError(ExactcheckError):
    """A resource limit (digits, file size, work) was reached; the question itself may be fine."""

    exit_code = 3


class NotNearbyError(ExactcheckError, ValueError):
    """``factor_nearby`` was asked for a product that is outside the range or too far from ``W1 W2``."""


class DisagreementError(ExactcheckError):
    """The trusted checker rejected a certificate that a prover made: a bug in this package, never a verdict."""

    exit_code = 70


def closest(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """The known names that are close to this one, whatever their case, the closest first."""
    names = {other.lower(): other for other in known} if len(name) <= 40 else {}
    return [names[other] for other in difflib.get_close_matches(name.lower(), names, most)]


def meant(names: Iterable[str]) -> str:
    """``; did you mean "..." or "..."?``, the end of a message; nothing for no names."""
    words = " or ".join(json.dumps(name, ensure_ascii=False) for name in names)
    return f"; did you mean {words}?" if words else ""
