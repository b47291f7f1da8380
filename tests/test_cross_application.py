"""Every certificate applied to every other problem of its size: what the checker accepts there must be true there.

A certificate is taken apart into single claims with their proofs. A claim, with its own numbers, is then made about the objective
and point, the pair or the matrix of another certificate, and handed to the checker with the old proof. ``redecide`` decides an
accepted one again, by other means. All of them for points of networks and polynomials; of the claims about pairs, of which there
are half a million, a seeded sample.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import make_minimality_certificates
import pytest
import redecide
from make_certificates import FOLDER

from exactcheck import checker

SHIPPED = Path(__file__).parents[1] / "certificates"
PROBLEM = ("objective", "point", "W1", "W2", "matrix", "A", "B")
#: A kind with more claims and problems than these is sampled: so many claims of one size, so many other problems for each of them.
ALL, CLAIMS, PROBLEMS = 8000, 4, 6
#: So many problems of other sizes for each claim.
ELSEWHERE = 1
Document = dict[str, Any]
Size = tuple[Any, ...]


def shape(matrix: Document) -> tuple[int, ...]:
    return tuple(matrix["shape"])


def size(problem: Document) -> Size:
    """What two problems share if a proof about one can be a proof about the other at all: sizes, or the number of variables."""
    objective = problem.get("objective")
    if objective is None:
        return tuple((name, shape(matrix)) for name, matrix in sorted(problem.items()))
    if objective["kind"] == "polynomial":
        return ("polynomial", len(objective["variables"]))
    return ("network", shape(objective["X"]), *map(shape, problem["point"]["weights"]), len(problem["point"].get("biases", [])))


@cache
def taken_apart() -> tuple[dict[str, dict[Size, list[tuple[Document, Document]]]], dict[Size, list[Document]]]:
    """Single claims with proofs by kind and size, and the problems by size, each once."""
    files = [*SHIPPED.glob("**/*.cert.json"), *(FOLDER / "valid").glob("*.json"),
             *(path for path in make_minimality_certificates.committed() if path.parent.name == "valid")]
    claims: dict[str, dict[Size, dict[str, tuple[Document, Document]]]] = defaultdict(lambda: defaultdict(dict))
    problems: dict[Size, dict[str, Document]] = defaultdict(dict)
    for path in sorted(files):
        document = json.loads(path.read_text(encoding="utf-8"))
        for claim, witness in redecide.parts(document["claim"], document["witness"]):
            problem = {name: value for name, value in claim.items() if name in PROBLEM}
            if problem:
                claims[claim["kind"]][size(problem)].setdefault(json.dumps([claim, witness], sort_keys=True), (claim, witness))
                problems[size(problem)].setdefault(json.dumps(problem, sort_keys=True), problem)
    return ({kind: {key: list(found.values()) for key, found in groups.items()} for kind, groups in claims.items()},
            {key: list(found.values()) for key, found in problems.items()})


def sample(items: list[Any], most: int, rng: Random) -> list[Any]:
    return items if len(items) <= most else rng.sample(items, most)


def applied(kind: str) -> Iterator[tuple[Document, Document]]:
    """Claims of that kind about other problems, each with a proof of its original."""
    claims, problems = taken_apart()
    rng, everything = Random(kind), [problem for found in problems.values() for problem in found]
    every = sum(len(found) * len(problems[key]) for key, found in claims[kind].items())
    most = (every, every) if every <= ALL else (CLAIMS, PROBLEMS)
    for key, found in claims[kind].items():
        for claim, witness in sample(found, most[0], rng):
            for problem in [*sample(problems[key], most[1], rng), *rng.sample(everything, ELSEWHERE)]:
                made = {**{name: value for name, value in claim.items() if name not in PROBLEM}, **problem}
                if made != claim:
                    yield made, witness


@cache
def judged(kind: str) -> Counter[str]:
    """How many were accepted, found invalid or malformed; fails at an accepted one that is false."""
    seen: Counter[str] = Counter()
    for claim, witness in applied(kind):
        document = {"format": checker.FORMAT, "version": checker.VERSION, "claim": claim, "witness": witness}
        result = checker.check_text(json.dumps(document))
        assert result.status in ("valid", "invalid", "malformed"), result
        seen[result.status] += 1
        if result.status == "valid":
            assert redecide.holds(claim, witness), result.claim
    return seen


KINDS = sorted(taken_apart()[0])


@pytest.mark.parametrize("kind", KINDS)
def test_claims_about_other_problems(kind: str) -> None:
    """The checker accepts a proof about another problem only where the claim is true, and refuses others."""
    assert judged(kind)["invalid"] > 0


def test_some_are_true_and_most_are_not() -> None:
    """The test has teeth: tens of thousands are refused, thousands accepted and decided again, curves and obstructions too."""
    counts = {kind: judged(kind) for kind in KINDS}
    total = sum(counts.values(), Counter())
    assert total["invalid"] + total["malformed"] > 20_000
    assert total["valid"] > 5000
    assert {kind for kind, seen in counts.items() if seen["valid"]} >= {"critical-point", "not-a-local-minimum", "not-locally-open"}


@pytest.mark.parametrize("kind", ["critical-point", "not-a-global-minimum", "not-locally-open", "hessian-inertia", "rank"])
def test_a_false_claim_that_passes_is_noticed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a checker that calls the invalid valid, the second decision finds a false claim."""
    def lenient(text: str) -> checker.Result:
        result = honest(text)
        return checker.Result("valid", "anything") if result.status == "invalid" else result

    honest = checker.check_text
    monkeypatch.setattr(checker, "check_text", lenient)
    with pytest.raises(AssertionError, match="anything"):
        judged.__wrapped__(kind)
