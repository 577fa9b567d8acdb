"""The list of services, how often each may be asked, and the loop of asking."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transports import Script, answer

from kzru_cite.gather.services import (
    ARCHIVES,
    BASES,
    MANNERS,
    Answer,
    Identity,
    Reply,
    Request,
    Subject,
    consult,
    manners_for,
    next_step,
    services,
    told_interval,
)
from kzru_cite.gather.services.crossref import Crossref
from kzru_cite.model.evidence import Absent, Purpose, Trouble, Unanswered
from kzru_cite.model.registries import record_services

NOBODY = Identity(agent="kzru-cite/1")
DOI = Subject(about="doi:10.5555/x")
CROSSREF = Crossref(base="https://api.crossref.org", identity=NOBODY)


def names(bases: dict[str, str], archives: dict[str, str] | None = None) -> list[str]:
    return [service.name for service in services(bases, NOBODY, archives)]


def test_an_empty_base_switches_a_service_off() -> None:
    assert names({**BASES, "crossref": "", "wayback": ""}) == [
        *("availability", "doi", "datacite", "openlibrary", "arxiv", "pubmed", "perma")
    ]
    assert names({}) == []


def test_an_archive_is_asked_for_maps_and_at_its_gate() -> None:
    assert names({}, {"arquivo": ARCHIVES["arquivo"], "off": ""}) == ["arquivo", "timegate:arquivo"]


def test_no_two_services_share_a_name() -> None:
    known = names(dict(BASES), dict(ARCHIVES))
    assert len(known) == len(set(known))


def test_a_base_may_end_with_a_slash() -> None:
    for base in ("http://127.0.0.1:8000/crossref", "http://127.0.0.1:8000/crossref/"):
        question = Crossref(base=base, identity=NOBODY).question(DOI)
        assert question.address == "http://127.0.0.1:8000/crossref/works/10.5555/x"


@pytest.mark.parametrize(
    ("about", "agency", "expected"),
    [
        ("doi:10.5555/x", "", ("doi",)),
        ("doi:10.5555/x", "Crossref", ("crossref", "crossref-updates")),
        ("doi:10.48550/arxiv.2101.00001", "DataCite", ("datacite",)),
        ("doi:10.5555/x", "mEDRA", ()),
        ("isbn:9783161484100", "", ("openlibrary",)),
        ("arxiv:2101.00001", "", ("arxiv",)),
        ("pmid:77", "", ("pubmed",)),
        ("https://example.org/", "", ()),
    ],
)
def test_the_kind_of_identifier_and_the_agency_say_whom_to_ask(
    about: str, agency: str, expected: tuple[str, ...]
) -> None:
    assert expected == record_services(about, agency)


def test_whoever_may_be_asked_for_a_record_is_in_the_list() -> None:
    asked = {
        name
        for about in ("doi:1", "isbn:1", "arxiv:1", "pmid:1")
        for agency in ("", "Crossref", "DataCite")
        for name in record_services(about, agency)
    }
    assert asked <= set(names(dict(BASES)))


def test_every_figure_says_where_it_stands_and_when_it_was_seen() -> None:
    for name, manners in MANNERS.items():
        assert manners.source, name
        assert date(2026, 1, 1) <= manners.seen <= date(2026, 11, 23), name
        assert manners.interval > 0, name
        assert manners.at_once >= 1, name


def test_the_index_of_wayback_is_asked_no_more_than_24_times_a_minute() -> None:
    assert MANNERS["wayback"].interval * 24 >= 60
    assert MANNERS["wayback"].rest >= 60
    assert MANNERS["wayback"].tries == 1


def test_what_shares_an_allowance_names_the_same_host() -> None:
    assert MANNERS["wayback"].host == MANNERS["wayback-timemap"].host
    assert MANNERS["crossref"].host == MANNERS["crossref-updates"].host


def test_an_archive_that_is_not_known_is_treated_politely() -> None:
    assert manners_for("some-archive").interval == 1.0
    assert manners_for("timegate:arquivo") == MANNERS["arquivo"]


@pytest.mark.parametrize(
    ("limit", "span", "expected"),
    [
        ("50", "1s", 0.02),
        ("10", "1s", 0.1),
        ("2", "1m", 30.0),
        ("1", "1h", 3600.0),
        ("5", "10", 2.0),
        ("0", "1s", None),
        ("many", "1s", None),
        ("5", "soon", None),
        ("", "", None),
    ],
)
def test_the_interval_that_headers_tell(limit: str, span: str, expected: float | None) -> None:
    headers = {"x-rate-limit-limit": limit, "x-rate-limit-interval": span}
    assert expected == told_interval(headers)


@given(st.text(), st.text())
def test_no_header_is_too_odd_to_be_read(limit: str, span: str) -> None:
    told = told_interval({"x-rate-limit-limit": limit, "x-rate-limit-interval": span})
    assert told is None or told >= 0
    assert told_interval({}) is None


GONE = answer("Resource not found.", 404)


@pytest.mark.parametrize(
    "passing",
    [
        Unanswered(trouble=Trouble.RESET),
        Unanswered(trouble=Trouble.TIMEOUT),
        answer("", 500),
        answer("", 502),
        answer("", 504),
    ],
)
def test_what_may_pass_is_tried_once_more(passing: Answer | Unanswered) -> None:
    script = Script(passing, GONE)
    assert consult(CROSSREF, DOI, script) == Absent()
    assert script.asked[0] == script.asked[1]


def test_what_does_not_pass_is_no_answer() -> None:
    fault = Unanswered(trouble=Trouble.TIMEOUT)
    assert consult(CROSSREF, DOI, Script(fault, fault)) == fault


@pytest.mark.parametrize(
    "certain",
    [Unanswered(trouble=Trouble.NAME), answer("", 429), answer("", 503), answer("", 403)],
)
def test_what_is_certain_is_not_tried_again(certain: Answer | Unanswered) -> None:
    script = Script(certain)
    assert isinstance(consult(CROSSREF, DOI, script), Unanswered)
    assert len(script.asked) == 1


class Endless:
    """A service that always has one more question."""

    name = "endless"
    purpose = Purpose.RECORD

    def question(self, subject: Subject) -> Request:
        return Request(address=f"https://endless.test/{subject.name}")

    def read(self, subject: Subject, _: tuple[Reply, ...]) -> Request:
        return self.question(subject)


def test_a_conversation_without_end_is_ended() -> None:
    found = consult(Endless(), DOI, Script(*(answer("{}") for _ in range(50))))
    assert isinstance(found, Unanswered)
    assert "no end" in found.words


def test_the_first_step_is_the_question() -> None:
    assert next_step(CROSSREF, DOI, ()) == CROSSREF.question(DOI)
