"""Lemmas about pairs ``(W1, W2)``: Proposition 4, Theorem 5, Lemma 16, the criterion for both, and two false statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exactcheck.errors import DisagreementError
from exactcheck.openness.api import verdict
from exactcheck.openness.claims import Proof, pair_members, pair_ranks, subspace_intersection
from exactcheck.openness.completion import complete
from exactcheck.openness.criterion import is_open_for, proposition_4_inequalities
from exactcheck.openness.pair import Pair
from exactcheck.sweep import screening
from exactcheck.sweep.lemma import Case, Chain, Claims, Kind, Lemma, Outcome


@dataclass(frozen=True)
class Reading:
    """What accepted claims say about a pair; what none of them says is None or missing."""

    shape: tuple[int, int, int]
    is_open: bool | None
    rate: str | None
    ranks: tuple[int, ...] | None
    completions: Mapping[tuple[str, str], bool]
    meets: Mapping[str, int]  # "iii": dim(N(W1) ∩ C(W2)), "iv": dim(N(W2^T) ∩ C(W1^T))

    @classmethod
    def of(cls, problem: Mapping[str, Any], claims: Claims) -> Reading:
        """Raises DisagreementError if a claim is about something else than the problem's pair."""
        W1, W2 = problem["W1"], problem["W2"]
        sides = {"iii": (W1, W2), "iv": (_transposed(W2), _transposed(W1))}
        is_open, rate, ranks = None, None, None
        completions: dict[tuple[str, str], bool] = {}
        meets: dict[str, int] = {}
        for claim in claims:
            kind = claim["kind"]
            if kind == "subspace-intersection":
                name = next((name for name, pair in sides.items() if (claim["A"], claim["B"]) == pair), None)
                if name is None:
                    raise DisagreementError("an intersection that is not one of the pair")
                meets[name] = claim["dimension"]
                if sides["iii"] == sides["iv"]:
                    meets = {"iii": claim["dimension"], "iv": claim["dimension"]}
                continue
            if (claim["W1"], claim["W2"]) != (W1, W2):
                raise DisagreementError(f"a claim of kind {kind} about another pair")
            if kind == "pair-ranks":
                ranks = tuple(claim["ranks"])
            elif kind == "completion":
                completions[claim["side"], claim["target"]] = claim["exists"]
            else:
                is_open, rate = kind == "locally-open", claim.get("rate")
        (m, k), (_, n) = W1["shape"], W2["shape"]
        return cls((m, k, n), is_open, rate, ranks, completions, meets)

    @property
    def ranks_(self) -> tuple[int, ...]:
        if self.ranks is None:
            raise DisagreementError("the ranks of the pair are not certified")
        return self.ranks

    def proposition_4(self) -> bool:
        """Condition (3) of Proposition 4."""
        r1, r2, _ = self.ranks_
        return any(proposition_4_inequalities(*self.shape, r1, r2, self.meets["iii"]))

    def theorem_5(self) -> list[bool]:
        """Conditions i) to iv) of Theorem 5."""
        return [
            self.completions["left", "full-column-rank"],
            self.completions["right", "full-row-rank"],
            self.meets["iii"] == 0,
            self.meets["iv"] == 0,
        ]

    def criterion(self) -> bool:
        """``min(m - a, n - b, k) <= k - a - b``."""
        r1, r2, r = self.ranks_
        return is_open_for(*self.shape, r1 - r, r2 - r)


def _transposed(document: Mapping[str, Any]) -> dict[str, Any]:
    rows, columns = document["shape"]
    return {"shape": [columns, rows], "entries": [list(column) for column in zip(*document["entries"], strict=True)]}


def _full(shape: tuple[int, ...]) -> bool:
    return shape[1] >= min(shape[0], shape[2])


def _deficient(shape: tuple[int, ...]) -> bool:
    return not _full(shape)


def _lemma(
    parts: Callable[[Pair], list[Proof]], judge: Callable[[Reading], Outcome]
) -> tuple[Callable[[Chain], list[Case]], Callable[[Mapping[str, Any], Claims], Outcome]]:
    return _Examine(parts), _Judge(judge)


@dataclass(frozen=True)
class _Examine:
    parts: Callable[[Pair], list[Proof]]

    def __call__(self, chain: Chain) -> list[Case]:
        pair = Pair(chain[1], chain[0])
        return [Case(pair_members(pair), tuple(self.parts(pair)))]


@dataclass(frozen=True)
class _Judge:
    decide: Callable[[Reading], Outcome]

    def __call__(self, problem: Mapping[str, Any], claims: Claims) -> Outcome:
        return self.decide(Reading.of(problem, claims))


# -- parts: what is certified about a pair ----------------------------------------------------------------------------
def _completions(pair: Pair) -> list[Proof]:
    if _full(pair.shape):
        return [complete(pair, "left", "full-row-rank").proof(), complete(pair, "right", "full-column-rank").proof()]
    return [complete(pair, "left", "full-column-rank").proof(), complete(pair, "right", "full-row-rank").proof()]


def _meets(pair: Pair) -> list[Proof]:
    first = subspace_intersection(pair.intersection)
    return [first] if _full(pair.shape) else [first, subspace_intersection(pair.flip.intersection)]


def _verdict(pair: Pair) -> list[Proof]:
    return [verdict(pair)]


def _conditions(pair: Pair) -> list[Proof]:
    return [pair_ranks(pair), *_completions(pair), *_meets(pair)]


def _everything(pair: Pair) -> list[Proof]:
    return [verdict(pair), *_conditions(pair)]


def _criterion(pair: Pair) -> list[Proof]:
    return [verdict(pair), pair_ranks(pair), *_meets(pair)]


def _two_completions(pair: Pair) -> list[Proof]:
    return [pair_ranks(pair), *_completions(pair)]


# -- judgements: the outcome, from the accepted claims ------------------------------------------------------------------
def _has_verdict(pair: Reading) -> Outcome:
    return Outcome.of(pair.is_open is not None)


def _proposition_4(pair: Reading) -> Outcome:
    second = pair.completions["left", "full-row-rank"] or pair.completions["right", "full-column-rank"]
    return Outcome.of(pair.is_open == second == pair.proposition_4())


def _theorem_5(pair: Reading) -> Outcome:
    if pair.ranks_[0] != pair.ranks_[1]:
        return Outcome.of(pair.is_open is False)
    return Outcome.of({*pair.theorem_5(), pair.is_open} in ({True}, {False}))


def _lemma_16(pair: Reading) -> Outcome:
    return Outcome.of(len(set(pair.theorem_5())) == 1) if pair.ranks_[0] == pair.ranks_[1] else Outcome.VACUOUS


def _theorem_a(pair: Reading) -> Outcome:
    r1, r2, _ = pair.ranks_
    paper = pair.proposition_4() if _full(pair.shape) else r1 == r2 and pair.meets["iii"] == pair.meets["iv"] == 0
    return Outcome.of(pair.is_open == pair.criterion() == paper)


def _linear(pair: Reading) -> Outcome:
    return Outcome.of(pair.rate == "linear") if pair.is_open else Outcome.VACUOUS


def _i_iff_ii(pair: Reading) -> Outcome:
    return Outcome.of(len(set(pair.completions.values())) == 1)


LEMMAS = [
    Lemma(
        "openness",
        "Theorem A (Proposition 4 and Theorem 5)",
        "each pair has a certificate that multiplication is locally open there, or one that it is not",
        Kind.PAIR,
        *_lemma(_verdict, _has_verdict),
    ),
    Lemma(
        "theorem-a",
        "Proposition 4 and Theorem 5 in one criterion",
        "multiplication is locally open iff min(m - a, n - b, k) <= k - a - b, and iff Proposition 4 (3) for k >= min(m, n), "
        "rank W1 = rank W2 with iii) and iv) of Theorem 5 for k < min(m, n)",
        Kind.PAIR,
        *_lemma(_criterion, _theorem_a),
        screen=screening.theorem_a,
    ),
    Lemma(
        "proposition-4",
        "Proposition 4 (k >= min(m, n))",
        "the conditions (1), (2) and (3) are equivalent",
        Kind.PAIR,
        *_lemma(_everything, _proposition_4),
        applies=_full,
        screen=screening.proposition_4,
    ),
    Lemma(
        "theorem-5",
        "Theorem 5 (k < min(m, n))",
        "multiplication is not locally open if the ranks differ; if they are equal, i) to iv) and local openness are equivalent",
        Kind.PAIR,
        *_lemma(_everything, _theorem_5),
        applies=_deficient,
        screen=screening.theorem_5,
    ),
    Lemma(
        "lemma-16",
        "Appendix B, Lemma 16",
        "for k < min(m, n) and rank W1 = rank W2, the conditions i) to iv) are equivalent",
        Kind.PAIR,
        *_lemma(_conditions, _lemma_16),
        applies=_deficient,
        screen=screening.lemma_16,
    ),
    Lemma(
        "delta-of-order-epsilon",
        "Section 3, before Remark 1",
        "delta is of order epsilon at every pair at which multiplication is locally open",
        Kind.PAIR,
        *_lemma(_verdict, _linear),
        expected=Outcome.FAILS,
        screen=screening.linear,
    ),
    Lemma(
        "i-equivalent-to-ii",
        "Section 3, after Theorem 5",
        "conditions i) and ii) of Theorem 5 are equivalent in the rank-deficient case k < min(m, n)",
        Kind.PAIR,
        *_lemma(_two_completions, _i_iff_ii),
        applies=_deficient,
        expected=Outcome.FAILS,
        screen=screening.i_iff_ii,
    ),
]
