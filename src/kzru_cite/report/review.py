"""Lay out what somebody who decides on a link is shown, for a terminal of any size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kzru_cite.model.quotation import Part
from kzru_cite.model.review import Card, Made, Passage
from kzru_cite.model.visible import visible
from kzru_cite.report.cells import Line, Run, columns, cut, wrap

_RESET = "\x1b[0m"
_STYLES = {
    "": "",
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "figure": "\x1b[1;4m",
    "words": "\x1b[1;32m",
    "good": "\x1b[32m",
    "bad": "\x1b[31m",
}
# Without colour the same is said with signs.
_SIGNS = {"figure": ("*", "*"), "words": ("»", "«")}
_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}\b)*(?:[.,]\d+)?(?:[\u00a0\u202f ]?%)?")
_INDENT = 2
_FOUND = {
    Part.TEXT: "in the main text of the capture",
    Part.SOURCES: "only in the source's own list of references",
    Part.REST: "only in the frame of the page, not in its text",
    Part.NOWHERE: "nowhere in the capture",
    None: "no capture was searched",
}
KEYS = "s supports  p partly  c contradicts  i inaccessible  n note  ? help  q quit"
_FEW_KEYS = "s supports  p partly  c contradicts  i inaccessible  n note  ? help  q quit"
HELP = (
    "s  the source supports the claim",
    "p  it supports a part of the claim only",
    "c  it contradicts the claim",
    "i  it cannot be read",
    "n  write a note (Enter keeps it, Esc leaves it as it was)",
    "space, right  skip to the next link",
    "left  go back to the one before",
    "up, down, page up, page down  move the text",
    "u  undo what was written last",
    "q  quit; what was decided is in the ledger",
)


class Frame(Struct, frozen=True, kw_only=True):
    """
    The window and what it shows beside the card.

    *top* is the first line of the card shown, *message* a line above the keys. *prompt* is what is
    being typed, None when nothing is; with *helping* the keys are explained instead of the card.
    """

    width: int
    height: int
    colour: bool
    top: int = 0
    message: str = ""
    prompt: str | None = None
    helping: bool = False


def lay_out(card: Card | None, frame: Frame) -> tuple[list[str], int]:
    """
    Return the lines of the screen, at most *height*, and the first line of the card shown.

    None stands for the end: there is nothing more to decide on.
    """
    width = max(frame.width, 4)
    body = [_painted(line, frame) for line in _body(card, frame, width)]
    head = [_painted((("bold", _head(card))[::-1],), frame, width)]
    foot = _foot(frame, width)
    room = max(frame.height - len(head) - len(foot), 0)
    if room == 0:
        return [*head, *foot][-max(frame.height, 1) :], 0
    top = max(0, min(frame.top, len(body) - room))
    shown = body[top : top + room]
    if top + room < len(body):
        shown[-1] = _painted((("more below (down)", "dim"),), frame, width)
    blank = [""] * (room - len(shown))
    return [*head, *shown, *blank, *foot], top


def _head(card: Card | None) -> str:
    if card is None:
        return "the end"
    number = f" ({card.name.number + 1})" if card.name.number else ""
    section = f"  {visible(card.section)}" if card.section else ""
    link = f"{card.name.claim} → {card.name.reference}{number}"
    return f"{card.position} of {card.total}  {visible(link)}{section}"


def _foot(frame: Frame, width: int) -> list[str]:
    if frame.prompt is not None:
        # The end of what is typed stays in sight.
        room = max(width - len("note: _"), 1)
        typed = visible(frame.prompt[-room:].replace(" ", "\xa0")).replace("\xa0", " ")
        while columns(typed) > room:
            typed = typed[1:]
        return [cut(f"note: {typed}_", width), cut("Enter keeps it, Esc leaves it", width)]
    keys = KEYS if len(KEYS) <= width else _FEW_KEYS
    message = cut(visible(frame.message), width)
    return [
        _painted(((message, "bold"),), frame, width),
        _painted(((cut(keys, width), "dim"),), frame, width),
    ]


def _body(card: Card | None, frame: Frame, width: int) -> Iterator[Line]:
    if frame.helping:
        for line in HELP:
            yield from wrap([(line, "")], width)
        return
    if card is None:
        yield from wrap(
            [("There is nothing more to decide on. q quits, left goes back.", "")], width
        )
        return
    yield from _part("claim", card.where, _marked(card.text, frame), width)
    yield from _part("source", card.locator, [], width)
    for line in card.source:
        yield from _block([(visible(line), "")], width)
    if card.passage is not None:
        yield from _quoted(card.passage, frame, width)
    elif not card.capture:
        yield from _part("quotation", "none is written down", [], width)
    for name, lines in (("capture", card.capture), ("numbers", card.numbers)):
        if lines:
            yield from _part(name, "", [], width)
        for line in lines:
            yield from _block([(visible(line), "")], width)
    for made in card.decisions:
        yield from _part("decision", "", _made(made), width)
    if not card.decisions:
        yield from _part("decision", "none yet", [], width)
    if card.note:
        yield from _part("note", "", [(visible(card.note), "")], width)


def _part(name: str, said: str, runs: list[Run], width: int) -> Iterator[Line]:
    head: list[Run] = [(name, "bold")]
    if said:
        head += [(" ", ""), (visible(said), "dim")]
    yield from wrap(head, width)
    yield from _block(runs, width)


def _block(runs: list[Run], width: int) -> Iterator[Line]:
    for line in wrap(runs, width - _INDENT):
        yield ((" " * _INDENT, ""), *line)


def _marked(text: str, frame: Frame) -> list[Run]:
    """Mark the figures of a claim."""
    plain, runs, done = visible(text), [], 0
    for match in _FIGURE.finditer(plain):
        runs += [(plain[done : match.start()], ""), *_signed(match[0], "figure", frame)]
        done = match.end()
    return [*runs, (plain[done:], "")]


def _signed(text: str, style: str, frame: Frame) -> list[Run]:
    if frame.colour:
        return [(text, style)]
    first, last = _SIGNS[style]
    return [(f"{first}{text}{last}", style)]


def _quoted(passage: Passage, frame: Frame, width: int) -> Iterator[Line]:
    times = len(passage.spots)
    often = f", {times} times" if times > 1 else ""
    page = next((one.page for one in passage.spots if one.page is not None), None)
    where = _FOUND[passage.part] + often + (f", page {page}" if page is not None else "")
    yield from _part("quotation", where, [(f"“{visible(passage.quotation.exact)}”", "")], width)
    for spot in passage.spots[:3]:
        runs = [
            (f"… {_joined(spot.before, at=-1)}", "dim"),
            *_signed(visible(spot.words), "words", frame),
            (f"{_joined(spot.after, at=0)} …", "dim"),
        ]
        yield from _block(runs, width)
    if passage.nearest:
        yield from _block([("most like it: ", "bad"), (visible(passage.nearest), "")], width)


def _joined(text: str, at: int) -> str:
    """Keep the blank between words and what stands before (its last letter) or after them."""
    plain = visible(text)
    if not plain or not text[at].isspace():
        return plain
    return f" {plain}" if at == 0 else f"{plain} "


def _made(made: Made) -> list[Run]:
    words = ", ".join(visible(part) for part in (made.decision, made.by, made.on) if part)
    if not made.lapsed:
        return [(words, "good")]
    return [(words, ""), (" ", ""), (f"lapsed: {visible(made.lapsed)}", "bad")]


def _painted(line: Line, frame: Frame, width: int | None = None) -> str:
    parts = [(cut(text, width), style) for text, style in line] if width else line
    if not frame.colour:
        return "".join(text for text, _ in parts)
    return "".join(
        f"{_STYLES[style]}{text}{_RESET}" if style and text else text for text, style in parts
    )
