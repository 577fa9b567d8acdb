"""What changed since a moment is told once, with how it was; what nothing is known of is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from kzru_cite.changing import changes
from kzru_cite.model.changes import Change, Kind
from kzru_cite.model.evidence import Look, Notice
from worlds import BIBTEX, COPY, PAGE, copy, gone, look, quoted, record, shows, world

SINCE = datetime(2026, 6, 1, tzinfo=UTC)
BEFORE, EARLY, LATE, LAST = "2026-05-01", "2026-07-01", "2026-08-01", "2026-11-22"
RETRACTION = Notice(kind="retraction", doi="10.1000/r", day="2026-07-03")
CONCERN = Notice(kind="expression_of_concern", doi="10.1000/c")


def told(*looks: Look | tuple[Look, ...], bibtex: str = BIBTEX) -> list[Change]:
    return list(changes(world(*looks, bibtex=bibtex), SINCE).changes)


def kinds(*looks: Look | tuple[Look, ...]) -> list[Kind]:
    return [one.kind for one in told(*looks)]


def test_nothing_known_is_nothing_changed() -> None:
    assert [] == told()
    assert 0 == changes(world(), SINCE).looks


def test_a_page_as_before_has_not_changed() -> None:
    looks = (look(BEFORE, shows()), look(LATE, shows(letter="b")))
    assert [] == kinds(*looks)
    assert 1 == changes(world(*looks), SINCE).looks


DEAD = tuple(look(day, gone()) for day in (EARLY, LATE, LAST))


def test_a_link_died() -> None:
    (one,) = told(look(BEFORE, shows()), DEAD)
    assert (Kind.DIED, "a", "Ice", PAGE) == (one.kind, one.reference, one.title, one.about)
    assert ("alive", "gone: answered 404") == (one.before, one.now)
    # The day is the first on which it was seen so.
    assert EARLY == one.day.isoformat()


def test_one_miss_is_a_suspicion_and_later_a_death() -> None:
    assert [Kind.SUSPECTED] == kinds(look(BEFORE, shows()), look(LAST, gone()))
    assert [Kind.DIED] == kinds(look("2026-05-28", gone()), DEAD)


def test_a_link_found_dead_at_the_first_look_says_so() -> None:
    (one,) = told(DEAD)
    assert "not looked at" == one.before


def test_a_link_that_was_not_to_be_seen_says_when_it_was_last_good() -> None:
    (one,) = told(look("2026-04-01", shows()), look("2026-05-28", gone(403)), DEAD)
    assert "robot wall, last good 2026-04-01" == one.before
    (other,) = told(look("2026-05-28", gone(403)), DEAD)
    assert "robot wall" == other.before


def test_a_link_came_back() -> None:
    dead = tuple(look(f"2026-04-{day}", gone()) for day in (10, 20, 30))
    (one,) = told(dead, look(LATE, shows()), look(LAST, shows()))
    assert (Kind.BACK, "gone", LATE) == (one.kind, one.before, one.day.isoformat())


def test_a_page_closed_and_opened() -> None:
    open_, closed = look(BEFORE, shows()), look(LATE, gone(402))
    (one,) = told(open_, closed)
    assert (Kind.CLOSED, LATE) == (one.kind, one.day.isoformat())
    (other,) = told(look(BEFORE, gone(402)), look(EARLY, shows()), look(LATE, shows()))
    # Both states count as there, so that only the last look tells them apart.
    assert (Kind.BACK, LATE) == (other.kind, other.day.isoformat())


def test_a_page_moved() -> None:
    moved = shows(to="https://a.org/y")
    (one,) = told(look(BEFORE, shows()), look(LATE, moved))
    assert (Kind.MOVED, "moved permanently: moved permanently to 'https://a.org/y'") == (
        one.kind,
        one.now,
    )
    assert [] == kinds(look(BEFORE, moved), look(LATE, moved))
    assert [Kind.MOVED] == kinds(look(BEFORE, moved), look(LATE, shows(to="https://a.org/z")))
    assert [] == kinds(look(BEFORE, moved), look(LATE, shows()))
    # At the first look it is not known since when.
    assert [] == kinds(look(LATE, moved))


def test_a_page_shows_another_text() -> None:
    other = shows("Autumn sale", "b")
    (one,) = told(look(BEFORE, shows()), look(EARLY, other), look(LATE, other))
    assert (Kind.DRIFTED, EARLY) == (one.kind, one.day.isoformat())
    assert one.now.endswith("and now shows 'Autumn sale'")


def test_a_page_that_cannot_be_seen_has_not_changed() -> None:
    assert [] == kinds(look(BEFORE, shows()), look(LAST, gone(403)))


def test_a_change_keeps_its_name_while_more_looks_show_it() -> None:
    start = look(BEFORE, shows())
    (one,), (other,) = told(start, DEAD[:2], look("2026-09-01", gone())), told(start, DEAD)
    assert one.name == other.name
    assert replace(one, kind=Kind.BACK).name != one.name


def test_a_quotation_left_its_page_and_came_back() -> None:
    there, absent = quoted(BEFORE, "a", found=True), quoted(LATE, "b", found=False)
    (one,) = told(there, absent)
    assert (Kind.QUOTE_GONE, "cold", "ice is cold") == (one.kind, one.claim, one.quote)
    assert ("the page held it", "the page does not hold it") == (one.before, one.now)
    (back,) = told(quoted(BEFORE, "b", found=False), quoted(LATE, "a", found=True))
    assert Kind.QUOTE_BACK == back.kind
    assert ("the page does not hold it", "the page held it") == (back.before, back.now)


def test_both_texts_may_be_new() -> None:
    assert [Kind.QUOTE_GONE] == kinds(
        quoted(EARLY, "a", found=True), quoted(LATE, "b", found=False)
    )


def test_a_quotation_that_was_never_there_or_not_searched_for_is_no_change() -> None:
    assert [] == kinds(quoted(LATE, "b", found=False))
    assert [] == kinds(quoted(LATE, "b", found=True))
    assert [] == kinds(quoted(BEFORE, "a", found=True), quoted(LATE, "a", found=True))
    assert [] == kinds(look(LATE, shows(capture="sha256:00")))


def test_a_work_was_retracted() -> None:
    (one,) = told(record(BEFORE), record(LATE, RETRACTION))
    assert (Kind.RETRACTED, "10.1000/r") == (one.kind, one.about)
    assert ("no notice was known", "retracted (2026-07-03)") == (one.before, one.now)
    assert [] == kinds(record(BEFORE, RETRACTION), record(LATE, RETRACTION))


def test_a_notice_changed_or_was_withdrawn() -> None:
    other = replace(CONCERN, doi="10.1000/d")
    (one,) = told(record(BEFORE, CONCERN), record(LATE, other))
    assert (Kind.CONCERN, "of concern", "10.1000/d") == (one.kind, one.before, one.about)
    (gone_,) = told(record(BEFORE, CONCERN), record(LATE))
    assert (Kind.REINSTATED, "of concern") == (gone_.kind, gone_.before)


def test_a_notice_without_an_identifier_is_about_the_work() -> None:
    (one,) = told(record(LATE, Notice(kind="retraction")))
    assert ("10.1000/salt", "retracted") == (one.about, one.now)
    (back,) = told(record(BEFORE, Notice(kind="retraction")), record(LATE))
    assert "10.1000/salt" == back.about


NOT_HELD = copy(LATE, taken="", code=404)


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        (copy(BEFORE), NOT_HELD, Kind.COPY_LOST),
        (copy(BEFORE, taken="", code=404), copy(LATE), Kind.COPY_BACK),
        (copy(BEFORE), copy(LATE, taken="Fri, 02 Jan 2026 00:00:00 GMT"), Kind.COPY_MOVED),
        (copy(BEFORE), copy(LATE, code=403), Kind.COPY_SPOILED),
        (copy(BEFORE, code=403), copy(LATE), Kind.COPY_BACK),
        (copy(BEFORE, code=403), NOT_HELD, Kind.COPY_LOST),
        (copy(BEFORE), copy(LATE), None),
        (copy(BEFORE, code=403), copy(LATE, code=403), None),
        (copy(BEFORE, taken="", code=404), NOT_HELD, None),
    ],
)
def test_an_archived_copy(then: Look, now: Look, kind: Kind | None) -> None:
    assert [kind] * bool(kind) == kinds(then, now)


def test_a_copy_that_is_seen_for_the_first_time_or_not_to_be_seen_is_no_change() -> None:
    assert [] == kinds(copy(LATE))
    assert [] == kinds(look(LATE, gone(500)))
    assert [] == told(look(BEFORE, shows()), bibtex="@online{b, url = {https://b.org}}")


def test_how_a_copy_was_is_told() -> None:
    (one,) = told(copy(BEFORE), NOT_HELD)
    assert "shows the page, taken 2026-01-01 00:00:00" == one.before
    assert "is not held by the archive: it answered 404" == one.now
    (other,) = told(copy(BEFORE), copy(LATE, to=f"{COPY}/"))
    assert f", at {COPY}/" in other.now


def test_the_gravest_comes_first() -> None:
    looks = (look(BEFORE, shows()), DEAD, record(BEFORE), record(LATE, RETRACTION), copy(BEFORE))
    assert [Kind.RETRACTED, Kind.DIED, Kind.COPY_LOST] == kinds(*looks, NOT_HELD)
