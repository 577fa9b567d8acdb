"""Make tables plain: one line a row, a cell for each column, as pipe tables can show them."""

from __future__ import annotations

from typing import Any

from kzru_cite.read.items import Node

_MOST_COLUMNS = 60


def plain_table(table: Node) -> tuple[Node | None, bool]:
    """
    Return the table with simple cells, None for one without rows, and whether cells were merged.

    Merged cells are taken apart: the words stand in the first of them.
    """
    attributes, caption, _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    grid, merged = _grid(rows)
    width = max((len(row) for row in grid), default=0)
    if not width:
        return None, merged
    made = [[attributes, [_cell(row[at] if at < len(row) else []) for at in range(width)]]
            for row in grid]  # fmt: skip
    first, rest = (made[:1], made[1:]) if head[1] else ([[["", [], []], _empty(width)]], made)
    column = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]
    none = ["", [], []]
    content = [none, caption, [column] * width, [none, first], [[none, 0, [], rest]], [none, []]]
    return {"t": "Table", "c": content}, merged


def _empty(width: int) -> list[Any]:
    return [_cell([]) for _ in range(width)]


def _cell(inlines: list[Node]) -> list[Any]:
    blocks = [{"t": "Plain", "c": inlines}] if inlines else []
    return [["", [], []], {"t": "AlignDefault"}, 1, 1, blocks]


def _grid(rows: list[Any]) -> tuple[list[list[list[Node]]], bool]:
    """Lay cells out by row and column; a merged cell leaves empty ones behind it."""
    grid: list[list[list[Node]]] = []
    # For each column, how many rows the cell above still reaches down.
    reach: list[int] = []
    merged = False
    for row in rows:
        line: list[list[Node]] = []
        cells = list(row[1])
        while (cells or any(reach[len(line) :])) and len(line) < _MOST_COLUMNS:
            at = len(line)
            if at < len(reach) and reach[at]:
                reach[at] -= 1
                line.append([])
                continue
            _, _, down, across, blocks = cells.pop(0) if cells else (0, 0, 1, 1, [])
            across = max(1, min(across, _MOST_COLUMNS - at))
            merged = merged or down > 1 or across > 1
            reach += [0] * (at + across - len(reach))
            for column in range(at, at + across):
                reach[column] = min(down, len(rows)) - 1
            line += [flat(blocks), *([] for _ in range(across - 1))]
        merged = merged or bool(cells)
        grid.append(line)
    return grid, merged


def flat(blocks: list[Node]) -> list[Node]:
    """Join blocks to one line; items of a list are parted by semicolons."""
    line: list[Node] = []
    for block in blocks:
        part = _line(block)
        line += [{"t": "Space"}, *part] if line and part else part
    return line


def _line(block: Node) -> list[Node]:
    match block["t"]:
        case "Para" | "Plain":
            blanks = ("LineBreak", "SoftBreak")
            return [{"t": "Space"} if node["t"] in blanks else node for node in block["c"]]
        case "Header":
            return list(block["c"][2])
        case "BlockQuote":
            return flat(block["c"])
        case "Div":
            return flat(block["c"][1])
        case "CodeBlock":
            return [{"t": "Code", "c": [["", [], []], " ".join(block["c"][1].split())]}]
        case kind:
            return _joined(_items(kind, block))


def _items(kind: str, block: Node) -> list[list[Node]]:
    """Return the items of a list, or the rows of a table, each in one line."""
    match kind:
        case "BulletList":
            return [flat(item) for item in block["c"]]
        case "OrderedList":
            return [flat(item) for item in block["c"][1]]
        case "DefinitionList":
            return [
                [*term, {"t": "Space"}, *flat([one for each in told for one in each])]
                for term, told in block["c"]
            ]
        case "LineBlock":
            return list(block["c"])
        case "Table":
            inner, _ = plain_table(block)
            rows = [*inner["c"][3][1], *inner["c"][4][0][3]] if inner else []
            return [flat([one for cell in row[1] for one in cell[4]]) for row in rows]
        case _:
            return []


def _joined(items: list[list[Node]]) -> list[Node]:
    line: list[Node] = []
    for item in items:
        if item:
            line += [{"t": "Str", "c": ";"}, {"t": "Space"}, *item] if line else item
    return line
