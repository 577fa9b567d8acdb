"""Tell a network that is down from hosts that are gone."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.gather.addresses import host_of
from kzru_cite.gather.dial import Dialler, NotAllowed
from kzru_cite.model.evidence import Sight, Trouble, Unanswered

T = TypeVar("T")

# Failures that a host makes, and a missing network too.
_DOUBTFUL = {
    *(Trouble.NAME, Trouble.REFUSED, Trouble.TIMEOUT, Trouble.RESET, Trouble.OFFLINE),
    # A handshake that is broken off counts as one that failed.
    Trouble.TLS,
}
# Ends that can come about without any contact.
_SILENT = {Trouble.NOT_ALLOWED, Trouble.BAD_ADDRESS, Trouble.STOPPED, Trouble.SERVICE}
# One that is kept up well, and one that is made to be asked.
_WITNESSES = ("doi.org", "example.org")
# So many of the hosts that answered last are tried too.
_HEARD = 2
_PORTS = {"http": 80, "https": 443}

# Seconds between two probes.
_PAUSE = 1.0


def worth_keeping(sight: Sight) -> bool:
    """Tell whether a sight says anything of what was asked, so that it belongs in the log."""
    return not (
        isinstance(sight, Unanswered) and sight.trouble in (Trouble.OFFLINE, Trouble.STOPPED)
    )


def doubtful(sight: Sight) -> bool:
    """Tell whether a missing network can look like this, so that it is held back at first."""
    return isinstance(sight, Unanswered) and sight.trouble in _DOUBTFUL


def reaches(dialler: Dialler, witnesses: Sequence[str] = _WITNESSES) -> Callable[[], bool]:
    """Return a probe that tells whether any of some well-kept hosts takes a connection."""

    def probe() -> bool:
        return any(_takes_connection(dialler, host, 443) for host in witnesses)

    return probe


def knocks(dialler: Dialler) -> Callable[[str], bool]:
    """Return what tells whether the host of an address takes a connection now."""

    def knock(address: str) -> bool:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 443)
        return _takes_connection(dialler, parts.hostname or "", port)

    return knock


def _takes_connection(dialler: Dialler, host: str, port: int) -> bool:
    try:
        dialler.dial(host, port, 2.0).close()
    except (OSError, NotAllowed):
        return False
    return True


class _Held(Struct, Generic[T], frozen=True, kw_only=True):
    """A failure held back since a moment by time.monotonic."""

    since: float
    host: str
    ticket: T
    sight: Unanswered


class Network(Generic[T]):
    """
    Hold back failures until it is known that the network was there.

    A failure is believed when something that was asked after it has answered, or when the probe
    says so. When *misses* different hosts have failed it is time for the probe; when that fails
    too, and *knock* finds none of the hosts that answered last, the network is down, and all that
    is held back becomes OFFLINE. Threads must take turns, only *probe* may be called at any time.
    Moments are those of time.monotonic.
    """

    def __init__(
        self, probe: Callable[[], bool], misses: int = 3, knock: Callable[[str], bool] | None = None
    ) -> None:
        self.down = False
        self._probe = probe
        self._knock = knock
        self._heard: deque[str] = deque(maxlen=_HEARD)
        self._misses = misses
        self._held: list[_Held[T]] = []
        self._probed = float("-inf")

    @property
    def holds(self) -> bool:
        """Tell whether anything is held back."""
        return bool(self._held)

    def in_doubt(self, now: float) -> bool:
        """Tell whether it is time for the probe; True once for each time that it is."""
        if self.down or len({held.host for held in self._held}) < self._misses:
            return False
        if now < self._probed + _PAUSE:
            return False
        self._probed = now
        return True

    def probe(self) -> bool:
        """Tell whether a witness, or a host that answered a moment ago, can be reached."""
        if self._probe():
            return True
        return self._knock is not None and any(map(self._knock, tuple(self._heard)))

    def hear(self, address: str, began: float) -> list[tuple[T, Sight]]:
        """Take note that an address asked from *began* on answered; return what is certain."""
        if all(host_of(one) != host_of(address) for one in self._heard):
            self._heard.append(address)
        return self.believe(began)

    def weigh(self, ticket: T, sight: Sight, address: str, began: float) -> list[tuple[T, Sight]]:
        """Take the end of an errand that asked from *began* on; return what is certain."""
        if isinstance(sight, Unanswered):
            if doubtful(sight):
                # After a code the network was there when it was asked, perhaps not to the end.
                before = [] if sight.code is None else self.hear(address, began)
                return [*before, *self._hold(ticket, sight, host_of(address))]
            if sight.code is None and sight.trouble in _SILENT:
                return [(ticket, sight)]
        return [*self.hear(address, began), (ticket, sight)]

    def believe(self, since: float) -> list[tuple[T, Sight]]:
        """Let go of the failures from before *since*, when the network was there."""
        certain = [held for held in self._held if held.since <= since]
        self._held = [held for held in self._held if held.since > since]
        return [(held.ticket, held.sight) for held in certain]

    def give_up(self) -> list[tuple[T, Sight]]:
        """Take the network for down, and let go of the failures as what they are."""
        self.down = True
        held, self._held = self._held, []
        return [(one.ticket, replace(one.sight, trouble=Trouble.OFFLINE)) for one in held]

    def _hold(self, ticket: T, sight: Unanswered, host: str) -> list[tuple[T, Sight]]:
        held = _Held(since=time.monotonic(), host=host, ticket=ticket, sight=sight)
        self._held.append(held)
        return self.give_up() if self.down else []
