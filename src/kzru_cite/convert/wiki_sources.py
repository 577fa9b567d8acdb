"""Collect the sources of a wiki page, and find those that short references name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec.structs import replace

from kzru_cite.convert import cs1
from kzru_cite.convert.entry import Entry, excerpt
from kzru_cite.convert.free_dates import edtf
from kzru_cite.convert.keys import Keys, base
from kzru_cite.convert.marks import Cited
from kzru_cite.convert.tex import value
from kzru_cite.convert.wiki_drafts import Target
from kzru_cite.convert.wiki_free import Named
from kzru_cite.convert.wiki_templates import is_dead
from kzru_cite.convert.wiki_words import plain, unknown
from kzru_cite.convert.wikicode import Call, Remark, walk

# Told of something that was not carried over: an offset, and what it was.
Lose = Callable[[int, str], None]
_IN_CAPITALS = frozenset({"URL", "DOI", "ISBN", "ISSN", "PMID", "PMC", "JSTOR", "HDL", "OCLC",
                          "LCCN", "ID", "ISBN13"})  # fmt: skip


class Sources:
    """The sources met so far, each once; *lose* is told what a template says in vain."""

    def __init__(self, lose: Lose, line_of: Callable[[int], int]) -> None:
        self._lose = lose
        self._line_of = line_of
        self._sources: list[cs1.Source] = []
        self._lines: list[int] = []
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        self._named: dict[str, list[int]] = {}
        self._anchors: dict[str, int] = {}
        self._loose: dict[str, set[int]] = {}
        self.shown: Counter[str] = Counter()
        self.templates = 0
        self.same = 0

    def take(self, call: Call) -> Target:
        """Read a citation template, and find what an earlier one said already."""
        self.templates += 1
        source = cs1.read(call.name, self._parameters(call))
        known = len(self._sources)
        number = self.register(source, self._line_of(call.start))
        if number < known:
            self.same += 1
            self._lose(call.start, f"the same source as in line {self._lines[number]}")
        for what in source.unsaid:
            self._lose(call.start, f"{call.name}: {what}")
        self.shown.update(source.shown)
        cited = Cited(key="", locator=source.locator, quote=source.quote)
        return Target(cited=cited, source=number)

    def _parameters(self, call: Call) -> dict[str, str]:
        parameters: dict[str, str] = {}
        for parameter in call.parameters:
            text = plain(parameter.value)
            name = parameter.name if parameter.name in _IN_CAPITALS else parameter.name.lower()
            if parameters.get(name) and text:
                self._lose(parameter.start, f"{name!r} stands twice: {excerpt(parameters[name])}")
            parameters[name] = text or parameters.get(name, "")
            for template in unknown(parameter.value):
                what = f"a template that is not known: {excerpt(template.source)}"
                self._lose(template.start, what)
            for node in walk(parameter.value):
                if isinstance(node, Remark) and node.source.strip("<!-> "):
                    self._lose(node.start, f"a remark: {excerpt(node.source)}")
        return parameters

    def register(self, source: cs1.Source, line: int) -> int:
        """Return the number of a source; one that was not met before gets the next."""
        content = (source.kind, tuple(sorted(source.fields.items())))
        number = self._known.setdefault(content, len(self._sources))
        if number == len(self._sources):
            self._named.setdefault(source.name, []).append(number)
            self._sources.append(source)
            self._lines.append(line)
        return number

    def add_state(self, call: Call, number: int) -> None:
        """Add what a template beside an address says: that it is dead, or where a copy is."""
        added: dict[str, str] = {}
        if is_dead(call.name):
            added["urlstatus"] = "dead"
        elif plain(call.get("url", "url1")):
            added["archiveurl"] = value("archiveurl", plain(call.get("url", "url1")))
            day = edtf(plain(call.get("date", "date1")))
            added |= {"archivedate": day} if day else {}
        source = self._sources[number]
        self._sources[number] = replace(source, fields={**added, **source.fields})

    def settle(self, target: Target, free: Named, line: int) -> Target:
        """Find the source that free words such as ``Wells, p. 6`` name, or make one of them."""
        fits = [
            number
            for number in self._named.get(free.name, ())
            if free.year in {"", self._sources[number].year}
        ]
        if len(fits) == 1:
            cited = replace(target.cited, locator=free.locator)
            return replace(target, source=fits[0], cited=cited)
        return replace(target, source=self.register(free.source, line))

    def line(self, number: int) -> int:
        """Return the line in which a source was first met."""
        return self._lines[number]

    def is_free(self, number: int) -> bool:
        """Tell a source that is kept in free words."""
        return "howpublished" in self._sources[number].fields

    def anchored(self, anchor: str) -> int:
        """Return the source of this anchor, -1 for none; capitals matter only between two."""
        if not self._anchors:
            # All sources with anchors were met before the first is asked for.
            for number, source in enumerate(self._sources):
                for known in source.anchors:
                    self._anchors.setdefault(known, number)
                    self._loose.setdefault(known.lower(), set()).add(number)
        near = self._loose.get(anchor.lower(), set())
        return self._anchors.get(anchor, min(near) if len(near) == 1 else -1)

    def entries(self) -> tuple[Entry, ...]:
        """Return the sources as entries, with a key for each."""
        fresh = Keys()
        made: list[Entry] = []
        for source, line in zip(self._sources, self._lines, strict=True):
            key = fresh.give(base(source.name, source.title, source.year))
            made.append(Entry(key=key, kind=source.kind, fields=source.fields, line=line))
        return tuple(made)
