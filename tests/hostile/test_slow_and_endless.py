"""Hosts that send too slowly, too much, or more than was asked for, cost little and harm nobody."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from itertools import repeat

import pytest
from msgspec.structs import replace

from hostile.engines import LIMITS, Engine, look, unanswered
from kzru_cite.gather.fetch import Raw
from kzru_cite.gather.transport import Limits
from kzru_cite.gather.unpack import Damaged, TooLarge, unpacker
from kzru_cite.gather.waits import seconds_asked
from kzru_cite.model.evidence import Trouble
from loopback import Exchange, LoopbackWeb, Reply, replies

# Longer silence than between the bytes of a slow host, and less time than all of them take.
SHORT = Limits(connect=0.4, idle=0.4, whole=0.5, body=200_000, unpacked=1_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def spoken(*parts: bytes, end: bool = True) -> Reply:
    """Send these bytes."""

    async def reply(exchange: Exchange) -> None:
        for part in parts:
            await exchange.write(part)
        if end:
            exchange.end()
        else:
            await asyncio.Event().wait()

    return reply


def dripping(start: bytes, drop: bytes) -> Reply:
    """Send a start, and then one drop after the other for ever."""

    async def reply(exchange: Exchange) -> None:
        await exchange.write(start)
        for one in repeat(drop):
            await exchange.write(one)
            await asyncio.sleep(0.05)

    return reply


def streaming(start: bytes, block: bytes) -> Reply:
    """Send a start, and then blocks as fast as they are taken."""

    async def reply(exchange: Exchange) -> None:
        await exchange.write(start)
        for one in repeat(block):
            await exchange.write(one)

    return reply


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
SLOW = {
    "status line": dripping(b"", b"H"),
    "reason": dripping(b"HTTP/1.1 200 ", b"O"),
    "header name": dripping(b"HTTP/1.1 200 OK\r\n", b"X"),
    "headers": dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "folded header": dripping(b"HTTP/1.1 200 OK\r\nX: y\r\n", b" z\r\n"),
    "body": dripping(HEAD + b"Content-Length: 99999\r\n\r\n", b"a"),
    "body without length": dripping(HEAD + b"\r\n", b"a"),
    "chunks": dripping(CHUNKED, b"1\r\na\r\n"),
    "chunk size": dripping(CHUNKED, b"0"),
    "chunk extension": dripping(CHUNKED + b"1;", b"x"),
    "trailers": dripping(CHUNKED + b"0\r\n", b"X: y\r\n"),
    "empty members": dripping(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
    "early hints": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("where", SLOW)
@pytest.mark.parametrize("tls", [False, True])
def test_a_host_that_sends_byte_by_byte_is_left_in_time(
    anywhere: Engine, web: LoopbackWeb, where: str, *, tls: bool
) -> None:
    address = web.put("slow.test", f"/{where.replace(' ', '-')}", SLOW[where], tls=tls)
    found = unanswered(address, anywhere, SHORT)
    # Of what cannot be a status line or a size the first bytes may tell enough.
    assert found.trouble in (Trouble.TIMEOUT, Trouble.TOO_LARGE, Trouble.BAD_ANSWER)


class Handshake(threading.Thread):
    """A host that answers a greeting of TLS one byte at a time."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self.port: int = self._server.getsockname()[1]

    def run(self) -> None:
        with self._server, self._server.accept()[0] as line:
            line.recv(4096)
            try:
                # The head of a record that says it is as long as can be.
                for byte in (b"\x16", b"\x03", b"\x03", b"\x40", b"\x00", *([b"\x02"] * 400)):
                    line.sendall(byte)
                    if self._over.wait(0.05):
                        return
            except OSError:
                return

    def stop(self) -> None:
        self._over.set()
        self.join(5)


@pytest.fixture
def handshake() -> Iterator[Handshake]:
    made = Handshake()
    made.start()
    yield made
    made.stop()


def test_a_slow_handshake_is_left_in_time(anywhere: Engine, handshake: Handshake) -> None:
    found = unanswered(f"https://127.0.0.1:{handshake.port}/", anywhere, SHORT)
    assert found.trouble in (Trouble.TIMEOUT, Trouble.TLS)


FLOODS = {
    "status line": streaming(b"HTTP/1.1 200 ", b"O" * 65536),
    "one header": streaming(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 65536),
    "headers": streaming(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000),
    "folded header": streaming(b"HTTP/1.1 200 OK\r\nX: y\r\n", b" z\r\n" * 1000),
    "cookies": streaming(b"HTTP/1.1 200 OK\r\n", b"Set-Cookie: a=b\r\n" * 1000),
    "continues": streaming(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "body": streaming(HEAD + b"\r\n", b"a" * 65536),
    "tiny chunks": streaming(CHUNKED, b"1\r\na\r\n" * 1000),
    "chunk extension": streaming(CHUNKED + b"1;", b"x" * 65536),
    "chunk extensions": streaming(CHUNKED, (b"1;" + b"x" * 1000 + b"\r\na\r\n") * 60),
    "huge chunk": streaming(CHUNKED + b"7fffffffffffffff\r\n", b"a" * 65536),
    "trailers": streaming(CHUNKED + b"0\r\n", b"X: y\r\n" * 1000),
    "packed": streaming(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(10_000_000))),
    "members": streaming(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 1000),
}


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_is_cut_off(anywhere: Engine, web: LoopbackWeb, what: str) -> None:
    address = web.put("flood.test", f"/{what.replace(' ', '-')}", FLOODS[what])
    limits = replace(LIMITS, whole=2.0)
    found = unanswered(address, anywhere, limits)
    assert found.trouble in (Trouble.TOO_LARGE, Trouble.TIMEOUT, Trouble.BAD_ANSWER)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 99999999999999999999\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 1e9\r\n",
        b"Content-Length: 0x10\r\n",
        b"Content-Length: 5, 6\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: gzip\r\n",
        b"Content-Encoding: gzip, gzip, gzip\r\n",
        b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n",
        b"Content-Encoding: br\r\n",
        b"Content-Encoding: zstd\r\n",
        b"Content-Type: \xff\x00\x1b]52;c;aGk=\x07\r\n",
        b"X\x00Y: 1\r\n",
        b": nameless\r\n",
        b"no colon at all\r\n",
    ],
)
def test_heads_that_contradict_themselves_come_to_an_end(
    anywhere: Engine, web: LoopbackWeb, head: bytes
) -> None:
    """Whatever is made of them, it is a value; the program goes on."""
    reply = spoken(b"HTTP/1.1 200 OK\r\n" + head + b"\r\nhello, world")
    found = look(web.put("odd.test", "/", reply), anywhere)
    if isinstance(found, Raw):
        assert 200 == found.code
        assert len(found.body or b"") <= 12


@pytest.mark.parametrize(
    "rest",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged",
        b"garbage that is no answer\r\n\r\n",
        b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged",
    ],
)
@pytest.mark.parametrize(
    "first",
    [
        b"Content-Length: 4\r\n\r\ntrue",
        b"Transfer-Encoding: chunked\r\n\r\n4\r\ntrue\r\n0\r\n\r\n",
    ],
)
def test_what_follows_an_answer_is_not_taken_for_the_next(
    anywhere: Engine, web: LoopbackWeb, first: bytes, rest: bytes
) -> None:
    name = "smuggler.test"
    web.put(name, "/first", spoken(HEAD + first + rest, end=False))
    web.put(name, "/next", replies.raw(b"honest"))
    found = look(web.url(name, "/first"), anywhere)
    assert isinstance(found, Raw)
    assert b"true" == found.body
    for _ in range(3):
        found = look(web.url(name, "/next"), anywhere)
        assert not isinstance(found, Raw) or b"honest" == found.body


def test_a_body_after_an_answer_to_head_is_not_taken_for_the_next(
    anywhere: Engine, web: LoopbackWeb
) -> None:
    name = "headless.test"
    forged = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
    web.put(name, "/", spoken(b"HTTP/1.1 204 No Content\r\n\r\n" + forged, end=False))
    web.put(name, "/next", replies.raw(b"honest"))
    look(web.url(name), anywhere)
    found = look(web.url(name, "/next"), anywhere)
    assert not isinstance(found, Raw) or b"honest" == found.body


def test_cookies_of_a_flood_are_few_and_short_when_sent(anywhere: Engine, web: LoopbackWeb) -> None:
    many = b"".join(b"Set-Cookie: c%d=%s\r\n" % (number, b"x" * 50) for number in range(80))
    target = web.page("jar.test", "/in")
    head = b"HTTP/1.1 302 Found\r\nLocation: /in\r\nContent-Length: 0\r\n"
    web.put("jar.test", "/", spoken(head + many + b"\r\n"))
    web.forget()
    found = look(web.url("jar.test"), anywhere)
    assert isinstance(found, Raw)
    assert target == found.final
    sent = web.requests("jar.test")[-1].headers.get("cookie", "")
    assert sent.count("=") <= 50


@pytest.mark.parametrize(
    "text",
    [
        *("999999999", "99999999999999999999", "-5", "1e9", "0x10", "NaN", "inf", "٣", "²", ""),
        *("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 +1400", "soon\x1b[2J"),
        *("Fri, 31 Dec 9999 23:59:59 -1400", "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 100_000),
        *("Fri, " * 20_000, "Fri, 31 Dec 9999 23:59:59 -9999", "Fri, 99 Foo 2026 99:99:99 GMT"),
    ],
)
def test_no_wish_to_wait_breaks_the_clock(text: str) -> None:
    seconds = seconds_asked(text, 0.0)
    assert seconds is None or 0.0 <= seconds < 1e12


# Packed bodies.


def test_a_body_of_many_empty_streams_is_read_to_its_end() -> None:
    opened = unpacker("gzip", 10)
    for _ in range(20):
        assert b"" == opened.feed(gzip.compress(b"") * 3_000)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda b: zlib.compress(b)[2:]),
    ],
)
def test_a_bomb_gives_out_no_more_than_is_allowed(
    coding: str, pack: Callable[[bytes], bytes]
) -> None:
    opened = unpacker(coding, 1000)
    with pytest.raises(TooLarge):
        opened.feed(pack(bytes(5_000_000)))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip,deflate", "compress", "x"])
def test_no_coding_is_unpacked_that_was_not_asked_for(coding: str) -> None:
    with pytest.raises(Damaged):
        unpacker(coding, 10)
