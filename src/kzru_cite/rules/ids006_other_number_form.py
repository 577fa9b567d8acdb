"""
Find numbers of catalogues and registers that have not the form of such a number.

Looked at are `oclc`, `bibcode`, `hdl`, `jstor`, `s2cid`, `mrnumber`, `zblnumber`, `ssrn`,
`osti`, `rfc`, `ol`, `asin`, `ismn`, `iswc`, `swhid`, and `eprint` with `eprinttype` jstor, hdl or
googlebooks. Styles make links of them; from a misspelt one comes a dead link.

Bad: `bibcode = {1995PhyEd.30.247B}`, which has 17 characters instead of 19.

Good: `bibcode = {1995PhyEd..30..247B}`, `oclc = {ocm62728545}`.
The field `lccn` is left alone: programs write call numbers (`QA76.6 .A255 1985`) into it.

Sure: high. Only numbers with a published form are in the list, and the forms are read widely.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import own, written
from kzru_cite.model.numbers import judge_ismn
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._number_forms import EPRINTS, FIELDS, NumberForm, fits


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each number whose form is known."""
    for reference in dossier.bibliography.references:
        for name, form in _forms(reference).items():
            for field in own(reference, name):
                yield _judge(reference, field, form)
        for field in own(reference, "ismn"):
            yield _judge_music(reference, field)


def _forms(reference: Reference) -> dict[str, NumberForm]:
    eprint = EPRINTS.get(reference.text("eprinttype", "archiveprefix").lower())
    return {**FIELDS, "eprint": eprint} if eprint else FIELDS


def _judge(reference: Reference, field: Field, form: NumberForm) -> Outcome:
    if fits(form, written(field.value)):
        return OK
    return Contradicted(
        place=field.place,
        message=f"{field.value!r} is no {form.name}",
        hint=f"one reads {form.example!r}",
        reference=reference.key,
    )


def _judge_music(reference: Reference, field: Field) -> Outcome:
    wrong = judge_ismn(field.value)
    if wrong is None:
        return OK
    return Contradicted(
        place=field.place,
        message=f"the ISMN {field.value!r} {wrong.why}",
        hint=wrong.hint,
        reference=reference.key,
    )


RULE = Rule(
    code="IDS006",
    name="other-number-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="number of a catalogue or register in a form it cannot have",
    page=__doc__,
    check=check,
)
