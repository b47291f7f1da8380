"""From a certificate to its explanation: check it, then let the page for each (claim, rule) speak."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import Any

from exactcheck import checker
from exactcheck.certificate import Certificate, canonical_text
from exactcheck.display import printable
from exactcheck.errors import InputError, LimitError
from exactcheck.explanation import factors, images, matrices, minima, motion, obstructions, pairs, relations
from exactcheck.explanation.brevity import in_short
from exactcheck.explanation.text import LONGEST, WIDTH, wrapped

#: Characters in a line of prose.
PROSE = 100
#: Narrower terminals break the lines themselves.
_NARROWEST = 60
#: Longer sentences of the checker have a short plain one above them.
_LONG = 91

#: (kind of claim, rule) -> the function that explains it: from claim and witness to paragraphs.
EXPLAINERS: dict[tuple[str, str], Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]] = {
    ("rank", "null-space"): matrices.rank,
    ("null-space", "spanning"): matrices.null_space,
    ("subspace-intersection", "basis"): matrices.intersection,
    ("pair-ranks", "null-spaces"): pairs.ranks,
    ("inertia", "congruence"): matrices.inertia,
    ("spectrum", "cyclic-vectors"): matrices.spectrum,
    ("locally-open", "right-inverse"): factors.right_inverse,
    ("locally-open", "left-inverse"): factors.left_inverse,
    ("locally-open", "schur-complement"): factors.schur_complement,
    ("locally-open", "equal-ranks"): factors.equal_ranks,
    ("not-locally-open", "rank-obstruction"): obstructions.rank_obstruction,
    ("not-locally-open", "rank-excess"): obstructions.rank_excess,
    ("completion", "completion"): obstructions.completion,
    ("completion", "rank-bound"): obstructions.no_completion,
    ("bounded-basis", "coefficients"): relations.bounded_basis,
    ("matrix-relations", "arithmetic"): relations.relations,
    ("image-not-convex", "opposite-signs"): images.image_not_convex,
    ("critical-point", "gradient"): minima.critical_point,
    ("not-critical", "gradient-entry"): minima.not_critical,
    ("hessian-inertia", "congruence"): minima.hessian_inertia,
    ("hessian-spectrum", "cyclic-vectors"): minima.hessian_spectrum,
    ("taylor-expansion", "expansion"): motion.taylor_expansion,
    ("kernel-forms", "expansion"): motion.kernel_forms,
    ("line-minimum", "half-square"): motion.line_minimum,
    ("not-a-line-minimum", "descent-line"): motion.descent_line,
    ("second-order-saddle", "negative-curvature"): motion.negative_curvature,
    ("higher-order-saddle", "semidefinite-with-curves"): motion.higher_order_saddle,
    ("not-a-local-minimum", "descent-curve"): motion.descent_curve,
    ("not-a-local-maximum", "ascent-curve"): motion.ascent_curve,
    ("global-minimum", "orthogonal-residual"): minima.orthogonal_residual,
    ("global-minimum", "eckart-young"): minima.eckart_young,
    ("not-a-global-minimum", "better-point"): minima.better_point,
}


def explain(certificate: Certificate | Mapping[str, Any], limits: checker.Limits | None = None, columns: int | None = None) -> str:
    """The certificate (or its document) as plain text: problem, witness, the arithmetic, and why it proves the claim.

    The trusted checker checks it first: raises InputError if it is not accepted, LimitError if a limit is reached.
    Matrices with more than 12 rows or columns are abbreviated. Lines have at most ``columns`` characters where that is possible
    (never below 60), and never more than 112.
    """
    document = certificate.document if isinstance(certificate, Certificate) else certificate
    digits = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # the checker has bounded the numbers; those shown here are shortened
    width = WIDTH.set(LONGEST if columns is None else min(LONGEST, max(columns, _NARROWEST) - 2))
    try:
        sentence = accepted(document, limits)
        paragraphs = _body(document["claim"], document["witness"])
        if document["claim"]["kind"] == "conjunction" and len(document["claim"]["parts"]) > 1:
            sentence = "; ".join(f"({i}) {words}" for i, words in enumerate(_sentences(document, limits), start=1))
        return "\n\n".join([_heading(document, sentence), *map(_wrapped, paragraphs)]) + "\n"
    finally:
        WIDTH.reset(width)
        sys.set_int_max_str_digits(digits)


def accepted(document: Mapping[str, Any], limits: checker.Limits | None = None) -> str:
    """The sentence that a certificate's document proves; raises InputError if the checker does not accept it, or LimitError."""
    result = checker.check_text(_text(document), limits)
    if result.status == "limit":
        raise LimitError(f"the certificate is beyond the checker's limits: {result.reason}")
    if result.status != "valid":
        raise InputError(f"the checker does not accept the certificate ({result.status}): {result.reason}")
    return result.claim


def _sentences(document: Mapping[str, Any], limits: checker.Limits | None) -> Iterator[str]:
    """What the parts of a conjunction state, each on its own: they are told apart by the numbers of their proofs below."""
    claim = document["claim"]
    for part, witness in zip(claim["parts"], document["witness"]["witnesses"], strict=True):
        yield accepted({"format": document["format"], "version": document["version"], "claim": {**claim["shared"], **part},
                        "witness": witness}, limits)


def _text(document: Any) -> str:
    try:
        return canonical_text(document)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"not a certificate document: {error}") from None


def _heading(document: Mapping[str, Any], sentence: str) -> str:
    about = [printable(value) for _, value in sorted(document.get("about", {}).items())]
    lines = [f"About:   {'; '.join(about)}"] if about else []
    plain = in_short(document["claim"]) if len(sentence) > _LONG else None
    lines += wrapped(f"{plain}.", "In short: ", _prose()) if plain else []
    lines += wrapped(printable(sentence) + ".", "Claim:   ", _prose())
    lines.append(f"Rule:    {document['witness']['rule']}")
    lines += wrapped("the certificate is valid. Below is its argument, with the arithmetic to redo by hand.", "Checked: ", _prose())
    return "\n".join(lines)


def _body(claim: Mapping[str, Any], witness: Mapping[str, Any]) -> list[str]:
    if claim["kind"] != "conjunction":
        return _explainer(claim, witness)(claim, witness)
    paragraphs = [f"The claim has {matrices.plural(len(claim['parts']), 'part')}, each with its own proof."]
    whole = [{**claim["shared"], **part} for part in claim["parts"]]
    told = [_explainer(part, proof)(part, proof) for part, proof in zip(whole, witness["witnesses"], strict=True)]
    if pairs.in_short(whole) is not None:
        paragraphs += pairs.setting(*pairs.pair(whole[0]))
        told = pairs.told_once(told, whole, witness["witnesses"])
    for i, (part, proof) in enumerate(zip(claim["parts"], witness["witnesses"], strict=True), start=1):
        rule = f"({i}) {part['kind']}, by rule {proof['rule']}"
        paragraphs += [f"{rule}\n{'-' * len(rule)}", *_without_repetition(told[:i])]
    return paragraphs


def _explainer(claim: Mapping[str, Any], witness: Mapping[str, Any]) -> Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]:
    table = EXPLAINERS
    kind = claim.get("objective", {}).get("kind")
    if kind == "polynomial":
        from exactcheck.explanation.polynomials import POLYNOMIAL_EXPLAINERS as table
    if kind == "network-loss":
        from exactcheck.explanation.losses import LOSS_EXPLAINERS as table
    return table[claim["kind"], witness["rule"]]


def _without_repetition(told: list[list[str]]) -> list[str]:
    """The last part, its beginning replaced by a reference where an earlier part begins in the same way."""
    *earlier, last = told
    same = [sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(part, last, strict=False)))
            for part in earlier]
    longest = max(same, default=0)
    if longest < 2:
        return last
    return [f"It begins as part ({same.index(longest) + 1}).", *last[longest:]]


def _prose() -> int:
    return min(PROSE, WIDTH.get() + 2)


def _wrapped(text: str) -> str:
    """Prose broken into lines; displayed formulas (indented) and what has line breaks already stay as they are."""
    return text if text.startswith("  ") or "\n" in text else "\n".join(wrapped(text, "", _prose()))
