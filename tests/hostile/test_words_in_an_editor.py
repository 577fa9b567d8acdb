"""Words of others in an editor are words: nothing in them is a command, a picture or a mark."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from hostile.terminals import OBEYED
from kzru_cite.edition.tree import walk
from kzru_cite.pandoc import bundled

sys.path.append(str(Path(__file__).parents[1] / "editor"))

WORDS = (
    "[run](command:workbench.action.terminal.new) ![x](http://127.0.0.1:9/i) <img src=x onerror=y>"
    " <script>alert(1)</script> `x`{=html} ~~x~~ | a | b | \u202egnp. \u2066 \x1b[2J \x9b31m"
    " <http://127.0.0.1:9/auto> &lt;b&gt; $(theme-icon) [ref]: command:x"
)
ADDRESSES = (
    "10.5555/x](command:y)",
    "http://page.example/`[run](command:x)`<img/src=x>",
    "http://page.example/)[run](command:x)![y](http://127.0.0.1:9/i)",
    "command:workbench.action.terminal.new",
    "JavaScript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>alert(1)</script>",
)
IN_BIB = WORDS.replace("$", "")
SOURCES = (
    f"@book{{rao, title = {{{IN_BIB}}}, author = {{{{{IN_BIB}}}}},\n"
    f"  date = {{20x0}}, FIELD = {{ADDRESS}}, urlstatus = {{[x](command:y)\u202e}}}}\n"
)
ARTICLE = (
    "# Heat\n\n[Water \\[run\\](command:x) \u202eboils \\<img src=x\\> [@rao]]"
    "{#boiling .claim note='[x](command:y) <img>\u202e'} [@none\u202e].\n"
)
LEDGER = (
    'boiling:\n  - ref: rao\n    quote: "[run](command:x) <img src=y> \\u202eboils \\u001b[2J"\n'
    '    decision: supports\n    by: "[x](command:y)"\n    on: 2026-11-01\n'
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "article").mkdir()
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    (tmp_path / "article" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "article" / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    return tmp_path


def dangers(words: str) -> list[str]:
    """Return what Markdown would make of words: code, pictures, links that leave the web."""
    pandoc = bundled()
    found = []
    for form in ("commonmark", "gfm"):
        tree = json.loads(pandoc.need(["-f", form, "-t", "json"], words.encode()))
        for node in walk(tree["blocks"]):
            kind = node["t"]
            outside = kind == "Link" and not node["c"][2][0].startswith(("http:", "https:"))
            if outside or kind in ("Image", "RawInline", "RawBlock"):
                found.append(f"{form}: {node}")
    return found


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("field", ["url", "doi"])
def test_no_words_are_markup_in_an_editor(project: Path, field: str, address: str) -> None:
    from editors import editing, run  # noqa: PLC0415 - it lies beside the tests of the editor

    text = SOURCES.replace("FIELD", field).replace("ADDRESS", address)
    (project / "references.bib").write_text(text, encoding="utf-8")
    article, sources = project / "article" / "a.md", project / "references.bib"

    async def ask() -> None:
        async with editing(project) as editor:
            uri, bib = editor.open(article), editor.open(sources)
            said = await editor.until(uri, bool) + await editor.until(bib, bool)
            assert not [one for one in said if OBEYED.search(one.message)]
            shown = []
            line = ARTICLE.split("\n")[2]
            for column in (line.index("@rao") + 2, line.index("#boiling") + 3):
                position = lsp.Position(line=2, character=column)
                document = lsp.TextDocumentIdentifier(uri=uri)
                found = await editor.text_document_hover_async(
                    lsp.HoverParams(text_document=document, position=position)
                )
                assert found is not None
                assert isinstance(found.contents, lsp.MarkupContent)
                shown.append(found.contents.value)
            for words in shown:
                assert "command:" in words
                assert not OBEYED.search(words)
                assert not dangers(words)
            listed = await editor.text_document_completion_async(
                lsp.CompletionParams(
                    text_document=lsp.TextDocumentIdentifier(uri=uri),
                    position=lsp.Position(line=2, character=line.index("rao")),
                )
            )
            assert isinstance(listed, lsp.CompletionList)
            assert listed.items
            assert not [
                one for one in listed.items if OBEYED.search(one.label + (one.detail or ""))
            ]

    run(ask)
