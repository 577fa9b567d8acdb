"""
Say a text in pandoc's tree so that the Markdown made of it is read as the same text again.

Pandoc's writer leaves signs of words as they are that its reader takes for something else: words
in braces behind code make that raw code, a backslash begins a command of TeX, ``@`` a citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from kzru_cite.convert.trees import BLANKS, inside, is_safe, words
from kzru_cite.read.items import Node

# What is written with a backslash before it: a backslash, the beginnings of a citation, of an
# entity, of a picture and of a note, of a fence, a definition and a caption; a rule.
_SIGNS = re.compile(
    r"\\|(?<![^\W_])@|&(?=#?\w+;)|!(?=\[)|\^|^:(?=::|$)|(?<=^Table):$|(?<=^table):$|^-{3,}$"
)
_ALIKE = frozenset({"Code", "Emph", "Strong", "Strikeout", "Superscript", "Subscript"})
_NAME = re.compile(r"\w[\w:.-]*")
_KEPT = frozenset({"lang", "dir"})
_OF_CLAIMS = frozenset({"date", "check", "basis", "needs", "note"})
# In keys of citations these would end the key.
_UNFIT = re.compile(r"[{}\\\s]+")


class Unmistakable(Struct, frozen=True, kw_only=True):
    """A tree without raw code, pictures and addresses that lead nowhere; *dropped* tells what."""

    tree: dict[str, Any]
    dropped: tuple[str, ...]


def unmistakable(tree: dict[str, Any]) -> Unmistakable:
    """Return the tree of a whole text, to be written as Markdown."""
    saying = _Saying()
    meta = {name: saying.again(value) for name, value in tree["meta"].items()}
    said = {**tree, "meta": meta, "blocks": saying.again(tree["blocks"])}
    return Unmistakable(tree=said, dropped=tuple(saying.dropped))


class _Saying(Struct):
    """Rebuild a tree, and remember what was dropped, each once."""

    dropped: dict[str, None] = field(default_factory=dict)

    def again(self, value: Any) -> Any:  # noqa: ANN401 - any part of a tree
        if isinstance(value, list):
            return self._attributes(value) if _is_attributes(value) else self._list(value)
        if isinstance(value, dict):
            return self._node(value) if "t" in value else self._map(value)
        return value

    def _list(self, values: list[Any]) -> list[Any]:
        made: list[Any] = []
        for value in values:
            kind = value.get("t", "") if isinstance(value, dict) else ""
            if kind == "Str":
                made += _spelled(value["c"], joined=bool(made) and made[-1]["t"] not in BLANKS)
            elif kind in {"RawInline", "RawBlock"}:
                self._drop(f"raw {value['c'][0]}")
            elif kind == "Image":
                self._drop(f"a picture: {value['c'][2][0]}")
                made += self._list(value["c"][1])
            elif kind == "Link" and not is_safe(value["c"][2][0]):
                self._drop(f"an address of no web page: {value['c'][2][0]}")
                made += self._list(inside(value))
            elif kind in _ALIKE and made and made[-1]["t"] == kind:
                # Their signs would run into each other.
                made[-1] = {"t": kind, "c": _together(made[-1]["c"], self.again(value)["c"])}
            else:
                made.append(self.again(value))
        return made

    def _node(self, node: Node) -> Node:
        match node["t"]:
            case "Math" if "$" in node["c"][1] or "\n\n" in node["c"][1]:
                # It would end too soon.
                return {"t": "Code", "c": [["", [], []], " ".join(node["c"][1].split())]}
            case "Link" if node["c"][2][0].count("(") != node["c"][2][0].count(")"):
                attributes, inner, (address, title) = node["c"]
                address = address.replace("(", "%28").replace(")", "%29")
                return {"t": "Link", "c": self.again([attributes, inner, [address, title]])}
            case "MetaString":
                return {"t": "MetaInlines", "c": self._list(words(node["c"]))}
            case "MetaMap":
                told = {name: one for name, one in node["c"].items() if _NAME.fullmatch(name)}
                return {**node, "c": self._map(told)}
            case _:
                return {**node, "c": self.again(node["c"])} if "c" in node else node

    def _map(self, value: dict[str, Any]) -> dict[str, Any]:
        made = {name: self.again(one) for name, one in value.items()}
        if "citationId" in made:
            made["citationId"] = _UNFIT.sub("-", made["citationId"])
            for name in ("citationPrefix", "citationSuffix"):
                made[name] = _without_semicolons(made[name])
        return made

    def _attributes(self, given: list[Any]) -> list[Any]:
        name, classes, pairs = given
        kept = _KEPT | (_OF_CLAIMS if "claim" in classes else frozenset())
        for key, _ in pairs:
            if key not in kept:
                self._drop(f"an attribute: {key}")
        return [
            name if _NAME.fullmatch(name) else "",
            [one for one in classes if _NAME.fullmatch(one)],
            [[key, value] for key, value in pairs if key in kept],
        ]

    def _drop(self, what: str) -> None:
        self.dropped[what] = None


def _together(first: list[Any], second: list[Any]) -> list[Any]:
    """Join the contents of two pieces of code, the attributes of the first kept, or of others."""
    if _is_attributes(first[0]):
        return [first[0], first[1] + second[1]]
    return [*first, *second]


def _is_attributes(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and isinstance(value[0], str)
        and isinstance(value[1], list)
        and isinstance(value[2], list)
    )


def _spelled(word: str, *, joined: bool) -> Iterator[Node]:
    """Yield a word in pieces; *joined* is one that stands right behind something."""
    done = 0
    starts = {found.start() for found in _SIGNS.finditer(word)}
    if joined and word.startswith("{"):
        starts.add(0)
    for start in sorted(starts):
        if start > done:
            yield {"t": "Str", "c": word[done:start]}
        yield {"t": "RawInline", "c": ["markdown", f"\\{word[start]}"]}
        done = start + 1
    if done < len(word):
        yield {"t": "Str", "c": word[done:]}


def _without_semicolons(value: Any) -> Any:  # noqa: ANN401 - any part of a tree
    """Put commas instead of semicolons in words, where these would part citations."""
    if isinstance(value, list):
        return [_without_semicolons(one) for one in value]
    if isinstance(value, dict):
        if value.get("t") == "Str":
            return {**value, "c": value["c"].replace(";", ",")}
        return {name: _without_semicolons(one) for name, one in value.items()}
    return value
