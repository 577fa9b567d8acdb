"""Change single values in the text of a YAML file, and leave every other letter as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from kzru_cite.errors import LedgerError
from kzru_cite.read.ledger_yaml import MappingNode, Node, ScalarNode, SequenceNode

# Texts that need no quotation marks, whoever reads them.
_PLAIN = re.compile(r"[A-Za-z_][\w.\-]*|\d{4}-\d{2}-\d{2}|sha256:[0-9a-f]{64}", re.ASCII)
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
# What YAML or a line cannot hold, and what would show a line of the file in another order.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_COLON = re.compile(r"\s*:")

Pair = tuple[ScalarNode, Node]
Values = Mapping[str, str]


def scalar(text: str) -> str:
    """Write a text so that YAML reads it as that very text, on one line."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04X}", quoted)


def lines(values: Values, indent: str) -> list[str]:
    """Write values as the lines of an entry of a list; its dash stands after *indent*."""
    written = [f"{name}: {scalar(value)}" for name, value in values.items()]
    return [f"{indent}{'  ' if index else '- '}{line}" for index, line in enumerate(written)]


def flow(values: Values) -> str:
    """Write values in braces."""
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in values.items()) + "}"


class Splices:
    """Collect changes to one text, all of them told by offsets into it as it was."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.eol = "\r\n" if "\r\n" in text else "\n"
        self._changes: list[tuple[int, int, str]] = []

    def changed(self) -> str:
        """Return the text with all changes."""
        parts, done = [], 0
        for start, end, new in sorted(self._changes, key=lambda change: change[:2]):
            parts += [self.text[done:start], new]
            done = end
        return "".join((*parts, self.text[done:]))

    def replace(self, start: int, end: int, new: str) -> None:
        """Put *new* in the place of a stretch."""
        self._changes.append((start, end, new))

    def add_lines(self, after: int, new: Iterable[str]) -> None:
        """Put lines after the one in which the offset *after* stands."""
        at = self.line_end(after)
        if at == len(self.text) and not self.text.endswith(("\n", "\r")) and self.text:
            # The last line has no end, and the new last one gets none either.
            self.replace(at, at, "".join(self.eol + line for line in new))
        else:
            self.replace(at, at, "".join(line + self.eol for line in new))

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, its line end included."""
        match = _LINE_END.search(self.text, offset)
        return match.end() if match else len(self.text)

    def indent(self, offset: int) -> str:
        """Return as many blanks as stand letters before the offset on its line."""
        return " " * (offset - self.line_start(offset))

    def end(self, node: Node, after: int) -> int:
        """Return the offset of the last letter of a node; *after* is that before an empty one."""
        if isinstance(node, ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            return after if start == end else start + len(self.text[start:end].rstrip()) - 1
        if getattr(node, "flow_style", False) or not node.value:
            return int(node.end_mark.index) - 1
        if isinstance(node, MappingNode):
            key, value = node.value[-1]
            return self.end(value, self.colon(key))
        return self.end(node.value[-1], self.dash(node.value[-1]))

    def colon(self, key: Node) -> int:
        """Return where the colon after a key stands; LedgerError when it has none ("? key")."""
        found = _COLON.match(self.text, key.end_mark.index)
        if found is None:
            line = len(_LINE_END.findall(self.text[: key.start_mark.index]))
            raise LedgerError(
                f"line {line}: no colon follows the key",
                hint="write it as 'key:', then it can be written to",
            )
        return found.end() - 1

    def dash(self, item: Node) -> int:
        """Return where the dash before an entry of a list stands."""
        return self.text.rindex("-", 0, max(item.start_mark.index, 1))

    def set(self, node: MappingNode, values: Values, known: Sequence[str]) -> None:
        """
        Write values, those of '' taken away, into a mapping.

        New ones stand after the one that comes before them in *known*.
        """
        pairs = pairs_of(node)
        self._remove(node, [name for name, value in values.items() if not value and name in pairs])
        for name in known:
            if not values.get(name):
                continue
            if name in pairs:
                self._set(pairs[name], scalar(values[name]))
            else:
                self.add(node, name, f"{name}: {scalar(values[name])}", known)

    def add(
        self,
        node: MappingNode,
        name: str,
        line: str,
        known: Sequence[str],
        below: Iterable[str] = (),
    ) -> None:
        """Add a line, and those below it, to a mapping."""
        pairs = pairs_of(node)
        earlier = [one for one in known[: known.index(name)] if one in pairs]
        key, value = pairs[earlier[-1]] if earlier else node.value[0]
        last = self.end(value, self.colon(key))
        if node.flow_style:
            self.replace(last + 1, last + 1, f", {line}")
        else:
            indent = self.indent(node.value[0][0].start_mark.index)
            self.add_lines(last, [indent + one for one in (line, *below)])

    def append_flow(self, node: Node, new: str) -> None:
        """Add an entry to a list or mapping in brackets."""
        at = int(node.end_mark.index) - 1
        self.replace(at, at, f", {new}" if node.value else new)

    def drop(self, node: SequenceNode, index: int) -> None:
        """Take an entry out of a list of several."""
        item = node.value[index]
        if not node.flow_style:
            dash = self.dash(item)
            self.replace(self.line_start(dash), self.line_end(self.end(item, dash)), "")
        elif index:
            self.replace(node.value[index - 1].end_mark.index, item.end_mark.index, "")
        else:
            self.replace(item.start_mark.index, node.value[1].start_mark.index, "")

    def _set(self, pair: Pair, new: str) -> None:
        key, value = pair
        start, end = value.start_mark.index, value.end_mark.index
        if start == end:
            at = self.colon(key) + 1
            self.replace(at, at, f" {new}")
        else:
            self.replace(start, self.end(value, start) + 1, new)

    def _remove(self, node: MappingNode, names: Sequence[str]) -> None:
        gone = [pair[0].value in names for pair in node.value]
        kept = gone.index(False)
        if kept:
            # What stands on the line of a dash makes room for the first that is kept.
            first = node.value[0][0].start_mark.index
            self.replace(first, node.value[kept][0].start_mark.index, "")
        for index in range(kept + 1, len(gone)):
            if gone[index]:
                key, value = node.value[index]
                last = self.end(value, self.colon(key))
                if node.flow_style:
                    before, held = node.value[index - 1]
                    self.replace(self.end(held, self.colon(before)) + 1, last + 1, "")
                else:
                    start = self.line_start(key.start_mark.index)
                    self.replace(start, self.line_end(last), "")


def pairs_of(node: MappingNode) -> dict[str, Pair]:
    """Return the pairs of a mapping by their names."""
    return {key.value: (key, value) for key, value in node.value if isinstance(key, ScalarNode)}
