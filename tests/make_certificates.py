"""Writes the corpus ``certificates/{valid,invalid,malformed}/*.json`` next to this file: ``python tests/make_certificates.py``.

The certificates are written by hand in ``corpus_*.py``, independently of the provers. An invalid file is named for the one
condition that it breaks, ``<kind>.<rule>.<reason>.json``; a malformed file for the one rule of the grammar. The output is a
function of those modules: a test compares the committed files byte for byte.
"""

from __future__ import annotations

from pathlib import Path

import corpus_grammar
import corpus_images
import corpus_matrices
import corpus_networks
import corpus_openness
import corpus_relations
from corpus import Pair, certificate

from exactcheck.certificate import canonical_text

FOLDER = Path(__file__).parent / "certificates"
MODULES = (corpus_matrices, corpus_openness, corpus_relations, corpus_images, corpus_networks)
VALID: dict[str, Pair] = {name: pair for module in MODULES for name, pair in module.VALID.items()}
INVALID: dict[str, Pair] = {name: pair for module in MODULES for name, pair in module.INVALID.items()}


def files() -> dict[str, str]:
    """The text of every file of the corpus, by its path inside ``certificates/``."""
    texts = {f"valid/{name}.json": canonical_text(certificate(pair)) for name, pair in VALID.items()}
    texts |= {f"invalid/{name}.json": canonical_text(certificate(pair)) for name, pair in INVALID.items()}
    return texts | {f"malformed/{name}.json": text for name, text in corpus_grammar.MALFORMED.items()}


def main() -> None:
    texts = files()
    for path in FOLDER.glob("*/*.json"):
        if path.relative_to(FOLDER).as_posix() not in texts:
            path.unlink()
    for name, text in texts.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
