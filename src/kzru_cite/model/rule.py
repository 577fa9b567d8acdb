"""Say what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import Confidence, Outcome, Severity
from kzru_cite.model.policy import Suppression


class Use(Enum):
    """Say what became of a suppression in a run."""

    USED = "used"
    USELESS = "useless"
    EXPIRED = "expired"
    INVALID = "invalid"
    NOT_ASKED = "not asked"


class SuppressionUse(Struct, frozen=True, kw_only=True):
    """A suppression and what became of it."""

    suppression: Suppression
    use: Use


class Need(Enum):
    """
    Say what a rule cannot do without; the value tells why it was not asked.

    Rules that need an audit are asked only in a run that makes one.
    """

    EVIDENCE = "nothing was gathered"
    LEDGER = "there is no ledger"
    AUDIT = "no audit was made"


Check: TypeAlias = Callable[[Dossier], Iterable[Outcome]]
RunCheck: TypeAlias = Callable[[Dossier, tuple[SuppressionUse, ...]], Iterable[Outcome]]


class Rule(Struct, frozen=True, kw_only=True):
    """
    A question to the dossier: *check* yields one outcome for each thing it looks at.

    *page* is the documentation shown by ``explain``, usually the docstring of the rule's module.
    A rule about the run itself has *check_run* instead, asked after all others.
    A rule is skipped when the dossier lacks what it *needs*.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    summary: str
    page: str
    check: Check | None = None
    check_run: RunCheck | None = None
    needs: frozenset[Need] = frozenset()
