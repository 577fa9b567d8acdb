"""An editor for tests: it speaks to the real program over pipes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Union

from cattrs import Converter
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

_SECONDS = 20.0


def _converter() -> Converter:
    """Return what reads answers; lsprotocol 2025.0.0 takes an action with a command for one."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]

    def read(answer: Any, _: type) -> lsp.Command | lsp.CodeAction:  # noqa: ANN401  as there
        if isinstance(answer.get("command"), str):
            return converter.structure(answer, lsp.Command)
        return converter.structure(answer, lsp.CodeAction)

    converter.register_structure_hook(lsp.Command | lsp.CodeAction, read)
    converter.register_structure_hook(Union[lsp.Command, lsp.CodeAction], read)  # noqa: UP007
    return converter


class Editor(LanguageClient):
    """Open, change and close texts, and remember what the server says of them."""

    def __init__(self) -> None:
        super().__init__("test", "1", converter_factory=_converter)
        self.found: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.shown: list[lsp.ShowDocumentParams] = []
        self.registered: list[str] = []
        self._told = asyncio.Condition()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        async def told(params: lsp.PublishDiagnosticsParams) -> None:
            async with self._told:
                self.found[params.uri] = params
                self._told.notify_all()

        @self.feature(lsp.WINDOW_SHOW_DOCUMENT)  # type: ignore[untyped-decorator]
        def show(params: lsp.ShowDocumentParams) -> lsp.ShowDocumentResult:
            self.shown.append(params)
            return lsp.ShowDocumentResult(success=True)

        @self.feature(lsp.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
        def register(params: lsp.RegistrationParams) -> None:
            self.registered += [one.method for one in params.registrations]

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, as it is or with another text; returns its URI."""
        item = lsp.TextDocumentItem(
            uri=path.as_uri(),
            language_id=path.suffix,
            version=1,
            text=path.read_text(encoding="utf-8") if text is None else text,
        )
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
        return item.uri

    def write(self, uri: str, version: int, text: str) -> None:
        """Change the whole text."""
        self.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                text_document=lsp.VersionedTextDocumentIdentifier(uri=uri, version=version),
                content_changes=[lsp.TextDocumentContentChangeWholeDocument(text=text)],
            )
        )

    async def until(
        self, uri: str, asked: Callable[[list[lsp.Diagnostic]], bool]
    ) -> list[lsp.Diagnostic]:
        """Wait until what is said of a text is as asked."""

        def so() -> bool:
            return uri in self.found and asked(list(self.found[uri].diagnostics))

        async with self._told:
            try:
                await asyncio.wait_for(self._told.wait_for(so), _SECONDS)
            except TimeoutError:
                said = self.found.get(uri)
                raise AssertionError(f"said last of {uri}: {said}") from None
        return list(self.found[uri].diagnostics)

    async def codes(self, uri: str, *codes: str) -> list[lsp.Diagnostic]:
        """Wait until exactly these rules find something in a text."""

        def so(found: list[lsp.Diagnostic]) -> bool:
            return sorted(codes) == sorted(str(one.code) for one in found)

        return await self.until(uri, so)


def run(asked: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a test that waits for answers."""
    asyncio.run(asked())


@asynccontextmanager
async def editing(
    folder: Path,
    *,
    encodings: list[lsp.PositionEncodingKind | str] | None = None,
    options: Any = None,  # noqa: ANN401  whatever an editor is set up with
    capable: bool = True,
) -> AsyncIterator[Editor]:
    """Start the server as an editor does in *folder*, and leave it as editors do."""
    editor = Editor()
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    await editor.start_io(
        sys.executable,
        *("-m", "kzru_cite", "lsp"),
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **kept},
        cwd=folder,
    )
    able = lsp.ClientCapabilities(
        general=lsp.GeneralClientCapabilities(position_encodings=encodings),
        window=lsp.WindowClientCapabilities(
            show_document=lsp.ShowDocumentClientCapabilities(support=True)
        ),
        workspace=lsp.WorkspaceClientCapabilities(
            did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=True
            )
        ),
    )
    await editor.initialize_async(
        lsp.InitializeParams(
            capabilities=able if capable else lsp.ClientCapabilities(),
            process_id=os.getpid(),
            workspace_folders=[lsp.WorkspaceFolder(uri=folder.as_uri(), name=folder.name)],
            initialization_options=options,
        )
    )
    editor.initialized(lsp.InitializedParams())
    try:
        yield editor
    finally:
        await editor.shutdown_async(None)
        editor.exit(None)
        await editor.stop()  # type: ignore[no-untyped-call]
