"""One title that holds every trick goes through every form: none of it runs, none of it escapes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from browsers import chromium
from playwright.sync_api import Browser, Dialog, Page

from kzru_cite.edition.editions import EDITIONS
from kzru_cite.model.evidence import Answered, Hop, Look, PageFacts, Purpose
from kzru_cite.read.looks import write_look

ESCAPES = (
    *("\x1b[2J", "\x1b]52;c;aGk=\x07", "\x1b]8;;http://evil.example/\x1b\\X\x1b]8;;\x1b\\"),
    *("\x1b]0;owned\x07", "\x1bP+q\x1b\\", "\x9b31m", "\x9d0;owned\x9c", "\x07", "\x08\x08", "\r"),
    *("\x7f", "\x00", "\u202egnp.", "\u2066", "\u200b", "\ufeff", "\u2028", "\u2029"),
)
MARKUP = (
    *("<script>alert(1)</script>", "</script><script>alert(2)</script>", "</title></style>"),
    *("<img src=http://127.0.0.1:9/i onerror=alert(3)>", "\"' onmouseover=alert(4) x='"),
    *("<svg/onload=alert(5)>", "--><!--", "]]>", "<![CDATA[", "<!DOCTYPE x>", "&lt;b&gt;", "&#0;"),
    *("![x](http://127.0.0.1:9/leak)", "[x](javascript:alert(6))", "<http://127.0.0.1:9/auto>"),
    *("`x`{=html}", "| cell |", "# head", "@mention", "{{constructor.constructor('alert(7)')()}}"),
    *("{% raw %}", "${alert(8)}", "::error file=a.py,line=1::forged", "%0A::set-output name=a::b"),
    *('#read("/etc/passwd")', '#eval("1")', "$ #panic() $", "\\input{/etc/passwd}"),
    *("[http://127.0.0.1:9 x]", "{{delete}}", "</ref><nowiki>", "[[File:x|y]]", "'''bold'''"),
)
POISON = f"=HYPERLINK(1) {' '.join(MARKUP)} {' '.join(ESCAPES)}\n::error::forged by a line\n- end"
SAFE_IN_BIB = re.sub(r"[{}\\%#$\x00-\x1f\x7f]", "", " ".join(MARKUP))
URL = "http://page.example/x"
# What a terminal or a log viewer obeys, or shows in another order.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FILE = "a\u202e<b>::.md"
REPORTS = ("text", "json", "markdown", "html", "sarif", "github", "gitlab", "junit", "rdjson")


def call(folder: Path, *words: str) -> str:
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "kzru_cite", *words],
        env={**plain, **kept},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1, 3), done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert not OBEYED.search(done.stderr.decode())
    return done.stdout.decode()


def looks() -> str:
    """Return a log in which the page once was a work, and now is gone, in poisoned words."""
    facts = PageFacts(
        title=POISON,
        titles=(POISON,),
        site=POISON,
        text_hash=f"sha256:{'a' * 64}",
        text_length=9000,
    )
    moved = Answered(
        code=200,
        final=f"{URL}y?{POISON}",
        hops=(Hop(address=URL, code=301, target=f"{URL}y?{POISON}"),),
        content_type=f"text/html; {POISON}",
        headers={"server": POISON},
        page=facts,
    )
    days = (("2026-07-01", moved), ("2026-11-20", Answered(code=404, final=URL, page=facts)))
    found = (
        Look(
            at=datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC),
            purpose=Purpose.PAGE,
            about=URL,
            asked="web",
            sight=sight,
        )
        for day, sight in days
    )
    return "".join(f"{write_look(one)}\n" for one in found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("poisoned")
    settings = 'looks = "looks.jsonl"\ntoday = "2026-11-23"\n[gate]\ndead-looks = 1\n'
    (place / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    bib = (
        f"@online{{a, title = {{{SAFE_IN_BIB}}}, author = {{{{{SAFE_IN_BIB}}}}}, date = {{2020}},\n"
        f"  organization = {{{SAFE_IN_BIB}}}, urldate = {{2026-01-01}}, url = {{{URL}}}}}\n"
        "@online{=cmd|'/c calc'!A1, title = {Formula}, date = {20x0},\n"
        "  url = {javascript:alert(9)}}\n"
        "@online{b, title = {Ice \x1b]52;c;aGk=\x07 \u202e}, date = {\x1b[2Jx},\n"
        "  url = {http://b.example}}\n"
    )
    (place / "references.bib").write_text(bib, encoding="utf-8")
    (place / "article").mkdir()
    title = json.dumps(SAFE_IN_BIB)
    text = (
        f"---\ntitle: {title}\nauthor: {title}\nlang: en\n---\n\n"
        "[=1+1 alert \\<script\\>alert(1) [@a; @b]]{#c1 .claim note='=1+1 <script>'}.\n\n"
        f"# Head {SAFE_IN_BIB}\n\n"
        f"Words {' '.join(MARKUP)} and [@none].\n"
    )
    # A picture of others would end the build; that is tried elsewhere.
    text = text.replace("![x]", "[x]")
    (place / "article" / FILE).write_text(text, encoding="utf-8")
    (place / "looks.jsonl").write_text(looks(), encoding="utf-8")
    return place


class Forms:
    """The report in each form, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, str] = {}

    def __getitem__(self, form: str) -> str:
        if form not in self._known:
            words = ("verify", "--offline", "--min-severity", "note", "--format", form)
            self._known[form] = call(self._folder, *words, str(self._folder))
        return self._known[form]


@pytest.fixture(scope="module")
def forms(folder: Path) -> Forms:
    return Forms(folder)


@pytest.mark.parametrize("form", REPORTS)
def test_no_report_holds_what_a_terminal_obeys(forms: Forms, form: str) -> None:
    text = forms[form]
    # A check that nothing harmful comes through must not pass because nothing comes at all.
    assert "alert" in text
    # Programs look a file up by its name, marks of direction and all.
    strict = form in ("text", "markdown")
    exact = text.replace(FILE, "").replace(FILE[1:], "") if form == "markdown" else text
    found = (OBEYED if strict else CONTROLS).search(exact)
    assert found is None, exact[max(0, found.start() - 80) : found.end() + 40]


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "rdjson"])
def test_reports_for_programs_are_json(forms: Forms, form: str) -> None:
    assert json.loads(forms[form])


def test_the_report_for_test_runners_is_xml_with_legal_letters(forms: Forms) -> None:
    assert ET.fromstring(forms["junit"]).tag in ("testsuites", "testsuite")  # noqa: S314 - ours


def test_no_line_for_github_is_forged(forms: Forms) -> None:
    commands = [line for line in forms["github"].splitlines() if "::" in line]
    for line in commands:
        assert (
            re.match(r"::(?:error|warning|notice|group|endgroup)\b", line) or "::error" not in line
        )
        assert not line.startswith("::error::forged")
        head = re.match(r"::\w+ (?P<properties>[^:]*)::", line)
        if head:
            assert "forged" not in head["properties"]


def test_the_summary_loads_and_links_nothing_of_others(forms: Forms) -> None:
    text = forms["markdown"]
    # What stands in code is shown as it is.
    bare = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    assert not re.search(r"(?<!\\)!\[[^\]]*(?<!\\)\]\(", bare)
    assert not re.search(r"(?<!\\)<(?:script|img|svg|http)", bare)
    assert not re.search(r"(?<!\\)\]\((?:javascript|http://127)", bare)


def test_no_cell_of_the_claims_is_a_formula(folder: Path) -> None:
    text = call(folder, "claims", "--format", "csv", "-C", str(folder))
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("alert" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonld"])
def test_no_list_of_claims_holds_what_a_terminal_obeys(folder: Path, form: str) -> None:
    text = call(folder, "claims", "--format", form, "-C", str(folder)).replace("\r\n", "\n")
    assert not (OBEYED if form == "table" else CONTROLS).search(text)
    if form.startswith("json"):
        assert json.loads(text)


@pytest.mark.parametrize("form", ["text", "markdown", "json", "rss", "atom"])
def test_no_list_of_changes_holds_what_a_terminal_obeys(folder: Path, form: str) -> None:
    words = ("changes", "--since", "2026-08-01", "--format", form, "-C", str(folder))
    text = call(folder, *words)
    assert not OBEYED.search(text)
    if form in ("rss", "atom"):
        assert len(ET.fromstring(text)) > 0  # noqa: S314 - ours
        assert "<script" not in text


@pytest.mark.parametrize("form", ["csljson", "ris", "wikitext", "bibtex"])
def test_no_export_breaks_out_of_its_field(folder: Path, form: str) -> None:
    text = call(folder, "export", form, "-C", str(folder))
    assert "alert" in text
    assert not CONTROLS.search(text)
    if form == "csljson":
        assert [one["id"] for one in json.loads(text)] == ["a", "b"]
    if form == "ris":
        assert text.count("\nER  -") == 2


def test_explaining_and_reviewing_show_no_escape(folder: Path) -> None:
    for words in (("cite", "alert"), ("gather", "--budget")):
        assert not OBEYED.search(call(folder, *words, "-C", str(folder)))


# In a browser, and in editions.


@pytest.fixture(scope="module")
def built(folder: Path) -> Path:
    call(folder, "build", *(one.name for one in EDITIONS), "-C", str(folder))
    call(folder, "claims", "--graph", str(folder / "map.svg"), "-C", str(folder))
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("what", ["report", "edition", "map", "book"])
def test_nothing_runs_and_nothing_is_fetched(
    browser: Browser, built: Path, forms: Forms, what: str
) -> None:
    pages = {
        "report": {"report.html": forms["html"]},
        "edition": {"page.html": next((built / "output").glob("*.html")).read_text("utf-8")},
        "map": {"map.svg": (built / "map.svg").read_text("utf-8")},
        "book": _chapters(next((built / "output").glob("*.epub"))),
    }[what]
    # The map of claims names them, and shows no words.
    assert any(("c1" if what == "map" else "alert") in text for text in pages.values())
    for name, text in pages.items():
        place = built / f"{what}-{name}"
        place.write_text(text, encoding="utf-8")
        told: list[str] = []
        context = browser.new_context()
        page = context.new_page()
        _listen(page, told)
        page.goto(place.as_uri())
        page.mouse.move(200, 200)
        for link in page.locator("a").all():
            target = link.get_attribute("href") or link.get_attribute("xlink:href") or ""
            assert not target.lower().strip().startswith(("javascript", "data", "vbscript", "file"))
        own = {place.as_uri()}
        outside = {url for url in told if not url.startswith(("data:", "blob:"))} - own
        context.close()
        # A book's own sheets lie beside it, where this test has not put them.
        assert not {url for url in outside if not url.startswith("file:") or "passwd" in url}


def _listen(page: Page, told: list[str]) -> None:
    """Note what the page asks for and what it says; a window that it opens is put away."""

    def put_away(dialog: Dialog) -> None:
        told.append(f"said: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", put_away)
    page.on("request", lambda one: told.append(one.url))


def _chapters(book: Path) -> dict[str, str]:
    with zipfile.ZipFile(book) as archive:
        return {
            Path(name).name: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }


def test_no_edition_holds_a_file_of_the_machine(built: Path) -> None:
    for path in (built / "output").iterdir():
        data = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
        assert b"root:x:0:0" not in data
        assert b"<script>alert" not in data
