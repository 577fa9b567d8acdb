"""
Measure ourselves beside the installed peers, on the same inputs, in turn; print tables.

`make bench` runs all. Progress goes to stderr, each row to stdout as soon as it is measured, and
all that was measured so far into build/bench.md, also when the run is interrupted. Exit codes:
0 all goals met that could be measured, 1 a goal missed or one of ours failed, 2 usage,
130 interrupted.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import bibliography
import block
import editions
import quotes
import start
import table
import web
from measuring import Part, measure
from session import Session

ROOT = Path(__file__).parent.parent
SO_FAR = ROOT / "build" / "bench.md"
PARTS: dict[str, Callable[[], Part]] = {
    "start": start.part,
    "bibliography": bibliography.part,
    "gather": web.part,
    "editions": editions.part,
    "quotes": quotes.part,
}


def main() -> int:
    """Measure, print, and return the exit code."""
    options = _options()
    # Ended from elsewhere, too, it ends what it started and says where the rest stands.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    session = Session(parts=_chosen(options), runs=options.runs, began=datetime.now(UTC))
    SO_FAR.unlink(missing_ok=True)
    try:
        for part in session.parts:
            _measure(part, session)
    except KeyboardInterrupt:
        where = f"what was measured is in {SO_FAR}" if session.results else "nothing was measured"
        print(f"\ninterrupted; {where}", file=sys.stderr)
        return 130
    print(f"\n{session.summary()}\n\n{session.about()}")
    if options.write:
        block.write(options.write, session.written())
    return int(session.failed())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="PART",
        default=[*PARTS],
        help=f"of {', '.join(PARTS)}; gather/a is one piece of work of a part",
    )
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (5)")
    parser.add_argument("--quick", action="store_true", help="leave out what takes long")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the result into a page")
    parser.add_argument(
        "--ours",
        default="",
        help="gather: another command in place of ours; {urls} and {per_host} are filled in",
    )
    options = parser.parse_args()
    if unknown := {name.partition("/")[0] for name in options.only} - {*PARTS}:
        parser.error(f"no part is named {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if options.runs < 1:
        parser.error("--runs takes a whole number from 1")
    if options.write:
        # What cannot be written is told before it is measured.
        try:
            block.replaced(options.write.read_text(encoding="utf-8"), "")
        except (OSError, block.PageError) as error:
            parser.error(f"--write: {error}")
    return options


def _chosen(options: argparse.Namespace) -> tuple[Part, ...]:
    """Return the parts that were asked for, each with the work that was."""
    makers = PARTS | {"gather": lambda: web.part(options.ours)}
    wanted: dict[str, set[str]] = {}
    for name in options.only:
        part, _, work = name.partition("/")
        wanted.setdefault(part, set()).add(work)
    return tuple(
        _narrowed(make(), wanted[name], quick=options.quick)
        for name, make in makers.items()
        if name in wanted
    )


def _narrowed(part: Part, names: set[str], *, quick: bool) -> Part:
    """Keep the named work of a part ("": all), and of that, for a quick look, what is not slow."""
    named = [work for work in part.works if names & {"", work.name}]
    if unknown := names - {"", *(work.name for work in part.works)}:
        raise SystemExit(
            f"{part.name} has no work named {', '.join(sorted(unknown))}; "
            f"there is {', '.join(work.name for work in part.works)}"
        )
    slow = [work for work in named if quick and work.slow]
    return replace(
        part,
        works=tuple(work for work in named if work not in slow),
        left_out=(*part.left_out, *(f"{work.title}: too slow for --quick" for work in slow)),
    )


def _measure(part: Part, session: Session) -> None:
    """Measure a part, and show each piece of work as soon as it is there."""
    print(f"\n### {part.title}\n\n{table.HEAD}", flush=True)
    for work in part.works:
        session.results[work.name] = measure(work, session.runs, _tell)
        _tell("")
        for row in table.rows(work, session.results, session.runs):
            print(row, flush=True)
        SO_FAR.parent.mkdir(exist_ok=True)
        SO_FAR.write_text(f"{session.written()}\n", encoding="utf-8")
    print("\n".join(table.left_out(part)), flush=True)


def _tell(text: str) -> None:
    """Show progress: over and over in one line of a terminal, else a line each."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
