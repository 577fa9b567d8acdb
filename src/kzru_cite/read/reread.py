"""Read what pandoc made of a bibliography, for comparison with our own reading."""

from __future__ import annotations

import json
import re
from typing import Any

from kzru_cite.model.bibliography import SecondReading, UnreadableToPandoc
from kzru_cite.model.place import SourceText

_FAULT = re.compile(
    r"\(line (?P<line>\d+), column (?P<column>\d+)\):?\s*(?P<message>.*)", re.DOTALL
)
# The CSL variables compared, and the field of ours that each comes from.
_COMPARED = ("title", "DOI", "ISBN", "ISSN", "URL", "volume", "page")
# Those of which it is only asked whether they are there.
_NEEDED = ("container-title", "collection-title", "publisher", "publisher-place", "note")


def read_answer(source: SourceText, output: bytes) -> SecondReading:
    """Read CSL-JSON, the answer of ``pandoc -f biblatex -t csljson`` to *source*."""
    items: list[dict[str, Any]] = json.loads(output or b"[]")
    return SecondReading(
        path=source.path, entries={str(item["id"]): _texts(item) for item in items}
    )


def read_refusal(source: SourceText, messages: str) -> UnreadableToPandoc:
    """Read the error message of a pandoc that stopped at a syntax error."""
    found = _FAULT.search(messages)
    line, column = (int(found["line"]), int(found["column"])) if found else (1, 1)
    start = source.offset(line, column)
    words = found["message"] if found else messages
    message = "; ".join(
        part.strip() for part in words.splitlines()[:2] if part.strip() and "^" not in part
    )
    return UnreadableToPandoc(place=source.locate(start, start + 1), message=message)


def _texts(item: dict[str, Any]) -> dict[str, str]:
    values = {name: str(item[name]) for name in (*_COMPARED, *_NEEDED) if name in item}
    values |= {f"{role}s": str(len(item[role])) for role in ("author", "editor") if role in item}
    issued = item.get("issued", {}).get("date-parts")
    if issued and issued[0]:
        values["year"] = str(issued[0][0])
    return values
