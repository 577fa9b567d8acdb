r"""
Find entries of the bibliography that nothing cites.

Such an entry is printed nowhere, or was cited once and lost its place in the text. Either the
text lacks a citation or the list has one source too many.

Bad: an entry `rao2019` that appears in no citation and in no `nocite` of the metadata.

Good: the entry is cited, is named in `nocite: '@rao2019'`, or passes its fields on to a cited
entry by `crossref`, `xdata`, `xref` or as member of a set. `nocite: '@*'` uses all entries. A
LaTeX citation such as `\citep{rao2019}` in the text is a use as well.

When more than half of a long list is not cited, it is reported once and not entry by entry: it is
probably shared with other texts.

Sure: high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import (
    OK,
    Confidence,
    Contradicted,
    Outcome,
    Severity,
    Suspicious,
    Unable,
)
from kzru_cite.model.rule import Rule

_LINKS = ("crossref", "xdata", "xref", "entryset", "related")
_NEVER_CITED = frozenset({"xdata", "set"})
_LATEX = re.compile(r"\\[A-Za-z]*cite[A-Za-z]*\*?(?:\[[^\]]*\])*\{([^{}]+)\}")


# A bibliography shared by several texts holds much that this one does not cite.
_SHARED_FROM = 10


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each entry that a text can cite."""
    references = [
        reference
        for reference in dossier.bibliography.references
        if reference.kind not in _NEVER_CITED and reference.key
    ]
    used = _used(dossier)
    unused = [reference for reference in references if not used & _names(reference)]
    if "*" in dossier.article.nocite:
        unused = []
    for _ in range(len(references) - len(unused)):
        yield OK
    if dossier.article.unreadable:
        yield from map(_unable, unused)
    elif len(unused) >= _SHARED_FROM and 2 * len(unused) > len(references):
        yield _shared(unused, len(references))
    else:
        yield from map(_finding, unused)


def _finding(reference: Reference) -> Outcome:
    return Contradicted(
        place=reference.key_place,
        message=f"nothing cites the reference {reference.key!r}",
        hint="cite it, name it in 'nocite', or take it out of the bibliography",
        reference=reference.key,
    )


def _unable(reference: Reference) -> Outcome:
    return Unable(place=reference.key_place, reason="a text that may cite it cannot be read")


def _shared(unused: list[Reference], total: int) -> Outcome:
    return Suspicious(
        place=unused[0].key_place,
        message=f"nothing cites {len(unused)} of {total} references, this one the first",
        hint="take them out, or ignore KEY002 if other texts share this bibliography",
    )


def _used(dossier: Dossier) -> set[str]:
    used = {citation.key for citation in dossier.article.citations} | dossier.article.nocite
    for reference in dossier.bibliography.references:
        for name in _LINKS:
            used |= _keys(reference.text(name))
    for source in dossier.articles:
        for match in _LATEX.finditer(source.text):
            used |= _keys(match[1])
    return used


def _names(reference: Reference) -> set[str]:
    return {reference.key} | _keys(reference.text("ids"))


def _keys(text: str) -> set[str]:
    return {key.strip() for key in text.split(",")} - {""}


RULE = Rule(
    code="KEY002",
    name="unused-reference",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="entry that nothing cites",
    page=__doc__,
    check=check,
)
