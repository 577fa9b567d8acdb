"""Programs that collect references find each source on the page, described as it is."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup
from edition_samples import blocks, html, references
from evidence_samples import COPY, evidence_page

from kzru_cite.edition.coins import context_object, with_coins


def _told(bibtex: str, language: str = "") -> list[tuple[str, str]]:
    (reference,) = references(bibtex).references
    pairs = parse_qsl(context_object(reference, language), strict_parsing=True)
    assert ("ctx_ver", "Z39.88-2004") == pairs[0]
    form = pairs[1][1].removeprefix("info:ofi/fmt:kev:mtx:")
    return [(name.removeprefix("rft."), value) for name, value in [("form", form), *pairs[2:]]]


AUTHOR = "author = {Lake, Ann and {Lake Board} and van Sea, Cy}"
PEOPLE = [
    ("aulast", "Lake"),
    ("aufirst", "Ann"),
    ("au", "Lake, Ann"),
    ("aucorp", "Lake Board"),
    ("au", "van Sea, Cy"),
]


def test_an_article_is_described_with_its_journal() -> None:
    bibtex = f"""@article{{a, {AUTHOR}, title = {{Salt & Co}}, subtitle = {{A lake}},
      journaltitle = {{Water}}, shortjournal = {{W.}}, volume = {{3}}, number = {{4}},
      pages = {{10-20}}, issn = {{1234-5679}}, date = {{2019-05-06}}, doi = {{10.1000/a=b}},
      url = {{https://a.example/x?y=1&z=2 https://b.example/}}}}"""
    assert _told(bibtex, "ru") == [
        ("form", "journal"),
        ("rft_id", "info:doi/10.1000/a=b"),
        ("rft_id", "https://a.example/x?y=1&z=2"),
        ("genre", "article"),
        ("atitle", "Salt & Co: A lake"),
        ("jtitle", "Water"),
        ("stitle", "W."),
        ("volume", "3"),
        ("issue", "4"),
        ("pages", "10-20"),
        ("issn", "1234-5679"),
        *PEOPLE,
        ("date", "2019-05-06"),
        ("language", "ru"),
    ]


def test_a_book_is_described_with_its_publisher() -> None:
    bibtex = f"""@book{{a, {AUTHOR}, title = {{Дала}}, publisher = {{Shelf}}, location = {{Алматы}},
      isbn = {{978-0-306-40615-7}}, edition = {{2}}, series = {{S}}, volume = {{1}},
      pagetotal = {{300}}, date = {{2001?}}}}"""
    assert _told(bibtex) == [
        ("form", "book"),
        ("genre", "book"),
        ("btitle", "Дала"),
        ("tpages", "300"),
        ("volume", "1"),
        ("edition", "2"),
        ("series", "S"),
        ("place", "Алматы"),
        ("pub", "Shelf"),
        ("isbn", "978-0-306-40615-7"),
        *PEOPLE,
        ("date", "2001"),
    ]


@pytest.mark.parametrize(
    ("bibtex", "told"),
    [
        (
            "@online{a, title = {T}, organization = {News}, url = {https://a.example/}}",
            [
                ("form", "dc"),
                ("rft_id", "https://a.example/"),
                ("type", "webpage"),
                ("title", "T"),
                ("source", "News"),
            ],
        ),
        (
            "@report{a, title = {T}, institution = {Board}, date = {2025-04}}",
            [
                ("form", "book"),
                ("genre", "report"),
                ("btitle", "T"),
                ("pub", "Board"),
                ("date", "2025-04"),
            ],
        ),
        (
            "@incollection{a, title = {T}, booktitle = {B}, pages = {1-2}, date = {2001/2003}}",
            [
                ("form", "book"),
                ("genre", "bookitem"),
                ("atitle", "T"),
                ("btitle", "B"),
                ("pages", "1-2"),
                ("date", "2001"),
            ],
        ),
        (
            "@inproceedings{a, title = {T}, booktitle = {B}, year = {1999}}",
            [
                ("form", "book"),
                ("genre", "proceeding"),
                ("atitle", "T"),
                ("btitle", "B"),
                ("date", "1999"),
            ],
        ),
        (
            "@phdthesis{a, title = {T}, school = {U}, type = {PhD}, date = {19XX}}",
            [("form", "dissertation"), ("title", "T"), ("inst", "U"), ("degree", "PhD")],
        ),
        (
            "@misc{a, title = {T}, date = {n.d.}}",
            [("form", "dc"), ("type", "document"), ("title", "T")],
        ),
        (
            "@misc{a, title = {T}, url = {https://a.example/}, urlstatus = {usurped}}",
            [("form", "dc"), ("type", "webpage"), ("title", "T")],
        ),
        ("@dataset{a, title = {T}}", [("form", "dc"), ("type", "dataset"), ("title", "T")]),
        (
            "@online{a, author = {Plato}}",
            [("form", "dc"), ("type", "webpage"), ("aulast", "Plato"), ("au", "Plato")],
        ),
    ],
)
def test_other_kinds_are_told_apart(bibtex: str, told: list[tuple[str, str]]) -> None:
    assert told == _told(bibtex)


def test_each_entry_of_the_page_has_one_that_nobody_sees_or_hears() -> None:
    soup = BeautifulSoup(evidence_page(), "html.parser")
    for entry in soup.select(".csl-entry"):
        (mark,) = entry.select("span.Z3988")
        assert ("", "true") == (mark.get_text(), mark["aria-hidden"])
    (mark,) = soup.select("#ref-lake .Z3988")
    assert ("rft.btitle", "The Lake Report") in parse_qsl(str(mark["title"]))
    assert COPY not in str(mark)


def test_entries_that_are_not_known_or_empty_stay_as_they_are() -> None:
    text = (
        "::: {#ref-b .csl-entry}\nB\n:::\n\n::: {#ref-a .csl-entry}\n:::\n\n::: {#ref-a}\nx\n:::\n"
    )
    nodes = blocks(text)
    assert html(nodes) == html(with_coins(nodes, references("@book{a, title = {T}}").by_key(), {}))
