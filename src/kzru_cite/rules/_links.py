"""Walk through the addresses of a project with what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import GIVEN_UP, addresses
from kzru_cite.model.evidence import Purpose
from kzru_cite.model.links import GOOD, LinkClass, LinkState, classify
from kzru_cite.model.outcome import OK, Contradicted, Outcome, Suspicious
from kzru_cite.model.place import Location
from kzru_cite.model.seen import Seen


class Link(Struct, frozen=True, kw_only=True):
    """
    An address of an entry, its host, and what became of it.

    *status* is the editor's word on it, or ''.
    """

    reference: Reference
    field: Field
    address: str
    host: str
    state: LinkState
    status: str

    @property
    def place(self) -> Location:
        """Return where the address is written."""
        return self.field.place

    @property
    def remedy(self) -> str:
        """Say what to do about an address that leads nowhere."""
        if self.reference.first("archiveurl"):
            return "see for yourself; if it is lost, write urlstatus = {dead}"
        return "look for its new address, or give an archived copy and urlstatus = {dead}"


Judge = Callable[[Link], Outcome]


def links(dossier: Dossier) -> Iterator[Link]:
    """Give each address of the web that an entry leads its reader to."""
    seen = Seen(dossier.evidence)
    for reference in dossier.bibliography.references:
        for field, address in addresses(reference):
            if address.scheme not in ("http", "https"):
                continue
            looks = seen.at(str(address), Purpose.PAGE, Purpose.SIBLING)
            yield Link(
                reference=reference,
                field=field,
                address=str(address),
                host=address.host,
                state=classify(looks, dossier.policy, dossier.today),
                status=reference.text("urlstatus").strip().lower(),
            )


def ask(dossier: Dossier, classes: frozenset[LinkClass], judge: Judge) -> Iterator[Outcome]:
    """
    Put the links of these classes to *judge*; those that are there, or given up, are fine.

    Links of other classes belong to another rule, and are passed over.
    """
    for link in links(dossier):
        if link.status in GIVEN_UP:
            yield OK
        elif link.state.link_class in classes:
            # The editor has looked: what the log says against it is for LNK010.
            yield OK if link.status == "live" else judge(link)
        elif link.state.link_class in GOOD:
            yield OK


def lost(link: Link) -> Outcome:
    """Report an address at which the source can no longer be had, as surely as it was seen."""
    # What changes from look to look stands in the hint, so that the finding keeps its name.
    kind = Contradicted if link.state.certain else Suspicious
    doubt = ", and may be gone" if link.state.link_class is LinkClass.SUSPECTED_GONE else ""
    return kind(
        place=link.place,
        message=f"{link.address!r} {link.state.words}{doubt}",
        hint=f"{link.state.history}; {link.remedy}",
        reference=link.reference.key,
    )
