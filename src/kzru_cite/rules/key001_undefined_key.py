"""
Find citations of a key that the bibliography does not hold.

Pandoc only warns about such a citation and prints the key in bold with a question mark, so a
reader is sent to a source that is not named anywhere.

Bad: `Water boils [@rao2019].` with no entry `rao2019` in the bibliography.

Good: the entry is there, or the key is spelled as in the bibliography. A key of an entry that
could not be read is not reported here, since the broken entry itself is (SYN001). Pandoc does not
follow the other names of an entry (`ids`), so these are no good either.

Sure: high. Keys are compared letter by letter, as BibLaTeX does. References to figures, tables and
sections as filters write them (`@fig:map`, `@sec-heat`) are no citations and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from kzru_cite.model.article import Citation
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import at

# Filters such as pandoc-crossref and Quarto write references to figures like citations.
_CROSS_REFERENCE = re.compile(
    r"(figs?|tbls?|tab|secs?|eqs?|eqn|lst|lstlisting|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg)[:-]",
    re.IGNORECASE,
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each citation of the article."""
    known = dossier.bibliography.keys()
    others = _others(dossier)
    for citation in dossier.article.citations:
        if citation.key in known:
            yield OK
            continue
        if _CROSS_REFERENCE.match(citation.key):
            continue
        claim = None if citation.claim is None else dossier.article.claims[citation.claim].id
        yield Contradicted(
            place=citation.place,
            message=f"no reference has the key {citation.key!r}",
            hint=_hint(citation.key, known, others),
            claim=claim or None,
            fix=_fix(dossier, citation, _near(citation.key, known, others), others),
        )


def _others(dossier: Dossier) -> dict[str, str]:
    """Map the other names of entries to their keys."""
    return {
        name.strip(): reference.key
        for reference in dossier.bibliography.references
        for name in reference.text("ids").split(",")
    }


def _hint(key: str, known: frozenset[str], others: Mapping[str, str]) -> str:
    if key in others:
        return f"it is another name of {others[key]!r}, which pandoc does not follow: cite that"
    near = _near(key, known, others)
    if near:
        return f"did you mean {near!r}?"
    return "add the reference to the bibliography, or mend the key"


def _near(key: str, known: frozenset[str], others: Mapping[str, str]) -> str:
    near = get_close_matches(key, sorted(known), cutoff=0.75)
    return others.get(key) or (near[0] if near else "")


def _fix(dossier: Dossier, citation: Citation, near: str, others: Mapping[str, str]) -> Fix | None:
    source, place = dossier.text(citation.place.path), citation.place
    written = source.text[
        source.offset(place.line, place.column) : source.offset(place.end_line, place.end_column)
    ]
    if not near or written.count(citation.key) != 1:
        return None
    text = written.replace(citation.key, near)
    # Another name of the entry is the same entry; what is only like it is a guess.
    return at(place, text, f"cite {near!r}", safe=citation.key in others)


RULE = Rule(
    code="KEY001",
    name="undefined-key",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="citation of a key that the bibliography lacks",
    page=__doc__,
    check=check,
)
