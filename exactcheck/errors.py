"""The errors this package raises on purpose; all of them carry one line that a user can act on."""

from __future__ import annotations


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
