"""What the benches count, make and write is right; how fast anything is, is not tested here."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import block
import entries
import measuring
import pytest
import table
from bibtexparser.entrypoint import parse_string
from figures import Cell, Taken
from goals import Goal, Megabytes, Seconds, Share
from measuring import Part, Program, Work, measure, ran
from session import Session
from stdnum import isbn

from kzru_cite.cli import main

BENCH = Path(__file__).parent.parent / "bench"
MB = 1_000_000


def python(code: str, *words: str, name: str = "ours") -> Program:
    """Return a program that is a few lines of Python."""
    return Program(name=name, ready=lambda _: [sys.executable, "-S", "-c", code, *words])


def taken(program: Program) -> Taken:
    found, fault = measuring.run(program)
    assert fault == ""
    return found[""]


def test_the_memory_of_a_child_of_the_program_is_seen() -> None:
    child = "bytearray(200_000_000)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{child}'], check=True)"
    peak = taken(python(code)).peak
    assert peak is not None
    assert 200 * MB < peak < 250 * MB


def test_the_memory_of_processes_that_run_at_once_is_added_up() -> None:
    child = "import time; held = bytearray(100_000_000); print(flush=True); time.sleep(100)"
    code = (
        "import subprocess, sys, time\n"
        f"words = [sys.executable, '-S', '-c', {child!r}]\n"
        "several = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(2)]\n"
        "[one.stdout.read(1) for one in several]\n"
        "time.sleep(1)\n"
        "[one.kill() for one in several]\n"
    )
    peak = taken(python(code)).peak
    assert peak is not None
    assert 200 * MB < peak < 260 * MB


def test_memory_that_processes_share_counts_once() -> None:
    code = (
        "import os, time\n"
        "held = bytearray(100_000_000)\n"
        "for _ in range(3):\n"
        "    if not os.fork(): time.sleep(100)\n"
        "time.sleep(1)\n"
    )
    peak = taken(python(code)).peak
    assert peak is not None
    assert 100 * MB < peak < 150 * MB


def test_the_processor_counts_for_what_was_left_behind() -> None:
    # The parent of what computes ends at once; the program waits until its pipe is closed.
    busy = "import time\nwhile time.process_time() < 0.4: pass"
    middle = f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', {busy!r}])"
    code = (
        "import subprocess, sys; "
        f"subprocess.run([sys.executable, '-S', '-c', {middle!r}], stdout=subprocess.PIPE)"
    )
    assert taken(python(code)).cpu > 0.4


def test_waiting_is_no_work() -> None:
    found = taken(python("import time; time.sleep(0.4)"))
    assert found.wall > 0.4
    assert found.cpu < 0.3


def gone(process: int) -> bool:
    """Say whether a process has ended, or is only waited for."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] in "ZX"


LEFT = (
    "import subprocess, sys; left = subprocess.Popen(['sleep', '100']); "
    "open(sys.argv[1], 'w').write(str(left.pid)); {then}"
)


def test_nothing_outlives_a_run(tmp_path: Path) -> None:
    taken(python(LEFT.format(then=""), str(tmp_path / "left")))
    assert gone(int((tmp_path / "left").read_text(encoding="utf-8")))


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    slow = python(LEFT.format(then="left.wait()"), str(tmp_path / "left"))
    assert measuring.run(replace(slow, limit=1)) == ({}, "over 1 s")
    assert gone(int((tmp_path / "left").read_text(encoding="utf-8")))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_when_measuring_is_ended_so_is_what_is_measured(
    number: signal.Signals, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; import measuring\n"
        'ready = lambda _: [\'sh\', \'-c\', \'echo $$ >"$0.new"; mv "$0.new" "$0"; '
        "exec sleep 100', sys.argv[1]]\n"
        "measuring.run(measuring.Program(name='slow', ready=ready))\n"
    )
    left = tmp_path / "left"
    words = [sys.executable, "-c", code, str(left)]
    with subprocess.Popen(words, cwd=BENCH, stderr=subprocess.DEVNULL) as measurer:
        until(left.exists)
        os.kill(measurer.pid, number)
        assert measurer.wait() != 0
    process = int(left.read_text(encoding="utf-8"))
    until(lambda: gone(process))


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; half a minute at the most."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_run_that_failed_is_no_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert measuring.run(python("print('oh'); raise SystemExit(3)")) == ({}, "ended with 3")
    missing = Program(name="missing", ready=lambda _: ["/nowhere/missing"])
    assert measuring.run(missing) == ({}, "could not be started")
    told = capsys.readouterr().err
    assert "ours: ended with 3\noh\n" in told
    assert "No such file or directory: '/nowhere/missing'" in told


def work(*programs: Program, goals: Mapping[str, tuple[Goal, ...]] | None = None) -> Work:
    return Work(name="w", title="Work", programs=lambda: ran(*programs), goals=goals or {})


def test_programs_run_in_turn_and_one_that_fails_runs_no_more(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = f"import sys; open({str(log)!r}, 'a').write(sys.argv[1]); sys.exit(sys.argv[1] == 'b')"
    programs = [python(code, letter, name=letter) for letter in "abc"]
    cells = measure(work(*programs[:2], replace(programs[2], most_runs=2)), 3, lambda _: None)
    assert log.read_text(encoding="utf-8") == "abcaca"
    assert list(cells) == ["a", "b", "c"]
    assert cells["b"] == Cell(fault="ended with 1")
    assert [len(cell.runs) for cell in cells.values()] == [3, 0, 2]


def test_a_warm_run_does_not_count_and_what_programs_need_is_open_meanwhile() -> None:
    seen: list[str] = []

    @contextmanager
    def opened() -> Iterator[list[Program]]:
        seen.append("open")
        yield [python("pass")]
        seen.append("closed")

    warm = Work(name="w", title="Work", programs=opened, warm=True)
    cells = measure(warm, 2, seen.append)
    assert seen == ["open", "w: ours 0/2", "w: ours 1/2", "w: ours 2/2", "closed"]
    assert len(cells["ours"].runs) == 2
    assert all(run.speed > 0 for run in cells["ours"].runs)


def test_what_a_program_measured_itself_stands_beside_it() -> None:
    def parts(ended: measuring.Ended) -> dict[str, Taken]:
        return {"step": Taken(wall=float(ended.output), cpu=0.5, peak=None)}

    cells = measure(work(replace(python("print(0.75)"), parts=parts)), 1, lambda _: None)
    assert list(cells) == ["ours", "ours: step"]
    assert cells["ours: step"].wall == 0.75
    assert cells["ours: step"].peak is None


def cell(wall: float, *, peak: int | None = 50 * MB, speed: float = 1.0, count: int = 1) -> Cell:
    one = Taken(wall=wall, cpu=wall / 2, peak=peak, speed=speed)
    return Cell(runs=(one,) * count)


RESULTS = {
    "w": {
        "ours": cell(2.0, speed=2.0),
        "peer": cell(1.0, count=2),
        "broken": Cell(fault="ended with 1"),
        "ours: step": cell(0.05, peak=None),
    },
    "small": {"ours": cell(0.25)},
}


@pytest.mark.parametrize(
    ("goal", "shown"),
    [
        (Share(most=2, program="peer"), "≤ 2 × peer: 2.00 met"),
        (Share(most=1.9, program="peer"), "≤ 1.9 × peer: 2.00 **MISSED**"),
        (Share(most=12, program="ours", work="small"), "≤ 12 × ours, small: 8.00 met"),
        (Share(most=1, program="broken"), "≤ 1 × broken: not measured"),
        (Share(most=1, program="absent"), "≤ 1 × absent: not measured"),
        (Share(most=1, program="ours", work="absent"), "≤ 1 × ours, absent: not measured"),
        # Two seconds on a machine half as fast are one.
        (Seconds(most=1), "≤ 1 s: 1.00 met"),
        (Seconds(most=0.9), "≤ 0.9 s: 1.00 **MISSED**"),
        (Megabytes(most=50), "≤ 50 MB: 50 met"),
        (Megabytes(most=49), "≤ 49 MB: 50 **MISSED**"),
    ],
)
def test_goals_are_judged(goal: Goal, shown: str) -> None:
    assert goal.judged(RESULTS, "w", "ours").shown == shown


@pytest.mark.parametrize(
    "goal", [Share(most=9, program="peer"), Seconds(most=9), Megabytes(most=9)]
)
@pytest.mark.parametrize("whose", ["broken", "absent"])
def test_a_goal_of_what_failed_is_not_met(goal: Goal, whose: str) -> None:
    assert goal.judged(RESULTS, "w", whose).met is None


def test_the_table_shows_ratios_faults_and_goals() -> None:
    goals = {"ours": (Seconds(most=0.5), Share(most=3, program="peer"))}
    told = "≤ 0.5 s: 1.00 **MISSED**<br>≤ 3 × peer: 2.00 met"
    assert list(table.rows(work(goals=goals), RESULTS, 2)) == [
        f"| Work | ours | 2.00 (1) | 1.00 | 50 |  | {told} |",
        "|  | peer | 1.00 | 0.50 | 50 | 2.00 |  |",
        "|  | broken | ended with 1 |  |  |  |  |",
        "|  | ours: step | 0.050 (1) | 0.025 |  |  |  |",
    ]


def session(goal: Goal, results: dict[str, dict[str, Cell]]) -> Session:
    part = Part(
        name="p",
        title="Part",
        works=(work(goals={"ours": (goal,)}), replace(work(), name="later", title="Later")),
        left_out=("other: not installed",),
    )
    found = Session(parts=(part,), runs=2, began=datetime(2026, 11, 23, 9, tzinfo=UTC))
    found.results.update(results)
    return found


def test_what_was_measured_so_far_is_told_with_what_was_left_out_and_missed() -> None:
    told = session(Seconds(most=0.5), {"w": RESULTS["w"]})
    text = told.written()
    assert told.failed()
    assert "from 09:00 UTC" in text
    assert "Python 3." in text
    assert "### Part\n\n| work | program |" in text
    assert "Left out:\n\n- other: not installed\n" in text
    assert "0 met, 1 missed, 0 not measured." in text
    assert "| Work | ours | ≤ 0.5 s: 1.00 **MISSED** |" in text
    assert "Later" not in text


def test_only_a_goal_that_was_missed_or_a_fault_of_ours_is_a_failure() -> None:
    assert not session(Seconds(most=2), {"w": RESULTS["w"]}).failed()
    assert not session(Share(most=2, program="absent"), {"w": RESULTS["w"]}).failed()
    assert session(Seconds(most=2), {"w": {"ours": Cell(fault="over 9 s")}}).failed()
    assert "nothing" not in session(Seconds(most=2), {}).written()


def test_the_entries_are_the_same_everywhere_and_more_begin_with_fewer() -> None:
    text = entries.written(2000)
    assert text.startswith(entries.written(300))
    found = hashlib.sha256(text.encode()).hexdigest()
    assert found == "61c9e24a51f4512f013b81a22e71b094db63be203817112c1fa119e7a168f0c5"


def test_no_two_entries_agree_in_key_title_or_number() -> None:
    read = parse_string(entries.written(3000))
    assert not read.failed_blocks
    assert [entry.key for entry in read.entries] == [entries.key(n) for n in range(3000)]
    assert len({entry["title"] for entry in read.entries}) == 3000
    assert {entry.entry_type for entry in read.entries} == set(entries.KINDS)
    numbers = [entry["isbn"] for entry in read.entries if "isbn" in entry.fields_dict]
    assert len(set(numbers)) == len(numbers) > 500
    assert all(isbn.is_valid(number) for number in numbers)


def test_titles_stay_apart_where_places_and_years_begin_anew() -> None:
    beyond = list(entries.entries(700 * 16 + 1))
    titles = [re.findall(r"^  title .*", text, re.MULTILINE)[0] for text in beyond]
    assert len(set(titles)) == len(titles)


def test_the_entries_are_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "references.bib").write_text(entries.written(400), encoding="utf-8")
    (tmp_path / "article").mkdir()
    text = '---\nnocite: "@*"\n---\n\nAll are listed.\n'
    (tmp_path / "article" / "article.md").write_text(text, encoding="utf-8")
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    words = ["verify", "--offline", "--min-severity", "warning", "--format", "json", str(tmp_path)]
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert '"failed": 0' in capsys.readouterr().out


def page(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_what_was_measured_replaces_what_stood_between_the_marks(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(page("# Fast", block.BEGIN, "old", block.END, "Why"), encoding="utf-8")
    expected = page("# Fast", block.BEGIN, "", "new", "", block.END, "Why")
    for _ in range(2):
        block.write(file, "\nnew\n")
        assert file.read_text(encoding="utf-8") == expected
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "text",
    [
        "",
        page(block.BEGIN),
        page(block.END, block.BEGIN),
        page(block.BEGIN, block.END, block.BEGIN, block.END),
    ],
)
def test_a_page_without_its_marks_is_not_written(text: str, tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(block.PageError, match="must stand in the page once"):
        block.write(file, "new")
    assert file.read_text(encoding="utf-8") == text


def test_the_page_on_speed_has_a_place_for_what_is_measured(root: Path) -> None:
    text = (root / "docs" / "performance.md").read_text(encoding="utf-8")
    assert "\n\nnew\n\n" in block.replaced(text, "new")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--only", "speed"], "no part is named speed; there are start, bibliography, gather"),
        (["--runs", "0"], "--runs takes a whole number from 1"),
        (["--write", "nowhere.md"], "nowhere.md"),
    ],
)
def test_a_wrong_word_is_told_before_anything_is_measured(words: list[str], told: str) -> None:
    command = [sys.executable, str(BENCH / "run.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
