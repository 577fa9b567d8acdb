"""
The real program against doubles of the registries and archives.

The answers of the doubles are made by hand in the shapes that the services document; none is
recorded. The archive at the end of this file is a real one, over captures made for tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kzru_cite.settings import SERVICES
from loopback import ANY, LoopbackWeb, Reply, collection
from loopback.archive import LoopbackArchive, pywb_is_there
from loopback.captures import Captured
from loopback.collection import SEEN
from loopback.exchange import Exchange
from loopback.pages import article
from loopback.replies import page, raw, retry_after, status
from loopback.walls import robot_wall

SETTINGS = """\
looks = "looks.jsonl"

[gate]
dead-looks = 1

[gather]
allow-private = ["127.0.0.0/8"]
interval = "{interval}"
timeout = "5s"
longest-wait = "1s"
budget = "budget.sqlite"

[services]
"""
TITLE = "Counting trains on the steppe"
DOI = "10.5555/trains"
ISBN = "9783161484100"
RETRACTION = {
    "DOI": "10.5555/notice",
    "type": "retraction",
    "label": "Retraction",
    "source": "publisher",
    "updated": {"date-parts": [[2023, 5, 4]], "date-time": "2023-05-04T00:00:00Z"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the program said: its exit code, its report as JSON, and that report in words."""

    code: int
    document: dict[str, Any]
    words: str

    @property
    def found(self) -> set[tuple[str, str, str]]:
        """Return code, severity and entry of each finding."""
        return {
            (one["code"], one["severity"], one["reference"]) for one in self.document["findings"]
        }

    def said(self, code: str) -> str:
        """Return message and hint of the only finding of a rule."""
        [one] = [one for one in self.document["findings"] if one["code"] == code]
        return f"{one['message']} | {one['hint']}"

    def counts(self, code: str) -> tuple[int, int, int]:
        """Return how many checks of a rule passed, failed and could not be made."""
        tally = self.document["by_rule"][code]
        return tally["passed"], tally["failed"], tally["unable"]


@dataclass(slots=True, kw_only=True)
class Project:
    """A project, and the doubles that its services stand at."""

    web: LoopbackWeb
    folder: Path
    entries: list[str] = field(default_factory=list)
    bases: dict[str, str] = field(default_factory=lambda: dict.fromkeys(SERVICES, ""))
    tables: str = ""
    path: str = ""

    def add(self, key: str, kind: str = "article", **fields: str) -> None:
        """Cite a work by Aliya Bekova, called `TITLE` unless *fields* say otherwise."""
        told = {"author": "Bekova, Aliya", "title": TITLE, "date": "2021", **fields}
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in told.items())
        self.entries.append(f"@{kind}{{{key},\n{lines}}}\n")

    def serve(self, service: str, path: str, reply: Reply) -> None:
        """Let the double of a service answer at a path."""
        self.web.put(f"{service}.test", path, reply)
        self.bases[service] = self.web.url(f"{service}.test", "", numeric=True)

    def asked(self, service: str) -> list[str]:
        """Return the paths that a double was asked for."""
        return [urlsplit(one.path).path for one in self.web.requests(f"{service}.test")]

    def verify(self, *codes: str, interval: str = "1ms") -> Report:
        """Verify by the rules of these families, once online, and once more for the words."""
        self.write(interval)
        chosen = [word for code in codes for word in ("--select", code)]
        online = self.call("verify", "--format", "json", *chosen)
        assert online.stdout, online.stderr.decode()
        words = self.call("verify", "--offline", "--min-severity", "note", *chosen)
        return Report(
            code=online.returncode,
            document=json.loads(online.stdout),
            words=" ".join(words.stdout.decode().split()),
        )

    def write(self, interval: str) -> None:
        keys = [entry.partition("{")[2].partition(",")[0] for entry in self.entries]
        cited = "; ".join(f"@{key}" for key in keys)
        (self.folder / "article").mkdir(exist_ok=True)
        (self.folder / "article" / "a.md").write_text(f"All [{cited}].\n", encoding="utf-8")
        (self.folder / "references.bib").write_text("\n".join(self.entries), encoding="utf-8")
        bases = "".join(f'{name} = "{base}"\n' for name, base in self.bases.items())
        settings = SETTINGS.format(interval=interval) + bases + self.tables
        (self.folder / "kzru-cite.toml").write_text(settings, encoding="utf-8")

    def call(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.command(*words), cwd=self.folder, env=self.env, capture_output=True, check=False
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kzru_cite", *words]

    @property
    def env(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        plain = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        return {**plain, **kept, **({"PYTHONPATH": self.path} if self.path else {})}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with LoopbackWeb() as web:
        yield Project(web=web, folder=tmp_path)


# The doubles.


def told(body: object, code: int = 200) -> Reply:
    return raw(json.dumps(body).encode(), "application/json", code=code)


def registered(project: Project, agency: str = "Crossref", doi: str = DOI) -> None:
    value = {"format": "string", "value": "https://example.org/trains"}
    values = [{"index": 1, "type": "URL", "data": value, "ttl": 86400}]
    handle = {"responseCode": 1, "handle": doi, "values": values}
    project.serve("doi", f"/api/handles/{doi}", told(handle))
    project.serve("doi", f"/ra/{doi}", told([{"DOI": doi, "RA": agency}]))


def unregistered(project: Project, doi: str = DOI) -> None:
    answer = {"responseCode": 100, "handle": doi}
    project.serve("doi", f"/api/handles/{doi}", told(answer, 404))


def work(
    project: Project,
    title: str = TITLE,
    family: str = "Bekova",
    updated_by: tuple[object, ...] = (),
) -> None:
    """Put a work into Crossref, and no notice on it."""
    message: dict[str, object] = {
        "DOI": DOI,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Aliya", "family": family, "sequence": "first"}],
        "issued": {"date-parts": [[2021, 3]]},
    }
    if updated_by:
        message["updated-by"] = updated_by
    answer = {"status": "ok", "message-type": "work", "message": message}
    project.serve("crossref", f"/works/{DOI}", told(answer))
    notices(project)


def notices(project: Project, *items: object) -> None:
    message = {"total-results": len(items), "items": list(items), "items-per-page": 50}
    answer = {"status": "ok", "message-type": "work-list", "message": message}
    project.serve("crossref", "/works", told(answer))


def data_set(project: Project, title: str = TITLE) -> None:
    attributes = {
        "doi": DOI,
        "titles": [{"title": title}],
        "creators": [{"name": "Bekova, Aliya", "givenName": "Aliya", "familyName": "Bekova"}],
        "publicationYear": 2021,
        "state": "findable",
    }
    answer = {"data": {"id": DOI, "type": "dois", "attributes": attributes}}
    project.serve("datacite", f"/dois/{DOI}", told(answer))


def book(project: Project, title: str, author: str = "Aliya Bekova") -> None:
    record = {
        "key": "/books/OL1M",
        "title": title,
        "authors": [{"name": author}],
        "publish_date": "2021",
        "identifiers": {"isbn_13": [ISBN]},
    }
    project.serve("openlibrary", "/api/books", told({f"ISBN:{ISBN}": record}))


def index(project: Project, address: str, *stamps: str) -> None:
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    rows = [["key", stamp, address, "text/html", "200", "A" * 32, "1415"] for stamp in stamps]
    project.serve("wayback", "/cdx/search/cdx", told([names, *rows] if rows else []))


def copy(project: Project, address: str, stamp: str, reply: Reply | None = None) -> None:
    taken = datetime.strptime(f"{stamp}+0000", "%Y%m%d%H%M%S%z")
    headers = {
        "Memento-Datetime": f"{taken:%a, %d %b %Y %H:%M:%S} GMT",
        "Link": f'<{address}>; rel="original"',
    }
    project.serve("wayback", f"/web/{stamp}mp_/{address}", reply or page(TITLE, headers=headers))


# DOIs.


def test_a_right_doi_passes(project: Project) -> None:
    project.add("right", doi=DOI)
    registered(project)
    work(project)
    data_set(project)
    report = project.verify("REG", "EDS")
    assert set() == report.found
    assert 0 == report.code
    for code in ("REG101", "REG102", "EDS001"):
        assert (1, 0, 0) == report.counts(code), code
    assert [f"/api/handles/{DOI}", f"/ra/{DOI}"] == project.asked("doi")
    assert ["/works", f"/works/{DOI}"] == sorted(project.asked("crossref"))
    assert [] == project.asked("datacite")


def test_a_doi_of_another_work_is_found(project: Project) -> None:
    project.add("wrong", doi=DOI)
    registered(project)
    work(project, title="Enzymes of the liver fluke", family="Okafor")
    report = project.verify("REG101", "REG102")
    assert {("REG102", "error", "wrong")} == report.found
    assert "is of 'Enzymes of the liver fluke' by Aliya Okafor" in report.said("REG102")
    assert 1 == report.code


def test_an_unknown_doi_is_found_and_asked_of_nobody_else(project: Project) -> None:
    project.add("madeup", doi=DOI)
    unregistered(project)
    work(project)
    report = project.verify("REG", "EDS")
    assert {("REG101", "error", "madeup")} == report.found
    assert f"doi.org knows no DOI '{DOI}'" in report.said("REG101")
    assert [] == project.asked("crossref")


def test_a_retracted_work_is_found_by_its_record(project: Project) -> None:
    project.add("retracted", doi=DOI)
    registered(project)
    work(project, updated_by=(RETRACTION,))
    report = project.verify("REG", "EDS")
    assert {("EDS001", "error", "retracted")} == report.found
    assert "2023-05-04, 10.5555/notice, publisher" in report.said("EDS001")


def test_a_retracted_work_is_found_by_the_notice_alone(project: Project) -> None:
    project.add("retracted", doi=DOI)
    registered(project)
    work(project)
    notices(project, {"DOI": "10.5555/notice", "update-to": [{**RETRACTION, "DOI": DOI}]})
    assert {("EDS001", "error", "retracted")} == project.verify("EDS").found


def test_a_doi_of_datacite_is_not_asked_at_crossref(project: Project) -> None:
    project.add("data", "dataset", doi=DOI)
    registered(project, "DataCite")
    data_set(project)
    work(project, title="Enzymes of the liver fluke", family="Okafor")
    report = project.verify("REG101", "REG102", "EDS001")
    assert set() == report.found
    assert (1, 0, 0) == report.counts("REG102")
    assert [f"/dois/{DOI}"] == project.asked("datacite")
    assert [] == project.asked("crossref")


def test_a_second_run_asks_no_registry_again(project: Project) -> None:
    project.add("right", doi=DOI)
    registered(project)
    work(project)
    first = project.verify("REG", "EDS")
    project.web.forget()
    assert first.document == project.verify("REG", "EDS").document
    assert 0 == project.web.count()


# Books.


def test_the_isbn_of_the_book_passes(project: Project) -> None:
    project.add("right", "book", isbn=ISBN, publisher="Press")
    book(project, TITLE)
    report = project.verify("REG103")
    assert (1, 0, 0) == report.counts("REG103")
    assert 0 == report.code


def test_the_isbn_of_another_book_is_found(project: Project) -> None:
    project.add("wrong", "book", isbn=ISBN, publisher="Press")
    book(project, "Enzymes of the liver fluke", "Chinua Okafor")
    report = project.verify("REG103")
    assert {("REG103", "error", "wrong")} == report.found


def test_a_book_that_the_catalogue_does_not_hold_is_no_fault(project: Project) -> None:
    project.add("rare", "book", isbn=ISBN, publisher="Press")
    project.serve("openlibrary", "/api/books", told({}))
    project.serve("openlibrary", ANY, status(404))
    report = project.verify("REG")
    assert set() == report.found
    assert (0, 0, 0) == report.counts("REG103")


# Services that are down.


@pytest.mark.parametrize(
    "reply", [status(500), status(503), retry_after(3600), retry_after(3600, 503)]
)
def test_a_resolver_that_is_down_proves_nothing(project: Project, reply: Reply) -> None:
    project.add("right", doi=DOI)
    project.serve("doi", ANY, reply)
    report = project.verify("REG101")
    assert set() == report.found
    assert (0, 0, 1) == report.counts("REG101")
    assert 3 == report.code
    assert "could not be looked up: doi could not be asked (the service failed)" in report.words


def test_a_registry_that_is_down_leaves_open_whether_a_work_was_retracted(
    project: Project,
) -> None:
    project.add("right", doi=DOI)
    registered(project)
    project.serve("crossref", ANY, status(503))
    report = project.verify("EDS001", "REG101")
    assert set() == report.found
    assert (1, 0, 0) == report.counts("REG101")
    assert (0, 0, 1) == report.counts("EDS001")
    assert f"whether '{DOI}' was retracted is not known" in report.words


def test_the_list_of_notices_counts_as_not_had_when_it_alone_is_down(project: Project) -> None:
    project.add("right", doi=DOI)
    registered(project)
    work(project)
    project.serve("crossref", "/works", status(500))
    report = project.verify("EDS001", "REG102")
    assert (1, 0, 0) == report.counts("REG102")
    assert (0, 0, 1) == report.counts("EDS001")
    assert "Crossref could not be asked for works that update this one" in report.words


def test_a_service_that_refuses_connections_is_named(project: Project) -> None:
    project.add("right", doi=DOI)
    # What is asked later answers, so that the network is known to be there.
    for number in range(6):
        project.web.page("paper.test", f"/{number}", title=TITLE)
        project.add(
            f"k{number}", "online", url=project.web.url("paper.test", f"/{number}", numeric=True)
        )
    project.bases["doi"] = f"http://127.0.250.250:{project.web.port}"
    report = project.verify("REG101", interval="100ms")
    assert set() == report.found
    assert (0, 0, 1) == report.counts("REG101")
    assert "doi could not be asked (connection refused)" in report.words


def test_a_web_page_in_place_of_an_answer_proves_nothing(project: Project) -> None:
    project.add("right", doi=DOI)
    project.serve("doi", ANY, page("Welcome to the hotel"))
    report = project.verify("REG101")
    assert (0, 0, 1) == report.counts("REG101")
    assert "doi could not be asked (answer not understood)" in report.words


def test_services_that_are_switched_off_leave_checks_unmade(project: Project) -> None:
    project.add("right", doi=DOI)
    report = project.verify("REG101")
    assert (set(), 0) == (report.found, project.web.count())
    assert 3 == report.code


# Copies to be had.


@pytest.fixture
def bare(project: Project) -> str:
    """Cite a page without copy, read on 12 January 2024; return its address."""
    project.web.page("paper.test", "/a", title=TITLE)
    address = project.web.url("paper.test", "/a", numeric=True)
    project.add("bare", "online", url=address, urldate="2024-01-12")
    return address


def test_the_copy_of_those_days_is_proposed(project: Project, bare: str) -> None:
    stamps = ("20200101000000", "20240110101112", "20240301000000")
    index(project, bare, *stamps)
    for stamp in stamps:
        copy(project, bare, stamp)
    report = project.verify("ARC106", "ARC107")
    assert {("ARC106", "note", "bare")} == report.found
    proposed = f"{project.bases['wayback']}/web/20240110101112/{bare}"
    assert f"archiveurl = {{{proposed}}}, archivedate = {{2024-01-10}}" in report.said("ARC106")
    # Proposed is only what was looked at, and no more is looked at than is needed.
    assert ["/cdx/search/cdx", f"/web/20240110101112mp_/{bare}"] == project.asked("wayback")
    assert "closest=20240112120000" in project.web.requests("wayback.test")[0].path
    assert 0 == report.code


def test_a_copy_of_a_wall_is_not_proposed_but_the_next_one(project: Project, bare: str) -> None:
    index(project, bare, "20240110101112", "20240301000000")
    copy(project, bare, "20240110101112", robot_wall("cloudflare"))
    copy(project, bare, "20240301000000")
    report = project.verify("ARC106")
    assert "archivedate = {2024-03-01}" in report.said("ARC106")


def test_that_an_archive_holds_nothing_is_told(project: Project, bare: str) -> None:
    index(project, bare)
    report = project.verify("ARC106", "ARC107")
    assert {("ARC107", "warning", "bare")} == report.found
    assert bare in report.said("ARC107")


DOWN = [status(500), status(503), retry_after(3600), page("Welcome to the hotel")]
ON_WORKS = ("REG102", "REG104", "REG106", "EDS001", "EDS002", "EDS003", "EDS004")


@pytest.mark.parametrize("reply", DOWN)
@pytest.mark.parametrize(
    ("agency", "service", "words"),
    [
        ("Crossref", "doi", "doi could not be asked"),
        ("Crossref", "crossref", "crossref could not be asked"),
        ("DataCite", "datacite", "datacite could not be asked"),
    ],
)
def test_no_check_on_a_doi_is_made_or_silent_when_its_registry_is_down(
    project: Project, agency: str, service: str, words: str, reply: Reply
) -> None:
    project.add("right", doi=DOI)
    registered(project, agency)
    if service == "doi":
        # A double of its own, at which nothing else stands.
        project.serve("deaf", ANY, reply)
        project.bases["doi"] = project.bases.pop("deaf")
    else:
        project.serve(service, ANY, reply)
    report = project.verify("REG", "EDS")
    assert set() == report.found
    assert 3 == report.code
    for code in ON_WORKS:
        assert (0, 0, 1) == report.counts(code), code
        assert f"{code}: " in report.words
    assert ((0, 0, 1) if service == "doi" else (1, 0, 0)) == report.counts("REG101")
    assert (0, 0, 0) == report.counts("REG105")
    assert f"the record of 'doi:{DOI}' could not be had: {words}" in report.words


def test_an_agency_that_could_not_be_had_leaves_the_work_unread(project: Project) -> None:
    project.add("right", doi=DOI)
    registered(project)
    work(project)
    # No 503, which asks for quiet that the next run would keep.
    project.serve("doi", f"/ra/{DOI}", status(500))
    report = project.verify("REG", "EDS")
    assert set() == report.found
    assert (1, 0, 0) == report.counts("REG101")
    for code in ON_WORKS:
        assert (0, 0, 1) == report.counts(code), code
    assert "doi did not tell which registry has it" in report.words
    # It is asked again, though the DOI itself is known.
    registered(project)
    again = project.verify("REG", "EDS")
    assert (0, (1, 0, 0)) == (again.code, again.counts("REG102"))


def test_a_registry_that_is_switched_off_is_named(project: Project) -> None:
    project.add("right", doi=DOI)
    registered(project)
    report = project.verify("REG", "EDS")
    for code in ON_WORKS:
        assert (0, 0, 1) == report.counts(code), code
    assert "crossref was not asked" in report.words


@pytest.mark.parametrize("reply", DOWN)
def test_notices_alone_that_are_down_leave_open_what_they_would_tell(
    project: Project, reply: Reply
) -> None:
    project.add("right", doi=DOI)
    registered(project)
    work(project)
    project.serve("crossref", "/works", reply)
    report = project.verify("REG", "EDS")
    assert set() == report.found
    for code in ("EDS001", "EDS002", "EDS003"):
        assert (0, 0, 1) == report.counts(code), code


@pytest.mark.parametrize("reply", DOWN)
@pytest.mark.parametrize(
    ("service", "fields", "codes"),
    [
        ("openlibrary", {"isbn": ISBN}, ("REG103", "REG106")),
        ("arxiv", {"eprint": "2101.00001", "eprinttype": "arxiv"}, ("REG101", "REG102", "EDS001")),
        ("pubmed", {"pmid": "31415926"}, ("REG101", "REG102", "REG104", "REG106", "EDS001")),
    ],
)
def test_no_check_on_other_numbers_is_made_or_silent_when_their_registry_is_down(
    project: Project, service: str, fields: dict[str, str], codes: tuple[str, ...], reply: Reply
) -> None:
    project.add("right", "book" if service == "openlibrary" else "article", **fields)
    project.serve(service, ANY, reply)
    report = project.verify("REG", "EDS")
    assert set() == report.found
    assert 3 == report.code
    for code in codes:
        assert (0, 0, 1) == report.counts(code), code
    assert f"{service} could not be asked" in report.words


def test_identifiers_of_which_one_could_not_be_read_are_not_compared(project: Project) -> None:
    project.add("right", doi=DOI, pmid="31415926")
    registered(project)
    work(project)
    project.serve("pubmed", ANY, status(503))
    report = project.verify("REG105")
    assert (0, 0, 1) == report.counts("REG105")


@pytest.mark.parametrize("reply", [status(503), retry_after(3600), page("Down for a while")])
def test_an_archive_that_could_not_be_asked_holds_who_knows_what(
    project: Project, bare: str, reply: Reply
) -> None:
    assert bare
    project.serve("wayback", ANY, reply)
    report = project.verify("ARC106", "ARC107")
    assert set() == report.found
    assert (0, 0, 1) == report.counts("ARC106")
    assert "wayback could not be asked" in report.words


@pytest.mark.parametrize("then", [status(500), retry_after(3600), page("Down for a while")])
def test_a_list_that_broke_off_is_asked_for_again(project: Project, then: Reply) -> None:
    project.web.page("paper.test", "/a", title=TITLE)
    address = project.web.url("paper.test", "/a", numeric=True)
    project.add("bare", "online", url=address)
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    # A copy of an error alone on the first page: nothing to propose, and nothing to deny.
    row = ["key", "20240110101112", address, "text/html", "404", "A" * 32, "1415"]
    first, second = told([names, row, [], ["key 2"]]), then

    async def paged(exchange: Exchange) -> None:
        await (second if "resumeKey" in exchange.request.path else first)(exchange)

    project.serve("wayback", "/cdx/search/cdx", paged)
    report = project.verify("ARC106", "ARC107")
    assert (set(), 3) == (report.found, report.code)
    assert (0, 0, 1) == report.counts("ARC106")
    assert "the list of wayback broke off" in report.words
    assert 2 == len(project.asked("wayback"))
    # A budget of its own, since a request to wait holds in the next run too.
    (project.folder / "budget.sqlite").unlink()
    index(project, address)
    again = project.verify("ARC106", "ARC107")
    assert {("ARC107", "warning", "bare")} == again.found
    assert 3 == len(project.asked("wayback"))
    # What was told to the end is not asked for again.
    assert again.found == project.verify("ARC106", "ARC107").found
    assert 3 == len(project.asked("wayback"))


@pytest.mark.parametrize("agency", ["Crossref", "DataCite"])
def test_whether_a_doi_is_of_the_work_is_not_known_while_its_registry_is_down(
    project: Project, agency: str
) -> None:
    project.add("right", doi=DOI)
    registered(project, agency)
    project.serve(agency.lower(), ANY, status(503))
    report = project.verify("REG101", "REG102", "EDS004")
    assert set() == report.found
    assert ((1, 0, 0), (0, 0, 1)) == (report.counts("REG101"), report.counts("REG102"))
    assert (0, 0, 1) == report.counts("EDS004")
    assert f"is not known: {agency.lower()}" in report.words


# Copies that are given, in a real archive.


@pytest.fixture(scope="module")
def archive() -> Iterator[LoopbackArchive]:
    if not pywb_is_there():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pywb is missing")
    with LoopbackArchive(collection.captures()) as archive:
        yield archive


COPIES = {
    "right": collection.GOOD,
    "moved": collection.MOVED,
    "late": collection.MONTHS_OFF,
    "wall": collection.OF_A_WALL,
    "softwall": collection.OF_A_SOFT_WALL,
    "lost": collection.OF_A_404,
    "softlost": collection.OF_A_SOFT_404,
    "home": collection.MOVED_HOME,
    "missing": collection.MISSING,
}


@pytest.mark.tools
def test_copies_are_judged_by_what_the_archive_shows(
    project: Project, archive: LoopbackArchive
) -> None:
    for key, address in COPIES.items():
        where = archive.replay(address, SEEN)
        project.add(key, "online", title=collection.TITLE, archiveurl=where)
    # Its own title, since the other pages of the collection speak of the bridge too.
    where = archive.replay(collection.OTHER_PAGE, SEEN)
    project.add("other", "online", archiveurl=where)
    report = project.verify("ARC101", "ARC102", "ARC103", "ARC104", "ARC105")
    assert {
        ("ARC101", "error", "missing"),
        ("ARC103", "error", "late"),
        ("ARC104", "error", "wall"),
        ("ARC104", "error", "softwall"),
        ("ARC104", "error", "lost"),
        ("ARC104", "warning", "softlost"),
        ("ARC104", "warning", "home"),
        ("ARC105", "warning", "other"),
    } == report.found
    assert "a copy of 2022-05-22, 600 days off the one of 2024-01-12" in report.said("ARC103")
    assert "answered 404" in report.said("ARC101")
    assert (9, 1, 0) == report.counts("ARC101")
    assert (9, 0, 0) == report.counts("ARC102")
    assert 1 == report.code


@pytest.mark.tools
def test_a_redirect_that_was_captured_does_not_lead_out_of_the_archive(
    project: Project, archive: LoopbackArchive
) -> None:
    project.add(
        "moved",
        "online",
        title=collection.TITLE,
        archiveurl=archive.replay(collection.MOVED, SEEN),
    )
    assert (1, 0, 0) == project.verify("ARC101").counts("ARC101")
    [line] = (project.folder / "looks.jsonl").read_text(encoding="utf-8").splitlines()
    hops = json.loads(line)["sight"]["hops"]
    assert all(hop["target"].startswith(archive.base) for hop in hops)
    assert hops


@pytest.mark.tools
def test_a_missing_copy_is_a_sign_until_it_was_asked_for_often_enough(
    project: Project, archive: LoopbackArchive
) -> None:
    project.add("missing", "online", archiveurl=archive.replay(collection.MISSING, SEEN))
    project.verify("ARC101")
    settings = project.folder / "kzru-cite.toml"
    patient = settings.read_text(encoding="utf-8").replace("dead-looks = 1", "dead-looks = 3")
    settings.write_text(patient, encoding="utf-8")
    done = project.call("verify", "--offline", "--format", "json", "--select", "ARC101")
    [found] = json.loads(done.stdout)["findings"]
    assert ("ARC101", "warning") == (found["code"], found["severity"])


@pytest.mark.tools
def test_a_copy_that_is_of_another_page_by_the_word_of_the_archive(
    project: Project, archive: LoopbackArchive
) -> None:
    # The reference is to another page than the one that was archived; so is a copy whose page
    # led to the front page of its site when it was taken.
    other = archive.replay(collection.GOOD, SEEN)
    project.serve("mirror", f"/20240112101112/{collection.OTHER_PAGE}", status(200))
    project.add("right", "online", title=collection.TITLE, url=collection.GOOD, archiveurl=other)
    lying = f"{project.bases['mirror']}/20240112101112/{collection.OTHER_PAGE}"
    headers = {
        "Memento-Datetime": "Fri, 12 Jan 2024 10:11:12 GMT",
        "Link": f'<{collection.GOOD}>; rel="original"',
    }
    for form in ("", "mp_", "id_"):
        where = f"/20240112101112{form}/{collection.OTHER_PAGE}"
        project.serve("mirror", where, page(collection.TITLE, headers=headers))
    project.add("other", "online", title=collection.TITLE, archiveurl=lying)
    del project.bases["mirror"]
    report = project.verify("ARC102")
    assert {("ARC102", "error", "other")} == report.found
    assert f"the copy is of '{collection.GOOD}'" in report.said("ARC102")


# Further archives.


def archived(project: Project, *captures: Captured, wayback: str = "off") -> Report:
    """Verify a page without copy, with an archive of ours beside the Wayback Machine."""
    address = project.web.url("paper.test", "/a", numeric=True)
    if wayback == "down":
        project.serve("wayback", ANY, status(503))
    elif wayback != "off":
        stamps = ("20240110101112",) if wayback == "wall" else ()
        index(project, address, *stamps)
        copy(project, address, "20240110101112", robot_wall("cloudflare"))
    with LoopbackArchive(captures) as own:
        project.tables = f'\n[archives]\nown = "{own.base}"\n'
        return project.verify("ARC106", "ARC107")


def captured(address: str, body: str = "") -> Captured:
    html = body or article(TITLE, "The text.")
    return Captured(address=address, taken=SEEN, body=html.encode())


@pytest.mark.tools
@pytest.mark.parametrize("wayback", ["off", "empty", "down", "wall"])
def test_another_archive_is_asked_when_the_first_has_no_copy_that_will_do(
    project: Project, bare: str, wayback: str
) -> None:
    report = archived(project, captured(bare), wayback=wayback)
    assert {("ARC106", "note", "bare")} == report.found
    assert f"/web/20240112101112/{bare}}}" in report.said("ARC106")


@pytest.mark.tools
def test_another_archive_is_not_asked_when_the_first_will_do(project: Project, bare: str) -> None:
    index(project, bare, "20240110101112")
    copy(project, bare, "20240110101112")
    with LoopbackArchive([captured(bare)]) as own:
        project.tables = f'\n[archives]\nown = "{own.base}"\n'
        report = project.verify("ARC106")
    assert "archivedate = {2024-01-10}" in report.said("ARC106")
    log = (project.folder / "looks.jsonl").read_text(encoding="utf-8")
    assert '"asked":"own"' not in log


@pytest.mark.tools
def test_that_all_archives_hold_nothing_is_told_of_all(project: Project, bare: str) -> None:
    report = archived(project, captured("http://paper.test/else"), wayback="empty")
    assert {("ARC107", "warning", "bare")} == report.found
    assert f"own and wayback have no copy of '{bare}'" in report.said("ARC107")


@pytest.mark.tools
def test_an_archive_of_another_name_holds_who_knows_what(project: Project, bare: str) -> None:
    with LoopbackArchive([captured(bare)]) as own:
        project.tables = f'\n[archives]\nown = "{own.base}s"\n'
        report = project.verify("ARC106", "ARC107")
    assert set() == report.found
    assert (0, 0, 1) == report.counts("ARC106")
    assert "own could not be asked (answer not understood)" in report.words


@pytest.mark.parametrize("reply", [status(404), raw(b"404 page not found", "text/plain", code=404)])
def test_a_server_that_is_no_archive_holds_who_knows_what(
    project: Project, bare: str, reply: Reply
) -> None:
    project.serve("hotel", ANY, reply)
    project.tables = f'\n[archives]\nown = "{project.bases.pop("hotel")}"\n'
    index(project, bare)
    report = project.verify("ARC106", "ARC107")
    assert set() == report.found
    assert (0, 0, 1) == report.counts("ARC106")
    assert "own could not be asked (answer not understood)" in report.words


@pytest.mark.tools
def test_an_archive_that_is_down_leaves_open_whether_there_is_a_copy(
    project: Project, bare: str
) -> None:
    report = archived(project, captured("http://paper.test/else"), wayback="down")
    assert set() == report.found
    assert (0, 0, 1) == report.counts("ARC106")
    assert "wayback could not be asked" in report.words
    assert bare
