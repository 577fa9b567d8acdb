"""Fuzz what archives and services answer, and the logs in which it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from fuzzing import Target, files, parts_of, text_of

from kzru_cite.model.archive import Capture, read_capture
from kzru_cite.model.evidence import Found, Listed, Look, Purpose, Record, Sight
from kzru_cite.read.baseline import read_baseline
from kzru_cite.read.cdx import CdxPage, read_cdx, resolved
from kzru_cite.read.looks import join, read_look, read_looks, write_look
from kzru_cite.read.memento import read_memento
from kzru_cite.read.records_archives import NoneNamed, read_availability, read_perma
from kzru_cite.read.records_arxiv import read_feed
from kzru_cite.read.records_crossref import read_agency, read_updates, read_work
from kzru_cite.read.records_datacite import read_dois
from kzru_cite.read.records_doi import read_agency_of, read_handle
from kzru_cite.read.records_json import decode
from kzru_cite.read.records_openlibrary import read_author, read_books, read_edition, with_names
from kzru_cite.read.records_pubmed import read_summary
from kzru_cite.read.save_jobs import read_jobs, read_statuses, read_submission, write_jobs
from kzru_cite.read.timemap import TimeMap, absolute, read_links, read_timemap

_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
_BASE = "https://archive.example.org/timemap/x"


def kept(sight: Sight) -> None:
    """Assert that what was seen can be written into the log, and is read from it unchanged."""
    look = Look(at=_AT, purpose=Purpose.PAGE, about="a", asked="web", sight=sight)
    line = write_look(look)
    line.encode()
    assert "\n" not in line
    assert read_look(line) == look


def check_looks(data: bytes) -> None:
    """Read a log: each line is a look, or lost, or empty; written again it is the same."""
    text = decode(data)
    whole = read_looks(text)
    lines = text.split("\n")
    single = [read_look(line) for line in lines]
    assert sum(
        look is None and bool(line.strip()) for look, line in zip(single, lines, strict=True)
    ) == len(whole.lost)
    assert all(look in whole.evidence.looks for look in single if look is not None)
    assert read_looks("\n".join(reversed(lines))).evidence == whole.evidence
    written = join(whole.evidence.looks)
    written.encode()
    again = read_looks(written)
    assert not again.lost
    assert len(again.evidence.looks) <= len(whole.evidence.looks)
    assert set(map(write_look, again.evidence.looks)) == set(written.splitlines())


def check_timemap(data: bytes) -> None:
    """Read a list of links: each copy counts once, whole or in what is put before it."""
    text = text_of(data)
    links = read_links(text)
    assert len(links) <= text.count("<")
    for link in links:
        assert link.target in text
    reading = read_timemap(text, _BASE)
    if isinstance(reading, TimeMap):
        mementos = sum("memento" in link.relations for link in links)
        assert len(reading.mementos) + reading.lost == mementos
        kept(_listed((one.taken, one.address) for one in reading.mementos))
    more = '<https://a.org/first>; rel="original",\n'
    assert read_links(more + text)[1:] == links
    memento = read_memento({"Memento-Datetime": "Fri, 12 Jan 2024 10:11:12 GMT", "Link": text})
    assert memento is not None
    read_memento({"memento-datetime": text, "link": text}, _BASE)
    assert absolute(absolute(text, _BASE), _BASE)[:8] == absolute(text, _BASE)[:8]


def _listed(copies: Iterable[tuple[datetime, str]]) -> Listed:
    from kzru_cite.model.evidence import CaptureListed  # noqa: PLC0415 - only here

    return Listed(
        captures=tuple(
            CaptureListed(
                taken=taken.replace(microsecond=0), address=address, original="https://a.org/"
            )
            for taken, address in copies
        )
    )


def check_cdx(data: bytes) -> None:
    """Read an index: no row is lost without being counted."""
    text = text_of(data)
    reading = read_cdx(text)
    if not isinstance(reading, CdxPage):
        assert reading.words.strip() == " ".join(reading.words.split())
        return
    if not text.lstrip("\ufeff").lstrip().startswith("["):
        lines = [line for line in text.removeprefix("\ufeff").split("\n") if line.strip()]
        assert len(reading.rows) + reading.lost + bool(reading.resume_key) == len(lines)
    rows = resolved(reading.rows)
    assert len(rows) <= len(reading.rows)
    assert resolved(rows) == rows
    for row in rows:
        assert len(row.stamp) == 14
        assert row.code is None or 100 <= row.code <= 999
    assert read_cdx(text + "\n") == reading or "\n\n" in text or reading.resume_key


def check_save_jobs(data: bytes) -> None:
    """Read what was asked of archives: written again it is the same."""
    text = decode(data)
    jobs = read_jobs(data)
    content = write_jobs(jobs)
    assert sorted(map(repr, read_jobs(content))) == sorted(map(repr, jobs))
    assert write_jobs(read_jobs(content)) == content
    read_submission(text)
    names = ("a", "b", "spn2-1")
    statuses = read_statuses(text, names)
    assert statuses is None or set(statuses) <= set(names)


_RECORDS: tuple[Callable[[str], object], ...] = (
    read_work,
    read_dois,
    read_feed,
    lambda text: read_books(text, "9780140328721"),
    lambda text: read_summary(text, "12345"),
    read_edition,
)


def check_records(data: bytes) -> None:
    """Read the answer of any registry by the readers of all; a record can always be kept."""
    text = decode(data)
    for read in _RECORDS:
        found = read(text)
        if isinstance(found, Record):
            kept(Found(record=found))
            kept(Found(record=with_names(found, ("A", "B"))))
            assert found.identifier
            assert all(isinstance(year, int) for year in found.years)
    for notice in read_updates(text, "10.1000/182") or ():
        kept(Found(record=Record(identifier="doi:10.1000/182", notices=(notice,))))
    for word in (read_agency(text), read_agency_of(text), read_author(text)):
        word.encode()
    read_handle(text)
    for copy in (read_availability(text, "https://a.org/"), read_perma(text, "https://perma.cc/A")):
        if copy is not None and not isinstance(copy, NoneNamed) and copy.taken.microsecond == 0:
            kept(Listed(captures=(copy,)))


def check_baseline(data: bytes) -> None:
    """Read a list of findings that were there before."""
    from kzru_cite.errors import KzruError  # noqa: PLC0415 - only here
    from kzru_cite.model.place import SourceText  # noqa: PLC0415 - only here
    from kzru_cite.read.baseline import write_baseline  # noqa: PLC0415 - only here

    try:
        found = read_baseline(SourceText(path="baseline.json", text=text_of(data)))
    except KzruError:
        return
    written = write_baseline(found.entries)
    again = read_baseline(SourceText(path="baseline.json", text=written))
    assert write_baseline(again.entries) == written


def check_capture(data: bytes) -> None:
    """Read the address of a copy: mended it is one without flaws."""
    (text,) = parts_of(data, 1)
    found = read_capture(text)
    if isinstance(found, Capture) and found.flaws and found.repaired:
        again = read_capture(found.repaired)
        assert isinstance(again, Capture)
        assert again.provider is found.provider
        assert not again.flaws
        assert (again.timestamp, again.digits) == (found.timestamp, found.digits)


def _bodies(*names: str) -> Iterable[bytes]:
    """Yield the bodies in recordings of HTTP, as far as they are text."""
    import yaml  # noqa: PLC0415 - only seeds are read by it

    for content in files(*names):
        for one in yaml.safe_load(content).get("interactions", ()):
            body = one["response"]["body"].get("string", "")
            yield body if isinstance(body, bytes) else str(body).encode()


def _looks() -> Iterable[bytes]:
    for path in ("../article/evidence/*.jsonl",):
        for content in files(path):
            yield from (line + b"\n" for line in content.split(b"\n")[:40])
    from fuzzing import blocks  # noqa: PLC0415 - only here

    yield from blocks("looks")


def _maps() -> Iterable[bytes]:
    yield from _bodies("cassettes/memento.yaml", "cassettes/wayback.yaml")
    yield (
        b'<http://a.org/>; rel="original",\n<https://w.org/map>; rel="self"; type="x; y",\n'
        b'<https://w.org/2/http://a.org/?a=1,2;b>; rel="first memento"; '
        b'datetime="Fri, 12 Jan 2024 10:11:12 GMT"'
    )


def _indexes() -> Iterable[bytes]:
    yield from _bodies("cassettes/*wayback*.yaml")
    yield b"org,a)/ 20240112101112 http://a.org/ text/html 200 ABC 123\n\nkey\n"
    yield b'[["urlkey","timestamp","original"],["a","20240112101112","http://a.org/"],[],["key"]]'
    yield b'org,a)/ 20240112101112 {"url": "http://a.org/", "mime": "x", "status": "200"}\n'


def _jobs() -> Iterable[bytes]:
    capture = {"address": "https://w.org/1", "taken": "2024-01-12T10:11:12+00:00", "original": "a",
               "code": 200}  # fmt: skip
    job = {"keeper": "wayback", "address": "https://a.org/", "at": "2026-11-23T12:00:00+00:00",
           "stage": "made", "name": "spn2-1", "fate": "", "words": "", "capture": capture}  # fmt: skip
    yield json.dumps({"version": 1, "jobs": [job, {**job, "stage": "asked"}]}).encode()
    yield b'{"job_id": "spn2-1", "url": "https://a.org/"}'
    yield b'[{"job_id": "a", "status": "error", "status_ext": "error:no-access", "message": "m"}]'
    yield (
        b'{"status": "success", "job_id": "a", "timestamp": "20240112101112", '
        b'"original_url": "https://a.org/", "http_status": 200}'
    )


def _records() -> Iterable[bytes]:
    yield from (body for body in _bodies("cassettes/*.yaml") if body[:1] in (b"{", b"[", b"<"))


def _captures() -> Iterable[bytes]:
    yield from (
        b"https://web.archive.org/web/20240112101112/https://a.org/",
        b"http://www.archive.org:80/web/20240112101112js_/http://a.org/?q#f",
        b"https://archive.ph/2024.01.12-101112/https://a.org/",
        b"https://archive.today/AbCdE",
        b"https://web.archive.org/save/https://a.org/",
        b"https://www.webcitation.org/6YnG8vXyZ?url=http%3A%2F%2Fa.org%2F",
        b"https://webcache.googleusercontent.com/search?q=cache:abcdefgh:a.org/x+y",
        b"https://perma.cc/ABCD-1234",
        b"https://arquivo.pt/wayback/20240112101112id_/https://a.org/",
    )


TARGETS = (
    Target(name="looks", check=check_looks, seeds=_looks),
    Target(name="timemap", check=check_timemap, seeds=_maps),
    Target(name="cdx", check=check_cdx, seeds=_indexes),
    Target(name="save-jobs", check=check_save_jobs, seeds=_jobs),
    Target(name="records", check=check_records, seeds=_records),
    Target(
        name="baseline",
        check=check_baseline,
        seeds=lambda: [b'{"version": 1, "findings": []}'],
        longest=1024,
    ),
    Target(name="capture", check=check_capture, seeds=_captures, longest=512),
)
