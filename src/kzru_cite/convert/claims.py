"""Make claims of the sentences before marks and citations, in pandoc's tree of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from kzru_cite.convert.entry import Loss, excerpt
from kzru_cite.convert.keys import Keys, slug
from kzru_cite.convert.marks import TOKEN, Mark
from kzru_cite.convert.points import Part, Point, group, is_gap, merged, pointed, trimmed
from kzru_cite.convert.tables import plain_table
from kzru_cite.convert.trees import (
    BLANKS,
    WRAPPERS,
    around,
    cite,
    cited_in,
    claim,
    inside,
    is_claim,
    is_safe,
    text,
)
from kzru_cite.read.items import Node
from kzru_cite.read.sentences import boundaries


class Quoted(Struct, frozen=True, kw_only=True):
    """Words of a reference that bear out a claim."""

    claim: str
    key: str
    quote: str


class Annotated(Struct, frozen=True, kw_only=True):
    """
    A text with its claims.

    *listed* are keys that stand in no sentence but belong into the list of sources. *arrived* are
    the numbers of the marks that stand in the text or among *listed*.
    """

    blocks: list[Node]
    quoted: tuple[Quoted, ...]
    listed: tuple[str, ...]
    cited: frozenset[str]
    arrived: frozenset[int]
    losses: tuple[Loss, ...]
    claims: int


def annotate(
    blocks: Sequence[Node],
    marks: Sequence[Mark],
    *,
    taken: frozenset[str] = frozenset(),
    language: str = "",
    keys: Mapping[str, str] | None = None,
) -> Annotated:
    """
    Wrap what stands before marks and citations into claims.

    A claim begins with its sentence, or behind the mark before in the same sentence. *taken* are
    ids that no new claim gets; *keys* are new names of keys that stand in the tree.
    """
    walker = _Walker(marks, Keys((*taken, *_ids(blocks))), language or "en", keys or {})
    made = walker.blocks(blocks)
    return Annotated(
        blocks=_kept_sections(walker, made),
        quoted=tuple(walker.quoted),
        listed=tuple(key for key in dict.fromkeys(walker.listed) if key not in walker.cited),
        cited=frozenset(walker.cited),
        arrived=frozenset(walker.arrived),
        losses=tuple(walker.losses),
        claims=walker.claims,
    )


def _ids(blocks: Sequence[Node]) -> Iterator[str]:
    for block in blocks:
        if block["t"] == "Header":
            # The id that pandoc makes of a heading when the text is read again.
            yield "-".join("".join(map(text, block["c"][2])).lower().split())
        elif block["t"] == "Div":
            yield block["c"][0][0]
            yield from _ids(block["c"][1])


def _kept_sections(walker: _Walker, blocks: list[Node]) -> list[Node]:
    """Leave out headings with nothing below them: their lists were carried over otherwise."""
    kept: list[Node] = []
    for block in reversed(blocks):
        if block["t"] == "Header":
            below = kept[-1] if kept else None
            if below is None or (below["t"] == "Header" and below["c"][0] <= block["c"][0]):
                title = "".join(map(text, block["c"][2]))
                walker.lose(f"a section with nothing left in it: {excerpt(title)!r}")
                continue
        kept.append(block)
    return kept[::-1]


class _Walker(Struct):
    """Rebuild blocks from the first to the last, and remember what was met."""

    marks: Sequence[Mark]
    names: Keys
    language: str
    keys: Mapping[str, str]
    quoted: list[Quoted] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)
    arrived: set[int] = field(default_factory=set)
    losses: list[Loss] = field(default_factory=list)
    claims: int = 0
    # What notes and headings say is missing: a note hands it on to the claim around it.
    wanting: list[str] = field(default_factory=list)

    def lose(self, what: str) -> None:
        self.losses.append(Loss(line=0, what=what))

    # Blocks.

    def blocks(self, blocks: Sequence[Node]) -> list[Node]:
        return [made for block in blocks for made in self._block(block)]

    def _block(self, block: Node) -> Iterator[Node]:
        match block["t"]:
            case "Para" | "Plain":
                inlines = self._sentences(block["c"])
                if inlines:
                    yield {**block, "c": inlines}
            case "Header":
                level, _, inlines = block["c"]
                yield {**block, "c": [level, ["", [], []], self._unclaimed(inlines)]}
                self._told()
            case "BlockQuote":
                inner = self.blocks(block["c"])
                if inner:
                    yield {**block, "c": inner}
            case "BulletList":
                items = self._items(block["c"])
                yield from [{**block, "c": items}] if items else []
            case "OrderedList":
                items = self._items(block["c"][1])
                yield from [{**block, "c": [block["c"][0], items]}] if items else []
            case "DefinitionList":
                told = [
                    [self._unclaimed(term), [self.blocks(one) for one in tellings]]
                    for term, tellings in block["c"]
                ]
                yield {**block, "c": told}
                self._told()
            case "LineBlock":
                yield {**block, "c": [self._sentences(line) for line in block["c"]]}
            case "Div":
                yield from self._div(block)
            case "Table":
                yield from self._table(block)
            case "Figure":
                self.lose("a picture; its caption stays as text")
                yield from self.blocks(block["c"][1][1])
            case "RawBlock":
                self.lose(f"raw {block['c'][0]}: {excerpt(block['c'][1])}")
            case _:
                # Code and rules stay as they are.
                yield block

    def _items(self, items: list[list[Node]]) -> list[list[Node]]:
        return [inner for item in items if (inner := self.blocks(item))]

    def _div(self, block: Node) -> Iterator[Node]:
        attributes, inner = block["c"]
        if is_claim(block):
            self.cited |= set(cited_in(inner))
            yield block
        else:
            made = self.blocks(inner)
            if made:
                yield {**block, "c": [attributes, made]}

    def _table(self, block: Node) -> Iterator[Node]:
        table, merged = plain_table(block)
        if merged:
            self.lose("cells of a table were merged: the words stand in the first of them")
        if table is None:
            return
        _, caption, _, head, bodies, _ = table["c"]
        caption[1] = self.blocks(caption[1])
        for row in (*head[1], *bodies[0][3]):
            for cell in row[1]:
                cell[4] = self.blocks(cell[4])
        yield table

    # Inlines.

    def _sentences(self, inlines: Sequence[Node]) -> list[Node]:
        parts = list(self._parts(inlines))
        if not any(isinstance(part, Point) for part in parts):
            return trimmed([part for part in parts if not isinstance(part, Point)])
        if self._only_listed(parts):
            return []
        return trimmed(self._claimed(parts))

    def _only_listed(self, parts: list[Part]) -> bool:
        """Take what is nothing but an entry of a list of sources out of the text."""
        points = [part for part in parts if isinstance(part, Point)]
        said = "".join(text(part) for part in parts if not isinstance(part, Point))
        if any(letter.isalnum() for letter in said) or not all(p.listed for p in points):
            return False
        self.listed += [one.key for point in points for one in point.cited]
        return True

    def _unclaimed(self, inlines: Sequence[Node]) -> list[Node]:
        """Return inlines with their citations, where no claim can stand."""
        made: list[Node] = []
        for part in self._parts(inlines):
            made = _beside(made, self._shown([part])) if isinstance(part, Point) else [*made, part]
            self.wanting += part.needs if isinstance(part, Point) else ()
        return trimmed(made)

    def _told(self) -> None:
        """Tell what is missing where no claim can say so."""
        for word in self.wanting:
            self.lose(f"what is wanting stands in no claim: needs={word}")
        self.wanting = []

    def _shown(self, points: Sequence[Point]) -> list[Node]:
        cited = merged(points)
        self.cited |= {one.key for one in cited}
        nodes: list[Node] = [{"t": "Space"}, cite(cited)] if cited else []
        return [*nodes, *(node for point in points for node in point.nodes)]

    def _parts(self, inlines: Sequence[Node]) -> Iterator[Part]:
        """Part inlines at marks, those within others too."""
        for node in inlines:
            match node["t"]:
                case "Str":
                    yield from self._split(node["c"])
                case "Note":
                    yield from self._note(node)
                case "Cite":
                    yield self._native(node)
                case "Image":
                    self.lose(f"a picture; its words stay as text: {excerpt(node['c'][2][0])}")
                    yield from self._parts(node["c"][1])
                case "RawInline":
                    self.lose(f"raw {node['c'][0]}: {excerpt(node['c'][1])}")
                case "Span" if is_claim(node):
                    self.cited |= set(cited_in(node["c"][1]))
                    self.names.take(node["c"][0][0])
                    yield node
                case "Link" if not is_safe(node["c"][2][0]):
                    self.lose(f"an address of no web page: {excerpt(node['c'][2][0])}")
                    yield from self._parts(node["c"][1])
                case kind if kind in WRAPPERS:
                    yield from self._wrapped(node)
                case _:
                    yield node

    def _wrapped(self, node: Node) -> Iterator[Part]:
        held: list[Node] = []
        for part in self._parts(inside(node)):
            if isinstance(part, Point):
                if held:
                    yield around(node, held)
                held = []
                yield part
            else:
                held.append(part)
        if held:
            yield around(node, held)

    def _split(self, word: str) -> Iterator[Part]:
        done = 0
        for found in TOKEN.finditer(word):
            if found.start() > done:
                yield {"t": "Str", "c": word[done : found.start()]}
            done = found.end()
            number = int(found[1])
            if number < len(self.marks):
                yield from self._point(number)
        if done < len(word):
            yield {"t": "Str", "c": word[done:]}

    def _point(self, number: int) -> Iterator[Part]:
        mark = self.marks[number]
        self.arrived.add(number)
        if mark.note:
            self.wanting += [mark.needs] if mark.needs else []
            return
        if any(one.in_words for one in mark.cited):
            self.cited |= {one.key for one in mark.cited}
            yield cite(mark.cited)
            return
        yield Point(
            cited=mark.cited,
            needs=(mark.needs,) if mark.needs else (),
            locator=mark.locator,
            listed=mark.listed,
        )

    def _native(self, node: Node) -> Part:
        """Return a citation that stands in the tree; one in the words is a word itself."""
        for one in node["c"][0]:
            one["citationId"] = self.keys.get(one["citationId"], one["citationId"])
            self.cited.add(one["citationId"])
        if any(one["citationMode"]["t"] == "AuthorInText" for one in node["c"][0]):
            return node
        return Point(nodes=({"t": "Space"}, node))

    def _note(self, node: Node) -> Iterator[Part]:
        made = [block for each in node["c"] for block in self._note_block(each)]
        note = {"t": "Note", "c": made}
        needs, self.wanting = tuple(self.wanting), []
        yield Point(nodes=(note,), needs=needs) if needs or any(cited_in(made)) else note

    def _note_block(self, block: Node) -> Iterator[Node]:
        """In a note citations stand in brackets, and no claims."""
        if block["t"] in {"Para", "Plain"}:
            yield {**block, "c": self._unclaimed(block["c"])}
        else:
            yield from self._block(block)

    # Claims.

    def _claimed(self, parts: list[Part]) -> list[Node]:
        """Walk over the parts; at each point, what stands before it becomes a claim."""
        starts, length = [], 0
        said: list[str] = []
        for part in parts:
            starts.append(length)
            said.append("" if isinstance(part, Point) else text(part))
            length += len(said[-1])
        sentences = boundaries("".join(said), self.language.partition("-")[0])
        made: list[Node] = []
        pending: list[tuple[int, Node]] = []
        at = 0
        while at < len(parts):
            part = parts[at]
            if not isinstance(part, Point):
                pending.append((starts[at], part))
                if is_claim(part):
                    # No new claim is put around one that is there.
                    made += [node for _, node in pending]
                    pending = []
                at += 1
                continue
            points, between, at = group(parts, at)
            made += self._close(pending, points, sentences)
            made += _parting(pending, [*between, *parts[at : at + 1]])
            pending = [(starts[at - 1], node) for node in between]
        return [*made, *(node for _, node in pending)]

    def _close(
        self,
        pending: list[tuple[int, Node]],
        points: list[Point],
        sentences: Sequence[tuple[int, int]],
    ) -> list[Node]:
        """Return the nodes before the points, the last sentence of them as a claim."""
        spoken = [start for start, node in pending if any(map(str.isalnum, text(node)))]
        needs = " ".join(dict.fromkeys(word for point in points for word in point.needs))
        if not spoken:
            self.wanting += needs.split()
            self._told()
            return _beside([node for _, node in pending], self._shown(points))
        first = next((a for a, b in reversed(sentences) if a <= spoken[-1]), 0)
        # A piece that holds the end of one sentence and the start of the next counts whole.
        lead = [n for start, n in pending if start + len(text(n)) <= first and start < first]
        body = [node for _, node in pending[len(lead) :]]
        while body and is_gap(body[0]):
            lead.append(body.pop(0))
        body, tail = pointed(body)
        name = self.names.give(slug("".join(map(text, body))) or "claim")
        self.claims += 1
        cited = merged(points)
        self.quoted += [
            Quoted(claim=name, key=one.key, quote=one.quote) for one in cited if one.quote
        ]
        attributes = {"needs": needs} if needs else {}
        return [*lead, claim(name, attributes, [*body, *self._shown(points)]), *tail]


def _parting(before: list[tuple[int, Node]], after: Sequence[Part]) -> list[Node]:
    """Return a blank where one stood before the marks and a word stands right behind them."""
    first = after[0] if after else None
    words = text(first) if first is not None and not isinstance(first, Point) else ""
    blank = bool(before) and before[-1][1]["t"] in BLANKS
    return [{"t": "Space"}] if blank and words[:1].isalnum() else []


def _beside(before: list[Node], cited: list[Node]) -> list[Node]:
    """Put citations behind other inlines, with one blank between."""
    if not before or not cited or cited[0]["t"] not in BLANKS:
        return [*before, *cited]
    return [*trimmed(before, first=False), *cited]
