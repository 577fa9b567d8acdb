"""Read title, author, date and pages of a PDF file, whatever state it is in."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import TypeVar

from msgspec import Struct
from pypdf import PageObject, PdfReader

from kzru_cite.read.page_dates import iso_date
from kzru_cite.read.page_names import single_names, split_names
from kzru_cite.read.page_pdf_work import Work, has_text
from kzru_cite.read.page_words import distinct, fold, short

# Of a long book the first pages are read; a page of more than this is a drawing, often with labels.
_MOST_PAGES, _LARGEST_PAGE, _LARGEST_FILE, _MOST_AUTHORS = 300, 400_000, 40_000_000, 200
# Work is counted in the bytes of content that are read, those of a shared stream each time: a small
# file can show one stream on all of its pages, and one form often on each. The manuals of TeX have
# 6 million in 300 pages.
_MOST_WORK = 8_000_000
_PDF_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
# What programs put in when nobody gave a title.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint) - .*|slide 1"
    r"|.*\.(?:docx?|indd|qxd|tex|dvi|pdf|pptx?|xlsx?|rtf)"
    r"|title|без названия|document\d*|layout 1|powerpoint presentation",
    re.IGNORECASE,
)
_Read = TypeVar("_Read")
_Other = TypeVar("_Other")

# The library tells of each fault that it repairs, which costs more than the repair; what could not
# be read is told by us. What it leaves out of a page it tells in these words alone.
_LEFT_OUT = ("Impossible to decode XFormObject", "Exceeded ")
_left: ContextVar[list[str] | None] = ContextVar("left", default=None)


class _Ear(logging.Handler):
    """Note what the library says that it leaves out of the page that is being read."""

    def emit(self, record: logging.LogRecord) -> None:
        """Note a message, in the reading from which it comes."""
        left = _left.get()
        if left is not None and str(record.msg).startswith(_LEFT_OUT):
            left.append(str(record.msg))


logging.getLogger("pypdf").addHandler(_Ear())
logging.getLogger("pypdf").propagate = False
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
logging.getLogger("pypdf._page").setLevel(logging.WARNING)


class PdfFacts(Struct, frozen=True, kw_only=True):
    """
    What a PDF file says of itself; *pages* are the texts of its first pages.

    *broken* when not even its pages could be found. *unread* are the pages, from 1, that were not
    read, or not all of them, as spans from a first to a last: what is not in *pages* may stand
    there. Their texts are '' or what was read; those after the first 300 are not in *pages*.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    language: str = ""
    pages: tuple[str, ...] = ()
    broken: bool = False
    unread: tuple[tuple[int, int], ...] = ()


def read_pdf(body: bytes, most: int = _MOST_WORK) -> PdfFacts:
    """Return what can be read of the file with so much work, in bytes of content."""
    reader = _tried(lambda: _opened(body), None)
    if reader is None:
        return PdfFacts(broken=True)
    entries = _tried(lambda: _entries(reader), {})
    titles = [_entry(entries, "/Title"), *_tried(lambda: _xmp_titles(reader), [])]
    creators = _tried(lambda: _xmp_creators(reader), [])
    pages = tuple(_page_texts(reader, most))
    unread = [number for number, page in enumerate(pages, 1) if not page.whole]
    return PdfFacts(
        titles=distinct([title for title in titles if not _NO_TITLE.fullmatch(title)]),
        authors=distinct(creators or split_names(_entry(entries, "/Author")), _MOST_AUTHORS),
        dates=distinct([_date(_entry(entries, name)) for name in ("/CreationDate", "/ModDate")]),
        language=_tried(lambda: _language(reader), ""),
        pages=tuple(page.text for page in pages),
        unread=_spans([*unread, *range(len(pages) + 1, len(reader.pages) + 1)]),
    )


def _opened(body: bytes) -> PdfReader | None:
    """Return a reader of the file, None when it is too large or its pages cannot be found."""
    if len(body) > _LARGEST_FILE:
        return None
    reader = PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    return reader if _pages(reader) else None


def _pages(reader: PdfReader) -> list[PageObject]:
    return [reader.pages[number] for number in range(min(_MOST_PAGES, len(reader.pages)))]


def _tried(read: Callable[[], _Read], otherwise: _Other) -> _Read | _Other:
    """
    Return what *read* gives, or *otherwise* where the file is broken there.

    The library names no errors that a broken file can cause: they are those of lists, numbers,
    compression, ciphers and depth. Whatever it is, the rest of the file may still be read.
    """
    try:
        return read()
    except Exception:  # noqa: BLE001  see above
        return otherwise


class _Page(Struct, frozen=True):
    """The text of a page; not *whole* when more may stand on it."""

    text: str = ""
    whole: bool = False


def _page_texts(reader: PdfReader, most: int) -> Iterator[_Page]:
    """Yield the text of each page, none for those that come after more than is read of a file."""
    left, work = most, Work(most)
    for page in _pages(reader):
        # Beyond the bound not even the sizes are asked for, which costs a decoding.
        left -= work.of(page) if left >= 0 else 0
        yield _page_read(page) if left >= 0 else _Page()


def _page_read(page: PageObject) -> _Page:
    left: list[str] = []
    token = _left.set(left)
    try:
        read = _tried(lambda: _page_text(page), _Page())
    finally:
        _left.reset(token)
    return _Page(read.text, read.whole and not left)


def _page_text(page: PageObject) -> _Page:
    contents = page.get_contents()
    if contents is None:
        return _Page(whole=True)
    data = contents.get_data()
    if len(data) > _LARGEST_PAGE:
        return _Page(whole=not has_text(data))
    return _Page("\n".join(filter(None, map(fold, page.extract_text().splitlines()))), whole=True)


def _spans(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    """Return growing numbers as spans from a first to a last."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = spans[-1][0], number
        else:
            spans.append((number, number))
    return tuple(spans)


def _entries(reader: PdfReader) -> Mapping[str, object]:
    return dict(reader.metadata or {})


def _entry(entries: Mapping[str, object], name: str) -> str:
    return short(str(entries.get(name) or ""))


def _xmp_titles(reader: PdfReader) -> list[str]:
    found = reader.xmp_metadata
    return [short(str(title)) for title in (found.dc_title or {}).values()] if found else []


def _xmp_creators(reader: PdfReader) -> list[str]:
    found = reader.xmp_metadata
    names = (found.dc_creator or []) if found else []
    return [name for written in names for name in single_names(str(written))]


def _language(reader: PdfReader) -> str:
    return short(str(reader.root_object.get("/Lang") or ""))[:35]


def _date(text: str) -> str:
    """Return a date of the file; it is that of the making, which can be a scan of an old work."""
    found = _PDF_DATE.match(text)
    return iso_date("-".join(part for part in found.groups() if part)) if found else ""
