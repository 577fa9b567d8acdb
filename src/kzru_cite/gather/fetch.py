"""Follow an address to its end, redirect by redirect."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite.gather.addresses import NotAskable, askable, redirected, shut
from kzru_cite.gather.body import REDIRECTS, is_page_type
from kzru_cite.gather.cookies import SetCookie, cookies_for
from kzru_cite.gather.transport import Failure, Limits, Outcome, Reply, Request, Transport
from kzru_cite.model.evidence import Answered, Hop, PageFacts, Trouble, Unanswered
from kzru_cite.model.kept import Exchange

# Takes a body, its content type and its address; None for what is no page.
ReadPage: TypeAlias = Callable[[bytes, str, str], PageFacts | None]

# Headers that a judgement may rest on.
_TELLING = (
    *("retry-after", "link", "memento-datetime", "location", "content-location"),
    *("last-modified", "content-language", "server", "www-authenticate", "x-robots-tag"),
    *("cf-mitigated", "x-datadome", "x-amzn-waf-action", "x-archive-src"),
    *("x-archive-orig-location", "x-archive-orig-date", "x-archive-redirect-reason"),
)
_MOST_OF_HEADER = 2000
# With these a host asks for quiet: no second request follows at once.
_PLEAS = (429, 503)


class Question(Struct, frozen=True, kw_only=True):
    """
    An address to ask, with headers beyond the usual; they go along on redirects too.

    With *redirects* false a redirect is the answer. A *body* is posted.
    """

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    redirects: bool = True
    body: bytes = b""


class Raw(Struct, frozen=True, kw_only=True):
    """
    The last reply of a look; *body* is None when it was not read.

    *exchanges* are those of all hops, the last one included.
    """

    code: int
    final: str
    hops: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    length: int = 0
    exchanges: tuple[Exchange, ...] = ()


class Course(Struct, frozen=True, kw_only=True):
    """
    A look on its way: the next request, and what came before it.

    *asked* holds each address with the cookies sent along, *spent* the seconds used up.
    """

    request: Request
    hops: tuple[Hop, ...] = ()
    cookies: tuple[SetCookie, ...] = ()
    asked: frozenset[tuple[str, str]] = frozenset()
    spent: float = 0.0
    redirects: bool = True
    exchanges: tuple[Exchange, ...] = ()


Progress: TypeAlias = Course | Raw | Unanswered


def begin(question: Question, limits: Limits) -> Course | Unanswered:
    """Return the first request of a look, or why there is none."""
    try:
        address = askable(question.address)
    except NotAskable as cause:
        return Unanswered(trouble=Trouble.BAD_ADDRESS, words=str(cause))
    method = "POST" if question.body else "HEAD" if limits.head_first else "GET"
    request = Request(address=address, method=method, headers=question.headers, body=question.body)
    return Course(request=request, asked=frozenset({(address, "")}), redirects=question.redirects)


def after(course: Course, outcome: Outcome, spent: float, limits: Limits) -> Progress:
    """Return what follows on the outcome of the course's request, which took *spent* seconds."""
    course = replace(course, spent=course.spent + spent)
    if isinstance(outcome, Reply) and outcome.exchange and course.request.method == "GET":
        course = replace(course, exchanges=(*course.exchanges, outcome.exchange))
    match outcome:
        case Failure() if course.request.method == "HEAD":
            return _by_get(course)
        case Failure(trouble=trouble, words=words, code=code):
            return Unanswered(trouble=trouble, words=words, hops=course.hops, code=code)
        case Reply() if course.redirects and _leads_on(outcome):
            return _onward(course, outcome, limits)
        case Reply() if course.request.method == "HEAD" and not _suffices(outcome):
            return _by_get(course)
        case _:
            return _raw(course, outcome)


def follow(question: Question, transport: Transport, limits: Limits) -> Raw | Unanswered:
    """Ask, go where redirects lead, and return the last reply as it came."""
    progress: Progress = begin(question, limits)
    while isinstance(progress, Course):
        progress = step(progress, transport, limits)
    return progress


def step(course: Course, transport: Transport, limits: Limits) -> Progress:
    """Send the next request of a course."""
    left = limits.whole - course.spent
    if left <= 0:
        return Unanswered(trouble=Trouble.TIMEOUT, words="the hops took too long", hops=course.hops)
    closed = shut(course.request.address)
    if closed:
        return Unanswered(trouble=Trouble.NOT_ALLOWED, words=closed, hops=course.hops)
    start = time.monotonic()
    outcome = transport.ask(course.request, limits, left)
    return after(course, outcome, time.monotonic() - start, limits)


def fetch(
    question: Question, transport: Transport, limits: Limits, read: ReadPage
) -> Answered | Unanswered:
    """Ask, go where redirects lead, and read the page there."""
    return answered(follow(question, transport, limits), read)


def answered(raw: Raw | Unanswered, read: ReadPage) -> Answered | Unanswered:
    """Turn the last reply of a look into facts."""
    return raw if isinstance(raw, Unanswered) else with_page(headed(raw), raw, read)


def headed(raw: Raw) -> Answered:
    """Turn the last reply of a look into facts, but for what the page says."""
    content_type = raw.headers.get("content-type", "")
    return Answered(
        code=raw.code,
        final=raw.final,
        hops=raw.hops,
        content_type=content_type[:_MOST_OF_HEADER],
        headers={
            name: raw.headers[name][:_MOST_OF_HEADER] for name in _TELLING if name in raw.headers
        },
        length=raw.length,
    )


def with_page(known: Answered, raw: Raw, read: ReadPage) -> Answered:
    """Return what is known of a reply with the facts of its page."""
    if not raw.body:
        return known
    return replace(known, page=read(raw.body, raw.headers.get("content-type", ""), raw.final))


def _raw(course: Course, reply: Reply) -> Raw:
    return Raw(
        code=reply.code,
        final=course.request.address,
        hops=course.hops,
        headers=reply.headers,
        body=reply.body,
        length=reply.length,
        exchanges=course.exchanges,
    )


def _leads_on(reply: Reply) -> bool:
    return reply.code in REDIRECTS and "location" in reply.headers


def _suffices(reply: Reply) -> bool:
    """Tell whether the answer to HEAD is all there is to know, or all that may be asked now."""
    fine = 200 <= reply.code < 300
    is_page = is_page_type(reply.headers.get("content-type", ""))
    return reply.code in _PLEAS or (fine and not is_page)


def _by_get(course: Course) -> Course:
    request = replace(course.request, method="GET")
    sent = course.request.headers.get("Cookie", "")
    return replace(course, request=request, asked=frozenset({(request.address, sent)}))


def _onward(course: Course, reply: Reply, limits: Limits) -> Progress:
    address = course.request.address
    location = reply.headers["location"]
    try:
        target = redirected(address, location)
    except NotAskable as cause:
        hop = Hop(address=address, code=reply.code, target=location[:_MOST_OF_HEADER])
        return Unanswered(
            trouble=Trouble.BAD_ADDRESS, words=str(cause), hops=(*course.hops, hop), code=reply.code
        )
    hops = (*course.hops, Hop(address=address, code=reply.code, target=target))
    cookies = (*course.cookies, *(SetCookie(address, value) for value in reply.cookies))
    sent = cookies_for(target, cookies)
    if (target, sent) in course.asked:
        return Unanswered(trouble=Trouble.LOOP, words=target, hops=hops, code=reply.code)
    if len(hops) > limits.hops:
        words = f"more than {limits.hops}"
        return Unanswered(trouble=Trouble.TOO_MANY_HOPS, words=words, hops=hops, code=reply.code)
    return replace(
        course,
        request=_next_request(course.request, target, sent),
        hops=hops,
        cookies=cookies,
        asked=course.asked | {(target, sent)},
    )


def _next_request(request: Request, target: str, sent: str) -> Request:
    headers = {name: value for name, value in request.headers.items() if name != "Cookie"}
    return replace(
        request, address=target, headers={**headers, "Cookie": sent} if sent else headers
    )
