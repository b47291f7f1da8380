"""Sweeps in this process: lemmas true and false, shards, resuming, screening, counterexamples made small."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exactcheck import checker
from exactcheck.errors import DisagreementError, InputError
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.sweep import LEMMAS, Outcome, Summary, run, screening, work
from exactcheck.sweep.instances import Chunk, Parameters, chunks
from exactcheck.sweep.lemma import Case, Chain, Kind, Lemma
from exactcheck.sweep.orbits import Block, chains
from exactcheck.sweep.records import ChunkResult
from exactcheck.sweep.sweeping import parameters_for
from exactcheck.verification import problem_document, verify_files

PAIRS = [lemma for lemma in LEMMAS.values() if lemma.kind is Kind.PAIR]


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".parquet"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.parametrize("lemma", LEMMAS.values(), ids=LEMMAS.keys())
def test_every_lemma_is_found_to_be_what_is_known_of_it(lemma: Lemma) -> None:
    """True lemmas hold, and are not vacuous, at everything small; false ones fail somewhere. All orbits are examined."""
    network = {2: [(1, 1, 2), (2, 1, 2), (1, 2, 1)], 3: [(1, 1, 1, 2), (1, 2, 1, 1), (1, 1, 2, 1), (2, 1, 1, 2)]}
    sweep = run(lemma, shapes=network[lemma.layers]) if lemma.kind is Kind.NETWORK else run(lemma, size=2)
    assert sweep.outcome is lemma.expected
    assert sweep.instances() == sweep.to_document()["whole"]["instances"]
    assert bool(sweep.failures) is (lemma.expected is Outcome.FAILS)
    assert sum(sweep.claims.values()) > 0


def test_the_false_statements_fail_where_they_are_known_to() -> None:
    """"δ is of order ε" at the zero scalars, "i) iff ii)" where one factor is 0, Theorem 8 for three layers at W = 0."""
    assert run("delta-of-order-epsilon").failures[0].matrices == (((0,),), ((0,),))
    smallest = run("i-equivalent-to-ii", size=3).failures
    assert [failure.shape for failure in smallest] == [(2, 1, 2)]
    assert smallest[0].words == "W1 = [[0], [1]], W2 = [[0, 0]]"
    three = run("second-order-saddles", shapes=[(2, 1, 2, 2)]).failures
    assert three[0].shape == (1, 1, 1, 1)
    assert three[0].case.problem["weights"] == [RationalMatrix([[0]]).to_document()] * 3


def test_a_true_pair_lemma_in_numbers() -> None:
    """All 532,737 pairs of sizes up to 3 with k < min(m, n) and entries -1, 0, 1: 242 orbits, all certified."""
    sweep = run("theorem-5", size=3)
    assert (sweep.orbits(Outcome.HOLDS), sweep.instances(Outcome.HOLDS)) == (242, 532_737)
    assert run("lemma-13", entries=(0, 1)).scope.endswith("in 15 orbits of the permutations")
    assert sweep.scope == (
        "all 532,737 pairs with entries in {-1, 0, 1}, sizes up to 3, in 242 orbits of the signed permutations"
    )


def test_what_is_found_does_not_depend_on_how_the_work_is_divided(tmp_path: Path) -> None:
    """Chunks, processes and shards: the same records and digest; the digests of shards add up to that of the whole."""
    whole = run("theorem-a", out=tmp_path / "whole", chunk=17)
    other = run("theorem-a", out=tmp_path / "other", chunk=40, jobs=2)
    assert whole.digest == other.digest
    assert (tmp_path / "whole/results.jsonl").read_bytes() == (tmp_path / "other/results.jsonl").read_bytes()
    shards = [run("theorem-a", shard=(i, 3), chunk=17) for i in (1, 2, 3)]
    assert sum(int(s.digest, 16) for s in shards) % 2**256 == int(whole.digest, 16)
    assert sum(s.instances() for s in shards) == whole.instances() == 3**8 + 2 * 3**6 + 2 * 3**4 + 3**2 + 0 + 2 * 27


def test_a_random_instance_is_a_function_of_seed_and_number(tmp_path: Path) -> None:
    """The same instances whatever the chunks and shards; another seed gives others."""
    one = run("openness", size=3, random=90, seed=5, chunk=90, out=tmp_path / "one")
    for i in (1, 2):
        run("openness", size=3, random=90, seed=5, chunk=7, shard=(i, 2), out=tmp_path / f"shard-{i}")
    lines = [line for i in (1, 2) for line in (tmp_path / f"shard-{i}/results.jsonl").read_text().splitlines()]
    assert sorted(lines) == sorted((tmp_path / "one/results.jsonl").read_text().splitlines())
    assert run("openness", size=3, random=90, seed=6).digest != one.digest
    assert one.scope == "90 random pairs, seed 5, with entries in {-1, 0, 1}, sizes up to 3"


def test_an_interrupted_sweep_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an interrupt only unfinished chunks are decided; the folder ends as if nothing had happened."""
    run("theorem-a", chunk=10, certificates=True, out=tmp_path / "undisturbed")

    def interrupt(done: int, total: int, what: str) -> None:
        if done >= 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run("theorem-a", chunk=10, certificates=True, out=tmp_path / "out", progress=interrupt)
    finished = {path.name for path in (tmp_path / "out/chunks").iterdir()}
    assert len(finished) == 7
    assert not (tmp_path / "out/summary.json").exists()
    decided: list[int] = []
    original = work.decide

    def counting(chunk: Chunk, lemma: Lemma, keep: bool) -> ChunkResult:
        decided.append(chunk.number)
        return original(chunk, lemma, keep)

    monkeypatch.setattr("exactcheck.sweep.sweeping.decide", counting)
    run("theorem-a", chunk=10, certificates=True, out=tmp_path / "out")
    assert sorted(decided) == list(range(7, len(list((tmp_path / "out/chunks").iterdir()))))
    assert files(tmp_path / "out") == files(tmp_path / "undisturbed")
    decided.clear()
    again = run("theorem-a", chunk=10, certificates=True, out=tmp_path / "out")
    assert decided == []
    assert again.outcome is Outcome.HOLDS


def test_a_folder_of_another_sweep_is_not_touched(tmp_path: Path) -> None:
    """Other parameters, other files, a file instead of a folder, nonsense: one line each."""
    run("lemma-13", out=tmp_path / "out")
    with pytest.raises(InputError, match=r"holds another sweep: entries is \[-1, 0, 1\], not \[0, 1\]"):
        run("lemma-13", entries=(0, 1), out=tmp_path / "out")
    shapes = r"\[2, 1\], \[2, 2\]\], not \[\[1, 1\], \[1, 2\], \.\.\., \[4, 4\]\] \(16 in all\)$"
    with pytest.raises(InputError, match=shapes):
        run("lemma-13", size=4, out=tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    with pytest.raises(InputError, match="neither empty nor the folder of a sweep"):
        run("lemma-13", out=tmp_path / "mine")
    with pytest.raises(InputError, match="is a file"):
        run("lemma-13", out=tmp_path / "mine/notes.txt")
    for damaged in ("", "{}", '{"screened":{}}\n{"index":1}', '{"screened":{}}\n[]'):
        (tmp_path / "out/chunks/000000.jsonl").write_text(damaged)
        with pytest.raises(InputError, match=r"000000.jsonl: is not a finished chunk of a sweep"):
            run("lemma-13", out=tmp_path / "out")
    (tmp_path / "out/parameters.json").write_text("[")
    with pytest.raises(InputError, match="is not JSON"):
        run("lemma-13", out=tmp_path / "out")


def test_kept_certificates_are_conjunctions_that_the_checker_accepts(tmp_path: Path) -> None:
    """One file for each chunk, about exactly the instances of its records; the same certificates are in the summary."""
    sweep = run("theorem-5", size=3, chunk=100, certificates=True, out=tmp_path)
    paths = sorted((tmp_path / "certificates").iterdir())
    assert [checker.check_file(path).status for path in paths] == ["valid"] * 6
    kept = [certificate for number in sorted(sweep.certificates) for certificate in sweep.certificates[number]]
    assert [path.read_text() for path in paths] == [certificate.to_json() for certificate in kept]
    records = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    pairs = [[RationalMatrix(A).to_document() for A in record["matrices"]] for record in records]
    claimed = [part for certificate in kept for part in certificate.claim["parts"] if part["kind"].endswith("locally-open")]
    assert [[part["W1"], part["W2"]] for part in claimed] == pairs
    together = sweep.certificate()
    assert together.claim["parts"] == [part for certificate in kept for part in certificate.claim["parts"]]
    with pytest.raises(InputError, match="no certificates"):
        run("theorem-5").certificate()


def test_results_as_parquet(tmp_path: Path) -> None:
    """With pyarrow installed the same rows are written as Parquet."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an optional extra")
    run("lemma-16", size=3, out=tmp_path)
    table = parquet.read_table(tmp_path / "results.parquet").to_pylist()
    lines = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert [row["digest"] for row in table] == [line["digest"] for line in lines]
    assert [json.loads(row["matrices"]) for row in table] == [line["matrices"] for line in lines]


def test_a_counterexample_is_a_problem_file_with_its_certificate(tmp_path: Path) -> None:
    """A large failing random pair comes out small; the written certificate is about the written problem."""
    sweep = run("delta-of-order-epsilon", shapes=[(3, 3, 2)], entries=(-4, 0, 0, 7), random=400, seed=1, out=tmp_path)
    assert sweep.failures[0].shape < (3, 3, 2)
    assert max(abs(v) for A in sweep.failures[0].matrices for row in A for v in row) <= 1
    problem = problem_document(tmp_path / "failures/1.json")
    (checked,) = verify_files([str(tmp_path / "failures/1.cert.json")], checker.Limits(), problem, 1)
    assert checked.valid


def test_a_network_counterexample_is_written_with_its_data(tmp_path: Path) -> None:
    """The problem of a network has weights and data, and classify agrees with the certificate."""
    run("second-order-saddles", shapes=[(1, 1, 1, 1)], out=tmp_path)
    problem = problem_document(tmp_path / "failures/1.json")
    (checked,) = verify_files([str(tmp_path / "failures/1.cert.json")], checker.Limits(), problem, 1)
    assert checked.valid
    assert checked.claim.startswith("the point is a higher-order saddle")


# -- screening ----------------------------------------------------------------------------------------------------------
def certified_failures(lemma: Lemma, block: Block) -> np.ndarray:
    """At which pairs of the block the lemma fails, by certificates."""
    out = []
    for i in range(block.count):
        cases = lemma.examine([RationalMatrix(A[i].tolist()) for A in block.matrices])
        work.certified(lemma, [(i, [], cases)], keep=False)
        out.append(work.outcome(lemma, cases) is Outcome.FAILS)
    return np.array(out)


@pytest.mark.parametrize("lemma", [lemma for lemma in PAIRS if lemma.screen], ids=lambda lemma: lemma.name)
def test_screening_reports_exactly_what_fails(lemma: Lemma) -> None:
    """On all orbits of five small shapes screening, which knows no certificate, agrees with the certified outcomes."""
    for shape in [(2, 1, 2), (3, 1, 2), (3, 1, 3), (1, 2, 2), (2, 2, 2)]:
        if lemma.applies(shape):
            for block in chains(lemma.kind.widths(shape), (-1, 0, 1)):
                assert lemma.screen is not None
                assert (lemma.screen(block) == certified_failures(lemma, block)).all()


def test_screening_can_see_a_wrong_criterion(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a wrong criterion for openness the screens of true lemmas do report pairs: they can fail."""
    monkeypatch.setattr(screening.Screened, "is_open", lambda pairs: pairs.r1 == pairs.r2)
    for name in ("theorem-a", "proposition-4", "theorem-5"):
        lemma, found = LEMMAS[name], 0
        for shape in [(3, 2, 3), (2, 2, 2)]:
            if lemma.applies(shape):
                found += sum(int(lemma.screen(block).sum()) for block in chains(lemma.kind.widths(shape), (-1, 0, 1)))  # type: ignore[misc]
        assert found


def test_modular_tools_agree_with_flint() -> None:
    """Ranks, null spaces and intersections of random matrices, batch against one by one."""
    generator = np.random.Generator(np.random.Philox(key=3))
    for m, n in [(1, 1), (2, 3), (3, 2), (4, 4), (3, 5)]:
        A, B = generator.integers(-1, 2, (60, m, n)), generator.integers(-1, 2, (60, n, m))
        null = screening.null_space(A)
        assert not screening.product(A % screening.PRIME, null).any()
        assert ((null != 0).any(axis=1).sum(axis=1) == n - screening.rank(A)).all()
        for i in range(60):
            first, second = RationalMatrix(A[i].tolist()), RationalMatrix(B[i].tolist())
            assert screening.rank(A)[i] == first.rank
            assert screening.intersection(A, B)[i] == second.rank - (first @ second).rank


def test_screened_sweeps_certify_what_is_reported() -> None:
    """Survivors of screening are certified; the rest is counted as screened, and never called certified."""
    quiet = run("theorem-a", size=3, random=3000, screen=True)
    assert (quiet.outcome, quiet.orbits(), sum(quiet.dismissed.values())) == (Outcome.SCREENED, 0, 3000)
    assert quiet.scope.endswith("3,000 of them screened only")
    loud = run("i-equivalent-to-ii", size=3, random=300, screen=True)
    assert loud.outcome is Outcome.FAILS
    assert loud.orbits(Outcome.FAILS) == loud.orbits() == run("i-equivalent-to-ii", size=3, random=300).orbits(Outcome.FAILS)
    everything = run("delta-of-order-epsilon", screen=True)
    assert everything.orbits() + sum(everything.dismissed.values()) == run("delta-of-order-epsilon").orbits()


# -- what must not pass -------------------------------------------------------------------------------------------------
def _forged(chain: Chain) -> list[Case]:
    W = RationalMatrix([[0]]).to_document()
    return [Case({"matrix": W}, (({"kind": "rank", "matrix": W, "rank": 1}, {"rule": "null-space", "null-space": W}),))]


def test_a_rejected_certificate_stops_the_sweep_and_names_the_instance() -> None:
    """A prover's error is an internal error, never a verdict."""
    forged = replace(LEMMAS["lemma-13"], examine=_forged)
    with pytest.raises(DisagreementError, match=r"lemma-13, instance 0, matrices \[\[\['0'\]\]\]: the checker rejects"):
        run(forged, size=1)


def _about_another(chain: Chain) -> list[Case]:
    case = LEMMAS["theorem-5"].examine(chain)[0]
    return [Case({"W1": RationalMatrix([[2], [2]]).to_document(), "W2": case.problem["W2"]}, case.parts)]


def test_claims_about_another_pair_are_not_judged() -> None:
    """Accepted claims that are not about the instance are an error."""
    with pytest.raises(DisagreementError, match=r"about another pair|not one of the pair"):
        run(replace(LEMMAS["theorem-5"], examine=_about_another))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"shapes": [(2, 2, 2)]}, "theorem-5: the shape 2x2x2 is not one"),
        ({"shapes": [(2, 1)]}, "the shape 2x1 is not one"),
        ({"shapes": [(2, 0, 2)]}, "2x0x2"),
        ({"size": 1}, "no shape"),
        ({"size": 0}, "at least 1"),
        ({"entries": ()}, "entries: found none"),
        ({"entries": (2**21,)}, r"below 2\^20"),
        ({"shard": (4, 3)}, "shard 4/3: expected a part from 1 to 3"),
        ({"shard": (0, 3)}, "shard 0/3"),
        ({"seed": -1}, "seed"),
        ({"random": 0}, "at least one instance"),
        ({"chunk": 0}, "at least one"),
        ({"jobs": 0}, "jobs: found 0"),
        ({"size": 9}, "too many to list"),
    ],
)
def test_parameters_that_mean_nothing(wrong: dict[str, object], message: str) -> None:
    """One clear line each."""
    with pytest.raises(InputError, match=message):
        run("theorem-5", **wrong)  # type: ignore[arg-type]


def test_unknown_lemmas_and_screens() -> None:
    """An unknown name lists the known ones; a lemma without a screen says so."""
    with pytest.raises(InputError, match="unknown lemma 'theorem-6'; known are openness"):
        run("theorem-6")
    with pytest.raises(InputError, match="openness: cannot be screened"):
        run("openness", screen=True)


def test_chunks_hold_every_instance_once() -> None:
    """Whatever the size of chunks: consecutive numbers from 0, as many as the sweep has orbits."""
    lemma = LEMMAS["proposition-4"]
    for size in (1, 7, 1000):
        parameters: Parameters = parameters_for(lemma, chunk=size)
        numbers = [n for chunk in chunks(parameters, lemma.kind) for indices, _ in chunk.blocks() for n in indices]
        assert numbers == list(range(96))


def test_the_summary_is_the_same_bytes_again(tmp_path: Path) -> None:
    """Same input, same bytes: nothing of the machine or the clock is in the folder."""
    first: Summary = run("theorem-8", shapes=[(1, 1, 2), (2, 1, 1)], out=tmp_path / "a", certificates=True)
    second = run("theorem-8", shapes=[(2, 1, 1), (1, 1, 2)], out=tmp_path / "b", certificates=True)
    assert first.to_document() == second.to_document()
    assert files(tmp_path / "a") == files(tmp_path / "b")
    shutil.rmtree(tmp_path / "a")
