"""What others wrote goes into the files of a project as words, and opens and closes nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from hostile.documents import LAUGHS
from hostile.terminals import OBEYED, said
from kzru_cite.convert.tex import clean
from kzru_cite.model.bibliography import Bibliography, Reference
from kzru_cite.model.evidence import Answered, Hop, Look, PageFacts, Purpose
from kzru_cite.model.place import SourceText
from kzru_cite.model.tex import tex, verbatim
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.looks import write_look
from kzru_cite.settings import SERVICES
from loopback import LoopbackWeb
from loopback.replies import page, raw

OLD = """\
@string{house = "Steam Press"}

@book{old, title = {An old {Book}}, author = {Rao, Anna}, publisher = house, date = {1999}}
"""
TRICKS = (
    *("}", "{", "}}}", "{{{", "\\", "\\\\", "\\}", "\\{", '"', '" # house # "', "#", "house"),
    *("},\n}\n@comment{x", "}, date = {1}, x = {", "@misc{new, title = {x}}", "@string{house=1}"),
    *(
        "@preamble{x}",
        "@comment",
        "%",
        "% }",
        "$",
        "$x$",
        "&",
        "_",
        "^",
        "~",
        "\\input{/etc/passwd}",
    ),
    *("\\write18{id}", "\\def\\x{", "\\verb|}|", "\\textbf{x", "``q''", "--", "---", "?`", "!`"),
    *("<script>alert(1)</script>", "</ref><nowiki>", "{{delete}}", "[[File:x|y]]", "&lt;b&gt;"),
    *(
        "![x](http://127.0.0.1:9/x)",
        "`x`{=html}",
        "`x`{=latex}",
        '#read("/etc/passwd")',
        "$#panic()$",
    ),
    *(
        ": x",
        "- x",
        "--- x",
        "!!python/object:os.system x",
        "&a *a",
        "%YAML 1.2",
        "? x",
        "| x",
        "> x",
    ),
    *("{% raw %}", "${x}", "\x1b[2J", "\x1b]52;c;aGk=\x07", "\x9b31m", "\x85", "\x00", "\x7f"),
    *(
        "\u202egnp",
        "\u2066x",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\r",
        "\r\n@misc{a, title={b}}",
        "\x0b\x0c",
    ),
    *(
        "x and others",
        "and",
        "a and b",
        ", ,",
        "others",
        "family=x, given=y",
        "x\nER  - \nTY  - JOUR",
    ),
)


def call(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "kzru_cite", *words],
        env={**plain, **kept},
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def read(folder: Path) -> Bibliography:
    text = (folder / "references.bib").read_bytes().decode()
    return read_bibliography([SourceText(path="references.bib", text=text)])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    (tmp_path / "references.bib").write_text(OLD, encoding="utf-8")
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text("Steam [@old].\n", encoding="utf-8")
    return tmp_path


def untouched(folder: Path) -> Bibliography:
    """Return what stands in the file, in which the old text must stand as it was."""
    assert (folder / "references.bib").read_bytes().decode().startswith(OLD)
    found = read(folder)
    assert not found.broken
    old = found.references[0]
    assert ("old", "Steam Press") == (old.key, old.text("publisher"))
    return found


@pytest.mark.parametrize("where", ["title", "publisher", "family", "literal", "id", "URL", "note"])
def test_no_list_of_sources_breaks_out_of_its_field(project: Path, where: str) -> None:
    """Each trick is an entry of its own, and each entry comes back as one, with its words."""
    items = [_item(number, where, f"Ab {trick} cd") for number, trick in enumerate(TRICKS)]
    (project / "given.json").write_text(json.dumps(items), encoding="utf-8")
    done = call(project, "import", "csljson", "given.json")
    assert 0 == done.returncode, done.stderr.decode()
    new = untouched(project).references[1:]
    assert len(TRICKS) == len(new)
    assert ["book"] * len(TRICKS) == [one.kind for one in new]
    for number, (trick, one) in enumerate(zip(TRICKS, new, strict=True)):
        assert f"{1900 + number}" == one.text("date"), trick
        words = clean(f"Ab {trick} cd")
        if where in ("title", "publisher", "note"):
            assert words == one.text(where), trick
        if where in ("family", "literal"):
            assert 1 == len(one.names["author"]), trick


def _item(number: int, where: str, words: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": f"k{number}",
        "type": "book",
        "title": f"Work {number}",
        "issued": {"date-parts": [[1900 + number]]},
    }
    if where in ("family", "literal"):
        name = {"family": words, "given": "Anna"} if where == "family" else {"literal": words}
        return {**item, "author": [name]}
    if where == "URL":
        return {**item, "URL": f"https://page.example/{words}"}
    return {**item, where: words}


# What registries and pages say, by `add`.

DOI, ISBN = "10.5555/trains", "9783161484100"
ONLINE = """\
today = "2026-11-23"
[gather]
allow-private = ["127.0.0.0/8"]
interval = "1ms"
timeout = "5s"
[services]
"""
WORDS = (
    # Registries' titles hold HTML, which is read as such.
    " ".join(one for one in TRICKS if not re.search("[<&]", one)),
    "Ab } cd",
    "Ab },\n}\n\n@comment{cd",
    "Ab }, date = {1066}, note = {\\input{x} cd",
    "Ab \\ cd \\",
)


class Online:
    """A project with services on loopback that say what they are told to."""

    def __init__(self, folder: Path, web: LoopbackWeb) -> None:
        self.folder = folder
        self.web = web
        self._bases = dict.fromkeys(SERVICES, "")

    def serve(self, service: str, path: str, body: object) -> None:
        """Let a service answer: text as it is, all else as JSON."""
        answer = (
            raw(body.encode(), "application/atom+xml")
            if isinstance(body, str)
            else raw(json.dumps(body).encode(), "application/json")
        )
        self.web.put(f"{service}.test", path, answer)
        self._bases[service] = self.web.url(f"{service}.test", "", numeric=True)

    def call(self, work: str, code: int) -> str:
        """Add a work at a terminal, and return what is said there."""
        bases = "".join(f'{name} = "{base}"\n' for name, base in self._bases.items())
        (self.folder / "kzru-cite.toml").write_text(ONLINE + bases, encoding="utf-8")
        done = said(self.folder, "add", work, "--write", "--force", "--key", "new")
        assert code == done.code, done.text
        assert not OBEYED.search(done.text), ascii(done.text)
        return done.text

    def refuse(self, work: str, code: int) -> str:
        """Ask for a work of which nothing is written, and return what is said."""
        told = self.call(work, code)
        assert OLD == (self.folder / "references.bib").read_bytes().decode()
        return told

    def add(self, work: str) -> Reference:
        """Add a work, and return the one new entry; all else stands as it stood."""
        self.call(work, 0)
        [new] = untouched(self.folder).references[1:]
        assert "new" == new.key
        assert not OBEYED.search((self.folder / "references.bib").read_text(encoding="utf-8"))
        return new


@pytest.fixture
def online(project: Path) -> Iterator[Online]:
    with LoopbackWeb() as web:
        yield Online(project, web)


def same(words: str) -> str:
    """Return words as an entry gives them back: on one line, and without unseen signs."""
    text = f"@misc{{x, title = {{{tex(words)}}}}}"
    [one] = read_bibliography([SourceText(path="x", text=text)]).references
    return one.text("title")


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("kind", ["journal-article", "book"])
def test_no_record_of_crossref_breaks_out_of_its_field(
    online: Online, words: str, kind: str
) -> None:
    message = {
        "DOI": DOI,
        "type": kind,
        **{name: [words] for name in ("title", "subtitle", "container-title", "ISBN")},
        **dict.fromkeys(("page", "volume", "issue", "publisher", "language"), words),
        "author": [{"given": words, "family": words}, {"name": words}],
        "issued": {"date-parts": [[2021, 3]]},
    }
    registered(online, "Crossref")
    online.serve("crossref", f"/works/{DOI}", {"status": "ok", "message": message})
    online.serve(
        "crossref", "/works", {"status": "ok", "message": {"total-results": 0, "items": []}}
    )
    new = online.add(DOI)
    assert (DOI, "2021-03") == (new.text("doi"), new.text("date"))
    assert {"book": "book"}.get(kind, "article") == new.kind
    assert _bare(words) == _bare(new.text("title"))
    assert 2 == len(new.names["author"])
    assert "" == new.text("isbn", "note")


def registered(online: Online, agency: str) -> None:
    """Let doi.org say who holds the record of the DOI."""
    values = [
        {"index": 1, "type": "URL", "data": {"format": "string", "value": "https://a.example"}}
    ]
    handle = {"responseCode": 1, "handle": DOI, "values": values}
    online.serve("doi", f"/api/handles/{DOI}", handle)
    online.serve("doi", f"/ra/{DOI}", [{"DOI": DOI, "RA": agency}])


def datacite(words: str, kind: str) -> dict[str, object]:
    """Return a record of DataCite with *words* wherever it has some."""
    place = {**dict.fromkeys(("title", "volume", "issue", "firstPage", "lastPage"), words)}
    named = {"relatedIdentifierType": "DOI", "relatedIdentifier": words}
    relations = ("IsObsoletedBy", "IsIdenticalTo")
    return {
        "doi": DOI,
        "types": {"resourceTypeGeneral": kind},
        "titles": [{"title": words}, {"title": words, "titleType": "Subtitle"}],
        "creators": [
            {"name": words, "familyName": words, "givenName": words},
            {"name": words, "nameType": "Organizational"},
            {"name": words},
        ],
        "container": {**place, "identifier": words, "identifierType": "ISBN"},
        "identifiers": [{"identifier": words, "identifierType": "arXiv"}],
        "relatedIdentifiers": [{**named, "relationType": one} for one in relations],
        "publicationYear": 2021,
        "dates": [{"date": "2021-03", "dateType": "Issued"}],
        **dict.fromkeys(("publisher", "language", "url", "state"), words),
    }


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("kind", ["JournalArticle", "Book", "Ab } cd"])
def test_no_record_of_datacite_breaks_out_of_its_field(
    online: Online, words: str, kind: str
) -> None:
    registered(online, "DataCite")
    online.serve(
        "datacite", f"/dois/{DOI}", {"data": {"id": DOI, "attributes": datacite(words, kind)}}
    )
    new = online.add(DOI)
    assert (DOI, "2021-03") == (new.text("doi"), new.text("date"))
    assert {"JournalArticle": "article", "Book": "book"}.get(kind, "misc") == new.kind
    assert _bare(words) == _bare(new.text("title"))
    assert 3 == len(new.names["author"])
    assert "" == new.text("isbn", "note", "url")


# What XML can hold.
IN_XML = [re.sub("[\x00-\x08\x0b-\x1f]", "", one) for one in WORDS]
FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
{before}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<title>{words}</title>
<entry>
<id>http://arxiv.org/abs/2101.00001v1</id>
<title>{words}</title>
<summary>{words}</summary>
<published>2021-01-05T00:00:00Z</published>
<updated>2021-01-05T00:00:00Z</updated>
<author><name>{words}</name></author>
<author><name>Anna Rao</name></author>
<arxiv:comment>This paper was withdrawn {words}</arxiv:comment>
<arxiv:journal_ref>{words}</arxiv:journal_ref>
<arxiv:doi>10.5555/{words}</arxiv:doi>
<link href="{words}" rel="alternate"/>
</entry>
</feed>
"""


@pytest.mark.parametrize("words", IN_XML)
def test_no_feed_of_arxiv_breaks_out_of_its_field(online: Online, words: str) -> None:
    online.serve("arxiv", "/api/query", FEED.format(before="", words=escape(words)))
    new = online.add("arXiv:2101.00001")
    assert ("2101.00001", "arxiv") == (new.text("eprint"), new.text("eprinttype"))
    assert ("online", "2021-01-05") == (new.kind, new.text("date"))
    assert _bare(words) == _bare(new.text("title"))
    assert 2 == len(new.names["author"])
    assert "" == new.text("doi", "url")


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE f [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE f [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
        '<!DOCTYPE f SYSTEM "http://127.0.0.1:9/x">',
        f"<!DOCTYPE f [{LAUGHS}<!ENTITY x '&a11;'>]>",
    ],
)
def test_no_entity_of_arxiv_is_resolved(online: Online, before: str) -> None:
    online.serve("arxiv", "/api/query", FEED.format(before=before, words="Ab &x; cd"))
    told = online.refuse("arXiv:2101.00001", 3)
    assert "arxiv could not be asked" in told
    assert "root:" not in told


def pubmed(words: str, doi: str) -> dict[str, object]:
    """Return a summary of PubMed with *words* wherever it has some."""
    people = [("Author", words), ("CollectiveName", words), ("Author", "Rao A")]
    return {
        **dict.fromkeys(("title", "vernaculartitle", "fulljournalname", "publishername"), words),
        **dict.fromkeys(("volume", "issue", "pages", "source", "epubdate"), words),
        "pubdate": "2021 Mar 5",
        "authors": [{"name": name, "authtype": kind} for kind, name in people],
        "pubtype": ["Journal Article", f"Retracted {words}"],
        "references": [{"reftype": f"Erratum {words}"}],
        "lang": [words],
        "articleids": [{"idtype": "doi", "value": doi}] if doi else [],
    }


@pytest.mark.parametrize("doi", ["", "10.5555/a},url={b}"])
@pytest.mark.parametrize("words", WORDS)
def test_no_summary_of_pubmed_breaks_out_of_its_field(online: Online, words: str, doi: str) -> None:
    answer = {"result": {"uids": ["123"], "123": pubmed(words, doi)}}
    online.serve("pubmed", "/entrez/eutils/esummary.fcgi", answer)
    registered(online, "Crossref")
    new = online.add("PMID:123")
    assert ("123", "pubmed") == (new.text("eprint"), new.text("eprinttype"))
    assert ("article", "2021-03-05") == (new.kind, new.text("date"))
    assert _bare(words).startswith(_bare(new.text("title")))
    assert 3 == len(new.names["author"])
    assert "" == new.text("url", "note")


@pytest.mark.parametrize("words", [*WORDS, "Retracted \x1b[2J\x9b31m\u202e"])
def test_no_complaint_of_a_registry_reaches_the_terminal(online: Online, words: str) -> None:
    """What registries say when they have nothing is told in plain words, and nothing is added."""
    complaint = FEED.replace("http://arxiv.org/abs/2101.00001v1", "http://arxiv.org/api/errors#x")
    plain = escape(re.sub("[\x00-\x08\x0b-\x1f]", "", words))
    online.serve("arxiv", "/api/query", complaint.format(before="", words=plain))
    online.serve("pubmed", "/entrez/eutils/esummary.fcgi", {"error": words})
    registered(online, words)
    online.refuse("arXiv:2101.00001", 3)
    online.refuse("PMID:123", 3)
    told = online.refuse(DOI, 1)
    assert "whose records cannot be had here" in told


@pytest.mark.parametrize("words", WORDS)
def test_no_record_of_a_book_breaks_out_of_its_field(online: Online, words: str) -> None:
    record = {
        "key": "/books/OL1M",
        "title": words,
        "subtitle": words,
        "authors": [{"name": words}],
        "publishers": [{"name": words}],
        "publish_date": "2021",
        "identifiers": {"isbn_13": [words], "isbn_10": [words]},
    }
    online.serve("openlibrary", "/api/books", {f"ISBN:{ISBN}": record})
    new = online.add(ISBN)
    assert ("book", "2021") == (new.kind, new.text("date"))
    assert _bare(words) == _bare(new.text("title"))


@pytest.mark.parametrize("words", WORDS)
def test_no_page_breaks_out_of_its_field(online: Online, words: str) -> None:
    names = ("title", "author", "journal_title", "volume", "issue", "firstpage", "lastpage", "doi")
    metas = "".join(f'<meta name="citation_{one}" content="{escape(words)}">' for one in names)
    site = f'<meta property="og:site_name" content="{escape(words)}">'
    online.web.put("page.test", "/p", page(escape(words), "Words. " * 99, head=metas + site))
    new = online.add(online.web.url("page.test", "/p", numeric=True))
    assert new.kind in ("article", "online")
    assert new.text("title")
    assert new.text("url").endswith("/p")


@pytest.mark.parametrize(
    "doi", ["10.5555/a}b{c", "10.5555/a},url={http://b.example}", "10.5555/\\"]
)
def test_no_doi_of_a_page_breaks_out_of_what_is_asked(online: Online, doi: str) -> None:
    head = f'<meta name="citation_doi" content="{escape(doi)}">'
    online.web.put("page.test", "/p", page("Trains", "Words. " * 99, head=head))
    new = online.add(online.web.url("page.test", "/p", numeric=True))
    assert ("Trains", "") == (new.text("title"), new.text("doi"))


@pytest.mark.parametrize("tail", ["a}b", "{a", "a\\", "}},@misc{x,title={y}}", "%7D%0A"])
def test_no_address_breaks_out_of_its_field(online: Online, tail: str) -> None:
    for path in (f"/p?q={tail}", f"/p?q={verbatim(tail)}"):
        online.web.put("page.test", path, page("Trains", "Words. " * 99))
    new = online.add(online.web.url("page.test", f"/p?q={tail}", numeric=True))
    assert "Trains" == new.text("title")
    assert "/p?q=" in new.text("url")


def _bare(words: str) -> str:
    """Return letters and digits alone: how blanks and marks come back is tried elsewhere."""
    return "".join(sign for sign in same(words) if sign.isalnum())


# Where a page moved to, by `fix`.

TAILS = (
    *("}},\n@misc{x, title={y}}", "a}b", "{a", "\\", '"#', "%0A}", "\u202ex\x1b[2J"),
    "<script>",
)


@pytest.mark.parametrize("tail", TAILS)
def test_no_address_that_a_page_moved_to_breaks_out_of_its_field(project: Path, tail: str) -> None:
    address, target = "http://page.example/x", f"http://page.example/y?{tail}"
    entry = f"\n@online{{web, title = {{Ice}}, url = {{{address}}}, urldate = {{2026-01-01}}}}\n"
    (project / "references.bib").write_text(OLD + entry, encoding="utf-8")
    (project / "article" / "a.md").write_text("Steam [@old; @web].\n", encoding="utf-8")
    settings = 'today = "2026-11-23"\nlooks = "looks.jsonl"\n'
    (project / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    hops = (Hop(address=address, code=301, target=target),)
    facts = PageFacts(title="Ice", text_hash=f"sha256:{'a' * 64}", text_length=9000)
    sight = Answered(code=200, final=target, hops=hops, content_type="text/html", page=facts)
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    look = Look(at=at, purpose=Purpose.PAGE, about=address, asked="web", sight=sight)
    (project / "looks.jsonl").write_text(f"{write_look(look)}\n", encoding="utf-8")
    done = call(project, "fix", "--unsafe", "--select", "LNK")
    assert done.returncode in (0, 1), done.stderr.decode()
    assert not OBEYED.search(done.stdout.decode() + done.stderr.decode())
    [new] = untouched(project).references[1:]
    assert ("web", "online", "Ice") == (new.key, new.kind, new.text("title"))
    assert {"title", "url", "urldate"} == set(new.fields)
    assert new.text("url").startswith("http://page.example/")


@pytest.mark.parametrize("tag", ["TI", "AU", "PB", "ID", "UR", "N1"])
def test_no_ris_breaks_out_of_its_field(project: Path, tag: str) -> None:
    lines = [one for one in TRICKS if len(one.splitlines()) == 1]
    text = "".join(
        f"TY  - BOOK\nPY  - {1900 + number}\n{tag}  - Ab {one} cd {number}\nER  - \n"
        for number, one in enumerate(lines)
    )
    (project / "given.ris").write_text(text, encoding="utf-8")
    done = call(project, "import", "ris", "given.ris")
    assert 0 == done.returncode, done.stderr.decode()
    assert len(lines) == len(untouched(project).references[1:])
