"""Pictures for the report: Matplotlib SVG, the same bytes for the same input. Floats only draw; nothing is decided here."""

from exactcheck.report.figures.descent import Descent, descents
from exactcheck.report.figures.examples import figure_2, figure_3
from exactcheck.report.figures.svg import Picture

__all__ = ["Descent", "Picture", "descents", "figure_2", "figure_3"]
