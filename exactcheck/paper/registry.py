"""All audited claims, in the paper's order."""

from __future__ import annotations

from exactcheck.paper import appendix_c, introduction, section3, section5
from exactcheck.paper.study import Claim

CLAIMS: tuple[Claim, ...] = (*introduction.CLAIMS, *section3.CLAIMS, *section5.CLAIMS, *appendix_c.CLAIMS)
