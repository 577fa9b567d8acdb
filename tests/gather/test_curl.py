"""The engine of libcurl goes nowhere that the guard has not seen, and tries each address."""

from __future__ import annotations

import time
from contextlib import closing

import pytest

from kzru_cite.gather.curl import Loop
from kzru_cite.gather.curl_transfer import Transfer
from kzru_cite.gather.curled import CurlTransport
from kzru_cite.gather.dial import Dialler, NotAllowed
from kzru_cite.gather.guard import Guard
from kzru_cite.gather.transport import Failure, Limits, Reply, Request
from kzru_cite.model.evidence import Trouble
from loopback import LoopbackWeb

OWN = Guard(("127.0.0.0/8",))


def test_the_address_is_looked_at_when_the_socket_is_opened() -> None:
    # As if the name had come to lead elsewhere since it was looked up.
    loop = Loop(Guard().refusal, 4)
    transfer = Transfer(
        address="http://a.test/",
        ip="127.0.0.1",
        port=9,
        method="GET",
        headers=(),
        body=b"",
        end=time.monotonic() + 5,
        idle=5.0,
        standing=time.monotonic() + 5,
        most=100,
    )
    loop.run(transfer)
    loop.close()
    assert isinstance(transfer.error, NotAllowed)
    assert "127.0.0.1 is loopback" in str(transfer.error)
    assert not transfer.reached


def test_one_address_after_the_other_is_tried() -> None:
    with LoopbackWeb() as web:
        address = web.page("a.test", title="Here")
        (right,) = web.resolve("a.test")
        found = ("127.9.9.9", right)
        with closing(CurlTransport(Dialler(OWN, lambda _: found), "test")) as transport:
            reply = transport.ask(Request(address=address), Limits(), 5.0)
    assert isinstance(reply, Reply)
    assert b"Here" in (reply.body or b"")


@pytest.mark.parametrize(
    ("found", "trouble"), [((), Trouble.NAME), (("127.0.0.1", "127.0.0.2"), Trouble.REFUSED)]
)
def test_no_address_leads_anywhere(found: tuple[str, ...], trouble: Trouble) -> None:
    with closing(CurlTransport(Dialler(OWN, lambda _: found), "test")) as transport:
        failure = transport.ask(Request(address="http://a.test:9/"), Limits(), 5.0)
    assert isinstance(failure, Failure)
    assert trouble is failure.trouble
