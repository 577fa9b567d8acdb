"""Walk, rewrite and put together pandoc's JSON trees; the only module that knows their form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

# A node is {"t": type, "c": content}; what the content holds depends on the type.
Node: TypeAlias = dict[str, Any]
Nodes: TypeAlias = list[Node]
Change: TypeAlias = Callable[[Node], Nodes]

# Where the attributes (id, classes, pairs) stand in the content of a node.
_ATTRIBUTES_AT = {
    "Code": 0,
    "CodeBlock": 0,
    "Div": 0,
    "Figure": 0,
    "Header": 1,
    "Image": 0,
    "Link": 0,
    "Span": 0,
    "Table": 0,
}
_HOLDERS = frozenset({dict, list})
_SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
_ASIDE = frozenset({"Note", "RawInline", "RawBlock"})


def rewrite(value: Any, changes: Mapping[str, Change]) -> Any:  # noqa: ANN401  any JSON value
    """
    Return *value* with each node in a list replaced by what *changes* makes of it.

    Changes are found by the type of the node. They get a node whose content has been
    rewritten, in document order, and return the nodes that take its place. What does not change
    is shared between the old tree and the new one, so neither may be altered in place.
    """
    if isinstance(value, list):
        return _rewrite_list(value, changes)
    return _rewrite_dict(value, changes) if isinstance(value, dict) else value


# A book has a million of these values and is rewritten a dozen times: both functions are written
# for speed, and don't copy what stays as it is.
def _rewrite_list(items: list[Any], changes: Mapping[str, Change]) -> list[Any]:
    rewritten: list[Any] = []
    same = True
    for item in items:
        new = item
        if type(item) is dict:
            new = _rewrite_dict(item, changes)
            change = changes.get(new.get("t", ""))
            if change is not None:
                nodes = change(new)
                rewritten += nodes
                same = same and len(nodes) == 1 and nodes[0] is item
                continue
        elif type(item) is list:
            new = _rewrite_list(item, changes)
        rewritten.append(new)
        same = same and new is item
    return items if same else rewritten


def _rewrite_dict(value: Node, changes: Mapping[str, Change]) -> Node:
    content = value.get("c") if "t" in value else value
    if type(content) is list:
        new = _rewrite_list(content, changes)
        return value if new is content else {**value, "c": new}
    if type(content) is not dict:
        return value
    return {name: rewrite(inner, changes) for name, inner in value.items()}


def walk(value: Any) -> Iterator[Node]:  # noqa: ANN401  any JSON value
    """Yield all nodes inside *value* in document order, outer before inner."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if type(item) is list:
            waiting += [inner for inner in reversed(item) if type(inner) in _HOLDERS]
        elif type(item) is dict:
            if "t" in item:
                yield item
            waiting += [inner for inner in reversed(item.values()) if type(inner) in _HOLDERS]


def plain(value: Any, *, without: Iterable[str] = ()) -> str:  # noqa: ANN401  any JSON value
    """Return the text of nodes, spaces folded; footnotes, raw nodes and *without* are left out."""
    return " ".join("".join(_pieces(value, _ASIDE | set(without))).split())


def _pieces(value: Any, left_out: frozenset[str]) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, list):
        for item in value:
            yield from _pieces(item, left_out)
    elif isinstance(value, dict) and value.get("t") not in left_out:
        yield from _piece(value, left_out)


def _piece(node: Node, left_out: frozenset[str]) -> Iterator[str]:
    match node:
        case {"t": "Str" | "MetaString", "c": str(text)}:
            yield text
        case {"t": "Code" | "Math" | "CodeBlock", "c": [_, str(text)]}:
            yield text
        case {"t": "Quoted", "c": [{"t": kind}, inner]}:
            opening, closing = ("‘", "’") if kind == "SingleQuote" else ("“", "”")
            yield opening
            yield from _pieces(inner, left_out)
            yield closing
        case {"t": "Cite", "c": [_, inner]}:
            yield from _pieces(inner, left_out)
        case {"t": kind} if kind in _SPACES:
            yield _SPACES[kind]
        case {"t": "DefinitionList", "c": items}:
            yield from (piece for item in items for piece in _items(item, left_out))
        case {"t": "Para" | "Plain" | "Header", "c": inner}:
            yield from _pieces(inner, left_out)
            yield " "
        case _:
            yield from _pieces(node.get("c"), left_out)


def _items(item: list[Any], left_out: frozenset[str]) -> Iterator[str]:
    term, definitions = item
    yield from _pieces(term, left_out)
    yield ": "
    yield from _pieces(definitions, left_out)


def attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Return id, classes and pairs of *node*; empty for nodes that have none."""
    at = _ATTRIBUTES_AT.get(node["t"])
    if at is None:
        return "", [], {}
    identifier, classes, pairs = node["c"][at]
    return identifier, classes, dict(pairs)


def with_attributes(
    node: Node,
    *,
    identifier: str | None = None,
    classes: Sequence[str] | None = None,
    pairs: Mapping[str, str] | None = None,
) -> Node:
    """Return *node* with other attributes; what is None stays as it is."""
    at = _ATTRIBUTES_AT[node["t"]]
    old_identifier, old_classes, old_pairs = node["c"][at]
    new = [
        old_identifier if identifier is None else identifier,
        old_classes if classes is None else list(classes),
        old_pairs if pairs is None else [list(pair) for pair in pairs.items()],
    ]
    return {**node, "c": [*node["c"][:at], new, *node["c"][at + 1 :]]}


def has_attributes(node: Node) -> bool:
    """Tell whether *node* is of a type that carries an id."""
    return node["t"] in _ATTRIBUTES_AT


ATTRIBUTED = tuple(_ATTRIBUTES_AT)


def words(text: str) -> Nodes:
    """Turn plain text into words and spaces; a no-break space stays inside its word."""
    nodes: Nodes = []
    for index, word in enumerate(text.split(" ")):
        if index:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def span(inner: Nodes, identifier: str = "", *classes: str, **pairs: str) -> Node:
    """Put inlines into a span."""
    return {"t": "Span", "c": [_attributes(identifier, classes, pairs), inner]}


def div(inner: Nodes, identifier: str = "", *classes: str, **pairs: str) -> Node:
    """Put blocks into a div."""
    return {"t": "Div", "c": [_attributes(identifier, classes, pairs), inner]}


def link(inner: Nodes, target: str, *classes: str, **pairs: str) -> Node:
    """Make a link; an underscore in the name of a pair stands for a hyphen."""
    return {"t": "Link", "c": [_attributes("", classes, pairs), inner, [target, ""]]}


def _attributes(
    identifier: str, classes: Sequence[str], pairs: Mapping[str, str]
) -> list[str | list[str] | list[list[str]]]:
    hyphened = [[name.replace("_", "-"), text] for name, text in pairs.items()]
    return [identifier, list(classes), hyphened]


def header(level: int, identifier: str, text: str, *classes: str) -> Node:
    """Make a heading."""
    return {"t": "Header", "c": [level, [identifier, list(classes), []], words(text)]}


def para(inner: Nodes) -> Node:
    """Make a paragraph."""
    return {"t": "Para", "c": inner}


def plain_block(inner: Nodes) -> Node:
    """Make a block of text that is no paragraph, as in a list item or a cell."""
    return {"t": "Plain", "c": inner}


def code(text: str) -> Node:
    """Make inline code."""
    return {"t": "Code", "c": [["", [], []], text]}


def superscript(inner: Nodes) -> Node:
    """Raise inlines."""
    return {"t": "Superscript", "c": inner}


def emphasis(inner: Nodes) -> Node:
    """Stress inlines."""
    return {"t": "Emph", "c": inner}


def bullets(items: Iterable[Nodes]) -> Node:
    """Make a list whose items are lists of blocks."""
    return {"t": "BulletList", "c": list(items)}


def numbered(items: Iterable[Nodes]) -> Node:
    """Make a list numbered 1, 2, 3 whose items are lists of blocks."""
    return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], list(items)]}


def raw(form: str, text: str) -> Node:
    """Make an inline that only the writer *form* prints, as it stands."""
    return {"t": "RawInline", "c": [form, text]}


def raw_block(form: str, text: str) -> Node:
    """Make a block that only the writer *form* prints, as it stands."""
    return {"t": "RawBlock", "c": [form, text]}


def table(caption: str, head: Sequence[Nodes], rows: Iterable[Sequence[Nodes]]) -> Node:
    """Make a table of inlines; all columns but the first hold figures, and are set to the right."""
    aligned = [{"t": "AlignLeft"}] + [{"t": "AlignRight"}] * (len(head) - 1)
    columns = [[align, {"t": "ColWidthDefault"}] for align in aligned]
    body = [["", [], []], 1, [], [_row(row) for row in rows]]
    return {
        "t": "Table",
        "c": [
            ["", [], []],
            [None, [plain_block(words(caption))]],
            columns,
            [["", [], []], [_row(head)]],
            [body],
            [["", [], []], []],
        ],
    }


def _row(cells: Sequence[Nodes]) -> list[Any]:
    default = {"t": "AlignDefault"}
    return [
        ["", [], []],
        [[["", [], []], default, 1, 1, [plain_block(inner)]] for inner in cells],
    ]
