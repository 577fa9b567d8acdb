"""Bring together what is shown of a link: claim, source, words in their context, decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from kzru_cite.model.article import Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.decisions import lapse
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Look, Searched
from kzru_cite.model.ledger import Decided, Link, LinkName
from kzru_cite.model.quotation import Part, Quotation
from kzru_cite.model.review import Card, Made, Passage
from kzru_cite.model.searches import searches, sights
from kzru_cite.model.seen import Seen
from kzru_cite.model.subjects import subject

_ADDRESSES = (("url", "live page"), ("archiveurl", "archived copy"))


class Sources(Struct, frozen=True, kw_only=True):
    """
    What is asked of captures and figures; by default nothing.

    *search* looks for a quotation in what is kept here of a reference. *fitness* says why a
    capture (the hash of its body) cannot serve as evidence, '' when it can. *compare* gives lines
    on the figures of a claim and its quotations.
    """

    search: Callable[[Reference, Quotation], Searched | None] = lambda _reference, _words: None
    fitness: Callable[[Reference, str], str] = lambda _reference, _capture: ""
    compare: Callable[[Claim, tuple[Quotation, ...]], tuple[str, ...]] = lambda _claim, _words: ()


class Cards:
    """Make the cards of a project's links."""

    def __init__(self, dossier: Dossier, sources: Sources) -> None:
        self._dossier = dossier
        self._seen = Seen(dossier.evidence)
        self._sources = sources
        self.claims = {claim.id: claim for claim in reversed(dossier.article.claims) if claim.id}
        self._references = {one.key: one for one in reversed(dossier.bibliography.references)}

    def card(self, name: LinkName, link: Link, position: int, total: int) -> Card:
        """Return what is shown of a link."""
        claim = self.claims[name.claim]
        section = self._dossier.article.sections[claim.section]
        found = self._found(name.reference, link.quotation)
        return Card(
            name=name,
            position=position,
            total=total,
            where=f"{claim.place.path}:{claim.place.line}",
            section=section.title,
            text=claim.text,
            source=tuple(self._source(name.reference)),
            locator=link.locator or _locator(claim, name.reference),
            passage=_passage(link.quotation, found.sight if found else None),
            capture=tuple(self._capture(name.reference, link, found)),
            numbers=self._sources.compare(claim, (link.quotation,) if link.quotation else ()),
            decisions=tuple(self._made(link, one) for one in link.decisions),
            note=link.note,
        )

    def lapsed(self, link: Link, decided: Decided) -> str:
        """Say why a decision lapsed, '' while it stands."""
        earlier = sights(self._searches(link.reference))
        found = lapse(link, decided, self.claims[link.claim].text, earlier)
        return found.words if found else ""

    def captured(self, key: str, link: Link, instead: int | None) -> str:
        """Name the text that is decided upon: that in which the words were found, if any."""
        found = self._found(key, link.quotation)
        sight = found.sight if found else None
        if not isinstance(sight, Searched) or sight.part is not Part.TEXT:
            return link.capture
        others = [
            one
            for number, one in enumerate(link.decisions)
            if number != instead and not self.lapsed(link, one)
        ]
        # A decision of somebody else on another text is not to lapse by this one.
        return link.capture if others else sight.text

    def _made(self, link: Link, decided: Decided) -> Made:
        return Made(
            decision=decided.decision.value,
            by=decided.by,
            on=decided.on.isoformat() if decided.on else "",
            lapsed=self.lapsed(link, decided),
        )

    def _searches(self, key: str) -> tuple[Look, ...]:
        reference = self._references.get(key)
        return searches(self._seen, reference) if reference else ()

    def _found(self, key: str, quotation: Quotation | None) -> _Found | None:
        """Search here, or return the newest search that a capture bears out."""
        reference = self._references.get(key)
        if reference is None or quotation is None:
            return None
        sight = self._sources.search(reference, quotation)
        if sight is not None:
            return _Found(sight=sight)
        for look in self._searches(key):
            seen = look.sight
            if isinstance(seen, Searched) and seen.quotation == quotation and seen.capture:
                return _Found(sight=seen, look=look)
        return None

    def _source(self, key: str) -> Iterator[str]:
        reference = self._references.get(key)
        if reference is None:
            yield f"no reference has the key {key!r}"
            return
        names = reference.names.get("author") or reference.names.get("editor") or ()
        words = (
            "; ".join(map(str, names)),
            reference.text("title"),
            reference.text("date", "year"),
        )
        yield ". ".join(word for word in words if word) or key
        for name, _ in _ADDRESSES:
            if reference.text(name):
                yield reference.text(name)

    def _capture(self, key: str, link: Link, found: _Found | None) -> Iterator[str]:
        reference = self._references.get(key)
        if found is None or reference is None:
            if link.capture:
                yield f"the ledger names the text {link.capture[:19]}; nothing is kept of it here"
            return
        sight = found.sight
        if found.look is None:
            yield "kept here"
        else:
            kinds = {subject(reference.text(name)): kind for name, kind in _ADDRESSES}
            kind = kinds.get(subject(found.look.about), "capture")
            yield f"{kind} {found.look.about}, searched on {found.look.at.date()}"
        yield f"text {sight.text[:19]}"
        if link.capture and link.capture != sight.text:
            yield f"the ledger names another text: {link.capture[:19]}"
        why_not = self._sources.fitness(reference, sight.capture)
        if why_not:
            yield f"it cannot serve as evidence: {why_not}"


class _Found(Struct, frozen=True, kw_only=True):
    """A search for a quotation, and the look it was kept in, None for one made now."""

    sight: Searched
    look: Look | None = None


def _locator(claim: Claim, key: str) -> str:
    return next((one.suffix for one in claim.citations if one.key == key and one.suffix), "")


def _passage(quotation: Quotation | None, sight: Searched | None) -> Passage | None:
    if quotation is None:
        return None
    if sight is None:
        return Passage(quotation=quotation)
    return Passage(quotation=quotation, part=sight.part, spots=sight.spots, nearest=sight.nearest)
