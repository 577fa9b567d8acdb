"""Name what can become of a page that an archive was asked to copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from msgspec import Struct

from kzru_cite.model.evidence import CaptureListed


class Fate(Enum):
    """
    Say why no copy was made.

    TAKEN: the archive has made enough copies of the page today, one of which can be given.
    UNREACHED: the archive could not be asked.
    """

    LATER = "try later"
    TAKEN = "copied today"
    NOT_TO_BE_HAD = "not to be had"
    REFUSED = "refused"
    KEYS = "trouble with the keys"
    UNREACHED = "not reached"


class Stage(Enum):
    """
    Say how far a job is.

    ASKED: it was sent, and no answer is known. MADE: the archive says that there is a copy.
    """

    ASKED = "asked"
    PENDING = "pending"
    MADE = "made"
    ENDED = "ended"


class SaveJob(Struct, frozen=True, kw_only=True):
    """
    A page that an archive was asked to copy.

    *keeper* is the base address of who was asked, *name* its word for the job, '' while none is
    known. *fate* and *words* say why an ended one brought nothing, *capture* is what was made.
    """

    keeper: str
    address: str
    at: datetime
    stage: Stage
    name: str = ""
    fate: Fate | None = None
    words: str = ""
    capture: CaptureListed | None = None


# What Save Page Now 2 says in `status_ext`, by its documentation (seen 2026-10), in our words.
_LATER = {
    "bad-gateway": "the page's server has a fault",
    "bandwidth-limit-exceeded": "the page's server has sent all that it may for now",
    "browsing-timeout": "the page took too long to open",
    "cannot-fetch": "the page could not be fetched",
    "capture-location-error": "the archive could not store the copy",
    "celery": "the archive could not begin",
    "gateway-timeout": "the page's server did not answer in time",
    "internal-server-error": "the page's server has a fault",
    "invalid-server-response": "the page's server gave an answer that cannot be understood",
    "job-failed": "the archive failed at it",
    "no-browsers-available": "the archive has too much to do",
    "protocol-error": "the connection to the page's server broke",
    "proxy-error": "the archive's way to the page failed",
    "read-timeout": "the page's server did not answer in time",
    "recursion-error": "the page led the archive round in a circle",
    "service-unavailable": "the page's server is closed for a while",
    "soft-time-limit-exceeded": "the page took too long to copy",
    "too-many-requests": "the page's server asks for fewer requests",
    "user-session-limit": "the archive makes no more copies for these keys at once",
}
_NOT_TO_BE_HAD = {
    "bad-request": "the page's server does not understand the address",
    "filesize-limit": "the file is larger than the archive takes (2 GB)",
    "ftp-access-denied": "the file server lets nobody in",
    "http-version-not-supported": "the page's server speaks another version of HTTP",
    "invalid-host-resolution": "the name of the host is not found",
    "invalid-url-syntax": "the archive does not understand the address",
    "method-not-allowed": "the page's server lets nobody read there",
    "network-authentication-required": "the page is behind a network that wants a login",
    "not-found": "the page is not there",
    "not-implemented": "the page's server cannot do what it takes",
    "too-many-redirects": "the page leads on and on",
}
_REFUSED = {
    "blocked": "the site turns the archive away",
    "blocked-client-ip": "the archive takes no requests from this network",
    "blocked-url": "the archive does not copy this site",
    "no-access": "the page's server refuses",
    "unauthorized": "the page's server wants a login",
}
_TAKEN = {"too-many-daily-captures": "the archive has copied it ten times today"}
_FATES: Mapping[str, tuple[Fate, str]] = {
    name: (fate, words)
    for fate, table in (
        (Fate.LATER, _LATER),
        (Fate.NOT_TO_BE_HAD, _NOT_TO_BE_HAD),
        (Fate.REFUSED, _REFUSED),
        (Fate.TAKEN, _TAKEN),
    )
    for name, words in table.items()
}
# With this the archive asks us to begin no more for now.
FULL = "user-session-limit"


def fate_of(status: str) -> tuple[Fate, str]:
    """Return what a ``status_ext`` means, with its word; one that is not known may pass."""
    name = status.removeprefix("error:")
    fate, words = _FATES.get(name, (Fate.LATER, "the archive failed in a way not known here"))
    return fate, f"{words} ({name})" if name else words
