"""
Read the command line, call the application, and exit with a code that means something.

The application is imported inside the commands: pandoc is set to work first, and ``--help`` needs
none of it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from kzru_cite import __version__
from kzru_cite.choices import CLAIM_LISTS, REPORTS, SEVERITIES
from kzru_cite.errors import KzruError, SettingsError, UsageError
from kzru_cite.loading import start
from kzru_cite.model.outcome import Severity
from kzru_cite.skeleton import begin
from kzru_cite.workspace import open_workspace

_EXITS = {"passed": 0, "failed": 1, "incomplete": 3}
_USAGE, _INCOMPLETE = 2, 3
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day as YYYY-MM-DD", param, ctx)


@click.group(context_settings=_HELP)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """
    Check that every claim of an article rests on a source, and build its editions.

    Exit codes: 0 passed; 1 findings at or above the gate; 2 usage or settings; 3 incomplete.
    """
    # What is read stays until the end; looking for garbage at every turn takes a tenth of a run.
    gc.set_threshold(100_000, 20, 20)


_PROJECT = click.option(
    "-C", "--project", "folder", type=click.Path(path_type=Path), default=Path(),
    help="The project's folder, or one below it.", show_default="here",
)  # fmt: skip
_TODAY = click.option("--today", type=_Day(), help="Judge as on this day.")
_STYLE = click.option(
    "--csl", "style", help="apa, ieee, gost, chicago-author-date, chicago-notes or a .csl file."
)


@main.command(epilog="Example: kzru-cite verify --offline --format github")
@click.argument("projects", nargs=-1, type=click.Path(path_type=Path))
@click.option("--offline", is_flag=True, help="Ask nothing; judge what was seen before.")
@click.option("--format", "form", type=click.Choice(REPORTS), default="text",
              show_default=True, help="How to write the report.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), help="Write the report to this file.")
@click.option("--select", multiple=True, metavar="CODES", help="Ask only these rules: KEY, DAT004.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not ask these rules.")
@click.option("--min-severity", "least", type=click.Choice(SEVERITIES),
              default="warning", show_default=True, help="Show findings from here.")  # fmt: skip
@_TODAY
def verify(
    projects: tuple[Path, ...],
    *,
    offline: bool,
    form: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    least: str,
    today: date | None,
) -> None:
    """
    Check the citations of projects.

    PROJECTS are folders; without one, the project around this folder is checked.
    """
    with _errors():
        if len(projects) > 1 and form == "json":
            hint = "call 'verify' once for each"
            raise UsageError("JSON holds the report of one project", hint=hint)
        folders = projects or (Path(),)
        started = [start(folder) for folder in folders]
        from kzru_cite import app

        call = app.Call(
            today=today,
            select=_codes(select),
            ignore=_codes(ignore),
            form=form,
            least=Severity[least.upper()],
            colour=output is None and form == "text" and _colour(),
            online=not offline,
            told=_Progress().told,
        )
        names = [f"{folder.as_posix()}/" if len(folders) > 1 else "" for folder in folders]
        done = [app.verify(one, call, named=name) for one, name in zip(started, names, strict=True)]
        for one in done:
            _notes(one.notes)
        text = "\n".join(one.text for one in done)
        if output is None:
            click.echo(text, nl=False, color=True)
        else:
            app.write(output, text.encode())
        sys.exit(_worst(_EXITS[one.report.verdict.value] for one in done))


def _worst(codes: Iterable[int]) -> int:
    """Return the code that says most: findings win over incomplete."""
    found = set(codes)
    return next(code for code in (1, 3, 0) if code in found)


@main.command(epilog="Example: kzru-cite gather --budget")
@click.option("--budget", is_flag=True, help="Only say what would be asked, and how long it takes.")
@_PROJECT
def gather(*, budget: bool, folder: Path) -> None:
    """
    Ask the world, and judge nothing.

    What is missing or stale is asked, and each answer goes into the log of looks at once.
    """
    with _errors():
        # Only the references are asked about: pandoc stays out of it.
        workspace = open_workspace(folder)
        from kzru_cite import app

        if budget:
            click.echo(app.budget(workspace), nl=False)
        else:
            _notes(app.gather(workspace, app.Call(told=_Progress().told)))


@main.command(epilog="Example: kzru-cite build html pdf --csl apa")
@click.argument("editions", nargs=-1)
@_STYLE
@_TODAY
@_PROJECT
def build(
    editions: tuple[str, ...], *, style: str | None, today: date | None, folder: Path
) -> None:
    """
    Build editions into the output folder.

    EDITIONS are html, epub and pdf; without one, all are built.
    """
    with _errors():
        started = start(folder)
        from kzru_cite import app

        done = app.build(started, app.Call(today=today), editions, style)
        _name_files(done.files)
        if done.report.verdict.value != "passed":
            _note(f"the check came out {done.report.verdict.value}, and the editions say so")


@main.command(epilog="Example: kzru-cite publish --csl ieee")
@_STYLE
@_TODAY
@_PROJECT
def publish(*, style: str | None, today: date | None, folder: Path) -> None:
    """Verify, and build when the gate is passed."""
    with _errors():
        started = start(folder)
        from kzru_cite import app

        done = app.publish(started, app.Call(today=today, colour=_colour()), style)
        click.echo(done.text, nl=False, color=True)
        if not done.files:
            _note("nothing was built: the gate was not passed")
        _name_files(done.files)
        sys.exit(_EXITS[done.report.verdict.value])


@main.command(epilog="Example: kzru-cite claims --format csv > claims.csv")
@click.option("--format", "form", type=click.Choice(CLAIM_LISTS), default="table",
              show_default=True, help="How to write the list.")  # fmt: skip
@click.option("--graph", type=click.Path(path_type=Path), help="Draw the map into this SVG file.")
@_PROJECT
def claims(*, form: str, graph: Path | None, folder: Path) -> None:
    """
    List claims with what they rest on, and how far each link is borne out.

    The coverage of each section and the open work stand below.
    """
    with _errors():
        started = start(folder)
        from kzru_cite import app

        if graph is None:
            click.echo(app.claims(started, form), nl=False)
        else:
            app.write(graph, app.drawn(started).encode())
            _note(f"drew {graph}")


@main.command(epilog="Example: kzru-cite rules --format markdown")
@click.option("--format", "form", type=click.Choice(("table", "markdown")), default="table",
              show_default=True, help="How to write the list.")  # fmt: skip
def rules(*, form: str) -> None:
    """List all rules."""
    from kzru_cite import explaining

    click.echo(explaining.rule_table(markdown=form == "markdown"), nl=False)


@main.command(epilog="Example: kzru-cite explain KEY001")
@click.argument("codes", nargs=-1, required=True)
def explain(codes: tuple[str, ...]) -> None:
    """
    Say what rules find, why, and how to mend it.

    CODES are codes or names of rules.
    """
    from kzru_cite import explaining

    with _errors():
        click.echo("\n".join(explaining.explain(code) for code in codes), nl=False)


@main.command(epilog="Example: kzru-cite init my-article")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """
    Begin a project.

    Writes a small article with one source, which passes, into FOLDER.
    """
    with _errors():
        for name in begin(folder):
            _note(f"wrote {folder / name}")
        _note("next: kzru-cite publish" + ("" if folder == Path() else f" -C {folder}"))


class _Progress:
    """Show on a terminal how many questions are settled, and how; say nothing in a pipe."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def told(self, _want: object, sight: object) -> None:
        """Count a settled question."""
        self._counts[type(sight).__name__.lower()] += 1
        if sys.stderr.isatty():
            words = ", ".join(f"{count} {name}" for name, count in sorted(self._counts.items()))
            click.echo(f"\r{words}\x1b[K", err=True, nl=False)


def _notes(notes: Iterable[str]) -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    for note in notes:
        _note(note)


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for value in values for code in value.split(",") if code)


def _colour() -> bool:
    # https://no-color.org: any value but the empty one switches colour off.
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR", "")


def _name_files(files: Iterable[Path]) -> None:
    for file in files:
        _note(f"built {file}")


def _note(text: str) -> None:
    click.echo(f"kzru-cite: {text}", err=True)


@contextmanager
def _errors() -> Iterator[None]:
    """Turn what ends the work into a message and an exit code."""
    try:
        yield
    except KzruError as error:
        _note(str(error))
        if error.hint:
            click.echo(f"  hint: {error.hint}", err=True)
        wrong_call = isinstance(error, (UsageError, SettingsError))
        sys.exit(_USAGE if wrong_call else _INCOMPLETE)
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing was lost that anyone waits for.
        sys.stderr.close()
        sys.exit(0)
