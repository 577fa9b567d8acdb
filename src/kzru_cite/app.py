"""Put the parts together: the only place that builds clients and looks at the clock."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite import __version__, baselines, rules
from kzru_cite.day import day_of_run, fixed_day
from kzru_cite.errors import UsageError
from kzru_cite.judge import chosen, judge
from kzru_cite.loaded import Loaded, load
from kzru_cite.loading import Started, begin
from kzru_cite.model.baseline import Baseline
from kzru_cite.model.bibliography import NotReadTwice
from kzru_cite.model.binding import bind
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.edition import Order
from kzru_cite.model.evidence import Evidence
from kzru_cite.model.health import health
from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import SourceText
from kzru_cite.model.report import Finding, Report, Verdict
from kzru_cite.model.rule import Need
from kzru_cite.model.share import Share, alone
from kzru_cite.pandoc import Pandoc
from kzru_cite.report import FORMATS, Showing
from kzru_cite.report.claims import CLAIM_FORMATS, as_graph
from kzru_cite.report.github import render_all
from kzru_cite.report.words import counted
from kzru_cite.workspace import Workspace

if TYPE_CHECKING:
    from kzru_cite.gathering import Told
    from kzru_cite.mending import Mended
    from kzru_cite.reviewing import Asked

# So many references take longer to judge than a process to copy.
_MANY = 1_000


class Call(Struct, frozen=True, kw_only=True):
    """
    What a call asks for beside the settings; *form* and *least* are for the report.

    With *online* the world is asked first, by the cluster that *dask* names when one is named, and
    *told* hears of each question that is settled. With
    *capture* what is fetched is kept, with *audit* the log is worked out anew from what was kept.
    Findings in *baseline* are known; *write_baseline* is where to write one, and *new_only* leaves
    known findings out of the report. *cut* tells that the world was asked before, for several
    projects at once, and that the network went away in it.
    """

    today: date | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    form: str = "text"
    least: Severity = Severity.WARNING
    colour: bool = False
    online: bool = False
    cut: bool = False
    told: Told | None = None
    dask: str = ""
    capture: bool = False
    audit: bool = False
    baseline: Path | None = None
    write_baseline: Path | None = None
    new_only: bool = False


class Done(Struct, frozen=True, kw_only=True):
    """
    A report, its text in the form asked for, the files built, and notes on the run.

    *summary* is the report in Markdown, for the form that has a place beside it. *lasting* says
    that the same files give the same report: no tool failed in the run.
    """

    report: Report
    text: str
    showing: Showing
    summary: str = ""
    lasting: bool = True
    files: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unchecked(self) -> tuple[str, ...]:
        """
        Say in lines what was not checked: rules not asked, and checks that could not be made.

        That a project has no ledger leaves nothing unchecked.
        """
        report = self.report
        reasons: dict[str, list[str]] = {}
        for each in report.skipped:
            if each.reason != Need.LEDGER.value:
                reasons.setdefault(each.reason, []).append(each.code)
        could_not = Counter(each.code for each in report.unable)
        return (
            *(f"{why}: {', '.join(codes)}" for why, codes in reasons.items()),
            *(f"could not be made: {code} ×{count}" for code, count in sorted(could_not.items())),
        )


def check(loaded: Loaded, baseline: Baseline | None = None, *, share: Share = alone) -> Report:
    """Judge a project by all rules; what is in *baseline* is known."""
    return judge(loaded.dossier, rules.ALL, baseline, share=share)


def verify(started: Started, call: Call, *, named: str = "") -> Done:
    """Check a project; *named* goes before each path."""
    workspace = _settled(started.workspace, call)
    workspace = workspace.capturing() if call.capture else workspace
    loaded = load(replace(started, workspace=workspace), _day(workspace, call))
    notes: tuple[str, ...] = ()
    if call.online:
        loaded, notes = _gathered(workspace, loaded, call)
    if call.cut:
        evidence = loaded.dossier.evidence or Evidence()
        loaded = replace(loaded, dossier=replace(loaded.dossier, evidence=evidence, offline=True))
    if call.audit:
        loaded = _audited(workspace, loaded)
    return replace(_reported(loaded, call, prefix=named), notes=notes)


def _gathered(workspace: Workspace, loaded: Loaded, call: Call) -> tuple[Loaded, tuple[str, ...]]:
    # Only who asks the world needs what that takes.
    from kzru_cite import asking  # noqa: PLC0415

    dossier = loaded.dossier
    told = call.told or (lambda _want, _sight: None)
    known, ledger = dossier.evidence, dossier.ledger
    done = asking.ask(workspace, dossier.bibliography, known, told, ledger, dask=call.dask)
    dossier = replace(dossier, evidence=done.evidence, offline=done.offline)
    return replace(loaded, dossier=dossier), done.notes


def _audited(workspace: Workspace, loaded: Loaded) -> Loaded:
    # Only an audit loads what reads captures.
    from kzru_cite import auditing  # noqa: PLC0415

    audit = auditing.audit_of(workspace, loaded.dossier.bibliography)
    return replace(loaded, dossier=replace(loaded.dossier, audit=audit))


def build(started: Started, call: Call, editions: Sequence[str], style: str | None) -> Done:
    """Check a project, and build the editions (all when none is named) whatever comes of it."""
    workspace = _settled(started.workspace, call)
    order = Order(editions=tuple(editions), style=_style(workspace, style))
    loaded = load(replace(started, workspace=workspace), _day(workspace, call), printed=True)
    return _built(workspace, loaded, _reported(loaded, call), started.pandoc, order)


def publish(started: Started, call: Call, style: str | None, *, strict: bool = False) -> Done:
    """
    Check a project, and build the usual editions if the gate is passed.

    With *strict* they are built only when nothing at all was left unchecked.
    """
    workspace = _settled(started.workspace, call)
    order = Order(style=_style(workspace, style))
    loaded = load(replace(started, workspace=workspace), _day(workspace, call), printed=True)
    done = _reported(loaded, call)
    if done.report.verdict is not Verdict.PASSED or (strict and done.unchecked):
        return done
    return _built(workspace, loaded, done, started.pandoc, order)


def _built(workspace: Workspace, loaded: Loaded, done: Done, pandoc: Pandoc, order: Order) -> Done:
    # Building loads Typst; who only verifies does not wait for that.
    from kzru_cite.building import built  # noqa: PLC0415

    return replace(done, files=built(workspace, loaded, done.report, pandoc, order))


def out_of_date(
    workspace: Workspace, pandoc: Pandoc, call: Call, style: str | None
) -> tuple[str, ...]:
    """Say in lines what keeps the editions in the output folder from being current."""
    from kzru_cite import building  # noqa: PLC0415  as above

    settled = _settled(workspace, call)
    day = fixed_day(settled.settings, call.today, os.environ)
    return building.out_of_date(settled, pandoc, _style(settled, style), day)


def _style(workspace: Workspace, wanted: str | None) -> str:
    """Return the name of a known style, or the text of the style file named."""
    name = wanted or workspace.settings.csl
    if not name.endswith(".csl"):
        return name
    path = Path(name) if wanted else workspace.folder / name
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise UsageError(f"the style {name!r} cannot be read: {cause}") from cause


def claims(started: Started, form: str) -> str:
    """List the claims of a project in one of ``CLAIM_FORMATS``."""
    return CLAIM_FORMATS[form](bind(load(started, date.min).dossier))


def drawn(started: Started) -> str:
    """Return the picture of the claims of a project and of what they rest on, as SVG."""
    return as_graph(bind(load(started, date.min).dossier))


def changes(started: Started, call: Call, words: str, form: str) -> str:
    """List in one of ``CHANGE_FORMATS`` what changed in the world since a day or a revision."""
    # Only who asks for it loads what compares, and what writes feeds.
    from kzru_cite import changing  # noqa: PLC0415
    from kzru_cite.report.changes import CHANGE_FORMATS  # noqa: PLC0415

    workspace = started.workspace
    moment = changing.since(workspace, words)
    loaded = load(started, _day(workspace, call))
    return CHANGE_FORMATS[form](changing.changes(loaded.dossier, moment, loaded.title))


def review(started: Started, call: Call, asked: Asked, by: str) -> tuple[str, ...]:
    """Let somebody decide on links at the terminal; returns notes on what was done."""
    # Only who decides waits for what shows links.
    from kzru_cite import reviewing, reviewing_desk, reviewing_sources  # noqa: PLC0415

    workspace = started.workspace
    day = _day(workspace, call)
    path = workspace.folder / workspace.settings.ledger
    dossier = load(started, day).dossier
    decided = reviewing.Review(dossier, path, asked, reviewing_sources.sources(workspace, dossier))
    if not decided.names:
        return ("there is nothing to decide on; --state all shows every link",)
    dumb = os.environ.get("TERM", "dumb") == "dumb"
    colour = call.colour and not dumb
    reviewing_desk.Desk(decided, by, day, colour=colour, dumb=dumb).sit()
    words = (counted(decided.decided, "decision"), counted(decided.noted, "note"))
    return (f"written: {', '.join(words)}",)


def fix(workspace: Workspace, call: Call, pandoc: Pandoc, *, unsafe: bool) -> Mended:
    """
    Mend what can be mended, safely or all of it, and write nothing yet.

    The call chooses whose findings are mended; by which rules all is judged is for the settings.
    """

    def wanted(one: Finding) -> bool:
        asked = chosen(one.code, call.select or ("ALL",)) and not chosen(one.code, call.ignore)
        return asked and one.fix is not None and (one.fix.safe or unsafe)

    _settled(workspace, call)
    return mended(workspace, _day(workspace, call), pandoc, wanted)


def mended(
    workspace: Workspace, today: date, pandoc: Pandoc, wanted: Callable[[Finding], bool]
) -> Mended:
    """Make the fixes of the findings that are *wanted*, and write nothing yet."""
    from kzru_cite import mending, patching  # noqa: PLC0415  as above

    texts = (*workspace.articles, *workspace.bibliographies, workspace.ledger)
    files = {
        source.path: file
        for source in texts
        if source and (file := patching.read_file(workspace.folder, source.path))
    }

    def judged(now: mending.Files) -> Report:
        there = workspace.with_texts({path: file.source for path, file in now.items()})
        return check(load(begin(there, pandoc), today))

    return mending.mend(files, judged, wanted)


def _settled(workspace: Workspace, call: Call) -> Workspace:
    """Let the call's choice of rules win over the settings; raises UsageError for unknown ones."""
    policy = workspace.settings.policy
    known = {rule.code for rule in rules.ALL} | {rule.code[:3] for rule in rules.ALL} | {"ALL"}
    for code in (*call.select, *call.ignore, *policy.select, *policy.ignore, *policy.severity):
        if code not in known:
            near = get_close_matches(code, sorted(known), n=1)
            raise UsageError(
                f"there is no rule or family {code!r}",
                hint=f"did you mean {near[0]}?" if near else "'kzru-cite rules' lists them",
            )
    asked = replace(
        policy, select=call.select or policy.select, ignore=(*policy.ignore, *call.ignore)
    )
    return replace(workspace, settings=replace(workspace.settings, policy=asked))


def _day(workspace: Workspace, call: Call) -> date:
    return day_of_run(workspace.settings, call.today, os.environ)


def _reported(loaded: Loaded, call: Call, prefix: str = "") -> Done:
    report = _checked(loaded, call)
    dossier = loaded.dossier
    sources = (*dossier.articles, *dossier.bibliographies, *dossier.ledgers)
    texts = {source.path: source for source in sources}
    showing = Showing(
        version=__version__,
        texts=texts,
        colour=call.colour,
        least=call.least,
        prefix=prefix,
        rules=rules.ALL,
        health=health(dossier, rules.copy_states(dossier)) if call.form == "html" else None,
        title=loaded.title,
    )
    summary = FORMATS["markdown"](report, showing) if call.form == "github" else ""
    text = FORMATS[call.form](report, showing)
    rereads = dossier.bibliography.rereads
    failed = any(isinstance(one, NotReadTwice) and one.failed for one in rereads)
    return Done(report=report, text=text, showing=showing, summary=summary, lasting=not failed)


def _checked(loaded: Loaded, call: Call) -> Report:
    """Judge a project, held against the baseline of the call; a new one is written if asked for."""
    share = _share(loaded.dossier)
    report = check(loaded, baselines.load(call.baseline) if call.baseline else None, share=share)
    if call.write_baseline:
        report = check(loaded, baselines.save(call.write_baseline, report), share=share)
    return replace(report, findings=report.new) if call.new_only else report


def _share(dossier: Dossier) -> Share:
    """Choose how the rules are put to a project: what is small is judged sooner than shared."""
    if len(dossier.bibliography.references) < _MANY:
        return alone
    # Only who has much to judge loads what shares it.
    from kzru_cite.forked import share  # noqa: PLC0415

    return share


def joined(form: str, done: Sequence[Done]) -> str:
    """Return the reports of several projects as one."""
    if form == "github":
        return render_all([(one.report, one.showing) for one in done])
    return "\n".join(one.text for one in done)


def offline_report(started: Started, call: Call) -> Report:
    """Judge a project by what was seen before, and ask nothing."""
    workspace = _settled(started.workspace, call)
    return check(load(replace(started, workspace=workspace), _day(workspace, call)))


class Judged(Struct, frozen=True, kw_only=True):
    """A project as read, what came of judging it, and the style of its references."""

    loaded: Loaded
    report: Report
    style: str


def judged(workspace: Workspace, texts: Mapping[str, SourceText], pandoc: Pandoc) -> Judged:
    """Judge a project offline, with other *texts* than those in its files, by their paths."""
    call = Call()
    there = _settled(workspace, call).with_texts(texts)
    loaded = load(begin(there, pandoc), _day(there, call))
    return Judged(loaded=loaded, report=check(loaded), style=_style(there, None))


def entry(judged: Judged, key: str, pandoc: Pandoc) -> str:
    """Return the entry of a reference as the editions print it, in Markdown; '' without one."""
    # Only who shows entries loads what makes them.
    from kzru_cite.edition.press import formatted  # noqa: PLC0415

    items = [item for item in judged.loaded.sources if item.get("id") == key]
    references = judged.loaded.dossier.bibliography.by_key()
    return formatted(items, references, judged.style, pandoc) if items else ""
