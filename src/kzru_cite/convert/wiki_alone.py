"""Tell notes that say nothing but what they cite from those that need a footnote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kzru_cite.convert.marks import TOKEN
from kzru_cite.convert.wiki_drafts import Draft, Target, placed
from kzru_cite.convert.wiki_words import plain
from kzru_cite.convert.wikicode import take_apart

# Words before a source, such as "See, for example,".
_SEE = re.compile(r"(?:[A-Za-z][\w.’'-]*[, ]+){0,5}[A-Za-z][\w.’'-]*[, :]*", re.ASCII)
# A place in a source, behind it.
_PLACE = re.compile(
    r"[,;:.]?\s*\(?((?:pp?|ch|chap|chapter|sect?|section|vol|vols|no|nos|n|nn|fig|figs|book|bk|pt"
    r"|part|para|§+|fol|ff?|line|ll?)\b\.?\s[^“”\"]{0,60})\)?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\[(\d[\d–,\s-]*)\]")
_QUOTED = re.compile(r"[,:;.]?\s*[\"“„«](.{8,})[\"”“»]\s*\.?")
_SIGNS = " ,;.&"


def alone(body: str, drafts: Sequence[Draft]) -> tuple[Target, ...] | None:
    """
    Return what a note cites, when its words say nothing else of weight; else None.

    *body* is its text with a token for each of *drafts*. Words before the first source, and a place
    or a quotation behind the last, go along with it.
    """
    targets = [target for draft in drafts for target in draft.targets]
    if any(draft.note or draft.locator for draft in drafts) or len(drafts) != len(targets):
        return None
    parts = [plain(take_apart(part)) for part in TOKEN.split(body)[::2]]
    before, *middle, after = parts
    if any(part.strip(_SIGNS) not in {"", "and"} for part in middle):
        return None
    if before.strip(_SIGNS):
        if not _SEE.fullmatch(before):
            return None
        targets[0] = placed(targets[0], prefix=before.strip(" ,:"))
    return _ended(targets, after) if after.strip(_SIGNS) else tuple(targets)


def _ended(targets: list[Target], after: str) -> tuple[Target, ...] | None:
    """Take the words after the last source for a place in it, or for words quoted from it."""
    last = targets[-1].cited
    after = after.rstrip(" .")
    place, pages, quoted = (form.fullmatch(after) for form in (_PLACE, _BRACKETS, _QUOTED))
    where = place[1].strip(" .)") if place else f"pp. {pages[1]}" if pages else ""
    if where:
        joined = ", ".join(one for one in (last.locator, where) if one)
        targets[-1] = placed(targets[-1], locator=joined)
    elif quoted and not last.quote and len(targets) == 1:
        targets[-1] = placed(targets[-1], quote=quoted[1])
    else:
        return None
    return tuple(targets)


def one_line(body: str) -> str:
    """Put a note into one line: in a wiki, a line is more than a line."""
    bare = re.sub(r"</?(?:blockquote|div|p|poem)\b[^>]*>", " ", body)
    return " ".join(re.sub(r"(?m)^[*#:;]+\s*", " ", bare).split())
