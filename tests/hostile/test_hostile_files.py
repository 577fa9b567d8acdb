"""Articles, files and answers may be written by anybody: all come to an end."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from kzru_cite.edition.manifest import read_manifest
from kzru_cite.read.ledger_yaml import NoYamlError, compose
from kzru_cite.read.page import read_page
from kzru_cite.read.records_arxiv import read_feed
from kzru_cite.read.records_json import load

SECRET = "OUT-OF-BOUNDS"  # noqa: S105 - none at all
DEEP = 100_000
GIGABYTE = 1 << 30
# Runs something with a bound on its memory; a run-away then fails instead of taking all of it.
BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({bytes}, {bytes}))
from kzru_cite.read.page_pdf import read_pdf
print(len(read_pdf(sys.stdin.buffer.read()).pages))
"""


def call(*words: str, given: bytes | None = None, home: Path) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    plain = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, *words],
        input=given,
        env={**plain, **kept},
        capture_output=True,
        check=False,
        timeout=120,
    )


# The article.

HEAD = """\
---
title: "T `<script>alert(1)</script>`{{=html}} <script>alert(2)</script>"
author: "A <img src=x onerror=alert(3)>"
lang: en
header-includes: |
  ```{{=html}}
  <script>alert(5)</script>
  ```
include-before: "<script>alert(6)</script>"
include-after: "`#read(\\"{file}\\")`{{=typst}}"
include-before-body: "{file}"
bibliography: "{file}"
csl: "{file}"
citation-style: "{file}"
template: "{file}"
filters: ["{file}"]
css: "file://{file}"
metadata-files: ["{file}"]
syntax-definition: "{file}"
epub-cover-image: "{file}"
reference-doc: "{file}"
---

Text [@a].

"""
BODY = """\
```{{=html}}
<script>alert(7)</script><iframe src="file://{file}"></iframe>
```

```{{=typst}}
#read("{file}")
```

```{{=openxml}}
<w:p><w:r><w:t>alert(8)</w:t></w:r></w:p>
```

```{{=latex}}
\\input{{{file}}}
```

\\input{{{file}}} \\include{{{file}}}

`#read("{file}")`{{=typst}} <script>alert(9)</script> <img src=x onerror=alert(10)>

#read("{file}") #eval("1") $\\input{{{file}}}$ $#read("{file}")$ $ #panic() $

[a](javascript:alert(11)) [b](data:text/html,alert) [c](file://{file}) [d](JaVaScRiPt:alert(12))
[e](java&#9;script:alert(13)) [f](vbscript:x) [g](<java
script:alert(14)>) [h]( javascript:alert(15)) [i](\\javascript:alert(16))

[x]{{onclick="alert(17)" style="background:url(http://127.0.0.1:9/s)"}}

::: {{.x onmouseover="alert(18)" data-x="alert(19)"}}
Div
:::

[The claim [@a]]{{#c1 .claim note="<script>alert(20)</script>"}}
"""
EDITIONS = ("html", "epub", "pdf", "docx", "jats", "markdown")
FORBIDDEN = (b"onerror=alert", b"onclick", b"onmouseover=", b"javascript:", b"vbscript:")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.png"
    path.write_text(f"{SECRET}\n", encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "article").mkdir(parents=True)
    (folder / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    bib = "@online{a, title={Ice}, date={2020}, urldate={2026-01-01}, url={https://a.example/x}}\n"
    (folder / "references.bib").write_text(bib, encoding="utf-8")
    return folder


def write(project: Path, text: str) -> None:
    (project / "article" / "a.md").write_text(text, encoding="utf-8")


def whole(path: Path) -> bytes:
    """Return all that a file holds, unpacked."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return data


def test_no_raw_code_and_no_include_of_an_article_reaches_an_edition(
    project: Path, secret: Path
) -> None:
    write(project, (HEAD + BODY).format(file=secret))
    done = call("-m", "kzru_cite", "build", *EDITIONS, "-C", str(project), home=project)
    assert 0 == done.returncode, done.stderr.decode()
    built = [path for path in (project / "output").iterdir() if path.suffix != ".json"]
    assert len(EDITIONS) <= len(built)
    for path in built:
        data = whole(path)
        assert SECRET.encode() not in data
        if path.suffix in (".html", ".epub"):
            assert b"<script>alert" not in data
            assert not [one for one in FORBIDDEN if one in data], path.name


@pytest.mark.parametrize(
    "target",
    [
        *("{file}", "file://{file}", "../../secret.png", "..%2f..%2fsecret.png", "linked.png"),
        *("folder/secret.png", "http://127.0.0.1:9/x.png", "//127.0.0.1:9/x.png", "/dev/zero"),
        *("/proc/self/environ", "\\\\\\\\127.0.0.1\\\\x.png", "data:image/png;base64,AAAA"),
    ],
)
def test_no_picture_comes_from_outside_the_project(
    project: Path, secret: Path, target: str
) -> None:
    (project / "article" / "linked.png").symlink_to(secret)
    (project / "article" / "folder").symlink_to(secret.parent)
    write(project, f"Text [@a].\n\n![a picture]({target.format(file=secret)})\n")
    done = call("-m", "kzru_cite", "build", "html", "epub", "pdf", "-C", str(project), home=project)
    assert b"Traceback" not in done.stderr
    for path in (project / "output").glob("*"):
        assert SECRET.encode() not in whole(path)
        assert b"127.0.0.1:9" not in whole(path)
    assert done.returncode in (2, 3), done.stderr.decode()


@pytest.mark.parametrize(
    "ring",
    [
        "@book{x, crossref={y}, title={A}}\n@book{y, crossref={x}, title={B}}\n",
        "@book{x, crossref={x}, title={A}}\n",
        "@xdata{x, xdata={y}}\n@xdata{y, xdata={x}}\n@book{z, xdata={x}, title={A}}\n",
        "@book{x, crossref={y}}\n@book{y, xdata={z}}\n@xdata{z, crossref={x}}\n",
    ],
)
def test_entries_that_lead_back_to_themselves_do_not_hang_pandoc(project: Path, ring: str) -> None:
    write(project, "Text [@x].\n")
    (project / "references.bib").write_text(ring, encoding="utf-8")
    done = call("-m", "kzru_cite", "verify", "--offline", str(project), home=project)
    assert done.returncode in (1, 3), done.stderr.decode()
    assert b"Traceback" not in done.stderr


# Records, feeds, logs.


def lol(kind: str) -> str:
    entities = "".join(
        f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "lol"}">'
        for number in range(10)
    )
    entities = {
        "laughs": entities,
        "file": '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        "web": '<!ENTITY l9 SYSTEM "http://127.0.0.1:9/">',
        "parameter": '<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;',
        "quadratic": f'<!ENTITY l9 "{"x" * 50_000}">',
    }[kind]
    inside = "&l9;" * (1_000 if kind == "quadratic" else 1)
    return (
        f'<?xml version="1.0"?><!DOCTYPE feed [{entities}]>'
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{inside}</title></feed>'
    )


@pytest.mark.parametrize("kind", ["laughs", "file", "web", "parameter", "quadratic"])
def test_no_entity_is_resolved(kind: str) -> None:
    assert read_feed(lol(kind)) is None


def test_feeds_may_be_deep_and_long() -> None:
    assert read_feed("<a>" * DEEP + "</a>" * DEEP) is None
    text = "a&#10;" * 100_000
    assert read_feed(f'<feed xmlns="http://www.w3.org/2005/Atom"><t>{text}</t></feed>') is not None


@pytest.mark.parametrize(
    "text",
    [
        *("a: !!python/object/apply:os.system [id]", "a: !!python/name:os.system", "a: !x y"),
        *("%TAG ! tag:yaml.org,2002:python/\n---\na: !object x", "a: &x [*x]"),
        *("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "[" * DEEP, "{a: " * DEEP, "- " * 20_000),
        *("? " * 20_000, "".join(f"{' ' * n}a:\n" for n in range(2_000)), "a: \x1b[2J", "a: \x00"),
    ],
)
def test_a_ledger_builds_nothing_and_does_not_grow(text: str) -> None:
    with pytest.raises(NoYamlError):
        compose(text)


@pytest.mark.parametrize(
    "text", ["[" * DEEP, '{"a":' * DEEP, "9" * 10_000, '{"a": ' + "1" * 5_000 + "}", "", "nul"]
)
def test_answers_in_json_are_read_or_not(text: str) -> None:
    assert load(text) is None
    assert read_manifest(text.encode()) is None


# Pages.

PAGES: Mapping[str, tuple[bytes, str]] = {
    "deep": (b"<div>" * DEEP, "text/html"),
    "deep and closed": (b"<b><i>" * DEEP + b"</i></b>" * DEEP, "text/html"),
    "many attributes": (b"<p " + b"a=1 " * 1_000_000 + b">x", "text/html"),
    "one attribute": (b'<p a="' + b"x" * 4_900_000 + b'">x', "text/html"),
    "unclosed attribute": (b'<p a="' + b"x" * 4_900_000, "text/html"),
    "unclosed tags": (b"<a" * 1_000_000, "text/html"),
    "unclosed comments": (b"<!--" * 500_000, "text/html"),
    "brackets": (b"<" * 2_000_000, "text/html"),
    "entities": (b"&lt" * 1_000_000, "text/html"),
    "numbers": (b"&#" + b"9" * 1_000_000 + b";", "text/html"),
    "laughs": (lol("laughs").encode(), "application/xhtml+xml"),
    "scripts": (b"<script>" * 200_000, "text/html"),
    "titles": (b"<title>a" * 200_000, "text/html"),
    "meta": (b"<meta name=a content=b>" * 100_000, "text/html"),
    "meta of length": (b'<meta name="author" content="' + b"a, " * 1_000_000 + b'">', "text/html"),
    "linked data": (
        b'<script type="application/ld+json">' + b"[" * DEEP + b"</script>",
        "text/html",
    ),
    "utf-7": (b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "text/html; charset=utf-7"),
    "no charset": (b"<title>a</title>", "text/html; charset=" + "x" * 100_000),
    "codec of python": (b"<title>a</title>", "text/html; charset=rot13"),
    "zlib for a charset": (zlib.compress(bytes(10_000_000)), "text/html; charset=zlib_codec"),
    "nothing but zeros": (bytes(4_000_000), "text/html"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_no_page_takes_more_than_it_is_worth(kind: str) -> None:
    body, content_type = PAGES[kind]
    facts = read_page(body, content_type, "http://page.test/")
    assert facts is None or len(facts.title) < 10_000
    assert facts is None or len(facts.titles) < 1_000


def pdf(content: bytes, filters: bytes, tree: Mapping[int, bytes] | None = None) -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        4: b"<<%s/Length %d>>stream\n%s\nendstream" % (filters, len(content), content),
        **(tree or {}),
    }
    out, offsets = b"%PDF-1.5\n", b""
    for number, value in sorted(objects.items()):
        offsets += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, offsets)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + table + end


FLATE = b"/Filter/FlateDecode"
SHOWN = b"BT /F 9 Tf (%s) Tj ET" % (b"a" * 390_000)


def lettered(table: bytes) -> dict[int, bytes]:
    """Give the objects of a page whose one font has a table of what its letters stand for."""
    packed = zlib.compress(table)
    resources = b"<</Font<</F 5 0 R>>>>"
    return {
        3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources %s>>" % resources,
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        6: b"<<%s/Length %d>>stream\n%s\nendstream" % (FLATE, len(packed), packed),
    }


PDFS: Mapping[str, bytes] = {
    "bomb": pdf(zlib.compress(bytes(100_000_000)), FLATE),
    "bomb in a bomb": pdf(
        zlib.compress(zlib.compress(bytes(400_000_000))), b"/Filter[/FlateDecode/FlateDecode]"
    ),
    "chain": pdf(zlib.compress(b"x"), b"/Filter[" + b"/FlateDecode" * 1_000 + b"]"),
    "runs": pdf(bytes([129, 65]) * 1_000_000, b"/Filter/RunLengthDecode"),
    "ascii": pdf(b"z" * 1_000_000 + b"~>", b"/Filter/ASCII85Decode"),
    "circle of pages": pdf(b"", b"", {2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"}),
    "page for its own parent": pdf(b"", b"", {2: b"<</Type/Pages/Kids[3 0 R]/Parent 3 0 R>>"}),
    "endless count": pdf(b"", b"", {2: b"<</Type/Pages/Kids[3 0 R]/Count 999999999>>"}),
    "reference to itself": pdf(b"", b"", {2: b"2 0 R"}),
    "deep": pdf(b"", b"", {2: b"[" * DEEP}),
    "bomb in a font": pdf(SHOWN, b"", lettered(bytes(70_000_000))),
    "letters that are books": pdf(
        SHOWN, b"", lettered(b"beginbfchar\n<61> <%s>\nendbfchar" % (b"D834DD1E" * 128))
    ),
    "form in itself": pdf(zlib.compress(b"/X Do"), FLATE),
    "circle of tables": b"%PDF-1.5\nxref\n0 1\n0000000000 65535 f \n"
    b"trailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
    "endless table": b"%PDF-1.5\nxref\n0 999999999\n0000000000 65535 f \n"
    b"trailer\n<</Size 999999999/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "nothing": b"%PDF-1.5\n" + b"%" * 4_000_000,
}


@pytest.mark.parametrize("kind", PDFS)
def test_no_file_takes_more_memory_than_a_gigabyte(kind: str, tmp_path: Path) -> None:
    script = BOUNDED.format(bytes=GIGABYTE)
    done = call("-c", script, given=PDFS[kind], home=tmp_path)
    assert 0 == done.returncode, done.stderr.decode()[-400:]
    assert done.stdout.strip().isdigit()
