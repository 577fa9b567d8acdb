"""Articles and lists of sources of other forms, taken into a project and out of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from kzru_cite import app, choices
from kzru_cite.convert.exports import EXPORTS
from kzru_cite.convert.readers import READERS
from kzru_cite.errors import UsageError
from kzru_cite.importing import Imported, take
from kzru_cite.loading import start
from kzru_cite.pandoc import Pandoc

WIKITEXT = (
    "Water boils.<ref>{{cite book|last=Rao|first=Anna|title=Boiling|year=2019"
    "|quote=It boils}}</ref>\n"
)
BOOK = """\
@book{rao2019,
  author = {Rao, Anna},
  title = {Boiling},
  publisher = {P},
  date = {2019},
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    code: int
    out: str
    err: str


def call(*words: str | Path, folder: Path) -> Answer:
    """Run the program in *folder*."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "kzru_cite", *map(str, words)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **kept},
        capture_output=True,
        check=False,
    )
    return Answer(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    write(home / "kzru-cite.toml", 'today = "2026-11-23"\n')
    text = "# Heat\n\n[Water boils [@rao2019]]{#water-boils .claim}.\n"
    write(home / "article" / "article.md", text)
    write(home / "references.bib", BOOK)
    return home


def test_the_program_imports_an_article_and_builds_it(tmp_path: Path) -> None:
    write(tmp_path / "Water & Ice.wikitext", WIKITEXT)
    answer = call("import", "wikitext", "Water & Ice.wikitext", "--into", "new", folder=tmp_path)
    assert 0 == answer.code
    assert (
        "references in the text: 1 in, 1 out: 1 cited, 0 as footnotes, 0 that name no source\n"
        "sources: 1 citation templates and 0 notes without one in, 1 entries out, 0 said again\n"
        "claims: 1, with 1 quotations\n"
        "sources without a place in the text: 0\n"
    ) == answer.out
    assert [
        "kzru-cite.toml", "article/water-ice.md", "references.bib", "article/ledger.yaml",
        "import-water-ice.txt", "output/.gitkeep", ".gitignore",
    ] == answer.err.replace("kzru-cite: wrote new/", "").splitlines()  # fmt: skip
    assert call("verify", "--offline", "new", folder=tmp_path).code in {0, 1}
    assert 0 == call("build", "html", "-C", "new", folder=tmp_path).code


def test_an_import_that_fails_says_so(tmp_path: Path, project: Path) -> None:
    answer = call("import", "wikitext", "nothing.txt", folder=tmp_path)
    assert (2, "kzru-cite: nothing.txt cannot be read: No such file or directory\n") == (
        answer.code,
        answer.err,
    )
    write(project / "x.bib", "@book{a, title = {T}}")
    answer = call("import", "bibtex", "x.bib", folder=project)
    assert (0, "sources: 1 in, 1 new\n") == (answer.code, answer.out)
    assert 2 == call("import", "word", "x", folder=project).code


def test_the_program_exports_and_tells_what_is_lost(project: Path) -> None:
    write(project / "references.bib", BOOK + "@book{l, titleaddon = {x}, title = {y}}\n@book{z\n")
    answer = call("export", "wikitext", folder=project)
    assert 0 == answer.code
    assert answer.out.startswith('{{reflist|refs=\n<ref name="rao2019">{{cite book')
    assert (
        "kzru-cite: references.bib:8: left out: the brace that opens the entry is never closed\n"
        "kzru-cite: references.bib:7: l: no parameter for 'titleaddon': x\n"
    ) == answer.err
    answer = call("export", "csljson", "--output", "out/x.json", folder=project)
    assert (0, "") == (answer.code, answer.out)
    assert answer.err.endswith("kzru-cite: wrote out/x.json\n")
    items = json.loads((project / "out" / "x.json").read_text(encoding="utf-8"))
    assert ["rao2019", "l"] == [item["id"] for item in items]


def test_the_command_line_offers_what_there_is() -> None:
    assert set(choices.EXPORTS) == set(EXPORTS)
    assert set(choices.IMPORTS) == {*READERS, "wikitext", "docx", "markdown"}


def test_an_article_joins_a_project(pandoc: Pandoc, project: Path, tmp_path: Path) -> None:
    ledger = "water-boils-b:\n  - ref: rao2019\n    note: n"
    write(project / "article" / "ledger.yaml", ledger)
    file = write(tmp_path / "second.wikitext", WIKITEXT + "It melts.{{sfn|Rao|2019}}")
    done = take(pandoc, "wikitext", file, project / "article")
    assert [
        "article/second.md", "references.bib", "article/ledger.yaml", "import-second.txt",
    ] == [path.relative_to(project).as_posix() for path in done.files]  # fmt: skip
    text = (project / "article" / "second.md").read_text(encoding="utf-8")
    # The key and the ids that the project has are not taken again.
    assert "[Water boils [@rao2019b]]{#water-boils-c .claim}." in text
    assert "[It melts [@rao2019b]]{#melts .claim}." in text
    bib = (project / "references.bib").read_text(encoding="utf-8")
    assert bib.startswith(f"{BOOK}\n@book{{rao2019b,\n")
    assert (f'{ledger}\nwater-boils-c:\n  - ref: rao2019b\n    quote: "It boils"\n') == (
        project / "article" / "ledger.yaml"
    ).read_text(encoding="utf-8")
    assert any("rao2019: the key is now 'rao2019b'" in loss for loss in done.losses)
    report = app.verify(start(project, pandoc), app.Call()).report
    assert not {"KEY001", "KEY003", "COV001", "SYN019"} & {one.code for one in report.findings}
    with pytest.raises(UsageError, match=r"'second.md' is there already, so nothing was written"):
        take(pandoc, "wikitext", file, project)
    assert bib == (project / "references.bib").read_text(encoding="utf-8")


def test_references_that_are_there_are_not_added_again(pandoc: Pandoc, project: Path) -> None:
    file = write(project.parent / "x.bib", BOOK)
    done = take(pandoc, "bibtex", file, project)
    assert ("sources: 1 in, 0 new",) == done.account
    assert ("x.bib:1: rao2019: the same reference is there already, as 'rao2019'",) == done.losses
    assert BOOK == (project / "references.bib").read_text(encoding="utf-8")
    # A second list with the same name is told below the first.
    take(pandoc, "bibtex", file, project)
    assert 2 == len((project / "import-x.txt").read_text(encoding="utf-8").splitlines())


def test_line_ends_and_other_bytes_stay(pandoc: Pandoc, project: Path) -> None:
    before = "\ufeff% first\r\n".encode() + BOOK.replace("\n", "\r\n").encode().rstrip()
    write(project / "references.bib", before)
    take(pandoc, "csljson", write(project / "x.json", '[{"id": "x", "title": "X"}]'), project)
    after = (project / "references.bib").read_bytes()
    assert before + b"\r\n\r\n@misc{x,\r\n  title = {X},\r\n}\r\n" == after


def test_a_bibliography_that_is_not_utf8_is_left_alone(pandoc: Pandoc, project: Path) -> None:
    write(project / "references.bib", "% Zürich\n".encode("latin-1"))
    file = write(project / "x.ris", "TY  - BOOK\nTI  - X\nER  - \n")
    with pytest.raises(UsageError, match=r"references.bib is not UTF-8, so nothing was added"):
        take(pandoc, "ris", file, project)


def test_a_project_without_a_bibliography_gets_one(pandoc: Pandoc, project: Path) -> None:
    (project / "references.bib").unlink()
    file = write(project / "x.ris", "TY  - BOOK\nTI  - X\nER  - \n")
    take(pandoc, "ris", file, project)
    assert "@book{source,\n  title = {X},\n}\n" == (project / "references.bib").read_text()


@pytest.mark.parametrize("form", ["bibtex", "csljson", "ris"])
def test_a_list_of_sources_needs_a_project(pandoc: Pandoc, tmp_path: Path, form: str) -> None:
    file = write(tmp_path / "x", "[]")
    with pytest.raises(UsageError, match="no article in"):
        take(pandoc, form, file, tmp_path)


def test_a_folder_with_files_but_no_project_becomes_one(pandoc: Pandoc, tmp_path: Path) -> None:
    file = write(tmp_path / "x.wikitext", WIKITEXT)
    take(pandoc, "wikitext", file, tmp_path)
    assert (tmp_path / "article" / "x.md").is_file()
    write(tmp_path / "other" / "kzru-cite.toml", "nonsense = 1\n")
    with pytest.raises(Exception, match="nonsense"):
        take(pandoc, "wikitext", file, tmp_path / "other")
    write(tmp_path / "third" / "kzru-cite.toml", "")
    with pytest.raises(UsageError, match="no article in"):
        take(pandoc, "wikitext", file, tmp_path / "third")


MARKDOWN = """\
---
title: A paper
lang: ru
bibliography: ../../etc/passwd
keywords: [a]
nocite: "@lee2001"
references:
- id: "rao&2019"
  type: book
  title: Boiling
  author: [{family: Rao, given: Anna}]
  issued: 2019
- {id: lee2001, title: Ice}
---

# Heat [@rao&2019]

Water boils [@{rao&2019}, p. 5]. @{rao&2019} says so. A note.[^1] No source.[^2]

[Known [@lee2001]]{#known .claim} ![pic](x.png) <b>raw</b> [x](javascript:alert(1)) *it
is [@lee2001]* so *[@lee2001]* **b**

::: {#div .claim}
Whole [@lee2001].
:::

::: other
Inner.
:::

> Quoted [@lee2001].

1. First [@lee2001]
2. Second

Term [@lee2001]
:   Told [@lee2001]

| Line [@lee2001]
| two

![A figure [@lee2001]](y.png)

`code` $x$ [@lee2001] 5

***

    code

```{=html}
<p>
```

: Caption [@lee2001]

| a | b |
|---|---|
| 1 | 2 [@lee2001] |

[^1]: See [@lee2001, p. 7].

[^2]: Just words.

    > Quoted.
"""


def test_markdown_keeps_its_citations(pandoc: Pandoc, tmp_path: Path) -> None:
    file = write(tmp_path / "a.md", MARKDOWN)
    done = take(pandoc, "markdown", file, tmp_path / "out")
    text = (tmp_path / "out" / "article" / "a.md").read_text(encoding="utf-8")
    for words in (
        "lang: ru\n",
        "title: A paper\n",
        "# Heat",
        "[Water boils [@rao-2019, p. 5]]{#water-boils .claim}. @rao-2019 says so.",
        "[A note[^1]]{#note .claim}. No source.[^2]",
        "[Known [@lee2001]]{#known .claim} [pic raw x *it is* [@lee2001]]{#pic-raw .claim}",
        "::: {#div .claim}\nWhole [@lee2001].\n:::",
        "> [Quoted [@lee2001]]{#quoted .claim}.",
        "1. [First [@lee2001]]{#first .claim}".replace("1. ", "1.  "),
        "Term [@lee2001]",
        "[A figure [@lee2001]]{#figure .claim}",
        "[2 [@lee2001]]{#claim-b .claim}",
        "[`code` $x$ [@lee2001]]{#code .claim}",
    ):
        assert words in text
    assert "bibliography" not in text
    assert {
        "a.md: metadata: bibliography, keywords",
        "a.md: the file of its sources is not read; take it over with 'import bibtex' or 'csljson'",
        "a.md: rao&2019: the key is now 'rao-2019'",
        "a.md: a picture; its words stay as text: x.png",
        "a.md: a picture; its caption stays as text",
        "a.md: an address of no web page: javascript:alert(1)",
        "a.md: raw html: <b>",
        "a.md: raw html: <p>",
    } <= set(done.losses)
    report = app.verify(start(tmp_path / "out", pandoc), app.Call()).report
    assert not {"KEY001", "KEY002", "COV001", "RUN004"} & {one.code for one in report.findings}


FIELD = """\
<w:r><w:fldChar w:fldCharType="begin"/></w:r>
<w:r><w:instrText xml:space="preserve"> ADDIN ZOTERO_ITEM CSL_CITATION {text} </w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>(Rao 2019)</w:t></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r>
"""
CITATION = {
    "citationItems": [
        {
            "id": 1,
            "locator": "5",
            "label": "page",
            "itemData": {
                "id": "rao2019",
                "type": "book",
                "title": "Boiling",
                "author": [{"family": "Rao", "given": "Anna"}],
                "issued": {"date-parts": [[2019]]},
            },
        }
    ]
}


def test_word_documents_bring_the_citations_of_reference_managers(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.docx"
    pandoc.need(["-f", "markdown", "-t", "docx", "-o", str(plain)], b"Water boils CITED.\n")
    field = FIELD.replace("{text}", json.dumps(CITATION).replace('"', "&quot;"))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(tmp_path / "a.docx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                whole = f"</w:t></w:r>{field}<w:r><w:t>".encode()
                content = content.replace(b"CITED", whole)
            new.writestr(name, content)
    take(pandoc, "docx", tmp_path / "a.docx", tmp_path / "out")
    text = (tmp_path / "out" / "article" / "a.md").read_text(encoding="utf-8")
    bib = (tmp_path / "out" / "references.bib").read_text(encoding="utf-8")
    assert "{#water-boils .claim}" in text
    assert "[Water boils [@rao2019, page 5" in text
    assert "Rao, Anna" in bib


def hostile(pandoc: Pandoc, folder: Path, text: str, form: str = "wikitext") -> Imported:
    return take(pandoc, form, write(folder / "x.txt", text), folder / "out")


@pytest.mark.parametrize(
    "text",
    [
        "<ref>" * 500 + "x",
        "<ref>" * 60 + "x" + "</ref>" * 60,
        "''" * 3001,
        "{|\n" * 300,
        "{{infobox|a=" * 60 + "}}" * 60,
        "<ref name=a>x {{cite q}} <ref name=b/></ref><ref name=b>y {{cite q}} <ref name=a/></ref>",
        '<ref name="{{cite web|title=x}}">x</ref><ref name="<!-- -->"/>',
        "Words.<ref>{{cite web|title=<script>alert(1)</script>|url=javascript:alert(1)}}</ref>",
        "{|\n| colspan=99999 | x\n|-\n| rowspan=99999 | y || z\n|}",
        "\ue1005\ue101 \ue100999999\ue101 \ue102",
        "Words.<ref>@{x} [@y]; \\cite{z} %\n\n@misc{a, title={b}}</ref>",
        "Words <code>a<ref>https://x.org</ref></code> <pre>b<ref>https://y.org</ref></pre>",
        "\0\x01\ud7ff\ufffe Words.<ref>\x02</ref>",
        "{{cite web|title=" + "x" * 100_000 + "}}",
    ],
    ids=range(14),
)
def test_hostile_wikitext_is_imported_all_the_same(
    pandoc: Pandoc, tmp_path: Path, text: str
) -> None:
    hostile(pandoc, tmp_path, text)
    done = app.verify(start(tmp_path / "out", pandoc), app.Call())
    codes = {finding.code for finding in done.report.findings}
    assert not codes & {"KEY001", "SYN001", "SYN012", "SYN019"}
    built = app.build(start(tmp_path / "out", pandoc), app.Call(), ("html",), None)
    assert "<script>alert" not in built.files[0].read_text(encoding="utf-8")


def test_notes_that_double_each_other_are_stopped(pandoc: Pandoc, tmp_path: Path) -> None:
    twice = "<ref group=g name=n{0} /> <ref group=g name=n{0} />"
    notes = "".join(
        f"<ref group=g name=n{n}>words {twice.format(n - 1)}</ref>" for n in range(1, 30)
    )
    with pytest.raises(UsageError, match="notes within notes make the text too long"):
        hostile(pandoc, tmp_path, f"<ref group=g name=n0>{'x' * 50}</ref>{notes}")


@pytest.mark.parametrize("opening", ["{{", "[[", "{|\n"])
def test_what_opens_by_the_thousand_is_refused(
    pandoc: Pandoc, tmp_path: Path, opening: str
) -> None:
    with pytest.raises(UsageError, match=r"3,000 times .* opens what never ends"):
        hostile(pandoc, tmp_path, opening * 3000)


def test_what_is_nested_beyond_all_measure_is_refused(pandoc: Pandoc, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nested too deeply"):
        hostile(pandoc, tmp_path, "> " * 3000 + "x", "markdown")
    write(tmp_path / "p" / "kzru-cite.toml", "")
    write(tmp_path / "p" / "article" / "a.md", "x")
    file = write(tmp_path / "x.json", "[" * 100_000)
    with pytest.raises(UsageError, match="no JSON"):
        take(pandoc, "csljson", file, tmp_path / "p")


def test_files_that_are_none_or_too_large(pandoc: Pandoc, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        take(pandoc, "wikitext", tmp_path / "none", tmp_path / "out")
    with pytest.raises(UsageError, match="is no file"):
        take(pandoc, "wikitext", tmp_path, tmp_path / "out")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(17_000_000)
    with pytest.raises(UsageError, match="has 17,000,000 bytes; no more than 16,000,000 are read"):
        take(pandoc, "wikitext", tmp_path / "large", tmp_path / "out")


def test_file_names_stay_in_the_folder(pandoc: Pandoc, tmp_path: Path) -> None:
    file = write(tmp_path / "..-.wikitext", "Words.")
    take(pandoc, "wikitext", file, tmp_path / "out")
    assert (tmp_path / "out" / "article" / "article.md").is_file()


def test_a_second_article_without_quotations_leaves_the_ledger_alone(
    pandoc: Pandoc, project: Path
) -> None:
    file = write(project.parent / "b.md", "Words [@rao2019].")
    done = take(pandoc, "markdown", file, project)
    assert ["article/b.md", "import-b.txt"] == [
        path.relative_to(project).as_posix() for path in done.files
    ]


def test_what_a_note_lacks_is_said_of_its_claim(pandoc: Pandoc, tmp_path: Path) -> None:
    text = (
        "Alpha.<ref>{{cite book|last=Rao|title=T}}{{verify source}}</ref>\n"
        "Beta.<ref>https://x.org/ {{failed verification}}</ref>\n"
        "Gamma.<ref group=n>Only words {{citation needed}}</ref>\n"
        "Delta.<ref>Long words that go on and on. {{cite book|last=Rao|title=T}}"
        " {{better source}}</ref>\n"
        "=== Epsilon {{citation needed}} ===\n{{citation needed}} Zeta.\n"
        ";Eta {{citation needed}}:x\n"
    )
    done = hostile(pandoc, tmp_path, text)
    article = (tmp_path / "out" / "article" / "x.md").read_text(encoding="utf-8")
    for words in (
        '[Alpha [@rao]]{#alpha .claim needs="citation"}.',
        '[Beta [@source]]{#beta .claim needs="failed-verification"}.',
        '[Gamma[^1]]{#gamma .claim needs="citation"}.',
        '[Delta[^2]]{#delta .claim needs="better-source"}.',
    ):
        assert words in article
    wanting = [loss for loss in done.losses if "stands in no claim: needs=citation" in loss]
    assert 1 == len(wanting)


def test_what_is_left_empty_goes(pandoc: Pandoc, tmp_path: Path) -> None:
    source = "{{cite book|last=Rao|title=T}}"
    text = (
        f"Words.\n<blockquote>\n{source}\n</blockquote>\n\n<div>\n{source}\n</div>\n\n{{|\n|}}\n"
        f"{{{{nocontent|\n{source}}}}}\n{{{{webarchive|url=https://a.org/}}}}\n"
    )
    hostile(pandoc, tmp_path, text)
    article = (tmp_path / "out" / "article" / "x.md").read_text(encoding="utf-8")
    assert article.endswith("---\n\nWords.\n")
    assert 'nocite: "@rao"' in article
    file = write(
        tmp_path / "b.md", "::: x\n```{=html}\n<p>\n```\n:::\n\n> ```{=html}\n> <p>\n> ```\n"
    )
    take(pandoc, "markdown", file, tmp_path / "other")
    article = (tmp_path / "other" / "article" / "b.md").read_text(encoding="utf-8")
    assert article.rstrip().endswith("title: b\n---")


def test_a_reference_that_finds_no_place_is_told(pandoc: Pandoc, tmp_path: Path) -> None:
    done = hostile(pandoc, tmp_path, "Words <tt>a<ref>https://lost.org/</ref></tt> more.")
    assert done.account[0].startswith("references in the text: 1 in, 0 out")
    assert (
        "x.txt:1: a reference that found no place in the text; its source is only listed"
    ) in done.losses
    assert 'nocite: "@lost"' in (tmp_path / "out" / "article" / "x.md").read_text("utf-8")
