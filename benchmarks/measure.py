"""Interleaved measurement: every round runs each contestant once, so that a slow minute of the machine slows all of them."""

from __future__ import annotations

import gc
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

#: A function of no arguments that prepares an instance (not timed) and returns the function to be timed.
Contestant = Callable[[], Callable[[], Any]]


class TooSlow(Exception):
    """A single run went over the limit."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TooSlow once ``seconds`` of processor time have passed (as soon as the interpreter is reached again)."""
    def stop(signum: int, frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def interleaved(contestants: Mapping[str, Contestant], rounds: int, limit: float, budget: float,
                clock: Callable[[], float] = time.process_time) -> dict[str, list[float]]:
    """Times of every contestant, one per round; those that took longer than ``limit`` seconds are left out.

    The default clock counts processor seconds of this process, which is single-threaded: other people's work on the machine
    hardly shows. After ``budget`` seconds of work no new round begins. Short runs are repeated within a round.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    spent = 0.0
    for _ in range(rounds):
        if spent > budget:
            break
        for name in list(times):
            try:
                with limited(limit):
                    seconds, cost = _once(contestants[name], clock)
            except TooSlow:
                del times[name]
                spent += limit
                continue
            times[name].append(seconds)
            spent += cost
            if seconds > limit:
                del times[name]
    return {name: values for name, values in times.items() if values}


def _once(contestant: Contestant, clock: Callable[[], float]) -> tuple[float, float]:
    """Seconds of one run (the mean of several, if it is short), and the seconds that finding it out took."""
    begun, total, runs = clock(), 0.0, 0
    gc.disable()
    try:
        while not total or (total < 0.005 and runs < 50):
            run = contestant()
            start = clock()
            run()
            total += clock() - start
            runs += 1
    finally:
        gc.enable()
    return total / runs, clock() - begun


def summary(times: Mapping[str, list[float]], reference: str) -> dict[str, dict[str, float]]:
    """Per contestant: the median time, and the median of the ratios to ``reference`` round by round."""
    out = {}
    for name, values in times.items():
        row = {"seconds": statistics.median(values), "rounds": len(values)}
        if times.get(reference):
            row["ratio"] = statistics.median(v / r for v, r in zip(values, times[reference], strict=False))
        out[name] = row
    return out
