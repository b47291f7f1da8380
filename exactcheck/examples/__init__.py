"""A gallery of worked examples: small named problems, each of which shows one thing about local minimality."""

from exactcheck.examples.gallery import EXAMPLES, Gallery, Worked, work

__all__ = ["EXAMPLES", "Gallery", "Worked", "work"]
