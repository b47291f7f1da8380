"""What stands in a problem file as text: a loss, an activation, a polynomial with the variables of its point.

Only the names are looked at, for words about what may be meant; ``minimality`` reads the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exactcheck.errors import InputError, closest, meant
from exactcheck.inputs.words import found, listed, quoted

LOSSES = ("square", "absolute-value")
ACTIVATIONS = ("identity", "relu", *LOSSES)
_LOSS = ('"square", "absolute-value", a polynomial in e (summed over the entries) or in the entries E11, E12, ..., or '
         '{"breaks": [...], "pieces": [...]}')
_ACTIVATION = ('"identity", "relu", "square", "absolute-value", {"leaky-relu": "1/2"}, a polynomial in z, or '
               '{"breaks": [...], "pieces": [...]}')

#: Only shorter names are taken apart, and only at points of fewer variables.
_LONGEST, _MOST = 40, 1000


def require_loss(value: Any) -> None:
    """Raises InputError for the name of an activation, and for text in other variables than ``e`` or entries ``E...``."""
    if isinstance(value, str) and value not in LOSSES:
        names = _variables(value)
        if not any(name[0] == "E" and name[1:2].strip("0123456789_") == "" for name in names):
            _require_variable(value, names, "loss", _LOSS, LOSSES, ("e", "the entry of the residual"))
    elif isinstance(value, Mapping) and "leaky-relu" in value:
        raise InputError(f"loss: found a leaky ReLU, expected {_LOSS}")


def require_activation(value: Any, place: str) -> None:
    """Raises InputError for text that is neither a name nor a polynomial in ``z``."""
    if isinstance(value, str) and value not in ACTIVATIONS:
        _require_variable(value, _variables(value), place, _ACTIVATION, ACTIVATIONS, ("z", "what comes into the unit"))


def _require_variable(text: str, names: Sequence[str], place: str, expected: str, known: Sequence[str],
                      variable: tuple[str, str]) -> None:
    others = [name for name in names if name != variable[0]]
    if others:
        hint = meant(closest(text, known))
        if not hint and len(others) == 1 and (len(others[0]) == 1 or others[0] != text.strip()):
            hint = f"; write {variable[0]} for {variable[1]}"
        raise InputError(f"{place}: found {found(text)}, expected {expected}{hint}")


def require_same_variables(text: str, point: Sequence[str]) -> None:
    """Raises InputError for a value of a variable that the polynomial lacks, and for names that are products of variables.

    Any other name without a value is for the reader of polynomials to refuse.
    """
    names, given = set(_variables(text)), set(point)
    missing = sorted(names - given)
    for name in missing[:1]:
        factors = _factors(name, point) if len(name) <= _LONGEST and len(point) <= _MOST else []
        if factors:
            raise InputError(f"the point gives no value for {listed(missing)} (a polynomial has variables, no functions); "
                             f"write {'*'.join(factors)} for a product")
        return
    for name in point:
        if name not in names and len(name) <= _LONGEST and _variables(name) == [name]:
            raise InputError(f"point: the polynomial has no variable {quoted(name)}; write + 0*{name} there if it is a function of "
                             "it, too")


def _factors(name: str, variables: Sequence[str]) -> list[str]:
    """``name`` as variables one after the other, the fewest; empty if it is not made of them."""
    best: list[list[str] | None] = [[], *[None] * len(name)]
    for end in range(1, len(name) + 1):
        for variable in variables:
            before = best[end - len(variable)] if variable and name[:end].endswith(variable) else None
            if before is not None and (best[end] is None or len(before) + 1 < len(best[end] or [])):
                best[end] = [*before, variable]
    return best[-1] or []


def _variables(text: str) -> list[str]:
    from exactcheck.minimality.reader import variables_of  # the package is large, and most problems have no text
    return variables_of(text)
