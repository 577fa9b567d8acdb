"""Read an article of a wiki: its references, and its text with marks in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from msgspec.structs import replace

from kzru_cite.convert import wiki_free, wiki_short
from kzru_cite.convert.cs1_fields import is_citation
from kzru_cite.convert.entry import Entry, Loss, excerpt, ordered
from kzru_cite.convert.marks import TOKEN, VOID, Cited, Mark, token, without_private
from kzru_cite.convert.page import Counts, Page
from kzru_cite.convert.wiki_alone import alone, one_line
from kzru_cite.convert.wiki_drafts import Draft, Note, Target
from kzru_cite.convert.wiki_notes import caption_of, content_of, name_of, smoothed, source_of
from kzru_cite.convert.wiki_sources import Sources
from kzru_cite.convert.wiki_templates import (
    BOXES,
    DROPPED,
    KEPT,
    LAYOUT,
    LISTS,
    MARGINS,
    NEEDS,
    NOTES,
    QUOTES,
    VERIFY,
    english,
    is_state,
)
from kzru_cite.convert.wiki_words import inline, is_page, is_picture, plain
from kzru_cite.convert.wikicode import (
    Call,
    Element,
    Nodes,
    PageLink,
    Piece,
    Remark,
    WebLink,
    Words,
    take_apart,
    walk,
)
from kzru_cite.errors import UsageError
from kzru_cite.model.place import SourceText

# Notes that stand within notes, and are used often, make a text many times as long.
_MOST = 1_000_000
# Pandoc takes twice as long for each table within another.
_MOST_TABLES = 3
_HALVES = (
    ("a note", r"</?ref\b.*"),
    ("a template", r"\{\{.*|\}\}"),
    ("a table", r"\{\|.*"),
)


def read_page(source: SourceText) -> Page:
    """Read a whole article; what is not carried over is told, with its line."""
    reader = _Reader(replace(source, text=without_private(source.text)))
    return reader.read()


class _Reader:
    """Walk through a page once; named notes are read where they are first used."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._nodes = take_apart(source.text)
        self._sources = Sources(self._lose, self._line)
        self._marks: list[Draft] = []
        self._losses: list[Loss] = []
        self._categories: list[str] = []
        self._links = self._free_notes = 0
        self._language = ""
        self._named: dict[tuple[str, str], Piece] = {}
        # The first of each name, whatever its group.
        self._grouped: dict[str, tuple[str, str]] = {}
        self._ready: dict[tuple[str, str], Note] = {}
        self._open: set[tuple[str, str]] = set()
        self._depth = 0
        # Whether the note that is read has no template for its source; and the end of the last
        # citation template, with the number of its source.
        self._free_note = False
        self._last = (-1, -1)
        # Marks that were taken into that of the note around them.
        self._back: set[int] = set()
        self._room = _MOST + 4 * len(source.text)

    def read(self) -> Page:
        self._find_names()
        text = self._render(self._nodes)
        self._read_unused()
        marks, entries = self._settled(text)
        self._sum_up()
        counts = Counts(
            marks=sum(mark.refers for mark in marks),
            templates=self._sources.templates,
            free=self._free_notes,
            same=self._sources.same,
        )
        return Page(
            text=smoothed(text),
            marks=marks,
            entries=entries,
            losses=ordered(self._losses),
            counts=counts,
            language=self._language,
        )

    def _settled(self, text: str) -> tuple[tuple[Mark, ...], tuple[Entry, ...]]:
        """Find what each mark cites; what was taken back, and stands nowhere, refers no more."""
        there = {int(found[1]) for found in TOKEN.finditer(text)}
        for number in self._back - there:
            self._marks[number] = Draft(line=self._marks[number].line, refers=False)
        settled = [
            replace(draft, targets=tuple(self._named_source(one, draft) for one in draft.targets))
            for draft in self._marks
        ]
        entries = self._sources.entries()
        keys = [entry.key for entry in entries]
        return tuple(self._mark(draft, keys) for draft in settled), entries

    def _named_source(self, target: Target, draft: Draft) -> Target:
        if target.free is None:
            return target
        settled = self._sources.settle(target, target.free, draft.line)
        what = f"{target.words!r} was taken for the source in line "
        what += str(self._sources.line(settled.source))
        if self._sources.is_free(settled.source):
            what = f"a reference in free words, kept whole in 'howpublished': {target.words}"
        self._losses.append(Loss(line=draft.line, what=what))
        return settled

    def _sum_up(self) -> None:
        """Tell in a line each what was left out all over the page."""
        shown = ", ".join(f"{n} ×{count}" for n, count in sorted(self._sources.shown.items()))
        for what in (
            f"parameters that only say how a template looks: {shown}" if shown else "",
            f"categories and other languages: {', '.join(self._categories)}"
            if self._categories
            else "",
            f"{self._links} links to pages of the wiki: their words stay" if self._links else "",
        ):
            if what:
                self._losses.append(Loss(line=0, what=what))

    # Names and keys.

    def _find_names(self) -> None:
        """Find what each name of a note stands for: the first note of that name with content."""
        for node in walk(self._nodes):
            key = name_of(node)
            if not key or not key[1] or not content_of(node):
                continue
            first = self._named.setdefault(key, node)
            self._grouped.setdefault(key[1], key)
            if first is not node and source_of(first) != source_of(node):
                what = f"a second note of the name {key[1]!r}, which was kept apart"
                self._lose(node.start, what)

    def _read_unused(self) -> None:
        """Read the notes that are defined and never used: their sources are listed all the same."""
        for key, node in self._named.items():
            if key not in self._ready:
                self._lose(node.start, f"the note {key[1]!r} is defined and used nowhere")
                note = self._define(key, content_of(node), node.start)
                self._add(
                    Draft(
                        line=self._line(node.start), targets=note.targets, listed=True, refers=False
                    )
                )

    def _mark(self, draft: Draft, keys: list[str]) -> Mark:
        """Put keys into a mark; what names no source says that one is needed."""
        cited: list[Cited] = []
        needs = draft.needs
        for target in draft.targets:
            number = target.source if target.source >= 0 else self._sources.anchored(target.anchor)
            if number >= 0:
                cited.append(replace(target.cited, key=keys[number]))
            else:
                needs = needs or "citation"
                what = f"no source has the authors and year of {target.words!r}"
                self._losses.append(Loss(line=draft.line, what=what))
        return Mark(line=draft.line, cited=tuple(cited), needs=needs, locator=draft.locator,
                    note=draft.note, listed=draft.listed, refers=draft.refers)  # fmt: skip

    # Where things are, and what is lost.

    def _line(self, start: int) -> int:
        return self._source.locate(start, start).line

    def _lose(self, start: int, what: str) -> None:
        self._losses.append(Loss(line=self._line(start), what=what))

    def _add(self, draft: Draft) -> str:
        self._marks.append(draft)
        return token(len(self._marks) - 1)

    def _place(self, start: int, *targets: Target, listed: bool = False) -> str:
        return self._add(Draft(line=self._line(start), targets=targets, listed=listed))

    # The text.

    def _render(self, nodes: Nodes) -> str:
        return "".join(self._rendered(node) for node in nodes)

    def _rendered(self, node: Piece) -> str:
        match node:
            case Words():
                return self._words(node)
            case Remark():
                self._lose(node.start, f"a remark: {excerpt(node.source)}")
                return ""
            case WebLink():
                shown = node.inner
                return node.source if shown is None else f"[{node.url} {self._render(shown)}]"
            case PageLink():
                return self._page_link(node)
            case Element():
                return self._element(node)
            case Call():
                return self._call(node)
            case _:
                assert_never(node)

    def _words(self, words: Words) -> str:
        """Return words as they stand; what looks like the half of something is told."""
        for what, form in _HALVES:
            half = re.search(form, words.source, re.IGNORECASE)
            if half:
                start = words.start + half.start()
                self._lose(start, f"{what} without its other half: {excerpt(half[0])}")
        # What is never closed would swallow the rest.
        safe = re.sub(r"<(?=/?ref\b)", "&lt;", words.source, flags=re.IGNORECASE)
        return safe.replace("{|", "&#123;|")

    def _page_link(self, link: PageLink) -> str:
        if is_page(link):
            self._links += 1
            return self._render(link.inner) if link.inner else link.target.lstrip(":")
        if not is_picture(link):
            self._categories.append(link.target)
            return VOID
        # The last part is the caption; its words stay, with what they refer to.
        aside, shown = caption_of(link.inner)
        caption = (self._render(shown) + self._only_marks(aside)).strip()
        self._lose(link.start, f"a picture; its caption stays as text: {excerpt(link.source)}")
        if not re.search(r"\w{3,} \w", TOKEN.sub("", caption)):
            return VOID + "".join(found[0] for found in TOKEN.finditer(caption))
        return f"\n\n{caption}\n\n{VOID}" if self._depth == 0 else f" {caption} "

    def _element(self, node: Element) -> str:
        if node.name == "ref":
            return self._note(node)
        if node.name == "references":
            return VOID
        if node.name in DROPPED:
            self._lose(node.start, f"not carried over: {excerpt(node.source)}")
            return VOID + self._only_marks(node.inner or ())
        if node.inner is None or node.name in KEPT:
            return node.source
        if node.name == "table" and self._depth >= _MOST_TABLES:
            self._lose(node.start, f"a table within tables: {excerpt(node.source)}")
            return VOID + self._only_marks(node.inner)
        self._depth += node.name == "table"
        inner = self._render(node.inner)
        self._depth -= node.name == "table"
        return f"{node.opening}{inner}{node.closing}"

    def _only_marks(self, nodes: Nodes) -> str:
        """Render what is dropped for the references in it."""
        return "".join(found[0] for found in TOKEN.finditer(self._render(nodes)))

    def _call(self, call: Call) -> str:
        name = call.name
        if is_citation(name):
            target = self._sources.take(call)
            self._last = (call.start + len(call.source), target.source)
            return self._place(call.start, target, listed=True)
        if wiki_short.is_short(name):
            return self._place(call.start, *self._shorts(call))
        if name == "#tag:ref" or name in NOTES:
            return self._note(call)
        if name == "r":
            return "".join(self._reuses(call))
        if name == "rp":
            where = wiki_short.located(
                plain(call.get("1", "p", "page")),
                plain(call.get("pp", "pages")),
                plain(call.get("at", "loc")),
            )
            return self._add(Draft(line=self._line(call.start), locator=where, refers=False))
        if name in NEEDS:
            return self._need(call)
        if name in QUOTES:
            return self._quote(call)
        if name.startswith(BOXES):
            return self._box(call)
        words = inline(call, self._render)
        return self._dropped(call) if words is None else words

    def _need(self, call: Call) -> str:
        words = self._render(call.get("1")) if call.name.endswith("span") else ""
        if call.name in VERIFY:
            self._lose(call.start, f"a request, kept as needs=citation: {excerpt(call.source)}")
        line = self._line(call.start)
        return words + self._add(Draft(line=line, needs=NEEDS[call.name], refers=False))

    def _quote(self, call: Call) -> str:
        text = self._render(call.get("text", "quote", "1")).strip()
        by = [self._render(call.get(*names)).strip() for names in
              (("author", "sign", "2"), ("source", "title", "3"))]  # fmt: skip
        ends = "".join(f"\n\n— {one}" for one in by if one)
        if self._open:
            return f" “{text}”{' — '.join(['', *filter(None, by)])}"
        return f"<blockquote>\n{text}{ends}\n</blockquote>"

    def _box(self, call: Call) -> str:
        """Make a table of a box of facts; what only lays it out is left out, and told."""
        rows: list[str] = []
        left: list[str] = []
        self._depth += 1
        for parameter in call.parameters:
            if LAYOUT.fullmatch(parameter.name):
                left.append(parameter.name)
                rows += [
                    f"|-\n| \n| {found}" for found in [self._only_marks(parameter.value)] if found
                ]
                continue
            text = self._render(parameter.value).strip()
            if text.replace(VOID, "").strip():
                rows.append(f"|-\n| {parameter.name.replace('_', ' ')}\n|\n{text}")
        self._depth -= 1
        deep = self._depth >= _MOST_TABLES
        kept = "within tables, left out" if deep else "kept as a table"
        self._lose(call.start, f"a box {kept}: {call.name!r}")
        if left:
            self._lose(call.start, f"parameters of the box that lay it out: {', '.join(left)}")
        if deep or not rows:
            return VOID + "".join(found[0] for found in TOKEN.finditer("".join(rows)))
        return "\n{|\n! \n! \n" + "\n".join(rows) + "\n|}\n"

    def _dropped(self, call: Call) -> str:
        """Leave a template out; references that it is given stay."""
        if is_state(call.name):
            self._state_of_source(call)
            return VOID
        if call.name in LISTS:
            # Notes that are defined here are read where they are used.
            return VOID
        language = english(call.name)
        self._language = self._language or language
        if not language and call.name not in MARGINS:
            self._lose(call.start, f"a template that is not known: {excerpt(call.source)}")
        inner = tuple(piece for p in call.parameters for piece in p.value)
        return VOID + self._only_marks(inner)

    def _state_of_source(self, call: Call) -> None:
        """Add what a template says of the address just before it."""
        end, number = self._last
        if 0 <= end <= call.start and not self._source.text[end : call.start].strip(" .;,\n"):
            self._sources.add_state(call, number)
        elif not self._free_note:
            self._lose(call.start, f"no address stands before it: {excerpt(call.source)}")

    # Notes.

    def _note(self, node: Element | Call) -> str:
        key = name_of(node) or ("", "")
        inner = content_of(node)
        if key in self._open:
            self._lose(node.start, f"a note that refers to itself: {key[1]!r}")
            return ""
        if key[1] and (not inner or self._named.get(key) is node):
            return self._use(key, node.start)
        if not inner:
            self._lose(node.start, "a note without words or name")
            return ""
        if key[1] and source_of(self._named[key]) == source_of(node):
            return self._use(key, node.start)
        return self._show(self._content(inner, key[0], node.start), node.start)

    def _use(self, key: tuple[str, str], start: int) -> str:
        """Refer to a note by its name."""
        if key not in self._named:
            # A name without its group is a common slip.
            other = self._grouped.get(key[1])
            if other is None:
                self._lose(start, f"the note {key[1]!r} is defined nowhere")
                return self._add(Draft(line=self._line(start), needs="citation"))
            self._lose(start, f"the note {key[1]!r} stands in another group")
            key = other
        if key in self._open:
            self._lose(start, f"a note that refers to itself: {key[1]!r}")
            return ""
        if key not in self._ready:
            node = self._named[key]
            note = self._define(key, content_of(node), node.start)
            return self._show(note, start)
        # The words quoted are those of the place where the note stands.
        bare = tuple(
            replace(target, cited=replace(target.cited, quote=""))
            for target in self._ready[key].targets
        )
        return self._show(replace(self._ready[key], targets=bare), start)

    def _define(self, key: tuple[str, str], inner: Nodes, start: int) -> Note:
        self._open.add(key)
        self._ready[key] = self._content(inner, key[0], start)
        self._open.discard(key)
        return self._ready[key]

    def _show(self, note: Note, start: int) -> str:
        self._room -= len(note.body)
        if self._room < 0:
            raise UsageError("notes within notes make the text too long", hint="look for loops")
        if note.body and self._open:
            return f" ({note.body})"
        draft = Draft(line=self._line(start), targets=note.targets, needs=note.needs,
                      note=bool(note.body))  # fmt: skip
        return f"<ref>{self._add(draft)}{note.body}</ref>" if note.body else self._add(draft)

    def _content(self, inner: Nodes, group: str, start: int) -> Note:
        """Say what a note comes to: sources alone, or words that need a footnote."""
        free, body = self._inside(inner, start)
        body, needs = self._without_needs(body)
        numbers = [int(found[1]) for found in TOKEN.finditer(body)]
        drafts = [self._marks[number] for number in numbers]
        if free or not any(draft.targets for draft in drafts):
            words = plain(inner)
            if not group and words:
                self._back |= set(numbers)
                return replace(self._free(inner, words, start), needs=needs)
            return Note(body=one_line(body.replace(VOID, "")) or "—", needs=needs)
        targets = alone(body.replace(VOID, ""), drafts)
        if targets is None:
            return Note(body=one_line(body.replace(VOID, "")), needs=needs)
        # They stand at the mark of the note.
        self._back |= set(numbers)
        return Note(targets=targets, needs=needs)

    def _inside(self, inner: Nodes, start: int) -> tuple[bool, str]:
        """Render a note; tell too whether no template in it stands for a source."""
        anonymous = ("", f"\0{start}")
        self._open.add(anonymous)
        around = self._free_note
        free = self._free_note = not any(
            isinstance(node, Call) and (is_citation(node.name) or wiki_short.is_short(node.name))
            for node in walk(inner)
        )
        body = self._render(inner)
        self._free_note = around
        self._open.discard(anonymous)
        return free, body

    def _without_needs(self, body: str) -> tuple[str, str]:
        """Take what says that something is missing out of a note: it holds for the claim."""
        needs = ""
        for found in TOKEN.finditer(body):
            draft = self._marks[int(found[1])]
            if draft.needs and not draft.refers:
                needs = needs or draft.needs
                self._back.add(int(found[1]))
                body = body.replace(found[0], "")
        return body, needs

    def _free(self, inner: Nodes, words: str, start: int) -> Note:
        source, left = wiki_free.read(inner)
        for what in left:
            self._lose(start, what)
        self._free_notes += 1
        named = wiki_free.named(words, source)
        if named:
            return Note(targets=(Target(cited=Cited(key=""), free=named, words=words),))
        number = self._sources.register(source, self._line(start))
        if self._sources.is_free(number):
            what = f"a reference in free words, kept whole in 'howpublished': {excerpt(words)}"
            self._lose(start, what)
        for node in walk(inner):
            if isinstance(node, Call) and is_state(node.name):
                self._sources.add_state(node, number)
        return Note(targets=(Target(cited=Cited(key=""), source=number),))

    def _reuses(self, call: Call) -> Iterator[str]:
        for parameter in call.parameters:
            if parameter.name.isdecimal() and plain(parameter.value):
                yield self._use((plain(call.get("group", "g")), plain(parameter.value)), call.start)
                number = parameter.name
                where = wiki_short.located(
                    plain(call.get(f"p{number}", f"page{number}", "p", "page")),
                    plain(call.get(f"pp{number}", "pp")),
                    "",
                )
                if where:
                    yield self._add(Draft(line=self._line(call.start), locator=where, refers=False))

    # Sources.

    def _shorts(self, call: Call) -> Iterator[Target]:
        for short in wiki_short.read(call, plain):
            cited = Cited(key="", locator=short.locator, in_words=short.in_words and not self._open)
            yield Target(cited=cited, anchor=short.anchor, words=short.words)
