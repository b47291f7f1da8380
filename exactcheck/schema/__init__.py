"""JSON Schemas (2020-12) of what this package writes: certificates, the answers of the commands with ``--json``, and reports.

The files are generated from the checker's own tables (``python -m exactcheck.schema.generate``) and shipped. A schema says
what a document looks like; only the checker says whether it proves anything.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

#: The documents that have a schema.
NAMES = ("certificate", "audit", "classify", "explain", "openness", "sweep", "verify", "report", "error")


def load(name: str) -> dict[str, Any]:
    """The schema of one of ``NAMES``; raises KeyError for another name."""
    if name not in NAMES:
        raise KeyError(f"no schema {name!r}, expected one of {', '.join(NAMES)}")
    schema: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema
