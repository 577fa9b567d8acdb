"""Write a bibliography in another form, and tell what that form cannot say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from kzru_cite.convert import biblatex, cs1_writing, csl_writing, dialect, ris
from kzru_cite.convert.entry import Loss
from kzru_cite.model.bibliography import Bibliography, Reference

Export = Callable[[Bibliography], tuple[str, tuple[Loss, ...]]]


def _csl(bibliography: Bibliography) -> tuple[str, tuple[Loss, ...]]:
    made = [csl_writing.item(one) for one in _written(bibliography)]
    items = [item for item, _ in made]
    text = json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    return text, tuple(loss for _, losses in made for loss in losses)


def _ris(bibliography: Bibliography) -> tuple[str, tuple[Loss, ...]]:
    lines = {one.key: one.place.line for one in bibliography.references}
    text, losses = ris.written(csl_writing.item(one)[0] for one in _written(bibliography))
    return text, tuple(
        Loss(line=lines[loss.about], about=loss.about, what=loss.what) for loss in losses
    )


def _wikitext(bibliography: Bibliography) -> tuple[str, tuple[Loss, ...]]:
    made = {one.key: cs1_writing.template(one) for one in _written(bibliography)}
    text = cs1_writing.listing({key: template for key, (template, _) in made.items()})
    return text, tuple(loss for _, losses in made.values() for loss in losses)


def _bibtex(bibliography: Bibliography) -> tuple[str, tuple[Loss, ...]]:
    made = [dialect.classic(one) for one in _written(bibliography)]
    text = biblatex.written(entry for entry, _ in made)
    return text, tuple(loss for _, losses in made for loss in losses)


def _written(bibliography: Bibliography) -> tuple[Reference, ...]:
    """Return what stands for a source: one entry for each key, and no mere containers of fields."""
    by_key = bibliography.by_key()
    return tuple(
        one
        for one in bibliography.references
        if by_key[one.key] is one and one.kind not in {"xdata", "set", "bibnote"}
    )


EXPORTS: Mapping[str, Export] = {
    "csljson": _csl,
    "ris": _ris,
    "wikitext": _wikitext,
    "bibtex": _bibtex,
}
