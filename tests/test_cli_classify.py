"""``exactcheck classify``: every kind of point, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import POINT, run, save

from exactcheck import checker


def test_classify_names_the_kind(folder: Path) -> None:
    """In words, in one word, and as JSON with a valid certificate."""
    result = run("classify", "point.json", "--out", "deep/new.cert.json")
    assert result.exit_code == 0
    assert result.stdout.startswith("higher-order-saddle\n")
    assert "widths 2-1-1-2, 2 samples, loss 1/2" in result.stdout
    assert Path("deep/new.cert.json").read_text() == Path("point.cert.json").read_text()
    assert run("classify", "point.json", "--quiet").stdout == "higher-order-saddle\n"
    document = json.loads(run("classify", "-", "--json", stdin=json.dumps(POINT)).stdout)
    assert set(document) == {"kind", "certificate"}
    assert checker.check_text(json.dumps(document["certificate"])).status == "valid"


@pytest.mark.parametrize(("weights", "Y", "kind"), [
    ([[[1]]], [[2]], "not-critical"), ([[[2]]], [[2]], "global-minimum"),
    ([[[0]], [[0]]], [[2]], "second-order-saddle"), ([[[0]], [[0]], [[0]]], [[2]], "higher-order-saddle"),
])
def test_every_kind_of_point_has_its_words(folder: Path, weights: Any, Y: Any, kind: str) -> None:
    """Each kind, at a network of one number per layer."""
    save("net.json", {"X": [[1]], "Y": Y, "weights": weights})
    result = run("classify", "net.json")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{kind}\n\n")
