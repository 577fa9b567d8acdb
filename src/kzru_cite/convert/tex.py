"""Write plain text as values of BibLaTeX: the inverse of reading them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kzru_cite.model.tex import escaped
from kzru_cite.read.bibtex_values import VERBATIM

# Readers of addresses take braces and backslashes for TeX.
_IN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", "%": "%", "#": "#"}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BRACE = re.compile(r"(?<!\\)[{}]")
_HEAD = re.compile(r"^[^\S\n]*@\s*\w+\s*[{(]", re.MULTILINE)
# Words that end a name or a list of names.
_AND = re.compile(r"\b(?:and|others)\b", re.IGNORECASE)


def clean(text: str) -> str:
    """Fold blanks, and drop characters that no text needs: controls and half pairs."""
    folded = " ".join(text.split())
    kept = (sign for sign in folded if unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})
    # A control between two blanks leaves both.
    return " ".join("".join(kept).split())


def printed(raw: str) -> str:
    """Return a value as it was written, without controls; those that part words are blanks."""
    return _CONTROLS.sub(lambda found: " " if found[0].isspace() else "", raw)


def value(name: str, text: str) -> str:
    """Return plain *text* as the value of field *name*."""
    text = clean(text)
    if name in VERBATIM:
        return "".join(_IN_ADDRESS.get(sign, sign) for sign in text)
    return escaped(text)


def person(family: str, given: str = "", *, suffix: str = "", prefix: str = "") -> str:
    """
    Write a person's name; without a given name it is kept in one piece.

    *prefix* is a particle such as ``van``; one in capitals belongs to the family name.
    """
    family, given, suffix, prefix = map(_bare, (family, given, suffix, prefix))
    if prefix and not prefix.islower():
        family, prefix = f"{prefix} {family}", ""
    if not (family and given):
        return body(" ".join(part for part in (prefix, family or given, suffix) if part))
    # What does not begin with a capital would be read as a particle: before other words, any.
    words = family.split()
    small = any(word[:1].islower() for word in words)
    small = small or any(not word[:1].isupper() for word in words[:-1])
    particle = escaped(prefix)
    parts = [f"{particle} {_part(family, odd=small)}".strip(), _part(suffix), _part(given)]
    return ", ".join(part for part in parts if part)


def body(name: str) -> str:
    """Write the name of a body, or a name whose parts are not known, in one piece; '' for none."""
    written = escaped(_bare(name))
    return f"{{{written}}}" if written else ""


def _bare(name: str) -> str:
    """Drop braces, which no name has and which readers of names take for their own."""
    return clean(name.replace("{", " ").replace("}", " "))


def _part(text: str, *, odd: bool = False) -> str:
    """Protect what would be read as a separator or as the name of a part."""
    written = escaped(text)
    signs = any(not word[:1].isalpha() for word in text.split())
    odd = odd or signs or "," in text or "=" in text or bool(_AND.search(text))
    return f"{{{written}}}" if odd and text else written


def names(written: Iterable[str], *, others: bool = False) -> str:
    """Join names to a list; empty ones are left out."""
    listed = [name for name in written if name]
    return " and ".join([*listed, "others"] if others and listed else listed)


def is_whole(raw: str) -> bool:
    """
    Tell whether a value can stand between braces: those within it are balanced.

    A brace behind a backslash is a sign for readers, whatever stands before that. Where a line
    begins like an entry they begin a new one, within a value too.
    """
    if raw.endswith("\\") or _HEAD.search(raw):
        return False
    depth = 0
    for sign in _BRACE.findall(raw):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0
