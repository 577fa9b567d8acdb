"""Say what is sent in one request, and what can come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct, field

from kzru_cite import __version__
from kzru_cite.model.evidence import Trouble
from kzru_cite.model.kept import Exchange


class Limits(Struct, frozen=True, kw_only=True):
    """
    How much a look may cost: seconds, redirects, and bytes of a body as sent and as unpacked.

    *idle* is the longest silence, *whole* the time for all hops of a look, waiting in lanes not
    counted. *head_first* asks by HEAD, and by GET only for pages and for whatever failed.
    """

    connect: float = 10.0
    idle: float = 20.0
    whole: float = 60.0
    hops: int = 10
    body: int = 5_000_000
    unpacked: int = 20_000_000
    head_first: bool = False


class Request(Struct, frozen=True, kw_only=True):
    """
    What to send: an address as askable gives it, headers beyond the usual.

    GET or HEAD, or POST with a *body*, which is sent once and never again by itself.
    """

    address: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Reply(Struct, frozen=True, kw_only=True):
    """
    What came back to one request.

    *headers* have names in lower case; those that came twice are joined by commas. *cookies*
    are the values of Set-Cookie. *body* is unpacked; None when it was not read. *exchange* is what
    went over the wire, None where nobody noted it.
    """

    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    body: bytes | None = None
    length: int = 0
    exchange: Exchange | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """Why there was no reply, or only the code of one."""

    trouble: Trouble
    words: str = ""
    code: int | None = None


Outcome: TypeAlias = Reply | Failure


class Transport(Protocol):
    """Whatever can send a request."""

    def ask(self, request: Request, limits: Limits, patience: float) -> Outcome:
        """Send one request and read the reply, in *patience* seconds at most."""
        ...


def user_agent(project: str = "", contact: str = "") -> str:
    """Return the name that this program gives itself to servers."""
    about = "; ".join(filter(None, (project and f"+{project}", contact)))
    return f"kzru-cite/{__version__}" + (f" ({about})" if about else "")
