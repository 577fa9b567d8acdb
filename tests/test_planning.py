"""What is asked is a pure function of the entries, the log, the policy and the moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.evidence import (
    Absent,
    Answered,
    CaptureListed,
    Evidence,
    Found,
    Listed,
    Look,
    PageFacts,
    Purpose,
    Record,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.place import SourceText
from kzru_cite.model.policy import Policy
from kzru_cite.planning import Plan, keeps, plan
from kzru_cite.read.bibliography import read_bibliography

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=3000)
POLICY = Policy()
SERVICES = frozenset(
    {"wayback", "doi", "crossref", "crossref-updates", "datacite", "openlibrary", "arxiv", "pubmed"}
)
PAGE = "https://example.org/news/a"
COPY = f"https://web.archive.org/web/20240112101112/{PAGE}"
BARE_COPY = f"https://web.archive.org/web/20240112101112id_/{PAGE}"
DOI = "doi:10.5555/trains"


def entry(kind: str = "online", key: str = "a", **fields: str) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n  title = {{Trains of the steppe}},\n{lines}}}\n"


def read(*entries: str) -> Bibliography:
    return read_bibliography([SourceText(path="references.bib", text="\n".join(entries))])


def look(
    sight: Sight,
    purpose: Purpose = Purpose.PAGE,
    about: str = PAGE,
    asked: str = "web",
    at: datetime = NOW,
) -> Look:
    return Look(at=at, purpose=purpose, about=about, asked=asked, sight=sight)


def page(title: str = "Trains of the steppe", code: int = 200, *signs: str) -> Answered:
    return Answered(code=code, final=PAGE, page=PageFacts(title=title, signs=signs))


def planned(*entries: str, looks: tuple[Look, ...] = (), now: datetime = NOW) -> Plan:
    return plan(read(*entries), Evidence(looks=looks), POLICY, SERVICES, now)


def questions(found: Plan) -> list[tuple[str, str, str]]:
    return [(want.purpose.value, want.about, want.asked) for want in found.wants]


# What is asked of each kind of entry.


def test_a_page_with_its_copy_is_looked_at_and_so_is_the_copy() -> None:
    found = planned(entry(url=PAGE, archiveurl=COPY))
    assert [("page", PAGE, "web"), ("capture", COPY, "web")] == questions(found)
    assert [PAGE, BARE_COPY] == [want.address for want in found.wants]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (BARE_COPY, BARE_COPY),
        (COPY.replace("112/", "112if_/"),) * 2,
        (
            f"http://127.0.0.1:8080/web/20240112101112/{PAGE}",
            f"http://127.0.0.1:8080/web/20240112101112mp_/{PAGE}",
        ),
        (f"https://archive.ph/20240112101112/{PAGE}", f"https://archive.ph/20240112101112/{PAGE}"),
        (f"https://archive.ph/2024.01.12-101112/{PAGE}",) * 2,
        ("https://archive.ph/AbCd1",) * 2,
        ("https://perma.cc/AB12-CD34",) * 2,
        (f"https://web.archive.org/web/*/{PAGE}",) * 2,
        ("https://example.org/copy-of-a",) * 2,
    ],
)
def test_a_copy_is_asked_for_without_frame_where_its_archive_can(written: str, asked: str) -> None:
    found = planned(entry(archiveurl=written))
    assert [("capture", written, "web")] == questions(found)
    assert asked == found.wants[0].address


def test_of_a_page_without_copy_the_archive_is_asked_near_the_day_of_reading() -> None:
    found = planned(entry(url=PAGE, urldate="2024-01-12"))
    assert [("page", PAGE, "web"), ("captures", PAGE, "wayback")] == questions(found)
    assert datetime(2024, 1, 12, 12, tzinfo=UTC) == found.wants[1].near


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("", None),
        ("2024", datetime(2024, 12, 31, 12, tzinfo=UTC)),
        ("2024-01/..", None),
        ("soon", None),
    ],
)
def test_a_day_that_is_not_known_is_not_made_up(written: str, near: datetime | None) -> None:
    fields = {"urldate": written} if written else {}
    assert near == planned(entry(url=PAGE, **fields)).wants[1].near


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"doi": "10.5555/Trains"}, [("record", DOI, "doi")]),
        ({"isbn": "3-16-148410-X"}, [("record", "isbn:9783161484100", "openlibrary")]),
        (
            {"eprint": "2101.00001v2", "eprinttype": "arxiv"},
            [("record", "arxiv:2101.00001", "arxiv")],
        ),
        ({"eprint": "0123", "eprinttype": "pubmed"}, [("record", "pmid:123", "pubmed")]),
        ({"isbn": "not a number"}, []),
        ({}, []),
    ],
)
def test_identifiers_are_asked_of_who_holds_them(
    fields: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert expected == questions(planned(entry("book", **fields)))


def test_no_archive_is_asked_for_books_and_for_what_has_a_doi() -> None:
    book = entry("book", "b", url="https://example.org/book", isbn="9783161484100")
    article = entry("article", "c", url="https://example.org/paper", doi="10.5555/trains")
    asked = {want.purpose for want in planned(book, article).wants}
    assert {Purpose.PAGE, Purpose.RECORD} == asked


def test_an_address_that_is_none_of_the_web_is_not_asked() -> None:
    assert () == planned(entry(url="ftp://example.org/a")).wants


# Whom a DOI is asked of, once its agency is known.


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("Crossref", ["crossref", "crossref-updates"]),
        ("DataCite", ["datacite"]),
        ("mEDRA", []),
        # That it could not be had is asked about again.
        ("", ["doi"]),
    ],
)
def test_the_agency_of_a_doi_is_asked_next(agency: str, expected: list[str]) -> None:
    known = look(Found(record=Record(identifier=DOI, agency=agency)), Purpose.RECORD, DOI, "doi")
    found = planned(entry("article", doi="10.5555/trains"), looks=(known,))
    assert expected == [want.asked for want in found.wants]
    assert (1 if agency else 0) == found.fresh


def test_an_agency_that_was_told_once_is_known_whatever_came_later() -> None:
    told, later = (
        look(Found(record=Record(identifier=DOI, agency=agency)), Purpose.RECORD, DOI, "doi")
        for agency in ("DataCite", "")
    )
    for looks in ((told, later), (later, told), (replace(told, at=LONG_AGO), later)):
        found = planned(entry("article", doi="10.5555/trains"), looks=looks)
        assert "datacite" in [want.asked for want in found.wants]
        assert (looks[0].at == NOW) == (1 == found.fresh)


def test_an_unknown_doi_is_asked_of_nobody_else() -> None:
    known = look(Absent(), Purpose.RECORD, DOI, "doi")
    assert () == planned(entry("article", doi="10.5555/trains"), looks=(known,)).wants


def test_a_resolver_that_is_silent_now_takes_back_nothing_of_what_it_said() -> None:
    record = Record(identifier=DOI, agency="DataCite")
    before = look(Found(record=record), Purpose.RECORD, DOI, "doi", at=LONG_AGO)
    after = look(Unanswered(trouble=Trouble.SERVICE), Purpose.RECORD, DOI, "doi")
    found = planned(entry("article", doi="10.5555/trains"), looks=(before, after))
    assert ["doi", "datacite"] == [want.asked for want in found.wants]


# Each question once, and only what is switched on.


def test_each_question_is_asked_once_whatever_its_spelling() -> None:
    found = planned(
        entry(key="a", url="https://Example.org/news/a#top"),
        entry(key="b", url="https://example.org/news/%61"),
        entry("article", "c", doi="10.5555/TRAINS"),
        entry("article", "d", doi="https://doi.org/10.5555/trains"),
    )
    assert ["web", "wayback", "doi"] == [want.asked for want in found.wants]


def test_services_that_are_switched_off_are_not_asked() -> None:
    sources = read(entry(url=PAGE), entry("book", "b", doi="10.5555/x", isbn="9783161484100"))
    only_books = plan(sources, Evidence(), POLICY, {"openlibrary"}, NOW)
    assert ["web", "openlibrary"] == [want.asked for want in only_books.wants]
    assert ["web"] == [want.asked for want in plan(sources, Evidence(), POLICY, (), NOW).wants]


def test_a_bibliography_without_sources_needs_nothing() -> None:
    assert Plan(wants=(), fresh=0) == planned()


# How long each kind of sight stands.

RECORDED = Found(record=Record(identifier=DOI))
BROKEN_OFF = Listed(captures=(), complete=False, broken_off=True)


@pytest.mark.parametrize(
    ("seen", "days"),
    [
        (look(page()), POLICY.live_fresh),
        (look(page(code=403)), POLICY.live_fresh),
        (look(page(code=404)), POLICY.dead_days),
        (look(page(code=410), Purpose.CAPTURE), POLICY.dead_days),
        (look(Unanswered(trouble=Trouble.NAME)), POLICY.dead_days),
        (look(Unanswered(trouble=Trouble.NOT_ALLOWED)), POLICY.live_fresh),
        (look(Unanswered(trouble=Trouble.BAD_ADDRESS)), POLICY.live_fresh),
        (look(page(code=429)), 0),
        (look(page(code=500), Purpose.CAPTURE), 0),
        (look(BROKEN_OFF, Purpose.CAPTURES, asked="wayback"), 0),
        (look(Unanswered(trouble=Trouble.TIMEOUT)), 0),
        (look(Unanswered(trouble=Trouble.NAME), Purpose.RECORD, DOI, "doi"), 0),
        (look(Unanswered(trouble=Trouble.SERVICE), Purpose.RECORD, DOI, "doi"), 0),
    ],
)
def test_a_sight_stands_for_the_days_of_the_policy(seen: Look, days: int) -> None:
    assert timedelta(days=days) == keeps(seen, POLICY)


@pytest.mark.parametrize(
    "seen",
    [
        look(page(), Purpose.CAPTURE),
        look(page(), Purpose.SIBLING),
        look(Listed(captures=()), Purpose.CAPTURES, asked="wayback"),
        # There is more than was asked for, and would be again.
        look(Listed(captures=(), complete=False), Purpose.CAPTURES, asked="wayback"),
        look(RECORDED, Purpose.RECORD, DOI, "crossref"),
        look(Absent(), Purpose.RECORD, DOI, "doi"),
    ],
)
def test_copies_and_records_stand_for_a_month_more_or_less(seen: Look) -> None:
    stands = {keeps(replace(seen, about=f"{seen.about}{number}"), POLICY) for number in range(200)}
    month = timedelta(days=POLICY.archive_fresh)
    assert 0.8 * month <= min(stands) < 0.85 * month
    assert 1.15 * month < max(stands) <= 1.2 * month
    assert keeps(seen, POLICY) == keeps(seen, POLICY)


@pytest.mark.parametrize(
    "seen",
    [
        look(page()),
        look(page(code=404)),
        look(page(), Purpose.CAPTURE, COPY),
        look(Listed(captures=()), Purpose.CAPTURES, asked="wayback"),
        look(RECORDED, Purpose.RECORD, DOI, "doi"),
        look(Absent(), Purpose.RECORD, DOI, "doi"),
    ],
)
def test_a_question_is_put_again_from_the_border_on(seen: Look) -> None:
    sources = (entry(url=PAGE), entry(key="b", archiveurl=COPY), entry("article", "c", doi=DOI[4:]))
    border = seen.at + keeps(seen, POLICY)
    name = (seen.purpose.value, seen.about, seen.asked)
    before = planned(*sources, looks=(seen,), now=border - timedelta(seconds=1))
    after = planned(*sources, looks=(seen,), now=border)
    assert name not in questions(before)
    assert name in questions(after)
    assert (1, 0) == (before.fresh, after.fresh)


def test_the_last_look_decides() -> None:
    old, new = look(page(), at=LONG_AGO), look(page())
    source = entry(url=PAGE, archiveurl=COPY)
    assert [("capture", COPY, "web")] == questions(planned(source, looks=(old, new)))
    trouble = look(Unanswered(trouble=Trouble.RESET))
    assert 2 == len(planned(source, looks=(new, trouble)).wants)


# Pages that answered, and may be errors.


@pytest.mark.parametrize(
    ("sight", "doubtful"),
    [
        (page(), False),
        (page("Steppe trains | The Paper"), False),
        (page("Welcome"), True),
        (page("Trains of the steppe", 200, "not-found-words"), True),
        (page("Welcome", 404), False),
        (Answered(code=200, final=PAGE), False),
        (Unanswered(trouble=Trouble.TIMEOUT), False),
        (
            Answered(
                code=200,
                final=PAGE,
                page=PageFacts(title="The Paper", titles=("The Paper", "Trains")),
            ),
            False,
        ),
    ],
)
def test_of_a_doubtful_page_a_neighbour_is_asked(sight: Sight, *, doubtful: bool) -> None:
    found = planned(entry(url=PAGE), looks=(look(sight),))
    siblings = [want for want in found.wants if want.purpose is Purpose.SIBLING]
    assert doubtful == bool(siblings)
    for sibling in siblings:
        assert PAGE == sibling.about
        assert sibling.address.startswith("https://example.org/news/")
        assert sibling.address != PAGE


def test_the_neighbour_of_a_page_is_always_the_same_and_has_no_query() -> None:
    address = "https://example.org/read?id=7"
    seen = look(page("Welcome"), about=address)
    one, two = (planned(entry(url=address), looks=(seen,)).wants[0].address for _ in range(2))
    assert one == two
    assert one.startswith("https://example.org/")
    assert "?" not in one


# The copy that would be proposed.


def held(*days: int, code: int | None = 200) -> Look:
    captures = tuple(
        CaptureListed(
            taken=datetime(2024, 1, day, tzinfo=UTC),
            address=f"https://web.archive.org/web/202401{day:02}000000/{PAGE}",
            original=PAGE,
            code=code,
        )
        for day in days
    )
    return look(Listed(captures=captures), Purpose.CAPTURES, asked="wayback")


def copy(day: int, sight: Sight) -> Look:
    about = f"https://web.archive.org/web/202401{day:02}000000/{PAGE}"
    return look(sight, Purpose.CAPTURE, about)


def copies_asked(*looks: Look) -> list[str]:
    found = planned(entry(url=PAGE, urldate="2024-01-12"), looks=(look(page()), *looks))
    return [want.address[28:36] for want in found.wants if want.purpose is Purpose.CAPTURE]


WALL = page("Just a moment...", 200, "challenge:cloudflare")


def test_the_best_copy_is_looked_at_without_its_frame() -> None:
    found = planned(entry(url=PAGE, urldate="2024-01-12"), looks=(look(page()), held(2, 10, 20)))
    assert f"https://web.archive.org/web/20240110000000/{PAGE}" == found.wants[0].about
    assert f"https://web.archive.org/web/20240110000000id_/{PAGE}" == found.wants[0].address
    assert 1 == len(found.wants)


def test_the_next_copy_is_looked_at_when_one_shows_a_wall() -> None:
    assert ["20240110"] == copies_asked(held(2, 10, 20))
    assert ["20240102"] == copies_asked(held(2, 10, 20), copy(10, WALL))
    assert ["20240120"] == copies_asked(held(2, 10, 20), copy(10, WALL), copy(2, page(code=404)))


def test_a_copy_that_shows_the_page_ends_the_search() -> None:
    assert [] == copies_asked(held(2, 10, 20), copy(10, page()))
    assert [] == copies_asked(held(2, 10, 20), copy(10, WALL), copy(2, page()))


def test_after_three_walls_the_archive_is_left_alone() -> None:
    walls = (copy(10, WALL), copy(8, WALL), copy(6, WALL))
    assert ["20240106"] == copies_asked(held(2, 4, 6, 8, 10), *walls[:2])
    assert [] == copies_asked(held(2, 4, 6, 8, 10), *walls)


def test_an_archive_with_nothing_or_errors_alone_gives_no_copy_to_look_at() -> None:
    assert [] == copies_asked(held())
    assert [] == copies_asked(held(2, 10, code=404))
    refused = look(Unanswered(trouble=Trouble.SERVICE), Purpose.CAPTURES, asked="wayback")
    assert [] == copies_asked(refused)


def test_a_list_that_broke_off_is_asked_for_again_and_takes_nothing_back() -> None:
    whole, sight = held(2, 10), held(2).sight
    assert isinstance(sight, Listed)
    broken = replace(whole, sight=replace(sight, complete=False, broken_off=True))
    for looks in ((broken,), (replace(whole, at=LONG_AGO), broken)):
        found = planned(entry(url=PAGE, urldate="2024-01-12"), looks=(look(page()), *looks))
        assert ("captures", PAGE, "wayback") in questions(found)
    assert ["20240102"] == copies_asked(broken)
    assert ["20240110"] == copies_asked(replace(whole, at=LONG_AGO), broken)
    assert ["20240110"] == copies_asked(broken, whole)


def test_an_archive_that_is_silent_now_takes_back_nothing_of_its_list() -> None:
    refused = look(Unanswered(trouble=Trouble.SERVICE), Purpose.CAPTURES, asked="wayback")
    assert ["20240110"] == copies_asked(held(10), refused)
