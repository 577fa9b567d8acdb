"""Pages and cards with hostile words, links, pictures and styles, opened in a browser."""

from __future__ import annotations

import json
import re
import socket
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from browsers import chromium
from playwright.sync_api import Browser, Dialog, Page

from hostile.terminals import OBEYED
from hostile.test_at_the_desk import ESCAPES, SETTINGS
from hostile.test_poisoned_words import MARKUP
from hostile.test_written_words import call
from kzru_cite.settings import SERVICES
from loopback import LoopbackWeb
from loopback.replies import raw

RUN = "document.title='owned';alert(1)"
WORDS = f"{' '.join(MARKUP)} <style>@import url(http://127.0.0.1:9/s)</style> \u202egnp\u2066"
TOLD = "the council counted 117 horses"
STEPS = "<img src=x onerror=alert(1)><svg/onload=alert(1)>"
# What leads to a place, or takes something from there.
LEADING = ("href", "src", "action", "formaction")
# Where an entry leads to.
LEADS = {
    "script": f"javascript:{RUN}",
    "script in capitals": f"JaVaScRiPt:{RUN}//http://a.example/",
    "script behind a blank": f" java\tscript:{RUN}",
    "data": "data:text/html;base64," + b64encode(f"<script>{RUN}</script>".encode()).decode(),
    "file": "file:///etc/passwd",
    "blob": "blob:http://127.0.0.1:9/x",
    "quotes": f'http://a.example/"onmouseover="{RUN}"x=\'><script>{RUN}</script>',
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SVG += 'width="40" height="40">{}</svg>'
# Pictures that the project brings, and that hold no code as such.
PICTURES = {
    "image": '<image href="{web}/i.png" width="9" height="9"/>',
    "linked image": '<image xlink:href="{web}/i.svg#x" width="9" height="9"/>',
    "use": '<use href="{web}/u.svg#x"/>',
    "sheet": "<style>@import url({web}/c); rect{{fill:url({web}/f#x)}}</style><rect width='9'/>",
    "font": "<style>@font-face{{font-family:x;src:url({web}/w)}}text{{font-family:x}}</style>"
    "<text y='9'>x</text>",
    "filter": '<filter id="f"><feImage href="{web}/f.png"/></filter><rect filter="url(#f)"/>',
    "pattern": '<rect width="9" height="9" fill="url({web}/p.svg#p)"/>',
    "cursor": '<rect width="9" height="9" style="cursor:url({web}/c),auto"/>',
    "nothing": "<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>",
}
# What stands where a picture or a style of the text is; each must come to nothing.
TEXTS = {
    "style of a span": '[Words]{style="background:url({web}/s)" onclick="{run}"}',
    "style of a block": '::: {{.x style="position:fixed" onmouseover="{run}"}}\nWords\n:::',
    "style of a heading": '# Words {{#h style="background:url({web}/s)" onclick="{run}"}}',
    "style of code": '``` {{.python style="background:url({web}/s)" onclick="{run}"}}\nx\n```',
    "language": "[Words]{{lang='x\" onload=\"{run}'}} [Words]{{dir='x\" onclick=\"{run}'}}",
    "classes": '[Words]{{.x"onclick="{run} .proof .csl-entry #kzru-switch}}',
    "own ids": '[Words]{{#edition-references popover="" data-proof="1"}} [x]{{#refs}}',
    "raw": '`<img src={web}/r onerror={run}>`{{=html}} <img src={web}/r onerror="{run}">',
    "raw block": "```{{=html}}\n<iframe src={web}/f></iframe><style>@import '{web}/s'</style>\n```",
    "base": '<base href="{web}/"> <meta http-equiv="refresh" content="0;url={web}/m"> Words',
    "link": "[a](javascript:{run}) [b](data:text/html,x) [c]( java&#10;script:{run} ) <vbscript:x>",
    "title of a link": "[a](http://a.example/ \"x' onmouseover='{run}\")",
    "formula": "$\\href{{javascript:{run}}}{{x}}$ $$\\style{{background:url({web}/s)}}{{x}}$$",
    "table": '| <img src="{web}/t"> | b |\n|---|---|\n| `x`{{=html}} | [a](javascript:{run}) |',
    "note": 'Words[^1].\n\n[^1]: <img src="{web}/n" onerror="{run}"> [a](javascript:{run})',
}
# Pictures that are refused: the build ends, and says so.
REFUSED = {
    "script": "![x](javascript:{run})",
    "data": "![x](data:image/svg+xml;base64,{svg})",
    "web": "![x]({web}/i.png)",
    "without a scheme": "![x](//127.0.0.1:9/i.png)",
    "file": "![x](file:///etc/passwd)",
    "code within": "![x](code.svg)",
    "animation": "![x](animated.svg)",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Listener:
    """A server on loopback that must not be asked."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0)
        self.web = f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def heard(self) -> bool:
        try:
            self._server.accept()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.close()


def opened(browser: Browser, *places: Path, bare: bool, own: Path | None = None) -> Page:
    """
    Open pages one after the other, and see that nothing of others ran or was asked for.

    *own* is what may be read beside a page. *bare* is without the policy of the page, which must
    not be all that keeps it harmless.
    """
    context = browser.new_context(bypass_csp=bare)
    page = context.new_page()
    told: list[str] = []

    def put_away(dialog: Dialog) -> None:
        told.append(f"said: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", put_away)
    page.on("request", lambda one: told.append(one.url))
    page.on("popup", lambda one: told.append(f"opened: {one.url}"))
    for place in places:
        page.goto(place.as_uri())
        used(page)
        there = (own or place).as_uri()
        outside = [one for one in told if not one.startswith(("data:", "blob:", there))]
        assert outside == []
        assert page.title() != "owned"
        looked_through(page)
    return page


def used(page: Page) -> None:
    """Press the buttons of a page, move over it, and give it time."""
    for button in page.locator("button[popovertarget]:visible").all():
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    for x in range(100, 1200, 300):
        page.mouse.move(x, x // 2)
    page.wait_for_timeout(100)


def looked_through(page: Page) -> None:
    """See that a page holds no code, and leads to the web alone."""
    attributes = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap(one => [...one.attributes])"
        ".map(one => [one.name, one.value])"
    )
    for name, value in attributes:
        assert not name.lower().startswith("on"), name
        target = value.strip().lower()
        image = name == "src" and target.startswith("data:image/")
        safe = target.startswith(("http://", "https://", "mailto:", "#")) or ":" not in target
        assert safe or image or name not in LEADING, target[:200]


def chapters(book: Path, into: Path) -> list[Path]:
    """Unpack a book, and return its pages."""
    with zipfile.ZipFile(book) as archive:
        archive.extractall(into)
    return sorted(into.rglob("*.xhtml"))


def written(folder: Path, words: str) -> None:
    """Write a project whose cards show hostile words and lead to hostile places."""
    in_bib = re.sub(r"[{}\\%#$\x00]", "", words)
    with LoopbackWeb() as web:
        html = (
            f"<!DOCTYPE html><title>T</title><article><p>Before &lt;script>alert(1)&lt;/script> "
            f"{TOLD} &lt;img src=x onerror=alert(1)> \x9b31m\u202e after.</p>"
            f"{'<p>More words.</p>' * 99}</article>"
        )
        web.put("page.test", "/p", raw(html.encode(), "text/html; charset=utf-8"))
        there = web.url("page.test", "/p", numeric=True)
        bases = "".join(f'{name} = ""\n' for name in SERVICES)
        (folder / "kzru-cite.toml").write_text(SETTINGS + bases, encoding="utf-8")
        entries = [
            f"@online{{k, title = {{{in_bib}}}, author = {{{{{in_bib}}}}}, url = {{{there}}}}}"
        ]
        entries += [
            f"@online{{k{number}, title = {{T {in_bib}}}, author = {{Rao, {in_bib}}},\n"
            f"  date = {{2020}}, url = {{{lead}}}, archiveurl = {{{lead}}}, doi = {{{lead}}}}}"
            for number, lead in enumerate(LEADS.values())
        ]
        (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
        keys = ["k", *(f"k{number}" for number in range(len(LEADS)))]
        title = json.dumps(words)
        note = "x\" onclick='alert(1)' <script>alert(1)</script> javascript:alert(1)"
        head = f"title: {title}\nauthor: {title}\nlicense-url: javascript:{RUN}\nlang: en"
        text = f"---\n{head}\nabstract: {title}\n---\n\n# Head {STEPS}\n\n"
        text += "".join(
            f"[Claim {number} \\{STEPS} 117 [@{key}, p. <b>5</b>]]"
            f"{{#c{number} .claim note={json.dumps(note)} basis='<script>' needs='<script>'}}.\n\n"
            for number, key in enumerate(keys)
        )
        (folder / "article").mkdir()
        (folder / "article" / "a.md").write_text(text, encoding="utf-8")
        links = "".join(
            f"c{number}:\n  - ref: {key}\n"
            f"    quote: {json.dumps(TOLD if key == 'k' else f'Q {words}')}\n"
            f"    note: {json.dumps(f'{words} http://a.example/{chr(34)}onclick={RUN}')}\n"
            f"    decision: {('supports', 'partly', 'contradicts')[number % 3]}\n"
            f"    by: {json.dumps(words)}\n    on: 2026-11-01\n    claim: x\n"
            for number, key in enumerate(keys)
        )
        (folder / "article" / "ledger.yaml").write_text(links, encoding="utf-8")
        call(folder, "gather")


@pytest.fixture(scope="module")
def carded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the editions and the report of such a project."""
    folder = tmp_path_factory.mktemp("carded")
    written(folder, WORDS)
    built = call(folder, "build", "html", "epub", "pdf", "docx", "jats")
    assert built.returncode == 0, built.stderr.decode()
    assert not OBEYED.search(built.stderr.decode())
    report = call(folder, "verify", "--offline", "--min-severity", "note", "--format", "html")
    (folder / "output" / "report.html").write_bytes(report.stdout)
    return folder / "output"


@pytest.mark.browser
@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("what", ["article.html", "report.html"])
def test_no_card_and_no_report_runs_or_asks(
    browser: Browser, carded: Path, what: str, *, bare: bool
) -> None:
    page = opened(browser, carded / what, bare=bare)
    text = page.locator("body").text_content() or ""
    assert "<script>alert(1)</script>" in text
    if what == "article.html":
        cards = page.locator(".proof")
        assert cards.count() == 1 + len(LEADS)
        assert TOLD in (cards.first.text_content() or "")
    page.context.close()


@pytest.mark.browser
def test_no_chapter_with_cards_runs_or_asks(browser: Browser, carded: Path, tmp_path: Path) -> None:
    pages = chapters(carded / "article.epub", tmp_path)
    assert len(pages) > 2
    opened(browser, *pages, bare=True, own=tmp_path).context.close()


def test_no_edition_leads_to_anything_but_the_web(carded: Path) -> None:
    """Paper, Word and journals hold the addresses as words, and as links those of the web alone."""
    lead = re.compile(
        rb"(?:/URI ?\(|Target=\"|href=[\"'])\s*(?:javascript|data|file|vbscript|blob)",
        re.IGNORECASE,
    )
    for name in ("article.pdf", "article.xml", "article.html"):
        found = lead.search((carded / name).read_bytes().replace(b'href="data:', b""))
        assert found is None, found
    with zipfile.ZipFile(carded / "article.docx") as archive:
        for name in archive.namelist():
            assert lead.search(archive.read(name)) is None


def test_no_control_breaks_an_edition(tmp_path: Path) -> None:
    """Controls of quotations, notes and titles are in none, and XML stays XML."""
    written(tmp_path, f"{WORDS} {ESCAPES}")
    built = call(tmp_path, "build", "html", "epub", "pdf", "docx", "jats")
    assert built.returncode == 0, built.stderr.decode()
    assert not OBEYED.search(built.stderr.decode())
    output = tmp_path / "output"
    texts = [(output / name).read_bytes() for name in ("article.html", "article.xml")]
    texts += [one.read_bytes() for one in chapters(output / "article.epub", tmp_path / "book")]
    texts += [one.read_bytes() for one in (tmp_path / "book").rglob("*.opf")]
    with zipfile.ZipFile(output / "article.docx") as archive:
        names = [one for one in archive.namelist() if one.endswith((".xml", ".rels"))]
        texts += map(archive.read, names)
    for text in texts:
        found = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text.decode())
        assert found is None, text.decode()[max(found.start() - 80, 0) : found.end()]
    for text in texts[1:]:
        assert len(ET.fromstring(text)) > 0  # noqa: S314 - ours


@pytest.mark.browser
@pytest.mark.parametrize("name", TEXTS)
def test_no_style_and_no_raw_piece_of_a_text_runs_or_asks(
    browser: Browser, project: Path, listener: Listener, name: str
) -> None:
    words = TEXTS[name].replace("{{", "{").replace("}}", "}")
    words = words.replace("{web}", listener.web).replace("{run}", RUN)
    title = json.dumps(f"</title></style><style>@import url({listener.web}/t)</style>{{}}*{{x:y}}")
    text = f"---\ntitle: {title}\nlang: en\n---\n\n# Heat\n\nSteam [@old].\n\n{words}\n\nThe end.\n"
    (project / "article" / "a.md").write_text(text, encoding="utf-8")
    done = call(project, "build", "html", "epub")
    assert done.returncode == 0, done.stderr.decode()
    for bare in (False, True):
        page = opened(browser, project / "output" / "article.html", bare=bare)
        assert "The end." in (page.locator("main").text_content() or "")
        page.context.close()
    book = project / "book"
    pages = chapters(project / "output" / "article.epub", book)
    opened(browser, *pages, bare=True, own=book).context.close()
    assert not listener.heard()


@pytest.mark.browser
@pytest.mark.parametrize("name", PICTURES)
def test_no_picture_of_the_project_asks(
    browser: Browser, project: Path, listener: Listener, name: str
) -> None:
    inside = PICTURES[name].replace("{{", "{").replace("}}", "}").replace("{web}", listener.web)
    (project / "article" / "p.svg").write_text(SVG.format(inside), encoding="utf-8")
    text = '# Heat\n\nSteam [@old].\n\n![A picture](p.svg "x\' onload=\'y"){style="x" onload="y"}\n'
    (project / "article" / "a.md").write_text(text, encoding="utf-8")
    done = call(project, "build", "html", "epub")
    assert done.returncode == 0, done.stderr.decode()
    for bare in (False, True):
        page = opened(browser, project / "output" / "article.html", bare=bare)
        assert page.locator("main img").count() == 1
        page.context.close()
    book = project / "book"
    pages = chapters(project / "output" / "article.epub", book)
    opened(browser, *pages, bare=True, own=book).context.close()
    assert not listener.heard()


@pytest.mark.parametrize("name", REFUSED)
def test_pictures_that_are_no_files_are_refused(
    project: Path, listener: Listener, name: str
) -> None:
    code = SVG.format(f"<script>{RUN}</script>")
    moving = '<a><set attributeName="href" to="javascript:alert(1)"/><rect width="9"/></a>'
    (project / "article" / "code.svg").write_text(code, encoding="utf-8")
    (project / "article" / "animated.svg").write_text(SVG.format(moving), encoding="utf-8")
    words = REFUSED[name].replace("{web}", listener.web).replace("{run}", RUN)
    words = words.replace("{svg}", b64encode(code.encode()).decode())
    text = f"# Heat\n\nSteam [@old].\n\n{words}\n"
    (project / "article" / "a.md").write_text(text, encoding="utf-8")
    done = call(project, "build", "html")
    assert done.returncode == 2, done.stderr.decode()
    assert not list((project / "output").glob("*.html"))
    assert not listener.heard()
