"""
Read the ledger, with the place of every value.

It is YAML 1.2: ids of claims, each with a list of links to references. A part that is no YAML, or
is not as meant, is a fault; the rest is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from itertools import pairwise

from kzru_cite.model.ledger import Decided, Decision, Ledger, LedgerFault, Link
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.quotation import Quotation
from kzru_cite.read.ledger_yaml import (
    MappingNode,
    Node,
    NoYamlError,
    ScalarNode,
    SequenceNode,
    compose,
    is_null,
)

DECIDED = ("decision", "by", "on", "claim", "seal")
LINK = ("ref", "quote", "prefix", "suffix", "locator", "capture", *DECIDED, "note", "further")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Where an entry begins, and where a document does: what follows may be read by itself.
_ENTRY = re.compile(r"^(?:(?![\s#\-]|\.\.\.)|(?=(?:---|\.\.\.)(?:\s|$)))", re.MULTILINE)


def read_ledger(source: SourceText) -> Ledger:
    """Return the links of a ledger and its faults, in the order written."""
    reader = _Reader(source)
    reader.read()
    return Ledger(
        path=source.path,
        links=tuple(reader.links),
        claims=reader.claims,
        faults=tuple(sorted(reader.faults, key=lambda fault: fault.place.order)),
    )


class _Reader:
    """Collect what one file holds."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        # The offset of the part that is read, when the file is read in parts.
        self._above = 0
        self.links: list[Link] = []
        self.claims: dict[str, Location] = {}
        self.faults: list[LedgerFault] = []

    def read(self) -> None:
        try:
            root = compose(self._source.text)
        except NoYamlError as cause:
            self._read_in_parts(cause)
            return
        if root is not None:
            self._claims(root)

    def _read_in_parts(self, cause: NoYamlError) -> None:
        """Read claim by claim, so that a fault in one hides no other."""
        text = self._source.text
        starts = [match.start() for match in _ENTRY.finditer(text)]
        told = False
        for start, end in pairwise((*starts, len(text))):
            self._above = start
            try:
                root = compose(text[start:end])
            except NoYamlError as inner:
                self._no_yaml(inner)
                told = True
                continue
            if root is not None:
                self._claims(root)
        self._above = 0
        if not told:
            self._no_yaml(cause)

    def _no_yaml(self, cause: NoYamlError) -> None:
        offset = self._above + cause.offset
        hint = "put texts with quotation marks, colons or brackets into quotation marks"
        place = self._source.locate(offset, offset)
        self._fault(place, f"this is no YAML: {cause.words}", hint)

    def _claims(self, root: Node) -> None:
        for key, value in self._pairs(root, "the ledger must be a mapping from ids of claims"):
            name = self._name(key, "the id of a claim")
            if not name:
                continue
            if name in self.claims:
                hint = "put all links of a claim into one list"
                self._fault(self._place(key), f"the claim {name!r} stands here twice", hint)
            self.claims.setdefault(name, self._place(key))
            for item in self._items(value, f"the links of {name!r}"):
                link = self._link(name, item)
                if link is not None:
                    self.links.append(link)

    def _link(self, claim: str, item: Node) -> Link | None:
        values = self._values(item, LINK, f"a link of {claim!r}")
        if values is None:
            return None
        texts = {
            name: self._word(node, repr(name)) for name, node in values.items() if name != "further"
        }
        if not texts.get("ref"):
            self._fault(self._place(item), f"a link of {claim!r} names no reference", "add 'ref:'")
            return None
        first = self._decided(values, texts)
        further = self._further(values.get("further"))
        return Link(
            claim=claim,
            reference=texts["ref"],
            place=self._place(values["ref"]),
            quotation=self._quotation(values, texts),
            locator=texts.get("locator", ""),
            capture=self._hash(values, texts, "capture"),
            decisions=(*((first,) if first else ()), *further),
            note=texts.get("note", ""),
            places={name: self._place(node) for name, node in values.items()},
        )

    def _quotation(self, values: Mapping[str, Node], texts: Mapping[str, str]) -> Quotation | None:
        if not texts.get("quote"):
            for name in ("prefix", "suffix"):
                if texts.get(name):
                    self._fault(self._place(values[name]), f"{name!r} without a 'quote'")
            return None
        return Quotation(
            exact=texts["quote"], prefix=texts.get("prefix", ""), suffix=texts.get("suffix", "")
        )

    def _further(self, node: Node | None) -> Iterator[Decided]:
        for item in self._items(node, "'further'") if node is not None else ():
            values = self._values(item, DECIDED, "a decision")
            if values is None:
                continue
            texts = {name: self._word(one, repr(name)) for name, one in values.items()}
            decided = self._decided(values, texts)
            if decided is not None:
                yield decided
            elif not texts.get("decision"):
                words = ", ".join(one.value for one in Decision)
                hint = f"add 'decision:' and one of {words}"
                self._fault(self._place(item), "an entry of 'further' holds no decision", hint)

    def _decided(self, values: Mapping[str, Node], texts: Mapping[str, str]) -> Decided | None:
        word = texts.get("decision", "")
        if not word:
            for name in ("by", "on", "claim", "seal"):
                if texts.get(name):
                    self._fault(self._place(values[name]), f"{name!r} without a 'decision'")
            return None
        try:
            decision = Decision(word)
        except ValueError:
            known = ", ".join(one.value for one in Decision)
            self._fault(
                self._place(values["decision"]), f"{word!r} is no decision", f"write one of {known}"
            )
            return None
        return Decided(
            decision=decision,
            place=self._place(values["decision"]),
            by=texts.get("by", ""),
            on=self._day(values, texts),
            claim=texts.get("claim", ""),
            seal=self._hash(values, texts, "seal"),
        )

    def _day(self, values: Mapping[str, Node], texts: Mapping[str, str]) -> date | None:
        word = texts.get("on", "")
        if not word:
            return None
        with suppress(ValueError):
            # Python takes other forms of a day as well.
            if _DAY.fullmatch(word):
                return date.fromisoformat(word)
        self._fault(self._place(values["on"]), f"{word!r} is no day", "write it as YYYY-MM-DD")
        return None

    def _hash(self, values: Mapping[str, Node], texts: Mapping[str, str], name: str) -> str:
        word = texts.get(name, "")
        if not word or _HASH.fullmatch(word):
            return word
        message = f"{name!r} must be 'sha256:' and 64 hexadecimal digits, not {word!r}"
        self._fault(self._place(values[name]), message, "'kzru-cite review' writes it")
        return ""

    def _values(self, node: Node, known: tuple[str, ...], what: str) -> dict[str, Node] | None:
        if not isinstance(node, MappingNode):
            self._fault(self._place(node), f"{what} must be a mapping", "begin it with 'ref: KEY'")
            return None
        values: dict[str, Node] = {}
        for key, value in node.value:
            name = self._name(key, f"a name in {what}")
            if name in values:
                hint = "keep one of them"
                self._fault(self._place(key), f"{name!r} stands here twice", hint)
            elif name in known:
                values[name] = value
            elif name:
                near = get_close_matches(name, known, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                self._fault(self._place(key), f"{name!r} is not known in {what}", hint)
        return values

    def _pairs(self, node: Node, message: str) -> Iterator[tuple[Node, Node]]:
        if isinstance(node, MappingNode):
            yield from node.value
        elif not is_null(node):
            self._fault(self._place(node), message, "begin a line with the id and a colon")

    def _items(self, node: Node, what: str) -> Iterator[Node]:
        if isinstance(node, SequenceNode):
            yield from node.value
        elif not is_null(node):
            self._fault(self._place(node), f"{what} must be a list", "begin each with '- '")

    def _word(self, node: Node, what: str) -> str:
        """Return the text of a scalar as written, '' for null and, with a fault, for no scalar."""
        if not isinstance(node, ScalarNode):
            self._fault(self._place(node), f"{what} must be a text")
            return ""
        return "" if is_null(node) else str(node.value)

    def _name(self, node: Node, what: str) -> str:
        """Return the text before a colon; what has none cannot be named."""
        name = self._word(node, what)
        if not name and isinstance(node, ScalarNode):
            self._fault(self._place(node), f"{what} is empty", "write one before the colon")
        return name

    def _place(self, node: Node) -> Location:
        first, last = (self._above + mark.index for mark in (node.start_mark, node.end_mark))
        # A block ends where the next begins; its last line is that of its last word.
        text = self._source.text[first:last].rstrip()
        return self._source.locate(first, first + len(text))

    def _fault(self, place: Location, message: str, hint: str = "") -> None:
        self.faults.append(LedgerFault(place=place, message=message, hint=hint))
