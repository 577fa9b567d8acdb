"""Read short references of Wikipedia, which name a source by its authors and year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from kzru_cite.convert.cs1 import anchor
from kzru_cite.convert.wikicode import Call, Nodes

Plain = Callable[[Nodes], str]
# In the words of a sentence, and in a note or brackets.
_IN_WORDS = frozenset({"harvtxt", "harvcoltxt", "citet"})
_BESIDE = frozenset(
    {
        *("harvnb", "harv", "harvp", "harvcol", "harvcolnb", "harvs", "harvard citation"),
        *("harvard citation no brackets", "citep", "harvpl"),
    }
)
_FOOTNOTES = frozenset({"sfn", "sfnp", "snf", "shortened footnote template", "sfnref2"})
_SEVERAL = frozenset({"sfnm", "harvnbm", "sfnmp", "harvnm"})


class Short(Struct, frozen=True, kw_only=True):
    """A short reference: the anchor of its source, how it reads, and the place in the source."""

    anchor: str
    words: str
    locator: str = ""
    in_words: bool = False


def is_short(name: str) -> bool:
    """Tell a template that names a source by authors and year."""
    return name in _IN_WORDS | _BESIDE | _FOOTNOTES | _SEVERAL


def read(call: Call, plain: Plain) -> tuple[Short, ...]:
    """Return what a short reference names: one source, or several."""
    if call.name in _SEVERAL:
        return tuple(_several(call, plain))
    if call.name == "harvs":
        return tuple(_of_one_author(call, plain))
    names = [plain(p.value) for p in call.parameters if p.name.isdecimal()]
    parts = tuple(name for name in names if name)
    return (
        Short(
            anchor=plain(call.get("ref")).replace(" ", "") or anchor(parts),
            words=" ".join([" & ".join(parts[:-1]), *parts[-1:]]).strip(),
            locator=_locator(call, plain, ""),
            in_words=call.name in _IN_WORDS,
        ),
    )


def _of_one_author(call: Call, plain: Plain) -> Iterator[Short]:
    """Read ``{{harvs|txt|last=Smith|year=2001|year2=2006}}``: works of the same authors."""
    forms = {plain(p.value) for p in call.parameters if p.name.isdecimal()}
    names = [
        plain(call.get(*each)) for each in (("last", "last1", "author"), ("last2",), ("last3",))
    ]
    families = tuple(name for name in names if name)
    for number in range(1, 10):
        year = plain(call.get(f"year{number}", *(["year"] if number == 1 else [])))
        if year:
            yield Short(
                anchor=anchor((*families, year)),
                words=f"{' & '.join(families)} {year}".strip(),
                locator=_locator(call, plain, "") if number == 1 else "",
                in_words="txt" in forms,
            )


def _several(call: Call, plain: Plain) -> Iterator[Short]:
    for number in range(1, 11):
        names = [plain(call.get(f"{number}a{author}")) for author in range(1, 5)]
        parts = (*(name for name in names if name), plain(call.get(f"{number}y")))
        if len(parts) > 1:
            words = f"{' & '.join(parts[:-1])} {parts[-1]}"
            locator = _locator(call, plain, str(number))
            yield Short(anchor=anchor(parts), words=words, locator=locator)


def _locator(call: Call, plain: Plain, number: str) -> str:
    page = plain(call.get(f"{number}p", f"{number}page"))
    pages = plain(call.get(f"{number}pp", f"{number}pages"))
    place = plain(call.get(f"{number}loc", f"{number}at"))
    return located(page, pages, place)


def located(page: str, pages: str, place: str) -> str:
    """Join a page, pages and another place to a locator as pandoc reads it."""
    if page and not re.fullmatch(r"[\dA-Zivxlc.,\s–-]+", page):
        return ", ".join(one for one in (page, pages, place) if one)
    several = re.search(r"\d\s*[-–,]\s*\d", page)
    named = [
        f"{'pp.' if several else 'p.'} {page}" if page else "",
        f"pp. {pages}" if pages else "",
        place,
    ]
    return ", ".join(one for one in named if one)
