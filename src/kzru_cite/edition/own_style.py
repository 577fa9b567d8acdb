"""Look through a citation style of a project's own before pandoc reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from xml.parsers import expat

from kzru_cite.errors import UsageError

# The largest of the 10,000 styles of citationstyles.org has some 200,000 letters.
_LARGEST = 5_000_000
_DEEPEST = 200


def check_style(text: str) -> None:
    """
    Refuse a style with which pandoc would leave its sandbox, or come to no end.

    For a dependent style pandoc fetches the parent that it names, from a file or the web. A macro
    that leads back to itself is never done. Raises UsageError for these, for a document type, for
    what is no XML, and for what is far larger or deeper than a style is.
    """
    if len(text) > _LARGEST:
        raise _error(f"has more than {_LARGEST:,} letters")
    found = _Look()
    try:
        found.read(text)
    except (expat.ExpatError, ValueError) as cause:
        raise _error(f"is no XML: {cause}") from cause
    try:
        TopologicalSorter(found.macros).prepare()
    except CycleError as cause:
        raise _error(f"has macros that lead back to themselves: {_circle(cause)}") from cause


def _circle(cause: CycleError) -> str:
    names: list[str] = cause.args[1]
    return " → ".join(name[:40] for name in names[:5])


def _error(
    why: str, hint: str = "name a style of CSL 1.0 that is complete in itself"
) -> UsageError:
    return UsageError(f"the citation style {why}", hint=hint)


class _Look:
    """What is seen of a style while it is read: which macros call which."""

    def __init__(self) -> None:
        self.macros: dict[str, set[str]] = {}
        self._inside: list[str] = []
        self._macro = ""

    def read(self, text: str) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), True)  # noqa: FBT003

    def _doctype(self, *_: object) -> None:
        raise _error("has a document type, which no style needs")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        self._inside.append(name)
        if len(self._inside) > _DEEPEST:
            raise _error(f"has more than {_DEEPEST} elements within each other")
        if name == "link" and "independent-parent" in _values(attributes, "rel"):
            raise _error("depends on another one", hint="name that one, or a file with all of it")
        if name == "macro":
            self._macro = next(_values(attributes, "name"), "")
        elif self._macro:
            self.macros.setdefault(self._macro, set()).update(_values(attributes, "macro"))

    def _end(self, _: str) -> None:
        if self._inside.pop() == "macro":
            self._macro = ""


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _values(attributes: Mapping[str, str], name: str) -> Iterator[str]:
    return (value.strip() for key, value in attributes.items() if _local(key) == name)
