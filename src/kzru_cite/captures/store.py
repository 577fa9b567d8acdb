"""
Keep exchanges in files of a folder, one file a run, and find them again.

A file is read member by member: one that is damaged hides no other, and no body is read that is
larger than a look would have read.
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from kzru_cite import __version__
from kzru_cite.captures import records
from kzru_cite.captures.members import Member, member_at, members
from kzru_cite.captures.records import BadRecord
from kzru_cite.errors import UsageError
from kzru_cite.files import NO_ROOM, append_whole
from kzru_cite.model.kept import Capture, Damage, Exchange

# The body of a look is smaller by far; the head of a record comes on top.
MOST = 32_000_000
_REPLIES = ("response", "revisit")


class Store:
    """
    The captures in *folder*; several threads may add, several processes have files of their own.

    Each record is whole in the file before the next begins, so that an interrupt at any moment
    costs at most the record that was being written.
    """

    def __init__(self, folder: Path, agent: str = "") -> None:
        self._folder = folder
        self._agent = agent
        self._lock = Lock()
        self._file: io.FileIO | None = None
        self._known: dict[str, Capture] | None = None
        self._answers: dict[str, set[tuple[str, int]]] | None = None
        self.damages: list[Damage] = []

    @property
    def folder(self) -> Path:
        """Return where the captures lie."""
        return self._folder

    def keep(self, exchange: Exchange) -> str:
        """
        Keep a reply with its request, and return the hash of its body.

        A body that is here already is not written again. Raises UsageError when the folder cannot
        be written.
        """
        digest = records.digest_of(exchange.body)
        with self._lock:
            known = self._captures()
            try:
                made = self._write(exchange, known.get(digest) if exchange.body else None, digest)
            except OSError as cause:
                raise self._fault(cause) from cause
            known.setdefault(digest, made)
        return digest

    def holds(self) -> frozenset[str]:
        """Return the hashes of all bodies that are here."""
        with self._lock:
            return frozenset(self._captures())

    def find(self, digest: str) -> Capture | None:
        """Return the record that holds the body with this hash."""
        with self._lock:
            return self._captures().get(digest)

    def body(self, digest: str) -> Exchange | None:
        """Return the exchange whose body has this hash; None when it is not here or damaged."""
        capture = self.find(digest)
        return self._read(capture) if capture else None

    def all(self) -> Iterator[Capture]:
        """Yield all records of replies, file by file; what is damaged goes to ``damages``."""
        self.damages.clear()
        for path in self.files():
            yield from self._listed(path)

    def files(self) -> list[Path]:
        """Return the files in the order of their names, which begin with the time of the run."""
        # A link could lead to any file of the machine.
        return [
            path
            for path in sorted(self._folder.glob("*.warc.gz"))
            if path.is_file() and not path.is_symlink()
        ]

    def verify(self) -> tuple[int, tuple[Damage, ...]]:
        """
        Work out the digests of each record anew; return how many replies are sound, the damages.

        A last record that was broken off when a run was killed is none; it is in ``damages``.
        """
        sound = sum(1 for _ in self.all())
        return sound, tuple(one for one in self.damages if not one.torn)

    def answers(self, digest: str) -> frozenset[tuple[str, int]]:
        """Return the addresses and codes of all replies with this body."""
        if self._answers is None:
            self._answers = {}
            for one in self.all():
                self._answers.setdefault(one.digest, set()).add((one.address, one.code))
        return frozenset(self._answers.get(digest, ()))

    def close(self) -> None:
        """Put what was written onto the disk."""
        with self._lock:
            file, self._file = self._file, None
            if file is None:
                return
            try:
                os.fsync(file.fileno())
            except OSError as cause:
                raise self._fault(cause) from cause
            finally:
                file.close()

    def _fault(self, cause: OSError) -> UsageError:
        return UsageError(
            f"the captures in {str(self._folder)!r} cannot be written: {cause.strerror}",
            hint=NO_ROOM,
        )

    def _read(self, capture: Capture) -> Exchange | None:
        try:
            with (self._folder / capture.file).open("rb") as file:
                member = member_at(file, capture.offset, MOST)
                found = records.exchange_of(records.parsed(member.content), MOST)
        except (OSError, BadRecord):
            return None
        sound = found is not None and records.digest_of(found.body) == capture.digest
        return found if sound else None

    def _captures(self) -> dict[str, Capture]:
        """Return the first sound record of each body."""
        if self._known is None:
            self._known = {}
            for path in self.files():
                for capture in self._listed(path):
                    if not capture.revisit:
                        self._known.setdefault(capture.digest, capture)
        return self._known

    def _listed(self, path: Path) -> Iterator[Capture]:
        try:
            with path.open("rb") as file:
                for member in members(file, MOST):
                    fault = member.fault
                    try:
                        capture = None if fault else _capture(member, path.name)
                    except BadRecord as cause:
                        capture, fault = None, str(cause)
                    if fault:
                        self.damages.append(_damage(member, path.name, fault))
                    elif capture is not None:
                        yield capture
        except OSError as cause:
            why = f"the file cannot be read: {cause.strerror}"
            self.damages.append(Damage(file=path.name, offset=0, why=why))

    def _write(self, exchange: Exchange, known: Capture | None, digest: str) -> Capture:
        file = self._opened()
        made = io.BytesIO()
        writer = records.Writer(made)
        if known is None:
            reply = records.response(writer, exchange)
        else:
            reply = records.revisit(writer, exchange, known)
        # The reply comes first in the file, so that the offset is its own.
        writer.write_request_response_pair(records.request(writer, exchange, self._agent), reply)
        name = reply.rec_headers.get_header("WARC-Record-ID")
        if exchange.notes:
            writer.write_record(records.metadata(writer, exchange, name))
        offset = file.tell()
        append_whole(file.fileno(), made.getvalue(), offset)
        return Capture(
            digest=digest,
            address=exchange.address,
            at=exchange.at,
            code=exchange.code,
            content_type=exchange.content_type,
            file=Path(str(file.name)).name,
            offset=offset,
            length=len(exchange.body),
            revisit=known is not None,
            record=name,
        )

    def _opened(self) -> io.FileIO:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            now = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
            name = f"{now}-{os.getpid()}-{secrets.token_hex(4)}.warc.gz"
            about = {
                "software": f"kzru-cite/{__version__}",
                "format": "WARC File Format 1.1",
                "conformsTo": "http://iipc.github.io/warc-specifications/"
                "specifications/warc-format/warc-1.1/",
            }
            made = io.BytesIO()
            writer = records.Writer(made)
            writer.write_record(writer.create_warcinfo_record(name, about))
            self._file = _begun(self._folder / name, made.getvalue())
        return self._file


def _begun(path: Path, content: bytes) -> io.FileIO:
    """Make a file with its first record; none is left when there is no room for that."""
    # Without a buffer: what could not be written is not tried again when the file is closed.
    file = io.FileIO(path, "x")
    try:
        append_whole(file.fileno(), content, 0)
    except OSError:
        file.close()
        path.unlink()
        raise
    return file


def _capture(member: Member, file: str) -> Capture | None:
    """Read a member whose record is a reply, and verify its digests; raises BadRecord."""
    record = records.parsed(member.content)
    body = records.body_of(record, MOST)
    headers, http = record.rec_headers, record.http_headers
    if record.rec_type not in _REPLIES or http is None:
        return None
    revisit = record.rec_type == "revisit"
    said = headers.get_header("WARC-Payload-Digest") or ""
    return Capture(
        digest=said if revisit else records.digest_of(body),
        address=headers.get_header("WARC-Target-URI") or "",
        at=records.date_of(record),
        code=records.code_of(http),
        content_type=http.get_header("Content-Type") or "",
        file=file,
        offset=member.offset,
        length=_number(http.get_header("Content-Length")) if revisit else len(body),
        revisit=revisit,
        taken=member.length,
        record=headers.get_header("WARC-Record-ID") or "",
    )


def _damage(member: Member, file: str, why: str) -> Damage:
    head = records.told(member.content)
    is_reply = head.get("warc-type", "response") in _REPLIES
    return Damage(
        file=file,
        offset=member.offset,
        why=why,
        address=head.get("warc-target-uri", ""),
        digest=head.get("warc-payload-digest", "") if is_reply else "",
        torn=member.torn,
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 0
