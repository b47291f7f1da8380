"""A pytest plugin: with ``--exactcheck-certificates``, every ``*.cert.json`` file that pytest meets is a test.

It passes if the trusted checker accepts the certificate. Nothing of the package is loaded unless the option is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("exactcheck").addoption(
        "--exactcheck-certificates", action="store_true",
        help="Collect *.cert.json files: each is a test that the checker accepts it.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if parent.config.getoption("--exactcheck-certificates") and file_path.name.endswith(".cert.json"):
        collector: pytest.Collector = CertificateFile.from_parent(parent, path=file_path)
        return collector
    return None


class CertificateFile(pytest.File):
    """One file, one test."""

    def collect(self) -> Iterator[pytest.Item]:
        yield CertificateItem.from_parent(self, name="certificate")


class CertificateItem(pytest.Item):
    """The checker accepts the certificate."""

    def runtest(self) -> None:
        from exactcheck.verification import verify

        found = verify(self.path)
        if not found.valid:
            raise Refused(f"{found.status}: {found.reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The reason alone for a refused certificate."""
        if isinstance(excinfo.value, Refused):
            return f"the certificate {self.path} is {excinfo.value}"
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"certificate {self.path.name}"


class Refused(Exception):
    """The checker does not accept the certificate."""
