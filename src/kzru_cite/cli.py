"""
Read the command line, call the application, and exit with a code that means something.

The application is imported inside the commands: pandoc is set to work first, and ``--help`` needs
none of it.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kzru_cite import __version__
from kzru_cite.choices import (
    CHANGE_LISTS,
    CLAIM_LISTS,
    EXPORTS,
    IMPORTS,
    JOINED,
    LOOKED_UP,
    REPORTS,
    SEVERITIES,
    STATES,
)
from kzru_cite.errors import KzruError, LedgerError, SettingsError, UsageError
from kzru_cite.model.outcome import Severity
from kzru_cite.pandoc import bundled
from kzru_cite.skeleton import begin
from kzru_cite.workspace import open_workspace

if TYPE_CHECKING:
    from kzru_cite.adding import Proposal
    from kzru_cite.model.evidence import Sight
    from kzru_cite.planning import Want

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


class _Codes(click.ParamType[str]):
    """Codes of rules, which a shell can complete; what is none is told where it is used."""

    name = "CODES"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  as there
        param: click.Parameter,  # noqa: ARG002  as there
        incomplete: str,
    ) -> list[CompletionItem]:
        from kzru_cite import rules

        before, comma, begun = incomplete.rpartition(",")
        return [
            CompletionItem(f"{before}{comma}{rule.code}", help=rule.name)
            for rule in rules.ALL
            if rule.code.startswith(begun.upper())
        ]


_CODES = _Codes()


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
@click.option("--capture", is_flag=True, help="Keep what is fetched, so that quotes can be found.")
@click.option("--audit", is_flag=True, help="Work out anew what the log says of its captures.")
@click.option("--format", "form", type=click.Choice(REPORTS), default="text",
              show_default=True, help="How to write the report.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), help="Write the report to this file.")
@click.option(
    "--select",
    multiple=True,
    type=_CODES,
    metavar="CODES",
    help="Ask only these rules: KEY, DAT004.",
)
@click.option(
    "--ignore", multiple=True, type=_CODES, metavar="CODES", help="Do not ask these rules."
)
@click.option("--min-severity", "least", type=click.Choice(SEVERITIES),
              default="warning", show_default=True, help="Show findings from here.")  # fmt: skip
@click.option("--baseline", type=click.Path(path_type=Path),
              help="Findings in this file are known, and pass the gate.")  # fmt: skip
@click.option("--write-baseline", type=click.Path(path_type=Path),
              help="Write what is found now into this file.")  # fmt: skip
@click.option("--new-only", is_flag=True, help="Leave known findings out of the report.")
@_TODAY
def verify(
    projects: tuple[Path, ...],
    *,
    offline: bool,
    capture: bool,
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
    with _errors():
        _single(projects, form, baseline or write_baseline)
        from kzru_cite.loading import start

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
            capture=capture,
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
            _notes(one.notes)
        _summarise(one.summary for one in done)
        text = app.joined(form, done)
        if output is None:
            click.echo(text, nl=False, color=True)
        else:
            app.write(output, text.encode())
        sys.exit(_worst(_EXITS[one.report.verdict.value] for one in done))


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
            _note(f"the summary of the step cannot be written: {cause.strerror}")


def _worst(codes: Iterable[int]) -> int:
    """Return the code that says most: findings win over incomplete."""
    found = set(codes)
    return next(code for code in (1, 3, 0) if code in found)


@main.command(epilog="Example: kzru-cite gather --budget")
@click.option("--budget", is_flag=True, help="Only say what would be asked, and how long it takes.")
@click.option("--capture", is_flag=True, help="Keep what is fetched, so that quotes can be found.")
@click.option("--from-warc", "warcs", multiple=True, type=click.Path(path_type=Path),
              help="Take over captures made elsewhere, and ask nothing.")  # fmt: skip
@_PROJECT
def gather(*, budget: bool, capture: bool, warcs: tuple[Path, ...], folder: Path) -> None:
    """
    Ask the world, and judge nothing.

    What is missing or stale is asked, and each answer goes into the log of looks at once.
    """
    with _errors():
        # Only the references are asked about: pandoc stays out of it.
        workspace = open_workspace(folder)
        from kzru_cite import asking

        workspace = workspace.capturing() if capture else workspace
        if budget:
            click.echo(asking.budget(workspace), nl=False)
        elif warcs:
            from kzru_cite import capturing

            _notes(capturing.taken_over(workspace, warcs))
            _notes(asking.search_captures(workspace))
        else:
            asked = asking.gather(workspace, _Progress().told)
            _notes(asked.notes)
            sys.exit(_INCOMPLETE if asked.offline else 0)


@main.command(epilog="Example: kzru-cite fix --diff --select IDS,DAT")
@click.option("--unsafe", is_flag=True, help="Make those fixes too that an editor should look at.")
@click.option("--diff", is_flag=True, help="Print a patch for 'git apply', and write nothing.")
@click.option(
    "--select", multiple=True, type=_CODES, metavar="CODES", help="Mend what these rules find."
)
@click.option(
    "--ignore", multiple=True, type=_CODES, metavar="CODES", help="Mend nothing that these find."
)
@_TODAY
@_PROJECT
def fix(
    *,
    unsafe: bool,
    diff: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    today: date | None,
    folder: Path,
) -> None:
    """
    Mend what can be mended, in text, bibliography and ledger.

    All is judged again before it is written; a fix that does not mend, or breaks something, is
    not made. Exits with 1 when one could not be made.
    """
    with _errors():
        workspace = open_workspace(folder)
        from kzru_cite import app, repairing

        call = app.Call(today=today, select=_codes(select), ignore=_codes(ignore))
        done = app.fix(workspace, call, bundled(), unsafe=unsafe)
        click.echo(repairing.patch(done) if diff else repairing.written(workspace, done), nl=False)
        _notes(repairing.notes(done, unsafe=unsafe))
        sys.exit(1 if done.left else 0)


@main.command(epilog="Example: kzru-cite archive --save > copies.patch")
@click.argument("keys", nargs=-1)
@click.option("--write", is_flag=True, help="Write the copies into the bibliography.")
@click.option(
    "--save", is_flag=True, help="Have those pages copied of which no archive has a copy."
)
@click.option("--offline", is_flag=True, help="Ask nothing; choose among what was seen before.")
@_TODAY
@_PROJECT
def archive(
    keys: tuple[str, ...],
    *,
    write: bool,
    save: bool,
    offline: bool,
    today: date | None,
    folder: Path,
) -> None:
    """
    Find archived copies for references that have none, or one that is no good.

    KEYS are those of the references; without one, all are meant. Prints a patch for 'git apply',
    unless --write is given. Exits with 1 when no good copy is to be had of one, with 3 when that
    cannot be told now.
    """
    with _errors():
        workspace = open_workspace(folder)
        from kzru_cite import archiving

        order = archiving.Order(keys=keys, write=write, save=save, offline=offline, today=today)
        done = archiving.archive(workspace, order, bundled(), _Progress().told)
        click.echo(done.patch, nl=False)
        _notes((*done.notes, *done.lines))
        sys.exit(done.code)


@main.group()
def captures() -> None:
    """List, show, verify and pack what was kept of the pages that were fetched."""


@captures.command("list", epilog="Example: kzru-cite captures list --format json")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table",
              show_default=True, help="How to write the list.")  # fmt: skip
@_PROJECT
def list_captures(*, form: str, folder: Path) -> None:
    """List all captures."""
    with _errors():
        from kzru_cite import capturing

        click.echo(capturing.listed(capturing.store_of(open_workspace(folder)), form), nl=False)


@captures.command(epilog="Example: kzru-cite captures show 3f2a9c81 --text")
@click.argument("name")
@click.option("--text", is_flag=True, help="Show the extracted text of the newest one.")
@_PROJECT
def show(*, name: str, text: bool, folder: Path) -> None:
    """
    Show captures.

    NAME is the hash of a capture, or its beginning, or an address.
    """
    with _errors():
        from kzru_cite import capturing

        store = capturing.store_of(open_workspace(folder))
        click.echo(capturing.shown(store, name, text=text), nl=False)


@captures.command("verify", epilog="Example: kzru-cite captures verify")
@_PROJECT
def verify_captures(*, folder: Path) -> None:
    """Work out the hash of each capture anew; exits with 1 when one is damaged."""
    with _errors():
        from kzru_cite import capturing

        told, sound = capturing.verified(capturing.store_of(open_workspace(folder)))
        click.echo(told, nl=False)
        sys.exit(0 if sound else 1)


@captures.command(epilog="Example: kzru-cite captures export captures.wacz")
@click.argument("file", type=click.Path(path_type=Path))
@_PROJECT
def export(*, file: Path, folder: Path) -> None:
    """
    Pack all captures as WACZ, for ReplayWeb.page and its kin.

    FILE is the file to write.
    """
    with _errors():
        from kzru_cite import capturing
        from kzru_cite.workspace import write_atomically

        workspace = open_workspace(folder)
        packed = capturing.packed(capturing.store_of(workspace), workspace.folder.name)
        write_atomically(file, packed)
        _note(f"wrote {file}")


@main.command(epilog="Example: kzru-cite build html pdf --csl apa")
@click.argument("editions", nargs=-1)
@click.option("--check", is_flag=True, help="Only say whether what was built is current.")
@click.option(
    "--watch", is_flag=True, help="Build at each change and serve the page, until Ctrl-C."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8008, show_default=True,
              help="Where --watch serves, on 127.0.0.1; 0 for a free one.")  # fmt: skip
@_STYLE
@_TODAY
@_PROJECT
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
    with _errors():
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
        _name_files(done.files)
        if done.report.verdict.value != "passed":
            _note(f"the check came out {done.report.verdict.value}, and the editions say so")


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
    watching.watch(folder, built, _note, port=port)


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
        _note("all that was built is current")
    return int(bool(lines))


@main.command(epilog="Example: kzru-cite publish --csl ieee")
@click.option("--strict", is_flag=True, help="Refuse, with exit code 3, what was checked in part.")
@_STYLE
@_TODAY
@_PROJECT
def publish(*, strict: bool, style: str | None, today: date | None, folder: Path) -> None:
    """Verify, and build html, epub and pdf when the gate is passed."""
    with _errors():
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app

        call = app.Call(today=today, colour=_colour())
        done = app.publish(started, call, style, strict=strict)
        click.echo(done.text, nl=False, color=True)
        passed = done.report.verdict.value == "passed"
        if not passed:
            _note("nothing was built: the gate was not passed")
        elif not done.files:
            _note("nothing was built: --strict wants all checked, and this was not")
        for line in done.unchecked if strict else ():
            click.echo(f"  {line}", err=True)
        _name_files(done.files)
        sys.exit(_INCOMPLETE if passed and not done.files else _EXITS[done.report.verdict.value])


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
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app

        if graph is None:
            click.echo(app.claims(started, form), nl=False)
        else:
            app.write(graph, app.drawn(started).encode())
            _note(f"drew {graph}")


@main.command(epilog="Example: kzru-cite changes --since HEAD~20 --format markdown")
@click.option("--since", "words", required=True, metavar="REF|DATE",
              help="A day as YYYY-MM-DD, or a commit, branch or tag.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(CHANGE_LISTS), default="text",
              show_default=True, help="How to write the list.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), help="Write the list to this file.")
@_TODAY
@_PROJECT
def changes(
    *, words: str, form: str, output: Path | None, today: date | None, folder: Path
) -> None:
    """
    List what changed in the world, not in the text.

    Links that died or came back, pages that drifted from their quotation, retractions and archived
    copies that moved, by what the log of looks says. Nothing is asked.
    """
    with _errors():
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app

        text = app.changes(started, app.Call(today=today), words, form)
        if output is None:
            click.echo(text, nl=False)
        else:
            app.write(output, text.encode())


@main.command(epilog="Example: kzru-cite review --section Trade --state lapsed")
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True,
              help="Show links that are so; open: undecided or lapsed.")  # fmt: skip
@click.option("--claim", "claim_ids", multiple=True, metavar="ID", help="Only this claim.")
@click.option("--reference", "keys", multiple=True, metavar="KEY", help="Only this reference.")
@click.option("--section", "sections", multiple=True, metavar="TITLE",
              help="Only this section, by its title or id.")  # fmt: skip
@click.option("--by", default="", help="Who decides; else the setting, else you are asked.")
@_TODAY
@_PROJECT
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
    with _errors():
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            hint = "in a pipe, 'kzru-cite claims' lists them"
            raise UsageError("links are reviewed at a terminal", hint=hint)
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import app, reviewing

        name = by.strip() or started.workspace.settings.reviewer
        name = name or str(click.prompt("Your name or initials")).strip()
        asked = reviewing.Asked(state=state, claims=claim_ids, references=keys, sections=sections)
        call = app.Call(today=today, colour=_colour())
        for note in app.review(started, call, asked, name):
            _note(note)


@main.command(epilog="Example: kzru-cite schema > ledger.schema.json")
def schema() -> None:
    """Print the JSON Schema of the ledger."""
    from kzru_cite import explaining

    click.echo(explaining.schema(), nl=False)


@main.command(epilog="Example: kzru-cite rules --format markdown")
@click.option("--format", "form", type=click.Choice(("table", "markdown")), default="table",
              show_default=True, help="How to write the list.")  # fmt: skip
def rules(*, form: str) -> None:
    """List all rules."""
    from kzru_cite import explaining

    click.echo(explaining.rule_table(markdown=form == "markdown"), nl=False)


@main.command(epilog="Example: kzru-cite explain KEY001")
@click.argument("codes", nargs=-1, required=True, type=_CODES)
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


@main.command("import", epilog="Example: kzru-cite import wikitext Bodmin.wikitext --into bodmin")
@click.argument("form", type=click.Choice(IMPORTS))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), default=Path(),
              help="The project's folder; a text begins one.", show_default="here")  # fmt: skip
def import_file(*, form: str, file: Path, into: Path) -> None:
    """
    Take an article or a list of sources of another form into a project.

    FORM is what FILE is written in. What could not be carried over is listed.
    """
    with _errors():
        from kzru_cite import importing

        done = importing.take(bundled(), form, file, into)
        for line in (*done.account, *done.losses):
            click.echo(line)
        _notes(f"wrote {written}" for written in done.files)


@main.command("export", epilog="Example: kzru-cite export csljson --output references.json")
@click.argument("form", type=click.Choice(EXPORTS))
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")
@_PROJECT
def export_references(*, form: str, output: Path | None, folder: Path) -> None:
    """
    Write the project's references in another form.

    FORM is what to write; what it cannot say is listed on stderr.
    """
    with _errors():
        workspace = open_workspace(folder)
        from kzru_cite import exporting
        from kzru_cite.workspace import write_atomically

        done = exporting.export(workspace, form)
        _notes(done.losses)
        if output is None:
            click.echo(done.text, nl=False)
        else:
            write_atomically(output, done.text.encode())
            _note(f"wrote {output}")


@main.command(epilog="Example: kzru-cite lsp")
def lsp() -> None:
    """
    Serve an editor, over the Language Server Protocol.

    Editors start this themselves, and speak to it over standard input and output.
    """
    with _errors():
        from kzru_cite.editor.recalling import RecallingPandoc
        from kzru_cite.editor.server import serve

        serve(RecallingPandoc(path=bundled().path))


@main.command(epilog="Example: kzru-cite man | man -l -")
def man() -> None:
    """Print the page of the manual, for man."""
    with _errors():
        from kzru_cite.manual import page

        click.echo(page(main, bundled()), nl=False)


class _Progress:
    """Show on a terminal how many questions are settled, and how; say nothing in a pipe."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def told(self, want: Want, sight: Sight) -> None:
        """Count a settled question."""
        if not sys.stderr.isatty():
            return
        from kzru_cite.glancing import outcome

        self._counts[outcome(want, sight)] += 1
        words = ", ".join(f"{count} {name}" for name, count in self._counts.most_common())
        line = f"{self._counts.total()} settled: {words}"
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"\r{line[:width]}\x1b[K", err=True, nl=False)


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
        wrong_call = isinstance(error, (UsageError, SettingsError, LedgerError))
        sys.exit(_USAGE if wrong_call else _INCOMPLETE)
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing was lost that anyone waits for.
        sys.stderr.close()
        sys.exit(0)


@main.command(epilog="Example: kzru-cite fmt --check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 when something would change."
)
@click.option("--diff", is_flag=True, help="Write nothing; print a patch that git apply takes.")
@click.option("--sort", "order", type=click.Choice(("file", "key")), default="file",
              show_default=True, help="The order of entries: as it is, or by key.")  # fmt: skip
@_PROJECT
def fmt(files: tuple[Path, ...], *, check: bool, diff: bool, order: str, folder: Path) -> None:
    """
    Give bibliographies their canonical form; no value is changed.

    FILES are .bib files; without one, those of the project are taken.
    """
    with _errors():
        from kzru_cite import formatting

        found = formatting.formatted(folder, files, by_key=order == "key")
        for one in found:
            _notes(one.remarks)
            if diff:
                click.echo(one.patch, nl=False)
            elif one.differs and check:
                _note(f"{one.name} is not in its canonical form")
            elif one.differs:
                formatting.write(one)
                _note(f"wrote {one.name}")
        sys.exit(int(check and any(one.differs for one in found)))


@main.command(epilog="Example: kzru-cite cite laruelle nuances 2020")
@click.argument("search", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="How to write what is found.")  # fmt: skip
@_PROJECT
def cite(search: tuple[str, ...], *, form: str, folder: Path) -> None:
    """
    Find keys to cite.

    SEARCH are words of authors, titles or the year, a DOI, a host; all must fit. Exits with 1
    when nothing is found.
    """
    with _errors():
        from kzru_cite import citing

        hits = citing.find(open_workspace(folder), " ".join(search))
        click.echo(citing.as_json(hits) if form == "json" else citing.listed(hits), nl=False)
        if not hits:
            _note(f"nothing is found for {' '.join(search)!r}")
        sys.exit(int(not hits))


@main.command(epilog="Example: kzru-cite add 10.17226/12005 --write")
@click.argument("work")
@click.option("--write", is_flag=True, help="Write the entry, and ask no more.")
@click.option("--force", is_flag=True, help="Write it though it would not pass the gate.")
@click.option("--key", default="", help="The key of the entry; else one is made.")
@click.option("--to", "file", default="", metavar="FILE", help="Which bibliography, of several.")
@_TODAY
@_PROJECT
def add(
    work: str,
    *,
    write: bool,
    force: bool,
    key: str,
    file: str,
    today: date | None,
    folder: Path,
) -> None:
    """
    Make an entry from what registries or a page say, and show it.

    WORK is a DOI, an ISBN, an address, arXiv:NUMBER or PMID:NUMBER. Exits with 1 when there is no
    such work, when it is there already, or when the entry does not pass and is not written.
    """
    with _errors():
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import adding, app
        from kzru_cite.consulting import Nothing

        wish = adding.Wish(work=work, key=key, file=file)
        done = adding.propose(started, wish, _Progress().told, app.Call(today=today))
        _notes(())
        if isinstance(done, Nothing):
            _note(f"nothing was added: {done.why}")
            if done.hint:
                click.echo(f"  hint: {done.hint}", err=True)
            sys.exit(_INCOMPLETE if done.unable else 1)
        click.echo(done.entry)
        _notes(adding.remarks(done))
        sys.exit(_added(done, write=write, force=force))


def _added(done: Proposal, *, write: bool, force: bool) -> int:
    """Write an entry that is wanted; return the exit code."""
    from kzru_cite import adding

    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if write and done.failing and not force:
        _note("nothing was written: the entry does not pass; --force writes it all the same")
        return 1
    if not write and not (at_terminal and click.confirm(f"Write it to {done.name}?", err=True)):
        _note("nothing was written" + ("" if at_terminal else "; --write does"))
        return int(done.failing)
    adding.write(done)
    _note(f"wrote {done.key} to {done.name}; cite it as {done.citation}")
    return 0
