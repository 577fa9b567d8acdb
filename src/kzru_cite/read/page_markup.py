"""
Take the markup of a page apart into tags and text, fast and without ever giving up.

Building a tree takes two to five times as long as the whole reading of a page with this, and each
look asks for the text of the body. It goes through the text once, whatever is in it: what is never
closed ends with the page, as in browsers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

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
    attributes as written, the text with its references resolved, or the comment. *after* is text
    that follows on a tag, as far as it was seen along with it. For an element whose inside is text
    (a script, a title) that inside follows as a piece of text of its own.
    """

    name: str
    text: str
    start: int = 0
    end: int = 0
    closes: bool = False
    after: str = ""


# What a named tuple does to be made, without the call around it: it is made for every tag.
_made = tuple.__new__


def tokens(markup: str) -> Iterator[Token]:
    """Yield the tags, comments and texts of *markup* in order."""
    # After the last bracket there is no tag any more; looking for its end would take for ever.
    last = markup.rfind(">") + 1
    position = 0
    while position < last:
        both = _TAG_AND_TEXT.match(markup, position, last)
        if both is not None:
            slash, name, written, text = both.groups()
            name = name.lower()
            if slash or name not in RAW:
                start, position = position, both.end()
                end = position - len(text)
                plain = html.unescape(text) if "&" in text else text
                yield _made(Token, (name, written, start, end, slash != "", plain))
                continue
        found = _NEXT.search(markup, position, last)
        start = found.start() if found else last
        if start > position:
            yield _text(markup, position, start)
        position = start
        if found is None:
            break
        tag = _TAG.match(markup, start, last)
        if tag is None:
            token = _other(markup, start)
            yield token
            position = token.end
            continue
        name = tag[2].lower()
        yield Token(name, tag[3], start, tag.end(), bool(tag[1]))
        position = tag.end()
        if name in RAW and not tag[1]:
            end = _raw_end(markup, name, position)
            yield Token("", _inside(name, markup[position:end]), position, end)
            position = end
    yield from _rest(markup, position)


def attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tag; of two with one name the first counts, as in browsers."""
    found: dict[str, str] = {}
    for count, match in enumerate(_ATTRIBUTE.finditer(written)):
        if count == _MOST_ATTRIBUTES:
            break
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
    return found


def _text(markup: str, start: int, end: int) -> Token:
    text = markup[start:end]
    return Token("", html.unescape(text) if "&" in text else text, start, end)


def _inside(name: str, text: str) -> str:
    return html.unescape(text) if name in ("title", "textarea") and "&" in text else text


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


def _rest(markup: str, start: int) -> Iterator[Token]:
    """Yield what follows the last tag; a tag that is never closed is no text."""
    found = _NEXT.search(markup, start)
    end = found.start() if found else len(markup)
    if end > start:
        yield _text(markup, start, end)
