"""Explanations of claims about derivatives at a point and about global minima."""

from __future__ import annotations

from exactcheck.exact.matrix import RationalMatrix
from exactcheck.explanation.matrices import Document, congruence, eigenvalues, read
from exactcheck.explanation.problem import (
    critical,
    gradient_name,
    gradient_of_product,
    has_identity_data,
    network,
    statement,
)
from exactcheck.explanation.problem import weights as show_weights
from exactcheck.explanation.text import equation, flow, matrix, named, number, sub
from exactcheck.landscape.network import DeepLinearNetwork


def critical_point(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    return [*statement(net), *critical(net)]


def not_critical(claim: Document, witness: Document) -> list[str]:
    net, i, a, b = network(claim), witness["layer"], witness["row"], witness["column"]
    block = net.gradient()[i - 1]
    return [*statement(net), *gradient_of_product(net), f"and the derivative by {sub('W', i)} is",
            equation(f"∂f/∂{sub('W', i)} = {gradient_name(net, i)} = ", matrix(block)),
            f"Its entry in row {a + 1}, column {b + 1} is {number(block[a, b])}, not 0: the point is not critical."]


def show_hessian(net: DeepLinearNetwork) -> list[str]:
    """The Hessian, and how its rows are numbered."""
    order = ", then ".join(f"{sub('W', i)} ({W.rows * W.columns})" for i, W in enumerate(net.weights, start=1))
    return [f"The Hessian H has one row for each weight: {order}, each matrix row by "
            "row.", flow(named("H", net.hessian()))]


def hessian_inertia(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    return [*statement(net), *show_hessian(net), *congruence(net.hessian(), witness)]


def hessian_spectrum(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    return [*statement(net), *show_hessian(net), *eigenvalues(net.hessian(), claim["eigenvalues"], witness["vectors"])]


def orthogonal_residual(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    identity = has_identity_data(net)
    data = "" if identity else " X"
    reason = "P = Y" if identity else "Δ Xᵀ = 0"
    return [*statement(net), *gradient_of_product(net),
            f"which is 0 ({reason}). For every matrix Z, and so for every product of weights of these sizes,",
            f"  ½‖Z{data} - Y‖² = ½‖(Z - P){data}‖² + ⟨G, Z - P⟩ + ½‖Δ‖² = ½‖(Z - P){data}‖² + {number(net.loss())},",
            f"which is at least {number(net.loss())} = f(W): the point is a global minimum."]


def eckart_young(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    C, U, B, N = (read(witness[key]) for key in ("C", "U", "B", "N"))
    r = min(net.widths)
    projected = C @ net.X
    M = projected @ projected.T
    return [
        *statement(net),
        f"Every product of weights of these sizes has rank at most r = {r}, the smallest width. Split Y at the row "
        "space of X: "
        "Y1 = C X is its part there, (Y - Y1) Xᵀ = 0, so ‖Z X - Y‖² = ‖Z X - Y1‖² + ‖Y1 - Y‖² for every Z.",
        flow(named("C", C), named("Y1", projected)),
        "P X = U B, its columns are combinations of those of U, and Uᵀ (P X - Y1) = 0, so P X is the orthogonal "
        "projection of Y1 "
        "on the column space of U. N spans the orthogonal complement of that space: Nᵀ U = 0.",
        flow(named("U", U), named("B", B), *([named("N", N)] if N.columns else [])),
        "M = Y1 Y1ᵀ maps each of the two spaces to itself, since Nᵀ M U = 0.", flow(named("M", M)),
        *_comparison(U, N, M, witness),
        "So the column space of U carries the r greatest eigenvalues of M, and ‖P X - Y1‖² is the sum of the others, "
        "the least "
        f"possible for a matrix of rank at most r (Eckart, Young, Mirsky): f(W) = {number(net.loss())} is the global "
        "minimum."]


def _comparison(U: RationalMatrix, N: RationalMatrix, M: RationalMatrix, witness: Document) -> list[str]:
    if not N.columns:
        return ["There is no complement (r is the number of rows of Y), so nothing is left to compare."]
    K = (U.T @ M @ U).kron(N.T @ N) - (U.T @ U).kron(N.T @ M @ N)
    return ["The least eigenvalue μ of M on the column space of U is at least the greatest ν on that of N: at "
            "eigenvectors U θ, N φ the "
            "quadratic form of K = (Uᵀ M U) ⊗ (Nᵀ N) - (Uᵀ U) ⊗ (Nᵀ M N) is (μ - ν) ‖Uθ‖² ‖Nφ‖², and K has no negative "
            "eigenvalue:",
            flow(named("K", K)), *congruence(K, witness, "K", "N₀")]


def better_point(claim: Document, witness: Document) -> list[str]:
    net = network(claim)
    better = DeepLinearNetwork([read(W) for W in witness["weights"]], net.X, net.Y)
    return [*statement(net), "Other weights of the same sizes:", show_weights(better.weights, mark="'"),
            "Their product and residual are", flow(named("P'", better.P), named("Δ'", better.residual)),
            f"so their loss is ½‖Δ'‖² = {number(better.loss())} < {number(net.loss())} = f(W): the point is not a "
            "global minimum."]
