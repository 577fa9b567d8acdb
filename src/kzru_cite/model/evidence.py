"""Hold what was seen on the web: looks, never verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from msgspec import Struct, field

from kzru_cite.model.quotation import Part, Quotation, Spot

# The version of the extractor of lines that do not name it.
FIRST_EXTRACTOR = "1"
# Who was asked, in a list of the one copy that was made because we asked for it.
SAVED = "save"


class Purpose(Enum):
    """
    Say what a look was for.

    PAGE: the page itself. SIBLING: a random neighbour of it, to tell a soft 404.
    CAPTURE: an archived copy. CAPTURES: the list of an archive's copies of an address.
    RECORD: what a registry holds on an identifier. QUOTE: a search for words in the capture of a
    page or a copy, which asks nobody.
    """

    PAGE = "page"
    SIBLING = "sibling"
    CAPTURE = "capture"
    CAPTURES = "captures"
    RECORD = "record"
    QUOTE = "quote"


class Trouble(Enum):
    """
    Say why there was no answer.

    OFFLINE is set when nothing at all could be reached in a run; such looks are not kept.
    NOT_ALLOWED: the address, or a hop of it, is private and was refused by us.
    STOPPED: the host's lane was stopped before the question was asked; not kept either.
    """

    NAME = "name not found"
    REFUSED = "connection refused"
    RESET = "connection broken off"
    TIMEOUT = "no answer in time"
    TLS_EXPIRED = "certificate expired"
    TLS_NAME = "certificate for another name"
    TLS_UNTRUSTED = "certificate not trusted"
    TLS = "no secure connection"
    TOO_MANY_HOPS = "too many redirects"
    LOOP = "redirects in a circle"
    TOO_LARGE = "answer too large"
    BAD_ANSWER = "answer not understood"
    NOT_ALLOWED = "address not allowed"
    BAD_ADDRESS = "address not understood"
    OFFLINE = "no network"
    STOPPED = "not asked: the host asked to wait"
    SERVICE = "the service failed"


class Hop(Struct, frozen=True, kw_only=True):
    """A redirect: the address asked, its code, and where it points."""

    address: str
    code: int
    target: str


class PageFacts(Struct, frozen=True, kw_only=True):
    """
    What a page says of itself, and signs of what it may be.

    Texts are as the page has them, '' for what it does not say. *dates* are ISO forms as found,
    best source first. *text_hash* is ``sha256:…`` of the extracted text with the extractor's
    version, which is *extractor* ('' in lines written before it was kept), *text_length* in code
    points, *opening* the first 300 of them. *signs* are facts such as ``password-field`` or
    ``challenge:cloudflare``, each a word of a fixed list.
    """

    title: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    site: str = ""
    language: str = ""
    canonical: str = ""
    text_hash: str = ""
    text_length: int = 0
    opening: str = ""
    extractor: str = ""
    signs: tuple[str, ...] = ()


class CaptureListed(Struct, frozen=True, kw_only=True):
    """A copy in an archive's list: when it was taken, its address, the one captured, its code."""

    taken: datetime
    address: str
    original: str
    code: int | None = None
    digest: str = ""


class Notice(Struct, frozen=True, kw_only=True):
    """An editorial notice on a work: its kind in the registry's word, its DOI, day and source."""

    kind: str
    doi: str = ""
    day: str = ""
    source: str = ""


class Record(Struct, frozen=True, kw_only=True):
    """
    What a registry holds on an identifier; '' and () for what it does not say.

    *years* are all years that the record gives for the work, the best one first. *names* are
    full names, family name last. *identifier* is the primary one, which can differ from the one
    asked for (an alias). *notices* are what was published on the work (retraction and others);
    *notice_on* are the DOIs of works that this one is itself a notice on. *same_as* are
    identifiers of the same work in other registries, such as ``arxiv:2101.00001``.

    *role* is what those named are to the work: author, editor and so on; '' where they are of
    several kinds, and in lines written before it was kept. *bodies* are those of the names that
    the registry says are no persons. *parted* says that the registry itself parts family names
    from given ones. *issued* is the day of the first of *years* in ISO form, as far as it is
    given, *issue* the number of the issue, *language* a code as the registry writes it.
    """

    identifier: str
    kind: str = ""
    title: str = ""
    subtitle: str = ""
    other_titles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    container: str = ""
    publisher: str = ""
    volume: str = ""
    pages: str = ""
    isbns: tuple[str, ...] = ()
    url: str = ""
    agency: str = ""
    notices: tuple[Notice, ...] = ()
    notice_on: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    role: str = ""
    bodies: tuple[str, ...] = ()
    parted: bool = False
    issued: str = ""
    issue: str = ""
    language: str = ""


class Answered(Struct, frozen=True, kw_only=True):
    """
    An answer to a question about an address.

    *headers* are the few that matter, names in lower case. *page* is None when the body was not
    read as a page (HEAD, an image, an error without body). *capture* is ``sha256:…`` of the body,
    unpacked, when a capture of it was kept, else ''.
    """

    code: int
    final: str
    hops: tuple[Hop, ...] = ()
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int = 0
    page: PageFacts | None = None
    capture: str = ""


class Listed(Struct, frozen=True, kw_only=True):
    """
    An archive's list of copies; empty means that it holds none.

    *complete* unless cut off. *broken_off* when it was cut off because an answer was not to be
    had, so that the rest may be there another time; else there is more than is asked for.
    """

    captures: tuple[CaptureListed, ...]
    complete: bool = True
    broken_off: bool = False


class Found(Struct, frozen=True, kw_only=True):
    """A registry's record."""

    record: Record


class Absent(Struct, frozen=True, kw_only=True):
    """A registry's word that it holds nothing on the identifier."""


class Unanswered(Struct, frozen=True, kw_only=True):
    """No answer, and why; *words* are those of the system or the service."""

    trouble: Trouble
    words: str = ""
    hops: tuple[Hop, ...] = ()
    code: int | None = None


class Searched(Struct, frozen=True, kw_only=True):
    """
    A search for a quotation in a captured text.

    *text* is the hash of the text, by version *extractor*, *capture* that of the body it was taken
    from, as the look at the page has them. *spots* are where the words were found, in *part*;
    when nowhere, *nearest* is the stretch of the text that is most like them, '' if none is.
    """

    quotation: Quotation
    text: str
    extractor: str
    capture: str
    part: Part = Part.NOWHERE
    spots: tuple[Spot, ...] = ()
    nearest: str = ""


Sight: TypeAlias = Answered | Listed | Found | Absent | Unanswered | Searched


class Look(Struct, frozen=True, kw_only=True):
    """
    One question to the world and what came of it; a line of the log.

    *about* is what was asked: an address, or an identifier such as ``doi:10.1000/182``.
    *asked* names who was asked: ``web`` for the page itself, ``capture`` for one kept here, else a
    service (``wayback``, ``crossref``, …). *vantage* says from where, in the user's own word.
    """

    at: datetime
    purpose: Purpose
    about: str
    asked: str
    sight: Sight
    vantage: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """All looks of a project in the order of time; None in a dossier: nothing was gathered."""

    looks: tuple[Look, ...] = ()

    def at(self, purpose: Purpose, about: str, asked: str | None = None) -> tuple[Look, ...]:
        """Return the looks with this purpose at this address or identifier, oldest first."""
        return tuple(
            look
            for look in self.looks
            if look.purpose is purpose
            and look.about == about
            and (asked is None or look.asked == asked)
        )


def in_order(looks: Iterable[Look]) -> tuple[Look, ...]:
    """
    Put looks into the order of time, each once.

    Looks of one moment are told apart by what they saw, so that the order they came in never
    matters.
    """
    found = tuple(looks)
    moments = Counter(look.at for look in found)
    single = [look for look in found if moments[look.at] == 1]
    # Writing a sight out takes long, and few looks share their moment.
    alike = {repr(look): look for look in found if moments[look.at] > 1}
    many = [alike[name] for name in sorted(alike)]
    return tuple(sorted((*single, *many), key=lambda look: look.at))
