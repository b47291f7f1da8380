"""Schemas of plain data: from the annotations of dataclasses."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from exactcheck.schema.certificates import Schema, array, record

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"},
    NoneType: {"type": "null"}}


def schema_of_type(hint: Any) -> Schema:
    """Of a dataclass, a tuple of one type, a dictionary, a literal, a union, or a plain type; raises TypeError for others."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is UnionType:
        return {"anyOf": [schema_of_type(one) for one in arguments]}
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return array(schema_of_type(arguments[0]))
    if origin is dict and arguments[0] is str:
        return {"type": "object", "additionalProperties": schema_of_type(arguments[1])}
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        members = {field.name: schema_of_type(hints[field.name]) for field in fields(hint)}
        return {**record(members), "description": " ".join((hint.__doc__ or "").split())}
    raise TypeError(f"no schema for the type {hint!r}")
