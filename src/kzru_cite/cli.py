"""
Read the command line, call the application, and exit with a code that means something.

The application is imported inside the commands: pandoc is set to work first, and ``--help`` needs
none of it.
"""

from __future__ import annotations

import gc

import click

from kzru_cite import __version__
from kzru_cite.commands import checking, kept, mending, moving, publishing, telling
from kzru_cite.commands.common import INTERRUPTED, interrupted, note, told_errors
from kzru_cite.pandoc import bundled

_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


class _Program(click.Group):
    """The commands; what Ctrl-C ends has a code of its own, since 1 means findings."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort) as error:
            # At a question, the end of the input is an answer: no.
            if not interrupted(error):
                raise
            note("interrupted")
            ctx.exit(INTERRUPTED)


@click.group(cls=_Program, context_settings=_HELP)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """
    Check that every claim of an article rests on a source, and build its editions.

    Exit codes: 0 passed; 1 findings at or above the gate; 2 usage or settings; 3 incomplete;
    4 a fault of the program itself; 130 interrupted by Ctrl-C.
    """
    # What is read stays until the end; looking for garbage at every turn takes a tenth of a run.
    gc.set_threshold(100_000, 20, 20)


@main.command(epilog="Example: kzru-cite lsp")
def lsp() -> None:
    """
    Serve an editor, over the Language Server Protocol.

    Editors start this themselves, and speak to it over standard input and output.
    """
    with told_errors():
        from kzru_cite.editor.recalling import RecallingPandoc
        from kzru_cite.editor.server import serve

        serve(RecallingPandoc(path=bundled().path))


@main.command(epilog="Example: kzru-cite man | man -l -")
def man() -> None:
    """Print the page of the manual, for man."""
    with told_errors():
        from kzru_cite.manual import page

        click.echo(page(main, bundled()), nl=False)


for _command in (
    *(checking.verify, checking.gather),
    *(telling.changes, telling.schema, telling.rules, telling.explain),
    *(mending.fix, mending.archive, mending.fmt, mending.cite, mending.add),
    *(moving.init, moving.import_file, moving.export_references),
    *(publishing.build, publishing.publish, publishing.claims, publishing.review),
    kept.captures,
    kept.looks,
):
    main.add_command(_command)
