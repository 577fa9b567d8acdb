"""
See signs of what a page may be instead of the text that was asked for.

A sign is a fact about the page, not a verdict: a page with a password field can be the article
with a small form beside it. The list is fixed; each function below says what its sign stands for.
Markup is looked for only on pages with little text, since the makers of walls also put their
scripts on the pages that they protect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urldefrag, urlsplit

from msgspec import Struct

from kzru_cite.read import page_phrases as phrases
from kzru_cite.read.page_words import key, words

# Code points of all that is shown: a wall or a notice has less.
LITTLE, SPARSE, NOTHING = 4_000, 1_500, 200
# How much of the markup is searched for marks; walls are small.
MARKUP = 400_000


class Seen(Struct, frozen=True, kw_only=True):
    """
    A page as the signs see it.

    *markup* is in small letters, *title* the window's. *text* is all that is shown, *main* the
    main text. *closed* is the page's word that it is not free to read. *refresh* is the target
    of a meta refresh. *sections* are the headings below the first, *scholarly* tells that the page
    has metadata made for citing a journal or a thesis, *file_elsewhere* that these name a file.
    """

    address: str
    markup: str
    title: str
    headings: tuple[str, ...]
    text: str
    main: str
    scripts: int
    password: bool
    closed: bool
    refresh: str
    sections: tuple[str, ...] = ()
    scholarly: bool = False
    file_elsewhere: bool = False

    def has(self, *marks: str) -> bool:
        """Tell whether one of these stands in the markup of a page with little text."""
        return len(self.text) < LITTLE and any(mark in self.markup for mark in marks)

    def is_titled(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether the title, a part of it, or a heading fits *pattern* as a whole."""
        said = (self.title, *self.headings)
        texts = (*said, *(part for text in said for part in _PARTS.split(text)))
        return any(pattern.fullmatch(_bare(text)) for text in texts if len(text) <= _NOTICE)

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether *pattern* is in the text of a page that shows little beside it."""
        return len(self.text) < SPARSE and pattern.search(self.text) is not None


# Longer titles are those of texts; a notice says what it has to say in less.
_NOTICE = 120
_PARTS = re.compile(r"\s*[|–—·•»«：]\s*|\s+[-/:]+\s+|: ")


def _bare(text: str) -> str:
    return text.strip(" .!?…:;,-–—\"'«»“”()[]").lower()


def _cloudflare(seen: Seen) -> bool:
    """
    Cloudflare asks for proof of a browser, or blocks.

    Its scripts in ``/cdn-cgi/challenge-platform/`` alone are on pages that it lets through, too.
    """
    marks = ("_cf_chl_opt", "cf-browser-verification", "cf_chl_", "cf-chl-", "cf-challenge-running")
    blocked = "cf-error-details" in seen.markup and seen.says(phrases.BLOCKED)
    return seen.has(*marks) or blocked or seen.is_titled(phrases.CLOUDFLARE_TITLE)


def _akamai(seen: Seen) -> bool:
    """Akamai refuses (its page names a reference) or asks for proof of a browser."""
    marks = ("sec-if-cpt-container", "/_sec/cp_challenge", "bm-verify=")
    if seen.has(*marks):
        return True
    refused = "errors.edgesuite.net" in seen.markup or seen.says(phrases.AKAMAI_REFERENCE)
    return len(seen.text) < SPARSE and refused and seen.is_titled(phrases.DENIED_TITLE)


def _incapsula(seen: Seen) -> bool:
    """Imperva (Incapsula) asks for proof of a browser, or blocks."""
    script = "_incapsula_resource" in seen.markup and len(seen.text) < NOTHING
    return script or seen.has("incapsula incident id", "incident_id=", "powered by imperva")


def _perimeterx(seen: Seen) -> bool:
    """HUMAN (PerimeterX) asks to press and hold."""
    return seen.has("px-captcha", "captcha.px-cdn.net", "captcha.px-cloud.net")


def _datadome(seen: Seen) -> bool:
    """DataDome shows its captcha or its block page."""
    return seen.has("captcha-delivery.com")


def _aws(seen: Seen) -> bool:
    """Amazon's firewall asks for proof of a browser."""
    marks = ("awswafcookiedomainlist", "gokuprops", "captcha.awswaf.com")
    return seen.has(*marks) or (len(seen.text) < NOTHING and ".awswaf.com/" in seen.markup)


def _other_challenge(seen: Seen) -> bool:
    """Another guard, known by its markup or by the words of its title, asks or blocks."""
    marks = (
        *("ddos-guard.net", "sucuri_cloudproxy_js", "sucuri website firewall", "kpsdk", "__qrator"),
        *("anubis_challenge", "stormcaster.js", "perfdrive.com", "vercel security checkpoint"),
        *("/.well-known/sgcaptcha", "_guard/auto.js", "bunny-shield", "fingerprint/script/kpf.js"),
        *("the requested url was rejected. please consult", "servicepipe.ru", "__js_p_="),
    )
    return seen.has(*marks) or (len(seen.text) < SPARSE and seen.is_titled(phrases.ROBOT_TITLE))


def _captcha(seen: Seen) -> bool:
    """A captcha stands on a page that shows little beside it."""
    marks = (
        *("g-recaptcha", "h-captcha", "cf-turnstile", "smart-captcha", "smartcaptcha"),
        *("frc-captcha", "arkoselabs.com", "geetest", "/showcaptcha"),
    )
    found = len(seen.text) < SPARSE and seen.has(*marks)
    return found or seen.is_titled(phrases.CAPTCHA_TITLE)


def _password(seen: Seen) -> bool:
    """The page has a field for a password."""
    return seen.password


def _paywall(seen: Seen) -> bool:
    """The page says that it is not free to read, or asks to subscribe for the rest."""
    return seen.closed or seen.says(phrases.SUBSCRIBE) or _offers(seen.main[-_END:])


def _offers(text: str) -> bool:
    """Tell whether *text* asks to subscribe; most texts have none of the roots of such words."""
    folded = text.casefold()
    roots = any(root in folded for root in phrases.SUBSCRIBE_ROOTS)
    return roots and phrases.SUBSCRIBE.search(text) is not None


# The offer stands where the text breaks off; in the frame it is on pages that are free, too.
_END = 2_000


def _login(seen: Seen) -> bool:
    """The title or a heading asks to log in."""
    return seen.is_titled(phrases.LOGIN_TITLE)


def _not_found(seen: Seen) -> bool:
    """The title, a part of it, or a heading says that there is no such page."""
    return seen.is_titled(phrases.NOT_FOUND_TITLE)


def _parked(seen: Seen) -> bool:
    """
    The domain is parked, for sale, or taken over by those who fill dead domains.

    Known by the markup of parking services, by an offer of the domain on a page with little else,
    or by the words of gambling sites in the title.
    """
    marks = (
        *("sedoparking.com", "parkingcrew.net", "d38psrni17bvxu.cloudfront.net", "bodis.com"),
        *("parklogic.com", "data-adblockkey", "hugedomains.com", "above.com/marketplace"),
        *("afternic.com/forsale", "dan.com/buy-domain", "img1.wsimg.com/parking-lander"),
        *("cdn.teaminternet", "domainmarket.com", "uniregistry.com/buy-domains", "undeveloped.com"),
        *("parking.reg.ru", "parking.nic.ru", "/caf/lander"),
    )
    return (
        seen.has(*marks)
        or seen.says(phrases.FOR_SALE)
        or phrases.GAMBLING.search(seen.title) is not None
    )


def _consent(seen: Seen) -> bool:
    """A page that only asks to agree to cookies or terms stands before the text."""
    host = _host(seen.address)
    little = len(seen.main) < SPARSE // 2 and len(seen.text) < LITTLE
    return host.startswith(("consent.", "guce.")) or (
        little
        and (phrases.CONSENT.search(seen.text) is not None or seen.is_titled(phrases.CONSENT_TITLE))
    )


def _script_only(seen: Seen) -> bool:
    """The page shows next to nothing without its scripts."""
    return seen.scripts > 0 and len(seen.text) < NOTHING


def _wayback_notice(seen: Seen) -> bool:
    """The page is a word of the Wayback Machine, not a copy: nothing there, excluded, trouble."""
    named = key(seen.title) in ("waybackmachine", "internetarchivewaybackmachine")
    return named or (len(seen.text) < LITTLE and phrases.WAYBACK.search(seen.text) is not None)


def _redirect_notice(seen: Seen) -> bool:
    """The page only says that the text is elsewhere: an archived or an old redirect."""
    return seen.says(phrases.REDIRECT) or (
        len(seen.text) < SPARSE and seen.is_titled(phrases.MOVED_TITLE)
    )


def _empty(seen: Seen) -> bool:
    """Nothing is shown and there is no title."""
    return not seen.text and not seen.title


def _cover_page(seen: Seen) -> bool:
    """A repository's sheet in front of a work; what stands in the foot of a page counts not."""
    return len(seen.text) < LITTLE and bool(of_document((seen.main,)))


def _abstract_only(seen: Seen) -> bool:
    """
    The page gives the abstract of a work, and the text itself is elsewhere.

    The main text is short, an abstract stands in it under that word, and no section that a text has
    beside its abstract. A page with metadata made for citing offers the text, or names the file;
    another one must say that it keeps the text back.
    """
    if len(seen.main) >= _LONG_ABSTRACT:
        return False
    headings = {key(section).lstrip("0123456789") for section in seen.sections}
    headed = not _ABSTRACTS.isdisjoint(headings)
    if not (headed or phrases.ABSTRACT.search(seen.main)) or not _BODIES.isdisjoint(headings):
        return False
    if seen.scholarly and (seen.file_elsewhere or phrases.FULL_TEXT.search(seen.text)):
        return True
    return phrases.KEPT_BACK.search(seen.text) is not None


# The longest abstracts have 400 words; other things stand around them.
_LONG_ABSTRACT = 5_000
_ABSTRACTS = frozenset(
    words(
        "abstract summary articleabstract graphicalabstract аннотация резюме реферат аңдатпа түйін "
        "түйіндеме zusammenfassung kurzfassung résumé resumen resumo özet öz riassunto"
    )
)
_BODIES = frozenset(
    words(
        "introduction background methods materialsandmethods results discussion conclusion "
        "conclusions введение методы результаты обсуждение заключение выводы кіріспе қорытынды "
        "einleitung einführung ergebnisse fazit schluss introducción conclusiones introdução giriş "
        "sonuç"
    )
)


def of_document(pages: Sequence[str]) -> tuple[str, ...]:
    """
    Return the signs that the pages of a document without markup can show.

    Covers before a whole work are common and do no harm: a cover sheet is a file whose pages after
    the cover hold next to nothing.
    """
    first, after = (pages[0] if pages else ""), sum(map(len, pages[1:]))
    if len(first) > _LONGEST_COVER or after > _AFTER_COVER:
        return ()
    line = " ".join(first.split())
    found = sum(cover.search(line) is not None for cover in phrases.COVERS)
    return ("cover-sheet",) if found >= _CUES else ()


# What a repository says of a work takes no more code points than this.
_LONGEST_COVER, _AFTER_COVER = 2_500, 600
# One such phrase is on many pages; two of them and little else are on a cover sheet.
_CUES = 2


SIGNS: tuple[tuple[str, Callable[[Seen], bool]], ...] = (
    ("challenge:cloudflare", _cloudflare),
    ("challenge:akamai", _akamai),
    ("challenge:incapsula", _incapsula),
    ("challenge:perimeterx", _perimeterx),
    ("challenge:datadome", _datadome),
    ("challenge:aws", _aws),
    ("challenge:other", _other_challenge),
    ("captcha", _captcha),
    ("password-field", _password),
    ("paywall", _paywall),
    ("login-words", _login),
    ("not-found-words", _not_found),
    ("parked", _parked),
    ("consent-wall", _consent),
    ("script-only", _script_only),
    ("wayback-notice", _wayback_notice),
    ("redirect-notice", _redirect_notice),
    ("empty", _empty),
    ("cover-sheet", _cover_page),
    ("abstract-only", _abstract_only),
)
# One more sign carries a target: the page sends its reader on to another address.
REFRESH = "meta-refresh:"
# And one is given where nothing else can be seen: a PDF file that cannot be read. Of what was read
# in part it carries what was not, in words: "unreadable:pages 301-412". What is not in the text
# that was read need not be absent.
UNREADABLE = "unreadable"


def unread(what: str) -> str:
    """Return the sign of what was read in part; *what* was not, in words that follow "without"."""
    return f"{UNREADABLE}:{what}"


def signs(seen: Seen) -> tuple[str, ...]:
    """Return the signs of a page in the order of the list."""
    found = tuple(name for name, has in SIGNS if has(seen))
    elsewhere = seen.refresh and urldefrag(seen.refresh)[0] != urldefrag(seen.address)[0]
    return (*found, f"{REFRESH}{seen.refresh}") if elsewhere else found


def _host(address: str) -> str:
    """Return the host of an address, '' when it cannot be read."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
