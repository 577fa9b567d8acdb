"""Fuzz the reader of Markdown: the scanners of the text, and the walk through pandoc's tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol

from fuzzing import Choices, Target, blocks, files, text_of

from kzru_cite.model.article import Article, Setting
from kzru_cite.model.place import Location, SourceText
from kzru_cite.read.article import Parsed, read_article
from kzru_cite.read.attributes import claim_blocks, fact_blocks, fenced_end, span_start
from kzru_cite.read.chunks import mask_chunks
from kzru_cite.read.items import Node
from kzru_cite.read.places import Finder
from kzru_cite.read.probes import Kind, Probed, probe
from kzru_cite.read.sentences import boundaries, sentences
from kzru_cite.read.suppressions import from_comments

_COMMENT = re.compile(r"<!--\s*kzru-cite:\s*(?P<word>[\w-]+)")
_LANGUAGES = ("en", "ru", "kk", "de", "zh", "")


def within(source: SourceText, place: Location) -> None:
    """Assert that a place lies in its file, and that its two ways of writing agree."""
    assert 1 <= place.line <= place.end_line <= source.text.count("\n") + 1
    start = source.offset(place.line, place.column)
    end = source.offset(place.end_line, place.end_column)
    assert 0 <= start <= end <= len(source.text)
    assert source.locate(start, end) == place


def check_markdown(data: bytes) -> None:
    """Scan a text: nothing is lost, and all that is found stands where it is said to stand."""
    text = text_of(data)
    source = SourceText(path="a.md", text=text)
    assert len(mask_chunks(text)) == len(text)
    _probes(text, probe(text))
    for block in (*claim_blocks(text), *fact_blocks(text)):
        assert 0 <= block.start <= block.head[0] <= block.head[1] <= block.end <= len(text)
        assert all(block.start < a <= b <= block.end for a, b in block.values.values())
        assert 0 <= span_start(text, block.start) <= block.start
        assert block.start <= fenced_end(text, block.start) <= len(text)
    starts = [match.start("word") for match in _COMMENT.finditer(text)]
    for allowance in from_comments(source, starts):
        within(source, allowance.place)
        if allowance.scope is not None:
            within(source, allowance.scope)
    _searched(source)
    _sentences(text)


def _probes(text: str, probed: Probed) -> None:
    assert len(probed.text) == len(text)
    assert probed.restore(probed.text) == text or '"t":"Header"' in text
    for token, one in probed.probes.items():
        assert text[one.start : one.end] == one.word
        assert probed.text[one.start : one.end] == token
        assert [one] == list(probed.found(token))


def _searched(source: SourceText) -> None:
    finder = Finder(source)
    for paragraph in source.text.split("\n\n")[:20]:
        within(source, finder.paragraph(paragraph))
        within(source, finder.heading(paragraph.partition("\n")[0]))
        within(source, finder.aside(paragraph))
    within(source, finder.citation(source.text[:9]))
    within(source, finder.element())
    for offset in finder.comment(source.text[:200]):
        assert 0 <= offset <= len(source.text)


def _sentences(text: str) -> None:
    line = " ".join(text.split())
    for language in _LANGUAGES[: 1 + len(line) % len(_LANGUAGES)]:
        last = 0
        for start, end in boundaries(line, language or "en"):
            assert last <= start <= end <= len(line)
            assert not line[last:start].strip()
            last = end
        assert not line[last:].strip()
        found = sentences(line, Setting.BODY, language, [(0, len(line))])
        assert all(one.covered and one.text for one in found)


class _Placed(Protocol):
    """Something that stands in a file."""

    @property
    def place(self) -> Location:
        """Return where."""
        ...


class _Tree:
    """Build a tree as pandoc would, out of choices and the words of a text."""

    def __init__(self, choices: Choices, probed: Probed) -> None:
        self._choices = choices
        self._words = probed.text.split() or ["word"]
        self._tokens = {
            kind: [token for token, one in probed.probes.items() if one.kind is kind]
            for kind in Kind
        }

    def document(self) -> Node:
        meta = {
            name: {"t": "MetaInlines", "c": self._inlines(2)}
            for name in ("lang", "title", "nocite", "abstract")
            if self._choices.below(4) == 1
        }
        return {"meta": meta, "blocks": self._blocks(0), "pandoc-api-version": [1, 23, 1]}

    def _blocks(self, depth: int) -> list[Node]:
        return [self._block(depth) for _ in range(self._choices.below(4 if depth else 9))]

    def _block(self, depth: int) -> Node:
        kinds = ("Para", "Plain", "Header", "LineBlock", "RawBlock", "CodeBlock", "HorizontalRule")
        deep = ("Div", "BlockQuote", "BulletList", "OrderedList", "DefinitionList", "Figure")
        chosen = kinds if depth > 6 else kinds + deep
        return self._made(chosen[self._choices.below(len(chosen))], depth)

    def _made(self, kind: str, depth: int) -> Node:
        content: object
        match kind:
            case "Para" | "Plain":
                content = self._inlines(0)
            case "Header":
                content = [1 + self._choices.below(6), self._attributes(), self._inlines(0)]
            case "LineBlock":
                content = [self._inlines(0)]
            case "RawBlock":
                content = ["html", self._comment()]
            case "CodeBlock":
                content = [self._attributes(), self._word()]
            case "HorizontalRule":
                return {"t": kind}
            case "Div":
                content = [self._attributes(), self._blocks(depth + 1)]
            case "BlockQuote":
                content = self._blocks(depth + 1)
            case "BulletList":
                content = [self._blocks(depth + 1)]
            case "OrderedList":
                content = [[1, {"t": "Decimal"}, {"t": "Period"}], [self._blocks(depth + 1)]]
            case "DefinitionList":
                content = [[self._inlines(0), [self._blocks(depth + 1)]]]
            case _:
                caption = [None, self._blocks(depth + 1)]
                content = [self._attributes(), caption, self._blocks(depth + 1)]
        return {"t": kind, "c": content}

    def _inlines(self, depth: int) -> list[Node]:
        return [self._inline(depth) for _ in range(self._choices.below(9))]

    def _inline(self, depth: int) -> Node:
        kinds = ("Str", "Str", "Space", "SoftBreak", "LineBreak", "Code", "Math", "RawInline")
        deep = ("Emph", "Quoted", "Cite", "Span", "Link", "Image", "Note")
        chosen = kinds if depth > 6 else kinds + deep
        kind = chosen[self._choices.below(len(chosen))]
        content: object
        match kind:
            case "Str":
                content = self._word()
            case "Space" | "SoftBreak" | "LineBreak":
                return {"t": kind}
            case "Code":
                content = [self._attributes(), self._word()]
            case "Math":
                content = [{"t": "InlineMath"}, self._word()]
            case "RawInline":
                content = ["html", self._comment()]
            case "Emph":
                content = self._inlines(depth + 1)
            case "Quoted":
                content = [{"t": "DoubleQuote"}, self._inlines(depth + 1)]
            case "Cite":
                content = [[self._citation(depth)], self._inlines(depth + 1)]
            case "Note":
                content = self._blocks(depth + 3)
            case "Span":
                content = [self._attributes(), self._inlines(depth + 1)]
            case _:
                content = [self._attributes(), self._inlines(depth + 1), [self._word(), ""]]
        return {"t": kind, "c": content}

    def _citation(self, depth: int) -> Node:
        modes = ("NormalCitation", "AuthorInText", "SuppressAuthor")
        return {
            "citationId": self._token(Kind.CITATION),
            "citationPrefix": self._inlines(depth + 1),
            "citationSuffix": self._inlines(depth + 1),
            "citationMode": {"t": modes[self._choices.below(3)]},
            "citationNoteNum": 1,
            "citationHash": 0,
        }

    def _attributes(self) -> list[object]:
        kind = self._choices.below(4)
        identifier = self._token(Kind.CLAIM) if kind == 1 else ""
        classes = [["claim"], [self._token(Kind.CLAIM)], [self._word()], []][kind]
        fact = self._choices.below(3) == 1
        return [identifier, classes, [["fact", self._token(Kind.FACT)]] if fact else []]

    def _comment(self) -> str:
        return f"<!-- kzru-cite: {self._token(Kind.COMMENT)} -->"

    def _token(self, kind: Kind) -> str:
        tokens = self._tokens[kind] or ["claim"]
        return tokens[self._choices.below(len(tokens))]

    def _word(self) -> str:
        return self._words[self._choices.below(len(self._words))]


def article_of(data: bytes) -> tuple[Article, SourceText]:
    """Build a tree and read an article out of it; the text is what stands before a NUL byte."""
    given, _, rest = data.partition(b"\0")
    source = SourceText(path="a.md", text=text_of(given))
    probed = probe(source.text)
    tree = _Tree(Choices(rest), probed).document()
    parsed = Parsed(source=source, probed=probed, tree=tree, proven=len(rest) % 2 == 0)
    return read_article([parsed]).article, source


def check_tree(data: bytes) -> None:
    """Read an article out of any tree that pandoc could give for a text with these probes."""
    article, source = article_of(data)
    _within(article, source)
    sections = len(article.sections)
    for claim in article.claims:
        assert 0 <= claim.start <= claim.end <= len(source.text)
        assert 0 <= claim.section < sections
    for citation in article.citations:
        assert 0 <= citation.section < sections
        assert citation.claim is None or 0 <= citation.claim < len(article.claims)
    for paragraph in article.paragraphs:
        assert 0 <= paragraph.section < sections
        assert all(one.text in paragraph.text for one in paragraph.sentences)


def _within(article: Article, source: SourceText) -> None:
    parts: tuple[Sequence[_Placed], ...] = (
        *(article.sections, article.paragraphs, article.claims, article.citations),
        *(article.facts, article.broken, article.unreadable, article.unproven),
    )
    for one in chain.from_iterable(parts):
        within(source, one.place)
    for claim in article.claims:
        within(source, claim.head)
        for place in claim.places.values():
            within(source, place)


def _markdown() -> Iterable[bytes]:
    yield from blocks("article")
    yield from files("../templates/**/*.md", "fixtures/as-found/article.md")


def trees() -> Iterable[bytes]:
    """Yield texts of articles, each with choices for a tree."""
    step = bytes(range(1, 200, 7))
    for number, text in enumerate(blocks("article")):
        if number % 6 == 0:
            yield text + b"\0" + step[number % 5 :] * 4


TARGETS = (
    Target(name="markdown", check=check_markdown, seeds=_markdown),
    Target(name="tree", check=check_tree, seeds=trees),
)
