"""Hold what a project asks of its PDF beside the look: standard, links, and files inside it."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class PaperStandard(Enum):
    """
    The standards for archives that Typst can keep together with PDF/UA-1.

    Only PDF/A-3 (ISO 19005-3) admits files of any kind inside; PDF/A-2 admits none but PDF/A.
    """

    A2A = "a-2a"
    A3A = "a-3a"


class PaperLinks(Enum):
    """How the link of a reference is printed: as a name, as its address, or as a QR code too."""

    NAMES = "names"
    ADDRESSES = "addresses"
    QR = "qr"


class PaperWishes(Struct, frozen=True, kw_only=True):
    """What the settings say of the PDF."""

    standard: PaperStandard = PaperStandard.A2A
    links: PaperLinks = PaperLinks.NAMES


class Relation(Enum):
    """What a file is to the document that it is attached to, as PDF names it."""

    SOURCE = "source"
    DATA = "data"


class Attachment(Struct, frozen=True, kw_only=True):
    """A file to be put into the PDF: its *name* there, its media type, and its bytes."""

    name: str
    media_type: str
    relation: Relation
    content: bytes
