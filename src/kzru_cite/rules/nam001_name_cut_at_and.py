"""
Find name lists cut in the middle of a name, at the letters “and”.

BibTeX parts names at the word `and`. Programs that search for the letters alone turn *Xander
Landen* into four authors, X, L, er and en. Such lists come out of web forms and converters.

Bad: `author = {X and L and er and en}`, `author = {S and ra Bullock}`.

Good: `author = {Landen, Xander}`. Short names (Li, Wu), names in small letters (bell hooks), and
nobiliary particles (de Vries) are not reported.

Sure: two pieces in one list are a fact, a single one is a suspicion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress

from kzru_cite.model.bibliography import Field, Name, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.rule import Rule
from kzru_cite.rules._names import name_lists, place_of
from kzru_cite.rules._words import words

# Words in small letters that begin a family name in the languages of Europe and the Near East.
_PARTICLES = words(
    """
    a à abu af al am ap as at auf aus av aw ab bar bat ben bin bint d da dal dalla dall das de
    degli dei del della delle den der des di do dos du e el i ibn im in l la las le li lo los mac
    mc o op os ould s st t te ten ter th thor to tot ul und v van vande vanden vander vom von vd
    y zu zum zur фон де ван дер ибн аль эль оглы кызы ұлы қызы
    """
)
_PIECE = re.compile(r"[^\W\d_]{1,3}")
_LETTER = re.compile(r"[^\W\d_]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Look at each list of two names or more."""
    for reference in dossier.bibliography.references:
        for field, names in name_lists(reference):
            if len(names) > 1:
                yield _judge(reference, field, names)


def _judge(reference: Reference, field: Field, names: tuple[Name, ...]) -> Outcome:
    tails = list(compress(names, map(_is_tail, names, (None, *names))))
    if not tails:
        return OK
    letters = [name for name in names if _LETTER.fullmatch(name.raw)]
    certain = len({name.raw for name in tails + letters}) > 1
    return (Contradicted if certain else Suspicious)(
        place=place_of(field, tails[0].raw),
        message=f"{tails[0].raw!r} is no name: {field.name} {field.value!r} is cut at “and”",
        hint="put the name together again and write it as Family, Given",
        reference=reference.key,
    )


def _is_tail(name: Name, before: Name | None) -> bool:
    """Tell whether *name* is what follows the letters “and” in a longer name."""
    first = _FIRST_WORD.match(name.raw)
    if first is None or not first[0].islower() or first[0] in _PARTICLES:
        return False
    if _PIECE.fullmatch(name.raw):
        return True
    rest = name.raw[first.end() :].strip(" ,.")
    stump = before is not None and _FIRST_WORD.fullmatch(before.raw)
    return bool(stump) and rest[:1].isupper()


RULE = Rule(
    code="NAM001",
    name="name-cut-at-and",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="name list cut in the middle of a name, at the letters “and”",
    page=__doc__,
    check=check,
)
