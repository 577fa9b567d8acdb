"""Check projects, ask the world, and tell what changed in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from kzru_cite.choices import (
    CHANGE_LISTS,
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
    PROJECT,
    TODAY,
    Progress,
    code_list,
    has_colour,
    note,
    notes,
    told_errors,
    worst,
)
from kzru_cite.errors import UsageError
from kzru_cite.model.outcome import Severity
from kzru_cite.workspace import open_workspace


@click.command(epilog="Example: kzru-cite verify --offline --format github")
@click.argument("projects", nargs=-1, type=click.Path(path_type=Path))
@click.option("--offline", is_flag=True, help="Ask nothing; judge what was seen before.")
@click.option("--capture", is_flag=True, help="Keep what is fetched, so that quotes can be found.")
@DASK
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

    PROJECTS are folders; without one, the project around this folder is checked.
    """
    with told_errors():
        _single(projects, form, baseline or write_baseline)
        if dask and offline:
            raise UsageError("--offline asks nothing", hint="leave out --offline or --dask")
        from kzru_cite.loading import start

        folders = projects or (Path(),)
        started = [start(folder) for folder in folders]
        from kzru_cite import app

        call = app.Call(
            today=today,
            select=code_list(select),
            ignore=code_list(ignore),
            form=form,
            least=Severity[least.upper()],
            colour=output is None and form == "text" and has_colour(),
            online=not offline,
            told=Progress().told,
            capture=capture,
            dask=dask,
            audit=audit,
            baseline=baseline,
            write_baseline=write_baseline,
            new_only=new_only,
        )
        names = [f"{folder.as_posix()}/" if len(folders) > 1 else "" for folder in folders]
        if form in LOOKED_UP:
            names = [_from_here(one.workspace.folder) for one in started]
        done = [app.verify(one, call, named=name) for one, name in zip(started, names, strict=True)]
        for one in done:
            notes(one.notes)
        _summarise(one.summary for one in done)
        text = app.joined(form, done)
        if output is None:
            click.echo(text, nl=False, color=True)
        else:
            app.write(output, text.encode())
        sys.exit(worst(EXITS[one.report.verdict.value] for one in done))


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
def gather(
    *, budget: bool, capture: bool, dask: str, warcs: tuple[Path, ...], folder: Path
) -> None:
    """
    Ask the world, and judge nothing.

    What is missing or stale is asked, and each answer goes into the log of looks at once.
    """
    with told_errors():
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


@click.command(epilog="Example: kzru-cite changes --since HEAD~20 --format markdown")
@click.option("--since", "words", required=True, metavar="REF|DATE",
              help="A day as YYYY-MM-DD, or a commit, branch or tag.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(CHANGE_LISTS), default="text",
              show_default=True, help="How to write the list.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), help="Write the list to this file.")
@TODAY
@PROJECT
def changes(
    *, words: str, form: str, output: Path | None, today: date | None, folder: Path
) -> None:
    """
    List what changed in the world, not in the text.

    Links that died or came back, pages that drifted from their quotation, retractions and archived
    copies that moved, by what the log of looks says. Nothing is asked.
    """
    with told_errors():
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app

        text = app.changes(started, app.Call(today=today), words, form)
        if output is None:
            click.echo(text, nl=False)
        else:
            app.write(output, text.encode())


@click.command(epilog="Example: kzru-cite schema > ledger.schema.json")
def schema() -> None:
    """Print the JSON Schema of the ledger."""
    from kzru_cite import explaining

    click.echo(explaining.schema(), nl=False)


@click.command(epilog="Example: kzru-cite rules --format markdown")
@click.option("--format", "form", type=click.Choice(("table", "markdown")), default="table",
              show_default=True, help="How to write the list.")  # fmt: skip
def rules(*, form: str) -> None:
    """List all rules."""
    from kzru_cite import explaining

    click.echo(explaining.rule_table(markdown=form == "markdown"), nl=False)


@click.command(epilog="Example: kzru-cite explain KEY001")
@click.argument("codes", nargs=-1, required=True, type=CODES)
def explain(codes: tuple[str, ...]) -> None:
    """
    Say what rules find, why, and how to mend it.

    CODES are codes or names of rules.
    """
    from kzru_cite import explaining

    with told_errors():
        click.echo("\n".join(explaining.explain(code) for code in codes), nl=False)
