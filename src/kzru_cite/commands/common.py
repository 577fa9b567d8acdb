"""Hold what commands share: options, progress, notes, and what becomes of errors."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import click
from click.shell_completion import CompletionItem

from kzru_cite.errors import KzruError, LedgerError, SettingsError, UsageError

if TYPE_CHECKING:
    from kzru_cite.model.evidence import Sight
    from kzru_cite.planning import Want


EXITS = {"passed": 0, "failed": 1, "incomplete": 3}

USAGE, INCOMPLETE, OWN_FAULT = 2, 3, 4
# As shells tell of what a signal has ended: 128, and the number of SIGINT.
INTERRUPTED = 130


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


CODES = _Codes()

PROJECT = click.option(
    "-C", "--project", "folder", type=click.Path(path_type=Path), default=Path(),
    help="The project's folder, or one below it.", show_default="here",
)  # fmt: skip

TODAY = click.option("--today", type=_Day(), help="Judge as on this day.")

STYLE = click.option(
    "--csl", "style", help="apa, ieee, gost, chicago-author-date, chicago-notes or a .csl file."
)

DASK = click.option(
    "--dask", default="", metavar="WHERE",
    help="Ask from a Dask cluster: tcp://HOST:PORT, local or local:N processes.",
)  # fmt: skip


LOOKS = click.option(
    "--looks", default="", metavar="STORE",
    help="Share looks here: a file, sqlite:PATH or postgresql://HOST/DATABASE.",
)  # fmt: skip


class Progress:
    """Show on a terminal how many questions are settled, and how; say nothing in a pipe."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def told(self, want: Want, sight: Sight) -> None:
        """Count a settled question."""
        if not _on_terminal(sys.stderr):
            return
        from kzru_cite.glancing import outcome

        self._counts[outcome(want, sight)] += 1
        words = ", ".join(f"{count} {name}" for name, count in self._counts.most_common())
        line = f"{self._counts.total()} settled: {words}"
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"\r{line[:width]}\x1b[K", err=True, nl=False)


def worst(codes: Iterable[int]) -> int:
    """
    Return the code that says most: findings win over incomplete.

    A project that could not be read at all wins over both.
    """
    found = set(codes)
    return next(code for code in (USAGE, 1, INCOMPLETE, 0) if code in found)


def notes(lines: Iterable[str]) -> None:
    """Tell several things, below the line that a progress bar may have left."""
    if _on_terminal(sys.stderr):
        click.echo("\r\x1b[K", err=True, nl=False)
    for line in lines:
        note(line)


def code_list(values: Iterable[str]) -> tuple[str, ...]:
    """Take lists of codes apart."""
    return tuple(code.strip().upper() for value in values for code in value.split(",") if code)


def _on_terminal(stream: TextIO | None) -> bool:
    # There is no stream when the program was started with it closed.
    return stream is not None and stream.isatty()


def has_colour() -> bool:
    """Tell whether reports are shown in colour."""
    # https://no-color.org: any value but the empty one switches colour off.
    return _on_terminal(sys.stdout) and not os.environ.get("NO_COLOR", "")


def name_files(files: Iterable[Path]) -> None:
    """Say which files were built."""
    for file in files:
        note(f"built {file}")


def note(text: str) -> None:
    """Tell something beside what was asked for, without what a terminal would obey."""
    from kzru_cite.model.visible import visible_lines

    click.echo(f"kzru-cite: {visible_lines(text)}", err=True)


def hint(text: str) -> None:
    """Tell what to do about what was told before."""
    from kzru_cite.model.visible import visible_lines

    click.echo(f"  hint: {visible_lines(text)}", err=True)


def told_error(error: KzruError, where: str = "") -> int:
    """Tell an error, after the project that it is of, and return the exit code that it asks for."""
    note(f"{where}: {error}" if where else str(error))
    if error.hint:
        hint(error.hint)
    wrong_call = isinstance(error, (UsageError, SettingsError, LedgerError))
    return USAGE if wrong_call else INCOMPLETE


@contextmanager
def told_errors() -> Iterator[None]:
    """Turn what ends the work into a message and an exit code."""
    try:
        yield
    except KzruError as error:
        sys.exit(told_error(error))
    except RecursionError:
        note("something in a text, a bibliography or the ledger is nested too deeply to be read")
        sys.exit(USAGE)
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing was lost that anyone waits for.
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        note(f"{_place(error)}: {error.strerror or error}")
        hint("look at the permissions, the free space and the limits")
        _drop_output()
        sys.exit(INCOMPLETE)
    except MemoryError:
        note("there is not enough memory for this")
        hint("give the program more, or check fewer projects at a time")
        sys.exit(INCOMPLETE)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        if interrupted(error):
            raise KeyboardInterrupt from error
        _own_fault(error)


def interrupted(error: BaseException | None) -> bool:
    """Tell whether an interrupt came first: a second one can break off what tidies up after it."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _drop_output() -> None:
    """Let go of output that nothing takes, or Python ends with a code and words of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _place(error: OSError) -> str:
    from kzru_cite.model.visible import visible

    if error.filename is None:
        return "something could not be read or written"
    return visible(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else "?"


def _own_fault(error: Exception) -> NoReturn:
    """Say that the program itself is at fault, in one line; the trace is for who asks for it."""
    import traceback

    if os.environ.get("KZRU_CITE_DEBUG", ""):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    words = " ".join(str(error).split())[:200]
    note(f"a fault of kzru-cite itself: {type(error).__name__} at {where}: {words}")
    hint("set KZRU_CITE_DEBUG=1 to see the trace, and report it to the makers of kzru-cite")
    sys.exit(OWN_FAULT)
