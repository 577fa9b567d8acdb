"""The words of a claim, and a figure of them, are found where they stand in the file."""

from __future__ import annotations

from datetime import date

import pytest

from kzru_cite.model.article import Article, Claim
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.place import SourceText
from kzru_cite.rules._checks import locate_figure, words

BEFORE = "[Notes](notes.md) of 12 may\n\n"
SPAN = '[In 2022, 13 % did not.]{#poll .claim check="13 = 13" seen=77}'
DIV = "::: {#poll .claim}\nIn 2022, 13 % did not.\n:::\n"
AFTER = "\n\nThey were 44.\n"


def _claim(source: SourceText, written: str) -> Claim:
    start = source.text.index(written)
    end = start + len(written)
    head = source.text.index("#poll")
    return Claim(
        id="poll",
        text="In 2022, 13 % did not.",
        place=source.locate(start, end),
        head=source.locate(head, head + len("#poll")),
        section=0,
        start=start,
        end=end,
    )


def _source(*parts: str) -> SourceText:
    return SourceText(path="article.md", text="".join(parts))


@pytest.mark.parametrize("before", ["", BEFORE, "Notes of 12 may\n\n"])
def test_words_of_a_span_stand_before_its_mark(before: str) -> None:
    source = _source(before, SPAN, AFTER)
    start, end = words(source, _claim(source, SPAN))
    assert source.text[start:end] == "[In 2022, 13 % did not.]{"


@pytest.mark.parametrize("before", ["", BEFORE, "Notes of 12 may\n\n"])
def test_words_of_a_div_stand_below_its_mark(before: str) -> None:
    source = _source(before, DIV, AFTER)
    start, end = words(source, _claim(source, DIV))
    assert source.text[start:end] == "\nIn 2022, 13 % did not.\n:::\n"


@pytest.mark.parametrize("written", [SPAN, DIV])
def test_a_figure_is_found_in_the_words_alone(written: str) -> None:
    source = _source(BEFORE, written, AFTER)
    claim = _claim(source, written)
    dossier = Dossier(
        article=Article(),
        bibliography=Bibliography(),
        today=date(2026, 11, 20),
        articles=(source,),
    )
    found = locate_figure(dossier, claim, "13")
    assert found is not None
    start = source.text.index("13 %")
    assert found == source.locate(start, start + 2)
    assert [locate_figure(dossier, claim, text) for text in ("12", "77", "44", "22")] == [None] * 4
