"""How firmly each claim stands, given the claims it depends on; statement and printed proof are kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from exactcheck.auditing import Row
from exactcheck.errors import InputError
from exactcheck.paper.study import Verdict

#: Verdicts with which the statement holds, as it is printed or as it is evidently meant.
_HOLDS = {Verdict.CONFIRMED.value, Verdict.GAP.value, Verdict.MISPRINT.value}


@dataclass(frozen=True)
class Standing:
    """Of one claim, computed from its own row and the rows of everything it depends on, directly or not.

    A statement is confirmed *fully* only if it is confirmed and so is, fully, everything it depends on; a printed proof stands
    *fully* only if its examined steps hold and the proofs it rests on stand fully. A misprint counts as
    it is meant. What was not audited in the same run, or not examined, counts as not confirmed.
    """

    statement_fully: bool
    """The statement is confirmed (a misprint: as it is meant), and fully so is everything it depends on."""
    proof_fully: bool
    """The examined steps of the printed proof hold, and the proofs it rests on stand fully."""
    held_back_by: tuple[str, ...]
    """The claims, of those that this one depends on directly, that were audited in the same run and whose statements are not fully
    confirmed."""
    not_run: tuple[str, ...]
    """The claims, of those that this one depends on directly, that were not audited in the same run: nothing is said of them."""


def standings(rows: Sequence[Row]) -> dict[str, Standing]:
    """The standing of every row, by id. Raises InputError if claims depend on each other in a circle."""
    by_id = {row.id: row for row in rows}
    found: dict[str, Standing] = {}
    for name in _in_order({row.id: row.depends for row in rows}):
        if name in by_id:
            found[name] = _standing(by_id[name], found)
    return found


def _in_order(depends: Mapping[str, Sequence[str]]) -> list[str]:
    try:
        return list(TopologicalSorter(depends).static_order())
    except CycleError as error:
        raise InputError(f"claims depend on each other in a circle: {' -> '.join(error.args[1])}") from None


def _standing(row: Row, found: Mapping[str, Standing]) -> Standing:
    absent = tuple(name for name in row.depends if name not in found)
    back = tuple(name for name in row.depends if name in found and not found[name].statement_fully)
    proofs = all(name in found and found[name].proof_fully for name in row.depends)
    return Standing(row.verdict in _HOLDS and not back and not absent, row.printed_proof == "examined steps hold" and proofs,
                    back, absent)
