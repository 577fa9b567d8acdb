"""A link is laid out for a terminal of any size."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite.model.ledger import LinkName
from kzru_cite.model.quotation import Part, Quotation, Spot
from kzru_cite.model.review import Card, Made, Passage
from kzru_cite.report.cells import columns
from kzru_cite.report.review import HELP, KEYS, Frame, lay_out

WORDS = Quotation(exact="backed Ukraine")
SPOT = Spot(
    start=9, end=23, words="backed  Ukraine", before="those asked ", after=" and 13 %", page=4
)
CARD = Card(
    name=LinkName(claim="poll-2022", reference="najibullah2023", number=1),
    position=3,
    total=10,
    where="article/article.md:12",
    section="War",
    text="In November 2022 22 % of 1,234.5 backed Ukraine",
    source=("Farangis Najibullah. Poll. 2023", "https://example.org/poll"),
    locator="p. 4",
    passage=Passage(quotation=WORDS, part=Part.TEXT, spots=(SPOT,)),
    capture=("archived copy https://web.archive.org/x", "text sha256:abc"),
    numbers=("22 %: in the quotation",),
    decisions=(
        Made(decision="supports", by="AB", on="2026-11-23"),
        Made(decision="partly", lapsed="claim edited after review: '12' → '22'"),
    ),
    note="the older text said \x1b[31m2013",
)
FRAME = Frame(width=80, height=24, colour=False, message="noted")
SCREEN = """\
3 of 10  poll-2022 → najibullah2023 (2)  War
claim article/article.md:12
  In November *2022* *22 %* of *1,234.5* backed Ukraine
source p. 4
  Farangis Najibullah. Poll. 2023
  https://example.org/poll
quotation in the main text of the capture, page 4
  “backed Ukraine”
  … those asked »backed Ukraine« and 13 % …
capture
  archived copy https://web.archive.org/x
  text sha256:abc
numbers
  22 %: in the quotation
decision
  supports, AB, 2026-11-23
decision
  partly lapsed: claim edited after review: '12' → '22'
note
  the older text said 2013


noted
"""


def screen(card: Card | None, frame: Frame) -> str:
    return "\n".join(lay_out(card, frame)[0])


def test_all_that_is_known_of_a_link_is_shown() -> None:
    assert f"{SCREEN}{KEYS}" == screen(CARD, FRAME)
    assert 80 >= len(KEYS)


def test_colour_says_the_same_without_signs() -> None:
    coloured = screen(CARD, replace(FRAME, colour=True))
    assert "\x1b[1;4m22 %\x1b[0m" in coloured
    plain = re.sub("\x1b\\[[0-9;]*m", "", coloured)
    assert re.sub("[*»«]", "", SCREEN) + KEYS == plain


def test_little_is_known_of_a_new_link() -> None:
    bare = Card(
        name=LinkName(claim="a", reference="b"),
        position=1,
        total=1,
        where="a.md:1",
        section="",
        text="Water boils",
    )
    shown = screen(bare, replace(FRAME, height=9, message="")).splitlines()
    assert [
        "1 of 1  a → b",
        "claim a.md:1",
        "  Water boils",
        "source",
        "quotation none is written down",
        "decision none yet",
        "",
        "",
        KEYS,
    ] == shown
    held = replace(bare, capture=("nothing is kept",))
    assert "quotation" not in screen(held, FRAME)


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        (Passage(quotation=WORDS), "quotation no capture was searched"),
        (
            Passage(quotation=WORDS, part=Part.TEXT, spots=(SPOT, SPOT)),
            "main text of the capture, 2 times",
        ),
        (Passage(quotation=WORDS, part=Part.SOURCES), "own list of references"),
        (Passage(quotation=WORDS, part=Part.REST), "only in the frame"),
        (Passage(quotation=WORDS, part=Part.NOWHERE, nearest="backed Russia"), "backed Russia"),
        (
            Passage(
                quotation=WORDS,
                part=Part.TEXT,
                spots=(replace(SPOT, before="", after=" ", page=None),),
            ),
            "… »backed Ukraine« …",
        ),
    ],
)
def test_it_is_said_where_a_quotation_was_found(passage: Passage, words: str) -> None:
    assert words in screen(replace(CARD, passage=passage), FRAME)


def test_the_end_and_the_help_are_shown() -> None:
    assert "There is nothing more to decide on." in screen(None, FRAME)
    shown = screen(CARD, replace(FRAME, helping=True))
    assert all(line in shown for line in HELP)


def test_a_long_card_is_moved_up_and_down() -> None:
    low = replace(FRAME, height=8)
    first, top = lay_out(CARD, low)
    assert (0, "more below (down)") == (top, first[-3])
    last, top = lay_out(CARD, replace(low, top=99))
    assert (14, "  the older text said 2013") == (top, last[-3])


def test_what_is_typed_stays_in_sight() -> None:
    lines, _ = lay_out(CARD, replace(FRAME, width=20, prompt="see the talk  page "))
    assert ["note: e talk  page _", "Enter keeps it, Esc…"] == lines[-2:]


@given(
    width=st.integers(min_value=1, max_value=120),
    height=st.integers(min_value=1, max_value=30),
    top=st.integers(min_value=-5, max_value=50),
    prompt=st.none() | st.text(max_size=30),
    helping=st.booleans(),
    text=st.text(max_size=80),
)
def test_no_window_is_too_small(
    *, width: int, height: int, top: int, prompt: str | None, helping: bool, text: str
) -> None:
    frame = Frame(width=width, height=height, colour=False, top=top, prompt=prompt, helping=helping)
    lines, first = lay_out(replace(CARD, text=text, note=text), frame)
    assert len(lines) <= height
    assert first >= 0
    assert all(columns(line) <= max(width, 4) for line in lines)
