"""Write what is known of a source beside its formatted entry: links, copies, notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from msgspec import Struct

from kzru_cite.edition.labels import Labels, format_date
from kzru_cite.edition.sources import link_targets
from kzru_cite.edition.tree import Node, Nodes, link, plain, span, words
from kzru_cite.model.address import same_page
from kzru_cite.model.archive import read_capture
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dois import find_doi
from kzru_cite.model.entry_state import Blemished, EntryState
from kzru_cite.model.links import GOOD, LinkClass

# An address in one of these states must not be followed any more.
LOST = frozenset({"unfit", "usurped"})
_ADDRESSES = ("url", "doi", "eprint", "archiveurl")
_WEB_KINDS = frozenset({"online", "electronic", "www"})
_TRANSLATIONS = ("titletranslation", "translatedtitle", "transtitle")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPACE: Node = {"t": "Space"}


class Printed(Struct, frozen=True, kw_only=True):
    """What the style has printed of an entry: its text, and where its links lead."""

    text: str
    targets: tuple[str, ...]

    def leads_to(self, address: str) -> bool:
        """Tell whether the style made a link to this page."""
        return any(same_page(target, address) for target in self.targets)


def record(reference: Reference, state: EntryState, printed: Printed, labels: Labels) -> Nodes:
    """Return the sentences that follow the entry, in a span of class ``record``; or nothing."""
    sentences = [
        *(_blemish(one, labels) for one in state.blemishes),
        *_page(reference, state, printed, labels),
        *_copy(reference, labels),
        *_translation(reference, printed, labels),
        *_also(reference, printed, labels),
    ]
    if reference.kind in _WEB_KINDS and not reference.text(*_ADDRESSES):
        sentences.append(words(labels.no_address))
    return [_SPACE, span(_spaced(sentences), "", "record")] if sentences else []


def robust(reference: Reference) -> dict[str, str]:
    """Return the attributes of Robust Links (version 2.0) for links to the page and its copy."""
    address, copy = reference.text("url"), reference.text("archiveurl")
    day = copy_day(reference) if copy else reference.text("urldate")
    pairs = {
        "data-originalurl": next(iter(link_targets(address)), ""),
        "data-versionurl": copy,
        "data-versiondate": day if _DAY.fullmatch(day) else "",
    }
    return {name: text for name, text in pairs.items() if text}


def copy_day(reference: Reference) -> str:
    """Return the day of the archived copy as written, else as its address has it; or ''."""
    if day := reference.text("archivedate"):
        return day
    moment = read_capture(reference.text("archiveurl")).timestamp
    return moment.date().isoformat() if moment else ""


def shown_host(address: str) -> Nodes:
    """Return the host of an address as the text of a link."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return words(host or address)


def _spaced(sentences: Sequence[Nodes]) -> Nodes:
    first, *rest = sentences
    return [*first, *(node for sentence in rest for node in (_SPACE, *sentence))]


def _blemish(one: Blemished, labels: Labels) -> Nodes:
    name = {"t": "Strong", "c": words(labels.evidence.blemishes[one.blemish])}
    inner: Nodes = [name]
    if one.doi:
        notice = link(words(labels.evidence.notice), doi_address(one.doi))
        inner += [*words(" ("), notice, *words(")")]
    end = f", {format_date(one.day, labels)}." if one.day else "."
    return [span([*inner, *words(sentence(end))], "", "notice", one.blemish.name.lower())]


def _page(reference: Reference, state: EntryState, printed: Printed, labels: Labels) -> list[Nodes]:
    """Say whether the page is there, by the log and by the editor's own word."""
    address = next(iter(link_targets(reference.text("url"))), "")
    status = reference.text("urlstatus")
    told: list[Nodes] = []
    if address and status not in LOST:
        if not printed.leads_to(address):
            shown = link(shown_host(address), address, "page", **_underscored(reference))
            told.append([*words(f"{labels.evidence.page}: "), shown, *words(".")])
        told += _seen(address, status, state, labels)
    if status in labels.statuses:
        told.append([span(words(labels.statuses[status]), "", "gone")])
    return told


def _seen(address: str, status: str, state: EntryState, labels: Labels) -> list[Nodes]:
    seen = state.of(address)
    if seen.link_class is LinkClass.NOT_CHECKED and status in labels.statuses:
        # The editor has looked.
        return []
    day = format_date(seen.seen.isoformat(), labels) if seen.seen else ""
    text = words(sentence(labels.evidence.links[seen.link_class].format(date=day)))
    kind = "live" if seen.link_class in GOOD else "unseen"
    kind = "gone" if seen.link_class in (LinkClass.GONE, LinkClass.NAME_GONE) else kind
    told: list[Nodes] = [[span(text, "", kind)]]
    if seen.moved_to:
        moved = link(shown_host(seen.moved_to), seen.moved_to)
        told.append([*words(f"{labels.evidence.moved_to} "), moved, *words(".")])
    if seen.good and seen.link_class not in GOOD:
        good = format_date(seen.good.isoformat(), labels)
        told.append(words(sentence(labels.evidence.last_good.format(date=good))))
    return told


def _copy(reference: Reference, labels: Labels) -> list[Nodes]:
    told: list[Nodes] = []
    if copy := reference.text("archiveurl"):
        place = link(shown_host(copy), copy, "archived", **_underscored(reference))
        day = format_date(copy_day(reference), labels)
        end = f", {day}." if day else "."
        told.append([*words(f"{labels.archived}: "), place, *words(sentence(end))])
    if day := reference.text("urldate"):
        told.append(words(sentence(labels.accessed.format(date=format_date(day, labels)))))
    return told


def _translation(reference: Reference, printed: Printed, labels: Labels) -> list[Nodes]:
    title = reference.text(*_TRANSLATIONS)
    if not title or title.casefold() in printed.text.casefold():
        return []
    opening, closing = labels.quotes
    return [words(f"{labels.evidence.translated} {opening}{title}{closing}.")]


def _also(reference: Reference, printed: Printed, labels: Labels) -> list[Nodes]:
    """Name further addresses of the work that the style has not printed."""
    found = [(name, to) for name, to in _further(reference) if not printed.leads_to(to)]
    if not found:
        return []
    inner: Nodes = words(f"{labels.evidence.also} ")
    for index, (name, address) in enumerate(found):
        inner += [*(words(", ") if index else []), link(words(name), address, "also")]
    return [[*inner, *words(".")]]


def _further(reference: Reference) -> list[tuple[str, str]]:
    """Return names and addresses: by the identifiers, then the second and later ones of ``url``."""
    found: list[tuple[str, str]] = []
    if doi := find_doi(reference.text("doi")):
        found.append((f"doi:{doi.text}", doi_address(doi.text)))
    kind = reference.text("eprinttype", "archiveprefix").strip().lower()
    number = reference.text("eprint").strip()
    if kind == "arxiv" and number:
        name = number.lower().removeprefix("arxiv:")
        found.append((f"arXiv:{name}", f"https://arxiv.org/abs/{quote(name)}"))
    pmid = reference.text("pmid") or (number if kind == "pubmed" else "")
    if pmid.isascii() and pmid.isdecimal():
        found.append((f"PMID {pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"))
    others = link_targets(reference.text("url"))[1:]
    return found + [(plain(shown_host(address)), address) for address in others]


def doi_address(doi: str) -> str:
    """Return the address by which the resolver knows a DOI."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


def _underscored(reference: Reference) -> dict[str, str]:
    return {name.replace("-", "_"): text for name, text in robust(reference).items()}


def sentence(text: str) -> str:
    """End with one full stop where a date that ends with one meets that of the sentence."""
    return text.removesuffix("..") + "." if text.endswith("..") else text
