"""Give the tests an article whose claims are in all states, with quotations found and not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from edition_samples import PLACE, SAMPLE, article, parse, references, sources
from msgspec.structs import replace

from kzru_cite.edition import build
from kzru_cite.model.article import Article, Claim, Paragraph, Section, Sentence, Setting
from kzru_cite.model.bonds import Bond, Bound, ClaimMap, Standing
from kzru_cite.model.edition import Document, Material
from kzru_cite.model.entry_state import AddressState, Blemish, Blemished, EntryState
from kzru_cite.model.ledger import Decided, Decision, Link
from kzru_cite.model.links import LinkClass
from kzru_cite.model.quotation import Quotation, Spot
from kzru_cite.pandoc import bundled

COPY = "https://web.archive.org/web/20260120101112/https://lake.example/report"
BIBTEX = f"""
@report{{lake, author = {{Lake, Ann and River, Bob and Sea, Cy and Pond, Di}},
  title = {{The Lake Report}}, institution = {{Lake Board}}, date = {{2025-04}},
  url = {{https://lake.example/report}}, urldate = {{2026-01-20}},
  archiveurl = {{{COPY}}}, archivedate = {{2026-01-20}}}}
@article{{salt, author = {{Соль, Анна}}, title = {{Соль озера}}, journaltitle = {{Вестник}},
  date = {{2019}}, doi = {{10.1000/salt}}, url = {{https://salt.example/1 https://salt.example/2}},
  titletranslation = {{The Salt of the Lake}}, langid = {{russian}}}}
@online{{gone, author = {{{{Lake News}}}}, title = {{Fish return}}, date = {{2018-02-03}},
  url = {{https://news.example/fish}}, urldate = {{2018-02-04}}}}
@online{{casino, title = {{Now a casino}}, url = {{https://casino.example/}},
  urlstatus = {{usurped}}}}
@book{{atlas, editor = {{Map, Eve}}, title = {{Atlas of Lakes}}, publisher = {{Shelf}},
  date = {{2001?}}, pages = {{1-99}}}}
"""
TEXT = """---
title: The lake
lang: en-GB
author: Ann Author
date: 2026-11-20
---

[The lake covers 1,200 square kilometres [@lake, p. 12]]{#area .claim}.
[It is saltier than the sea, and grows saltier each year [@salt; @lake]]{#salt .claim
note="The older text named no year."}.
[A lake is a body of standing water]{#definition .claim basis=definition}.
[Fish returned in 2018 [@gone]]{#fish .claim needs=update},
and [the shore has moved by forty kilometres since then [@casino]]{#shore .claim}.

# The shore

[No bird nests there [@lake]]{#birds .claim}, though [some say so]{#some .claim needs=citation}.
[Ships lie in the sand [@atlas, 3-4]]{#ships .claim}. Nobody has counted them.
[The wind takes the salt away [@nowhere]]{.claim}.

::: {#box .claim .infobox}
Depth
:   20 metres [@atlas]
:::
"""

FOUND = Spot(
    start=100,
    end=160,
    words="the lake now covers some 1,200 square kilometres, less than a tenth of its old size",
    before="ter by water, the engineers of the Board measured the whole shore; by their count ",
    after=" as the table on the next page shows. The fishing villages now lie far inland.",
)


def _link(claim: str, reference: str, **changes: Any) -> Link:  # noqa: ANN401
    return Link(claim=claim, reference=reference, place=PLACE, **changes)


def _decided(decision: Decision, by: str = "", on: date | None = None) -> Decided:
    return Decided(decision=decision, place=PLACE, by=by, on=on)


DAY = date(2026, 11, 12)
BONDS: Mapping[str, tuple[Bond, ...]] = {
    "area": (
        Bond(
            reference="lake",
            standing=Standing.SUPPORTS,
            locator=", p. 12",
            link=_link("area", "lake", quotation=Quotation(exact=FOUND.words)),
            decided=_decided(Decision.SUPPORTS, "A. Editor", DAY),
            found=FOUND,
            address="https://lake.example/report",
        ),
    ),
    "salt": (
        Bond(
            reference="salt",
            standing=Standing.PARTLY,
            link=_link(
                "salt",
                "salt",
                quotation=Quotation(
                    exact="озеро солонее моря", prefix="Как известно, ", suffix="."
                ),
                note="It says nothing of each year; see https://salt.example/2.",
            ),
            decided=_decided(Decision.PARTLY, "A. Editor"),
            found=replace(FOUND, words="Озеро солонее моря", before="", after="", page=7),
        ),
        Bond(
            reference="lake",
            standing=Standing.LAPSED,
            why="The claim was worded anew.",
            link=_link("salt", "lake", quotation=Quotation(exact="salt … rises [yearly]")),
            decided=_decided(Decision.SUPPORTS, "B. Editor", DAY),
        ),
    ),
    "fish": (Bond(reference="gone", standing=Standing.UNQUOTED, link=_link("fish", "gone")),),
    "shore": (
        Bond(
            reference="casino",
            standing=Standing.INACCESSIBLE,
            link=_link("shore", "casino"),
            decided=_decided(Decision.INACCESSIBLE, on=DAY),
        ),
    ),
    "birds": (
        Bond(
            reference="lake",
            standing=Standing.CONTRADICTS,
            link=_link("birds", "lake", quotation=Quotation(exact="gulls nest on the islands")),
            decided=_decided(Decision.CONTRADICTS),
        ),
    ),
    "ships": (Bond(reference="atlas", standing=Standing.UNLINKED, locator=", 3-4"),),
}
STATES = {
    "lake": EntryState(
        addresses=(
            AddressState(
                address="https://lake.example/report",
                link_class=LinkClass.ALIVE,
                seen=DAY,
                good=DAY,
            ),
        ),
        blemishes=(Blemished(blemish=Blemish.CORRECTED, doi="10.1000/lake.c", day="2025-06-01"),),
    ),
    "salt": EntryState(blemishes=(Blemished(blemish=Blemish.RETRACTED, day="2021"),)),
    "gone": EntryState(
        addresses=(
            AddressState(
                address="https://news.example/fish",
                link_class=LinkClass.GONE,
                seen=DAY,
                good=date(2024, 3, 1),
            ),
        ),
    ),
}


def _claim(name: str) -> Claim:
    return Claim(
        id=name, text=f"text of {name}", place=PLACE, head=PLACE, section=0, start=0, end=1
    )


def _paragraph(section: int, covered: str) -> Paragraph:
    """Make a paragraph with a sentence for each sign, ``+`` for those inside a claim."""
    sentences = tuple(Sentence(text="x", covered=each == "+") for each in covered)
    return Paragraph(
        text="x", place=PLACE, setting=Setting.BODY, section=section, sentences=sentences
    )


ARTICLE = Article(
    language="en-GB",
    sections=(
        Section(title="", level=0, place=PLACE),
        Section(title="The shore", level=1, place=PLACE, id="the-shore"),
        Section(title="Empty", level=1, place=PLACE, id="empty"),
    ),
    paragraphs=(_paragraph(0, "++++"), _paragraph(1, "++--")),
)


def claims() -> ClaimMap:
    """Return the map of the claims that the ledger knows."""
    return ClaimMap(
        article=ARTICLE,
        bound=tuple(Bound(claim=_claim(name), bonds=bonds) for name, bonds in BONDS.items()),
        references=references(BIBTEX).by_key(),
    )


@cache
def evidence(text: str = TEXT, style: str = "chicago-author-date") -> Material:
    """Return an article with claims in all states."""
    return article(
        text,
        sources=sources(BIBTEX),
        bibliography=references(BIBTEX),
        claims=claims(),
        states=STATES,
        style=style,
    )


def in_language(language: str) -> Material:
    """Return the same in another language of the labels."""
    text = TEXT.replace("lang: en-GB", f"lang: {language}")
    return replace(evidence(), documents=(Document(path="article.md", tree=parse(text)),))


@cache
def evidence_page(language: str = "en-GB", style: str = "chicago-author-date") -> str:
    """Return the page of the article."""
    material = replace(in_language(language), style=style)
    (page,) = build(material, ["html"], bundled(), SAMPLE)
    return page.content.decode()
