"""Find archived copies for references that lack a good one, and have them made where none is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite import app, asking, repairing, rules
from kzru_cite.archiving_words import Ending, Told, exit_code, row
from kzru_cite.day import day_of_run
from kzru_cite.errors import UsageError
from kzru_cite.gather.addresses import NotAskable, askable
from kzru_cite.gather.recorder import Recorder
from kzru_cite.gather.save_page_now import SavePageNow, guarded, keys_from
from kzru_cite.gather.single import Single
from kzru_cite.loaded import Loaded, load
from kzru_cite.loading import begin
from kzru_cite.memory import recorded
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Evidence, Trouble, Unanswered
from kzru_cite.model.outcome import Contradicted, Suspicious
from kzru_cite.model.report import Finding
from kzru_cite.model.subjects import subject
from kzru_cite.model.wanted import WantedCopy
from kzru_cite.pandoc import Pandoc
from kzru_cite.settings import Settings
from kzru_cite.workspace import Workspace

if TYPE_CHECKING:
    from kzru_cite.gather.makers import Maker
    from kzru_cite.gathering import Told as Hears
    from kzru_cite.gathering import World
    from kzru_cite.proving import Saved

# A page without a copy, and copies that are no good.
_BARE = "ARC106"
_POOR = frozenset({"ARC101", "ARC102", "ARC103", "ARC104", "QUO008"})
# An editor who lets these pass wants no copy.
_WAIVED = frozenset({_BARE, "ARC008", "ARC107"})
_WORDLESS = "QUO008"


class Order(Struct, frozen=True, kw_only=True):
    """What is asked for: for which references (all without *keys*), and how."""

    keys: tuple[str, ...] = ()
    write: bool = False
    save: bool = False
    offline: bool = False
    today: date | None = None


class Archived(Struct, frozen=True, kw_only=True):
    """
    The changes as a patch ('' when written), a line for each reference, notes on the run.

    *code* is that of the exit: 0 when each has a good copy or gets one, 1 when one can have none,
    2 when the archive did not take the keys, 3 when that cannot be told now.
    """

    patch: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    code: int


def archive(workspace: Workspace, order: Order, pandoc: Pandoc, told: Hears) -> Archived:
    """
    Propose or write copies.

    Raises UsageError for unknown keys, for *save* with *offline* or without what it takes, and
    what ``repairing.written`` raises.
    """
    run = _Run(workspace=_unmuted(workspace), order=order, pandoc=pandoc, told=told)
    if order.save and order.offline:
        raise UsageError("--save asks an archive, and --offline nobody", hint="choose one")
    makes = _maker(workspace.settings) if order.save else None
    dossier = run.dossier()
    _known(order.keys, dossier)
    offline, notes = (False, ()) if order.offline else run.gather(dossier)
    wanted = run.wanted()
    saved: Mapping[str, Saved] | None = None
    if makes is not None and not offline:
        saved = run.save(wanted, makes)
        wanted = run.wanted()
    done = app.mended(run.workspace, run.today, pandoc, run.is_meant)
    if order.write:
        repairing.written(run.workspace, done)
    rows = [row(one, Told(done=done, written=order.write, saved=saved)) for one in wanted]
    return Archived(
        patch="" if order.write else repairing.patch(done),
        lines=tuple(words for words, _ in rows) or ("no reference here lacks a good copy",),
        notes=notes,
        code=exit_code([*(ending for _, ending in rows), *([Ending.NETWORK] if offline else [])]),
    )


def _unmuted(workspace: Workspace) -> Workspace:
    """Ask all rules, whichever the settings choose: who calls for copies wants to hear of them."""
    settings = workspace.settings
    policy = replace(settings.policy, select=("ALL",), ignore=())
    return replace(workspace, settings=replace(settings, policy=policy))


def _known(keys: Sequence[str], dossier: Dossier) -> None:
    known = dossier.bibliography.by_key()
    for key in keys:
        if key not in known:
            near = get_close_matches(key, sorted(known), n=1)
            raise UsageError(
                f"no reference has the key {key!r}",
                hint=f"did you mean {near[0]}?" if near else "",
            )


class _Run(Struct, frozen=True, kw_only=True):
    """One call for copies."""

    workspace: Workspace
    order: Order
    pandoc: Pandoc
    told: Hears

    @property
    def settings(self) -> Settings:
        return self.workspace.settings

    @property
    def today(self) -> date:
        return day_of_run(self.settings, self.order.today, os.environ)

    def dossier(self) -> Dossier:
        """Read the project, with all that is known of the web by now."""
        return load(begin(self.workspace, self.pandoc), self.today).dossier

    def is_meant(self, finding: Finding) -> bool:
        """Tell whether a finding is one that this call mends."""
        keys = self.order.keys
        mends = finding.code in _POOR or finding.code == _BARE
        return mends and finding.fix is not None and (not keys or finding.reference in keys)

    def gather(self, dossier: Dossier) -> tuple[bool, tuple[str, ...]]:
        """Ask what is missing or stale, then for copies in place of poor ones; True if offline."""
        asked = self._ask(dossier, frozenset())
        known = replace(dossier, evidence=asked.evidence)
        poor = _poor(known) | _wordless(known)
        if poor and not asked.offline:
            asked = self._ask(known, poor)
        return asked.offline, asked.notes

    def _ask(self, dossier: Dossier, poor: frozenset[str]) -> asking.Asked:
        known, ledger = dossier.evidence, dossier.ledger
        return asking.ask(self.workspace, dossier.bibliography, known, self.told, ledger, poor=poor)

    def wanted(self) -> tuple[WantedCopy, ...]:
        """Return the pages that want a copy, but for those that an editor lets pass."""
        dossier = self.dossier()
        findings = app.check(Loaded(dossier=dossier, trees=(), sources=())).findings
        waived = {
            one.reference for one in findings if one.suppressed and one.code in _WAIVED | _POOR
        }
        keys = self.order.keys
        found = rules.wanted_copies(dossier, _poor(dossier), _wordless(dossier))
        return tuple(
            one for one in found if one.key not in waived and (not keys or one.key in keys)
        )

    def save(
        self, wanted: Iterable[WantedCopy], makes: Callable[[World], Maker]
    ) -> Mapping[str, Saved]:
        """Have pages copied of which no archive has a good copy; return what came of each."""
        # Only who saves needs what that takes.
        from kzru_cite import proving  # noqa: PLC0415

        refused = _not_allowed(recorded(self.workspace) or Evidence())
        pages = {
            one.address: one.address.partition("#")[0]
            for one in wanted
            if one.none_held and not one.gone and _may_be_sent(one.address, refused)
        }
        return proving.saved(self.workspace, pages, makes, self.told) if pages else {}


def _poor(dossier: Dossier) -> frozenset[str]:
    """Return the keys of references whose copy is certainly no good."""
    return _found_by(_POOR - {_WORDLESS}, dossier, Contradicted)


def _wordless(dossier: Dossier) -> frozenset[str]:
    return _found_by(frozenset({_WORDLESS}), dossier, Suspicious)


def _found_by(
    codes: frozenset[str], dossier: Dossier, kind: type[Contradicted | Suspicious]
) -> frozenset[str]:
    checks = [rule.check for rule in rules.ALL if rule.code in codes and rule.check]
    outcomes = (outcome for check in checks for outcome in check(dossier))
    keys = (outcome.reference for outcome in outcomes if isinstance(outcome, kind))
    return frozenset(key for key in keys if key)


def _not_allowed(evidence: Evidence) -> frozenset[str]:
    """Return the pages that were refused by us, being on a private network."""
    return frozenset(
        subject(look.about)
        for look in evidence.looks
        if isinstance(look.sight, Unanswered) and look.sight.trouble is Trouble.NOT_ALLOWED
    )


def _may_be_sent(address: str, refused: frozenset[str]) -> bool:
    """Tell an address that others may know of from one with a password, or of a private network."""
    try:
        askable(address)
    except NotAskable:
        return False
    return subject(address) not in refused


def _maker(settings: Settings) -> Callable[[World], Maker]:
    """Choose who makes copies; raises UsageError when that is nobody, or the keys are missing."""
    recorder, base = settings.services.get("recorder", ""), settings.services.get("save", "")
    if recorder:
        return lambda place: Recorder(base=recorder.rstrip("/"), single=_single(place))
    if not base:
        hint = "set 'services.save', or 'services.recorder' to a collection of your own pywb"
        raise UsageError("nothing was saved: no archive is asked by the settings", hint=hint)
    base = guarded(base)
    keys = keys_from(os.environ)
    return lambda place: SavePageNow(base=base, keys=keys, single=_single(place))


def _single(place: World) -> Single:
    crew = place.crew
    return Single(tools=place.tools, manners=crew.manners, budget=crew.budget)
