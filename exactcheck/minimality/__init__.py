"""Local minimality of a polynomial at a rational point, decided and certified."""

from exactcheck.minimality.classification import PolynomialClassification, classify_point, classify_polynomial
from exactcheck.minimality.network_classification import classify_network
from exactcheck.minimality.networks import Network
from exactcheck.minimality.problem import PolynomialPoint

__all__ = ["Network", "PolynomialClassification", "PolynomialPoint", "classify_network", "classify_point", "classify_polynomial"]
