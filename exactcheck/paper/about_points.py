"""The six claims that the paper makes of each point that it offers as a local minimum that is not global."""

from __future__ import annotations

from functools import partial

from exactcheck.paper import points
from exactcheck.paper.study import Claim, Reach, Study, Verdict


def claims_about_point(
    prefix: str, place: str, name: str, studies: tuple[Study, ...], lines: Verdict, rests_on: tuple[str, ...] = ()
) -> list[Claim]:
    """The six claims that the paper makes of each of its examples, with the recorded verdicts; only ``lines`` varies.

    ``rests_on``: the claims that the paper moreover cites where it concludes that the point is a local minimum.
    """
    claim = partial(Claim, place=place, studies=studies, reach=Reach.THESE)
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
            statement=f"the third derivative at {name} vanishes on the kernel of the Hessian",
            assertions=(points.THIRD_ORDER,),
            recorded=Verdict.CONFIRMED,
        ),
        claim(
            id=f"{prefix}-lines",
            statement=f"{name} is a minimum along every straight line",
            assertions=(points.LINES,),
            recorded=lines,
            depends=(f"{prefix}-critical", f"{prefix}-hessian", f"{prefix}-third-derivative"),
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
            depends=(f"{prefix}-critical", f"{prefix}-hessian", f"{prefix}-third-derivative", *rests_on),
            general="deep-linear-networks.md#no-spurious-local-minima",
        ),
    ]
