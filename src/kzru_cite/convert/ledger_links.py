"""Write quotations that came with an import as links of a ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from kzru_cite.convert.claims import Quoted
from kzru_cite.convert.tex import clean
from kzru_cite.read.ledger_nodes import scalar

_PLAIN = re.compile(r"[^\W\d_][\w-]*")
# YAML reads these words as something else than words, or did so once.
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_MARKS = re.compile(r"[\"“«„]([^\"“”«»„]+)[\"”»]")
_OMISSION = re.compile(r"\[?(?:\.\s?\.\s?\.(?:\s?\.)?|…)\]?")


def written(quoted: Iterable[Quoted]) -> str:
    """Return links as YAML, in the order of the claims; '' for none."""
    lines: list[str] = []
    claim = ""
    for one in quoted:
        if one.claim != claim:
            claim = one.claim
            lines.append(f"{_scalar(claim)}:\n")
        inner = _MARKS.fullmatch(one.quote.strip())
        quote = clean(_OMISSION.sub("…", inner[1] if inner else one.quote))
        lines.append(f"  - ref: {_scalar(one.key)}\n")
        lines.append(f"    quote: {scalar(quote)}\n")
    return "".join(lines)


def _scalar(word: str) -> str:
    plain = _PLAIN.fullmatch(word) and word.lower() not in _WORDS
    return word if plain else json.dumps(word, ensure_ascii=False)
