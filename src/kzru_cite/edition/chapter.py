"""Mend a file of the book as pandoc wrote it: its title, its notes, its links inside."""

from __future__ import annotations

import re

_TITLE = re.compile(r"<title>[^<]*</title>")
_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
# The number of a footnote is no word of a heading.
_NOTEREF = re.compile(r'<a [^>]*role="doc-noteref".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Of the parts at the end of a book, pandoc takes this one for text.
_ENDNOTES = re.compile(r'(<body epub:type=")bodymatter(">\s*<section [^>]*role="doc-endnotes")')
# A head without words names nothing, and is a cell like others.
_EMPTY_HEAD = re.compile(r"<th(\s[^>]*)?>\s*</th>")
_DIV = re.compile(r"<div\b[^>]*>|</div>")
# Boxes of these types are elements of these names.
_ELEMENTS = {'epub:type="footnote"': "aside", 'epub:type="footnotes"': "section"}


def complete_chapter(name: str, text: str) -> str:
    """Return the file *name* with the title of its first heading, and notes as ``aside``."""
    heading = _HEADING.search(text)
    title = " ".join(_TAG.sub("", _NOTEREF.sub("", heading[2])).split()) if heading else ""
    if title:
        text = _TITLE.sub(lambda _: f"<title>{title}</title>", text, count=1)
    # A reading system looks for a note in the same file only where the link names no other.
    text = text.replace(f'href="{name}#', 'href="#')
    text = _EMPTY_HEAD.sub(r"<td\1></td>", text)
    return _renamed(_ENDNOTES.sub(r"\1backmatter\2", text))


def _renamed(text: str) -> str:
    """Rename the boxes that are notes, and leave those around and inside them as they are."""
    opened: list[str] = []

    def rename(match: re.Match[str]) -> str:
        tag = match[0]
        if tag.startswith("</"):
            return f"</{opened.pop()}>"
        name = next((name for kind, name in _ELEMENTS.items() if kind in tag), "div")
        opened.append(name)
        return tag.replace("<div", f"<{name}", 1)

    return _DIV.sub(rename, text)
