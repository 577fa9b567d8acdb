"""The text of a capture falls into main text, its own list of sources, and the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import ADDRESS, WORDS, facts, read

from kzru_cite.model.quotation import Extract
from kzru_cite.read.page import extract
from kzru_cite.read.page_signs import of_document
from kzru_cite.read.page_sources import sources
from kzru_cite.read.page_text import EXTRACTOR, line_hash

BODY = f"<main><h1>A river</h1><p>{WORDS * 6}</p></main>"
TEXT = f"A river {(WORDS * 6).strip()}"
# The titles of sources say what nothing else on the page does.
LISTED = "<ol><li>Rao, A. (2019). Nine arches.</li></ol>"


def extracted(markup: str) -> Extract:
    found = extract(markup.encode(), "text/html; charset=utf-8", ADDRESS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "listed",
    [
        f"<h2>References</h2>{LISTED}",
        f"<h2>Пайдаланылған әдебиеттер</h2>{LISTED}",
        f'<div class="reflist">{LISTED}</div>',
        f'<section class="ref-list">{LISTED}</section>',
        f'<section role="doc-bibliography">{LISTED}</section>',
        f'<div id="bibliography">{LISTED}</div>',
        f'<div class="article-footnotes">{LISTED}</div>',
    ],
)
def test_the_list_of_sources_is_told_from_the_text(listed: str) -> None:
    inside = BODY.replace("</main>", f"{listed}</main>")
    for markup in (inside, f"{BODY}{listed}"):
        found = extracted(markup)
        assert found.text == TEXT
        assert "Nine arches" in found.sources
        assert "Nine arches" not in found.rest


@pytest.mark.parametrize(
    "shown",
    [
        '<section id="comments"><p>First comment!</p></section>',
        '<div class="cookie-consent"><p>First comment!</p></div>',
        "<nav><a href=/>First comment!</a></nav>",
        "<footer>First comment!</footer>",
        '<div class="related"><p>First comment!</p></div>',
    ],
)
def test_what_stands_around_the_text_is_the_rest(shown: str) -> None:
    found = extracted(f"{BODY}{shown}")
    assert (found.text, found.sources, found.rest) == (TEXT, "", "First comment!")


def test_marks_of_notes_are_no_part_of_a_sentence() -> None:
    markup = (
        'It froze.<sup class="reference" id="cite_ref-1"><a href="#n">[1]</a></sup> Then it '
        'rose<a role="doc-noteref" href="#f">2</a>, by 3 km<sup>2</sup> in<a href=/m> May</a>.'
    )
    assert extracted(f"<p>{markup}</p>").text == "It froze. Then it rose, by 3 km2 in May."


def test_the_hash_names_the_version() -> None:
    found, page = extracted(BODY), read(BODY).facts
    # Raised whenever what comes out changes; looks of other versions are then not compared.
    assert EXTRACTOR == "2"
    assert page.extractor == found.extractor == EXTRACTOR
    assert page.text_hash == found.text_hash == line_hash(found.text)


def test_what_is_no_page_has_no_text() -> None:
    assert extract(b"\x89PNG", "image/png", ADDRESS) is None


def test_plain_text_has_sources_too() -> None:
    body = b"The river.\n\nREFERENCES\nRao 2019, Arches\n"
    found = extract(body, "text/plain", ADDRESS)
    assert found is not None
    assert (found.text, found.sources) == ("The river.", "REFERENCES Rao 2019, Arches")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), range(0)),
        (("Text",), range(0)),
        (("Text", "References"), range(0)),
        (("Text", "7. References", "Rao 2019"), range(1, 3)),
        (("References", "Chapter one", "Text", *["Text"] * 20), range(0)),
        # In the list of contents it is a line as well.
        (("References", "Appendix", "Text", "References", "Rao 2019"), range(3, 5)),
        (("Text", "Список литературы", "Рао 1987", "Приложение", "x"), range(1, 3)),
        (("See the references in Rao 2019", "Rao 2019"), range(0)),
    ],
)
def test_lists_of_sources_in_lines(lines: tuple[str, ...], expected: range) -> None:
    assert sources(lines) == expected


@given(st.lists(st.sampled_from(["References", "Appendix", "Rao 2019", "Text", "Литература"])))
def test_no_line_is_lost_or_doubled(lines: list[str]) -> None:
    found = extract("\n".join(lines).encode(), "text/plain; charset=utf-8", ADDRESS)
    assert found is not None
    assert sorted(f"{found.text} {found.sources}".split()) == sorted(" ".join(lines).split())


COVER = (
    "Research repository of the university\n"
    "This is the author's accepted version of: Rao, A. Nine arches. Citation for published\n"
    "version: Rao, A. (2019).\n"
    "General rights: users may download and print one copy."
)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((COVER,), True),
        ((COVER, "blank"), True),
        ((), False),
        ((COVER[:40],), False),
        # The work follows, or stands on the same page.
        ((COVER, WORDS * 20), False),
        ((COVER + WORDS * 60,), False),
        (("Downloaded from the site. The river is long.",), False),
    ],
)
def test_a_cover_alone_is_a_cover_sheet(pages: tuple[str, ...], *, expected: bool) -> None:
    assert of_document(pages) == (("cover-sheet",) if expected else ())


SCHOLARLY = '<meta name="citation_title" content="Nine arches">'
ABSTRACT = f"<main><h1>Nine arches</h1><h2>Abstract</h2><p>{WORDS * 8}</p></main>"
LINK = "<a href=/pdf>Download PDF</a>"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (SCHOLARLY, ABSTRACT + LINK, True),
        (SCHOLARLY, ABSTRACT.replace("Abstract", "Аннотация") + "<a href=/p>Скачать PDF</a>", True),
        (f'{SCHOLARLY}<meta name="citation_pdf_url" content="/p">', ABSTRACT, True),
        (SCHOLARLY, ABSTRACT, False),
        ("", ABSTRACT + LINK, False),
        (SCHOLARLY, ABSTRACT.replace("</main>", "<h2>1. Introduction</h2></main>") + LINK, False),
        (SCHOLARLY, ABSTRACT.replace("</main>", f"<p>{WORDS * 90}</p></main>") + LINK, False),
        (SCHOLARLY, ABSTRACT.replace("<h2>Abstract</h2>", "") + LINK, False),
        # A page of a repository that offers its terms below a short text.
        ("", f"<p>Summary of the day. {WORDS * 9}</p><footer>Read the full text</footer>", False),
    ],
)
def test_an_abstract_with_a_way_to_the_text(head: str, body: str, *, expected: bool) -> None:
    assert ("abstract-only" in facts(head, body).signs) == expected


def test_the_foot_of_a_site_makes_no_cover_sheet() -> None:
    foot = "<footer>Terms of use. Open access repository. Downloaded from here.</footer>"
    assert facts("<title>A river</title>", f"<p>{WORDS * 9}</p>{foot}").signs == ()
