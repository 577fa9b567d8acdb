"""
Find claims and references on which nobody has decided, where the settings ask for a decision.

`need-decision` in `[tool.kzru-cite.review]` names classes of claims: `quoted` (the ledger has a
quotation), `figures` (the claim holds a figure), `dated` (it has `date=`), `checked` (it has
`check=`), or `all`. By default none is asked for. A claim with `needs=` is known to be unfinished
(COV003) and not named; a decision that has lapsed is (QUO101).

Bad: `need-decision = ["figures"]`, and a claim with a figure that nobody compared with its source.

Good: somebody read the source and decided (`kzru-cite review`).

Sure: high.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.article import Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import Link
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each citation of a claim for which a decision is asked."""
    classes = frozenset(dossier.policy.need_decision)
    links: dict[tuple[str, str], list[Link]] = {}
    for link in dossier.links:
        links.setdefault((link.claim, link.reference), []).append(link)
    for claim in dossier.article.claims:
        if not claim.id or claim.attributes.get("needs"):
            continue
        for citation in {one.key: one for one in claim.citations}.values():
            found = links.get((claim.id, citation.key), [])
            if not classes & _classes(claim, found):
                continue
            if any(link.decisions for link in found):
                yield OK
                continue
            yield Contradicted(
                place=citation.place,
                message=f"nobody has decided whether {citation.key!r} supports {claim.id!r}",
                hint=f"read the source: kzru-cite review --claim {claim.id}",
                claim=claim.id,
                reference=citation.key,
            )


def _classes(claim: Claim, links: list[Link]) -> set[str]:
    found = {"all"}
    if any(link.quotation for link in links):
        found.add("quoted")
    if any(letter.isdecimal() for letter in claim.text):
        found.add("figures")
    if "date" in claim.attributes:
        found.add("dated")
    if "check" in claim.attributes:
        found.add("checked")
    return found


RULE = Rule(
    code="QUO104",
    name="undecided-link",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="claim and reference on which nobody has decided",
    page=__doc__,
    check=check,
)
