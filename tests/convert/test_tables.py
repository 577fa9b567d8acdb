"""Tables of every shape become plain ones, and no word is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kzru_cite.convert import trees
from kzru_cite.convert.tables import flat, plain_table
from kzru_cite.pandoc import Pandoc


def blocks(pandoc: Pandoc, text: str, reader: str = "html") -> list[dict[str, Any]]:
    answer = pandoc.need(["-f", reader, "-t", "json", "--sandbox"], text.encode())
    made: list[dict[str, Any]] = json.loads(answer)["blocks"]
    return made


def words(table: dict[str, Any]) -> list[list[str]]:
    rows = [*table["c"][3][1], *table["c"][4][0][3]]
    return [
        ["".join(map(trees.text, flat(cell[4]))) for cell in row[1]] for row in rows
    ]  # fmt: skip


def test_merged_cells_are_taken_apart(pandoc: Pandoc) -> None:
    (table,) = blocks(
        pandoc,
        "<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>"
        "<tbody><tr><td rowspan=2>1</td><td colspan=2>2</td></tr><tr><td>3</td><td>4</td></tr>"
        "</tbody><tfoot><tr><td>5</td></tr></tfoot></table>",
    )
    plain, merged = plain_table(table)
    assert merged
    assert plain is not None
    assert [["a", "b", "c"], ["1", "2", ""], ["", "3", "4"], ["5", "", ""]] == words(plain)


def test_a_table_without_a_head_gets_an_empty_one(pandoc: Pandoc) -> None:
    (table,) = blocks(pandoc, "<table><tr><td>1</td></tr></table>")
    plain, merged = plain_table(table)
    assert not merged
    assert plain is not None
    assert [[""], ["1"]] == words(plain)


def test_a_table_without_rows_is_none() -> None:
    none = ["", [], []]
    table = {"t": "Table", "c": [none, [None, []], [], [none, []], [[none, 0, [], []]], [none, []]]}
    assert (None, False) == plain_table(table)
    assert [] == flat([table])


def test_a_table_is_cut_at_a_width_that_nobody_reads(pandoc: Pandoc) -> None:
    cells = "<td>x</td>" * 200
    (table,) = blocks(pandoc, f"<table><tr>{cells}</tr></table>")
    plain, merged = plain_table(table)
    assert merged
    assert plain is not None
    assert 60 == len(words(plain)[1])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\nb\nc", "a b c"),
        ("# a", "a"),
        ("- a\n-\n- b", "a; b"),
        ("1. a\n2. b", "a; b"),
        ("t\n:   a\n:   b\n\nu\n:   c", "t a b; u c"),
        ("> a\n>\n> b", "a b"),
        ("::: x\na\n:::", "a"),
        ("| a\n| b", "a; b"),
        ("    a\n    b", "a b"),
        ("| a | b |\n|---|---|\n| c | d |", "a b; c d"),
        ("***", ""),
    ],
)
def test_blocks_of_a_cell_come_into_one_line(pandoc: Pandoc, text: str, line: str) -> None:
    made = flat(blocks(pandoc, text, "markdown"))
    assert line == "".join(map(trees.text, made))


def test_words_of_metadata() -> None:
    assert ["ru", "en", ""] == [
        trees.words_of(each) for each in ("ru", [{"t": "Str", "c": "en"}], None)
    ]
