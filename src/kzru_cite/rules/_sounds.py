"""Names and titles as they sound, for the rules."""

from __future__ import annotations

from kzru_cite.model.sounds import plain, sound

__all__ = ["plain", "sound"]
