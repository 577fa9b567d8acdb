"""Answers of doi.org, Open Library, arXiv, PubMed, Availability and Perma.cc are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.evidence import CaptureListed, Notice, Record
from kzru_cite.read.records_archives import NoneNamed, read_availability, read_perma
from kzru_cite.read.records_arxiv import NoArticle, read_feed
from kzru_cite.read.records_doi import Handle, HandleCode, read_agency_of, read_handle
from kzru_cite.read.records_openlibrary import (
    Edition,
    Elsewhere,
    is_table,
    read_author,
    read_books,
    read_edition,
)
from kzru_cite.read.records_pubmed import NoSummary, read_summary

FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <id>http://arxiv.org/api/query</id>
  %s
</feed>
"""
ENTRY = """\
<entry>
  <id>http://arxiv.org/abs/2101.00001v3</id>
  <published>2020-12-31T23:00:00Z</published>
  <updated>2022-02-01T00:00:00Z</updated>
  <title>Trains &amp; borders:
    a survey</title>
  <summary>We count trains. %s</summary>
  <author><name>Aliya Bekova</name><arxiv:affiliation>KazNU</arxiv:affiliation></author>
  <author><name>Jan van der Berg</name></author>
  <arxiv:comment>%s</arxiv:comment>
  <arxiv:doi>10.5555/ABC</arxiv:doi>
  <arxiv:journal_ref>J. Steppes 7 (2021)</arxiv:journal_ref>
</entry>
"""


def test_a_handle_gives_its_target() -> None:
    text = json.dumps(
        {
            "responseCode": 1,
            "handle": "10.5555/x",
            "values": [
                {
                    "index": 1,
                    "type": "URL",
                    "data": {"format": "string", "value": "https://a.test/"},
                },
                {"index": 100, "type": "HS_ADMIN", "data": {"format": "admin", "value": {}}},
            ],
        }
    )
    assert read_handle(text) == Handle(
        code=HandleCode.FOUND, handle="10.5555/x", url="https://a.test/"
    )


def test_an_alias_names_the_doi_that_it_stands_for() -> None:
    text = json.dumps(
        {"responseCode": 1, "values": [{"type": "HS_ALIAS", "data": {"value": "10.5555/long"}}]}
    )
    assert read_handle(text) == Handle(code=HandleCode.FOUND, alias="10.5555/long")


@pytest.mark.parametrize("code", list(HandleCode))
def test_every_code_of_the_handle_system_is_known(code: HandleCode) -> None:
    found = read_handle(json.dumps({"responseCode": code.value}))
    assert found is not None
    assert code is found.code


@pytest.mark.parametrize("text", ["", "<!DOCTYPE html>", "[]", '{"responseCode": 7}', '"x"'])
def test_what_is_no_answer_of_the_handle_system_is_none(text: str) -> None:
    assert read_handle(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"DOI": "10.5555/x", "RA": "Crossref"}]', "Crossref"),
        ('[{"DOI": "10.5555/x", "status": "DOI does not exist"}]', ""),
        ('{"DOI": "10.5555", "RA": "DataCite"}', "DataCite"),
        ("[]", ""),
        ("<html>", ""),
    ],
)
def test_the_agency_is_read_where_it_is_told(text: str, expected: str) -> None:
    assert expected == read_agency_of(text)


def test_a_book_with_its_data_is_read() -> None:
    text = json.dumps(
        {
            "ISBN:9783161484100": {
                "key": "/books/OL1M",
                "title": "Steppes",
                "subtitle": "A history",
                "authors": [{"name": "Bekova, Aliya"}, {"name": "Jan Berg"}],
                "publishers": [{"name": "Example Press"}],
                "publish_date": "circa May 1998",
                "identifiers": {"isbn_13": ["9783161484100"], "isbn_10": ["316148410X"]},
                "url": "https://openlibrary.org/books/OL1M/Steppes",
            }
        }
    )
    assert read_books(text, "9783161484100") == Record(
        identifier="isbn:9783161484100",
        kind="book",
        title="Steppes",
        subtitle="A history",
        names=("Aliya Bekova", "Jan Berg"),
        families=("Bekova", "Berg"),
        years=(1998,),
        publisher="Example Press",
        isbns=("9783161484100", "316148410X"),
        url="https://openlibrary.org/books/OL1M/Steppes",
        agency="Open Library",
        role="author",
        issued="1998",
    )
    assert read_books(text, "9780306406157") is None


def test_a_book_without_numbers_has_its_key_as_identifier() -> None:
    found = read_edition('{"key": "/books/OL1M", "title": "Steppes", "publish_date": "s.a."}')
    assert isinstance(found, Edition)
    assert found.record.identifier == "openlibrary:/books/OL1M"
    assert found.record.years == ()


def test_an_edition_names_its_authors_by_keys_of_the_known_form_only() -> None:
    found = read_edition(
        json.dumps(
            {
                "title": "Steppes",
                "authors": [{"key": "/authors/OL1A"}, {"key": "/../x"}, {"key": "//evil.test/"}],
                "isbn_10": ["316148410X"],
                "type": {"key": "/type/edition"},
            }
        )
    )
    assert isinstance(found, Edition)
    assert found.author_keys == ("/authors/OL1A",)


def test_a_record_that_has_moved_names_its_new_place() -> None:
    moved = {"type": {"key": "/type/redirect"}, "location": "/books/OL2M"}
    assert read_edition(json.dumps(moved)) == Elsewhere(key="/books/OL2M")
    assert read_edition(json.dumps(moved | {"location": "https://evil.test/"})) is None


@pytest.mark.parametrize("text", ["{}", '{"error": "notfound"}', "<html>", "[1]"])
def test_what_is_no_edition_is_none(text: str) -> None:
    assert read_edition(text) is None
    assert read_author(text) == ""


@pytest.mark.parametrize(("text", "expected"), [("{}", True), ("[]", False), ("<html>", False)])
def test_answers_of_open_library_are_objects(text: str, *, expected: bool) -> None:
    assert expected is is_table(text)


def test_an_article_of_arxiv_is_read_without_its_version() -> None:
    assert read_feed(FEED % (ENTRY % ("", "12 pages"))) == Record(
        identifier="arxiv:2101.00001",
        kind="preprint",
        title="Trains & borders: a survey",
        names=("Aliya Bekova", "Jan van der Berg"),
        families=("Bekova", "Berg"),
        years=(2020, 2022),
        container="J. Steppes 7 (2021)",
        url="http://arxiv.org/abs/2101.00001v3",
        agency="arXiv",
        same_as=("doi:10.5555/abc",),
        role="author",
        issued="2020-12-31",
    )


def test_an_old_identifier_keeps_its_slash() -> None:
    found = read_feed(FEED % "<entry><id>https://arxiv.org/abs/hep-th/9901001v1</id></entry>")
    assert isinstance(found, Record)
    assert found.identifier == "arxiv:hep-th/9901001"


@pytest.mark.parametrize(
    ("summary", "comment", "expected"),
    [
        ("", "This paper has been withdrawn by the author", 1),
        ("", "Withdrawn due to an error in section 2", 1),
        ("", "12 pages", 0),
        ("The treaty was discussed at length before troops were withdrawn from there.", "", 0),
    ],
)
def test_a_withdrawal_is_a_notice(summary: str, comment: str, expected: int) -> None:
    found = read_feed(FEED % (ENTRY % (summary, comment)))
    assert isinstance(found, Record)
    assert [Notice(kind="withdrawn", day="2022-02-01", source="arxiv")] * expected == list(
        found.notices
    )


def test_a_summary_that_starts_with_the_withdrawal_tells_it_too() -> None:
    entry = (
        "<entry><id>http://arxiv.org/abs/2101.00002v2</id>"
        "<summary>This paper has been withdrawn.</summary></entry>"
    )
    found = read_feed(FEED % entry)
    assert isinstance(found, Record)
    assert [notice.kind for notice in found.notices] == ["withdrawn"]


def test_an_article_named_error_is_a_complaint() -> None:
    entry = (
        "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id>"
        "<title>Error</title><summary>incorrect id format for x</summary></entry>"
    )
    assert read_feed(FEED % entry) == NoArticle(error="incorrect id format for x")
    assert read_feed(FEED % "<entry><id>http://arxiv.org/api/errors</id></entry>") == NoArticle(
        error="Error"
    )


@pytest.mark.parametrize("entry", ["", "<entry><title>nothing</title></entry>"])
def test_a_feed_without_article_says_that_there_is_none(entry: str) -> None:
    assert read_feed(FEED % entry) == NoArticle()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rate exceeded.",
        "<html></html>",
        FEED % "<entry>",
        '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>',
        "<feed\x00/>",
        '<?xml version="1.0" encoding="no-such"?><feed/>',
    ],
)
def test_what_is_no_feed_is_none(text: str) -> None:
    assert read_feed(text) is None


def summary(**work: Any) -> Record | NoSummary | None:  # noqa: ANN401 - JSON
    return read_summary(json.dumps({"result": {"uids": ["77"], "77": {"uid": "77"} | work}}), "77")


def test_a_summary_of_pubmed_is_read() -> None:
    assert summary(
        title="[Trains and health.].",
        vernaculartitle="Züge und Gesundheit.",
        authors=[
            {"name": "Bekova AB", "authtype": "Author"},
            {"name": "van der Berg J Jr", "authtype": "Author"},
            {"name": "Border Study Group", "authtype": "CollectiveName"},
            {"name": "Helper X", "authtype": "Investigator"},
            {"name": ""},
        ],
        pubdate="2021 Mar-Apr",
        epubdate="2020 Dec 30",
        fulljournalname="Journal of steppes",
        source="J Steppes",
        volume="7",
        issue="2",
        lang=["eng"],
        pages="1-9",
        pubtype=["Journal Article", "Review"],
        articleids=[{"idtype": "pubmed", "value": "77"}, {"idtype": "doi", "value": "10.5555/X"}],
    ) == Record(
        identifier="pmid:77",
        kind="Journal Article, Review",
        title="Trains and health.",
        other_titles=("Züge und Gesundheit.",),
        names=("AB Bekova", "J van der Berg", "Border Study Group"),
        families=("Bekova", "van der Berg", "Border Study Group"),
        years=(2021, 2020),
        container="Journal of steppes",
        volume="7",
        pages="1-9",
        agency="PubMed",
        same_as=("doi:10.5555/x",),
        role="author",
        bodies=("Border Study Group",),
        parted=True,
        issued="2021",
        issue="2",
        language="eng",
    )


@pytest.mark.parametrize(
    ("pubdate", "expected"),
    [("2021 Mar 5", "2021-03-05"), ("2021 Dec", "2021-12"), ("2021 Winter", "2021"), ("", "")],
)
def test_the_day_of_issue_is_as_exact_as_the_summary(pubdate: str, expected: str) -> None:
    record = summary(title="x", pubdate=pubdate)
    assert isinstance(record, Record)
    assert expected == record.issued


def test_authors_among_editors_have_no_role_in_common() -> None:
    people = [{"name": "A B", "authtype": "Editor"}, {"name": "C D", "authtype": "Author"}]
    for authors, expected in ((people, ""), (people[:1], "editor"), ([], "")):
        record = summary(title="x", authors=authors)
        assert isinstance(record, Record)
        assert expected == record.role


def test_a_retracted_article_says_so_by_its_kind_and_by_its_links() -> None:
    record = summary(
        title="x",
        pubtype=["Journal Article", "Retracted Publication"],
        references=[
            {"reftype": "Retraction in", "refsource": "J. 2023"},
            {"reftype": "Comment in"},
            {"reftype": "Erratum for"},
        ],
    )
    assert isinstance(record, Record)
    assert record.notices == (
        Notice(kind="Retracted Publication", source="pubmed"),
        Notice(kind="Retraction in", source="pubmed"),
    )


@pytest.mark.parametrize("kind", ["Retraction of Publication", "Published Erratum"])
def test_a_notice_is_not_taken_for_what_it_is_on(kind: str) -> None:
    record = summary(title="x", pubtype=[kind])
    assert isinstance(record, Record)
    assert record.notices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            {"result": {"uids": ["77"], "77": {"error": "cannot get document summary"}}},
            NoSummary(words="cannot get document summary", missing=True),
        ),
        (
            {"esummaryresult": ["Invalid uid 77 at position= 0"]},
            NoSummary(words="Invalid uid 77 at position= 0", missing=True),
        ),
        (
            {"error": "API rate limit exceeded", "count": "4"},
            NoSummary(words="API rate limit exceeded", missing=False),
        ),
        ({"result": {"uids": []}}, None),
        ({}, None),
    ],
)
def test_complaints_of_pubmed_are_told_apart(text: object, expected: object) -> None:
    assert expected == read_summary(json.dumps(text), "77")


def closest(**values: object) -> str:
    copy = {
        "status": "200",
        "available": True,
        "url": "http://web.archive.org/web/20060101213916/http://example.com:80/",
        "timestamp": "20060101213916",
    }
    return json.dumps({"archived_snapshots": {"closest": copy | values}})


def test_availability_names_a_copy_of_an_address_that_may_differ() -> None:
    assert read_availability(closest(), "example.com") == CaptureListed(
        taken=datetime(2006, 1, 1, 21, 39, 16, tzinfo=UTC),
        address="https://web.archive.org/web/20060101213916/http://example.com:80/",
        original="http://example.com:80/",
        code=200,
    )


def test_availability_at_a_base_of_another_form_keeps_the_address_asked() -> None:
    found = read_availability(closest(url="http://127.0.0.1/copy", status="-"), "http://a.test/")
    assert isinstance(found, CaptureListed)
    assert (found.original, found.code) == ("http://a.test/", None)


@pytest.mark.parametrize(
    "text",
    ['{"archived_snapshots": {}}', closest(available=False), closest(timestamp="2006")],
)
def test_availability_without_a_copy_names_none(text: str) -> None:
    assert read_availability(text, "http://a.test/") == NoneNamed()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"archived_snapshots": []}', "<html>"])
def test_what_is_no_answer_of_availability_is_none(text: str) -> None:
    assert read_availability(text, "http://a.test/") is None


def perma(**values: object) -> str:
    record = {
        "guid": "AB12-CD34",
        "url": "http://a.test/x",
        "creation_timestamp": "2024-01-12T10:11:12Z",
        "captures": [{"role": "primary", "status": "success"}],
    }
    return json.dumps(record | values)


def test_a_record_of_perma_names_address_and_moment() -> None:
    assert read_perma(perma(), "https://perma.cc/AB12-CD34") == CaptureListed(
        taken=datetime(2024, 1, 12, 10, 11, 12, tzinfo=UTC),
        address="https://perma.cc/AB12-CD34",
        original="http://a.test/x",
    )


def test_a_moment_without_zone_is_in_utc() -> None:
    found = read_perma(perma(creation_timestamp="2024-01-12T10:11:12"), "https://perma.cc/x")
    assert isinstance(found, CaptureListed)
    assert found.taken == datetime(2024, 1, 12, 10, 11, 12, tzinfo=UTC)


def test_a_record_whose_captures_failed_names_no_copy() -> None:
    failed = [{"role": "primary", "status": "failed"}]
    assert read_perma(perma(captures=failed), "https://perma.cc/x") == NoneNamed()


@pytest.mark.parametrize("values", [{"url": ""}, {"creation_timestamp": "soon"}])
def test_a_record_of_perma_without_address_or_moment_is_none(values: dict[str, object]) -> None:
    assert read_perma(perma(**values), "https://perma.cc/x") is None


READERS = (
    read_handle,
    read_agency_of,
    read_edition,
    read_author,
    read_feed,
    lambda text: read_books(text, "1"),
    lambda text: read_summary(text, "1"),
    lambda text: read_availability(text, "a"),
    lambda text: read_perma(text, "a"),
)
_KEYS = [
    *("responseCode", "values", "type", "data", "title", "authors", "key", "location", "name"),
    *("result", "1", "ISBN:1", "references", "pubtype", "archived_snapshots", "closest", "url"),
    *("creation_timestamp", "captures", "timestamp", "publish_date", "identifiers", "available"),
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(_KEYS), inner),
    max_leaves=8,
)


@given(st.text() | st.text(st.sampled_from("<>/feed&;\"'= ")) | _JSON.map(json.dumps))
def test_no_text_is_too_odd_for_any_reader(text: str) -> None:
    for reader in READERS:
        assert reader(text) == reader(text)
