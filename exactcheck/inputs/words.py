"""Words for messages about what was found, and the check that an object has just the expected members."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from exactcheck import checker
from exactcheck.errors import InputError, closest, meant

INTEGER = re.compile("-?(?:0|[1-9][0-9]*)")


def found(value: Any) -> str:
    """What stood there, in words; long values shortened."""
    if isinstance(value, checker.Odd):
        kind = "" if value.text in ("NaN", "Infinity", "-Infinity") or INTEGER.fullmatch(value.text) else "the float "
        return f"{kind}{checker.short(value.text)}"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return "a boolean"
    if value is None:
        return "nothing (null)"
    if isinstance(value, str):
        return f"the string {quoted(value)}"
    if isinstance(value, int):
        return f"the number {value}" if abs(value) < 10**30 else "a huge number"
    return f"{checker.short(str(value))} ({type(value).__name__})"


def quoted(text: str) -> str:
    """``text`` in quotation marks, shortened, on one line."""
    return json.dumps(checker.short(text), ensure_ascii=False)


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 entry``, ``2 entries``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names in a row, the end of a long list left out."""
    shown = list(names)
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")


def suggestion(name: str, known: Iterable[str]) -> str:
    """``; did you mean "..."?`` with up to three known names that are close, whatever their case, else nothing."""
    return meant(closest(name, known, 3))


def require_members(value: Mapping[str, Any], place: str, expected: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    """Exactly these members, each once; those in ``optional`` may be left out."""
    words = ", ".join(f'"{key}"' for key in (*expected, *optional))
    if isinstance(value, checker.Repeated):
        raise InputError(f'{place}: the member {quoted(value.key)} stands twice, expected once')
    for key in value:
        if key not in expected and key not in optional:
            close = closest(str(key), [other for other in (*expected, *optional) if other not in value])
            raise InputError(f'{place}: unknown member {quoted(str(key))}, expected {words}{meant(close)}')
    for key in expected:
        if key not in value:
            needed = ", ".join(f'"{other}"' for other in expected)
            raise InputError(f'{place}: the member "{key}" is missing, expected {needed}')
