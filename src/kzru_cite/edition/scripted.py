"""Tell pictures that hold code."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from xml.parsers import expat


def holds_code(picture: bytes) -> bool:
    """
    Tell whether an SVG picture holds a script, a handler of events or a link that is one.

    As an image in a page none of it runs; alone, out of an EPUB, it would. Of a picture that is no
    XML the part before its fault is told. Outer entities are not read.
    """
    found: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag.rpartition(":")[2].lower() == "script":
            found.append(tag)
        for name, value in attributes.items():
            # Browsers leave blanks and controls out of a scheme.
            scheme = "".join(sign for sign in value[:200] if sign > " ").lower()
            if name.lower().startswith("on") or scheme.startswith("javascript:"):
                found.append(name)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with suppress(expat.ExpatError, ValueError, LookupError):
        parser.Parse(picture, True)  # noqa: FBT003 - the last piece
    return bool(found)
