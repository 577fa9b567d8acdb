"""
Find web pages cited without an archived copy of which an archive holds one.

Proposed is the last copy of the days before the author saw the page (90, the setting
`capture-before`), since it shows what the author saw; else the first one after it. It is proposed
only after it was looked at, and shows no wall, error or other title.

Bad: `@online` with `url` and `urldate` alone, when the Wayback Machine has the page of that week.

Good: the copy in `archiveurl`, with its `archivedate`.

Sure: high that the copy is there; see for yourself that it holds the text. Where
none can be proposed, and not every archive said that it holds nothing, the check counts as not
made, with the reason of each archive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from kzru_cite.model.captures import candidates
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import CaptureListed, Purpose
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Unable
from kzru_cite.model.rule import Need, Rule
from kzru_cite.model.seen import Seen
from kzru_cite.rules._copies import Held, Unseen, copy_state, sound
from kzru_cite.rules._listings import Bare, bare_pages
from kzru_cite.rules._match import Match, cited_titles, titles
from kzru_cite.rules._mending import also


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each page without a copy, and at what the archives said that they hold."""
    seen = Seen(dossier.evidence)
    for page in bare_pages(dossier):
        given = page.reference.date("urldate")
        day = given.latest() if isinstance(given, Period) else None
        best = partial(candidates, seen=day, before=dossier.policy.capture_before)
        tried = [
            _tried(page, name, choice, seen, dossier)
            for name, captures in page.lists
            if (choice := best(captures))
        ]
        good = best(one for one in tried if isinstance(one, CaptureListed))
        why = "; ".join([*(one for one in tried if isinstance(one, str)), page.why_not])
        if good:
            yield _proposal(page, good[0])
        else:
            yield _unable(page, why.removesuffix("; ")) if why else OK


def _tried(
    page: Bare, archive: str, choice: Sequence[CaptureListed], seen: Seen, dossier: Dossier
) -> CaptureListed | str:
    """Return the best copy of an archive that was looked at and found good, or why none is."""
    unseen = []
    looked_at = tuple(takewhile(lambda one: seen.at(one.address, Purpose.CAPTURE), choice))
    for listed in looked_at:
        state = copy_state(seen.at(listed.address, Purpose.CAPTURE), listed.address, dossier)
        if isinstance(state, Held) and _will_do(page, state):
            return listed
        if isinstance(state, Unseen):
            unseen.append(f"the copy {listed.address!r} {state.why}")
    if not looked_at:
        return f"the copy {choice[0].address!r} was never looked at"
    return unseen[0] if unseen else f"no copy in {archive} that was looked at shows the source"


def _will_do(page: Bare, state: Held) -> bool:
    facts = state.answer.page
    if facts is None or not sound(state):
        return False
    shown = titles(cited_titles(page.reference), (facts.title, *facts.titles))
    return shown is not Match.DIFFER


def _proposal(page: Bare, listed: CaptureListed) -> Outcome:
    day = listed.taken.date()
    return Contradicted(
        place=page.reference.key_place,
        message=f"a copy of {page.address!r} of {day} can be had, and none is given",
        hint=f"archiveurl = {{{listed.address}}}, archivedate = {{{day}}}",
        reference=page.reference.key,
        fix=also(
            page.reference,
            {"archiveurl": listed.address, "archivedate": day.isoformat()},
            safe=False,
        ),
    )


def _unable(page: Bare, why: str) -> Outcome:
    reason = f"no copy of {page.address!r} can be proposed: {why}"
    return Unable(place=page.reference.key_place, reason=reason, reference=page.reference.key)


RULE = Rule(
    code="ARC106",
    name="copy-to-be-had",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    summary="web page without an archived copy, of which an archive holds one",
    page=__doc__,
    check=check,
    needs=frozenset({Need.EVIDENCE}),
)
