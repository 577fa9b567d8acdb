"""
Give the program inputs that are huge or nested without end, and tell what it says and takes.

Each input is made at its full size in a temporary folder and checked by `verify --offline`, which
nothing is remembered for, with an address space of 4 GB and 300 seconds. Seconds are those of the
processor, of all processes; the peak is that of memory, in MB (10⁶ bytes). What is said is the
first line on stderr, or else the verdict. A row is *bad* when the run ended with a trace, by a
signal, or not at all; with bad rows the exit code is 1. Linux only; needs `prlimit` of util-linux.

Run it as `python bench/large.py`, or with words out of the names of inputs for those alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import entries
from figures import Taken
from measuring import Ended, Program, run

from kzru_cite.model.evidence import Answered, Look, PageFacts, Purpose
from kzru_cite.read.looks import write_look
from stores import BEGIN

MB = 10**6
SECONDS = 300.0
ADDRESS_SPACE = 4 * 10**9
# How a run may end: passed, failed, wrong use or settings, incomplete.
CODES = (0, 1, 2, 3)
_ARTICLE = "article/article.md"
_LEDGER = "article/ledger.yaml"
_LOG = "article/evidence/looks.jsonl"
_SAID = 160
_LINKS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something huge: *fill* changes a small sound project; *file* is what became huge."""

    name: str
    file: str
    fill: Callable[[Path], None]


@dataclass(slots=True, kw_only=True)
class Seen:
    """What a run left behind: its size in bytes before, its code, what it said."""

    size: int = 0
    code: int | None = None
    said: str = ""
    taken: Taken | None = None
    bad: str = ""


def main() -> None:
    """Run the inputs that were named, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n\n")[0])
    parser.add_argument("names", nargs="*", help="words out of the names of inputs")
    names = parser.parse_args().names
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| input | size | exit code | said | CPU s | peak MB |")
    print("| --- | ---: | ---: | --- | ---: | ---: |")
    bad = 0
    for each in INPUTS:
        if not names or any(name in each.name for name in names):
            seen = look(each)
            bad += bool(seen.bad)
            print(row(each.name, seen), flush=True)
    sys.exit(1 if bad else 0)


def look(each: Input) -> Seen:
    """Make an input, and run the program on it."""
    seen = Seen()

    def ready(folder: Path) -> list[str]:
        _sound(folder)
        each.fill(folder)
        seen.size = (folder / each.file).stat().st_size
        command = [str(Path(sys.executable).with_name("kzru-cite")), "verify", "--offline"]
        limited = ["prlimit", f"--as={ADDRESS_SPACE}", *command]
        return ["env", f"XDG_CACHE_HOME={folder}/cache", *limited, "--output", "report.txt"]

    def fault(ended: Ended) -> str:
        seen.code = ended.code
        report = ended.folder / "report.txt"
        verdict = report.read_text(encoding="utf-8") if report.exists() else ""
        seen.said = said(ended.output, verdict)
        seen.bad = wrong(ended.code, ended.output)
        return ""

    taken, late = run(Program(name=each.name, ready=ready, fault=fault, limit=SECONDS))
    seen.taken, seen.bad = taken.get(""), seen.bad or late
    return seen


def said(output: str, verdict: str) -> str:
    """Return the first line on stderr, else the last one of the report."""
    lines = output.strip().splitlines()[:1] or verdict.strip().splitlines()[-1:] or ["nothing"]
    line = lines[0]
    return line if len(line) <= _SAID else f"{line[:_SAID]}…"


def wrong(code: int, output: str) -> str:
    """Return what is wrong with how a run ended, "" when nothing is."""
    if "Traceback (most recent call last)" in output:
        return "a trace"
    return "" if code in CODES else f"ended with {code}"


def row(name: str, seen: Seen) -> str:
    """Return a row of the table."""
    taken = seen.taken
    told = seen.said.replace("|", "\\|").replace("`", "'")
    cells = [
        name,
        f"{seen.size / MB:.1f} MB" if seen.size >= MB / 10 else f"{seen.size / 1000:.1f} kB",
        "–" if seen.code is None else str(seen.code),
        f"**bad: {seen.bad}** {told}".rstrip() if seen.bad else told,
        f"{taken.cpu:.1f}" if taken else "–",
        f"{taken.peak / MB:.0f}" if taken and taken.peak else "–",
    ]
    return f"| {' | '.join(cells)} |"


def _sound(folder: Path) -> None:
    (folder / _LOG).parent.mkdir(parents=True)
    _write(folder / "kzru-cite.toml", ["[gate]\ncoverage = 0.0\n"])
    _write(folder / "references.bib", entries.entries(20))
    _write(folder / _ARTICLE, ["---\ntitle: Large\nlang: en-GB\n---\n\n", _paragraph(0)])


def _write(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts)


def _add(path: Path, parts: Iterable[str]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(parts)


def _up_to(size: int, parts: Iterable[str]) -> Iterator[str]:
    """Yield parts as long as all of them come to at most *size* bytes."""
    total = 0
    for part in parts:
        total += len(part.encode())
        if total > size:
            return
        yield part


def _paragraph(number: int) -> str:
    """Return four claims with a citation each, and what leads from one to the next."""
    claims = (
        f"[In {1900 + (number + place) % 100} the harbour handled {number + 10} tons of grain and "
        f"{place + 2} ships [@{entries.key((number + place) % 20)}]]{{#c{number}-{place} .claim}}."
        for place in range(4)
    )
    return "\n".join(claims) + "\nThis leads over to what follows.\n\n"


def _bibliography(size: int) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        made = map(entries.entry, count(20))
        _add(folder / "references.bib", ("\n" + each for each in _up_to(size, made)))

    return fill


def _field(folder: Path) -> None:
    text = "word " * (2 * MB)
    made = f"\n@online{{huge,\n  title = {{Huge}},\n  annotation = {{{text}}},\n}}\n"
    _add(folder / "references.bib", [made])


def _rubbish(folder: Path) -> None:
    _add(folder / "references.bib", ["\n", 'x{@=,"}#% ' * MB, "\n"])


def _claim(folder: Path) -> None:
    text = "the harbour handled grain " * (MB // 26)
    _add(folder / _ARTICLE, [f"[{text}[@{entries.key(1)}]]{{#huge .claim}}.\n"])


def _words(folder: Path) -> None:
    _add(folder / _ARTICLE, ["harbour "] * (10 * MB // 8))


def _paragraphs(size: int) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        _add(folder / _ARTICLE, _up_to(size, map(_paragraph, count(1))))

    return fill


def _nested(start: str, end: str) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        _add(folder / _ARTICLE, [start * 10_000, "word", end * 10_000, "\n"])

    return fill


def _aliases() -> str:
    """Return YAML in which ten times ten times … nine levels of names stand for one list."""
    lines = [f"a0: &a0 [{', '.join(['x'] * 10)}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines) + "\n"


def _front(folder: Path) -> None:
    _write(folder / _ARTICLE, ["---\ntitle: Large\n", _aliases(), "---\n\n", _paragraph(0)])


def _bomb(folder: Path) -> None:
    _write(folder / _LEDGER, [_aliases()])


def _decisions(folder: Path) -> None:
    """Decide on claims that the article has, four a paragraph."""
    _add(folder / _ARTICLE, map(_paragraph, range(1, _LINKS // 4)))
    seal = f"sha256:{'0' * 64}"
    _write(
        folder / _LEDGER,
        (
            f"c{n // 4}-{n % 4}:\n  - ref: {entries.key((n // 4 + n % 4) % 20)}\n"
            f"    quote: {n // 4 + 10} tons of grain\n    decision: supports\n    by: AB\n"
            f"    on: {date(2026, 1, 1)}\n    claim: In that year\n    seal: {seal}\n"
            for n in range(_LINKS)
        ),
    )


def _looks(folder: Path) -> None:
    def line(number: int) -> str:
        about = f"https://host{number % 7000}.example.org/path/{number}"
        page = PageFacts(title="A title of it", opening="words " * 80)
        sight = Answered(code=200, final=about, content_type="text/html", page=page)
        return write_look(
            Look(at=BEGIN, purpose=Purpose.PAGE, about=about, asked="web", sight=sight)
        )

    _write(folder / _LOG, (f"{each}\n" for each in _up_to(200 * MB, map(line, count()))))


def _deep(folder: Path) -> None:
    _write(folder / _LOG, ['{"about":', "[" * 100_000, "]" * 100_000, "}\n"])


def _dotted(folder: Path) -> None:
    _add(folder / "kzru-cite.toml", [".".join(["a"] * 5000), " = 1\n"])


INPUTS = (
    Input(
        name="a bibliography of sound entries", file="references.bib", fill=_bibliography(100 * MB)
    ),
    Input(name="a field on one line", file="references.bib", fill=_field),
    Input(name="a line of rubbish in the bibliography", file="references.bib", fill=_rubbish),
    Input(name="a claim of a million characters", file=_ARTICLE, fill=_claim),
    Input(name="an article in one line of words", file=_ARTICLE, fill=_words),
    Input(name="an article of paragraphs, 1 MB", file=_ARTICLE, fill=_paragraphs(MB)),
    Input(name="an article of paragraphs, 5 MB", file=_ARTICLE, fill=_paragraphs(5 * MB)),
    Input(name="10,000 nested brackets", file=_ARTICLE, fill=_nested("[", "]")),
    Input(name="10,000 nested divs", file=_ARTICLE, fill=_nested("::: a\n", "\n:::\n")),
    Input(name="YAML aliases in the front matter", file=_ARTICLE, fill=_front),
    Input(name="YAML aliases in the ledger", file=_LEDGER, fill=_bomb),
    Input(name="a ledger of 20,000 decisions", file=_LEDGER, fill=_decisions),
    Input(name="a log of looks", file=_LOG, fill=_looks),
    Input(name="JSON nested 100,000 deep in the log", file=_LOG, fill=_deep),
    Input(name="a dotted key of 5,000 parts in the settings", file="kzru-cite.toml", fill=_dotted),
)

if __name__ == "__main__":
    main()
