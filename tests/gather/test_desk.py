"""What workers lay on the desk is finished behind them."""

from __future__ import annotations

import threading
import time

import pytest

from kzru_cite.gather.budget import MemoryBudget
from kzru_cite.gather.crew import Crew, run
from kzru_cite.gather.desk import Desk, Rest
from kzru_cite.gather.errands import Errand, Settled, Turn
from kzru_cite.gather.manners import Manners
from kzru_cite.model.evidence import Absent, Answered, Sight, Trouble, Unanswered

KNOWN = Answered(code=200, final="http://a.test/")


class Lays:
    """An errand whose host has answered, and whose sight is still to be made."""

    def __init__(self, address: str, rest: Rest) -> None:
        self.address = address
        self._rest = rest

    def go(self) -> Turn:
        return Settled(sight=KNOWN, rest=self._rest)


class Brings:
    def __init__(self, address: str, sight: Sight) -> None:
        self.address = address
        self._sight = sight

    def go(self) -> Turn:
        return Settled(sight=self._sight)


def crew(threads: int = 1, per_host: int = 1) -> Crew:
    return Crew(
        manners=Manners(interval=0.0, per_host=per_host),
        budget=MemoryBudget(),
        probe=lambda: True,
        threads=threads,
    )


def raised(error: BaseException) -> None:
    raise AssertionError from error


def test_what_weighs_much_waits_until_there_is_room() -> None:
    gate, let = threading.Event(), threading.Event()

    def wait() -> Sight:
        assert gate.wait(5)
        return Absent()

    done: list[int] = []
    desk: Desk[int] = Desk(lambda ticket, _: done.append(ticket), raised)
    # One reply is always let in, however large it is.
    desk.expect()
    desk.came(40_000_000)
    desk.lay(0, wait, 40_000_000)

    def expect() -> None:
        desk.expect()
        let.set()

    other = threading.Thread(target=expect)
    other.start()
    assert not let.wait(0.05)
    gate.set()
    assert let.wait(5)
    other.join()
    desk.clear()
    desk.leave()
    assert [0] == done


def test_a_desk_hands_over_all_that_was_laid_down() -> None:
    done: list[int] = []
    desk: Desk[int] = Desk(lambda ticket, _: done.append(ticket), raised)
    desk.clear()
    for number in range(400):
        desk.lay(number, Absent)
    desk.clear()
    desk.leave()
    assert set(range(400)) == set(done)


def test_an_error_at_the_desk_is_told_and_the_rest_goes_on() -> None:
    done: list[str] = []
    errors: list[BaseException] = []
    desk: Desk[str] = Desk(lambda ticket, _: done.append(ticket), errors.append)

    def breaks() -> Sight:
        raise ZeroDivisionError

    desk.lay("bad", breaks)
    desk.lay("good", Absent)
    desk.clear()
    desk.leave()
    assert ["good"] == done
    assert [ZeroDivisionError] == list(map(type, errors))


def test_leaving_a_full_desk_waits_for_nobody() -> None:
    over = threading.Event()

    def hang() -> Sight:
        over.wait(10)
        return Absent()

    desk: Desk[int] = Desk(lambda *_: None, raised)
    for number in range(258):
        desk.lay(number, hang)
    start = time.monotonic()
    desk.clear(0.05)
    desk.leave()
    assert time.monotonic() - start < 2
    over.set()
    desk.clear()


def test_host_and_worker_are_free_while_a_page_is_read() -> None:
    asked = threading.Event()
    told: dict[str, Sight] = {}

    def reads() -> Sight:
        # One worker and one host: the next is asked before this one is read.
        assert asked.wait(5)
        return KNOWN

    def second() -> Sight:
        return Absent()

    class Next(Brings):
        def go(self) -> Turn:
            asked.set()
            return Settled(sight=second())

    tasks: list[tuple[str, Errand]] = [
        ("page", Lays("http://a.test/1", reads)),
        ("next", Next("http://a.test/2", Absent())),
    ]
    assert run(tasks, lambda ticket, sight: told.update({ticket: sight}), crew())
    assert {"page": KNOWN, "next": Absent()} == told


def test_an_answer_whose_page_is_not_read_yet_proves_the_network() -> None:
    told: dict[str, Sight] = {}
    gone = Unanswered(trouble=Trouble.NAME)
    tasks: list[tuple[str, Errand]] = [
        ("gone", Brings("http://gone.test/", gone)),
        ("page", Lays("http://a.test/", lambda: KNOWN)),
    ]

    def never() -> bool:
        raise AssertionError("no need to ask")

    one = Crew(manners=Manners(interval=0.0), budget=MemoryBudget(), probe=never, threads=1)
    assert run(tasks, lambda ticket, sight: told.update({ticket: sight}), one)
    assert {"gone": gone, "page": KNOWN} == told


def test_an_error_in_reading_ends_the_run() -> None:
    def breaks() -> Sight:
        raise ZeroDivisionError

    tasks = [(f"{n}", Lays(f"http://a.test/{n}", breaks)) for n in range(5)]
    with pytest.raises(ZeroDivisionError):
        run(tasks, lambda *_: None, crew())
