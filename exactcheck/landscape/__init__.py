"""Critical points of deep linear networks with square loss: derivatives, curves, minima, classification."""

from exactcheck.landscape.classification import Classification, Kind, classify
from exactcheck.landscape.network import DeepLinearNetwork

__all__ = ["Classification", "DeepLinearNetwork", "Kind", "classify"]
