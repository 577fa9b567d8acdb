"""
Find archived copies of something that is not the source: a wall, an error, a login, a front page.

Archives keep what they are shown. A robot that asked at the wrong moment was shown a test for
browsers, a question for consent, "page not found", or the page of a domain for sale; and that is
what readers of the copy see.

Bad: a copy with the title "Just a moment…", or of an answer 404.

Good: a copy that shows the text that is cited.

Sure: high for the code that was archived and the markup of known walls. Words of the page alone
are a sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.glimpses import LinkClass
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._copies import Copy, Held, held, sound
from kzru_cite.rules._proposals import Proposals, mended

# A page that asks for a login, or leads to the front page, may still show the text below.
_SIGNS = frozenset({LinkClass.CLOSED, LinkClass.TO_ROOT, LinkClass.SERVER_TROUBLE})


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at what each copy shows."""
    proposals = Proposals(dossier)
    for copy, state in held(dossier):
        yield OK if sound(state) else mended(_judge(copy, state), copy, proposals)


def _judge(copy: Copy, state: Held) -> Outcome:
    shows = state.shows
    words = "shows a notice of the archive" if state.notice else shows.words
    code = state.answer.code
    sure = code >= 400 or (shows.proof and shows.link_class not in _SIGNS and not state.notice)
    kind = Contradicted if sure else Suspicious
    return kind(
        place=copy.field.place,
        message=f"the copy {copy.address!r} does not show the source: it {words}",
        hint="look for a copy of another day, and open it",
        reference=copy.reference.key,
    )


RULE = Rule(
    code="ARC104",
    name="copy-of-wall",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archived copy of a wall, an error or another page that is not the source",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
