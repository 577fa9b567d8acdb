"""Work out how far each claim is borne out by each of its references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.article import Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.bonds import Bond, Bound, ClaimMap, Standing
from kzru_cite.model.decisions import lapse
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import NO_LEDGER, Decided, Decision, Ledger, Link
from kzru_cite.model.quoting import Finding, Quoted, quotations
from kzru_cite.model.searches import searches, sights
from kzru_cite.model.seen import Seen

_DECIDED = {
    Decision.SUPPORTS: Standing.SUPPORTS,
    Decision.PARTLY: Standing.PARTLY,
    Decision.CONTRADICTS: Standing.CONTRADICTS,
    Decision.INACCESSIBLE: Standing.INACCESSIBLE,
}
# In these places the words are in the text of the source, wherever it is kept.
_NOT_SEARCHED = frozenset({Finding.UNSEARCHED, Finding.UNSURE})
_IN_THE_TEXT = frozenset({Finding.FOUND, Finding.EARLIER, Finding.ELSEWHERE})


def bind(dossier: Dossier) -> ClaimMap:
    """Return all claims with their references, as ledger and evidence have them."""
    binder = _Binder(
        ledger=dossier.ledger or NO_LEDGER,
        quoted={id(one.link): one for one in quotations(dossier)},
        seen=Seen(dossier.evidence),
        references=dossier.bibliography.by_key(),
    )
    return ClaimMap(
        article=dossier.article,
        bound=tuple(
            Bound(claim=claim, bonds=tuple(binder.bonds(claim))) for claim in dossier.article.claims
        ),
        references=dossier.bibliography.by_key(),
    )


class _Binder(Struct, frozen=True, kw_only=True):
    """What bonds are worked out from; *quoted* is by the identity of the link."""

    ledger: Ledger
    quoted: dict[int, Quoted]
    seen: Seen
    references: Mapping[str, Reference]

    def bonds(self, claim: Claim) -> Iterator[Bond]:
        links = self.ledger.of(claim.id) if claim.id else ()
        done: set[str] = set()
        for citation in claim.citations:
            if citation.key in done:
                continue
            done.add(citation.key)
            bare = Bond(reference=citation.key, standing=Standing.UNLINKED, locator=citation.suffix)
            found = [link for link in links if link.reference == citation.key]
            yield from (self._bond(bare, link, claim) for link in found)
            if not found:
                yield bare

    def _bond(self, bare: Bond, link: Link, claim: Claim) -> Bond:
        quoted = self.quoted.get(id(link))
        best = quoted.best if quoted else None
        spots = best.searched.spots if best and best.searched else ()
        with_link = replace(
            bare,
            link=link,
            locator=link.locator or bare.locator,
            decided=link.decisions[-1] if link.decisions else None,
            address=best.about if best else "",
            found=spots[0] if spots else None,
        )
        standing, why = self._standing(link, quoted, claim)
        return replace(with_link, standing=standing, why=why)

    def _standing(self, link: Link, quoted: Quoted | None, claim: Claim) -> tuple[Standing, str]:
        lapsed = next(filter(None, (self._lapsed(link, one, claim) for one in link.decisions)), "")
        if lapsed:
            return Standing.LAPSED, lapsed
        finding = quoted.finding if quoted else None
        if finding is not None and finding not in {*_IN_THE_TEXT, *_NOT_SEARCHED}:
            return Standing.MISSING, finding.value if finding is not Finding.ABSENT else ""
        if link.decisions:
            return _DECIDED[link.decisions[-1].decision], ""
        if link.quotation is None:
            return Standing.UNQUOTED, ""
        if finding is None or finding in _NOT_SEARCHED:
            return Standing.UNSEARCHED, finding.value if finding is Finding.UNSURE else ""
        return Standing.UNDECIDED, finding.value if finding is not Finding.FOUND else ""

    def _lapsed(self, link: Link, decided: Decided, claim: Claim) -> str:
        # A decision without a seal was written by hand: the rules speak of it, it stands here.
        if not decided.seal:
            return ""
        reference = self.references.get(link.reference)
        earlier = sights(searches(self.seen, reference)) if reference else ()
        found = lapse(link, decided, claim.text, earlier)
        return found.words if found else ""
