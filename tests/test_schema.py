"""The shipped JSON Schemas: generated from the checker's tables, and true of what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner

from exactcheck import checker, schema
from exactcheck.certificate import canonical_text
from exactcheck.cli import cli
from exactcheck.schema import generate
from exactcheck.schema.certificates import schema_of

ROOT = Path(__file__).resolve().parent.parent
CERTIFICATES = jsonschema_rs.Draft202012Validator(schema.load("certificate"))
CORPUS = sorted((ROOT / "tests" / "certificates").rglob("*.json"))
SHIPPED = sorted((ROOT / "certificates").rglob("*.cert.json"))
#: Refusals about the grammar of one value or object, as a schema can state them.
GRAMMAR = re.compile(r": found |the member .* is missing|unknown member")
#: And yet not these. JSON Schema does not see how a number is spelled; nor that a member which some parts of a conjunction
#: share is a member of every part.
UNSAYABLE = {"count.exponent", "count.float", "count.minus-zero", "document.version-float", "matrix.shape-float",
             "conjunction.shared-not-used", "conjunction.shared-read-in-two-ways"}


def accepts(path: Path) -> bool:
    """Whether the schema accepts the document; what is no JSON text is not accepted."""
    try:
        return CERTIFICATES.is_valid(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, RecursionError):
        return False


def test_committed_schemas_are_those_generated_from_the_tables() -> None:
    """``python -m exactcheck.schema.generate`` would change nothing; there is no other schema file."""
    made = generate.schemas()
    assert tuple(made) == schema.NAMES
    for name, document in made.items():
        assert canonical_text(document) == (Path(schema.__file__).parent / f"{name}.schema.json").read_text(encoding="utf-8"), name
    assert {path.name for path in Path(schema.__file__).parent.glob("*.json")} == {f"{name}.schema.json" for name in made}


@pytest.mark.parametrize("name", schema.NAMES)
def test_schemas_are_schemas(name: str) -> None:
    """Each is valid by the meta-schema of draft 2020-12."""
    jsonschema_rs.meta.validate(schema.load(name))
    assert schema.load(name)["$schema"].endswith("/2020-12/schema")


def test_an_unknown_schema_or_reader_is_refused() -> None:
    """Another name is an error; so is a reader of the checker that the generator has not been told about."""
    with pytest.raises(KeyError, match="expected one of certificate"):
        schema.load("certificates")

    def read_tensor(value: Any, path: str) -> Any:
        return value
    with pytest.raises(KeyError, match="does not know the checker's reader read_tensor"):
        schema_of(read_tensor)


def test_every_well_formed_certificate_is_accepted() -> None:
    """All shipped certificates, and all valid and invalid files of the corpus: the grammar is what the schema says."""
    well_formed = [path for path in CORPUS if "malformed" not in path.parts] + SHIPPED
    assert len(well_formed) > 500
    assert [path.name for path in well_formed if not accepts(path)] == []


def test_malformed_certificates_are_refused_where_a_schema_can_say_so() -> None:
    """Wrong types, spellings, names and missing members; not sizes, indices and repeated members that have to agree."""
    malformed = [path for path in CORPUS if "malformed" in path.parts]
    reasons = {path: checker.check_file(path).reason for path in malformed}
    missed = {path.stem for path in malformed if GRAMMAR.search(reasons[path]) and accepts(path)}
    assert missed == UNSAYABLE
    assert sum(not accepts(path) for path in malformed) > len(malformed) / 2


@pytest.mark.parametrize(("old", "new"), [
    ('"rank": 1', '"rank": -1'), ('"rank": 1', '"rank": "2"'), ('"null-space"', '"nullspace"'), ('"1"', '"1\\n"'),
    ('"1"', '"2/1"'), ('"1"', "1"), ('"version": 1', '"version": 2'), ('"claim"', '"claims"'), ('[2, 2]', '[2, 2, 2]'),
    ('"kind": "rank"', '"kind": "null-space"'), ('"rule": "null-space"', '"rule": "spanning"'),
])
def test_single_changes_are_noticed(old: str, new: str) -> None:
    """One character or word of a valid certificate changed."""
    text = (ROOT / "tests/certificates/valid/rank.null-space.two-by-two.json").read_text(encoding="utf-8")
    assert CERTIFICATES.is_valid(json.loads(text))
    assert old in text
    assert not CERTIFICATES.is_valid(json.loads(text.replace(old, new, 1)))


@pytest.mark.parametrize(("name", "arguments", "stdin"), [
    ("openness", ["openness", "-"], {"W1": [[1], [1]], "W2": [[0, 0]]}),
    ("openness", ["openness", "-"], {"W1": [[1]], "W2": [[1]]}),
    ("classify", ["classify", "-"], {"X": "identity", "Y": [[1]], "weights": [[[0]], [[0]]]}),
    ("classify", ["classify", "-"], {"polynomial": "x^2 + y^4", "point": {"x": 0, "y": 0}}),
    ("classify", ["classify", "-"], {"polynomial": "(x^2 - 2*y^2)^2 - y^6", "point": {"x": 0, "y": 0}}),
    ("explain", ["explain", str(CORPUS[-1])], None),
    ("sweep", ["sweep", "delta-of-order-epsilon", "--out", "out", "--jobs", "1"], None),
    ("sweep", ["sweep", "theorem-a", "--random", "50", "--screen", "--jobs", "1"], None),
    ("sweep", ["sweep", "theorem-b", "--count"], None),
    ("sweep", ["sweep", "--list"], None),
    ("verify", ["verify", str(CORPUS[0]), str(CORPUS[-1]), "none.json"], None),
    ("error", ["openness", "-"], {"W1": [[0.5]], "W2": [[1]]}),
    ("error", ["audit", "--claim", "nonsense"], None),
    ("audit", ["audit", "--claim", "section-2-example", "--claim", "introduction-lines"], None),
])
def test_answers_of_the_commands(name: str, arguments: list[str], stdin: Any, tmp_path: Path,
                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command writes with ``--json`` is what its schema says."""
    monkeypatch.chdir(tmp_path)
    written = json.loads(CliRunner().invoke(cli, [*arguments, "--json"], input=json.dumps(stdin)).stdout)
    registry = jsonschema_rs.Registry([("urn:exactcheck:certificate:1", schema.load("certificate"))])
    jsonschema_rs.Draft202012Validator(schema.load(name), registry=registry).validate(written)
    assert not jsonschema_rs.Draft202012Validator(schema.load(name), registry=registry).is_valid({"more": 1})
