"""Where and with what something was measured."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

#: What decides and what is compared with; Clarabel and SciPy find the sums of squares.
PACKAGES = ("python-flint", "sympy", "numpy", "clarabel", "scipy", "cypari", "passagemath-flint")


def described() -> dict[str, Any]:
    """Python, the versions of the packages that matter (those that are installed), the processor, and how many there are."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    told = Path("/proc/cpuinfo")  # by Linux
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {"python": platform.python_version(), "processor": next(iter(models), platform.machine()),
            "processors": os.cpu_count() or 1, "versions": versions}
