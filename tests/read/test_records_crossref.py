"""Works of Crossref become records, with the oddities of its data folded away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.evidence import Notice, Record
from kzru_cite.read.records_crossref import read_agency, read_updates, read_work


def answer(**work: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(
        {"status": "ok", "message-type": "work", "message": {"DOI": "10.5555/X"} | work}
    )


def read(**work: Any) -> Record:  # noqa: ANN401 - JSON
    record = read_work(answer(**work))
    assert record is not None
    return record


def update(kind: str, doi: str, source: str = "publisher") -> dict[str, object]:
    return {
        "DOI": doi,
        "type": kind,
        "label": kind.title(),
        "source": source,
        "updated": {"date-parts": [[2023, 5, 4]], "date-time": "2023-05-04T00:00:00Z"},
    }


def test_a_whole_work_becomes_a_record() -> None:
    assert read(
        type="journal-article",
        title=["Trade and  borders", "Handel und Grenzen"],
        subtitle=["A survey"],
        **{
            "original-title": ["Торговля и границы"],
            "short-title": ["Trade"],
            "container-title": ["Journal of Steppes"],
            "published-print": {"date-parts": [[2021, 3]]},
            "published-online": {"date-parts": [[2020, 12, 30]]},
            "article-number": "e7",
        },
        author=[{"given": "Aliya", "family": "Bekova"}, {"name": "Border Study Group"}],
        issued={"date-parts": [[2020, 12, 30]]},
        created={"date-parts": [[2019, 1, 1]]},
        publisher="Example Press",
        volume="7",
        issue="3-4",
        language="en",
        ISBN=["http://id.crossref.org/isbn/9780306406157", "9783161484100"],
        resource={"primary": {"URL": "https://example.org/x"}},
    ) == Record(
        identifier="doi:10.5555/x",
        kind="journal-article",
        title="Trade and borders",
        subtitle="A survey",
        other_titles=("Handel und Grenzen", "Торговля и границы", "Trade"),
        names=("Aliya Bekova", "Border Study Group"),
        families=("Bekova", "Border Study Group"),
        years=(2020, 2021),
        container="Journal of Steppes",
        publisher="Example Press",
        volume="7",
        pages="e7",
        isbns=("9780306406157", "9783161484100"),
        url="https://example.org/x",
        agency="Crossref",
        role="author",
        bodies=("Border Study Group",),
        parted=True,
        issued="2020-12-30",
        issue="3-4",
        language="en",
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<i>Homo</i> <jats:italic>sapiens</jats:italic>", "Homo sapiens"),
        ("<mml:math xmlns:mml='x'><mml:mi>CO</mml:mi><mml:sub>2</mml:sub></mml:math>", "CO2"),
        ("Trade &amp;amp; War", "Trade & War"),
        ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
        ("&lt;i&gt;Oryza&lt;/i&gt;", "Oryza"),
        ("line\n   break", "line break"),
    ],
)
def test_markup_and_entities_are_taken_out_of_titles(title: str, expected: str) -> None:
    assert expected == read(title=[title]).title


@pytest.mark.parametrize(
    "parts", [[[None]], [], None, [[]], "2020", [["2020"]], [None], [[True]], [[0]]]
)
def test_parts_of_a_date_that_are_null_are_no_year(parts: object) -> None:
    assert read(issued={"date-parts": parts}).years == ()


def test_the_day_of_entry_is_no_year_of_the_work() -> None:
    assert read(created={"date-parts": [[2021]]}, deposited={"date-parts": [[2022]]}).years == ()


def test_editors_stand_where_a_book_has_no_author() -> None:
    record = read(editor=[{"given": "A.", "family": "Berg"}, {"family": "Plato"}, {"suffix": "Jr"}])
    assert record.names == ("A. Berg", "Plato")
    assert record.families == ("Berg", "Plato")


def test_a_person_with_only_a_given_name_keeps_it() -> None:
    assert read(author=[{"given": "Sukarno"}]).families == ("Sukarno",)


def test_notices_of_the_work_keep_kind_day_and_source() -> None:
    record = read(
        **{
            "updated-by": [
                update("retraction", "10.5555/notice"),
                update("retraction", "10.5555/notice", "retraction-watch"),
                update("retraction", "10.5555/notice"),
                {"DOI": "10.5555/c", "type": "correction", "updated": {"date-parts": [[2024, 1]]}},
                {"DOI": "10.5555/d", "type": "erratum"},
            ]
        }
    )
    assert record.notices == (
        Notice(kind="retraction", doi="10.5555/notice", day="2023-05-04", source="publisher"),
        Notice(
            kind="retraction", doi="10.5555/notice", day="2023-05-04", source="retraction-watch"
        ),
        Notice(kind="correction", doi="10.5555/c", day="2024-01"),
        Notice(kind="erratum", doi="10.5555/d"),
    )
    assert record.notice_on == ()


def test_a_notice_names_the_works_that_it_is_on() -> None:
    record = read(**{"update-to": [update("retraction", "10.5555/Work")]})
    assert record.notices == ()
    assert record.notice_on == ("10.5555/Work",)


def test_a_work_retracted_and_replaced_under_its_own_doi_has_a_notice() -> None:
    record = read(**{"update-to": [update("retraction", "10.5555/x")]})
    assert [notice.kind for notice in record.notices] == ["retraction"]
    assert record.notice_on == ()


def test_the_other_direction_gives_those_notices_that_name_the_work() -> None:
    text = json.dumps(
        {
            "message-type": "work-list",
            "message": {
                "items": [
                    {
                        "DOI": "10.5555/n1",
                        "update-to": [
                            update("expression_of_concern", "10.5555/W"),
                            update("retraction", "10.5555/other"),
                        ],
                    },
                    {"DOI": "10.5555/n2"},
                    "odd",
                ]
            },
        }
    )
    assert read_updates(text, "10.5555/w") == (
        Notice(
            kind="expression_of_concern", doi="10.5555/n1", day="2023-05-04", source="publisher"
        ),
    )


@pytest.mark.parametrize(
    "text", ["Resource not found.", "{}", "[]", '{"message": [{"type": "x"}]}']
)
def test_what_is_no_work_and_no_list_is_none(text: str) -> None:
    assert read_work(text) is None
    assert read_updates(text, "10.5555/x") is None
    assert read_agency(text) == ""


def test_the_agency_is_read() -> None:
    assert read_agency('{"message": {"agency": {"id": "datacite", "label": "DataCite"}}}') == (
        "datacite"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
KEYS = [
    *("title", "subtitle", "author", "editor", "issued", "ISBN", "updated-by", "update-to"),
    *("resource", "page", "container-title", "publisher"),
]


@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        JSON
        | st.lists(
            st.dictionaries(
                st.sampled_from(
                    ["given", "family", "name", "DOI", "type", "updated", "date-parts"]
                ),
                JSON,
            )
        ),
    )
)
def test_no_work_is_too_odd_for_the_reader(work: dict[str, object]) -> None:
    record = read(**work)
    assert record.identifier == "doi:10.5555/x"
    assert len(record.names) == len(record.families)


@given(st.text())
def test_no_text_is_too_odd_for_the_reader(text: str) -> None:
    assert read_work(text) is None
    assert read_updates(text, text) is None
