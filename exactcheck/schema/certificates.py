"""The schema of certificates, generated from the tables with which the checker reads them.

A reader of the checker is a named function, or made by ``each``, ``members`` or ``one_of``; what these were made from is
read off their closures, so that the schema says what the checker does and not what somebody thinks it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from exactcheck import checker

Schema: TypeAlias = dict[str, Any]
#: The objective that selects a table of rules; "" where there is none, or that of a deep linear network.
TABLES = {"": checker.RULES, "polynomial": checker.POLYNOMIAL_RULES, "network-loss": checker.LOSS_RULES}
_END = r"(?![\s\S])"  # "$" would let a newline pass in some dialects
_NAME = "[A-Za-z_][A-Za-z0-9_]{0,39}"


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def array(items: Schema, **more: int) -> Schema:
    return {"type": "array", "items": items, **more}


def pair(*items: Schema) -> Schema:
    return {"type": "array", "prefixItems": list(items), "items": False, "minItems": len(items)}


def record(properties: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object with these members and no others."""
    return {"type": "object", "properties": dict(properties), "required": [key for key in properties if key not in optional],
            "additionalProperties": False}


def exponents(of: Schema) -> Schema:
    return {"type": "object", "patternProperties": {f"^(0|[1-9][0-9]{{0,3}}){_END}": of}, "additionalProperties": False}


#: What the checker's named readers accept.
DEFINITIONS: dict[str, Schema] = {
    "rational": {"type": "string", "pattern": f"^(0|-?[1-9][0-9]*(/([2-9]|[1-9][0-9]+))?){_END}",
                 "description": "in lowest terms, such as -2/3"},
    "count": {"type": "integer", "minimum": 0, "maximum": 10**30 - 1},
    "modulus": {"type": "integer", "minimum": 2, "maximum": 10**30 - 1},
    "truth": {"type": "boolean"},
    "matrix": record({"shape": array(ref("count"), minItems=2, maxItems=2), "entries": array(array(ref("rational")))}),
    "layer": {**exponents(ref("matrix")), "required": ["0"]},
    "term": pair(ref("rational"), array(ref("count"))),
    "interval": pair(ref("rational"), ref("rational")),
    "forms": exponents(array(ref("term"))),
    "named": {"type": "object", "patternProperties": {f"^{_NAME}{_END}": ref("matrix")}, "additionalProperties": False},
    "products": array(pair(ref("rational"), array(ref("factor"), minItems=1)), minItems=1),
    "factor": {"type": "string", "pattern": rf"^{_NAME}(\^T)?{_END}", "description": "the name of a matrix, or of its transpose"},
    "variable": {"type": "string", "pattern": f"^{_NAME}{_END}"},
    "exponent": {"type": "integer", "minimum": 0, "maximum": 9999},
    "terms": array(pair(ref("rational"), array(ref("exponent")))),
    "matrix_term": pair(ref("matrix"), array(ref("exponent"))),
    "series": exponents(ref("rational")),
    "function": record({"breaks": array(ref("rational")), "pieces": array(array(ref("rational")), minItems=1)}),
    "loss": {"oneOf": [record({"polynomial": ref("terms")}),
                       record({"entrywise": ref("function"), "weights": ref("matrix")}, optional=("weights",))]},
}


def schema_of(read: Callable[..., Any]) -> Schema:
    """What one of the checker's readers accepts; raises KeyError for a reader that ``DEFINITIONS`` does not know."""
    made_by = read.__qualname__.partition(".")[0]
    held = {} if read.__closure__ is None else dict(zip(
        read.__code__.co_freevars, (cell.cell_contents for cell in read.__closure__), strict=True))
    if made_by == "each":
        return array(schema_of(held["read"]))
    if made_by == "members":
        return fields(held["fields"])
    if made_by == "one_of":
        return {"enum": list(held["names"])}
    name = read.__name__.removeprefix("read_")
    if name != "proof" and name not in DEFINITIONS:
        raise KeyError(f"exactcheck.schema does not know the checker's reader {read.__name__}")
    return ref(name)


def fields(readers: checker.Readers, **fixed: Schema) -> Schema:
    """An object that the checker reads by this table, beside members that it reads itself."""
    optional = tuple(key[:-1] for key in readers if key.endswith("?"))
    return record({**fixed, **{key.removesuffix("?"): schema_of(read) for key, read in readers.items()}}, optional)


def certificate_schema() -> Schema:
    """The schema of a certificate."""
    names: dict[str, Schema] = {"proof": {"oneOf": [
        fields(readers, rule={"const": rule}) for rule, (readers, _) in checker.PROOFS.items()]}}
    choices: list[Schema] = []
    shared: dict[str, list[Schema]] = {}
    for objective, table in TABLES.items():
        selected = _about(objective) if objective else {"not": _about(*filter(None, TABLES))}
        choices.append({"if": {"properties": {"claim": selected}},
                        "then": {"properties": {"claim": {"properties": {"kind": {"enum": ["conjunction", *table]}}}}}})
        for kind, (readers, rules) in table.items():
            whole = fields(readers, kind={"const": kind})
            for key in whole["properties"]:
                if key in ("objective", "point"):
                    whole["properties"][key] = _named(key, whole["properties"][key], names)
                if key != "kind" and whole["properties"][key] not in shared.setdefault(key, []):
                    shared[key].append(whole["properties"][key])
            required = whole.pop("required")  # in a conjunction some of these are shared
            claim = _named(f"claim-{kind}", whole, names)
            proofs = []
            for rule, (of, _) in rules.items():
                witness = fields({**of, "modulus?": checker.read_modulus}, rule={"const": rule})
                proofs.append(_named(f"witness-{kind}-{rule}", witness, names))
            choices.append(_choice({"allOf": [_kind(kind), selected]}, {**claim, "required": required}, {"oneOf": proofs}))
    whole = {"type": "object", "properties": {key: {"anyOf": of} for key, of in shared.items()}, "additionalProperties": False}
    part = {"required": ["kind"], "anyOf": [ref(name) for name in names if name.startswith("claim-")]}
    witness = {"anyOf": [ref(name) for name in names if name.startswith("witness-")]}
    choices.append(_choice(_kind("conjunction"),
                           record({"kind": {"const": "conjunction"}, "shared": whole, "parts": array(part, minItems=1)}),
                           record({"rule": {"const": "all"}, "witnesses": array(witness, minItems=1)})))
    document = record({
        "format": {"const": checker.FORMAT}, "version": {"const": checker.VERSION},
        "claim": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["conjunction", *checker.KINDS]}}},
        "witness": {"type": "object", "required": ["rule"]},
        "about": {"type": "object", "additionalProperties": {"type": "string"}}}, optional=("about",))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:exactcheck:certificate:1",
            "title": "A certificate: a claim with a witness that proves it",
            **document, "allOf": choices, "$defs": {**DEFINITIONS, **names}}


def _named(name: str, of: Schema, names: dict[str, Schema]) -> Schema:
    """A reference to ``of`` under the first free name, or under the name that it has already."""
    number = 1
    while names.setdefault(found := name if number == 1 else f"{name}-{number}", of) != of:
        number += 1
    return ref(found)


def _kind(kind: str) -> Schema:
    return {"type": "object", "properties": {"kind": {"const": kind}}, "required": ["kind"]}


def _about(*objectives: str) -> Schema:
    """A claim with an objective of one of these kinds."""
    return {"type": "object", "required": ["objective"], "properties": {
        "objective": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": list(objectives)}}}}}


def _choice(condition: Schema, claim: Schema, witness: Schema) -> Schema:
    return {"if": {"properties": {"claim": condition}}, "then": {"properties": {"claim": claim, "witness": witness}}}
