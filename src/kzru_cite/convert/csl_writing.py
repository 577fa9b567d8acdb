"""Write references as items of CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.convert import csl_dates
from kzru_cite.convert.csl_fields import DATES, KIND_OF, NAMES, SUBTYPES, TYPE_OF, variables
from kzru_cite.convert.entry import Loss
from kzru_cite.model.bibliography import Name, Reference
from kzru_cite.model.dates import is_short

# CSL 1.0.2 leaves this variable to whoever writes an item; other programs pass it over.
CUSTOM = "custom"
KIND = "biblatex-type"
# In ``custom`` so that they come back; title and type say it too.
SAID_OTHERWISE = frozenset({"entrysubtype", "subtitle"})
# Fields about the file and not about the work, or that were worked into others already.
UNSAID = frozenset({"crossref", "xdata", "xref", "ids", "kzrucite", "options", "year", "month"})


def item(reference: Reference) -> tuple[dict[str, object], tuple[Loss, ...]]:
    """
    Return a reference as an item, and what CSL has no variable for.

    That stands in ``custom`` all the same, so that reading the item back loses nothing.
    """
    texts = variables(reference.kind)
    made: dict[str, object] = {"id": reference.key, "type": _type(reference)}
    rest: dict[str, str] = {}
    for name, field in reference.fields.items():
        if name in NAMES:
            made[NAMES[name]] = [_name(one) for one in reference.names[name]]
        elif name in DATES:
            made[DATES[name]] = csl_dates.written(field.value)
        elif name in texts and field.value:
            made[texts[name]] = field.value
        elif name not in UNSAID and field.value:
            rest[name] = field.value
    published = reference.text("year") if "date" not in reference.fields else ""
    if published:
        month = reference.text("month")
        made["issued"] = csl_dates.written(
            f"{published}-{int(month):02d}" if is_short(month) else published
        )
    if "title" in made and rest.get("subtitle"):
        made["title"] = f"{made['title']}: {rest['subtitle']}"
    losses = tuple(_losses(reference, rest))
    if KIND_OF.get(str(made["type"])) != reference.kind:
        # Several kinds share a type; this one is not the kind that the type is read as.
        rest = {KIND: reference.kind, **rest}
    return ({**made, CUSTOM: rest} if rest else made), losses


def _type(reference: Reference) -> str:
    if reference.kind == "article" and reference.text("entrysubtype") in SUBTYPES:
        return SUBTYPES[reference.text("entrysubtype")]
    return TYPE_OF.get(reference.kind, "document")


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.prefix,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _losses(reference: Reference, rest: dict[str, str]) -> Iterator[Loss]:
    line, key = reference.place.line, reference.key
    for name in rest:
        if name not in SAID_OTHERWISE:
            what = f"CSL has no variable for {name!r}; it stands in 'custom'"
            yield Loss(line=line, about=key, what=what)
    for name in NAMES:
        if name in reference.fields and reference.fields[name].raw.endswith("and others"):
            yield Loss(line=line, about=key, what=f"CSL cannot say that {name!r} has others")
