"""A bundle on a machine of a cluster: what is told in which order, and what can be lost."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from threading import Event, Thread
from uuid import uuid4

import pytest

from kzru_cite import bundles
from kzru_cite.bundles import BLOCK, CLOSED, END, SIGHT, Bundle, Record, Task, Terms
from kzru_cite.gather.carried import Standing
from kzru_cite.model.evidence import Purpose
from kzru_cite.planning import Want
from kzru_cite.settings import Gather, Settings
from loopback import LoopbackWeb, Reply
from loopback.replies import page, retry_after, status
from loopback.wire import Moment, reset

THREADS = 2
# So many looks are in hand at the most.
ROOM = 2 * THREADS
QUICK = Gather(
    allow_private=("127.0.0.0/8",),
    interval=0.0,
    per_host=1,
    concurrency=THREADS,
    budget="budget.sqlite",
)


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as web:
        yield web


@pytest.fixture
def terms() -> Iterator[Terms]:
    terms = Terms(run=uuid4().hex, settings=Settings(gather=QUICK))
    yield terms
    bundles.leave(terms.run)


def bundle(addresses: Sequence[str], witnesses: tuple[str, ...] = ()) -> Bundle:
    wants = (
        Want(purpose=Purpose.PAGE, about=address, asked="web", address=address)
        for address in addresses
    )
    tasks = tuple(Task(number=number, want=want) for number, want in enumerate(wants))
    return Bundle(shards=frozenset({0}), tasks=tasks, standing=Standing(), witnesses=witnesses)


def told(terms: Terms, bundle: Bundle) -> list[Record]:
    records: list[Record] = []
    bundles.ask(terms, bundle, records.extend)
    return records


@pytest.mark.parametrize(("code", "seconds"), [(429, 3600), (429, 1), (503, 3600)])
def test_that_a_host_wants_quiet_is_told_after_the_answer_that_says_so(
    web: LoopbackWeb, terms: Terms, code: int, seconds: int
) -> None:
    """Who hears of it alone asks there no more, and would lose the answer."""
    web.put("busy.test", "/", retry_after(seconds, code))
    address = web.url("busy.test", numeric=True)
    records = told(terms, bundle([address, f"{address}other"]))
    kinds = [kind for kind, _, _ in records]
    sights = [number for kind, number, _ in records if kind == SIGHT]
    # The other one was not asked, which is told too.
    assert [0, 1] == sights
    assert 1 == web.count()
    assert (code == 429) == (CLOSED in kinds)
    assert BLOCK in kinds
    answered = records.index(next(one for one in records if one[:2] == (SIGHT, 0)))
    if code == 429:
        assert answered < kinds.index(CLOSED)
    if seconds > QUICK.longest_wait:
        assert answered < kinds.index(BLOCK)
    assert END == kinds[-1]


def test_a_short_wait_is_told_at_once(web: LoopbackWeb, terms: Terms) -> None:
    web.put("busy.test", "/", retry_after(1, 503))
    records = told(terms, bundle([web.url("busy.test", numeric=True)]))
    # Asked once more after it, and then given up.
    assert 2 == web.count()
    assert [BLOCK, BLOCK, SIGHT, END] == [kind for kind, _, _ in records]


@pytest.mark.parametrize(
    "reply",
    [page("Trains", "Text. " * 50), status(404), status(500), retry_after(3600), status(204)],
    ids=["read", "gone", "failing", "busy", "empty"],
)
def test_no_more_is_asked_than_may_be_lost(web: LoopbackWeb, terms: Terms, reply: Reply) -> None:
    names = [f"host{number}.test" for number in range(4 * ROOM)]
    for name in names:
        web.put(name, "/", reply)
    may_send, records = Event(), list[Record]()

    def send(batch: list[Record]) -> None:
        assert may_send.wait(60)
        records.extend(batch)

    asking = Thread(
        target=bundles.ask,
        args=(terms, bundle([web.url(name, numeric=True) for name in names]), send),
    )
    asking.start()
    web.wait_for(None, ROOM, patience=30)
    # Nobody else gets in while nothing is safe.
    time.sleep(0.3)
    asked = web.count()
    may_send.set()
    asking.join(60)
    assert ROOM == asked
    assert len(names) == web.count() == sum(kind == SIGHT for kind, _, _ in records)


def test_failures_that_are_in_doubt_keep_nobody_out(web: LoopbackWeb, terms: Terms) -> None:
    """They wait for somebody else's answer, perhaps."""
    names = [f"host{number}.test" for number in range(2 * ROOM)]
    for name in names:
        web.put(name, "/", reset(Moment.BEFORE_HEADERS))
    web.page("good.test")
    witness = web.url("good.test", numeric=True)
    addresses = [web.url(name, numeric=True) for name in names]
    records = told(terms, bundle(addresses, witnesses=(witness,)))
    assert set(range(len(names))) == {number for kind, number, _ in records if kind == SIGHT}
