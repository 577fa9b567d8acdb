"""Read an article of a wiki: its references, and its text with marks in their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kzru_cite.convert import cs1, wiki_free, wiki_short
from kzru_cite.convert.cs1_fields import is_citation
from kzru_cite.convert.entry import Entry, Loss, excerpt, ordered
from kzru_cite.convert.free_dates import edtf
from kzru_cite.convert.keys import base, unique
from kzru_cite.convert.marks import TOKEN, VOID, Cited, Mark, token, without_private
from kzru_cite.convert.tex import value
from kzru_cite.convert.wiki_words import inline, is_page, is_picture, plain, unknown
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
from kzru_cite.model.place import SourceText


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """
    What was counted in the wikitext, remarks left out.

    *marks* are places in the text that refer to something: notes, short references, and citation
    templates outside of notes. *templates* are citation templates; *same* of them describe what
    an earlier one does.
    """

    marks: int = 0
    templates: int = 0
    free: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    An article of a wiki as read.

    *text* is wikitext that pandoc reads, with a token for each of *marks*, by its number.
    """

    text: str
    marks: tuple[Mark, ...]
    entries: tuple[Entry, ...]
    losses: tuple[Loss, ...]
    counts: Counts
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """
    What a mark cites before keys are known: a source by number, or an anchor.

    *free* is what free words come to when the name that they begin with is that of no source.
    """

    cited: Cited
    source: int = -1
    anchor: str = ""
    words: str = ""
    free: wiki_free.Named | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    line: int
    targets: tuple[_Target, ...] = ()
    needs: str = ""
    locator: str = ""
    note: bool = False
    listed: bool = False
    refers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """What a note comes to: *targets* for a mark, or else the *body* of a footnote."""

    targets: tuple[_Target, ...] = ()
    body: str = ""


_NEEDS = {
    **dict.fromkeys(("citation needed", "cn", "fact", "cb", "source needed", "uncited"), "citation"),
    **dict.fromkeys(("citation needed span", "unreferenced inline", "unsourced inline"), "citation"),
    **dict.fromkeys(("page needed", "page number needed", "pn", "page numbers needed"), "page"),
    **dict.fromkeys(("failed verification", "not in source", "not in citation given"), "failed-verification"),
    **dict.fromkeys(("verify source", "verification needed", "request quotation", "check"), "failed-verification"),
    **dict.fromkeys(("better source", "better source needed", "unreliable source?"), "better-source"),
    **dict.fromkeys(("self-published inline", "primary source inline", "third-party inline"), "better-source"),
    **dict.fromkeys(("update inline", "update after", "obsolete source"), "update"),
}  # fmt: skip
# A note that says "verify" has not failed; the word for it is that of unfinished work.
_VERIFY = frozenset({"verify source", "verification needed", "request quotation", "check"})
_LISTS = frozenset({"reflist", "references", "refbegin", "refend", "notelist", "notelist2", "refs"})
_NOTES = frozenset({"efn", "refn", "efn-ua", "efn-lr", "note label", "nb", "cref2", "footnote"})
_QUOTES = frozenset({"quote", "blockquote", "cquote", "quotation", "bquote", "rquote", "quote box"})
_DEAD = re.compile(r"(?:permanent )?dead link|dl|broken link|404")
_SEE = re.compile(r"(?:[A-Za-z][\w.’'-]*[, ]*){1,6}:?", re.ASCII)
_PLACE = re.compile(
    r"[,;:.]?\s*\(?((?:pp?|ch|chap|chapter|sect?|section|vol|vols|no|nos|n|nn|fig|figs|book|bk|pt"
    r"|part|para|§+|fol|ff?|line|ll?)\b\.?\s[^“”\"]{0,60})\)?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\[(\d[\d–,\s-]*)\]")
_QUOTED = re.compile(r"[,:;.]?\s*[\"“„«](.{8,})[\"”“»]\s*\.?")
_LAYOUT = re.compile(
    r".*(?:image|map|flag|shield|logo|seal|coat|crest|alt|size|width|upright|pushpin|_link"
    r"|label_position|relief|caption|style|class|background|color|colour|format|zoom|module)\d*.*",
    re.IGNORECASE,
)
_ENGLISH = {"american": "en-US", "us": "en-US", "british": "en-GB", "oxford": "en-GB",
            "canadian": "en-CA", "australian": "en-AU"}  # fmt: skip
_KEPT = frozenset({"nowiki", "pre", "syntaxhighlight", "source", "math", "code", "chem"})
_DROPPED = frozenset({"gallery", "timeline", "score", "templatestyles", "imagemap", "graph",
                      "mapframe", "maplink", "script", "style"})  # fmt: skip


def read_page(source: SourceText) -> Page:
    """Read a whole article; what is not carried over is told, with its line."""
    reader = _Reader(replace(source, text=without_private(source.text)))
    return reader.read()


@dataclass(slots=True)
class _State:
    """Collect what a page holds while it is read."""

    sources: list[cs1.Source] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    known: dict[tuple[str, tuple[tuple[str, str], ...]], int] = field(default_factory=dict)
    marks: list[_Draft] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    shown: Counter[str] = field(default_factory=Counter)
    categories: list[str] = field(default_factory=list)
    links: int = 0
    templates: int = 0
    same: int = 0
    free: int = 0
    language: str = ""


class _Reader:
    """Walk through a page once; named notes are read where they are first used."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._nodes = take_apart(source.text)
        self._state = _State()
        self._named: dict[tuple[str, str], Element | Call] = {}
        self._ready: dict[tuple[str, str], _Note] = {}
        self._open: set[tuple[str, str]] = set()
        self._depth = 0
        # Whether the note that is read has no template for its source; and the end of the last
        # citation template, with the number of its source.
        self._free_note = False
        self._last = (-1, -1)

    def read(self) -> Page:
        self._find_names()
        text = self._render(self._nodes)
        self._read_unused()
        self._find_named()
        state = self._state
        keys = self._keys()
        marks = tuple(self._mark(draft, keys) for draft in state.marks)
        entries = tuple(
            Entry(key=key, kind=one.kind, fields=one.fields, line=line)
            for key, one, line in zip(keys, state.sources, state.lines, strict=True)
        )
        if state.shown:
            names = ", ".join(f"{name} ×{count}" for name, count in sorted(state.shown.items()))
            self._lose(0, f"parameters that only say how a template looks: {names}", line=0)
        if state.categories:
            self._lose(0, f"categories and other languages: {', '.join(state.categories)}", line=0)
        if state.links:
            self._lose(0, f"{state.links} links to pages of the wiki: their words stay", line=0)
        counts = Counts(
            marks=sum(draft.refers for draft in state.marks),
            templates=state.templates,
            same=state.same,
            free=state.free,
        )
        return Page(
            text=_smoothed(text),
            marks=marks,
            entries=entries,
            losses=ordered(state.losses),
            counts=counts,
            language=state.language,
        )

    # Names and keys.

    def _find_names(self) -> None:
        """Find what each name of a note stands for: the first note of that name with content."""
        for node in walk(self._nodes):
            key, inner = self._note_name(node), self._note_inner(node)
            if not key or not inner or not key[1]:
                continue
            first = self._named.setdefault(key, _as_note(node))
            if first is not node and self._note_source(first) != self._note_source(node):
                what = f"a second note of the name {key[1]!r}, which was kept apart"
                self._lose(node.start, what)

    def _note_name(self, node: Piece) -> tuple[str, str] | None:
        """Return group and name of a note; None for what is no note."""
        if isinstance(node, Element) and node.name == "ref":
            return plain(take_apart(node.get("group"))), " ".join(node.get("name").split())
        if isinstance(node, Call) and (node.name == "#tag:ref" or node.name in _NOTES):
            group = plain(node.get("group")) or ("note" if node.name in _NOTES else "")
            return group, plain(node.get("name"))
        return None

    def _note_inner(self, node: Piece) -> Nodes:
        if isinstance(node, Element):
            inner = node.inner or ()
        else:
            inner = node.get("1", "2") if isinstance(node, Call) else ()
        return inner if "".join(piece.source for piece in inner).strip() else ()

    def _note_source(self, node: Piece) -> str:
        return " ".join("".join(piece.source for piece in self._note_inner(node)).split())

    def _read_unused(self) -> None:
        """Read the notes that are defined and never used: their sources are listed all the same."""
        for key, node in self._named.items():
            if key not in self._ready:
                self._lose(node.start, f"the note {key[1]!r} is defined and used nowhere")
                note = self._define(key, self._note_inner(node), node.start)
                self._add(_Draft(line=self._line(node.start), targets=note.targets, listed=True, refers=False))

    def _find_named(self) -> None:
        """Find the sources that free words such as ``Wells, p. 6`` name."""
        marks = self._state.marks
        for at, draft in enumerate(marks):
            targets = tuple(self._settled(target, draft.line) for target in draft.targets)
            marks[at] = replace(draft, targets=targets)

    def _settled(self, target: _Target, line: int) -> _Target:
        if target.free is None:
            return target
        free = target.free
        sources = self._state.sources
        fits = [
            number
            for number, one in enumerate(sources)
            if one.name == free.name and free.year in {"", one.year}
        ]
        if len(fits) == 1:
            what = f"{target.words!r} was taken for the source in line {self._state.lines[fits[0]]}"
            self._lose(0, what, line=line)
            cited = replace(target.cited, locator=free.locator)
            return replace(target, source=fits[0], cited=cited)
        what = f"a reference in free words, kept whole in 'howpublished': {excerpt(target.words)}"
        self._lose(0, what, line=line)
        return replace(target, source=self._register(free.source, line))

    def _keys(self) -> list[str]:
        taken: set[str] = set()
        keys: list[str] = []
        for one in self._state.sources:
            key = unique(base(one.name, one.title, one.year), taken)
            taken.add(key)
            keys.append(key)
        return keys

    def _mark(self, draft: _Draft, keys: list[str]) -> Mark:
        """Put keys into a mark; what names no source says that one is needed."""
        cited: list[Cited] = []
        needs = draft.needs
        for target in draft.targets:
            number = target.source if target.source >= 0 else self._anchored(target.anchor)
            if number >= 0:
                cited.append(replace(target.cited, key=keys[number]))
            else:
                needs = needs or "citation"
                what = f"no source has the authors and year of {target.words!r}"
                self._state.losses.append(Loss(line=draft.line, what=what))
        return Mark(line=draft.line, cited=tuple(cited), needs=needs, locator=draft.locator,
                    note=draft.note, listed=draft.listed, refers=draft.refers)  # fmt: skip

    def _anchored(self, anchor: str) -> int:
        """Return the source of this anchor, -1 for none; capitals matter only between two."""
        sources = self._state.sources
        exact = [number for number, one in enumerate(sources) if anchor in one.anchors]
        near = [
            number
            for number, one in enumerate(sources)
            if anchor.lower() in (known.lower() for known in one.anchors)
        ]
        return exact[0] if exact else near[0] if len(near) == 1 else -1

    # Where things are, and what is lost.

    def _line(self, start: int) -> int:
        return self._source.locate(start, start).line

    def _lose(self, start: int, what: str, *, line: int | None = None, about: str = "") -> None:
        line = self._line(start) if line is None else line
        self._state.losses.append(Loss(line=line, what=what, about=about))

    def _add(self, draft: _Draft) -> str:
        self._state.marks.append(draft)
        return token(len(self._state.marks) - 1)

    def _place(self, start: int, *targets: _Target, listed: bool = False) -> str:
        return self._add(_Draft(line=self._line(start), targets=targets, listed=listed))

    # The text.

    def _render(self, nodes: Nodes) -> str:
        return "".join(self._rendered(node) for node in nodes)

    def _rendered(self, node: Piece) -> str:
        match node:
            case Words():
                # A note that is never closed would swallow the rest.
                if re.search(r"</?ref\b", node.source, re.IGNORECASE):
                    self._lose(node.start, f"a note without an end: {excerpt(node.source)}")
                return re.sub(r"<(?=/?ref\b)", "&lt;", node.source, flags=re.IGNORECASE)
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

    def _page_link(self, link: PageLink) -> str:
        if is_page(link):
            self._state.links += 1
            return self._render(link.inner) if link.inner else link.target.lstrip(":")
        if not is_picture(link):
            self._state.categories.append(link.target)
            return VOID
        # The last part is the caption; its words stay, with what they refer to.
        caption = self._render(link.inner).rpartition("|")[2].strip() if link.inner else ""
        self._lose(link.start, f"a picture; its caption stays as text: {excerpt(link.source)}")
        if not re.search(r"\w{3,} \w", TOKEN.sub("", caption)):
            return VOID + "".join(found[0] for found in TOKEN.finditer(caption))
        return f"\n\n{caption}\n\n" if self._depth == 0 else f" {caption} "

    def _element(self, node: Element) -> str:
        if node.name == "ref":
            return self._note(node)
        if node.name == "references":
            return VOID
        if node.name in _DROPPED:
            self._lose(node.start, f"not carried over: {excerpt(node.source)}")
            return VOID + self._only_marks(node.inner or ())
        if node.inner is None or node.name in _KEPT:
            return node.source
        self._depth += node.name in {"table", "tr", "td", "th"}
        inner = self._render(node.inner)
        self._depth -= node.name in {"table", "tr", "td", "th"}
        return f"{node.opening}{inner}{node.closing}"

    def _only_marks(self, nodes: Nodes) -> str:
        """Render what is dropped for the references in it."""
        return "".join(found[0] for found in TOKEN.finditer(self._render(nodes)))

    def _call(self, call: Call) -> str:
        name = call.name
        if is_citation(name):
            return self._place(call.start, self._source_of(call), listed=True)
        if wiki_short.is_short(name):
            return self._place(call.start, *self._shorts(call))
        if name == "#tag:ref" or name in _NOTES:
            return self._note(call)
        if name == "r":
            return "".join(self._reuses(call))
        if name == "rp":
            where = wiki_short.located(
                plain(call.get("1", "p", "page")), plain(call.get("pp", "pages")), plain(call.get("at", "loc"))
            )
            return self._add(_Draft(line=self._line(call.start), locator=where, refers=False))
        if name in _NEEDS:
            return self._need(call)
        if name in _QUOTES:
            return self._quote(call)
        if name.startswith(("infobox", "taxobox", "automatic taxobox")):
            return self._box(call)
        words = inline(call, self._render)
        return self._dropped(call) if words is None else words

    def _need(self, call: Call) -> str:
        words = self._render(call.get("1")) if call.name.endswith("span") else ""
        if call.name in _VERIFY:
            self._lose(call.start, f"a request, kept as needs=citation: {excerpt(call.source)}")
        needs = "citation" if call.name in _VERIFY else _NEEDS[call.name]
        return words + self._add(_Draft(line=self._line(call.start), needs=needs, refers=False))

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
            if _LAYOUT.fullmatch(parameter.name):
                left.append(parameter.name)
                rows += [f"|-\n| \n| {found}" for found in [self._only_marks(parameter.value)] if found]
                continue
            text = self._render(parameter.value).strip()
            if text.replace(VOID, "").strip():
                rows.append(f"|-\n| {parameter.name.replace('_', ' ')}\n|\n{text}")
        self._depth -= 1
        self._lose(call.start, f"a box, kept as a table: {call.name!r}")
        if left:
            self._lose(call.start, f"parameters of the box that lay it out: {', '.join(left)}")
        return "\n{|\n! \n! \n" + "\n".join(rows) + "\n|}\n" if rows else VOID

    def _dropped(self, call: Call) -> str:
        english = re.fullmatch(r"use (\w+) english", call.name)
        if english:
            self._state.language = self._state.language or _ENGLISH.get(english[1], "en")
        elif call.name == "webarchive" or _DEAD.fullmatch(call.name):
            end, number = self._last
            if 0 <= end <= call.start and not self._source.text[end : call.start].strip(" .;,\n"):
                self._add_state(call, number)
            elif not self._free_note:
                self._lose(call.start, f"no address stands before it: {excerpt(call.source)}")
            return VOID
        elif call.name not in _LISTS:
            self._lose(call.start, f"a template that is not known: {excerpt(call.source)}")
        elif call.name in {"reflist", "references", "notelist", "notelist2", "refs"}:
            return VOID
        inner = tuple(piece for p in call.parameters for piece in p.value)
        return VOID + self._only_marks(inner)

    # Notes.

    def _note(self, node: Element | Call) -> str:
        key = self._note_name(node) or ("", "")
        inner = self._note_inner(node)
        if key in self._open:
            self._lose(node.start, f"a note that refers to itself: {key[1]!r}")
            return ""
        if key[1] and (not inner or self._named.get(key) is node):
            return self._use(key, node.start)
        if not inner:
            self._lose(node.start, "a note without words or name")
            return ""
        if key[1] and self._note_source(self._named[key]) == self._note_source(node):
            return self._use(key, node.start)
        return self._show(self._content(inner, key[0], node.start), node.start)

    def _use(self, key: tuple[str, str], start: int) -> str:
        """Refer to a note by its name."""
        if key not in self._named:
            # A name without its group is a common slip.
            others = [one for one in self._named if one[1] == key[1]]
            if not others:
                self._lose(start, f"the note {key[1]!r} is defined nowhere")
                return self._add(_Draft(line=self._line(start), needs="citation"))
            key = others[0]
        if key in self._open:
            self._lose(start, f"a note that refers to itself: {key[1]!r}")
            return ""
        if key not in self._ready:
            node = self._named[key]
            note = self._define(key, self._note_inner(node), node.start)
            return self._show(note, start)
        # The words quoted are those of the place where the note stands.
        bare = tuple(
            replace(target, cited=replace(target.cited, quote=""))
            for target in self._ready[key].targets
        )
        return self._show(replace(self._ready[key], targets=bare), start)

    def _define(self, key: tuple[str, str], inner: Nodes, start: int) -> _Note:
        self._open.add(key)
        self._ready[key] = self._content(inner, key[0], start)
        self._open.discard(key)
        return self._ready[key]

    def _show(self, note: _Note, start: int) -> str:
        if note.body and len(self._open) > 0:
            return f" ({note.body})"
        if note.body:
            mark = self._add(_Draft(line=self._line(start), note=True))
            return f"<ref>{mark}{note.body}</ref>"
        return self._place(start, *note.targets)

    def _content(self, inner: Nodes, group: str, start: int) -> _Note:
        """Say what a note comes to: sources alone, or words that need a footnote."""
        anonymous = ("", f"\0{start}")
        self._open.add(anonymous)
        before = len(self._state.marks)
        self._free_note = not any(
            isinstance(node, Call) and (is_citation(node.name) or wiki_short.is_short(node.name))
            for node in walk(inner)
        )
        body = self._render(inner)
        self._open.discard(anonymous)
        free, self._free_note = self._free_note, False
        numbers = [int(found[1]) for found in TOKEN.finditer(body)]
        drafts = [self._state.marks[number] for number in numbers]
        if free or not any(draft.targets for draft in drafts):
            words = plain(inner)
            if group or not words:
                return _Note(body=_one_line(body) or "—")
            return self._free(inner, words, start)
        targets = self._bare(body, drafts)
        if targets is None:
            return _Note(body=_one_line(body))
        # They stand at the mark of the note; their own are taken back.
        del self._state.marks[before:]
        return _Note(targets=targets)

    def _bare(self, body: str, drafts: list[_Draft]) -> tuple[_Target, ...] | None:
        """Return the sources of a note that says nothing else of weight, or None."""
        parts = [plain(take_apart(TOKEN.sub(" ", part))) for part in _between(body)]
        if any(draft.needs or draft.note or draft.locator for draft in drafts):
            return None
        targets = [target for draft in drafts for target in draft.targets]
        before, *middle, after = parts
        if len(drafts) != len(targets) or any(part.strip(" ,;.&") not in {"", "and"} for part in middle):
            return None
        if before.strip(" ,;."):
            if not _SEE.fullmatch(before):
                return None
            targets[0] = _with(targets[0], prefix=before.strip(" ,:"))
        return self._ended(targets, after) if after.strip(" ,;.") else tuple(targets)

    def _ended(self, targets: list[_Target], after: str) -> tuple[_Target, ...] | None:
        """Take the words after the last source for a place in it, or for words quoted from it."""
        last = targets[-1].cited
        place, pages, quoted = (form.fullmatch(after.rstrip(" .")) for form in (_PLACE, _BRACKETS, _QUOTED))
        where = place[1].strip(" .)") if place else f"pp. {pages[1]}" if pages else ""
        if where:
            joined = ", ".join(one for one in (last.locator, where) if one)
            targets[-1] = _with(targets[-1], locator=joined)
        elif quoted and not last.quote and len(targets) == 1:
            targets[-1] = _with(targets[-1], quote=quoted[1])
        else:
            return None
        return tuple(targets)

    def _free(self, inner: Nodes, words: str, start: int) -> _Note:
        source, left = wiki_free.read(inner)
        for what in left:
            self._lose(start, what)
        self._state.free += 1
        named = wiki_free.named(words, source)
        if named:
            return _Note(targets=(_Target(cited=Cited(key=""), free=named, words=words),))
        number = self._register(source, self._line(start))
        if source.kind == "misc":
            what = f"a reference in free words, kept whole in 'howpublished': {excerpt(words)}"
            self._lose(start, what)
        self._state_of_links(inner, number)
        return _Note(targets=(_Target(cited=Cited(key=""), source=number),))

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
                    yield self._add(_Draft(line=self._line(call.start), locator=where, refers=False))

    # Sources.

    def _shorts(self, call: Call) -> Iterator[_Target]:
        for short in wiki_short.read(call, plain):
            cited = Cited(key="", locator=short.locator, in_words=short.in_words and not self._open)
            yield _Target(cited=cited, anchor=short.anchor, words=short.words)

    def _source_of(self, call: Call) -> _Target:
        """Read a citation template, and find what an earlier one said already."""
        self._state.templates += 1
        parameters: dict[str, str] = {}
        for parameter in call.parameters:
            text = plain(parameter.value)
            name = parameter.name if parameter.name in {"URL", "DOI", "ISBN"} else parameter.name.lower()
            if parameters.get(name) and text:
                self._lose(parameter.start, f"{name!r} stands twice: {excerpt(parameters[name])}")
            parameters[name] = text or parameters.get(name, "")
            for each in unknown(parameter.value):
                self._lose(each.start, f"a template that is not known: {excerpt(each.source)}")
            for each in walk(parameter.value):
                if isinstance(each, Remark) and each.source.strip("<!-> "):
                    self._lose(each.start, f"a remark: {excerpt(each.source)}")
        source = cs1.read(call.name, parameters)
        known = len(self._state.sources)
        number = self._register(source, self._line(call.start))
        self._last = (call.start + len(call.source), number)
        if number < known:
            self._state.same += 1
            self._lose(call.start, f"the same source as in line {self._state.lines[number]}")
        for what in source.unsaid:
            self._lose(call.start, f"{call.name}: {what}")
        self._state.shown.update(source.shown)
        cited = Cited(key="", locator=source.locator, quote=source.quote)
        return _Target(cited=cited, source=number)

    def _register(self, source: cs1.Source, line: int) -> int:
        state = self._state
        content = (source.kind, tuple(sorted(source.fields.items())))
        number = state.known.setdefault(content, len(state.sources))
        if number == len(state.sources):
            state.sources.append(source)
            state.lines.append(line)
        return number

    def _state_of_links(self, inner: Nodes, number: int) -> None:
        """Add what templates beside an address say of it: that it is dead, and where a copy is."""
        for call in (node for node in walk(inner) if isinstance(node, Call)):
            self._add_state(call, number)

    def _add_state(self, call: Call, number: int) -> None:
        added: dict[str, str] = {}
        if call.name == "webarchive":
            added["archiveurl"] = value("archiveurl", plain(call.get("url", "url1")))
            day = edtf(plain(call.get("date", "date1")))
            added |= {"archivedate": day} if day else {}
        elif _DEAD.fullmatch(call.name):
            added["urlstatus"] = "dead"
        source = self._state.sources[number]
        fields = {**added, **source.fields}
        self._state.sources[number] = replace(source, fields=fields)


def _as_note(node: Piece) -> Element | Call:
    if not isinstance(node, (Element, Call)):  # pragma: no cover - only these are notes
        raise TypeError(node)
    return node


def _between(body: str) -> list[str]:
    """Return what stands before, between and after the tokens."""
    parts = TOKEN.split(body)
    return parts[::2]


def _with(target: _Target, *, prefix: str = "", locator: str = "", quote: str = "") -> _Target:
    cited = target.cited
    return replace(
        target,
        cited=replace(
            cited,
            prefix=prefix or cited.prefix,
            locator=locator or cited.locator,
            quote=quote or cited.quote,
        ),
    )


def _one_line(body: str) -> str:
    """Put a note into one line: in a wiki, a line is more than a line."""
    bare = re.sub(r"</?(?:blockquote|div|p|poem)\b[^>]*>", " ", body.replace(VOID, ""))
    return " ".join(re.sub(r"(?m)^[*#:;]+\s*", " ", bare).split())


def _smoothed(text: str) -> str:
    """Take out where something was dropped, with the blanks that would begin the line."""
    text = re.sub(f"(?m)^(?:{VOID}[ \t]*)+", "", text)
    text = text.replace(VOID, "")
    return re.sub(r"\n{3,}", "\n\n", text)
