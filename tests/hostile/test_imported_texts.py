"""A text of somebody else that is imported becomes words, and nothing that runs or reads."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from hostile.documents import LAUGHS, PICTURE, cited, document, field, packed, paragraph
from hostile.terminals import OBEYED, said
from hostile.test_looks_of_others import SECRET
from hostile.test_written_words import TRICKS, call
from kzru_cite.convert.tex import clean
from kzru_cite.edition.tree import walk
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.place import SourceText
from kzru_cite.pandoc import bundled
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger

WIKI = r"""= Head <script>alert(1)</script> `x`{=html} =

Body `x`{=html} [[File:../../etc/passwd|thumb|cap words here]] ![x](http://127.0.0.1:9/x)
<img src=x onerror=alert(1)> <span onclick="alert(2)">span</span>.<ref>{{cite web
|title=T },@misc{x|quote=<script>q</script>\input{x}|url=http://page.example/}}</ref>

<div class="x" onclick="alert(1)" include="/etc/passwd">In div</div>

[javascript:alert(1) js] [http://a.example/"onmouseover="x link] [file:///etc/passwd file]

<syntaxhighlight lang="python onclick">print(1)</syntaxhighlight>
<source lang="=html"><b>x</b></source>
<math>\input{/etc/passwd}</math> <math>$$\write18{id}</math>

<code>a`b</code>{=html} <code>x</code>{=latex} <nowiki>`x`{=html} ![x](/etc/passwd)</nowiki>

\input{/etc/passwd} \begin{x} @smith [@none] ^[note] &amp;lt;script> #read("x")

---
header-includes: <script>alert(1)</script>
---

::: {.claim #x onclick="y"}

{| onclick="x"
! a
|-
| b \input{x} || <code>|x</code>{=html}
|}
<iframe src="x"></iframe> <a href="javascript:x">x</a>
"""


# Marks of direction may stand in a text: Hebrew and Arabic need some, and a rule tells of them.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def imported(folder: Path, form: str, name: str) -> tuple[str, list[str]]:
    """Import a file into a new project; return its text, and the addresses that it leads to."""
    before = everything(folder.parent)
    shown = said(folder, "import", form, name, "--into", "new").text
    assert not OBEYED.search(shown), ascii(shown)
    new = everything(folder.parent) - before
    assert {f"{folder.name}/new"} == {"/".join(Path(one).parts[:2]) for one in new}
    stem = Path(name).stem
    told = (folder / "new" / f"import-{stem}.txt").read_text(encoding="utf-8")
    assert not OBEYED.search(told)
    text = (folder / "new" / "article" / f"{stem}.md").read_text(encoding="utf-8")
    assert not CONTROLS.search(text)
    tree = json.loads(bundled().need(["-f", "markdown", "-t", "json"], text.encode()))
    known = {"title", "subtitle", "author", "date", "lang", "abstract", "nocite"}
    assert known >= set(tree["meta"])
    nodes = [*walk(tree["blocks"]), *walk(list(tree["meta"].values()))]
    assert not [one for one in nodes if one["t"] in {"RawInline", "RawBlock", "Image"}]
    kinds = {"Div", "Span", "CodeBlock", "Code"}
    pairs = [pair for one in nodes if one["t"] in kinds for pair in one["c"][0][2]]
    assert not {"onclick", "style", "include"} & {name for name, _ in pairs}
    links = [one["c"][2][0] for one in nodes if one["t"] == "Link"]
    assert not [one for one in links if not one.startswith("http")]
    return text, links


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def page(project: Path) -> str:
    """Build the page of a project, in which nothing of others must run or load."""
    done = call(project, "build", "html")
    assert done.returncode == 0, done.stderr.decode()
    assert not OBEYED.search(done.stderr.decode())
    text = next((project / "output").glob("*.html")).read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "<img" not in text
    assert not re.search(r"""<[^>]*\s(?:href|src)=["']?(?:javascript|file|data)""", text)
    return text


def entries(project: Path) -> list[Reference]:
    """Return what stands in the bibliography, which pandoc must read as well."""
    text = (project / "references.bib").read_bytes().decode()
    assert not CONTROLS.search(text)
    found = read_bibliography([SourceText(path="references.bib", text=text)])
    assert not found.broken
    arguments = ["-f", "biblatex", "-t", "csljson", "--sandbox"]
    items = json.loads(bundled().need(arguments, text.encode()))
    assert [one["id"] for one in items] == [one.key for one in found.references]
    return list(found.references)


def test_no_wikitext_becomes_code(tmp_path: Path) -> None:
    (tmp_path / "a.wikitext").write_text(WIKI + "\x1b[2J\x9b31m\n", encoding="utf-8")
    text, links = imported(tmp_path, "wikitext", "a.wikitext")
    assert not OBEYED.search(text)
    assert links
    shown = page(tmp_path / "new")
    assert "onclick=" not in shown.replace('onclick="y"', "").replace("onclick=“y”", "")


def test_no_quotation_of_wikitext_breaks_the_ledger(tmp_path: Path) -> None:
    """Each trick is a quotation of its own, and the ledger says it again."""
    tricks = [one for one in TRICKS if not re.search(r"[<{}\[|&\n]", one)]
    notes = (
        f"Steam {number} is hot.<ref>{{{{cite web|title=T {number}|url=http://page.example/{number}"
        f"|quote=Ab {trick} cd}}}}</ref>\n\n"
        for number, trick in enumerate(tricks)
    )
    (tmp_path / "a.wikitext").write_text("".join(notes), encoding="utf-8")
    imported(tmp_path, "wikitext", "a.wikitext")
    text = (tmp_path / "new" / "article" / "ledger.yaml").read_bytes().decode()
    assert not OBEYED.search(text)
    ledger = read_ledger(SourceText(path="ledger.yaml", text=text))
    assert not ledger.faults
    words = [one.quotation.exact for one in ledger.links if one.quotation]
    assert len(tricks) == len(words)
    assert all(one.startswith("Ab") and one.endswith("cd") for one in words)


# Markdown.

MARKDOWN = r"""---
title: "Head <script>alert(1)</script> `x`{=html} \x1b[2J\x9b31m\u202e"
subtitle: "a\n\n---\nheader-includes: x"
author: ["`\\input{/etc/passwd}`{=latex} A\x1b]52;c;aGk=\x07", "![x](/etc/passwd)"]
lang: "en"
date: "2020\x1b[2J"
abstract: |
  ![x](/etc/passwd) <img src=x onerror=alert(1)>

  `x`{=typst}
bibliography: /etc/passwd
csl: /etc/passwd
template: /etc/passwd
filters: [/etc/passwd]
header-includes: <script>alert(1)</script>
include-before: \input{/etc/passwd}
"on\u202eclick": "alert(1)"
nocite: "@*, @{a b}c"
references:
- id: "a},\n@misc{evil"
  type: book
  title: "First <script>alert(1)</script> },\n@misc{b, title={c}} \x1b[2J\u202e"
  URL: "javascript:alert(1)"
  "on\x9b31m\u202eclick": "alert(1)\x1b]52;c;aGk=\x07"
  author:
  - family: "A } and B"
    given: "\u202ex"
- id: second
  type: book
  title: "Second \\\\input{/etc/passwd} \\\\"
---

# Head <script>alert(1)</script> `x`{=html}

Body `x`{=html} ![x](../../etc/passwd) ![y](http://127.0.0.1:9/x)
[@{a},
@misc{evil}; @second, p. 3; @none] \input{/etc/passwd} <img src=x onerror=alert(1)>
[j](javascript:alert(1)) [f](file:///etc/passwd) [d](data:text/html,x) [J]( java&#10;script:x )
[h](http://a.example/"onmouseover="x) [s]{onclick="alert(1)" style="x"}

```{=html}
<script>alert(2)</script>
```

::: {.claim onclick="x" include="/etc/passwd"}
Div \write18{id} [@second]
:::

``` {.python include="/etc/passwd"}
x
```

[claim [@second]]{#c1 .claim note="`x`{=html} }" onclick=x}

&#27;[2J &#155;31m &#x202e;gnp &#8232; &#0; &#13; <!-- x --> <?x y?> <a href="javascript:x">x</a>

$\input{/etc/passwd}$ $$\write18{id}$$ \`x\`{=html} \<script>alert(3)\</script>

\newcommand{\x}{\input{/etc/passwd}} \x

| a | b |
|---|---|
| `x`{=html} | ![z](/etc/passwd) |

A note[^n].

[^n]: `x`{=html} ![w](/etc/passwd)
"""


def test_no_markdown_becomes_code(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
    _, links = imported(tmp_path, "markdown", "a.md")
    assert links
    assert len(entries(tmp_path / "new")) == 2
    # Words that stand in the text as words are words.
    assert page(tmp_path / "new").count("&lt;script&gt;alert(3)") == 1


@pytest.mark.parametrize(
    "text",
    [
        "---\na: &a [x, x]\nb: &b [*a, *a, *a]\ntitle: *b\n---\n\nWords.\n",
        "---\ntitle: !!python/object/apply:os.system [id]\n---\n\nWords.\n",
        "---\ntitle: T\ntitle: '\x1b[2J'\n---\n\nWords.\n",
        "---\ntitle: [\n---\n\n\x9b31m\u202e\n",
        f"{'> ' * 2000}x\n",
        "# \x1b]0;owned\x07\n\n\x00\x9b31m\n\n- \x85\n",
    ],
)
def test_no_head_or_depth_of_markdown_gets_through(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    shown = said(tmp_path, "import", "markdown", "a.md", "--into", "new").text
    assert not OBEYED.search(shown), ascii(shown)
    assert "a fault of kzru-cite" not in shown
    for path in (tmp_path / "new").rglob("*.md"):
        assert not CONTROLS.search(path.read_text(encoding="utf-8"))


# Documents of Word.

WORDS = "Ab },\n}\n@misc{x, title={y}} \x1b[2J\x9b31m\u202e <script>alert(1)</script> `x`{=html}"
FIELDS = (
    *('INCLUDETEXT "{secret}"', 'INCLUDEPICTURE "{web}/x" \\d', 'DDEAUTO c:\\\\x "/k calc"'),
    *('HYPERLINK "javascript:alert(1)"', 'HYPERLINK "file://{secret}"', 'IF 1 = 1 "{secret}"'),
    'HYPERLINK "http://a.example/\\x22onmouseover=\\x22x"',
)
PLAIN = paragraph("Words.")
DOCUMENTS = {
    "outer entity": document(
        paragraph("Words &x;"), before='<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'
    ),
    "outer entity of the web": document(
        paragraph("Words &x;"), before='<!DOCTYPE d [<!ENTITY x SYSTEM "{web}/x">]>'
    ),
    "parameter entity": document(PLAIN, before='<!DOCTYPE d [<!ENTITY % x SYSTEM "{web}/x"> %x;]>'),
    "outer document type": document(PLAIN, before='<!DOCTYPE d SYSTEM "{web}/x">'),
    "laughs": document(paragraph("&a11;"), before=f"<!DOCTYPE d [{LAUGHS}]>"),
    "picture within": document(
        PICTURE.format(how="embed"),
        related=("image", "media/x.svg"),
        parts={"word/media/x.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"},
    ),
    "picture of the web": document(
        PICTURE.format(how="link"), related=("image", "{web}/i.png"), outside=True
    ),
    "picture of a file": document(
        PICTURE.format(how="embed"), related=("image", "{secret}"), outside=True
    ),
    "picture above": document(
        PICTURE.format(how="embed"), related=("image", "../../../../../../../../etc/passwd")
    ),
    "parts with names of others": document(
        PICTURE.format(how="embed"),
        related=("image", "../../../x.png"),
        parts=dict.fromkeys(
            ("../../x.txt", "word/../../../x.png", "word\\..\\..\\x.txt", "{secret}.txt"), "x"
        ),
    ),
    "chunk of a page": document(
        '<w:altChunk r:id="rId9"/>' + PLAIN,
        related=("aFChunk", "chunk.html"),
        parts={"word/chunk.html": "<script>alert(1)</script>"},
    ),
    "template of the web": document(
        PLAIN,
        related=("attachedTemplate", "{web}/t.dotm"),
        outside=True,
        parts={"word/vbaProject.bin": "alert(1)"},
    ),
    "fields": document("".join(map(field, FIELDS))),
    "link": document(
        '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>Words</w:t></w:r></w:hyperlink></w:p>',
        related=("hyperlink", "javascript:alert(1)//&#x9b;31m&#x202e;"),
        outside=True,
    ),
    "citation": document(cited(WORDS)),
    "title": document(
        paragraph("&#x9b;31m&#x202e; &lt;script>alert(1)&lt;/script> `x`{=html} --- x: y", "Title")
        + PLAIN
    ),
    "words": document(
        paragraph("`x`{=html} ![x](/etc/passwd) &lt;script>alert(1)&lt;/script> [@none]")
        + paragraph("\\input{/etc/passwd} &#x9b;31m &#x202e;gnp &#x2028; &#x85; &#x7f;")
        + "".join(map(paragraph, ("---", "header-includes: x", "---", "::: {.claim onclick=x}")))
    ),
    "formula": document(
        "<w:p><m:oMath><m:r><m:t>\\input{/etc/passwd}$ `x`{=html}</m:t></m:r></m:oMath></w:p>"
    ),
    "control": document(paragraph("&#27;[2J")),
    "deep": document("<w:sdt><w:sdtContent>" * 5000 + PLAIN + "</w:sdtContent></w:sdt>" * 5000),
    "tables": document("<w:tbl><w:tr><w:tc>" * 400 + PLAIN + "</w:tc></w:tr></w:tbl>" * 400),
}
# Pandoc refuses these: no entity is known to it, and XML has no such signs.
REFUSED = {"outer entity", "outer entity of the web", "laughs", "control", "tables"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_becomes_code(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "here"
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        places = {
            "web": f"http://127.0.0.1:{server.getsockname()[1]}",
            "secret": str(secret),
        }
        (folder / "a.docx").write_bytes(packed(DOCUMENTS[name], places))
        if name in REFUSED:
            refused(folder)
        else:
            text, _ = imported(folder, "docx", "a.docx")
            assert SECRET not in text + page(folder / "new")
            assert len(entries(folder / "new")) == (name == "citation")
        with pytest.raises(BlockingIOError):
            server.accept()


def refused(folder: Path) -> None:
    """Import what cannot be read: that is told in a few plain words, and nothing is written."""
    before = everything(folder.parent)
    shown = said(folder, "import", "docx", "a.docx", "--into", "new").text
    assert not OBEYED.search(shown), ascii(shown)
    assert SECRET not in shown
    assert "a fault of kzru-cite" not in shown
    assert len(shown) < 500
    assert everything(folder.parent) == before


@pytest.mark.parametrize("given", [b"", b"PK\x03\x04\x1b[2J\x9b31m", b"\xff\x1b]0;owned\x07"])
def test_what_is_no_document_is_refused(tmp_path: Path, given: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(given)
    refused(tmp_path)


# Lists of sources in BibTeX.

MORE = (
    "\n@misc{x, title={y}}",
    "x\n\n  @ misc {x,",
    "\n  title = {b}",
    "%\n",
    "a % b",
    "{\\",
    "%}",
)
PLACES = {
    "braces": "@book{k§, title={Ab ~ cd}, date={1§}}\n",
    "end": "@book{k§, title={Ab ~}, date={1§}}\n",
    "quotes": '@book{k§, title="Ab ~ cd", date={1§}}\n',
    "end of quotes": '@book{k§, title="Ab ~", date={1§}}\n',
    "abbreviation": '@string{m§ = "~"}\n@string{n§ = {~}}\n'
    '@book{k§, title="Ab" # m§ # "cd", note={x} # n§, date={1§}}\n',
    "abbreviated line": '@string{m§ = "\n"}\n'
    '@book{k§, title="Ab" # m§ # "@misc{x§, title={y}} ~", date={1§}}\n',
    "bare": "@book{k§, title=~, date={1§}}\n",
    "name": "@book{k§, title={T}, a~b={x}, date={1§}}\n",
    "key": "@book{k§~x, title={T}, date={1§}}\n",
    "kind": "@bo~ok{k§, title={T}, date={1§}}\n",
    "address": "@online{k§, title={T}, url={http://a.example/~}, date={1§}}\n",
    "author": "@book{k§, title={T}, author={A and ~, B}, date={1§}}\n",
    "twice": "@book{k§, title={T}, journal={a ~}, journaltitle={~}, title={~}, date={1§}}\n",
    "naming": "@book{k§, title={T}, crossref={~}, related={a,~}, date={1§}}\n",
}


@pytest.mark.parametrize("where", PLACES)
def test_no_bibtex_breaks_out_of_its_field(tmp_path: Path, where: str) -> None:
    """What is imported is what stands in the file, as this program reads it; pandoc reads all."""
    tricks = [*TRICKS, *MORE]
    text = "\n".join(
        PLACES[where].replace("§", f"{100 + number}").replace("~", trick)
        for number, trick in enumerate(tricks)
    )
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    (tmp_path / "references.bib").write_text("", encoding="utf-8")
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text("Words.\n", encoding="utf-8")
    (tmp_path / "given.bib").write_text(text, encoding="utf-8")
    shown = said(tmp_path, "import", "bibtex", "given.bib").text
    assert not OBEYED.search(shown), ascii(shown)
    if (tmp_path / "import-given.txt").exists():
        assert not OBEYED.search((tmp_path / "import-given.txt").read_text(encoding="utf-8"))
    given = read_bibliography([SourceText(path="given.bib", text=text.replace("\r\n", "\n"))])
    new = entries(tmp_path)
    assert new
    assert [*dict.fromkeys(map(_content, new))] == [*dict.fromkeys(map(_content, given.references))]


def _content(one: Reference) -> tuple[str, ...]:
    kind = one.kind if one.kind.isalpha() else "misc"
    return (kind, *(clean(one.text(name)) for name in ("title", "date", "note")))
