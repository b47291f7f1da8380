"""All audited claims, in the paper's order."""

from __future__ import annotations

from exactcheck.paper import appendix_b, appendix_c, introduction, section2, section3, section5
from exactcheck.paper.study import Claim

CLAIMS: tuple[Claim, ...] = tuple(
    claim for module in (introduction, section2, section3, section5, appendix_b, appendix_c) for claim in module.CLAIMS
)
