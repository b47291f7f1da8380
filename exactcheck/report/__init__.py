"""The audit as a document that a reviewer can hand on: HTML (one file), Markdown, or JSON."""

from exactcheck.report.model import Report, build
from exactcheck.report.writing import check_target, write

__all__ = ["Report", "build", "check_target", "write"]
