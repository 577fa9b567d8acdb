"""The walks through links, pages, lists of copies and works give what is asked for, and no more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from kzru_cite.model.article import Article, Claim
from kzru_cite.model.evidence import (
    Absent,
    Answered,
    CaptureListed,
    Found,
    Hop,
    Listed,
    Look,
    Notice,
    PageFacts,
    Purpose,
    Record,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.links import LinkClass
from kzru_cite.model.outcome import OK, Contradicted, Suspicious
from kzru_cite.model.seen import Seen
from kzru_cite.rules import entry_states
from kzru_cite.rules._links import ask, links, lost
from kzru_cite.rules._listings import Bare, listing
from kzru_cite.rules._notices import Editorial, Status, editorials, unknown
from kzru_cite.rules._other_works import compare_works
from kzru_cite.rules._owners import claim_at
from kzru_cite.rules._pages import Page, pages
from observed import dossier, look

PAGE = "https://example.org/news/1"
DOI = "doi:10.1000/salt"


def _page(sight: Sight, about: str = PAGE, day: int = 20) -> Look:
    return look(Purpose.PAGE, about, sight, day=day)


def _shown(about: str = PAGE, title: str = "Salt") -> Answered:
    page = PageFacts(title=title, text_hash="sha256:aa", text_length=4000)
    return Answered(code=200, final=about, page=page)


def test_addresses_of_other_kinds_than_the_web_are_passed_over() -> None:
    project = dossier(
        "@misc{one, url = {ftp://example.org/a}, howpublished = {\\url{https://example.org/b}}}\n"
        "@misc{two, url = {https://www.example.org:8080/c}}\n"
    )
    assert [(link.reference.key, link.address, link.host) for link in links(project)] == [
        ("one", "https://example.org/b", "example.org"),
        ("two", "https://www.example.org:8080/c", "www.example.org"),
    ]


@pytest.mark.parametrize(
    ("status", "fine"), [("live", True), ("dead", True), ("Live ", True), ("", False)]
)
def test_an_address_that_the_editor_has_judged_is_not_judged_again(
    status: str, *, fine: bool
) -> None:
    project = dossier(
        f"@online{{one, url = {{{PAGE}}}, urlstatus = {{{status}}}}}",
        *(_page(Answered(code=404, final=PAGE), day=day) for day in (1, 8, 20)),
    )
    gone = frozenset({LinkClass.GONE, LinkClass.SUSPECTED_GONE})
    (found,) = ask(project, gone, lost)
    assert (found is OK) is fine


def test_an_address_to_which_a_page_moved_is_told() -> None:
    there = "https://example.org/news/2"
    moved = Answered(code=200, final=there, hops=(Hop(address=PAGE, code=301, target=there),))
    state = entry_states(dossier(f"@online{{one, url = {{{PAGE}}}}}", _page(moved)))["one"]
    assert state.addresses[0].link_class is LinkClass.MOVED
    assert state.addresses[0].moved_to == there


# Pages


def _pages(bibliography: str, *looks: Look) -> list[Page]:
    return list(pages(dossier(bibliography, *looks)))


@pytest.mark.parametrize(
    ("entry", "met"),
    [
        ("@online{one, url = {URL}}", True),
        ("@online{one, url = {URL}, doi = {10.1000/salt}}", True),
        ("@article{one, url = {URL}}", True),
        ("@article{one, url = {URL}, doi = {10.1000/salt}}", False),
        ("@book{one, url = {URL}, isbn = {9780306406157}}", False),
        ("@article{one, url = {URL}, eprint = {2101.00001}}", False),
    ],
)
def test_what_the_address_of_a_work_with_a_number_shows_is_often_a_catalogue(
    entry: str, *, met: bool
) -> None:
    found = _pages(entry.replace("URL", PAGE), _page(_shown()))
    assert [(page.reference.key, page.host) for page in found] == [("one", "example.org")] * met


def test_pages_behind_a_catalogue_are_met() -> None:
    entries = "@book{one, url = {URL}, isbn = {9780306406157}}\n@online{two, url = {URL}}\n"
    found = _pages(entries.replace("URL", PAGE), _page(_shown()))
    assert [page.reference.key for page in found] == ["two"]


def test_a_copy_is_read_where_the_page_is_not_there() -> None:
    copy = f"https://web.archive.org/web/20200102030405/{PAGE}"
    entry = f"@online{{one, url = {{{PAGE}}}, archiveurl = {{{copy}}}}}"
    gone = _page(Answered(code=404, final=PAGE))
    moment = {"memento-datetime": "Thu, 02 Jan 2020 03:04:05 GMT"}
    page = PageFacts(title="Copy", text_hash="sha256:bb", text_length=4000)
    shown = Answered(code=200, final=copy, headers=moment, page=page)
    (met,) = _pages(entry, gone, look(Purpose.CAPTURE, copy, shown))
    assert met.facts == page
    missing = Answered(code=404, final=copy)
    assert _pages(entry, gone, look(Purpose.CAPTURE, copy, missing)) == []


# Lists of copies


def _copy(archive: str, year: int) -> CaptureListed:
    taken = datetime(year, 1, 2, tzinfo=UTC)
    return CaptureListed(taken=taken, address=f"https://{archive}/{year}/{PAGE}", original=PAGE)


def _bare(*told: tuple[str, Sight]) -> Bare:
    looks = (
        look(Purpose.CAPTURES, PAGE, sight, day=day, asked=asked)
        for day, (asked, sight) in enumerate(told, start=1)
    )
    project = dossier(f"@online{{one, url = {{{PAGE}}}}}", *looks)
    (reference,) = project.bibliography.references
    return listing(reference, PAGE, Seen(project.evidence))


def test_services_of_one_archive_are_taken_together() -> None:
    found = _bare(
        ("wayback", Listed(captures=(_copy("w", 2020),))),
        ("availability", Listed(captures=(_copy("w", 2021),), complete=False)),
        ("arquivo-timemap", Listed(captures=(_copy("q", 2019),))),
        ("timegate:archive.today", Listed(captures=(_copy("t", 2018),), complete=False)),
        ("archive.today-timemap", Listed(captures=(_copy("t", 2017),))),
    )
    assert found.lists == (
        ("archive.today", (_copy("t", 2017), _copy("t", 2018))),
        ("arquivo", (_copy("q", 2019),)),
        ("wayback", (_copy("w", 2021), _copy("w", 2020))),
    )
    assert found.asked == ("archive.today", "arquivo", "wayback")
    assert found.why_not == ""


def test_archives_that_gave_no_whole_list_are_named_in_order() -> None:
    found = _bare(
        ("wayback", Unanswered(trouble=Trouble.TIMEOUT)),
        ("arquivo", Listed(captures=(), complete=False, broken_off=True)),
        ("save", Listed(captures=(_copy("w", 2026),), complete=False)),
        ("ukwa", Listed(captures=(), complete=False)),
        ("bac", Absent()),
    )
    assert found.asked == ()
    assert found.why_not == (
        "the list of arquivo broke off; bac gave no list; the list of ukwa is not whole;"
        " wayback could not be asked (no answer in time)"
    )
    assert _bare().why_not == "no archive was asked"


# Notices


def _works(
    *told: tuple[str, Sight], entry: str = "@article{one, doi = {10.1000/salt}}"
) -> list[Editorial]:
    looks = (
        look(Purpose.RECORD, DOI, sight, day=day, asked=asked)
        for day, (asked, sight) in enumerate(told, start=1)
    )
    return list(editorials(dossier(entry, *looks)))


def _held(*notices: Notice, title: str = "Salt", agency: str = "") -> Found:
    record = Record(identifier="10.1000/salt", title=title, notices=notices, agency=agency)
    return Found(record=record)


def _noticed(*notices: Notice) -> Editorial:
    (one,) = _works(("crossref", _held(*notices)), ("crossref-updates", Absent()))
    return one


@pytest.mark.parametrize(
    ("day", "retracted"),
    [("2021-05-02", True), ("2021-05-03", False), ("2021-05-04", False)],
)
def test_a_work_may_be_reinstated_on_the_day_of_its_retraction(
    day: str, *, retracted: bool
) -> None:
    one = _noticed(
        Notice(kind="retraction", day="2021-05-03"), Notice(kind="reinstatement", day=day)
    )
    assert (one.notice(Status.RETRACTED) is not None) is retracted


@pytest.mark.parametrize(
    "kind", ["expression-of-concern", "Expression of Concern", " expression_of_concern "]
)
def test_the_words_of_registries_are_read_in_any_spelling(kind: str) -> None:
    one = _noticed(Notice(kind=kind, day="2021-05-03"))
    assert one.notice(Status.OF_CONCERN) is not None
    assert one.told(Status.OF_CONCERN) == (
        "is under an expression of concern (expression of concern, 2021-05-03)"
    )


def test_a_work_without_title_is_not_known_by_one() -> None:
    (one,) = _works(("crossref", _held(title="")))
    assert one.title == ""


@pytest.mark.parametrize(
    ("told", "why_not"),
    [
        ([("datacite", Absent())], "datacite has no record"),
        ([("doi", _held(title="", agency="mEDRA"))], "no registry of works has a record"),
        ([("doi", _held(title="", agency="Crossref"))], "crossref was not asked"),
        ([], "no registry was asked"),
    ],
)
def test_why_nobody_could_tell_of_notices(told: list[tuple[str, Sight]], why_not: str) -> None:
    (one,) = _works(*told)
    assert one.why_not == why_not
    unable = unknown(one)
    assert unable.reason == f"whether '10.1000/salt' has a notice is not known: {why_not}"
    assert unable.place == one.place


# Other works


@pytest.mark.parametrize(
    ("names", "by"),
    [
        ((), ""),
        (("Ann Kim",), " by Ann Kim"),
        (("Ann Kim", "Bo Li"), " by Ann Kim, Bo Li"),
        (("Ann Kim", "Bo Li", "Cy Wu"), " by Ann Kim, Bo Li"),
    ],
)
def test_another_work_is_named_with_its_first_authors(names: tuple[str, ...], by: str) -> None:
    record = Record(identifier="10.1000/salt", title="Weather in Astana", names=names)
    project = dossier(
        "@article{one, title = {Trade with Russia}, author = {Rao, C.}, doi = {10.1000/salt}}",
        look(Purpose.RECORD, DOI, Found(record=record), asked="crossref"),
    )
    (found,) = compare_works(project, "doi")
    assert isinstance(found, Contradicted if names else Suspicious)
    assert found.message == f"the DOI '10.1000/salt' is of 'Weather in Astana'{by}"


# Owners


def test_a_place_belongs_to_the_innermost_claim_around_it() -> None:
    project = dossier("@misc{one, title = {A very long title to stand in for an article}}")
    (source,) = project.bibliographies
    ends = {"outer": (0, 50), "inner": (6, 30), "late": (10, 49), "aside": (40, 48)}
    claims = tuple(
        Claim(
            id=name,
            text="",
            place=source.locate(start, end),
            head=source.locate(start, start + 1),
            section=0,
            start=start,
            end=end,
        )
        for name, (start, end) in ends.items()
    )
    project = replace(project, article=Article(claims=claims))
    assert claim_at(project, source.locate(20, 21)) == "inner"
    assert claim_at(project, source.locate(35, 36)) == "late"
    assert claim_at(project, source.locate(2, 3)) == "outer"
    assert claim_at(project, source.locate(55, 56)) is None
