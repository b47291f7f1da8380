"""Fixtures that several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import PAIR, POINT, save

import exactcheck as ec
import exactcheck.auditing
import exactcheck.landscape


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with the two problems and their certificates."""
    monkeypatch.chdir(tmp_path)
    save("point.json", POINT)
    save("pair.json", PAIR)
    ec.classify(ec.DeepLinearNetwork(POINT["weights"], POINT["X"], POINT["Y"])).certificate().write("point.cert.json")
    ec.local_openness(PAIR["W1"], PAIR["W2"]).certificate().write("pair.cert.json")
    return tmp_path
