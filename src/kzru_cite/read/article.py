"""Read an article from pandoc's trees, with the exact place of each claim and citation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite.errors import UsageError
from kzru_cite.model.article import (
    Article,
    BrokenClaim,
    Citation,
    Claim,
    Fact,
    Paragraph,
    Section,
    UnprovenPlaces,
    UnreadableText,
)
from kzru_cite.model.place import Location, SourceText
from kzru_cite.read.attributes import AttributeBlock, fenced_end, span_start
from kzru_cite.read.items import (
    Attributes,
    Cited,
    Claimed,
    Comment,
    Heading,
    Mark,
    Node,
    Stated,
    Words,
)
from kzru_cite.read.places import Finder
from kzru_cite.read.probes import Kind, Probe, Probed
from kzru_cite.read.refusal import read_refusal
from kzru_cite.read.sentences import RUNNING, sentences
from kzru_cite.read.tree import language, nocite, walk


class Parsed(Struct, frozen=True, kw_only=True):
    """
    A file with probes, and pandoc's tree of it.

    *proven* tells whether the tree holds the probes and equals the true one without them.
    *refused* is pandoc's message when it could not read the file; the tree is then empty.
    """

    source: SourceText
    probed: Probed
    tree: Node
    proven: bool = True
    refused: str = ""


class Reading(Struct, frozen=True, kw_only=True):
    """The article, and for each file the offsets of the words of kzru-cite comments in it."""

    article: Article
    comments: tuple[tuple[SourceText, tuple[int, ...]], ...]


class _Draft(Struct):
    """Collect an article while its files are walked."""

    language: str = ""
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    nocite: set[str] = field(default_factory=set)
    broken: list[BrokenClaim] = field(default_factory=list)
    unreadable: list[UnreadableText] = field(default_factory=list)
    unproven: list[UnprovenPlaces] = field(default_factory=list)


def read_article(files: Sequence[Parsed]) -> Reading:
    """
    Walk the files in order; the first one that names a language decides.

    Raises UsageError for a file that is nested too deeply.
    """
    draft = _Draft()
    comments = []
    for file in files:
        walker = _Walker(file, draft)
        with nesting(file.source.path):
            walker.run()
        comments.append((file.source, tuple(sorted(walker.comments))))
    return Reading(article=_finished(draft), comments=tuple(comments))


@contextmanager
def nesting(path: str) -> Iterator[None]:
    """Turn nesting that is too deep for Python into a UsageError, which names the file."""
    try:
        yield
    except RecursionError as cause:
        raise UsageError(
            f"{path} is nested too deeply to be read",
            hint="look in it for divs, lists or quotations within one another, hundreds deep",
        ) from cause


def _finished(draft: _Draft) -> Article:
    by_claim: dict[int, list[Citation]] = {}
    for citation in draft.citations:
        if citation.claim is not None:
            by_claim.setdefault(citation.claim, []).append(citation)
    claims = tuple(
        replace(claim, citations=tuple(by_claim.get(index, ())))
        for index, claim in enumerate(draft.claims)
    )
    return Article(
        language=draft.language,
        sections=tuple(draft.sections),
        paragraphs=tuple(draft.paragraphs),
        claims=claims,
        citations=tuple(draft.citations),
        facts=tuple(draft.facts),
        nocite=frozenset(draft.nocite),
        broken=tuple(draft.broken),
        unreadable=tuple(draft.unreadable),
        unproven=tuple(draft.unproven),
    )


class _Walker:
    """Turn the items of one file into parts of the article."""

    def __init__(self, file: Parsed, draft: _Draft) -> None:
        self._file = file
        self._source = file.source
        self._draft = draft
        self._finder = Finder(file.source)
        self._index: dict[str | Mark, int] = {}
        self._seen: set[str] = set()
        self._used: set[int] = set()
        self._searched: list[str] = []
        self._claimed = {
            probe.block.start
            for probe in file.probed.probes.values()
            if probe.kind is Kind.CLAIM and probe.block
        }
        self.comments: list[int] = []

    def run(self) -> None:
        draft, tree = self._draft, self._file.tree
        draft.language = draft.language or language(tree)
        unprinted = nocite(tree)
        draft.nocite |= {self._word(key) for key in unprinted}
        if "*" in unprinted:
            # That star is no citation: one in the text stands behind it.
            self._finder.citation("*")
        if not draft.sections:
            draft.sections.append(Section(title="", level=0, place=self._source.locate(0, 0)))
        for item in walk(tree):
            match item:
                case Heading():
                    self._heading(item)
                case Words():
                    self._words(item)
                case Claimed():
                    self._claim(item.mark, self._word(item.text))
                case Stated():
                    self._stated(item)
                case Cited():
                    self._cited(item)
                case Comment():
                    self._comment(item)
                case Attributes():
                    self._look_for_broken(item.text)
                case _:
                    assert_never(item)
        if self._file.refused:
            draft.unreadable.append(read_refusal(self._source, self._file.refused))
        if self._searched or not self._file.proven:
            lost = tuple(dict.fromkeys(self._searched))
            draft.unproven.append(UnprovenPlaces(place=self._source.locate(0, 0), lost=lost))

    @property
    def _section(self) -> int:
        return len(self._draft.sections) - 1

    def _word(self, token: str) -> str:
        return self._file.probed.restore(token)

    def _probe(self, kind: Kind, token: str, word: str) -> Probe | None:
        """Return what *token* stands for; in the true tree, the next probe for *word*."""
        probes = self._file.probed.probes
        if self._file.proven:
            return probes.get(token)
        for probe in probes.values():
            if (probe.kind, probe.word) == (kind, word) and probe.start not in self._used:
                self._used.add(probe.start)
                return probe
        return None

    def _heading(self, item: Heading) -> None:
        self._look_for_broken(item.prose)
        title = self._word(item.text)
        place = self._finder.heading(title)
        self._draft.sections.append(
            Section(title=title, level=item.level, place=place, id=self._word(item.id))
        )

    def _words(self, item: Words) -> None:
        self._look_for_broken(item.prose)
        text = self._word(item.text)
        for stretch in item.stretches:
            self._claim(stretch.mark, text[stretch.start : stretch.end])
        if not text:
            return
        running = item.setting in RUNNING
        covered = [(stretch.start, stretch.end) for stretch in item.stretches]
        paragraph = Paragraph(
            text=text,
            place=self._finder.paragraph(text) if running else self._finder.aside(text),
            setting=item.setting,
            section=self._section,
            sentences=sentences(text, item.setting, self._draft.language, covered),
            cited=item.cited,
        )
        self._draft.paragraphs.append(paragraph)

    def _look_for_broken(self, text: str) -> None:
        """Find marks of claims and facts that pandoc left standing as text, or that mark none."""
        for probe in self._file.probed.found(text):
            if self._is_mark(probe) and probe.start not in self._used:
                # The identifier that pandoc makes of a heading repeats its words.
                self._used.add(probe.start)
                block = probe.block
                start = block.start if block else probe.start
                word = probe.word if probe.kind is Kind.CLAIM else f"fact={probe.word}"
                self._draft.broken.append(
                    BrokenClaim(text=word, place=self._source.locate(start, probe.end))
                )

    def _is_mark(self, probe: Probe) -> bool:
        # A claim that names a fact is one mark, not two.
        claimed = probe.block and probe.block.start in self._claimed
        return probe.kind is Kind.CLAIM or (probe.kind is Kind.FACT and not claimed)

    def _claim(self, mark: Mark, words: str) -> int:
        # A note that is referred to twice stands twice in the tree, with the same probes.
        name = self._token(mark) or mark
        if name in self._index:
            index = self._index[name]
            claim = self._draft.claims[index]
            if mark.block:
                joined = f"{claim.text} {words}".strip()
                self._draft.claims[index] = replace(claim, text=joined)
            return index
        self._index[name] = len(self._draft.claims)
        self._draft.claims.append(self._new_claim(mark, words.strip()))
        return self._index[name]

    def _token(self, mark: Mark) -> str:
        """Return the probe that the mark carries, or ''."""
        probes = self._file.probed.probes
        return next((name for name in (mark.id, *mark.classes) if name in probes), "")

    def _new_claim(self, mark: Mark, words: str) -> Claim:
        probe = self._probe(Kind.CLAIM, self._token(mark), mark.id or "claim")
        if probe is None or probe.block is None:
            return self._placeless(mark, words)
        block = probe.block
        start, end = self._bounds(block, block=mark.block)
        return Claim(
            id=probe.word if mark.id else "",
            text=words,
            place=self._source.locate(start, end),
            head=self._source.locate(*block.head),
            section=self._section,
            start=start,
            end=end,
            attributes={name: self._word(value) for name, value in mark.attributes},
            places=self._value_places(block),
        )

    def _placeless(self, mark: Mark, words: str) -> Claim:
        place = self._finder.element()
        start = self._source.offset(place.line, place.column)
        return Claim(
            id=self._word(mark.id),
            text=words,
            place=place,
            head=place,
            section=self._section,
            start=start,
            end=start,
            attributes={name: self._word(value) for name, value in mark.attributes},
        )

    def _bounds(self, attributes: AttributeBlock, *, block: bool) -> tuple[int, int]:
        text = self._source.text
        if not block:
            return span_start(text, attributes.start), attributes.end
        start = text.rfind("\n", 0, attributes.start) + 1
        return start, fenced_end(text, attributes.start)

    def _value_places(self, block: AttributeBlock) -> dict[str, Location]:
        return {name: self._source.locate(*span) for name, span in block.values.items()}

    def _stated(self, item: Stated) -> None:
        if item.name in self._seen:
            # A note that is referred to twice stands twice in the tree.
            return
        probe = self._probe(Kind.FACT, item.name, item.name)
        if item.name in self._file.probed.probes:
            self._seen.add(item.name)
        text = self._word(item.text)
        if probe and probe.block:
            start, end = self._bounds(probe.block, block=item.block)
            place = self._source.locate(start, end)
        else:
            place = self._finder.aside(text)
        name = self._word(item.name)
        self._draft.facts.append(Fact(name=name, text=text, place=place, section=self._section))

    def _cited(self, item: Cited) -> None:
        if item.key in self._seen:
            return
        probe = self._probe(Kind.CITATION, item.key, item.key)
        claim = [self._claim(mark, "") for mark in item.marks][-1] if item.marks else None
        if item.key in self._file.probed.probes:
            self._seen.add(item.key)
        else:
            self._searched.append(item.key)
        self._draft.citations.append(
            Citation(
                key=probe.word if probe else item.key,
                place=self._cited_at(probe) if probe else self._finder.citation(item.key),
                section=self._section,
                claim=claim,
                suffix=self._word(item.suffix),
                in_note=item.in_note,
            )
        )

    def _cited_at(self, probe: Probe) -> Location:
        at = self._source.text.rfind("@", 0, probe.start)
        return self._source.locate(at, probe.end)

    def _comment(self, item: Comment) -> None:
        if not self._file.proven:
            self.comments += self._finder.comment(item.text)
        self.comments += [
            probe.start
            for probe in self._file.probed.found(item.text)
            if probe.kind is Kind.COMMENT
        ]
