"""Keep exchanges in files of a folder, one file a run, and find them again."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.warcwriter import WARCWriter

from kzru_cite import __version__
from kzru_cite.captures import records
from kzru_cite.errors import UsageError
from kzru_cite.model.kept import Capture, Damage, Exchange

# What a damaged file makes the library raise, beside its own error.
_DAMAGED = (ArchiveLoadFailed, OSError, EOFError, ValueError, AttributeError, TypeError, KeyError)


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
        self._file: BinaryIO | None = None
        self._writer: WARCWriter | None = None
        self._known: dict[str, Capture] | None = None
        self.damages: list[Damage] = []

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
                message = f"the captures in {str(self._folder)!r} cannot be written"
                hint = "look at the folder's permissions and the free space"
                raise UsageError(f"{message}: {cause.strerror}", hint=hint) from cause
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
        return sorted(self._folder.glob("*.warc.gz"))

    def verify(self) -> tuple[int, tuple[Damage, ...]]:
        """Work out the hash of each body anew; return how many are sound, and the damages."""
        sound, found = 0, []
        for capture in self.all():
            if capture.revisit:
                sound += 1
                continue
            exchange = self._read(capture)
            if exchange is not None and records.digest_of(exchange.body) == capture.digest:
                sound += 1
                continue
            why = "its body is not the one that was kept" if exchange else "it cannot be read"
            found.append(
                Damage(file=capture.file, offset=capture.offset, why=why, address=capture.address)
            )
        return sound, (*found, *self.damages)

    def close(self) -> None:
        """Put what was written onto the disk."""
        with self._lock:
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._file = self._writer = None

    def _read(self, capture: Capture) -> Exchange | None:
        try:
            with (self._folder / capture.file).open("rb") as file:
                file.seek(capture.offset)
                return records.exchange_of(next(iter(ArchiveIterator(file))))
        except (*_DAMAGED, StopIteration):
            return None

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
        place = 0
        try:
            with path.open("rb") as file:
                records_of = ArchiveIterator(file, no_record_parse=False)
                for record in records_of:
                    place = records_of.get_record_offset()
                    capture = _capture(record, path.name, place)
                    if capture is not None:
                        yield capture
        except _DAMAGED as cause:
            why = f"the file cannot be read on: {type(cause).__name__}"
            self.damages.append(Damage(file=path.name, offset=place, why=why))

    def _write(self, exchange: Exchange, known: Capture | None, digest: str) -> Capture:
        writer, file = self._opened()
        capture = Capture(
            digest=digest,
            address=exchange.address,
            at=exchange.at,
            code=exchange.code,
            content_type=exchange.content_type,
            file=Path(file.name).name,
            offset=file.tell(),
            length=len(exchange.body),
            revisit=known is not None,
        )
        if known is None:
            reply = records.response(writer, exchange)
        else:
            reply = records.revisit(writer, exchange, known.address, known.at)
        # The reply comes first in the file, so that the offset is its own.
        writer.write_request_response_pair(records.request(writer, exchange, self._agent), reply)
        file.flush()
        return capture

    def _opened(self) -> tuple[WARCWriter, BinaryIO]:
        if self._writer is None or self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            now = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
            name = f"{now}-{os.getpid()}-{secrets.token_hex(4)}.warc.gz"
            self._file = (self._folder / name).open("xb")
            self._writer = WARCWriter(self._file, gzip=True, warc_version=records.VERSION)
            about = {
                "software": f"kzru-cite/{__version__}",
                "format": "WARC File Format 1.1",
                "conformsTo": "http://iipc.github.io/warc-specifications/"
                "specifications/warc-format/warc-1.1/",
            }
            self._writer.write_record(self._writer.create_warcinfo_record(name, about))
        return self._writer, self._file


def _capture(record: object, file: str, offset: int) -> Capture | None:
    kind = getattr(record, "rec_type", "")
    headers, http = getattr(record, "rec_headers", None), getattr(record, "http_headers", None)
    if kind not in ("response", "revisit") or headers is None or http is None:
        return None
    digest = headers.get_header("WARC-Payload-Digest") or ""
    code = http.get_statuscode()
    return Capture(
        digest=digest,
        address=headers.get_header("WARC-Target-URI") or "",
        at=records.moment_of(headers.get_header("WARC-Date")),
        code=int(code) if code.isdecimal() else 0,
        content_type=http.get_header("Content-Type") or "",
        file=file,
        offset=offset,
        length=int(http.get_header("Content-Length") or 0),
        revisit=kind == "revisit",
    )


def read_exchanges(path: Path) -> Iterator[Exchange]:
    """
    Yield the replies in a WARC file made by any program.

    Raises UsageError when the file cannot be read at all; what follows a damaged record is lost.
    """
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                exchange = records.exchange_of(record)
                if exchange is not None:
                    yield exchange
    except _DAMAGED as cause:
        hint = "give a WARC file, packed or not"
        raise UsageError(f"{path} cannot be read: {cause}", hint=hint) from cause
