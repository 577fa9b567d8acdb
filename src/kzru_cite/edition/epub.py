"""Complete the EPUB that pandoc wrote: its package, its landmarks, its cover and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from io import BytesIO
from zipfile import ZipFile

from msgspec import Struct

from kzru_cite.edition.accessible import Fact
from kzru_cite.edition.chapter import complete_chapter
from kzru_cite.edition.cover import Cover
from kzru_cite.edition.labels import Labels
from kzru_cite.edition.packed import repack

_PACKAGE = "EPUB/content.opf"
_CONTENTS = "EPUB/nav.xhtml"
_STYLE = "EPUB/styles/stylesheet1.css"
_TEXT = "EPUB/text/"
_COVER_PAGE, _COVER = "text/cover.xhtml", "media/cover.svg"
_MODIFIED = re.compile(r'(<meta property="dcterms:modified">)[^<]*')
_FACTS = re.compile(r'\s*<meta property="schema:[^>]*>[^<]*</meta>')
_LANDMARKS = re.compile(r'<nav epub:type="landmarks".*?</nav>', re.DOTALL)
_BODY = 'epub:type="bodymatter"'
_BIBLIOGRAPHY = re.compile(r'id="([^"]+)"[^>]* epub:type="bibliography"|id="(refs)"')
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{lang}" xml:lang="{lang}">
<head>
  <meta charset="utf-8" />
  <title>{title}</title>
  <link rel="stylesheet" type="text/css" href="../styles/stylesheet1.css" />
</head>
<body epub:type="cover" class="cover">
<img src="../{picture}" alt="{words}" role="doc-cover" />
</body>
</html>
"""


class Binding(Struct, frozen=True, kw_only=True):
    """What is put around the text that pandoc wrote; *facts* are properties of schema.org."""

    day: date
    style: bytes
    cover: Cover
    facts: tuple[Fact, ...]
    language: str
    labels: Labels


def complete_book(book: bytes, bound: Binding) -> bytes:
    """
    Return the book with all that *bound* says.

    In its sandbox pandoc sees neither a clock nor files, so it writes 1970 and a sheet of its own;
    of landmarks it knows the title page and the contents, and those in English.
    """
    chapters = _chapters(book)
    page = _PAGE.format(
        lang=escape(bound.language),
        title=escape(bound.labels.cover),
        picture=_COVER,
        words=escape(bound.cover.words),
    )

    def change(name: str, content: bytes) -> bytes:
        if name == _STYLE:
            return bound.style
        if name == _PACKAGE:
            return _package(content.decode(), bound).encode()
        if name == _CONTENTS:
            marks = _landmarks(chapters, bound.labels)
            return _LANDMARKS.sub(lambda _: marks, content.decode(), count=1).encode()
        if name in chapters:
            return complete_chapter(name.removeprefix(_TEXT), chapters[name]).encode()
        return content

    added = {f"EPUB/{_COVER}": bound.cover.svg.encode(), f"EPUB/{_COVER_PAGE}": page.encode()}
    return repack(book, day=bound.day, change=change, added=added)


def _chapters(book: bytes) -> dict[str, str]:
    """Return the files of the text by name, in reading order."""
    with ZipFile(BytesIO(book)) as opened:
        names = sorted(name for name in opened.namelist() if name.startswith(f"{_TEXT}ch"))
        return {name: opened.read(name).decode() for name in names}


def _package(text: str, bound: Binding) -> str:
    text = _MODIFIED.sub(rf"\g<1>{bound.day.isoformat()}T00:00:00Z", text, count=1)
    told = "".join(f"\n    {_fact(*fact)}" for fact in bound.facts)
    text = _FACTS.sub("", text).replace(
        "\n  </metadata>",
        f'{told}\n    <meta name="cover" content="cover_svg" />\n  </metadata>',
        1,
    )
    kind = "application/xhtml+xml"
    items = (
        f'\n    <item id="cover_svg" href="{_COVER}" media-type="image/svg+xml"'
        ' properties="cover-image" />'
        f'\n    <item id="cover_xhtml" href="{_COVER_PAGE}" media-type="{kind}" />'
    )
    text = text.replace("<manifest>", f"<manifest>{items}", 1)
    text = re.sub(r"(<spine[^>]*>)", r'\1\n    <itemref idref="cover_xhtml" />', text, count=1)
    title = escape(bound.labels.cover)
    guide = f'\n    <reference type="cover" title="{title}" href="{_COVER_PAGE}" />'
    return text.replace("<guide>", f"<guide>{guide}", 1)


def _fact(name: str, value: str) -> str:
    # The summary is English in every book.
    language = ' xml:lang="en"' if name == "accessibilitySummary" else ""
    return f'<meta property="schema:{name}"{language}>{escape(value)}</meta>'


def _landmarks(chapters: dict[str, str], labels: Labels) -> str:
    places = [
        ("cover", _COVER_PAGE, labels.cover),
        ("titlepage", "text/title_page.xhtml", labels.title_page),
        ("toc", "#toc", labels.contents),
        *(("bodymatter", place, labels.body) for place in _beginning(chapters)),
        *(("bibliography", place, labels.references) for place in _bibliography(chapters)),
    ]
    items = "".join(
        f'\n    <li><a href="{place}" epub:type="{kind}">{escape(name)}</a></li>'
        for kind, place, name in places
    )
    opening = '<nav epub:type="landmarks" id="landmarks" hidden="hidden">'
    return f"{opening}\n  <ol>{items}\n  </ol>\n</nav>"


def _beginning(chapters: dict[str, str]) -> Iterable[str]:
    """Return the first file of the text itself, if there is one."""
    found = (name for name, text in chapters.items() if _BODY in text)
    return [name.removeprefix("EPUB/") for name in found][:1]


def _bibliography(chapters: dict[str, str]) -> Iterable[str]:
    found = ((name, _BIBLIOGRAPHY.search(text)) for name, text in chapters.items())
    places = (f"{name}#{match[1] or match[2]}" for name, match in found if match)
    return [place.removeprefix("EPUB/") for place in places][:1]
