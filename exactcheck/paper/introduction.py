"""The introduction: its example of a "local optimum that is not a global optimum"."""

from __future__ import annotations

from functools import partial

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.landscape.network import DeepLinearNetwork
from exactcheck.paper import points
from exactcheck.paper.study import Claim, Findings, Study, Verdict

PLACE = "Introduction, example after (3)"


def example() -> DeepLinearNetwork:
    """``X = I``, ``W_3 = [1; 0]``, ``W_2 = [0]``, ``W_1 = [1 0]``, ``Y = E_22``."""
    return DeepLinearNetwork([M([[1, 0]]), M([[0]]), M([[1], [0]])], "identity", M([[0, 0], [0, 1]]))


def _study() -> Findings:
    return points.examine_apart(example(), "introduction", f"paper, {PLACE}")


STUDY = Study("introduction", _study)


def claims_about_point(prefix: str, place: str, name: str, studies: tuple[Study, ...], lines: Verdict) -> list[Claim]:
    """The six claims that the paper makes of each of its examples, with the recorded verdicts; only ``lines`` varies."""
    claim = partial(Claim, place=place, studies=studies)
    return [
        claim(
            id=f"{prefix}-critical",
            statement=f"{name} is a critical point",
            assertions=(points.CRITICAL,),
            recorded=Verdict.CONFIRMED,
        ),
        claim(
            id=f"{prefix}-hessian",
            statement=f"the Hessian at {name} has no negative eigenvalue",
            assertions=(points.SEMIDEFINITE,),
            recorded=Verdict.CONFIRMED,
        ),
        claim(
            id=f"{prefix}-third-derivative",
            statement="the third derivative vanishes on the kernel of the Hessian",
            assertions=(points.THIRD_ORDER,),
            recorded=Verdict.CONFIRMED,
        ),
        claim(
            id=f"{prefix}-lines",
            statement=f"{name} is a minimum along every straight line",
            assertions=(points.LINES,),
            recorded=lines,
        ),
        claim(
            id=f"{prefix}-not-global",
            statement=f"{name} is not a global minimum",
            assertions=(points.NOT_GLOBAL,),
            recorded=Verdict.CONFIRMED,
        ),
        claim(
            id=f"{prefix}-local-minimum",
            statement=f"{name} is a local minimum",
            assertions=(points.LOCAL,),
            recorded=Verdict.REFUTED,
        ),
    ]


CLAIMS = claims_about_point("introduction", PLACE, "the point", (STUDY,), Verdict.CONFIRMED)
