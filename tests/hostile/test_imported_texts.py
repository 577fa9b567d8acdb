"""A text of somebody else that is imported becomes words, and nothing that runs or reads."""

from __future__ import annotations

import json
from pathlib import Path

from hostile.test_written_words import OBEYED, call
from kzru_cite.edition.tree import walk
from kzru_cite.pandoc import bundled

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


def test_no_wikitext_becomes_code(tmp_path: Path) -> None:
    (tmp_path / "a.wikitext").write_text(WIKI + "\x1b[2J\x9b31m\n", encoding="utf-8")
    done = call(tmp_path, "import", "wikitext", "a.wikitext", "--into", "new")
    assert 0 == done.returncode, done.stderr.decode()
    assert not OBEYED.search(done.stdout.decode() + done.stderr.decode())
    files = {path.name for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert {"a.md", "references.bib", "import-a.txt"} <= files
    text = (tmp_path / "new" / "article" / "a.md").read_text(encoding="utf-8")
    assert not OBEYED.search(text)
    tree = json.loads(bundled().need(["-f", "markdown", "-t", "json"], text.encode()))
    assert {"title", "nocite", "lang"} >= set(tree["meta"])
    nodes = [*walk(tree["blocks"])]
    assert not [one for one in nodes if one["t"] in {"RawInline", "RawBlock", "Image"}]
    links = [one["c"][2][0] for one in nodes if one["t"] == "Link"]
    assert links
    assert not [one for one in links if not one.startswith("http")]
    assert "onclick" not in {pair[0] for one in nodes if one["t"] in {"Div", "Span", "CodeBlock"}
                             for pair in one["c"][0][2]}  # fmt: skip
    assert 0 == call(tmp_path / "new", "build", "html").returncode
    page = next((tmp_path / "new" / "output").glob("*.html")).read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "onclick=" not in page.replace('onclick="y"', "").replace("onclick=“y”", "")
