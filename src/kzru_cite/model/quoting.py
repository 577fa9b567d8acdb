"""
Say of each quotation of the ledger where it was found, from what was seen and searched.

Only a search with a look behind it counts: the same address, the same text, the same capture. What
shows a wall, an error or a login in place of the text is no place to search in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.archive import Capture, read_capture
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import GIVEN_UP, addresses, own, written
from kzru_cite.model.evidence import Answered, Evidence, Look, PageFacts, Purpose, Searched
from kzru_cite.model.glimpses import Glimpse, LinkClass, glimpse_of_copy
from kzru_cite.model.ledger import Link
from kzru_cite.model.quotation import Part, Quotation
from kzru_cite.model.seen import Seen
from kzru_cite.model.subjects import subject

# A page behind a fence shows a part of its text: what is not there need not be absent.
_READABLE = frozenset({LinkClass.ALIVE, LinkClass.MOVED, LinkClass.CLOSED})
_LOST = frozenset({LinkClass.GONE, LinkClass.SOFT_404, LinkClass.TO_ROOT, LinkClass.PARKED})
_FAILED = 400
# The sign of what could not be read; behind a colon stands what of it was not, when the rest was.
_UNREAD = "unreadable"
_BROKEN = "is a PDF file that could not be read as a whole"
_IN_PART = "was not read as a whole, but without {}"


class Source(Enum):
    """Name what was searched, in words that follow "in"."""

    PAGE = "the page"
    COPY = "the archived copy"
    OTHER = "another archived copy"


class Finding(Enum):
    """Say what became of a quotation in all places together."""

    FOUND = "found"
    EARLIER = "found in an earlier text of the page alone"
    ELSEWHERE = "found in another archived copy alone"
    SOURCES = "found in the list of sources alone"
    REST = "found outside of the text alone"
    ALTERED = "words that are nearly the same"
    ABSENT = "not found"
    UNSURE = "not found where it was searched for, and not searched for everywhere"
    UNSEARCHED = "not searched for"


class Sought(Struct, frozen=True, kw_only=True):
    """
    A quotation in one place.

    *look* is the newest look whose text was searched, or that could have been; *searched* the
    search in its text, None when there was none, and *why_not* then says why; *is_open* tells that
    the words may stand there all the same. *earlier* are those in other texts seen there, newest
    first.
    """

    source: Source
    about: str
    look: Look | None = None
    searched: Searched | None = None
    why_not: str = ""
    is_open: bool = False
    earlier: tuple[tuple[Look, Searched], ...] = ()

    @property
    def found(self) -> bool:
        """Tell whether the quotation stands in the text there."""
        return self.searched is not None and self.searched.part is Part.TEXT

    @property
    def nearest(self) -> str:
        """Return the words there that are nearly the same, '' when there are none."""
        return self.searched.nearest if self.searched else ""

    @property
    def page(self) -> PageFacts | None:
        """Return what the look saw of the page."""
        sight = self.look.sight if self.look else None
        return sight.page if isinstance(sight, Answered) else None


class Quoted(Struct, frozen=True, kw_only=True):
    """A quotation of the ledger with its reference, and what came of it in each place."""

    link: Link
    quotation: Quotation
    reference: Reference
    places: tuple[Sought, ...] = ()

    def of(self, source: Source) -> tuple[Sought, ...]:
        """Return the places of one kind."""
        return tuple(one for one in self.places if one.source is source)

    @property
    def searched(self) -> tuple[Sought, ...]:
        """Return the places that were searched."""
        return tuple(one for one in self.places if one.searched is not None)

    @property
    def best(self) -> Sought | None:
        """Return the place where the quotation was found, the cited copy before the page."""
        order = (Source.COPY, Source.PAGE, Source.OTHER)
        return next((one for kind in order for one in self.of(kind) if one.found), None)

    @property
    def finding(self) -> Finding:
        """Weigh all places together."""
        best = self.best
        if best is not None:
            return Finding.ELSEWHERE if best.source is Source.OTHER else Finding.FOUND
        if any(one.earlier for one in self.places):
            return Finding.EARLIER
        if not self.searched:
            return Finding.UNSEARCHED
        if any(one.is_open and one.source is not Source.OTHER for one in self.places):
            return Finding.UNSURE
        parts = {one.searched.part for one in self.searched if one.searched}
        if Part.SOURCES in parts:
            return Finding.SOURCES
        if Part.REST in parts:
            return Finding.REST
        if any(one.nearest for one in self.searched):
            return Finding.ALTERED
        return Finding.ABSENT

    @property
    def why_not(self) -> str:
        """Say why the quotation could not be searched for."""
        reasons = dict.fromkeys(one.why_not for one in self.places if one.why_not)
        return "; ".join(reasons) or "the reference has no address to look at"


def quotations(dossier: Dossier) -> tuple[Quoted, ...]:
    """Return the quotations of the ledger whose references are known, in its order."""
    known = dossier.bibliography.by_key()
    index = _Index(dossier.evidence)
    return tuple(
        Quoted(
            link=link,
            quotation=link.quotation,
            reference=known[link.reference],
            places=tuple(index.places(known[link.reference], link.quotation)),
        )
        for link in dossier.links
        if link.quotation and link.reference in known
    )


def backed(searched: Searched, looks: Sequence[Look]) -> bool:
    """Tell whether one of the looks saw the text that was searched, and kept it."""
    return any(
        sight.capture
        and sight.capture == searched.capture
        and sight.page is not None
        and sight.page.text_hash == searched.text
        for look in looks
        if isinstance(sight := look.sight, Answered)
    )


class _Index:
    """The looks of a project, and the copies of each page that were looked at."""

    def __init__(self, evidence: Evidence | None) -> None:
        self._seen = Seen(evidence)
        self._copies: dict[str, dict[str, None]] = {}
        for look in evidence.looks if evidence else ():
            if look.purpose is Purpose.CAPTURE:
                reading = read_capture(look.about)
                if isinstance(reading, Capture) and reading.original:
                    copies = self._copies.setdefault(_page_of(reading.original), {})
                    copies.setdefault(look.about)

    def places(self, reference: Reference, quotation: Quotation) -> Iterator[Sought]:
        cited = [written(field.value) for field in own(reference, "archiveurl")]
        done = {subject(about) for about in cited}
        given_up = reference.text("urlstatus").strip().lower() in GIVEN_UP
        for _, address in addresses(reference):
            page = self._sought(Source.PAGE, str(address), Purpose.PAGE, quotation)
            yield replace(page, is_open=page.is_open and not given_up)
        for about in cited:
            yield self._sought(Source.COPY, about, Purpose.CAPTURE, quotation)
        for _, address in addresses(reference):
            for about in self._copies.get(_page_of(str(address)), ()):
                if subject(about) not in done:
                    done.add(subject(about))
                    yield self._sought(Source.OTHER, about, Purpose.CAPTURE, quotation)

    def _sought(self, source: Source, about: str, purpose: Purpose, quotation: Quotation) -> Sought:
        looks = self._seen.at(about, purpose)
        readable = [look for look in looks if not _unreadable(look)]
        if not readable:
            why = _unreadable(looks[-1]) if looks else "was never looked at"
            still = not looks or _may_hold(source, looks[-1])
            return Sought(source=source, about=about, why_not=f"{about} {why}", is_open=still)
        found = {
            sight.text: sight
            for look in self._seen.at(about, Purpose.QUOTE)
            if isinstance(sight := look.sight, Searched)
            and sight.quotation == quotation
            and backed(sight, looks)
        }
        newest = readable[-1]
        searched = found.get(_text(newest))
        partly = _partly(newest)
        if searched and partly and searched.part is not Part.TEXT:
            return Sought(
                source=source,
                about=about,
                look=newest,
                why_not=f"{about} {partly}",
                is_open=True,
            )
        earlier = [
            (look, found[_text(look)])
            for look in reversed(readable)
            if _text(look) != _text(newest)
            and _text(look) in found
            and found[_text(look)].part is Part.TEXT
        ]
        kept = "was not searched" if _captured(newest) else "was seen, and no capture was kept"
        return Sought(
            source=source,
            about=about,
            look=newest,
            searched=searched,
            why_not="" if searched else f"{about} {kept}",
            is_open=searched is None,
            earlier=tuple(earlier),
        )


def _may_hold(source: Source, look: Look) -> bool:
    """
    Tell whether words may stand where a look saw no text: what refuses or fails today may show it.

    What an archive showed stays as it is, unless it came and could not be read, as when it is too
    large; a page that is not there any more shows nothing.
    """
    sight = look.sight
    if not isinstance(sight, Answered):
        return True
    if source is not Source.PAGE and sight.code < _FAILED:
        return sight.page is None and sight.length > 0
    return _shown(look).link_class not in _LOST


def _page_of(address: str) -> str:
    """Return the name under which the copies of a page are gathered, by whatever protocol."""
    return subject(address).partition("://")[2].removeprefix("www.").rstrip("/")


def _text(look: Look) -> str:
    sight = look.sight
    return sight.page.text_hash if isinstance(sight, Answered) and sight.page else ""


def _captured(look: Look) -> bool:
    return isinstance(look.sight, Answered) and bool(look.sight.capture)


def _shown(look: Look) -> Glimpse:
    """Say what a look that got an answer shows."""
    sight = look.sight
    if not isinstance(sight, Answered):
        raise TypeError(sight)
    # How a host treats programs today plays no part in what was read.
    return glimpse_of_copy(look, sight)


def _partly(look: Look) -> str:
    """Say why a look saw a part of the text at most, '' when nothing speaks for that."""
    shown = _shown(look)
    if shown.link_class is LinkClass.CLOSED:
        return shown.words
    page = look.sight.page if isinstance(look.sight, Answered) else None
    for sign in page.signs if page else ():
        name, _, what = sign.partition(":")
        if name == _UNREAD:
            return _IN_PART.format(what) if what else _BROKEN
    return ""


def _unreadable(look: Look) -> str:
    """Say why a look saw no text that could be searched, '' when it did."""
    sight = look.sight
    if not isinstance(sight, Answered):
        return "could not be opened"
    shown = _shown(look)
    if shown.link_class not in _READABLE:
        return shown.words
    return "" if sight.page and sight.page.text_hash else "shows no text"
