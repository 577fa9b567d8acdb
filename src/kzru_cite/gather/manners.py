"""Say how politely each host is asked."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct

from kzru_cite.gather.addresses import host_of


class Pace(Struct, frozen=True, kw_only=True):
    """
    How a host is asked, or the part of it whose paths begin with *path*.

    *interval* in seconds between two requests, *at_once* at the same time; *why* with a date.
    """

    host: str
    path: str = ""
    interval: float = 1.0
    at_once: int = 2
    why: str = ""


class Manners(Struct, frozen=True, kw_only=True):
    """
    How hosts are asked: the usual pace, and those of hosts that want another.

    Times are seconds. A host that asks for more than *longest_wait* is left alone for this run.
    *pause* is the wait after a 503 without ``Retry-After``, *quiet* that after a 429 without:
    it binds the next run too. After *patience* waits a host is left alone as well.
    """

    interval: float = 1.0
    per_host: int = 2
    longest_wait: float = 120.0
    pause: float = 5.0
    quiet: float = 60.0
    patience: int = 3
    paces: tuple[Pace, ...] = ()

    def pace(self, address: str) -> Pace:
        """Return the pace for an address; of several that fit, the one with the longest path."""
        host, path = host_of(address), urlsplit(address).path
        fitting = [pace for pace in self.paces if pace.host == host and path.startswith(pace.path)]
        # Where nobody is asked there is nothing to be polite about.
        interval = self.interval if host else 0.0
        usual = Pace(host=host, interval=interval, at_once=self.per_host)
        return max(fitting, key=lambda pace: len(pace.path), default=usual)
