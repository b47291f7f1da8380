"""What the witness of a rule shows, as LaTeX sentences for ``explain --latex``; the proofs stand in the certificate format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from exactcheck import typeset
from exactcheck.minimality.networks import Network
from exactcheck.typeset import Document, matrix, name, polynomial

#: rule -> one or two sentences.
ARGUMENTS = {
    "rank-obstruction": r"For every $\delta \ne 0$ the matrix $W_1 W_2 + \delta U V^{\mathsf T}$ lies in the range of "
                        r"multiplication, and it has no factors near $W_1$ and $W_2$, because $W_2 S$ and "
                        r"$T^{\mathsf T} W_1$ keep their ranks there.",
    "rank-excess": r"For every $\delta \ne 0$ the matrix $W_1 W_2 + \delta U V^{\mathsf T}$ has a rank above the inner size.",
    "right-inverse": r"Then $E W_2 = 0$, $W_1 K_1 = 0$, $W_1 K_0 + E K_1 = I$ and $E K_0 = 0$, so that for every $\eta > 0$ and "
                     r"every $Z'$ the matrices $W_1 + \eta E$ and $W_2 + (K_0 + \eta^{-1} K_1)(Z' - W_1 W_2)$ have "
                     r"the product $Z'$.",
    "left-inverse": r"Then $W_1 E = 0$, $K_1 W_2 = 0$, $K_0 W_2 + K_1 E = I$ and $K_0 E = 0$, so that for every $\eta > 0$ and "
                    r"every $Z'$ the matrices $W_1 + (Z' - W_1 W_2)(K_0 + \eta^{-1} K_1)$ and $W_2 + \eta E$ have "
                    r"the product $Z'$.",
    "schur-complement": r"The block of $W_1 W_2$ in the rows $I$ and columns $J$ (counted from 0) is invertible, and what nearby "
                        r"matrices have beyond it, their Schur complement, is created in the null space of $W_1$, spanned by $N$.",
    "equal-ranks": r"The columns of $N_1$ and $N_2$ span the null spaces of $W_1$ and $W_2$, so that $W_1$, $W_2$ and "
                   r"$W_1 W_2$ have the same rank, and nearby matrices are split by a Schur complement.",
    "completion": r"The equation is checked by multiplication, and the rank of the sum by elimination.",
    "basis": r"The columns of $B M$, with the coefficients $M$, lie in the null space of $A$ and are a basis of the intersection: "
             r"the columns of $N$ span the null space of $A B$.",
    "spanning": r"The columns are independent, the matrix maps them to $0$, and there are as many as its rank leaves.",
    "null-spaces": r"The null space of each of the three matrices is spanned by given independent columns, and the ranks are what "
                   r"their numbers leave.",
    "coefficients": r"The other rows are combinations of these with the coefficients $M$, none of which exceeds the bound.",
    "arithmetic": r"These are equalities and inequalities between rational numbers, checked by multiplying out.",
    "opposite-signs": r"The activation is positive, so that all entries of one output have the same sign, and the sum of the two "
                      r"given outputs has entries of both signs: half of it is no output.",
    "cyclic-vectors": r"For each of the polynomials $p$ of these eigenvalues vectors $v$ with $p(A) v = 0$ are given, where $A$ is "
                      r"the matrix; together with their images $A v$, $A^{2} v$ and so on they are a basis of the whole space.",
    "gradient": r"Every partial derivative vanishes there.",
    "gradient-entry": r"One partial derivative, named in the certificate, does not vanish there.",
    "expansion": r"The coefficients are obtained by multiplying out the polynomials.",
    "negative-curvature": r"Along the line in the given direction the function is critical, and its second-order coefficient is "
                          r"negative.",
    "semidefinite-with-curves": r"The gradient is $0$; the congruence $S$ makes the Hessian strictly diagonally dominant with a "
                                r"positive diagonal, up to its null space; and along the two curves the function falls and rises.",
    "half-square": r"The Hessian has no negative eigenvalue (congruence $S$), and on its null space, spanned by $N$, the function "
                   r"exceeds its value at the point by half a squared norm.",
    "orthogonal-residual": r"The residual is orthogonal to the data: $(W_h \cdots W_1 X - Y) X^{\mathsf T} = 0$.",
    "eckart-young": r"The columns of $U$ span an invariant subspace of the largest eigenvalues (Eckart--Young--Mirsky).",
    "better-point": r"The function is smaller at the given point.",
    "null-space": r"The columns of $N$ span the null space.",
    "congruence": r"The matrix $S^{\mathsf T} H S$ is strictly diagonally dominant, and $H N = 0$ (Gershgorin and Sylvester).",
    "sum-of-squares": r"The difference to the value, times a sum of squares, is $m^{\mathsf T} A m$ "
                      r"with a positive semidefinite $A$.",
    "least-loss": r"No output at all has a smaller loss: the loss of $E + x$ minus that of $E$, times a sum of squares, is "
                  r"$m^{\mathsf T} A m$ with a positive semidefinite $A$.",
    "supporting-lines": r"The loss of each entry $E_{ij}$ of the residual lies above a line through its value there, with a slope "
                        r"$g_{ij}$ (sums of squares show it), and $\sum g_{ij} E_{ij}$ is the same for all outputs.",
}
#: Longer arguments are summed up.
MOST_CHARACTERS = 4000


def argument(claim: Document, witness: Document) -> str:
    """What the witness shows."""
    rule = witness["rule"]
    if rule in ("descent-curve", "ascent-curve", "descent-line"):
        along = "the line in this direction" if rule == "descent-line" else "this curve"
        return (f"Along {along}, which starts at the point, the lowest non-constant term of $f$ is "
                f"${typeset.series({witness['order']: Fraction(witness['coefficient'])})}$.")
    if rule == "rank-bound":
        left, right = (r"$(W_1 + D) W_2 S = 0$, and the columns of $W_2 S$ are independent",
                       r"$S^{\mathsf T} W_1 (W_2 + D) = 0$, and the rows of $S^{\mathsf T} W_1$ are independent")
        side = f"For every such $D$, {left if claim['side'] == 'left' else right}"
        return f"{side}; so the rank of the sum is at most the inner size less their number, and at most its own size."
    if rule == "proof-tree":
        sign = "-F" if claim["kind"] == "local-maximum" else "F"
        text = " ".join([rf"It is shown that ${sign} \ge 0$ near $0$, where $F(x) = f(p + x) - f(p)$ and $p$ is the point.",
                         *_steps(_variables(claim), witness["proof"])])
        return text if len(text) <= MOST_CHARACTERS else _summed_up(witness["proof"])
    if rule == "pieces":
        return _pieces(_variables(claim), witness, "(-F)" if claim["kind"] == "local-maximum" else "F")
    return ARGUMENTS[rule]


def _variables(claim: Document) -> Sequence[str]:
    objective = claim["objective"]
    if objective["kind"] == "polynomial":
        return list(objective["variables"])
    return Network.from_documents(objective, claim["point"]).variables


def _pieces(names: Sequence[str], witness: Document, function: str) -> str:
    count = len(witness["proofs"])
    head = (f"Near the point, the parameters that put an argument of an activation on a given side of its break form {count} "
            "regions; on each of them $F(x) = f(p + x) - f(p)$ is one polynomial, and for some $s$ with $s(0) > 0$ and some "
            rf"$u_i \ge 0$ the polynomial $s {function}$ minus $u_i$ times the constraints is shown to be at least $0$ "
            "near $0$.")
    steps = [f"On region {i}: " + " ".join(_steps(names, proof["proof"])) for i, proof in enumerate(witness["proofs"], start=1)]
    text = " ".join([head, *steps])
    return text if len(text) <= MOST_CHARACTERS else head


def _summed_up(proof: Document) -> str:
    rules: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, Mapping):
            rules.extend([part["rule"]] if isinstance(part.get("rule"), str) and part["rule"] in _STEPS else [])
        for inner in part.values() if isinstance(part, Mapping) else part if isinstance(part, (list, tuple)) else ():
            collect(inner)
    collect(proof)
    return (rf"It is shown that $F(x) = f(p + x) - f(p)$ has one sign near $0$ in {len(rules)} steps, which the certificate lists "
            "(" + ", ".join(dict.fromkeys(rules)) + "); each is an exact polynomial identity and a matrix that is definite or "
            "semidefinite.")


# -- the steps of a proof that a polynomial is at least 0 near 0 ------------------------------------------------------
def _steps(names: Sequence[str], proof: Document) -> list[str]:
    return _STEPS[proof["rule"]](names, proof)


def _vector(entries: Sequence[Any], names: Sequence[str]) -> str:
    return "(" + ", ".join(polynomial(p, names) for p in entries) + ")"


def _list(names: Sequence[str]) -> str:
    return ", ".join(name(v) for v in names)


def _zero(names: Sequence[str], w: Document) -> list[str]:
    return ["What is left is $0$."]


def _weighted(names: Sequence[str], w: Document) -> list[str]:
    weights = ", ".join(map(str, w["weights"]))
    return [rf"Give ${_list(names)}$ the weights ${weights}$: the part of lowest weighted degree, ${w['degree']}$, is "
            rf"$m^{{\mathsf T}} Q m$ with $m = {_vector(w['vector'], names)}$ and the positive definite "
            f"$Q = {matrix(w['matrix'])}$; as $m$ contains a power of every variable, it exceeds all other terms near $0$."]


def _gram(names: Sequence[str], w: Document) -> list[str]:
    parts = " + ".join(f"{polynomial([['1', e]], names) + ' ' if any(e) else ''}{matrix(Q)}" for Q, e in w["matrix"])
    return [rf"With $s = {polynomial(w['multiplier'], names)}$, positive near $0$, it is $m^{{\mathsf T}} Q m$ divided by $s$, "
            rf"where $m = {_vector(w['vector'], names)}$ and $Q = {parts}$ is positive semidefinite near $0$."]


def _substitute(names: Sequence[str], w: Document) -> list[str]:
    return [rf"Put $({_list(names)}) = {_vector(w['map'], names)}$, in new variables of the same names; the Jacobian at $0$ is "
            "invertible.", *_steps(names, w["proof"])]


def _split(names: Sequence[str], w: Document) -> list[str]:
    chosen = [names[i] for i in w["variables"]]
    rest = [v for i, v in enumerate(names) if i not in w["variables"]]
    return [f"No term is of degree exactly $1$ in ${_list(chosen)}$, and the Hessian by them is positive definite, so that they "
            "can be put to $0$ (splitting lemma).", *_steps(rest, w["proof"])]


def _slice(names: Sequence[str], w: Document) -> list[str]:
    fields = ", ".join(f"${_vector(v, names)}$" for v in w["fields"])
    columns = w["basis"]["shape"][1]
    return [f"It is constant along the flows of the vector fields {fields}, which are transversal to the columns of "
            f"$T = {matrix(w['basis'])}$; so only the points $T z$ matter.",
            *_steps([f"z{i + 1}" for i in range(columns)], w["proof"])]


def _square_factor(names: Sequence[str], w: Document) -> list[str]:
    text = f"It is $e^{{2}} g$ with $e = {polynomial(w['square'], names)}$ and $g = {polynomial(w['factor'], names)}$"
    return [f"{text}, where $g(0) > 0$."] if "proof" not in w else [f"{text}.", *_steps(names, w["proof"])]


def _sum(names: Sequence[str], w: Document) -> list[str]:
    out = [f"It is a sum of {len(w['parts'])} polynomials that are at least $0$ near $0$."]
    for part in w["parts"]:
        out += [f"Of these, ${polynomial(part['polynomial'], names)}$:", *_steps(names, part["proof"])]
    return out


_STEPS: dict[str, Callable[[Sequence[str], Document], list[str]]] = {
    "zero": _zero, "weighted": _weighted, "gram": _gram, "substitute": _substitute, "split": _split, "slice": _slice,
    "square-factor": _square_factor, "sum": _sum,
}
