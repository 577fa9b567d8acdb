"""
Find quotations whose proof names a text that was never seen at the reference's addresses.

Each search in the log names the text and the capture that it was made in, and the ledger names the
text that was decided upon. When no look at the page or its copies saw that text, the line was
invented, or belongs to another page.

Bad: a line of the log that says a quotation was found, without a look at a page behind it.

Good: `kzru-cite gather --capture`, which writes both.

Sure: high. `kzru-cite verify --audit` also works out again what the captures at hand hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Answered, Look, Purpose, Searched
from kzru_cite.model.outcome import OK, Confidence, Outcome, Severity
from kzru_cite.model.quoting import Quoted, backed, quotations
from kzru_cite.model.rule import Need, Rule
from kzru_cite.model.seen import Seen
from kzru_cite.rules._quotes import contradicted


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at the searches for each quotation, and at the text that its link names."""
    seen = Seen(dossier.evidence)
    for quoted in quotations(dossier):
        abouts = [one.about for one in quoted.places]
        looks = [look for about in abouts for look in seen.at(about, Purpose.PAGE, Purpose.CAPTURE)]
        for about in abouts:
            yield from _searches(quoted, seen.at(about, Purpose.QUOTE), looks)
        if quoted.link.capture:
            yield _capture(quoted, looks)


def _searches(quoted: Quoted, searches: Sequence[Look], looks: Sequence[Look]) -> Iterator[Outcome]:
    for look in searches:
        sight = look.sight
        if not isinstance(sight, Searched) or sight.quotation != quoted.quotation:
            continue
        if backed(sight, looks):
            yield OK
        else:
            yield contradicted(
                quoted,
                f"the log has a search of {look.at:%Y-%m-%d} in a text of {look.about}"
                " that no look saw",
                "take that line out of the log, and gather again with --capture",
            )


def _capture(quoted: Quoted, looks: Sequence[Look]) -> Outcome:
    texts = {
        sight.page.text_hash
        for look in looks
        if isinstance(sight := look.sight, Answered) and sight.page
    }
    if quoted.link.capture in texts:
        return OK
    return contradicted(
        quoted,
        "the ledger names a captured text that no look saw at the addresses of"
        f" {quoted.link.reference!r}",
        "'kzru-cite review' writes the text in which the quotation was found",
        at="capture",
    )


RULE = Rule(
    code="QUO006",
    name="unbacked-quote",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="search or ledger that names a text which no look saw",
    page=__doc__,
    check=check,
    needs=frozenset({Need.LEDGER, Need.EVIDENCE}),
)
