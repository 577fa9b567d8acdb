"""List hosts that treat programs otherwise than readers: why that is thought, and since when."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import lru_cache

from msgspec import Struct

# The codes by which most servers turn a program away.
_USUAL = frozenset({401, 403, 405, 406, 429, 503})


class Manner(Enum):
    """
    Say how a host treats programs.

    REFUSES: its answers with one of the *codes* say nothing of the page. BLIND: nothing that it
    answers does. PAID: readers pay, so a refusal is a paywall.
    """

    REFUSES = "refuses programs"
    BLIND = "answers programs alike, whether or not the page is there"
    PAID = "lets only subscribers read"


class KnownHost(Struct, frozen=True, kw_only=True):
    """
    A host with all hosts below it, and what is known of it.

    *seen* is the day of the public report that *reason* rests on, or the day since when readers
    pay; for want of the day the first of the month.
    """

    host: str
    manner: Manner
    reason: str
    seen: date
    codes: frozenset[int] = _USUAL


def _publisher(host: str, seen: date) -> KnownHost:
    reason = "answers 403 to link checkers, while browsers get the page"
    return KnownHost(host=host, manner=Manner.REFUSES, reason=reason, seen=seen)


def _paper(host: str, seen: date) -> KnownHost:
    reason = "its articles are for those who pay"
    return KnownHost(host=host, manner=Manner.PAID, reason=reason, seen=seen)


# From public reports of users of link checkers, who compared the answer with a browser's.
KNOWN_HOSTS: tuple[KnownHost, ...] = (
    KnownHost(
        host="linkedin.com",
        manner=Manner.REFUSES,
        reason="answers 999 or 404 to programs, also for profiles that are there",
        seen=date(2024, 11, 25),
        codes=_USUAL | {404, 999},
    ),
    KnownHost(
        host="twitter.com",
        manner=Manner.BLIND,
        reason="wants a login, and answered 200 for posts that do not exist",
        seen=date(2023, 8, 20),
    ),
    KnownHost(
        host="x.com",
        manner=Manner.BLIND,
        reason="wants a login, and refuses programs with 403",
        seen=date(2026, 9, 6),
    ),
    KnownHost(
        host="infoscience.epfl.ch",
        manner=Manner.REFUSES,
        reason="answers 202 with a test for browsers",
        seen=date(2026, 9, 14),
        codes=_USUAL | {202},
    ),
    KnownHost(
        host="researchgate.net",
        manner=Manner.REFUSES,
        reason="answers 403 to all programs",
        seen=date(2026, 2, 20),
    ),
    _publisher("sciencedirect.com", date(2026, 2, 2)),
    _publisher("academic.oup.com", date(2026, 2, 3)),
    _publisher("mdpi.com", date(2026, 2, 3)),
    _publisher("acpjournals.org", date(2026, 2, 4)),
    _publisher("pnas.org", date(2026, 2, 5)),
    _publisher("physoc.onlinelibrary.wiley.com", date(2026, 2, 5)),
    _publisher("tandfonline.com", date(2026, 2, 10)),
    _publisher("ahajournals.org", date(2026, 2, 16)),
    _publisher("bmj.com", date(2026, 4, 3)),
    _publisher("journals.physiology.org", date(2026, 4, 3)),
    _publisher("journals.sagepub.com", date(2023, 5, 1)),
    _publisher("science.org", date(2023, 5, 1)),
    _publisher("stackoverflow.com", date(2026, 8, 7)),
    _publisher("nordicsemi.com", date(2026, 8, 31)),
    _publisher("eprint.iacr.org", date(2026, 9, 14)),
    _paper("wsj.com", date(1997, 1, 1)),
    _paper("thetimes.co.uk", date(2010, 7, 2)),
    _paper("nytimes.com", date(2011, 3, 28)),
    _paper("washingtonpost.com", date(2013, 6, 12)),
    _paper("bloomberg.com", date(2018, 5, 2)),
)
_BY_HOST = {known.host: known for known in KNOWN_HOSTS}


@lru_cache(maxsize=4096)
def known_host(host: str) -> KnownHost | None:
    """Return what is known of *host*, or of the nearest host above it."""
    labels = host.lower().rstrip(".").split(".")
    above = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_BY_HOST[name] for name in above if name in _BY_HOST), None)
