"""Each target of the fuzzers holds for what it begins with, and for all that once broke it."""

from __future__ import annotations

from itertools import islice

import pytest
from fuzzing import CASES
from targets import TARGETS

_MOST = 12
KEPT = sorted(path for path in CASES.glob("*/*") if path.is_file())


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_its_seeds(name: str) -> None:
    seeds = list(islice(TARGETS[name].seeds(), _MOST))
    assert seeds
    for seed in seeds:
        TARGETS[name].check(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_next_to_nothing(name: str) -> None:
    for data in (b"", b"\0", b"\0\0\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"[" * 200):
        TARGETS[name].check(data)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_a_target_no_longer_does(path: str) -> None:
    case = CASES / path
    TARGETS[case.parent.name].check(case.read_bytes())
