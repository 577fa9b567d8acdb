"""Hold what was kept of an exchange with a server, and what can be said of what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """
    A request by GET and the reply to it; *body* is unpacked.

    *headers* are those of the reply, names in lower case.
    """

    address: str
    at: datetime
    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content_type(self) -> str:
        """Return the header as it came, '' for none."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """
    A record of the store: *digest* is ``sha256:…`` of the unpacked body.

    *file* and *offset* say where it stands; a *revisit* repeats the body of an earlier record.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A record that cannot be trusted, or a file that cannot be read to its end, and why."""

    file: str
    offset: int
    why: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAudit:
    """
    What came of working out anew a line of the log of looks from its capture.

    *line* counts from 1. *contradicted* says what does not come out of the capture, '' when all
    does; *unable* why nothing could be worked out, '' when it was.
    """

    line: int
    about: str
    contradicted: str = ""
    unable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit of log and captures came to; *path* is that of the log."""

    path: str
    lines: tuple[LineAudit, ...] = ()
    damages: tuple[Damage, ...] = ()
    captures: int = 0
