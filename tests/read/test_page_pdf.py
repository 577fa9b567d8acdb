"""A PDF file is read as far as it can be, and a broken one is said to be broken."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from kzru_cite.read.page import read_page, read_whole
from kzru_cite.read.page_pdf import read_pdf

LOCK = "opened by nobody"
ADDRESS = "https://example.org/report.pdf"


def pdf(
    info: dict[str, str], lines: tuple[str, ...] = (), pages: int = 1, password: str | None = None
) -> PdfWriter:
    """Make a file with the same lines on each page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for _ in range(pages):
        page = writer.add_blank_page(width=300, height=400)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        if lines:
            shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
            content = DecodedStreamObject()
            content.set_data(f"BT /F1 12 Tf 20 350 Td {shown} ET".encode())
            page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001
    writer.add_metadata(info)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    return writer


def data(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_title_authors_date_and_text() -> None:
    writer = pdf(
        {"/Title": "Trade in 2021", "/Author": "Jane Doe and John Roe",
         "/CreationDate": "D:20210503101112+06'00'", "/ModDate": "D:2022"},
        ("The trade grew.", "It fell later."),
    )  # fmt: skip
    writer.root_object[NameObject("/Lang")] = TextStringObject("ru-RU")
    page = read_whole(data(writer), "application/pdf", ADDRESS)
    assert page is not None
    assert page.facts.titles == ("Trade in 2021",)
    assert page.facts.authors == ("Jane Doe", "John Roe")
    assert page.facts.dates == ("2021-05-03", "2022")
    assert page.facts.language == "ru-RU"
    assert page.facts.signs == ()
    assert page.text == "The trade grew.\nIt fell later."


def test_xmp_names_come_before_the_old_ones() -> None:
    writer = pdf({"/Author": "Somebody Else"}, ("x",))
    writer.xmp_metadata = b"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">An XMP title</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Doe, Jane</rdf:li><rdf:li>Roe, John</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"""
    page = read_page(data(writer), "application/pdf", ADDRESS)
    assert page is not None
    assert page.title == "An XMP title"
    assert page.authors == ("Doe, Jane", "Roe, John")


@pytest.mark.parametrize(
    "title", ["Microsoft Word - report.docx", "report.indd", "untitled", "Без названия", ""]
)
def test_what_programs_put_in_is_no_title(title: str) -> None:
    page = read_page(data(pdf({"/Title": title}, ("x",))), "application/pdf", ADDRESS)
    assert page is not None
    assert page.titles == ()


def test_the_pages_of_a_file_are_told_apart() -> None:
    page = read_whole(data(pdf({}, ("line",), pages=4)), "application/pdf", ADDRESS)
    assert page is not None
    assert ("line\nline\nline\nline", (0, 5, 10, 15)) == (page.text, page.starts)


def test_the_list_of_sources_of_a_file_is_no_part_of_its_text() -> None:
    lines = ("The trade between both countries grew.", "References", "Rao, On trade, 2019.")
    page = read_whole(data(pdf({}, lines)), "application/pdf", ADDRESS)
    assert page is not None
    assert (lines[0], "References Rao, On trade, 2019.") == (page.text, page.sources)


def test_pages_begin_where_their_text_does() -> None:
    writer = pdf({}, ("1 Trade", "It grew by a tenth."))
    writer.add_blank_page(width=300, height=400)
    for lines in (("References", "Doe, J. (2019). Trade.", "Roe 2020."), ("Appendix", "Years")):
        writer.append(io.BytesIO(data(pdf({}, lines))))
    page = read_whole(data(writer), "application/pdf", ADDRESS)
    assert page is not None
    assert page.text == "1 Trade\nIt grew by a tenth.\nAppendix\nYears"
    assert page.starts == (0, 28, 28, 28)
    assert page.sources == "References Doe, J. (2019). Trade. Roe 2020."


def test_a_cover_sheet_is_seen() -> None:
    lines = ("Citation for published version: Rao.", "Document version: accepted manuscript.")
    page = read_whole(data(pdf({}, lines)), "application/pdf", ADDRESS)
    assert page is not None
    assert ("cover-sheet",) == page.facts.signs


def test_a_page_too_large_and_one_without_text_give_none() -> None:
    for lines in ((), ("word " * 100_000,)):
        page = read_whole(data(pdf({"/Title": "T"}, lines)), "application/pdf", ADDRESS)
        assert page is not None
        assert (page.facts.title, page.text) == ("T", "")


# What stands on a page: next to no words, and blanks that count all the same.
PADDED = 320_000


def padded(pages: int, first: str = "word", size: int = PADDED) -> bytes:
    """Make a file whose pages, but for the first, share one stream."""
    writer = pdf({"/Title": "T"}, (first,), pages=1)
    writer.append(io.BytesIO(data(pdf({}, ("word",)))))
    [cover, page] = writer.pages
    shown = page.get_contents()
    assert shown is not None
    content = DecodedStreamObject()
    content.set_data(shown.get_data().ljust(size))
    page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001
    for _ in range(pages - 2):
        writer.add_page(page)
    assert cover.get_contents() is not None
    return data(writer)


@pytest.mark.parametrize(("pages", "read"), [(24, 24), (25, 25), (26, 25), (60, 25)])
def test_a_stream_that_pages_share_counts_each_time(pages: int, read: int) -> None:
    # Of 8,000,000 bytes 25 pages of this size leave what the first takes, and not its font.
    found = read_pdf(padded(pages, size=PADDED - 10))
    assert pages == len(found.pages)
    assert ("word",) * read == found.pages[:read]
    assert {""} >= set(found.pages[read:])
    assert (False, ((read + 1, pages),) if read < pages else ()) == (found.broken, found.unread)


def test_pages_after_the_three_hundredth_are_not_read() -> None:
    for pages, unread, signs in (
        (300, (), ()),
        (301, ((301, 301),), ("unreadable:pages 301",)),
        (330, ((301, 330),), ("unreadable:pages 301-330",)),
    ):
        body = data(pdf({}, ("word",), pages=pages))
        found = read_pdf(body)
        assert (("word",) * 300, unread, False) == (found.pages, found.unread, found.broken)
        page = read_page(body, "application/pdf", ADDRESS)
        assert page is not None
        assert signs == page.signs


def test_a_page_too_large_is_said_to_be_unread_unless_it_is_a_drawing() -> None:
    for large, unread in ((b"(x) Tj ", ((2, 2),)), (b"0 0 m 1 1 l S ", ())):
        writer = pdf({}, ("word",), pages=3)
        content = DecodedStreamObject()
        content.set_data(large * 60_000)
        writer.pages[1][NameObject("/Contents")] = content
        found = read_pdf(data(writer))
        assert (("word", "", "word"), unread) == (found.pages, found.unread)


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ([6], "pages 6"),
        ([2, 3, 4, 29, 30], "pages 2-4, 29-30"),
        (range(2, 31, 2), "pages 2, 4, 6, 8, 10, 12, 14, 16, 7 more spans"),
    ],
)
def test_a_page_that_cannot_be_read_is_said(spoilt: Iterable[int], told: str) -> None:
    writer = pdf({}, ("word",), pages=30)
    for number in spoilt:
        writer.pages[number - 1][NameObject("/Contents")] = spoiled()
    page = read_whole(data(writer), "application/pdf", ADDRESS)
    assert page is not None
    assert (f"unreadable:{told}",) == page.facts.signs
    assert page.text.startswith("word")


def spoiled() -> DecodedStreamObject:
    """Return a stream that cannot be unpacked."""
    stream = DecodedStreamObject()
    stream.set_data(b"word")
    stream[NameObject("/Filter")] = NameObject("/Nothing")
    return stream


def test_a_file_that_was_not_read_to_its_end_is_no_whole_text() -> None:
    page = read_whole(padded(30), "application/pdf", ADDRESS)
    assert page is not None
    assert ("T", ("unreadable:pages 26-30",)) == (page.facts.title, page.facts.signs)
    assert "word\nword" in page.text


def test_what_was_not_read_is_not_taken_for_nothing_behind_a_cover() -> None:
    cover = "Citation for published version: Rao. Document version: accepted manuscript."
    for size, sign in ((PADDED, "cover-sheet"), (9_000_000, "unreadable:pages 2-3")):
        page = read_page(padded(3, cover, size), "application/pdf", ADDRESS)
        assert page is not None
        assert (sign,) == page.signs


def test_a_file_that_anybody_may_open_is_opened() -> None:
    page = read_whole(data(pdf({"/Title": "T"}, ("open",), password="")), "", ADDRESS)
    assert page is not None
    assert (page.facts.title, page.text) == ("T", "open")


def test_what_cannot_be_opened_is_said() -> None:
    locked = data(pdf({"/Title": "T"}, ("x",), password=LOCK))
    for body in (locked, b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + b"\0" * 41_000_000):
        page = read_page(body, "application/pdf", ADDRESS)
        assert page is not None
        assert page.signs == ("unreadable",)
        assert page.text_length == 0


def test_a_file_cut_off_or_spoiled_anywhere_raises_nothing() -> None:
    whole = data(pdf({"/Title": "T", "/CreationDate": "soon"}, ("text",), pages=2))
    for cut in range(0, len(whole), 61):
        assert read_page(whole[: max(cut, 8)], "application/pdf", ADDRESS) is not None
        spoiled = whole[:cut] + b"\xff<<" + whole[cut + 3 :]
        assert read_page(b"%PDF-1.7\n" + spoiled, "application/pdf", ADDRESS) is not None
