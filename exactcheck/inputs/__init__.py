"""What users hand in: numbers, matrices and problems, from Python objects and from files of many formats.

Each becomes rational or one clear line that names the file, the place inside, what was found and what was expected.
"""

from __future__ import annotations

from exactcheck.inputs.matrices import as_matrix
from exactcheck.inputs.numbers import Floats, Number
from exactcheck.inputs.problems import NETWORK, PAIR, POLYNOMIAL, Problem, read_problem_file

__all__ = ["NETWORK", "PAIR", "POLYNOMIAL", "Floats", "Number", "Problem", "as_matrix", "read_problem_file"]
