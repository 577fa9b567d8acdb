"""What is a page is read, what is none is not, and nothing makes the reading fail."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pages import ADDRESS

from kzru_cite.model.evidence import PageFacts
from kzru_cite.read.page import read_page, read_whole
from kzru_cite.read.page_text import EXTRACTOR

HTML = b"<title>A title</title><p>Text</p>"
PIECES = (
    *("<html lang=ru>", "<head>", "</head>", "<title>x", "</title>", "<meta name=author>"),
    *('<meta property="og:title" content="', "<meta charset=utf-16>", "<link rel=canonical href=[",
      "<base href='//", '<script type="application/ld+json">', '{"@type":"Article",', '"author":['),
    *('{"name":', "</script>", "<p class='nav", "<h1>", "</h1>", "<time datetime=", "<!--", "-->"),
    *("<![", "]]>", "&#", "&amp;", "\0", "<td>", "</table>", "<b", ">", '"', "'", "="),
    *("<a rel=author>", "By ", "<main>", "</main>", "қазақ", "<svg>", "<noscript>", "http://["),
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        (HTML, "text/html", "A title"),
        (HTML, "TEXT/HTML; charset=utf-8", "A title"),
        (HTML, "application/xhtml+xml", "A title"),
        (b"<rss><title>A title</title></rss>", "application/rss+xml", "A title"),
        (b"<?xml version='1.0'?><html><title>A title</title></html>", "text/xml", "A title"),
        (HTML, "", "A title"),
        (b"<!-- x --> <!DOCTYPE html>" + HTML, "application/octet-stream", "A title"),
        (HTML, "text/plain", ""),
        (b"Just words.", "", ""),
        (b"", "text/html", ""),
    ],
)
def test_pages_are_known_by_type_and_bytes(body: bytes, content_type: str, title: str) -> None:
    page = read_page(body, content_type, ADDRESS)
    assert page is not None
    assert page.title == title


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\x89PNG\r\n\x1a\n", "text/html"),
        (b"PK\x03\x04zip", "application/octet-stream"),
        (b"\x00\x01\x02", ""),
        (b"<svg></svg>", "image/svg+xml"),
        (b"{}", "application/json"),
        (b"p {}", "text/css"),
        (b"", "video/mp4"),
    ],
)
def test_what_is_no_page_is_none(body: bytes, content_type: str) -> None:
    assert read_page(body, content_type, ADDRESS) is None


def test_plain_text_is_read_line_by_line() -> None:
    page = read_whole("Бірінші жол\r\n\r\n  екінші   жол".encode(), "text/plain", ADDRESS)
    assert page is not None
    assert page.text == "Бірінші жол\nекінші жол"
    assert page.facts.text_length == 22
    assert read_page(b" \n", "text/plain", ADDRESS) == PageFacts(
        text_hash=page_hash(b""), extractor=EXTRACTOR, signs=("empty",)
    )


def page_hash(body: bytes) -> str:
    page = read_page(body, "text/plain", ADDRESS)
    assert page is not None
    return page.text_hash


def test_letters_by_header_reach_the_facts() -> None:
    body = "<title>Қаулы</title><p>Мәтін".encode("utf-16-le")
    page = read_page(b"\xff\xfe" + body, "text/html", ADDRESS)
    assert page is not None
    assert (page.title, page.opening) == ("Қаулы", "Мәтін")


def check(page: PageFacts | None) -> None:
    """Hold what is true of the facts of any page."""
    if page is None:
        return
    texts = (page.title, *page.titles, *page.authors, *page.dates, page.site, page.opening)
    assert all(text.encode() == text.strip().encode() for text in texts)
    assert all(texts[1:-2])
    assert max(map(len, texts)) <= 1000
    assert page.title == (page.titles[0] if page.titles else "")
    assert page.text_hash.startswith("sha256:")
    assert page.canonical.startswith("http") or not page.canonical


@settings(max_examples=300)
@given(st.binary(), st.sampled_from(["text/html", "", "text/plain", "application/pdf"]), st.text())
@example(b"%PDF-1.4", "", "")
@example(b"<meta a='<![x", "text/html", "http://[")
def test_any_bytes_are_read(body: bytes, content_type: str, address: str) -> None:
    check(read_page(body, content_type, address))


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25))
def test_any_markup_is_read(pieces: list[str]) -> None:
    check(read_page("".join(pieces).encode("utf-8", "replace"), "text/html", ADDRESS))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=15), st.integers(0, 99))
def test_the_same_bytes_give_the_same_facts(pieces: list[str], times: int) -> None:
    body = "".join(pieces * (1 + times % 3)).encode()
    assert read_page(body, "text/html", ADDRESS) == read_page(body, "text/html", ADDRESS)


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_it_is_said_that_more_stands_on_a_page_than_is_read(kind: str) -> None:
    most = 4_000_000
    whole = b"<p>First words " + b"<!-- -->" * (most // 8)
    for body, signs in (
        (whole[: most - 4] + b" end", ()),
        (whole[: most - 4] + b" end" + b" \n" * 9, ()),
        (whole[: most - 4] + b" end and more", ("unreadable:what follows 4,000,000 characters",)),
    ):
        page = read_page(body, kind, ADDRESS)
        assert page is not None
        assert signs == tuple(sign for sign in page.signs if sign.startswith("unreadable"))
        assert "First words" in page.opening
