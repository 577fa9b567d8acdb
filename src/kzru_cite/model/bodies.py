"""Tell the name of a body from the name of a person, by the words in it."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words for kinds of bodies that are no one's family name, in English, in the languages that
# English bibliographies cite most, in Russian and in Kazakh.
_KINDS = _words(
    """
    academy administration agence agencia agency archives assembly association authority
    collaboration collective college commission committee company congress consortium consulate
    contributors corporation council department developers directorate embassy federation
    foundation gesellschaft gmbh government group inc initiative institut institute institution
    journal laboratories laboratory library llc ltd magazine ministerium ministry
    ministère museum nations network news newspaper newsroom office organisation organization
    parliament plc programme project radio secretariat senate society team television
    times universidad university universität université verein verlag
    агентство академия ассоциация бюро газета департамент журнал институт комиссия комитет
    министерство общество организация парламент посольство правительство редакция служба совет
    университет управление фонд центр
    агенттігі академиясы ассамблеясы басқармасы департаменті елшілігі комитеті министрлігі
    орталығы университеті үкіметі қоры
    """
)
# Words for bodies that are family names as well: Robert Service, William Press, Emil Post.
_KINDS_AND_NAMES = _words(
    """
    bank board bureau center centre chamber church club court house kingdom lab labs party post
    press reuters school service services staff trust union watch банк партия союз банкі
    """
)
# Words that a body's name has and a person's has not.
_MARKS = _words(
    """
    african american asian associated atomic british central chinese civil economic european
    federal financial for foreign french german global health human independent international
    kazakh legal medical national nuclear of political public research royal russian scientific
    security social state statistical supreme the thomson world и по
    всемирный государственный казахский национальный русская центральный
    мемлекеттік орталық ұлттық
    """
)
_WORD = re.compile(r"[^\W\d_]+")
# RFE/RL's, BBC, AT&T: a stroke between letters, a possessive, three capitals in a row.
_SHAPE = re.compile(r"\w/\w|\w['’]s\b|\w&\w|(?<!\w)[A-ZА-Я]{3,}(?!\w)")


def names_body(text: str) -> bool:
    """Tell whether *text* can only be the name of a body; person's names pass in doubt."""
    words = {word.casefold() for word in _WORD.findall(text)}
    if words & _KINDS:
        return True
    if not words & _KINDS_AND_NAMES or text.isupper():
        return False
    return bool(words & _MARKS or _SHAPE.search(text))
