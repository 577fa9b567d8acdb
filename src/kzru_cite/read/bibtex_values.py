"""Read the value expressions of a .bib file, and resolve the TeX in them to plain text."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalker, get_default_latex_context_db

# It speaks of odd input in its log; here that is no news.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

# BibLaTeX reads these as they stand; only escaped specials are resolved.
VERBATIM = frozenset(
    {
        *("doi", "eprint", "file", "pdf", "url", "archiveurl", "verba", "verbb"),
        # A tilde in a date says that it is not certain.
        *("date", "eventdate", "origdate", "urldate", "archivedate"),
    }
)
# The names of the programs are the only commands that stand for a word of their own.
_LOGO = re.compile(r"\\((?:La|Bib|Xe|Lua|Con)?TeX(?:t)?)(?![A-Za-z])\s?")
# Commands that the converter drops with their words, or whose first argument it prints.
_REWRITTEN = (
    (re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)"), ""),
    (re.compile(r"\\(?:foreignlanguage|textlanguage)\s*\{[^{}]*\}\s*(?=\{)"), ""),
    (re.compile(r"\\(?:texttt|url|path|nolinkurl|mathtt|href)(?![A-Za-z])\s*"), ""),
    (re.compile(r"\{?\\textless(?![A-Za-z])(?:\{\}|\s|\})*"), "<"),
    (re.compile(r"\{?\\textgreater(?![A-Za-z])(?:\{\}|\s|\})*"), ">"),
)
# The converter's patterns show through where an argument is missing.
_UNFILLED = "%s"
# What the converter raises for commands without their arguments.
_CONVERTER_FAULTS = (AttributeError, LookupError, TypeError, ValueError, RecursionError)
_SPECIAL = re.compile(r"\{\\?([_%&#~$])\}|\{?\\text(underscore|asciitilde)(?:\{\}|\}|\s|$)")
_WRAPPED = re.compile(r"\\(?:url|nolinkurl|path)\s*\{(.*)\}", re.DOTALL)
# Month abbreviations that every style predefines (btxdoc, 1988, section 3).
MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ESCAPED = re.compile(r"\\([_%&#~$^{}])")
_TEX = re.compile(r"[\\$~]|--|``|''")
_BLANK = re.compile(r"\s*")
# An escaped brace opens and closes nothing.
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE = re.compile(r"(?<!\\)[{}]|\"")
_WORD = re.compile(r"[^\s#{}\",=]+")


class Piece(Struct, frozen=True, kw_only=True):
    """A part of a value: *inner* text without delimiters, its offset, and how it is written."""

    inner: str
    start: int
    macro: bool = False


class Expression(Struct, frozen=True, kw_only=True):
    """
    A value taken apart.

    *rest* is what follows a complete value without ``#`` or comma, at offset *rest_start*:
    a missing comma. Offsets count from the start of the expression.
    """

    pieces: tuple[Piece, ...]
    rest: str = ""
    rest_start: int = 0


def take_apart(expression: str) -> Expression:
    """Split a value expression at its ``#`` signs."""
    if _is_plain_group(expression):
        whole = Piece(inner=expression[1:-1], start=1)
        return Expression(pieces=(whole,), rest_start=len(expression))
    pieces: list[Piece] = []
    position = 0
    while position < len(expression):
        piece, position = _piece(expression, position)
        pieces.append(piece)
        position = _blank(expression, position)
        if position == len(expression) or expression[position] != "#":
            break
        position = _blank(expression, position + 1)
    return Expression(pieces=tuple(pieces), rest=expression[position:], rest_start=position)


def _is_plain_group(text: str) -> bool:
    """Tell a value in braces that holds no other brace, as most do."""
    end = len(text) - 1
    return (
        text.startswith("{")
        and text.find("}") == end
        and text.find("{", 1) < 0
        and text[end - 1] != "\\"
    )


def _blank(text: str, start: int) -> int:
    match = _BLANK.match(text, start)
    return match.end() if match else start


def _piece(text: str, start: int) -> tuple[Piece, int]:
    if text[start] in '{"':
        end = _closing(text, start)
        return Piece(inner=text[start + 1 : end], start=start + 1), end + 1
    word = _WORD.match(text, start)
    end = word.end() if word else start + 1
    inner = text[start:end]
    return Piece(inner=inner, start=start, macro=not inner.isdecimal()), end


def _closing(text: str, start: int) -> int:
    """Return where the brace or quotation mark at *start* is closed, or the end of the text."""
    quoted = text[start] == '"'
    depth = 0
    signs = _BRACE_OR_QUOTE if quoted else _BRACE
    for match in signs.finditer(text, start + quoted):
        sign = match[0]
        if sign == '"':
            if depth == 0:
                return match.start()
            continue
        depth += 1 if sign == "{" else -1
        if depth == 0 and not quoted:
            return match.start()
    return len(text)


def resolve(pieces: tuple[Piece, ...], macros: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Join the pieces; return the text and the abbreviations that are defined nowhere."""
    if len(pieces) == 1 and not pieces[0].macro:
        return pieces[0].inner, ()
    unknown = tuple(p.inner for p in pieces if p.macro and p.inner.lower() not in macros)
    joined = "".join(macros.get(p.inner.lower(), p.inner) if p.macro else p.inner for p in pieces)
    return joined, unknown


def plain(name: str, raw: str) -> str:
    """Turn the raw value of field *name* into plain text."""
    value = " ".join(_untexed(name, raw).split())
    # Most values are written as they read: one text for both is half of the memory.
    return raw if value == raw else value


def _untexed(name: str, raw: str) -> str:
    if name in VERBATIM:
        return _verbatim(raw)
    if not _TEX.search(raw):
        return raw.replace("{", "").replace("}", "")
    return _resolved(_prepared(raw))


def _resolved(text: str) -> str:
    converter, commands = _converter()
    try:
        walker = LatexWalker(text, latex_context=commands, tolerant_parsing=True)
        plain_text = str(converter.nodelist_to_text(walker.get_latex_nodes()[0]))
    except _CONVERTER_FAULTS:
        plain_text = _UNFILLED
    if _UNFILLED not in plain_text or _UNFILLED in text:
        return plain_text
    # Commands without their arguments; the words are all that a reader needs of them.
    return re.sub(r"\\[A-Za-z]+\*?|[{}\\]", "", text)


@cache
def _converter() -> tuple[LatexNodes2Text, Any]:
    """Return the converter, and the commands that it knows: to list them takes 2 ms each time."""
    converter = LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=False)
    return converter, get_default_latex_context_db()


def _prepared(raw: str) -> str:
    """Write what the converter gets wrong in words that it understands."""
    text = _LOGO.sub(r"\1", raw)
    for pattern, words in _REWRITTEN:
        text = pattern.sub(words, text)
    # In a .bib value a bare percent sign is text: it begins no comment there.
    return re.sub(r"(?<!\\)%", r"\\%", text)


def _verbatim(raw: str) -> str:
    """Resolve what people write for specials in addresses, and nothing else."""
    if "\\" not in raw and "{" not in raw:
        return raw
    wrapped = _WRAPPED.fullmatch(raw.strip())
    text = _SPECIAL.sub(_special, wrapped[1] if wrapped else raw)
    return _ESCAPED.sub(r"\1", text)


def _special(match: re.Match[str]) -> str:
    return match[1] or {"underscore": "_", "asciitilde": "~"}[match[2]]
