"""Pack a zip file anew, so that the same contents always give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# The specification of EPUB wants the first file uncompressed, so that its bytes name the format.
_STORED = "mimetype"


def repack(
    packed: bytes,
    *,
    day: date,
    change: Callable[[str, bytes], bytes],
    added: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """
    Return the file with each part as *change* makes it of its name and content, dated *day*.

    What is *added*, by name, follows.
    """
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(_entry(name, day), change(name, old.read(name)))
        for name, content in added.items():
            new.writestr(_entry(name, day), content)
    return out.getvalue()


def _entry(name: str, day: date) -> ZipInfo:
    entry = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type = ZIP_STORED if name == _STORED else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    # What system packed it is no part of the contents.
    entry.create_system = 3
    return entry
