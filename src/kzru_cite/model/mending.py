"""Choose which fixes can be made together, and tell whether making them did what it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from msgspec import Struct

from kzru_cite.model.fix import Edit
from kzru_cite.model.place import Location
from kzru_cite.model.report import Finding, Report

# A fix that makes files harder to read is none; what it lets other rules see is welcome.
_READING = (
    *("SYN001", "SYN002", "SYN007", "SYN008", "SYN011", "SYN012", "SYN014", "SYN015", "SYN019"),
    *("KEY001", "KEY003", "COV001", "COV006", "COV008", "RUN003"),
)


class Chosen(Struct, frozen=True, kw_only=True):
    """Findings whose fixes can be made at once, and those in whose way one of them is."""

    taken: tuple[Finding, ...] = ()
    clashing: tuple[tuple[Finding, Finding], ...] = ()

    @property
    def edits(self) -> dict[str, tuple[Edit, ...]]:
        """Return the edits by file, in reading order; what several fixes ask for stands once."""
        found: dict[str, dict[Edit, None]] = {}
        for finding in self.taken:
            for edit in finding.fix.edits if finding.fix else ():
                found.setdefault(edit.place.path, {}).setdefault(edit)
        return {
            path: tuple(sorted(edits, key=lambda edit: edit.place.order))
            for path, edits in found.items()
        }


def choose(findings: Iterable[Finding]) -> Chosen:
    """Take the fixes of *findings* in their order, but for those that an earlier one forbids."""
    taken: list[Finding] = []
    clashing: list[tuple[Finding, Finding]] = []
    for finding in findings:
        if finding.fix is None:
            continue
        other = next((one for one in taken if _clash(one, finding)), None)
        if other is None:
            taken.append(finding)
        else:
            clashing.append((finding, other))
    return Chosen(taken=tuple(taken), clashing=tuple(clashing))


def _clash(one: Finding, other: Finding) -> bool:
    """Tell whether two fixes meet; to ask for the very same is no clash."""
    if one.fix is None or other.fix is None or one.fix.edits == other.fix.edits:
        return False
    return any(_meet(a.place, b.place) for a in one.fix.edits for b in other.fix.edits)


def _meet(one: Location, other: Location) -> bool:
    if one.path != other.path:
        return False
    first, second = sorted(
        ((place.line, place.column), (place.end_line, place.end_column)) for place in (one, other)
    )
    # What ends where the other begins does not touch it, unless both are put there.
    return second[0] < first[1] or second[0] == first[0]


def sound(edits: Iterable[Edit]) -> bool:
    """Tell whether no two edits of one file meet."""
    order = sorted(edits, key=lambda edit: edit.place.order)
    return not any(_meet(one.place, other.place) for one, other in pairwise(order))


def faults(before: Report, after: Report, taken: Iterable[Finding]) -> tuple[str, ...]:
    """
    Say what is wrong with a report after the fixes of *taken* were made; () when they did well.

    The findings mended must be gone, and none on how the files read may have come.
    """
    was, now = _named(before), _named(after)
    mended = Counter(_name(finding) for finding in taken)
    stayed = [name for name, count in mended.items() if now[name] > was[name] - count]
    came = [
        name
        for name, count in now.items()
        if count > was[name] and name[0] in _READING and name not in stayed
    ]
    return tuple(
        [f"{name[0]} stays" for name in stayed]
        + [f"{name[0]} would be found then: {name[-1]}" for name in came]
    )


def _named(report: Report) -> Mapping[tuple[str, ...], int]:
    return Counter(_name(finding) for finding in report.open)


def _name(finding: Finding) -> tuple[str, ...]:
    about = (finding.claim or "", finding.reference or "")
    return (finding.code, finding.place.path, *about, finding.message)
