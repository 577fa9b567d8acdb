"""Read and judge a project as it stands in an editor, unsaved texts included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import assert_never

from msgspec import Struct

from kzru_cite import app, rules
from kzru_cite.editor import allowing, complete, hover
from kzru_cite.editor.positions import written
from kzru_cite.editor.spots import Named, Spot
from kzru_cite.model.binding import bind
from kzru_cite.model.bonds import ClaimMap
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_state import EntryState
from kzru_cite.model.place import SourceText
from kzru_cite.model.report import Finding, Report
from kzru_cite.pandoc import Pandoc
from kzru_cite.settings import Settings
from kzru_cite.workspace import Workspace, home_of, open_workspace

# The endings of texts that can belong to a project.
ENDINGS = frozenset({".md", ".markdown", ".bib", ".yaml", ".yml"})


class Checked(Struct, frozen=True, kw_only=True):
    """A project as read and judged, with all that is told of its parts."""

    workspace: Workspace
    judged: app.Judged
    states: Mapping[str, EntryState]
    claims: ClaimMap

    @property
    def dossier(self) -> Dossier:
        """Return what was judged."""
        return self.judged.loaded.dossier

    @property
    def report(self) -> Report:
        """Return what came of it."""
        return self.judged.report

    @property
    def sources(self) -> dict[str, SourceText]:
        """Return the texts by their paths in the project."""
        dossier = self.dossier
        texts = (*dossier.articles, *dossier.bibliographies, *dossier.ledgers)
        return {source.path: source for source in texts}


def project_of(path: Path, roots: Iterable[Path]) -> Path | None:
    """
    Return the folder of the project that the file at *path* may belong to, None without one.

    It has settings, or is one of *roots*, the folders an editor has open, and has the files that
    a project has without settings.
    """
    if path.suffix not in ENDINGS:
        return None
    usual = Settings().bibliography
    return home_of(path.parent) or next(
        (
            root
            for root in roots
            if path.is_relative_to(root) and all((root / name).is_file() for name in usual)
        ),
        None,
    )


def check(home: Path, unsaved: Mapping[Path, str], pandoc: Pandoc) -> Checked:
    """
    Judge the project in *home*; *unsaved* texts, by their resolved paths, win over its files.

    Raises what opening a project and running pandoc raise.
    """
    workspace = open_workspace(home)
    names = {
        path.relative_to(workspace.folder).as_posix(): text
        for path, text in unsaved.items()
        if path.is_relative_to(workspace.folder)
    }
    texts = {name: SourceText(path=name, text=written(text)) for name, text in names.items()}
    judged = app.judged(workspace, texts, pandoc)
    dossier = judged.loaded.dossier
    return Checked(
        workspace=workspace,
        judged=judged,
        states=rules.entry_states(dossier),
        claims=bind(dossier),
    )


def tell(checked: Checked, spot: Spot, pandoc: Pandoc) -> str:
    """Say in Markdown what *spot* names, '' when nothing is known of it."""
    match spot.named:
        case Named.REFERENCE:
            reference = checked.dossier.bibliography.by_key().get(spot.name)
            if reference is None:
                return ""
            entry = app.entry(checked.judged, spot.name, pandoc)
            state = checked.states.get(spot.name)
            return hover.of_reference(reference, entry, state, checked.claims)
        case Named.CLAIM:
            found = (one for one in checked.claims.bound if one.claim.id == spot.name)
            return next((hover.of_claim(one.claim, one.bonds) for one in found), "")
        case _:
            assert_never(spot.named)


def propose(checked: Checked, path: str, text: str, at: int) -> tuple[complete.Proposal, ...]:
    """Say what can be written at offset *at* of *text*, which may be newer than what was judged."""
    dossier = checked.dossier
    if any(source.path == path for source in dossier.articles):
        codes = ((rule.code, rule.name) for rule in rules.ALL)
        return tuple(complete.in_article(dossier, text, at, codes))
    if any(source.path == path for source in dossier.bibliographies):
        return tuple(complete.in_bibliography(text, at, sorted(rules.FIELDS)))
    if path == checked.workspace.settings.ledger:
        return tuple(complete.in_ledger(dossier, text, at))
    return ()


def allowance(checked: Checked, finding: Finding) -> allowing.Allowance | None:
    """Return the exception for *finding*, which ends when all is looked at anew."""
    dossier = checked.dossier
    until = dossier.today + timedelta(days=dossier.policy.stale_after)
    return allowing.allowance(dossier, finding, until)
