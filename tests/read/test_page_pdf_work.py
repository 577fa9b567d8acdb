"""What a page of a PDF file costs is counted before it is read."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
)

from kzru_cite.read.page_pdf import read_pdf
from kzru_cite.read.page_pdf_work import Work

MOST = 1_000_000
# Each stream sets up one plain font.
ONE_FONT, SET_UP, SPOILED = 50, 150, 200_000
WORD = b"BT /F1 9 Tf (word) Tj ET "
FONT = DictionaryObject(
    {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    }
)


def file(content: bytes, forms: Mapping[str, bytes], pages: int = 1, kind: str = "/Form") -> bytes:
    """Make a file whose pages share one stream; all streams can draw all forms by their names."""
    writer = PdfWriter()
    drawn = DictionaryObject()
    resources = DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject({NameObject("/F1"): FONT}),
            NameObject("/XObject"): drawn,
        }
    )
    shared = writer._add_object(resources)  # noqa: SLF001
    for name, data in forms.items():
        form = stream(data)
        form[NameObject("/Subtype")] = NameObject(kind)
        form[NameObject("/Resources")] = shared
        drawn[NameObject(f"/{name}")] = writer._add_object(form)  # noqa: SLF001
    shown = writer._add_object(stream(content))  # noqa: SLF001
    for _ in range(pages):
        page = writer.add_blank_page(width=300, height=400)
        page[NameObject("/Resources")] = shared
        page[NameObject("/Contents")] = shown
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def stream(data: bytes) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    return made


def page(content: bytes, forms: Mapping[str, bytes], kind: str = "/Form") -> PageObject:
    return PdfReader(io.BytesIO(file(content, forms, kind=kind))).pages[0]


def cost(content: bytes, forms: Mapping[str, bytes], kind: str = "/Form") -> int:
    return Work(MOST).of(page(content, forms, kind))


def test_a_page_without_content_costs_nothing() -> None:
    writer = PdfWriter()
    assert 0 == Work(MOST).of(writer.add_blank_page(width=300, height=400))


def test_a_form_counts_each_time_that_it_is_drawn() -> None:
    three = b"/A Do " * 3
    assert ONE_FONT + len(three) + 3 * (SET_UP + len(WORD)) == cost(
        three, {"A": WORD, "B": WORD * 9}
    )
    # The library takes the first of several names.
    assert 3 * len(WORD) < cost(b"/A /B Do", {"A": WORD * 9, "B": WORD})


def test_a_form_counts_each_time_that_another_draws_it() -> None:
    ten = b"/B Do " * 10
    inner = len(ten) + 10 * (SET_UP + len(WORD))
    copied = sum((60 + done * (ONE_FONT + inner)) // 2_000 for done in range(10))
    assert ONE_FONT + 60 + 10 * (SET_UP + inner) + copied == cost(
        b"/A Do " * 10, {"A": ten, "B": WORD}
    )


def test_what_stands_before_a_form_counts_as_copied() -> None:
    before = WORD.ljust(10_000)
    assert ONE_FONT + 10_006 + SET_UP + len(WORD) + 5 == cost(before + b"/A Do ", {"A": WORD})


def test_forms_that_double_are_too_much() -> None:
    forms = {f"A{n}": f"/A{n + 1} Do /A{n + 1} Do".encode() for n in range(40)}
    assert MOST < cost(b"/A0 Do", {**forms, "A40": WORD})


def test_forms_in_a_circle_or_without_end_are_too_much() -> None:
    assert MOST < cost(b"/A Do", {"A": b"/B Do", "B": b"/A Do"})
    deep = {f"A{n}": f"/A{n + 1} Do".encode() for n in range(60)}
    assert MOST < cost(b"/A0 Do", {**deep, "A60": WORD})


def test_a_figure_without_words_costs_little() -> None:
    figure = b"0 0 m 1 1 l S " * 10_000
    assert ONE_FONT + 6 + SET_UP + len(figure) // 50 == cost(b"/A Do ", {"A": figure})


@pytest.mark.parametrize("content", [b"/A Do ", b"/C Do ", b"Do ", b"[/A] Do ", b"(Done) Tj"])
def test_what_draws_no_form_costs_itself(content: bytes) -> None:
    assert ONE_FONT + len(content) == cost(content, {"A": WORD}, kind="/Image")
    assert ONE_FONT + len(content) == cost(content, {})


def test_a_stream_too_large_is_not_looked_into() -> None:
    content = b"/A Do ".ljust(MOST + 1)
    assert ONE_FONT + len(content) == cost(content, {"A": WORD})


def test_what_cannot_be_unpacked_costs_something_each_time() -> None:
    drawn = b"/A Do /A Do "
    body = file(drawn, {"A": WORD})
    for data, cost_of_it in (
        (WORD, ONE_FONT + len(drawn) + 2 * (100 + SPOILED) + SPOILED // 2_000),
        (drawn, SPOILED),
    ):
        length = b"/Length %d\n" % len(data)
        assert 1 == body.count(length)
        spoiled = body.replace(length, b"/Filter /Nothing " + length)
        assert cost_of_it == Work(MOST).of(PdfReader(io.BytesIO(spoiled)).pages[0])


def test_pages_behind_too_many_forms_are_not_read() -> None:
    # Each page costs a good million, eight are too much.
    body = file(b"/A Do " * 100, {"A": WORD.ljust(10_000)}, pages=12)
    found = read_pdf(body)
    assert (12, ((8, 12),)) == (len(found.pages), found.unread)
    read = [number for number, text in enumerate(found.pages) if text]
    assert list(range(7)) == read
    assert ["word"] * 100 == found.pages[0].split("\n")


@pytest.mark.parametrize(("drawn", "unread"), [(5_000, ()), (5_001, ((1, 1),))])
def test_forms_beyond_five_thousand_of_a_page_are_said_to_be_unread(
    drawn: int, unread: tuple[tuple[int, int], ...]
) -> None:
    found = read_pdf(file(b"/A Do " * drawn, {"A": b"(x) Tj"}))
    assert ((unread, False)) == (found.unread, found.broken)


def test_a_form_that_cannot_be_read_is_said_to_be_unread() -> None:
    body = file(b"/B Do /A Do ", {"A": WORD, "B": WORD.ljust(99)})
    spoiled = body.replace(b"/Length 99\n", b"/Filter /Nothing /Length 99\n")
    found = read_pdf(spoiled)
    assert (("word",), ((1, 1),)) == (found.pages, found.unread)
    assert (("word\nword",), ()) == (read_pdf(body).pages, read_pdf(body).unread)
