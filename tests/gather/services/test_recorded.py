"""
Recorded answers of the services are judged as what they are.

Those that may be passed on are kept with the tests; the others are read where they are there.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from transports import CASSETTES, RECORDINGS, playing

from kzru_cite.gather.services import (
    Answer,
    Identity,
    Outcome,
    Request,
    Service,
    Subject,
    consult,
    services,
)
from kzru_cite.gather.services.catalogue import BASES
from kzru_cite.gather.services.cdx import Cdx
from kzru_cite.model.evidence import (
    Absent,
    Found,
    Listed,
    Notice,
    Record,
    Trouble,
    Unanswered,
)
from kzru_cite.model.identifiers import identifiers
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.cdx import CdxPage, read_cdx
from kzru_cite.read.memento import Memento, read_memento
from kzru_cite.read.page import read_page
from kzru_cite.read.records_archives import NoneNamed, read_availability
from kzru_cite.read.records_crossref import read_work
from kzru_cite.read.records_datacite import read_dois
from kzru_cite.read.records_doi import read_agency_of
from kzru_cite.read.records_openlibrary import Edition, read_books, read_edition
from kzru_cite.read.timemap import read_links

recorded = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not here")
NOBODY = Identity(agent="kzru-cite/1")


def service(name: str) -> Service:
    return next(one for one in services(BASES, NOBODY) if one.name == name)


def any_query(one: Any, other: Any) -> None:  # noqa: ANN401 - requests of vcrpy
    """Compare nothing: the recorded questions had other parameters than ours."""


def same_page(one: Any, other: Any) -> None:  # noqa: ANN401 - requests of vcrpy
    """Compare what is asked about, and the key of the page."""
    ours, theirs = (parse_qs(urlsplit(request.uri).query) for request in (one, other))
    for name in ("url", "resumeKey"):
        assert ours.get(name) == theirs.get(name)


def found_in(found: Outcome) -> Record:
    assert isinstance(found, Found), found
    return found.record


def test_the_index_of_a_site_is_read_through_all_its_pages() -> None:
    index = Cdx(
        name="wayback",
        base="https://web.archive.org",
        index="cdx/search/cdx",
        replay="web",
        most_pages=20,
    )
    with playing(CASSETTES / "recorded-wayback-cdx-pages.yaml", same_page) as web:
        found = consult(index, Subject(about="cnn.com"), web)
    assert isinstance(found, Listed)
    assert len(web.asked) == 15
    assert found.complete
    # Rows that come twice, also at the seam of two pages, are one capture.
    assert len(found.captures) == len({(one.taken, one.original) for one in found.captures})
    assert found.captures[0].taken == datetime(2001, 4, 10, 21, 39, 30, tzinfo=UTC)
    assert found.captures[-1].taken == datetime(2001, 5, 9, 23, 55, 44, tzinfo=UTC)
    assert {"http://www.cnn.com:80/", "http://cnn.com:80/"} <= {
        one.original for one in found.captures
    }


def test_a_site_that_is_excluded_is_no_site_without_copies() -> None:
    with playing(CASSETTES / "recorded-wayback-cdx-blocked.yaml", any_query) as web:
        found = consult(service("wayback"), Subject(about="https://nationalpost.com/health"), web)
    assert isinstance(found, Unanswered)
    assert (found.trouble, found.code) == (Trouble.SERVICE, 403)
    assert "excluded" in found.words


def test_an_unknown_doi_is_absent_at_crossref() -> None:
    with playing(CASSETTES / "recorded-crossref-work-404.yaml") as web:
        found = consult(service("crossref"), Subject(about="doi:10.1371/notarealdoi"), web)
    assert found == Absent()


def test_crossref_tells_the_agency() -> None:
    about = "doi:10.1126/science.169.3946.635"
    with playing(CASSETTES / "recorded-crossref-agency.yaml") as web:
        found = consult(service("crossref-agency"), Subject(about=about), web)
    assert found_in(found).agency == "crossref"


def test_an_article_with_a_correction_is_read() -> None:
    with playing(CASSETTES / "recorded-crossref-work.yaml") as web:
        found = consult(service("crossref"), Subject(about="doi:10.1371/journal.pone.0033693"), web)
    record = found_in(found)
    assert record.families[:2] == ("Sadasivan", "Pond")
    assert (record.years, record.container, record.pages) == ((2012,), "PLoS ONE", "e33693")
    assert record.notices == (
        Notice(
            kind="correction",
            doi="10.1371/annotation/c76da2c1-ccb8-4797-94c1-359d3ceceeda",
            day="2012-05-08",
            source="publisher",
        ),
    )


def test_a_paper_registered_with_datacite_is_read() -> None:
    with playing(CASSETTES / "recorded-datacite-proceedings.yaml", any_query) as web:
        found = consult(service("datacite"), Subject(about="doi:10.4230/lipics.tqc.2013.93"), web)
    record = found_in(found)
    assert record.identifier == "doi:10.4230/lipics.tqc.2013.93"
    assert record.years[0] == 2013
    assert all((record.title, record.names, record.publisher))


def body(path: str) -> str:
    return (RECORDINGS / path).read_text(encoding="utf-8")


@recorded
@pytest.mark.parametrize(
    ("path", "name", "about", "titles"),
    [
        (
            "crossref/multiple-titles.yaml",
            "crossref",
            "doi:10.1007/s00120-007-1345-2",
            ("Penisverletzung durch eine Moulinette", ("Penile injury caused by a Moulinette",)),
        ),
        ("crossref/posted-content-blog-post.yaml", "crossref", "doi:10.53731/ybhah-9jy85", None),
        ("datacite/dataset-dryad.yaml", "datacite", "doi:10.5061/dryad.8515", None),
    ],
)
def test_recorded_works_are_read(
    path: str, name: str, about: str, titles: tuple[str, tuple[str, ...]] | None
) -> None:
    with playing(RECORDINGS / path, any_query) as web:
        record = found_in(consult(service(name), Subject(about=about), web))
    assert about == record.identifier
    assert all((record.title, record.names, record.families, record.years, record.url))
    assert titles is None or titles == (record.title, record.other_titles)


@recorded
def test_a_doi_of_the_wrong_form_has_no_agency() -> None:
    with playing(RECORDINGS / "crossref/agency-404.yaml") as web:
        assert consult(service("crossref-agency"), Subject(about="doi:5"), web) == Absent()


@recorded
def test_a_question_that_crossref_calls_wrong_stays_open() -> None:
    with playing(RECORDINGS / "crossref/works-400-bad-parameters.yaml", any_query) as web:
        subject = Subject(about="doi:10.1371/journal.pone.0033693")
        found = consult(service("crossref"), subject, web)
    assert isinstance(found, Unanswered)
    assert (found.trouble, found.code) == (Trouble.BAD_ANSWER, 400)


@recorded
def test_recorded_chapters_and_their_books_are_read() -> None:
    chapter = read_work(body("crossref/papis-4_multiple_isbn.json"))
    assert chapter is not None
    assert (chapter.kind, chapter.families) == ("book-chapter", ("Bouchut", "James"))
    assert chapter.isbns == ("9783034897426", "9783034887205")
    article = read_work(body("crossref/papis-2_abstract.json"))
    assert article is not None
    assert all((article.title, article.names, article.years))


@recorded
@pytest.mark.parametrize(
    ("number", "year", "families"),
    [
        (0, 2008, ("Li", "Yang")),
        (1, 1887, ("Dargenty",)),
        (2, 1897, ("Weyersberg",)),
        (3, 2016, ("Yahya",)),
        (4, 1973, ("Nicollerat",)),
    ],
)
def test_recorded_records_of_datacite_are_read(
    number: int, year: int, families: tuple[str, ...]
) -> None:
    stored = json.loads(body(f"datacite/doc-0{number}.json"))
    record = read_dois(json.dumps({"data": stored}))
    assert record is not None
    assert (record.years[0], record.families) == (year, families)
    assert record.title


@recorded
def test_recorded_books_of_open_library_are_read() -> None:
    book = read_books(body("openlibrary/books-jscmd-data.json"), "9780316030571")
    assert book is not None
    assert (book.title, book.families, book.years) == ("Use of Weapons", ("Banks",), (2008,))
    edition = read_edition(body("openlibrary/book.json"))
    assert isinstance(edition, Edition)
    assert (edition.record.title, edition.record.years) == ("Fantastic Mr. Fox", (1988,))
    assert edition.author_keys == ("/authors/OL34184A",)


@recorded
def test_an_empty_word_of_availability_denies_nothing() -> None:
    assert read_availability(body("wayback/availability-empty.json"), "x") == NoneNamed()
    copy = read_availability(body("wayback/availability-closest.json"), "example.com")
    assert not isinstance(copy, NoneNamed)
    assert copy is not None
    assert copy.original == "http://example.com:80/"


@recorded
@pytest.mark.parametrize(
    ("name", "rows", "lost"),
    [("bad_timestamp_cdx.txt", 3, 2), ("malformed_cdx.txt", 4, 1), ("zero_length_cdx.txt", 5, 0)],
)
def test_recorded_bad_rows_hide_no_good_one(name: str, rows: int, lost: int) -> None:
    page = read_cdx(body(f"wayback/{name}"))
    assert isinstance(page, CdxPage)
    assert (rows, lost) == (len(page.rows), page.lost)


@recorded
def test_an_index_without_more_rows_is_complete() -> None:
    with playing(RECORDINGS / "wayback/cdx-search.yaml", any_query) as web:
        found = consult(service("wayback"), Subject(about="nasa.gov"), web)
    assert isinstance(found, Listed)
    assert [copy.address for copy in found.captures] == [
        "https://web.archive.org/web/19961231235847/http://www.nasa.gov:80/"
    ]
    assert found.complete


@recorded
def test_missing_pages_are_listed_with_their_code() -> None:
    with playing(RECORDINGS / "wayback/cdx-search-filter-404.yaml", any_query) as web:
        replies = [
            web.ask(Request(address="https://web.archive.org/cdx/search/cdx")) for _ in range(2)
        ]
    last = replies[1]
    assert isinstance(last, Answer)
    page = read_cdx(last.body.decode())
    assert isinstance(page, CdxPage)
    assert {404} == {row.code for row in page.rows}


def exchanges(name: str, addresses: list[str]) -> list[tuple[int, Memento | None]]:
    """Return code and copy of each answer to these addresses of the archive."""
    found = []
    with playing(RECORDINGS / f"wayback/{name}.yaml", any_query) as web:
        for address in addresses:
            reply = web.ask(Request(address=f"https://web.archive.org/web/{address}", follow=False))
            assert isinstance(reply, Answer)
            found.append((reply.code, read_memento(reply.headers, reply.final)))
    return found


@recorded
@pytest.mark.parametrize(
    ("name", "addresses", "expected"),
    [
        ("memento-200-id", ["20171124151315id_/https://www.fws.gov/birds/"], [(200, True)]),
        (
            "memento-302-to-nearest",
            [
                "20171101000000id_/https://www.fws.gov/birds/",
                "20171124151315id_/https://www.fws.gov/birds/",
            ],
            [(302, False), (200, True)],
        ),
        (
            "memento-404-never-archived",
            ["20170929002712id_/https://this-is-not-real-url.whatever/"],
            [(404, False)],
        ),
        (
            "memento-archived-404",
            [
                "20201027215555id_/https://www.whitehouse.gov/administration/eop/ostp/about/student/faqs",
                "20201027215555id_/https://www.whitehouse.gov/ostp/about/student/faqs",
                "20201027220743id_/https://www.whitehouse.gov/ostp/about/student/faqs",
            ],
            [(301, True), (302, False), (404, True)],
        ),
        (
            "memento-archived-429",
            ["20150129034904id_/http://www.reddit.com/r/PokemonGiveaway"],
            [(429, True)],
        ),
        (
            "memento-excluded-site",
            ["20170929002712id_/https://nationalpost.com/health/"],
            [(200, False)],
        ),
        (
            "memento-historical-redirects",
            [
                "20200201020357id_/http://epa.gov/climatechange",
                "20200201023757id_/https://www.epa.gov/climatechange",
                "20200201023757id_/https://www.epa.gov/sites/production/files/signpost/cc.html",
                "20200201024405id_/https://www.epa.gov/sites/production/files/signpost/cc.html",
            ],
            [(302, False), (301, True), (302, False), (200, True)],
        ),
        (
            "memento-not-playable",
            ["20150509080314id_/https://www.fws.gov/birds/"],
            [(302, False)],
        ),
    ],
)
def test_only_memento_datetime_makes_a_recorded_answer_a_copy(
    name: str, addresses: list[str], expected: list[tuple[int, bool]]
) -> None:
    found = exchanges(name, addresses)
    assert expected == [(code, copy is not None) for code, copy in found]


@recorded
def test_a_recorded_copy_tells_what_it_is_of() -> None:
    (_, copy), *_ = exchanges("memento-200-id", ["20171124151315id_/https://www.fws.gov/birds/"])
    assert copy == Memento(
        taken=datetime(2017, 11, 24, 15, 13, 15, tzinfo=UTC),
        original="https://www.fws.gov/birds/",
        address="https://web.archive.org/web/20171124151315/https://www.fws.gov/birds/",
        timemap="https://web.archive.org/web/timemap/link/https://www.fws.gov/birds/",
        timegate="https://web.archive.org/web/https://www.fws.gov/birds/",
        first=datetime(2005, 3, 23, 15, 53, tzinfo=UTC),
        last=datetime(2023, 3, 19, 7, 2, 36, tzinfo=UTC),
    )


@recorded
def test_the_gate_finds_the_nearest_copy_in_a_recorded_redirect() -> None:
    with playing(RECORDINGS / "wayback/memento-302-to-nearest.yaml", any_query) as web:
        reply = web.ask(
            Request(
                address="https://web.archive.org/web/20171101000000id_/https://www.fws.gov/birds/",
                follow=False,
            )
        )
    near = datetime(2017, 11, 1, tzinfo=UTC)
    subject = Subject(about="https://www.fws.gov/birds/", near=near)
    found = service("timegate:wayback").read(subject, (reply,))
    assert isinstance(found, Listed)
    assert [copy.taken for copy in found.captures] == [
        datetime(2017, 11, 24, 15, 13, 15, tzinfo=UTC)
    ]


@recorded
@pytest.mark.parametrize(
    ("name", "page", "expected"),
    [
        ("memento-404-never-archived", "https://this-is-not-real-url.whatever/", None),
        ("memento-excluded-site", "https://nationalpost.com/health/", (Trouble.BAD_ANSWER, 200)),
    ],
)
def test_what_was_never_archived_and_what_is_excluded_stay_apart(
    name: str, page: str, expected: tuple[Trouble, int] | None
) -> None:
    with playing(RECORDINGS / f"wayback/{name}.yaml", any_query) as web:
        address = f"https://web.archive.org/web/20170929002712id_/{page}"
        reply = web.ask(Request(address=address, follow=False))
    subject = Subject(about=page, near=datetime(2017, 9, 29, tzinfo=UTC))
    found = service("timegate:wayback").read(subject, (reply,))
    if expected is None:
        assert found == Listed(captures=())
    else:
        assert isinstance(found, Unanswered)
        assert expected == (found.trouble, found.code)


@recorded
def test_a_list_of_other_works_names_no_notice() -> None:
    with playing(RECORDINGS / "crossref/works-query.yaml", any_query) as web:
        subject = Subject(about="doi:10.1371/journal.pone.0033693")
        found = consult(service("crossref-updates"), subject, web)
    assert () == found_in(found).notices


@recorded
@pytest.mark.parametrize("name", ["papis-2_abstract", "papis-4_multiple_isbn"])
def test_recorded_works_are_read_as_their_upstream_expects(name: str) -> None:
    record = read_work(body(f"crossref/{name}.json"))
    expected = json.loads(body(f"crossref/{name}.expected.json"))
    assert record is not None
    assert record.identifier == f"doi:{expected['doi'].lower()}"
    assert (record.title, record.publisher) == (expected["title"], expected["publisher"])
    assert list(record.families) == [who["family"] for who in expected["author_list"]]
    assert int(expected["year"]) in record.years


@recorded
def test_a_recorded_entry_of_content_negotiation_is_read_as_bibliographies_are() -> None:
    with playing(RECORDINGS / "doi-content-negotiation/bibtex.yaml", any_query) as web:
        reply = web.ask(Request(address="https://doi.org/10.1126/science.169.3946.635"))
    assert isinstance(reply, Answer)
    read = read_bibliography([SourceText(path="r.bib", text=reply.body.decode())])
    [entry] = read.references
    assert (entry.key, entry.kind) == ("Frank_1970", "article")
    assert entry.text("title").startswith("The Structure of Ordinary Water")
    assert [about for _, about in identifiers(entry)] == ["doi:10.1126/science.169.3946.635"]


@recorded
def test_a_recorded_page_and_the_record_of_its_doi_tell_the_same() -> None:
    doi = "10.54900/rf84ag3-98f00rt-0phta"
    address = "https://upstream.force11.org/deep-dive-into-ethics-of-contributor-roles/"
    with playing(RECORDINGS.parent / "html/cassettes/upstream-force11-blog.yaml") as web:
        reply = web.ask(Request(address=address))
        agency = web.ask(Request(address="https://doi.org/ra/10.54900"))
        record = found_in(consult(service("crossref"), Subject(about=f"doi:{doi}"), web))
    assert isinstance(reply, Answer)
    assert isinstance(agency, Answer)
    assert read_agency_of(agency.body.decode()) == "Crossref"
    page = read_page(reply.body, reply.headers["content-type"], address)
    assert page is not None
    assert record.title in page.titles
    assert set(page.authors) == set(record.names)
    assert page.dates[0][:4] == str(record.years[0])


@recorded
def test_recorded_link_headers_of_several_archives_are_read() -> None:
    text = body("wayback/memento-link-headers.yaml")
    headers = re.findall(r"^ +'[^']*': '(<.*>.*)'\s*$", text, re.MULTILINE)
    assert len(headers) > 10
    for header in headers:
        links = read_links(header)
        assert {"original", "memento"} <= {word for link in links for word in link.relations}
        assert header.count("<") == len(links)


@recorded
def test_a_page_saved_just_now_tells_its_copy() -> None:
    first = json.loads(body("wayback/save-page-now-response-headers.json"))[0]
    copy = read_memento({name: value for name, value in first.items() if isinstance(value, str)})
    assert copy is not None
    assert copy.taken == datetime(2021, 1, 2, 9, 40, 9, tzinfo=UTC)
    assert copy.original == "https://www.scribbr.com/citing-sources/et-al/"


@recorded
def test_a_recorded_page_for_an_unknown_doi_is_no_answer_of_the_handle_system() -> None:
    with playing(RECORDINGS / "doi-content-negotiation/404-unknown-doi.yaml", any_query) as web:
        reply = web.ask(Request(address="https://doi.org/10.1126/foo"))
    found = service("doi").read(Subject(about="doi:10.1126/foo"), (reply,))
    assert isinstance(found, Unanswered)
    assert (found.trouble, found.code) == (Trouble.BAD_ANSWER, 404)


def test_every_cassette_says_where_it_comes_from() -> None:
    for path in CASSETTES.glob("*.yaml"):
        opening = path.read_text(encoding="utf-8").partition("\n")[0]
        start = (
            "# Recorded answer, copied from"
            if path.name.startswith("recorded-")
            else ("# Made by hand from the documentation of")
        )
        assert opening.startswith(start), path.name


def test_what_is_copied_comes_with_its_licence() -> None:
    for path in CASSETTES.glob("recorded-*.yaml"):
        licence = re.search(r"licences/(\S+)\.$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert licence, path.name
        assert Path(CASSETTES / "licences" / licence[1]).is_file()
