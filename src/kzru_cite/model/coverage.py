"""Count how much of each section its claims cover."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kzru_cite.model.article import Article, Section


class Covered(Struct, frozen=True, kw_only=True):
    """A section, the number of its sentences, and how many of them lie in a claim."""

    section: Section
    sentences: int
    covered: int


def coverage(article: Article) -> Iterator[Covered]:
    """Yield each section that has sentences, in reading order."""
    for index, section in enumerate(article.sections):
        sentences = [
            sentence
            for paragraph in article.paragraphs
            if paragraph.section == index
            for sentence in paragraph.sentences
        ]
        if sentences:
            covered = sum(sentence.covered for sentence in sentences)
            yield Covered(section=section, sentences=len(sentences), covered=covered)
