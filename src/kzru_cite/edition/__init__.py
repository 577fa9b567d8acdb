"""Build the editions that a reader gets: a page, a book and a paper."""

from kzru_cite.edition.editions import EDITIONS, USUAL
from kzru_cite.edition.press import DEFAULT_STYLE, STYLES, build, tools

__all__ = ["DEFAULT_STYLE", "EDITIONS", "STYLES", "USUAL", "build", "tools"]
