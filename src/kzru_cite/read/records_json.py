"""Take values out of JSON that may be anything, without ever failing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from kzru_cite.model.entities import resolved

# Markup of registries: HTML, JATS (jats:italic) and MathML (mml:mi), but no lone "<".
_MARK = re.compile(r"</?[A-Za-z][\w.:-]*(?:\s[^<>]*)?/?>")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")


def load(text: str) -> object:
    """Read JSON; None for what is none."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def decode(body: bytes) -> str:
    """Return the text of an answer in UTF-8; what is no UTF-8 becomes a mark of replacement."""
    return body.decode("utf-8-sig", errors="replace")


def strip(text: str) -> str:
    """Return the text without a byte order mark, and with nothing that no file could hold."""
    return text.removeprefix("\ufeff").encode("utf-8", errors="replace").decode("utf-8")


def table(value: object, *path: str) -> Mapping[str, object]:
    """Return the object at the end of *path*; an empty one if there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def items(value: object) -> tuple[object, ...]:
    """Return the members of a list; a single value counts as a list of one."""
    if isinstance(value, list):
        return tuple(value)
    return () if value is None else (value,)


def tables(value: object) -> tuple[Mapping[str, object], ...]:
    """Return the objects of a list, nothing else of it."""
    return tuple(item for item in items(value) if isinstance(item, dict))


def text_of(value: object) -> str:
    """Return a string or a number as text, blanks folded; '' for all else."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return " ".join(strip(str(value)).split())
    return ""


def words_of(value: object) -> str:
    """Return text without markup and with its entities resolved, which may be twice encoded."""
    text = text_of(value)
    return " ".join(_MARK.sub("", resolved(resolved(_MARK.sub("", text)))).split())


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list that say something, each once."""
    return distinct(words_of(item) for item in items(value))


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values without empty and repeated ones, in their order."""
    return tuple(dict.fromkeys(value for value in values if value))


def first(values: tuple[str, ...]) -> str:
    """Return the first value, '' if there is none."""
    return values[0] if values else ""


def year_in(value: object) -> int | None:
    """Return the first year that a date in any spelling names."""
    found = _YEAR.search(text_of(value))
    return int(found[1]) if found else None


def family_of(name: str) -> str:
    """Return the family name of a person whose name stands in one string."""
    before, comma, _ = name.partition(",")
    return before.strip() if comma else name.rpartition(" ")[2]


def straight(name: str) -> str:
    """Return a name written ``Family, Given`` with the family name last."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma else name
