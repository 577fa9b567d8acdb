"""Choose the archived copy to give where none is given, or one that is no good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial, reduce

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.captures import candidates
from kzru_cite.model.dates import Period
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import GIVEN_UP, addresses, own, written
from kzru_cite.model.evidence import CaptureListed, Purpose
from kzru_cite.model.fix import Fix
from kzru_cite.model.links import LinkClass, LinkState, classify
from kzru_cite.model.outcome import Contradicted, Outcome
from kzru_cite.model.quoting import Source, quotations
from kzru_cite.model.seen import Seen
from kzru_cite.model.subjects import subject
from kzru_cite.model.wanted import WITHOUT_WORDS, WantedCopy
from kzru_cite.rules._copies import Copy, CopyState, Held, Unseen, copy_state, same_source, sound
from kzru_cite.rules._listings import Bare, bare_pages, listing
from kzru_cite.rules._match import Match, cited_titles, titles
from kzru_cite.rules._mending import also, both, rewrite

_LOST = frozenset(
    {LinkClass.GONE, LinkClass.NAME_GONE, LinkClass.SOFT_404, LinkClass.TO_ROOT, LinkClass.PARKED}
)
_THERE = frozenset({LinkClass.ALIVE, LinkClass.MOVED})


class Search(Struct, frozen=True, kw_only=True):
    """
    What came of looking for a copy of a page.

    Without a *copy*, *why* says why not, '' when the archives hold none at all; *none_held* tells
    that those asked hold none that will do.
    """

    copy: CaptureListed | None = None
    why: str = ""
    none_held: bool = False


class _Tried(Struct, frozen=True, kw_only=True):
    """The good copies of one archive; *why* there is none, and whether that is *certain*."""

    good: tuple[CaptureListed, ...]
    why: str
    certain: bool


class Proposals:
    """Find the copy to give for pages of a project."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    @cached_property
    def _seen(self) -> Seen:
        return Seen(self._dossier.evidence)

    @cached_property
    def _quotes(self) -> Mapping[tuple[str, str], int]:
        """Count the quotations of each reference that each copy holds."""
        return Counter(
            (quoted.reference.key, subject(place.about))
            for quoted in quotations(self._dossier)
            for place in quoted.places
            if place.found and place.source is not Source.PAGE
        )

    def quotes_in(self, reference: Reference, address: str) -> int:
        """Return how many quotations of a reference a copy was seen to hold."""
        return self._quotes.get((reference.key, subject(address)), 0)

    def search(self, page: Bare, cited: str = "") -> Search:
        """
        Return the copy of a page to give in place of *cited*.

        Only what was looked at is given, and shows the source. Of these that which holds most of
        the quotations wins, then the order of ``candidates``.
        """
        given = page.reference.date("urldate")
        day = given.latest() if isinstance(given, Period) else None
        best = partial(candidates, seen=day, before=self._dossier.policy.capture_before)
        tried = [
            self._tried(page, name, choice)
            for name, captures in page.lists
            if (choice := [one for one in best(captures) if subject(one.address) != subject(cited)])
        ]
        good = best(copy for one in tried for copy in one.good)
        if good:
            copy = max(good, key=lambda one: self.quotes_in(page.reference, one.address))
            return Search(copy=copy)
        return Search(
            why="; ".join(filter(None, [*(one.why for one in tried), page.why_not])),
            none_held=not page.why_not and all(one.certain for one in tried),
        )

    def _tried(self, page: Bare, archive: str, choice: Sequence[CaptureListed]) -> _Tried:
        """Sort out the copies of one archive: what was looked at, and shows the source."""
        states = [(one, state) for one in choice if (state := self._state(one)) is not None]
        unseen = [
            f"the copy {one.address!r} {state.why}"
            for one, state in states
            if isinstance(state, Unseen)
        ]
        why = f"no copy in {archive} that was looked at shows the source"
        if not states:
            why = f"the copy {choice[0].address!r} was never looked at"
        return _Tried(
            good=tuple(
                one
                for one, state in states
                if isinstance(state, Held) and _will_do(page, one, state)
            ),
            why=unseen[0] if unseen else why,
            certain=bool(states) and not unseen,
        )

    def _state(self, listed: CaptureListed) -> CopyState | None:
        """Weigh the looks at a copy; None when there are none."""
        looks = self._seen.at(listed.address, Purpose.CAPTURE)
        return copy_state(looks, listed.address, self._dossier) if looks else None

    def pages(self, reference: Reference) -> Iterator[Bare]:
        """Give the pages of a reference with what archives hold of them."""
        for _, address in addresses(reference):
            if address.scheme in ("http", "https"):
                yield listing(reference, str(address), self._seen)

    def replacement(self, reference: Reference, cited: str) -> Fix | None:
        """Return the edits that give another copy in place of *cited*; None without a good one."""
        for page in self.pages(reference):
            found = self.search(page, cited)
            if found.copy is not None:
                return self.fix(page, found.copy)
        return None

    def with_words(self, reference: Reference, search: Search, cited: str) -> Search:
        """Let a copy pass only when it holds more of the quotations than the one cited."""
        copy = search.copy
        if copy is None:
            return search
        if self.quotes_in(reference, copy.address) > self.quotes_in(reference, cited):
            return search
        return Search(why=WITHOUT_WORDS, none_held=True)

    def fix(self, page: Bare, copy: CaptureListed) -> Fix | None:
        """Return the edits that give a copy, with its day and what became of the page."""
        values = {"archiveurl": copy.address, "archivedate": copy.taken.date().isoformat()}
        status = self._status(page)
        return _given(page.reference, {**values, **({"urlstatus": status} if status else {})})

    def link(self, page: Bare) -> LinkState:
        """Say what became of the page itself."""
        looks = self._seen.at(page.address, Purpose.PAGE, Purpose.SIBLING)
        return classify(looks, self._dossier.policy, self._dossier.today)

    def is_lost(self, page: Bare) -> bool:
        """Tell whether the page can no longer be had, by the editor's word, else by the log."""
        status = page.reference.text("urlstatus").strip().lower()
        if status in GIVEN_UP or status == "live":
            return status != "live"
        state = self.link(page)
        return state.link_class in _LOST and state.certain

    def _status(self, page: Bare) -> str:
        """Return the word for ``urlstatus``; '' when the editor wrote one, or nothing is sure."""
        if page.reference.text("urlstatus").strip():
            return ""
        if self.is_lost(page):
            return "dead"
        state = self.link(page)
        if state.link_class not in _THERE or state.seen is None:
            return ""
        age = (self._dossier.today - state.seen.date()).days
        return "live" if age <= self._dossier.policy.stale_after else ""


def wanted_copies(
    dossier: Dossier, poor: Collection[str], wordless: Collection[str]
) -> tuple[WantedCopy, ...]:
    """
    Return the pages without a good copy, with the one to give or why there is none.

    *poor* are the keys of the references whose copy is no good, *wordless* of those whose copy
    does not hold what is quoted.
    """
    proposals = Proposals(dossier)
    found = {
        (page.reference.key, page.address): _wanted(page, proposals.search(page), proposals)
        for page in bare_pages(dossier)
    }
    for reference in dossier.bibliography.references:
        if reference.key not in poor and reference.key not in wordless:
            continue
        cited = cited_copy(reference)
        for page in proposals.pages(reference):
            search = proposals.search(page, cited)
            if reference.key not in poor:
                search = proposals.with_words(reference, search, cited)
            wanted = replace(_wanted(page, search, proposals), cited=cited)
            found.setdefault((reference.key, page.address), wanted)
    return tuple(sorted(found.values(), key=lambda one: one.place.order))


def mended(outcome: Outcome, copy: Copy, proposals: Proposals) -> Outcome:
    """Let a copy that is certainly no good be replaced by a better one, if one was looked at."""
    if not isinstance(outcome, Contradicted):
        return outcome
    return replace(outcome, fix=proposals.replacement(copy.reference, copy.address))


def cited_copy(reference: Reference) -> str:
    """Return the address of the copy that an entry gives, '' without one."""
    return next((written(field.value) for field in own(reference, "archiveurl")), "")


def _wanted(page: Bare, found: Search, proposals: Proposals) -> WantedCopy:
    return WantedCopy(
        key=page.reference.key,
        place=page.reference.key_place,
        address=page.address,
        found=found.copy,
        why=found.why,
        none_held=found.none_held,
        gone=proposals.is_lost(page),
    )


def _will_do(page: Bare, listed: CaptureListed, state: Held) -> bool:
    """Tell whether a copy shows the source, is of that page, and of the moment it is listed at."""
    facts = state.answer.page
    if facts is None or not sound(state):
        return False
    if state.taken and abs((state.taken.date() - listed.taken.date()).days) > 1:
        return False
    # One that the archive led on from shows where the page had moved to.
    of_other = state.original and not same_source(page.address, state.original)
    if of_other and not state.answer.hops:
        return False
    shown = titles(cited_titles(page.reference), (facts.title, *facts.titles))
    return shown is not Match.DIFFER


def _given(reference: Reference, values: Mapping[str, str]) -> Fix | None:
    """Put values into an entry: in the place of those it has, the others behind its last field."""
    there = {field.name: field for name in values if (field := reference.fields.get(name))}
    kept = {name: field for name, field in there.items() if not field.inherited_from}
    new = {name: value for name, value in values.items() if name not in kept}
    parts = [
        rewrite(field, values[name], safe=False)
        for name, field in kept.items()
        if field.value != values[name]
    ]
    parts += [also(reference, new, safe=False)] if new else []
    made = reduce(both, parts)
    title = f"give the copy {values['archiveurl']} of {values['archivedate']}"
    return replace(made, title=title) if made else None
