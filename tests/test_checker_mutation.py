"""Mutants of certificates: one change at a time, anywhere; what the checker still accepts must still be true.

A mutant whose claim is untouched may be accepted (another witness can prove the same theorem), with the same sentence. A mutant
with another claim may be accepted only if that claim is true: ``redecide`` decides it again, by other means. All mutants of the
small hand-written corpus are tried, and a seeded sample of the mutants of every shipped certificate.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import redecide
from make_certificates import FOLDER, VALID

from exactcheck import checker

SHIPPED = Path(__file__).parents[1] / "certificates"
CORPUS = sorted((FOLDER / "valid").glob("*.json"))
CERTIFICATES = sorted(SHIPPED.glob("**/*.cert.json"))
WORDS = [("linear", "quadratic"), ("range", "all-matrices"), ("left", "right"), ("full-row-rank", "full-column-rank"),
         ("at-most", "above"), ("equal", "at-most")]
OTHER = {a: b for pair in WORDS for a, b in (pair, pair[::-1])}
RULES = sorted({rule for _, rules in checker.RULES.values() for rule in rules} | {"all"})
KINDS = sorted({*checker.RULES, "conjunction"})
Place = tuple[Any, ...]


def is_rational(value: object) -> bool:
    return isinstance(value, str) and checker.RATIONAL.fullmatch(value) is not None


def changed_rationals(value: str) -> Iterator[str]:
    """Sign flipped, one more, one less, zero, over zero, not in lowest terms, as a decimal fraction."""
    number = Fraction(value)
    yield from {str(-number), str(number + 1), str(number - 1), "0"} - {value}
    yield from (f"{value.split('/')[0]}/0", f"{2 * number.numerator}/{2 * number.denominator}", f"{value}.0")


def is_matrix(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"shape", "entries"}


def changed_matrices(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The zero matrix of the same size, the transpose, without the last row, without the last column."""
    (m, n), entries = value["shape"], value["entries"]
    yield {"shape": [m, n], "entries": [["0"] * n for _ in range(m)]}
    yield {"shape": [n, m], "entries": [[entries[i][j] for i in range(m)] for j in range(n)]}
    if m:
        yield {"shape": [m - 1, n], "entries": entries[:-1]}
    if n:
        yield {"shape": [m, n - 1], "entries": [row[:-1] for row in entries]}


def changed_lists(value: list[Any]) -> Iterator[list[Any]]:
    """One element dropped, doubled, or exchanged with its neighbour; the empty list."""
    for i in range(len(value)):
        yield value[:i] + value[i + 1:]
        yield [*value[:i], value[i], *value[i:]]
        if i and value[i] != value[i - 1]:
            yield [*value[:i - 1], value[i], value[i - 1], *value[i + 1:]]


def changes(value: Any, name: object) -> Iterator[Any]:
    """The other values that are tried in place of ``value``, the member ``name`` of something."""
    if name in ("kind", "rule"):
        yield from (word for word in (KINDS if name == "kind" else RULES) if word != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, str(value), float(value))
    elif is_rational(value):
        yield from changed_rationals(value)
    elif isinstance(value, str):
        yield OTHER.get(value, value + " ")
    elif is_matrix(value):
        yield from changed_matrices(value)
    elif isinstance(value, list):
        yield from changed_lists(value)
    elif isinstance(value, dict):
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
        yield {**value, "more": "1"}


def places(value: Any, path: Place = ()) -> Iterator[Place]:
    """The path of every value inside a document."""
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


def inside(document: Any, path: Place) -> Any:
    for key in path:
        document = document[key]
    return document


def mutant(document: Any, path: Place, number: int) -> Any:
    """The document with the value at a (not empty) path replaced by its change of that number."""
    made = deepcopy(document)
    holder = inside(made, path[:-1])
    holder[path[-1]] = list(changes(holder[path[-1]], path[-1]))[number]
    return made


def mutants(document: Any, sample: int | None, seed: str) -> Iterator[Any]:
    """All mutants of a document; or a seeded sample, that many in the claim and that many elsewhere."""
    found = [path for path in places(document) if path]
    if sample is None:
        for path in found:
            for number, _ in enumerate(changes(inside(document, path), path[-1])):
                yield mutant(document, path, number)
        return
    rng = Random(seed)
    for group in ([path for path in found if path[0] == "claim"], [path for path in found if path[0] != "claim"]):
        for path in rng.sample(group, sample):
            number = len(list(changes(inside(document, path), path[-1])))
            if number:
                yield mutant(document, path, rng.randrange(number))


@cache
def decided(claim: str, witness: str) -> bool:
    return redecide.holds(json.loads(claim), json.loads(witness))


def new_parts_hold(made: Any, document: Any) -> bool:
    """Whether every part of the mutant's claim that the original does not have is true."""
    known = [part for part, _ in redecide.parts(document["claim"], document["witness"])]
    return all(decided(json.dumps(part), json.dumps(proof))
               for part, proof in redecide.parts(made["claim"], made["witness"]) if part not in known)


def survivors(path: Path, sample: int | None = None) -> tuple[int, int]:
    """Judges the mutants of a file; the numbers of those accepted with the same claim and with another, true one."""
    document = json.loads(path.read_text(encoding="utf-8"))
    original = checker.check_text(json.dumps(document))
    assert original.status == "valid"
    same = other = 0
    for made in mutants(document, sample, path.stem):
        result = checker.check_text(json.dumps(made))
        if result.status != "valid":
            assert result.status in ("invalid", "malformed"), result
            continue
        if made["claim"] == document["claim"]:
            assert result.claim == original.claim
            same += 1
        else:
            assert new_parts_hold(made, document), made["claim"]
            other += 1
    return same, other


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_mutants_of_the_corpus(path: Path) -> None:
    """Every mutant of a hand-written certificate is refused, or proves the same sentence, or a claim that is true as well."""
    survivors(path)


@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_mutants_of_shipped_certificates(path: Path) -> None:
    """The same for a seeded sample of mutants of every certificate in ``certificates/``."""
    survivors(path, 2)


def test_mutants_are_mostly_refused_and_not_always() -> None:
    """The mutation test has teeth: mutants of both kinds survive somewhere (a scaled basis; a true neighbouring claim)."""
    same, other = survivors(FOLDER / "valid" / "null-space.spanning.plane.json")
    assert same + other > 0
    same, other = survivors(FOLDER / "valid" / "inertia.congruence.one-of-each.json")
    assert same > 0
    assert other > 0


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_changed_text(path: Path) -> None:
    """Truncated at every tenth place, or followed by anything but white space, a certificate is malformed."""
    text = path.read_text(encoding="utf-8")
    for end in range(0, len(text.rstrip()), 10):
        assert checker.check_text(text[:end]).status == "malformed"
    for more in ("{}", "0", ",", "\0", text, "\u00a0"):
        assert checker.check_text(text + more).status == "malformed"
    assert checker.check_text(text + " \n\t\r\n") == checker.check_text(text)


@pytest.mark.parametrize("name", VALID)
def test_valid_claims_are_true(name: str) -> None:
    """Every claim of the corpus's valid certificates is decided the same way by the independent route."""
    assert redecide.holds(*VALID[name])
