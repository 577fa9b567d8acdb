"""SYN007 weighs what pandoc answered, whatever it answered."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kzru_cite.model.article import Article
from kzru_cite.model.bibliography import NotReadTwice, Reread, SecondReading
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Contradicted, Outcome, Suspicious, Unable
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.rules.syn007_readers_disagree import check

TWO = SourceText(
    path="references.bib",
    text="@misc{lee2020,\n  title = {Freezing},\n}\n@misc{kim2021,\n  title = {Steam},\n}\n",
)
SOURCE = SourceText(
    path="references.bib",
    text="@online{rao2019,\n  title = {Boiling},\n  author = {Rao, Anna and Lee, B.},\n}\n",
)


def outcomes(reread: Reread, source: SourceText = SOURCE) -> list[Outcome]:
    bibliography = replace(read_bibliography([source]), rereads=(reread,))
    dossier = Dossier(
        article=Article(),
        bibliography=bibliography,
        today=date(2026, 11, 23),
        bibliographies=(source,),
    )
    return list(check(dossier))


def answer(**entries: dict[str, str]) -> SecondReading:
    return SecondReading(path="references.bib", entries=entries)


def test_an_entry_that_pandoc_does_not_see_is_reported() -> None:
    (outcome,) = outcomes(answer(lee2020={}))
    assert isinstance(outcome, Contradicted)
    assert "pandoc does not see the entry 'rao2019'" == outcome.message
    assert (1, 9) == (outcome.place.line, outcome.place.column)
    assert "look at the braces and commas above it, and at the letters of its key" == outcome.hint
    assert "rao2019" == outcome.reference


def test_each_entry_that_pandoc_does_not_see_is_reported() -> None:
    found = outcomes(answer(), TWO)
    assert ["lee2020", "kim2021"] == [one.reference for one in found]  # type: ignore[union-attr]


def test_of_a_long_file_only_what_pandoc_was_asked_about_is_compared() -> None:
    reread = replace(answer(), asked=frozenset({"kim2021"}), left=1)
    missing, unable = outcomes(reread, TWO)
    assert isinstance(missing, Contradicted)
    assert "kim2021" == missing.reference
    assert isinstance(unable, Unable)
    assert TWO.locate(0, 0) == unable.place
    assert "the file is long: pandoc was not asked about 1 of its entries" == unable.reason


def test_names_that_pandoc_counts_otherwise_are_suspicious() -> None:
    title, outcome = outcomes(answer(rao2019={"title": "Boiling", "authors": "1"}))
    assert OK == title
    assert isinstance(outcome, Suspicious)
    assert "pandoc reads the field 'author' otherwise: '1 names'" == outcome.message
    assert (3, 13) == (outcome.place.line, outcome.place.column)


@pytest.mark.parametrize(
    ("values", "fine"),
    [({"title": "Boiling"}, 1), ({"title": "<i>BOILING</i> over", "authors": "2"}, 2)],
)
def test_what_both_read_alike_is_fine(values: dict[str, str], fine: int) -> None:
    assert [OK] * fine == outcomes(answer(rao2019=values))


def test_an_entry_without_a_key_is_left_to_another_rule() -> None:
    source = replace(SOURCE, text="@online{,\n  title = {Boiling},\n}\n")
    assert [] == outcomes(answer(), source)


def test_an_answer_about_another_file_says_nothing_of_this_one() -> None:
    assert [] == outcomes(replace(answer(), path="more.bib"))


def test_a_file_that_pandoc_gave_no_answer_on_could_not_be_checked() -> None:
    (outcome,) = outcomes(NotReadTwice(path="references.bib", why="it took too long"))
    assert isinstance(outcome, Unable)
    assert "pandoc was not asked: it took too long" == outcome.reason
