"""
Put the mutants of mutmut to the cases of the rules, all in one process.

    python tests/fuzz/mutants.py [--seconds 600] [PATTERN…]

``mutmut run`` starts pytest anew for each mutant. Most are found by the cases of the rule alone,
whose texts need to be read only once: that takes a thirtieth of the time. It must have run before,
so that mutants are made and it is known which tests reach which function. What is killed here is
written where mutmut looks for it; to what survives, the next ``mutmut run`` puts all the tests.
"""

from __future__ import annotations

import argparse
import fnmatch
import importlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
MUTANTS = ROOT / "mutants"
_CASE = "tests/rules/test_cases.py::test_case["
# A mutant may go round in circles.
_SECONDS = 5.0
_KILLED, _TIMEOUT = 1, 36


class _TooSlowError(BaseException):
    """A mutant that does not end; no rule may catch it."""


def _slow(_: int, __: FrameType | None) -> None:
    raise _TooSlowError


class Cases:
    """The cases of all rules, read once, and what each is to find."""

    def __init__(self) -> None:
        self._tests: Any = importlib.import_module("test_cases")
        self._rules: Any = importlib.import_module("kzru_cite.rules")
        self._judge: Any = importlib.import_module("kzru_cite.judge")
        self._telling: Any = importlib.import_module("tellings")
        answers: Any = importlib.import_module("answers")
        pandoc = answers.remembering(ROOT / "build" / "mutate" / "answers")
        self._dossiers: dict[str, tuple[Any, Any]] = {}
        for case in self._tests.CASES:
            with tempfile.TemporaryDirectory() as folder:
                dossier = self._tests.read(case, Path(folder), pandoc)
            self._dossiers[f"{case.code}-{case.title}"] = (case, dossier)
        broken = [name for name in self._dossiers if not self.holds(name)]
        assert not broken, f"cases fail without any mutant: {broken[:3]}"
        self._company: Any = importlib.import_module("test_company")
        self._beside = dict(self._companies())

    def known(self, name: str) -> bool:
        """Tell whether there is such a case."""
        return name in self._dossiers

    def of(self, code: str) -> list[str]:
        """Return the cases of a rule."""
        return [name for name, (case, _) in self._dossiers.items() if case.code == code]

    def holds(self, name: str) -> bool:
        """Tell whether a case finds what it should."""
        case, dossier = self._dossiers[name]
        report = self._judge.judge(dossier, self._tests.asked(case))
        told = self._telling.read_tellings(self._tests.TOLD / f"{case.code}.txt")
        return bool(
            case.expected == self._tests.found(case, report)
            and told.get(case.title) == self._telling.telling(report, case.code)
        )

    def hold(self, names: list[str]) -> bool:
        """Tell whether cases find what they should, alone and behind others of their rule."""
        codes = dict.fromkeys(name[:6] for name in names)
        return all(map(self.holds, names)) and all(map(self._hold_together, codes))

    def _hold_together(self, code: str) -> bool:
        compared = self._company.compared(*self._beside.get(code, ((), ())))
        return all(alone == behind for _, alone, behind in compared)

    def _companies(self) -> Iterator[tuple[str, tuple[Any, Any]]]:
        by_rule: dict[str, list[Any]] = {}
        for case, dossier in self._dossiers.values():
            if case.code not in self._company.COMPARING:
                members = by_rule.setdefault(case.code, [])
                members.append(self._company.member(case, dossier, len(members)))
        for code, members in by_rule.items():
            yield code, (members, self._company.companies(members))

    def forget(self) -> None:
        """Empty what rules remember from one text to the next."""
        for name, module in list(sys.modules.items()):
            if name.startswith("kzru_cite.rules"):
                for one in vars(module).values():
                    if hasattr(one, "cache_clear"):
                        one.cache_clear()


def fate(cases: Cases, mutant: str, names: list[str]) -> int | None:
    """Return the code of a mutant that is killed, None for one that the cases do not notice."""
    os.environ["MUTANT_UNDER_TEST"] = mutant
    cases.forget()
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    try:
        return None if cases.hold(names) else _KILLED
    except _TooSlowError:
        return _TIMEOUT
    except Exception:  # noqa: BLE001 - a rule that raises is noticed too
        return _KILLED
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        os.environ["MUTANT_UNDER_TEST"] = ""


def _reaching(cases: Cases) -> Mapping[str, list[str]]:
    """Return the cases that reach each function, those of its own rule first."""
    stats = json.loads((MUTANTS / "mutmut-stats.json").read_text(encoding="utf-8"))
    reaching = {}
    for function, tests in stats["tests_by_mangled_function_name"].items():
        own = function.split(".")[2][:6].upper()
        names = [test[len(_CASE) : -1] for test in tests if test.startswith(_CASE)]
        # Cases that were written since are not in the list.
        known = {*filter(cases.known, names), *(cases.of(own) if names else ())}
        reaching[function] = sorted(known, key=lambda name: (not name.startswith(own), name))
    return reaching


def _to_do(patterns: list[str]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(MUTANTS.rglob("*.meta")):
        meta = json.loads(path.read_text(encoding="utf-8"))
        names = meta["exit_code_by_key"]
        if not patterns or any(fnmatch.filter(names, pattern) for pattern in patterns):
            yield path, meta


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patterns", nargs="*")
    parser.add_argument("--seconds", type=float, default=600, help="of the processor, in all")
    given = parser.parse_args()
    os.environ["MUTANT_UNDER_TEST"] = ""
    sys.path[:0] = [str(MUTANTS / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "rules")]
    cases = Cases()
    reaching = _reaching(cases)
    signal.signal(signal.SIGPROF, _slow)
    end = time.process_time() + given.seconds
    counts = {"killed": 0, "left": 0}
    for path, meta in _to_do(given.patterns):
        codes = meta["exit_code_by_key"]
        for mutant in [name for name, code in codes.items() if code is None]:
            if time.process_time() > end:
                break
            names = reaching.get(mutant.rpartition("__mutmut_")[0], [])
            codes[mutant] = fate(cases, mutant, names) if names else None
            counts["left" if codes[mutant] is None else "killed"] += 1
            # A mutant must leave nothing behind that the next one would be blamed for.
            cases.forget()
            assert all(map(cases.holds, names[:3])), f"{mutant} has left something behind"
        path.write_text(json.dumps(meta, indent=4), encoding="utf-8")
    print(f"killed {counts['killed']}, left to mutmut {counts['left']}")


if __name__ == "__main__":
    main()
