"""The plain Markdown can be read back, with its footnotes, and holds no marks for programs."""

from __future__ import annotations

from functools import cache

import pytest
from edition_samples import SAMPLE, article, blocks, material

from kzru_cite.edition import build
from kzru_cite.edition.footed import for_markdown
from kzru_cite.edition.tree import plain, walk
from kzru_cite.pandoc import Pandoc, bundled


@cache
def written() -> str:
    (edition,) = build(material(), ("markdown",), bundled(), SAMPLE)
    return edition.content.decode()


def _read(pandoc: Pandoc, form: str) -> str:
    arguments = (f"--from={form}", "--to=plain", "--wrap=none")
    return pandoc.need(arguments, written().encode()).decode()


@pytest.mark.parametrize("form", ["markdown", "commonmark_x"])
def test_readers_get_the_text_back(form: str, pandoc: Pandoc) -> None:
    text = _read(pandoc, form)
    for part in (
        "nobody has measured it",
        "Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і",
        "[6]",
        "The page in the source is not confirmed.",
        "Archived copy: web.archive.org, 1 March 2020.",
        "Made with kzru-cite",
    ):
        assert part in text


def test_notes_and_citations_are_all_there() -> None:
    tree = blocks(written())
    notes = [plain(node["c"]) for node in walk(tree) if node["t"] == "Note"]
    assert 6 == len(notes)
    assert notes[3].startswith("A footnote that cites (Gone 2015)")
    assert "No source is given yet." in notes[2]
    shown = written()
    for cited, times in (("(Ömirbek 2019", 3), ("step.example 2018", 3), ("Әуезов 2020", 1)):
        assert times <= shown.count(cited)


def test_there_is_nothing_for_programs_alone() -> None:
    for sign in ("{#", "{.", ":::", "<span", "<div", "](#", "data:", "↑", "{="):
        assert sign not in written()


def test_images_are_seen_from_the_folder_of_the_editions() -> None:
    image = blocks("![a](b/c%20d.png)")
    # The path in the tree is that of the file.
    image[0]["c"][2][0]["c"][0]["c"][2][0] = "b/c d.png"
    inside = {"b/c d.png": b"x"}
    for output, path in (
        ("", "b/c%20d.png"),
        ("output", "../b/c%20d.png"),
        ("out/put/", "../../b/c%20d.png"),
        ("../out", "data:image/png;base64,eA=="),
        ("/out", "data:image/png;base64,eA=="),
    ):
        (found,) = [n for n in walk(for_markdown(image, inside, output)) if n["t"] == "Image"]
        assert path == found["c"][2][0]


def test_the_head_is_metadata(pandoc: Pandoc) -> None:
    tree = pandoc.need(("--from=markdown", "--to=html", "--standalone"), written().encode())
    assert '<html xmlns="http://www.w3.org/1999/xhtml" lang="en-GB"' in tree.decode()
    assert '<meta name="author" content="Aigerim Ömirbek" />' in tree.decode()


def test_a_mark_without_a_note_is_dropped() -> None:
    text = "[x]{#edition-mark-9 .remark}a [b]{.uses}\n\n~~~ {.python #c}\nd\n~~~"
    done = for_markdown(blocks(text), {}, "")
    assert "a" == plain(done[0])
    assert ["", ["python"], []] == done[1]["c"][0]


def test_two_builds_are_the_same() -> None:
    text = "---\ntitle: A\n---\n\n[a]{#b .claim needs=page}"
    first, second = (build(article(text), ("markdown",), bundled(), SAMPLE) for _ in range(2))
    assert first == second
