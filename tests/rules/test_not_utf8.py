"""A file in another encoding than UTF-8 is said to be so once, not for each of its letters."""

from __future__ import annotations

from datetime import date

from kzru_cite.model.article import Article
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import Contradicted, Outcome
from kzru_cite.model.place import SourceText
from kzru_cite.rules import txt001_invisible_character, txt002_mojibake


def judged(*files: SourceText) -> list[Outcome]:
    dossier = Dossier(
        article=Article(),
        bibliography=Bibliography(),
        today=date(2026, 11, 23),
        bibliographies=files,
    )
    rules = (txt001_invisible_character, txt002_mojibake)
    return [outcome for rule in rules for outcome in rule.check(dossier)]


def test_utf_16_is_one_finding() -> None:
    text = "@misc{a, title = {Water}}".encode("utf-16-be").decode("utf-8")
    (found, _) = judged(SourceText(path="references.bib", text=text))
    assert isinstance(found, Contradicted)
    assert found.message == "the file is full of NULL (U+0000), as UTF-16 is when read as UTF-8"
    assert found.hint == "save the file as UTF-8"
    assert (found.place.line, found.place.column, found.place.end_column) == (1, 1, 2)


def test_one_null_in_a_sound_file_is_a_control_character() -> None:
    (found, _) = judged(SourceText(path="references.bib", text="@misc{a, title = {Wat\0er}}"))
    assert isinstance(found, Contradicted)
    assert found.message == "invisible character: NULL (U+0000)"
    assert (found.place.line, found.place.column) == (1, 22)


def test_a_file_in_utf_16_does_not_hide_another() -> None:
    text = "@misc{a, title = {Water}}".encode("utf-16-be").decode("utf-8")
    wide, null, *_ = judged(
        SourceText(path="wide.bib", text=text), SourceText(path="more.bib", text="Wat\0er")
    )
    assert isinstance(wide, Contradicted)
    assert isinstance(null, Contradicted)
    assert ["wide.bib", "more.bib"] == [wide.place.path, null.place.path]


def test_where_less_than_a_quarter_is_null_each_is_found() -> None:
    first, second, _ = judged(SourceText(path="references.bib", text="Wa\0ter\0at"))
    assert isinstance(first, Contradicted)
    assert isinstance(second, Contradicted)
    assert [3, 7] == [first.place.column, second.place.column]


def test_letters_of_a_file_that_is_not_utf8_are_not_judged() -> None:
    text = "@misc{a, title = {Fran\xad and â€™}}"
    assert judged(SourceText(path="references.bib", text=text, not_utf8=22)) == []
