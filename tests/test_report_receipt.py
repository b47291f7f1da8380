"""The receipt of a report: a reviewer can redo what it says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exactcheck.auditing import Audit, audit
from exactcheck.report import build


@pytest.fixture(scope="module")
def found() -> Audit:
    return audit(["introduction-local-minimum"], jobs=1)


def test_the_digest_of_all_certificates_is_what_sha256sum_prints(found: Audit, tmp_path: Path) -> None:
    """A reviewer can compare the one digest of the receipt with the files on disk."""
    found.write(tmp_path)
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.cert.json"))
    lines = [f"{hashlib.sha256((tmp_path / file).read_bytes()).hexdigest()}  {file}\n" for file in files]
    assert build(found).receipt.sha256 == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_the_commands_of_the_receipt_reproduce_its_digest(found: Audit, tmp_path: Path) -> None:
    """Run as they stand, also where a folder ``audit`` already holds the certificates of other claims."""
    audit(["introduction-lines"], jobs=1).write(tmp_path / "audit")
    receipt = build(found).receipt
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ran = subprocess.run(["bash", "-euc", "\n".join(receipt.commands)], cwd=tmp_path, env={**os.environ, "PATH": path},
                         capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1].split()[0] == receipt.sha256
    assert f"{len(found.certificates)} certificates were written to audit." in ran.stdout
