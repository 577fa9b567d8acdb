"""Mend what was found: fixes, archived copies, entries, and the form of bibliographies."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzru_cite.commands.common import (
    CODES,
    INCOMPLETE,
    PROJECT,
    TODAY,
    Progress,
    code_list,
    hint,
    note,
    notes,
    told_errors,
)
from kzru_cite.pandoc import bundled
from kzru_cite.workspace import open_workspace

if TYPE_CHECKING:
    from kzru_cite.adding import Proposal


@click.command(epilog="Example: kzru-cite fix --diff --select IDS,DAT")
@click.option("--unsafe", is_flag=True, help="Make those fixes too that an editor should look at.")
@click.option("--diff", is_flag=True, help="Print a patch for 'git apply', and write nothing.")
@click.option(
    "--select", multiple=True, type=CODES, metavar="CODES", help="Mend what these rules find."
)
@click.option(
    "--ignore", multiple=True, type=CODES, metavar="CODES", help="Mend nothing that these find."
)
@TODAY
@PROJECT
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
    with told_errors():
        workspace = open_workspace(folder)
        from kzru_cite import app, repairing

        call = app.Call(today=today, select=code_list(select), ignore=code_list(ignore))
        done = app.fix(workspace, call, bundled(), unsafe=unsafe)
        click.echo(repairing.patch(done) if diff else repairing.written(workspace, done), nl=False)
        notes(repairing.notes(done, unsafe=unsafe))
        sys.exit(1 if done.left else 0)


@click.command(epilog="Example: kzru-cite archive --save > copies.patch")
@click.argument("keys", nargs=-1)
@click.option("--write", is_flag=True, help="Write the copies into the bibliography.")
@click.option(
    "--save", is_flag=True, help="Have those pages copied of which no archive has a copy."
)
@click.option("--offline", is_flag=True, help="Ask nothing; choose among what was seen before.")
@TODAY
@PROJECT
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
    with told_errors():
        workspace = open_workspace(folder)
        from kzru_cite import archiving

        order = archiving.Order(keys=keys, write=write, save=save, offline=offline, today=today)
        done = archiving.archive(workspace, order, bundled(), Progress().told)
        click.echo(done.patch, nl=False)
        notes((*done.notes, *done.lines))
        sys.exit(done.code)


@click.command(epilog="Example: kzru-cite fmt --check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 when something would change."
)
@click.option("--diff", is_flag=True, help="Write nothing; print a patch that git apply takes.")
@click.option("--sort", "order", type=click.Choice(("file", "key")), default="file",
              show_default=True, help="The order of entries: as it is, or by key.")  # fmt: skip
@PROJECT
def fmt(files: tuple[Path, ...], *, check: bool, diff: bool, order: str, folder: Path) -> None:
    """
    Give bibliographies their canonical form; no value is changed.

    FILES are .bib files; without one, those of the project are taken.
    """
    with told_errors():
        from kzru_cite import formatting

        found = formatting.formatted(folder, files, by_key=order == "key")
        for one in found:
            notes(one.remarks)
            if diff:
                click.echo(one.patch, nl=False)
            elif one.differs and check:
                note(f"{one.name} is not in its canonical form")
            elif one.differs:
                formatting.write(one)
                note(f"wrote {one.name}")
        sys.exit(int(check and any(one.differs for one in found)))


@click.command(epilog="Example: kzru-cite cite laruelle nuances 2020")
@click.argument("search", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="How to write what is found.")  # fmt: skip
@PROJECT
def cite(search: tuple[str, ...], *, form: str, folder: Path) -> None:
    """
    Find keys to cite.

    SEARCH are words of authors, titles or the year, a DOI, a host; all must fit. Exits with 1
    when nothing is found.
    """
    with told_errors():
        from kzru_cite import citing

        hits = citing.find(open_workspace(folder), " ".join(search))
        click.echo(citing.as_json(hits) if form == "json" else citing.listed(hits), nl=False)
        if not hits:
            note(f"nothing is found for {' '.join(search)!r}")
        sys.exit(int(not hits))


@click.command(epilog="Example: kzru-cite add 10.17226/12005 --write")
@click.argument("work")
@click.option("--write", is_flag=True, help="Write the entry, and ask no more.")
@click.option("--force", is_flag=True, help="Write it though it would not pass the gate.")
@click.option("--key", default="", help="The key of the entry; else one is made.")
@click.option("--to", "file", default="", metavar="FILE", help="Which bibliography, of several.")
@TODAY
@PROJECT
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
    with told_errors():
        from kzru_cite.loading import start

        started = start(folder)
        from kzru_cite import adding, app
        from kzru_cite.consulting import Nothing

        wish = adding.Wish(work=work, key=key, file=file)
        done = adding.propose(started, wish, Progress().told, app.Call(today=today))
        notes(())
        if isinstance(done, Nothing):
            note(f"nothing was added: {done.why}")
            if done.hint:
                hint(done.hint)
            sys.exit(INCOMPLETE if done.unable else 1)
        click.echo(done.entry)
        notes(adding.remarks(done))
        sys.exit(_added(done, write=write, force=force))


def _added(done: Proposal, *, write: bool, force: bool) -> int:
    """Write an entry that is wanted; return the exit code."""
    from kzru_cite import adding

    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if write and done.failing and not force:
        note("nothing was written: the entry does not pass; --force writes it all the same")
        return 1
    if not write and not (at_terminal and click.confirm(f"Write it to {done.name}?", err=True)):
        note("nothing was written" + ("" if at_terminal else "; --write does"))
        return int(done.failing)
    adding.write(done)
    note(f"wrote {done.key} to {done.name}; cite it as {done.citation}")
    return 0
