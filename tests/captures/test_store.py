"""What is kept can be found again, whatever happened to the files, and by other programs too."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from kzru_cite.captures import Store, export_wacz, read_exchanges
from kzru_cite.errors import UsageError
from kzru_cite.model.kept import Exchange
from loopback.archive import LoopbackArchive, pywb_is_there
from loopback.captures import Captured, write_warc

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def exchange(name: str = "a", body: bytes = b"<p>Text</p>", **more: object) -> Exchange:
    headers = {"content-type": "text/html", "content-encoding": "gzip", "x-odd": "one\r\ntwo"}
    given = {"address": f"https://example.org/{name}", "at": AT, "code": 200, **more}
    return Exchange(headers=headers, body=body, **given)  # type: ignore[arg-type]


def kept(folder: Path, *exchanges: Exchange) -> list[str]:
    store = Store(folder, "kzru-cite/test")
    digests = [store.keep(one) for one in exchanges]
    store.close()
    return digests


def test_what_was_kept_is_given_back_by_its_hash(tmp_path: Path) -> None:
    [digest] = kept(tmp_path, exchange())
    assert f"sha256:{hashlib.sha256(b'<p>Text</p>').hexdigest()}" == digest
    found = Store(tmp_path).body(digest)
    assert found is not None
    assert ("https://example.org/a", AT, 200, b"<p>Text</p>") == (
        found.address,
        found.at,
        found.code,
        found.body,
    )
    assert "text/html" == found.content_type
    assert "gzip" == found.headers["x-archive-orig-content-encoding"]
    assert "one two" == found.headers["x-odd"]
    assert None is Store(tmp_path).body(f"sha256:{'0' * 64}")


def test_the_files_are_warc_1_1_with_requests_and_digests(tmp_path: Path) -> None:
    kept(tmp_path, exchange())
    [file] = Store(tmp_path).files()
    with file.open("rb") as stream:
        records = [
            (one.rec_type, one.rec_headers.protocol, one.digest_checker.passed)
            for one in ArchiveIterator(stream, check_digests=True)
        ]
    assert ["warcinfo", "response", "request"] == [kind for kind, _, _ in records]
    assert {"WARC/1.1"} == {version for _, version, _ in records}


def test_a_body_is_written_once_also_over_runs(tmp_path: Path) -> None:
    first = kept(tmp_path, exchange("a"), exchange("b"))
    second = kept(tmp_path, exchange("c"))
    assert {first[0]} == {*first, *second}
    store = Store(tmp_path)
    assert [False, True, True] == [one.revisit for one in store.all()]
    assert 2 == len(store.files())
    assert (3, ()) == store.verify()
    assert frozenset(first) == store.holds()


def test_an_empty_body_repeats_nothing(tmp_path: Path) -> None:
    kept(tmp_path, exchange("a", b"", code=302), exchange("b", b"", code=302))
    assert [False, False] == [one.revisit for one in Store(tmp_path).all()]


def test_a_file_that_was_cut_off_gives_what_was_whole(tmp_path: Path) -> None:
    digests = kept(tmp_path, *(exchange(str(n), f"Text {n}".encode() * 50) for n in range(5)))
    [file] = Store(tmp_path).files()
    whole = file.read_bytes()
    for cut in range(10, len(whole), 97):
        file.write_bytes(whole[:cut])
        store = Store(tmp_path)
        found = [one.digest for one in store.all()]
        assert digests[: len(found)] == found or found[:-1] == digests[: len(found) - 1]
        sound, damages = store.verify()
        assert sound + len(damages) >= len(found)
        assert None is store.body(digests[-1]) or cut > len(whole) * 0.8


def test_a_changed_byte_is_named(tmp_path: Path) -> None:
    kept(tmp_path, *(exchange(str(n), f"Text {n}".encode() * 50) for n in range(3)))
    [file] = Store(tmp_path).files()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    _, damages = Store(tmp_path).verify()
    assert damages
    assert {file.name} == {one.file for one in damages}


@given(junk=st.binary(max_size=300))
def test_no_file_makes_reading_fail(junk: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("junk")
    (folder / "1.warc.gz").write_bytes(junk)
    [digest] = kept(folder, exchange())
    assert digest in Store(folder).holds()


def test_captures_of_other_programs_are_read(tmp_path: Path) -> None:
    file = tmp_path / "other.warc.gz"
    body = b"<title>T</title>"
    write_warc(file, [Captured(address="http://paper.test/a", taken=AT, body=body)])
    [found] = read_exchanges(file)
    assert ("http://paper.test/a", AT, 200, body) == (
        found.address,
        found.at,
        found.code,
        found.body,
    )


def test_what_is_no_warc_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_text("nothing", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_exchanges(file))
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_exchanges(tmp_path / "none.warc"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "captures").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        Store(tmp_path / "captures").keep(exchange())


def test_a_wacz_holds_files_index_pages_and_true_hashes(tmp_path: Path) -> None:
    kept(tmp_path, exchange("a"), exchange("b"), exchange("c", b"<p>Other</p>"))
    made = export_wacz(Store(tmp_path), "Sample")
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert None is archive.testzip()
    package = json.loads(archive.read("datapackage.json"))
    assert ("data-package", "1.1.1") == (package["profile"], package["wacz_version"])
    for resource in package["resources"]:
        content = archive.read(resource["path"])
        assert (f"sha256:{hashlib.sha256(content).hexdigest()}", len(content)) == (
            resource["hash"],
            resource["bytes"],
        )
    digest = json.loads(archive.read("datapackage-digest.json"))["hash"]
    whole = archive.read("datapackage.json")
    assert f"sha256:{hashlib.sha256(whole).hexdigest()}" == digest
    lines = archive.read("indexes/index.cdx").decode().splitlines()
    assert sorted(lines) == lines
    warc = archive.read(next(n for n in archive.namelist() if n.startswith("archive/")))
    for line in lines:
        key, stamp, facts = line.split(" ", 2)
        entry = json.loads(facts)
        start = int(entry["offset"])
        record = next(iter(ArchiveIterator(io.BytesIO(warc[start : start + int(entry["length"])]))))
        assert entry["url"] == record.rec_headers.get_header("WARC-Target-URI")
        assert ("org,example)", "20261120100000") == (key[: len("org,example)")], stamp)
    pages = [json.loads(one) for one in archive.read("pages/pages.jsonl").splitlines()]
    assert "json-pages-1.0" == pages[0]["format"]
    assert ["https://example.org/a", "https://example.org/c"] == [one["url"] for one in pages[1:]]


@pytest.mark.tools
def test_an_archive_server_replays_what_was_kept(tmp_path: Path) -> None:
    if not pywb_is_there():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pywb is missing")
    kept(tmp_path, exchange("a"), exchange("b"), exchange("c", b"<p>Other</p>"))
    [file] = Store(tmp_path).files()
    with LoopbackArchive((), files=(file,)) as archive:
        for name, body in (("a", b"<p>Text</p>"), ("b", b"<p>Text</p>"), ("c", b"<p>Other</p>")):
            where = archive.replay(f"https://example.org/{name}", AT, "id_")
            shown = requests.get(where, timeout=20)
            assert (200, body) == (shown.status_code, shown.content)
            assert "Fri, 20 Nov 2026 10:00:00 GMT" == shown.headers["Memento-Datetime"]
