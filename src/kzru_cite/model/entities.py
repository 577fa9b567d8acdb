"""Resolve the entities of HTML, whatever is written in them."""

from __future__ import annotations

import re
from html import unescape

# No letter has a number of so many digits; Python refuses to read one of thousands.
_ENDLESS = re.compile(r"&#[0-9]{9,};?")


def resolved(text: str) -> str:
    """Return the text with its entities resolved; the number of no letter is U+FFFD."""
    try:
        return unescape(text)
    except ValueError:
        return unescape(_ENDLESS.sub("\ufffd", text))
