"""The book shows the evidence of each claim in a note that its mark opens, chapter by chapter."""

from __future__ import annotations

import posixpath
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, Tag
from edition_samples import SAMPLE, article, built, references, sources
from evidence_samples import BIBTEX, COPY, in_language
from msgspec.structs import replace

from kzru_cite.edition import STYLES, build
from kzru_cite.edition.chapter import complete_chapter
from kzru_cite.edition.languages import labels_for
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.edition import Material
from kzru_cite.pandoc import bundled

Book = dict[str, BeautifulSoup]


def _opened(content: bytes) -> Book:
    with ZipFile(BytesIO(content)) as opened:
        return {
            name.removeprefix("EPUB/"): BeautifulSoup(opened.read(name), "html.parser")
            for name in opened.namelist()
            if name.endswith(".xhtml")
        }


def _book(material: Material) -> Book:
    (book,) = build(material, ["epub"], bundled(), SAMPLE)
    return _opened(book.content)


def _of(text: str) -> Book:
    known = {"sources": sources(BIBTEX), "bibliography": references(BIBTEX)}
    return _book(article(f"---\ntitle: T\nlang: en\n---\n\n{text}", **known))


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


@pytest.fixture(scope="module")
def book() -> Book:
    return _book(in_language("en-GB"))


def _targets(book: Book) -> list[tuple[Tag, Tag | None]]:
    """Return each reference to a note with what it leads to."""
    found = []
    for name, soup in book.items():
        for link in soup.select("a"):
            if "noteref" not in str(link.get("epub:type", "")).split():
                continue
            path, _, anchor = str(link["href"]).partition("#")
            place = posixpath.join(posixpath.dirname(name), path) if path else name
            found.append((link, book[place].find(id=anchor)))
    return found


@pytest.mark.parametrize("style", STYLES)
def test_each_reference_to_a_note_leads_to_one(style: str) -> None:
    found = _targets(_book(replace(in_language("en-GB"), style=style)))
    assert 15 < len(found)
    for link, target in found:
        assert target is not None
        if link["role"] == "doc-noteref":
            kind = (target.name, target["epub:type"], target["role"])
            assert ("aside", "footnote", "doc-footnote") == kind
            assert str(link["href"]).startswith("#"), "in the same file"
            (back,) = target.select('a[role="doc-backlink"]')
            assert f"#{link['id']}" == back["href"]
        else:
            assert ("doc-biblioref", "csl-entry") == (link["role"], str(target["class"][0]))


def test_a_note_says_what_the_pop_over_of_the_page_says(book: Book) -> None:
    chapter = book["text/ch001.xhtml"]
    (mark,) = chapter.select("#area + .joined > a.mark")
    assert (
        "Supported by its sources: “The lake covers 1,200 square kilometres”" == mark["aria-label"]
    )
    (note,) = chapter.select(str(mark["href"]))
    assert _text(note) == (
        "● Supported by its sources: “The lake covers 1,200 square kilometres” "
        "The Lake Report Lake, River, Sea, …, 2025, Lake Board, p. 12 "
        "…by water, the engineers of the Board measured the whole shore; by their count "
        "the lake now covers some 1,200 square kilometres, less than a tenth of its old size "
        "as the table on the next page shows. The fishing villages now lie far inland.… "
        "The source supports the claim. Decided by A. Editor on 12 November 2026. "
        "These words on the page · In the archived copy, 20 January 2026 ↑"
    )
    assert [COPY] == [str(tag["href"]).partition("#")[0] for tag in note.select(".ways a")[1:]]


def test_a_mark_shows_what_a_claim_needs_in_place_of_its_remark(book: Book) -> None:
    (mark,) = book["text/ch001.xhtml"].select("#fish + .joined > a.mark")
    assert "\u2060○[update needed]" == _text(mark)
    assert [] == book["text/ch001.xhtml"].select(".remark")
    (back,) = book["text/ch004.xhtml"].select('a[href="ch001.xhtml#edition-mark-2"]')
    assert back["aria-label"] == "Back to the text"


def test_notes_stand_at_the_end_of_their_chapter(book: Book) -> None:
    found = {
        name: [str(note["id"]) for note in soup.select("section.notes > aside")]
        for name, soup in book.items()
        if soup.select("aside")
    }
    assert found == {
        "text/ch001.xhtml": [f"edition-proof-{number}" for number in range(1, 6)],
        "text/ch002.xhtml": [f"edition-proof-{number}" for number in range(6, 11)],
    }
    (section,) = book["text/ch002.xhtml"].select("section.notes")
    assert ("Evidence", "footnotes") == (section["aria-label"], section["epub:type"])
    (last,) = book["text/ch002.xhtml"].select("body > section > :last-child")
    assert last is section


def test_the_parts_at_the_end_say_what_they_are(book: Book) -> None:
    roles = [
        (str(soup.select("body > section")[0].get("role", "")), str(soup.body["epub:type"]))
        for name, soup in book.items()
        if "/ch" in name and soup.body
    ]
    assert roles == [
        ("", "bodymatter"),
        ("", "bodymatter"),
        ("doc-bibliography", "backmatter"),
        ("doc-endnotes", "backmatter"),
        ("doc-appendix", "backmatter"),
        ("doc-colophon", "backmatter"),
    ]


def test_the_book_tells_how_far_the_checks_have_come(book: Book) -> None:
    text = _text(book["text/ch005.xhtml"])
    assert "Supported by its sources 1" in text
    assert "The shore 2 of 4" in text
    assert "<svg" not in str(book["text/ch005.xhtml"])
    assert ["ch002.xhtml#the-shore"] == [
        str(link["href"]) for link in book["text/ch005.xhtml"].select("table a")
    ]


def test_footnotes_are_numbered_through_the_book_and_hold_marks_too() -> None:
    book = _of(
        "One.^[First, [a claim [@lake]]{#in .claim}.]\n\n# B\n\nTwo.[^2] Three.^[Third.]\n\n"
        "[^2]: Second:\n\n    > Quoted.\n"
    )
    found = {
        name: [(str(note["id"]), _text(note)) for note in soup.select("aside.note")]
        for name, soup in book.items()
        if soup.select("aside")
    }
    assert found == {
        "text/ch001.xhtml": [("edition-fn-1", "First, a claim (Lake et al. 2025)\u2060○. ↑")],
        "text/ch002.xhtml": [
            ("edition-fn-2", "Second: Quoted. ↑"),
            ("edition-fn-3", "Third. ↑"),
        ],
    }
    sections = book["text/ch001.xhtml"].select("section.notes")
    assert ["Notes", "Evidence"] == [str(section["aria-label"]) for section in sections]
    (proof,) = sections[1].select("aside")
    assert "Source named, not yet compared: “First" not in _text(proof)
    assert "Source named, not yet compared: “a claim”" in _text(proof)
    assert all(target for _, target in _targets(book))


def test_a_claim_in_a_heading_keeps_its_remark_and_has_no_mark() -> None:
    book = _of(
        "# A [claim]{.claim needs=citation}\n\nText. [x]{.mark} [y](https://y.example/){.mark}\n"
    )
    (soup,) = [soup for soup in book.values() if soup.select("h1 .claim")]
    assert "A claim[citation needed]" == _text(soup.h1) if soup.h1 else False
    assert [] == soup.select("aside, [role=doc-noteref]")
    # An author's class alone makes no mark.
    assert ["y"] == [_text(link) for link in soup.select("a.mark")]
    assert [] == [name for name, each in book.items() if each.select("#edition-checks")]


def test_a_box_of_a_claim_has_its_mark_inside_and_a_box_with_a_heading_is_a_chapter() -> None:
    book = _of(
        "::: {#box .claim needs=citation}\n- item\n:::\n\n::: part\n# In a box\n\n"
        "[Claim]{.claim}\n:::\n\n[After]{.claim}.\n"
    )
    marks = [
        (str(link["href"]), link.find_parent(id="box") is not None) for link, _ in _targets(book)
    ]
    assert "\u2060◌[citation needed]" == _text(next(link for link, _ in _targets(book)))
    assert all(not soup.select(".remark") for soup in book.values())
    assert [(f"#edition-proof-{number}", number == 1) for number in (1, 2, 3)] == marks
    assert all(target for _, target in _targets(book))
    (soup,) = [soup for soup in book.values() if soup.find("h1", string="In a box")]
    assert ["edition-proof-2"] == [str(note["id"]) for note in soup.select("aside")]


def test_what_an_author_calls_a_remark_stays() -> None:
    book = _of("[Claim]{.claim}[aside]{.remark} and more.\n")
    assert "Claim\u2060◌aside and more." in _text(book["text/ch001.xhtml"])


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_notes_speak_the_language_of_the_article(language: str) -> None:
    book = _book(in_language(language))
    (note,) = book["text/ch001.xhtml"].select("#edition-proof-1")
    labels = labels_for(language)
    assert labels.evidence.states[ClaimState.SUPPORTED] in _text(note)
    (back,) = note.select(".back")
    assert labels.back == back["aria-label"]
    titles = [_text(soup.title) for soup in book.values() if soup.title]
    assert labels.cover in titles
    assert labels.evidence.checks in titles


def test_all_references_of_the_sample_lead_somewhere() -> None:
    found = _targets(_opened(built()["epub"].content))
    assert 10 < len(found)
    assert [] == [link for link, target in found if target is None]


def test_a_file_without_a_heading_keeps_its_title() -> None:
    text = '<title>ch001.xhtml</title><p><a href="ch001.xhtml#a">x</a></p>'
    assert complete_chapter("ch001.xhtml", text) == (
        '<title>ch001.xhtml</title><p><a href="#a">x</a></p>'
    )


def test_the_title_of_a_file_is_the_words_of_its_heading() -> None:
    note = '<a href="#n" role="doc-noteref"><sup>1</sup></a>'
    text = f'<title>x</title><h2 id="a">A <em>b</em> &amp; \\1{note}</h2>'
    assert "<title>A b &amp; \\1</title>" in complete_chapter("a", text)


def test_only_boxes_that_are_notes_are_renamed() -> None:
    inner = '<div class="a"><div class="b">x</div></div>'
    text = f'<div epub:type="footnotes"><div epub:type="footnote" id="n">{inner}</div></div>{inner}'
    assert complete_chapter("a", text) == (
        f'<section epub:type="footnotes"><aside epub:type="footnote" id="n">{inner}</aside>'
        f"</section>{inner}"
    )


def test_a_head_without_words_is_a_cell() -> None:
    text = '<tr><th></th><th style="text-align: left;"> </th><th>A</th></tr>'
    assert complete_chapter("a", text) == (
        '<tr><td></td><td style="text-align: left;"></td><th>A</th></tr>'
    )
