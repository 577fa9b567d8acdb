"""Scan the attribute blocks of claims and facts in Markdown, and the text that they mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

_CANDIDATE = re.compile(r"\{(?=[^{}]*?\.claim(?![\w-]))")
_FACT_CANDIDATE = re.compile(r"\{(?=[^{}]*?(?<![\w:.-])fact=)")
_TOKEN = re.compile(
    r"""[^\S\n]+|\n(?:[ \t]*>)*
    |\#(?P<id>[^\s{}#=]+)
    |\.(?P<class>[^\s{}.#=]+)
    |(?P<name>[\w:.-]+)=(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'
        |(?P<bare>[^\s{}"']+))
    |(?P<close>\})""",
    re.VERBOSE,
)
# Stretches in which brackets are no markup: code, formulas, comments, tags, commands of TeX.
_OPAQUE = re.compile(
    r"""(?<![`\\])(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)
    |(?<!\\)\$\$.+?\$\$
    |(?<![\\$])\$(?=[^\s$]).*?(?<=[^\s\\])\$(?!\d)
    |<!--.*?-->
    |</?[A-Za-z][^<>]*>
    |(?<!\\)\\[A-Za-z]+\{[^{}]*\}""",
    re.DOTALL | re.VERBOSE,
)
# A div may stand inside quotations and list items.
_INSIDE = r"^(?P<indent>(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*)"
_FENCE = re.compile(_INSIDE + r":{3,}[ \t]*(?P<rest>.*)$", re.MULTILINE)
_CODE_BLOCK = re.compile(
    _INSIDE + r"(?P<fence>`{3,}|~{3,}).*?^[ \t>]*(?P=fence)[`~]*[ \t]*$", re.MULTILINE | re.DOTALL
)
_BARE_FENCE = re.compile(
    r"^(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*:{3,}[ \t]*(?P<word>claim)[ \t]*:*[ \t]*$", re.MULTILINE
)


# Pandoc takes 10 kB of memory for each character between brackets that attributes follow.
LONGEST = 100_000


class AttributeBlock(Struct, frozen=True, kw_only=True):
    """
    An attribute block with the class ``claim``, or with a fact, by offsets.

    *head* is the id (the last one counts), or the class without one; in the block of a fact it is
    the value of ``fact=``. *values* the values without
    quotation marks. A block that is not closed ends where it stopped making sense. The class
    alone after the colons of a div (``::: claim``) is a block without braces.
    """

    start: int
    end: int
    head: tuple[int, int]
    values: Mapping[str, tuple[int, int]]


def claim_blocks(text: str) -> Iterator[AttributeBlock]:
    """Yield every attribute block that could mark a claim, decoys in code included."""
    for block in _blocks(text, _CANDIDATE):
        if block.head is not None:
            yield block.found(block.head)
    for match in _BARE_FENCE.finditer(text):
        start, end = match.span("word")
        yield AttributeBlock(start=start, end=end, head=(start, end), values={})


def overlong_claim(text: str) -> int | None:
    """
    Return the offset of a claim of more than LONGEST characters, None without one.

    One that holds other claims is not looked for.
    """
    before = 0
    for block in _blocks(text, _CANDIDATE):
        if block.head is not None and block.start - before > LONGEST:
            start = span_start(text, block.start)
            if block.start - start > LONGEST:
                return start
        before = block.end
    return None


def fact_blocks(text: str) -> Iterator[AttributeBlock]:
    """Yield every attribute block that could name a fact, those of claims and decoys included."""
    for block in _blocks(text, _FACT_CANDIDATE):
        span = block.values.get("fact", (0, 0))
        if span[0] < span[1]:
            yield block.found(span)


class _Scanned(Struct, frozen=True, kw_only=True):
    """An attribute block before it is known what it marks; *head* is that of a claim."""

    start: int
    end: int
    head: tuple[int, int] | None
    values: Mapping[str, tuple[int, int]]

    def found(self, head: tuple[int, int]) -> AttributeBlock:
        return AttributeBlock(start=self.start, end=self.end, head=head, values=self.values)


def _blocks(text: str, candidate: re.Pattern[str]) -> Iterator[_Scanned]:
    done = 0
    for match in candidate.finditer(text):
        if match.start() >= done:
            block = _scan(text, match.start())
            # A block of another kind may begin where this one stopped making sense.
            done = block.end
            yield block


def _scan(text: str, start: int) -> _Scanned:
    position = start + 1
    head: tuple[int, int] | None = None
    named: tuple[int, int] | None = None
    values: dict[str, tuple[int, int]] = {}
    while token := _TOKEN.match(text, position):
        position = token.end()
        if token["id"]:
            named = token.span("id")
        elif token["class"] == "claim" and head is None:
            head = token.span("class")
        elif token["name"]:
            group = next(g for g in ("double", "single", "bare") if token[g] is not None)
            values[token["name"]] = token.span(group)
        elif token["close"]:
            break
    marked = named or head if head else None
    return _Scanned(start=start, end=position, head=marked, values=values)


def span_start(text: str, brace: int) -> int:
    """
    Return the offset of the ``[`` that opens the span whose attributes begin at *brace*.

    Escaped brackets, and those in code, formulas, tags and the like, are stepped over. The brace
    itself when there is none.
    """
    # A span never crosses a blank line.
    block = text.rfind("\n\n", 0, brace) + 1
    inner = text[block:brace]
    # What looks like a tag or a formula need not be one.
    for plain in (_blanked(_OPAQUE, inner), inner):
        start = _opening(plain)
        if start is not None:
            return block + start
    return brace


def _opening(text: str) -> int | None:
    """Return the offset of the bracket that the last one closes."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        if text[position] not in "[]" or _escaped(text, position):
            continue
        depth += 1 if text[position] == "]" else -1
        if depth == 0:
            return position
    return None


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _escaped(text: str, position: int) -> bool:
    first = position
    while first and text[first - 1] == "\\":
        first -= 1
    return (position - first) % 2 == 1


def fenced_end(text: str, start: int) -> int:
    """Return the offset after the fence that closes the ``:::`` div opened at *start*."""
    depth = 0
    first = text.rfind("\n", 0, start) + 1
    plain = " " * first + _blanked(_CODE_BLOCK, text[first:])
    for match in _FENCE.finditer(plain, first):
        depth += 1 if match["rest"].strip() else -1
        if depth <= 0:
            return match.end()
    return len(text)
