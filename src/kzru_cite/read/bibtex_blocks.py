"""Split a .bib file into blocks with exact offsets, by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache

from bibtexparser.library import Library
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)
from bibtexparser.splitter import Splitter
from msgspec import Struct

from kzru_cite.read.bibtex_comments import blank_comments

# The splitter reports each fault in its log as well; here every fault is a value.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_HEAD = re.compile(r"@\s*(?P<kind>\w+)\s*[{(]\s*(?P<key>[^\s,{}()=\"]*)")
_NO_ENTRY = re.compile(r"@\s*(?:string|preamble|comment)\b", re.IGNORECASE)
_OPEN_QUOTE = re.compile(
    r"(?<![\w-])(?P<name>[\w-]++)\s*=\s*(?P<mark>\")[^\"]*\n[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*\""
)
_KEYLESS = re.compile(r"@\s*\w+\s*[{(]\s*[^\s,{}()=\"]+\s*=")
# What is left behind when an entry ended too early looks like fields: `date = {2020},`.
_STRAY_FIELD = re.compile(r"^[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*=[ \t]*[{\"\d]", re.MULTILINE)
_NAME_BEFORE = re.compile(r"(?<![\w-])([\w-]++)\s*=\s*\Z")
_NEXT_HEAD = re.compile(r"(?<=\S)\s*@\w*[ \t]*\Z")
# An entry that is closed at the end of its line, and the head of another below it.
_BORDER = re.compile(r"\}[ \t]*\n(?:[ \t]*\n)*(?=@\w+[{(])")
_STRETCH = 2**16
_BRACE_OR_FIELD = re.compile(r"(?<!\\)[{}]|^[ \t]*[A-Za-z][\w-]*[ \t]*=", re.MULTILINE)


class RawField(Struct, frozen=True, kw_only=True):
    """A field as written: offsets of its name and of its whole value expression."""

    name: str
    name_start: int
    start: int
    expression: str


class RawEntry(Struct, frozen=True, kw_only=True):
    """An entry as written, with offsets into the file."""

    kind: str
    key: str
    start: int
    end: int
    kind_start: int
    key_start: int
    fields: tuple[RawField, ...]


class RawString(Struct, frozen=True, kw_only=True):
    """A ``@string`` definition: its name and value expression."""

    name: str
    expression: str


class RawFault(Struct, frozen=True, kw_only=True):
    """A stretch that cannot be read, the point to look at, and what is wrong there."""

    key: str
    start: int
    end: int
    message: str


Raw = RawEntry | RawString | RawFault


def split(text: str, *, stretch: int = _STRETCH) -> Iterator[Raw]:
    """Yield entries, abbreviations and faults in reading order; comments are left out."""
    text = blank_comments(text)
    for start, end in stretches(text, stretch):
        yield from _split(text[start:end], start)


def stretches(text: str, length: int) -> Iterator[tuple[int, int]]:
    """
    Cut a file before heads of entries into stretches of about *length* characters, as offsets.

    Wherever a head begins a line the splitter ends what is open and begins anew, so that it says
    of the parts what it says of the whole; and what it made of one is gone before the next.
    """
    start = 0
    while match := _BORDER.search(text, start + length):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _split(text: str, offset: int) -> Iterator[Raw]:
    cursor = 0
    for block in _blocks(text):
        raw = block.raw or ""
        if isinstance(block, ParsingFailedBlock):
            # The splitter adds the head of the entry at which it took up reading again.
            raw = _NEXT_HEAD.sub("", raw)
        start = text.index(raw, cursor)
        cursor = start + len(raw)
        yield from _read(block, raw, offset + start)


def _blocks(text: str) -> list[Block]:
    library: Library = Splitter(text).split()
    return library.blocks


def _read(block: Block, raw: str, start: int) -> Iterator[Raw]:
    match block:
        case DuplicateBlockKeyBlock(ignore_error_block=Block() as inner):
            yield from _read(inner, raw, start)
        case DuplicateFieldKeyBlock(ignore_error_block=Block() as inner):
            yield from _read(inner, raw, start)
        case Entry():
            yield _entry(block, raw, start)
        case String():
            yield RawString(name=block.key.lower(), expression=block.value)
        case ParsingFailedBlock():
            yield _fault(raw, start)
        case ImplicitComment():
            yield from _stray_fields(raw, start)
        case ExplicitComment() | Preamble():
            return
        case _:  # pragma: no cover - the library has no other kinds of block
            raise AssertionError(block)


def _entry(block: Entry, raw: str, start: int) -> RawEntry:
    head = _HEAD.match(raw)
    kind_start, key_start = (head.start("kind"), head.start("key")) if head else (1, 1)
    return RawEntry(
        kind=block.entry_type.lower(),
        key=block.key,
        start=start,
        end=start + len(raw),
        kind_start=start + kind_start,
        key_start=start + key_start,
        fields=tuple(_fields(block, raw, start, key_start + len(block.key))),
    )


def _fields(block: Entry, raw: str, start: int, cursor: int) -> Iterator[RawField]:
    for field in block.fields:
        value = str(field.value)
        name_start, value_start = _find_field(raw, field.key, cursor)
        cursor = value_start + len(value)
        yield RawField(
            name=field.key.lower(),
            name_start=start + name_start,
            start=start + value_start,
            expression=value,
        )


def _find_field(raw: str, name: str, cursor: int) -> tuple[int, int]:
    match = _field_named(name).search(raw, cursor)
    return (match.start(), match.end()) if match else (cursor, cursor)


@lru_cache(maxsize=256)
def _field_named(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name) + r"\s*=\s*")


def _fault(raw: str, start: int) -> RawFault:
    head = _HEAD.match(raw)
    keyless = _KEYLESS.match(raw) or _NO_ENTRY.match(raw)
    key = "" if keyless or not head else head["key"]
    unknown = (0, "the entry cannot be read")
    at, message = (
        _no_comma(raw) or _no_equals(raw) or _open_brace(raw) or _open_quote(raw) or unknown
    )
    # The splitter stops before the next entry; the blank lines between belong to neither.
    end = start + len(raw.rstrip())
    return RawFault(key=key, start=start + at, end=max(end, start + at + 1), message=message)


def _open_brace(raw: str) -> tuple[int, str] | None:
    """Find the brace that is never closed, and name the field it opens."""
    stack: list[int] = []
    for match in _BRACE_OR_FIELD.finditer(raw):
        sign = match[0]
        if sign == "{":
            stack.append(match.start())
        elif sign == "}":
            stack = stack[:-1]
        elif len(stack) > 1:
            # A new field begins while a value is open: that value was never closed.
            break
    if not stack:
        return None
    at = stack[-1]
    name = _NAME_BEFORE.search(raw, 0, at)
    what = f"the value of the field {name[1]!r}" if name else "the entry"
    return at, f"the brace that opens {what} is never closed"


def _open_quote(raw: str) -> tuple[int, str] | None:
    """Find the quotation mark that only the next field's would close."""
    match = _OPEN_QUOTE.search(raw)
    if match is None:
        return None
    what = f"the value of the field {match['name']!r}"
    return match.start("mark"), f"the quotation mark that opens {what} is never closed"


def _no_comma(raw: str) -> tuple[int, str] | None:
    match = re.match(r"@\s*\w+\s*[{(]\s*(?P<rest>[^,]*?)(?P<equals>=)", raw)
    if match is None or _NO_ENTRY.match(raw):
        return None
    return match.start("rest"), "no comma after the key of the entry"


def _no_equals(raw: str) -> tuple[int, str] | None:
    match = re.search(r",\s*(?P<name>[A-Za-z][\w-]*)\s*$", raw)
    if match is None:
        return None
    return match.start("name"), f"no '=' after the field {match['name']!r}"


def _stray_fields(raw: str, start: int) -> Iterator[RawFault]:
    match = _STRAY_FIELD.search(raw)
    if match is None:
        return
    yield RawFault(
        key="",
        start=start + match.start("name"),
        end=start + len(raw.rstrip()),
        message=f"the field {match['name']!r} stands outside of any entry:"
        " a brace closes too early above it",
    )
