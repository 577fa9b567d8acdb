"""Manuscripts of others are built in all editions, and no citation is lost on the way."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import papers
import pytest
from pypdf import PdfReader

from kzru_cite import app
from kzru_cite.edition import EDITIONS
from kzru_cite.loaded import load
from kzru_cite.loading import start

# The collection lies beside the project, and is no part of it.
FOLDER = Path(__file__).parents[3] / "shared" / "corpus" / "manuscripts"
MANUSCRIPTS = sorted(path for path in FOLDER.glob("*") if path.is_dir())
DOT = Path(__file__).parent / "sample" / "text" / "figures" / "dot.png"
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)")
LINK = re.compile(r'<a\s[^>]*href="[^"]*#ref-[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
# Word takes 40 letters for the name of a place; pandoc writes a sum in place of longer ones.
ENTRY = re.compile(r"ref-.*|X[0-9a-f]{39}")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# What can be chosen for the paper: with footnotes or numbers, for readers on paper.
CHOICES = {
    "notes": 'csl = "chicago-notes"\n[pdf]\nlinks = "addresses"\nstandard = "a-3a"\n',
    "numbers": 'csl = "gost"\n[pdf]\nlinks = "qr"\n',
}


def _project(manuscript: Path, home: Path, chosen: str = "") -> Path:
    """Copy a manuscript; a dot stands for each of its images, which the collection lacks."""
    paper = home / "paper"
    shutil.copytree(manuscript, paper)
    (text,) = [path for path in paper.iterdir() if path.suffix in {".md", ".Rmd"}]
    for name in IMAGE.findall(text.read_text(encoding="utf-8")):
        place = (paper / name).resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DOT, place)
    settings = (
        f'article = ["paper/{text.name}"]\nbibliography = ["paper/*.bib"]\ntoday = "2026-11-23"\n'
    )
    settings += chosen
    (home / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    return home


def _squeezed(text: str) -> str:
    # A paper breaks words where a line ends, and sets some letters as one.
    for joined, apart in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(joined, apart)
    return re.sub(r"[\s\u00ad\u2010\\*-]+", "", text)


def _links(text: str) -> Counter[str]:
    """Count the words of links to entries of the bibliography."""
    shown = (unescape(re.sub(r"<[^>]+>", "", inner)) for inner in LINK.findall(text))
    return Counter(_squeezed(words) for words in shown)


def _in_document(content: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    with ZipFile(BytesIO(content)) as opened:
        for name in ("word/document.xml", "word/footnotes.xml"):
            tree = ET.fromstring(opened.read(name))  # noqa: S314  the file is our own
            for link in tree.iter(f"{WORD}hyperlink"):
                if ENTRY.fullmatch(link.get(f"{WORD}anchor", "")):
                    found[_squeezed("".join(link.itertext()))] += 1
    return found


def _in_book(content: bytes) -> Counter[str]:
    with ZipFile(BytesIO(content)) as opened:
        texts = [opened.read(name).decode() for name in opened.namelist() if "/text/ch" in name]
    return _links("".join(texts))


def _in_journal(content: bytes) -> Counter[str]:
    tree = ET.fromstring(content)  # noqa: S314  the file is our own
    links = tree.iterfind(".//xref[@ref-type='bibr']")
    return Counter(_squeezed("".join(link.itertext())) for link in links)


@pytest.mark.skipif(not MANUSCRIPTS, reason="the collection of manuscripts is not here")
@pytest.mark.parametrize("manuscript", MANUSCRIPTS, ids=lambda path: path.name)
def test_no_citation_is_lost(manuscript: Path, tmp_path: Path) -> None:
    project = _project(manuscript, tmp_path / "project")
    names = tuple(edition.name for edition in EDITIONS)
    done = app.build(start(project), app.Call(), names, None)
    content = {path.name: path.read_bytes() for path in done.files}
    assert [edition.filename for edition in EDITIONS] == list(content)

    loaded = load(start(project), done.report.today)
    known = loaded.dossier.bibliography.by_key()
    written = [cited for cited in loaded.dossier.article.citations if cited.key in known]
    shown = _links(content["article.html"].decode())
    assert len(written) == shown.total()
    assert shown == _in_book(content["article.epub"])
    assert shown == _in_document(content["article.docx"])
    assert shown == _in_journal(content["article.xml"])
    paper = "".join(
        page.extract_text() for page in PdfReader(BytesIO(content["article.pdf"])).pages
    )
    for text in (paper, content["article.md"].decode()):
        squeezed = _squeezed(text)
        assert [] == [words for words, times in shown.items() if squeezed.count(words) < times]
    entries = ET.fromstring(content["article.xml"]).findall(".//ref")  # noqa: S314  our own
    # A colon has a meaning of its own in XML.
    keys = {cited.key.replace(":", "U003A") for cited in written}
    assert {f"ref-{key}" for key in keys} <= {entry.get("id") for entry in entries}


def _times(words: str, sheets: list[str]) -> int:
    """Count words on pages; a long note begins at the foot of one, and ends on that of the next."""
    bodies = [re.sub(r"\d+/\d+$", "", sheet) for sheet in sheets]
    over = sum(
        before.endswith(words[:cut]) and words[cut:] in after
        for before, after in pairwise(bodies)
        for cut in range(1, len(words))
    )
    return "".join(sheets).count(words) + over


@pytest.mark.tools
@pytest.mark.skipif(not MANUSCRIPTS, reason="the collection of manuscripts is not here")
@pytest.mark.parametrize("chosen", CHOICES)
@pytest.mark.parametrize("manuscript", MANUSCRIPTS, ids=lambda path: path.name)
def test_no_citation_is_lost_on_paper_whatever_is_chosen(
    manuscript: Path, chosen: str, tmp_path: Path
) -> None:
    project = _project(manuscript, tmp_path / "project", CHOICES[chosen])
    done = app.build(start(project), app.Call(), ("html", "pdf"), None)
    page, paper = (path.read_bytes() for path in done.files)
    shown = _links(page.decode())
    sheets = [_squeezed(text) for text in papers.pages(paper, tmp_path)]
    found = {words: _times(words, sheets) for words in shown}
    assert [] == [words for words, times in shown.items() if found[words] < times]
    with papers.opened(paper) as opened:
        notes = [kind for kind, _ in papers.tags(opened)].count("/Note")
        inside = {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}
    assert notes == page.decode().count('id="edition-fnref-')
    if chosen == "notes":
        sources = {path.name: path.read_bytes() for path in manuscript.glob("*.bib")}
        assert sources.items() <= inside.items()
