"""
Find identifiers that stand in the field of another one.

Programs make links from the name of the field: of a DOI in `url` they make no link, of an ISBN in
`issn` a dead one. Registers cannot be asked about it either.

Bad: `url = {10.1038/s41467-017-02342-1}`, `issn = {978-0-521-84554-0}`,
`doi = {https://www.jstor.org/stable/1558283}`, `note = {doi: 10.1038/nrd842}`.

Good: each in its own field.

Sure: high, since only what has the full form of the other identifier is reported. A DOI that is
all there is in `note` or `howpublished`, a web address in an `eprint` of a stated kind, and an
identifier that programs put into `isbn` and that is given elsewhere too, are reported as signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dois import find_doi
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._mending import rename
from kzru_cite.rules._misplaced import stranger

_FIELDS = ("doi", "isbn", "issn", "pmid", "url")
_FREE = ("note", "howpublished", "addendum", "annote")
_HOME = {
    "a DOI": "doi",
    "an ISBN": "isbn",
    "an ISSN": "issn",
    "a PMCID": "pmcid",
    "a web address": "url",
    "an arXiv identifier": "eprint",
}
_BURIED = re.compile(r"10\.\d{4,}(?:\.\d+)*/[^\s?#&]+")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each identifier, and at free text that may be one."""
    for reference in dossier.bibliography.references:
        for field in own(reference, *_FIELDS):
            yield _judge(reference, field)
        for field in own(reference, "eprint"):
            yield from _judge_eprint(reference, field)
        if not reference.first("doi"):
            yield from _free_text(reference)


def _judge(reference: Reference, field: Field) -> Outcome:
    text = written(field.value)
    what = stranger(field.name, text)
    if not what:
        return OK
    home = _HOME[what]
    return (Suspicious if _harmless(reference, field, what) else Contradicted)(
        place=field.place,
        message=f"{field.name} holds {what}: {field.value!r}",
        hint=_hint(reference, field, what),
        reference=reference.key,
        fix=None if reference.first(home) else rename(field, home, safe=False),
    )


def _harmless(reference: Reference, field: Field, what: str) -> bool:
    """Tell what reference managers do by themselves, and no style prints."""
    again = field.name in ("isbn", "issn") and reference.first(_HOME[what]) is not None
    return again or (field.name == "isbn" and what == "an ISSN")


def _hint(reference: Reference, field: Field, what: str) -> str:
    buried = _BURIED.search(written(field.value)) if what == "a web address" else None
    if buried:
        return f"the DOI seems to be {buried[0]!r}; an address belongs to url"
    if reference.first(_HOME[what]):
        instead = ", or give an address" if field.name == "url" else ""
        return f"{_HOME[what]} is given already; leave this out{instead}"
    # An eprint needs a second field, which says of what archive it is.
    kind = ", with eprinttype = {arxiv}" if what == "an arXiv identifier" else ""
    return f"it belongs to {_HOME[what]}{kind}"


def _judge_eprint(reference: Reference, field: Field) -> Iterator[Outcome]:
    text = written(field.value)
    kind = reference.text("eprinttype", "archiveprefix").lower()
    # Without a kind, publishers put their PDF there, and pandoc leaves it out.
    if not kind or kind == "arxiv" or not stranger("eprint", text):
        return
    yield Suspicious(
        place=field.locate(text),
        message=f"eprint holds a web address: {field.value!r}",
        hint="eprint is for the identifier in an archive of preprints; an address belongs to url",
        reference=reference.key,
    )


def _free_text(reference: Reference) -> Iterator[Outcome]:
    for field in own(reference, *_FREE):
        doi = find_doi(written(field.raw)) or find_doi(written(field.value))
        if doi is not None:
            yield Suspicious(
                place=field.place,
                message=f"{field.name} is a DOI: {doi.text!r}",
                hint="give it in the field doi if it is that of this work",
                reference=reference.key,
            )


RULE = Rule(
    code="IDS009",
    name="identifier-in-wrong-field",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="identifier in the field of another one",
    page=__doc__,
    check=check,
)
