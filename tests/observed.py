"""Make dossiers of a bibliography and what was seen on the web."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from kzru_cite.model.article import Article
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Evidence, Look, Purpose, Sight
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography

START = datetime(2026, 11, 1, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def look(purpose: Purpose, about: str, sight: Sight, *, day: int = 1, asked: str = "web") -> Look:
    """Return a look on a day of November 2026."""
    at = START + timedelta(days=day - 1)
    return Look(at=at, purpose=purpose, about=about, asked=asked, sight=sight)


def dossier(bibliography: str, *looks: Look) -> Dossier:
    """Return a project without text."""
    source = SourceText(path="references.bib", text=bibliography)
    return Dossier(
        article=Article(),
        bibliography=read_bibliography([source]),
        today=TODAY,
        evidence=Evidence(looks=looks),
        bibliographies=(source,),
    )
