"""Matrices and weights in files of many formats: what is read, how floats are taken, and the one line about everything else."""

from __future__ import annotations

import json
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
import pytest
import scipy.io
import scipy.sparse
from click.testing import CliRunner, Result
from safetensors.numpy import save_file

import exactcheck as ec
from exactcheck import checker
from exactcheck.cli import cli
from exactcheck.errors import InputError, LimitError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.inputs import as_matrix, files, read_problem_file

INTEGERS = [[1, -2], [0, 3], [4, 5]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=stdin)


def save(name: str, rows: Any, kind: str = "int64") -> Path:
    """The matrix in a file of the format that the suffix says."""
    path, array = Path(name), numpy.array(rows, dtype=kind)
    if path.suffix == ".npy":
        numpy.save(path, array)
    elif path.suffix == ".npz":
        numpy.savez(path, only=array)
    elif path.suffix == ".mtx":
        scipy.io.mmwrite(path, array.astype(float) if kind.startswith("float") else array, precision=18)
    elif path.suffix == ".safetensors":
        save_file({"only": array}, path)
    elif path.suffix in (".csv", ".tsv"):
        form, between = "%d" if kind.startswith("int") else "%.18g", "," if path.suffix == ".csv" else "\t"
        numpy.savetxt(path, array, fmt=form, delimiter=between)
    else:
        path.write_text(json.dumps(array.tolist()))
    return path


SUFFIXES = [".json", ".csv", ".tsv", ".npy", ".npz", ".mtx", ".safetensors"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_integers_of_every_format(suffix: str) -> None:
    """The same matrix, from Python by its path, as a problem file, and by reference from a problem file."""
    path = save(f"W{suffix}", INTEGERS)
    assert as_matrix(path) == RationalMatrix(INTEGERS)
    assert read_problem_file(path) == {"matrix": RationalMatrix(INTEGERS)}
    Path("pair.json").write_text(json.dumps({"W1": {"file": path.name}, "W2": {"file": path.name, "transpose": True}}))
    assert read_problem_file("pair.json") == {"W1": RationalMatrix(INTEGERS), "W2": RationalMatrix(INTEGERS).T}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", ["float64", "float32"])
def test_floats_of_every_format_follow_one_policy(suffix: str, kind: str) -> None:
    """Refused with an explanation; exactly the binary fraction on request; or the simplest rational within a tolerance."""
    value = float(numpy.dtype(kind).type(0.1))
    path = save(f"W{suffix}", [[value, 0.5]], kind)
    with pytest.raises(InputError, match=r"\.\w+: \w+\[0\]\[0\]: found the float 0\.1.*expected .*binary fraction.*--floats exact"):
        as_matrix(path, "W1")
    assert as_matrix(path, floats="exact") == RationalMatrix([[Fraction(value), Fraction(1, 2)]])
    rounded = as_matrix(path, floats="rationalize", tolerance=Fraction(1, 10**6))
    assert rounded == RationalMatrix([[Fraction(1, 10), Fraction(1, 2)]])


def test_rationals_in_csv() -> None:
    """Fractions, spaces around cells, a byte order mark and blank lines at the end."""
    Path("W.csv").write_text("\ufeff 1/2, -3\n0 ,\t2/3 \n\n\n", encoding="utf-8")
    assert as_matrix(Path("W.csv")) == RationalMatrix([[Fraction(1, 2), -3], [0, Fraction(2, 3)]])


@pytest.mark.parametrize(("text", "message"), [
    ("", "matrix: found no rows"),
    ("1,2\n\n3,4\n", "matrix[1]: found an empty row"),
    ("1,2\n3\n", "matrix[1]: found 1 entry, expected 2"),
    ("1,2/4\n", 'matrix[0][1]: found "2/4", expected lowest terms: "1/2"'),
    ("a,b\n1,2\n", 'matrix[0][0]: found the string "a", expected a rational'),
    ("1,\n", 'matrix[0][1]: found the string "", expected a rational'),
    ("1,nan\n", "matrix[0][1]: found the float nan, expected"),
    ("1,1e400\n", "matrix[0][1]: found the float 1e400, expected"),
    ('1,"2\n', "cannot be read as .csv: unexpected end of data"),
])
def test_malformed_csv_is_named_with_its_place(text: str, message: str) -> None:
    """Rows and columns count from 0, as everywhere."""
    Path("W.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        as_matrix(Path("W.csv"), "W1")
    assert str(caught.value).startswith(f"W1: W.csv: {message}")


@pytest.mark.parametrize("value", ["nan", "-inf", "1e400"])
def test_no_float_option_makes_a_number_of_what_is_none(value: str) -> None:
    """Not a number, infinities and what overflows are refused with every option."""
    Path("W.csv").write_text(f"1,{value}\n", encoding="utf-8")
    for options in ({"floats": "exact"}, {"floats": "rationalize", "tolerance": 1}):
        with pytest.raises(InputError, match="expected a finite number"):
            as_matrix(Path("W.csv"), **options)


@pytest.mark.parametrize(("rows", "kind", "message"), [
    ([[True]], "bool", "found an array of bool"), ([[1j]], "complex128", "found an array of complex128"),
    ([["1"]], "str", "found an array of <U1"), ([1, 2], "int64", "found an array of dimension 1"),
    ([[1]], "longdouble", "found an array of float128"), ([[1]], "object", "cannot be read as .npy: "),
    ([["1"]], [("x", "int8")], "found an array of"),
])
def test_arrays_that_are_no_matrices_of_numbers(rows: Any, kind: Any, message: str) -> None:
    """Other types and dimensions, and pickled objects, which would have to be executed."""
    numpy.save("W.npy", numpy.array(rows, dtype=kind))
    with pytest.raises(InputError) as caught:
        as_matrix(Path("W.npy"))
    assert message in str(caught.value)


def test_matrix_market_formats() -> None:
    """Coordinates, symmetric storage and patterns (ones) are read; complex numbers and large integers are not."""
    scipy.io.mmwrite("sparse.mtx", scipy.sparse.coo_array(numpy.array([[0, 2], [0, 0]])))
    assert as_matrix(Path("sparse.mtx")) == RationalMatrix([[0, 2], [0, 0]])
    Path("symmetric.mtx").write_text("%%MatrixMarket matrix coordinate integer symmetric\n2 2 2\n1 1 3\n2 1 -1\n")
    assert as_matrix(Path("symmetric.mtx")) == RationalMatrix([[3, -1], [-1, 0]])
    Path("pattern.mtx").write_text("%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 2\n")
    assert as_matrix(Path("pattern.mtx")) == RationalMatrix([[0, 1], [0, 0]])
    Path("complex.mtx").write_text("%%MatrixMarket matrix array complex general\n1 1\n1 2\n")
    Path("large.mtx").write_text(f"%%MatrixMarket matrix array integer general\n1 1\n{10**30}\n")
    for name, message in (("complex", "an array of complex128"), ("large", r"cannot be read as \.mtx")):
        with pytest.raises(InputError, match=message):
            as_matrix(Path(f"{name}.mtx"))


@pytest.mark.parametrize(("body", "message"), [
    ("1\x00\n2\n", r'line 3: found "1\x00", expected a number'), ("1,5\n2\n", 'line 3: found "1,5", expected a number'),
    ("1\n0x1p3\n", 'line 4: found "0x1p3", expected a number'), ("1 2\n3\n", 'line 3: found "1 2", expected a number'),
    ("1\n", "cannot be read as .mtx: Truncated file"), ("1\n2\n3\n", "cannot be read as .mtx: "),
])
def test_matrix_market_lines_hold_numbers_and_nothing_else(body: str, message: str) -> None:
    """What SciPy's reader would take for another number, or not survive, is refused with its line."""
    Path("W.mtx").write_text(f"%%MatrixMarket matrix array real general\n2 1\n{body}")
    with pytest.raises(InputError) as caught:
        as_matrix(Path("W.mtx"), "W1", floats="exact")
    assert str(caught.value).startswith(f"W1: W.mtx: {message}")


def test_sparse_matrices_of_scipy() -> None:
    """In memory as well."""
    assert as_matrix(scipy.sparse.csr_array(numpy.array([[0, 2]]))) == RationalMatrix([[0, 2]])


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".mtx", ".safetensors"])
def test_files_of_another_format_than_their_suffix_says(suffix: str) -> None:
    """One line with the file's name, also for an empty file and a folder."""
    for content in (b"", b"\x80\x04garbage", b"PK\x03\x04", b"{" * 100):
        Path(f"W{suffix}").write_bytes(content)
        with pytest.raises(InputError, match=rf"^W1: W\{suffix}: (cannot be read as \{suffix}: |not UTF-8)") as caught:
            as_matrix(Path(f"W{suffix}"), "W1")
        assert "\n" not in str(caught.value)
    Path(f"folder{suffix}").mkdir()
    for name in (f"folder{suffix}", f"none{suffix}"):
        with pytest.raises(InputError, match="cannot be read"):
            as_matrix(Path(name))


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".mtx", ".safetensors"])
def test_sizes_are_looked_at_before_memory_is_set_aside(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More entries than the checker reads are a limit."""
    save(f"W{suffix}", [[1] * 100] * 20)
    monkeypatch.setattr(checker.Limits, "entries", 500)
    with pytest.raises(LimitError, match="entries, allowed are 500"):
        as_matrix(Path(f"W{suffix}"))


def test_a_small_header_of_a_huge_matrix() -> None:
    """A file of a few bytes that announces 10^12 entries is refused at once."""
    Path("W.mtx").write_text("%%MatrixMarket matrix coordinate integer general\n1000000 1000000 1\n1 1 1\n")
    with pytest.raises(LimitError, match="1000000000000 entries"):
        as_matrix(Path("W.mtx"))
    numpy.lib.format.open_memmap("small.npy", mode="w+", dtype="int8", shape=(1, 1)).flush()
    data = Path("small.npy").read_bytes().replace(b"(1, 1), }        ", b"(10**6, 10**6), }")
    Path("W.npy").write_bytes(data)
    with pytest.raises(InputError, match=r"cannot be read as \.npy"):
        as_matrix(Path("W.npy"))


def test_archives_with_several_arrays() -> None:
    """The name says which; W1 and W2 are a pair; otherwise the error lists the names and what is close."""
    numpy.savez("two.npz", W1=numpy.array([[1], [1]]), W2=numpy.array([[0, 0]]))
    assert read_problem_file("two.npz")["W2"] == RationalMatrix([[0, 0]])
    assert run("openness", "two.npz", "--quiet").stdout == "not-open\n"
    numpy.savez("other.npz", first=numpy.array([[1]]), second=numpy.array([[0]]))
    assert "found 2 arrays (first, second), expected a single matrix, or W1 and W2" in run("openness", "other.npz").stderr
    references = {"W1": {"file": "other.npz", "name": "first"}, "W2": {"file": "other.npz", "name": "secnd"}}
    Path("p.json").write_text(json.dumps(references))
    assert run("openness", "p.json").stderr == (
        'exactcheck: p.json: W2: other.npz: found no array "secnd", expected one of: first, second; did you mean "second"?\n')
    Path("p.json").write_text(json.dumps({"W1": {"file": "other.npz"}, "W2": [[1]]}))
    assert 'W1: other.npz: found 2 arrays (first, second), expected a single one, or its "name"' in run("openness", "p.json").stderr


def network(**weights: Any) -> str:
    Path("net.json").write_text(json.dumps({"X": "identity", "Y": [[0, 0], [0, 1]], "weights": weights}))
    return "net.json"


LAYERS = {"0.weight": [[1, 0]], "1.weight": [[0]], "2.weight": [[1], [0]]}


def test_weights_of_a_network_in_one_file(folder: Path) -> None:
    """The layers are named, input side first; the file is looked for beside the problem file; the certificate is the same."""
    (folder / "models").mkdir()
    save_file({name: numpy.array(rows, dtype="float32") for name, rows in LAYERS.items()}, "models/net.safetensors")
    problem = {"X": "identity", "Y": [[0, 0], [0, 1]], "weights": {"file": "net.safetensors", "layers": list(LAYERS)}}
    Path("models/net.json").write_text(json.dumps(problem))
    refusal = run("classify", "models/net.json")
    assert refusal.exit_code == 2
    assert refusal.stderr.startswith("exactcheck: models/net.json: weights.layers[0]: models/net.safetensors: 0.weight[0][0]: "
                                     "found the float 1.0, expected an integer")
    result = run("classify", "models/net.json", "--floats", "exact", "--out", "net.cert.json")
    assert result.stdout.startswith("higher-order-saddle\n")
    expected = ec.classify(ec.DeepLinearNetwork(list(LAYERS.values()), "identity", problem["Y"])).certificate()
    assert Path("net.cert.json").read_text() == expected.to_json()
    assert run("verify", "net.cert.json", "--against", "models/net.json", "--floats", "exact").exit_code == 0
    assert run("verify", "net.cert.json", "--against", "models/net.json").exit_code == 2


def test_transposed_layers() -> None:
    """Libraries that store input x output."""
    save_file({name: numpy.ascontiguousarray(numpy.array(rows).T) for name, rows in LAYERS.items()}, "net.safetensors")
    assert read_problem_file(network(file="net.safetensors", layers=list(LAYERS), transpose=True))["weights"] == [
        RationalMatrix(rows) for rows in LAYERS.values()]


@pytest.mark.parametrize(("weights", "message"), [
    ({"file": "net.npz"}, 'weights: the member "layers" is missing'),
    ({"file": "net.npz", "layers": []}, "weights.layers: found an empty list, expected a list of names"),
    ({"file": "net.npz", "layers": [0]}, "weights.layers: found a list, expected a list of names"),
    ({"file": "net.npz", "layers": ["W"], "transpose": 1}, "weights.transpose: found the number 1, expected true or false"),
    ({"file": 3, "layers": ["W"]}, "weights.file: found the number 3, expected the name of a file"),
    ({"file": "", "layers": ["W"]}, 'weights.file: found the string "", expected the name of a file'),
    ({"file": "none.npz", "layers": ["W"]}, "weights.layers[0]: none.npz: cannot be read: No such file or directory"),
    ({"file": "net.npz", "layers": ["W", "U"]}, 'weights.layers[1]: net.npz: found no array "U", expected one of: W'),
    ({"file": "W.csv", "layers": ["U"]}, 'weights.layers[0]: W.csv: found no array "U", expected one of: a single matrix'),
    ({"file": "net.npz", "layers": ["W"], "names": []}, 'weights: unknown member "names"'),
])
def test_wrong_references_to_weights(weights: Any, message: str) -> None:
    """One line that names the problem file and the place inside it."""
    numpy.savez("net.npz", W=numpy.array([[1]]))
    save("W.csv", [[1]])
    result = run("classify", network(**weights))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"exactcheck: net.json: {message}")


@pytest.mark.parametrize(("reference", "message"), [
    ({"file": "W.csv", "name": 1}, "matrix.name: found the number 1, expected the name of an array"),
    ({"file": "W.csv", "row": 1}, 'matrix: unknown member "row"'),
    ({"file": "chain.json"}, "matrix: chain.json: found no matrix, expected a list of rows"),
])
def test_wrong_references_to_a_matrix(reference: Any, message: str) -> None:
    """A reference leads to a matrix, never to another reference."""
    save("W.csv", [[1]])
    Path("chain.json").write_text(json.dumps({"file": "chain.json"}))
    Path("p.json").write_text(json.dumps(reference))
    with pytest.raises(InputError) as caught:
        read_problem_file("p.json")
    assert str(caught.value).startswith(f"p.json: {message}")


def test_unreadable_types_of_safetensors() -> None:
    """Half precision with eight exponent bits has no NumPy type: said, not guessed."""
    header = b'{"W":{"dtype":"BF16","shape":[1,1],"data_offsets":[0,2]}}'
    Path("W.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + b"\x80\x3f")
    with pytest.raises(InputError, match="found numbers of type BF16, expected integers or F16, F32, F64"):
        as_matrix(Path("W.safetensors"))


def test_an_archive_that_unpacks_to_more_than_it_says() -> None:
    """The size of the unpacked array is looked at, not that of the file."""
    with zipfile.ZipFile("W.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W.npy", b"\0" * (17 * checker.Limits.entries))
    assert Path("W.npz").stat().st_size < 2**20
    with pytest.raises(LimitError, match="entries, allowed are"):
        as_matrix(Path("W.npz"))


@pytest.mark.parametrize(("suffix", "library", "extra"), [
    (".npy", "numpy", "files"), (".mtx", "scipy", "files"), (".safetensors", "safetensors", "files"), (".pt", "torch", "torch"),
])
def test_a_missing_library_is_named_with_the_extra(suffix: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not installed: the line says what to install."""
    Path(f"W{suffix}").write_bytes(b"")
    for name in [name for name in sys.modules if name == library or name.startswith(f"{library}.")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InputError, match=rf"needs the library {library}, .* pip install 'exactcheck\[{extra}\]'"):
        as_matrix(Path(f"W{suffix}"))


def test_float_options_on_the_command_line() -> None:
    """``rationalize`` needs a tolerance, ``exact`` takes none, and a tolerance is a rational."""
    save("W1.npy", [[0.1], [0.2]], "float64")
    save("W2.csv", [[1, 2]])
    pair = ("openness", "W1.npy", "W2.csv", "--quiet")
    assert run(*pair, "--floats", "rationalize", "--tolerance", "1/1000").stdout == "open\n"
    assert run(*pair, "--floats", "exact").stdout == "open\n"
    for options in (["--floats", "rationalize"], ["--floats", "exact", "--tolerance", "1"], ["--tolerance", "1"],
                    ["--floats", "rationalize", "--tolerance", "0.1"], ["--floats", "rationalize", "--tolerance", "0"],
                    ["--floats", "rationalize", "--tolerance", "1/0"], ["--floats", "maybe"]):
        result = run(*pair, *options)
        assert result.exit_code == 2, options
        assert result.stderr.startswith("exactcheck: ")
    assert "expected a rational such as 1/1000" in run(*pair, "--floats", "rationalize", "--tolerance", "0.1").stderr


def test_floats_in_json_problems() -> None:
    """The float that every other program reads there, by the same policy."""
    text = '{"W1": [[0.1], [-2]], "W2": [[1e-1, 3]]}'
    exact = json.loads(run("openness", "-", "--json", "--floats", "exact", stdin=text).stdout)
    assert exact["certificate"]["claim"]["parts"][0]["W1"]["entries"] == [[str(Fraction(0.1))], ["-2"]]
    near = json.loads(run("openness", "-", "--json", "--floats", "rationalize", "--tolerance", "1/1000", stdin=text).stdout)
    assert near["certificate"]["claim"]["parts"][0]["W2"]["entries"] == [["1/10", "3"]]


def test_every_format_is_tested() -> None:
    """The table of formats has no entry that these tests, or those of PyTorch files, leave out."""
    assert set(files.FORMATS) == {*SUFFIXES, ".pt", ".pth", ".bin"} - {".json"}
