"""Search the captures at hand for who reviews links, and say whether they can serve."""

from __future__ import annotations

from msgspec import Struct

from kzru_cite.gathering import captures
from kzru_cite.model.article import Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import addresses, own, written
from kzru_cite.model.evidence import Answered, Evidence, Look, PageFacts, Purpose, Searched
from kzru_cite.model.figures import Compared, compare
from kzru_cite.model.quotation import Part, Quotation
from kzru_cite.model.searching import search
from kzru_cite.model.seen import Seen
from kzru_cite.reviewing_cards import Sources
from kzru_cite.rules._fitness import unfit
from kzru_cite.searching import Extracted, extractor
from kzru_cite.workspace import Workspace


def sources(workspace: Workspace, dossier: Dossier) -> Sources:
    """Return what a review asks of the captures of a project."""
    texts = extractor(captures(workspace.settings, workspace.folder))
    here = _Here(dossier.evidence, texts)
    compared = _Figures(dossier.article.language)
    return Sources(search=here.search, fitness=here.fitness, compare=compared.lines)


class _Figures(Struct, frozen=True):
    """The figures of claims against those of their quotations; *language* is the article's."""

    language: str

    def lines(self, claim: Claim, quotations: tuple[Quotation, ...]) -> tuple[str, ...]:
        """Say of each figure what it comes to; nothing where nothing is quoted."""
        if not quotations:
            return ()
        found = compare(
            claim.text,
            tuple(quotation.exact for quotation in quotations),
            date=claim.attributes.get("date", ""),
            check=claim.attributes.get("check", ""),
            language=self.language,
        )
        return tuple(_line(one) for one in found)


def _line(compared: Compared) -> str:
    counterpart = compared.counterpart
    words = f"{compared.figure.text}: {compared.comparison.value}"
    return f"{words} ({counterpart.text})" if counterpart else words


class _Here:
    """The captures at hand, and the looks that they belong to."""

    def __init__(self, evidence: Evidence | None, texts: Extracted) -> None:
        self._seen = Seen(evidence)
        self._texts = texts
        self._pages: dict[str, PageFacts] = {}

    def search(self, reference: Reference, quotation: Quotation) -> Searched | None:
        """Search the newest captured texts; None when nothing is at hand."""
        best: Searched | None = None
        for look in self._looks(reference):
            sight = look.sight
            if not isinstance(sight, Answered) or sight.page is None:
                continue
            text = self._texts(sight.capture)
            if text is None or text.text_hash != sight.page.text_hash:
                continue
            self._pages[sight.capture] = sight.page
            found = search(quotation, text, sight.capture)
            if found.part is Part.TEXT:
                return found
            best = best or found
        return best

    def fitness(self, reference: Reference, capture: str) -> str:
        """Say why a capture cannot serve as evidence, '' when nothing speaks against it."""
        page = self._pages.get(capture)
        return unfit(reference, page) if page else ""

    def _looks(self, reference: Reference) -> list[Look]:
        """Return the looks whose captures were kept, the cited copy first, then newest first."""
        copies = [written(field.value) for field in own(reference, "archiveurl")]
        pages = [str(address) for _, address in addresses(reference)]
        found = [
            look
            for about, purpose in (
                *((about, Purpose.CAPTURE) for about in copies),
                *((about, Purpose.PAGE) for about in pages),
            )
            for look in reversed(self._seen.at(about, purpose))
        ]
        return [look for look in found if isinstance(look.sight, Answered) and look.sight.capture]
