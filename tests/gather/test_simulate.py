"""What is foretold of large runs keeps to the pace of each host, and to what hands out work."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from simulation import simulation


@pytest.fixture(scope="module")
def simulate() -> ModuleType:
    return simulation()


def test_all_is_asked_and_never_sooner_than_hosts_allow(simulate: ModuleType) -> None:
    costs = simulate.Costs()
    for world in simulate.WORLDS:
        loads = tuple(world.loads(1000))
        assert 100 == sum(load.host.endswith(".test") for load in loads)
        for workers in (1, 4):
            found = simulate.foretell(loads, workers)
            assert sum(load.count for load in loads) == found.requests
            assert found.seconds >= max(found.floor, found.requests * costs.look / workers)
            assert 0 < found.busy <= 1


def test_the_same_is_foretold_again(simulate: ModuleType) -> None:
    def once(seed: int) -> Any:  # noqa: ANN401 - of a module that is loaded by its path
        found = simulate.foretell(simulate.WORLDS[0].loads(1000), 2, seed=seed)
        return replace(found, memory=0.0)

    assert once(1) == once(1)
    assert once(1) != once(2)


def test_a_host_asked_too_soon_would_be_noticed(simulate: ModuleType) -> None:
    loads = [simulate.Load(host="a.test", count=3), simulate.Load(host="b.test", count=3)]
    run = simulate.Simulation(loads, 1, simulate.Costs(), 1)
    run.asked[0] = 1.0
    with pytest.raises(AssertionError, match="asked too soon"):
        run.run()


def test_references_are_spread_over_all_hosts(simulate: ModuleType) -> None:
    loads = tuple(simulate.WORLDS[1].loads(100_000))
    assert (10_000, 100_000) == (len(loads), sum(load.count for load in loads))
    counts = [load.count for load in loads]
    assert min(counts) >= 1
    assert counts[0] > 15 * counts[100]
