"""
Find publishers given as a bare domain.

A domain says where a page lies, not who answers for it; the address tells it already. The name of
the body or paper behind it helps the reader to judge the source, and stays right when the domain
moves.

Bad: `organization = {www.rfembassy.kz}`, `publisher = {dur.ac.uk}`.

Good: `organization = {Embassy of the Russian Federation in Kazakhstan}`.

Sure: a fact for domains in small letters; some bodies are called like a domain (Booking.com), so
one with capitals is a suspicion.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._sites import is_domain
from kzru_cite.rules._titles import PUBLISHER_FIELDS

# Bodies whose name is a domain.
_NAMES = frozenset(
    {
        *("arxiv.org", "amazon.com", "archive.org", "booking.com", "ceur-ws.org", "ijcai.org"),
        *("openreview.net", "re3data.org", "re.press", "lulu.com", "protocols.io"),
    }
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each publisher, organization, institution and school."""
    for reference in dossier.bibliography.references:
        for field in own(reference, PUBLISHER_FIELDS):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    if not is_domain(field.value) or field.value.casefold() in _NAMES:
        return OK
    certain = field.value.islower() or field.value.casefold().startswith("www.")
    return (Contradicted if certain else Suspicious)(
        place=field.place,
        message=f"{field.name} {field.value!r} is a domain, not a name",
        hint="name the body or paper behind the site",
        reference=reference.key,
    )


RULE = Rule(
    code="TTL009",
    name="publisher-is-domain",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    summary="publisher given as a bare domain",
    page=__doc__,
    check=check,
)
