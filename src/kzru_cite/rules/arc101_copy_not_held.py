"""
Find archived copies that the archive does not show.

The address looks like that of a copy, but the archive answers that it has none, or shows a notice
in its place. A real copy says so itself, in the header `Memento-Datetime`.

Bad: `archiveurl` with a timestamp that was made up, or of a copy that was taken down.

Good: the address of a copy that opens.

Sure: high after as many looks, as far apart, as the policy asks; until then it is a sign, since
archives have bad days. An archive that could not be asked says nothing of its copies. Perma.cc,
Ghostarchive and others that send no such header are taken at their word.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import (
    OK,
    Confidence,
    Contradicted,
    Outcome,
    Severity,
    Suspicious,
    Unable,
)
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._copies import Copy, Held, Unseen, copies
from kzru_cite.rules._proposals import Proposals, mended


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each copy; those that could not be seen are counted here."""
    proposals = Proposals(dossier)
    for copy in copies(dossier):
        yield _judge(copy, proposals)


def _judge(copy: Copy, proposals: Proposals) -> Outcome:
    state = copy.state
    if isinstance(state, Held):
        return OK
    if isinstance(state, Unseen):
        return Unable(place=copy.field.place, reason=f"the copy {copy.address!r} {state.why}")
    kind = Contradicted if state.certain else Suspicious
    found = kind(
        place=copy.field.place,
        message=f"the archive shows no copy at {copy.address!r}: it {state.words}",
        hint="look for another copy of the page",
        reference=copy.reference.key,
    )
    return mended(found, copy, proposals)


RULE = Rule(
    code="ARC101",
    name="copy-not-held",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archived copy that the archive does not show",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
