"""``python -m exactcheck.schema.generate``: write all schemas again, from the checker's tables and the commands' answers."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from exactcheck.auditing import PrintedProof
from exactcheck.certificate import canonical_text, write_atomically
from exactcheck.landscape.classification import Kind
from exactcheck.minimality.classification import Kind as PolynomialKind
from exactcheck.paper.study import Verdict
from exactcheck.report.model import Report
from exactcheck.schema.certificates import Schema, array, certificate_schema, record
from exactcheck.schema.records import schema_of_type
from exactcheck.sweep.lemma import Outcome
from exactcheck.verification import EXIT

_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_VERDICT = {"enum": [verdict.value for verdict in Verdict]}
_CERTIFICATE = {"$ref": "urn:exactcheck:certificate:1"}


def schemas() -> dict[str, Schema]:
    """All schemas, by the names of ``exactcheck.schema.NAMES``."""
    kinds = list(dict.fromkeys([*get_args(Kind), *get_args(PolynomialKind)]))
    row = record({"id": _TEXT, "place": _TEXT, "statement": _TEXT, "printed": _TEXT, "meant": _TEXT, "verdict": _VERDICT,
                  "scope": _TEXT, "depends": array(_TEXT), "general": _TEXT, "certificates": array(_TEXT), "command": _TEXT,
                  "sweeps": array(_TEXT), "recorded": _VERDICT, "printed_proof": {"enum": list(get_args(PrintedProof))},
                  "failing": array(_TEXT),
                  "seconds": {"type": ["number", "null"], "minimum": 0}, "peak_bytes": {"type": ["integer", "null"], "minimum": 0}})
    return {
        "certificate": certificate_schema(),
        "audit": _answer("audit", record({"rows": array(row)})),
        "classify": _answer("classify", {"oneOf": [
            record({"kind": {"enum": [kind for kind in kinds if kind != "undecided"]}, "certificate": _CERTIFICATE}),
            record({"kind": {"const": "undecided"}, "certificate": {"type": "null"}, "tried": array(_TEXT),
                    "reduced": {"oneOf": [{"$ref": "urn:exactcheck:certificate:1#/$defs/terms"}, {"type": "null"}]},
                    "where": array(_TEXT), "order": {"oneOf": [_COUNT, {"type": "null"}]}})]}),
        "explain": _answer("explain", record({"claim": _TEXT, "explanation": _TEXT})),
        "openness": _answer("openness", record({
            "open": {"type": "boolean"}, "ranks": array(_COUNT, minItems=3, maxItems=3),
            "conditions": {"type": "object", "additionalProperties": {"type": "boolean"}},
            "rate": {"enum": ["linear", "quadratic", None]}, "certificate": _CERTIFICATE})),
        "sweep": _answer("sweep", _sweep()),
        "verify": _answer("verify", array(record({
            "path": _TEXT, "status": {"enum": list(EXIT)}, "claim": _TEXT, "reason": _TEXT}))),
        "report": {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:exactcheck:report:1",
                   "title": "What exactcheck audit --report FILE.json writes", **schema_of_type(Report)},
        "error": _answer("any command that fails before its answer", record({"error": record({
            "message": _TEXT, "exit_code": {"enum": [1, 2, 3, 70, 130]}})})),
    }


def _sweep() -> Schema:
    """The summary of a sweep; with ``--count`` the numbers alone, with ``--list`` what can be swept."""
    whole = record({"orbits": _COUNT, "instances": _COUNT})
    counts = {"type": "object", "additionalProperties": _COUNT}
    outcome = {"enum": [outcome.value for outcome in Outcome]}
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    parameters = record({
        "lemma": _TEXT, "shapes": array(array(_COUNT)), "entries": array({"type": "integer"}),
        "random": {"type": ["integer", "null"]}, "seed": _COUNT, "shard": array(_COUNT, minItems=2, maxItems=2),
        "screen": {"type": "boolean"}, "chunk": _COUNT, "certificates": {"type": "boolean"}})
    failure = record({"index": _COUNT, "shape": array(_COUNT), "problem": {"type": "object"}, "digest": digest})
    shapes = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": whole}}
    summary = record({
        "lemma": _TEXT, "place": _TEXT, "statement": _TEXT, "outcome": outcome, "expected": outcome, "scope": _TEXT,
        "command": _TEXT, "parameters": parameters, "whole": whole, "examined": whole, "screened": counts, "shapes": shapes,
        "claims": counts, "chunks": _COUNT, "digest": digest, "failures": array(failure),
        "seconds": {"type": "number", "minimum": 0}})
    listed = record({"lemma": _TEXT, "place": _TEXT, "statement": _TEXT, "parameters": _TEXT, "expected": outcome,
                     "screen": {"type": "boolean"}})
    return {"oneOf": [summary, record({"lemma": _TEXT, "orbits": _COUNT, "instances": _COUNT}), array(listed)]}


def _answer(command: str, of: Schema) -> Schema:
    name = command if " " not in command else "error"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:exactcheck:{name}:1",
            "title": f"What {'exactcheck ' if name != 'error' else ''}{command} writes with --json", **of}


def main() -> None:
    """Write every schema to its file beside this module."""
    for name, schema in schemas().items():
        write_atomically(Path(__file__).with_name(f"{name}.schema.json"), canonical_text(schema))


if __name__ == "__main__":
    main()
