"""A decision lapses when what it was made upon changes, and says what did."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.decisions import Changed, lapse
from kzru_cite.model.evidence import Searched
from kzru_cite.model.ledger import Decided, Decision, Link, seal
from kzru_cite.model.place import Location
from kzru_cite.model.quotation import Quotation

PLACE = Location(path="ledger.yaml", line=1, column=1, end_line=1, end_column=1)
OLD, NEW = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
WORDS = Quotation(exact="it boils at 100")
OTHER = Quotation(exact="it boils at 99")


def decided(sealed: str, claim: str = "12 % of it") -> Decided:
    return Decided(decision=Decision.SUPPORTS, place=PLACE, claim=claim, seal=sealed)


def link(quotation: Quotation | None = WORDS, capture: str = NEW) -> Link:
    return Link(claim="a", reference="x", place=PLACE, quotation=quotation, capture=capture)


def searched(quotation: Quotation = WORDS, text: str = OLD) -> Searched:
    return Searched(quotation=quotation, text=text, extractor="1", capture=OLD)


def test_a_decision_stands_while_nothing_changes() -> None:
    assert lapse(link(), decided(seal("12 % of it", WORDS, NEW)), "12 % of it") is None
    assert lapse(link(), decided(seal("12 % of it", WORDS, NEW), claim=""), "12 % of it") is None


def test_a_decision_without_a_seal_is_bound_to_nothing() -> None:
    found = lapse(link(), decided(""), "12 % of it")
    assert found is not None
    assert ((Changed.UNSEALED,), "the decision has no seal") == (found.changed, found.words)


def test_a_text_of_the_claim_that_was_not_sealed_is_named() -> None:
    found = lapse(link(), decided(seal("21 % of it", WORDS, NEW)), "21 % of it")
    assert found is not None
    assert (Changed.RECORD,) == found.changed


def test_earlier_searches_tell_which_words_were_decided_upon() -> None:
    found = lapse(link(), decided(seal("12 % of it", OTHER, NEW)), "12 % of it", [searched(OTHER)])
    assert found is not None
    assert (Changed.QUOTATION,) == found.changed
    assert "quotation changed after review: '99' → '100'" == found.words


def test_earlier_searches_tell_which_text_was_decided_upon() -> None:
    found = lapse(link(), decided(seal("12 % of it", WORDS, OLD)), "12 % of it", [searched()])
    assert found is not None
    assert "captured text changed after review: sha256:aaaaaaaa → sha256:bbbbbbbb" == found.words


def test_all_that_changed_is_named() -> None:
    found = lapse(link(), decided(seal("12 % of it", OTHER, OLD)), "21 % of it", [searched(OTHER)])
    assert found is not None
    assert (Changed.CLAIM, Changed.QUOTATION, Changed.CAPTURE) == found.changed
    assert "claim edited after review: '12 %' → '21 %'" in found.words


def test_what_stands_around_the_words_counts() -> None:
    before, after = (Quotation(exact="it", prefix=one) for one in ("said:", "wrote:"))
    old = decided(seal("12 % of it", before, NEW))
    found = lapse(link(after), old, "12 % of it", [searched(before)])
    assert found is not None
    assert "quotation changed after review: 'said:…' → 'wrote:…'" == found.words
    gone = lapse(link(None), old, "12 % of it", [searched(before)])
    assert gone is not None
    assert "quotation changed after review: 'it' left out" == gone.words
    empty = Quotation(exact="")
    one = lapse(
        link(None), decided(seal("12 % of it", empty, NEW)), "12 % of it", [searched(empty)]
    )
    assert one is not None
    two = lapse(link(empty), decided(seal("12 % of it", None, NEW)), "12 % of it")
    assert two is not None
    assert (Changed.QUOTATION,) == one.changed == two.changed


def test_a_claim_known_to_be_another_is_named_though_the_rest_is_not_known() -> None:
    found = lapse(link(), decided(seal("x", None, "y")), "21 % of it")
    assert found is not None
    assert (Changed.CLAIM, Changed.UNKNOWN) == found.changed


def test_a_change_of_commas_alone_is_told_as_that() -> None:
    found = lapse(link(), decided(seal("12 %, of it", WORDS, NEW), "12 %, of it"), "12 % of it")
    assert found is not None
    assert "claim edited after review: in its typography alone" == found.words


parts = st.tuples(
    st.text(max_size=5),
    st.none() | st.builds(Quotation, exact=st.text(max_size=3), prefix=st.text(max_size=3)),
    st.sampled_from(["", OLD, NEW]),
)


@given(one=parts, two=parts)
def test_the_seal_changes_when_and_only_when_a_part_does(
    one: tuple[str, Quotation | None, str], two: tuple[str, Quotation | None, str]
) -> None:
    assert (one == two) == (seal(*one) == seal(*two))
    found = lapse(link(two[1], two[2]), decided(seal(*one), claim=one[0]), two[0])
    assert (one == two) == (found is None)
