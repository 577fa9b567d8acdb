"""A run asks in many threads, tells each end once, and knows when the network is down."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from kzru_cite.gather.budget import MemoryBudget, SharedBudget
from kzru_cite.gather.crew import Crew, run
from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.errands import Errand, Settled, Tools, Turn, errand, page_errand
from kzru_cite.gather.fetch import Question, Raw
from kzru_cite.gather.guard import Guard
from kzru_cite.gather.manners import Manners
from kzru_cite.gather.network import knocks, reaches, worth_keeping
from kzru_cite.gather.pooled import RequestsTransport
from kzru_cite.gather.transport import Limits
from kzru_cite.model.evidence import Absent, Answered, Sight, Trouble, Unanswered
from loopback import ANY, LoopbackWeb, replies, wire

HASTY = Manners(interval=0.0, per_host=2)
GONE = Unanswered(trouble=Trouble.NAME, words="no such name")
FINE = Answered(code=200, final="http://fine.test/")


@dataclass(frozen=True)
class Act:
    """An errand that does what it is given."""

    address: str
    act: Callable[[], Sight]

    def go(self) -> Turn:
        return Settled(sight=self.act())


@dataclass(frozen=True)
class Half:
    """An errand whose last request got no reply, and which knows something all the same."""

    address: str
    sight: Sight

    def go(self) -> Turn:
        return Settled(sight=self.sight, heard=False)


def brings(address: str, sight: Sight) -> Errand:
    return Act(address, lambda: sight)


def crew(
    manners: Manners = HASTY, probe: Callable[[], bool] = lambda: True, threads: int = 8
) -> Crew:
    return Crew(manners=manners, budget=MemoryBudget(), probe=probe, threads=threads)


class Told:
    """What a run has told, in its order."""

    def __init__(self) -> None:
        self.sights: dict[str, Sight] = {}

    def __call__(self, ticket: str, sight: Sight) -> None:
        assert ticket not in self.sights
        self.sights[ticket] = sight

    def troubles(self) -> dict[str, Trouble | None]:
        return {
            ticket: sight.trouble if isinstance(sight, Unanswered) else None
            for ticket, sight in self.sights.items()
        }


def test_nothing_to_ask() -> None:
    told = Told()
    assert run([], told, crew())
    assert {} == told.sights


def test_each_end_is_told_once() -> None:
    told = Told()
    tasks = [
        (f"{host}/{page}", brings(f"http://host{host}.test/{page}", Absent()))
        for host in range(20)
        for page in range(5)
    ]
    assert run(tasks, told, crew())
    assert {ticket for ticket, _ in tasks} == told.sights.keys()
    assert {Absent()} == set(told.sights.values())


def test_telling_is_for_one_thread_at_a_time_and_at_once() -> None:
    at_once = threading.Semaphore(1)
    first = threading.Event()

    def told(_: str, __: Sight) -> None:
        assert at_once.acquire(blocking=False)
        first.set()
        at_once.release()

    def wait() -> Sight:
        # This one ends only after another has been told.
        assert first.wait(5)
        return Absent()

    tasks: list[tuple[str, Errand]] = [("late", Act("http://late.test/", wait))]
    tasks += [(f"{n}", brings(f"http://host{n}.test/", Absent())) for n in range(30)]
    assert run(tasks, told, crew())


# The network.


def test_failures_are_believed_when_another_answers_later() -> None:
    told = Told()
    failed = threading.Event()

    def fails() -> Sight:
        failed.set()
        return GONE

    def answers() -> Sight:
        return FINE

    def never() -> bool:
        raise AssertionError("no need to ask")

    tasks: list[tuple[str, Errand]] = [
        ("gone", Act("http://gone.test/", fails)),
        ("fine", Act("http://fine.test/", answers)),
    ]
    # One thread: the answer is asked for after the failure.
    assert run(tasks, told, crew(probe=never, threads=1))
    assert {"gone": GONE, "fine": FINE} == told.sights
    assert failed.is_set()


def test_an_answer_asked_for_before_the_failure_proves_nothing() -> None:
    told = Told()
    failed = threading.Event()

    def fails() -> Sight:
        return GONE

    def answers() -> Sight:
        assert failed.wait(5)
        return FINE

    def probe() -> bool:
        return False

    tasks: list[tuple[str, Errand]] = [
        ("fine", Act("http://fine.test/", answers)),
        ("gone", Act("http://gone.test/", fails)),
        ("mark", Act("http://mark.test/", lambda: failed.set() or GONE)),  # type: ignore[func-returns-value]
    ]
    assert not run(tasks, told, crew(probe=probe, threads=2))
    assert {"gone": Trouble.OFFLINE, "mark": Trouble.OFFLINE, "fine": None} == told.troubles()


def test_a_failure_at_the_end_is_believed_when_the_probe_says_so() -> None:
    told = Told()
    assert run([("gone", brings("http://gone.test/", GONE))], told, crew())
    assert {"gone": GONE} == told.sights


@pytest.mark.parametrize(
    "trouble", [Trouble.NAME, Trouble.REFUSED, Trouble.TIMEOUT, Trouble.RESET, Trouble.OFFLINE]
)
def test_a_network_that_is_down_stops_the_asking(trouble: Trouble) -> None:
    told = Told()
    asked: list[str] = []

    def fails(host: str) -> Callable[[], Sight]:
        def act() -> Sight:
            asked.append(host)
            return Unanswered(trouble=trouble)

        return act

    tasks = [(f"{n}", Act(f"http://host{n}.test/", fails(f"{n}"))) for n in range(100)]
    assert not run(tasks, told, crew(probe=lambda: False, threads=2))
    assert 100 == len(told.sights)
    assert {Trouble.OFFLINE} == set(told.troubles().values())
    assert not any(map(worth_keeping, told.sights.values()))
    assert len(asked) < 10


def test_what_is_out_when_the_network_goes_is_not_waited_for() -> None:
    told = Told()
    over = threading.Event()

    def hang() -> Sight:
        over.wait(30)
        return FINE

    tasks: list[tuple[str, Errand]] = [("hang", Act("http://hang.test/", hang))]
    tasks += [(f"{n}", brings(f"http://host{n}.test/", GONE)) for n in range(5)]
    start = time.monotonic()
    assert not run(tasks, told, crew(probe=lambda: False))
    over.set()
    assert time.monotonic() - start < 5
    assert {Trouble.OFFLINE} == set(told.troubles().values())
    assert "hang" in told.sights


def test_many_dead_hosts_are_no_missing_network() -> None:
    told = Told()
    tasks = [(f"{n}", brings(f"http://host{n}.test/", GONE)) for n in range(20)]
    assert run(tasks, told, crew())
    assert {Trouble.NAME} == set(told.troubles().values())


@pytest.mark.parametrize(
    "trouble",
    [Trouble.NOT_ALLOWED, Trouble.BAD_ADDRESS, Trouble.TLS_EXPIRED, Trouble.SERVICE],
)
def test_troubles_of_other_kinds_need_no_proof(trouble: Trouble) -> None:
    told = Told()
    sight = Unanswered(trouble=trouble)
    assert run([("x", brings("http://x.test/", sight))], told, crew(probe=lambda: False))
    assert {"x": sight} == told.sights


def test_a_failure_after_a_code_is_believed_when_its_host_is_still_there() -> None:
    told = Told()
    knocked: list[str] = []

    def knock(address: str) -> bool:
        knocked.append(address)
        return True

    sight = Unanswered(trouble=Trouble.RESET, code=200)
    settings = replace(crew(probe=lambda: False), knock=knock)
    assert run([("x", brings("http://x.test/", sight))], told, settings)
    assert {"x": sight} == told.sights
    assert ["http://x.test/"] == knocked


def test_a_body_that_breaks_off_with_the_network_is_no_failure_of_the_page() -> None:
    told = Told()
    sight = Unanswered(trouble=Trouble.RESET, code=200)
    settings = replace(crew(probe=lambda: False), knock=lambda _: False)
    assert not run([("x", brings("http://x.test/", sight))], told, settings)
    assert {"x": Trouble.OFFLINE} == told.troubles()


def test_an_answer_made_without_its_last_reply_proves_no_network() -> None:
    told = Told()
    known = Absent()
    tasks: list[tuple[str, Errand]] = [
        ("gone", brings("http://gone.test/", GONE)),
        ("half", Half("http://half.test/", known)),
    ]
    assert not run(tasks, told, crew(probe=lambda: False, threads=1))
    assert {"gone": Trouble.OFFLINE, "half": None} == told.troubles()
    assert known == told.sights["half"]


def test_what_says_nothing_is_not_kept() -> None:
    assert not worth_keeping(Unanswered(trouble=Trouble.OFFLINE))
    assert not worth_keeping(Unanswered(trouble=Trouble.STOPPED))
    assert worth_keeping(GONE)
    assert worth_keeping(FINE)


def test_the_probe_takes_any_of_its_witnesses() -> None:
    def resolve(host: str) -> tuple[str, ...]:
        if host == "gone.test":
            raise socket.gaierror(socket.EAI_NONAME, "gone")
        return ("10.0.0.1",) if host == "inside.test" else ("127.0.0.1",)

    with Taken("127.0.0.1") as port:
        dialler = At(port, Guard(("127.0.0.0/8",)), resolve)
        assert reaches(dialler, ("gone.test", "there.test"))()
        assert [("gone.test", 443), ("there.test", 443)] == dialler.asked
        assert not reaches(dialler, ("gone.test", "inside.test"))()
        assert not reaches(dialler, ())()


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("http://there.test/a", 80),
        ("https://there.test/a?b#c", 443),
        ("http://there.test:8080/a", 8080),
        ("https://there.test:8443/", 8443),
    ],
)
def test_a_knock_is_at_the_port_of_the_address(address: str, asked: int) -> None:
    with Taken("127.0.0.1") as port:
        dialler = At(port, Guard(("127.0.0.0/8",)), lambda _: ("127.0.0.1",))
        assert knocks(dialler)(address)
        assert [("there.test", asked)] == dialler.asked
    assert not knocks(dialler)(address)


class Taken:
    """A port where somebody listens."""

    def __init__(self, ip: str) -> None:
        self._server = socket.create_server((ip, 0))

    def __enter__(self) -> int:
        return int(self._server.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._server.close()


class At(Dialler):
    """A dialler to one port, whatever is asked for: that of TLS is not ours to take."""

    def __init__(self, port: int, guard: Guard, resolve: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__(guard, resolve)
        self.asked: list[tuple[str, int]] = []
        self._port = port

    def dial(self, host: str, port: int, patience: float):  # type: ignore[no-untyped-def]  # noqa: ANN201
        self.asked.append((host, port))
        return super().dial(host, self._port, patience)


# Ends before the end.


def test_an_error_of_an_errand_is_raised() -> None:
    def breaks() -> Sight:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run([("x", Act("http://x.test/", breaks))], Told(), crew())


def test_an_error_in_telling_is_raised() -> None:
    def told(_: str, __: Sight) -> None:
        raise OSError("the disk is full")

    tasks = [(f"{n}", brings(f"http://host{n}.test/", FINE)) for n in range(9)]
    with pytest.raises(OSError, match="the disk is full"):
        run(tasks, told, crew())


def test_nothing_is_told_after_an_error_in_telling() -> None:
    asked: list[str] = []
    all_out, failed = threading.Barrier(8), threading.Event()

    def told(ticket: str, _: Sight) -> None:
        asked.append(ticket)
        failed.set()
        raise OSError("the disk is full")

    def first() -> Sight:
        all_out.wait(5)
        return FINE

    def wait() -> Sight:
        all_out.wait(5)
        assert failed.wait(5)
        return FINE

    tasks: list[tuple[str, Errand]] = [("first", Act("http://first.test/", first))]
    tasks += [(f"{n}", Act(f"http://host{n}.test/", wait)) for n in range(7)]
    with pytest.raises(OSError, match="the disk is full"):
        run(tasks, told, crew())
    assert ["first"] == asked


def test_an_error_waits_for_the_end_of_what_is_being_told() -> None:
    begun, ended = threading.Event(), threading.Event()

    def told(*_: object) -> None:
        begun.set()
        # Longer than the grace for what is coming in.
        time.sleep(2.5)
        ended.set()

    def breaks() -> Sight:
        assert begun.wait(5)
        raise ZeroDivisionError

    tasks: list[tuple[str, Errand]] = [
        ("fine", brings("http://fine.test/", FINE)),
        ("x", Act("http://x.test/", breaks)),
    ]
    with pytest.raises(ZeroDivisionError):
        run(tasks, told, crew())
    assert ended.is_set()


def test_an_interrupt_loses_nothing_that_was_answered() -> None:
    told = Told()
    over = threading.Event()

    def interrupt() -> Sight:
        os.kill(os.getpid(), signal.SIGINT)
        # The reply is coming in when the interrupt does.
        over.wait(0.2)
        return FINE

    tasks: list[tuple[str, Errand]] = [
        ("before", brings("http://before.test/", FINE)),
        ("now", Act("http://now.test/", interrupt)),
        *((f"{n}", brings(f"http://now.test/{n}", FINE)) for n in range(50)),
    ]
    with pytest.raises(KeyboardInterrupt):
        run(tasks, told, crew(Manners(interval=5.0, per_host=1), threads=2))
    assert {"before": FINE, "now": FINE} == told.sights


def test_what_comes_after_the_grace_is_dropped() -> None:
    told = Told()
    over, gone = threading.Event(), threading.Event()

    def hang() -> Sight:
        over.wait(30)
        gone.set()
        return FINE

    def interrupt() -> Sight:
        os.kill(os.getpid(), signal.SIGINT)
        return FINE

    tasks: list[tuple[str, Errand]] = [
        ("hang", Act("http://hang.test/", hang)),
        ("now", Act("http://now.test/", interrupt)),
    ]
    with pytest.raises(KeyboardInterrupt):
        run(tasks, told, crew())
    over.set()
    assert gone.wait(5)
    time.sleep(0.05)
    assert {"now": FINE} == told.sights


# On a web.


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as web:
        yield web


@pytest.fixture
def tools(web: LoopbackWeb) -> Iterator[Tools]:
    dialler = Dialler(Guard(("127.0.0.0/8",)), web.resolve)
    transport = RequestsTransport(dialler, "test")
    yield Tools(transport=transport, limits=Limits(connect=1, idle=1, whole=3))
    transport.close()


def pages(tools: Tools, *addresses: str) -> list[tuple[str, Errand]]:
    return [
        (address, page_errand(Question(address=address), tools, lambda *_: None))
        for address in addresses
    ]


def test_hosts_are_asked_politely_and_side_by_side(web: LoopbackWeb, tools: Tools) -> None:
    names = web.many(10)
    addresses = [web.url(name, f"/{page}") for name in names for page in range(10)]
    told = Told()
    manners = Manners(interval=0.1, per_host=2)
    assert run(pages(tools, *addresses), told, crew(manners, threads=16))
    assert [None] * 100 == list(told.troubles().values())
    for name in names:
        assert web.at_once(name) <= 2
        # A server under load notices a request late, and the next one then seems early.
        assert sum(web.gaps(name)) > 9 * 0.1 - 0.15
    times = [[request.at for request in web.requests(name)] for name in names]
    # All hosts were begun with before any was done.
    assert max(map(min, times)) < min(map(max, times))


def test_a_slow_host_holds_up_nobody(web: LoopbackWeb, tools: Tools) -> None:
    web.put("slow.test", ANY, wire.late(replies.page("late"), 0.3))
    names = web.many(5)
    slow = [web.url("slow.test", f"/{page}") for page in range(4)]
    order: list[str] = []
    tasks = pages(tools, *slow, *(web.url(name) for name in names))
    assert run(tasks, lambda ticket, _: order.append(ticket), crew(threads=4))
    assert {web.url(name) for name in names} == set(order[:5])


def test_many_redirects_to_one_host_wait_in_its_lane(web: LoopbackWeb, tools: Tools) -> None:
    names = [f"short{number}.test" for number in range(6)]
    for name in names:
        web.put(name, "/", replies.redirect(web.page("goal.test", f"/{name}")))
    told = Told()
    manners = Manners(interval=0.15, per_host=1)
    assert run(pages(tools, *map(web.url, names)), told, crew(manners))
    assert sum(web.gaps("goal.test")) > 5 * 0.15 - 0.15
    for sight in told.sights.values():
        assert isinstance(sight, Answered)
        assert (200, 1) == (sight.code, len(sight.hops))


def test_redirects_within_a_host_follow_at_once(web: LoopbackWeb, tools: Tools) -> None:
    web.put("a.test", "/", replies.redirect(web.page("a.test", "/new")))
    told = Told()
    start = time.monotonic()
    assert run(pages(tools, web.url("a.test")), told, crew(Manners(interval=60.0)))
    assert time.monotonic() - start < 2
    assert [None] == list(told.troubles().values())


def test_429_hands_back_what_was_not_asked(web: LoopbackWeb, tools: Tools) -> None:
    web.put("busy.test", ANY, replies.retry_after(3600))
    names = web.many(2)
    busy = [web.url("busy.test", f"/{page}") for page in range(9)]
    told = Told()
    manners = Manners(interval=0.0, per_host=1)
    assert run(pages(tools, *busy, *map(web.url, names)), told, crew(manners))
    assert 1 == web.count("busy.test")
    stopped = [ticket for ticket, kind in told.troubles().items() if kind is Trouble.STOPPED]
    assert set(busy[1:]) == set(stopped)


def test_429_is_remembered_by_the_next_run(web: LoopbackWeb, tools: Tools, tmp_path: Path) -> None:
    web.put("busy.test", ANY, replies.retry_after(3600))
    for _ in range(2):
        told = Told()
        budget = SharedBudget(tmp_path / "budget")
        next_run = Crew(manners=HASTY, budget=budget, probe=lambda: True, threads=1)
        assert run(pages(tools, web.url("busy.test", "/a")), told, next_run)
        budget.close()
    assert [Trouble.STOPPED] == list(told.troubles().values())
    assert 1 == web.count("busy.test")


def test_503_is_waited_for(web: LoopbackWeb, tools: Tools) -> None:
    web.put("closed.test", "/", replies.retry_after(0, 503))
    told = Told()
    assert run(pages(tools, web.url("closed.test")), told, crew())
    assert 2 == web.count("closed.test")
    assert [None] == list(told.troubles().values())


def test_an_errand_can_lead_to_the_next(web: LoopbackWeb, tools: Tools) -> None:
    last = web.page("list.test", "/2")
    first = web.page("list.test", "/1")

    def next_page(raw: Raw | Unanswered) -> Sight | Errand:
        assert isinstance(raw, Raw)
        return errand(Question(address=last), tools, lambda _: Absent())

    told = Told()
    assert run([("x", errand(Question(address=first), tools, next_page))], told, crew())
    assert {"x": Absent()} == told.sights
    assert 2 == web.count("list.test")


def test_addresses_that_are_none_end_at_once(tools: Tools) -> None:
    told = Told()
    bad = ("nonsense", "ftp://a.test/", "ftp://a.test/2", "ftp://a.test/3")
    start = time.monotonic()
    assert run(pages(tools, *bad), told, crew(Manners(interval=60.0), probe=lambda: False))
    assert time.monotonic() - start < 2
    assert {Trouble.BAD_ADDRESS} == set(told.troubles().values())
