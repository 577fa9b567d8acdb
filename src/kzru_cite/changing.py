"""Find out what changed in the world for a project since a day or a revision."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from msgspec.structs import replace

from kzru_cite.errors import UsageError
from kzru_cite.model.changes import ChangeList, View, compare
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Evidence
from kzru_cite.model.quoting import quotations
from kzru_cite.revision import moment_of
from kzru_cite.rules import copy_states, entry_states
from kzru_cite.workspace import Workspace


def since(workspace: Workspace, words: str) -> datetime:
    """
    Return the moment that *words* name: the beginning of a day (in UTC), or a commit.

    Raises UsageError for what is neither.
    """
    try:
        return datetime.combine(date.fromisoformat(words), time(), UTC)
    except ValueError:
        moment = moment_of(workspace.folder, words)
    if moment is None:
        raise UsageError(
            f"{words!r} is no day as YYYY-MM-DD and no revision of the project",
            hint="name a day, or a commit, branch or tag of the project's repository",
        )
    return moment


def changes(dossier: Dossier, moment: datetime, name: str = "") -> ChangeList:
    """Compare what was known at a moment with what is known now; *name* is the article's title."""
    looks = dossier.evidence.looks if dossier.evidence else ()
    before = tuple(look for look in looks if look.at < moment)
    then = replace(
        dossier, evidence=Evidence(looks=before) if before else None, today=moment.date()
    )
    last = max((look.at.date() for look in looks), default=dossier.today)
    references = dossier.bibliography.references
    return ChangeList(
        since=moment,
        until=dossier.today,
        looks=len(looks) - len(before),
        title=name,
        changes=compare(_view(then), _view(dossier), references, last),
    )


def _view(dossier: Dossier) -> View:
    return View(
        states=entry_states(dossier), copies=copy_states(dossier), quotes=quotations(dossier)
    )
