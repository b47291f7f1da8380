"""Interleaved measurement: every round runs each contestant once, so that a slow minute of the machine slows all of them."""

from __future__ import annotations

import gc
import math
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

#: A function of no arguments that prepares an instance (not timed) and returns the function to be timed.
Contestant = Callable[[], Callable[[], Any]]
#: Seconds up to which a run is short.
SHORT = 0.05


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
                clock: Callable[[], float] | None = None) -> dict[str, list[float]]:
    """Times of every contestant, one per round; those whose first run takes longer than ``limit`` seconds are left out.

    After ``budget`` seconds of work no new round begins, but everybody gets two. Then come rounds, as many again at most, of
    those whose least time no other round confirms. Without a ``clock`` of its own: the least time of several runs, see ``_once``.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    active, spent = list(contestants), 0.0
    for done in range(2 * rounds):
        whole = done < min(2, rounds) or (done < rounds and spent <= budget)
        for name in [name for name in active if whole or scattered(times[name])]:
            try:
                with limited(limit):
                    seconds, cost = _once(contestants[name], clock or time.perf_counter, clock or time.process_time)
            except TooSlow:
                active.remove(name)
                spent += limit
                continue
            times[name].append(seconds)
            spent += cost
    return {name: values for name, values in times.items() if values}


def scattered(values: list[float]) -> bool:
    """Whether the least of several times is a stray one: the next is more than 30 % longer."""
    return len(values) > 1 and sorted(values)[1] > 1.3 * min(values)


@cache
def _step(clock: Callable[[], float]) -> float:
    """The least difference between two readings of a clock, which must run on."""
    first = clock()
    while (second := clock()) == first:
        pass
    return second - first


def _once(contestant: Contestant, wall: Callable[[], float], processor: Callable[[], float]) -> tuple[float, float]:
    """The least seconds of a run, of several if they are short; and the processor seconds that finding it out took.

    A run of less than a hundred steps of the processor clock, or a millisecond, is timed by the wall clock, a longer one by the
    processor seconds of this process, which is single-threaded, so that other people's work hardly shows.
    """
    coarse = max(100 * _step(processor), 0.001)
    begun, total, runs, least = processor(), 0.0, 0, math.inf
    gc.disable()
    try:
        while not runs or (total < SHORT and runs < 50):
            run = contestant()
            start, first = processor(), wall()
            run()
            elapsed, used = wall() - first, processor() - start
            least = min(least, elapsed if elapsed < coarse else used)
            total += elapsed
            runs += 1
    finally:
        gc.enable()
    return least, processor() - begun


def summary(times: Mapping[str, list[float]], reference: str) -> dict[str, dict[str, float]]:
    """Per contestant: the least time, which is the one that other work on the machine has disturbed least, beside it the median;
    and the ratio of the least time to that of ``reference``."""
    out = {}
    for name, values in times.items():
        row = {"seconds": min(values), "median": statistics.median(values), "rounds": len(values)}
        if times.get(reference):
            row["ratio"] = min(values) / min(times[reference])
        out[name] = row
    return out
