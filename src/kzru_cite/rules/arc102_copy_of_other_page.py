"""
Find archived copies that, by the archive's own word, are of another page.

Archives look pages up by a key that leaves out parts of the address, and some lead on to another
page that was copied in its place. The header `Link` of a copy names the page that it is of.

Bad: a copy asked for at `…/web/20230102030405/https://example.org/a` that is of
`https://example.org/b`.

Good: a copy of the page that is cited, whatever the spelling: http or https, `www.`, a slash.

Sure: high for a copy that the archive gives without leading on. Where it leads on inside the same
site, the page had moved when it was copied, which is fine; on to another site is a sign only.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.address import Address, fold, read_address
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.permanent import RESOLVERS
from kzru_cite.model.rule import Need, Rule
from kzru_cite.rules._copies import Copy, Held, held, same_source
from kzru_cite.rules._proposals import Proposals, mended
from kzru_cite.rules._shorteners import SHORTENERS


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare the page each copy was asked for with the page it is of."""
    proposals = Proposals(dossier)
    for copy, state in held(dossier):
        asked = _asked(copy)
        if asked and state.original:
            yield mended(_judge(copy, state, asked), copy, proposals)


def _asked(copy: Copy) -> str:
    """Return the page named in the address of the copy, else that of the entry, or ''."""
    return copy.reading.original or written(copy.reference.text("url"))


def _judge(copy: Copy, state: Held, asked: str) -> Outcome:
    original = state.original
    led_on = bool(state.answer.hops)
    if same_source(asked, original) or (led_on and _same_site(asked, original)):
        return OK
    kind = Suspicious if led_on else Contradicted
    return kind(
        place=copy.field.place,
        message=f"the copy is of {original!r}, not of {asked!r}",
        hint="give a copy of the page that is cited",
        reference=copy.reference.key,
    )


def _same_site(one: str, other: str) -> bool:
    first, second = read_address(one), read_address(other)
    if not isinstance(first, Address) or not isinstance(second, Address):
        return False
    return first.on(*RESOLVERS, *SHORTENERS) or fold(first).host == fold(second).host


RULE = Rule(
    code="ARC102",
    name="copy-of-other-page",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archived copy that is of another page, by the word of the archive",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
