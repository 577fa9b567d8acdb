"""Building makes the editions asked for, the same each time, and names what stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from edition_samples import SAMPLE, article, built, material, references, sources
from msgspec.structs import replace

from kzru_cite.edition import STYLES, build
from kzru_cite.errors import ToolError, UsageError
from kzru_cite.model.edition import Document, Material
from kzru_cite.pandoc import Pandoc

TEXT = "---\ntitle: A\n---\n\n"
BIB = "@online{a, author = {Author, Ann}, title = {Title}, date = {2019}, urldate = {2020}}"


def _citing(**changes: str) -> Material:
    text = TEXT + "Text [@a].\n"
    return article(text, sources=sources(BIB), bibliography=references(BIB), **changes)


def _page(what: Material, pandoc: Pandoc, folder: Path) -> str:
    (edition,) = build(what, ("html",), pandoc, folder)
    return edition.content.decode()


def test_editions_come_in_their_own_order_and_each_once(pandoc: Pandoc, tmp_path: Path) -> None:
    editions = build(article(TEXT + "x"), ["pdf", "html", "pdf"], pandoc, tmp_path, workers=1)
    assert ["html", "pdf"] == [edition.name for edition in editions]


def test_a_second_run_gives_the_same_bytes_and_writes_nothing(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    before = sorted(path for path in SAMPLE.rglob("*"))
    again = build(material(), ("html", "epub", "pdf"), pandoc, SAMPLE, workers=3)
    assert dict(built()) == {edition.name: edition for edition in again}
    assert before == sorted(path for path in SAMPLE.rglob("*"))
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "hint"),
    [("pfd", "did you mean 'pdf'?"), ("word", "there are html, epub, pdf, docx, jats, markdown")],
)
def test_an_unknown_edition_is_refused(
    name: str, hint: str, pandoc: Pandoc, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=f"there is no edition '{name}'") as error:
        build(article(TEXT), ("html", name), pandoc, tmp_path)
    assert hint == error.value.hint


@pytest.mark.parametrize(
    ("style", "cited", "entry"),
    [
        ("chicago-author-date", "(Author 2019)", "Author, Ann. 2019."),
        ("apa", "(Author, 2019)", "Author, A. (2019)."),
        ("ieee", "[1]", "A. Author,"),
        ("gost", "[1]", "Author A."),
    ],
)
def test_each_style_prints_access_dates_the_same_way(
    style: str, cited: str, entry: str, pandoc: Pandoc, tmp_path: Path
) -> None:
    shown = " ".join(_page(_citing(style=style), pandoc, tmp_path).split())
    assert cited in shown.replace('<a href="#ref-a" role="doc-biblioref">', "").replace("</a>", "")
    assert entry in shown
    assert 1 == shown.count("Accessed")
    assert "Accessed 2020. No address known." in shown
    assert 'aria-label="a: where this is cited"' in shown


def test_the_styles_that_come_with_the_program_are_listed() -> None:
    assert STYLES == ("chicago-author-date", "chicago-notes", "apa", "ieee", "gost")


CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="&lt;" suffix="&gt;"><text variable="title"/></layout></citation>
  <bibliography><layout><text variable="title" prefix="OWN "/></layout></bibliography>
</style>
"""


def test_a_style_may_be_given_as_text(pandoc: Pandoc, tmp_path: Path) -> None:
    assert "OWN Title" in _page(_citing(style=CSL), pandoc, tmp_path)


def test_an_unknown_style_is_refused(pandoc: Pandoc, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no citation style 'mla'") as error:
        build(_citing(style="mla"), ("html",), pandoc, tmp_path)
    assert "chicago-author-date, chicago-notes, apa, ieee, gost" in error.value.hint


def test_a_style_that_is_no_csl_is_an_error_of_pandoc(pandoc: Pandoc, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="pandoc stopped with code"):
        build(_citing(style="<nothing/>"), ("html",), pandoc, tmp_path)


def test_a_missing_image_is_named(pandoc: Pandoc, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"the image 'figures/no\.svg' cannot be read: No such"):
        build(article(TEXT + "![a](figures/no.svg)"), ("html",), pandoc, tmp_path)


def test_a_link_out_of_the_project_is_not_followed(pandoc: Pandoc, tmp_path: Path) -> None:
    outside, inside = tmp_path / "secret.png", tmp_path / "project"
    outside.write_bytes(b"secret")
    inside.mkdir()
    (inside / "a.png").symlink_to(outside)
    with pytest.raises(UsageError, match=r"the image 'a\.png' leads outside the project"):
        build(article(TEXT + "![a](a.png)"), ("html",), pandoc, inside)


def test_a_broken_image_is_named_by_the_pdf(pandoc: Pandoc, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no image")
    with pytest.raises(ToolError, match="the PDF cannot be made: failed to decode image"):
        build(article(TEXT + "![a](a.png)"), ("pdf",), pandoc, tmp_path)


def test_without_citations_there_are_no_references(pandoc: Pandoc, tmp_path: Path) -> None:
    shown = _page(article(TEXT + "Text."), pandoc, tmp_path)
    assert "References" not in shown
    assert 'id="refs"' not in shown


def test_a_last_heading_without_text_takes_the_references(pandoc: Pandoc, tmp_path: Path) -> None:
    what = _citing()
    text = TEXT + "Text [@a].\n\n# Sources\n"
    shown = _page(replace(what, documents=article(text).documents), pandoc, tmp_path)
    assert "References" not in shown
    assert shown.index(">Sources</h2>") < shown.index('id="refs"')


def test_the_references_stand_where_the_text_wants_them(pandoc: Pandoc, tmp_path: Path) -> None:
    what = _citing()
    text = TEXT + "Text [@a].^[Note]\n\n# Sources\n\n::: {#refs}\n:::\n\n# Later\n\nEnd.\n"
    shown = _page(replace(what, documents=article(text).documents), pandoc, tmp_path)
    order = [">Notes</h2>", ">Sources</h2>", 'id="refs"', ">Later</h2>", "About this edition</h2>"]
    assert order == sorted(order, key=shown.index)


def test_an_empty_list_without_heading_is_dropped_too(pandoc: Pandoc, tmp_path: Path) -> None:
    text = TEXT + "Text.\n\n::: {#refs}\n:::\n\nEnd.\n"
    assert 'id="refs"' not in _page(article(text), pandoc, tmp_path)


def test_a_list_inside_a_box_is_left_there(pandoc: Pandoc, tmp_path: Path) -> None:
    what = _citing()
    text = TEXT + "Text [@a].\n\n:::: {.box}\n::: {#refs}\n:::\n::::\n"
    shown = _page(replace(what, documents=article(text).documents), pandoc, tmp_path)
    assert 1 == shown.count('id="refs"')
    assert "References" not in shown


def test_citations_in_the_abstract_are_text(pandoc: Pandoc, tmp_path: Path) -> None:
    text = "---\ntitle: A\nabstract: See [@a] and [web](https://a.org).\n---\n\nText [@a].\n"
    shown = _page(replace(_citing(), documents=article(text).documents), pandoc, tmp_path)
    start = shown.index('class="abstract"')
    abstract = shown[start : shown.index("</section>", start)]
    assert "(Author 2019)" in abstract
    assert ["https://a.org"] == [part.split('"')[0] for part in abstract.split('href="')[1:]]


def test_metadata_of_the_text_cannot_change_the_page(pandoc: Pandoc, tmp_path: Path) -> None:
    text = (
        "---\ntitle: A\nheader-includes: <script>1</script>\ncss: https://a.org/x.css\n"
        "bibliography: /etc/passwd\ncsl: /etc/passwd\n---\n\nText.\n"
    )
    shown = _page(article(text), pandoc, tmp_path)
    assert 1 == shown.count("<script") == shown.count('<script type="application/ld+json">')
    assert "x.css" not in shown


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("ru", ("Содержание", "Источники", "Примечания редакции", "Об этом издании")),
        ("kk", ("Мазмұны", "Дереккөздер", "Редакция ескертпелері", "Осы басылым туралы")),
    ],
)
def test_an_edition_speaks_the_language_of_the_article(
    language: str, titles: tuple[str, ...], pandoc: Pandoc, tmp_path: Path
) -> None:
    text = f"---\ntitle: A\nlang: {language}\n---\n\n[Text [@a]]{{.claim needs=page}}.^[Note]\n"
    what = replace(_citing(), documents=article(text).documents)
    html, _, _ = build(what, ("html", "epub", "pdf"), pandoc, tmp_path)
    shown = html.content.decode()
    assert f'<html lang="{language}">' in shown
    assert [] == [title for title in titles if f">{title}</h2>" not in shown]


@pytest.mark.parametrize("field", ["doi", "url"])
def test_an_empty_address_of_a_source_is_no_link(
    field: str, pandoc: Pandoc, tmp_path: Path
) -> None:
    bib = f"@article{{a, author = {{Author, Ann}}, title = {{Title}}, year = 2019, {field} = {{}}}}"
    text = TEXT + "Text [@a].\n"
    what = article(text, sources=sources(bib), bibliography=references(bib))
    html, paper = build(what, ("html", "pdf"), pandoc, tmp_path)
    assert b'href=""' not in html.content
    assert paper.content.startswith(b"%PDF")


def test_an_article_without_title_is_named_after_its_heading_or_file(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    assert "<title>Grass</title>" in _page(article("# Grass\n\n## One\n\nx"), pandoc, tmp_path)
    assert "<title>article</title>" in _page(article("Text."), pandoc, tmp_path)


def test_several_files_are_one_article(pandoc: Pandoc, tmp_path: Path) -> None:
    first = article(TEXT + "# Same\n\nOne.").documents[0].tree
    second = article("# Same\n\nTwo.").documents[0].tree
    documents = (Document(path="1.md", tree=first), Document(path="2.md", tree=second))
    shown = _page(article(TEXT, documents=documents), pandoc, tmp_path)
    assert shown.index('id="same"') < shown.index('id="same-2"')
