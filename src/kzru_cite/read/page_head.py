"""Read the metadata elements of a page: meta, link, base, and the language of the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from kzru_cite.model.entities import resolved
from kzru_cite.read.page_words import short

_MOST_VALUES = 300
# A tag that all readers of markup understand alike, and one attribute of it.
_ATTRIBUTE = r"([a-zA-Z][\w:.-]*)(?:\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([\w:./-]+)))?"
_EACH = re.compile(_ATTRIBUTE, re.ASCII)
_CLEAR = re.compile(
    rf"<(meta|link|base|html)((?:\s+{_ATTRIBUTE})*+)\s*/?>", re.ASCII | re.IGNORECASE
)
_OPEN_REFERENCE = re.compile(r"&(?!#?\w+;)", re.ASCII)


class Head(Struct, frozen=True, kw_only=True):
    """
    What the head of a page says.

    *metas* are the contents of meta elements by name in small letters, with dots for colons
    (``og.title``, ``dc.creator``), those given as a property first. *refresh* is the target of a
    meta refresh as written.
    """

    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    canonical: str = ""
    base: str = ""
    language: str = ""
    refresh: str = ""

    def first(self, *names: str) -> str:
        """Return the first value of the first of these names that has one, or ''."""
        return next((value for name in names for value in self.metas.get(name, ())), "")

    def all(self, *names: str) -> list[str]:
        """Return the values of all these names in the order of the names."""
        return [value for name in names for value in self.metas.get(name, ())]


class _Tag(Struct, frozen=True):
    """An element, and its attributes as written but for their references."""

    name: str
    given: Mapping[str, str]

    def value(self, name: str) -> str:
        found = self.given.get(name)
        return short(found) if found else ""


def read_head(elements: Sequence[str]) -> Head:
    """Read tags as they are written in the page; what is not metadata is passed over."""
    tags = _clear(elements)
    if tags is None:
        tags = _unclear(elements)
    metas = [tag for tag in tags if tag.name == "meta"]
    links = [tag for tag in tags if tag.name == "link"]
    return Head(
        metas=_metas(metas),
        canonical=next((tag.value("href") for tag in links if _is(tag, "canonical")), ""),
        base=next((tag.value("href") for tag in tags if tag.name == "base"), ""),
        language=_language(tags),
        refresh=next(filter(None, map(_refresh, metas)), ""),
    )


def _clear(elements: Sequence[str]) -> list[_Tag] | None:
    """Read tags in which nothing is unusual; None when one of them needs a patient reader."""
    tags = []
    for element in elements:
        found = _CLEAR.fullmatch(element)
        if found is None or ("&" in element and _OPEN_REFERENCE.search(element)):
            return None
        # Of two attributes with one name the last counts here, as it does below.
        given = {
            name.lower(): first or second or bare
            for name, first, second, bare in _EACH.findall(found[2])
        }
        if "&" in element:
            given = {name: resolved(value) for name, value in given.items()}
        tags.append(_Tag(found[1].lower(), given))
    return tags


def _unclear(elements: Sequence[str]) -> list[_Tag]:
    # Most pages do without the library, which takes long to load and to read.
    from bs4 import BeautifulSoup, Tag  # noqa: PLC0415

    # Of a marked section inside a broken tag the library would make an error.
    markup = " ".join(("<!DOCTYPE html>", *elements)).replace("<![", "<!")
    soup = BeautifulSoup(markup, "html.parser")
    found = (tag for tag in soup.find_all(("meta", "link", "base", "html")) if isinstance(tag, Tag))
    return [
        _Tag(tag.name, {name: _joined(value) for name, value in tag.attrs.items()}) for tag in found
    ]


def _joined(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _is(tag: _Tag, relation: str) -> bool:
    return relation in tag.value("rel").lower().split() and bool(tag.value("href"))


def _metas(tags: Sequence[_Tag]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for attribute in ("property", "name", "itemprop"):
        for tag in tags:
            names = tag.value(attribute)
            if not names:
                continue
            # Some sites write the value where the standard has the content.
            content = tag.value("content") or tag.value("value")
            for name in names.lower().split():
                values = found.setdefault(name.replace(":", "."), [])
                if content and len(values) < _MOST_VALUES:
                    values.append(content)
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items()}


def _language(tags: Sequence[_Tag]) -> str:
    """Return the language of the html element, else of the old meta element."""
    for tag in tags:
        found = tag.name == "html" and (tag.value("lang") or tag.value("xml:lang"))
        if found:
            return found
    stated = (
        tag
        for tag in tags
        if tag.name == "meta" and tag.value("http-equiv").lower() == "content-language"
    )
    return next((tag.value("content").partition(",")[0] for tag in stated), "")


def _refresh(tag: _Tag) -> str:
    """Return where a meta refresh leads, '' when it only loads the page again."""
    if tag.value("http-equiv").lower() != "refresh":
        return ""
    _, found, target = tag.value("content").partition("=")
    return target.strip().strip("'\"").strip() if found else ""
