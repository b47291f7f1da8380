"""Validate CITATION.cff by the schema of the Citation File Format that the tool cffconvert ships (its folder is the argument)."""

import json
import sys
from pathlib import Path

import jsonschema_rs
import yaml


class Texts(yaml.SafeLoader):
    """Dates stay text, as the schema wants them."""


Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
citation = yaml.load(Path("CITATION.cff").read_text(encoding="utf-8"), Texts)
schema = Path(sys.argv[1], "cffconvert", "schemas", citation["cff-version"], "schema.json").read_text(encoding="utf-8")
jsonschema_rs.validate(json.loads(schema), citation)
