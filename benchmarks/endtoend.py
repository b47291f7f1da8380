"""Whole jobs, each in a process of its own: networks at degenerate critical points, and start-up."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.instances import WIDTHS, degenerate_saddle, higher_order_saddle

POINTS = {"higher-order": higher_order_saddle, "random layers": degenerate_saddle}


def network(point: str, size: int, rank: int) -> dict[str, Any]:
    """Classify, certify and check one network in this process; seconds, and the peak of memory in MB."""
    from exactcheck import checker
    from exactcheck.certificate import canonical_text
    from exactcheck.landscape import classify

    net = POINTS[point](Random(f"{point}/{size}"), WIDTHS[size], rank)
    start = time.process_time()
    found = classify(net)
    text = canonical_text({"format": checker.FORMAT, "version": checker.VERSION, "claim": found.claim, "witness": found.witness})
    made = time.process_time()
    result = checker.check_text(text)
    checked = time.process_time()
    return {"kind": found.kind, "parameters": net.parameters, "make": made - start, "check": checked - made,
            "status": result.status, "megabytes": len(text) / 1e6,
            "memory": _peak() / 1e6}


def _peak() -> int:
    """The peak of this process's memory in bytes. What ``getrusage`` calls so is at least that of the process that started it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return 1024 * int(status["VmHWM"].split()[0])


def networks(sizes: tuple[int, ...], rounds: int) -> list[dict[str, Any]]:
    """One record per kind of point and size: the least times of several processes, and the greatest peak of memory."""
    records = []
    for point in POINTS:
        for size in sizes:
            rank = 2 if size <= 50 else 3
            call = f"import json; from benchmarks.endtoend import network; print(json.dumps(network({point!r}, {size}, {rank})))"
            runs = [json.loads(_output(["-c", call])) for _ in range(rounds)]
            records.append({"point": point, "widths": "-".join(map(str, WIDTHS[size])), "rank": rank, **runs[0],
                            **{key: min(run[key] for run in runs) for key in ("make", "check")},
                            "memory": max(run["memory"] for run in runs)})
    return records


def _output(arguments: list[str]) -> str:
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True).stdout


def startup(rounds: int) -> list[dict[str, Any]]:
    """Wall-clock seconds of whole commands, interleaved: the least and the median."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.cert.json"
        _output(["-c", f"from exactcheck.openness import claims; from exactcheck.exact.matrix import RationalMatrix as M;"
                       f"from exactcheck.certificate import issue; issue(*claims.rank(M([[1, 2], [2, 4]]))).write({str(small)!r})"])
        commands = {
            "python -c pass": ["-c", "pass"],
            "exactcheck --help": ["-m", "exactcheck", "--help"],
            "exactcheck verify, one small certificate": ["-m", "exactcheck", "verify", str(small)],
            "the checker alone, the same certificate": ["-m", "exactcheck.checker", str(small)],
            "import exactcheck": ["-c", "import exactcheck"],
            "import sympy": ["-c", "import sympy"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, arguments in commands.items():
                start = time.perf_counter()
                _output(arguments)
                times[name].append(time.perf_counter() - start)
    return [{"command": name, "least": min(values), "median": statistics.median(values)} for name, values in times.items()]
