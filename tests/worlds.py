"""Make projects whose sources were looked at on several days, for tests of what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kzru_cite.model.article import Article
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import (
    Answered,
    Evidence,
    Found,
    Hop,
    Look,
    Notice,
    PageFacts,
    Purpose,
    Record,
    Searched,
    Sight,
    in_order,
)
from kzru_cite.model.ledger import Ledger, Link
from kzru_cite.model.place import SourceText
from kzru_cite.model.quotation import Part, Quotation, Spot
from kzru_cite.read.bibliography import read_bibliography

PAGE = "https://a.org/x"
COPY = f"https://web.archive.org/web/20260101000000/{PAGE}"
BIBTEX = f"""\
@online{{a,
  title = {{Ice}},
  url = {{{PAGE}}},
  doi = {{10.1000/salt}},
  archiveurl = {{{COPY}}},
}}
"""
WORDS = Quotation(exact="ice is cold")


def look(
    day: str, sight: Sight, purpose: Purpose = Purpose.PAGE, about: str = PAGE, asked: str = "web"
) -> Look:
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC)
    return Look(at=at, purpose=purpose, about=about, asked=asked, sight=sight)


def shows(title: str = "Ice", letter: str = "a", *, capture: str = "", to: str = PAGE) -> Answered:
    """Return the answer of a page whose text is told by a letter."""
    hops = (Hop(address=PAGE, code=301, target=to),) if to != PAGE else ()
    facts = PageFacts(title=title, text_hash=f"sha256:{letter * 64}", text_length=9000)
    kind = "text/html"
    return Answered(code=200, final=to, hops=hops, content_type=kind, page=facts, capture=capture)


def gone(code: int = 404) -> Answered:
    return Answered(code=code, final=PAGE)


DEAD_LOOKS = tuple(look(day, gone()) for day in ("2026-07-01", "2026-08-01", "2026-10-01"))


def copy(
    day: str, *, taken: str = "Thu, 01 Jan 2026 00:00:00 GMT", code: int = 200, to: str = COPY
) -> Look:
    """Look at the archived copy; an empty moment is an archive that shows none."""
    headers = {"memento-datetime": taken} if taken else {}
    facts = PageFacts(title="Ice", text_hash=f"sha256:{'a' * 64}", text_length=9000)
    sight = Answered(code=code, final=to, content_type="text/html", headers=headers, page=facts)
    return look(day, sight, Purpose.CAPTURE, COPY, "wayback")


def record(day: str, *notices: Notice) -> tuple[Look, ...]:
    """Look up the DOI at doi.org and at Crossref."""
    found = Found(record=Record(identifier="10.1000/salt", title="Ice", notices=notices))
    agency = Found(record=Record(identifier="10.1000/salt", agency="Crossref"))
    return (
        look(day, agency, Purpose.RECORD, "doi:10.1000/salt", "doi"),
        look(day, found, Purpose.RECORD, "doi:10.1000/salt", "crossref"),
    )


def quoted(day: str, letter: str, *, found: bool) -> tuple[Look, Look]:
    """Look at the page with a capture, and search its text for the words of the ledger."""
    spots = (Spot(start=0, end=11, words=WORDS.exact),) if found else ()
    searched = Searched(
        quotation=WORDS,
        text=f"sha256:{letter * 64}",
        extractor="1",
        capture=f"sha256:{letter * 64}",
        part=Part.TEXT if found else Part.NOWHERE,
        spots=spots,
    )
    page = shows(letter=letter, capture=f"sha256:{letter * 64}")
    return look(day, page), look(day, searched, Purpose.QUOTE, PAGE, "capture")


def world(*looks: Look | tuple[Look, ...], bibtex: str = BIBTEX) -> Dossier:
    """Return a project with these looks, and a ledger that quotes its first source."""
    source = SourceText(path="references.bib", text=bibtex)
    flat = in_order(one for each in looks for one in (each if isinstance(each, tuple) else (each,)))
    link = Link(claim="cold", reference="a", place=source.locate(0, 1), quotation=WORDS)
    return Dossier(
        article=Article(),
        bibliography=read_bibliography([source]),
        bibliographies=(source,),
        today=date(2026, 11, 23),
        evidence=Evidence(looks=flat) if flat else None,
        ledger=Ledger(path="ledger.yaml", links=(link,)),
    )
