"""Prepare the CSL-JSON items of the bibliography for the citation processor."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kzru_cite.model.bibliography import Reference

# Languages of the region that pandoc leaves as BibLaTeX names them.
_NAMES = {"kazakh": "kk", "kyrgyz": "ky", "tajik": "tg", "uzbek": "uz"}
_BETWEEN = re.compile(r"[\s,;]+(?=https?://)")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
# A word of a title, or a tag, which is none.
_WORD = re.compile(r"<[^>]*>|[^\W_]+")
_TITLES = {
    "title": ("title", "subtitle", "titleaddon"),
    "title-short": ("shorttitle", "title"),
}


def for_citeproc(
    items: Iterable[Mapping[str, Any]],
    references: Mapping[str, Reference],
    *,
    accessed: bool = False,
) -> bytes:
    """
    Return the items as JSON, with *references* by key as they are written.

    Without *accessed*, access dates are left out: styles print them in many ways or not at all,
    so editions add them themselves. Capitals of titles are as written: pandoc makes small letters
    of them, those of names too. The site of a page is where styles look for it. Empty fields are
    left out: of an empty address pandoc would make a link.
    """
    left_out = frozenset() if accessed else frozenset({"accessed"})
    prepared = [_prepare(item, references.get(str(item["id"])), left_out) for item in items]
    return json.dumps(prepared, ensure_ascii=False, sort_keys=True).encode()


def _prepare(
    item: Mapping[str, Any], reference: Reference | None, left_out: frozenset[str]
) -> dict[str, Any]:
    prepared = {name: value for name, value in item.items() if name not in left_out and value != ""}
    if reference is not None:
        for name, fields in _TITLES.items():
            if name in prepared:
                written = " ".join(reference.text(field) for field in fields)
                prepared[name] = _as_written(str(prepared[name]), written)
    if "URL" in prepared:
        # Pandoc keeps the backslashes that TeX wants before some signs.
        read = reference.text("url") if reference is not None else ""
        prepared["URL"] = link_target(read or str(prepared["URL"]))
    if prepared.get("type") == "webpage" and "container-title" not in prepared:
        site = str(prepared.pop("publisher", ""))
        prepared |= {"container-title": _small(site)} if site else {}
    return prepared


def link_target(address: str) -> str:
    """Make of a field what a link can lead to: the first of several addresses, without blanks."""
    return next(iter(link_targets(address)), "")


def link_targets(address: str) -> list[str]:
    """Return what a field can lead to: all its addresses, without blanks."""
    return ["%20".join(part.split()) for part in _BETWEEN.split(address.strip()) if part]


def _small(site: str) -> str:
    """Let a host name that stands for the site keep its small letters."""
    return f'<span class="nocase">{site}</span>' if _HOST.fullmatch(site) else site


def _as_written(title: str, written: str) -> str:
    """Give the words of *title* the letters that the same words, in the same order, have."""
    words = _WORD.findall(written)
    position = 0

    def restore(match: re.Match[str]) -> str:
        nonlocal position
        for ahead in range(position, len(words)):
            if words[ahead].casefold() == match[0].casefold():
                position = ahead + 1
                return str(words[ahead])
        return match[0]

    return _WORD.sub(restore, title)


def languages(items: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Map the key of each item that names its language to the language's tag, without region."""
    named = {str(item["id"]): _tag(str(item.get("language", ""))) for item in items}
    return {key: tag for key, tag in named.items() if tag}


def _tag(language: str) -> str:
    """Return '' for what is no language tag."""
    tag = _NAMES.get(language.lower(), language).partition("-")[0].lower()
    return tag if len(tag) in {2, 3} else ""
