"""Mutants of the certificates about polynomials and losses: an accepted one with another claim must state something true there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import redecide
from make_minimality_certificates import FOLDER, committed
from test_checker_mutation import mutants

from exactcheck import checker

VALID = [path for path in committed() if path.parent.name == "valid"]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_mutants(path: Path) -> None:
    """All mutants of each certificate, and its witness under other kinds of claims: only true statements pass."""
    document = json.loads(path.read_text(encoding="utf-8"))
    kinds = [{**document, "claim": {**document["claim"], "kind": kind}} for kind in checker.POLYNOMIAL_RULES]
    tried = 0
    for made in [*mutants(document, None, path.stem), *kinds]:
        tried += 1
        result = checker.check_text(json.dumps(made))
        assert result.status in ("valid", "invalid", "malformed"), result
        if result.status == "valid" and made["claim"] != document["claim"]:
            for claim, witness in redecide.parts(made["claim"], made["witness"]):
                assert redecide.holds(claim, witness), made
    assert tried > 20
