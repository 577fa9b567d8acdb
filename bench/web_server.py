"""
Serve 200 hosts on loopback, as fast as one process can, each answer after a set latency.

Usage: web_server.py LATENCY SIZE [PEM]. SIZE is that of a page in bytes. Prints the port, then
serves until it is ended. With a file of a key and a certificate it serves over TLS. The path
/-/counts of any host tells what was asked since it was asked last.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import sys
from collections import Counter

HOSTS = tuple(f"127.0.0.{number}" for number in range(2, 202))
HEAD_SIZE, PAGE_SIZE = 3_000, 30_000
SENTENCES = (
    "The river rises in the mountains and runs north through the steppe. "
    "In spring the snow melts, and for weeks the water stands so high that nobody can cross. "
)
COUNTS = b"/-/counts"


def page(size: int = PAGE_SIZE) -> bytes:
    """Return a page, of which 3 kB are head."""
    metas = "".join(f'<meta name="note-{n}" content="A line of the head.">\n' for n in range(200))
    top = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    start = f"{top}<title>A page to be asked for</title>\n{metas}"
    head = start[: start.rindex("\n", 0, HEAD_SIZE - 10)] + "\n</head>\n"
    # Some 54 bytes for each tag: the median of a dozen real pages.
    lines = f"<p>{SENTENCES}<a href='#n'>Both banks</a> belong to one parish.</p>\n"
    lines *= size // 150
    body = lines[: lines.rindex("\n", 0, size - len(head) - 30)]
    return f"{head}<body>\n{body}\n</body>\n</html>\n".encode()


def answer(body: bytes, kind: str, *, bodiless: bool = False) -> bytes:
    """Return a whole answer of HTTP."""
    lines = ("HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode() + (b"" if bodiless else body)


class Tally:
    """What was asked: the distinct addresses, and the most at once in all and at one host."""

    def __init__(self) -> None:
        self.asked = 0
        self.addresses: set[tuple[str, bytes]] = set()
        self.now: Counter[str] = Counter()
        self.at_once = 0
        self.per_host = 0

    def enter(self, host: str, path: bytes) -> None:
        """Count a request."""
        self.asked += 1
        self.addresses.add((host, path))
        self.now[host] += 1
        self.per_host = max(self.per_host, self.now[host])
        self.at_once = max(self.at_once, self.now.total())

    def written(self) -> bytes:
        """Return the counts as JSON."""
        counts = {
            "asked": self.asked,
            "addresses": len(self.addresses),
            "at_once": self.at_once,
            "per_host": self.per_host,
        }
        return json.dumps(counts).encode()


class Web:
    """The answers, and the tally of the run."""

    def __init__(self, latency: float, size: int) -> None:
        body = page(size)
        self.latency = latency
        self.tally = Tally()
        self.whole = answer(body, "text/html; charset=utf-8")
        self.bare = answer(body, "text/html; charset=utf-8", bodiless=True)

    def counts(self) -> bytes:
        """Return the tally, and begin a new one."""
        told, self.tally = self.tally.written(), Tally()
        return answer(told, "application/json")


class Talk(asyncio.Protocol):
    """One connection, which may ask many times, one after the other."""

    def __init__(self, web: Web, host: str) -> None:
        self._web, self._host = web, host
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way back."""
        self._way = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            method, path, _ = head.split(b" ", 2)
            if path == COUNTS:
                self._write(self._web.counts())
            else:
                self._later(path, self._web.bare if method == b"HEAD" else self._web.whole)

    def _later(self, path: bytes, said: bytes) -> None:
        tally = self._web.tally
        tally.enter(self._host, path)
        asyncio.get_running_loop().call_later(self._web.latency, self._end, tally, said)

    def _end(self, tally: Tally, said: bytes) -> None:
        tally.now[self._host] -= 1
        self._write(said)

    def _write(self, said: bytes) -> None:
        if isinstance(self._way, asyncio.WriteTransport) and not self._way.is_closing():
            self._way.write(said)


async def serve(latency: float, size: int, identity: str = "") -> None:
    """Listen at all hosts on one port, and say which."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if identity else None
    if context is not None:
        context.load_cert_chain(identity)
    loop = asyncio.get_running_loop()
    web, port = Web(latency, size), 0
    for host in HOSTS:
        listener = socket.create_server((host, port), backlog=512)
        port = listener.getsockname()[1]
        await loop.create_server(
            lambda host=host: Talk(web, host),
            sock=listener,
            ssl=context,
        )
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
