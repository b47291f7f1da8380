"""Writes the corpus about polynomials and network losses: ``python tests/make_minimality_certificates.py`` (a test compares)."""

from __future__ import annotations

from pathlib import Path

import corpus_losses as losses
import corpus_polynomials as polynomials
from corpus import certificate

from exactcheck.certificate import canonical_text

FOLDER = Path(__file__).parent / "certificates"
CORPORA = {"polynomial": polynomials, "network-loss": losses}


def files() -> dict[str, str]:
    """Path below ``certificates/`` -> text."""
    return {f"{folder}/{status}/{name}.json": canonical_text(certificate(pair)) for folder, corpus in CORPORA.items()
            for status, group in (("valid", corpus.VALID), ("invalid", corpus.INVALID), ("malformed", corpus.MALFORMED))
            for name, pair in group.items()}


def committed() -> list[Path]:
    """The files that are there, in order."""
    return [path for folder in CORPORA for path in sorted((FOLDER / folder).glob("*/*.json"))]


if __name__ == "__main__":
    for old in committed():
        old.unlink()
    for path, text in files().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
