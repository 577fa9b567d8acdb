"""The paper is set as books are: words broken by language, no lone lines, heads and numbers."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import papers
import pikepdf
import pytest
from edition_samples import SAMPLE, article, built, require

from kzru_cite.edition import build
from kzru_cite.pandoc import bundled

pytestmark = pytest.mark.tools

WORDS = {
    "en": "International organisations repeatedly criticised administrative irregularities ",
    "ru": "Международные организации многократно обсуждали и административные злоупотребления ",
    "kk": "Халықаралық ұйымдардың өкілдері мемлекеттердің ынтымақтастығын талқылады ",
}
WORD = "{http://www.w3.org/1999/xhtml}word"
LINE = "{http://www.w3.org/1999/xhtml}line"


def _paper(text: str, language: str = "en") -> bytes:
    what = article(f"---\ntitle: A title\nlang: {language}\n---\n\n{text}\n")
    (made,) = build(what, ("pdf",), bundled(), SAMPLE)
    return made.content


def _gaps(content: bytes, folder: Path, word: str) -> list[float]:
    """Return the spaces between words, in points, of the lines of a text that repeats *word*."""
    program = shutil.which("pdftotext")
    require(program, "pdftotext (poppler-utils)")
    place, shown = folder / "article.pdf", folder / "article.html"
    place.write_bytes(content)
    subprocess.run([str(program), "-bbox-layout", str(place), str(shown)], check=True)
    gaps = []
    for line in ET.parse(shown).iter(LINE):  # noqa: S314  the file is our own
        boxes = list(line.iter(WORD))
        if any(box.text == word for box in boxes):
            gaps += [
                float(right.attrib["xMin"]) - float(left.attrib["xMax"])
                for left, right in pairwise(boxes)
            ]
    return gaps


@pytest.mark.parametrize("language", WORDS)
def test_words_are_broken_and_lines_made_even_where_the_language_is_known(
    language: str, tmp_path: Path
) -> None:
    content = _paper(WORDS[language] * 20, language)
    text = "".join(papers.pages(content, tmp_path))
    gaps = _gaps(content, tmp_path, WORDS[language].split()[1])
    known = language != "kk"
    # A hyphen at the end of a line is a soft one, so that the word can be found.
    assert known == bool(re.search(r"\w\u00ad\n\w", text))
    assert known == (max(gaps) - min(gaps) > 0.5)


def test_no_line_of_a_paragraph_stands_alone_on_a_page(tmp_path: Path) -> None:
    # The words of each paragraph are its own, and say on which line of which page it stands.
    text = "\n\n".join(f"w{number:02} " * (60 + 7 * (number % 4)) for number in range(40))
    lines: Counter[tuple[str, int]] = Counter()
    for number, page in enumerate(papers.pages(_paper(text), tmp_path)):
        lines.update(
            (word, number) for line in page.splitlines() for word in set(re.findall(r"w\d\d", line))
        )
    spread = Counter(word for word, _ in lines)
    split = [word for word, times in spread.items() if times > 1]
    assert split
    assert [] == [place for place, times in lines.items() if place[0] in split and times < 2]


def test_a_heading_stays_with_what_follows(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"# Heading {number}\n\n" + "word " * (40 + 30 * (number % 5)) for number in range(30)
    )
    for page in papers.pages(_paper(text), tmp_path):
        body = [line for line in page.splitlines() if line and not re.fullmatch(r"\d+/\d+", line)]
        assert not re.match(r"Heading|References|About", body[-1])


def test_pages_have_numbers_and_from_the_second_on_running_heads(tmp_path: Path) -> None:
    text = "\n\n".join(f"# Part {number}\n\n" + "word " * 1600 for number in range(2))
    content = _paper(text)
    first, second, *_ = papers.pages(content, tmp_path, "-layout")
    assert re.search(r"1\s*/\s*\d+\s*\Z", first)
    assert re.match(r"\s*A title\s+Part 0\n", second)
    with papers.opened(content) as paper:
        heads = [
            str(step.operands[1]["/Subtype"])
            for step in pikepdf.parse_content_stream(paper.pages[1])
            if str(step.operator) == "BDC"
            and str(step.operands[0]) == "/Artifact"
            and "/Subtype" in step.operands[1]
        ]
    assert {"/Header", "/Footer"} <= set(heads)


def test_what_is_read_aloud_comes_in_the_order_of_the_text(tmp_path: Path) -> None:
    spoken = papers.spoken(built()["pdf"].content, tmp_path)
    seen = "".join(papers.pages(built()["pdf"].content, tmp_path))
    order = (
        "The steppe: Қазақ даласы",
        "Aigerim Ömirbek",
        "20 November 2026",
        "The grass is tall",
        "Contents",
        "The grass of the steppe is tall",
        "Capital",
        "Astana",
        "The word is",
        "Grass by place",
        "Қостанай",
        "Grass by height",
        "Formulas and code",
        "A deep heading",
        "The second file",
        "Archived copy: web.archive.org",
        "Each claim is compared",
        "Sources and claims were checked",
    )
    for text in (spoken, " ".join(seen.split())):
        position = 0
        for part in order:
            position = text.find(part, position)
            assert position >= 0, part


def test_long_addresses_break_in_front_of_what_divides_them(tmp_path: Path) -> None:
    address = (
        "https://archive.example.org/collection/of/papers/2022/volume_seven/page?from=12&to=19"
    )
    lines = [f"{'a' * number} <{address}>" for number in range(1, 60, 3)]
    text = "\n\n".join(["See.", *lines])
    content = _paper(text)
    seen = "".join(papers.pages(content, tmp_path))
    breaks = re.findall(
        r"(\S)\n(\S)", seen[seen.index("See") : seen.index("About this edition", 900)]
    )
    inside = [two for two in breaks if two[1] in "/?&=_." or two[0] == "/"]
    assert len(inside) > 5
    assert 20 == "".join(seen.split()).count(address)
