"""Sphinx configuration."""

project = "exactcheck"
author = "the exactcheck developers"
copyright = "2026, the exactcheck developers"
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "exactcheck"
