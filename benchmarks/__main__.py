"""``python -m benchmarks [--json FILE]``: end-to-end times, as ratios against named rivals in the same run.

Every line times one thing done by exactcheck and the same instance done by a rival that gives an uncertified answer (or the
budget that the project has set itself). Run it on an idle machine; ratios under 1.5 are noise.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import flint

from benchmarks.instances import degenerate_critical_point, of_rank
from exactcheck import checker
from exactcheck.landscape import classify
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.openness import local_openness

REPEATS = 3


def median_seconds(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median wall-clock time of ``run``."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def rows() -> list[tuple[str, float, str, float]]:
    """(what, seconds, rival, the rival's seconds)."""
    out: list[tuple[str, float, str, float]] = []

    bare = median_seconds(command("-c", "pass"), 5)
    out.append(("exactcheck --help", median_seconds(command("-m", "exactcheck", "--help"), 5), "budget", 0.3))
    out.append(("python -c pass", bare, "budget", 0.3))

    rng = Random(1)
    W1, W2 = of_rank(rng, 100, 100, 60), of_rank(rng, 100, 100, 60)
    domain = [A.to_domain_matrix() for A in (W1, W2, W1 @ W2)]
    integers = [A.integer_rows for A in (W1, W2, W1 @ W2)]
    sympy_ranks = median_seconds(lambda: [A.rank() for A in domain], 1)
    flint_ranks = median_seconds(lambda: [A.rank() for A in integers])
    decide = median_seconds(lambda: local_openness(W1, W2).verdict_certificate())
    text = local_openness(W1, W2).verdict_certificate().to_json()
    check = median_seconds(lambda: checker.check_text(text))
    what = "openness of a 100 x 100 pair of rank 60, certified and checked"
    out.append((what, decide, "budget", 10.0))
    out.append((what, decide, "three SymPy DomainMatrix ranks", sympy_ranks))
    out.append((what, decide, "three FLINT ranks", flint_ranks))
    out.append(("checking that certificate", check, "budget", 10.0))
    out.append(("checking that certificate", check, "making it", decide))

    for rank in (1, 3):
        net = degenerate_critical_point(Random(1), (12, 8, 8, 12), rank)
        seconds = median_seconds(lambda net=net: classify(_afresh(net)).certificate())
        hessian = flint.fmpz_mat(net.hessian().integer_rows)
        charpoly = median_seconds(lambda hessian=hessian: hessian.charpoly())
        what = f"widths 12-8-8-12, layers of rank {rank}: {classify(net).kind}, certified and checked"
        out += [(what, seconds, "budget", 10.0), (what, seconds, "FLINT charpoly of the Hessian", charpoly)]

    with tempfile.TemporaryDirectory() as folder:
        audit = median_seconds(command("-m", "exactcheck", "audit", "--quiet", "--out", folder), 1)
        verify = median_seconds(command("-m", "exactcheck", "verify", "--quiet", folder))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.json"))
    out += [("exactcheck audit", audit, "budget", 60.0), (f"exactcheck verify ({size >> 20} MB)", verify, "budget", 5.0),
            (f"exactcheck verify ({size >> 20} MB)", verify, "exactcheck audit", audit)]
    return out


def _afresh(net: DeepLinearNetwork) -> DeepLinearNetwork:
    """The same network without cached products."""
    return DeepLinearNetwork(net.weights, net.X, net.Y)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="also write the figures to FILE")
    options = parser.parse_args()
    table = rows()
    for what, seconds, rival, other in table:
        print(f"{what:75} {seconds:8.3f} s   {rival:32} {other:8.3f} s   ratio {seconds / other:7.2f}")
    if options.json:
        figures = [{"what": w, "seconds": s, "rival": r, "rival_seconds": o, "ratio": s / o} for w, s, r, o in table]
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
