"""Quotations are found whatever their typography, and not when a letter or a digit differs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.model.pieces import is_too_short
from kzru_cite.model.quotation import Extract, Part, Quotation
from kzru_cite.model.searching import find, nearest, search
from kzru_cite.model.wording import is_close, plain, word_diff

TEXT = (
    "The president said that “22 % of those asked – some 1,110 people – backed Ukraine’s side”, "
    "up 3.5 points. The gov- ernment’s ofﬁce didn't re\u00adply; prices fell to −5 °C (see [1]). "
    "Қазақстан Республикасы 1991 жылы тәуелсіздік алды. 王子在城里住了三年。"
)


def extract(text: str, sources: str = "", rest: str = "") -> Extract:
    return Extract(text=text, text_hash="sha256:0", extractor="2", sources=sources, rest=rest)


def spots(exact: str, text: str = TEXT, prefix: str = "", suffix: str = "") -> list[str]:
    quotation = Quotation(exact=exact, prefix=prefix, suffix=suffix)
    return [spot.words for spot in find(quotation, text)]


FOUND = [
    "22% of those asked - some 1,110 people - backed Ukraine's side",
    '"22 % of those asked – some 1,110 people"',
    "«22\u00a0% of those\nasked»",
    "up 3.5 points. The government's office didn’t reply",
    "the president said that",
    "[T]he president said",
    "[t]he president said",
    "The president […] backed Ukraine's side",
    "The president ... backed Ukraine's side",
    "The president [Tokayev] said that",
    "prices fell to -5 °C (see [1])",
    "ҚазақстанРеспубликасы 1991 жылы",
    "城里住了三年",
    "The p\u200bresident said",
    "ｐｅｏｐｌｅ – backed",
    "Qazaqstan … nothing",
]


@pytest.mark.parametrize("exact", FOUND[:-1])
def test_typography_is_no_difference(exact: str) -> None:
    assert 1 == len(spots(exact))


@pytest.mark.parametrize(
    "exact",
    [
        FOUND[-1],
        "23 % of those asked",
        "up 35 points",
        "up 3 points",
        "5 points. The government's",
        "some 110 people",
        "some 1,11 people",
        "prices fell to 5 °C",
        "resident said that",
        "The president sai",
        "the PRESIDENT said",
        "Казакстан Республикасы",
        "backed Ukraine's side … 22 %",
        "",
        "…",
    ],
)
def test_other_letters_digits_and_orders_are_not_found(exact: str) -> None:
    assert [] == spots(exact)


SAME = [
    ("the war began in the spring", "He said the war[3] began [4, 5] in the spring."),
    ("the war[3] began in the spring", "He said the war began in the spring."),
    (
        "한국의 경제 성장은 빨랐다",
        unicodedata.normalize("NFD", "오늘 한국의 경제 성장은 빨랐다 하고"),
    ),
    ("محمد رسول الله كتاب", "قال محـــمد رسول الله كتاب كبير"),
    ("كتاب السلام الكبير", "قال ﻛﺘﺎﺏ السلام الكبير اليوم"),
    ("the minister report[ed] that trade grew", "the minister reports that trade grew"),
    ("the minister [re]ports that trade grew", "the minister reports that trade grew"),
    ("the minister report[ed] … trade grew", "the minister reports that all trade grew"),
    ("hot ☎ lines that were laid", "hot ☎\ufe0f lines that were laid"),
    (
        "it rose … it fell quickly",
        f"it rose. Then it rose … {'x ' * 900}. it rose, it fell quickly",
    ),
]


@pytest.mark.parametrize(("exact", "text"), SAME)
def test_scripts_note_marks_and_brackets_are_no_difference(exact: str, text: str) -> None:
    assert spots(exact, text)


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        ("500 people were killed", "In all 1 500 people were killed there."),
        ("the number killed was 12", "the number killed was 12\u202f500 in all"),
        ("5 percent growth in the year", "It was −5 percent growth in the year."),
        ("30 people were killed", "Some 20–30 people were killed."),
        ("the war of the years 1990", "the war of the years 1990–2000 ended"),
        ("proliferation treaty was signed", "The non-proliferation treaty was signed."),
        ("the ministers said they can", "the ministers said they can't do it"),
        ("he went to the cafe", "he went to the cafe\u0331 there"),
        ("they report[ed] that trade grew", "they said that trade grew"),
        ("1[9]90 was the year of it", "1890 was the year of it"),
    ],
)
def test_half_a_word_or_a_number_is_not_found(exact: str, text: str) -> None:
    assert [] == spots(exact, text)


def test_a_page_that_repeats_itself_is_searched_all_the_same() -> None:
    pieces = " … ".join([*(["ab ab ab ab ab"] * 5), "zz zz zz"])
    assert [] == spots(pieces, "ab " * 3_000)
    assert spots(pieces, f"{'ab ' * 3_000} zz zz zz")


def test_too_much_is_not_left_out() -> None:
    far = f"It began well. {'And so it went on. ' * 200}It ended badly."
    assert [] == spots("It began well … It ended badly", far)
    near = f"It began well. {'And so it went on. ' * 20}It ended badly."
    assert 1 == len(spots("It began well … It ended badly", near))


def test_prefix_and_suffix_tell_places_apart() -> None:
    twice = "In May the river rose. In June the river rose again."
    assert 2 == len(spots("the river rose", twice))
    assert 1 == len(spots("the river rose", twice, prefix="In June "))
    assert 1 == len(spots("the river rose", twice, suffix=" again"))
    assert [] == spots("the river rose", twice, prefix="In July ")


def test_a_quotation_runs_on_over_the_turn_of_a_page() -> None:
    first = "It was decided that the border between both "
    text = f"{first}17 HISTORY OF THE STEPPE states should be marked anew."
    found = search(
        Quotation(exact="the border between both states should be marked"),
        Extract(text=text, text_hash="x", extractor="2", pages=(0, len(first))),
        "c",
    )
    assert (Part.TEXT, 1) == (found.part, found.spots[0].page)
    assert [] == spots("the border between both states should be marked", text)


def test_a_place_has_its_context_and_its_page() -> None:
    pages = (0, len("One page. "))
    quotation = Quotation(exact="words that are quoted")
    text = "One page. Here stand words that are quoted, and more."
    [spot] = find(quotation, text, pages)
    assert ("Here stand ", ", and more.", 2) == (spot.before[-11:], spot.after, spot.page)
    assert text[spot.start : spot.end] == spot.words


def test_the_text_comes_before_the_list_of_sources_and_the_rest() -> None:
    words = "the wells of the steppe ran dry"
    other = extract("Nothing.", sources=f"Rao: {words}.", rest=words)
    assert Part.SOURCES is search(Quotation(exact=words), other, "c").part
    assert Part.REST is search(Quotation(exact=words), extract("No.", rest=words), "c").part
    everywhere = extract(words, sources=words, rest=words)
    assert Part.TEXT is search(Quotation(exact=words), everywhere, "c").part
    assert Part.NOWHERE is search(Quotation(exact=words), extract("No."), "c").part


def test_what_is_most_alike_is_told_when_nothing_is_found() -> None:
    found = search(Quotation(exact="12 % of those asked backed Ukraine"), extract(
        "In all, 21 % of those asked backed Ukraine in May."), "c")  # fmt: skip
    assert "'21 %' → '12 %'" == word_diff(found.nearest, found.quotation.exact)
    assert "" == nearest(Quotation(exact="Nobody ever wrote these words"), TEXT)
    assert "" == nearest(Quotation(exact="abc"), TEXT)


@pytest.mark.parametrize(
    ("exact", "short"),
    [
        ("12 %", True),
        ("a share of", True),
        ("the … of … it", True),
        ("twelve per cent", False),
        ("百分之十二", True),
        ("百分之十二支持", False),
    ],
)
def test_short_quotations(exact: str, short: bool) -> None:  # noqa: FBT001
    assert short is is_too_short(Quotation(exact=exact))


FOUR = "'a' → '1'; 'c' → '2'; 'e' → '3'; 'g' → '4'"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("13 % of 12 % and", "13 % of 21 % and also", "'12 %' → '21 %'; 'also' added"),
        ("“Trade” – grew", "Trade grew", ""),
        ("it rose again", "it rose", "'again' left out"),
        ("w" * 90, "v", f"'{'w' * 79}…' → 'v'"),
        ("a b c d e f g h i", "1 b 2 d 3 f 4 h 5", f"{FOUR}; and 1 more"),
    ],
)
def test_differences_in_words(before: str, after: str, expected: str) -> None:
    assert expected == word_diff(before, after)


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzабвгдежзқғңөұүі0123456789éßñ")
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=5, max_size=12)
NOISE = ["\u00ad", "\u200b", "\ufeff", "\u2060"]
BLANKS = [" ", "\u00a0", "  ", "\n", "\u2009", "\u202f", " \u200b"]
MARKS = ["", ",", " –", " -", "”", "“", "»", "’", "'", ";", " —", "!"]


@st.composite
def typeset(draw: st.DrawFn, words: list[str]) -> str:
    """Set words in type: blanks, marks, invisible marks and decomposed letters at random."""
    parts = []
    for word in words:
        shown = word
        at = draw(st.integers(0, len(word)))
        if draw(st.booleans()):
            shown = shown[:at] + draw(st.sampled_from(NOISE)) + shown[at:]
        if draw(st.booleans()):
            shown = unicodedata.normalize("NFD", shown)
        digit = word[-1].isdigit()
        # A mark between two numbers can be a part of them.
        mark = "" if digit else draw(st.sampled_from(MARKS))
        parts.append(shown + mark)
    text = parts[0]
    for part in parts[1:]:
        text += draw(st.sampled_from(BLANKS)) + part
    return text


@given(st.data(), WORDS)
@settings(max_examples=300)
def test_any_text_with_typographic_noise_is_found(data: st.DataObject, words: list[str]) -> None:
    source = data.draw(typeset(words))
    quote = data.draw(typeset(words))
    text = f"Before it all stood this. {source} . And after it that."
    found = [spot.words for spot in find(Quotation(exact=quote), text)]
    assert found
    assert plain(" ".join(words)).text == plain(found[0]).text


@given(st.data(), WORDS)
@settings(max_examples=300)
def test_a_changed_lost_or_added_letter_is_not_found(data: st.DataObject, words: list[str]) -> None:
    text = " ".join(words)
    at = data.draw(st.integers(1, len(text) - 1).filter(lambda n: text[n] != " "))
    other = data.draw(LETTERS.filter(lambda letter: letter != text[at]))
    kind = data.draw(st.sampled_from(("change", "lose", "add")))
    made = {
        "change": text[:at] + other + text[at + 1 :],
        "lose": text[:at] + text[at + 1 :],
        "add": text[:at] + other + text[at:],
    }[kind]
    source = data.draw(typeset(words))
    if plain(made).text in (plain(text).text, ""):
        return
    for spot in find(Quotation(exact=made), f"« {source} »"):
        # What was lost at an end leaves whole words that do stand there.
        assert plain(made).text == plain(spot.words).text
        assert kind == "lose"


@given(st.text(), st.text(max_size=40))
@settings(max_examples=300)
def test_searching_never_fails_and_places_are_those_of_the_words(text: str, exact: str) -> None:
    for spot in find(Quotation(exact=exact), text):
        assert text[spot.start : spot.end] == spot.words
        assert 0 <= spot.start < spot.end <= len(text)
    nearest(Quotation(exact=exact), text)
    is_close(text)


@given(st.text(), st.text(min_size=1, max_size=30), st.text(max_size=5), st.text(max_size=5))
def test_prefix_and_suffix_only_ever_narrow(
    text: str, exact: str, prefix: str, suffix: str
) -> None:
    narrow = {
        (spot.start, spot.end)
        for spot in find(Quotation(exact=exact, prefix=prefix, suffix=suffix), text)
    }
    assert narrow <= {(spot.start, spot.end) for spot in find(Quotation(exact=exact), text)}


@given(st.text())
def test_taking_typography_away_twice_changes_nothing(text: str) -> None:
    once = plain(text)
    assert all(0 <= once.place(offset) < max(len(text), 1) for offset in range(len(once.text)))
