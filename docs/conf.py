"""Sphinx configuration."""

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
