"""Of connections there are never more than the system lets a process have files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kzru_cite.gather.handles import connections, file_limit


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(1 << 20, (64, 512)), (1024, (64, 512)), (256, (64, 168)), (64, (20, 20)), (8, (1, 1))],
)
def test_few_files_make_few_connections(limit: int, expected: tuple[int, int]) -> None:
    assert expected == connections(64, 512, limit)


@given(some.integers(1, 500), some.integers(1, 2000), some.integers(0, 5000))
def test_there_is_always_one_and_never_too_many(at_once: int, kept: int, limit: int) -> None:
    asking, keeping = connections(at_once, kept, limit)
    assert 1 <= asking <= at_once
    assert 1 <= keeping <= kept
    assert asking + keeping <= max(2, limit - 24)


def test_the_limit_of_this_process_is_a_number() -> None:
    assert file_limit() > 0
