"""Bylines that name nobody, for the rules."""

from __future__ import annotations

from kzru_cite.model.generic_names import GENERIC, HOUSE_WORDS

__all__ = ["GENERIC", "HOUSE_WORDS"]
