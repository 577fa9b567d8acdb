"""Tell the name of a body from the name of a person, for the rules."""

from __future__ import annotations

from kzru_cite.model.bodies import names_body

__all__ = ["names_body"]
