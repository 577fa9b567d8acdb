"""Fit the tree to Typst: what pandoc's writer leaves out is put in as Typst's own code."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from kzru_cite.edition.attached import attached_input
from kzru_cite.edition.dress import paper_theme
from kzru_cite.edition.front import Front
from kzru_cite.edition.paper_links import CODE, short_address
from kzru_cite.edition.qr import draw
from kzru_cite.edition.references import ENTRY
from kzru_cite.edition.text import shorten
from kzru_cite.edition.tree import (
    Change,
    Node,
    Nodes,
    attributes,
    plain,
    raw,
    raw_block,
    rewrite,
    with_attributes,
    words,
)
from kzru_cite.errors import UsageError
from kzru_cite.model.paper import Attachment
from kzru_cite.model.theme import Theme

_TYPST = "typst"
# Divs that the template has a function for.
_BOXES = {"infobox": "infobox", "remarks": "remarks", ENTRY: "entry"}
# Spans that it has one for.
_REMARK = "remark"
_STYLED = {_REMARK: "remark", "uses": "uses", "record": "record", "csl-left-margin": "number"}
# The ways back from an entry stay on one line when they are so few, in signs.
_FEW_USES = 24
_ADDRESS = re.compile(r"https?://\S+")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")
_LENGTH = re.compile(r"([\d.]+)\s*(px|pt|mm|cm|in|em|%)?")
# A Str may be a stop alone, and the letter stand in the next one.
_FIELD = re.compile(r"\.(?:[^\W\d]|$)")
_COMMENT = re.compile(r"(?<!\\)%.*")
_DETERMINANT = re.compile(r"\\(begin|end)\{vmatrix\}")
_BARS = {"begin": r"\left|\begin{matrix}", "end": r"\end{matrix}\right|"}
_TEXTS = frozenset({"MetaBlocks", "MetaInlines"})
_RUNNING_TITLE = 60
# In signs of text; about a third of a page.
_LONG_TABLE = 700
_LONG_ROWS = 12
_MANY_COLUMNS = 8


def for_typst(blocks: Nodes) -> Nodes:
    """
    Return the blocks with alternative texts, languages and boxes written for Typst.

    Raises UsageError for an image without any text, since PDF/UA admits none.
    """
    changes: dict[str, Change] = {
        "Image": _image,
        "Math": _math,
        "Span": _span,
        "Div": _div,
        "Link": _link,
        "Table": _table,
        "Str": _word,
        "Header": _header,
    }
    fitted: Nodes = rewrite(blocks, changes)
    return fitted


def title_page_for_typst(meta: Node) -> Node:
    """Return the fields of the title page, written for Typst as the blocks are."""
    return {
        name: {**value, "c": for_typst(value["c"])} if value["t"] in _TEXTS else value
        for name, value in meta.items()
    }


def page_inputs(
    front: Front, theme: Theme | None = None, attachments: Sequence[Attachment] = ()
) -> dict[str, str]:
    """Return what the template reads beside the text: plain data, so nothing needs escaping."""
    language, _, region = front.language.partition("-")
    told = {
        "title": front.title,
        "running": shorten(front.title, _RUNNING_TITLE),
        "authors": list(front.authors),
        "description": front.description,
        "keywords": list(front.keywords),
        "day": [int(part) for part in front.day.split("-")] if _is_day(front.day) else [],
        "language": language.lower(),
        "region": region.upper() if re.fullmatch(r"[A-Za-z]{2}", region) else "",
        "contents": front.labels.contents,
        "licence": front.labels.licence,
        "licence-address": front.licence_address,
        "abstract": front.labels.abstract,
        "theme": paper_theme(theme),
    }
    return {
        "front": json.dumps(told, ensure_ascii=False, sort_keys=True),
        "attached": attached_input(attachments, front.labels),
    }


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None


def quoted(text: str) -> str:
    """Write *text* as a Typst string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _image(node: Node) -> Nodes:
    _, inner, (path, _) = node["c"]
    pairs = attributes(node)[2]
    alternative = plain(inner)
    if not alternative:
        raise UsageError(
            f"the image {path!r} has neither a caption nor a text that stands for it",
            hint='write ![caption](file){alt="what is to be seen"}',
        )
    sizes = [f"{name}: {size}" for name in ("width", "height") if (size := _size(pairs, name))]
    arguments = ", ".join([quoted(f"/{path}"), f"alt: {quoted(alternative)}", *sizes])
    return [raw(_TYPST, f"#box(image({arguments}))")]


def _size(pairs: dict[str, str], name: str) -> str:
    match = _LENGTH.fullmatch(pairs.get(name, ""))
    if match is None:
        return ""
    if match[2] in {None, "px"}:
        return f"{float(match[1]) * 0.75:g}pt"
    return f"{match[1]}{match[2]}"


def _header(node: Node) -> Nodes:
    # Contents, running head and the outline of the file repeat what they see of a heading;
    # data they don't, and the template shows it in the heading itself.
    def hide(inner: Node) -> Nodes:
        if inner["t"] == "Span" and _REMARK not in attributes(inner)[1]:
            return [inner]
        return [raw(_TYPST, "#metadata(() => ["), inner, raw(_TYPST, "])")]

    level, own, inlines = node["c"]
    hidden: Nodes = rewrite(inlines, {"Note": hide, "Span": hide})
    return [{**node, "c": [level, own, hidden]}]


def _word(node: Node) -> Nodes:
    # After a call such as #emph[a], Typst takes a stop and a letter for the name of a field.
    text: str = node["c"]
    if not _FIELD.match(text):
        return [node]
    return [raw(_TYPST, "\\."), *words(text[1:])]


def _math(node: Node) -> Nodes:
    # The text that stands for a formula is its TeX form, which readers of formulas know.
    kind, text = node["c"]
    opening = f"#[#set math.equation(alt: {quoted(text)});"
    return [raw(_TYPST, opening), {**node, "c": [kind, _tex(text)]}, raw(_TYPST, "]")]


def _tex(text: str) -> str:
    # What the writer cannot read it prints as text, where a line that begins with "=" would be
    # a heading. Of a vmatrix it makes a matrix between double bars.
    line = " ".join(_COMMENT.sub("", text).split())
    return _DETERMINANT.sub(lambda match: _BARS[match[1]], line)


def _span(node: Node) -> Nodes:
    identifier, classes, pairs = attributes(node)
    inner: Nodes = node["c"][1]
    if _REMARK in classes:
        inner = rewrite(inner, {"Link": _bound})
    if "uses" in classes and len(plain(inner)) <= _FEW_USES:
        inner = rewrite(inner, {"Space": lambda _: words("\u00a0")})
    for name in classes:
        if name in _STYLED:
            inner = [raw(_TYPST, f"#{_STYLED[name]}["), *inner, raw(_TYPST, "]")]
    language = pairs.get("lang", "")
    if _TAG.fullmatch(language):
        inner = [raw(_TYPST, f"#text({_language(language)})["), *inner, raw(_TYPST, "]")]
    return [
        *_anchor(identifier),
        with_attributes({**node, "c": [node["c"][0], inner]}, identifier="", pairs={}),
    ]


def _bound(node: Node) -> Nodes:
    """Let a mark break behind a comma only."""
    own, inner, target = node["c"]
    bound: Nodes = []
    for one in inner:
        free = not bound or plain(bound[-1:]).endswith(",")
        bound += [one] if free or one["t"] != "Space" else words("\u00a0")
    return [{**node, "c": [own, bound, target]}]


def _language(tag: str) -> str:
    # Without a region of its own, a part would take that of the document.
    language, _, region = tag.partition("-")
    shown = quoted(region.upper()) if re.fullmatch(r"[A-Za-z]{2}", region) else "none"
    return f"lang: {quoted(language.lower())}, region: {shown}"


def _anchor(identifier: str) -> Nodes:
    # A label of the text itself would be lost where two of them end at the same word.
    return [raw(_TYPST, f"#metadata(none)#label({quoted(identifier)})")] if identifier else []


def _div(node: Node) -> Nodes:
    identifier, classes, pairs = attributes(node)
    box = next((_BOXES[name] for name in classes if name in _BOXES), None)
    if box is None:
        return [node]
    code = draw(pairs[CODE]) if CODE in pairs else None
    drawn = f"(code: qr({quoted(code.svg)}, {code.width}))" if code else ""
    end = f"]#label({quoted(identifier)})" if identifier else "]"
    return [raw_block(_TYPST, f"#{box}{drawn}["), *node["c"][1], raw_block(_TYPST, end)]


def _table(node: Node) -> Nodes:
    rules = []
    # A short table is kept on one page, a long one must run over.
    rows = sum(len(body[3]) for body in node["c"][4])
    if rows > _LONG_ROWS or len(plain(node["c"])) > _LONG_TABLE:
        rules.append("#show figure.where(kind: table): set block(breakable: true)")
    if len(node["c"][2]) > _MANY_COLUMNS:
        rules.append("#show table: set text(size: 7pt); #set table(inset: (x: 2pt, y: 4pt))")
    if not rules:
        return [node]
    return [raw_block(_TYPST, "#[" + "; ".join(rules)), node, raw_block(_TYPST, "]")]


def _link(node: Node) -> Nodes:
    identifier = attributes(node)[0]
    own, inner, target = node["c"]
    shown = plain(inner)
    if _ADDRESS.fullmatch(shown) or shown == short_address(target[0]):
        inner = [raw(_TYPST, f"#address({quoted(shown)});")]
    bare = {**node, "c": [own, inner, target]}
    return [*_anchor(identifier), with_attributes(bare, identifier="", pairs={})]
