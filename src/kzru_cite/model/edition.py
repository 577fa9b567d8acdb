"""Hold what an edition is made from, and what is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.bonds import ClaimMap
from kzru_cite.model.entry_state import EntryState
from kzru_cite.model.ledger import Ledger
from kzru_cite.model.paper import Attachment, PaperWishes
from kzru_cite.model.policy import Policy
from kzru_cite.model.report import Report
from kzru_cite.model.theme import Theme


class Document(Struct, frozen=True, kw_only=True):
    """
    An article file as pandoc's JSON tree, before citations are worked out.

    *path* is relative to the project; images are looked up beside it.
    """

    path: str
    tree: Mapping[str, Any]


class InputFile(Struct, frozen=True, kw_only=True):
    """A file that the result rests on, and the SHA-256 of its bytes in hexadecimal digits."""

    path: str
    sha256: str


class Revision(Struct, frozen=True, kw_only=True):
    """The commit that a project is at; *dirty* when a file of it is not as committed."""

    commit: str
    dirty: bool


class Material(Struct, frozen=True, kw_only=True):
    """
    All that editions are made from, but for the images.

    *documents* stand in reading order, *sources* are CSL-JSON items as pandoc reads them from the
    bibliography. *style* is the name of a style that comes with the program, or the text of a
    CSL style. *version* is that of the program, *ledger* None when there is none. *claims* are
    None when the text was not bound to its sources; *states* say by key what is known of each
    source. *output* is the folder that editions go to, *policy* that of the report, *revision*
    None where no commit is known, *theme* None where the editions look as the program makes them.
    *paper* is for the PDF alone, and so are *attachments*, which its standard must admit.
    """

    documents: tuple[Document, ...]
    sources: tuple[Mapping[str, Any], ...]
    bibliography: Bibliography
    report: Report
    style: str
    inputs: tuple[InputFile, ...]
    version: str
    ledger: Ledger | None = None
    claims: ClaimMap | None = None
    output: str = ""
    policy: Policy | None = None
    revision: Revision | None = None
    theme: Theme | None = None
    paper: PaperWishes = field(default_factory=PaperWishes)
    attachments: tuple[Attachment, ...] = ()
    states: Mapping[str, EntryState] = field(default_factory=dict)


class Order(Struct, frozen=True, kw_only=True):
    """Which editions are wanted (none named: the usual ones), and the style of their references."""

    style: str
    editions: tuple[str, ...] = ()


class Built(Struct, frozen=True, kw_only=True):
    """
    A finished edition: its name, the file name proposed for it, and its bytes.

    *images* are the files that were read for it beside the texts.
    """

    name: str
    filename: str
    content: bytes
    images: tuple[InputFile, ...] = ()
