"""No value of a field ends a check, and what is found of one stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from test_cases import CASES, asked, read

from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.model.bibliography import Field
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.place import SourceText
from kzru_cite.model.rule import Rule
from kzru_cite.pandoc import Pandoc
from kzru_cite.read.bibliography import read_bibliography

# What programs write where they know nothing.
NOTHING = ("", "---")
# Before the first of these and after the last there is no day to compare with.
ENDS = ("0001-01-01", "9999-12-31", "/1000", "3000/")


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)
def test_a_field_may_say_nothing_or_name_the_first_day_or_the_last(
    rule: Rule, tmp_path: Path, pandoc: Pandoc
) -> None:
    for number, case in enumerate(case for case in CASES if case.code == rule.code):
        folder = tmp_path / str(number)
        folder.mkdir()
        for odd in changed(read(case, folder, pandoc)):
            report = judge(odd, asked(case))
            (source,) = odd.bibliographies
            there = [one.place for one in report.findings if one.place.path == source.path]
            assert [place for place in there if place.end_line > source.text.count("\n") + 1] == []
            assert rule.code in {*report.by_rule, *(one.code for one in report.skipped)}


def changed(dossier: Dossier) -> Iterator[Dossier]:
    """Give a project again and again, each time with another value in one of its fields."""
    for source in dossier.bibliographies:
        for reference in dossier.bibliography.references:
            for field in reference.fields.values():
                if field.joined or field.inherited_from:
                    continue
                for value in values(field):
                    text = source.text[: field.start] + value + source.text[field.end :]
                    new = (SourceText(path=source.path, text=text),)
                    yield replace(dossier, bibliography=read_bibliography(new), bibliographies=new)


def values(field: Field) -> tuple[str, ...]:
    """Give the values to put into a field."""
    return NOTHING + ENDS if field.name.endswith(("date", "year")) else NOTHING
