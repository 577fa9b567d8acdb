"""Hold what was kept of an exchange with a server, and what can be said of what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field


class Exchange(Struct, frozen=True, kw_only=True):
    """
    A request by GET and the reply to it; *body* is unpacked.

    *headers* are those of the reply, names in lower case. *lines* are the same as they came, in
    their order and spelling, *reason* the words after the code, and *sent* the headers of the
    request; () and '' where they are not known. *notes* are what is told of the reply beside it.
    """

    address: str
    at: datetime
    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    lines: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    sent: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def content_type(self) -> str:
        """Return the header as it came, '' for none."""
        return self.headers.get("content-type", "")


class Capture(Struct, frozen=True, kw_only=True):
    """
    A record of the store: *digest* is ``sha256:…`` of the unpacked body.

    *file* and *offset* say where it stands, in *taken* bytes, packed; *length* is that of the body.
    A *revisit* repeats the body of an earlier record. *record* is the id of the record.
    """

    digest: str
    address: str
    at: datetime
    code: int
    content_type: str
    file: str
    offset: int
    length: int = 0
    revisit: bool = False
    taken: int = 0
    record: str = ""


class Damage(Struct, frozen=True, kw_only=True):
    """
    A record that cannot be trusted or read, and why; *address* and *digest* where it tells.

    *torn* for the last record of a file whose writing was broken off: nothing was lost with it.
    """

    file: str
    offset: int
    why: str
    address: str = ""
    digest: str = ""
    torn: bool = False


class LineAudit(Struct, frozen=True, kw_only=True):
    """
    What came of working out anew a line of the log of looks from its capture.

    *line* counts from 1; *path* is that of its log, '' for that of the audit. *contradicted* says
    what does not come out of the capture, '' when all does; *unable* why nothing could be worked
    out, '' when it was.
    """

    line: int
    about: str
    contradicted: str = ""
    unable: str = ""
    path: str = ""


class Audit(Struct, frozen=True, kw_only=True):
    """What an audit of log and captures came to; *path* is that of the log."""

    path: str
    lines: tuple[LineAudit, ...] = ()
    damages: tuple[Damage, ...] = ()
    captures: int = 0
