"""The log is counted day by day, and copies by what was seen of them."""

from __future__ import annotations

from datetime import date, timedelta

from kzru_cite.model.evidence import Look
from kzru_cite.model.health import Coverage, Fate, Health, health
from kzru_cite.rules import copy_states
from worlds import PAGE, copy, gone, look, shows, world


def seen(*looks: Look | tuple[Look, ...], bibtex: str = "") -> Health:
    made = world(*looks, bibtex=bibtex) if bibtex else world(*looks)
    return health(made, copy_states(made))


def counts(*looks: Look) -> list[tuple[str, dict[Fate, int]]]:
    return [(one.day.isoformat(), dict(one.counts)) for one in seen(*looks).samples]


def test_nothing_looked_at_is_no_sample() -> None:
    assert [] == counts()


def test_each_day_of_looks_and_today_are_counted() -> None:
    looks = [look(f"2026-0{month}-01", gone()) for month in (2, 3, 4)]
    assert [
        ("2026-01-01", {Fate.FINE: 1}),
        ("2026-02-01", {Fate.SUSPECTED: 1}),
        ("2026-03-01", {Fate.SUSPECTED: 1}),
        ("2026-04-01", {Fate.LOST: 1}),
        ("2026-11-23", {Fate.LOST: 1}),
    ] == counts(look("2026-01-01", shows()), *looks)


def test_drift_and_what_is_not_known_have_counts_of_their_own() -> None:
    drifted = counts(look("2026-01-01", shows()), look("2026-02-01", shows("Autumn sale", "b")))
    assert {Fate.DRIFTED: 1} == drifted[-1][1]
    assert {Fate.UNKNOWN: 1} == counts(look("2026-01-01", gone(403)))[0][1]


def test_looks_of_a_day_to_come_are_not_drawn() -> None:
    assert [] == counts(look("2027-01-01", shows()))


def test_many_days_are_drawn_in_even_steps_to_the_last() -> None:
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(200))
    found = seen(*(look(day.isoformat(), shows()) for day in days)).samples
    assert 50 <= len(found) <= 60
    assert date(2026, 11, 23) == found[-1].day


def test_copies_are_counted_by_what_was_seen_of_them() -> None:
    assert {Coverage.UNSEEN: 1} == seen().coverage
    assert {Coverage.SOUND: 1} == seen(copy("2026-01-02")).coverage
    assert {Coverage.FAULTY: 1} == seen(copy("2026-01-02", taken="", code=404)).coverage
    assert {Coverage.FAULTY: 1} == seen(copy("2026-01-02", code=403)).coverage
    assert {Coverage.NONE: 1} == seen(bibtex=f"@online{{a, url = {{{PAGE}}}}}").coverage


def test_a_copy_in_a_closed_archive_is_none_to_be_had() -> None:
    closed = "http://www.webcitation.org/5kXbMzK8n?url=http://a.org/x"
    bibtex = f"@online{{a, url = {{{PAGE}}}, archiveurl = {{{closed}}}}}"
    assert {Coverage.FAULTY: 1} == seen(bibtex=bibtex).coverage


def test_only_sources_of_the_web_count() -> None:
    found = seen(bibtex="@book{a, title = {Ice}}\n@online{b, url = {ftp://a.org/x}}")
    assert (0, {}) == (found.sources, found.coverage)
