"""The same sweep on a Dask cluster of several worker processes, also while workers and schedulers are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from command_line import refused
from command_line import run as command

from exactcheck.errors import InputError, LimitError
from exactcheck.sweep import Outcome, execution, run

#: The sockets of killed workers are collected at some later time, with a warning that is about them and nothing else.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
distributed = pytest.importorskip("distributed", reason="Dask is an optional extra (exactcheck[cluster])")


def local(workers: int) -> distributed.LocalCluster:
    """Worker processes with one thread each, on this machine; whatever else runs here, with a port for its pages that is free."""
    return distributed.LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0")


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """For tests that do no harm to it."""
    with local(3) as made:
        yield made


@pytest.fixture
def victim() -> Iterator[distributed.LocalCluster]:
    """For a test that kills workers."""
    with local(3) as made:
        yield made


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a minute takes seconds."""
    monkeypatch.setattr(execution, "PATIENCE", 4.0)
    monkeypatch.setattr(execution, "CONNECT", 2.0)
    monkeypatch.setattr(execution, "FETCH", 2.0)
    monkeypatch.setattr(execution, "ASK", 0.1)


def processes(cluster: distributed.LocalCluster) -> dict[str, int]:
    """The process of each worker, by its address."""
    return {worker.worker_address: worker.process.pid for worker in cluster.workers.values()}


def test_a_cluster_finds_what_this_process_finds(cluster: distributed.LocalCluster, tmp_path: Path) -> None:
    """The same files, byte for byte; several workers take part."""
    here = run("theorem-a", chunk=5, certificates=True, out=tmp_path / "here")
    there = run("theorem-a", chunk=5, certificates=True, out=tmp_path / "there", scheduler=cluster.scheduler_address)
    assert there.to_document() == here.to_document()
    for path in (tmp_path / "here").rglob("*.json*"):
        assert path.read_bytes() == (tmp_path / "there" / path.relative_to(tmp_path / "here")).read_bytes()
    with distributed.Client(cluster, set_as_default=False) as client:
        counts = client.run(_executed)
    assert sum(counts.values()) >= there.chunks
    assert sum(count > 0 for count in counts.values()) > 1


def _executed(dask_worker: distributed.Worker) -> int:
    """How many tasks this worker has run."""
    return int(dask_worker.state.executed_count)


def test_killed_workers_lose_nothing_and_repeat_nothing(victim: distributed.LocalCluster, tmp_path: Path) -> None:
    """Two of three workers are killed while they work: every instance is recorded once, as without any accident."""
    undisturbed = run("proposition-4", size=3, random=600, chunk=10, out=tmp_path / "undisturbed")
    victims = list(processes(victim).values())[:2]
    started, killed = Event(), []

    def kill() -> None:
        started.wait(60)
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    killer = Thread(target=kill)
    killer.start()

    def progress(done: int, total: int, what: str) -> None:
        if done >= 60:
            started.set()

    address = victim.scheduler_address
    found = run("proposition-4", size=3, random=600, chunk=10, out=tmp_path / "out", scheduler=address, progress=progress)
    killer.join()
    assert killed == victims
    assert found.outcome is Outcome.HOLDS
    assert found.digest == undisturbed.digest
    numbers = [json.loads(line)["index"] for line in (tmp_path / "out/results.jsonl").read_text().splitlines()]
    assert numbers == list(range(600))
    assert (tmp_path / "out/results.jsonl").read_bytes() == (tmp_path / "undisturbed/results.jsonl").read_bytes()


def test_a_worker_killed_before_its_result_is_fetched(
    victim: distributed.LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers die with a result that is announced and not yet here: its chunk is decided again, and recorded once."""
    run("theorem-a", chunk=5, out=tmp_path / "undisturbed")
    victims = processes(victim)
    found: list[bool] = []
    original = execution._Cluster._fetched

    def fetched(self: execution._Cluster, future: Any) -> list[Any]:
        if len(victims) > 1:
            (holder,) = self.client.who_has([future])[future.key]
            os.kill(victims.pop(holder), signal.SIGKILL)
            result = original(self, future)
            found.append(bool(result))
            return result
        return original(self, future)

    monkeypatch.setattr(execution._Cluster, "_fetched", fetched)
    run("theorem-a", chunk=5, out=tmp_path / "out", scheduler=victim.scheduler_address)
    assert found == [False, False]
    assert (tmp_path / "out/results.jsonl").read_bytes() == (tmp_path / "undisturbed/results.jsonl").read_bytes()


class Future:
    """A task that is done at once."""

    def __init__(self, key: int, result: int) -> None:
        self.key, self.status, self.answer = key, "finished", {"status": "OK", "data": {key: result}}

    def done(self) -> bool:
        return True


class Client:
    """Dask's client as the sweep sees it; the first results of each task are lost, in one of the ways in which that happens."""

    ncores, processing = "ncores", "processing"

    def __init__(self, way: str, times: int) -> None:
        self.way, self.times, self.scheduler = way, times, self
        self.futures: list[Future] = []
        self.tasks: list[int] = []

    def submit(self, function: Any, task: int, pure: bool) -> Future:
        future = Future(len(self.futures), function(task))
        if self.tasks.count(task) < self.times and self.way == "cancelled":
            future.status = "cancelled"
        elif self.tasks.count(task) < self.times:
            future.answer = {"status": self.way}
        self.futures.append(future)
        self.tasks.append(task)
        return future

    def gather(self, keys: list[int]) -> dict[str, Any]:
        """What the scheduler answers."""
        answer = self.futures[keys[0]].answer
        if answer["status"] == "silence":
            raise TimeoutError
        if answer["status"] == "closed":
            raise distributed.comm.CommClosedError
        return answer

    def sync(self, what: Any, callback_timeout: float, **arguments: Any) -> Any:
        if what == "ncores":
            return {"worker": 1}
        return {"worker": ["busy"]} if what == "processing" else what(**arguments)


WAYS = ("cancelled", "error", "silence", "closed")


@pytest.mark.parametrize("way", WAYS)
def test_however_a_result_is_lost_it_comes_once(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelled, not known to the scheduler, no answer, no connection: the task is given away again, each result comes once."""
    client = Client(way, times=3)
    monkeypatch.setattr(execution, "_cluster", lambda address: nullcontext(execution._Cluster(client, address)))
    assert sorted(execution.in_parallel(abs, iter(range(-9, 0)), 1, "nowhere:1")) == list(range(1, 10))
    assert all(client.tasks.count(task) == 4 for task in range(-9, 0))


@pytest.mark.parametrize("way", WAYS)
def test_a_result_that_is_always_lost(way: str) -> None:
    """After so many times it is one line, not another try."""
    client = Client(way, times=1000)
    cluster = execution._Cluster(client, "nowhere:1")
    with pytest.raises(LimitError, match=f"scheduler nowhere:1: the result of a chunk was lost {execution.RETRIES + 1} times; fin"):
        list(cluster.ready({cluster.submit(abs, -1)}))
    assert len(client.tasks) == execution.RETRIES + 1


def test_what_a_chunk_raises_is_raised_here(cluster: distributed.LocalCluster) -> None:
    """A bug on a worker is a bug here, not a lost result."""
    with pytest.raises(ValueError, match="invalid literal for int"):
        list(execution.in_parallel(int, iter(["7", "seven"]), 1, cluster.scheduler_address))


def test_a_chunk_that_kills_its_workers() -> None:
    """One line says so."""
    with local(1) as cluster:
        cluster.scheduler.allowed_failures = 0
        with pytest.raises(LimitError, match=r"scheduler tcp.*: a chunk lost its worker too often \(out of memory\?\); finished"):
            list(execution.in_parallel(os._exit, iter([1]), 1, cluster.scheduler_address))


def test_an_interrupt_leaves_nothing_to_do_on_the_cluster(cluster: distributed.LocalCluster) -> None:
    """The tasks that were waiting are taken back."""

    def interrupt(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as raised:
        run("theorem-a", chunk=1, scheduler=cluster.scheduler_address, progress=interrupt)
    del raised  # its traceback holds the sweep
    deadline = time.monotonic() + 30
    while cluster.scheduler.tasks and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not cluster.scheduler.tasks


@pytest.mark.usefixtures("impatient")
def test_a_cluster_without_workers(tmp_path: Path) -> None:
    """Exit code 3 and one line, at the beginning and when all workers go; the same command then goes on where it was."""
    words = ("theorem-a", "--chunk", "5", "--out", str(tmp_path / "out"))
    with local(0) as cluster:
        refused(command("sweep", *words, "--scheduler", cluster.scheduler_address), 3,
                f"scheduler {cluster.scheduler_address}: no worker for 4 seconds; finished chunks are kept in --out")
        cluster.scale(1)
        cluster.wait_for_workers(1, timeout=60)
        with pytest.raises(LimitError, match="no worker for 4 seconds"):
            run("theorem-a", chunk=5, out=tmp_path / "out", scheduler=cluster.scheduler_address,
                progress=lambda done, total, what: cluster.scale(0))
    finished = list((tmp_path / "out/chunks").iterdir())
    assert finished
    assert not (tmp_path / "out/results.jsonl").exists()
    assert command("sweep", *words, "--jobs", "1").exit_code == 0
    run("theorem-a", chunk=5, out=tmp_path / "undisturbed")
    assert (tmp_path / "out/results.jsonl").read_bytes() == (tmp_path / "undisturbed/results.jsonl").read_bytes()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (signal.SIGKILL, "the connection was lost and could not be made again"),
        (signal.SIGTERM, "the connection was lost and could not be made again"),
        (signal.SIGSTOP, "no answer for 4 seconds"),
    ],
)
def test_a_scheduler_that_dies(sent: signal.Signals, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Killed, ended or frozen in the middle of the sweep: one line, and nothing of what Dask has to say about it."""
    file = tmp_path / "scheduler.json"
    started: list[subprocess.Popen[bytes]] = []

    def start(what: str, *words: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", "--host", "127.0.0.1", *words]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    try:
        start("scheduler", "--port", "0", "--scheduler-file", str(file))
        deadline = time.monotonic() + 30
        while not (file.exists() and file.read_text().endswith("}")) and time.monotonic() < deadline:
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        start("worker", address, "--nthreads", "1", "--no-nanny", "--death-timeout", "20")
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=30)

        def progress(done: int, total: int, what: str) -> None:
            if done == 50:
                started[0].send_signal(sent)

        with pytest.raises(LimitError, match=f"^scheduler {address}: {words}; finished chunks are kept in --out$"):
            run("theorem-a", chunk=1, scheduler=address, progress=progress)
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_that_is_not_there() -> None:
    """An address without a scheduler is one clear line."""
    with pytest.raises(InputError, match=r"scheduler tcp://127.0.0.1:9: cannot be reached"):
        run("lemma-13", scheduler="tcp://127.0.0.1:9")
