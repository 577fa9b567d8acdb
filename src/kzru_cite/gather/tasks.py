"""Turn questions to services into errands, so that they wait in the lanes like all others."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from kzru_cite.gather.errands import Errand, Settled, Tools, Turn, Underway, errand
from kzru_cite.gather.fetch import Question, Raw
from kzru_cite.gather.services import Answer, Reply, Request, Service, Subject, next_step
from kzru_cite.model.evidence import Sight, Trouble, Unanswered


def service_errand(
    service: Service, subject: Subject, tools: Tools, underway: Underway | None = None
) -> Errand:
    """
    Return the errand of asking a service about a subject, page after page if need be.

    With *underway* it goes on where it was left.
    """
    if underway is not None:
        # What a service replied to the questions before this one came from here.
        before = cast("tuple[Reply, ...]", underway.replies)
        return _step(service, subject, tools, Request(address=""), before, underway=underway)
    first = next_step(service, subject, ())
    if not isinstance(first, Request):
        return _Refused(sight=first)
    return _step(service, subject, tools, first, ())


class _Refused(Struct, frozen=True, kw_only=True):
    """An errand that ends before it begins: the service cannot be asked this."""

    sight: Sight
    address: str = ""

    def go(self) -> Turn:
        return Settled(sight=self.sight)


def _step(
    service: Service,
    subject: Subject,
    tools: Tools,
    request: Request,
    before: tuple[Reply, ...],
    *,
    underway: Underway | None = None,
) -> Errand:
    def finish(raw: Raw | Unanswered) -> Sight | Errand | Settled:
        replies = (*before, _reply(raw))
        found = next_step(service, subject, replies)
        if isinstance(found, Request):
            return _step(service, subject, tools, found, replies)
        return Settled(sight=found, heard=False) if isinstance(raw, Unanswered) else found

    return errand(_question(request), tools, finish, underway, before)


def _question(request: Request) -> Question:
    # Spelled as the transport spells its own, which these replace.
    headers = {name.title(): value for name, value in request.headers.items()}
    return Question(address=request.address, headers=headers, redirects=request.follow)


def _reply(raw: Raw | Unanswered) -> Reply:
    if isinstance(raw, Unanswered):
        return raw
    if raw.body is None:
        # Not read is not the same as empty: an empty list means that nothing is held.
        words = f"the answer of {raw.length} bytes was not read"
        return Unanswered(trouble=Trouble.BAD_ANSWER, words=words, hops=raw.hops, code=raw.code)
    return Answer(code=raw.code, headers=raw.headers, body=raw.body, final=raw.final)
