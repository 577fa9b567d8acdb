"""List the web archives: where they are, how their addresses look, and how far to trust them."""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct


class Trust(Enum):
    """Say whether a copy in an archive is worth giving to a reader."""

    GOOD = "good"
    UNCERTAIN = "uncertain"
    DISTRUSTED = "distrusted"
    DEAD = "dead"


class Provider(Struct, frozen=True, kw_only=True):
    """
    An archive of web pages.

    *prefix* is a pattern for what stands before the timestamp in the path; None when the path
    holds only an identifier, which *identifier* then describes. *reason* says why the archive
    is not trusted, and *seen* since when, for want of the day on the first of the month.
    """

    name: str
    hosts: tuple[str, ...]
    prefix: str | None = None
    identifier: str | None = None
    trust: Trust = Trust.GOOD
    reason: str = ""
    seen: date | None = None


# The hosts below stand for the same archive; only the first is where copies should be named.
WAYBACK = Provider(
    name="the Wayback Machine",
    hosts=(
        "web.archive.org",
        "archive.org",
        "www.archive.org",
        "wayback.archive.org",
        "liveweb.archive.org",
        "web-beta.archive.org",
        "classic-web.archive.org",
        "replay.web.archive.org",
        "replay.archive.org",
        "replay.waybackmachine.org",
        "waybackmachine.org",
        "www.waybackmachine.org",
    ),
    prefix="(?:/web)?",
)

ARCHIVE_TODAY = Provider(
    name="archive.today",
    hosts=tuple(f"archive.{end}" for end in ("today", "is", "ph", "md", "li", "vn", "fo")),
    prefix="",
    identifier=r"/[A-Za-z0-9]{5}(?:/[^/]*)?",
    trust=Trust.DISTRUSTED,
    reason="its operators altered archived pages and used visitors for an attack",
    seen=date(2026, 2, 20),  # the day on which the English Wikipedia decided to drop it
)

WEBCITE = Provider(
    name="WebCite",
    hosts=("webcitation.org", "www.webcitation.org"),
    identifier=r"/(?P<code>[0-9A-Za-z]{9})|/query|/\d{10,}|/cache/.+|/[0-9A-Za-z]+",
    trust=Trust.DEAD,
    reason="it took its last pages in 2019, and they can no longer be had",
    seen=date(2019, 7, 9),
)

GOOGLE_CACHE = Provider(
    name="the Google cache",
    hosts=("webcache.googleusercontent.com",),
    identifier="/search",
    trust=Trust.DEAD,
    reason="it was closed in 2024, and never kept a copy for long",
    seen=date(2024, 9, 1),
)

# For a replay address on a host that is not in the list: a full timestamp, then an address.
OTHER = Provider(name="another web archive", hosts=())

PROVIDERS: tuple[Provider, ...] = (
    WAYBACK,
    ARCHIVE_TODAY,
    WEBCITE,
    GOOGLE_CACHE,
    Provider(
        name="Ghostarchive",
        hosts=("ghostarchive.org", "www.ghostarchive.org"),
        prefix="/archive",
        identifier=r"/v?archive/[^/]+(?:/.+)?",
    ),
    Provider(
        name="Perma.cc",
        hosts=("perma.cc", "www.perma.cc"),
        identifier=r"/(?i:[A-Z0-9]{3,4}-[A-Z0-9]{4})",
    ),
    Provider(
        name="Archive-It",
        hosts=("wayback.archive-it.org",),
        prefix=r"/(?:all|org-\d+|\d+)",
    ),
    Provider(
        name="the UK Web Archive",
        hosts=("webarchive.org.uk", "www.webarchive.org.uk"),
        prefix=r"(?:/[a-z]{2})?/wayback(?:/[a-z]{2})?/archive",
    ),
    Provider(
        name="the UK Government Web Archive",
        hosts=("webarchive.nationalarchives.gov.uk",),
        prefix="(?:/ukgwa|/tna)?",
    ),
    Provider(
        name="the UK Parliament Web Archive",
        hosts=("webarchive.parliament.uk",),
        prefix="",
    ),
    Provider(
        name="the Library of Congress",
        hosts=("webarchive.loc.gov",),
        prefix="/[a-z0-9-]+",
    ),
    Provider(
        name="arquivo.pt",
        hosts=("arquivo.pt", "www.arquivo.pt"),
        prefix="(?:/wayback|/noFrame/replay)(?:/wayback)?",
    ),
    Provider(
        name="the Australian Web Archive",
        hosts=(
            "webarchive.nla.gov.au",
            "web.archive.org.au",
            "content.webarchive.nla.gov.au",
            "pandora.nla.gov.au",
        ),
        prefix=r"(?:/awa|/gov|/gov/wayback|/pan/\d+)",
        identifier=r"/(?:pan|tep)/\d+.*",
    ),
    Provider(
        name="the Icelandic Web Archive",
        hosts=("wayback.vefsafn.is", "vefsafn.is"),
        prefix="(?:/wayback|/is)",
    ),
    Provider(
        name="Bibliotheca Alexandrina",
        hosts=("web.archive.bibalex.org", "web.petabox.bibalex.org"),
        prefix="/web",
    ),
    Provider(
        name="Library and Archives Canada",
        hosts=(
            "webarchive.bac-lac.gc.ca",
            "collectionscanada.gc.ca",
            "www.collectionscanada.gc.ca",
        ),
        prefix="(?:/wayback|/webarchives|/archivesweb)",
    ),
    Provider(
        name="the Stanford Web Archive",
        hosts=("swap.stanford.edu",),
        prefix="(?:/was)?",
    ),
    Provider(
        name="Web Archive Singapore",
        hosts=("eresources.nlb.gov.sg",),
        prefix="/webarchives/wayback",
    ),
    Provider(
        name="the Estonian Web Archive",
        hosts=("veebiarhiiv.digar.ee",),
        prefix="/a",
    ),
    Provider(
        name="the Slovenian Web Archive",
        hosts=("nukrobi2.nuk.uni-lj.si",),
        prefix="/wayback",
    ),
    Provider(
        name="the York University archive",
        hosts=("digital.library.yorku.ca",),
        prefix="/wayback",
    ),
    Provider(
        name="Wikiwix",
        hosts=("archive.wikiwix.com",),
        prefix="/cache",
        identifier=r"/cache/.*",
    ),
    Provider(
        name="Memento",
        hosts=("timetravel.mementoweb.org",),
        prefix="/memento",
    ),
    Provider(
        name="Conifer",
        hosts=("conifer.rhizome.org", "webrecorder.io"),
        prefix=r"/[^/]+/[^/]+(?:/list/[^/]+/[^/]+)?",
    ),
    Provider(
        name="FreezePage",
        hosts=("freezepage.com", "www.freezepage.com"),
        identifier=r"/\d+[A-Z]+",
        trust=Trust.UNCERTAIN,
        reason="it names its pages by a number that says neither the address nor the day",
    ),
)
