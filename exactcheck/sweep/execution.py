"""Where the chunks are decided: here, in a pool of processes, or on a Dask cluster. The function is the same everywhere."""

from __future__ import annotations

import logging
import math
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Protocol, TypeVar

from exactcheck.errors import ExactcheckError, InputError, LimitError

T = TypeVar("T")
R = TypeVar("R")
#: Tasks that wait for each worker: enough to keep it busy, few enough to keep a long list of tasks out of memory.
WAITING = 4
#: How often a chunk is given to a cluster again because it, or its result, was lost.
RETRIES = 10
#: Seconds without a worker, without work, or without an answer of the scheduler after which a sweep on a cluster ends.
PATIENCE = 60.0
#: Seconds in which a scheduler is reached, at first or again, and in which a result is fetched or is lost.
CONNECT, FETCH = 10.0, 10.0
#: Seconds between two looks at what is done, and between two questions to the scheduler while nothing is.
LOOK, ASK = 0.01, 1.0
#: What Dask calls a contact address; other words would leave a half-made client behind, which complains when it is collected.
ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):[0-9]{1,5}/?")
KEPT = "finished chunks are kept in --out"


class Workers(Protocol):
    """Those who decide the chunks; ``threads`` is how many they decide at a time."""

    threads: int

    def submit(self, function: Callable[[T], R], task: T) -> Any:
        """What stands for the result from now on."""

    def ready(self, waiting: set[Any]) -> Iterator[Any]:
        """One result at least, taken out of what is waited for."""


def in_parallel(function: Callable[[T], R], tasks: Iterator[T], jobs: int, scheduler: str | None) -> Iterator[R]:
    """The results, each once, in the order in which they are ready; in this process if ``jobs`` is 1 and there is no scheduler.

    Raises InputError if there is no scheduler at that address or no ``distributed``, LimitError if workers or the scheduler die.
    """
    if scheduler is None and jobs == 1:
        yield from map(function, tasks)
        return
    with _cluster(scheduler) if scheduler is not None else _pool(jobs) as workers:
        waiting: set[Any] = set()
        for task in tasks:
            waiting.add(workers.submit(function, task))
            if len(waiting) >= WAITING * workers.threads:
                yield from workers.ready(waiting)
        while waiting:
            yield from workers.ready(waiting)


class _Pool:
    def __init__(self, pool: ProcessPoolExecutor, jobs: int) -> None:
        self.pool, self.threads = pool, jobs

    def submit(self, function: Callable[[T], R], task: T) -> Any:
        return self.pool.submit(function, task)

    def ready(self, waiting: set[Any]) -> Iterator[Any]:
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            waiting.remove(future)
            yield future.result()


@contextmanager
def _pool(jobs: int) -> Iterator[Workers]:
    # "spawn" behaves the same on every platform.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin) as pool:
        try:
            yield _Pool(pool, jobs)
        except BrokenExecutor:
            raise LimitError(f"a worker process ended before its time (out of memory?); {KEPT}") from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin() -> None:
    """Workers die of an interrupt at once, without a traceback each, and with the process that started them, were it killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    starter = parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)  # a worker that waits for work would wait for ever: it holds the other end of its own pipe


class _Cluster:
    """Chunks as tasks of a Dask cluster, whose messages are not relied on.

    If a worker dies while a result is fetched, Dask's own executor hands over another object, or nothing ever. Here each
    wait has an end, and a chunk that was lost in whatever way is given to the cluster again: its result is the same.
    """

    def __init__(self, client: Any, address: str) -> None:
        self.client, self.address = client, address
        self.threads = 1
        self.chunks: dict[Any, tuple[Callable[[Any], Any], Any, int]] = {}
        self.asked = self.worked = -math.inf

    def submit(self, function: Callable[[T], R], task: T, lost: int = 0) -> Any:
        future = self.client.submit(function, task, pure=False)
        self.chunks[future] = function, task, lost
        return future

    def ready(self, waiting: set[Any]) -> Iterator[Any]:
        self.worked = time.monotonic()
        before = len(waiting)
        while len(waiting) == before:
            if time.monotonic() > self.asked + ASK:
                self._ask()
            done = [future for future in waiting if future.done()]
            for future in done:
                if future.status == "error":
                    future.result()  # raises what the chunk raised
                waiting.remove(future)
                function, task, lost = self.chunks.pop(future)
                found = self._fetched(future)
                yield from found
                if not found and lost == RETRIES:
                    raise _ended(self.address, f"the result of a chunk was lost {RETRIES + 1} times")
                if not found:
                    waiting.add(self.submit(function, task, lost + 1))
            if not done:
                time.sleep(LOOK)

    def _fetched(self, future: Any) -> list[Any]:
        """The result; nothing if it is not to be had. Dask's own functions would wait until it is computed again."""
        if future.status != "finished":  # but cancelled: the scheduler was restarted, or reached again
            return []
        try:
            answer = self.client.sync(self.client.scheduler.gather, keys=[future.key], callback_timeout=FETCH)
        except OSError:  # TimeoutError is one
            return []
        return list(answer["data"].values()) if answer["status"] == "OK" else []

    def _ask(self) -> None:
        """Whether any worker works, were it for others; raises LimitError if none has for too long."""
        try:
            threads = self.client.sync(self.client.scheduler.ncores, callback_timeout=PATIENCE)
            tasks = self.client.sync(self.client.scheduler.processing, callback_timeout=PATIENCE)
        except OSError:
            found = "no answer"
        else:
            self.threads = max(1, sum(threads.values()))
            found = f"none of {len(tasks)} workers at work" if tasks else "no worker"
            if any(tasks.values()):
                self.worked = time.monotonic()
        self.asked = time.monotonic()
        if self.asked > self.worked + PATIENCE:
            raise _ended(self.address, f"{found} for {PATIENCE:.0f} seconds")


def _ended(address: str, why: str) -> LimitError:
    return LimitError(f"scheduler {address}: {why}; {KEPT}")


@contextmanager
def _cluster(address: str) -> Iterator[Workers]:
    if not ADDRESS.fullmatch(address):
        raise InputError(f"scheduler: found {address!r}, expected an address such as tcp://10.0.0.1:8786")
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise InputError('--scheduler needs Dask: pip install "exactcheck[cluster]"') from None
    try:
        client: Any = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"scheduler {address}: cannot be reached ({type(error).__name__})") from None
    logs = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)  # what Dask warns of, at length, is dealt with or said in one line
    try:
        yield _Cluster(client, address)
    except ExactcheckError:
        raise
    except KilledWorker:
        raise _ended(address, "a chunk lost its worker too often (out of memory?)") from None
    except Exception:
        if client.status not in ("closing", "closed"):
            raise
        raise _ended(address, "the connection was lost and could not be made again") from None  # it closes itself then
    finally:
        with suppress(OSError):  # no answer to that either
            client.close()
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
