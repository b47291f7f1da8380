"""One example of the gallery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from exactcheck.certificate import Certificate


class Decided(Protocol):
    """What every ``classify`` of the package returns."""

    @property
    def kind(self) -> str: ...

    def certificate(self, about: Mapping[str, str] | None = None) -> Certificate: ...


@dataclass(frozen=True)
class Example:
    """A problem and what it shows.

    ``problem`` is the document that ``exactcheck classify`` reads; ``decide`` classifies it. No verdict is stored:
    ``recorded`` is the kind that was found when the example was last reviewed, and is only compared with.
    """

    name: str
    shows: str
    problem: Mapping[str, Any]
    recorded: str
    decide: Callable[[Mapping[str, Any]], Decided] = field(repr=False)
