"""The same sweep on a Dask cluster of several worker processes, also while workers are killed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from exactcheck.errors import InputError
from exactcheck.sweep import Outcome, run

#: The sockets of killed workers are collected at some later time, with a warning that is about them and nothing else.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
distributed = pytest.importorskip("distributed", reason="Dask is an optional extra (exactcheck[cluster])")


@pytest.fixture
def cluster() -> Iterator[distributed.LocalCluster]:
    """Three worker processes with one thread each, on this machine, without a dashboard."""
    with distributed.LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


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


def test_killed_workers_lose_nothing_and_repeat_nothing(cluster: distributed.LocalCluster, tmp_path: Path) -> None:
    """Two of three workers are killed while they work: every instance is recorded once, as without any accident."""
    undisturbed = run("proposition-4", size=3, random=600, chunk=10, out=tmp_path / "undisturbed")
    victims = [worker.process.pid for worker in list(cluster.workers.values())[:2]]
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

    address = cluster.scheduler_address
    found = run("proposition-4", size=3, random=600, chunk=10, out=tmp_path / "out", scheduler=address, progress=progress)
    killer.join()
    assert killed == victims
    assert found.outcome is Outcome.HOLDS
    assert found.digest == undisturbed.digest
    numbers = [json.loads(line)["index"] for line in (tmp_path / "out/results.jsonl").read_text().splitlines()]
    assert numbers == list(range(600))
    assert (tmp_path / "out/results.jsonl").read_bytes() == (tmp_path / "undisturbed/results.jsonl").read_bytes()


def test_a_scheduler_that_is_not_there() -> None:
    """An address without a scheduler is one clear line."""
    with pytest.raises(InputError, match=r"scheduler tcp://127.0.0.1:9: cannot be reached"):
        run("lemma-13", scheduler="tcp://127.0.0.1:9")
