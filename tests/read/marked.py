"""Read texts in which the places to be found are marked by signs, and articles made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.article import Article
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.place import SourceText
from kzru_cite.pandoc import Pandoc

CITATION, CLAIM, END = "◆", "◇", "◈"
_SIGNS = CITATION + CLAIM + END
_TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text without the signs, and the lines and columns at which each sign stood."""

    text: str
    citations: tuple[tuple[int, int], ...]
    claims: tuple[tuple[int, int], ...]
    ends: tuple[tuple[int, int], ...]


def take_signs(text: str) -> Marked:
    places: dict[str, list[tuple[int, int]]] = {sign: [] for sign in _SIGNS}
    line, column = 1, 1
    for character in text:
        if character in places:
            places[character].append((line, column))
            continue
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    plain = "".join(character for character in text if character not in places)
    return Marked(
        text=plain,
        citations=tuple(places[CITATION]),
        claims=tuple(places[CLAIM]),
        ends=tuple(places[END]),
    )


def dossier_of(
    folder: Path, pandoc: Pandoc, *texts: str, bib: str = "", printed: bool = False
) -> Dossier:
    """Read a project whose articles hold *texts*, in this order."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = 'article = ["*.md"]\nbibliography = ["*.bib"]\n'
    (folder / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    (folder / "references.bib").write_text(bib, encoding="utf-8")
    for number, text in enumerate(texts):
        (folder / f"part{number}.md").write_bytes(text.encode())
    return load(start(folder, pandoc), _TODAY, printed=printed).dossier


def article_of(folder: Path, pandoc: Pandoc, *texts: str) -> Article:
    return dossier_of(folder, pandoc, *texts).article


def cited(article: Article, source: SourceText) -> list[tuple[int, int, str]]:
    """Return line and column of each citation and the words that stand there, by place."""
    return sorted(
        (
            one.place.line,
            one.place.column,
            source.text[
                source.offset(one.place.line, one.place.column) : source.offset(
                    one.place.end_line, one.place.end_column
                )
            ],
        )
        for one in article.citations
    )
