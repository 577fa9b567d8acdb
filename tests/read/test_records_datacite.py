"""Records of DataCite are read with all their ways to name people and dates."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.evidence import Notice, Record
from kzru_cite.read.records_datacite import read_dois


def read(**attributes: Any) -> Record:  # noqa: ANN401 - JSON
    record = read_dois(json.dumps({"data": {"attributes": {"doi": "10.5555/Z"} | attributes}}))
    assert record is not None
    return record


def related(relation: str, doi: str, kind: str = "DOI") -> dict[str, str]:
    return {
        "relationType": relation,
        "relatedIdentifier": doi,
        "relatedIdentifierType": kind,
    }


def test_a_whole_record_is_read() -> None:
    assert read(
        titles=[
            {"title": "Counts of trains", "lang": "en"},
            {"title": "at the border", "titleType": "Subtitle"},
            {"title": "Züge", "titleType": "TranslatedTitle"},
            {"title": "Trains", "titleType": "AlternativeTitle"},
        ],
        creators=[
            {"name": "Bekova, Aliya", "givenName": "Aliya", "familyName": "Bekova"},
            {"name": "Railway Office", "nameType": "Organizational"},
            {"name": "Yahya, Mastura"},
            {"name": "Mastura Yahya"},
            {"affiliation": []},
        ],
        publisher="Zenodo",
        publicationYear=2021,
        dates=[
            {"date": "2020-05/2020-06", "dateType": "Issued"},
            {"date": "2024-01-01", "dateType": "Updated"},
        ],
        types={"resourceTypeGeneral": "Dataset"},
        language="en",
        container={
            "title": "Railways",
            "volume": "3",
            "issue": "4",
            "firstPage": "1",
            "lastPage": "9",
        },
        url="https://zenodo.example/1",
        state="findable",
    ) == Record(
        identifier="doi:10.5555/z",
        kind="Dataset",
        title="Counts of trains",
        subtitle="at the border",
        other_titles=("Trains", "Züge"),
        names=("Aliya Bekova", "Railway Office", "Mastura Yahya", "Mastura Yahya"),
        families=("Bekova", "Railway Office", "Yahya", "Yahya"),
        years=(2021, 2020),
        container="Railways",
        publisher="Zenodo",
        volume="3",
        pages="1-9",
        url="https://zenodo.example/1",
        agency="DataCite",
        role="author",
        bodies=("Railway Office",),
        issued="2021",
        issue="4",
        language="en",
    )


@pytest.mark.parametrize(
    ("dates", "year", "expected"),
    [
        ([("2021-05-04", "Issued")], 2021, "2021-05-04"),
        ([("2021-05", "Available"), ("2021", "Issued")], 2021, "2021"),
        ([("2021-05-04T10:00:00Z", "Created")], None, "2021-05-04"),
        ([("2019-05-04", "Issued"), ("2021-06", "Available")], 2021, "2021-06"),
        ([("2019-05-04", "Updated")], None, ""),
    ],
)
def test_the_day_of_issue_lies_in_the_year(
    dates: list[tuple[str, str]], year: int | None, expected: str
) -> None:
    listed = [{"date": date, "dateType": kind} for date, kind in dates]
    assert expected == read(dates=listed, publicationYear=year).issued


def test_names_are_parted_where_each_creator_tells_the_family() -> None:
    assert read(creators=[{"name": "Yahya, Mastura"}, {"name": "x", "familyName": "y"}]).parted
    assert not read(creators=[{"name": "Mastura Yahya"}]).parted
    assert not read(creators=[]).parted


def test_a_publisher_may_be_an_object() -> None:
    assert read(publisher={"name": "Dryad", "lang": "en"}).publisher == "Dryad"


def test_numbers_of_other_registries_are_kept() -> None:
    record = read(
        identifiers=[
            {"identifier": "arXiv:2101.00001", "identifierType": "arXiv"},
            {"identifier": "9783161484100", "identifierType": "ISBN"},
        ],
        alternateIdentifiers=[{"alternateIdentifier": "77", "alternateIdentifierType": "PMID"}],
        container={"identifier": "9780306406157", "identifierType": "ISBN"},
        relatedIdentifiers=[
            related("IsIdenticalTo", "10.5555/TWIN"),
            related("Cites", "10.5555/c"),
        ],
    )
    assert record.same_as == ("arxiv:2101.00001", "pmid:77", "doi:10.5555/twin")
    assert record.isbns == ("9783161484100", "9780306406157")


def test_a_newer_version_and_a_withdrawn_state_are_notices() -> None:
    record = read(
        state="registered",
        relatedIdentifiers=[
            related("IsObsoletedBy", "10.5555/new"),
            related("IsPreviousVersionOf", "10.5555/v2"),
            related("IsObsoletedBy", "https://a.test/", "URL"),
            related("IsNewVersionOf", "10.5555/old"),
        ],
    )
    assert record.notices == (
        Notice(kind="IsObsoletedBy", doi="10.5555/new", source="datacite"),
        Notice(kind="IsPreviousVersionOf", doi="10.5555/v2", source="datacite"),
        Notice(kind="registered", source="datacite"),
    )


def test_an_error_is_no_record() -> None:
    assert read_dois('{"errors": [{"status": "404", "title": "It does not exist."}]}') is None


ODD = st.none() | st.integers() | st.text() | st.lists(st.none() | st.text() | st.integers())
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "titles",
            "creators",
            "dates",
            "container",
            "types",
            "relatedIdentifiers",
            "identifiers",
            "publisher",
            "publicationYear",
            "state",
        ]
    ),
    ODD
    | st.lists(
        st.dictionaries(
            st.sampled_from(["title", "name", "familyName", "date", "identifier", "relationType"]),
            ODD,
        )
    ),
)


@given(ATTRIBUTES)
def test_no_record_is_too_odd_for_the_reader(attributes: dict[str, object]) -> None:
    record = read(**attributes)
    assert record.identifier == "doi:10.5555/z"
    assert len(record.names) == len(record.families)


@given(st.text())
def test_no_text_is_too_odd_for_the_reader(text: str) -> None:
    assert read_dois(text) is None
