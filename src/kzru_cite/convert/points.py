"""Hold the points among inlines at which something is cited, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.convert.marks import Cited
from kzru_cite.convert.trees import BLANKS, text
from kzru_cite.read.items import Node

# What ends a sentence or a part of it, and stands behind the claim.
_POINTS = re.compile(r"[.,;:]+$")
_GAP = re.compile(r"[.,;:)\]\s–—-]*")


class Point(Struct, frozen=True, kw_only=True):
    """Where marks stand among inlines: what is cited, the notes, and what the words need."""

    cited: tuple[Cited, ...] = ()
    nodes: tuple[Node, ...] = ()
    needs: tuple[str, ...] = ()
    locator: str = ""
    listed: bool = False


Part: TypeAlias = "Node | Point"


def is_gap(node: Node) -> bool:
    """Tell blanks and signs, which part references and begin no claim."""
    return node["t"] in {*BLANKS, "Str"} and bool(_GAP.fullmatch(text(node)))


def group(parts: list[Part], at: int) -> tuple[list[Point], list[Node], int]:
    """Return the points that stand together, the signs between them, and where they end."""
    points: list[Point] = []
    between: list[Node] = []
    held: list[Node] = []
    end = at
    for here in range(at, len(parts)):
        part = parts[here]
        if isinstance(part, Point):
            points.append(part)
            between += held
            held = []
            end = here + 1
        elif is_gap(part):
            held.append(part)
        else:
            break
    return points, between, end


def merged(points: Sequence[Point]) -> tuple[Cited, ...]:
    """Return what the points cite, each once; a place that stands alone goes to the one before."""
    cited: list[Cited] = []
    for point in points:
        if point.locator and cited:
            joined = ", ".join(one for one in (cited[-1].locator, point.locator) if one)
            cited[-1] = replace(cited[-1], locator=joined)
        cited += (one for one in point.cited if one not in cited)
    return tuple(cited)


def pointed(body: list[Node]) -> tuple[list[Node], list[Node]]:
    """Take the last points off, so that they stand behind the claim; drop blanks at the end."""
    body = trimmed(body)
    tail: list[Node] = []
    last = body[-1] if body else None
    found = _POINTS.search(last["c"]) if last and last["t"] == "Str" else None
    if last and found:
        tail.insert(0, {"t": "Str", "c": found[0]})
        body[-1:] = [{"t": "Str", "c": last["c"][: found.start()]}] if found.start() else []
    return body, tail


def trimmed(inlines: list[Node], *, first: bool = True) -> list[Node]:
    """Drop blanks at the end, and with *first* at the beginning too."""
    while inlines and inlines[-1]["t"] in BLANKS:
        inlines = inlines[:-1]
    while first and inlines and inlines[0]["t"] in BLANKS:
        inlines = inlines[1:]
    return inlines
