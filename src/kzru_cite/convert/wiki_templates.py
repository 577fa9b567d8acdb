"""Say what kinds of templates and elements a wiki page has, beside those for sources."""

from __future__ import annotations

import re

_VERIFYING = "verify source|verification needed|request quotation|check"
# Templates that ask for work, and the word of ``needs=`` for each.
_ASKING = (
    ("citation", "citation needed|cn|fact|cb|source needed|uncited|citation needed span"),
    ("citation", "unreferenced inline|unsourced inline"),
    # One who asks to verify does not say that it failed.
    ("citation", _VERIFYING),
    ("page", "page needed|page number needed|pn|page numbers needed"),
    ("failed-verification", "failed verification|not in source|not in citation given"),
    ("better-source", "better source|better source needed|unreliable source?"),
    ("better-source", "self-published inline|primary source inline|third-party inline"),
    ("update", "update inline|update after|obsolete source"),
)
NEEDS = {name: word for word, names in _ASKING for name in names.split("|")}
VERIFY = frozenset(_VERIFYING.split("|"))
LISTS = frozenset({"reflist", "references", "refs", "notelist", "notelist2"})
MARGINS = frozenset({"refbegin", "refend"})
NOTES = frozenset({"efn", "refn", "efn-ua", "efn-lr", "footnote"})
QUOTES = frozenset({"quote", "blockquote", "cquote", "quotation", "bquote", "rquote", "quote box"})
BOXES = ("infobox", "taxobox", "automatic taxobox")
_DEAD = re.compile(r"(?:permanent )?dead link|dl|broken link|404")
# Parameters of a box of facts that say where and how something is shown.
LAYOUT = re.compile(
    r".*(?:image|map|flag|shield|logo|seal|coat|crest|alt|size|width|upright|pushpin|[_ ]link"
    r"|label[_ ]position|relief|caption|style|class|background|color|colour|format|zoom"
    r"|module)\d*.*",
    re.IGNORECASE,
)
_ENGLISH = {
    "american": "en-US", "us": "en-US", "british": "en-GB", "oxford": "en-GB",
    "canadian": "en-CA", "australian": "en-AU",
}  # fmt: skip
# Elements whose content is no text of the wiki, and those that are left out with their content.
KEPT = frozenset({"nowiki", "pre", "syntaxhighlight", "source", "math", "code", "chem"})
DROPPED = frozenset(
    {
        *("gallery", "timeline", "score", "templatestyles", "imagemap", "graph", "mapframe"),
        *("maplink", "script", "style"),
    }
)


def is_state(name: str) -> bool:
    """Tell a template that says of an address that it is dead, or where a copy is."""
    return name == "webarchive" or is_dead(name)


def is_dead(name: str) -> bool:
    """Tell a template that says that an address is dead."""
    return bool(_DEAD.fullmatch(name))


def english(name: str) -> str:
    """Return the tag of the English that ``{{Use … English}}`` asks for; '' for another one."""
    found = re.fullmatch(r"use (\w+) english", name)
    return _ENGLISH.get(found[1], "en") if found else ""
