"""Count what the text of a page of a PDF file costs, before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pypdf import PageObject
from pypdf.generic import ContentStream, DictionaryObject, PdfObject, StreamObject

from kzru_cite.read.page_pdf_fonts import FontCost, font_cost

# Without one of these the library looks for no text in a stream; such a figure costs next to
# nothing, however large it is.
_SHOWS = re.compile(rb"T[jJ]|Do|['\"]")
_FIGURE = 50
# A form is set up each time, even an empty one; what cannot be unpacked is unpacked in vain each
# time.
_SET_UP, _SPOILED = 100, 200_000
# What was read before a form is copied when the text of the form is put behind it.
_COPIED = 2_000
# Honest forms stand three or four deep in one another.
_DEEPEST = 50


class Work:
    """
    The bytes of content that the texts of the pages of one file cost.

    A form counts each time that it is drawn, and so do the forms that it draws: of a form that is
    drawn ten times by one that is drawn ten times the library reads a hundred. The fonts of a page
    and of a form count each time as well, whether text is set in them or not. What is more than
    *most* need not be exact. Forms are as the library's own parser sees them.
    """

    def __init__(self, most: int) -> None:
        self._over = most + 1
        # By identity; the forms are kept, so that no other can get the same.
        self._known: dict[int, tuple[PdfObject, int]] = {}
        self._fonts: dict[int, tuple[PdfObject, FontCost]] = {}

    def of(self, page: PageObject) -> int:
        """Return what a page costs, whatever state it is in."""
        try:
            content = page.get_contents()
            return self._stream(content, page, 0) if content is not None else 0
        except Exception:  # noqa: BLE001  a broken file can cause any of them
            return _SPOILED

    def _stream(self, content: ContentStream, owner: DictionaryObject, depth: int) -> int:
        data = content.get_data()
        total, stretch = self._set_up(owner)
        read = len(data) * stretch if has_text(data) else len(data) // _FIGURE
        total += read
        if total >= self._over or b"Do" not in data:
            return total
        for form in _drawn(content, owner):
            inner = self._form(form, depth + 1)
            total += _SET_UP + inner + read // _COPIED
            read += inner
            if total >= self._over:
                break
        return total

    def _set_up(self, owner: DictionaryObject) -> tuple[int, int]:
        """Return what the fonts of a stream cost, and how long the letters are that they name."""
        fonts = _entry(_resources(owner), "/Font")
        total, stretch = 0, 1
        for name in fonts if isinstance(fonts, DictionaryObject) else ():
            font = self._font(_entry(fonts, name))
            total += font.each
            stretch = max(stretch, font.stretch)
            if total >= self._over:
                break
        return total, stretch

    def _font(self, font: object) -> FontCost:
        if not isinstance(font, DictionaryObject):
            return FontCost(each=1)
        known = self._fonts.get(id(font))
        if known is not None:
            return known[1]
        try:
            cost = font_cost(font, self._over)
        except Exception:  # noqa: BLE001  as above
            cost = FontCost(each=_SPOILED)
        self._fonts[id(font)] = font, cost
        return FontCost(each=cost.each + cost.first, stretch=cost.stretch)

    def _form(self, form: StreamObject, depth: int) -> int:
        known = self._known.get(id(form))
        if known is not None:
            return known[1]
        # One that draws itself is met again in here: no honest file has one.
        self._known[id(form)] = form, self._over
        if depth > _DEEPEST:
            return self._over
        try:
            cost = self._stream(ContentStream(form, None, "bytes"), form, depth)
        except Exception:  # noqa: BLE001  as above
            cost = _SPOILED
        self._known[id(form)] = form, cost
        return cost


def has_text(data: bytes) -> bool:
    """Tell whether the library looks for text in a stream."""
    return _SHOWS.search(data) is not None


def _resources(owner: DictionaryObject) -> object:
    return owner.get_inherited("/Resources", DictionaryObject()).get_object()


def _drawn(content: ContentStream, owner: DictionaryObject) -> Iterator[StreamObject]:
    """Yield the forms that a stream draws, each as often as it does."""
    objects = _entry(_resources(owner), "/XObject")
    if not isinstance(objects, DictionaryObject):
        return
    for operands, operator in content.operations:
        form = _entry(objects, operands[0]) if operator == b"Do" and operands else None
        if isinstance(form, StreamObject) and _entry(form, "/Subtype") != "/Image":
            yield form


def _entry(objects: object, name: object) -> object:
    """Return what stands under a name, None where that cannot be read; the library goes on then."""
    if not isinstance(objects, DictionaryObject) or not isinstance(name, str):
        return None
    try:
        return objects[name]
    except Exception:  # noqa: BLE001  as above
        return None
