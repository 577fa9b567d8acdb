"""Say in Markdown what a key or the id of a claim stands for, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kzru_cite.model.article import Claim
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.bonds import Bond, ClaimMap
from kzru_cite.model.claim_state import claim_state
from kzru_cite.model.entry_state import AddressState, EntryState
from kzru_cite.model.links import LinkClass

# Longer words of a source are cut; the ledger has them in full.
_LONGEST = 240
# Where GitHub's Markdown, which editors show, begins to read an address or a mail address.
_ADDRESS_BEGINS = re.compile(r"(\w)(:(?=//)|@|(?<=[Ww][Ww][Ww])\.)")
_SIGN = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$-]")


def plain(text: str) -> str:
    """Return words that Markdown shows as they are: those of others must not become markup."""
    return _SIGN.sub(lambda sign: f"\\{sign[0]}", " ".join(text.split()))


def _code(text: str) -> str:
    """Return words set as code; a fence longer than any run of ticks inside holds them."""
    ticks = max((len(run) for run in re.findall("`+", text)), default=0) + 1
    between = " " if ticks > 1 else ""
    folded = " ".join(text.split())
    return f"{'`' * ticks}{between}{folded}{between}{'`' * ticks}"


def _no_links(entry: str) -> str:
    """
    Keep editors from making links of the addresses in an entry.

    A bare address takes the backslash before a bracket for its own, and the bracket is free then.
    """
    return _ADDRESS_BEGINS.sub(lambda sign: f"{sign[1]}\\{sign[2]}", entry)


def of_reference(
    reference: Reference, entry: str, state: EntryState | None, claims: ClaimMap
) -> str:
    """
    Tell of a reference: its entry, what was last seen of its pages, notices, quotations.

    *entry* is Markdown; *state* is None when nothing of it was ever looked at.
    """
    lines = [_no_links(entry.strip()) or plain(reference.text("title")) or _code(reference.key)]
    known = list(_known(reference, state))
    lines += ["", *known] if known else []
    quoted = list(_quoted(reference.key, claims))
    lines += ["", *quoted] if quoted else []
    return "\n".join(lines)


def _known(reference: Reference, state: EntryState | None) -> Iterator[str]:
    for blemished in state.blemishes if state else ():
        notice = f", notice {_code(blemished.doi)}" if blemished.doi else ""
        day = f", {blemished.day}" if blemished.day else ""
        yield f"- **{blemished.blemish.value}**{day}{notice}"
    looked = state or EntryState()
    for field, words in (("url", "page"), ("archiveurl", "archived copy")):
        if address := reference.text(field):
            yield f"- {words} {_code(address)}: {_seen(looked.of(address))}"
    if status := reference.text("urlstatus"):
        yield f"- the entry says of its page: {plain(status)}"


def _seen(state: AddressState) -> str:
    if state.link_class is LinkClass.NOT_CHECKED and state.seen is None:
        return "never looked at"
    words = [state.link_class.value]
    words += [f"to {_code(state.moved_to)}"] if state.moved_to else []
    words += [f"seen {state.seen}"] if state.seen else []
    if state.good and state.good != state.seen:
        words.append(f"last good {state.good}")
    return ", ".join(words)


def _quoted(key: str, claims: ClaimMap) -> Iterator[str]:
    for bound in claims.bound:
        for bond in bound.bonds:
            if bond.reference == key:
                yield f"- claim {_code(bound.claim.id or '(no id)')}: {_standing(bond)}"


def _standing(bond: Bond) -> str:
    quotation = bond.link.quotation if bond.link else None
    words = f"“{plain(_cut(quotation.exact))}” — " if quotation else ""
    return f"{words}{bond.standing.value}{_decided(bond)}"


def _decided(bond: Bond) -> str:
    if bond.decided is None:
        return ""
    who = plain(bond.decided.by) if bond.decided.by else "nobody named"
    return f" ({who}{f', {bond.decided.on}' if bond.decided.on else ''})"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def of_claim(claim: Claim, bonds: Iterable[Bond]) -> str:
    """Tell of a claim: its words, how far it is borne out, and by what."""
    bonds = tuple(bonds)
    basis = claim.attributes.get("basis", "")
    state = claim_state([bond.standing for bond in bonds], claim.needs, basis)
    lines = [plain(claim.text), "", f"**{state.value}**"]
    said = [f"- {name}: {plain(value)}" for name, value in claim.attributes.items() if value]
    sources = [f"- {_code(f'@{bond.reference}')}: {_standing(bond)}" for bond in bonds]
    return "\n".join([*lines, "", *said, *sources])
