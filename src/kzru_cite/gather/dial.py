"""Connect to hosts, at addresses that were checked first."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import TypeAlias

from kzru_cite.gather.guard import Guard
from kzru_cite.gather.sockets import TimedSocket

Resolver: TypeAlias = Callable[[str], Sequence[str]]

# A host with many addresses is not tried at all of them.
_MOST_ADDRESSES = 4


class NotAllowed(Exception):  # noqa: N818 - it is no error of the program
    """A host that has only addresses which are refused; the message says why."""


def system_resolver(patience: float = 5.0) -> Resolver:
    """Return a resolver that asks the system, and waits at most *patience* seconds."""
    return patient(_ask_system, patience)


def patient(resolve: Resolver, patience: float) -> Resolver:
    """
    Return a resolver that waits at most *patience* seconds for another one.

    The system's own call cannot be given a time, so a thread makes it, and is left behind.
    Raises socket.gaierror as a name server that is not there would.
    """

    def wait(host: str) -> Sequence[str]:
        lookup = _Lookup(resolve, host)
        lookup.start()
        lookup.join(patience)
        return lookup.found()

    return wait


def _ask_system(host: str) -> Sequence[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Lookup(threading.Thread):
    """A look-up of a host's addresses, on its own."""

    def __init__(self, resolve: Resolver, host: str) -> None:
        super().__init__(daemon=True)
        self._resolve = resolve
        self._host = host
        self._found: Sequence[str] | OSError = socket.gaierror(
            socket.EAI_AGAIN, "no answer on the host's name in time"
        )

    def run(self) -> None:
        try:
            self._found = self._resolve(self._host)
        except OSError as error:
            self._found = error

    def found(self) -> Sequence[str]:
        if isinstance(self._found, OSError):
            raise self._found
        return self._found


class Dialler:
    """
    Connect to hosts by name.

    The name is resolved once and the connection goes to an address that the guard has seen, so
    that a name cannot point elsewhere a moment later.
    """

    def __init__(self, guard: Guard | None = None, resolve: Resolver | None = None) -> None:
        self._guard = guard or Guard()
        self._resolve = resolve or system_resolver()

    def dial(self, host: str, port: int, patience: float) -> TimedSocket:
        """
        Return a connection, made within *patience* seconds.

        *host* is a name or an address, version 6 in brackets. Raises OSError as the system
        does, socket.gaierror for a name without address, and NotAllowed.
        """
        end = time.monotonic() + patience
        failed: OSError = socket.gaierror(socket.EAI_NONAME, "the name has no address")
        for ip in self._admitted(host.strip("[]"))[:_MOST_ADDRESSES]:
            try:
                return _connect(ip, port, end - time.monotonic())
            except OSError as error:
                failed = error
        raise failed

    def _admitted(self, host: str) -> Sequence[str]:
        found = (host,) if _is_literal(host) else self._resolve(host)
        refusals = {ip: self._guard.refusal(ip) for ip in found}
        admitted = [ip for ip in found if not refusals[ip]]
        if found and not admitted:
            raise NotAllowed(f"{host}: {refusals[found[0]]}")
        return admitted


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _connect(ip: str, port: int, patience: float) -> TimedSocket:
    if patience <= 0:
        raise TimeoutError("no connection in time")
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    connection = TimedSocket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(patience)
        connection.connect((ip, port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection
