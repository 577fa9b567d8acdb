"""
Choose what of a long bibliography pandoc is asked about.

Pandoc's own reader takes a millisecond an entry and 70 kB of memory, more than all else that is
done with one. What the article cites, and what that inherits from, is asked about in any case;
of the others, in the order of the file, as much as fits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from kzru_cite.model.bibliography import Bibliography, Reference
from kzru_cite.model.place import SourceText

# A file up to this many characters, some 1,600 entries, is asked about as a whole.
BOUND = 2**19
_LINKS = ("crossref", "xdata", "xref", "related", "entryset")


class Portion(Struct, frozen=True, kw_only=True):
    """
    A part of a bibliography: its *text* as a source of its own, and where that stood.

    *keys* are the entries in it, *left* how many entries of the file are not. *kept* are the
    stretches of the file that make up the text, as offsets.
    """

    text: SourceText
    keys: frozenset[str]
    left: int
    kept: tuple[tuple[int, int], ...]

    def offset(self, inner: int) -> int:
        """Turn an offset into the portion into one into the file."""
        starts = [0]
        for start, end in self.kept:
            starts.append(starts[-1] + end - start)
        index = min(bisect_right(starts, inner), len(self.kept)) - 1
        return self.kept[index][0] + inner - starts[index] if self.kept else 0


def portion(
    source: SourceText, bibliography: Bibliography, cited: Iterable[str], bound: int = BOUND
) -> Portion | None:
    """
    Return what to ask of a file: what is *cited* ('*': all), and others up to *bound* characters.

    None when that is the whole file. What is no readable entry, such as abbreviations and broken
    entries, is always in it.
    """
    wanted = _with_parents(frozenset(cited), bibliography.references)
    if len(source.text) <= bound or "*" in wanted:
        return None
    entries = [one for one in bibliography.references if one.place.path == source.path]
    ends = [_span(source, one) for one in entries]
    chosen = [one.key in wanted or bool(_listed(one, "ids") & wanted) for one in entries]
    room = bound - sum(end - start for (start, end), yes in zip(ends, chosen, strict=True) if yes)
    for index, (start, end) in enumerate(ends):
        if not chosen[index] and end - start <= room:
            room -= end - start
            chosen[index] = True
    # Of entries with one key pandoc must see all or none.
    keys = {one.key for one, yes in zip(entries, chosen, strict=True) if yes}
    out = [span for span, one in zip(ends, entries, strict=True) if one.key not in keys]
    if not out:
        return None
    kept = tuple(_between(out, len(source.text)))
    text = "".join(source.text[start:end] for start, end in kept)
    return Portion(
        text=SourceText(path=source.path, text=text),
        keys=frozenset(keys),
        left=len(out),
        kept=kept,
    )


def _with_parents(cited: frozenset[str], references: Iterable[Reference]) -> frozenset[str]:
    """Add what the cited entries rest on, and what that rests on in turn."""
    by_key = {name: one for one in references for name in (one.key, *_listed(one, "ids"))}
    found: set[str] = set()
    waiting = list(cited)
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        if key in by_key:
            waiting += _listed(by_key[key], *_LINKS)
    return frozenset(found)


def _listed(reference: Reference, *names: str) -> set[str]:
    texts = (reference.text(name) for name in names if name in reference.fields)
    return {key.strip() for text in texts for key in text.split(",")} - {""}


def _span(source: SourceText, reference: Reference) -> tuple[int, int]:
    place = reference.place
    start = source.offset(place.line, place.column)
    return start, source.offset(place.end_line, place.end_column)


def _between(out: list[tuple[int, int]], length: int) -> Iterable[tuple[int, int]]:
    """Give the stretches of a text of *length* that none of *out*, in order, takes up."""
    done = 0
    for start, end in out:
        if start > done:
            yield done, start
        done = max(done, end)
    if done < length:
        yield done, length
