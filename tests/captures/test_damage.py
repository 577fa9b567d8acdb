"""What is kept is found again, byte by byte; what is damaged hides nothing else."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from kzru_cite.captures import Store, export_wacz, records
from kzru_cite.captures.records import BadRecord
from kzru_cite.model.kept import Damage, Exchange

AT = datetime(2026, 11, 20, 10, 11, 12, tzinfo=UTC)
PAGE, OTHER = "http://example.org/a?b=c", "http://example.org/other"


def exchange(
    body: bytes = b"<p>The river is long.", address: str = PAGE, later: int = 0
) -> Exchange:
    headers = {"content-type": "text/html"}
    at = AT + timedelta(seconds=later)
    return Exchange(address=address, at=at, code=200, headers=headers, body=body)


def keep(folder: Path, *exchanges: Exchange) -> tuple[str, ...]:
    store = Store(folder, "kzru-cite/test")
    found = tuple(store.keep(one) for one in exchanges)
    store.close()
    return found


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def damages(store: Store) -> list[Damage]:
    """Return all that is told of the files, what was broken off too."""
    list(store.all())
    return store.damages


def test_the_library_finds_all_digests_right_and_the_heads_as_sent(tmp_path: Path) -> None:
    lines = (
        ("Content-Encoding", "gzip"),
        ("content-length", "20"),
        ("X-Tale", "a\r\n b"),
        ("Bad name", "x"),
        # With such a header the library itself breaks off.
        ("Link", "<http://қ.kz/бет>; rel=shortlink"),
    )
    sent = (("Host", "example.org"), ("Accept", "text/html"))
    packed = Exchange(
        address=PAGE, at=AT, code=200, body=b"text", lines=lines, reason="Жақсы", sent=sent
    )
    keep(tmp_path, packed, exchange(b"text", later=5))
    found = []
    with only_file(tmp_path).open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            found.append((record.rec_type, record.rec_headers, record.http_headers))
    assert ["warcinfo", "response", "request", "revisit", "request"] == [one[0] for one in found]
    assert [
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-content-length", "20"),
        ("X-Tale", "a b"),
        ("Link", "<http://%D2%9B.kz/%D0%B1%D0%B5%D1%82>; rel=shortlink"),
        ("Content-Length", "4"),
    ] == found[1][2].headers
    assert list(sent) == found[2][2].headers
    first, again = found[1][1], found[3][1]
    assert first.get_header("WARC-Record-ID") == again.get_header("WARC-Refers-To")
    assert first.get_header("WARC-Date") == again.get_header("WARC-Refers-To-Date")
    assert all(one[1].get_header("WARC-Block-Digest").startswith("sha256:") for one in found)


def test_a_record_that_was_broken_off_is_passed_over(tmp_path: Path) -> None:
    first, second = keep(tmp_path, exchange(b"one"), exchange(b"two", OTHER))
    file = only_file(tmp_path)
    whole = file.read_bytes()
    offset = list(Store(tmp_path).all())[1].offset
    for cut in range(offset + 1, len(whole), 37):
        file.write_bytes(whole[:cut])
        store = Store(tmp_path)
        assert first in store.holds()
        assert all(one.torn for one in damages(store))
        assert len(store.damages) <= 1
        assert () == store.verify()[1]
        body = store.body(second)
        assert body is None or body.body == b"two"


def test_a_changed_byte_anywhere_is_seen_and_hides_no_other_record(tmp_path: Path) -> None:
    kept = keep(tmp_path, *(exchange(b"body %d" % number, later=number) for number in range(3)))
    file = only_file(tmp_path)
    whole = file.read_bytes()
    for place in range(0, len(whole), 11):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        store = Store(tmp_path)
        # Of the bytes of gzip's head some say nothing: a time, a system.
        assert len(store.holds() & frozenset(kept)) >= 2
        if len(store.holds()) < 3:
            assert store.verify()[1]


def test_a_damaged_record_tells_whose_it_was(tmp_path: Path) -> None:
    noise = bytes(sha256(b"%d" % number).digest()[0] for number in range(4000))
    keep(tmp_path, exchange(noise))
    file = only_file(tmp_path)
    (one,) = Store(tmp_path).all()
    content = bytearray(file.read_bytes())
    content[one.offset + one.taken - 40] ^= 1
    file.write_bytes(bytes(content))
    store = Store(tmp_path)
    sound, (damage,) = store.verify()
    assert (0, one.digest, PAGE) == (sound, damage.digest, damage.address)
    assert None is store.body(one.digest)


def test_a_record_that_was_repacked_does_not_fit_its_digest(tmp_path: Path) -> None:
    keep(tmp_path, exchange(b"a long river"))
    file = only_file(tmp_path)
    (one,) = Store(tmp_path).all()
    raw = file.read_bytes()
    member = gzip.decompress(raw[one.offset : one.offset + one.taken])
    forged = gzip.compress(member.replace(b"a long river", b"a tall river"))
    file.write_bytes(raw[: one.offset] + forged + raw[one.offset + one.taken :])
    _, (damage,) = Store(tmp_path).verify()
    assert ("the record is not as its digest says", one.digest) == (damage.why, damage.digest)


def test_what_is_no_record_is_told_and_passed_over(tmp_path: Path) -> None:
    keep(tmp_path, exchange(b"one"))
    file = only_file(tmp_path)
    raw = file.read_bytes()
    # A beginning of gzip that unpacks to something else, and one that does not unpack.
    rubbish = b"rubbish" + gzip.compress(b"WARX/1.1") + b"\x1f\x8b\x08rest"
    for content in (rubbish + raw, raw + rubbish, raw + gzip.compress(b"no record")):
        file.write_bytes(content)
        store = Store(tmp_path)
        assert 1 == len(list(store.all()))
        assert store.damages


def test_a_file_may_be_longer_than_is_read_at_once(tmp_path: Path) -> None:
    noise = b"".join(sha256(b"%d" % number).digest() for number in range(9000))
    first, second = keep(tmp_path, exchange(noise), exchange(b"next", OTHER))
    file = only_file(tmp_path)
    assert {first, second} == Store(tmp_path).holds()
    raw = bytearray(file.read_bytes())
    raw[next(Store(tmp_path).all()).offset + 150_000] ^= 1
    file.write_bytes(bytes(raw))
    assert {second} == Store(tmp_path).holds()


def test_a_record_larger_than_allowed_is_not_read(tmp_path: Path) -> None:
    small, _ = keep(tmp_path, exchange(b"small"), exchange(b"x" * 40_000_000, OTHER))
    store = Store(tmp_path)
    assert {small} == store.holds()
    _, (damage,) = store.verify()
    assert "unpacks to more than" in damage.why


def test_links_and_other_files_are_left_alone(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    keep(outside, exchange())
    inside.mkdir()
    (inside / "link.warc.gz").symlink_to(only_file(outside))
    (inside / "notes.txt").write_text("x", encoding="utf-8")
    (inside / "folder.warc.gz").mkdir()
    assert [] == Store(inside).files()


def test_a_capture_that_is_gone_when_it_is_wanted_is_not_here(tmp_path: Path) -> None:
    (digest,) = keep(tmp_path, exchange())
    store = Store(tmp_path)
    assert store.find(digest) is not None
    file = only_file(tmp_path)
    file.write_bytes(b"\0" * file.stat().st_size)
    assert None is store.body(digest)
    file.unlink()
    assert None is store.body(digest)


def test_a_file_that_goes_while_the_others_are_read_is_told(tmp_path: Path) -> None:
    keep(tmp_path, exchange(b"one"))
    keep(tmp_path, exchange(b"two", OTHER))
    store = Store(tmp_path)
    found = store.all()
    next(found)
    store.files()[1].unlink()
    assert [] == list(found)
    assert "the file cannot be read" in store.damages[0].why


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"WARC/1.1\r\n",
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 90\r\n\r\nshort",
        b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 999\r\n\r\n" + b"x" * 999,
    ],
)
def test_what_is_no_sound_record_is_refused(content: bytes) -> None:
    with pytest.raises(BadRecord):
        records.body_of(records.parsed(content), 500)


RECORD = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 19\r\n%s\r\nHTTP/1.1 200 OK\r\n\r\n"


def test_a_reply_without_address_cannot_be_read() -> None:
    with pytest.raises(BadRecord, match="cannot be read"):
        records.parsed(RECORD % b"")


def test_a_body_that_goes_on_after_its_packing_ends_is_read_to_its_end() -> None:
    packed = gzip.compress(b"text")
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    more = b"x" * 100_000
    block = head + packed + more
    digest = sha256(block).hexdigest().encode()
    content = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.test/\r\n"
        b"WARC-Block-Digest: sha256:%s\r\nContent-Length: %d\r\n\r\n%s"
    )
    sound = content % (digest, len(block), block)
    assert records.body_of(records.parsed(sound), 500_000).startswith(b"text")
    changed = content % (digest, len(block), head + packed + b"y" * 100_000)
    with pytest.raises(BadRecord, match="digest"):
        records.body_of(records.parsed(changed), 500_000)


def test_a_reply_of_another_kind_of_address_is_none() -> None:
    content = RECORD % b"WARC-Target-URI: https:\r\nWARC-Date: 2024-01-12T10:11:12Z\r\n"
    assert None is records.exchange_of(records.parsed(content), 500)


@pytest.mark.parametrize("written", ["", "soon"])
def test_a_record_without_date_is_refused(written: str) -> None:
    record = records.parsed(
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 19\r\n"
        b"WARC-Target-URI: http://a.test/\r\n"
        + (f"WARC-Date: {written}\r\n".encode() if written else b"")
        + b"\r\nHTTP/1.1 200 OK\r\n\r\n"
    )
    with pytest.raises(BadRecord, match="no date"):
        records.exchange_of(record, 500)


@pytest.mark.parametrize("address", ["http://example.org/бет?іздеу=ә", "http://[::1/x"])
def test_any_address_is_kept(tmp_path: Path, address: str) -> None:
    keep(tmp_path, exchange(address=address))
    store = Store(tmp_path)
    assert [address] == [one.address for one in store.all()]
    assert [] == store.damages
    assert export_wacz(store, "Any")


_NAMES = st.text(st.characters(min_codepoint=33, max_codepoint=0x500), min_size=1, max_size=9)
_VALUES = st.text(st.characters(max_codepoint=0x500), max_size=30)


@given(
    body=st.binary(min_size=1, max_size=400),
    lines=st.lists(st.tuples(_NAMES, _VALUES), max_size=6),
    code=st.integers(200, 599),
    reason=_VALUES,
)
def test_any_reply_is_found_again(
    body: bytes, lines: list[tuple[str, str]], code: int, reason: str
) -> None:
    made = Exchange(address=PAGE, at=AT, code=code, reason=reason, lines=tuple(lines), body=body)
    with TemporaryDirectory() as name:
        (digest,) = keep(Path(name), made)
        store = Store(Path(name))
        assert (1, ()) == store.verify()
        found = store.body(digest)
        assert found is not None
        assert (body, code, AT) == (found.body, found.code, found.at)


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from kzru_cite.captures import Store
from kzru_cite.model.kept import Exchange
store = Store(Path(sys.argv[1]))
for number in range(10**9):
    one = Exchange(address="http://a.test/", at=datetime.now(UTC), code=200, body=b"%d" % number)
    os.write(1, store.keep(one).encode() + b"\\n")
"""


def test_a_run_that_is_killed_loses_nothing_that_was_told(tmp_path: Path) -> None:
    words = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(300)]
        process.kill()
        told += process.stdout.readlines()
    hashes = {line.decode().strip() for line in told if line.endswith(b"\n")}
    store = Store(tmp_path)
    assert hashes <= store.holds()
    assert all(one.torn for one in damages(store))


def test_one_body_may_be_given_at_two_addresses_with_two_codes(tmp_path: Path) -> None:
    gone = Exchange(address=OTHER, at=AT, code=404, body=exchange().body)
    (digest, _) = keep(tmp_path, exchange(), gone)
    assert {(PAGE, 200), (OTHER, 404)} == Store(tmp_path).answers(digest)
    assert frozenset() == Store(tmp_path).answers("sha256:00")
