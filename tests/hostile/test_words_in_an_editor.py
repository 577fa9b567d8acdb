"""Words of others in an editor are words: nothing in them is a command, a picture or a mark."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from hostile.test_written_words import OBEYED

sys.path.append(str(Path(__file__).parents[1] / "editor"))

WORDS = (
    "[run](command:workbench.action.terminal.new) ![x](http://127.0.0.1:9/i) <img src=x onerror=y>"
    " <script>alert(1)</script> `x`{=html} ~~x~~ | a | b | \u202egnp. \u2066 \x1b[2J \x9b31m"
    " <http://127.0.0.1:9/auto> &lt;b&gt; $(theme-icon) [ref]: command:x"
)
ADDRESS = "http://page.example/`[run](command:x)`<img/src=x>"
IN_BIB = WORDS.replace("$", "")
SOURCES = (
    f"@book{{rao, title = {{{IN_BIB}}}, author = {{{{{IN_BIB}}}}},\n"
    f"  date = {{20x0}}, url = {{{ADDRESS}}}, urlstatus = {{[x](command:y)\u202e}}}}\n"
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
    (tmp_path / "references.bib").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "article" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "article" / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    return tmp_path


def bare(words: str) -> str:
    """Return Markdown without its code and without what is escaped in it."""
    return re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", re.sub(r"\\[^\w\s]", "", words))


def test_no_words_are_markup_in_an_editor(project: Path) -> None:
    from editors import editing, run  # noqa: PLC0415 - it lies beside the tests of the editor

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
                assert not re.search(r"\]\(\s*(?:command|javascript|file)|!\[", bare(words)), words
                assert not re.search(r"<(?:img|script|http)", bare(words)), words
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
