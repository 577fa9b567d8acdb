"""Fuzz the reader of ledgers, and what writes into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date

from fuzz_articles import within
from fuzzing import Target, blocks, files, parts_of
from msgspec.structs import replace

from kzru_cite.errors import LedgerError
from kzru_cite.model.ledger import Decision, Entry, Ledger, Link, LinkName, Word
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.quotation import Quotation
from kzru_cite.read.ledger import read_ledger
from kzru_cite.read.ledger_edit import record, withdraw
from kzru_cite.read.ledger_yaml import Node, NoYamlError, ScalarNode, compose, is_null, whole

_NOWHERE = Location(path="", line=1, column=1, end_line=1, end_column=1)


def _read(text: str) -> Ledger:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return read_ledger(SourceText(path="ledger.yaml", text=plain))


def _said(ledger: Ledger) -> list[Link]:
    return [
        replace(
            link,
            place=_NOWHERE,
            places={},
            decisions=tuple(replace(one, place=_NOWHERE) for one in link.decisions),
        )
        for link in ledger.links
    ]


def _known(read: Callable[[str], Node | None], text: str) -> object:
    try:
        return _tree(read(text))
    except NoYamlError as cause:
        return cause.words, cause.offset


def _tree(node: Node | None) -> object:
    if node is None:
        return None
    place = node.start_mark.index, node.end_mark.index
    if isinstance(node, ScalarNode):
        return place, node.value, is_null(node)
    parts = [pair if isinstance(pair, tuple) else (pair,) for pair in node.value]
    return (
        place,
        type(node),
        getattr(node, "flow_style", None),
        [tuple(map(_tree, part)) for part in parts],
    )


def check_ledger(data: bytes) -> None:
    """Read a ledger: all is within the text, by whichever way it is read."""
    (text,) = parts_of(data, 1)
    source = SourceText(path="ledger.yaml", text=text)
    ledger = read_ledger(source)
    assert _known(compose, text) == _known(whole, text)
    for link in ledger.links:
        within(source, link.place)
        for place in (*link.places.values(), *(one.place for one in link.decisions)):
            within(source, place)
        assert link.reference
        assert link.claim in ledger.claims
    for place in (*ledger.claims.values(), *(fault.place for fault in ledger.faults)):
        within(source, place)
    assert len(ledger.claims) == len(set(ledger.claims))


def check_ledger_edit(data: bytes) -> None:
    """Write into a ledger: what is written is read, and the rest stays; or it is refused."""
    text, claim, reference, note = parts_of(data, 4)
    before = _read(text)
    name = LinkName(claim=claim, reference=reference)
    for link in before.links[:1]:
        _edit(text, before, LinkName(claim=link.claim, reference=link.reference), note)
    _edit(text, before, name, note)


def _edit(text: str, before: Ledger, name: LinkName, note: str) -> None:
    word = Word(decision=Decision.SUPPORTS, by=note[:20], on=date(2026, 11, 23))
    quotation = Quotation(exact=note or "words", prefix=note[3:6])
    with suppress(LedgerError):
        after = record(text, name, Entry(note=note, quotation=quotation))
        found = [
            link
            for link in _read(after).links
            if (link.claim, link.reference) == (name.claim, name.reference)
        ]
        assert found[0].note == note
        assert found[0].quotation == quotation
        assert record(after, name, Entry(note=note, quotation=quotation)) == after
        others = [one for one in _said(before) if one.claim != name.claim]
        assert [one for one in _said(_read(after)) if one.claim != name.claim] == others
    with suppress(LedgerError):
        decided = record(text, name, Entry(word=word))
        held = [one for one in _read(decided).links if one.claim == name.claim]
        held = [one for one in held if one.reference == name.reference]
        undone = withdraw(decided, name, len(held[0].decisions) - 1)
        count = len(_read(undone).links)
        assert count - len(before.links) in (0, 1)


def _ledgers() -> Iterable[bytes]:
    yield from blocks("ledger")
    yield from files("../article/ledger.yaml")


def _edits() -> Iterable[bytes]:
    for text in blocks("ledger"):
        yield text + b'\0c1\0rao2019\0a note: with [signs] and "marks"'
    yield b"a:\r\n  - ref: k\r\n    note: x\r\n\0a\0k\0new"
    yield b"{a: [{ref: k, further: [{decision: partly}]}]}\0b\0k\0new"


TARGETS = (
    Target(name="ledger", check=check_ledger, seeds=_ledgers, modules=("ruamel",)),
    Target(
        name="ledger-edit",
        check=check_ledger_edit,
        seeds=_edits,
        longest=2048,
        modules=("ruamel",),
    ),
)
