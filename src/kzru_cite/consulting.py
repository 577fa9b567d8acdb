"""Ask the registries or the page what a work is, and draft its entry from what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite import gathering
from kzru_cite.memory import recorded
from kzru_cite.model.draft import Draft, PageCitation, from_page, from_record
from kzru_cite.model.entry_form import new_entry
from kzru_cite.model.evidence import (
    Absent,
    Answered,
    Evidence,
    Found,
    Look,
    Purpose,
    Record,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.glimpses import Glimpse, LinkClass, glimpse
from kzru_cite.model.naming import Named
from kzru_cite.model.place import SourceText
from kzru_cite.model.registries import record_services
from kzru_cite.model.seen import Seen
from kzru_cite.model.sounds import plain
from kzru_cite.model.tex import verbatim
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.page_citation import read_citation
from kzru_cite.workspace import Workspace

# What a page is like whose words on itself can be trusted.
_READABLE = (LinkClass.ALIVE, LinkClass.MOVED)
# Of these it is known that there is nothing; of all others it is not known.
_GONE = (LinkClass.GONE, LinkClass.SOFT_404, LinkClass.PARKED, LinkClass.TO_ROOT)


class Nothing(Struct, frozen=True, kw_only=True):
    """
    There is no entry to be had, and why.

    *unable*: nobody could be asked, so that nothing follows for the work.
    """

    why: str
    hint: str = ""
    unable: bool = False


Consulted: TypeAlias = Draft | Nothing


def consult(workspace: Workspace, name: Named, told: gathering.Told) -> Consulted:
    """
    Ask about a work, and draft its entry.

    What is asked and answered goes into the log, as ``gather`` would write it; what was answered
    lately is not asked again. Pages are captured, so that quotations can be found in them.
    """
    desk = _Desk(workspace, told)
    return desk.page(name) if name.is_page else desk.record(name)


class _Desk(Struct):
    workspace: Workspace
    told: gathering.Told

    def ask(self, fields: Sequence[tuple[str, str]], *, capture: bool = False) -> Seen | None:
        """Ask about an entry with these fields; None when there is no network."""
        settings = self.workspace.settings
        services = {**settings.services, "wayback": ""}
        asking = replace(
            settings,
            services=services,
            archives={},
            gather=replace(settings.gather, capture=capture),
        )
        safe = [(name, verbatim(value)) for name, value in fields]
        entry = new_entry("online", "asked", safe)
        bibliography = read_bibliography([SourceText(path="", text=entry)])
        before = recorded(self.workspace) or Evidence()
        known = Evidence(looks=tuple(look for look in before.looks if not _too_old(look)))
        done = gathering.gather(bibliography, known, asking, self.workspace.folder, self.told)
        return None if done.offline else Seen(done.evidence)

    def record(self, name: Named) -> Consulted:
        """Draft from the record of a registry."""
        seen = self.ask(name.fields)
        if seen is None:
            return _OFFLINE
        found = _record(seen, name.about)
        if isinstance(found, Nothing):
            return found
        fields = name.fields
        notes: tuple[str, ...] = ()
        doi = next((one for one in found.same_as if one.startswith("doi:")), "")
        if doi and found.agency == "PubMed":
            # The registry of the DOI has the names in full.
            fields = (("doi", doi.partition(":")[2]), *name.fields)
            further = self.ask(fields)
            better = _record(further, doi) if further else _OFFLINE
            notes = _said_by_pubmed(found)
            found = better if isinstance(better, Record) else found
        elif name.about.startswith("doi:"):
            fields = (("doi", _primary(name, found)),)
        draft = from_record(found, fields)
        return replace(draft, notes=(*notes, *_notes(found, name), *draft.notes))

    def page(self, name: Named) -> Consulted:
        """Draft from what a page says of itself, or from the record of the DOI that it names."""
        seen = self.ask(name.fields, capture=True)
        if seen is None:
            return _OFFLINE
        look = _page(seen, name.about)
        if isinstance(look, Nothing):
            return look
        sight, shown = look
        if sight.page is None or not sight.page.title:
            return Nothing(why="the page names no title of itself", hint=_BY_HAND)
        said = self.cited(sight)
        draft = from_page(name.about, sight.page, said, shown.look.at.date())
        notes = [f"the page {shown.words}"] if shown.link_class is not LinkClass.ALIVE else []
        draft = replace(draft, notes=(*notes, *draft.notes))
        return self.by_doi(said, name, draft) if said.doi else draft

    def cited(self, sight: Answered) -> PageCitation:
        """Read from the capture of a page what it says for those who cite it."""
        settings, folder = self.workspace.settings, self.workspace.folder
        with closing(gathering.captures(settings, folder)) as store:
            exchange = store.body(sight.capture)
        body = exchange.body if exchange else b""
        return read_citation(body, sight.content_type, sight.final)

    def by_doi(self, said: PageCitation, name: Named, draft: Draft) -> Draft:
        """Take the record of the DOI that a page names, where its title is that of the page."""
        seen = self.ask((("doi", said.doi),))
        found = _record(seen, f"doi:{said.doi.lower()}") if seen else _OFFLINE
        if isinstance(found, Nothing):
            note = f"the page names the DOI {said.doi}, and of it: {found.why}"
            return replace(draft, notes=(*draft.notes, note))
        if not _same_title(found.title, draft.title):
            note = f"the page names the DOI {said.doi}, whose record has the title {found.title!r}"
            return replace(draft, notes=(*draft.notes, note))
        better = from_record(found, (("doi", said.doi), *name.fields))
        note = f"made from the record of {found.agency} on the DOI that the page names"
        dated = (*better.fields, *((n, v) for n, v in draft.fields if n == "urldate"))
        return replace(better, fields=dated, notes=(note, *better.notes))


_OFFLINE = Nothing(why="there is no network", unable=True)
_BY_HAND = "if you have read it, enter it by hand"


def _too_old(look: Look) -> bool:
    """Tell a record from before it was kept what those named are to the work."""
    sight = look.sight
    return isinstance(sight, Found) and bool(sight.record.names) and not sight.record.role


def _page(seen: Seen, about: str) -> tuple[Answered, Glimpse] | Nothing:
    """Return what was last seen of a page, where it can be trusted to speak of itself."""
    looks = seen.at(about, Purpose.PAGE)
    shown = glimpse(looks[-1], seen.at(about, Purpose.SIBLING)) if looks else None
    if shown is None:
        return Nothing(why="the page was not asked: its host asked to wait", unable=True)
    sight = shown.look.sight
    if isinstance(sight, Answered) and (shown.link_class in _READABLE or _is_paid(sight)):
        return sight, shown
    unable = shown.link_class not in _GONE
    return Nothing(why=f"the page {shown.words}", hint=_BY_HAND, unable=unable)


def _is_paid(sight: Answered) -> bool:
    """Tell a page that is there for subscribers, and says to all what it is."""
    return sight.code == 200 and sight.page is not None and "paywall" in sight.page.signs


def _same_title(one: str, other: str) -> bool:
    """Tell whether one title holds the other: a page adds its site, a record the subtitle."""
    first, second = plain(one), plain(other)
    return first in second or second in first


def _record(seen: Seen, about: str) -> Record | Nothing:
    """Return the record of an identifier; of a DOI that of the agency which doi.org names."""
    if not about.startswith("doi:"):
        return _told(seen, about, record_services(about)[0])
    registered = _told(seen, about, "doi")
    if isinstance(registered, Nothing):
        return registered
    if not registered.agency:
        return Nothing(why=f"who holds the record of {about} could not be learnt", unable=True)
    services = record_services(about, registered.agency)
    if not services:
        why = f"{about} is registered with {registered.agency}, whose records cannot be had here"
        return Nothing(why=why, hint=f"add the page that it leads to: {registered.url}")
    return _told(seen, about, services[0])


def _told(seen: Seen, about: str, service: str) -> Record | Nothing:
    looks = [look for look in seen.at(about, Purpose.RECORD) if look.asked == service]
    if not looks:
        why = f"{service} was not asked about {about}: it is switched off, or asked to wait"
        return Nothing(why=why, unable=True)
    match looks[-1].sight:
        case Found(record=record) if record.title or service == "doi":
            return record
        case Found():
            return Nothing(why=f"the record of {about} at {service} names no title")
        case Absent():
            hint = "compare it with the source; catalogues of books have gaps"
            return Nothing(why=f"{service} knows no {about}", hint=hint)
        case sight:
            return Nothing(why=f"{service} could not be asked: {_trouble(sight)}", unable=True)


def _trouble(sight: Sight) -> str:
    """Say why there was no answer."""
    told = sight if isinstance(sight, Unanswered) else Unanswered(trouble=Trouble.BAD_ANSWER)
    code = f"answered {told.code}" if told.code else ""
    return ", ".join(filter(None, (told.trouble.value, code, told.words)))


def _said_by_pubmed(record: Record) -> tuple[str, ...]:
    """Tell of notices that the registry of the DOI may not know."""
    kinds = ", ".join(notice.kind for notice in record.notices)
    return (f"PubMed says of it: {kinds}",) if kinds else ()


def _primary(name: Named, record: Record) -> str:
    """Return the DOI as it was given, or that behind an alias."""
    asked, primary = name.fields[0][1], record.identifier.partition(":")[2]
    return asked if asked.lower() == primary.lower() else primary


def _notes(record: Record, name: Named) -> Iterator[str]:
    if record.identifier.startswith("doi:") and name.about.startswith("doi:"):
        primary = _primary(name, record)
        if primary != name.fields[0][1]:
            yield f"{name.fields[0][1]} stands for {primary}"
    if record.agency == "arXiv":
        for other in record.same_as:
            yield f"a version of it was published: {other}; add that one if it is what you cite"
