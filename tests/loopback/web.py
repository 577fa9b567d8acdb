"""A web on 127.0.0.x for tests: many hosts, one port, every fault on demand, and a count of all."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from .authority import Authority, Certificate
from .exchange import Exchange, Reply, Request
from .replies import page, redirect, status
from .server import Door, Server

# The path that stands for all paths of a host without a reply of their own.
ANY = "*"
NOWHERE = status(404)
# Addresses that are tried for one host, should others listen there.
TRIES = 50


@dataclass(slots=True, kw_only=True)
class _Host:
    """A name, where it lives, what it answers, and what it was asked."""

    name: str
    address: str
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    now: int = 0
    most: int = 0

    def reply_to(self, path: str) -> Reply:
        bare = path.partition("?")[0]
        for known in (path, bare, ANY):
            if known in self.replies:
                return self.replies[known]
        return NOWHERE

    def enter(self, exchange: Exchange) -> None:
        """Count a request now, and once less when it has been answered."""
        self.requests.append(exchange.request)
        self.now += 1
        self.most = max(self.most, self.now)
        exchange.when_left(self._go)

    def _go(self) -> None:
        self.now -= 1


class LoopbackWeb:
    """
    Hosts on loopback addresses, made when they are first given a page.

    All listen on the same two free ports, one for HTTP and one for TLS. A host is known by the
    address that it is asked at, so that addresses without names work too. Use it as a context;
    on leaving it raises what went wrong inside it.
    """

    def __init__(self) -> None:
        self.port = 0
        self.tls_port = 0
        self._server = Server(self._route)
        self._authority = Authority()
        self._folder = TemporaryDirectory(prefix="loopback-web-")
        self._hosts: dict[str, _Host] = {}
        self._pointers: dict[str, tuple[str, ...]] = {}
        self._certificates: dict[str, Certificate] = {}
        # The first addresses stay free for programs that listen there by custom.
        self._addresses = (f"127.0.{number // 250}.{number % 250 + 2}" for number in count(9))

    def __enter__(self) -> Self:
        self._authority.write(self.authority_file)
        self._server.start()
        self._host("start.test")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()
        self._folder.cleanup()
        if self._server.errors and error is None:
            raise ExceptionGroup("the loopback web failed", self._server.errors)

    @property
    def authority_file(self) -> Path:
        """Return the file of the test authority, for clients that shall trust it."""
        return Path(self._folder.name) / "authority.pem"

    # What it answers.

    def put(self, name: str, path: str, reply: Reply, *, tls: bool = False) -> str:
        """Answer at a path (or at `ANY` path) of a host; return the address."""
        self._host(name).replies[path] = reply
        return self.url(name, "/" if path == ANY else path, tls=tls)

    def page(
        self, name: str, path: str = "/", *, title: str = "", text: str = "", tls: bool = False
    ) -> str:
        """Put an article at a path of a host; return the address."""
        return self.put(name, path, page(title or f"{path} of {name}", text), tls=tls)

    def many(self, number: int) -> tuple[str, ...]:
        """Make hosts host1.test, host2.test … with a page at any path; return their names."""
        names = tuple(f"host{place}.test" for place in range(1, number + 1))
        for name in names:
            self.page(name, ANY, title=f"Page of {name}")
        return names

    def chain(self, names: Sequence[str], codes: Iterable[int], path: str = "/chain") -> str:
        """Redirect from each host to the next, to a page on the last; return the first address."""
        target = self.page(names[-1], path, title="The end of the chain")
        pairs = zip(names[:-1], codes, strict=True)
        for name, code in reversed(list(pairs)):
            target = self.put(name, path, redirect(target, code))
        return target

    def circle(self, names: Sequence[str], path: str = "/circle") -> str:
        """Redirect from each host to the next, and from the last to the first."""
        for name, following in zip(names, [*names[1:], names[0]], strict=True):
            self.put(name, path, redirect(self.url(following, path)))
        return self.url(names[0], path)

    def certificate(self, name: str, kind: Certificate) -> None:
        """Let a host show a certificate of this kind from now on."""
        self._certificates[name] = kind

    # Where it is.

    def url(self, name: str, path: str = "/", *, tls: bool = False, numeric: bool = False) -> str:
        """Return the address of a path, with the host's number for a name when *numeric*."""
        host = self._hosts[name].address if numeric else name
        scheme, port = ("https", self.tls_port) if tls else ("http", self.port)
        return f"{scheme}://{host}:{port}{path}"

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the addresses of a name; `socket.gaierror` for one that nobody has."""
        with suppress(ValueError):
            return (str(ip_address(name)),)
        known = name.lower().removesuffix(".")
        if known in self._pointers:
            return self._pointers[known]
        if known in self._hosts:
            return (self._hosts[known].address,)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def point(self, name: str, *addresses: str) -> None:
        """Let a name lead to other addresses, private ones for instance."""
        self._pointers[name] = addresses

    def refuse(self, name: str) -> str:
        """Give a name an address where nobody listens; return the address of its page."""
        self._pointers[name] = (next(self._addresses),)
        return self.url(name)

    def cut(self) -> None:
        """Let nothing be reached any more, as when the network goes away."""
        self._server.cut()

    def restore(self) -> None:
        """Listen again where all hosts were."""
        for host in self._hosts.values():
            self._listen(host.name, host.address)

    # What it was asked.

    def requests(self, name: str | None = None) -> tuple[Request, ...]:
        """Return the requests to a host, or to all, in the order of their arrival."""
        if name is not None:
            return tuple(self._hosts[name].requests) if name in self._hosts else ()
        found = (request for host in self._hosts.values() for request in host.requests)
        return tuple(sorted(found, key=lambda request: request.at))

    def count(self, name: str | None = None, path: str | None = None) -> int:
        """Return how often a host (or any) was asked, for one path (with its query) or all."""
        asked = self.requests(name)
        return sum(path in (None, request.path) for request in asked)

    def at_once(self, name: str) -> int:
        """Return the most requests that a host had to answer at the same time."""
        return self._hosts[name].most

    def gaps(self, name: str) -> tuple[float, ...]:
        """Return the seconds between the arrivals of requests at a host."""
        times = [request.at for request in self.requests(name)]
        return tuple(after - before for before, after in pairwise(times))

    def forget(self) -> None:
        """Begin to count anew."""
        for host in self._hosts.values():
            host.requests.clear()
            host.most = host.now

    def wait_for(self, name: str | None, number: int = 1, patience: float = 5.0) -> None:
        """Wait until a host (or any) was asked so many times; `TimeoutError` when it is not."""
        end = time.monotonic() + patience
        while self.count(name) < number:
            if time.monotonic() > end:
                raise TimeoutError(
                    f"{name or 'all'} was asked {self.count(name)} times, not {number}"
                )
            time.sleep(0.002)

    # How it is built.

    def _route(self, exchange: Exchange) -> Reply:
        host = self._hosts[exchange.request.host]
        host.enter(exchange)
        return host.reply_to(exchange.request.path)

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = self._build(name)
        return self._hosts[name]

    def _build(self, name: str) -> _Host:
        """Find an address whose two ports are free, and listen there."""
        for _ in range(TRIES):
            address = next(self._addresses)
            with suppress(OSError):
                self._listen(name, address)
                return _Host(name=name, address=address)
        raise OSError(errno.EADDRINUSE, "no loopback address is free")

    def _listen(self, name: str, address: str) -> None:
        plain = socket.create_server((address, self.port), backlog=512)
        try:
            secure = socket.create_server((address, self.tls_port), backlog=512)
        except OSError:
            plain.close()
            raise
        self.port = plain.getsockname()[1]
        self.tls_port = secure.getsockname()[1]
        tls = self._authority.context(
            name, address, lambda: self._certificates.get(name, Certificate.GOOD)
        )
        self._server.open(Door(host=name, listener=plain))
        self._server.open(Door(host=name, listener=secure, tls=tls))
