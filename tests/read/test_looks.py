"""The log holds every look, loses only lines that are cut, and order does not matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from kzru_cite.read.looks import join, read_looks, write_look

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TUPLES = st.lists(WORDS, max_size=3).map(tuple)
NUMBERS = st.integers(0, 999_999)
MOMENTS = st.integers(0, 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds))
HOPS = st.lists(
    st.builds(Hop, address=WORDS, code=st.integers(300, 308), target=WORDS), max_size=2
).map(tuple)
PAGES = st.builds(
    PageFacts, title=WORDS, titles=TUPLES, authors=TUPLES, dates=TUPLES, site=WORDS,
    text_hash=WORDS, text_length=NUMBERS, opening=WORDS, signs=TUPLES,
)  # fmt: skip
RECORDS = st.builds(
    Record, identifier=WORDS, title=WORDS, names=TUPLES, isbns=TUPLES,
    years=st.lists(NUMBERS, max_size=2).map(tuple),
    notices=st.lists(st.builds(Notice, kind=WORDS, doi=WORDS), max_size=2).map(tuple),
)  # fmt: skip
CAPTURES = st.builds(
    CaptureListed, taken=MOMENTS, address=WORDS, original=WORDS, code=st.none() | NUMBERS
)
SIGHTS: st.SearchStrategy[Sight] = st.one_of(
    st.builds(
        Answered, code=st.integers(100, 599), final=WORDS, hops=HOPS, length=NUMBERS,
        headers=st.dictionaries(WORDS, WORDS, max_size=2), page=st.none() | PAGES,
    ),
    st.builds(Listed, captures=st.lists(CAPTURES, max_size=2).map(tuple), complete=st.booleans(),
              broken_off=st.booleans()),
    st.builds(Found, record=RECORDS),
    st.builds(Absent),
    st.builds(Unanswered, trouble=st.sampled_from(Trouble), words=WORDS, hops=HOPS,
              code=st.none() | st.integers(100, 599)),
)  # fmt: skip
LOOKS = st.builds(
    Look, at=MOMENTS, purpose=st.sampled_from(Purpose), about=WORDS, asked=WORDS, sight=SIGHTS,
    vantage=WORDS,
)  # fmt: skip


@given(LOOKS)
def test_a_look_is_read_as_it_was_written(look: Look) -> None:
    assert (look,) == read_looks(join([look])).evidence.looks


@given(st.lists(LOOKS, max_size=6), st.randoms(use_true_random=False))
def test_order_and_repetition_of_lines_do_not_matter(looks: list[Look], chance: object) -> None:
    lines = [write_look(look) for look in looks]
    mixed = lines + lines[:2]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert read_looks("\n".join(lines)) == read_looks("\n".join(mixed))


@given(st.lists(LOOKS, min_size=1, max_size=4), st.data())
def test_a_log_cut_in_mid_line_loses_that_line_alone(
    looks: list[Look], data: st.DataObject
) -> None:
    lines = [write_look(look) for look in looks]
    cut = data.draw(st.integers(1, len(lines[-1]) - 1))
    reading = read_looks("\n".join([*lines[:-1], lines[-1][:cut]]))
    assert read_looks("\n".join(lines[:-1])).evidence == reading.evidence
    assert (len(lines),) == reading.lost


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[]",
        "null",
        "12",
        "no json",
        '{"v":2,"at":"2026-11-01T12:00:00Z"}',
        '{"v":1,"at":"2026-11-01T12:00:00","purpose":"page","about":"a","asked":"web","sight":{"kind":"absent"}}',
        '{"v":1,"at":"2026-11-01T12:00:00Z","purpose":"page","about":"a","asked":"web","sight":{"kind":"other"}}',
    ],
)
def test_a_line_that_cannot_be_read_hides_no_other(line: str) -> None:
    good = write_look(
        Look(at=NOON, purpose=Purpose.RECORD, about="doi:10.1/x", asked="doi", sight=Absent())
    )
    reading = read_looks(f"{line}\n{good}\n")
    assert (1, (1,)) == (len(reading.evidence.looks), reading.lost)


def test_a_line_has_sorted_keys_and_leaves_out_what_says_nothing() -> None:
    page = PageFacts(title="Су", text_length=5)
    sight = Answered(code=200, final="https://a.test/", page=page)
    look = Look(at=NOON, purpose=Purpose.PAGE, about="https://a.test/", asked="web", sight=sight)
    assert (
        '{"about":"https://a.test/","asked":"web","at":"2026-11-01T12:00:00Z","purpose":"page",'
        '"sight":{"code":200,"final":"https://a.test/","kind":"answered",'
        '"page":{"text_length":5,"title":"Су"}},"v":1}'
    ) == write_look(look)


def test_evidence_is_asked_by_purpose_address_and_who_was_asked() -> None:
    looks = [
        Look(at=NOON, purpose=Purpose.RECORD, about="doi:1", asked=asked, sight=Absent())
        for asked in ("crossref", "doi")
    ]
    evidence = read_looks(join(looks)).evidence
    assert 2 == len(evidence.at(Purpose.RECORD, "doi:1"))
    assert ["doi"] == [look.asked for look in evidence.at(Purpose.RECORD, "doi:1", "doi")]
    assert () == evidence.at(Purpose.PAGE, "doi:1")
