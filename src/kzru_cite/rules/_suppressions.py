"""Share what the rules on suppressions have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import OK, Contradicted, Outcome
from kzru_cite.model.policy import Suppression
from kzru_cite.model.rule import SuppressionUse, Use


def report(
    uses: tuple[SuppressionUse, ...],
    bad: Use,
    say: Callable[[Suppression], tuple[str, str]],
    mend: Callable[[Suppression], Fix | None] = lambda _: None,
) -> Iterator[Outcome]:
    """
    Yield a finding for each use of the kind *bad*.

    *say* gives its message and hint, *mend* what can be done about it.
    """
    for use in uses:
        if use.use is not bad:
            # What could not be asked about is neither right nor wrong.
            if use.use is not Use.NOT_ASKED:
                yield OK
            continue
        message, hint = say(use.suppression)
        yield Contradicted(
            place=use.suppression.place,
            message=message,
            hint=hint,
            reference=use.suppression.key or None,
            fix=mend(use.suppression),
        )
