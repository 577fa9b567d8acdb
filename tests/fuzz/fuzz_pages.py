"""Fuzz the readers of pages and PDF files, which anybody may have written."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable

from fuzz_archives import kept
from fuzzing import Target, files

from kzru_cite.model.evidence import Answered
from kzru_cite.read.page import extract, form, read_page, read_whole
from kzru_cite.read.page_charset import decode
from kzru_cite.read.page_citation import read_citation
from kzru_cite.read.page_dates import iso_date
from kzru_cite.read.page_linked import read_linked
from kzru_cite.read.page_markup import attributes
from kzru_cite.read.page_names import byline_names, single_names, split_names
from kzru_cite.read.page_outline import outline

_TYPES = (
    *("text/html; charset=utf-8", "text/html", "", "text/plain", "application/xhtml+xml"),
    *("text/html; charset=windows-1251", "text/html; charset=utf-16", "image/png"),
)
_ADDRESS = "https://news.example.org/2021/05/a-text"


def _look(body: bytes, content_type: str) -> None:
    """Assert what holds of every page, whatever it is made of."""
    read = read_whole(body, content_type, _ADDRESS)
    page = read_page(body, content_type, _ADDRESS)
    taken = extract(body, content_type, _ADDRESS)
    if read is None or page is None or taken is None:
        assert (read, page, taken) == (None, None, None)
        return
    assert read.facts == page
    kept(Answered(code=200, final=_ADDRESS, page=page))
    assert page.text_length == len(taken.text)
    assert page.text_hash == taken.text_hash
    assert taken.text.startswith(page.opening)
    assert list(taken.pages) == sorted(taken.pages)
    assert all(0 <= start <= len(taken.text) for start in taken.pages)
    for text in (*page.titles, *page.authors, page.site, taken.text, taken.rest, taken.sources):
        assert "\n" not in text
        assert not any(0 < ord(sign) < 32 for sign in text if sign != "\t")
    for date in page.dates:
        assert iso_date(date) == date
    read_citation(body, content_type, _ADDRESS)


def check_page(data: bytes) -> None:
    """Read any body as a page; the first byte chooses the header."""
    kind = _TYPES[data[0] % len(_TYPES)] if data else ""
    _look(data[1:], kind)


def check_markup(data: bytes) -> None:
    """Cut markup into tokens, and read the small texts of which pages are full."""
    body = data[1:]
    assert form(body, "text/html") in ("html", "pdf", "")
    text = decode(body, "text/html; charset=utf-8")
    for block in outline(text).blocks:
        assert 0 <= block.linked <= len(block.text)
    for name, value in attributes(text).items():
        assert name
        value.encode()
    found = iso_date(text)
    assert iso_date(found) == found
    for read in (split_names, single_names, byline_names):
        for name in read(text):
            assert name == name.strip()
            assert name
    linked = read_linked([text, text[: len(text) // 2]], _ADDRESS)
    for one in (*linked.titles, *linked.authors):
        one.encode()


def check_charset(data: bytes) -> None:
    """Decode a body: never an error, and what is UTF-8 comes out as it is."""
    kind, _, body = data.partition(b"\0")
    text = decode(body, kind.decode("latin-1"))
    text.encode()
    assert decode(body, kind.decode("latin-1")) == text
    if body and not body.isascii() and b"charset" not in body and b"encoding" not in body:
        for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
            if body.startswith(mark):
                return
        try:
            meant = body.decode()
        except UnicodeDecodeError:
            return
        assert text == meant or b"utf-16" in kind.lower() or b"=" in kind


def check_pdf(data: bytes) -> None:
    """Read a file as PDF, whatever is broken in it."""
    body = data if b"%PDF-" in data[:1024] else b"%PDF-1.7\n" + data
    _look(body, "application/pdf")


def check_pdf_stream(data: bytes) -> None:
    """Read a sound PDF whose page says anything at all."""
    _look(pdf_of(data), "application/pdf")


def pdf_of(content: bytes) -> bytes:
    """Make a PDF of two pages, of which the first has this stream of operators."""
    packed = zlib.compress(content, 1)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents %d 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    parts = (
        b"<</Type/Catalog/Pages 2 0 R/Lang(ru-RU)>>",
        b"<</Type/Pages/Count 2/Kids[3 0 R 6 0 R]>>",
        page % 4,
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed),
        font,
        page % 7,
        b"<</Length 37>>\nstream\nBT /F1 12 Tf 20 350 Td (End) Tj ET  \nendstream",
    )
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, part))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    )
    return out.getvalue()


_HEAD = (
    '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>A title | Site</title>'
    '<meta property="og:title" content="A title"><meta name="author" content="Jane Doe, John Roe">'
    '<link rel="canonical" href="/2021/05/a-text?x=1"><meta property="article:published_time" '
    'content="2021-05-03T10:11:12Z"><script type="application/ld+json">{"@type":"NewsArticle",'
    '"headline":"A title","author":[{"@type":"Person","name":"Jane Doe"}],"datePublished":'
    '"2021-05-03","isAccessibleForFree":false}</script></head>'
)
_BODY = (
    '<body><header><nav><a href="/">Home</a></nav></header><main><article><h1>A title</h1>'
    '<p class="byline">By Jane Doe</p><time datetime="2021-05-03">3 May 2021</time>'
    "<p>The river rose by two metres in May and fell again in June.</p><h2>References</h2>"
    "<ol><li>Rao, A. (2019). Boiling.</li></ol></article></main><footer>© 2021</footer></body>"
)


def _pages() -> Iterable[bytes]:
    yield b"\0" + (_HEAD + _BODY + "</html>").encode()
    yield b"\0" + (_HEAD + "<body><form><input type=password></form>Sign in").encode()
    yield b"\5" + (_HEAD.replace("utf-8", "windows-1251") + "<p>Вода кипит").encode("cp1251")
    yield b"\0<title>Just a moment...</title><div id=challenge-running></div>"
    yield b"\0<html><head><meta http-equiv=refresh content='0; url=/x'></head></html>"
    yield b"\3Text\n\nReferences\n\n1. A source\n"
    yield from (b"\0" + body for body in files("fixtures/**/*.html", "edition/**/*.html"))


def _markup() -> Iterable[bytes]:
    yield from _pages()
    for text in ("3 мая 2021 г.", "May 3rd, 2021", "D:20210503101112+06'00'", "2021年5月3日",
                 "By Jane Doe and John Roe; Mary Major, MD", "<a b='c' d=\"e\" f=g h>&amp;&#1234;",
                 '{"@graph":[{"@id":"#a","@type":["Article"],"name":{"@value":"x"}}]}'):  # fmt: skip
        yield b"\0" + text.encode()


def _charsets() -> Iterable[bytes]:
    yield "text/html; charset=koi8-r\0Вода кипит".encode("koi8-r")
    yield "text/html\0<meta charset=windows-1251>Вода кипит".encode("cp1251")
    yield "text/html\0Вода кипит, água ferve".encode()
    yield b"text/html; charset=utf-16\0" + "Вода".encode("utf-16")
    yield b'text/xml\0<?xml version="1.0" encoding="iso-8859-1"?>\xe9t\xe9'


def _pdfs() -> Iterable[bytes]:
    yield pdf_of(b"BT /F1 12 Tf 20 350 Td (The trade grew.) Tj 0 -20 Td (It fell.) Tj ET")
    yield pdf_of(b"BT /F1 12 Tf [(T) -120 (rade)] TJ T* (Refer-) ' (ences) ' ET q 1 0 0 1 5 5 cm Q")


def _streams() -> Iterable[bytes]:
    yield b"BT /F1 12 Tf 20 350 Td (The trade grew.) Tj 0 -20 Td (It fell.) Tj ET"
    yield b"BT /F1 12 Tf 1 0 0 1 20 350 Tm [(T) -120 (rade) <4142>] TJ T* (x\\051\\n) ' 3 2 (y) \" ET"
    yield b"q 1 0 0 1 5 5 cm /X1 Do Q BI /W 1 /H 1 /BPC 8 /CS /G ID x EI 0 Tr 2 Tc 3 Tw 90 Tz 12 TL"


def digest(data: bytes) -> str:
    """Return a short name for an input."""
    return hashlib.sha256(data).hexdigest()[:12]


TARGETS = (
    Target(name="page", check=check_page, seeds=_pages, longest=8192),
    Target(name="page-parts", check=check_markup, seeds=_markup, longest=2048),
    Target(name="charset", check=check_charset, seeds=_charsets, longest=1024),
    Target(name="pdf", check=check_pdf, seeds=_pdfs, modules=("pypdf", "kzru_cite.read.page_pdf")),
    Target(
        name="pdf-page",
        check=check_pdf_stream,
        seeds=_streams,
        longest=1024,
        modules=("pypdf", "kzru_cite.read.page_pdf"),
    ),
)
