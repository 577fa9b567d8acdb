"""No more is on its way than may be lost, and what was told arrives."""

from __future__ import annotations

from threading import Event, Semaphore, Thread

import pytest

from kzru_cite.gather.gate import Gate


def test_what_is_told_arrives_in_order_and_in_batches() -> None:
    batches: list[list[int]] = []
    gate: Gate[int] = Gate(batches.append, 2, lambda: None)
    for number in range(100):
        gate.tell(number)
    gate.close()
    assert list(range(100)) == [number for batch in batches for number in batch]


def test_nobody_is_let_in_while_too_much_is_not_safe() -> None:
    may_send, entered = Semaphore(0), Semaphore(0)

    def send(_: list[int]) -> None:
        may_send.acquire()

    gate: Gate[int] = Gate(send, 2, lambda: None)

    def ask() -> None:
        gate.enter()
        entered.release()

    assert gate.enter()
    assert gate.enter()
    third = Thread(target=ask)
    third.start()
    gate.tell(1, entered=True)
    # It was told, and is not safe yet.
    assert not entered.acquire(timeout=0.05)
    may_send.release()
    assert entered.acquire(timeout=30)
    third.join()
    fourth = Thread(target=ask)
    fourth.start()
    gate.leave()
    assert entered.acquire(timeout=30)
    fourth.join()
    gate.close()


def test_a_way_that_breaks_lets_nobody_in_and_is_told_at_the_end() -> None:
    broken = Event()

    def send(_: list[int]) -> None:
        raise ConnectionResetError("gone")

    gate: Gate[int] = Gate(send, 1, broken.set)
    assert gate.enter()
    gate.tell(1, entered=True)
    assert broken.wait(30)
    assert not gate.enter()
    with pytest.raises(ConnectionResetError, match="gone"):
        gate.close()
