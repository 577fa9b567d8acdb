"""Tell from an answer of any service whether it is one at all."""

from __future__ import annotations

from collections.abc import Iterable

from kzru_cite.gather.services.exchange import Answer, Reply
from kzru_cite.model.evidence import Absent, CaptureListed, Listed, Trouble, Unanswered
from kzru_cite.read.records_json import decode

_REFUSALS = {
    401: "it wants a key",
    403: "it refuses",
    429: "it asks for fewer requests",
    451: "it may not tell for reasons of law",
    503: "it is overloaded or closed for a while",
}


def answered(reply: Reply) -> Answer | Unanswered:
    """Return the answer, or why it tells nothing; other codes the service has to explain."""
    if isinstance(reply, Unanswered):
        return reply
    if reply.code in _REFUSALS:
        return no_answer(reply, _REFUSALS[reply.code])
    if reply.code >= 500:
        return no_answer(reply, "it has a fault")
    return reply


def no_answer(answer: Answer, why: str = "", trouble: Trouble = Trouble.SERVICE) -> Unanswered:
    """Return that this answer tells nothing, with its code and its first words."""
    said = "" if is_page(answer) else opening(answer)
    return Unanswered(
        trouble=trouble,
        words=": ".join(part for part in (why, said) if part),
        code=answer.code,
    )


def not_understood(answer: Answer) -> Unanswered:
    """Return that an answer is not what the service is known to say."""
    return no_answer(answer, "not the answer of this service", Trouble.BAD_ANSWER)


def absent(answer: Answer) -> Absent | Unanswered:
    """
    Read a 404.

    Registries say in plain text or JSON that they hold nothing; a web page is somebody else's,
    such as that of a proxy or of a wrong address in the settings.
    """
    return not_understood(answer) if is_page(answer) else Absent()


def listed(
    captures: Iterable[CaptureListed], *, complete: bool, broken_off: bool = False
) -> Listed | Unanswered:
    """Return a list; one of which nothing could be read must not look like an empty one."""
    found = tuple(captures)
    if found or complete:
        return Listed(captures=found, complete=complete, broken_off=broken_off)
    return Unanswered(trouble=Trouble.BAD_ANSWER, words="nothing of its list can be read")


def is_page(answer: Answer) -> bool:
    """Tell whether the answer is a web page, whatever its headers say."""
    kind = answer.headers.get("content-type", "").lower()
    start = answer.body.lstrip()[:20].lower()
    return "html" in kind or start.startswith((b"<!doctype html", b"<html"))


def opening(answer: Answer) -> str:
    """Return the first words of an answer, on one line."""
    return " ".join(decode(answer.body[:400]).split())[:200]
