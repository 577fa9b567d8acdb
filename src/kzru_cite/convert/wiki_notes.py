"""Tell notes of a wiki page, their names and their content, and other parts of its layout."""

from __future__ import annotations

import re

from kzru_cite.convert.marks import TOKEN, VOID
from kzru_cite.convert.wiki_templates import NOTES
from kzru_cite.convert.wiki_words import plain
from kzru_cite.convert.wikicode import Call, Element, Nodes, Piece, Words, take_apart


def name_of(node: Piece) -> tuple[str, str] | None:
    """Return group and name of a note, each '' without one; None for what is no note."""
    if isinstance(node, Element) and node.name == "ref":
        return plain(take_apart(node.get("group"))), " ".join(node.get("name").split())
    if isinstance(node, Call) and (node.name == "#tag:ref" or node.name in NOTES):
        group = plain(node.get("group")) or ("note" if node.name in NOTES else "")
        return group, plain(node.get("name"))
    return None


def content_of(node: Piece) -> Nodes:
    """Return what a note says; nothing for one that only names another, or is no note."""
    if isinstance(node, Element):
        inner = node.inner or ()
    else:
        inner = node.get("1", "2") if isinstance(node, Call) else ()
    return inner if "".join(piece.source for piece in inner).strip() else ()


def source_of(node: Piece) -> str:
    """Return the wikitext of what a note says, in one line."""
    return " ".join("".join(piece.source for piece in content_of(node)).split())


def caption_of(nodes: Nodes) -> tuple[Nodes, Nodes]:
    """Part the options of a picture from its caption, the last thing between bars."""
    for at in range(len(nodes) - 1, -1, -1):
        node = nodes[at]
        if isinstance(node, Words) and "|" in node.source:
            before, _, after = node.source.rpartition("|")
            start = node.start + len(before) + 1
            return nodes[:at], (Words(source=after, start=start), *nodes[at + 1 :])
    return (), nodes


def smoothed(text: str) -> str:
    """Take out where something was dropped, with the blanks that would begin the line."""
    text = re.sub(f"(?m)^(?:{VOID}[ \t]*)+", "", text)
    # A line that begins with a blank is code to a wiki, and code refers to nothing.
    text = re.sub(f"(?m)^[ \t]++(?=.*{TOKEN.pattern})", "", text)
    text = text.replace(VOID, "")
    return re.sub(r"\n{3,}", "\n\n", text)
