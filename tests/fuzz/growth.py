"""
Look for inputs whose reading takes longer than a straight line would have it.

    python tests/fuzz/growth.py [--seconds 60] [--seed 1] [TARGET…]

A piece of a known input is said over and over, up to a tenth of a megabyte. What then takes more
than 2 s of the processor, and more than twice as long for twice the length, is kept as a recipe
under build/fuzz/slow/TARGET, and told with its times.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from fuzzing import Target
from targets import TARGETS

BUILD = Path(__file__).resolve().parent.parent.parent / "build" / "fuzz"
_SIZES = (6_250, 12_500, 25_000, 50_000, 100_000)
_LIMIT = 2.0
# What is read in a few milliseconds cannot come to the limit, even by the square of its length.
_BRIEF = _LIMIT / (100_000 / 6_250) ** 2 / 2


class _TooSlowError(BaseException):
    """It takes longer than anybody would wait; no reader may catch it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to make an input of any length."""

    before: bytes
    again: bytes
    after: bytes

    def made(self, size: int) -> bytes:
        """Return the input of about *size* bytes."""
        return self.before + self.again * (size // len(self.again)) + self.after


def times(target: Target, recipe: Recipe) -> Iterator[float]:
    """Yield the seconds for one size after the other, as long as they may come to the limit."""
    for size in _SIZES:
        taken = _taken(target, recipe.made(size))
        yield taken
        if taken < _BRIEF * (size / _SIZES[0]) or taken > 3 * _LIMIT:
            return


def _taken(target: Target, data: bytes) -> float:
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, 4 * _LIMIT)
    # What breaks is for the other search to find.
    try:
        with suppress(Exception, _TooSlowError):
            target.check(data)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start


def _recipes(inputs: list[bytes], chance: random.Random) -> Iterator[Recipe]:
    while True:
        data = chance.choice(inputs)
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 1, 2, 3, 5, 8, 13, 21, 60)))
        if start == end:
            continue
        before = data[chance.choice((0, start)) : start]
        yield Recipe(
            before=before,
            again=data[start:end],
            after=chance.choice((b"", data[end:], data[end : end + 5])),
        )


def _search(target: Target, seconds: float, chance: random.Random) -> None:
    kept = [path.read_bytes() for path in (BUILD / "corpus" / target.name).glob("*")]
    inputs = [data for data in (*kept, *target.seeds()) if data]
    end = time.process_time() + seconds
    tried, worst = 0, 0.0
    for recipe in _recipes(inputs, chance):
        if time.process_time() > end:
            break
        tried += 1
        found = list(times(target, recipe))
        worst = max(worst, found[-1])
        if found[-1] > _LIMIT:
            _keep(target.name, recipe, found)
    print(f"{target.name}: {tried} recipes, at most {worst:.2f} s", flush=True)


def _keep(name: str, recipe: Recipe, found: list[float]) -> None:
    folder = BUILD / "slow" / name
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "before": recipe.before.decode("latin-1"),
        "again": recipe.again.decode("latin-1"),
        "after": recipe.after.decode("latin-1"),
        "seconds": [round(one, 3) for one in found],
    }
    digest = hashlib.sha256(recipe.again + recipe.after).hexdigest()[:12]
    (folder / f"{digest}.json").write_text(json.dumps(told), encoding="utf-8")
    print(f"{name}: slow: {recipe.again!r} {told['seconds']}", flush=True)


def _slow(_: int, __: FrameType | None) -> None:
    raise _TooSlowError


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument(
        "--seconds", type=float, default=60, help="of the processor, for each target"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    signal.signal(signal.SIGPROF, _slow)
    for name in given.targets or TARGETS:
        _search(TARGETS[name], given.seconds, random.Random(given.seed))  # noqa: S311 - no secret


if __name__ == "__main__":
    main()
