"""Local minimality of a polynomial at a rational point, decided and certified."""

from exactcheck.minimality.classification import PolynomialClassification, classify_point, classify_polynomial
from exactcheck.minimality.problem import PolynomialPoint

__all__ = ["PolynomialClassification", "PolynomialPoint", "classify_point", "classify_polynomial"]
