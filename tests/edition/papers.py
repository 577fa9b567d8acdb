"""Read PDF files for the tests: their tags, their text, and the codes printed on them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import zxingcpp
from edition_samples import require


def opened(content: bytes) -> pikepdf.Pdf:
    """Open a file that is held in memory."""
    return pikepdf.open(BytesIO(content))


def tags(paper: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Return the elements of the structure with their kinds, in reading order."""
    return list(_tags(paper.Root.StructTreeRoot["/K"]))


def _tags(element: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  a node of the file
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from _tags(child)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element["/S"]), element
        yield from _tags(element.get("/K"))


def standards(paper: pikepdf.Pdf) -> tuple[str, ...]:
    """Return part and level of PDF/A, and the part of PDF/UA, that the file names."""
    with paper.open_metadata() as told:
        names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
        return tuple(str(told[name]) for name in names)


def bookmarks(paper: pikepdf.Pdf) -> list[str]:
    """Return the titles of the first level of the outline."""
    with paper.open_outline() as outline:
        return [item.title for item in outline.root]


def addresses(paper: pikepdf.Pdf) -> set[str]:
    """Return where the links of the file lead on the web."""
    notes = (note for page in paper.pages for note in page.get("/Annots", pikepdf.Array()))
    return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


def pages(content: bytes, folder: Path, *arguments: str) -> list[str]:
    """Return the text of each page as pdftotext reads it."""
    place = _place(content, folder)
    command = [_program("pdftotext"), *arguments, str(place), "-"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return done.stdout.split("\f")[:-1]


def spoken(content: bytes, folder: Path) -> str:
    """Return the text in the order in which it is read aloud, that of the structure."""
    command = [_program("pdfinfo"), "-struct-text", str(_place(content, folder))]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return "".join(re.findall(r'^\s*"(.*)"$', done.stdout, re.MULTILINE))


def codes(content: bytes, folder: Path) -> list[str]:
    """Return what the QR codes of all pages say, as a reader of codes sees the pages."""
    place = _place(content, folder)
    command = [_program("pdftoppm"), "-gray", "-r", "200", str(place), str(folder / "page")]
    subprocess.run(command, capture_output=True, check=True)
    found = []
    for picture in sorted(folder.glob("page*.pgm")):
        _, size, _, dots = picture.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        view = memoryview(dots).cast("B", (height, width))
        found += [code.text for code in zxingcpp.read_barcodes(view)]
    return found


def _place(content: bytes, folder: Path) -> Path:
    place = folder / "article.pdf"
    place.write_bytes(content)
    return place


def _program(name: str) -> str:
    program = shutil.which(name)
    require(program, f"{name} (poppler-utils)")
    return str(program)
