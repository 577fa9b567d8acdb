"""Say in one word how far a claim is borne out, for readers who ask no more of it."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from kzru_cite.model.bonds import Standing


class ClaimState(Enum):
    """
    Name how far a claim is borne out, in the order in which readers are told.

    SUPPORTED: an editor compared at least one source, and all are settled in its favour. PARTLY:
    one of them is in its favour, at least in part, and the rest is open. AGAINST: a source
    contradicts it, or does not have the words. OPEN: there are sources, and nobody has compared
    them yet. UNSOURCED: there is none, and one is wanted. FREE: it needs none.
    """

    SUPPORTED = "supported"
    PARTLY = "partly"
    AGAINST = "against"
    OPEN = "open"
    UNSOURCED = "unsourced"
    FREE = "free"


_AGAINST = frozenset({Standing.CONTRADICTS, Standing.MISSING})
_FOR = frozenset({Standing.SUPPORTS, Standing.PARTLY})
_FAILED = "failed-verification"
_CITATION = "citation"


def claim_state(
    standings: Collection[Standing], needs: Collection[str] = (), basis: str = ""
) -> ClaimState:
    """Weigh the standings of a claim's sources with what the claim says of itself."""
    found = set(standings)
    if found & _AGAINST or _FAILED in needs:
        return ClaimState.AGAINST
    if not found:
        free = bool(basis) and _CITATION not in needs
        return ClaimState.FREE if free else ClaimState.UNSOURCED
    if found == {Standing.SUPPORTS} and not needs:
        return ClaimState.SUPPORTED
    return ClaimState.PARTLY if found & _FOR else ClaimState.OPEN
