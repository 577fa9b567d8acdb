"""Hold what a project asks of its text: the gate, the rules chosen, the exceptions allowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location

# The classes of claims for which a decision can be asked.
CLASSES = ("all", "quoted", "figures", "dated", "checked")


class Suppression(Struct, frozen=True, kw_only=True):
    """
    An editor's word that a finding of rule *code* may stand until a day, with the reason.

    It covers findings inside *scope* (a block of text or an entry), or about the reference
    *key*, or about a reference whose address is on *host*. An empty *reason* or a missing
    *until* makes it invalid; *fault* then says what is wrong, and it silences nothing.
    """

    code: str
    reason: str
    until: date | None
    place: Location
    scope: Location | None = None
    key: str = ""
    host: str = ""
    fault: str = ""


class Policy(Struct, frozen=True, kw_only=True):
    """
    What is asked: *select* and *ignore* hold codes, families or ``ALL``.

    All else is in days, but *dead_looks*: so many failed looks, each *dead_days* after the one
    before, make an address dead. A good look at a page stands for *live_fresh*, one at an archived
    copy for *archive_fresh*. A copy lies at most *capture_before* ahead of the day of access.
    What was last seen longer ago than *stale_after* must be looked at again.

    *need_decision* names the classes of claims that need an editor's decision (``CLASSES``), *eyes*
    how many people must have decided, *decision_age* for how many days a decision stands.
    """

    fail_on: Severity = Severity.ERROR
    max_unable: float = 0.2
    coverage: float = 0.8
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    dead_looks: int = 3
    dead_days: int = 3
    live_fresh: int = 7
    archive_fresh: int = 30
    capture_before: int = 90
    stale_after: int = 180
    need_decision: tuple[str, ...] = ()
    eyes: int = 1
    decision_age: int = 365
