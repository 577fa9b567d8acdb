"""A claim is borne out only when all its sources are."""

from __future__ import annotations

import pytest

from kzru_cite.model.bonds import Standing
from kzru_cite.model.claim_state import ClaimState, claim_state


@pytest.mark.parametrize(
    ("standings", "needs", "basis", "state"),
    [
        ((Standing.SUPPORTS,), (), "", ClaimState.SUPPORTED),
        ((Standing.SUPPORTS, Standing.SUPPORTS), (), "common", ClaimState.SUPPORTED),
        ((Standing.SUPPORTS,), ("update",), "", ClaimState.PARTLY),
        ((Standing.SUPPORTS, Standing.UNLINKED), (), "", ClaimState.PARTLY),
        ((Standing.PARTLY,), (), "", ClaimState.PARTLY),
        ((Standing.SUPPORTS, Standing.CONTRADICTS), (), "", ClaimState.AGAINST),
        ((Standing.MISSING,), (), "", ClaimState.AGAINST),
        ((Standing.SUPPORTS,), ("failed-verification",), "", ClaimState.AGAINST),
        ((Standing.LAPSED, Standing.INACCESSIBLE), (), "", ClaimState.OPEN),
        ((Standing.UNDECIDED,), (), "", ClaimState.OPEN),
        ((), (), "", ClaimState.UNSOURCED),
        ((), ("citation",), "common", ClaimState.UNSOURCED),
        ((), ("update",), "common", ClaimState.FREE),
    ],
)
def test_the_state_of_a_claim(
    standings: tuple[Standing, ...], needs: tuple[str, ...], basis: str, state: ClaimState
) -> None:
    assert state is claim_state(standings, needs, basis)
