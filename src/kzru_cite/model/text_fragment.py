"""
Write links that lead to words on a page, and have the browser show them.

The form is that of URL Fragment Text Directives (WICG, draft of 2023, section 3.3):
``#:~:text=[prefix-,]start[,end][,-suffix]``. A browser that does not know it opens the page.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from kzru_cite.model.quotation import Quotation, Spot

# Words at each end of a long quotation. The browser finds a short text only inside one paragraph,
# but the two ends of a long one in two.
_ENDS = 6
_LONG = 2 * _ENDS + 4
_CONTEXT = 3
_OMISSION = re.compile(r"\s*(?:\[[^\]]*\]|…|\.{3})\s*")
_DIRECTIVE = ":~:"
# So long is what stands after the words of a spot, unless the text ends.
_CUT = 80


def to_words(address: str, quotation: Quotation, spot: Spot | None = None) -> str:
    """
    Return *address* with a fragment that names the words, by *spot* when they were found.

    A page of a PDF is named by its number instead, since its readers know no text directives.
    """
    page, _, fragment = address.partition("#")
    if spot is not None and spot.page is not None:
        return f"{page}#page={spot.page}"
    kept = fragment.partition(_DIRECTIVE)[0]
    directive = _directive(quotation, spot)
    return f"{page}#{kept}{_DIRECTIVE}text={directive}" if directive else address


def whole_words(spot: Spot) -> tuple[str, str]:
    """Return what stands before and after, without the words that the cut has torn."""
    before, after = spot.before, spot.after
    if spot.start > len(before):
        before = before.partition(" ")[2] if " " in before else ""
    if len(after) >= _CUT:
        after = after.rpartition(" ")[0]
    return before, after


def _directive(quotation: Quotation, spot: Spot | None) -> str:
    pieces = [piece.split() for piece in _OMISSION.split(spot.words if spot else quotation.exact)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return ""
    prefix, suffix = whole_words(spot) if spot else (quotation.prefix, quotation.suffix)
    before, after = prefix.split()[-_CONTEXT:], suffix.split()[:_CONTEXT]
    parts = [f"{_coded(before)}-"] if before else []
    if len(pieces) == 1 and len(pieces[0]) <= _LONG:
        parts.append(_coded(pieces[0]))
    else:
        parts += [_coded(pieces[0][:_ENDS]), _coded(pieces[-1][-_ENDS:])]
    parts += [f"-{_coded(after)}"] if after else []
    return ",".join(parts)


def _coded(words: list[str]) -> str:
    """Encode all but letters, digits and a few signs: comma, hyphen and ampersand mean more."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
