"""Where the chunks are decided: here, in a pool of processes, or on a Dask cluster. The function is the same everywhere."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from exactcheck.errors import InputError, LimitError

T = TypeVar("T")
R = TypeVar("R")
#: Tasks that wait for each worker: enough to keep it busy, few enough to keep a long list of tasks out of memory.
WAITING = 4
#: How often a task may lose its worker before the sweep gives up.
RETRIES = 10
#: What Dask calls a contact address; other words would leave a half-made client behind, which complains when it is collected.
ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):[0-9]{1,5}/?")


def in_parallel(function: Callable[[T], R], tasks: Iterator[T], jobs: int, scheduler: str | None) -> Iterator[R]:
    """The results, each once, in the order in which they are ready; in this process if ``jobs`` is 1 and there is no scheduler.

    Raises InputError if there is no scheduler at that address or no ``distributed``, LimitError if workers die.
    """
    if scheduler is None and jobs == 1:
        yield from map(function, tasks)
        return
    with _cluster(scheduler) if scheduler is not None else _pool(jobs) as (executor, workers):
        waiting: set[Future[R]] = set()
        try:
            for task in tasks:
                waiting.add(executor.submit(function, task))
                if len(waiting) >= WAITING * workers:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        except BrokenExecutor:
            raise LimitError("a worker process ended before its time (out of memory?); finished chunks are kept in --out") from None
        except BaseException:
            for future in waiting:  # Dask's executor cannot be told to cancel them when it is shut down
                future.cancel()
            executor.shutdown(wait=False)
            raise


@contextmanager
def _pool(jobs: int) -> Iterator[tuple[Executor, int]]:
    # "spawn" behaves the same on every platform.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin) as pool:
        yield pool, jobs


def _begin() -> None:
    """Workers die of an interrupt at once, without a traceback each, and with the process that started them, were it killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    starter = parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)  # a worker that waits for work would wait for ever: it holds the other end of its own pipe


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    if not ADDRESS.fullmatch(address):
        raise InputError(f"scheduler: found {address!r}, expected an address such as tcp://10.0.0.1:8786")
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise InputError('--scheduler needs Dask: pip install "exactcheck[cluster]"') from None
    try:
        client: Any = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"scheduler {address}: cannot be reached ({type(error).__name__})") from None
    with client:
        workers = max(1, sum(client.nthreads().values()))
        try:
            yield client.get_executor(pure=False, retries=RETRIES), workers
        except KilledWorker as error:
            raise LimitError(f"scheduler {address}: a task lost its worker too often: {error}") from None
