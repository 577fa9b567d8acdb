"""Write the pop-overs of claims: source, quotation in its context, links to the words, decision."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from msgspec import Struct, field

from kzru_cite.edition.clean import leads_out
from kzru_cite.edition.entry_record import LOST, copy_day, sentence
from kzru_cite.edition.labels import Labels, format_date
from kzru_cite.edition.proofs import Proof, proof_name
from kzru_cite.edition.references import ENTRY_PREFIX
from kzru_cite.edition.sources import link_target
from kzru_cite.edition.text import with_links
from kzru_cite.edition.tree import Node, Nodes, div, link, para, raw_block, span, words
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.bonds import Bond, Standing
from kzru_cite.model.dates import PartialDate, Period
from kzru_cite.model.ledger import Decided
from kzru_cite.model.quotation import Quotation, Spot
from kzru_cite.model.text_fragment import to_words, whole_words

_HTML = "html"
_SPACE: Node = {"t": "Space"}
_NAMES = 3
_KINDS = {
    Standing.SUPPORTS: "supported",
    Standing.PARTLY: "partly",
    Standing.CONTRADICTS: "against",
    Standing.MISSING: "against",
}


class Library(Struct, frozen=True, kw_only=True):
    """The sources by key, their languages, and the ids of entries that the page has."""

    references: Mapping[str, Reference]
    languages: Mapping[str, str] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()


def proof_card(proof: Proof, library: Library, labels: Labels) -> Nodes:
    """Return the pop-over; it takes the focus when it opens, and gives it back."""
    named, shown = f"{proof.anchor}-name", escape(labels.evidence.close)
    opening = (
        f'<div popover id="{proof.anchor}" class="proof" data-state="{proof.state.value}">'
        f'<div role="dialog" tabindex="-1" autofocus aria-labelledby="{named}">'
        f'<p class="head" id="{named}"><span class="sign"></span>'
        f'<span class="hidden">{escape(proof_name(proof, labels))}</span>'
        f'<span aria-hidden="true">{escape(labels.evidence.states[proof.state])}</span></p>'
        f'<button type="button" class="close" popovertarget="{proof.anchor}"'
        f' popovertargetaction="hide" aria-label="{shown}">×</button>'
    )
    return [
        raw_block(_HTML, opening),
        *proof_body(proof, library, labels),
        raw_block(_HTML, "</div></div>"),
    ]


def proof_body(proof: Proof, library: Library, labels: Labels) -> Nodes:
    """Tell of each source what it says and what was decided, then what the claim says itself."""
    bonds = [_bond(bond, library, labels) for bond in proof.bonds]
    return [*bonds, *_remarks(proof, labels)]


def _remarks(proof: Proof, labels: Labels) -> Nodes:
    reasons = [labels.reasons.get(need, f"{need}.") for need in proof.needs]
    if proof.basis:
        reasons.append(labels.evidence.bases.get(proof.basis, f"{proof.basis}."))
    told = [para(words(" ".join(reasons)))] if reasons else []
    told += [para(with_links(proof.note))] if proof.note else []
    if not told and not proof.bonds:
        told = [para(words(labels.reasons["citation"]))]
    return [div(told, "", "said")] if told else []


def _bond(bond: Bond, library: Library, labels: Labels) -> Node:
    reference = library.references.get(bond.reference)
    quotation = bond.link.quotation if bond.link else None
    language = library.languages.get(bond.reference, "")
    inner = [para(_source(bond, reference, library))]
    if quotation:
        inner.append(_quoted(quotation, bond.found, language))
    inner.append(para(_standing(bond, labels)))
    if reference is not None and (ways := _ways(bond, reference, labels)):
        inner.append(para(ways))
    return div(inner, "", "bond")


def _source(bond: Bond, reference: Reference | None, library: Library) -> Nodes:
    """Name the source in short: title, names, year, site, and the place that is cited."""
    entry = f"{ENTRY_PREFIX}{bond.reference}"
    title = reference.text("title", "shorttitle") if reference else ""
    name: Nodes = words(title or bond.reference)
    if (language := library.languages.get(bond.reference, "")) and title:
        name = [span(name, lang=language)]
    shown: Nodes = [link(name, f"#{entry}")] if entry in library.entries else name
    details = [*_details(reference), bond.locator.strip(" ,")]
    told = ", ".join(filter(None, details))
    small = [_SPACE, span(words(told), "", "details")] if told else []
    return [{"t": "Strong", "c": shown}, *small]


def _details(reference: Reference | None) -> list[str]:
    if reference is None:
        return []
    people = reference.names.get("author") or reference.names.get("editor") or ()
    named = [name.literal or name.family or str(name) for name in people[:_NAMES]]
    more = ["…"] if len(people) > _NAMES else []
    return [*named, *more, _year(reference), reference.site]


def _year(reference: Reference) -> str:
    match reference.published():
        case Period(start=PartialDate(year=year)):
            return str(year)
        case _:
            return ""


def _quoted(quotation: Quotation, spot: Spot | None, language: str) -> Node:
    """Show the words between what stands before and after them, as the source has them."""
    exact = spot.words if spot else quotation.exact
    before, after = whole_words(spot) if spot else (quotation.prefix, quotation.suffix)
    inner: Nodes = words(f"…{before.lstrip()}") if before.strip() else []
    inner.append(span(words(exact), "", "exact"))
    inner += words(f"{after.rstrip()}…") if after.strip() else []
    shown = [span(inner, lang=language)] if language else inner
    return {"t": "BlockQuote", "c": [para(shown)]}


def _standing(bond: Bond, labels: Labels) -> Nodes:
    text = labels.evidence.standings[bond.standing]
    kind = _KINDS.get(bond.standing, "open")
    told: Nodes = [span([span([], "", "sign"), *words(f"{text[0].upper()}{text[1:]}.")], "", kind)]
    parts = [bond.why, _decided(bond.decided, labels)]
    told += [node for part in parts if part for node in (_SPACE, *words(part))]
    if bond.link and bond.link.note:
        told += [_SPACE, *with_links(bond.link.note)]
    return told


def _decided(decided: Decided | None, labels: Labels) -> str:
    """Say who decided, and when; also of a decision that has lapsed."""
    if decided is None:
        return ""
    day = format_date(decided.on.isoformat(), labels) if decided.on else ""
    form = labels.evidence.decided
    if not decided.by:
        form = labels.evidence.decided_on if day else ""
    elif not day:
        form = labels.evidence.decided_by
    return sentence(form.format(name=decided.by, date=day))


def _ways(bond: Bond, reference: Reference, labels: Labels) -> Nodes:
    """Lead to the words on the page and in its copy; without a quotation, to their beginning."""
    quotation = bond.link.quotation if bond.link else None
    page, copy = link_target(reference.text("url")), reference.text("archiveurl")
    ways: list[Nodes] = []
    if leads_out(page) and reference.text("urlstatus") not in LOST:
        name = labels.evidence.on_page if quotation else labels.evidence.page
        ways.append([link(words(name), _to(page, quotation, bond.found))])
    if leads_out(copy):
        name = labels.evidence.in_copy if quotation else labels.archived
        day = format_date(copy_day(reference), labels)
        way = link(words(name), _to(copy, quotation, bond.found))
        ways.append([way, *(words(f", {day}") if day else [])])
    inner = [node for way in ways for node in (*words(" · "), *way)][3:]
    return [span(inner, "", "ways")] if inner else []


def _to(address: str, quotation: Quotation | None, spot: Spot | None) -> str:
    return to_words(address, quotation, spot) if quotation else address
