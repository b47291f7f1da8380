"""The trusted checker, rule by rule: the corpus of hand-written certificates, and every check disabled in turn."""

from __future__ import annotations
import __future__

import ast
import itertools
import json
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType

import make_certificates
import pytest
from corpus import Document, certificate
from make_certificates import FOLDER

from exactcheck import checker

SOURCE = Path(checker.__file__).read_text(encoding="utf-8")
STATUSES = ("valid", "invalid", "malformed")


@cache
def texts(status: str) -> dict[str, str]:
    """The committed files of one folder, by name."""
    return {path.stem: path.read_bytes().decode() for path in sorted((FOLDER / status).glob("*.json"))}


CORPUS = [(status, name) for status in STATUSES for name in texts(status)]


def test_the_corpus_is_what_the_script_writes() -> None:
    """The committed files are, byte for byte, what ``make_certificates.py`` writes, and there are no others."""
    committed = {f"{status}/{name}.json": text for status in STATUSES for name, text in texts(status).items()}
    assert committed == make_certificates.files()


@pytest.mark.parametrize(("status", "name"), CORPUS, ids=[f"{status}-{name}" for status, name in CORPUS])
def test_status(status: str, name: str) -> None:
    """Every file of the corpus gets the status of its folder, with a one-line claim or reason and nothing else."""
    result = checker.check_text(texts(status)[name])
    assert result.status == status, result
    assert bool(result.claim) == (status == "valid")
    assert bool(result.reason) == (status != "valid")
    assert "\n" not in result.claim


def test_every_rule_is_rejected_at_least_as_often_as_accepted() -> None:
    """For every rule of ``checker.RULES`` and for conjunctions there are invalid certificates, no fewer than valid ones."""
    rules = {f"{kind}.{rule}" for kind, (_, rules) in checker.RULES.items() for rule in rules} | {"conjunction.all"}
    valid, invalid = (Counter(".".join(name.split(".")[:2]) for name in texts(status)) for status in ("valid", "invalid"))
    assert set(valid) == set(invalid) == rules
    assert [rule for rule in rules if invalid[rule] < valid[rule]] == []


def test_file_names_name_the_kind_and_the_rule() -> None:
    """A valid or invalid file is named ``<kind>.<rule>.<reason>``, so that a failing test says which rule it is about."""
    for pairs in (make_certificates.VALID, make_certificates.INVALID):
        for name, (claim, witness) in pairs.items():
            assert name.startswith(f"{claim['kind']}.{witness['rule']}.")


def test_about_has_no_meaning() -> None:
    """What stands in ``about`` changes neither the verdict nor the sentence."""
    for text in (*texts("valid").values(), *texts("invalid").values()):
        told = json.dumps({**json.loads(text), "about": {"title": "valid", "source": "the moon"}})
        assert checker.check_text(told) == checker.check_text(text)


def test_parts_about_different_data_are_told_apart() -> None:
    """Parts with different points, or different matrices, begin with their numbers; if all are about the same, they do not."""
    def told(shared: Document, parts: list[Document], rule: str) -> str:
        pair = ({"kind": "conjunction", "shared": shared, "parts": parts}, {"rule": "all", "witnesses": [{"rule": rule}] * 2})
        return checker.check_text(json.dumps(certificate(pair))).claim

    square = {"kind": "polynomial", "variables": ["x"], "terms": [["1", [2]]]}
    constant = {"kind": "polynomial", "variables": ["x"], "terms": [["1", [0]]]}
    here, critical = {"values": ["0"]}, "the point is critical for "
    same = [{"kind": "critical-point", "objective": square}] * 2
    other = [{"kind": "critical-point", "objective": square}, {"kind": "critical-point", "objective": constant}]
    assert told({"point": here}, same, "gradient") == f"{critical}x^2 at x = 0; {critical}x^2 at x = 0"
    assert told({"point": here}, other, "gradient") == f"(part 1) {critical}x^2 at x = 0; (part 2) {critical}(1) at x = 0"


# ---- every check disabled in turn -----------------------------------------------------------------------------------

#: Where nothing can be accepted wrongly if the check is left out, because what follows raises: shapes and lengths that
#: ``zip(strict=True)``, an unpacking or an index would trip over. Part of the source line -> why.
CRASHES = {
    "cannot be multiplied": "the inner products of rows and columns of unlike lengths raise no error, later shapes do",
    "cannot be added": "zip(strict=True) over rows of unlike lengths",
    "expected one matrix of vectors per eigenvalue entry": "zip(strict=True) over entries and vectors",
    "expected three ranks and three null spaces": "zip(strict=True) over the three",
    "quadratic is claimed without the two null vectors": "unpacking into u and v",
}
#: Refusals that something else would make too, as another refusal: only the message is lost. Part of the line -> why.
REPEATED = {
    "expected W2 to have": "sizes that do not chain are refused again, as invalid, by the first product",
    "not JSON:": "without the refusal the document is None, which is not an object",
    "brackets are nested too deeply": "as above",
    "the indices are not sorted": "an unsorted monomial is not among the computed ones: invalid instead of malformed",
    "an index beyond the basis": "such a monomial is not among the computed ones, either",
    "not UTF-8": "about reading files, not texts: test_checker_input.py",
    "cannot be read": "about reading files, not texts: test_checker_input.py",
}


TREE = ast.parse(SOURCE)


def is_call(node: ast.AST | None, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def lines(wanted: Callable[[ast.AST], bool]) -> list[int]:
    return sorted(node.lineno for node in ast.walk(TREE) if isinstance(node, ast.stmt) and wanted(node))


REQUIRES = lines(lambda node: isinstance(node, ast.Expr) and is_call(node.value, "require"))
REFUSALS = lines(lambda node: isinstance(node, ast.Raise) and is_call(node.exc, "Malformed", "wrong", "Invalid"))
STATEMENTS = {line: next(node for node in ast.walk(TREE) if isinstance(node, (ast.Raise, ast.Expr)) and node.lineno == line)
              for line in [*REQUIRES, *REFUSALS]}
serial = itertools.count()


class Disable(ast.NodeTransformer):
    """Replaces the raise or expression that starts in the given line by ``pass``."""

    def __init__(self, line: int) -> None:
        self.line, self.found = line, 0

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, (ast.Raise, ast.Expr)) and node.lineno == self.line:
            self.found += 1
            return ast.copy_location(ast.Pass(), node)
        return self.generic_visit(node)


def compiled(statement: ast.stmt) -> CodeType:
    return compile(ast.Module([statement], []), "checker.py, changed", "exec", __future__.annotations.compiler_flag, True)


@cache
def pieces() -> list[tuple[int, int, CodeType]]:
    """First line, last line and code of every top-level statement: a variant compiles only the one that differs."""
    return [(node.lineno, node.end_lineno or node.lineno, compiled(node)) for node in TREE.body]


def variant(line: int) -> ModuleType:
    """The checker with the statement that starts in a line left out."""
    edit = Disable(line)
    module = ModuleType(f"checker_without_line_{line}_{next(serial)}")
    sys.modules[module.__name__] = module  # dataclasses look their module up
    try:
        for statement, (first, last, code) in zip(TREE.body, pieces(), strict=True):
            exec(compiled(edit.visit(deepcopy(statement))) if first <= line <= last else code, module.__dict__)  # type: ignore[arg-type]
    finally:
        del sys.modules[module.__name__]
    assert edit.found == 1
    return module


@cache
def refused_at() -> dict[str, set[int]]:
    """For every refused file of the corpus the lines of the checker that were active when it was refused."""
    active: dict[str, set[int]] = {}
    for status in ("invalid", "malformed"):
        for text in (text for folder in ("", "polynomial/", "network-loss/") for text in texts(f"{folder}{status}").values()):
            token = checker.LIMITS.set(checker.Limits())
            try:
                checker.check_document(checker.read_json(text))
            except checker.Refusal as refusal:
                found: BaseException | None = refusal
                while found is not None:  # also what a part of a conjunction raised first
                    active.setdefault(text, set()).update(line for _, line in traceback.walk_tb(found.__traceback__))
                    found = found.__context__
            finally:
                checker.LIMITS.reset(token)
    return active


def reactions(line: int, candidates: Iterable[str]) -> tuple[list[str], list[str]]:
    """The candidate texts that the checker without that line accepts, and those on which it raises an error."""
    module, accepted, crashed = variant(line), [], []
    for text in candidates:
        try:
            if module.check_text(text).status == "valid":
                accepted.append(text)
        except Exception:
            crashed.append(text)
    return accepted, crashed


def refused_by(line: int) -> list[str]:
    """The texts that the statement starting in a line refuses; disabling it cannot change the fate of any other."""
    return [text for text, active in refused_at().items() if line in active]


def statement(line: int) -> str:
    """The source of the statement that starts in a line."""
    return ast.unparse(STATEMENTS[line])


def excused(line: int, table: dict[str, str]) -> bool:
    return any(part in statement(line) for part in table)


@pytest.mark.parametrize("line", REQUIRES)
def test_every_condition_is_needed(line: int) -> None:
    """Without this one ``require(...)``, an invalid certificate of the corpus is accepted (for sizes: or raises an error)."""
    accepted, crashed = reactions(line, refused_by(line))
    assert accepted or (excused(line, CRASHES) and crashed), statement(line)


@pytest.mark.parametrize("line", [line for line in REFUSALS if not excused(line, REPEATED)])
def test_every_rule_of_the_grammar_is_needed(line: int) -> None:
    """Without this one refusal a malformed file is accepted or raises an error (for the refusal of ``require``: an invalid one)."""
    accepted, crashed = reactions(line, refused_by(line))
    assert accepted or crashed, statement(line)


def test_the_exceptions_are_few_and_used() -> None:
    """Every entry of the two tables of exceptions is about a statement of the checker."""
    for table, found in ((CRASHES, REQUIRES), (REPEATED, REFUSALS)):
        for part in table:
            assert [line for line in found if part in statement(line)], part


def test_a_harmless_variant_is_the_checker() -> None:
    """Leaving out a docstring changes no verdict: what the tests above see comes from the line they disable."""
    function = next(node for node in TREE.body if isinstance(node, ast.FunctionDef) and node.name == "check_text")
    accepted, crashed = reactions(function.body[0].lineno, refused_at())
    assert not accepted
    assert not crashed
    assert reactions(function.body[0].lineno, texts("valid").values())[0] == list(texts("valid").values())
