"""Check projects, and ask the world about them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from kzru_cite.choices import (
    JOINED,
    LOOKED_UP,
    REPORTS,
    SEVERITIES,
)
from kzru_cite.commands.common import (
    CODES,
    DASK,
    EXITS,
    INCOMPLETE,
    LOOKS,
    PROJECT,
    TODAY,
    Progress,
    code_list,
    has_colour,
    note,
    notes,
    told_error,
    told_errors,
    worst,
)
from kzru_cite.day import day_of_run
from kzru_cite.errors import KzruError, UsageError
from kzru_cite.model.outcome import Severity
from kzru_cite.workspace import open_workspace

if TYPE_CHECKING:
    from kzru_cite.app import Call, Done
    from kzru_cite.loading import Started
    from kzru_cite.many import Opened
    from kzru_cite.recalled import Case
    from kzru_cite.workspace import Shared, Workspace

Faults = dict[Path, KzruError]


@click.command(epilog="Example: kzru-cite verify --offline --format github")
@click.argument("projects", nargs=-1, type=click.Path(path_type=Path))
@click.option("--offline", is_flag=True, help="Ask nothing; judge what was seen before.")
@click.option("--capture", is_flag=True, help="Keep what is fetched, so that quotes can be found.")
@DASK
@LOOKS
@click.option("--audit", is_flag=True, help="Work out anew what the log says of its captures.")
@click.option("--format", "form", type=click.Choice(REPORTS), default="text",
              show_default=True, help="How to write the report.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), help="Write the report to this file.")
@click.option(
    "--select",
    multiple=True,
    type=CODES,
    metavar="CODES",
    help="Ask only these rules: KEY, DAT004.",
)
@click.option(
    "--ignore", multiple=True, type=CODES, metavar="CODES", help="Do not ask these rules."
)
@click.option("--min-severity", "least", type=click.Choice(SEVERITIES),
              default="warning", show_default=True, help="Show findings from here.")  # fmt: skip
@click.option("--baseline", type=click.Path(path_type=Path),
              help="Findings in this file are known, and pass the gate.")  # fmt: skip
@click.option("--write-baseline", type=click.Path(path_type=Path),
              help="Write what is found now into this file.")  # fmt: skip
@click.option("--new-only", is_flag=True, help="Leave known findings out of the report.")
@TODAY
def verify(
    projects: tuple[Path, ...],
    *,
    offline: bool,
    capture: bool,
    dask: str,
    looks: str,
    audit: bool,
    form: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    least: str,
    baseline: Path | None,
    write_baseline: Path | None,
    new_only: bool,
    today: date | None,
) -> None:
    """
    Check the citations of projects.

    PROJECTS are folders; without one, the project around this folder is checked. Several share
    what was seen: a question that more than one of them puts is asked once.
    """
    with told_errors():
        _single(projects, form, baseline or write_baseline)
        if dask and offline:
            raise UsageError("--offline asks nothing", hint="leave out --offline or --dask")
        folders = _each_once(projects) or (Path(),)
        workspace = None if len(folders) > 1 or looks else open_workspace(folders[0])
        asks = not offline or capture or dask or audit or write_baseline
        colour = output is None and form == "text" and has_colour()
        words = (form, least, select, ignore, new_only, colour)
        case = None if asks or not workspace else _case(workspace, words, baseline, today)
        if known := case and case.known():
            _summarise((known.summary,))
            _written(known.text, output)
            sys.exit(known.code)
        # Of a single project pandoc is set to work before anything else is loaded.
        started = _set_to_work(workspace) if workspace else None
        from kzru_cite import app

        call = app.Call(
            today=today,
            select=code_list(select),
            ignore=code_list(ignore),
            form=form,
            least=Severity[least.upper()],
            colour=colour,
            online=not offline,
            told=Progress().told,
            capture=capture,
            dask=dask,
            audit=audit,
            baseline=baseline,
            write_baseline=write_baseline,
            new_only=new_only,
        )
        code, text = _alone(started, call, case) if started else _joint(folders, looks, call)
        _written(text, output)
        sys.exit(code)


def _case(
    workspace: Workspace, words: tuple[object, ...], baseline: Path | None, today: date | None
) -> Case | None:
    """Return what the report of a call is known by; None when it cannot be recalled."""
    from kzru_cite.recalled import case

    day = day_of_run(workspace.settings, today, os.environ)
    here = (*words, _from_here(workspace.folder))
    return case(workspace, day, here, baseline, os.environ)


def _written(text: str, output: Path | None) -> None:
    """Print a report, or write it into a file."""
    if output is None:
        click.echo(text, nl=False, color=True)
        return
    from kzru_cite.files import write

    write(output, text.encode())


def _set_to_work(workspace: Workspace) -> Started:
    from kzru_cite.loading import set_to_work

    return set_to_work(workspace)


def _alone(started: Started, call: Call, case: Case | None) -> tuple[int, str]:
    """Judge a project; return the exit code and the report, which is kept for the *case*."""
    from kzru_cite import app

    judged = _verified(started, call, "")
    code, text = EXITS[judged.report.verdict.value], app.joined(call.form, [judged])
    if case is not None and judged.lasting:
        from kzru_cite.recalled import Kept

        case.keep(Kept(text=text, summary=judged.summary, code=code))
    return code, text


def _judged(
    folders: Sequence[Path], projects: Iterable[Opened], call: Call, faults: Faults
) -> tuple[int, str]:
    """
    Judge projects in turn; return the exit code and the report on all that could be read.

    *faults* were met while the world was asked.
    """
    from kzru_cite import app

    codes, done, texts = [], [], []
    for folder, one in zip(folders, projects, strict=True):
        where = folder.as_posix() if len(folders) > 1 else ""
        if isinstance(one, KzruError):
            codes.append(told_error(one, where))
            continue
        try:
            judged = _verified(one, call, where)
        except KzruError as fault:
            if not where:
                raise
            codes.append(told_error(fault, where))
            continue
        if folder in faults:
            codes.append(told_error(faults[folder], where))
        codes.append(EXITS[judged.report.verdict.value])
        # Only one form needs more of each than its text.
        if call.form == "github":
            done.append(judged)
        else:
            texts.append(judged.text)
    return worst(codes), app.joined(call.form, done) if done else "\n".join(texts)


def _verified(started: Started, call: Call, where: str) -> Done:
    """Check a project, whose paths go by *where* it is, and tell what is no part of its report."""
    from kzru_cite import app

    named = f"{where}/" if where else ""
    if call.form in LOOKED_UP:
        named = _from_here(started.workspace.folder)
    judged = app.verify(started, call, named=named)
    notes(judged.notes)
    _summarise((judged.summary,))
    return judged


def _each_once(projects: tuple[Path, ...]) -> tuple[Path, ...]:
    """Leave out folders that were named before, in whatever way."""
    found: dict[Path, Path] = {}
    for folder in projects:
        found.setdefault(folder.resolve(), folder)
    return tuple(found.values())


def _joint(folders: Sequence[Path], looks: str, call: Call) -> tuple[int, str]:
    """Ask for projects that share what was seen, and judge them; return what _judged returns."""
    from kzru_cite.joint_store import sharing
    from kzru_cite.many import opened

    faults: Faults = {}
    with sharing(folders, looks) as shared:
        if call.online:
            call, faults = _gathered_first(folders, shared, call)
        return _judged(folders, opened(folders, shared), call, faults)


def _gathered_first(folders: Sequence[Path], shared: Shared, call: Call) -> tuple[Call, Faults]:
    """Ask for all projects at once; return the call that judges what was seen, and faults."""
    from kzru_cite import asking, joining

    told = call.told or (lambda _want, _sight: None)
    found = joining.gather(folders, shared, told, capture=call.capture, dask=call.dask)
    notes(asking.told_of(found.asked, found.fresh, offline=found.offline))
    return replace(call, online=False, cut=found.offline), dict(found.faults)


def _single(projects: tuple[Path, ...], form: str, baseline: Path | None) -> None:
    """Refuse several projects where the report or the baseline is of one."""
    if len(projects) > 1 and (form not in JOINED or baseline):
        what = "a baseline" if baseline else form.upper() if form == "json" else f"{form!r}"
        raise UsageError(
            f"{what} holds the report of one project", hint="call 'verify' once for each"
        )


def _from_here(folder: Path) -> str:
    """Return what goes before the paths of a project for a program that runs here."""
    here = Path.cwd().resolve()
    below = folder.relative_to(here).as_posix() if folder.is_relative_to(here) else "."
    return "" if below == "." else f"{below}/"


def _summarise(summaries: Iterable[str]) -> None:
    """Add reports to the summary of a step of GitHub Actions, when one is being written."""
    path, text = os.environ.get("GITHUB_STEP_SUMMARY", ""), "\n".join(filter(None, summaries))
    if path and text:
        try:
            with Path(path).open("a", encoding="utf-8", errors="replace") as file:
                file.write(text)
        except OSError as cause:
            note(f"the summary of the step cannot be written: {cause.strerror}")


@click.command(epilog="Example: kzru-cite gather --budget")
@click.option("--budget", is_flag=True, help="Only say what would be asked, and how long it takes.")
@click.option("--capture", is_flag=True, help="Keep what is fetched, so that quotes can be found.")
@DASK
@click.option("--from-warc", "warcs", multiple=True, type=click.Path(path_type=Path),
              help="Take over captures made elsewhere, and ask nothing.")  # fmt: skip
@PROJECT
@LOOKS
@click.argument("projects", nargs=-1, type=click.Path(path_type=Path))
def gather(
    projects: tuple[Path, ...],
    *,
    budget: bool,
    capture: bool,
    dask: str,
    warcs: tuple[Path, ...],
    folder: Path,
    looks: str,
) -> None:
    """
    Ask the world, and judge nothing.

    What is missing or stale is asked, and each answer goes into the log of looks at once. PROJECTS
    are folders; several share what was seen.
    """
    with told_errors():
        projects = _each_once(projects)
        if len(projects) > 1 or looks:
            if budget or warcs:
                raise UsageError("--budget and --from-warc are for one project with its own log")
            sys.exit(_gathered(projects or (folder,), looks, capture=capture, dask=dask))
        folder = next(iter(projects), folder)
        # Only the references are asked about: pandoc stays out of it.
        workspace = open_workspace(folder)
        from kzru_cite import asking

        workspace = workspace.capturing() if capture else workspace
        if budget:
            click.echo(asking.budget(workspace), nl=False)
        elif warcs:
            from kzru_cite import capturing

            notes(capturing.taken_over(workspace, warcs))
            notes(asking.search_captures(workspace))
        else:
            asked = asking.gather(workspace, Progress().told, dask)
            notes(asked.notes)
            sys.exit(INCOMPLETE if asked.offline else 0)


def _gathered(folders: Sequence[Path], looks: str, *, capture: bool, dask: str) -> int:
    """Ask for several projects at once; return the exit code."""
    from kzru_cite import asking, joining
    from kzru_cite.joint_store import sharing

    with sharing(folders, looks) as shared:
        found = joining.gather(folders, shared, Progress().told, capture=capture, dask=dask)
    troubles = (line for trouble in found.troubles for line in asking.alone(trouble))
    notes((*troubles, *asking.told_of(found.asked, found.fresh, offline=found.offline)))
    codes = [told_error(fault, folder.as_posix()) for folder, fault in found.faults]
    return worst([*codes, INCOMPLETE if found.offline else 0])
