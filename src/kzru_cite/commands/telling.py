"""Tell what changed in the world, and what rules and the ledger are like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kzru_cite.choices import CHANGE_LISTS
from kzru_cite.commands.common import CODES, PROJECT, TODAY, told_errors


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
        from kzru_cite.files import write

        text = app.changes(started, app.Call(today=today), words, form)
        if output is None:
            click.echo(text, nl=False)
        else:
            write(output, text.encode())


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
