"""Sweeps: a lemma examined at all small instances up to symmetry, or at many random ones, with certificates."""

from __future__ import annotations

from exactcheck.sweep.lemma import Lemma, Outcome
from exactcheck.sweep.results import Summary
from exactcheck.sweep.sweeping import LEMMAS, counted, lemma_named, run

__all__ = ["LEMMAS", "Lemma", "Outcome", "Summary", "counted", "lemma_named", "run"]
