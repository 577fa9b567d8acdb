"""What became of an archived copy is told by the looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from kzru_cite.model.archive import read_capture
from kzru_cite.model.archive_providers import OTHER
from kzru_cite.model.evidence import (
    Absent,
    Answered,
    Hop,
    Look,
    PageFacts,
    Purpose,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.links import LinkClass
from kzru_cite.rules._copies import (
    CopyState,
    Held,
    NotHeld,
    Unseen,
    copies,
    copy_state,
    held,
    provider_of,
    sound,
)
from observed import dossier, look

PAGE = "https://example.org/news/1"
WAYBACK = f"https://web.archive.org/web/20200102030405/{PAGE}"
PERMA = "https://perma.cc/AB12-CD34"
NONE = dossier("")
MOMENT = {"memento-datetime": "Thu, 02 Jan 2020 03:04:05 GMT"}


def _answer(
    code: int = 200,
    *signs: str,
    final: str = WAYBACK,
    hops: tuple[Hop, ...] = (),
    headers: Mapping[str, str] = MOMENT,
) -> Answered:
    page = PageFacts(title="Salt", text_hash="sha256:aa", text_length=4000, signs=signs)
    return Answered(code=code, final=final, hops=hops, headers=headers, page=page)


def _looks(*sights: Sight, about: str = WAYBACK) -> list[Look]:
    return [
        look(Purpose.CAPTURE, about, sight, day=day, asked="capture")
        for day, sight in enumerate(sights, start=1)
    ]


def _state(*sights: Sight, about: str = WAYBACK) -> CopyState:
    return copy_state(_looks(*sights, about=about), about, NONE)


def _held(*sights: Sight) -> Held:
    state = _state(*sights)
    assert isinstance(state, Held)
    return state


def test_a_copy_that_the_archive_names_a_moment_for_is_held() -> None:
    first, second = _looks(Answered(code=404, final=WAYBACK), _answer())
    state = copy_state([first, second], WAYBACK, NONE)
    assert isinstance(state, Held)
    assert state.look is second
    assert state.answer is second.sight
    assert state.shows.look.about == PAGE
    assert state.shows.link_class is LinkClass.ALIVE
    assert state.taken == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert sound(state)


@pytest.mark.parametrize(
    ("sight", "words"),
    [
        (_answer(404, headers={}), "answered 404"),
        (_answer(410, headers={}), "answered 410"),
        (_answer(200, headers={}), "answered without Memento-Datetime"),
        (_answer(299, headers={}), "answered without Memento-Datetime"),
        (
            _answer(503, "wayback-notice", headers={}),
            "answered 503 with a notice of the archive",
        ),
    ],
)
def test_a_copy_that_is_not_shown_must_be_asked_for_as_often_as_a_page(
    sight: Answered, words: str
) -> None:
    assert _state(sight) == NotHeld(words=words, certain=False)
    assert _state(*[sight] * 20) == NotHeld(words=words, certain=True)


def test_misses_before_a_copy_was_shown_do_not_count() -> None:
    miss = _answer(404, headers={})
    state = _state(*[miss] * 20, _answer(), miss)
    assert state == NotHeld(words="answered 404", certain=False)


@pytest.mark.parametrize(
    ("sight", "words"),
    [
        (_answer(300, headers={}), "answered 300"),
        (_answer(411, headers={}), "answered 411"),
        (_answer(503, headers={}), "answered 503"),
        (Unanswered(trouble=Trouble.TIMEOUT), "no answer in time"),
        (Absent(), "gave no page"),
    ],
)
def test_a_look_that_tells_nothing_is_told_with_its_day(sight: Sight, words: str) -> None:
    told = Unseen(why=f"could not be seen on 2026-11-02: {words}")
    assert _state(Unanswered(trouble=Trouble.NAME), sight) == told


def test_a_copy_that_nobody_looked_at() -> None:
    assert _state() == Unseen(why="was never looked at")


@pytest.mark.parametrize(("code", "kind"), [(200, Held), (299, Held), (300, Unseen)])
def test_some_archives_show_copies_without_naming_the_moment(
    code: int, kind: type[CopyState]
) -> None:
    assert isinstance(_state(_answer(code, headers={}, final=PERMA), about=PERMA), kind)


def test_a_copy_is_judged_as_if_met_at_its_own_address() -> None:
    # The archive's own redirect, and its own ward against robots, say nothing of the page.
    secure = Hop(address=WAYBACK.replace("https:", "http:", 1), code=301, target=WAYBACK)
    copy = _held(_answer(hops=(secure,), headers={**MOMENT, "cf-mitigated": "challenge"}))
    assert copy.shows.link_class is LinkClass.ALIVE
    # A page that sends its reader on to the front page.
    copy = _held(_answer(200, "meta-refresh:https://example.org/"))
    assert copy.shows.link_class is LinkClass.TO_ROOT
    # An archived redirect to the front page.
    front = "https://web.archive.org/web/20200102030405/https://example.org/"
    copy = _held(_answer(final=front))
    assert copy.shows.link_class is LinkClass.TO_ROOT
    assert copy.shows.words == "led to the front page 'https://example.org/'"


def test_a_look_that_left_the_archive_is_judged_where_it_ended() -> None:
    copy = _held(_answer(final="https://example.org/"))
    assert copy.shows.words == "led to the front page 'https://example.org/'"


def test_an_address_of_no_archive_is_taken_for_one_that_speaks_memento() -> None:
    assert provider_of(read_capture(PAGE)) is OTHER


def test_copies_of_closed_archives_are_passed_over() -> None:
    project = dossier(
        f"@online{{one, archiveurl = {{https://www.webcitation.org/6ABCdefGH}}}}\n"
        f"@online{{two, archiveurl = {{{WAYBACK}}}}}\n"
        f"@online{{three, archiveurl = {{{PERMA}}}}}\n",
        *_looks(_answer()),
    )
    assert [copy.reference.key for copy in copies(project)] == ["two", "three"]
    assert [copy.reference.key for copy, _ in held(project)] == ["two"]
