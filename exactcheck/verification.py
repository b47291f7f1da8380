"""Checking certificates again: one, or whole folders in several processes, and against the user's own problem.

Only the trusted checker decides. Without a problem to compare with, nothing but the standard library is loaded.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from exactcheck import checker, notebook
from exactcheck.certificate import Certificate
from exactcheck.display import program
from exactcheck.errors import InputError, LimitError

if TYPE_CHECKING:
    from fractions import Fraction

    from exactcheck.inputs import Floats

Status: TypeAlias = Literal["valid", "invalid", "different problem", "malformed", "unreadable", "limit"]
#: Status -> exit code of the command; what the checker alone cannot say is added to its own table.
EXIT: dict[str, int] = {**checker.EXIT, "different problem": 1, "unreadable": 2}
#: Fewer and smaller files than these are not worth the start of other processes.
_MANY_FILES, _MANY_BYTES = 200, 2 * 2**20


@dataclass(frozen=True)
class Verification:
    """What the trusted checker says about one certificate.

    ``claim`` is the proved sentence if ``status`` is ``"valid"``, else empty; ``reason`` says why it was refused.
    """

    status: Status
    claim: str = ""
    reason: str = ""

    def _repr_html_(self) -> str:
        return notebook.grid(self.status, [], [[self.claim or self.reason]])

    @property
    def valid(self) -> bool:
        """Whether the certificate proves its claim."""
        return self.status == "valid"


def verify(source: str | os.PathLike[str] | Certificate, limits: checker.Limits | None = None) -> Verification:
    """Check a certificate: a path, JSON text (a ``str`` that begins with ``{``), or a ``Certificate``.

    Never raises for anything that stands in the certificate, nor for a file that cannot be read.
    """
    if isinstance(source, Certificate):
        return _verification(checker.check_text(source.to_json(), limits))
    if isinstance(source, str) and source.lstrip().startswith("{"):
        return _verification(checker.check_text(source, limits))
    return verify_file(source, limits)


def verify_file(path: str | os.PathLike[str], limits: checker.Limits | None = None,
                problem: Mapping[str, Any] | None = None) -> Verification:
    """Check the certificate in a file (``-``: standard input).

    ``problem``: documents from ``problem_document``; the claim must be about exactly these, else ``"different problem"``.
    A file that cannot be read at all is ``"unreadable"``.
    """
    limits = limits or checker.Limits()
    try:
        text = checker.read_file(path, limits.size)
    except checker.Refusal as error:
        status, reason = unread(path, error)
        return Verification(status, reason=reason)
    found = _verification(checker.check_text(text, limits))
    if found.status == "malformed":
        return replace(found, reason=kind_of_problem(text, path) or found.reason)
    if problem is not None and found.valid:
        difference = foreign_to(checker.read_json(text)["claim"], problem)
        if difference:
            return Verification("different problem", reason=f"the certificate is valid, but {difference}")
    return found


def exit_code(results: Sequence[Verification]) -> int:
    """0 only if all are valid; else the first that applies: 1 (invalid, another problem), 2 (malformed, unreadable), 3 (limit)."""
    return min({EXIT[result.status] for result in results} - {0}, default=0)


def unread(path: str | os.PathLike[str], refusal: checker.Refusal) -> tuple[Status, str]:
    """The status and the reason for a file whose text was refused; ``"unreadable"`` if it could not be read at all."""
    if os.fspath(path) != "-" and refusal.status == "malformed" and not _readable(path):
        return "unreadable", "a folder, expected a file" if os.path.isdir(path) else str(refusal)
    return cast(Status, refusal.status), str(refusal)


def _readable(path: str | os.PathLike[str]) -> bool:
    try:
        return Path(path).is_file() and os.access(path, os.R_OK)
    except (OSError, ValueError):
        return False


def _verification(result: checker.Result) -> Verification:
    return Verification(cast(Status, result.status), result.claim, result.reason)


def kind_of_problem(text: str, path: str | os.PathLike[str]) -> str:
    """That a document is a problem and what decides it, in words; empty if it is none."""
    try:
        document = checker.read_json(text)
    except checker.Refusal:
        return ""
    if not isinstance(document, dict) or "claim" in document or "witness" in document:
        return ""
    for members, command in (({"W1", "W2"}, "openness"), ({"X", "Y", "weights", "polynomial", "point"}, "classify")):
        if members & set(document):
            return f"this is a problem, not a certificate; decide it with: {program()} {command} {os.fspath(path)}"
    return ""


# -- many files -----------------------------------------------------------------------------------------------------
def certificate_files(paths: Sequence[str]) -> list[str]:
    """The files, with every folder replaced by the ``*.cert.json`` below it, sorted; each file once.

    Raises InputError for a folder without any.
    """
    files: list[str] = []
    for path in paths:
        if path != "-" and Path(path).is_dir():
            below = sorted(str(file) for file in Path(path).rglob("*.cert.json"))
            if not below:
                raise InputError(f"{path}: a folder without certificates, expected files named *.cert.json")
            files += below
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def verify_files(files: Sequence[str], limits: checker.Limits, problem: Mapping[str, Any] | None = None,
                 jobs: int | None = None) -> Iterator[Verification]:
    """The results in the order of ``files``, each with limits of its own, in up to ``jobs`` processes."""
    check = partial(_verify_with, limits=limits, problem=problem)
    jobs = min(jobs or os.cpu_count() or 1, len(files))
    if jobs <= 1 or "-" in files or (len(files) < _MANY_FILES and sum(map(_size, files)) < _MANY_BYTES):
        yield from map(check, files)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # "spawn" behaves the same on every platform and does not inherit threads (a progress bar has one). Ctrl-C reaches
    # the workers, too, and ends them silently.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=signal.signal,
                             initargs=(signal.SIGINT, signal.SIG_DFL)) as pool:
        try:
            for future in [pool.submit(check, file) for file in files]:
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _verify_with(file: str, limits: checker.Limits, problem: Mapping[str, Any] | None) -> Verification:
    return verify_file(file, replace(limits), problem)


def _size(file: str) -> int:
    try:
        return os.stat(file).st_size
    except (OSError, ValueError):
        return 0  # reading it will say what is wrong


# -- against a problem ------------------------------------------------------------------------------------------------
def problem_document(path: str, floats: Floats | None = None, tolerance: Fraction | None = None) -> dict[str, Any]:
    """The members that a claim about the problem in a file has: ``objective`` and ``point``, or ``W1`` and ``W2``.

    ``floats``, ``tolerance``: how the file's floats are taken, see ``inputs.as_matrix``. Raises InputError or LimitError
    if the file is not a network or a pair.
    """
    from exactcheck.inputs import read_problem_file
    from exactcheck.inputs.networks import network_of
    from exactcheck.minimality.problem import PolynomialPoint
    problem = read_problem_file(path, floats, tolerance)
    if "weights" in problem:
        try:
            net = network_of(problem)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None
        if isinstance(net, PolynomialPoint):
            return net.shared()
        return {"objective": net.objective_document(), "point": net.point_document()}
    if "polynomial" in problem:
        try:
            return PolynomialPoint.read(problem["polynomial"], problem["point"]).shared()
        except (InputError, LimitError) as error:
            raise type(error)(f"{path}: {error}") from None
    if "W1" in problem:
        return {name: problem[name].to_document() for name in ("W1", "W2")}
    raise InputError(f'{path}: found a single matrix, expected a problem: {{"X", "Y", "weights"}} or {{"W1", "W2"}}')


def foreign_to(claim: Mapping[str, Any], problem: Mapping[str, Any]) -> str:
    """What in a checked claim is not about the problem; empty if all of it is.

    The checker has read the claim, so its rationals are in lowest terms and equal matrices are equal documents. Every
    part of a conjunction has to be about the problem.
    """
    if claim["kind"] == "conjunction":
        for i, part in enumerate(claim["parts"]):
            difference = foreign_to({**claim["shared"], **part}, problem)
            if difference:
                return f"in part {i + 1} {difference}"
        return ""
    if claim["kind"] == "subspace-intersection" and "W1" in problem:
        # dim(N(W1) ∩ C(W2)) and dim(N(W2^T) ∩ C(W1^T)) are what openness asks of the pair.
        first, second = problem["W1"], problem["W2"]
        pairs = [(first, second), (_transposed(second), _transposed(first))]
        return "" if (claim["A"], claim["B"]) in pairs else "it is about the null space and column space of other matrices"
    if claim.get("objective", {}).get("kind") == "network-loss":
        claim = {**claim, "objective": _plain(claim)}
    if claim.get("objective", {}).get("kind") != problem.get("objective", {}).get("kind"):
        claim, problem = _general(claim), _general(problem)
    for name, expected in problem.items():
        if name not in claim:
            return f"it is about {_subject(claim)}, and the given problem is {_subject(problem)}"
        if claim[name] != expected:
            if "values" in expected and "values" in claim[name]:
                return f"it is about another {_coordinate(claim, problem)} than the given problem"
            return f"it is about another {_first_difference(name, claim[name], expected)} than the given problem"
    return ""


def _plain(claim: Mapping[str, Any]) -> Any:
    """The objective; as that of a deep linear network, if it is the plain square loss of one, which has two forms."""
    from exactcheck.landscape.network import DeepLinearNetwork
    from exactcheck.minimality import Network
    net = Network.from_documents(claim["objective"], claim["point"])
    return DeepLinearNetwork(net.weights, net.X, net.Y).objective_document() if net.is_plain else claim["objective"]


def _general(members: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members with the objective of a deep linear network in the form that names its activations and its loss."""
    from exactcheck.exact.matrix import RationalMatrix
    from exactcheck.minimality import Network
    objective = members.get("objective", {})
    if objective.get("kind") != "deep-linear-square-loss":
        return members
    weights, X, Y = ([*map(RationalMatrix.from_document, documents)] for documents in (
        members["point"]["weights"], [objective["X"]], [objective["Y"]]))
    return {**members, "objective": Network(weights, X[0], Y[0]).shared()["objective"]}


def _subject(members: Mapping[str, Any]) -> str:
    """What a claim or a problem is about, in words."""
    if "objective" in members:
        return "a polynomial at a point" if members["objective"]["kind"] == "polynomial" else "the weights of a network"
    return "a pair W1, W2" if "W1" in members else "single matrices"


def _first_difference(name: str, found: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    """``Y``, ``biases[0]`` or ``point.x``: where two documents of the same form differ, in the names of problem files."""
    if name in ("W1", "W2"):
        return name
    key = next(key for key in (*expected, *found) if found.get(key) != expected.get(key))
    if key in ("weights", "biases", "activations") and key in found and key in expected:
        return f"{key}[{_place(found[key], expected[key])}]"
    if key == "loss" and {**found[key], "weights": None} == {**expected[key], "weights": None}:
        return "entry-weights"
    return {"kind": "kind of function", "terms": "polynomial", "variables": "list of variables"}.get(key, key)


def _coordinate(claim: Mapping[str, Any], problem: Mapping[str, Any]) -> str:
    """``point.x``, where two points differ; their variables are the same, since objectives are compared before points."""
    place = _place(claim["point"]["values"], problem["point"]["values"])
    return f"point.{problem['objective']['variables'][place]}"


def _place(found: Sequence[Any], expected: Sequence[Any]) -> int:
    """The first index at which two lists differ; the length of the shorter one, if it begins the other."""
    differing = (i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b)
    return next(differing, min(len(found), len(expected)))


def _transposed(document: Mapping[str, Any]) -> dict[str, Any]:
    rows, columns = document["shape"]
    return {"shape": [columns, rows], "entries": [list(column) for column in zip(*document["entries"], strict=True)]}
