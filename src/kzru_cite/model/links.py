"""Say what became of an address, from all looks at it, with the patience that the policy asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.model.evidence import FIRST_EXTRACTOR, Answered, Look, PageFacts, Purpose, in_order
from kzru_cite.model.glimpses import Glimpse, LinkClass, glimpse
from kzru_cite.model.policy import Policy

__all__ = ["GOOD", "MUTE", "LinkClass", "LinkState", "classify", "enough"]

# The page, or the fence that its owner put before it, is there.
GOOD = frozenset({LinkClass.ALIVE, LinkClass.MOVED, LinkClass.CLOSED})
# Nothing follows from these for the page.
MUTE = frozenset(
    {
        LinkClass.ROBOT_WALL,
        LinkClass.RATE_LIMITED,
        LinkClass.SERVER_TROUBLE,
        LinkClass.NOT_CHECKED,
    }
)
_MISSES = frozenset({LinkClass.GONE, LinkClass.NAME_GONE})
_WORD = re.compile(r"\w+")


class LinkState(Struct, frozen=True, kw_only=True):
    """
    What became of an address.

    *words* say why, and follow the address in a sentence; *history* says how often it was seen,
    and when the page was last good. *looks* are those that decide, oldest first. *since* is the
    first of the looks in a row that showed this, *seen* the last look that told anything, *good*
    the last one that found the page. *certain* says that it was seen as often as the policy asks
    and proven. *address* is where the page moved to.
    """

    link_class: LinkClass
    words: str
    history: str = ""
    looks: tuple[Look, ...] = ()
    since: datetime | None = None
    seen: datetime | None = None
    good: datetime | None = None
    certain: bool = False
    address: str = ""

    @property
    def page(self) -> PageFacts | None:
        """Return what the last of the looks that decide saw of the page."""
        sight = self.looks[-1].sight if self.looks else None
        return sight.page if isinstance(sight, Answered) else None


def classify(looks: Iterable[Look], policy: Policy, today: date) -> LinkState:
    """
    Weigh the looks at one address, in any order.

    *looks* are those at the page and at random neighbours of it; others are passed over. Looks
    that say nothing of the page neither end nor lengthen a row of misses.
    """
    glimpses = _glimpses(looks)
    telling = [one for one in glimpses if one.link_class not in MUTE]
    if not telling:
        return _mute(glimpses)
    run = _run(telling)
    state = _state(run, policy, _last_good(telling))
    newest = glimpses[-1]
    if newest.link_class in MUTE and run[-1].link_class in GOOD and _old(run[-1], policy, today):
        mute = _mute(glimpses)
        history = f"{mute.history}, last good {run[-1].look.at.date()}"
        return replace(mute, history=history, seen=state.seen, good=state.good)
    return _drifted(state, telling) or state


def enough(moments: Iterable[datetime], policy: Policy) -> bool:
    """Tell whether failed looks were made as often, and as far apart, as the policy asks."""
    apart = timedelta(days=policy.dead_days)
    counted = 0
    last: datetime | None = None
    for moment in sorted(moments):
        if last is None or moment - last >= apart:
            counted, last = counted + 1, moment
    return counted >= max(policy.dead_looks, 1)


def _glimpses(looks: Iterable[Look]) -> list[Glimpse]:
    """Judge the looks one by one in the order of time, repeated lines of a log once."""
    ordered = in_order(looks)
    siblings = [look for look in ordered if look.purpose is Purpose.SIBLING]
    pages = (look for look in ordered if look.purpose is Purpose.PAGE)
    return [found for look in pages if (found := glimpse(look, siblings)) is not None]


def _family(link_class: LinkClass) -> frozenset[LinkClass]:
    """Return the classes that count as the same in a row of looks."""
    for family in (GOOD, _MISSES):
        if link_class in family:
            return family
    return frozenset({link_class})


def _run(telling: Sequence[Glimpse]) -> list[Glimpse]:
    """Return the last looks in a row that showed the same."""
    family = _family(telling[-1].link_class)
    first = len(telling)
    while first and telling[first - 1].link_class in family:
        first -= 1
    return list(telling[first:])


def _state(run: Sequence[Glimpse], policy: Policy, good: datetime | None) -> LinkState:
    last = run[-1]
    often = enough((one.look.at for one in run), policy)
    state = LinkState(
        link_class=last.link_class,
        words=last.words,
        looks=tuple(one.look for one in run),
        since=run[0].look.at,
        seen=last.look.at,
        good=good,
        certain=often and last.proof,
        address=last.address,
    )
    if last.link_class in GOOD:
        return replace(
            state, looks=(last.look,), certain=True, history=f"seen {state.seen:%Y-%m-%d}"
        )
    state = replace(state, history=_history(run, good))
    if last.link_class in _MISSES and not often:
        return replace(state, link_class=LinkClass.SUSPECTED_GONE)
    return state


def _history(run: Sequence[Glimpse], good: datetime | None) -> str:
    first, last = run[0].look.at.date(), run[-1].look.at.date()
    seen = f"last good {good.date()}" if good else "no good look yet"
    if first == last:
        return f"on {last}, {seen}"
    return f"{len(run)} times in {(last - first).days + 1} days, the last on {last}, {seen}"


def _last_good(telling: Sequence[Glimpse]) -> datetime | None:
    return max((one.look.at for one in telling if one.link_class in GOOD), default=None)


def _old(last: Glimpse, policy: Policy, today: date) -> bool:
    return (today - last.look.at.date()).days > policy.live_fresh


def _mute(glimpses: Sequence[Glimpse]) -> LinkState:
    if not glimpses:
        return LinkState(link_class=LinkClass.NOT_CHECKED, words="was never looked at")
    last = glimpses[-1]
    return LinkState(
        link_class=last.link_class,
        words=last.words,
        history=f"on {last.look.at.date()}",
        looks=(last.look,),
        since=last.look.at,
    )


def _drifted(state: LinkState, telling: Sequence[Glimpse]) -> LinkState | None:
    """Tell whether a page that answers shows another title and text than when first seen."""
    shown = [(one.look, sight) for one in telling if (sight := _titled(one)) is not None]
    if state.link_class is LinkClass.CLOSED or state.page is None or len(shown) < 2:
        return None
    (_, first), (last, newest) = shown[0], shown[-1]
    if last is not state.looks[-1] or _same_page_still(first, newest):
        return None
    turned = [look for look, sight in shown if _same_page_still(sight, newest)]
    before, now = first.page or PageFacts(), newest.page or PageFacts()
    return replace(
        state,
        link_class=LinkClass.DRIFTED,
        words=f"showed {before.title!r} on {shown[0][0].at.date()}, and now shows {now.title!r}",
        looks=(shown[0][0], last),
        since=turned[0].at,
    )


def _titled(one: Glimpse) -> Answered | None:
    sight = one.look.sight
    if one.link_class not in GOOD - {LinkClass.CLOSED} or not isinstance(sight, Answered):
        return None
    page = sight.page
    return sight if page and page.title and page.text_hash else None


def _same_page_still(first: Answered, second: Answered) -> bool:
    """Tell whether two sights are of one page: the same text, or a title with half its words."""
    before, now = first.page or PageFacts(), second.page or PageFacts()
    if first.capture == second.capture != "":
        return True
    return _same_text(before, now) or _half_alike(before.title, now.title)


def _same_text(before: PageFacts, now: PageFacts) -> bool:
    """Compare texts; those that two versions took out of the page, by how they begin."""
    if (before.extractor or FIRST_EXTRACTOR) == (now.extractor or FIRST_EXTRACTOR):
        return before.text_hash == now.text_hash
    return _half_alike(before.opening, now.opening)


def _half_alike(before: str, now: str) -> bool:
    one, other = _words(before), _words(now)
    return 2 * len(one & other) >= min(len(one), len(other))


def _words(title: str) -> set[str]:
    return set(_WORD.findall(title.casefold()))
