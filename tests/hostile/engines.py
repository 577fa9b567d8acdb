"""The engines that send requests: each attack on gathering is made on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from kzru_cite.gather.curled import CurlTransport
from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.fetch import Question, Raw, follow
from kzru_cite.gather.pooled import RequestsTransport
from kzru_cite.gather.secure import secure_context
from kzru_cite.gather.transport import Limits, Outcome, Request
from kzru_cite.model.evidence import Unanswered

LIMITS = Limits(connect=2.0, idle=1.0, whole=5.0, body=200_000, unpacked=1_000_000)


class Engine(Protocol):
    """A transport that holds connections open."""

    def ask(self, request: Request, limits: Limits, patience: float) -> Outcome: ...

    def close(self) -> None: ...


# Makes an engine that may go to the networks named, by a resolver.
Make: TypeAlias = Callable[[tuple[str, ...], Callable[[str], Sequence[str]]], Engine]


def _by_requests(dialler: Dialler, authority: str) -> Engine:
    return RequestsTransport(dialler, "test", secure_context((authority,)))


def _by_curl(dialler: Dialler, authority: str) -> Engine:
    return CurlTransport(dialler, "test", (authority,))


ENGINES: Mapping[str, Callable[[Dialler, str], Engine]] = {
    "requests": _by_requests,
    "curl": _by_curl,
}


def look(address: str, engine: Engine, limits: Limits = LIMITS) -> Raw | Unanswered:
    return follow(Question(address=address), engine, limits)


def unanswered(address: str, engine: Engine, limits: Limits = LIMITS) -> Unanswered:
    found = look(address, engine, limits)
    assert isinstance(found, Unanswered), found
    return found
