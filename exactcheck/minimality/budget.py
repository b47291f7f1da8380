"""How much work a search may do: a deterministic number of steps, scaled by the effort, and on request a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from exactcheck.errors import InputError

#: Steps at effort 1; a step is about a microsecond, so an undecided problem takes some ten seconds.
STEPS = 10_000_000
#: Seconds for each number that stands in a certificate: to write it, to read it and to check it, on a machine of 2025.
SECONDS_PER_NUMBER = 3e-6


class Stopped(Exception):
    """A search ended before it was through; the text says what stopped it."""


class OutOfSteps(Stopped):
    """Deterministic: the same problem with the same effort stops at the same place."""


class OutOfTime(Stopped):
    """Not deterministic; it ends the whole classification, so that it never changes a verdict to another than undecided."""


class Budget:
    """``spend`` is called by every search step; it raises ``OutOfSteps`` or ``OutOfTime`` once there is nothing left.

    A single operation on polynomials is not interrupted, so the time limit is kept to within the length of one. What a certificate
    will cost is estimated from its size before it is made (``afford``).
    """

    def __init__(self, effort: int = 1, time_limit: float | None = None) -> None:
        """``effort``: a natural number that scales the steps; ``time_limit`` in seconds. Raises InputError for other values."""
        if isinstance(effort, bool) or not isinstance(effort, int) or effort < 1:
            raise InputError(f"effort: found {effort!r}, expected a natural number")
        if time_limit is not None and not (isinstance(time_limit, (int, float)) and time_limit > 0):
            raise InputError(f"time limit: found {time_limit!r}, expected a positive number of seconds")
        self.effort, self.time_limit = effort, time_limit
        self.left = STEPS * effort
        self._end = None if time_limit is None else monotonic() + time_limit

    def spend(self, steps: int) -> None:
        """Count this many steps, about a microsecond each."""
        if self._end is not None and monotonic() > self._end:
            raise OutOfTime(f"stopped: the time limit of {self.time_limit:g} s is reached")
        self.left -= steps
        if self.left < 0:
            raise OutOfSteps(f"stopped: the steps of effort {self.effort} are used up")

    @property
    def seconds_left(self) -> float | None:
        """Until the time limit; None if there is none."""
        return None if self._end is None else max(self._end - monotonic(), 0.0)

    def afford(self, numbers: int) -> None:
        """Raise ``OutOfTime`` if the time that is left will not suffice for a certificate with so many numbers."""
        seconds, left = numbers * SECONDS_PER_NUMBER, self.seconds_left
        if left is not None and seconds > left:
            if not left:
                raise OutOfTime(f"stopped: the time limit of {self.time_limit:g} s is reached")
            raise OutOfTime(f"stopped: within the time limit of {self.time_limit:g} s, {left:.2g} s are left, and a certificate of "
                            f"{numbers} numbers takes some {seconds:.2g} s to make and to check")

    def again(self) -> Budget:
        """Another one, for a search of its own: all steps, and the same time to end at."""
        other = Budget(self.effort, self.time_limit)
        other._end = self._end
        return other

    @contextmanager
    def part(self, share: float) -> Iterator[None]:
        """Inside, only this share of what is left may be spent; what is not spent stays for later searches."""
        inside = int(self.left * share)
        kept, self.left = self.left - inside, inside
        try:
            yield
        finally:
            self.left = max(self.left, 0) + kept
