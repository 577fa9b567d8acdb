"""Work is split by host, and each host's work is in one place at a time."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.gather.shards import Shards, shard_count, shard_of


def test_there_are_shards_enough_for_all_seats_and_no_more_than_hosts() -> None:
    assert 1 == shard_count(0, 8)
    assert 3 == shard_count(3, 8)
    assert 32 == shard_count(1_000, 8)
    assert 156 == shard_count(10_000, 8)
    assert 8192 == shard_count(1_000_000, 8)


def test_a_host_with_and_without_www_is_in_one_shard() -> None:
    assert shard_of("example.org", 1000) == shard_of("www.example.org", 1000)
    # Every process must find the same.
    assert 287 == shard_of("example.org", 1000)


HOSTS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 50), st.sampled_from((0.0, 0.5, 1.0, 9.0))),
    min_size=1,
    max_size=40,
)


@given(hosts=HOSTS, count=st.integers(1, 9), seats=st.integers(1, 5), most=st.integers(1, 60))
def test_all_is_handed_out_once_and_no_host_twice_at_a_time(
    hosts: list[tuple[int, int, float]], count: int, seats: int, most: int
) -> None:
    shards = Shards(count, slice_=10.0, most=most)
    wanted: Counter[str] = Counter()
    for host, number, interval in hosts:
        shards.add(f"h{host}", f"h{host}", interval, number)
        wanted[f"h{host}"] += number
    given_out: Counter[str] = Counter()
    out: list[tuple[tuple[int, ...], dict[str, int]]] = []
    while shards.ready or out:
        places, slices = shards.take(seats)
        if places:
            assert sum(slices.values()) <= most
            assert all(shard_of(lane, count) in places for lane in slices)
            assert not any(set(places) & set(others) for others, _ in out)
            given_out.update(slices)
            out.append((places, slices))
        if not places or len(out) > 1:
            shards.back(out.pop(0)[0])
    assert wanted == given_out


def test_the_longest_lane_goes_first_and_by_slices() -> None:
    shards = Shards(1000, slice_=60.0)
    shards.add("short.test", "short.test", 1.0, 5)
    shards.add("long.test", "long.test", 2.0, 100)
    places, slices = shards.take(2)
    assert {"long.test": 31} == slices
    assert {"short.test": 5} == shards.take(1)[1]
    assert 0 == shards.ready
    shards.back(places)
    assert 1 == shards.ready


def test_what_comes_while_a_shard_is_out_waits_for_it() -> None:
    shards = Shards(1)
    shards.add("a.test", "a.test", 1.0)
    places, _ = shards.take(1)
    shards.add("b.test", "b.test", 1.0)
    assert ((), {}) == shards.take(1)
    shards.back(places)
    assert {"b.test": 1} == shards.take(1)[1]


def test_a_host_that_is_left_alone_is_dropped() -> None:
    shards = Shards(4)
    shards.add("a.test", "a.test", 1.0, 3)
    shards.add("b.test", "b.test", 1.0)
    shards.drop("a.test", "a.test")
    shards.drop("a.test", "a.test")
    shards.drop("never.test", "never.test")
    assert {"b.test": 1} == shards.take(1)[1]
    assert 0 == shards.ready
