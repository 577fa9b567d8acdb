"""The language server, asked over its protocol as editors ask it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from editors import Editor, editing, run
from lsprotocol import types as lsp

from kzru_cite.editor.positions import Point, Units, offset
from kzru_cite.model.place import SourceText

ARTICLE = """\
---
title: Water
lang: en-GB
---

# Heat

𝒜 🜂 [Water boils [@rao2019]]{#boiling .claim date=2019}.

[Water freezes [@lee2020, p. 3]]{#freezing .claim}.
"""
SOURCES = """\
@book{rao2019,
  author = {Rao, Anna},
  title = {Boiling},
  publisher = {Steam Press},
  date = {2019},
}

@online{lee2020,
  author = {Lee, Bo},
  title = {Ice *and* <snow>},
  url = {https://example.org/ice},
  archiveurl = {https://web.archive.org/web/20200401000000/https://example.org/ice},
  archivedate = {2020-04-01},
  urldate = {2020-04-01},
  date = {2020-03-01},
}
"""
LEDGER = """\
boiling:
  - ref: rao2019
    quote: "water boils at a hundred degrees of the scale"
    decision: supports
    by: AB
    on: 2026-11-01
"""
SETTINGS = 'today = "2026-11-23"\n[rules]\nignore = ["QUO", "ARC", "LNK"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a project 𝒜"
    (folder / "article").mkdir(parents=True)
    (folder / "article" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "article" / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    (folder / "references.bib").write_text(SOURCES, encoding="utf-8")
    (folder / "kzru-cite.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def texts(project: Path) -> tuple[Path, Path, Path]:
    article = project / "article"
    return article / "article.md", project / "references.bib", article / "ledger.yaml"


def at(text: str, words: str, after: int = 0) -> lsp.Position:
    """Return the position in UTF-16 of some words, or so many letters after their beginning."""
    before = text[: text.index(words) + after]
    line = before.rpartition("\n")[2]
    return lsp.Position(line=before.count("\n"), character=len(line.encode("utf-16-le")) // 2)


def cut(text: str, wanted: lsp.Range, units: Units = Units.UTF16) -> str:
    """Return the words in a range."""
    source = SourceText(path="", text=text)
    start, end = (
        offset(source, Point(line=one.line, character=one.character), units)
        for one in (wanted.start, wanted.end)
    )
    return text[start:end]


def apply(text: str, edits: Iterable[lsp.TextEdit]) -> str:
    """Make edits as an editor does: the last one first."""
    source = SourceText(path="", text=text)
    spans = [
        tuple(
            offset(source, Point(line=one.line, character=one.character), Units.UTF16)
            for one in (edit.range.start, edit.range.end)
        )
        for edit in edits
    ]
    for (start, end), edit in sorted(
        zip(spans, edits, strict=True), reverse=True, key=lambda x: x[0]
    ):
        text = text[:start] + edit.new_text + text[end:]
    return text


def of(uri: str) -> lsp.TextDocumentIdentifier:
    return lsp.TextDocumentIdentifier(uri=uri)


async def told(editor: Editor, uri: str, position: lsp.Position) -> str:
    """Return what is shown at a position, '' for nothing."""
    shown = await editor.text_document_hover_async(
        lsp.HoverParams(text_document=of(uri), position=position)
    )
    if shown is None:
        return ""
    assert isinstance(shown.contents, lsp.MarkupContent)
    return shown.contents.value


async def proposed(editor: Editor, uri: str, position: lsp.Position) -> lsp.CompletionList:
    found = await editor.text_document_completion_async(
        lsp.CompletionParams(text_document=of(uri), position=position)
    )
    assert isinstance(found, lsp.CompletionList)
    return found


async def actions(editor: Editor, uri: str, wanted: lsp.Range) -> list[lsp.CodeAction]:
    found = await editor.text_document_code_action_async(
        lsp.CodeActionParams(
            text_document=of(uri), range=wanted, context=lsp.CodeActionContext(diagnostics=[])
        )
    )
    assert found is not None
    return [one for one in found if isinstance(one, lsp.CodeAction)]


def edits(action: lsp.CodeAction) -> dict[str, list[lsp.TextEdit]]:
    assert action.edit is not None
    assert action.edit.document_changes is not None
    changes: dict[str, list[lsp.TextEdit]] = {}
    for change in action.edit.document_changes:
        assert isinstance(change, lsp.TextDocumentEdit)
        changes[change.text_document.uri] = [
            edit for edit in change.edits if isinstance(edit, lsp.TextEdit)
        ]
    return changes


def test_a_text_is_edited_to_a_fault_and_back(project: Path) -> None:
    async def write() -> None:
        article, bib, _ = texts(project)
        async with editing(project) as editor:
            uri = editor.open(article)
            await editor.codes(uri)
            wrong = ARTICLE.replace("@rao2019", "@rao2018")
            editor.write(uri, 2, wrong)
            (one,) = await editor.codes(uri, "KEY001")
            assert "@rao2018" == cut(wrong, one.range)
            assert lsp.DiagnosticSeverity.Error == one.severity
            assert "kzru-cite" == one.source
            assert one.message.startswith("no reference has the key 'rao2018'\n")
            assert 2 == editor.found[uri].version
            (unused,) = await editor.codes(bib.as_uri(), "KEY002")
            assert lsp.DiagnosticSeverity.Warning == unused.severity
            # What was found where nothing is known any more is taken back.
            editor.write(uri, 3, "> " * 2000 + "x")
            await editor.codes(bib.as_uri())
            editor.write(uri, 4, ARTICLE)
            await editor.codes(uri)
            await editor.codes(bib.as_uri())
            assert 4 == editor.found[uri].version
            # Nothing was ever written to a file.
            assert article.read_text(encoding="utf-8") == ARTICLE

    run(write)


@pytest.mark.parametrize("units", list(Units))
def test_positions_are_counted_as_agreed(project: Path, units: Units) -> None:
    async def write() -> None:
        article, _, _ = texts(project)
        async with editing(project, encodings=[units.value, "utf-16"]) as editor:
            wrong = ARTICLE.replace("@rao2019", "@rao2018")
            uri = editor.open(article, wrong)
            (one,) = await editor.codes(uri, "KEY001")
            assert "@rao2018" == cut(wrong, one.range, units)
            before = wrong.splitlines()[one.range.start.line].partition("@")[0]
            sizes = {Units.UTF8: 24, Units.UTF16: 20, Units.UTF32: 18}
            assert len(before) == sizes[Units.UTF32]
            assert sizes[units] == one.range.start.character

    run(write)


def test_line_ends_of_all_kinds_and_halves_of_letters_are_read(project: Path) -> None:
    async def write() -> None:
        article, _, _ = texts(project)
        async with editing(project) as editor:
            wrong = ARTICLE.replace("@rao2019", "@rao2018").replace("\n", "\r\n")
            uri = editor.open(article, wrong)
            (one,) = await editor.codes(uri, "KEY001")
            assert at(ARTICLE, "@rao2019") == one.range.start
            # A line separator and a form feed end no line of the protocol.
            editor.write(uri, 2, ARTICLE.replace("𝒜", "a\u2028b\x0c").replace("@rao2019", "@x"))
            (one,) = await editor.codes(uri, "KEY001")
            assert at(ARTICLE, "𝒜").line == one.range.start.line

    run(write)


def test_unsaved_ledgers_and_bibliographies_count(project: Path) -> None:
    async def write() -> None:
        _, bib, ledger = texts(project)
        async with editing(project) as editor:
            uri = editor.open(bib)
            await editor.codes(uri)
            editor.write(uri, 2, SOURCES.replace("date = {2019}", "date = {2019-13}"))
            (one,) = await editor.codes(uri, "DAT002")
            other = editor.open(ledger, LEDGER.replace("decision: supports", "decision: maybe"))
            (fault,) = await editor.codes(other, "SYN019")
            assert at(LEDGER, "supports").line == fault.range.start.line
            assert lsp.DiagnosticSeverity.Error == one.severity
            # There is no place for an exception in a ledger.
            assert [] == await actions(editor, other, fault.range)
            editor.text_document_did_close(lsp.DidCloseTextDocumentParams(text_document=of(uri)))
            await editor.codes(uri)

    run(write)


def test_broken_states_are_told_and_do_no_harm(project: Path) -> None:
    settings = project / "kzru-cite.toml"

    async def write() -> None:
        article, bib, ledger = texts(project)
        async with editing(project) as editor:
            uri, sources, links = editor.open(article), editor.open(bib), editor.open(ledger)
            await editor.codes(uri)
            for number, text in enumerate(
                ("", "@", "---\n: [", "[[@{[", "\x00\x01", "\ud835 \udc9c", "{#a .claim}" * 50), 2
            ):
                editor.write(uri, number, text)
                editor.write(sources, number, text)
                editor.write(links, number, text)
                position = lsp.Position(line=9, character=9)
                assert "" == await told(editor, uri, position)
            # What we cannot read at all is told, and is not the end.
            editor.write(uri, 10, "> " * 2000 + "x")
            await editor.until(uri, lambda found: "nested too deeply" in str(found))
            settings.write_text("article = 7\n", encoding="utf-8")
            changed = lsp.FileEvent(uri=settings.as_uri(), type=lsp.FileChangeType.Changed)
            editor.workspace_did_change_watched_files(
                lsp.DidChangeWatchedFilesParams(changes=[changed])
            )
            found = await editor.until(uri, lambda found: "kzru-cite.toml" in str(found))
            assert ["not checked: kzru-cite.toml:1:1:"] == [one.message[:32] for one in found]
            settings.write_text(SETTINGS, encoding="utf-8")
            for other, text in ((uri, ARTICLE), (sources, SOURCES), (links, LEDGER)):
                editor.write(other, 20, text)
            await editor.codes(uri)
            await editor.codes(sources)
            assert ["workspace/didChangeWatchedFiles"] == editor.registered

    run(write)


def test_hover_tells_of_keys_and_claims(project: Path) -> None:
    async def ask() -> None:
        article, bib, ledger = texts(project)
        async with editing(project) as editor:
            uri, sources, links = editor.open(article), editor.open(bib), editor.open(ledger)
            shown = await told(editor, uri, at(ARTICLE, "@rao2019", 3))
            assert "Rao, Anna. 2019. *Boiling*. Steam Press." in shown
            assert "- claim `boiling`: “water boils at a hundred degrees of the scale” — " in shown
            assert (
                "supported (AB, 2026\\-11\\-01)" in shown.replace("(AB, 2026-", "(AB, 2026\\-", 1)
                or "(AB, 2026-11-01)" in shown
            )
            web = await told(editor, sources, at(SOURCES, "lee2020"))
            assert "“Ice \\*and\\*" in web
            assert "<snow>" not in web
            assert "- page `https://example.org/ice`: never looked at" in web
            assert "- archived copy `https://web.archive.org/web/20200401000000/https://" in web
            claim = await told(editor, links, at(LEDGER, "boiling"))
            assert claim.startswith("Water boils\n\n**supported**\n")
            assert "- date: 2019\n- `@rao2019`: “water boils" in claim
            assert claim == await told(editor, uri, at(ARTICLE, "boiling .claim"))
            assert "" == await told(editor, uri, at(ARTICLE, "Water boils"))

    run(ask)


def test_an_unknown_key_has_nothing_to_show(project: Path) -> None:
    async def ask() -> None:
        article, _, ledger = texts(project)
        async with editing(project) as editor:
            uri = editor.open(article, ARTICLE.replace("@rao2019", "@rao2018"))
            assert "" == await told(editor, uri, at(ARTICLE, "@rao2019", 2))
            links = editor.open(ledger, LEDGER.replace("boiling", "cooking"))
            assert "" == await told(editor, links, lsp.Position(line=0, character=2))

    run(ask)


def test_definitions_and_references_lead_through_all_files(project: Path) -> None:
    async def ask() -> None:
        article, bib, ledger = texts(project)
        async with editing(project) as editor:
            uri = editor.open(article)

            async def places(position: lsp.Position, *, all_of_them: bool) -> list[tuple[str, str]]:
                context = lsp.ReferenceContext(include_declaration=all_of_them)
                found = await editor.text_document_references_async(
                    lsp.ReferenceParams(text_document=of(uri), position=position, context=context)
                )
                by_uri = {article.as_uri(): ARTICLE, bib.as_uri(): SOURCES, ledger.as_uri(): LEDGER}
                return [
                    (Path(one.uri).name, cut(by_uri[one.uri], one.range)) for one in found or []
                ]

            key, claim = at(ARTICLE, "@rao2019", 5), at(ARTICLE, "boiling .claim", 2)
            cited = [("article.md", "@rao2019"), ("ledger.yaml", "rao2019")]
            assert cited == await places(key, all_of_them=False)
            assert sorted([*cited, ("references.bib", "rao2019")]) == sorted(
                await places(key, all_of_them=True)
            )
            assert [("ledger.yaml", "boiling")] == await places(claim, all_of_them=False)
            defined = await editor.text_document_definition_async(
                lsp.DefinitionParams(text_document=of(uri), position=key)
            )
            assert isinstance(defined, list)
            (one,) = defined
            assert isinstance(one, lsp.Location)
            assert (bib.as_uri(), at(SOURCES, "rao2019")) == (one.uri, one.range.start)
            nowhere = at(ARTICLE, "Water boils")
            assert [] == await places(nowhere, all_of_them=True)
            assert not await editor.text_document_definition_async(
                lsp.DefinitionParams(text_document=of(uri), position=nowhere)
            )

    run(ask)


def test_keys_claims_fields_and_rules_are_proposed(project: Path) -> None:
    async def ask() -> None:
        article, bib, ledger = texts(project)
        async with editing(project) as editor:
            begun = ARTICLE.replace("Water freezes [@lee2020", "Water 𝒜 freezes [@{le")
            uri = editor.open(article, begun)
            cursor = at(begun, "[@{le", 5)
            found = await proposed(editor, uri, cursor)
            assert ["rao2019", "lee2020"] == [one.label for one in found.items]
            assert "Bo Lee, 2020, Ice *and* <snow>" == found.items[1].detail
            edit = found.items[1].text_edit
            assert isinstance(edit, lsp.TextEdit)
            assert "Water 𝒜 freezes [@{lee2020, p. 3]" in apply(begun, [edit])
            assert not (await proposed(editor, uri, at(begun, "Water 𝒜", 3))).items
            allow = ARTICLE + "\n<!-- kzru-cite: allow KEY"
            editor.write(uri, 2, allow)
            rules = (await proposed(editor, uri, at(allow, "allow KEY", 9))).items
            assert ("KEY001", "undefined-key") in [(one.label, one.detail) for one in rules]

            # Proposals come from the last check; who asks what stands somewhere waits for the next.
            assert "Water freezes" in await told(editor, uri, at(allow, "freezing"))
            links = editor.open(ledger, more := LEDGER + "fre")
            ids = (await proposed(editor, links, at(more, "\nfre", 4))).items
            assert [("freezing", "Water freezes")] == [(one.label, one.detail) for one in ids]
            editor.write(links, 2, more := LEDGER + "freezing:\n  - ref: ")
            keys = (await proposed(editor, links, at(more, "freezing:\n  - ref: ", 19))).items
            assert ["lee2020", "rao2019"] == [one.label for one in keys]
            assert not (await proposed(editor, links, at(more, "quote: ", 7))).items

            entry = SOURCES.replace("  date = {2019},", "  da\n  date = {2019},")
            sources = editor.open(bib, entry)
            names = [
                one.label for one in (await proposed(editor, sources, at(entry, "da\n", 2))).items
            ]
            assert "urldate" in names
            assert "date" not in names
            assert not (await proposed(editor, sources, at(entry, "{Boiling", 3))).items
            other = editor.open(project / "article" / "other.yaml", "fre")
            assert not (await proposed(editor, other, lsp.Position(line=0, character=3))).items

    run(ask)


def test_a_fix_is_an_action_that_mends(project: Path) -> None:
    async def ask() -> None:
        _, bib, _ = texts(project)
        async with editing(project, options={"minSeverity": "note"}) as editor:
            wrong = SOURCES.replace(
                "date = {2019},", "date = {2019},\n  doi = {https://doi.org/10.1000/𝒜182},"
            ).replace("𝒜", "")
            uri = editor.open(bib, wrong)
            found = await editor.until(
                uri, lambda found: any(one.code == "IDS010" for one in found)
            )
            place = next(one.range for one in found if one.code == "IDS010")
            (fix,) = [one for one in await actions(editor, uri, place) if one.is_preferred]
            assert fix.title.startswith("IDS010: ")
            assert lsp.CodeActionKind.QuickFix == fix.kind
            ((where, made),) = edits(fix).items()
            assert where == uri
            mended = apply(wrong, made)
            assert "  doi = {10.1000/182},\n" in mended
            editor.write(uri, 2, mended)
            await editor.until(uri, lambda found: all(one.code != "IDS010" for one in found))
            beside = lsp.Range(
                start=lsp.Position(line=0, character=0), end=lsp.Position(line=0, character=0)
            )
            assert [] == await actions(editor, uri, beside)
            other = editor.open(project / "article" / "other.md", "x")
            assert [] == await actions(editor, other, beside)

    run(ask)


PASSING = {
    "text": ("article/article.md", "@rao2019", "@rao2018", "KEY001", 'reason="', '" until='),
    "entry": ("references.bib", "{2019}", "{2019-13}", "DAT002", "DAT002: ", " (until"),
}


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("capable", [True, False], ids=["shows", "shows not"])
def test_a_finding_is_let_pass_once_a_reason_is_written(
    project: Path, *, name: str, capable: bool
) -> None:
    file, right, wrong, code, before, after = PASSING[name]
    path = project / file
    text = path.read_text(encoding="utf-8").replace(right, wrong)

    async def ask() -> None:
        async with editing(project, capable=capable) as editor:
            uri = editor.open(path, text)
            found = await editor.until(uri, lambda found: code in [one.code for one in found])
            place = next(one.range for one in found if one.code == code)
            title = f"{code}: let it pass, with a reason"
            (allow,) = [one for one in await actions(editor, uri, place) if one.title == title]
            written = apply(text, edits(allow)[uri])
            editor.write(uri, 2, written)
            await editor.until(uri, lambda found: "RUN003" in [one.code for one in found])
            assert capable == (allow.command is not None)
            if allow.command:
                asked = lsp.ExecuteCommandParams(
                    command=allow.command.command, arguments=allow.command.arguments
                )
                await editor.workspace_execute_command_async(asked)
                assert uri == editor.shown[-1].uri
                selection = editor.shown[-1].selection
                assert selection is not None
                assert at(written, f"{before}{after}", len(before)) == selection.start
            reason = f"{before}as the source has it{after}"
            editor.write(uri, 3, written.replace(f"{before}{after}", reason))
            await editor.codes(uri)

    run(ask)


def test_notes_are_shown_to_those_who_ask_for_them(project: Path) -> None:
    article, bib, _ = texts(project)
    few = SOURCES.replace("{Steam Press},", "{Steam Press},\n  isbn = {},")

    async def ask(options: object, *wanted: str) -> None:
        async with editing(project, options=options) as editor:
            editor.open(article, ARTICLE.replace("@rao2019", "@rao2018"))
            await editor.codes(editor.open(bib, few), *wanted)

    run(lambda: ask({"minSeverity": "note"}, "KEY002", "SYN010"))
    run(lambda: ask({"minSeverity": "error"}))
    run(lambda: ask({"minSeverity": 7}, "KEY002"))


def test_texts_of_no_project_are_left_alone(tmp_path: Path) -> None:
    async def ask() -> None:
        async with editing(tmp_path) as editor:
            (tmp_path / "letter.md").write_text("@rao", encoding="utf-8")
            uri = editor.open(tmp_path / "letter.md")
            start = lsp.Position(line=0, character=1)
            assert "" == await told(editor, uri, start)
            asked = lsp.CompletionParams(text_document=of(uri), position=start)
            assert await editor.text_document_completion_async(asked) is None
            editor.text_document_did_save(lsp.DidSaveTextDocumentParams(text_document=of(uri)))
            nowhere = "untitled:Untitled-1"
            item = lsp.TextDocumentItem(uri=nowhere, language_id="x", version=1, text="@rao")
            editor.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
            assert "" == await told(editor, nowhere, start)
            other = editor.open(tmp_path / "letter.txt", "@rao")
            assert "" == await told(editor, other, start)
            assert {} == editor.found

    run(ask)


def test_a_folder_with_the_usual_files_needs_no_settings(project: Path) -> None:
    (project / "kzru-cite.toml").unlink()

    async def ask() -> None:
        article, _, _ = texts(project)
        async with editing(project) as editor:
            uri = editor.open(article, ARTICLE.replace("@rao2019", "@rao2018"))
            await editor.until(uri, lambda found: any(one.code == "KEY001" for one in found))
            elsewhere = editor.open(project.parent / "letter.md", "@rao")
            editor.write(uri, 2, ARTICLE)
            await editor.codes(uri)
            assert "" == await told(editor, elsewhere, lsp.Position(line=0, character=1))

    run(ask)
