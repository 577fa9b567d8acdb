"""
Fuzz the targets in rotation, guided by coverage (atheris).

    python tests/fuzz/campaign.py [--minutes 60] [--slice 60] [--jobs 1] [TARGET…]

Inputs that find something new are kept under build/fuzz/corpus/TARGET, so that a later run goes on
where this one ends; what breaks a target stands under build/fuzz/found/TARGET, once for each place
in the program. What was done is told in build/fuzz/log.jsonl, and summed up with --report.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "fuzz"
LOG = BUILD / "log.jsonl"
# Measured code is several times slower than it is; a tenth of a megabyte may take 2 s unmeasured.
_SECONDS, _BYTES = 10.0, 100_000
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_STATE = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")


class TooSlowError(BaseException):
    """An input that takes too long; no reader may catch it."""


def _slow(_: int, __: FrameType | None) -> None:
    raise TooSlowError


def fuzz(name: str, seconds: int, more: Path | None) -> None:
    """Fuzz one target in this process, which ends with it."""
    atheris = importlib.import_module("atheris")
    sys.setrecursionlimit(1000)
    measured = _measured(name)
    with atheris.instrument_imports(include=["kzru_cite", *measured]):
        from targets import TARGETS  # noqa: PLC0415 - what is imported here is measured

        for module in measured:
            importlib.import_module(module)
    target = TARGETS[name]
    corpus, found = BUILD / "corpus" / name, BUILD / "found" / name
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    for seed in (*target.seeds(), *_further(more)):
        if len(seed) <= target.longest:
            (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    signal.signal(signal.SIGPROF, _slow)

    def one(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, _SECONDS * max(1.0, len(data) / _BYTES))
        try:
            target.check(data)
        except (Exception, TooSlowError) as cause:  # noqa: BLE001 - each is a finding
            _keep(found, data, cause)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    options = [f"-max_total_time={seconds}", f"-max_len={target.longest}", "-print_final_stats=1"]
    options += ["-timeout=300", "-rss_limit_mb=4096", "-detect_leaks=0", "-close_fd_mask=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


def _measured(name: str) -> tuple[str, ...]:
    """Return the libraries that are measured with a target, without importing it."""
    script = f"from targets import TARGETS; print(*TARGETS[{name!r}].modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=HERE, capture_output=True, check=True)
    return tuple(done.stdout.decode().split())


def _further(folder: Path | None) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")) if folder else ():
        if path.is_file():
            yield path.read_bytes()


def _keep(found: Path, data: bytes, cause: BaseException) -> None:
    """Keep an input that broke a target: the smallest one for each place in the code."""
    frames = [frame for frame in traceback.extract_tb(cause.__traceback__) if _is_ours(frame)]
    last = frames[-1] if frames else traceback.extract_tb(cause.__traceback__)[-1]
    place = f"{type(cause).__name__} {Path(last.filename).name}:{last.name}"
    place += "" if isinstance(cause, (TooSlowError, RecursionError)) else f":{last.lineno}"
    path = found / re.sub(r"[^\w.-]+", "-", place)
    if path.exists() and path.stat().st_size <= len(data):
        return
    path.write_bytes(data)
    told = "".join(traceback.format_exception(cause))
    path.with_name(f"{path.name}.txt").write_text(told[-6000:], encoding="utf-8", errors="replace")


def _is_ours(frame: traceback.FrameSummary) -> bool:
    return "kzru_cite" in frame.filename or "/tests/fuzz/" in frame.filename


def rotate(names: list[str], minutes: float, seconds: int, more: Path | None) -> None:
    """Give each target its slice of time, again and again, until the time is over."""
    end = time.monotonic() + minutes * 60
    while True:
        for name in names:
            if time.monotonic() + seconds > end:
                return
            _run(name, seconds, more)


def _run(name: str, seconds: int, more: Path | None) -> None:
    command = [sys.executable, __file__, "--one", name, "--slice", str(seconds)]
    command += ["--more", str(more)] if more else []
    environment = {**os.environ, "PYTHONPATH": str(HERE), "PYTHONHASHSEED": "0"}
    told = BUILD / f"{name}.log"
    with told.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=BUILD, env=environment)
        _, code, used = os.wait4(process.pid, 0)
        process.returncode = code
    said = told.read_text(encoding="utf-8", errors="replace")
    executed = _EXECUTED.search(said)
    states = _STATE.findall(said)
    line = {
        "at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "target": name,
        "code": os.waitstatus_to_exitcode(code),
        "executions": int(executed[1]) if executed else 0,
        "cpu": round(used.ru_utime + used.ru_stime, 1),
        "edges": int(states[-1][0]) if states else 0,
        "features": int(states[-1][1]) if states else 0,
        "corpus": int(states[-1][2]) if states else 0,
    }
    if not executed:
        line["said"] = said[-2000:]
    with LOG.open("a", encoding="utf-8") as log_file:
        log_file.write(json.dumps(line) + "\n")


def report() -> None:
    """Print what was done so far, a line for each target."""
    sums: dict[str, dict[str, float]] = {}
    for text in LOG.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        one = sums.setdefault(line["target"], dict.fromkeys(("executions", "cpu", "cut"), 0))
        one["executions"] += line["executions"]
        one["cpu"] += line["cpu"]
        one["cut"] += not line["executions"]
        for name in ("edges", "features", "corpus"):
            one[name] = max(one.get(name, 0), line[name])
    print("| target | executions | CPU min | edges | features | corpus | found |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, one in sums.items():
        found = len(list((BUILD / "found" / name).glob("*.txt")))
        numbers = (one["edges"], one["features"], one["corpus"])
        shown = " | ".join(f"{number:,.0f}" for number in numbers)
        print(f"| {name} | {one['executions']:,.0f} | {one['cpu'] / 60:.1f} | {shown} | {found} |")
    total = sum(one["executions"] for one in sums.values())
    print(f"| all | {total:,.0f} | {sum(one['cpu'] for one in sums.values()) / 60:.1f} | | | | |")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--slice", type=int, default=60, help="seconds for a target at a time")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes at once")
    parser.add_argument("--more", type=Path, help="a folder with further inputs to begin with")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--report", action="store_true")
    given = parser.parse_args()
    if given.report:
        report()
    elif given.one:
        fuzz(given.one, given.slice, given.more)
    else:
        sys.path.insert(0, str(HERE))
        from targets import TARGETS  # noqa: PLC0415 - a fuzzing process loads them measured

        names = given.targets or list(TARGETS)
        BUILD.mkdir(parents=True, exist_ok=True)
        shares = [names[number :: given.jobs] for number in range(given.jobs)]
        with ThreadPoolExecutor(given.jobs) as pool:
            turns = [
                pool.submit(rotate, share, given.minutes, given.slice, given.more)
                for share in shares
                if share
            ]
        for turn in turns:
            turn.result()


if __name__ == "__main__":
    main()
