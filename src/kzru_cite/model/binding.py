"""Work out how far each claim is borne out by each of its references."""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.article import Claim
from kzru_cite.model.bonds import Bond, Bound, ClaimMap, Standing
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import Decision, Ledger, Link

_DECIDED = {
    Decision.SUPPORTS: Standing.SUPPORTS,
    Decision.PARTLY: Standing.PARTLY,
    Decision.CONTRADICTS: Standing.CONTRADICTS,
    Decision.INACCESSIBLE: Standing.INACCESSIBLE,
}


def bind(dossier: Dossier) -> ClaimMap:
    """Return all claims with their references, as ledger and evidence have them."""
    ledger = dossier.ledger or Ledger(path="")
    return ClaimMap(
        article=dossier.article,
        bound=tuple(
            Bound(claim=claim, bonds=tuple(_bonds(claim, ledger)))
            for claim in dossier.article.claims
        ),
        references=dossier.bibliography.by_key(),
    )


def _bonds(claim: Claim, ledger: Ledger) -> Iterator[Bond]:
    links = ledger.of(claim.id) if claim.id else ()
    done: set[str] = set()
    for citation in claim.citations:
        if citation.key in done:
            continue
        done.add(citation.key)
        found = [link for link in links if link.reference == citation.key]
        if not found:
            yield _bond(citation.key, citation.suffix, None)
        for link in found:
            yield _bond(citation.key, citation.suffix, link)


def _bond(reference: str, locator: str, link: Link | None) -> Bond:
    decided = link.decisions[-1] if link and link.decisions else None
    if link is None:
        standing = Standing.UNLINKED
    elif decided:
        standing = _DECIDED[decided.decision]
    else:
        standing = Standing.UNSEARCHED if link.quotation else Standing.UNQUOTED
    return Bond(reference=reference, locator=locator, standing=standing, link=link, decided=decided)
