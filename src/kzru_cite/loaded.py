"""Read a project to its end: what was asked of pandoc, the bibliography, the ledger, the log."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite import rules
from kzru_cite.errors import ToolError
from kzru_cite.loading import Started
from kzru_cite.memory import recorded
from kzru_cite.model.bibliography import Bibliography, NotReadTwice, Reread
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.place import SourceText
from kzru_cite.model.policy import Suppression
from kzru_cite.pandoc import BOUNDED, Answer, Pandoc
from kzru_cite.read.article import Parsed, Reading, nesting, read_article
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger
from kzru_cite.read.portion import BOUND, Portion, portion
from kzru_cite.read.probes import Probed
from kzru_cite.read.reread import read_answer, read_refusal
from kzru_cite.read.suppressions import from_comments, from_references
from kzru_cite.read.tree import title
from kzru_cite.workspace import Workspace

_BIBLIOGRAPHY_READER = (*BOUNDED, "-f", "biblatex", "-t", "csljson", "--sandbox")
# Pandoc's answer to a bibliography takes milliseconds; more than this is a loop.
_REREAD_SECONDS = 20.0
_EMPTY = '{"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": []}'


class Loaded(Struct, frozen=True, kw_only=True):
    """A project as read: the dossier, and pandoc's trees and CSL items for the editions."""

    dossier: Dossier
    trees: tuple[dict[str, Any], ...]
    sources: tuple[dict[str, Any], ...]

    @property
    def title(self) -> str:
        """Return the title of the article by its metadata, '' without one."""
        return next(filter(None, map(title, self.trees)), "")


class _Twice(Struct, frozen=True, kw_only=True):
    """A bibliography read by pandoc: the answer as a value, and the CSL items."""

    reread: Reread
    items: tuple[dict[str, Any], ...] = ()


def load(started: Started, today: date, *, printed: bool = False) -> Loaded:
    """
    Read article and bibliography; what pandoc makes of both is waited for.

    An article that cites all that there is cites nothing before the rest: only of what is to be
    *printed* is pandoc then asked about all of a long bibliography.
    """
    workspace = started.workspace
    # Read here while pandoc works; its own reading must wait, since a loop would hold it.
    bibliography = read_bibliography(workspace.bibliographies)
    # A file of usual length is asked about as a whole, and at once.
    twice = [
        None
        if len(source.text) > BOUND
        else started.pool.submit(_read_twice, source, bibliography, started.pandoc)
        for source in workspace.bibliographies
    ]
    files = [
        _parsed(source, probed, marked.result(), plain.result())
        for source, probed, marked, plain in zip(
            workspace.articles, started.probed, started.marked, started.plain, strict=True
        )
    ]
    reading = read_article(files)
    cited = {one.key for one in reading.article.citations} | reading.article.nocite
    cited = cited if printed else cited - {"*"}
    asked = [
        future
        or started.pool.submit(
            _read_twice, source, bibliography, started.pandoc, portion(source, bibliography, cited)
        )
        for future, source in zip(twice, workspace.bibliographies, strict=True)
    ]
    started.pool.shutdown(wait=False)
    readings = [future.result() for future in asked]
    return Loaded(
        dossier=_dossier(
            workspace,
            reading,
            replace(bibliography, rereads=tuple(one.reread for one in readings)),
            today,
        ),
        trees=tuple(json.loads(future.result().output or _EMPTY) for future in started.plain),
        sources=tuple(item for one in readings for item in one.items),
    )


def _parsed(source: SourceText, probed: Probed, marked: Answer, plain: Answer) -> Parsed:
    with nesting(source.path):
        return _tree_of(source, probed, marked, plain)


def _tree_of(source: SourceText, probed: Probed, marked: Answer, plain: Answer) -> Parsed:
    if plain.code != 0:
        return Parsed(source=source, probed=probed, tree=json.loads(_EMPTY), refused=plain.messages)
    text = marked.output.decode()
    if marked.code == 0 and probed.restore(text) == plain.output.decode():
        return Parsed(source=source, probed=probed, tree=json.loads(text))
    # The untouched tree is the true one; places are then searched for, not proven.
    return Parsed(source=source, probed=probed, tree=json.loads(plain.output), proven=False)


def _read_twice(
    source: SourceText, bibliography: Bibliography, pandoc: Pandoc, part: Portion | None = None
) -> _Twice:
    """Let pandoc read a bibliography, or the *part* of it that was chosen."""
    if any(fault.loop for fault in bibliography.inheritance):
        why = "entries inherit from themselves, and pandoc would not end"
        return _Twice(reread=NotReadTwice(path=source.path, why=why))
    given = part.text if part else source
    try:
        answer = pandoc.ask(_BIBLIOGRAPHY_READER, given.text.encode(), seconds=_REREAD_SECONDS)
    except ToolError as cause:
        return _Twice(reread=NotReadTwice(path=source.path, why=str(cause), failed=True))
    if answer.code != 0:
        return _Twice(reread=_refused(source, part, answer.messages))
    reread = read_answer(source, answer.output)
    if part:
        reread = replace(reread, asked=part.keys, left=part.left)
    return _Twice(reread=reread, items=tuple(json.loads(answer.output or b"[]")))


def _refused(source: SourceText, part: Portion | None, messages: str) -> Reread:
    """Read a refusal; the place that it names is one in what pandoc was given."""
    if part is None:
        return read_refusal(source, messages)
    refusal = read_refusal(part.text, messages)
    start = part.offset(part.text.offset(refusal.place.line, refusal.place.column))
    return replace(refusal, place=source.locate(start, start + 1))


def _dossier(
    workspace: Workspace, reading: Reading, bibliography: Bibliography, today: date
) -> Dossier:
    comments = (
        suppression
        for source, starts in reading.comments
        for suppression in from_comments(source, starts)
    )
    return Dossier(
        article=reading.article,
        bibliography=bibliography,
        today=today,
        policy=workspace.settings.policy,
        articles=workspace.articles,
        bibliographies=workspace.bibliographies,
        evidence=recorded(workspace, bibliography),
        ledger=read_ledger(workspace.ledger) if workspace.ledger else None,
        ledgers=(workspace.ledger,) if workspace.ledger else (),
        suppressions=tuple(
            _of_a_known_rule(item)
            for item in (
                *comments,
                *from_references(bibliography.references),
                *workspace.settings.allow,
            )
        ),
    )


def _of_a_known_rule(item: Suppression) -> Suppression:
    if item.fault or any(rule.code == item.code for rule in rules.ALL):
        return item
    return replace(item, fault=f"there is no rule {item.code!r}")
