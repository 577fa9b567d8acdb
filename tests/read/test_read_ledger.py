"""A ledger is read with places; each fault is named, and hides nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.model.ledger import Decision, Ledger
from kzru_cite.model.place import SourceText
from kzru_cite.model.quotation import Quotation
from kzru_cite.read.ledger import read_ledger

HASH = f"sha256:{'0a' * 32}"
SOUND = f"""\
# What the article rests on.
poll-2022:
  - ref: najibullah2023
    quote: >-
      In November
      2022
    prefix: "«"
    # a line between
    suffix: ''
    locator: p. 5
    capture: {HASH}
    decision: supports
    by: AB
    on: 2026-11-23
    claim: 'the claim'
    seal: {HASH}
    note: ~
    further:
      - {{decision: partly, by: 12}}
  - ref: 2020
trade:
empty: []
"""


def read(text: str) -> Ledger:
    return read_ledger(SourceText(path="ledger.yaml", text=text))


def faults(text: str) -> list[str]:
    return [f"{one.place.line}:{one.place.column} {one.message}" for one in read(text).faults]


def test_all_that_is_written_is_read() -> None:
    ledger = read(SOUND)
    assert () == ledger.faults
    assert ["poll-2022", "trade", "empty"] == list(ledger.claims)
    first, second = ledger.links
    assert ("poll-2022", "najibullah2023", "p. 5", HASH, "") == (
        first.claim,
        first.reference,
        first.locator,
        first.capture,
        first.note,
    )
    assert Quotation(exact="In November 2022", prefix="«") == first.quotation
    one, two = first.decisions
    assert (Decision.SUPPORTS, "AB", date(2026, 11, 23), "the claim", HASH) == (
        one.decision,
        one.by,
        one.on,
        one.claim,
        one.seal,
    )
    assert (Decision.PARTLY, "12", None) == (two.decision, two.by, two.on)
    assert ("2020", None, ()) == (second.reference, second.quotation, second.decisions)


def test_values_know_their_places() -> None:
    link = read(SOUND).links[0]
    quote, gone = link.at("quote"), link.at("nothing")
    assert (4, 12, 6, 11) == (quote.line, quote.column, quote.end_line, quote.end_column)
    assert (3, 10) == (gone.line, gone.column)
    assert (19, 20) == (link.decisions[1].place.line, link.decisions[1].place.column)


@pytest.mark.parametrize("text", ["", "# nothing\n", "~\n", "---\n", "a:\n"])
def test_an_empty_ledger_is_sound(text: str) -> None:
    ledger = read(text)
    assert ((), ()) == (ledger.links, ledger.faults)


FAULTS = {
    "- a\n": "1:1 the ledger must be a mapping from ids of claims",
    "a: 5\n": "1:4 the links of 'a' must be a list",
    "a:\n- 7\n": "2:3 a link of 'a' must be a mapping",
    "a:\n- quote: x\n": "2:3 a link of 'a' names no reference",
    "a:\n- ref:\n": "2:3 a link of 'a' names no reference",
    "a:\na:\n": "2:1 the claim 'a' stands here twice",
    "? [k]\n: 1\n": "1:3 the id of a claim must be a text",
    ": []\n": "1:1 the id of a claim is empty",
    "a:\n- ref: x\n  ref: y\n": "3:3 'ref' stands here twice",
    "a:\n- ref: x\n  '': y\n": "3:3 a name in a link of 'a' is empty",
    "a:\n- ref: x\n  decison: y\n": "3:3 'decison' is not known in a link of 'a'",
    "a:\n- ref: x\n  zzz: y\n": "3:3 'zzz' is not known in a link of 'a'",
    "a:\n- ref: x\n  note: [y]\n": "3:9 'note' must be a text",
    "a:\n- ref: x\n  prefix: y\n": "3:11 'prefix' without a 'quote'",
    "a:\n- ref: x\n  suffix: y\n": "3:11 'suffix' without a 'quote'",
    "a:\n- ref: x\n  by: y\n": "3:7 'by' without a 'decision'",
    "a:\n- ref: x\n  decision: yes\n": "3:13 'yes' is no decision",
    "a:\n- ref: x\n  capture: sha256:00\n": (
        "3:12 'capture' must be 'sha256:' and 64 hexadecimal digits, not 'sha256:00'"
    ),
    "a:\n- ref: x\n  decision: partly\n  seal: x\n": (
        "4:9 'seal' must be 'sha256:' and 64 hexadecimal digits, not 'x'"
    ),
    "a:\n- ref: x\n  decision: partly\n  on: 2026-11-31\n": "4:7 '2026-11-31' is no day",
    "a:\n- ref: x\n  decision: partly\n  on: 20261123\n": "4:7 '20261123' is no day",
    "a:\n- ref: x\n  further: y\n": "3:12 'further' must be a list",
    "a:\n- ref: x\n  further: [y]\n": "3:13 a decision must be a mapping",
    "a:\n- ref: x\n  further: [{}]\n": "3:13 an entry of 'further' holds no decision",
    "a:\n- ref: x\n  further: [{decision: maybe}]\n": "3:24 'maybe' is no decision",
    "a: &x []\n": "1:4 this is no YAML: a ledger has no anchors and aliases",
    "a: *x\n": "1:4 this is no YAML: a ledger has no anchors and aliases",
    "a: !!set {}\n": "1:4 this is no YAML: a ledger has no tags",
    "a:\n\t- b\n": "2:1 this is no YAML: found character '\\t' that cannot start any token",
    "a: x\x00y\n": "1:5 this is no YAML: the character U+0000 is not allowed",
    "a: []\n---\nb: []\n": "2:1 this is no YAML: found another document",
    "a: " + "[" * 1000: "1:35 this is no YAML: it is nested too deeply",
    "a: 'x\n": "2:1 this is no YAML: found unexpected end of stream",
    "%YAML 9.9\n---\na: []\n": (
        "1:1 this is no YAML: found incompatible YAML document (version 1.* is required)"
    ),
    "a:\u2028b: c: d\n": "1:8 this is no YAML: mapping values are not allowed here",
}


@pytest.mark.parametrize("text", FAULTS)
def test_each_fault_is_named_with_its_place(text: str) -> None:
    assert FAULTS[text] in faults(text)


@pytest.mark.parametrize("text", FAULTS)
def test_no_fault_hides_what_stands_around_it(text: str) -> None:
    before, after = "first:\n  - ref: one\n", "last:\n  - ref: two\n  - 7\n"
    if text.startswith(("- a", "%", "?", ":")):
        # Nothing but these can stand in such a file.
        return
    found = read(before + text.rstrip("\n") + "\n" + after)
    sound = "'x" not in text and "\u2028" not in text
    claims = [link.claim for link in found.links]
    assert "first" == claims[0]
    assert not sound or "last" == claims[-1]
    assert len(found.faults) > 1 or not sound


def test_a_part_that_is_no_yaml_hides_no_other() -> None:
    text = "a:\n- ref: x\n  note: 'it's\nb:\n- ref: y\n  decision: no\nc:\n- ref: z\n  note: a: b\n"
    assert ["3", "6", "9"] == [fault.partition(":")[0] for fault in faults(text)]
    assert ["b"] == [link.claim for link in read(text).links]


def test_two_documents_are_both_read() -> None:
    text = "a:\n- ref: x\n---\nb:\n- ref: y\n...\n"
    assert ["a", "b"] == [link.claim for link in read(text).links]
    assert 1 == len(faults(text))


def test_links_of_a_claim_that_stands_twice_are_all_read() -> None:
    assert ["x", "y"] == [one.reference for one in read("a:\n- ref: x\na:\n- ref: y\n").links]


def test_a_long_text_is_read() -> None:
    text = f"a:\n- ref: x\n  note: '{'word ' * 50_000}'\n"
    assert 250_000 == len(read(text).links[0].note)


def test_hints_name_what_is_near() -> None:
    hints = [fault.hint for fault in read("a:\n- ref: x\n  decison: y\n  zzz: y\n").faults]
    assert "did you mean 'decision'?" == hints[0]
    assert hints[1].startswith("known: ref, quote")


FRAGMENTS = [f"{one} " for one in ("a", "-", ":", "?", "&a", "*a", "!t", "!!str", "%YAML", "<<")]
SIGNS = ['"', "'", "{", "}", "[", "]", ",", "#", "~", "|", "\\", "\t", "  ", "\r\n", "\x00", "\x85"]
LINES = ["---\n", "...\n", "|\n", ">-\n", "- ref: x\n", "  decision: supports\n", "  further:\n"]
fragments = st.sampled_from([*FRAGMENTS, *SIGNS, *LINES, "\n", "\ufeff", "\ud800", "  quote: "])


@settings(deadline=None, max_examples=400)
@given(st.lists(fragments, max_size=20).map("".join) | st.text(max_size=60))
def test_no_text_whatever_raises(text: str) -> None:
    ledger = read(text)
    for fault in ledger.faults:
        assert fault.message
        assert 1 <= fault.place.line <= text.count("\n") + 1
