"""Writing into a ledger keeps every letter that is not meant, and is read back as meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzru_cite.errors import LedgerError
from kzru_cite.model.ledger import Decision, Entry, Ledger, LinkName, Word
from kzru_cite.model.place import SourceText
from kzru_cite.model.quotation import Quotation
from kzru_cite.read.ledger import read_ledger
from kzru_cite.read.ledger_edit import record, withdraw

SEAL = f"sha256:{'b' * 64}"
CAPTURE = f"sha256:{'a' * 64}"
AB = Word(decision=Decision.SUPPORTS, by="AB", on=date(2026, 11, 23), claim="12 %", seal=SEAL)
CD = Word(decision=Decision.PARTLY, by="CD", on=date(2026, 11, 24), claim="12 %", seal=SEAL)
LEDGER = """\
# What the article rests on.

poll-2022:   # the poll
  # first
  - ref:   'najibullah2023'
    quote: >-
      In November 2022 22 % of those
      asked backed Ukraine

    note: "said: \\"2013\\""   # see the talk page
  -   ref: najibullah2023
      quote: plain words that
        run on
      decision: partly
      by: XY

trade:
- {ref: stat2019, note: "x, y"}   # in braces
- ref: rao2019

empty:
flow: [{ref: a, decision: supports}, {ref: b}]
# the end
"""


def read(text: str) -> Ledger:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return read_ledger(SourceText(path="ledger.yaml", text=plain))


def name(claim: str, reference: str, number: int = 0) -> LinkName:
    return LinkName(claim=claim, reference=reference, number=number)


def added(before: str, after: str) -> list[str]:
    """Return the lines that are new, and assert that no other changed."""
    rest = iter(after.splitlines(keepends=before.endswith("\n")))
    new = []
    for line in before.splitlines(keepends=before.endswith("\n")):
        for found in rest:
            if found == line:
                break
            new.append(found.rstrip("\r\n"))
        else:
            raise AssertionError(f"lost: {line!r}")
    return [*new, *(line.rstrip("\r\n") for line in rest)]


DECIDED = [
    "decision: supports",
    "by: AB",
    "on: 2026-11-23",
    'claim: "12 %"',
    f"seal: {SEAL}",
]


def test_a_decision_is_written_below_the_quotation_of_its_link() -> None:
    after = record(LEDGER, name("poll-2022", "najibullah2023"), Entry(word=AB))
    assert [f"    {line}" for line in DECIDED] == added(LEDGER, after)
    lines = after.splitlines()
    assert "      asked backed Ukraine" == lines[lines.index("    decision: supports") - 1]


def test_a_new_link_stands_below_the_others_of_its_claim() -> None:
    after = record(LEDGER, name("trade", "new"), Entry(note="m"))
    assert "- ref: rao2019\n- ref: new\n  note: m\n\nempty:" in after
    after = record(LEDGER, name("poll-2022", "najibullah2023", 2), Entry(note="m"))
    assert "      by: XY\n  -   ref: najibullah2023\n" not in after
    assert "      by: XY\n  - ref: najibullah2023\n    note: m\n" in after


def test_links_with_one_reference_are_told_apart_by_their_number() -> None:
    name_ = name("poll-2022", "najibullah2023", 1)
    entry = Entry(word=AB, instead=0)
    after = record(LEDGER, name_, entry)
    assert "      decision: supports\n      by: AB\n      on: 2026-11-23\n" in after
    assert "partly" not in after
    assert LEDGER.splitlines()[:13] == after.splitlines()[:13]


def test_a_second_decision_stands_below_further() -> None:
    name_ = name("poll-2022", "najibullah2023", 1)
    after = record(LEDGER, name_, Entry(word=CD))
    new = added(LEDGER, after)
    assert ["      further:", "        - decision: partly", "          by: CD"] == new[:3]
    more = record(after, name_, Entry(word=AB))
    assert "        - decision: supports" == added(after, more)[0]
    assert after == withdraw(more, name_, 2)
    assert LEDGER == withdraw(after, name_, 1)
    changed = record(more, name_, Entry(word=AB, instead=1))
    decisions = read(changed).links[1].decisions
    assert ["XY", "AB", "AB"] == [one.by for one in decisions]
    less = withdraw(more, name_, 0)
    assert ["CD", "AB"] == [one.by for one in read(less).links[1].decisions]
    assert ["AB", "AB"] == [
        one.by for one in read(record(less, name_, Entry(word=AB, instead=0))).links[1].decisions
    ]


def test_braces_stay_braces() -> None:
    name_ = name("trade", "stat2019")
    after = record(LEDGER, name_, Entry(word=AB, note="z"))
    line = next(line for line in after.splitlines() if "stat2019" in line)
    head = f"- {{ref: stat2019, {', '.join(DECIDED)}, note: z}}   # in braces"
    assert head == line
    more = record(after, name_, Entry(word=CD))
    assert "note: z, further: [{decision: partly, by: CD" in more
    most = record(more, name_, Entry(word=CD))
    assert 3 == len(read(most).links[2].decisions)
    assert more == withdraw(most, name_, 2)
    assert ["AB", "CD"] == [one.by for one in read(withdraw(most, name_, 1)).links[2].decisions]
    assert after == withdraw(more, name_, 1)
    plain = LEDGER.replace('"x, y"', "z")
    assert plain == withdraw(after, name_, 0)


def test_lists_in_brackets_stay_so() -> None:
    after = record(LEDGER, name("flow", "c"), Entry(word=AB))
    assert f"{{ref: b}}, {{ref: c, {', '.join(DECIDED)}}}]\n" in after
    assert "empty:\n  - ref: c\n" in record(LEDGER, name("empty", "c"), Entry(note="x"))
    assert "a: [{ref: b, note: x}]\n" == record("a: []\n", name("a", "b"), Entry(note="x"))
    assert "{a: [{ref: b, note: x}]}" == record("{}", name("a", "b"), Entry(note="x"))
    assert "{a: [{ref: b, note: x}]}" == record("{a: }", name("a", "b"), Entry(note="x")).replace(
        "] }", "]}"
    )
    both = "{a: [], b: [{ref: c}]}"
    assert both.replace("]}", "], c: [{ref: d, note: x}]}") == record(
        both, name("c", "d"), Entry(note="x")
    )


@pytest.mark.parametrize(
    ("order", "above"),
    [
        (("poll-2022", "new", "trade"), "      by: XY"),
        (("new", "trade"), "      by: XY"),
        (("gone", "flow", "new"), "# the end"),
        (("trade",), "# the end"),
        (("new", "other"), "# the end"),
    ],
)
def test_a_new_claim_stands_in_the_order_of_the_article(order: tuple[str, ...], above: str) -> None:
    after = record(LEDGER, name("new", "k"), Entry(note="x"), order)
    new = added(LEDGER, after)
    assert ["new:", "  - ref: k", "    note: x"] == [line for line in new if line]
    lines = [line for line in after.splitlines() if line]
    assert above == lines[lines.index("new:") - 1]


def test_a_new_claim_can_stand_first() -> None:
    text = "trade:\r\n  - ref: a\r\n"
    after = record(text, name("new", "k"), Entry(note="x"), ("new", "trade"))
    assert f"new:\r\n  - ref: k\r\n    note: x\r\n{text}" == after


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "# nothing yet"])
def test_an_empty_ledger_is_begun(text: str) -> None:
    after = record(text, name("1", "k"), Entry(word=AB), ("1",))
    assert after.startswith(text)
    assert '"1":\n  - ref: k\n' in after
    assert ["AB"] == [one.by for one in read(after).links[0].decisions]


@pytest.mark.parametrize("text", [LEDGER.replace("\n", "\r\n"), "\ufeff" + LEDGER, LEDGER.rstrip()])
def test_line_ends_and_marks_stay(text: str) -> None:
    for name_ in (name("poll-2022", "najibullah2023"), name("new", "k"), name("trade", "rao2019")):
        after = record(text, name_, Entry(word=AB))
        added(text, after)
        assert text.startswith("\ufeff") == after.startswith("\ufeff")
        assert text.endswith("\n") == after.endswith("\n")
        assert "\r\n" not in text or "\n" not in after.replace("\r\n", "")


def test_what_is_empty_is_filled_and_what_is_emptied_goes() -> None:
    text = "a:\n  - ref: b\n    note:   # later\n    quote: x\n    prefix: y\n"
    entry = Entry(note="m", quotation=Quotation(exact="z"), capture=CAPTURE)
    after = record(text, name("a", "b"), entry)
    assert f"a:\n  - ref: b\n    note: m   # later\n    quote: z\n    capture: {CAPTURE}\n" == after
    assert "note" not in record(after, name("a", "b"), Entry(note=""))
    first = "a:\n  - decision: supports\n    by: AB\n    ref: b\n    note: x\n"
    assert "a:\n  - ref: b\n    note: x\n" == withdraw(first, name("a", "b"), 0)
    flow = "a: [{decision: supports, ref: b, by: AB, note: x}]\n"
    assert "a: [{ref: b, note: x}]\n" == withdraw(flow, name("a", "b"), 0)
    lead = "a: [{ref: b, further: [{decision: supports}, {decision: partly}]}]\n"
    assert lead.replace("{decision: supports}, ", "") == withdraw(lead, name("a", "b"), 0)
    null = "a:\n  - ref: b\n    decision: supports\n    further:\n"
    assert 2 == len(read(record(null, name("a", "b"), Entry(word=AB))).links[0].decisions)


REFUSED = {
    "a: [\n": "the ledger is no YAML in line 2",
    "- a\n": "it is no mapping from ids of claims",
    "a:\n- ref: b\na:\n- ref: c\n": "the claim stands there twice",
    "a: 5\n": "the links of the claim are no list",
    "a:\n- ref: b\n  decison: supports\n": "line 3: 'decison' is not known in a link of 'a'",
    "a:\n- ref: c\n- ref: b\n  decision: maybe\nc:\n": "line 4: 'maybe' is no decision",
    "a:\n- ref: b\n  note: |+\n    x\n\n\n  decision: maybe\n": "line 7: 'maybe' is no decision",
    "x:\n- ref: b\n? a\n": "line 3: no colon follows the key",
    "x:\n- ref: b\n? a\n? y\n: - ref: b\n": "line 3: no colon follows the key",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_ledger_with_faults_at_the_link_is_refused(text: str) -> None:
    with pytest.raises(LedgerError) as caught:
        record(text, name("a", "b"), Entry(word=AB))
    assert REFUSED[text] in str(caught.value)
    assert caught.value.hint


def test_faults_elsewhere_do_not_matter() -> None:
    text = "a:\n- ref: b\nc:\n- ref: d\n  decision: maybe\n- 7\n"
    assert 1 == len(read(record(text, name("a", "b"), Entry(word=AB))).links[0].decisions)


def test_what_is_not_there_is_not_written_to() -> None:
    with pytest.raises(LedgerError, match="there are only 1 such links"):
        record(LEDGER, name("trade", "rao2019", 2), Entry(word=AB))
    for number in (0, -1, 5):
        with pytest.raises(LedgerError, match="there is no such decision"):
            withdraw(LEDGER, name("trade", "rao2019"), number)
    with pytest.raises(LedgerError, match="there is no such decision"):
        withdraw(LEDGER, name("trade", "nobody"), 0)


def test_what_would_not_be_read_as_meant_is_refused() -> None:
    # The text goes on to the end of the file: a line more would change it.
    text = "a:\n- ref: b\n  quote: |\n    x"
    with pytest.raises(LedgerError, match="would not be read as meant"):
        record(text, name("a", "b"), Entry(word=AB))
    with pytest.raises(LedgerError, match="would not be read as meant"):
        record("a:\n- ref: b\n", name("a", "b"), Entry(capture="sha256:short"))


words = st.text(max_size=40) | st.sampled_from(
    ["yes", "NULL", "~", "- a", "? b", "#c", "a: b", "' \"", "\\", "%", "2026-11-23", "1.5",
     " lead", "tail ", "two\nlines\n", "\r\n", "\x00\x1b[31m", "\x85\u2028",
     "Қазақстан — «сөз»", "\U0001f600"]
)  # fmt: skip
filled = words.filter(bool)
entries = st.builds(
    Entry,
    word=st.none()
    | st.builds(
        Word,
        decision=st.sampled_from(Decision),
        by=words,
        on=st.none() | st.dates(),
        claim=words,
        seal=st.sampled_from(["", SEAL]),
    ),
    quotation=st.none() | st.builds(Quotation, exact=filled, prefix=words, suffix=words),
    capture=st.sampled_from([None, "", CAPTURE]),
    note=st.none() | words,
)
places = st.sampled_from([(one.claim, one.reference) for one in read(LEDGER).links])
layouts = st.sampled_from([LEDGER, LEDGER.replace("\n", "\r\n"), "\ufeff" + LEDGER.rstrip()])


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(text=layouts, place=places | st.tuples(filled, filled), entry=entries)
def test_whatever_is_written_is_read_back_and_all_else_stays(
    text: str, place: tuple[str, str], entry: Entry
) -> None:
    after = record(text, name(*place), entry)
    before = [link for link in read(text).links if link.claim != place[0]]
    assert [(one.claim, one.reference, one.note) for one in before] == [
        (one.claim, one.reference, one.note) for one in read(after).links if one.claim != place[0]
    ]
    link = next(one for one in read(after).links if (one.claim, one.reference) == place)
    if entry.note is not None:
        assert entry.note == link.note
    if entry.quotation is not None:
        assert entry.quotation == link.quotation
    if entry.capture is not None:
        assert entry.capture == link.capture
    if entry.word is not None:
        last = link.decisions[-1]
        assert entry.word == Word(
            decision=last.decision, by=last.by, on=last.on, claim=last.claim, seal=last.seal
        )
    # Every entry but the one written to stands there byte for byte.
    for part in _entries(text):
        if not part.startswith(f"{place[0]}:"):
            assert part.rstrip() in after


def _entries(text: str) -> list[str]:
    starts = [text.index(one) for one in ("# What", "poll-2022:", "trade:", "empty:", "flow:")]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(text=layouts, place=places, word=entries.filter(lambda one: one.word is not None))
def test_a_decision_withdrawn_leaves_no_trace(
    text: str, place: tuple[str, str], word: Entry
) -> None:
    after = record(text, name(*place), Entry(word=word.word))
    link = next(one for one in read(after).links if (one.claim, one.reference) == place)
    assert text == withdraw(after, name(*place), len(link.decisions) - 1)
