"""Explanations of networks: the pre-activations at the point, slices without what is not needed, a short sentence first."""

from __future__ import annotations

from fractions import Fraction

import pytest

import exactcheck as ec
from exactcheck.exact.polynomial import Polynomial
from exactcheck.explanation import explain
from exactcheck.explanation.forward import forward, slope
from exactcheck.explanation.polynomials import slice_
from exactcheck.minimality.functions import ABSOLUTE, RELU, SQUARE, Function

LEAKY = {"leaky-relu": "1/2"}


def flat(text: str) -> str:
    return " ".join(text.split())


def test_pre_activations_values_and_slopes_are_shown() -> None:
    """A reader can redo E layer by layer: arguments of the activations, their values, and their slopes."""
    net = ec.Network([[[1, 2], [-1, 0]], [[3, 1]]], [[1, -1], [1, 0]], [[0, 1]], activations=[LEAKY, "identity"],
                     biases=[[[0], [1]], None])
    text = explain(ec.classify(net).certificate())
    assert ("  Z₁ = W₁ X + b₁ 1ᵀ = [3  -1]   H₁ = a₁(Z₁) = [3  -1/2]   a₁'(Z₁) = [    1  1/2]\n"
            "                      [0   2]                 [0     2]             [1/2|1    1]\n"
            "  Z₂ = W₂ H₁ = [9  1/2]\n\nSo E = Z₂ - Y is\n\n  E = [9  -1/2]\n") in text


def test_linear_networks_have_no_table() -> None:
    """Without activations E = W₂ W₁ X - Y can be redone as it stands."""
    assert forward(ec.Network([[[1]], [[2]]], [[1]], [[3]])) == []


def test_a_last_layer_with_an_activation_ends_the_table() -> None:
    """The output that Y is subtracted from is then a value, not an argument."""
    told = forward(ec.Network([[[2]]], [[1, -1]], [[3, 0]], activations=["relu"]))
    assert told[1:] == ["  Z₁ = W₁ X = [2  -2]   H₁ = a₁(Z₁) = [2  0]   a₁'(Z₁) = [1  0]", "So E = H₁ - Y is"]


@pytest.mark.parametrize(("function", "z", "shown"), [
    (RELU, -1, "0"), (RELU, 0, "0|1"), (RELU, 2, "1"), (ABSOLUTE, 0, "-1|1"), (SQUARE, "3/2", "3"),
    (Function.piecewise([Fraction(0)], [[], [Fraction(0), Fraction(0), Fraction(1)]]), 0, "0")])
def test_slopes_are_derivatives(function: Function, z: str | int, shown: str) -> None:
    """Inside a piece the derivative; at a break both one-sided ones, unless they agree."""
    assert slope(function, Fraction(z)) == shown


def test_a_slice_says_what_a_function_does_not_depend_on() -> None:
    """Constant unit fields are variables that do not occur; only where a column of T is no unit vector is there a basis to show."""
    x2, one = [["1", [2, 0]]], [["1", [0, 0]]]
    proof = {"rule": "weighted", "weights": [1], "degree": 2, "vector": [[["1", [1]]]],
             "matrix": {"shape": [1, 1], "entries": [["1"]]}, "congruence": {"shape": [1, 1], "entries": [["1"]]}}
    basis = {"shape": [2, 1], "entries": [["1"], ["0"]]}
    F = Polynomial(2, {tuple(e): Fraction(c) for c, e in x2})
    told = slice_(F, ["x", "y"], {"rule": "slice", "fields": [[[], one]], "basis": basis, "proof": proof})
    assert told[0] == "(slice) F does not depend on y. With z1 = x, F is z1^2."
    moving = [[[], [["1", [0, 1]], ["1", [0, 0]]]]]
    told = slice_(F, ["x", "y"], {"rule": "slice", "fields": moving, "basis": basis, "proof": proof})
    assert told[0] == ("(slice) F is constant along the vector field (0, y + 1). The value of this field at 0 and the unit vector "
                       "of x are a basis, so only points matter where all other variables are 0. With z1 = x, F is z1^2.")
    for rows, shown, left in (([["1"], ["1"]], "  T = [1]\n      [1]", "z1^2"), ([["2"], ["0"]], "  T = [2]\n      [0]", "4*z1^2")):
        T = {"shape": [2, 1], "entries": rows}
        told = slice_(F, ["x", "y"], {"rule": "slice", "fields": [[[], one]], "basis": T, "proof": proof})
        assert told[:3] == ["(slice) F does not depend on y. The unit vector of y and the columns of T are a basis:", shown,
                            f"so only the points T z matter; there F is {left}."]


def test_a_network_has_a_short_sentence_above_the_checkers() -> None:
    """What the point is, in plain words; then the sentence that the certificate states, in full."""
    net = ec.Network([[[-1]], [["-2/5"]]], [[1, -1]], [[1, 0]], activations=[LEAKY, "identity"])
    certificate = ec.classify(net).certificate()
    lines = explain(certificate).split("\n")
    assert lines[0] == "In short: for the loss of this network, the point is a local minimum and not a global minimum."
    assert lines[1].startswith("Claim:   (1) the point is a local minimum of the sum of l(E_ij), E = a_2(W_2 a_1(W_1 X)) - Y")
    assert flat("its value 2/5 is not the least.") in flat(explain(certificate).partition("Rule:")[0])


def test_where_the_checkers_sentence_is_short_it_stands_alone() -> None:
    """No second sentence for a linear network or a polynomial, whose own sentence is plain."""
    net = ec.DeepLinearNetwork([[[1, 0]], [[0]], [[1], [0]]], X="identity", Y=[[0, 0], [0, 1]])
    assert explain(ec.classify(net).certificate()).startswith("Claim:   ")
    assert "In short" not in explain(ec.classify_polynomial("(y - x^2)*(y - 3*x^2)", {"x": 0, "y": 0}).certificate())
