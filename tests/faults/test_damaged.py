"""What a damaged log or store says: what can be read is kept, what cannot be read is told."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.errors import KzruError
from kzru_cite.gather.budget import SharedBudget
from kzru_cite.model.evidence import Absent, Look, Purpose
from kzru_cite.read.looks import read_looks, write_look
from kzru_cite.stores.sqlite import SQLiteStore


def look(name: str, year: int = 2026) -> Look:
    at = datetime(year, 1, 1, tzinfo=UTC)
    return Look(at=at, purpose=Purpose.RECORD, about=f"doi:{name}", asked="doi", sight=Absent())


LOG = "".join(f"{write_look(look(name))}\n" for name in ("a", "b", "c"))
LOOKS = frozenset(read_looks(LOG).evidence.looks)


def test_a_log_cut_anywhere_in_its_last_lines_loses_what_is_cut() -> None:
    first, second, _ = LOG.splitlines(keepends=True)
    whole = {len(first), len(first) + len(second), len(LOG)}
    for end in range(len(first), len(LOG) + 1):
        reading = read_looks(LOG[:end])
        assert set(reading.evidence.looks) <= LOOKS
        # A line that lacks no more than its line end is whole.
        cut = end not in whole and end + 1 not in whole
        assert cut == bool(reading.lost)


@given(place=st.integers(0, len(LOG) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_costs_two_lines_at_most(place: int, bit: int) -> None:
    content = bytearray(LOG.encode())
    content[place] ^= 1 << bit
    reading = read_looks(content.decode("utf-8", "replace"))
    # A flipped line end joins two lines.
    assert len(LOOKS & set(reading.evidence.looks)) >= len(LOOKS) - 2


@pytest.mark.parametrize("odd", ["\0" * 512, "<<<<<<< ours", "=======", ">>>>>>> 1a2b3c4"])
def test_a_strange_line_is_told_and_lost_alone(odd: str) -> None:
    first, *others = LOG.splitlines()
    reading = read_looks("\n".join([first, odd, *others]))
    assert frozenset(reading.evidence.looks) == LOOKS
    assert (2,) == reading.lost


def test_two_logs_in_one_are_one_log() -> None:
    reading = read_looks(LOG + LOG)
    assert frozenset(reading.evidence.looks) == LOOKS
    assert 3 == len(reading.evidence.looks)
    assert () == reading.lost


def attempt(path: Path) -> tuple[str, list[bytes]]:
    try:
        return "", list(SQLiteStore(path).lines())
    except KzruError as told:
        return str(told), []


def stored(path: Path) -> bytes:
    with SQLiteStore(path) as store:
        store.put(LOG.encode().splitlines())
    return path.read_bytes()


def test_a_database_cut_anywhere_is_told_or_read(tmp_path: Path) -> None:
    path = tmp_path / "looks.sqlite"
    whole = stored(path)
    for end in range(1, len(whole), 509):
        path.write_bytes(whole[:end])
        said, lines = attempt(path)
        # A last page may be cut where nothing is written.
        assert str(path) in said or 3 == len(lines), f"cut at {end}"


@pytest.mark.parametrize("times", [1, 400])
def test_garbage_is_no_database_and_stays(tmp_path: Path, times: int) -> None:
    path = tmp_path / "looks.sqlite"
    path.write_bytes(b"nothing of the kind " * times)
    before = path.read_bytes()
    with pytest.raises(KzruError, match="cannot be read"):
        SQLiteStore(path).lines()
    with pytest.raises(KzruError, match="cannot be written"), SQLiteStore(path) as store:
        store.add(look("d"))
    assert before == path.read_bytes()


def test_what_another_holds_for_writing_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "looks.sqlite"
    stored(path)
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("begin immediate")
        assert 3 == len(list(SQLiteStore(path).lines()))
    finally:
        other.close()


@pytest.mark.parametrize("content", [b"nothing", b"nothing of the kind " * 400])
def test_a_budget_that_is_no_database_is_done_without(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "budget.sqlite"
    path.write_bytes(content)
    budget = SharedBudget(path)
    try:
        assert 100.0 == budget.reserve("host", 100.0, 1.0)
        assert 101.0 == budget.reserve("host", 100.0, 1.0)
    finally:
        budget.close()


def test_moments_far_ahead_silence_no_host(tmp_path: Path) -> None:
    path = tmp_path / "budget.sqlite"
    for now in (1e9, 0.0):
        budget = SharedBudget(path)
        try:
            assert now == budget.reserve("host", now, 1.0)
            assert 0.0 == budget.blocked("host", now)
            budget.block("host", now + 1e8)
        finally:
            budget.close()
