"""
Write into the text of a ledger, and keep every letter that is not meant.

What is written is read back before it is given out; a ledger with faults at the link, or one that
would not read as meant, is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from kzru_cite.errors import LedgerError
from kzru_cite.model.ledger import Decided, Entry, Ledger, Link, LinkName, Word
from kzru_cite.model.place import Location, SourceText
from kzru_cite.read.ledger import DECIDED, LINK, read_ledger
from kzru_cite.read.ledger_nodes import Splices, flow, lines, pairs_of, scalar
from kzru_cite.read.ledger_yaml import (
    MappingNode,
    Node,
    NoYamlError,
    ScalarNode,
    SequenceNode,
    compose,
    is_null,
)

_BOM = "\ufeff"
_NOWHERE = Location(path="", line=1, column=1, end_line=1, end_column=1)
_PATH = "ledger"


def record(text: str, name: LinkName, entry: Entry, order: Sequence[str] = ()) -> str:
    """
    Return the text of a ledger with *entry* written to a link.

    A link or a claim that is not there is added; *order* are the ids of the claims in the article,
    and puts a new one in its place among them. Raises LedgerError when nothing can be written.
    """
    edit = _Edit(text, name)
    edit.record(entry, order)
    return edit.proven(lambda link: _with(link, entry))


def withdraw(text: str, name: LinkName, number: int) -> str:
    """Return the text of a ledger without a decision of a link, told by its number."""
    edit = _Edit(text, name)
    edit.withdraw(number)
    return edit.proven(
        lambda link: replace(
            link, decisions=(*link.decisions[:number], *link.decisions[number + 1 :])
        )
    )


class _Edit:
    """Change one link of a text."""

    def __init__(self, text: str, name: LinkName) -> None:
        self._mark = _BOM if text.startswith(_BOM) else ""
        self._name = name
        body = text.removeprefix(_BOM)
        self._splices = Splices(body)
        self._before = _read(body)
        try:
            self._root = compose(body)
        except NoYamlError as cause:
            line = _lines(body[: cause.offset]).count("\n") + 1
            raise LedgerError(
                f"the ledger is no YAML in line {line}: {cause.words}",
                hint="'kzru-cite verify --select SYN019' names all that is to be mended",
            ) from cause
        self._refuse_faults()

    def _refuse_faults(self) -> None:
        """A ledger is not written to where it cannot be read as meant."""
        root = self._root
        if root is None or is_null(root):
            return
        if not isinstance(root, MappingNode):
            raise self._refusal("it is no mapping from ids of claims")
        found = [pair for pair in root.value if pair[0].value == self._name.claim]
        if len(found) > 1:
            raise self._refusal("the claim stands there twice")
        links = self._links()
        if found and links is None and not is_null(found[0][1]):
            raise self._refusal("the links of the claim are no list")
        item = self._item()
        if item is None:
            return
        body = self._splices.text
        first = _lines(body[: item.start_mark.index]).count("\n") + 1
        last = first + _lines(body[item.start_mark.index : item.end_mark.index].rstrip()).count(
            "\n"
        )
        for fault in self._before.faults:
            if first <= fault.place.line <= last:
                raise self._refusal(f"line {fault.place.line}: {fault.message}")

    def record(self, entry: Entry, order: Sequence[str]) -> None:
        item = self._item()
        if item is None:
            values = {"ref": self._name.reference, **_link_values(entry), **_word(entry.word)}
            values = {name: values[name] for name in LINK if values.get(name)}
            self._add_link(values, order)
            return
        values = _link_values(entry)
        if entry.word is not None:
            words = _word(entry.word)
            if entry.instead is None and self._decisions(item):
                self._add_further(item, {name: one for name, one in words.items() if one})
            else:
                held = self._decisions(item)
                node = held[entry.instead or 0] if held else item
                if node is item:
                    values |= words
                else:
                    self._splices.set(node, words, DECIDED)
        self._splices.set(item, values, LINK)

    def withdraw(self, number: int) -> None:
        item = self._item()
        held = self._decisions(item) if item else []
        if item is None or not 0 <= number < len(held):
            raise self._refusal("there is no such decision")
        further = self._further(item)
        if held[number] is item:
            self._splices.set(item, dict.fromkeys(DECIDED, ""), LINK)
        elif further is not None and len(further.value) > 1:
            places = [index for index, one in enumerate(further.value) if one is held[number]]
            self._splices.drop(further, places[0])
        else:
            self._splices.set(item, {"further": ""}, LINK)

    def proven(self, meant: Callable[[Link], Link]) -> str:
        """Return the new text when it reads as meant; raises LedgerError otherwise."""
        text = self._splices.changed()
        after = _read(text)
        expected = _said(self._before)
        links = expected.setdefault(self._name.claim, [])
        places = [index for index, one in enumerate(links) if one.reference == self._name.reference]
        number = self._name.number
        if number < len(places):
            links[places[number]] = meant(links[places[number]])
        else:
            fresh = Link(claim=self._name.claim, reference=self._name.reference, place=_NOWHERE)
            links.append(meant(fresh))
        same = _said(after) == {claim: found for claim, found in expected.items() if found}
        if not same or _complaints(after) != _complaints(self._before):
            raise self._refusal("what would be written there would not be read as meant")
        return self._mark + text

    def _links(self) -> SequenceNode | None:
        if isinstance(self._root, MappingNode):
            value = pairs_of(self._root).get(self._name.claim, (None, None))[1]
            return value if isinstance(value, SequenceNode) else None
        return None

    def _item(self) -> MappingNode | None:
        """Return the link, None when it is to be added."""
        links = self._links()
        found = [
            node
            for node in (links.value if links else ())
            if isinstance(node, MappingNode) and _value(node, "ref") == self._name.reference
        ]
        if self._name.number > len(found):
            raise self._refusal(f"there are only {len(found)} such links")
        return found[self._name.number] if self._name.number < len(found) else None

    def _further(self, item: MappingNode) -> SequenceNode | None:
        value = pairs_of(item).get("further", (None, None))[1]
        return value if isinstance(value, SequenceNode) else None

    def _decisions(self, item: MappingNode) -> list[MappingNode]:
        """Return the mappings that hold decisions, in their order; the first may be the link."""
        further = self._further(item)
        nodes = (item, *(further.value if further else ()))
        return [node for node in nodes if _value(node, "decision")]

    def _add_further(self, item: MappingNode, values: dict[str, str]) -> None:
        further = self._further(item)
        splices = self._splices
        if further is None:
            splices.set(item, {"further": ""}, LINK)
            new = f"further: [{flow(values)}]" if item.flow_style else "further:"
            splices.add(item, "further", new, LINK, lines(values, "  "))
        elif further.flow_style:
            splices.append_flow(further, flow(values))
        else:
            dash = splices.dash(further.value[-1])
            splices.add_lines(splices.end(further, dash), lines(values, splices.indent(dash)))

    def _add_link(self, values: dict[str, str], order: Sequence[str]) -> None:
        splices, links, root = self._splices, self._links(), self._root
        if links is not None and links.flow_style:
            splices.append_flow(links, flow(values))
        elif links is not None:
            dash = splices.dash(links.value[-1])
            splices.add_lines(splices.end(links, dash), lines(values, splices.indent(dash)))
        elif not isinstance(root, MappingNode):
            splices.add_lines(len(splices.text), self._claim(values, ""))
        elif self._name.claim in pairs_of(root):
            key = pairs_of(root)[self._name.claim][0]
            colon = splices.colon(key)
            if root.flow_style:
                splices.replace(colon + 1, colon + 1, f" [{flow(values)}]")
            else:
                indent = splices.indent(key.start_mark.index)
                splices.add_lines(colon, lines(values, f"{indent}  "))
        elif root.flow_style:
            splices.append_flow(root, f"{scalar(self._name.claim)}: [{flow(values)}]")
        else:
            self._add_claim(root, values, order)

    def _claim(self, values: dict[str, str], indent: str) -> list[str]:
        return [f"{indent}{scalar(self._name.claim)}:", *lines(values, f"{indent}  ")]

    def _add_claim(self, root: MappingNode, values: dict[str, str], order: Sequence[str]) -> None:
        """Put a new claim after the nearest one that stands before it in the article."""
        splices, pairs = self._splices, pairs_of(root)
        new = self._claim(values, splices.indent(root.value[0][0].start_mark.index))
        starts = [splices.line_start(key.start_mark.index) for key, _ in root.value]
        gap = [""] if any(self._blank_before(start) for start in starts[1:]) else []
        # Of a claim that is not in the article nobody knows where it belongs: at the end.
        known = list(order) if self._name.claim in order else []
        at = known.index(self._name.claim) if known else 0
        before = [claim for claim in known[:at] if claim in pairs]
        after = [claim for claim in known[at + 1 :] if claim in pairs]
        last = root.value[-1][0].value
        if (before or [last])[-1] == last and (before or not after):
            # What is written below the last entry may be about it.
            splices.add_lines(len(splices.text), [*gap, *new])
        elif before:
            key, value = pairs[before[-1]]
            splices.add_lines(splices.end(value, splices.colon(key)), [*gap, *new])
        elif (first := splices.line_start(pairs[after[0]][0].start_mark.index)) > 0:
            splices.add_lines(first - 1, [*new, *gap])
        else:
            text = "\n".join([*new, *gap, ""])
            splices.replace(0, 0, text.replace("\n", splices.eol))

    def _blank_before(self, start: int) -> bool:
        return not self._splices.text[self._splices.line_start(start - 1) : start].strip()

    def _refusal(self, why: str) -> LedgerError:
        return LedgerError(
            f"nothing was written on {self._name.claim!r} and {self._name.reference!r}: {why}",
            hint="mend the ledger by hand; 'kzru-cite verify --select SYN019' names its faults",
        )


def _value(node: Node, name: str) -> str:
    if not isinstance(node, MappingNode) or name not in pairs_of(node):
        return ""
    value = pairs_of(node)[name][1]
    return str(value.value) if isinstance(value, ScalarNode) and not is_null(value) else ""


def _link_values(entry: Entry) -> dict[str, str]:
    values = {}
    if entry.quotation is not None:
        values["quote"] = entry.quotation.exact
        values["prefix"] = entry.quotation.prefix
        values["suffix"] = entry.quotation.suffix
    if entry.capture is not None:
        values["capture"] = entry.capture
    if entry.note is not None:
        values["note"] = entry.note
    return values


def _word(word: Word | None) -> dict[str, str]:
    if word is None:
        return {}
    day = word.on.isoformat() if word.on else ""
    return {
        "decision": word.decision.value,
        "by": word.by,
        "on": day,
        "claim": word.claim,
        "seal": word.seal,
    }


def _with(link: Link, entry: Entry) -> Link:
    """Return a link as it is meant to read after *entry* was written."""
    decisions = list(link.decisions)
    if entry.word is not None:
        word = entry.word
        decided = Decided(
            decision=word.decision,
            place=_NOWHERE,
            by=word.by,
            on=word.on,
            claim=word.claim,
            seal=word.seal,
        )
        if entry.instead is None or not decisions:
            decisions.append(decided)
        else:
            decisions[entry.instead] = decided
    return replace(
        link,
        quotation=link.quotation if entry.quotation is None else entry.quotation,
        capture=link.capture if entry.capture is None else entry.capture,
        note=link.note if entry.note is None else entry.note,
        decisions=tuple(decisions),
    )


def _said(ledger: Ledger) -> dict[str, list[Link]]:
    """Return what a ledger says, wherever it stands there."""
    said: dict[str, list[Link]] = {}
    for link in ledger.links:
        decisions = tuple(replace(one, place=_NOWHERE) for one in link.decisions)
        plain = replace(link, place=_NOWHERE, places={}, decisions=decisions)
        said.setdefault(link.claim, []).append(plain)
    return said


def _complaints(ledger: Ledger) -> Counter[str]:
    return Counter(fault.message for fault in ledger.faults)


def _read(text: str) -> Ledger:
    return read_ledger(SourceText(path=_PATH, text=_lines(text)))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
