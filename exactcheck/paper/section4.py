"""Section 4: networks with strictly monotone activations and a pyramidal structure (Lemma 6 and its consequence)."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from exactcheck.exact.matrix import RationalMatrix as M
from exactcheck.minimality.functions import IDENTITY, Function
from exactcheck.minimality.networks import Network
from exactcheck.openness import local_openness
from exactcheck.openness.claims import conjunction, rank
from exactcheck.paper.networks import GLOBAL_OR_NOT_LOCAL, falling, global_or_not_local, layers, output, proofs_of
from exactcheck.paper.study import Claim, Findings, Notebook, Slip, Study, Verdict

CONVEX = "the set of all outputs is convex"
OPEN = "the network is locally open in its range"
SIZES = Slip("d_0 > n", "d_0 >= n")
DOCS = "pyramidal-networks.md"

LEAKY = Function.read({"leaky-relu": "1/2"}, "z", "activation")
#: Strictly increasing, with slopes 1, 3, 1/2, 100.
BENT = Function.read({"breaks": ["1", "2", "10"], "pieces": ["z", "3*z - 2", "z/2 + 3", "100*z - 992"]}, "z", "activation")


# -- the image --------------------------------------------------------------------------------------------------------
def one_sided() -> tuple[M, list[Fraction], list[M]]:
    """``X = [I; 0]``, and an activation as breaks and fractional linear pieces: ``1/(1 - z)`` up to 0, then ``z + 1``."""
    return M([[1, 0], [0, 1], [0, 0]]), [Fraction(0)], [M([[0, 1], [-1, 1]]), M([[1, 1], [0, 1]])]


def opposite_outputs() -> list[tuple[M, M]]:
    """Two points ``(W_1, W_2)`` of widths 3-1-1 with outputs of opposite signs, in other proportions."""
    return [(M([[1, 0, 0]]), M([[1]])), (M([[0, 1, 0]]), M([[-1]]))]


def _image() -> Findings:
    """Not convex if the activation is bounded below by a limit that is not negative, and a middle has entries of both signs."""
    X, breaks, pieces = one_sided()
    middle = M.zeros(1, X.columns)
    for W1, W2 in opposite_outputs():
        hidden = [[_fractional(pieces[sum(b < z for b in breaks)], z) for z in (W1 @ X).entries()]]
        middle = middle + W2 @ M(hidden)
    notebook = Notebook("section-4", "paper, section 4, before Lemma 6")
    positive = pieces[0][1, 0] < 0 and pieces[0][0, 0] <= 0
    if positive and min(middle.entries()) < 0 < max(middle.entries()) and X.rank == X.columns:
        claim = {
            "kind": "image-not-convex",
            "X": X.to_document(),
            "breaks": [str(b) for b in breaks],
            "pieces": [A.to_document() for A in pieces],
        }
        points = [{"W1": W1.to_document(), "W2": W2.to_document()} for W1, W2 in opposite_outputs()]
        witness = {"rule": "opposite-signs", "first": points[0], "second": points[1]}
        notebook.note(CONVEX, False, notebook.issue("image", *conjunction([(claim, witness), rank(X)])))
    return notebook.findings()


def _fractional(A: M, z: Fraction) -> Fraction:
    return (A[0, 0] * z + A[0, 1]) / (A[1, 0] * z + A[1, 1])


# -- Lemma 6 with X of full column rank -----------------------------------------------------------------------------------
def open_networks() -> list[tuple[str, M, list[M], list[Function]]]:
    """``(name, X, weights, activations)``: ``X`` of full column rank, weights of full row rank, some arguments at a kink."""
    X = M([[1, 0], [0, 1], [0, 0]])
    return [
        ("widths-3-1-1", X, [M([[1, -1, 0]]), M([[2]])], [LEAKY, LEAKY]),
        ("widths-3-2-1-at-a-kink", X, [M([[1, 0, 0], [0, 1, 1]]), M([[1, -1]])], [LEAKY, LEAKY]),
        ("widths-4-3-2-2", M([[1, 0], [2, 1], [0, 1], [1, 1]]), [M([[1, 0, 0, -1], [0, 1, 0, 0], [0, 0, 1, 2]]),
         M([[1, -1, 0], [0, 1, 1]]), M([[1, 2], [0, -1]])], [LEAKY, BENT, LEAKY]),
        ("widths-2-2-1-as-many-samples", M.identity(2), [M([[1, 1], [0, 1]]), M([[1, -1]])], [LEAKY, LEAKY]),
    ]  # fmt: skip


def _open(index: int) -> Findings:
    """Open as a composition: ``W_1 -> W_1 X`` is linear and onto, activations are homeomorphisms, and for ``k >= 2``
    multiplication is locally open at ``(W_k, H_{k-1})``, onto all matrices of their sizes."""
    name, X, weights, activations = open_networks()[index]
    values = layers(X, weights, activations)
    pairs = list(zip(weights[1:], values[1:-1], strict=True))
    found = [local_openness(*pair) for pair in pairs]
    proofs = [rank(X)]
    for k in range(1, len(weights) + 1):
        proofs += output(X, weights[:k], activations[:k], values[k])
    for pair in found:
        certificate = pair.verdict_certificate()
        proofs.append((dict(certificate.claim), dict(certificate.witness)))
    onto = all(W.columns >= min(W.rows, H.columns) for W, H in pairs)
    notebook = Notebook("lemma-6", "paper, Lemma 6")
    holds = X.rank == X.columns and onto and all(pair.is_open for pair in found)
    file = notebook.issue(name, *conjunction(proofs))
    notebook.note(OPEN, holds, file)
    if holds:  # Lemma 6 covers the network; do the sizes that section 4 asks for?
        notebook.slip(SIZES, X.rows > X.columns, X.rows >= X.columns, file)
    return notebook.findings()


# -- and without it -------------------------------------------------------------------------------------------------------
DEFICIENT = M([[1, 2], [0, 0], [0, 0]])


def same_output() -> tuple[list[M], list[M]]:
    """Two points of widths 3-1-1 with the output ``[1 4]`` for ``BENT`` and ``DEFICIENT``; all weights have full row rank."""
    return [M([[1, 0, 0]]), M([[1]])], [M([[Fraction(502, 99), 0, 0]]), M([[Fraction(99, 548)]])]


def _not_open() -> Findings:
    """``4 F_1 - F_2`` has a local minimum at the first point, and none at the second, where the output is the same.

    So outputs of points near the second one, as near to ``[1 4]`` as one likes, are not outputs of points near the first one.
    """
    here, there = same_output()
    functions, loss = [BENT, IDENTITY], "4*E11 - E12"
    value = layers(DEFICIENT, here, functions)[-1]
    nets = [Network(weights, DEFICIENT, M.zeros(1, 2), functions, loss) for weights in (here, there)]
    proofs = [proof for weights in (here, there) for proof in output(DEFICIENT, weights, functions, value)]
    minimum = proofs_of(nets[0])
    proofs += [*minimum, falling(nets[1])]
    notebook = Notebook("lemma-6", "paper, Lemma 6")
    obstructed = any(claim["kind"] in ("local-minimum", "strict-local-minimum") for claim, _ in minimum)
    notebook.note(OPEN, not obstructed, notebook.issue("rank-deficient-data", *conjunction(proofs)))
    return notebook.findings()


# -- the consequence ------------------------------------------------------------------------------------------------------
SQUARE_FIT = M([[1, 0], [0, 1], [0, 0]])


def minima(full_column_rank: bool) -> list[tuple[str, Network]]:
    """Points whose weights have full row rank, with a convex loss."""
    if full_column_rank:
        weights = [M([[1, -1, 0]]), M([[2]])]
        kink = [M([[1, 0, 0]]), M([[1]])]
        return [
            ("fitted", Network(weights, SQUARE_FIT, M([[2, Fraction(-1, 2)]]), [LEAKY, LEAKY])),
            ("not-fitted", Network(weights, SQUARE_FIT, M([[1, 1]]), [LEAKY, LEAKY])),
            ("fitted-at-a-kink", Network(kink, SQUARE_FIT, M([[1, 0]]), [LEAKY, LEAKY])),
            ("not-fitted-at-a-kink", Network(kink, SQUARE_FIT, M([[1, -1]]), [LEAKY, LEAKY])),
            ("fitted-quartic-loss", Network(weights, SQUARE_FIT, M([[2, Fraction(-1, 2)]]), [LEAKY, LEAKY], "e^4/4")),
        ]
    leaky = [M([[-1, 0, 0]]), M([[Fraction(-2, 5)]])]
    bent = [M([[1, 0, 0]]), M([[Fraction(21, 17)]])]
    return [
        ("leaky-relu", Network(leaky, M([[1, -1], [0, 0], [0, 0]]), M([[1, 0]]), [LEAKY, IDENTITY])),
        ("bent", Network(bent, DEFICIENT, M([[1, 5]]), [BENT, IDENTITY])),
    ]


def _consequence(full_column_rank: bool, index: int) -> Findings:
    name, net = minima(full_column_rank)[index]
    notebook = Notebook("section-4", "paper, section 4, after Lemma 6")
    outcome, proofs = global_or_not_local(net)
    notebook.note(GLOBAL_OR_NOT_LOCAL, outcome, notebook.issue(name, *conjunction([*proofs, *map(rank, net.weights), rank(net.X)])))
    return notebook.findings()


def _consequences(full_column_rank: bool) -> tuple[Study, ...]:
    return tuple(
        Study(f"section-4/{name}", partial(_consequence, full_column_rank, index))
        for index, (name, _) in enumerate(minima(full_column_rank))
    )


_OPEN_STUDIES = tuple(Study(f"lemma-6/{case[0]}", partial(_open, index)) for index, case in enumerate(open_networks()))
FULL, DEFICIENT_STUDIES = _consequences(True), _consequences(False)

CLAIMS = [
    Claim(
        "section-4-convex-image",
        "Section 4, before Lemma 6",
        "for X of full column rank and continuous, strictly monotone activations the set of all outputs is convex",
        (CONVEX,),
        (Study("section-4/image", _image),),
        Verdict.REFUTED,
        general=f"{DOCS}#the-image",
    ),
    Claim(
        "section-4-sizes",
        "Section 4, before Lemma 6",
        "networks with d_0 > n are all that section 4 covers (for the same networks the introduction asks for d_0 >= n)",
        (),
        _OPEN_STUDIES[-1:],
        Verdict.MISPRINT,
        slip=SIZES,
        depends=("lemma-6-full-column-rank",),
        general=f"{DOCS}#lemma-6",
    ),
    Claim(
        "lemma-6",
        "Lemma 6",
        "with continuous, strictly monotone activations the network is locally open where all weights have full row rank",
        (OPEN,),
        (*_OPEN_STUDIES, Study("lemma-6/rank-deficient-data", _not_open)),
        Verdict.REFUTED,
        depends=("proposition-4", "section-2-composition"),
        general=f"{DOCS}#lemma-6",
    ),
    Claim(
        "lemma-6-full-column-rank",
        "Lemma 6, for X of full column rank",
        "with continuous, strictly monotone activations and X of full column rank the network is locally open where all "
        "weights have full row rank",
        (OPEN,),
        _OPEN_STUDIES,
        Verdict.CONFIRMED,
        depends=("proposition-4", "section-2-composition"),
        general=f"{DOCS}#lemma-6",
    ),
    Claim(
        "section-4-consequence",
        "Section 4, after Lemma 6",
        "with a convex loss every local minimum whose weights have full row rank is global, for the leaky ReLU as well",
        (GLOBAL_OR_NOT_LOCAL,),
        (*FULL, *DEFICIENT_STUDIES),
        Verdict.REFUTED,
        depends=("observation-1", "section-4-convex-image", "lemma-6"),
        general=f"{DOCS}#the-consequence",
    ),
    Claim(
        "section-4-consequence-full-column-rank",
        "Section 4, after Lemma 6, for X of full column rank",
        "with a convex loss and X of full column rank every local minimum whose weights have full row rank is global",
        (GLOBAL_OR_NOT_LOCAL,),
        FULL,
        Verdict.CONFIRMED,
        depends=("observation-1", "lemma-6-full-column-rank"),
        general=f"{DOCS}#the-consequence",
    ),
]
