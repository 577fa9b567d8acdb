"""Read figures out of running text, and compare those of a claim with those of its quotations."""

from kzru_cite.model.figures.comparing import Compared, Comparison, compare
from kzru_cite.model.figures.figure import Bound, Day, Figure, Kind, Reading
from kzru_cite.model.figures.reading import figures
from kzru_cite.model.figures.telling import same_value

__all__ = [
    "Bound",
    "Compared",
    "Comparison",
    "Day",
    "Figure",
    "Kind",
    "Reading",
    "compare",
    "figures",
    "same_value",
]
