"""Figures of claims are compared with their quotations, and found where they stand."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kzru_cite.model.article import Article, Claim
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.figures import Comparison
from kzru_cite.model.ledger import Ledger, Link
from kzru_cite.model.place import SourceText
from kzru_cite.model.quotation import Quotation
from kzru_cite.rules._quoted_claims import QuotedClaim, place, quoted_claims, source_words


def _project(
    text: str,
    *quotes: tuple[str, str],
    written: str = "",
    attributes: dict[str, str] | None = None,
    language: str = "",
) -> Dossier:
    """Return a project of one claim; a quotation of '' is a link without one."""
    whole = f"Before.\n\n[{written or text}]{{#c .claim}} After.\n"
    source = SourceText(path="article.md", text=whole)
    head = whole.index("#c")
    start, end = whole.index("["), whole.index(" After")
    claim = Claim(
        id="c",
        text=text,
        place=source.locate(start, end),
        head=source.locate(head, head + 2),
        section=0,
        start=start,
        end=end,
        attributes=attributes or {},
    )
    nowhere = source.locate(0, 1)
    links = tuple(
        Link(
            claim="c",
            reference=key,
            place=nowhere,
            quotation=Quotation(exact=words) if words else None,
        )
        for key, words in quotes
    )
    return Dossier(
        article=Article(claims=(claim,), language=language),
        bibliography=Bibliography(),
        today=date(2026, 11, 20),
        articles=(source,),
        ledger=Ledger(path="ledger.yaml", links=links),
    )


def _quoted(project: Dossier) -> QuotedClaim:
    (quoted,) = quoted_claims(project)
    return quoted


def _said(project: Dossier) -> list[Comparison]:
    return [one.comparison for one in _quoted(project).figures]


def _found(project: Dossier) -> list[str]:
    """Return the words of a claim up to the end of each of its figures."""
    (source,), quoted = project.articles, _quoted(project)
    places = [place(project, quoted.claim, one) for one in quoted.figures]
    ends = [source.offset(one.end_line, one.end_column) for one in places]
    return [source.text[quoted.claim.start + 1 : end] for end in ends]


def test_without_a_ledger_nothing_is_quoted() -> None:
    project = _project("There were 12.", ("rao", "there were 12"))
    assert list(quoted_claims(replace(project, ledger=None))) == []
    assert list(quoted_claims(_project("There were 12.", ("rao", "")))) == []


def test_sources_without_quotation_are_named_once() -> None:
    project = _project(
        "There were 12.",
        ("ivanov", ""),
        ("rao", "there were 12"),
        ("rao", "twelve of them"),
        ("rao", ""),
        ("kim", ""),
        ("ivanov", ""),
    )
    quoted = _quoted(project)
    assert quoted.quotes == (("rao", "there were 12"), ("rao", "twelve of them"))
    assert quoted.unquoted == ("ivanov", "kim")


@pytest.mark.parametrize(
    ("attributes", "language", "read"),
    [
        ({}, "de", True),
        ({}, "en", False),
        ({"lang": "de"}, "en", True),
        ({"lang": "en"}, "de", False),
    ],
)
def test_words_for_figures_are_read_in_the_language_of_the_claim(
    attributes: dict[str, str], language: str, *, read: bool
) -> None:
    project = _project(
        "Zwölf Arbeiter kamen.",
        ("rao", "12 workers came"),
        attributes=attributes,
        language=language,
    )
    assert _said(project) == ([Comparison.AGREES] if read else [])


def test_a_check_that_holds_explains_a_figure() -> None:
    text = "There were 30 of them."
    quotes = ("rao", "there were 12 men and 18 women")
    assert _said(_project(text, quotes)) == [Comparison.MISSING]
    checked = _project(text, quotes, attributes={"check": "12 + 18 = 30"})
    assert _said(checked) != [Comparison.MISSING]


def test_the_date_of_a_claim_gives_the_year_that_a_quotation_leaves_out() -> None:
    text = "In 2019 it was signed."
    quotes = ("rao", "it was signed in May")
    assert _said(_project(text, quotes)) == [Comparison.MISSING]
    assert _said(_project(text, quotes, attributes={"date": "2019"})) == [Comparison.AGREES]


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (
            "12 came, and 12 of 30 stayed.",
            "",
            ["12", "12 came, and 12", "12 came, and 12 of 30"],
        ),
        (
            "Of 30, 12 came.",
            "Of 30 [@rao, p. 12; @kim], 12 came.",
            ["Of 30", "Of 30 [@rao, p. 12; @kim], 12"],
        ),
        (
            "Of 30, 12 came.",
            "Of [30]{x=12}, 12 came.",
            ["Of [30", "Of [30]{x=12}, 12"],
        ),
        ("Some 1 200 came.", "Some 1&nbsp;200 came.", ["Some 1&nbsp;200"]),
        ("Some 10–12 came.", "Some 10--12 came.", ["Some 10--12"]),
        ("Some 1.5 came.", "Some 1\\.5 came.", ["Some 1\\.5"]),
    ],
)
def test_figures_are_found_where_they_stand(text: str, written: str, found: list[str]) -> None:
    assert _found(_project(text, ("rao", "there were 7 horses"), written=written)) == found


def test_a_figure_that_is_not_found_is_shown_at_the_head_of_its_claim() -> None:
    project = _project("Some 12 came.", ("rao", "there were 7"), written="Some &#49;2 came.")
    quoted = _quoted(project)
    assert place(project, quoted.claim, quoted.figures[0]) == quoted.claim.head


LONG = "In the spring of that year it was found by the commission that 13 % did not answer"


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        (LONG, "…ear it was found by the commission that 13 % did not answer"),
        (f"{LONG}, and all the others had gone away to the hills", None),
        ("There were\n 13 %", "There were 13 %"),
    ],
)
def test_the_words_of_the_source_stand_around_the_counterpart(
    quotation: str, words: str | None
) -> None:
    project = _project("It was 14 %.", ("kim", "nobody came"), ("rao", quotation))
    quoted = _quoted(project)
    reference, shown = source_words(quoted, quoted.figures[0])
    assert reference == "rao"
    assert shown == words if words else shown.endswith("…")


def test_without_a_counterpart_there_are_no_words_to_show() -> None:
    quoted = _quoted(_project("It was 14 %.", ("kim", "nobody came")))
    assert source_words(quoted, quoted.figures[0]) == ("", "")
    # A number that stands in the source, in no figure that can be told.
    quoted = _quoted(_project("It was 14 km.", ("kim", "the M14 was closed")))
    one = replace(quoted.figures[0], counterpart=None, quote=0)
    assert source_words(quoted, one) == ("", "")
