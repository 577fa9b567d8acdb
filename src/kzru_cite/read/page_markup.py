"""
Take the markup of a page apart into tags and text, fast and without ever giving up.

Building a tree takes two to five times as long as the whole reading of a page with this, and each
look asks for the text of the body. It goes through the text once, whatever is in it: what is never
closed ends with the page, as in browsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kzru_cite.model.entities import resolved
from kzru_cite.read.page_words import words

VOID = frozenset(
    words("area base basefont br col embed frame hr img input link meta param source track wbr")
)
# What stands inside these is text, not markup.
RAW = frozenset(words("script style textarea title xmp iframe noembed noframes plaintext"))

_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/><]*+)((?:[^>=]++|=\s*(?:\"[^\"]*\"|'[^']*')|=)*+)>",
)
# A tag with the text up to the next bracket: in one go where nothing is unusual.
_TAG_AND_TEXT = re.compile(f"{_TAG.pattern}([^<]*+)(?=<[a-zA-Z/!?])")
_NEXT = re.compile(r"<(?=[a-zA-Z/!?])")
_ATTRIBUTE = re.compile(
    r"([^\s=/\"'>][^\s=/>]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>][^\s>]*)))?"
)
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
_MOST_ATTRIBUTES = 100


class Token(NamedTuple):
    """
    A tag or a piece of text.

    *name* is the element in lower case, '' for text and ``!`` for a comment. *text* holds the
    attributes as written, the text with its references resolved, or the comment. For an element
    whose inside is text (a script, a title) that inside follows as a piece of text of its own.
    """

    name: str
    text: str
    start: int = 0
    end: int = 0
    closes: bool = False


def end_of_tags(markup: str) -> int:
    """Return where the last tag may end; to look for an end after that would take for ever."""
    return markup.rfind(">") + 1


def usual(markup: str, start: int, last: int) -> Iterator[re.Match[str]]:
    """
    Yield the tags from *start* on, each with the text that follows, as long as they are plain.

    The groups are a slash or '', the name and the attributes as written, and the text. It ends at
    whatever is no tag, or has no other tag after its text, and knows nothing of elements whose
    inside is text: the caller ends at these.
    """
    # Matches that begin where the one before ended, without a call for each of them.
    scanner = _TAG_AND_TEXT.scanner(markup, start, last)  # type: ignore[attr-defined]
    found: Iterator[re.Match[str]] = iter(scanner.match, None)
    return found


def unusual(markup: str, position: int, last: int) -> Iterator[Token]:
    """Yield the text up to the next tag, and what that tag or comment is, with what is inside."""
    found = _NEXT.search(markup, position, last)
    start = found.start() if found else last
    if start > position:
        yield _text(markup, position, start)
    if found is None:
        return
    tag = _TAG.match(markup, start, last)
    if tag is None:
        yield _other(markup, start)
        return
    name = tag[2].lower()
    yield Token(name, tag[3], start, tag.end(), bool(tag[1]))
    if name in RAW and not tag[1]:
        end = _raw_end(markup, name, tag.end())
        yield Token("", _inside(name, markup[tag.end() : end]), tag.end(), end)


def rest(markup: str, start: int) -> Iterator[Token]:
    """Yield what follows the last tag; a tag that is never closed is no text."""
    found = _NEXT.search(markup, start)
    end = found.start() if found else len(markup)
    if end > start:
        yield _text(markup, start, end)


def attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tag; of two with one name the first counts, as in browsers."""
    found: dict[str, str] = {}
    for count, match in enumerate(_ATTRIBUTE.finditer(written)):
        if count == _MOST_ATTRIBUTES:
            break
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), resolved(value) if "&" in value else value)
    return found


def _text(markup: str, start: int, end: int) -> Token:
    text = markup[start:end]
    return Token("", resolved(text) if "&" in text else text, start, end)


def _inside(name: str, text: str) -> str:
    return resolved(text) if name in ("title", "textarea") and "&" in text else text


def _raw_end(markup: str, name: str, start: int) -> int:
    found = None if name == "plaintext" else _ENDS[name].search(markup, start)
    return found.start() if found else len(markup)


def _other(markup: str, start: int) -> Token:
    """Read a comment, a declaration, or a bracket that opens nothing."""
    if markup.startswith("<!--", start):
        # `<!-->` is a whole comment.
        end = markup.find("-->", start + 2)
        inside = markup[start + 4 : end if end >= 0 else len(markup)]
        return Token("!", inside, start, end + 3 if end >= 0 else len(markup))
    end = markup.find(">", start) + 1 or len(markup)
    return Token("!", markup[start + 2 : end - 1], start, end)
