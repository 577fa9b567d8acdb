"""The fonts of a page of a PDF file count as work, since they are set up for each page anew."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)
from pypdf.generic._font import Font

from kzru_cite.read.page_pdf import read_pdf
from kzru_cite.read.page_pdf_fonts import font_cost
from kzru_cite.read.page_pdf_work import Work

TOO_MUCH = 8_000_001
FONT, CODES = 50, 100_000
WORD = b"BT /F0 9 Tf (word) Tj ET"
RANGE = b"1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange"


def stream(data: bytes, *, packed: bool = True) -> StreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    return made.flate_encode() if packed else made


def dictionary(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def font(kind: str = "/Type1", **entries: PdfObject) -> DictionaryObject:
    named = {"Type": NameObject("/Font"), "Subtype": NameObject(kind)}
    return dictionary({**named, "BaseFont": NameObject("/Helvetica"), **entries})


def tabled(table: bytes) -> DictionaryObject:
    return font(ToUnicode=stream(table))


def file(
    font: DictionaryObject, *, pages: int = 300, names: int = 1, content: bytes = WORD
) -> bytes:
    """Make a file whose pages share their content and name one font in many ways."""
    writer = PdfWriter()
    for name, value in list(font.items()):
        if isinstance(value, StreamObject):
            font[NameObject(name)] = writer._add_object(value)  # noqa: SLF001
    added = writer._add_object(font)  # noqa: SLF001
    fonts = dictionary({f"F{number}": added for number in range(names)})
    resources = writer._add_object(dictionary({"Font": fonts}))  # noqa: SLF001
    shown = writer._add_object(stream(content))  # noqa: SLF001
    for _ in range(pages):
        page = writer.add_blank_page(width=300, height=400)
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = shown
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def numbers(*values: int) -> list[PdfObject]:
    return [NumberObject(value) for value in values]


def widths(*, descendants: int = 1, times: int = 1) -> DictionaryObject:
    """Make a font of many widths in few words."""
    wide = ArrayObject(numbers(0, 60_000, 500) * times)
    return font(
        "/Type0",
        Encoding=NameObject("/Identity-H"),
        DescendantFonts=ArrayObject([dictionary({"W": wide})] * descendants),
    )


def cost(font: DictionaryObject) -> int:
    return font_cost(font, TOO_MUCH).each


def test_a_plain_font_costs_little() -> None:
    assert FONT == cost(font()) == cost(font("/TrueType")) == cost(font(ToUnicode=NameObject("/I")))
    assert FONT == cost(font("/Type0", Encoding=NameObject("/Identity-H")))


def test_a_font_counts_its_table_and_what_ranges_spread() -> None:
    char = b"beginbfchar\n<0041> <0041>\nendbfchar"
    assert FONT + 4 + 2 * 4 + 1 == cost(tabled(char))
    assert FONT + 2 * 0xFFFF < cost(tabled(RANGE)) < FONT + 2 * 0xFFFF + 100
    # What the library gives up at is no more than that.
    assert 2 * CODES < cost(tabled(RANGE * 50)) < 2 * CODES + 2_000
    for listed in (b"[<0041> <0042>]", b""):
        assert 200 > cost(tabled(b"beginbfrange <0000> <FFFF> %s endbfrange" % listed))
    assert 200 > cost(tabled(b"beginbfrange <no> <FFFF> <0000> endbfrange"))
    assert 200 > cost(tabled(b"beginbfchar <0000> <FFFF> <0000> endbfchar"))


@pytest.mark.parametrize(
    "line",
    [
        b"0 FFFF 0",
        b"<00 00> <FF FF> <00 00>",
        b"<<0000> <FFFF> <0000>>",
        b"<0x0><+FFFF><0>",
        b"% none\r<0><FFFF>0",
        b"\t0000\t FF_FF 0",
    ],
)
def test_a_range_counts_however_it_is_written(line: bytes) -> None:
    assert 2 * 0xFFFF < cost(tabled(b"beginbfrange\n" + line + b"\nendbfrange"))


def test_a_table_beyond_all_measure_is_too_much() -> None:
    assert TOO_MUCH == cost(tabled(b" " * 2_000_001))
    assert TOO_MUCH > cost(tabled(b" " * 2_000_000))


def test_letters_that_are_words_count_as_long_as_they_are() -> None:
    for letters, stretch in ((1, 1), (4, 1), (7, 1), (8, 2), (256, 64)):
        table = b"beginbfchar <61> <%s> endbfchar" % (b"0041" * letters)
        assert stretch == font_cost(tabled(table), TOO_MUCH).stretch
    spaced = b"beginbfchar <61> <%s> endbfchar" % (b"00 41 " * 256)
    assert 64 == font_cost(tabled(spaced), TOO_MUCH).stretch
    body = file(tabled(spaced), pages=1)
    assert 64 * len(WORD) < Work(TOO_MUCH).of(PdfReader(io.BytesIO(body)).pages[0])


def test_a_font_counts_its_differences_and_widths() -> None:
    different = ArrayObject([NameObject("/a")] * 40_000)
    assert FONT + 10_000 == cost(font(Encoding=dictionary({"Differences": different})))
    assert FONT == cost(font(Encoding=dictionary({"Differences": NameObject("/a")})))
    assert FONT + 1 + 60_003 // 4 == cost(widths())
    assert FONT + 9 * (1 + 60_003 // 4) <= cost(widths(descendants=9))
    assert FONT + 1 + 200_000 // 4 == cost(widths(times=9))
    one = ArrayObject([NumberObject(3), ArrayObject(numbers(*range(40))), NameObject("/x")])
    listed = font("/Type0", DescendantFonts=ArrayObject([dictionary({"W": one}), NumberObject(1)]))
    assert FONT + (2 * 4 + 43) // 4 == cost(listed)


def test_a_file_of_a_font_counts_when_it_is_unpacked_and_each_time() -> None:
    data = b"/Encoding 256 array\n" + b"dup 65 /A put\n" * 100
    described = font(FontDescriptor=dictionary({"FontFile": stream(data.ljust(100_000))}))
    found = font_cost(described, TOO_MUCH)
    assert (FONT + 100 + 100, 2_000) == (found.each, found.first)
    body = file(described, pages=2)
    work = Work(TOO_MUCH)
    first, second = (work.of(page) for page in PdfReader(io.BytesIO(body)).pages)
    assert 2_000 == first - second


def test_what_is_no_font_counts_next_to_nothing() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(width=300, height=400)
    page[NameObject("/Contents")] = stream(WORD)
    fonts: PdfObject
    for fonts, count in ((dictionary({"A": NumberObject(1)}), 1), (NumberObject(1), 0)):
        page[NameObject("/Resources")] = dictionary({"Font": fonts})
        assert count + len(WORD) == Work(TOO_MUCH).of(page)


def test_a_font_that_cannot_be_unpacked_costs_something_each_time() -> None:
    table = dictionary({"Filter": NameObject("/Nothing")})
    spoiled = stream(b"x", packed=False)
    spoiled.update(table)
    page = PdfReader(io.BytesIO(file(font(ToUnicode=spoiled), pages=1))).pages[0]
    assert 200_000 + len(WORD) == Work(TOO_MUCH).of(page)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Give small files that would take from a minute to days."""
    yield "a range", file(tabled(RANGE))
    yield "a range, by many names", file(tabled(RANGE), names=1_000)
    yield "ranges", file(tabled(RANGE * 10_000))
    yield "lines", file(tabled(b"beginbfrange\n" + b"x\n" * 400_000))
    yield "brackets", file(tabled(b"<" * 1_000_000))
    yield "codes", file(tabled(b"beginbfchar\n" + b"00 00 " * 90_000 + b"\nendbfchar"))
    yield "a bomb", file(tabled(b" " * 70_000_000))
    yield "plain fonts", file(font(), names=5_000)
    yield "widths", file(widths(descendants=1_000, times=2))
    different = dictionary({"Differences": ArrayObject([NameObject("/a")] * 90_000)})
    yield "differences", file(font(Encoding=different), names=50)
    letters = b"beginbfchar <61> <%s> endbfchar" % (b"0041" * 256)
    yield "letters", file(tabled(letters), content=b"BT /F0 9 Tf (%s) Tj ET" % (b"a" * 100_000))
    large = dictionary({"FontFile": stream(b"dup 65 /a put\n" * 100_000)})
    yield "a font file", file(font(FontDescriptor=large))


HOSTILE = dict(hostile())


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_made_to_cost_is_not_read_to_its_end(kind: str) -> None:
    assert 400_000 > len(HOSTILE[kind])
    # An eighth of what is read of a file: the bound is the same, and the test shorter.
    found = read_pdf(HOSTILE[kind], 1_000_000)
    assert 300 == len(found.pages)
    [(first, last)] = found.unread
    assert (300, False) == (last, found.broken)
    assert {""} == set(found.pages[first - 1 :])


def test_an_ordinary_book_is_read_to_its_end() -> None:
    lines = (b"<%04X> <%04X>\n" % (code, code) for code in range(300))
    table = b"begincmap\n300 beginbfchar\n" + b"".join(lines) + b"endbfchar\nendcmap"
    found = read_pdf(file(tabled(table), pages=60, names=5), 1_600_000)
    assert ((), 60) == (found.unread, len(found.pages))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                b"beginbfrange\n",
                b"endbfrange ",
                b"<41>",
                b"0",
                b" ",
                b"[",
                b"]",
                b"\n",
                b"\r",
                b"<<",
                b">",
                b"FF",
                b"%",
                b"\xff",
            ]
        )
    )
)
def test_no_table_names_more_codes_than_are_counted(parts: list[bytes]) -> None:
    table = b"beginbfrange\n" + b"".join(parts)
    found = Font.from_font_resource(tabled(table))
    assert FONT + 2 * len(found.character_map) <= cost(tabled(table))
