"""Writes the corpus of claims about polynomials: ``python tests/make_minimality_certificates.py`` (a test compares)."""

from __future__ import annotations

from pathlib import Path

import corpus_polynomials as polynomials
from corpus import certificate

from exactcheck.certificate import canonical_text

FOLDER = Path(__file__).parent / "certificates" / "polynomial"


def files() -> dict[str, str]:
    """Path below ``certificates/polynomial/`` -> text."""
    groups = {"valid": polynomials.VALID, "invalid": polynomials.INVALID, "malformed": polynomials.MALFORMED}
    return {f"{folder}/{name}.json": canonical_text(certificate(pair))
            for folder, group in groups.items() for name, pair in group.items()}


if __name__ == "__main__":
    for old in FOLDER.glob("*/*.json"):
        old.unlink()
    for path, text in files().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
