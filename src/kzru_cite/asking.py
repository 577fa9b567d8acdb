"""Ask the world for a project; without what judges and shows, which takes long to load."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kzru_cite.memory import recorded
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.evidence import Evidence
from kzru_cite.model.ledger import Ledger
from kzru_cite.plans import first_plan
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.settings import Settings
from kzru_cite.workspace import Workspace

if TYPE_CHECKING:
    from kzru_cite.gathering import Asker, Told


class Asked(Struct, frozen=True, kw_only=True):
    """The evidence after asking, notes on the run, and whether the network went away in it."""

    evidence: Evidence
    notes: tuple[str, ...]
    offline: bool = False


def gather(workspace: Workspace, told: Told, dask: str = "") -> Asked:
    """
    Ask what is missing or stale, and judge nothing; *told* hears of each settled question.

    *dask* names the cluster that asks, '' for this machine.
    """
    bibliography = read_bibliography(workspace.bibliographies)
    ledger = _ledger(workspace)
    known = recorded(workspace, bibliography)
    return ask(workspace, bibliography, known, told, ledger, dask=dask)


def ask(
    workspace: Workspace,
    bibliography: Bibliography,
    known: Evidence | None,
    told: Told,
    ledger: Ledger | None,
    *,
    poor: frozenset[str] = frozenset(),
    dask: str = "",
) -> Asked:
    """
    Ask what is not known; for the references with the keys *poor* another copy is looked for.

    *dask* names the cluster that asks, '' for this machine.
    """
    evidence = known or Evidence()
    settings = workspace.settings
    more = settings.gather.capture or _quotes(ledger) or poor
    first = None if more else first_plan(bibliography, evidence, settings, datetime.now(UTC))
    if first is not None and not first.wants:
        return Asked(evidence=evidence, notes=(_counted(0, first.fresh),))
    # What asks takes long to load, and is not needed where all was answered lately.
    from kzru_cite import gathering  # noqa: PLC0415

    with asker(dask, settings, workspace.folder) as asks:
        done = gathering.gather(
            bibliography,
            evidence,
            settings,
            workspace.folder,
            told,
            ledger=ledger,
            poor=poor,
            asks=asks,
        )
    notes = told_of(done.asked, done.fresh, offline=done.offline)
    return Asked(evidence=done.evidence, notes=(*alone(done.trouble), *notes), offline=done.offline)


def asker(dask: str, settings: Settings, folder: Path) -> AbstractContextManager[Asker | None]:
    """Return who asks: a cluster when one is named, None for this machine."""
    if not dask:
        return nullcontext()
    from kzru_cite import spreading  # noqa: PLC0415 - few have one

    return spreading.spread(dask, settings, folder)


def told_of(asked: int, fresh: int, *, offline: bool) -> tuple[str, ...]:
    """Return notes on a run."""
    cut = ("there is no network: what could not be asked is named below",) if offline else ()
    return (*cut, _counted(asked, fresh))


def alone(trouble: str) -> tuple[str, ...]:
    """Say that other runs did not know whom this one asked, nor it whom they asked."""
    why = f"the budget of hosts cannot be used, this run kept one of its own: {trouble}"
    return (why,) if trouble else ()


def _counted(asked: int, fresh: int) -> str:
    return f"looks kept: {asked}; questions answered lately: {fresh}"


def _quotes(ledger: Ledger | None) -> bool:
    return ledger is not None and any(link.quotation for link in ledger.links)


def _ledger(workspace: Workspace) -> Ledger | None:
    if workspace.ledger is None:
        return None
    from kzru_cite.read.ledger import read_ledger  # noqa: PLC0415 - not every project has one

    return read_ledger(workspace.ledger)


def search_captures(workspace: Workspace) -> tuple[str, ...]:
    """Search the captures at hand for the quotations of the ledger, and ask nobody."""
    from kzru_cite import gathering  # noqa: PLC0415 - as above
    from kzru_cite.searching import Quest, extractor, searches  # noqa: PLC0415
    from kzru_cite.stores import open_store  # noqa: PLC0415

    ledger = _ledger(workspace)
    quest = Quest(
        bibliography=read_bibliography(workspace.bibliographies),
        ledger=ledger,
        today=datetime.now(UTC),
    )
    store = gathering.captures(workspace.settings, workspace.folder)
    count = 0
    with open_store(workspace.settings.looks, workspace.folder) as log:
        for look in searches(quest, recorded(workspace) or Evidence(), extractor(store)):
            log.add(look)
            count += 1
    return (f"quotations searched for: {count}",)


def budget(workspace: Workspace) -> str:
    """Say what a run would ask, of whom, and how long that takes; asks nothing."""
    bibliography = read_bibliography(workspace.bibliographies)
    evidence = recorded(workspace, bibliography) or Evidence()
    from kzru_cite import gathering  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    first = first_plan(bibliography, evidence, workspace.settings, now)
    return gathering.budget(first.wants, workspace.settings, workspace.folder)
