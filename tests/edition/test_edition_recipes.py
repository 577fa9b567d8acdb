"""Recipes say exactly what pandoc is asked, and what is put into the tree for each writer."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from edition_samples import TODAY, article, blocks, html, parse

from kzru_cite.edition import plan
from kzru_cite.edition.cover import Cover
from kzru_cite.edition.editions import EDITIONS, USUAL, Draft
from kzru_cite.edition.english import EN
from kzru_cite.edition.epub import Binding, complete_book
from kzru_cite.edition.front import read_front
from kzru_cite.edition.paper import for_typst, page_inputs, quoted
from kzru_cite.edition.tree import plain, raw, raw_block, walk
from kzru_cite.edition.web import name_claim_data, wrap_tables
from kzru_cite.errors import UsageError
from kzru_cite.model.edition import InputFile


def test_there_are_six_editions_and_three_are_usual() -> None:
    assert [(edition.name, edition.filename) for edition in EDITIONS] == [
        ("html", "article.html"),
        ("epub", "article.epub"),
        ("pdf", "article.pdf"),
        ("docx", "article.docx"),
        ("jats", "article.xml"),
        ("markdown", "article.md"),
    ]
    assert ("html", "epub", "pdf") == USUAL


def test_citations_are_worked_out_in_the_sandbox() -> None:
    own = ("--from=json", "--sandbox", "--eol=lf", "--to=json", "--citeproc")
    assert (*own, "--bibliography=s.json") == plan.citing("s.json", None)
    assert (*own, "--bibliography=s.json", "--csl=x.csl") == plan.citing("s.json", "x.csl")


def test_each_writer_has_its_arguments() -> None:
    common = ("--from=json", "--sandbox", "--eol=lf")
    end = ("--wrap=none", "--syntax-highlighting=none")
    assert plan.page("T") == (
        *common,
        "--to=html5",
        "--standalone",
        "--template=T/page.html",
        "--section-divs",
        "--shift-heading-level-by=1",
        "--toc",
        "--toc-depth=3",
        "--mathml",
        *end,
    )
    assert plan.book("T") == (
        *common,
        "--to=epub3",
        "--template=T/book.html",
        "--split-level=1",
        "--toc",
        "--toc-depth=2",
        "--mathml",
        *end,
        "--output=-",
    )
    assert plan.paper("T") == (
        *common,
        "--to=typst-citations-smart",
        "--standalone",
        "--template=T/paper.typ",
        *end,
    )
    assert plan.document("T") == (
        *common,
        "--to=docx",
        "--syntax-highlighting=none",
        "--output=-",
    )
    assert plan.journal("T") == (
        *common,
        "--to=jats_archiving+element_citations",
        "--standalone",
        "--template=T/article.jats",
        "--mathml",
        "--wrap=none",
    )
    assert tuple(edition.writing for edition in EDITIONS) == (
        *(plan.page, plan.book, plan.paper),
        *(plan.document, plan.journal, plan.plain),
    )


def _raw(markdown: str) -> list[str]:
    nodes = walk(for_typst(blocks(markdown)))
    return [node["c"][1] for node in nodes if node["t"] in {"RawInline", "RawBlock"}]


@pytest.mark.parametrize(
    ("image", "written"),
    [
        ("![a](b.png)", '#box(image("/b.png", alt: "a"))'),
        ('![a "q" \\\\](b.png)', '#box(image("/b.png", alt: "a “q” \\\\"))'),
        ("![a](b.png){width=50%}", '#box(image("/b.png", alt: "a", width: 50%))'),
        (
            "![a](b.png){width=5cm height=2in}",
            '#box(image("/b.png", alt: "a", width: 5cm, height: 2in))',
        ),
        ("![a](b.png){width=100px}", '#box(image("/b.png", alt: "a", width: 75pt))'),
        ("![a](b.png){height=100}", '#box(image("/b.png", alt: "a", height: 75pt))'),
        ("![a](b.png){width=wide}", '#box(image("/b.png", alt: "a"))'),
    ],
)
def test_images_keep_text_and_size(image: str, written: str) -> None:
    assert [written] == _raw(f"see {image}")


def test_an_image_without_text_cannot_be_in_a_pdf() -> None:
    with pytest.raises(UsageError, match=r"the image 'b\.png' has neither a caption nor") as error:
        for_typst(blocks("see ![](b.png)"))
    assert 'write ![caption](file){alt="what is to be seen"}' == error.value.hint


def test_formulas_get_their_source_as_text() -> None:
    assert ['#[#set math.equation(alt: "\\\\alpha");', "]"] == _raw("$\\alpha$")


@pytest.mark.parametrize(
    ("span", "written"),
    [
        ("[a]{lang=kk}", ['#text(lang: "kk", region: none)[', "]"]),
        ("[a]{lang=ru-RU}", ['#text(lang: "ru", region: "RU")[', "]"]),
        ("[a]{lang=zh-Hant}", ['#text(lang: "zh", region: none)[', "]"]),
        ("[a]{lang=english}", []),
        ("[a]{#i}", ['#metadata(none)#label("i")']),
        ("[a]{#i .remark}", ['#metadata(none)#label("i")', "#remark[", "]"]),
        ("[a]{.uses}", ["#uses[", "]"]),
        ("[a]{.record .unknown}", ["#record[", "]"]),
        ("[a]{.csl-left-margin}", ["#number[", "]"]),
        ("[a.org](https://a.org)", ['#address("a.org");']),
        ('<https://a.org/x"y>', ['#address("https://a.org/x\\"y");']),
        ("[a](https://a.org){#i}", ['#metadata(none)#label("i")']),
        ("[a](https://a.org)", []),
    ],
)
def test_spans_and_links_keep_language_id_and_look(span: str, written: list[str]) -> None:
    assert written == _raw(span)


def _kept(markdown: str) -> int:
    """Count the spaces at which Typst may not break."""
    return sum(node.get("c") == "\u00a0" for node in walk(for_typst(blocks(markdown))))


@pytest.mark.parametrize(
    ("text", "spaces"),
    [
        ("[a b, c d](#i)", 2),
        ("[*a* b, c](#i)", 1),
        ("a b", 0),
    ],
)
def test_a_mark_breaks_behind_a_comma_only(text: str, spaces: int) -> None:
    assert spaces == _kept(f"[{text}]{{.remark}}")


@pytest.mark.parametrize(("text", "spaces"), [("Cited: a b", 2), ("Cited: " + "a " * 20, 0)])
def test_the_ways_back_stay_on_one_line_when_they_are_few(text: str, spaces: int) -> None:
    assert spaces == _kept(f"[{text}]{{.uses}}")


@pytest.mark.parametrize(
    ("opening", "written"),
    [
        ("{#i .claim .infobox}", ["#infobox[", ']#label("i")']),
        ("{.infobox}", ["#infobox[", "]"]),
        ("{#ref-a .csl-entry}", ["#entry[", ']#label("ref-a")']),
        ("{#i .claim}", []),
        ("{.remarks}", ["#remarks[", "]"]),
    ],
)
def test_boxes_and_entries_are_left_to_the_template(opening: str, written: list[str]) -> None:
    assert written == _raw(f"::: {opening}\na\n:::")


def test_only_a_long_table_may_run_over_a_page() -> None:
    short = "| a |\n|---|\n" + "| b |\n" * 5
    breaking = ["#[#show figure.where(kind: table): set block(breakable: true)", "]"]
    assert [] == _raw(short)
    assert breaking == _raw(short + "| some words |\n" * 70)
    assert breaking == _raw(short + "| b |\n" * 8)


def test_a_table_of_many_columns_is_set_small() -> None:
    wide = "| a " * 9 + "|\n" + "|---" * 9 + "|\n" + "| b " * 9 + "|\n"
    small = "#show table: set text(size: 7pt); #set table(inset: (x: 2pt, y: 4pt))"
    assert [f"#[{small}", "]"] == _raw(wide)


def test_typst_strings_are_escaped() -> None:
    assert '"a\\\\b \\"c\\"\\nd"' == quoted('a\\b "c"\nd')


def test_raw_nodes_are_kept_for_one_writer_only() -> None:
    assert "<p>x</p>" == html([{"t": "Para", "c": [raw("html", "x")]}, raw_block("typst", "y")])


def _told(metadata: str) -> dict[str, object]:
    front = read_front(parse(f"---\ntitle: T\n{metadata}\n---\n")["meta"])
    told: dict[str, object] = json.loads(page_inputs(front)["front"])
    return told


def test_the_paper_is_told_the_title_page_as_plain_data() -> None:
    told = _told('author: [A "B"]\ndate: 2026-11-23\nlang: kk-KZ\nkeywords: [c]\ndescription: d')
    assert (["A “B”"], [2026, 11, 23], "kk", "KZ", ["c"], "d", "Мазмұны") == tuple(
        told[name]
        for name in (
            "authors",
            "day",
            "language",
            "region",
            "keywords",
            "description",
            "contents",
        )
    )


@pytest.mark.parametrize(
    ("metadata", "day", "region"),
    [("date: 2026-11", [], ""), ("lang: sr-Latn", [], ""), ("date: soon", [], "")],
)
def test_the_paper_is_told_only_whole_days_and_true_regions(
    metadata: str, day: list[int], region: str
) -> None:
    told = _told(metadata)
    assert (day, region) == (told["day"], told["region"])


def test_a_long_title_is_cut_for_the_running_head() -> None:
    front = read_front(parse(f"---\ntitle: {'word ' * 30}\n---\n")["meta"])
    assert 60 >= len(json.loads(page_inputs(front)["front"])["running"])


def test_claims_carry_data_attributes() -> None:
    shown = html(name_claim_data(blocks("[a]{.claim date=2018 lang=kk} [b]{.k}")))
    claim = '<span class="claim" data-date="2018" lang="kk">a</span>'
    assert f'<p>{claim} <span class="k">b</span></p>' == shown


@pytest.mark.parametrize(("caption", "name"), [("\n: Big *grass*", "Big grass"), ("", "Table")])
def test_tables_stand_in_a_named_box_that_takes_the_focus(caption: str, name: str) -> None:
    shown = html(wrap_tables(blocks(f"| a |\n|---|\n| b |\n{caption}"), unnamed="Table"))
    assert shown.startswith(
        f'<div class="table" tabindex="0" role="group" aria-label="{name}">\n<table>'
    )


def _draft(text: str) -> Draft:
    tree = parse(f"---\ntitle: T\nkeywords: [k]\n---\n\n{text}")
    return Draft(
        tree=tree,
        front=read_front(tree["meta"]),
        images={},
        inputs=(InputFile(path="a.md", sha256="0" * 64),),
        day=TODAY,
        material=article("Text."),
    )


def _fitted(name: str, text: str) -> dict[str, object]:
    edition = next(edition for edition in EDITIONS if edition.name == name)
    return edition.fit(_draft(text))


@pytest.mark.parametrize(
    "text",
    [
        "a^[n]\n\n# R\n\n::: {#refs}\nentry\n:::\n\n# About {#edition-colophon}",
        "a^[n]\n\n::: {#refs}\nentry\n:::\n\n# About {#edition-colophon}",
        "a^[n]\n\n# About {#edition-colophon}",
    ],
)
def test_footnotes_stand_before_the_references_or_else_before_the_colophon(text: str) -> None:
    shown = plain(_fitted("html", text)["blocks"])
    end = plain(blocks(text))[1:]
    assert f"a1 Notes n ↑{end}" == shown


def test_a_book_is_named_after_title_and_files() -> None:
    meta = _fitted("epub", "a")["meta"]
    assert isinstance(meta, dict)
    same = _fitted("epub", "b")["meta"]
    assert isinstance(same, dict)
    assert plain(meta["identifier"]).startswith("urn:uuid:")
    assert meta["identifier"] == same["identifier"]
    assert "k" == plain(meta["subject"])


def _book(entries: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as book:
        for name, content in entries.items():
            book.writestr(name, content)
    return out.getvalue()


def _binding(day: date) -> Binding:
    return Binding(
        day=day,
        style=b"new",
        cover=Cover(svg="<svg/>", words="Cover: <T>"),
        facts=(),
        language="en",
        labels=EN,
    )


def test_a_book_gets_its_day_and_style() -> None:
    book = _book(
        {
            "mimetype": b"application/epub+zip",
            "EPUB/content.opf": b'<meta property="dcterms:modified">1970-01-01T00:00:00Z</meta>',
            "EPUB/styles/stylesheet1.css": b"old",
            "EPUB/text/ch001.xhtml": b"text",
        }
    )
    with ZipFile(BytesIO(complete_book(book, _binding(TODAY)))) as done:
        assert {
            "mimetype": b"application/epub+zip",
            "EPUB/content.opf": b'<meta property="dcterms:modified">2026-11-23T00:00:00Z</meta>',
            "EPUB/styles/stylesheet1.css": b"new",
            "EPUB/text/ch001.xhtml": b"text",
            "EPUB/media/cover.svg": b"<svg/>",
        } == {name: done.read(name) for name in done.namelist() if "cover.xhtml" not in name}
        assert b'alt="Cover: &lt;T&gt;"' in done.read("EPUB/text/cover.xhtml")
        assert [ZIP_STORED, *[ZIP_DEFLATED] * 5] == [each.compress_type for each in done.infolist()]
        assert {(2026, 11, 23, 0, 0, 0)} == {each.date_time for each in done.infolist()}


def test_a_day_before_the_first_that_a_zip_file_knows_is_moved() -> None:
    book = complete_book(_book({"mimetype": b"x"}), _binding(date(1975, 2, 3)))
    with ZipFile(BytesIO(book)) as done:
        assert {(1980, 2, 3, 0, 0, 0)} == {each.date_time for each in done.infolist()}
