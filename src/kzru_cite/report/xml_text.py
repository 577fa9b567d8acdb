"""Build XML that can be read by anyone: no letter that XML 1.0 forbids, whatever a text holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

# XML 1.0, production 2.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text with what XML forbids replaced by the sign for that."""
    return _FORBIDDEN.sub("\ufffd", text)


def child(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element with a text and attributes, and return it."""
    element = SubElement(parent, tag, clean(attributes))
    element.text = legal(text) or None
    return element


def clean(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes with legal values."""
    return {name: legal(value) for name, value in attributes.items()}


def document(root: Element) -> str:
    """Return an indented document with its declaration, and a line feed at the end."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
