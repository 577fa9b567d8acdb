"""Tell whether a decision still stands, and what changed when it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

from kzru_cite.model.evidence import Searched
from kzru_cite.model.ledger import Decided, Link, seal
from kzru_cite.model.quotation import Quotation
from kzru_cite.model.wording import word_diff

# Of more earlier searches than this nobody wants to know.
_EARLIER = 30


class Changed(Enum):
    """Name what a decision was bound to and is no longer the same."""

    CLAIM = "claim edited after review"
    QUOTATION = "quotation changed after review"
    CAPTURE = "captured text changed after review"
    UNKNOWN = "quotation or captured text changed after review, or the seal is false"
    ANYTHING = "claim, quotation or captured text changed after review, or the seal is false"
    RECORD = "the claim written with the decision is not the one that was sealed"
    UNSEALED = "the decision has no seal"


class Lapse(Struct, frozen=True, kw_only=True):
    """Why a decision no longer stands: what changed, and the words for it, with a diff."""

    changed: tuple[Changed, ...]
    words: str


def stands(link: Link, decided: Decided, claim: str) -> bool:
    """Tell whether a decision is still about what it was made upon: *claim*, the text now."""
    if not decided.seal or decided.claim not in ("", claim):
        return False
    return seal(claim, link.quotation, link.capture) == decided.seal


def lapse(
    link: Link, decided: Decided, claim: str, earlier: Iterable[Searched] = ()
) -> Lapse | None:
    """
    Return why a decision lapsed; None while it stands.

    *claim* is the text of the claim now. *earlier* are searches for quotations of this reference,
    newest first: the words and texts that the decision may have been made upon.
    """
    if stands(link, decided, claim):
        return None
    if not decided.seal:
        return _lapsed((Changed.UNSEALED, ""))
    if seal(claim, link.quotation, link.capture) == decided.seal:
        return _lapsed((Changed.RECORD, _change(decided.claim, claim)))
    then = decided.claim or claim
    edited = (Changed.CLAIM, _change(then, claim))
    for quotation, capture in _candidates(link, list(earlier)[:_EARLIER]):
        if seal(then, quotation, capture) == decided.seal:
            return _lapsed(
                *([edited] if then != claim else []),
                *(_quoted(quotation, link.quotation)),
                *([(Changed.CAPTURE, _captured(capture, link))] if capture != link.capture else []),
            )
    if then != claim:
        # The claim is known to be another; the rest was not found to be the same.
        return _lapsed(edited, (Changed.UNKNOWN, ""))
    return _lapsed((Changed.UNKNOWN if decided.claim else Changed.ANYTHING, ""))


def _candidates(link: Link, earlier: list[Searched]) -> Iterator[tuple[Quotation | None, str]]:
    """Give what a seal may have been over; what differs least from today comes first."""
    quotations = dict.fromkeys((link.quotation, *(one.quotation for one in earlier), None))
    captures = dict.fromkeys((link.capture, *(one.text for one in earlier), ""))
    for capture in captures:
        yield link.quotation, capture
    for quotation in quotations:
        for capture in captures:
            yield quotation, capture


def _quoted(then: Quotation | None, now: Quotation | None) -> list[tuple[Changed, str]]:
    if then == now:
        return []
    before, after = then.exact if then else "", now.exact if now else ""
    if before == after:
        # What stands around the words was changed.
        before = f"{then.prefix}…{then.suffix}" if then else ""
        after = f"{now.prefix}…{now.suffix}" if now else ""
    return [(Changed.QUOTATION, _change(before, after))]


def _captured(then: str, link: Link) -> str:
    return f"{_short(then)} → {_short(link.capture)}"


def _short(text_hash: str) -> str:
    return text_hash[:15] or "none"


def _lapsed(*changes: tuple[Changed, str]) -> Lapse:
    words = [f"{changed.value}: {words}" if words else changed.value for changed, words in changes]
    return Lapse(changed=tuple(changed for changed, _ in changes), words="; ".join(words))


def _change(before: str, after: str) -> str:
    return word_diff(before, after) or "in its typography alone"
