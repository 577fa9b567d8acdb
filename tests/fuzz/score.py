"""
Count what became of the mutants of the rules: killed and surviving ones, by family.

    python tests/fuzz/score.py [--survivors FAMILY]

It reads what ``mutmut run`` has left under mutants/.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MUTANTS = ROOT / "mutants" / "src" / "kzru_cite"
# What mutmut writes down of a run of the tests: their exit code, and some of its own.
_FATES = {0: "survived", 1: "killed", 3: "killed", 5: "no tests", 33: "no tests", None: "not run"}
_COLUMNS = ("killed", "timeout", "survived", "no tests", "not run")


def fates() -> Iterator[tuple[str, str, str]]:
    """Yield family, name and fate of each mutant."""
    for path in sorted(MUTANTS.rglob("*.meta")):
        module = path.name.removesuffix(".py.meta")
        family = module[:3].upper() if module[3:6].isdecimal() else "shared parts"
        family = "judge" if module == "judge" else family
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        for name, code in codes.items():
            yield family, name, _FATES.get(code, "timeout")


def main() -> None:
    """Read the command line, and print the table or the names of survivors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--survivors", metavar="FAMILY", help="list them instead, by name")
    given = parser.parse_args()
    found = list(fates())
    if given.survivors:
        for family, name, fate in found:
            if fate == "survived" and given.survivors in (family, "ALL"):
                print(name)
        return
    print(f"| family | mutants | {' | '.join(_COLUMNS)} | score |")
    print(f"|---|{'---:|' * (len(_COLUMNS) + 2)}")
    families = sorted({family for family, _, _ in found})
    for wanted in (*families, ""):
        counts = Counter(fate for family, _, fate in found if wanted in ("", family))
        caught, missed = counts["killed"] + counts["timeout"], counts["survived"]
        score = f"{100 * caught / (caught + missed):.0f} %" if caught + missed else ""
        shown = " | ".join(f"{counts[column]:,}" for column in _COLUMNS)
        print(f"| {wanted or 'all'} | {counts.total():,} | {shown} | {score} |")


if __name__ == "__main__":
    main()
