"""Begin a project, and take texts and references in and out."""

from __future__ import annotations

from pathlib import Path

import click

from kzru_cite.choices import (
    EXPORTS,
    IMPORTS,
)
from kzru_cite.commands.common import (
    PROJECT,
    note,
    notes,
    told_errors,
)
from kzru_cite.pandoc import bundled
from kzru_cite.skeleton import begin
from kzru_cite.workspace import open_workspace


@click.command(epilog="Example: kzru-cite init my-article")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """
    Begin a project.

    Writes a small article with one source, which passes, into FOLDER.
    """
    with told_errors():
        for name in begin(folder):
            note(f"wrote {folder / name}")
        note("next: kzru-cite publish" + ("" if folder == Path() else f" -C {folder}"))


@click.command("import", epilog="Example: kzru-cite import wikitext Bodmin.wikitext --into bodmin")
@click.argument("form", type=click.Choice(IMPORTS))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), default=Path(),
              help="The project's folder; a text begins one.", show_default="here")  # fmt: skip
def import_file(*, form: str, file: Path, into: Path) -> None:
    """
    Take an article or a list of sources of another form into a project.

    FORM is what FILE is written in. What could not be carried over is listed.
    """
    with told_errors():
        from kzru_cite import importing

        done = importing.take(bundled(), form, file, into)
        for line in (*done.account, *done.losses):
            click.echo(line)
        notes(f"wrote {written}" for written in done.files)


@click.command("export", epilog="Example: kzru-cite export csljson --output references.json")
@click.argument("form", type=click.Choice(EXPORTS))
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")
@PROJECT
def export_references(*, form: str, output: Path | None, folder: Path) -> None:
    """
    Write the project's references in another form.

    FORM is what to write; what it cannot say is listed on stderr.
    """
    with told_errors():
        workspace = open_workspace(folder)
        from kzru_cite import exporting
        from kzru_cite.files import write

        done = exporting.export(workspace, form)
        notes(done.losses)
        if output is None:
            click.echo(done.text, nl=False)
        else:
            write(output, done.text.encode())
            note(f"wrote {output}")
