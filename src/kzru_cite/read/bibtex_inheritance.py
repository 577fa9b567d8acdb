"""Give entries the fields that they inherit by ``crossref`` and ``xdata``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from kzru_cite.model.bibliography import Field, InheritanceFault, Name, Reference

# Never passed on by crossref (BibLaTeX manual 3.20, appendix B).
_KEPT = frozenset(
    {
        *("ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label"),
        *("options", "presort", "related", "relatedoptions", "relatedstring", "relatedtype"),
        *("shorthand", "shorthandintro", "sortkey", "kzrucite"),
    }
)
_DATE_PARTS = frozenset({"date", "year", "month", "day"})
# What a parent's field is called in the child (BibLaTeX manual 3.20, appendix B).
_AS_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_AS_MAIN = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_AS_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_IN_BOOK = frozenset({"inbook", "incollection", "inproceedings", "conference", "suppbook"})
_IN_BOOK |= {"inreference", "bookinbook"}
_MULTI_VOLUME = frozenset({"mvbook", "mvcollection", "mvproceedings", "mvreference"})


def inherit(
    references: Iterable[Reference],
) -> tuple[tuple[Reference, ...], tuple[InheritanceFault, ...]]:
    """Return the references with inherited fields filled in, and what leads nowhere."""
    own = tuple(references)
    by_key = {reference.key: reference for reference in reversed(own)}
    faults: list[InheritanceFault] = []
    done = tuple(_resolved(reference, by_key, (), faults) for reference in own)
    # A parent that several children share is looked at once for each; say its fault once.
    return done, tuple(dict.fromkeys(faults))


def _resolved(
    reference: Reference,
    by_key: Mapping[str, Reference],
    trail: tuple[str, ...],
    faults: list[InheritanceFault],
) -> Reference:
    trail = (*trail, reference.key)
    gained: dict[str, Field] = {}
    names: dict[str, tuple[Name, ...]] = {}
    for link, target in _links(reference):
        parent = by_key.get(target)
        if parent is None or target in trail:
            loop = () if parent is None else (*trail[trail.index(target) :], target)
            faults.append(_fault(reference, link, target, loop))
            continue
        whole = _resolved(parent, by_key, trail, faults)
        for name, field in _handed_down(whole, reference, link.name).items():
            gained.setdefault(name, field)
        for name in whole.names:
            names.setdefault(name, whole.names[name])
    if not gained:
        return reference
    return replace(
        reference,
        fields={**gained, **reference.fields},
        names={name: people for name, people in names.items() if name in gained}
        | dict(reference.names),
    )


def _links(reference: Reference) -> list[tuple[Field, str]]:
    links = [
        (reference.fields[name], target.strip())
        for name in ("xdata", "crossref")
        if name in reference.fields
        for target in reference.fields[name].value.split(",")
    ]
    return [(field, target) for field, target in links if target and not field.inherited_from]


def _fault(
    reference: Reference, link: Field, target: str, loop: tuple[str, ...]
) -> InheritanceFault:
    return InheritanceFault(
        key=reference.key, field=link.name, target=target, place=link.locate(target), loop=loop
    )


def _handed_down(parent: Reference, child: Reference, link: str) -> dict[str, Field]:
    names = _renaming(parent, child) if link == "crossref" else {}
    return {
        names.get(name, name): replace(
            field, name=names.get(name, name), inherited_from=field.inherited_from or parent.key
        )
        for name, field in parent.fields.items()
        if name not in _KEPT and not _stopped(name, child)
    }


def _stopped(name: str, child: Reference) -> bool:
    """Tell whether the child's own date keeps the parent's out (as biber does)."""
    return name in _DATE_PARTS and any(part in child.fields for part in _DATE_PARTS)


def _renaming(parent: Reference, child: Reference) -> Mapping[str, str]:
    if parent.kind == "periodical":
        return _AS_JOURNAL
    if parent.kind in _MULTI_VOLUME:
        return _AS_MAIN
    return _AS_BOOK if child.kind in _IN_BOOK else {}
