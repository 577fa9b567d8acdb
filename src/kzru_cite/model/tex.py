"""Write plain text as the value of a field, so that it is read again as what it was."""

from __future__ import annotations

import re
import unicodedata

# What is special to TeX, and what it would join to one sign: dashes, and quotation marks of two.
_SPECIAL = re.compile(r"[\\{}$&%#_~]|-(?=-)|`(?=`)|'(?=')|[?!](?=`)")
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
}


# These two join letters in Persian and Indic scripts.
_JOINERS = "\u200c\u200d"


def tex(text: str) -> str:
    """Return *text*, on one line and without signs that nobody sees, for a field of words."""
    seen = (one for one in " ".join(text.split()) if not _unseen(one))
    return escaped(" ".join("".join(seen).split()))


def escaped(text: str) -> str:
    """Return plain text with all that TeX would take for more than it is made harmless."""
    return _SPECIAL.sub(_escaped, text)


def verbatim(text: str) -> str:
    """Return an address or an identifier, without controls, for a field kept as it stands."""
    seen = "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cs"))
    # Braces would have to come in pairs; in addresses they have no business being bare.
    return seen.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _escaped(match: re.Match[str]) -> str:
    sign = match[0]
    joined = f"{sign}{{}}" if sign in "-`'?!" else f"\\{sign}"
    return _COMMANDS.get(sign, joined)


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in _JOINERS
