"""Write the reader's switch, by which claims of one state show; radio buttons and CSS alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from kzru_cite.edition.labels import Labels
from kzru_cite.edition.proofs import Proof
from kzru_cite.model.claim_state import ClaimState

_QUIET = "quiet"
_PLAIN = "plain"


def switch(proofs: Sequence[Proof], labels: Labels) -> str:
    """Return HTML, '' without claims; the style sheet knows the ids of the buttons."""
    if not proofs:
        return ""
    told = labels.evidence
    found = Counter(proof.state for proof in proofs)
    choices = [_choice(_QUIET, told.show_quiet, "", chosen=True)]
    choices += [
        _choice(state.value, told.states[state], str(found[state]))
        for state in ClaimState
        if found[state]
    ]
    choices.append(_choice(_PLAIN, told.show_plain, ""))
    name = escape(told.show)
    return (
        f'<section class="switch" aria-label="{name}"><fieldset><legend>{name}</legend>'
        f"{''.join(choices)}</fieldset></section>"
    )


def _choice(value: str, label: str, number: str, *, chosen: bool = False) -> str:
    checked = " checked" if chosen else ""
    sign = f'<span class="sign" data-state="{value}"></span>' if number else ""
    count = f' <span class="count">{number}</span>' if number else ""
    return (
        f'<label><input type="radio" name="edition-show" id="edition-show-{value}"'
        f' value="{value}"{checked}>{sign}<span>{escape(label)}{count}</span></label>'
    )
