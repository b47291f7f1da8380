"""Assertions about pairs, networks and certificates. A failure is one paragraph with the matrices and the witness."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from exactcheck import checker
from exactcheck.api import DeepLinearNetwork, classify, local_openness
from exactcheck.certificate import Certificate, canonical_text
from exactcheck.exact.matrix import RationalMatrix
from exactcheck.inputs import Floats, as_matrix
from exactcheck.landscape import Kind
from exactcheck.openness import Openness
from exactcheck.openness.obstruction import rank_obstruction
from exactcheck.openness.pair import Pair
from exactcheck.verification import Verification, verify

#: Larger matrices are shown by their size.
_MOST_ENTRIES = 36


def assert_verified(certificate: Certificate | Mapping[str, Any] | str | os.PathLike[str], kind: str | None = None,
                    limits: checker.Limits | None = None) -> Verification:
    """The trusted checker accepts the certificate (also its document, JSON text or path); returns what it says.

    ``kind``: the claim must be of this kind, such as ``"locally-open"``: a certificate of an easier claim is no proof of
    the one that was meant. Raises AssertionError with the reason.
    """
    __tracebackhide__ = True
    source = canonical_text(certificate) if isinstance(certificate, Mapping) else certificate
    found = verify(source, limits)
    name = f"the certificate {os.fspath(source)}" if isinstance(source, os.PathLike) else "the certificate"
    if isinstance(source, str) and not source.lstrip().startswith("{"):
        name = f"the certificate {source}"
    if not found.valid:
        raise AssertionError(f"{name} is {found.status}: {found.reason}")
    if kind is not None:
        proved = checker.read_json(_text(source))["claim"]["kind"]
        if proved != kind:
            raise AssertionError(f"{name} is valid, but proves a claim of kind {proved}, expected {kind}: {found.claim}")
    return found


def _text(source: Certificate | str | os.PathLike[str]) -> str:
    if isinstance(source, Certificate):
        return source.to_json()
    return source if isinstance(source, str) and source.lstrip().startswith("{") else Path(source).read_text(encoding="utf-8")


def assert_locally_open(W1: Any, W2: Any, floats: Floats | None = None, rate: str | None = None) -> Openness:
    """Multiplication is locally open in its range at ``W1`` (m x k), ``W2`` (k x n); returns the decision.

    ``rate``: ``"linear"`` or ``"quadratic"``, if the rate matters. Raises AssertionError with the obstruction, InputError
    for what is no pair of matrices (``exactcheck.as_matrix``).
    """
    __tracebackhide__ = True
    found = local_openness(W1, W2, floats)
    if not found.is_open:
        obstruction = rank_obstruction(Pair(found.W1, found.W2))
        raise AssertionError(
            f"multiplication is not locally open in its range at {_pair(found)}: min(m - a, n - b, k) = "
            f"{_least(found)} > k - a - b = {found.shape[1] - found.a - found.b}. The witness: W1 W2 + δ U Vᵀ with "
            f"U = {_shown(obstruction.U)}, V = {_shown(obstruction.V)} is in the range and has no factors near W1 and W2, "
            f"for any δ ≠ 0. {_accepted(found.verdict_certificate())}")
    if rate is not None and found.rate != rate:
        raise AssertionError(f"multiplication is locally open at {_pair(found)}, but with a {found.rate} rate, expected "
                             f"{rate}. {_accepted(found.verdict_certificate())}")
    return found


def assert_not_locally_open(W1: Any, W2: Any, floats: Floats | None = None) -> Openness:
    """Multiplication is not locally open in its range at ``W1`` (m x k), ``W2`` (k x n); returns the decision.

    Raises AssertionError with what shows that it is, InputError for what is no pair of matrices.
    """
    __tracebackhide__ = True
    found = local_openness(W1, W2, floats)
    if found.is_open:
        certificate = found.verdict_certificate()
        raise AssertionError(
            f"multiplication is locally open in its range at {_pair(found)}: min(m - a, n - b, k) = {_least(found)} <= "
            f"k - a - b = {found.shape[1] - found.a - found.b}. The witness, by rule {certificate.witness['rule']}: "
            f"{_members(certificate.witness)}. {_accepted(certificate)}")
    return found


def assert_kind(net: DeepLinearNetwork | Mapping[str, Any], kind: Kind) -> None:
    """The network (or the keyword arguments of one) is at a point of this kind; see ``exactcheck.classify``.

    Raises AssertionError with the kind that it is, and its witness; ValueError for an unknown kind.
    """
    __tracebackhide__ = True
    if kind not in get_args(Kind):
        raise ValueError(f"unknown kind {kind!r}, expected one of {', '.join(get_args(Kind))}")
    if isinstance(net, Mapping):
        net = DeepLinearNetwork(**net)
    found = classify(net)
    if found.kind != kind:
        certificate = found.certificate()
        weights = ", ".join(f"W_{i} = {_shown(W)}" for i, W in enumerate(net.weights, start=1))
        raise AssertionError(
            f"the point is a {found.kind}, expected {kind}: {weights}, X = {_shown(net.X)}, Y = {_shown(net.Y)}, loss "
            f"{net.loss()}. The witness, by rule {certificate.witness['rule']}: {_members(certificate.witness) or 'none needed'}. "
            f"{_accepted(certificate)}")


def _pair(found: Openness) -> str:
    m, k, n = found.shape
    return (f"W1 = {_shown(found.W1)}, W2 = {_shown(found.W2)} (m, k, n = {m}, {k}, {n}; rank W1, W2, W1 W2 = "
            f"{', '.join(map(str, found.ranks))}; a = dim N(W2ᵀ) ∩ C(W1ᵀ) = {found.a}, b = dim N(W1) ∩ C(W2) = {found.b})")


def _least(found: Openness) -> int:
    m, k, n = found.shape
    return min(m - found.a, n - found.b, k)


def _accepted(certificate: Certificate) -> str:
    return f"(The checker accepts this: {certificate.statement}.)"


def _members(witness: Mapping[str, Any]) -> str:
    """The members of a witness, its matrices shown."""
    return ", ".join(f"{key} = {_value(value)}" for key, value in witness.items() if key not in ("rule", "modulus"))


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        if set(value) == {"shape", "entries"}:
            return _shown(as_matrix(value)) if 0 not in value["shape"] else f"(a {value['shape'][0]} x {value['shape'][1]} matrix)"
        return "{" + ", ".join(f"{key}: {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)


def _shown(matrix: RationalMatrix) -> str:
    """``[1 0; 1/2 3]``, or the size of a large matrix."""
    if matrix.rows * matrix.columns > _MOST_ENTRIES:
        return f"(a {matrix.rows} x {matrix.columns} matrix)"
    rows = (" ".join(str(matrix[i, j]) for j in range(matrix.columns)) for i in range(matrix.rows))
    return f"[{'; '.join(rows)}]"
