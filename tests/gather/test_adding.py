"""
Entries made by the real program, from doubles of the registries and from pages on loopback.

The answers of PLOS ONE and LIPIcs are recorded ones (see tests/cassettes); the others are made by
hand in the shapes that the services document.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import yaml
from test_services_end_to_end import (
    DOI,
    ISBN,
    RETRACTION,
    TITLE,
    Project,
    book,
    notices,
    registered,
    told,
    unregistered,
    work,
)

from loopback import ANY, LoopbackWeb
from loopback.replies import page, pdf, raw, redirect, retry_after, status
from loopback.walls import login, paywall, robot_wall, soft_404
from offline import NO_NAMES

CASSETTES = Path(__file__).parents[1] / "cassettes"


def body(cassette: str, part: str) -> bytes:
    """Return the body of a recorded answer, unpacked."""
    for one in yaml.safe_load((CASSETTES / cassette).read_bytes())["interactions"]:
        if part in one["request"]["uri"]:
            found = one["response"]["body"]["string"]
            found = found.encode() if isinstance(found, str) else bytes(found)
            return gzip.decompress(found) if found.startswith(b"\x1f\x8b") else found
    raise LookupError(part)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with LoopbackWeb() as web:
        yield Project(web=web, folder=tmp_path)


class Answer:
    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()


def add(project: Project, *words: str) -> Answer:
    if not (project.folder / "references.bib").exists():
        project.write("1ms")
    return Answer(project.call("add", *words))


def bib(project: Project) -> str:
    return (project.folder / "references.bib").read_bytes().decode()


def test_a_doi_of_crossref_as_recorded(project: Project) -> None:
    doi = "10.1371/journal.pone.0033693"
    registered(project, doi=doi)
    recorded = body("recorded-crossref-work.yaml", doi)
    project.serve("crossref", f"/works/{doi}", raw(recorded, "application/json"))
    notices(project)
    project.add("a", title="Another work of trains")
    project.write("1ms")
    project.call("fmt")
    shown = add(project, f"https://doi.org/{doi}")
    before = bib(project)
    assert 0 == shown.code
    assert "EDS003" in shown.err
    assert "nothing was written; --write does" in shown.err
    assert shown.out.startswith("@article{sadasivan2012methylphenidate,\n")
    for line in (
        "  journaltitle = {PLoS ONE},",
        "  pages        = {e33693},",
        "  date         = {2012-03-21},",
        f"  doi          = {{{doi}}},",
    ):
        assert line in shown.out.splitlines()
    project.web.forget()
    written = add(project, doi, "--write")
    assert 0 == project.web.count()
    assert f"{before}\n{shown.out}" == bib(project)
    assert "cite it as [@sadasivan2012methylphenidate]" in written.err
    again = add(project, f"doi:{doi.upper()}", "--write")
    assert 1 == again.code
    assert "is in the bibliography already, at references.bib:7" in again.err
    assert 0 == project.call("fmt", "--check").returncode


def test_a_doi_of_datacite_as_recorded(project: Project) -> None:
    doi = "10.4230/lipics.tqc.2013.93"
    registered(project, "DataCite", doi)
    recorded = body("recorded-datacite-proceedings.yaml", "/dois/")
    project.serve("datacite", f"/dois/{doi}", raw(recorded, "application/vnd.api+json"))
    done = add(project, doi)
    assert 0 == done.code
    assert (
        """\
@inproceedings{johnston2013minimum,
  author    = {Johnston, Nathaniel},
  title     = {The Minimum Size of Qubit Unextendible Product Bases},
  booktitle = {LIPIcs, Volume 22, TQC 2013},
  volume    = {22},
  pages     = {93--105},
  publisher = {Schloss Dagstuhl – Leibniz-Zentrum für Informatik},
  date      = {2013},
  doi       = {10.4230/lipics.tqc.2013.93},
  langid    = {english},
}
"""
        == done.out
    )
    assert "left out" not in done.err


def test_what_a_registry_does_not_say_is_left_out_and_named(project: Project) -> None:
    registered(project)
    work(project)
    done = add(project, DOI)
    assert (
        """\
@article{bekova2021counting,
  author = {Bekova, Aliya},
  title  = {Counting trains on the steppe},
  date   = {2021-03},
  doi    = {10.5555/trains},
}
"""
        == done.out
    )
    left_out = "journaltitle, volume, number, pages"
    assert f"Crossref does not say, and it is left out: {left_out}" in done.err


def test_a_book_by_its_isbn(project: Project) -> None:
    book(project, "Steppes & rivers", "World Bank Group")
    done = add(project, "978-3-16-148410-0", "--key", "own:key", "--write")
    assert 0 == done.code
    assert """\
@book{own:key,
  author = {{World Bank Group}},
  title  = {Steppes \\& rivers},
  date   = {2021},
  isbn   = {978-3-16-148410-0},
}
""" == bib(project)
    ten = add(project, "316148410X")
    assert (1, "") == (ten.code, ten.out)
    assert "cite it as [@own:key]" in ten.err
    project.add("part", "inbook", booktitle="Steppes", isbn=ISBN)
    project.write("1ms")
    other = add(project, ISBN)
    assert 0 == other.code


def test_a_book_that_the_catalogue_does_not_hold(project: Project) -> None:
    project.serve("openlibrary", "/api/books", told({}))
    project.serve("openlibrary", f"/isbn/{ISBN}.json", status(404))
    done = add(project, ISBN, "--write")
    assert 1 == done.code
    assert f"openlibrary knows no isbn:{ISBN}" in done.err
    assert "catalogues of books have gaps" in done.err


def test_a_preprint_of_arxiv(project: Project) -> None:
    feed = body("arxiv.yaml", "id_list=2101.00001")
    project.serve("arxiv", "/api/query", raw(feed, "application/atom+xml"))
    done = add(project, "arXiv:2101.00001v3")
    assert 0 == done.code
    assert "  eprint     = {2101.00001},\n  eprinttype = {arxiv},\n" in done.out
    assert done.out.startswith("@online{")
    assert "does not part family names" in done.err
    assert "organization" not in done.err


def test_an_article_of_pubmed_by_the_record_of_its_doi(project: Project) -> None:
    summary = body("pubmed.yaml", "id=77&")
    project.serve("pubmed", "/entrez/eutils/esummary.fcgi", raw(summary, "application/json"))
    registered(project)
    work(project, title="Trains and health")
    full = add(project, "PMID: 77")
    assert "  author     = {Bekova, Aliya},\n" in full.out
    for line in ("doi        = {10.5555/trains}", "eprint     = {77}", "eprinttype = {pubmed}"):
        assert line in full.out
    assert "PubMed says of it: Retracted Publication, Retraction in" in full.err


def test_a_work_that_does_not_pass_is_written_by_force_alone(project: Project) -> None:
    registered(project)
    work(project, updated_by=(RETRACTION,))
    failed = add(project, DOI, "--write")
    assert 1 == failed.code
    assert "error EDS001 '10.5555/trains' was retracted" in failed.err
    assert "the entry does not pass; --force writes it all the same" in failed.err
    assert "" == bib(project)
    forced = add(project, DOI, "--write", "--force")
    assert 0 == forced.code
    assert failed.out == forced.out == bib(project)


def test_an_article_of_pubmed_alone(project: Project) -> None:
    summary = body("pubmed.yaml", "id=77&")
    project.serve("pubmed", "/entrez/eutils/esummary.fcgi", raw(summary, "application/json"))
    done = add(project, "https://pubmed.ncbi.nlm.nih.gov/77/")
    assert 0 == done.code
    assert "  author       = {Bekova, A.},\n" in done.out
    assert "  journaltitle = {Journal of steppes},\n" in done.out
    assert "  doi          = {10.5555/trains},\n" in done.out


def test_an_unregistered_doi_is_no_work(project: Project) -> None:
    unregistered(project)
    done = add(project, DOI, "--write")
    assert (1, "") == (done.code, done.out)
    assert f"nothing was added: doi knows no doi:{DOI}" in done.err


def test_an_alias_is_entered_as_what_it_stands_for(project: Project) -> None:
    value = {"format": "string", "value": DOI}
    values = [{"index": 1, "type": "HS_ALIAS", "data": value}]
    project.serve("doi", "/api/handles/10/abc", told({"responseCode": 1, "values": values}))
    registered(project)
    work(project)
    message = json.loads(b"{}") | {"DOI": DOI, "title": [TITLE], "type": "journal-article"}
    answer = {"status": "ok", "message-type": "work", "message": message}
    project.serve("crossref", "/works/10/abc", told(answer))
    done = add(project, "10/abc")
    assert f"doi   = {{{DOI}}}" in done.out
    assert f"10/abc stands for {DOI}" in done.err


def test_an_agency_without_records_here(project: Project) -> None:
    registered(project, "JaLC")
    done = add(project, DOI)
    assert 1 == done.code
    assert "registered with JaLC, whose records cannot be had here" in done.err
    assert "add the page that it leads to: https://example.org/trains" in done.err


def test_an_agency_that_is_not_told_leaves_all_open(project: Project) -> None:
    registered(project)
    project.serve("doi", f"/ra/{DOI}", status(500))
    done = add(project, DOI)
    assert 3 == done.code
    assert "could not be learnt" in done.err


def test_a_registry_in_trouble_leaves_all_open(project: Project) -> None:
    registered(project)
    project.serve("crossref", f"/works/{DOI}", status(500))
    done = add(project, DOI, "--write")
    assert 3 == done.code
    assert "crossref could not be asked: " in done.err
    assert "answered 500" in done.err


def test_a_registry_that_is_switched_off_leaves_all_open(project: Project) -> None:
    done = add(project, DOI)
    assert 3 == done.code
    assert "doi was not asked" in done.err


def test_a_record_without_a_title_is_none(project: Project) -> None:
    registered(project)
    answer = {"status": "ok", "message-type": "work", "message": {"DOI": DOI}}
    project.serve("crossref", f"/works/{DOI}", told(answer))
    done = add(project, DOI)
    assert 1 == done.code
    assert "names no title" in done.err


def test_no_network(project: Project) -> None:
    (project.folder / "sitecustomize.py").write_text(NO_NAMES, encoding="utf-8")
    project.bases["pubmed"] = "http://pubmed.test"
    project.path = str(project.folder)
    for name in ("https://nowhere.test/a", "PMID:1"):
        done = add(project, name, "--write")
        assert (3, "") == (done.code, done.out)
        assert "nothing was added: there is no network" in done.err
    assert not (project.folder / "looks.jsonl").exists()


# Pages.

HEAD = """\
<meta property="og:site_name" content="Steppe Times">
<meta name="author" content="Aliya Bekova">
<meta property="article:published_time" content="2021-03-05T10:00:00Z">
<meta property="article:modified_time" content="2022-01-01">
"""


def served(project: Project, reply: Any, path: str = "/trains") -> str:  # noqa: ANN401
    project.web.put("news.test", path, reply)
    # The address is on this machine, which is no fault here.
    project.tables = '\n[rules]\nignore = ["LNK107"]\n'
    return project.web.url("news.test", path, numeric=True)


def test_a_page_by_its_own_words(project: Project) -> None:
    url = served(project, page(TITLE, head=HEAD))
    done = add(project, url, "--write")
    assert 0 == done.code, done.err
    lines = (project.folder / "looks.jsonl").read_text(encoding="utf-8").splitlines()
    look = json.loads(lines[0])
    assert ("page", url, "web") == (look["purpose"], look["about"], look["asked"])
    assert f"""\
@online{{bekova2021counting,
  author       = {{Aliya Bekova}},
  title        = {{Counting trains on the steppe}},
  organization = {{Steppe Times}},
  date         = {{2021-03-05}},
  url          = {{{url}}},
  urldate      = {{{look["at"][:10]}}},
  langid       = {{english}},
}}
""" == bib(project) == done.out
    project.web.forget()
    again = add(project, url)
    assert 1 == again.code
    assert 0 == project.web.count()


def test_a_page_seen_lately_is_not_asked_again(project: Project) -> None:
    url = served(project, page(TITLE, head=HEAD))
    first = add(project, url)
    project.web.forget()
    assert first.out == add(project, url).out
    assert 0 == project.web.count()


def test_a_day_of_change_is_no_date_and_nobody_no_author(project: Project) -> None:
    head = '<meta name="author" content="Staff Writer"><meta name="revised" content="2022-01-01">'
    done = add(project, served(project, page(TITLE, head=head)))
    assert "date   " not in done.out.replace("urldate", "")
    assert "these name nobody, and are left out: Staff Writer" in done.err
    assert "the page does not say, and it is left out: author, organization, date" in done.err


def test_an_article_of_a_journal_without_a_doi(project: Project) -> None:
    head = """
<meta name="citation_title" content="Trains"><meta name="citation_author" content="Bekova, Aliya">
<meta name="citation_journal_title" content="Journal of Steppes">
<meta name="citation_volume" content="7"><meta name="citation_issue" content="3">
<meta name="citation_firstpage" content="1"><meta name="citation_lastpage" content="9">
<meta name="citation_date" content="2021"><meta name="dc.identifier" content="n/a">
"""
    done = add(project, served(project, page("Trains", head=head)))
    assert done.out.startswith("@article{bekova2021trains,\n  author       = {Bekova, Aliya},\n")
    assert "  number       = {3},\n  pages        = {1--9},\n" in done.out


def test_a_page_that_names_its_doi(project: Project) -> None:
    url = served(project, page(TITLE, head=f'<meta name="citation_doi" content="{DOI}">'))
    alone = add(project, url)
    assert "names the DOI 10.5555/trains, and of it: doi was not asked" in alone.err
    registered(project)
    work(project)
    project.write("1ms")
    done = add(project, url)
    assert "from the record of Crossref on the DOI that the page names" in done.err
    assert "@article{" in done.out
    for name in ("doi", "url", "urldate", "author"):
        assert f"\n  {name} " in done.out
    work(project, title="Enzymes of the liver fluke")
    (project.folder / "looks.jsonl").unlink()
    other = add(project, url)
    assert f"names the DOI {DOI}, whose record has the title 'Enzymes" in other.err
    assert "@online{" in other.out


@pytest.mark.parametrize(
    ("reply", "code", "why"),
    [
        (status(404), 1, "the page answered 404"),
        (robot_wall("cloudflare"), 3, "the page shows a test for browsers"),
        (status(500), 3, "the page answered 500"),
        (raw(b"\x89PNG", "image/png"), 1, "names no title"),
        (page(""), 1, "names no title"),
    ],
)
def test_pages_that_make_no_entry(project: Project, reply: Any, code: int, why: str) -> None:  # noqa: ANN401
    done = add(project, served(project, reply), "--write")
    assert (code, "") == (done.code, done.out), done.err
    assert why in done.err
    assert "" == bib(project)


def test_a_page_that_all_addresses_show_makes_no_entry(project: Project) -> None:
    served(project, soft_404(), ANY)
    done = add(project, project.web.url("news.test", "/trains", numeric=True), "--write")
    assert (1, "") == (done.code, done.out)
    assert "the page shows the same text as an address that does not exist" in done.err


def test_a_page_for_subscribers_says_what_it_is(project: Project) -> None:
    done = add(project, served(project, paywall(TITLE)))
    assert 0 == done.code
    assert "Counting trains on the steppe" in done.out
    assert "the page shows a part of the text, the rest to subscribers" in done.err
    form = add(project, served(project, login(), "/login"))
    assert (3, "") == (form.code, form.out)
    assert "the page asks to log in" in form.err


def test_a_host_that_asked_to_wait_is_not_asked(project: Project) -> None:
    url = served(project, retry_after(3600))
    first = add(project, url)
    assert 3 == first.code
    assert "too many requests" in first.err
    (project.folder / "looks.jsonl").unlink()
    project.web.forget()
    second = add(project, url)
    assert (3, 0) == (second.code, project.web.count())
    assert "its host asked to wait" in second.err


def test_a_page_that_moved_says_so(project: Project) -> None:
    target = served(project, page(TITLE), "/new")
    done = add(project, served(project, redirect(target, 301), "/old"))
    assert 0 == done.code
    assert "the page moved permanently to" in done.err
    assert "LNK003" in done.err


def test_a_file_is_a_page_too(project: Project) -> None:
    done = add(project, served(project, pdf("Counting trains", author="Aliya Bekova")))
    assert done.out.startswith("@online{bekova")


def test_a_private_address_is_not_asked(project: Project) -> None:
    done = add(project, "http://10.1.2.3/a")
    assert 3 == done.code
    assert "address not allowed" in done.err


def test_the_page_of_a_copy_that_is_cited_is_there_already(project: Project) -> None:
    url = "https://news.test/trains"
    copy = f"https://web.archive.org/web/20210305000000/{url}"
    project.add("old", "online", title="Another", archiveurl=copy, archivedate="2021-03-05")
    done = add(project, f"{url}/#top")
    assert 1 == done.code
    assert "cite it as [@old]" in done.err


def test_a_page_whose_doi_is_there_already(project: Project) -> None:
    registered(project)
    work(project)
    project.add("old", doi=DOI.upper(), title="Another")
    url = served(project, page(TITLE, head=f'<meta name="citation_doi" content="{DOI}">'))
    done = add(project, url, "--write")
    assert 1 == done.code
    assert "cite it as [@old]" in done.err


def test_looks_from_before_roles_were_kept_are_made_anew(project: Project) -> None:
    registered(project)
    work(project)
    add(project, DOI)
    log = project.folder / "looks.jsonl"
    old = log.read_text(encoding="utf-8").replace('"role":"author",', "")
    log.write_text(old, encoding="utf-8")
    project.web.forget()
    assert "author = {Bekova, Aliya}" in add(project, DOI).out
    assert [f"/works/{DOI}"] == project.asked("crossref")


# Where it goes.


def test_every_other_byte_stays(project: Project) -> None:
    registered(project)
    work(project)
    project.write("1ms")
    old = (
        "\ufeff% Sources.\r\n\r\n@misc{a, title={x}}\r\n\r\n% Of z.\r\n@misc{z,\r\n title =\t{y}}"
    ).encode()
    path = project.folder / "references.bib"
    path.write_bytes(old)
    shown = add(project, DOI, "--write")
    assert 0 == shown.code
    new = path.read_bytes()
    entry = shown.out.replace("\n", "\r\n").encode() + b"\r\n"
    assert 1 == new.count(entry)
    assert old == new.replace(entry, b"")
    assert new.index(entry) < new.index(b"% Of z.")


def test_a_file_in_another_encoding_keeps_it(project: Project) -> None:
    registered(project)
    work(project, family="Béková")
    project.write("1ms")
    path = project.folder / "references.bib"
    old = "@misc{a, title = {Café}, note = {caf\u00c3\u00a9}}\n".encode("cp1252")
    path.write_bytes(old)
    done = add(project, DOI, "--write")
    assert 0 == done.code
    new = path.read_bytes()
    assert new.startswith(old)
    assert "Béková, Aliya".encode("cp1252") in new
    (project.folder / "looks.jsonl").unlink()
    work(project, title="Поезда")
    path.write_bytes(old)
    refused = add(project, DOI, "--write")
    assert 2 == refused.code
    assert "is in Windows-1252, which has no 'П'" in refused.err
    assert old == path.read_bytes()
    path.write_bytes("@misc{a}".encode("utf-16"))
    assert "references.bib is in UTF-16" in add(project, DOI).err


def test_of_several_files_one_is_chosen(project: Project) -> None:
    registered(project)
    work(project)
    project.write("1ms")
    settings = project.folder / "kzru-cite.toml"
    names = 'bibliography = ["references.bib", "b.bib"]\n'
    settings.write_text(names + settings.read_text(encoding="utf-8"), encoding="utf-8")
    (project.folder / "b.bib").write_text("", encoding="utf-8")
    assert 0 == add(project, DOI, "--to", "b.bib", "--write").code
    assert "@article{bekova2021counting," in (project.folder / "b.bib").read_text(encoding="utf-8")
    wrong = add(project, "10.5555/other", "--to", "c.bib")
    assert 2 == wrong.code
    assert "there are: references.bib, b.bib" in wrong.err


def test_a_project_without_a_bibliography(project: Project) -> None:
    project.write("1ms")
    (project.folder / "references.bib").unlink()
    done = Answer(project.call("add", DOI))
    assert 2 == done.code
    assert "the project has no bibliography" in done.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("nothing",), "'nothing' is no DOI, ISBN"),
        (("978-3-16-148410-1",), "its digits do not add up"),
        ((DOI, "--key", "two words"), "is no key"),
        ((DOI, "--key", "known"), "the key 'known' is taken"),
    ],
)
def test_wrong_calls(project: Project, words: tuple[str, ...], why: str) -> None:
    project.add("known", title="Another work of trains")
    done = add(project, *words)
    assert 2 == done.code
    assert why in done.err


def test_at_a_terminal_the_editor_is_asked(project: Project) -> None:
    registered(project)
    work(project)
    project.write("1ms")
    for answer, code in (("n", 0), ("y", 0)):
        child = pexpect.spawn(
            project.command("add", DOI)[0],
            project.command("add", DOI)[1:],
            cwd=str(project.folder),
            env=project.env,
            timeout=60,
            encoding="utf-8",
        )
        child.expect("Write it to references.bib")
        assert "" == bib(project)
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert code == child.exitstatus
    assert bib(project).startswith("@article{bekova2021counting,")
