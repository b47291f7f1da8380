"""Sphinx configuration."""

from docutils import nodes
from sphinx.application import Sphinx

from exactcheck.paper.registry import CLAIMS
from exactcheck.report.mathml import formula

project = "exactcheck"
author = "the exactcheck developers"
copyright = "2026, the exactcheck developers"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx_click"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"  # the notebook is run when the docs are built, and must not fail
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_execution_show_tb = True
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
exclude_patterns = ["_build"]
smartquotes = False  # options begin with two hyphens, and quotation marks in problem files are straight
html_theme = "furo"
html_title = "exactcheck"

#: The pages with proofs: what stands there as code is mathematics.
PROOFS = {f"explanation/{claim.general.partition('.md')[0]}" for claim in CLAIMS if claim.general}


def typeset(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Formulas on the pages with proofs get subscripts, italics and signs, as in the report of the audit."""
    if app.builder.format != "html" or page not in PROOFS:
        return
    for code in list(doctree.findall(nodes.literal)):
        code.replace_self(nodes.raw("", f'<span class="formula">{formula(code.astext())}</span>', format="html"))


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", typeset)
