"""
Make the edits that mend a finding in a bibliography.

Each function returns None where an edit would not be sure to do what is meant: in a value that is
joined from pieces or taken from another entry, or with braces that do not match.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.place import Location, SourceText

_COMMA = re.compile(r"\s*,")
# What may follow the last field on its line: nothing, or a remark.
_REMARK = re.compile(r"[ \t]*(?:%[^\n]*)?(?=\n)")
_REST = re.compile(r"[ \t]*\n(?:[ \t]*\n)?")
_EQUALS = re.compile(r"( *)=( *)(?!\s)")


def rewrite(field: Field, text: str, *, safe: bool, title: str = "") -> Fix | None:
    """Put *text*, written as in the file, in the place of the value of a field."""
    if not _is_own(field) or not _is_balanced(text):
        return None
    opening = field.source.text[field.start - 1 : field.start]
    if opening == '"' and '"' in text:
        return None
    bare = opening not in ("{", '"')
    return Fix(
        title=title or f"write {text}",
        edits=(Edit(place=field.place, text=f"{{{text}}}" if bare else text),),
        safe=safe,
    )


def swap(field: Field, old: str, new: str, *, safe: bool, title: str = "") -> Fix | None:
    """Put *new* in the place of *old*, which must stand once in the value as written."""
    if not old or field.raw.count(old) != 1:
        return None
    return rewrite(field, field.raw.replace(old, new), safe=safe, title=title or f"write {new!r}")


def rename(field: Field, name: str, *, safe: bool) -> Fix | None:
    """Give a field another name."""
    if field.inherited_from:
        return None
    edit = Edit(place=field.name_place, text=name)
    return Fix(title=f"call the field {name!r}", edits=(edit,), safe=safe)


def without(field: Field, *, safe: bool) -> Fix | None:
    """Take a field out, with its line if it has one to itself."""
    if not _is_own(field):
        return None
    edit = Edit(place=_stretch(field), text="")
    return Fix(title=f"take {field.name!r} out", edits=(edit,), safe=safe)


def also(reference: Reference, values: Mapping[str, str], *, safe: bool) -> Fix | None:
    """Add fields behind the last one of an entry, set out like that."""
    own = [field for field in (*reference.fields.values(), *reference.repeats) if _is_own(field)]
    last = max(own, key=lambda field: field.start, default=None)
    if last is None or not all(map(_is_balanced, values.values())):
        return None
    edit = _added(last, values)
    return Fix(title=f"add {' and '.join(values)}", edits=(edit,), safe=safe)


def _added(last: Field, values: Mapping[str, str]) -> Edit:
    text, end = last.source.text, _end(last)
    lead = _before(last.source, last.name_place)
    parts = [f"{name}{_equals(last, name)}{{{value}}}" for name, value in values.items()]
    comma = text[end - 1] == ","
    remark = _REMARK.match(text, end)
    if remark and not lead.strip():
        behind, added = remark[0], "".join(f"\n{lead}{part}," for part in parts)
    else:
        behind, added = "", f" {', '.join(parts)}{',' if comma else ''}"
    place = last.source.locate(end, end + len(behind))
    return Edit(place=place, text=f"{'' if comma else ','}{behind}{added}")


def at(place: Location, text: str, title: str, *, safe: bool) -> Fix:
    """Put *text* in the place of what stands at *place*."""
    return Fix(title=title, edits=(Edit(place=place, text=text),), safe=safe)


def block(source: SourceText, place: Location, title: str) -> Fix:
    """Take a stretch of running text out, with its line and the blank one behind it if alone."""
    rest = _REST.match(source.text, source.offset(place.end_line, place.end_column))
    if rest and not _before(source, place).strip():
        place = source.locate(source.offset(place.line, 1), rest.end())
    return at(place, "", title, safe=True)


def both(first: Fix | None, second: Fix | None) -> Fix | None:
    """Make two fixes into one that is made as a whole."""
    if first is None or second is None:
        return None
    return Fix(
        title=f"{first.title}, and {second.title}",
        edits=(*first.edits, *second.edits),
        safe=first.safe and second.safe,
    )


def _is_own(field: Field) -> bool:
    return not field.joined and not field.inherited_from


def _is_balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0 and "\n" not in text


def _end(field: Field) -> int:
    """Return the offset behind a field, which is the entry's own, and its comma."""
    text = field.source.text
    end = field.end + (text[field.start - 1 : field.start] in ("{", '"'))
    comma = _COMMA.match(text, end)
    return comma.end() if comma else end


def _before(source: SourceText, place: Location) -> str:
    """Return what stands on the line before a place."""
    return source.line(place.line)[: place.column - 1]


def _stretch(field: Field) -> Location:
    """Return where a field stands, with the line it has to itself, or the blanks up to the next."""
    source, start, end = field.source, field.name_start, _end(field)
    place = source.locate(start, end)
    before = _before(source, place)
    rest = source.line(place.end_line)[place.end_column - 1 :]
    if rest.strip():
        return source.locate(start, end + len(rest) - len(rest.lstrip()))
    if before.strip():
        return source.locate(start - len(before) + len(before.rstrip()), end + len(rest))
    return replace(place, column=1, end_line=place.end_line + 1, end_column=1)


def _equals(field: Field, name: str) -> str:
    """Return the sign between name and value, as far from the margin as that of *field*."""
    found = _EQUALS.match(field.source.text, field.name_end)
    if not found:
        return " = "
    before = len(found[1])
    # Names of one width have their signs in one column; a single blank is no column.
    width = len(field.name) + before - len(name) if before > 1 else before
    return f"{' ' * max(width, min(before, 1))}={found[2]}"
