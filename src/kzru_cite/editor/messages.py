"""Write findings, fixes and proposals in the types of the Language Server Protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lsprotocol import types as lsp
from msgspec import Struct

from kzru_cite.editor.complete import Kind, Proposal
from kzru_cite.editor.positions import Point, Units, offset, points
from kzru_cite.model.fix import Edit
from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Finding
from kzru_cite.model.visible import visible

NAME = "kzru-cite"
_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
_KINDS = {
    Kind.REFERENCE: lsp.CompletionItemKind.Reference,
    Kind.CLAIM: lsp.CompletionItemKind.Constant,
    Kind.FIELD: lsp.CompletionItemKind.Field,
    Kind.RULE: lsp.CompletionItemKind.EnumMember,
}
_START = lsp.Position(line=0, character=0)


class Document(Struct, frozen=True, kw_only=True):
    """How the editor names a file, and the version of the text it holds; None when it has none."""

    uri: str
    version: int | None = None


class Writer(Struct, frozen=True, kw_only=True):
    """Turn places of *sources* into positions in *units*; *document* names files of the project."""

    sources: Mapping[str, SourceText]
    units: Units
    document: Callable[[str], Document]

    def range(self, place: Location) -> lsp.Range:
        """Return a place as a range; that of a file that was not read is its beginning."""
        source = self.sources.get(place.path)
        if source is None:
            return lsp.Range(start=_START, end=_START)
        start, end = points(source, place, self.units)
        return lsp.Range(start=_position(start), end=_position(end))

    def location(self, place: Location) -> lsp.Location:
        """Return a place with the name of its file."""
        return lsp.Location(uri=self.document(place.path).uri, range=self.range(place))

    def diagnostic(self, finding: Finding) -> lsp.Diagnostic:
        """Return a finding as editors show it, with what to do about it."""
        hint = f"\n{visible(finding.hint)}" if finding.hint else ""
        return lsp.Diagnostic(
            range=self.range(finding.place),
            severity=_SEVERITIES[finding.severity],
            code=finding.code,
            source=NAME,
            message=f"{visible(finding.message)}{hint}",
        )

    def edits(self, edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
        """Return edits file by file, each for the version of the text that was judged."""
        by_path: dict[str, list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit]] = {}
        for edit in edits:
            written = lsp.TextEdit(range=self.range(edit.place), new_text=edit.text)
            by_path.setdefault(edit.place.path, []).append(written)
        changes = []
        for path, of_file in by_path.items():
            named = self.document(path)
            identifier = lsp.OptionalVersionedTextDocumentIdentifier(
                uri=named.uri, version=named.version
            )
            changes.append(lsp.TextDocumentEdit(text_document=identifier, edits=of_file))
        return lsp.WorkspaceEdit(document_changes=changes)

    def after(self, edit: Edit, count: int) -> lsp.Position:
        """Return where the cursor stands after *count* letters of an edit that was made."""
        lines = edit.text[:count].split("\n")
        start = self.range(edit.place).start
        # What is written stands in letters that are one unit wide.
        before = start.character if len(lines) == 1 else 0
        return lsp.Position(line=start.line + len(lines) - 1, character=before + len(lines[-1]))


def _position(point: Point) -> lsp.Position:
    return lsp.Position(line=point.line, character=point.character)


def offset_of(source: SourceText, position: lsp.Position, units: Units) -> int:
    """Return where an editor's position is in a text, in code points."""
    point = Point(line=position.line, character=position.character)
    return offset(source, point, units)


def trouble(message: str) -> lsp.Diagnostic:
    """Say at the top of a text that it could not be checked, and why."""
    return lsp.Diagnostic(
        range=lsp.Range(start=_START, end=_START),
        severity=lsp.DiagnosticSeverity.Error,
        source=NAME,
        message=visible(message),
    )


def hover(words: str, place: lsp.Range) -> lsp.Hover:
    """Return what is told of a place, in Markdown, line by line without unseen signs."""
    shown = "\n".join(map(visible, words.split("\n")))
    return lsp.Hover(
        contents=lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value=shown), range=place
    )


def completion(
    proposals: Iterable[Proposal], source: SourceText, cursor: lsp.Position, units: Units
) -> lsp.CompletionList:
    """Return proposals in their order; each takes the place of what was begun before the cursor."""
    items = []
    for number, proposal in enumerate(proposals):
        place = source.locate(proposal.start, proposal.start)
        start = _position(points(source, place, units)[0])
        items.append(
            lsp.CompletionItem(
                label=visible(proposal.text) or proposal.text,
                kind=_KINDS[proposal.kind],
                detail=visible(proposal.about) or None,
                sort_text=f"{number:06d}",
                text_edit=lsp.TextEdit(
                    range=lsp.Range(start=start, end=cursor), new_text=proposal.text
                ),
            )
        )
    return lsp.CompletionList(is_incomplete=False, items=items)
