"""What registries hold on an identifier is put in order, and what they did not tell is named."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kzru_cite.model.article import Article
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import (
    Absent,
    Evidence,
    Found,
    Look,
    Purpose,
    Record,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.rules._records import Identified, identified, unread

DOI = "doi:10.1000/salt"
SILENT = Unanswered(trouble=Trouble.TIMEOUT)


def _found(title: str = "Salt", agency: str = "") -> Found:
    return Found(record=Record(identifier="10.1000/salt", title=title, agency=agency))


def _learnt(
    *seen: tuple[str, Sight], field: str = "doi = {10.1000/salt}", about: str = DOI
) -> Identified:
    looks = tuple(
        Look(
            at=datetime(2026, 11, day, tzinfo=UTC),
            purpose=Purpose.RECORD,
            about=about,
            asked=asked,
            sight=sight,
        )
        for day, (asked, sight) in enumerate(seen, start=1)
    )
    source = SourceText(path="references.bib", text=f"@article{{salt, {field}}}")
    dossier = Dossier(
        article=Article(),
        bibliography=read_bibliography([source]),
        today=date(2026, 11, 20),
        evidence=Evidence(looks=looks),
    )
    (one,) = identified(dossier, about.partition(":")[0])
    return one


def test_the_best_registry_comes_first_and_unknown_ones_last_by_their_names() -> None:
    one = _learnt(
        ("zenodo", _found("Z")),
        ("medra", _found("M")),
        ("doi", _found("A")),
        ("openlibrary", _found("O")),
        ("pubmed", _found("P")),
        ("crossref", _found("Y")),
        ("datacite", _found("B")),
    )
    assert [name for name, _ in one.records] == [
        *("crossref", "datacite", "pubmed", "openlibrary", "doi"),
        *("medra", "zenodo"),
    ]


def test_a_later_answer_counts_and_later_silence_does_not() -> None:
    one = _learnt(("crossref", _found("Old")), ("crossref", _found("New")), ("crossref", SILENT))
    assert [record.title for _, record in one.records] == ["New"]
    assert (one.heard, one.silent) == (("crossref",), ())
    one = _learnt(("crossref", SILENT), ("crossref", _found()))
    assert (one.heard, one.silent) == (("crossref",), ())


def test_registries_that_answered_and_those_that_did_not_are_named_in_order() -> None:
    one = _learnt(
        ("doi", SILENT), ("datacite", SILENT), ("openlibrary", Absent()), ("crossref", Absent())
    )
    assert one.silent == ("datacite", "doi")
    assert one.heard == ("crossref", "openlibrary")
    assert not one.absent
    assert one.why_not == (
        "crossref has no record; datacite could not be asked (no answer in time);"
        " doi could not be asked (no answer in time); openlibrary has no record"
    )
    assert one.unread == (
        "datacite could not be asked (no answer in time);"
        " doi could not be asked (no answer in time)"
    )
    told = unread(one, "the title")
    assert told.reason == f"the title: {one.unread}"
    assert told.place == one.field.place


@pytest.mark.parametrize(
    ("field", "about", "asked", "absent"),
    [
        ("doi = {10.1000/salt}", DOI, "doi", True),
        ("doi = {10.1000/salt}", DOI, "crossref", False),
        ("doi = {10.1000/a:b}", "doi:10.1000/a:b", "doi", True),
        ("pmid = {1234}", "pmid:1234", "pubmed", True),
        ("isbn = {9780306406157}", "isbn:9780306406157", "openlibrary", False),
    ],
)
def test_the_registry_in_charge_says_that_an_identifier_does_not_exist(
    field: str, about: str, asked: str, *, absent: bool
) -> None:
    one = _learnt((asked, Absent()), field=field, about=about)
    assert one.about == about
    assert one.absent is absent
    assert one.why_not == ("" if absent else f"{asked} has no record")
    assert one.unread == ""


def test_an_identifier_that_is_held_elsewhere_is_not_absent() -> None:
    one = _learnt(("doi", Absent()), ("crossref", _found()))
    assert not one.absent
    assert one.why_not == ""


def test_an_absent_identifier_has_no_record_to_be_read() -> None:
    one = _learnt(("doi", Absent()), ("crossref", SILENT))
    assert one.absent
    assert one.unread == ""


@pytest.mark.parametrize(
    ("agency", "why"),
    [
        ("Crossref", "crossref was not asked"),
        ("DataCite", "datacite was not asked"),
        ("mEDRA", ""),
        ("", "doi did not tell which registry has it"),
    ],
)
def test_the_agency_that_has_the_record_is_named_when_it_was_not_asked(
    agency: str, why: str
) -> None:
    assert _learnt(("doi", _found("", agency))).unread == why


def test_nobody_was_asked() -> None:
    one = _learnt()
    assert one.why_not == one.unread == "no registry was asked"
