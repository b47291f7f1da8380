"""All audited claims, in the paper's order."""

from __future__ import annotations

from exactcheck.paper import (
    abstract,
    appendix_a,
    appendix_b,
    appendix_c,
    introduction,
    section2,
    section3,
    section4,
    section5,
    section6,
)
from exactcheck.paper.study import Claim

CLAIMS: tuple[Claim, ...] = tuple(
    claim
    for module in (abstract, introduction, section2, section3, section4, section5, section6, appendix_a, appendix_b, appendix_c)
    for claim in module.CLAIMS
)
