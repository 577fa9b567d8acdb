"""A budget that moves from one machine to another holds there too."""

from __future__ import annotations

from kzru_cite.gather.budget import MemoryBudget
from kzru_cite.gather.carried import CarriedBudget, Standing
from kzru_cite.gather.manners import Pace

LANE = Pace(host="a.test", interval=5.0)


def budget(
    before: Standing, now: list[float], *, stopped: bool = False
) -> tuple[CarriedBudget, list[tuple[str, float]]]:
    blocks: list[tuple[str, float]] = []

    def note(host: str, seconds: float) -> None:
        blocks.append((host, seconds))

    found = CarriedBudget(MemoryBudget(), before, lambda: stopped, note, lambda: now[0])
    return found, blocks


def test_a_lane_begins_where_it_was_left_whatever_the_clock_says() -> None:
    there, _ = budget(Standing(), [1000.0])
    assert 1000.0 == there.reserve("a.test", 1000.0, 5.0)
    there.note(LANE)
    assert (("a.test", 5.0),) == there.lanes()
    here, _ = budget(Standing(lanes=there.lanes()), [77.0])
    assert 82.0 == here.reserve("a.test", 77.0, 5.0)
    assert 77.0 == here.reserve("b.test", 77.0, 5.0)


def test_nobody_waits_for_a_lane_that_was_left_long_ago() -> None:
    now = [1000.0]
    there, _ = budget(Standing(), now)
    there.note(LANE)
    now[0] = 1005.0
    assert () == there.lanes()


def test_lanes_whose_last_worker_was_lost_wait_for_one_interval() -> None:
    here, _ = budget(Standing(strange=True, lanes=(("b.test", 1.0),)), [100.0])
    assert 105.0 == here.reserve("a.test", 100.0, 5.0)
    assert 101.0 == here.reserve("b.test", 100.0, 5.0)
    assert 110.0 == here.reserve("a.test", 107.0, 5.0)


def test_hosts_that_asked_for_quiet_are_told_and_carried() -> None:
    there, blocks = budget(Standing(), [1000.0])
    there.block("a.test", 1060.0)
    assert [("a.test", 60.0)] == blocks
    here, again = budget(Standing(hosts=tuple(blocks)), [10.0])
    assert (70.0, 0.0) == (here.blocked("a.test", 10.0), here.blocked("b.test", 10.0))
    # What came from elsewhere is known there.
    assert [] == again


def test_after_the_end_all_hosts_are_left_alone() -> None:
    here, _ = budget(Standing(), [10.0], stopped=True)
    assert here.blocked("a.test", 10.0) > 1e9
