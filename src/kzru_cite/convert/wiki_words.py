"""Say what templates and other markup of a wiki come to in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from kzru_cite.convert.wikicode import (
    Call,
    Element,
    Nodes,
    PageLink,
    Remark,
    WebLink,
    Words,
    walk,
)
from kzru_cite.model.dates import is_short
from kzru_cite.model.entities import resolved

Render = Callable[[Nodes], str]

# Templates that stand for a sign or a word.
_SIGNS = {
    "ndash": "–", "snd": " –\u00a0", "spnd": " –\u00a0", "spaced ndash": " –\u00a0", "en dash": "–",
    "mdash": "—", "spaced mdash": " —\u00a0", "em dash": "—", "nbsp": "\u00a0", "space": " ",
    "sic": "[sic]", "'": "’", "okina": "ʻ", "hamza": "ʼ", "'s": "’s", "dot": "·", "middot": "·",
    "bull": "•", "!": "|", "=": "=", "ad": "AD", "ce": "CE", "bc": "BC", "-": "", "clear": "",
    "pipe": "|", "shy": "", "zwsp": "", "wbr": "", "thinsp": "\u2009", "hair space": "\u200a",
}  # fmt: skip
# Templates that show one of their parameters: the last that is there, up to this number.
_FIRST = (
    "nowrap nobr nobreak small smaller big larger resize em strong smallcaps sc sc1 sc2 noitalic"
    " normal unicode ipa abbr tooltip vanchor ill script url"
)
_SHOWN = {
    **dict.fromkeys((*_FIRST.split(), "native phrase", "interlanguage link", "visible anchor"), 1),
    **dict.fromkeys(("lang", "native name", "color", "font color", "transliteration", "audio"), 2),
    # {{transl|ar|ALA|words}} names a standard before the words, or none.
    "transl": 3,
}
_IDENTIFIERS = {
    "isbn": "ISBN", "isbnt": "", "issn": "ISSN", "doi": "doi:", "oclc": "OCLC", "pmid": "PMID",
    "arxiv": "arXiv:", "jstor": "JSTOR", "pmc": "PMC",
}  # fmt: skip
_ABOUT = frozenset({"circa", "c.", "ca.", "circ"})
_ROWS = frozenset(
    {
        "hlist",
        "flatlist",
        "plainlist",
        "ubl",
        "unbulleted list",
        "plain list",
        "flat list",
        "cslist",
    }
)
_BIRTHS = re.compile(
    r"(?:birth|death|start|end|film)[ -](?:date|year)(?:[ -]and[ -](?:age|years ago))?|dts"
)
_ANCHOR = frozenset({"harvid", "sfnref"})
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_HIDDEN = frozenset({"ref", "references", "gallery", "templatestyles", "timeline", "score"})
_NAMESPACES = re.compile(
    r":?\s*(?:file|image|category|media|файл|изображение|категория|fichier|datei|archivo)\s*:",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r":?[a-z]{2,3}(?:-[a-z]+)?:", re.ASCII)


def is_page(link: PageLink) -> bool:
    """Tell a link in the text from a picture, a category, or a link to another language."""
    return not _NAMESPACES.match(link.target) and not (
        _LANGUAGE.match(link.target) and not link.target.startswith(":") and not link.inner
    )


def is_picture(link: PageLink) -> bool:
    """Tell a picture or another file that is shown."""
    found = _NAMESPACES.match(link.target)
    return bool(found) and "cat" not in link.target[:9].lower() and "кат" not in link.target.lower()


def inline(call: Call, render: Render) -> str | None:
    """Return what a template comes to in running text; None for one that is not known."""
    name = call.name
    if name in _SIGNS:
        return _SIGNS[name]
    if name in _SHOWN:
        numbers = [str(number) for number in range(_SHOWN[name], 0, -1)]
        return render(call.get(*numbers, "text")).strip()
    if name.startswith("lang-"):
        return render(call.get("1", "text")).strip()
    numbered = [p.value for p in call.parameters if p.name.isdecimal()]
    if name in _ANCHOR:
        return "CITEREF" + "".join(render(one).strip() for one in numbered)
    if name in _IDENTIFIERS:
        return ", ".join(f"{_IDENTIFIERS[name]} {render(one).strip()}".strip() for one in numbered)
    if name in _ROWS:
        return ", ".join(_rows(map(render, numbered)))
    if name == "google books" and plain(call.get("plainurl")):
        return _google_books(call)
    return _figures(call, render)


def _figures(call: Call, render: Render) -> str | None:
    """Return what templates for dates and measures come to."""

    def given(name: str) -> str:
        return render(call.get(name)).strip()

    if call.name in _ABOUT:
        return f"c. {'–'.join(year for year in (given('1'), given('2')) if year)}".strip()
    if call.name in {"convert", "cvt"}:
        # What the wiki works out from it is not carried over: a figure that nobody wrote.
        return f"{given('1')}\u00a0{given('2')}".strip()
    if call.name == "height":
        units = ((unit, given(unit)) for unit in ("m", "cm", "ft", "in"))
        return " ".join(f"{figure} {unit}" for unit, figure in units if figure)
    if _BIRTHS.fullmatch(call.name):
        return _day([given("1"), given("2"), given("3")])
    return None


def _rows(items: Iterable[str]) -> Iterator[str]:
    for item in items:
        for line in item.splitlines():
            words = re.sub(r"^\*\s*", "", line).strip()
            if words:
                yield words


def _google_books(call: Call) -> str:
    """Return the address that ``{{google books|plainurl=yes}}`` stands for."""
    page = plain(call.get("page", "p", "pg"))
    page = f"&pg=PA{page}" if page.isdecimal() else ""
    return f"https://books.google.com/books?id={plain(call.get('id', '1'))}{page}"


def _day(parts: list[str]) -> str:
    year, month, day = parts
    if is_short(month) and 1 <= int(month) <= 12:
        return " ".join(part for part in (day.lstrip("0"), _MONTHS[int(month) - 1], year) if part)
    return ", ".join(part for part in parts if part)


def plain(nodes: Nodes) -> str:
    """Return nodes in plain words, in one line; notes, pictures and remarks are no words."""
    words = "".join(_plain(node) for node in nodes)
    return " ".join(words.replace("\u00ad", "").split())


def _plain(node: object) -> str:
    match node:
        case Words(source=source):
            # Marks of italics go before entities are read: those that are written so are words.
            return resolved(re.sub(r"'{2,5}", "", source))
        case Call():
            return inline(node, plain_spaced) or ""
        case Element(name=name):
            if name in _HIDDEN:
                return ""
            return " " if node.inner is None else plain_spaced(node.inner)
        case PageLink():
            shown = plain_spaced(node.inner) if node.inner else node.target.lstrip(":")
            return shown if is_page(node) else ""
        case WebLink():
            return node.url if node.inner is None else plain_spaced(node.inner)
        case Remark():
            return ""
        case _:  # pragma: no cover - there are no other pieces
            raise TypeError(node)


def plain_spaced(nodes: Nodes) -> str:
    """Return nodes in plain words, with the blanks at their ends."""
    return "".join(_plain(node) for node in nodes)


def unknown(nodes: Nodes) -> tuple[Call, ...]:
    """Return the templates in *nodes* that come to no words, since nobody knows them here."""
    return tuple(
        node for node in walk(nodes) if isinstance(node, Call) and inline(node, plain) is None
    )
