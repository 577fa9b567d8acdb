"""What was made quick reads as it did: against the library's own plain call, and sign by sign."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from kzru_cite.read.bibtex_values import plain, take_apart

TEX = st.lists(
    st.sampled_from(
        [*"ab {}$~\\%&", "--", "``", "''", r"\'e", r"\emph{x}", r"\ss ", r"\alpha", "{\\i}", "\\'"]
    ),
    max_size=12,
).map("".join)


def _closed(text: str) -> int:
    """Walk over the signs one by one, from the brace or quotation mark that text begins with."""
    quoted = text[0] == '"'
    depth = 0
    for position in range(quoted, len(text)):
        sign = text[position]
        if sign in "{}" and not (position and text[position - 1] == "\\"):
            depth += 1 if sign == "{" else -1
            if depth == 0 and not quoted:
                return position
        elif quoted and sign == '"' and depth == 0:
            return position
    return len(text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from('{"'), st.text(alphabet='{}"\\a #', max_size=20))
def test_a_value_ends_at_the_sign_that_closes_it(opening: str, rest: str) -> None:
    text = opening + rest
    assert take_apart(text).pieces[0].inner == text[1 : _closed(text)]


@settings(max_examples=80, deadline=None)
@given(st.lists(TEX, max_size=4))
def test_one_converter_for_all_values_keeps_nothing_of_those_before(values: list[str]) -> None:
    before = [plain("title", value) for value in values]
    assert before == [plain("title", value) for value in reversed(values)][::-1]


@pytest.mark.parametrize(
    "text", ["a--b", r"\'{e}t\'e", r"\emph{x} $a^2$", "``so''", r"Stra\ss e", "a~b", r"{\O}re"]
)
def test_values_read_as_by_a_converter_of_their_own(text: str) -> None:
    own = LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=False)
    expected = str(own.latex_to_text(text, tolerant_parsing=True))
    assert plain("title", text) == " ".join(expected.split())


@given(st.text(alphabet='"a #,=\n', max_size=12))
def test_a_value_in_braces_reads_the_same_with_blanks_behind_it(inner: str) -> None:
    text = "{" + inner + "}"
    quick, slow = take_apart(text), take_apart(text + " ")
    assert (quick.pieces, quick.rest, quick.rest_start + 1) == (
        slow.pieces,
        slow.rest,
        slow.rest_start,
    )
