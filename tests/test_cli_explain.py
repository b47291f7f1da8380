"""``exactcheck explain``: only what the checker accepts."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import refused, run, save

import exactcheck as ec
import exactcheck.auditing
import exactcheck.landscape


def test_explain_prints_the_explanation(folder: Path) -> None:
    """The text of the API; as JSON together with the claim."""
    result = run("explain", "point.cert.json")
    assert result.exit_code == 0
    assert result.stdout == ec.explain("point.cert.json")
    assert "249/512" in result.stdout
    document = json.loads(run("explain", "-", "--json", stdin=Path("point.cert.json").read_text()).stdout)
    assert document["explanation"] == result.stdout
    assert document["claim"].startswith("the point is a higher-order saddle")


def test_explain_refuses_what_the_checker_refuses(folder: Path) -> None:
    """Invalid 1, malformed 2 (repeated members, too, which a dictionary would lose), limit 3; a missing file is unreadable."""
    false = json.loads(Path("point.cert.json").read_text())
    false["witness"]["ascent"]["order"] = 3
    save("false.json", false)
    refused(run("explain", "false.json"), 1, "false.json: invalid: the lowest non-constant term is at order")
    twice = Path("point.cert.json").read_text().replace('"version": 1', '"version": 1, "version": 1')
    save("twice.json", twice)
    refused(run("explain", "twice.json"), 2, 'twice.json: malformed: document: the member "version" stands twice')
    refused(run("explain", "point.cert.json", "--max-work", "10"), 3, "limit: more than 10 elementary operations")
    refused(run("explain", "pair.json"), 2, "pair.json: this is a problem, not a certificate; decide it with: exactcheck openness")
    refused(run("explain", "none.json"), 2, "none.json: unreadable: cannot be read: No such file")
