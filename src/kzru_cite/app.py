"""Put the parts together: the only place that builds clients and looks at the clock."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite import __version__, baselines, rules
from kzru_cite.day import day_of_run, fixed_day
from kzru_cite.errors import KzruError, SettingsError, ToolError, UsageError
from kzru_cite.judge import chosen, judge
from kzru_cite.loading import Started, begin
from kzru_cite.memory import looks_digest, recorded
from kzru_cite.model.baseline import Baseline
from kzru_cite.model.bibliography import Bibliography, NotReadTwice, Reread
from kzru_cite.model.binding import bind
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.edition import Built, Document, InputFile, Material
from kzru_cite.model.evidence import Evidence
from kzru_cite.model.health import health
from kzru_cite.model.outcome import Severity
from kzru_cite.model.paper import Attachment, PaperStandard, Relation
from kzru_cite.model.place import SourceText
from kzru_cite.model.policy import Suppression
from kzru_cite.model.report import Finding, Report, Verdict
from kzru_cite.model.rule import Need
from kzru_cite.model.share import Share, alone
from kzru_cite.model.theme import Theme
from kzru_cite.pandoc import BOUNDED, Answer, Pandoc
from kzru_cite.read.article import Parsed, Reading, nesting, read_article
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger
from kzru_cite.read.portion import BOUND, Portion, portion
from kzru_cite.read.probes import Probed
from kzru_cite.read.reread import read_answer, read_refusal
from kzru_cite.read.suppressions import from_comments, from_references
from kzru_cite.read.tree import title
from kzru_cite.report import FORMATS, Showing
from kzru_cite.report.claims import CLAIM_FORMATS, as_graph
from kzru_cite.report.github import render_all
from kzru_cite.report.words import counted
from kzru_cite.revision import revision
from kzru_cite.themes import read_theme
from kzru_cite.workspace import NO_ROOM, Workspace, alone_in, digest, read_text, write_atomically

_BIBLIOGRAPHY_READER = (*BOUNDED, "-f", "biblatex", "-t", "csljson", "--sandbox")
if TYPE_CHECKING:
    from kzru_cite.gathering import Told
    from kzru_cite.mending import Mended
    from kzru_cite.reviewing import Asked

# Pandoc's answer to a bibliography takes milliseconds; more than this is a loop.
_REREAD_SECONDS = 20.0
# So many references take longer to judge than a process to copy.
_MANY = 1_000
_EMPTY = '{"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": []}'


class Loaded(Struct, frozen=True, kw_only=True):
    """A project as read: the dossier, and pandoc's trees and CSL items for the editions."""

    dossier: Dossier
    trees: tuple[dict[str, Any], ...]
    sources: tuple[dict[str, Any], ...]


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


class _Order(Struct, frozen=True, kw_only=True):
    """Which editions are wanted (none named: all), and the style of their references."""

    style: str
    editions: tuple[str, ...] = ()


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
    order = _Order(editions=tuple(editions), style=_style(workspace, style))
    loaded = load(replace(started, workspace=workspace), _day(workspace, call), printed=True)
    return _built(workspace, loaded, _reported(loaded, call), started.pandoc, order)


def publish(started: Started, call: Call, style: str | None, *, strict: bool = False) -> Done:
    """
    Check a project, and build the usual editions if the gate is passed.

    With *strict* they are built only when nothing at all was left unchecked.
    """
    workspace = _settled(started.workspace, call)
    order = _Order(style=_style(workspace, style))
    loaded = load(replace(started, workspace=workspace), _day(workspace, call), printed=True)
    done = _reported(loaded, call)
    if done.report.verdict is not Verdict.PASSED or (strict and done.unchecked):
        return done
    return _built(workspace, loaded, done, started.pandoc, order)


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
    name = _title(loaded)
    return CHANGE_FORMATS[form](changing.changes(loaded.dossier, moment, name))


def _title(loaded: Loaded) -> str:
    """Return the title of the article by its metadata, '' without one."""
    return next(filter(None, map(title, loaded.trees)), "")


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
        there = _with(workspace, {path: file.source for path, file in now.items()})
        return check(load(begin(there, pandoc), today))

    return mending.mend(files, judged, wanted)


def _with(workspace: Workspace, texts: Mapping[str, SourceText]) -> Workspace:
    """Return a workspace in which files have other texts."""
    ledger = workspace.ledger
    return replace(
        workspace,
        articles=tuple(texts.get(one.path, one) for one in workspace.articles),
        bibliographies=tuple(texts.get(one.path, one) for one in workspace.bibliographies),
        ledger=texts.get(ledger.path, ledger) if ledger else None,
    )


def make_folder(folder: Path) -> None:
    """Make a folder when there is none; raises UsageError when that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise UsageError(f"{folder} cannot be made: {cause.strerror}", hint=NO_ROOM) from cause


def write(path: Path, content: bytes) -> None:
    """Write a file in one piece; raises UsageError when that cannot be done."""
    try:
        write_atomically(path, content)
    except OSError as cause:
        raise UsageError(f"{path} cannot be written: {cause.strerror}", hint=NO_ROOM) from cause


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
        title=_title(loaded),
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


def _built(workspace: Workspace, loaded: Loaded, done: Done, pandoc: Pandoc, order: _Order) -> Done:
    """Make the editions and write them; one that cannot be made keeps no other back."""
    # Building loads Typst; who only verifies does not wait for that.
    from kzru_cite import current, edition  # noqa: PLC0415

    material = _material(workspace, loaded, done.report, order.style)
    names = order.editions or edition.USUAL
    made: list[Built] = []
    fault: KzruError | None = None
    try:
        made += edition.build(material, names, pandoc, workspace.folder)
    except KzruError as cause:
        fault = cause
        # A letter that the paper has no font for must not keep the page from being made.
        for name in names if len(names) > 1 else ():
            with suppress(KzruError):
                made += edition.build(material, (name,), pandoc, workspace.folder)
    folder = workspace.folder / workspace.settings.output
    if made:
        tools = edition.tools(__version__, pandoc)
        make_folder(folder)
        # The manifest says what others built as well, and is to be of these very files.
        with alone_in(folder):
            for one in made:
                write(folder / one.filename, one.content)
            write(folder / current.FILENAME, current.noted(workspace, material, made, tools))
    if fault is not None:
        built = f"built all the same: {', '.join(one.filename for one in made)}" if made else ""
        fault.hint = "; ".join(filter(None, (fault.hint, built)))
        raise fault
    return replace(done, files=tuple(folder / one.filename for one in made))


def out_of_date(
    workspace: Workspace, pandoc: Pandoc, call: Call, style: str | None
) -> tuple[str, ...]:
    """Say in lines what keeps the editions in the output folder from being current."""
    from kzru_cite import current, edition  # noqa: PLC0415  as above

    settled = _settled(workspace, call)
    day = fixed_day(settled.settings, call.today, os.environ)
    bibliography = read_bibliography(settled.bibliographies)
    now = current.Now(
        tools=edition.tools(__version__, pandoc),
        style=_style(settled, style),
        day=day.isoformat() if day else "",
        looks=looks_digest(settled, recorded(settled, bibliography)),
    )
    return current.out_of_date(settled, now)


def _material(workspace: Workspace, loaded: Loaded, report: Report, style: str) -> Material:
    theme = _theme(workspace)
    inputs = _inputs(workspace, loaded)
    return Material(
        documents=tuple(
            Document(path=source.path, tree=tree)
            for source, tree in zip(workspace.articles, loaded.trees, strict=True)
        ),
        sources=loaded.sources,
        bibliography=loaded.dossier.bibliography,
        report=report,
        style=style,
        inputs=inputs,
        version=__version__,
        ledger=loaded.dossier.ledger,
        claims=bind(loaded.dossier),
        output=workspace.settings.output,
        policy=loaded.dossier.policy,
        revision=revision(workspace.folder, [each.path for each in inputs]),
        theme=theme,
        paper=workspace.settings.paper,
        attachments=_attachments(workspace, report),
        states=rules.entry_states(loaded.dossier),
    )


def _attachments(workspace: Workspace, report: Report) -> tuple[Attachment, ...]:
    """Return bibliographies, as they are, and the report, where the PDF may hold them."""
    if workspace.settings.paper.standard is not PaperStandard.A3A:
        return ()
    paths = [source.path for source in workspace.bibliographies]
    ends = Counter(PurePosixPath(path).name for path in paths)
    return (
        *(
            Attachment(
                name=end if ends[end := PurePosixPath(path).name] == 1 else path.replace("/", "-"),
                media_type="application/x-bibtex",
                relation=Relation.SOURCE,
                content=(workspace.folder / path).read_bytes(),
            )
            for path in paths
        ),
        Attachment(
            name="report.json",
            media_type="application/json",
            relation=Relation.DATA,
            content=FORMATS["json"](report, Showing(version=__version__)).encode(),
        ),
    )


def _theme(workspace: Workspace) -> Theme | None:
    """Read the theme that the settings name, which must lie in the project."""
    name, place = workspace.settings.theme, workspace.settings.theme_place
    if not name or place is None:
        return None
    path = (workspace.folder / name).resolve()
    if not (path.is_relative_to(workspace.folder) and path.is_file()):
        where = f"{place.path}:{place.line}:{place.column}"
        raise SettingsError(
            f"{where}: the theme {name!r} is no file of the project",
            hint="name a TOML file by its path in the project",
        )
    return read_theme(read_text(path, workspace.folder))


def _inputs(workspace: Workspace, loaded: Loaded) -> tuple[InputFile, ...]:
    """Name the files that the editions and their report rest on, but for images."""
    read = (*workspace.articles, *workspace.bibliographies, *loaded.dossier.ledgers)
    theme = (workspace.settings.theme,) if workspace.settings.theme else ()
    files = tuple(
        InputFile(path=path, sha256=digest(workspace.folder / path))
        for path in (*(source.path for source in read), *theme)
    )
    looks = looks_digest(workspace, loaded.dossier.evidence)
    return (*files, InputFile(path=looks[0], sha256=looks[1])) if looks else files


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
    there = _with(_settled(workspace, call), texts)
    loaded = load(begin(there, pandoc), _day(there, call))
    return Judged(loaded=loaded, report=check(loaded), style=_style(there, None))


def entry(judged: Judged, key: str, pandoc: Pandoc) -> str:
    """Return the entry of a reference as the editions print it, in Markdown; '' without one."""
    # Only who shows entries loads what makes them.
    from kzru_cite.edition.press import formatted  # noqa: PLC0415

    items = [item for item in judged.loaded.sources if item.get("id") == key]
    references = judged.loaded.dossier.bibliography.by_key()
    return formatted(items, references, judged.style, pandoc) if items else ""
