"""Build and publish editions, map claims, and let people decide on them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from kzru_cite.choices import (
    CLAIM_LISTS,
    STATES,
)
from kzru_cite.commands.common import (
    EXITS,
    INCOMPLETE,
    PROJECT,
    STYLE,
    TODAY,
    has_colour,
    name_files,
    note,
    told_errors,
)
from kzru_cite.errors import UsageError
from kzru_cite.pandoc import bundled
from kzru_cite.workspace import open_workspace


@click.command(epilog="Example: kzru-cite build html pdf --csl apa")
@click.argument("editions", nargs=-1)
@click.option("--check", is_flag=True, help="Only say whether what was built is current.")
@click.option(
    "--watch", is_flag=True, help="Build at each change and serve the page, until Ctrl-C."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8008, show_default=True,
              help="Where --watch serves, on 127.0.0.1; 0 for a free one.")  # fmt: skip
@STYLE
@TODAY
@PROJECT
def build(
    editions: tuple[str, ...],
    *,
    check: bool,
    watch: bool,
    port: int,
    style: str | None,
    today: date | None,
    folder: Path,
) -> None:
    """
    Build editions into the output folder.

    EDITIONS are html, epub, pdf, docx, jats and markdown; without one, the first three are built.
    With --check nothing is: the exit code is 0 when all in the output folder is as the manifest
    says, and rests on the texts, tools and settings of now; else 1, and what changed is named.
    With --watch html alone is built when none is named.
    """
    with told_errors():
        if watch and check:
            raise UsageError("--check builds nothing to be watched", hint="choose one of the two")
        if watch:
            _watch(folder, editions, style, today, port)
            return
        if check:
            sys.exit(_checked(folder, editions, style, today))
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app

        done = app.build(started, app.Call(today=today), editions, style)
        name_files(done.files)
        if done.report.verdict.value != "passed":
            note(f"the check came out {done.report.verdict.value}, and the editions say so")


def _watch(
    folder: Path, editions: tuple[str, ...], style: str | None, today: date | None, port: int
) -> None:
    from kzru_cite import app, watching
    from kzru_cite.loading import start

    def built() -> tuple[Path, str]:
        done = app.build(start(folder), app.Call(today=today), names, style)
        page = next(path for path in done.files if path.suffix == ".html")
        return page, f"built; the check came out {done.report.verdict.value}"

    names = tuple(dict.fromkeys(("html", *editions)))
    watching.watch(folder, built, note, port=port)


def _checked(folder: Path, editions: tuple[str, ...], style: str | None, today: date | None) -> int:
    """Name what is out of date; return the exit code."""
    if editions:
        raise UsageError("--check looks at all that was built", hint="name no editions with it")
    workspace = open_workspace(folder)
    from kzru_cite import app

    lines = app.out_of_date(workspace, bundled(), app.Call(today=today), style)
    for line in lines:
        click.echo(line)
    if not lines:
        note("all that was built is current")
    return int(bool(lines))


@click.command(epilog="Example: kzru-cite publish --csl ieee")
@click.option("--strict", is_flag=True, help="Refuse, with exit code 3, what was checked in part.")
@STYLE
@TODAY
@PROJECT
def publish(*, strict: bool, style: str | None, today: date | None, folder: Path) -> None:
    """Verify, and build html, epub and pdf when the gate is passed."""
    with told_errors():
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app

        call = app.Call(today=today, colour=has_colour())
        done = app.publish(started, call, style, strict=strict)
        click.echo(done.text, nl=False, color=True)
        passed = done.report.verdict.value == "passed"
        if not passed:
            note("nothing was built: the gate was not passed")
        elif not done.files:
            note("nothing was built: --strict wants all checked, and this was not")
        for line in done.unchecked if strict else ():
            click.echo(f"  {line}", err=True)
        name_files(done.files)
        sys.exit(INCOMPLETE if passed and not done.files else EXITS[done.report.verdict.value])


@click.command(epilog="Example: kzru-cite claims --format csv > claims.csv")
@click.option("--format", "form", type=click.Choice(CLAIM_LISTS), default="table",
              show_default=True, help="How to write the list.")  # fmt: skip
@click.option("--graph", type=click.Path(path_type=Path), help="Draw the map into this SVG file.")
@PROJECT
def claims(*, form: str, graph: Path | None, folder: Path) -> None:
    """
    List claims with what they rest on, and how far each link is borne out.

    The coverage of each section and the open work stand below.
    """
    with told_errors():
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app
        from kzru_cite.files import write

        if graph is None:
            click.echo(app.claims(started, form), nl=False)
        else:
            write(graph, app.drawn(started).encode())
            note(f"drew {graph}")


@click.command(epilog="Example: kzru-cite review --section Trade --state lapsed")
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True,
              help="Show links that are so; open: undecided or lapsed.")  # fmt: skip
@click.option("--claim", "claim_ids", multiple=True, metavar="ID", help="Only this claim.")
@click.option("--reference", "keys", multiple=True, metavar="KEY", help="Only this reference.")
@click.option("--section", "sections", multiple=True, metavar="TITLE",
              help="Only this section, by its title or id.")  # fmt: skip
@click.option("--by", default="", help="Who decides; else the setting, else you are asked.")
@TODAY
@PROJECT
def review(
    *,
    state: str,
    claim_ids: tuple[str, ...],
    keys: tuple[str, ...],
    sections: tuple[str, ...],
    by: str,
    today: date | None,
    folder: Path,
) -> None:
    """
    Decide link by link whether sources support claims.

    Each decision goes into the ledger at once. Keys: s supports, p partly, c contradicts,
    i inaccessible, n note, space skip, left back, u undo, ? help, q quit.
    """
    with told_errors():
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            hint = "in a pipe, 'kzru-cite claims' lists them"
            raise UsageError("links are reviewed at a terminal", hint=hint)
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app, reviewing

        name = by.strip() or started.workspace.settings.reviewer
        name = name or str(click.prompt("Your name or initials")).strip()
        asked = reviewing.Asked(state=state, claims=claim_ids, references=keys, sections=sections)
        call = app.Call(today=today, colour=has_colour())
        for line in app.review(started, call, asked, name):
            note(line)
