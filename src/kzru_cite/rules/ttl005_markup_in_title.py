r"""
Find remains of HTML, Markdown or wiki text in titles and names of journals.

A `.bib` file knows TeX alone. Tags and entities that a converter left behind are printed as they
stand.

Bad: `title = {Environmental Science &amp; Technology}`, `title = {The <i>De Anima</i>}`,
`title = {See [the map](https://example.org)}`.

Good: `title = {Environmental Science \& Technology}`, `title = {The \emph{De Anima}}`. Formulae
in dollar signs may compare with `<` and `>`.

Sure: high for tags and entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entries import own
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity
from kzru_cite.model.rule import Rule
from kzru_cite.rules._titles import PUBLISHER_FIELDS, TITLE_FIELDS

_FIELDS = (*TITLE_FIELDS, "titleaddon", "journaltitle", "journal", *PUBLISHER_FIELDS)
_FORMULA = re.compile(r"\$[^$]*\$")
_MARKUP = re.compile(
    r"</?(?:em|strong|su[bp]|span|br|inf|scp|italic|bold|div|small|h[1-6]|font|img|mml:\w+)\b[^<>]*>"
    r"|<(?P<tag>[abipu])\b[^<>]*>(?=.*</(?P=tag)>)"
    r"|&(?:amp|lt|gt|quot|apos|nbsp|[nm]dash|hellip|[lr][sda]quo|[lr]dquo|shy|#\d+|#x[0-9a-f]+);"
    r"|\*\*\w[^*]*\w\*\*"
    r"|\[[^\[\]]+\]\(\w+:[^()\s]*\)"
    r"|\[\[[^\[\]]+\]\]",
    re.IGNORECASE,
)


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each title, and at the names of journals and publishers."""
    for reference in dossier.bibliography.references:
        for field in own(reference, _FIELDS):
            yield _judge(reference, field)


def _judge(reference: Reference, field: Field) -> Outcome:
    found = _MARKUP.search(_FORMULA.sub("", field.value))
    if found is None:
        return OK
    return Contradicted(
        place=field.locate(found[0]),
        message=f"{field.name} has the markup {found[0]!r}, which is printed as it stands",
        hint="write the character itself, or TeX such as \\emph{…}",
        reference=reference.key,
    )


RULE = Rule(
    code="TTL005",
    name="markup-in-title",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    summary="HTML, Markdown or wiki markup in a title or name",
    page=__doc__,
    check=check,
)
