"""The trusted checker against untrusted input: one line out, the right exit code, no traceback, bounded time and memory.

Everything goes through the command, as ``python -m exactcheck.checker`` and as a bare copy of the one file, started with
``-I -S`` in a folder of its own, so that nothing but the standard library is in reach.
"""

from __future__ import annotations

import json
import resource
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from corpus import Document, I, M, O, Pair, certificate, network
from corpus_matrices import RANK, conjunction, eigenvalue, spectrum
from corpus_networks import claim, curve
from make_certificates import FOLDER

from exactcheck import checker

ROOT = Path(checker.__file__).parents[1]
CODE = {"valid": 0, "invalid": 1, "malformed": 2, "limit": 3}
#: Far below what an unbounded run of the documents below would take; a checker that counts its work stops long before.
SECONDS, BYTES = 60, 2 * 2**30
Command = tuple[Sequence[str], Path]


MODULE: Command = ([sys.executable, "-m", "exactcheck.checker"], ROOT)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """How to start a bare copy of the checker, and in which folder: one that holds nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copy(checker.__file__, folder / "checker.py")
    return [sys.executable, "-I", "-S", "checker.py"], folder


@pytest.fixture(params=["module", "copy"])
def command(request: pytest.FixtureRequest, copy: Command) -> Command:
    """The checker started in both ways."""
    return MODULE if request.param == "module" else copy


def limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def run(command: Command, *arguments: str | Path, data: bytes | None = None) -> tuple[int, str]:
    """Exit code and standard output; nothing may stand on standard error."""
    start, folder = command
    done = subprocess.run([*start, *map(str, arguments)], cwd=folder, input=data, capture_output=True, timeout=SECONDS,
                          preexec_fn=limit_memory, check=False)
    assert done.stderr == b"", done.stderr.decode()[-2000:]
    return done.returncode, done.stdout.decode("ascii")


def one_line(command: Command, path: str | Path, *options: str, data: bytes | None = None) -> str:
    """The status of one file, from the single line that is printed; the exit code agrees."""
    code, out = run(command, *options, path, data=data)
    status, colon, rest = out.partition(":")
    assert out.endswith("\n")
    assert out[:-1].isprintable()
    assert colon
    assert rest.strip()
    assert CODE[status] == code
    return status


def one_row(command: Command, path: str | Path, *options: str) -> str:
    """The status of one file, from ``--json``; the exit code agrees."""
    code, out = run(command, *options, "--json", path)
    (row,) = json.loads(out)
    assert set(row) == {"path", "status", "claim", "reason"}
    assert (row["claim"] == "") == (row["status"] != "valid")
    assert (row["reason"] == "") == (row["status"] == "valid")
    assert CODE[row["status"]] == code
    return str(row["status"])


# ---- documents ------------------------------------------------------------------------------------------------------


def text(pair: Pair) -> str:
    return json.dumps(certificate(pair))


def row(entries: Sequence[str]) -> Document:
    return {"shape": [1, len(entries)], "entries": [list(entries)]}


def rank_of(matrix: Document) -> str:
    return text(({"kind": "rank", "matrix": matrix, "rank": 0}, {"rule": "null-space", "null-space": O(0, 0)}))


def raw(entry: str) -> str:
    """A certificate in which one matrix entry is the given JSON text."""
    return rank_of(M("77")).replace('"77"', entry)


def deep(depth: int, first: str = "1", other: str = "1") -> Document:
    """A network of ``depth`` layers of size 1 x 1."""
    return network("1", "1", first, *[other] * (depth - 1))


def primes(bound: int) -> list[int]:
    """The primes below ``bound``, by a sieve."""
    sieve = bytearray([1]) * bound
    for p in range(2, bound):
        if sieve[p]:
            sieve[p * p::p] = bytes(len(range(p * p, bound, p)))
    return [p for p in range(2, bound) if sieve[p]]


def digits(number: int) -> str:
    return "7" * number


def long_denominators(number: int) -> list[str]:
    """``1/d`` for coprime ``d`` of some 2,500 digits."""
    return [f"1/{digits(2500)}{i:04d}1" for i in range(number)]


def root_list(polynomial: list[str], roots: list[str]) -> Document:
    return {"polynomial": polynomial, "multiplicity": 1, "roots": [[root, root] for root in roots]}


def ones(m: int, n: int) -> Document:
    return M("; ".join([" ".join(["1"] * n)] * m))


def spread(terms: int) -> list[Document]:
    """A curve of one 1 x 1 layer through 1 with that many exponents."""
    return [{str(j): M("1") for j in range(terms)}]


def related(matrices: Document, terms: list[Any]) -> Pair:
    """``matrix-relations`` with one relation: the combination is 0."""
    relation = {"terms": terms, "relation": "equal", "value": "0"}
    return {"kind": "matrix-relations", "matrices": matrices, "relations": [relation]}, {"rule": "arithmetic"}


#: Inputs as texts or bytes, with the status they must get.
HOSTILE: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "empty": ("malformed", lambda: ""),
    "only a line end": ("malformed", lambda: "\n"),
    "a null byte": ("malformed", lambda: "\0"),
    "not UTF-8": ("malformed", lambda: b'{"format": "\xff"}'),
    "UTF-16": ("malformed", lambda: text(RANK).encode("utf-16")),
    "UTF-8 with a byte order mark": ("malformed", lambda: text(RANK).encode("utf-8-sig")),
    "an encoded surrogate": ("malformed", lambda: text(RANK).encode().replace(b"rank", b"\xed\xa0\x80")),
    "an escaped surrogate in a name": ("malformed", lambda: text(RANK).replace('"rank":', '"\\ud800": 1, "rank":')),
    "control characters in a name": ("malformed", lambda: text(RANK).replace(
        '"rank":', '"\\r\\u001b[2Kvalid: all is well\\n": 1, "rank":')),
    "trailing data": ("malformed", lambda: text(RANK) * 2),
    "10 MB of opening brackets": ("malformed", lambda: "[" * 10_000_000),
    "10 MB of nested brackets": ("malformed", lambda: "[" * 5_000_000 + "]" * 5_000_000),
    "10 MB of nested objects": ("malformed", lambda: '{"a":' * 2_000_000),
    "brackets nested in an entry": ("malformed", lambda: raw("[" * 100_000 + "]" * 100_000)),
    "a megabyte of empty objects": ("malformed", lambda: "[" + "{}," * 350_000 + "{}]"),
    "many floats": ("malformed", lambda: raw("[" + "1e9," * 250_000 + "0.5]")),
    "a name repeated often": ("malformed", lambda: "{" + '"a": 1,' * 200_000 + '"a": 1}'),
    "an integer of 10^6 digits": ("malformed", lambda: raw(digits(10**6))),
    "a float of 10^6 digits": ("malformed", lambda: raw("0." + digits(10**6))),
    "a rational of 10^6 digits": ("limit", lambda: raw(f'"{digits(10**6)}"')),
    "a denominator of 10^6 digits": ("limit", lambda: raw(f'"1/{digits(10**6)}"')),
    "a rank of 10^6 digits": ("malformed", lambda: text(RANK).replace('"rank": 1', f'"rank": {digits(10**6)}')),
    "an exponent of 10^6 digits": ("malformed", lambda: text(claim(
        "taylor-expansion", deep(1), "expansion", {"curve": [{"0": M("1"), digits(10**6): M("1")}], "coefficients": []}))),
    "NaN": ("malformed", lambda: raw("NaN")),
    "Infinity": ("malformed", lambda: raw("-Infinity")),
    "10^9 rows of nothing": ("limit", lambda: rank_of({"shape": [10**9, 0], "entries": []})),
    "10^9 columns of nothing": ("limit", lambda: rank_of({"shape": [0, 10**9], "entries": []})),
    "a shape of 30 digits": ("limit", lambda: rank_of({"shape": [10**29, 10**29], "entries": []})),
    "a square shape without entries": ("malformed", lambda: rank_of({"shape": [2000, 2000], "entries": []})),
    "10^4 prime denominators": ("limit", lambda: rank_of(row([f"1/{p}" for p in primes(104_730)]))),
    "a row of 10^5 entries with a fraction": ("invalid", lambda: rank_of(row(["1/2", *["1"] * 99_999]))),
    "long coprime denominators": ("limit", lambda: rank_of(row(long_denominators(2000)))),
    "a conjunction of 5,000 parts": ("valid", lambda: text(conjunction({}, *[RANK] * 5_000))),
}
#: Small documents whose evaluation is out of proportion, checked with a hundredth of the default work: each exhausts a limit.
EXPENSIVE: dict[str, Callable[[], str]] = {
    "Hessian with long entries": lambda: text(claim(
        "hessian-inertia", network(digits(19_000), "1", "; ".join(["1"] * 1000), " ".join(["1"] * 1000)), "congruence",
        {"positive": 0, "negative": 0, "zero": 0}, congruence=O(2000, 0), null_space=O(2000, 0))),
    "Hessian of many layers": lambda: text(claim(
        "hessian-inertia", deep(2000), "congruence", {"positive": 0, "negative": 0, "zero": 0},
        congruence=O(2000, 0), null_space=O(2000, 0))),
    "very deep network with a long number": lambda: text(claim("critical-point", deep(50_000, digits(19_000)), "gradient")),
    "curve with 10^4 exponents": lambda: text(claim(
        "taylor-expansion", deep(1), "expansion", {"curve": spread(10_000), "coefficients": ["0"]})),
    "curve with many large terms": lambda: text(claim(
        "taylor-expansion", network(" ".join(["1"] * 500), "; ".join([" ".join(["0"] * 500)] * 500), "1", "; ".join(["1"] * 500)),
        "expansion", {"curve": [{str(j): M("7") for j in range(100)} | {"0": M("1")},
                                {str(100 * j): ones(500, 1) for j in range(100)}], "coefficients": ["0"]})),
    "curve with coprime denominators": lambda: text(claim(
        "taylor-expansion", deep(1), "expansion",
        {"curve": [{"0": M("1")} | {str(j + 1): M(c) for j, c in enumerate(long_denominators(1500))}], "coefficients": ["0"]})),
    "direction with coprime denominators": lambda: text(claim(
        "kernel-forms", deep(1000, "0", "0"), "expansion", {"basis": [[M(c) for c in long_denominators(1000)]], "forms": {}})),
    "forms of a large kernel": lambda: text(claim(
        "kernel-forms", deep(200, "0", "0"), "expansion",
        {"basis": [[M(str(int(i == j))) for j in range(200)] for i in range(200)], "forms": {"8": []}})),
    "vectors times a long coefficient": lambda: text(spectrum(
        O(500, 500), [eigenvalue(f"{digits(19_000)} 1", 500, "1 1")], [ones(500, 500)])),
    "polynomial with coprime denominators": lambda: text(spectrum(
        O(400, 400), [root_list(["0", *long_denominators(399), "1"], [str(j) for j in range(400)])],
        [ones(400, 1)])),
    "long roots": lambda: text(spectrum(
        O(400, 400), [root_list(["0"] * 400 + ["1"], [f"{digits(9000)}{1000 + j}" for j in range(400)])],
        [ones(400, 1)])),
    "power of a long number": lambda: text(related({"A": M(digits(19_000))}, [["1", ["A"] * 5000]])),
    "relation with coprime denominators": lambda: text(related(
        {"A": M("1")}, [[c, ["A"]] for c in long_denominators(1500)])),
    "many terms": lambda: text(related({"A": row(["1000000"] * 100_000)}, [["1", ["A"]]] * 500)),
    "images of many samples under long pieces": lambda: text((
        {"kind": "image-not-convex", "X": row([str(-j) for j in range(1, 1001)]), "breaks": ["0"], "pieces": [
            M(f"-1 {digits(19_000)}1; -1 {digits(19_000)}"), M(f"1 {digits(19_000)}1; 0 {digits(19_000)}")]},
        {"rule": "opposite-signs", "first": {"W1": M("1"), "W2": M("1")}, "second": {"W1": M("2"), "W2": M("-1")}})),
    "many transposes": lambda: text(related({"A": ones(300, 300)}, [["1", ["A^T"]]] * 5000)),
    "elimination": lambda: text((
        {"kind": "rank", "matrix": M("; ".join(" ".join(str((i * j + i) % 9) for j in range(600)) for i in range(600))), "rank": 0},
        {"rule": "null-space", "null-space": O(600, 0)})),
}
#: Cheap if done well: results with many digits, or far apart exponents.
CHEAP: dict[str, tuple[str, Callable[[], str]]] = {
    "loss of a million digits": ("valid", lambda: text(claim(
        "not-a-global-minimum", deep(30, digits(19_000), digits(19_000)), "better-point", weights=[M("2")] * 30))),
    "value with a million digits": ("invalid", lambda: text(claim(
        "global-minimum", deep(30, digits(19_000), digits(19_000)), "orthogonal-residual", {"value": "0"}))),
    "top exponent of 10^7": ("invalid", lambda: text(claim(
        "taylor-expansion", deep(1000, "0", "0"), "expansion",
        {"curve": [{"0": M("0"), "9999": M("1")}] * 1000, "coefficients": ["0"]}))),
    "many layers and exponents": ("valid", lambda: text(claim(
        "taylor-expansion", deep(3000, "0", "0"), "expansion",
        {"curve": [{str(j): M("0") for j in range(3000)}] + curve("0") * 2999, "coefficients": ["1/2"]}))),
    "degree of 10^5": ("invalid", lambda: text(spectrum(
        I(1), [root_list(["0"] * 10**5 + ["1"], [str(j) for j in range(10**5)])], [I(1)]))),
}


def first(status: str) -> Path:
    return min((FOLDER / status).glob("*.json"))


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "certificate.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input(name: str, copy: Command, tmp_path: Path) -> None:
    """Text that no honest program writes gets one line, within the memory limit, and ``--json`` carries the same status."""
    status, make = HOSTILE[name]
    path = written(tmp_path, make())
    assert one_line(copy, path) == status
    assert one_row(MODULE, path) == status


@pytest.mark.parametrize("name", EXPENSIVE)
def test_work_and_memory_are_bounded(name: str, copy: Command, tmp_path: Path) -> None:
    """A document whose evaluation is out of proportion to its size ends at a limit, not in an exhausted machine."""
    assert one_line(copy, written(tmp_path, EXPENSIVE[name]()), "--max-work", "40000000") == "limit"


@pytest.mark.parametrize("name", CHEAP)
def test_cheap_if_done_well(name: str, copy: Command, tmp_path: Path) -> None:
    """Results of a million digits are not printed, polynomials are sparse, and sizes are compared before anything is computed."""
    status, make = CHEAP[name]
    assert one_line(copy, written(tmp_path, make()), "--max-work", "4000000000") == status


# ---- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["valid", "invalid", "malformed"])
def test_the_corpus_through_the_command(status: str, command: Command) -> None:
    """One line for every file of the corpus, the exit code of the folder, and the same words with ``--json``."""
    paths = sorted((FOLDER / status).glob("*.json"))
    code, out = run(command, *paths)
    assert code == CODE[status]
    assert [line.split(":")[0] for line in out.splitlines()] == [status] * len(paths)
    code, out = run(command, "--json", *paths)
    assert code == CODE[status]
    assert [(entry["path"], entry["status"]) for entry in json.loads(out)] == [(str(path), status) for path in paths]


def test_files_that_cannot_be_read(command: Command, tmp_path: Path) -> None:
    """A folder, a missing file, a path through a file: malformed, one line."""
    path = written(tmp_path, text(RANK))
    for wrong in (tmp_path, tmp_path / "missing.json", path / "inside.json", tmp_path / ("long" * 100)):
        assert one_line(command, wrong) == "malformed"


def test_odd_file_names(command: Command, tmp_path: Path) -> None:
    """A line end, a control character or a letter in the name of a file does not change what is printed into two lines."""
    for name in ("two\nlines.json", "\x1b[2Kvalid: a.json", "\u00fc\u2028.json", "\r.json"):
        shutil.copy(written(tmp_path, text(RANK)), tmp_path / name)
        assert one_line(command, tmp_path / name) == "valid"


def test_standard_input(command: Command) -> None:
    """``-`` reads standard input, under the same limits."""
    assert one_line(command, "-", data=text(RANK).encode()) == "valid"
    assert one_line(command, "-", data=b"") == "malformed"
    assert one_line(command, "-", "--max-size", "10", data=text(RANK).encode()) == "limit"


def test_each_limit_is_kept(command: Command, tmp_path: Path) -> None:
    """Size, digits, entries and work: exit code 3 just below what a document needs, 0 with what it needs."""
    size = len(text(RANK))
    path = written(tmp_path, text(RANK))
    needed = {"--max-size": size, "--max-digits": 4, "--max-entries": 4}
    for option, value in needed.items():
        assert one_line(command, path, option, str(value)) == "valid"
        assert one_line(command, path, option, str(value - 1)) == "limit"
    integers = written(tmp_path, rank_of(M("77 7")))
    assert one_line(command, integers, "--max-digits", "1") == "limit"
    assert one_line(command, integers, "--max-digits", "2") == "invalid"
    written(tmp_path, text(RANK))
    assert one_line(command, path, "--max-work", "100") == "limit"
    assert one_line(command, path, "--max-work", "10000") == "valid"


def test_exit_code_of_several_files(command: Command) -> None:
    """0 only if all are valid; else 1 if one is invalid, 2 if one is malformed, 3 for a limit."""
    valid, invalid, malformed = (first(status) for status in ("valid", "invalid", "malformed"))
    assert run(command, valid, valid)[0] == 0
    assert run(command, valid, malformed, invalid)[0] == 1
    assert run(command, malformed, valid)[0] == 2
    assert run(command, "--max-work", "1", valid, malformed)[0] == 2
    assert run(command, "--max-work", "1", valid)[0] == 3


# ---- the same, inside one process -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["valid", "invalid", "malformed", "limit"])
def test_main(status: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``main`` returns the exit code and prints the line or the JSON list, as the command does."""
    options = ["--max-work", "1"] if status == "limit" else []
    path = first("valid" if status == "limit" else status)
    assert checker.main([*options, str(path)]) == CODE[status]
    assert capsys.readouterr().out.startswith(f"{status}: {path}: ")
    assert checker.main([*options, "--json", str(path)]) == CODE[status]
    assert json.loads(capsys.readouterr().out)[0]["status"] == status


def test_run_as_a_script(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The file, run as a program, hands the exit code of ``main`` to the shell."""
    monkeypatch.setattr("sys.argv", ["checker.py", str(first("invalid"))])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(checker.__file__, run_name="__main__")
    assert ended.value.code == CODE["invalid"]
    assert capsys.readouterr().out.startswith("invalid: ")


def test_check_file_and_check_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both return a result for whatever they are given; limits are fresh for every document."""
    limits = checker.Limits()
    path = written(tmp_path, text(RANK))
    assert [checker.check_file(path, limits).status for _ in range(2)] == ["valid", "valid"]
    spent = limits.spent
    assert checker.check_text(text(RANK), limits).status == "valid"
    assert limits.spent == spent > 0
    assert checker.check_file(tmp_path).status == "malformed"
    assert checker.check_file("null\0byte").status == "malformed"
    assert checker.check_file(written(tmp_path, b"\xff")).status == "malformed"
    assert checker.check_file(path, checker.Limits(size=0)).status == "limit"
    assert checker.check_text("[]", checker.Limits(size=1)).status == "limit"
    assert checker.check_text(rank_of({"shape": [10**9, 0], "entries": []})).status == "limit"
    assert checker.check_text(raw(f'"{digits(20_001)}"')).status == "limit"
    assert checker.check_text(text(({"kind": "rank", "matrix": O(3, 1), "rank": 0}, {"rule": "null-space", "null-space": O(1, 3)})),
                              checker.Limits(entries=4)).status == "limit"
    with path.open("rb") as stream:
        monkeypatch.setattr("sys.stdin", type("Standard input", (), {"buffer": stream}))
        assert checker.check_file("-").status == "malformed"


def test_the_digit_limit_of_python_is_put_back() -> None:
    """The checker lifts Python's own limit on digits while it reads, also when it refuses."""
    before = sys.get_int_max_str_digits()
    for content in (text(RANK), "", raw(f'"{digits(30_000)}"')):
        checker.check_text(content)
        assert sys.get_int_max_str_digits() == before
