"""
Find addresses that no browser can follow as they are written.

Most come from copying: the scheme was left out, a line break became a blank, the full stop of the
sentence came along, the password of the copyist stayed in.

Bad: `url = {www.example.org/a}`, `url = {http:/example.org}`, `url = {https://example.org/a b}`.

Good: `url = {https://example.org/a}`. Hosts and paths in any script, TeX escapes,
brackets that are closed, text fragments and the schemes of other kinds of addresses are fine.

Sure: high for what cannot be an address. An end such as `.` or `)`, a bare number as host, the
scheme's own port, `<`, `>` and a percent sign without a code are signs only.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import locate_host, own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._address_faults import Finding, fault, sign
from kzru_cite.rules._misplaced import stranger


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each address."""
    for reference in dossier.bibliography.references:
        for field in own(reference, "url", "archiveurl"):
            text = written(field.value)
            if not stranger("url", text):
                yield _judge(reference, field, text)


def _judge(reference: Reference, field: Field, text: str) -> Outcome:
    wrong = fault(text)
    if wrong:
        return Contradicted(
            place=locate_host(field, wrong.fragment),
            message=_message(field, wrong),
            hint=wrong.hint,
            reference=reference.key,
        )
    odd = sign(text)
    if odd:
        return Suspicious(
            place=locate_host(field, odd.fragment),
            message=_message(field, odd),
            hint=odd.hint,
            reference=reference.key,
        )
    return OK


def _message(field: Field, finding: Finding) -> str:
    shown = field.value.replace(finding.secret, "…") if finding.secret else field.value
    return f"the address {shown!r} {finding.why}"


RULE = Rule(
    code="LNK101",
    name="address-form",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="address that cannot be followed as it is written",
    page=__doc__,
    check=check,
)
