"""Captures made elsewhere are taken over whatever their form, and what cannot be is said."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kzru_cite.captures import Store, read_exchanges
from kzru_cite.captures.foreign import contents
from kzru_cite.capturing import taken_over
from kzru_cite.errors import UsageError
from kzru_cite.gathering import CAPTURES
from kzru_cite.model.evidence import Answered, Hop, Look, Purpose
from kzru_cite.model.place import SourceText
from kzru_cite.read.looks import read_looks
from kzru_cite.settings import Settings
from kzru_cite.workspace import Workspace
from loopback.captures import Captured, write_warc

AT = datetime(2024, 1, 12, 10, 11, 12, tzinfo=UTC)
PAGE = "http://example.org/page"
COPY = f"https://web.archive.org/web/20240112101112/{PAGE}"
BODY = b"<title>River</title><p>The river is long.</p>"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The looks taken over, and what was said of it."""

    looks: tuple[Look, ...]
    notes: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        said = "not taken over: "
        return tuple(note.removeprefix(said) for note in self.notes if note.startswith(said))


def cited(url: str = PAGE, archiveurl: str = "") -> str:
    more = f"  archiveurl = {{{archiveurl}}},\n" if archiveurl else ""
    return f"@online{{a,\n  title = {{River}},\n  url = {{{url}}},\n{more}}}\n"


def taken(folder: Path, *files: Path, bibliography: str = "") -> Taken:
    workspace = Workspace(
        folder=folder,
        settings=Settings(looks="looks.jsonl"),
        articles=(),
        bibliographies=(SourceText(path="r.bib", text=bibliography or cited()),),
    )
    notes = taken_over(workspace, files)
    log = folder / "looks.jsonl"
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    return Taken(looks=read_looks(text).evidence.looks, notes=notes)


def warc(folder: Path, *captures: Captured, name: str = "made.warc.gz") -> Path:
    write_warc(folder / name, captures)
    return folder / name


def test_a_reply_becomes_a_look_of_its_own_moment(tmp_path: Path) -> None:
    file = warc(tmp_path, Captured(address=PAGE, taken=AT, body=BODY),
                Captured(address="http://example.org/else", taken=AT, body=b"x"))  # fmt: skip
    found = taken(tmp_path, file)
    (look,) = found.looks
    assert (Purpose.PAGE, PAGE, "web", AT, "warc:made.warc.gz") == (
        look.purpose, look.about, look.asked, look.at, look.vantage
    )  # fmt: skip
    assert isinstance(look.sight, Answered)
    assert look.sight.page is not None
    assert "River" == look.sight.page.title
    assert (f"{file}: 1 captures of cited pages taken over",) == found.notes
    assert 1 == len(taken(tmp_path, file).looks)
    kept = Store(tmp_path / CAPTURES).body(look.sight.capture)
    assert kept is not None
    assert (BODY, AT) == (kept.body, kept.at)


def test_a_copy_is_known_with_the_archives_frame_and_without(tmp_path: Path) -> None:
    bare = COPY.replace("112/", "112id_/")
    memento = (("Content-Type", "text/html"), ("Memento-Datetime", "Fri, 12 Jan 2024 10:11:12 GMT"))
    file = warc(tmp_path, Captured(address=bare, taken=AT, body=BODY, headers=memento))
    (look,) = taken(tmp_path, file, bibliography=cited(archiveurl=COPY)).looks
    assert (Purpose.CAPTURE, COPY) == (look.purpose, look.about)
    assert isinstance(look.sight, Answered)
    assert "memento-datetime" in look.sight.headers


def test_redirects_are_followed_inside_the_file(tmp_path: Path) -> None:
    target = "http://example.org/new"
    moved = Captured(address=PAGE, taken=AT, code=301, headers=(("Location", "/new"),))
    early = Captured(address=target, taken=AT - timedelta(days=9), body=b"<title>Old</title>x")
    near = Captured(address=target, taken=AT + timedelta(seconds=1), body=BODY)
    (look,) = taken(tmp_path, warc(tmp_path, early, moved, near)).looks
    assert isinstance(look.sight, Answered)
    assert target == look.sight.final
    assert (Hop(address=PAGE, code=301, target=target),) == look.sight.hops
    assert look.sight.page is not None
    assert "River" == look.sight.page.title


@pytest.mark.parametrize("location", ["/nowhere", "http://[::1", ""])
def test_a_redirect_out_of_the_file_is_said(tmp_path: Path, location: str) -> None:
    moved = Captured(address=PAGE, taken=AT, code=301, headers=(("Location", location),))
    found = taken(tmp_path, warc(tmp_path, moved))
    # A redirect to nowhere leads to itself.
    assert () == found.looks
    assert (f"what {PAGE} leads to is not in made.warc.gz",) == found.faults


def test_a_revisit_gets_the_body_it_repeats(tmp_path: Path) -> None:
    later = AT + timedelta(days=30)
    file = warc(tmp_path, Captured(address=PAGE, taken=AT, body=BODY),
                Captured(address=PAGE, taken=later, again=AT))  # fmt: skip
    first, second = taken(tmp_path, file).looks
    assert (AT, later) == (first.at, second.at)
    assert first.sight == second.sight


def test_a_revisit_without_body_is_said(tmp_path: Path) -> None:
    file = warc(tmp_path, Captured(address=PAGE, taken=AT, body=BODY),
                Captured(address=PAGE, taken=AT + timedelta(1), again=AT))  # fmt: skip
    raw = file.read_bytes()
    second = raw.rindex(b"\x1f\x8b\x08")
    file.write_bytes(raw[second:])
    assert [] == list(read_exchanges(file))
    found = taken(tmp_path, file)
    assert () == found.looks
    assert 1 == len(found.faults)


def record(body: bytes, *headers: tuple[str, str], packed: bool = False) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], "HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            PAGE, "response", payload=BytesIO(body), length=len(body), http_headers=head,
            warc_headers_dict={"WARC-Date": "2024-01-12T10:11:12Z"},
        )
    )  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        record(BODY),
        record(gzip.compress(BODY), ("Content-Encoding", "gzip"), packed=True),
        record(
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), ("Transfer-Encoding", "chunked")
        ),
    ],
)  # fmt: skip
def test_packed_and_plain_files_and_bodies_are_read(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "made.warc"
    file.write_bytes(content)
    (look,) = taken(tmp_path, file).looks
    assert isinstance(look.sight, Answered)
    kept = Store(tmp_path / CAPTURES).body(look.sight.capture)
    assert kept is not None
    assert BODY == kept.body


def test_an_old_arc_file_is_read(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY
    head = b"filedesc://old.arc 127.0.0.1 20080430204825 text/plain %d\n1 1 Made\n%s\n"
    names = b"URL IP-address Archive-date Content-type Archive-length"
    opening = head % (len(b"1 1 Made\n" + names) + 1, names)
    line = f"{PAGE} 127.0.0.1 20080430204826 text/html {len(answer)}\n".encode()
    (tmp_path / "old.arc").write_bytes(opening + b"\n" + line + answer + b"\n")
    (look,) = taken(tmp_path, tmp_path / "old.arc").looks
    assert datetime(2008, 4, 30, 20, 48, 26, tzinfo=UTC) == look.at


@pytest.mark.parametrize("content", [b"nothing of the kind", b"\x1f\x8b\x08broken" * 9])
def test_a_file_that_is_none_ends_the_call(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "made.warc"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="cannot be read"):
        taken(tmp_path, file)


def test_an_empty_file_gives_no_look(tmp_path: Path) -> None:
    file = tmp_path / "made.warc"
    file.write_bytes(b"")
    assert () == taken(tmp_path, file).looks


def test_what_is_before_a_fault_is_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "made.warc.gz"
    whole = record(BODY, packed=True)
    file.write_bytes(whole + whole[:60])
    found = contents(file)
    assert 1 == len(found.heads)
    assert 1 == len(found.faults)


def test_a_record_against_its_digest_is_not_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "made.warc"
    file.write_bytes(record(BODY).replace(b"The river", b"The lover") + record(BODY))
    found = taken(tmp_path, file)
    assert 1 == len(found.looks)
    assert ("made.warc: record 1: the record is not as its digest says",) == found.faults


def test_a_body_that_unpacks_to_too_much_is_not_read(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 60_000_000)
    file = tmp_path / "made.warc.gz"
    file.write_bytes(
        record(bomb, ("Content-Encoding", "gzip"), packed=True) + record(BODY, packed=True)
    )
    found = taken(tmp_path, file)
    assert 1 == len(found.looks)
    assert "holds more than 20000000 bytes" in found.faults[0]


def test_headers_that_come_twice_are_joined(tmp_path: Path) -> None:
    file = tmp_path / "made.warc"
    file.write_bytes(record(BODY, ("Link", "<a>"), ("Link", "<b>")))
    (look,) = taken(tmp_path, file).looks
    assert isinstance(look.sight, Answered)
    assert "<a>, <b>" == look.sight.headers["link"]


def test_a_reply_without_body_becomes_a_look_without_capture(tmp_path: Path) -> None:
    (look,) = taken(tmp_path, warc(tmp_path, Captured(address=PAGE, taken=AT, code=404))).looks
    assert isinstance(look.sight, Answered)
    assert (404, "") == (look.sight.code, look.sight.capture)


def test_a_file_that_is_not_there_ends_the_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        taken(tmp_path, tmp_path / "none.warc")
