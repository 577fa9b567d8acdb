"""A run on the loopback web keeps what it fetches, hop by hop, and an archive server replays it."""

from __future__ import annotations

import os
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from kzru_cite import cli
from kzru_cite.captures import Store
from kzru_cite.gathering import CAPTURES
from kzru_cite.model.evidence import Answered, Purpose
from kzru_cite.read.looks import read_looks
from loopback.archive import LoopbackArchive, pywb_is_there
from loopback.replies import compressed, page, pdf, raw, redirect, status
from loopback.web import LoopbackWeb

SERVICES = "".join(
    f'{name} = ""\n'
    for name in ("wayback", "doi", "crossref", "datacite", "openlibrary", "arxiv", "pubmed")
)
SETTINGS = f"""\
article = ["a.md"]
looks = "looks.jsonl"
[gather]
allow-private = ["127.0.0.0/8"]
interval = "1ms"
timeout = "3s"
budget = "budget.sqlite"
[services]
{SERVICES}"""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project whose sources are on the loopback web."""

    web: LoopbackWeb
    folder: Path

    def call(self, *words: str, code: int = 0) -> str:
        done = CliRunner().invoke(cli.main, [*words, "-C", str(self.folder)])
        assert code == done.exit_code, done.output
        return done.stdout + done.stderr

    @property
    def store(self) -> Store:
        return Store(self.folder / CAPTURES)

    @property
    def sights(self) -> dict[str, Answered]:
        text = (self.folder / "looks.jsonl").read_text(encoding="utf-8")
        return {
            look.about: look.sight
            for look in read_looks(text).evidence.looks
            if isinstance(look.sight, Answered) and look.purpose is not Purpose.SIBLING
        }

    def url(self, path: str) -> str:
        return self.web.url("site.test", f"/{path}", numeric=True)


PATHS = ("plain", "packed", "file.pdf", "same", "moved", "gone", "picture")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with LoopbackWeb() as web:
        made = Project(web=web, folder=tmp_path)
        site = "site.test"
        # Letters beyond ASCII as servers send them, which break the library off.
        link = "<http://a.test/бет>; rel=shortlink".encode().decode("latin-1")
        web.put(site, "/plain", page("Plain", headers={"Link": link}))
        web.put(site, "/packed", compressed("Packed", "It was sent packed."))
        web.put(site, "/file.pdf", pdf("File"))
        web.put(site, "/same", page("Plain"))
        web.put(site, "/moved", redirect(web.url(site, "/packed", numeric=True), 301))
        web.put(site, "/gone", status(404))
        web.put(site, "/picture", raw(b"\x89PNG....", "image/png"))
        entries = [
            f"@online{{{path},\n  title = {{{path.title()}}},\n  url = {{{made.url(path)}}},\n}}"
            for path in PATHS
        ]
        (tmp_path / "references.bib").write_text("\n".join(entries), encoding="utf-8")
        (tmp_path / "a.md").write_text("# A\n\nText [@plain].\n", encoding="utf-8")
        (tmp_path / "kzru-cite.toml").write_text(SETTINGS, encoding="utf-8")
        yield made


def test_what_is_fetched_is_kept_with_its_hops_and_heads(project: Project) -> None:
    project.call("gather", "--capture")
    store, sights = project.store, project.sights
    assert () == store.verify()[1]
    for path in PATHS:
        sight = sights[project.url(path)]
        found = store.body(sight.capture)
        assert (found is None) == (path == "picture"), path
        if found is not None:
            assert sight.length == len(found.body)
            assert (sight.final, sight.code) in store.answers(sight.capture)
    moved = [one for one in store.all() if one.address == project.url("moved")]
    assert [301] == [one.code for one in moved]
    with store.files()[0].open("rb") as file:
        requests = [
            record.http_headers for record in ArchiveIterator(file) if record.rec_type == "request"
        ]
    assert all(one.get_header("Accept-Encoding") for one in requests)


def test_each_capture_is_told_of_in_a_record_beside_it(project: Project) -> None:
    project.call("gather", "--capture")
    ids: dict[str, str] = {}
    told: dict[tuple[str, str], dict[str, str]] = {}
    with project.store.files()[0].open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            address = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type in ("response", "revisit"):
                ids[record.rec_headers.get_header("WARC-Record-ID")] = address
            elif record.rec_type == "metadata":
                assert "application/warc-fields" == record.content_type
                reply = ids[record.rec_headers.get_header("WARC-Concurrent-To")]
                lines = record.content_stream().read().decode().splitlines()
                told[address, reply] = dict(line.split(": ", 1) for line in lines)
    plain = project.url("plain")
    facts = project.sights[plain].page
    assert facts is not None
    assert {
        "title": "Plain",
        "text-hash": facts.text_hash,
        "text-length": str(facts.text_length),
        "text-extractor": facts.extractor,
    } == told[plain, plain]
    # The page is asked for by itself as well; the record of either look may come first.
    packed = project.url("packed")
    assert told[packed, packed]["title"] == "Packed"
    texts = _told(project, packed)
    assert 2 == len(texts)
    ways = [one for one in texts if "via: " in one]
    assert [f"via: {project.url('moved')}\r\nhopsFromSeed: R\r\n"] == [
        way.partition("title")[0] for way in ways
    ]


def _told(project: Project, address: str) -> list[str]:
    with project.store.files()[0].open("rb") as file:
        return [
            one.content_stream().read().decode()
            for one in ArchiveIterator(file)
            if one.rec_type == "metadata"
            and one.rec_headers.get_header("WARC-Target-URI") == address
        ]


def test_a_sound_project_passes_its_audit(project: Project) -> None:
    project.call("gather", "--capture")
    words = ["verify", "--offline", "--audit", "--select", "RUN", str(project.folder)]
    done = CliRunner().invoke(cli.main, words)
    assert 0 == done.exit_code, done.output


def test_what_was_exported_can_be_taken_over_elsewhere(project: Project) -> None:
    project.call("gather", "--capture")
    before = project.sights
    target = project.folder / "out.wacz"
    project.call("captures", "export", str(target))
    with zipfile.ZipFile(target) as archive:
        (name,) = (one for one in archive.namelist() if one.startswith("archive/"))
        content = archive.read(name)
    for file in project.store.files():
        file.unlink()
    (project.folder / "looks.jsonl").unlink()
    (project.folder / "other.warc.gz").write_bytes(content)
    project.web.forget()
    project.call("gather", "--from-warc", str(project.folder / "other.warc.gz"))
    assert 0 == project.web.count()
    after = project.sights
    for path in set(PATHS) - {"picture"}:
        about = project.url(path)
        assert before[about].page == after[about].page, path
        assert before[about].capture == after[about].capture, path
        assert before[about].hops == after[about].hops, path
        assert after[about].capture in project.store.holds()
    # The export is read by the library as well.
    assert any(one.rec_type == "response" for one in ArchiveIterator(BytesIO(content)))


@pytest.mark.tools
def test_an_archive_server_replays_a_run(project: Project) -> None:
    if not pywb_is_there():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pywb is missing")
    project.call("gather", "--capture")
    store = project.store
    with LoopbackArchive((), files=store.files()) as archive:
        for path in ("plain", "packed", "file.pdf", "same"):
            address = project.url(path)
            one = next(one for one in store.all() if one.address == address)
            found = store.body(one.digest)
            assert found is not None
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(archive.replay(address, one.at, "id_"), timeout=20) as answer:
                assert found.body == answer.read()
                assert one.content_type == answer.headers["Content-Type"]
