"""Speak the Language Server Protocol over standard input and output."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from kzru_cite import __version__
from kzru_cite.choices import SEVERITIES
from kzru_cite.editor import desk, messages
from kzru_cite.editor.messages import NAME, Document, Writer
from kzru_cite.editor.positions import Units, written
from kzru_cite.editor.project import Current, Opened, Project
from kzru_cite.editor.spots import Spot, same, spot_at
from kzru_cite.errors import KzruError
from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import SourceText
from kzru_cite.model.report import Finding
from kzru_cite.pandoc import Pandoc

_log = logging.getLogger(__name__)
# The command that puts the cursor where a reason is to be written.
PLACE_CURSOR: Final = "kzru-cite.placeCursor"
# What is looked at besides the texts that are open: other texts, settings, the log of looks.
_WATCHED = "**/*.{md,markdown,bib,yaml,yml,toml,jsonl,csl}"


class Server(LanguageServer):
    """Hold the projects that the open texts belong to."""

    def __init__(self, pandoc: Pandoc) -> None:
        # Whole texts are sent: the library would apply changes by lines that end at other signs.
        super().__init__(NAME, __version__, lsp.TextDocumentSyncKind.Full)
        self.least = Severity.WARNING
        self.pandoc = pandoc
        self._projects: dict[Path, Project] = {}
        # The files on which each project has diagnostics now, as the editor names them.
        self._marked: dict[Path, frozenset[str]] = {}

    @property
    def units(self) -> Units:
        """Return what positions count, as agreed upon with the editor."""
        return Units(self.workspace.position_encoding or Units.UTF16)

    def project(self, uri: str) -> Project | None:
        """Return the project that a text belongs to, None when there is none around it."""
        path = _path(uri)
        home = self._home(path) if path else None
        if path is None or home is None:
            return None
        if home not in self._projects:
            self._projects[home] = Project(
                home,
                self.pandoc,
                lambda: self._opened(home),
                lambda current: self._tell(home, current),
                lambda cause: self._fail(home, cause),
            )
        return self._projects[home]

    def _home(self, path: Path) -> Path | None:
        folders = [_path(one.uri) for one in self.workspace.folders.values()]
        return desk.project_of(path, [folder for folder in folders if folder])

    def changed(self, uri: str) -> None:
        """Have the project of a text checked."""
        if project := self.project(uri):
            project.changed()

    def all_changed(self) -> None:
        """Have all projects checked: files changed of which not each is known."""
        for project in self._projects.values():
            project.changed()

    def document(self, uri: str) -> TextDocument:
        """Return a text as it is now."""
        return self.workspace.get_text_document(uri)

    def _opened(self, home: Path) -> dict[Path, Opened]:
        found = {}
        for document in self.workspace.text_documents.values():
            path = _path(document.uri)
            if path and self._home(path) == home:
                text = str(document.source)
                found[path] = Opened(uri=document.uri, version=document.version, text=text)
        return found

    def _tell(self, home: Path, current: Current) -> None:
        writer = self.writer(current)
        found: dict[str, list[lsp.Diagnostic]] = {}
        for path in current.checked.sources:
            found[path] = []
        for finding in current.checked.report.open:
            if finding.severity >= self.least:
                found.setdefault(finding.place.path, []).append(writer.diagnostic(finding))
        told = {writer.document(path): diagnostics for path, diagnostics in found.items()}
        self._publish(home, told)

    def _fail(self, home: Path, cause: Exception) -> None:
        """Say at the top of what is open why it was not checked; what was found before is gone."""
        if isinstance(cause, KzruError):
            words = f"not checked: {cause}" + (f"\n{cause.hint}" if cause.hint else "")
        else:
            words = f"not checked: {type(cause).__name__} in {NAME}, see its log"
            _log.error("a check failed", exc_info=cause)
        self._publish(
            home,
            {
                Document(uri=one.uri, version=one.version): [messages.trouble(words)]
                for one in self._opened(home).values()
            },
        )

    def _publish(self, home: Path, told: Mapping[Document, list[lsp.Diagnostic]]) -> None:
        gone = self._marked.get(home, frozenset()) - {one.uri for one in told}
        for uri in sorted(gone):
            told = {**told, Document(uri=uri): []}
        for one, diagnostics in told.items():
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(
                    uri=one.uri, version=one.version, diagnostics=diagnostics
                )
            )
        self._marked[home] = frozenset(one.uri for one, found in told.items() if found)

    def writer(self, current: Current) -> Writer:
        """Return what writes the places of a check as positions."""
        folder = current.checked.workspace.folder

        def document(path: str) -> Document:
            opened = current.opened.get((folder / path).resolve())
            if opened:
                return Document(uri=opened.uri, version=opened.version)
            return Document(uri=(folder / path).as_uri())

        return Writer(sources=current.checked.sources, units=self.units, document=document)

    async def at(self, uri: str, position: lsp.Position) -> tuple[Current, Spot] | None:
        """Return what is named at a position, with the check that knows it."""
        project = self.project(uri)
        current = await project.settled() if project else None
        source = _source(current, uri) if current else None
        if current is None or source is None:
            return None
        offset = messages.offset_of(source, position, self.units)
        place = source.locate(offset, offset)
        spot = spot_at(current.checked.dossier, source.path, place.line, place.column)
        return (current, spot) if spot else None

    async def findings(self, uri: str, wanted: lsp.Range) -> tuple[Current, list[Finding]] | None:
        """Return the findings that touch a range of a text."""
        project = self.project(uri)
        current = await project.settled() if project else None
        source = _source(current, uri) if current else None
        if current is None or source is None:
            return None
        writer = self.writer(current)
        found = [
            finding
            for finding in current.checked.report.open
            if finding.place.path == source.path
            and finding.severity >= self.least
            and _touch(writer.range(finding.place), wanted)
        ]
        return current, found


def serve(pandoc: Pandoc) -> None:
    """Serve the editor at the other end of standard input and output until it leaves."""
    serving(pandoc).start_io()


def serving(pandoc: Pandoc) -> Server:
    """Return a server that answers what editors ask."""
    server = Server(pandoc)
    _follow(server)
    _answer(server)
    return server


def _follow(server: Server) -> None:
    """Follow what is opened, written and closed."""

    @server.feature(lsp.INITIALIZE)
    def begin(params: lsp.InitializeParams) -> None:
        options: Any = params.initialization_options
        least = options.get("minSeverity") if isinstance(options, dict) else None
        if least in SEVERITIES:
            server.least = Severity[str(least).upper()]

    @server.feature(lsp.INITIALIZED)
    async def watch(_params: lsp.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions(
                watchers=[lsp.FileSystemWatcher(glob_pattern=_WATCHED)]
            )
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            asked = lsp.Registration(id="files", method=method, register_options=options)
            await server.client_register_capability_async(
                lsp.RegistrationParams(registrations=[asked])
            )

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def touched(_params: lsp.DidChangeWatchedFilesParams) -> None:
        server.all_changed()


def _answer(server: Server) -> None:
    """Answer what editors ask about a place."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        found = await server.at(params.text_document.uri, params.position)
        if found is None:
            return None
        current, spot = found
        words = desk.tell(current.checked, spot, server.pandoc)
        if not words:
            return None
        return messages.hover(words, server.writer(current).range(spot.place))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: lsp.DefinitionParams) -> list[lsp.Location]:
        found = await server.at(params.text_document.uri, params.position)
        if found is None:
            return []
        current, spot = found
        writer = server.writer(current)
        there = same(current.checked.dossier, spot)
        return [writer.location(one.place) for one in there if one.defines]

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    async def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        found = await server.at(params.text_document.uri, params.position)
        if found is None:
            return []
        current, spot = found
        writer, all_of_them = server.writer(current), params.context.include_declaration
        there = same(current.checked.dossier, spot)
        return [writer.location(one.place) for one in there if all_of_them or not one.defines]

    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["@", "{"])
    )
    async def complete(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        uri = params.text_document.uri
        project = server.project(uri)
        # Nobody waits while he writes: the keys of a moment ago will do.
        current = (project.latest or await project.settled()) if project else None
        if current is None:
            return None
        path = _name(current, uri)
        source = SourceText(path=path, text=written(str(server.document(uri).source)))
        at = messages.offset_of(source, params.position, server.units)
        proposals = desk.propose(current.checked, path, source.text, at)
        return messages.completion(proposals, source, params.position, server.units)

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
    )
    async def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        found = await server.findings(params.text_document.uri, params.range)
        if found is None:
            return []
        current, findings = found
        return [*_fixes(server, current, findings), *_allowances(server, current, findings)]

    @server.command(PLACE_CURSOR)
    async def place_cursor(uri: str, line: int, character: int) -> None:
        at = lsp.Position(line=line, character=character)
        shown = lsp.ShowDocumentParams(
            uri=uri, take_focus=True, selection=lsp.Range(start=at, end=at)
        )
        await server.window_show_document_async(shown)


def _fixes(server: Server, current: Current, findings: list[Finding]) -> list[lsp.CodeAction]:
    writer = server.writer(current)
    return [
        lsp.CodeAction(
            title=f"{finding.code}: {finding.fix.title}",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[writer.diagnostic(finding)],
            is_preferred=finding.fix.safe,
            edit=writer.edits(finding.fix.edits),
        )
        for finding in findings
        if finding.fix
    ]


def _allowances(server: Server, current: Current, findings: list[Finding]) -> list[lsp.CodeAction]:
    writer = server.writer(current)
    window = server.client_capabilities.window
    shows = bool(window and window.show_document and window.show_document.support)
    actions = []
    for finding in findings:
        allowed = desk.allowance(current.checked, finding)
        if allowed is None:
            continue
        action = lsp.CodeAction(
            title=f"{finding.code}: let it pass, with a reason",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[writer.diagnostic(finding)],
            edit=writer.edits([allowed.edit]),
        )
        if shows:
            at = writer.after(allowed.edit, allowed.reason)
            uri = writer.document(allowed.edit.place.path).uri
            arguments = [uri, at.line, at.character]
            action.command = lsp.Command(
                title="Write the reason", command=PLACE_CURSOR, arguments=arguments
            )
        actions.append(action)
    return actions


def _path(uri: str) -> Path | None:
    """Return the file that a URI names, None for a text that is none."""
    path = uris.to_fs_path(uri)
    return Path(path).resolve() if path else None


def _name(current: Current, uri: str) -> str:
    """Return the path of a text in its project."""
    path, folder = _path(uri), current.checked.workspace.folder
    return path.relative_to(folder).as_posix() if path and path.is_relative_to(folder) else ""


def _source(current: Current, uri: str) -> SourceText | None:
    return current.checked.sources.get(_name(current, uri))


def _touch(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start <= other.end and other.start <= one.end
