"""Time and memory of one computation: measurements, and so the only part of an audit that differs between two runs."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

#: How ``peak_bytes`` is obtained, for those who read the number.
MEMORY_METHOD = (
    "Peak memory is the resident set size at its highest (VmHWM of the Linux kernel, set back before each study) of the process "
    "that ran the study: the Python interpreter, the loaded libraries, and what earlier studies in that process left behind are "
    "part of it. A claim has the highest peak of its studies. On other systems no memory is reported."
)
_PROCESS = Path("/proc/self")


@dataclass(frozen=True)
class Measured(Generic[T]):
    """The value of a computation, its wall-clock time, and the peak resident memory of the process meanwhile, if known."""

    value: T
    seconds: float
    peak_bytes: int | None


def measured(run: Callable[[], T]) -> Measured[T]:
    """Call ``run``; ``peak_bytes`` is None where the kernel does not let a process set back its high-water mark."""
    known = _forget_peak()
    start = time.perf_counter()
    value = run()
    seconds = time.perf_counter() - start
    return Measured(value, seconds, _peak() if known else None)


def _forget_peak() -> bool:
    """Set the high-water mark of this process back to what it uses now; whether that was possible."""
    if sys.platform != "linux":
        return False
    try:
        (_PROCESS / "clear_refs").write_text("5", encoding="ascii")  # proc(5): 5 resets the peak resident set size
    except OSError:
        return False
    return True


def _peak() -> int | None:
    try:
        status = (_PROCESS / "status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else None
