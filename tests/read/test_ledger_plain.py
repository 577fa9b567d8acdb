"""The quick way to read a ledger comes to what YAML's own reader comes to, to the last mark."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kzru_cite.read import ledger_plain
from kzru_cite.read.ledger_yaml import (
    MappingNode,
    NoYamlError,
    ScalarNode,
    SequenceNode,
    compose,
    is_null,
    whole,
)

_PLAIN = """\
# Remarks may come first.

one:
  - ref: rao2019
    quote: "water \\"boils\\", so they say\\n: at 100 °C # or so"
    note: 'it''s so'

    # a remark
    decision: supports
    by: A: B
two:
  - ref: rao2020
    note: ~
    further:
      - decision: partly
        on: 2026-11-23
      - decision: supports
    by: AB
  - ref: a:b#c
"""
# Lines of ledgers, plainly and otherwise written, sound and not.
_LINES = (
    *("one:", "two: ", "null:", '"three":', "Тіл:", "{a: b}:", "four: []", "five: x", "  six:"),
    *("  - ref: rao2019", "  - ref: null", "  -  ref: a", "  - ref:", "- ref: a", "  - x", "  -"),
    *("    quote: words", "    by: A B ", '    by: "A"  ', "    by: 'it''s'", '    by: "a\\u0041"'),
    *(
        "    note: a: b",
        "    note: a #b",
        "    note: a#b",
        "    note: a:",
        "    note: #",
        "    x:y",
    ),
    *(
        "    note: >-",
        "    note: |",
        "      folded",
        "    note: &a b",
        "    note: *a",
        "    note: !t",
    ),
    *(
        "    further:",
        "      - decision: partly",
        "        by: CD",
        "      - {by: x}",
        "    - by: x",
    ),
    *("    further: [{decision: partly}]", '    note: "open', 'end"', "    note: 'it", "it'"),
    *(
        "",
        "  ",
        "# remark",
        "    # remark",
        "---",
        "...",
        "%YAML 1.2",
        "? key",
        ": value",
        "\ufeffa:",
    ),
    *(
        "    a\tb: c",
        "    note: a\tb",
        "\tx: y",
        "    note: a\u2028b",
        "    note: -a",
        "    note: ?",
    ),
    *(
        "    note: \x07",
        "    note: [a",
        "]",
        "    note: =",
        "    note: <<",
        "    - - - x: y",
        "foo",
    ),
    *(
        "    note: \\x",
        '    note: "a\\\\"',
        '    note: "\\\\""',
        "    note: \u00a0a",
        "    note: a,b]",
    ),
)


@given(st.lists(st.sampled_from(_LINES)).map("\n".join), st.sampled_from(("", "\n", "\n\n", " ")))
@settings(max_examples=600)
@example(_PLAIN, "")
@example(_PLAIN.replace(": B", "B"), "")
@example("one:\n  - ref: a\n" * 2, "")
@example('a:\n  - ref: b\n"c\nd": [e]\nf:\n  - ref: g', "")
def test_both_ways_come_to_the_same(text: str, end: str) -> None:
    assert _told(compose, text + end) == _told(whole, text + end)


@given(st.text(alphabet="ab:#-\"'\\~ \n\t[]{}&*!|>%?,\u00e9\u2028", max_size=40))
@settings(max_examples=600)
def test_any_value_comes_to_the_same(value: str) -> None:
    text = f"one:\n  - ref: a\n    note: {value}\ntwo:\n  - ref: b\n"
    assert _told(compose, text) == _told(whole, text)


@pytest.mark.parametrize("fault", ["  - ref: [", "  - ref: b: c", '"', "---", "\x07"])
def test_a_fault_stands_where_it_stands_in_the_whole(fault: str) -> None:
    text = _PLAIN.replace(": B", "B") + f"three:\n{fault}\n" + "four:\n  - ref: x\n"
    with pytest.raises(NoYamlError) as told:
        compose(text)
    with pytest.raises(NoYamlError) as known:
        whole(text)
    assert (known.value.words, known.value.offset) == (told.value.words, told.value.offset)


def test_plain_claims_are_read_the_quick_way() -> None:
    text = _PLAIN.replace(": B", "B")
    start, middle = text.index("one:"), text.index("two:")
    assert ledger_plain.claim(text, start, middle)
    assert ledger_plain.claim(text, middle, len(text))
    assert ledger_plain.claim(_PLAIN, start, middle + 2) is None


def test_what_the_program_writes_is_plain() -> None:
    """The fastest way is that of the ledgers that there are most of."""
    text = "".join(
        f'claim-{number}:\n  - ref: key{number}\n    quote: "in {number}, so"\n'
        "    decision: supports\n    by: AB\n"
        for number in range(2000)
    )
    root = compose(text)
    assert isinstance(root, MappingNode)
    # Its marks are those of the quick way: they know of no line.
    assert not any(hasattr(key.start_mark, "line") for key, _ in root.value)
    assert len(root.value) == 2000


def _told(read: Any, text: str) -> Any:  # noqa: ANN401 - nodes of a library
    try:
        return _tree(read(text))
    except NoYamlError as cause:
        return cause.words, cause.offset


def _tree(node: Any) -> Any:  # noqa: ANN401 - nodes of a library
    if node is None:
        return None
    place = (node.start_mark.index, node.end_mark.index)
    match node:
        case ScalarNode():
            return place, node.value, is_null(node)
        case SequenceNode():
            return place, bool(node.flow_style), [_tree(one) for one in node.value]
        case MappingNode():
            pairs = [(_tree(key), _tree(value)) for key, value in node.value]
            return place, bool(node.flow_style), pairs
        case _:
            raise AssertionError(node)
