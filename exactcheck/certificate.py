"""Certificates: claim + witness documents, their canonical text, and the one gate through which they are handed out.

``issue`` runs the trusted checker on every document; there is no other way to make a ``Certificate`` from a prover.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exactcheck import checker, notebook
from exactcheck.errors import DisagreementError, InputError, LimitError

FORMAT = "exactcheck-certificate"
VERSION = 1


@dataclass(frozen=True)
class Certificate:
    """A document that the checker has accepted, with the sentence it proves. Made by ``issue`` or ``load``."""

    document: Mapping[str, Any]
    statement: str
    text: str = field(repr=False)  # the canonical text

    @property
    def claim(self) -> Mapping[str, Any]:
        return self.document["claim"]  # type: ignore[no-any-return]

    @property
    def witness(self) -> Mapping[str, Any]:
        return self.document["witness"]  # type: ignore[no-any-return]

    @property
    def about(self) -> Mapping[str, str]:
        return self.document.get("about", {})  # type: ignore[no-any-return]

    def _repr_html_(self) -> str:
        about = [(key, notebook.escape(value)) for key, value in sorted(self.about.items())]
        return notebook.card("certificate, accepted by the checker", [
            ("claim", notebook.escape(self.statement)), ("rule", notebook.escape(self.witness["rule"])), *about,
            ("SHA-256", f"<code>{self.digest}</code>")])

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def to_json(self) -> str:
        """The canonical text: sorted keys, two-space indent, lists of scalars on one line, newline at the end."""
        return self.text

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the canonical text to ``path`` atomically (temporary file, then rename)."""
        return write_atomically(path, self.text)


def issue(claim: Mapping[str, Any], witness: Mapping[str, Any], about: Mapping[str, str] | None = None) -> Certificate:
    """The certificate of ``claim`` by ``witness``, after the trusted checker has accepted it.

    Raises DisagreementError if the checker rejects it (a prover's bug), LimitError if it reaches a resource limit.
    """
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "claim": claim, "witness": witness}
    if about:
        document["about"] = dict(about)
    text = canonical_text(document)
    return Certificate(json.loads(text), _accepted(text, claim), text)


def check(claim: Mapping[str, Any], witness: Mapping[str, Any]) -> None:
    """Have the trusted checker accept a certificate that nobody keeps; raises what ``issue`` raises.

    The text is not the canonical one, which takes longer to write than to check where there are thousands of small ones.
    """
    document = {"format": FORMAT, "version": VERSION, "claim": claim, "witness": witness}
    _accepted(json.dumps(document, ensure_ascii=False, allow_nan=False), claim)


def _accepted(text: str, claim: Mapping[str, Any]) -> str:
    """The sentence that the checker says the text proves."""
    result = checker.check_text(text)
    if result.status == "limit":
        raise LimitError(f"the certificate is beyond the checker's limits: {result.reason}")
    if result.status != "valid":
        raise DisagreementError(f"the checker rejects a certificate made here ({claim.get('kind')}): {result.reason}")
    return result.claim


def load(source: str | os.PathLike[str]) -> Certificate:
    """The checked certificate in the file ``source``; raises InputError if the checker does not accept it."""
    result = checker.check_file(source)
    if result.status == "limit":
        raise LimitError(f"{os.fspath(source)}: {result.reason}")
    if result.status != "valid":
        raise InputError(f"{os.fspath(source)}: {result.reason}")
    document = json.loads(Path(source).read_text(encoding="utf-8"))
    return Certificate(document, result.claim, canonical_text(document))


def canonical_text(document: Mapping[str, Any]) -> str:
    """The canonical JSON text of a document: same content, same bytes."""
    return _format(document, "") + "\n"


#: ``json.dumps`` with options makes a new encoder at every call, which takes longer than a row of a matrix.
_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_NESTED = (list, tuple, Mapping)


def _format(value: Any, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        rows = [f"{inner}{_encoded(str(key))}: {_format(value[key], inner)}" for key in sorted(value)]
        return "{\n" + ",\n".join(rows) + "\n" + indent + "}"
    if isinstance(value, (list, tuple)) and any(issubclass(kind, _NESTED) for kind in set(map(type, value))):
        return "[\n" + ",\n".join([inner + _format(v, inner) for v in value]) + "\n" + indent + "]"
    return _encoded(value)


def write_atomically(path: str | os.PathLike[str], text: str) -> Path:
    """Write ``text`` as UTF-8 under a temporary name in the same folder, then rename: never half-written."""
    target = Path(path)
    if target.is_dir():
        raise InputError(f"{target}: is a folder, expected a file name to write to")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
    return target
