"""Say what one look at a page shows, without regard to what other days showed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from kzru_cite.model.address import same_page
from kzru_cite.model.destinations import at_root, host_of, is_below_root, says_login, says_lost
from kzru_cite.model.evidence import Answered, Hop, Look, PageFacts, Trouble, Unanswered
from kzru_cite.model.known_hosts import KnownHost, Manner, known_host


class LinkClass(Enum):
    """
    Name what became of an address.

    CLOSED: readers must log in or pay. Of ROBOT_WALL, RATE_LIMITED, SERVER_TROUBLE and
    NOT_CHECKED nothing follows for the page. SUSPECTED_GONE, GONE and DRIFTED come of several
    looks, never of one.
    """

    ALIVE = "alive"
    MOVED = "moved permanently"
    CLOSED = "login or paywall"
    TO_ROOT = "redirected to the front page"
    SOFT_404 = "soft 404"
    PARKED = "parked domain"
    TLS_BROKEN = "TLS broken"
    GONE = "gone"
    NAME_GONE = "name gone"
    SUSPECTED_GONE = "suspected gone"
    DRIFTED = "drifted"
    ROBOT_WALL = "robot wall"
    RATE_LIMITED = "rate limited"
    SERVER_TROUBLE = "server trouble"
    NOT_CHECKED = "not checked"


class Glimpse(Struct, frozen=True, kw_only=True):
    """
    What a look shows: the class of the moment, and why in words that follow the address.

    *proof* is False where the class rests on words of the page alone. *address* is where a page
    moved to.
    """

    look: Look
    link_class: LinkClass
    words: str
    proof: bool = True
    address: str = ""


_TLS = {Trouble.TLS, Trouble.TLS_EXPIRED, Trouble.TLS_NAME, Trouble.TLS_UNTRUSTED}
# Nothing was asked, or nothing could be: such looks say nothing, and are not kept either.
_NO_LOOKS = {Trouble.OFFLINE, Trouble.STOPPED}
_NOT_ASKED = {Trouble.NOT_ALLOWED, Trouble.BAD_ADDRESS}
_PERMANENT = (301, 308)
_MISSING = (404, 410)
_CLOSED = (401, 402, 407)
# Refused, method or form not liked, teapot, not for this country: all but "not there".
_REFUSED = (403, 405, 406, 418, 451, 999)
# A page with less text than this holds no article, only the form or notice in front of it.
_SHORT = 1500


def glimpse(look: Look, siblings: Sequence[Look] = ()) -> Glimpse | None:
    """
    Judge one look at a page by itself and by looks at a random neighbour of it.

    None for a look that says nothing, since no question was asked.
    """
    match look.sight:
        case Unanswered() as sight:
            return None if sight.trouble in _NO_LOOKS else _unanswered(look, sight)
        case Answered() as sight:
            known = known_host(host_of(sight.final)) or known_host(host_of(look.about))
            return _refused(look, sight, known) or _by_code(look, sight, siblings)
        case _:
            return None


def glimpse_of_copy(look: Look, sight: Answered) -> Glimpse:
    """Judge what an archived page shows: how its host treats programs today plays no part."""
    return _refused(look, sight, None) or _by_code(look, sight, ())


def _unanswered(look: Look, sight: Unanswered) -> Glimpse:
    known = known_host(host_of(look.about))
    if sight.trouble in _NOT_ASKED:
        return _is(look, LinkClass.NOT_CHECKED, f"was not asked: {sight.trouble.value}")
    if sight.trouble is Trouble.NAME:
        return _is(look, LinkClass.NAME_GONE, "is on a host whose name is not found")
    if sight.trouble in _TLS:
        return _is(look, LinkClass.TLS_BROKEN, f"could not be opened: {sight.trouble.value}")
    if known and known.manner is not Manner.PAID:
        return _is(look, LinkClass.ROBOT_WALL, _told(known))
    return _is(look, LinkClass.SERVER_TROUBLE, f"could not be opened: {sight.trouble.value}")


def _refused(look: Look, sight: Answered, known: KnownHost | None) -> Glimpse | None:
    """Tell whether the host turned the program away, or wants money or a login."""
    wall = _wall(sight)
    if wall:
        return _is(look, LinkClass.ROBOT_WALL, wall)
    if sight.code == 429:
        return _is(look, LinkClass.RATE_LIMITED, "answered 429, too many requests")
    if known and (known.manner is Manner.BLIND or sight.code in known.codes):
        paid = known.manner is Manner.PAID
        return _is(look, LinkClass.CLOSED if paid else LinkClass.ROBOT_WALL, _told(known))
    if sight.code in _CLOSED or (sight.code == 403 and _has(sight.page, "password-field")):
        return _is(look, LinkClass.CLOSED, f"answered {sight.code}")
    if sight.code in _REFUSED:
        return _is(look, LinkClass.ROBOT_WALL, f"refused with {sight.code}")
    return None


def _by_code(look: Look, sight: Answered, siblings: Sequence[Look]) -> Glimpse:
    if sight.code in _MISSING:
        return _is(look, LinkClass.GONE, f"answered {sight.code}")
    if not 200 <= sight.code < 300:
        return _is(look, LinkClass.SERVER_TROUBLE, f"answered {sight.code}")
    return (
        _parked(look, sight)
        or _lost(look, sight, siblings)
        or _to_root(look, sight, siblings)
        or _closed(look, sight)
        or _empty(look, sight)
        or _moved(look, sight)
        or _is(look, LinkClass.ALIVE, f"answered {sight.code}")
    )


def _wall(sight: Answered) -> str:
    """Name the wall for robots that the answer shows, or ''."""
    if sight.headers.get("cf-mitigated") or sight.headers.get("x-amzn-waf-action"):
        return "shows a test for browsers instead of the page"
    page = sight.page
    if page is None:
        return ""
    names = [sign.partition(":")[2] for sign in page.signs if sign.startswith("challenge:")]
    if names:
        by = "" if names[0] in ("", "other") else f" of {names[0].capitalize()}"
        return f"shows a wall for robots{by}"
    if "captcha" in page.signs and page.text_length < _SHORT:
        return "shows a riddle for robots"
    if "consent-wall" in page.signs and page.text_length < _SHORT:
        return "shows a question for consent instead of the page"
    return ""


def _parked(look: Look, sight: Answered) -> Glimpse | None:
    if _has(sight.page, "parked"):
        return _is(look, LinkClass.PARKED, "shows the page of a domain that is for sale or taken")
    return None


def _lost(look: Look, sight: Answered, siblings: Sequence[Look]) -> Glimpse | None:
    """Tell a page that says "not found" with a code that says all is well."""
    twin = _sibling(look, siblings)
    alike = twin is not None and _alike(sight, twin) and not at_root(sight.final)
    # A site that asks all its visitors to log in shows one form at every address.
    if alike and not (_asks_to_log_in(sight) and not _has(sight.page, "not-found-words")):
        words = "shows the same text as an address that does not exist"
        return _is(look, LinkClass.SOFT_404, words)
    # A page about things not found is no error where the server does know the code 404.
    if twin is not None and twin.code in _MISSING:
        return None
    if sight.hops and says_lost(sight.final) and not says_lost(look.about):
        words = f"led to {sight.final!r}"
        return _is(look, LinkClass.SOFT_404, words, proof=False)
    if _has(sight.page, "not-found-words"):
        words = f"answered {sight.code}, but its title says that nothing was found"
        return _is(look, LinkClass.SOFT_404, words, proof=False)
    return None


def _to_root(look: Look, sight: Answered, siblings: Sequence[Look]) -> Glimpse | None:
    target = sight.final if sight.hops else _refresh(sight.page)
    if not target or not at_root(target) or not is_below_root(look.about):
        return None
    twin = _sibling(look, siblings)
    proof = twin is not None and 200 <= twin.code < 300 and same_page(twin.final, target)
    return _is(look, LinkClass.TO_ROOT, f"led to the front page {target!r}", proof=proof)


def _closed(look: Look, sight: Answered) -> Glimpse | None:
    page = sight.page
    if sight.hops and says_login(sight.final) and not says_login(look.about):
        return _is(look, LinkClass.CLOSED, f"led to a login at {sight.final!r}")
    if _has(page, "paywall"):
        return _is(look, LinkClass.CLOSED, "shows a part of the text, the rest to subscribers")
    if _asks_to_log_in(sight):
        return _is(look, LinkClass.CLOSED, "asks to log in")
    return None


def _asks_to_log_in(sight: Answered) -> bool:
    page = sight.page
    asks = _has(page, "password-field") or _has(page, "login-words")
    return page is not None and asks and page.text_length < _SHORT


def _empty(look: Look, sight: Answered) -> Glimpse | None:
    # A scanned PDF has no text either; a web page without any was not delivered.
    if _has(sight.page, "empty") and "html" in sight.content_type:
        return _is(look, LinkClass.SERVER_TROUBLE, "answered with an empty page")
    return None


def _moved(look: Look, sight: Answered) -> Glimpse | None:
    target = _permanent_target(sight.hops)
    if not target or same_page(look.about, target):
        return None
    words = f"moved permanently to {target!r}"
    return _is(look, LinkClass.MOVED, words, address=target)


def _permanent_target(hops: Sequence[Hop]) -> str:
    """Return where the permanent redirects lead before the first one that is for now only."""
    target = ""
    for hop in hops:
        if hop.code not in _PERMANENT:
            break
        target = hop.target
    return target


def _sibling(look: Look, siblings: Sequence[Look]) -> Answered | None:
    """Return the answer about a random neighbour that was given nearest in time."""
    answered = [(one, one.sight) for one in siblings if isinstance(one.sight, Answered)]
    nearest = min(
        answered,
        key=lambda pair: (abs(pair[0].at - look.at), pair[0].at, repr(pair[1])),
        default=None,
    )
    return nearest[1] if nearest else None


def _alike(sight: Answered, twin: Answered) -> bool:
    """Tell whether both show the same text; that of a page made by scripts says nothing."""
    one, other = sight.page, twin.page
    if one is None or other is None or not 200 <= twin.code < 300:
        return False
    same = one.text_hash == other.text_hash
    return same and bool(one.text_hash) and "script-only" not in one.signs


def _refresh(page: PageFacts | None) -> str:
    signs = page.signs if page else ()
    return next((s.partition(":")[2] for s in signs if s.startswith("meta-refresh:")), "")


def _has(page: PageFacts | None, sign: str) -> bool:
    return page is not None and sign in page.signs


def _told(known: KnownHost) -> str:
    since = "since" if known.manner is Manner.PAID else "seen"
    return f"is on {known.host}, which {known.manner.value}: {known.reason} ({since} {known.seen})"


def _is(
    look: Look, link_class: LinkClass, words: str, *, proof: bool = True, address: str = ""
) -> Glimpse:
    return Glimpse(look=look, link_class=link_class, words=words, proof=proof, address=address)
