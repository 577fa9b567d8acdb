"""
Pack captures as WACZ 1.1.1 (Webrecorder, "Web Archive Collection Zipped").

A WACZ file is a ZIP with the WARC files as they are, an index of them (CDXJ), a list of pages, and
a description with the hash of each file. Made twice of the same captures it is the same.
"""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256
from urllib.parse import urlsplit

from kzru_cite import __version__
from kzru_cite.captures.store import Store
from kzru_cite.model.kept import Capture

_MOMENT = (1980, 1, 1, 0, 0, 0)


def export_wacz(store: Store, title: str) -> bytes:
    """Return the file; raises OSError when a WARC file cannot be read."""
    captures = sorted(store.all(), key=lambda one: (_key(one.address), one.at, one.file))
    names = {path: f"archive/{path.name}" for path in store.files()}
    files: dict[str, bytes] = {name: path.read_bytes() for path, name in names.items()}
    files["indexes/index.cdx"] = "".join(map(_line, captures)).encode()
    files["pages/pages.jsonl"] = _pages(captures).encode()
    files["datapackage.json"] = _package(files, title, captures).encode()
    digest = {
        "path": "datapackage.json",
        "hash": f"sha256:{sha256(files['datapackage.json']).hexdigest()}",
    }
    files["datapackage-digest.json"] = _json(digest).encode()
    return _zipped(files)


def _zipped(files: dict[str, bytes]) -> bytes:
    """Store WARC files as they are, so that readers can take single records out of the whole."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_MOMENT)
            stored = name.startswith("archive/")
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _line(capture: Capture) -> str:
    """Write a line of CDXJ: the sort key of the address, the moment, and the facts as JSON."""
    facts = {
        "url": capture.address,
        "mime": "warc/revisit" if capture.revisit else capture.content_type.partition(";")[0],
        "status": str(capture.code),
        "digest": capture.digest,
        "length": str(capture.taken),
        "offset": str(capture.offset),
        "filename": capture.file,
    }
    return f"{_key(capture.address)} {capture.at:%Y%m%d%H%M%S} {json.dumps(facts)}\n"


def _key(address: str) -> str:
    """Return the address in the order of sorting (SURT): the host backwards, then the path."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return address.replace(" ", "%20")
    host = ",".join(reversed((parts.hostname or "").split(".")))
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}".lower()


def _pages(captures: list[Capture]) -> str:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    lines = [_json(head)]
    for one in captures:
        if one.code == 200 and not one.revisit and "html" in one.content_type:
            at = one.at.strftime("%Y-%m-%dT%H:%M:%SZ")
            lines.append(_json({"id": one.digest[7:23], "url": one.address, "ts": at}))
    return "\n".join(lines) + "\n"


def _package(files: dict[str, bytes], title: str, captures: list[Capture]) -> str:
    resources = [
        {
            # Names of resources have small letters alone (Data Package, name).
            "name": name.rpartition("/")[2].lower(),
            "path": name,
            "hash": f"sha256:{sha256(content).hexdigest()}",
            "bytes": len(content),
        }
        for name, content in files.items()
    ]
    newest = max((one.at for one in captures), default=None)
    package: dict[str, object] = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "software": f"kzru-cite/{__version__}",
        "resources": resources,
    }
    if newest:
        package["created"] = newest.strftime("%Y-%m-%dT%H:%M:%SZ")
    return _json(package)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
