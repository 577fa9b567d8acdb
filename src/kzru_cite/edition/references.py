"""Complete the bibliography: archived copies, access dates, and the ways back into the text."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from kzru_cite.edition.entry_record import LOST, Printed, record, robust
from kzru_cite.edition.labels import Labels
from kzru_cite.edition.scripts import mark_language
from kzru_cite.edition.sources import link_target
from kzru_cite.edition.tree import (
    Node,
    Nodes,
    attributes,
    link,
    plain,
    rewrite,
    span,
    walk,
    with_attributes,
    words,
)
from kzru_cite.edition.uses import Use
from kzru_cite.model.address import same_page
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.entry_state import EntryState

ENTRY = "csl-entry"
ENTRY_PREFIX = "ref-"
_UNKNOWN = EntryState()
_SPACE: Node = {"t": "Space"}


class Knowledge(Struct, frozen=True, kw_only=True):
    """All that entries are completed with: by key, but for the *labels* of the article."""

    references: Mapping[str, Reference]
    languages: Mapping[str, str]
    uses: Mapping[str, tuple[Use, ...]]
    labels: Labels
    states: Mapping[str, EntryState] = field(default_factory=dict)


def complete_entries(blocks: Nodes, known: Knowledge) -> Nodes:
    """
    Add to each entry what is known of its copies and state, and where it is cited.

    Words in the language of a source are marked, in its entry and where the text names it.
    """

    def complete(node: Node) -> Nodes:
        identifier, classes, _ = attributes(node)
        if ENTRY not in classes:
            return [node]
        return [_complete(node, identifier.removeprefix(ENTRY_PREFIX), known)]

    def name_language(node: Node) -> Nodes:
        key = node["c"][2][0].removeprefix(f"#{ENTRY_PREFIX}")
        return [_in_its_language(node, key, known)]

    completed: Nodes = rewrite(blocks, {"Div": complete, "Link": name_language})
    return completed


def _in_its_language(node: Node, key: str, known: Knowledge) -> Node:
    language = known.languages.get(key, known.labels.code)
    if language == known.labels.code:
        return node
    return mark_language(node, language, beside=known.labels.contents)


def _complete(entry: Node, key: str, known: Knowledge) -> Node:
    own, inner = entry["c"]
    reference = known.references.get(key)
    inner = [_in_its_language(block, key, known) for block in inner]
    ending: Nodes = []
    if reference is not None:
        inner = _robust(_without_lost(inner, reference), reference)
        state = known.states.get(key, _UNKNOWN)
        ending += record(reference, state, _printed(inner), known.labels)
    ending += _ways_back(known.uses.get(key, ()), known.labels)
    return {**entry, "c": [own, _append(inner, ending)]}


def _without_lost(blocks: Nodes, reference: Reference) -> Nodes:
    """Print an address that must not be followed as plain text."""
    if reference.text("urlstatus") not in LOST:
        return blocks
    address = link_target(reference.text("url"))

    def release(node: Node) -> Nodes:
        return list(node["c"][1]) if node["c"][2][0] == address else [node]

    unlinked: Nodes = rewrite(blocks, {"Link": release})
    return unlinked


def _robust(blocks: Nodes, reference: Reference) -> Nodes:
    """Let the link to the page say where its copy is."""
    pairs, address = robust(reference), link_target(reference.text("url"))

    def mark(node: Node) -> Nodes:
        if not same_page(node["c"][2][0], address):
            return [node]
        return [with_attributes(node, pairs={**attributes(node)[2], **pairs})]

    marked: Nodes = rewrite(blocks, {"Link": mark}) if address else blocks
    return marked


def _printed(blocks: Nodes) -> Printed:
    targets = tuple(node["c"][2][0] for node in walk(blocks) if node["t"] == "Link")
    return Printed(text=plain(blocks), targets=targets)


def _append(blocks: Nodes, ending: Nodes) -> Nodes:
    """Add to the last paragraph, inside its right-hand part when the style has one."""
    if not blocks:
        return blocks
    last = blocks[-1]
    inner: Nodes = last["c"]
    right = inner[-1] if inner else last
    if right["t"] == "Span" and "csl-right-inline" in attributes(right)[1]:
        longer = {**right, "c": [right["c"][0], [*right["c"][1], *ending]]}
        return [*blocks[:-1], {**last, "c": [*inner[:-1], longer]}]
    return [*blocks[:-1], {**last, "c": [*inner, *ending]}]


def _ways_back(places: tuple[Use, ...], labels: Labels) -> Nodes:
    if not places:
        return []
    links = [_way_back(use, letter(index), labels) for index, use in enumerate(places)]
    spaced = [node for each in links for node in (_SPACE, each)]
    return [_SPACE, span([*words(labels.uses), *spaced], "", "uses")]


def _way_back(use: Use, sign: str, labels: Labels) -> Node:
    form = labels.use_in if use.words else labels.use
    name = form.format(letter=sign, words=use.words)
    return link(words(sign), f"#{use.anchor}", "back", aria_label=name)


def letter(index: int) -> str:
    """Count from 0: a, b … z, aa, ab and so on."""
    text = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
