"""The Word document can be sent round: claims carry comments, and the metadata is there."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as Opened
from edition_samples import SAMPLE, article, blocks, built, markdown, material
from evidence_samples import evidence
from msgspec.structs import replace
from pypdf import PdfReader

from kzru_cite.edition import build
from kzru_cite.edition.office import comment_claims
from kzru_cite.model.article import Article, Claim
from kzru_cite.model.bonds import Bond, Bound, ClaimMap, Standing
from kzru_cite.model.ledger import Decided, Decision, Ledger, Link
from kzru_cite.model.place import Location
from kzru_cite.model.quotation import Quotation
from kzru_cite.pandoc import bundled

PLACE = Location(path="a.md", line=1, column=1, end_line=1, end_column=2)
LINK = Link(
    claim="tall",
    reference="omirbek2019",
    place=PLACE,
    quotation=Quotation(exact="Grass is tall."),
    note="seen in print",
)
DECIDED = Decided(decision=Decision.SUPPORTS, place=PLACE, by="AB", on=date(2026, 11, 22))
BONDS = (
    Bond(
        reference="omirbek2019",
        locator=", p. 12",
        standing=Standing.SUPPORTS,
        link=LINK,
        decided=DECIDED,
        address="https://web.archive.org/web/2020/https://example.org/tall",
    ),
    Bond(reference="step2018", standing=Standing.LAPSED, why="the claim has changed"),
)
DAY = date(2026, 11, 23)


@cache
def document() -> Opened:
    claim = Claim(id="tall", text="", place=PLACE, head=PLACE, section=0, start=0, end=1)
    bound = ClaimMap(article=Article(), bound=(Bound(claim=claim, bonds=BONDS),))
    what = replace(material(), claims=bound, ledger=Ledger(path="l.yaml", links=(LINK,)))
    (edition,) = build(what, ("docx",), bundled(), SAMPLE)
    return docx.Document(BytesIO(edition.content))


def test_each_claim_carries_a_comment() -> None:
    comments = list(document().comments)
    assert 6 == len(comments)
    told = {comment.text.splitlines()[0]: comment for comment in comments}
    assert told.keys() >= {"claim tall", "claim covers", "claim box", "claim plain"}
    assert {"kzru-cite"} == {comment.author for comment in comments}
    assert told["claim tall"].text.splitlines() == [
        "claim tall",
        "date: 2018",
        "note: The older text said 'short'. Evidence: https://example.org/a_(b).",
        "ledger: seen in print",
        "@omirbek2019 p. 12: supported, AB, 2026-11-22",
        "“Grass is tall.”",
        "https://web.archive.org/web/2020/https://example.org/tall",
        "@step2018: decision lapsed (the claim has changed)",
    ]
    assert told["claim covers"].text.splitlines()[1] == "needs: page update"


def test_the_comment_stands_at_the_words_of_the_claim() -> None:
    body = document().element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    (paragraph,) = [one for one in body.iter(f"{name}p") if "nobody has measured" in _text(one)]
    kinds = [one.tag.removeprefix(name) for one in paragraph]
    assert 2 == kinds.count("commentRangeStart") == kinds.count("commentRangeEnd")
    start = kinds.index("commentRangeStart")
    end = kinds.index("commentRangeEnd")
    words = "".join(_text(one) for one in list(paragraph)[start:end])
    assert words.startswith("The grass of the steppe")
    assert "2 km" not in words


def _text(element: object) -> str:
    return "".join(element.itertext())  # type: ignore[attr-defined]


def test_the_document_says_what_it_is() -> None:
    told = document().core_properties
    assert told.title == "The steppe: Қазақ даласы, Казахская степь"
    assert told.author == "Aigerim Ömirbek; Jean Beispiel"
    assert told.language == "en-GB"
    assert told.keywords == "steppe, Қазақстан"
    assert (date(2026, 11, 23),) * 2 == (told.created.date(), told.modified.date())
    styles = document().styles.element.xml
    assert 'w:val="en-GB"' in styles


def test_the_document_has_title_page_references_and_pictures() -> None:
    shown = {one.style.name: one.text for one in reversed(document().paragraphs) if one.style}
    assert shown["Title"].startswith("The steppe")
    assert "20 November 2026" == shown["Date"]
    styled = [(one.style.name, one.text) for one in document().paragraphs if one.style]
    entries = [text for style, text in styled if style == "Bibliography"]
    assert 5 == len(entries)
    assert "Archived copy: web.archive.org, 1 March 2020." in " ".join(entries)
    assert ("Heading 1", "Grass") in {
        (one.style.name, one.text) for one in document().paragraphs if one.style
    }
    assert "Grass by place (step.example 2018)" in [one.text for one in document().paragraphs]


def test_pictures_are_inside() -> None:
    (edition,) = build(material(), ("docx",), bundled(), SAMPLE)
    with ZipFile(BytesIO(edition.content)) as opened:
        media = [name for name in opened.namelist() if "/media/" in name]
        assert {(2026, 11, 23, 0, 0, 0)} == {one.date_time for one in opened.infolist()}
    assert [".png", ".svg"] == sorted({name[-4:] for name in media})


def test_what_is_usual_has_no_comments() -> None:
    assert {"html", "epub", "pdf"} == set(built())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a]{.claim}", "[claim without id]{#0 .comment-start X} [a]{.claim} []{#0 .comment-end}"),
        ("[a]{.k}", "[a]{.k}"),
        ("::: {#b .claim}\na\n\nb\n:::", "[claim b]{#0 .comment-start X}a  b[]{#0 .comment-end}"),
        ("::: {#b .claim}\n# a\n:::", "# [claim b]{#0 .comment-start X}a[]{#0 .comment-end}"),
        ("::: {#b .claim}\n- a\n:::", "[claim b]{#0 .comment-start X}[]{#0 .comment-end}  -"),
        ("::: {#b .claim}\n:::", "[claim b]{#0 .comment-start X}[]{#0 .comment-end}"),
    ],
)
def test_comments_stand_where_word_can_show_them(text: str, shown: str) -> None:
    done = markdown(comment_claims(blocks(text), {}, {}, DAY))
    when = 'author="kzru-cite" date="2026-11-23T00:00:00Z"'
    flat = done.replace(when, "X").replace("\n", " ").replace("][", "] [")
    assert shown.replace("][", "] [").replace(" ", "") in flat.replace(" ", "")


def test_a_claim_in_a_footnote_is_commented_at_its_mark() -> None:
    done = comment_claims(blocks("x^[[a]{#f .claim}]"), {}, {}, DAY)
    kinds = [node["t"] for node in done[0]["c"]]
    assert ["Str", "Span", "Note", "Span"] == kinds
    assert "comment" not in markdown([done[0]["c"][2]["c"][0]])


def test_two_builds_are_the_same() -> None:
    first, second = (
        build(article("---\ntitle: A\n---\n\n[a]{#b .claim}"), ("docx",), bundled(), SAMPLE)
        for _ in range(2)
    )
    assert first == second


SOFFICE = shutil.which("soffice")
NOTES = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here, and need not be")
def test_libreoffice_shows_a_comment_for_each_claim(tmp_path: Path) -> None:
    (document,) = build(evidence(), ["docx"], bundled(), SAMPLE)
    (tmp_path / "article.docx").write_bytes(document.content)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        [str(SOFFICE), home, "--headless", "--convert-to", NOTES, "article.docx"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    pages = PdfReader(tmp_path / "article.pdf").pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    shown = [str(note["/Contents"]) for note in notes if note["/Subtype"] == "/Text"]
    assert 10 == len(shown)
    assert (
        "claim area\n@lake p. 12: supported, A. Editor, 2026-11-12\n"
        "“the lake now covers some 1,200 square kilometres, less than a tenth of its old size”\n"
        "https://lake.example/report"
    ) in shown
