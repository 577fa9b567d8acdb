"""List, show, verify and pack captures, and copy looks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kzru_cite.commands.common import (
    PROJECT,
    note,
    notes,
    told_errors,
)
from kzru_cite.workspace import open_workspace


@click.group()
def captures() -> None:
    """List, show, verify and pack what was kept of the pages that were fetched."""


@captures.command("list", epilog="Example: kzru-cite captures list --format json")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table",
              show_default=True, help="How to write the list.")  # fmt: skip
@PROJECT
def list_captures(*, form: str, folder: Path) -> None:
    """List all captures."""
    with told_errors():
        from kzru_cite import capturing

        click.echo(capturing.listed(capturing.store_of(open_workspace(folder)), form), nl=False)


@captures.command(epilog="Example: kzru-cite captures show 3f2a9c81 --text")
@click.argument("name")
@click.option("--text", is_flag=True, help="Show the extracted text of the newest one.")
@PROJECT
def show(*, name: str, text: bool, folder: Path) -> None:
    """
    Show captures.

    NAME is the hash of a capture, or its beginning, or an address.
    """
    with told_errors():
        from kzru_cite import capturing

        store = capturing.store_of(open_workspace(folder))
        click.echo(capturing.shown(store, name, text=text), nl=False)


@captures.command("verify", epilog="Example: kzru-cite captures verify")
@PROJECT
def verify_captures(*, folder: Path) -> None:
    """Work out the hash of each capture anew; exits with 1 when one is damaged."""
    with told_errors():
        from kzru_cite import capturing

        told, sound = capturing.verified(capturing.store_of(open_workspace(folder)))
        click.echo(told, nl=False)
        sys.exit(0 if sound else 1)


@captures.command(epilog="Example: kzru-cite captures export captures.wacz")
@click.argument("file", type=click.Path(path_type=Path))
@PROJECT
def export(*, file: Path, folder: Path) -> None:
    """
    Pack all captures as WACZ, for ReplayWeb.page and its kin.

    FILE is the file to write.
    """
    with told_errors():
        from kzru_cite import capturing
        from kzru_cite.files import write

        workspace = open_workspace(folder)
        packed = capturing.packed(capturing.store_of(workspace), workspace.folder.name)
        write(file, packed)
        note(f"wrote {file}")


@click.group()
def looks() -> None:
    """Copy what was seen from one store to another."""


@looks.command(epilog="Example: kzru-cite looks copy article/evidence/looks.jsonl sqlite:looks.db")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@PROJECT
def copy(*, source: str, target: str, folder: Path) -> None:
    """
    Copy looks.

    FROM and TO are stores: a file, sqlite:PATH or postgresql://HOST/DATABASE, with paths relative
    to the project. What TO has already stays as it is; lines that are no looks are copied as well.
    """
    with told_errors():
        from kzru_cite import storing

        notes(storing.copied(source, target, folder))
