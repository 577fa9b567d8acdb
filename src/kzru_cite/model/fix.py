"""Say how a finding can be mended: which stretches of which files become what."""

from __future__ import annotations

from msgspec import Struct

from kzru_cite.model.place import Location


class Edit(Struct, frozen=True, kw_only=True):
    """The text at *place* becomes *text*; where *place* is empty, *text* is put there."""

    place: Location
    text: str


class Fix(Struct, frozen=True, kw_only=True):
    """
    What mends a finding: *title* says it in the imperative.

    *edits* are made all or none. A *safe* fix changes the form and never what is said; others are
    for an editor to look at.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool
