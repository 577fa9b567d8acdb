"""The map of claims says what each one rests on and how far it is borne out, in five forms."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from kzru_cite.model.article import Article, Citation, Claim, Paragraph, Section, Sentence, Setting
from kzru_cite.model.binding import bind
from kzru_cite.model.bonds import ClaimMap, Standing
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.ledger import Ledger
from kzru_cite.model.place import Location, SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger
from kzru_cite.report.claims import CLAIM_FORMATS, as_graph

TODAY = date(2026, 11, 23)
PLACE = Location(path="a.md", line=3, column=1, end_line=3, end_column=9)
BIB = """\
@online{a, title = {Trade}, url = {https://example.org/a}, date = {2018},
  archiveurl = {https://web.archive.org/web/2019/https://example.org/a}}
@book{b, title = {Sums}, date = {2019}}
"""
LEDGER = """\
sums:
  - ref: a
    quote: "=SUM of trade, 5 %"
    prefix: "before "
    decision: supports
    by: AB
    on: 2026-11-20
    claim: The words of sums
  - ref: b
    note: said otherwise
"""


def cited(key: str, suffix: str = "") -> Citation:
    return Citation(key=key, place=PLACE, section=1, claim=0, suffix=suffix)


def claim(name: str, *citations: Citation, **attributes: str) -> Claim:
    return Claim(
        id=name,
        text=f"The words of {name}",
        place=PLACE,
        head=PLACE,
        section=1,
        start=0,
        end=1,
        attributes=attributes,
        citations=citations,
    )


def paragraph(section: int, **sentences: bool) -> Paragraph:
    return Paragraph(
        text=" ".join(sentences),
        place=PLACE,
        setting=Setting.BODY,
        section=section,
        sentences=tuple(Sentence(text=text, covered=is_) for text, is_ in sentences.items()),
    )


ARTICLE = Article(
    language="en-GB",
    sections=(
        Section(title="", level=0, place=PLACE),
        Section(title="Trade <&>", level=1, place=PLACE),
    ),
    claims=(
        claim("sums", cited("a", "p. 5"), cited("b"), cited("a"), date="2018"),
        claim("meaning", basis="definition"),
        claim("open", needs="citation page", note="said otherwise"),
        claim("", cited("lost")),
        claim("bare"),
    ),
    paragraphs=(paragraph(1, One=True, Two=False), paragraph(0, Lead=True)),
)


def mapped(ledger: str = LEDGER, article: Article = ARTICLE) -> ClaimMap:
    bibliography = read_bibliography([SourceText(path="r.bib", text=BIB)])
    read = read_ledger(SourceText(path="l.yaml", text=ledger)) if ledger else None
    assert read is None or read.faults == ()
    return bind(Dossier(article=article, bibliography=bibliography, today=TODAY, ledger=read))


def test_the_table_shows_place_name_and_how_far_each_link_is_borne_out() -> None:
    assert (
        "a.md:3:1  sums     a, p. 5  supported (AB 2026-11-20)\n"
        "a.md:3:1  sums     b        no quotation\n"
        "a.md:3:1  meaning  basis: definition\n"
        "a.md:3:1  open     needs: citation, page\n"
        "a.md:3:1  (no id)  lost     not in the ledger\n"
        "a.md:3:1  bare     rests on nothing\n"
        "\n"
        "sentences covered by claims\n"
        " 100%    1 of 1    (before all headings)\n"
        "  50%    1 of 2    Trade <&>\n"
        "\n"
        "links of claims to references\n"
        "    1  open  not in the ledger\n"
        "    1  open  no quotation\n"
        "    1  done  supported\n"
        "\n"
        "claims that need\n"
        "    1  citation\n"
        "    1  page\n"
    ) == CLAIM_FORMATS["table"](mapped())


def test_what_a_cited_claim_still_needs_stands_beside_its_first_reference() -> None:
    article = replace(ARTICLE, claims=(claim("sums", cited("a"), cited("b"), needs="page"),))
    shown = CLAIM_FORMATS["table"](mapped("", article))
    assert "a.md:3:1  sums  a  not in the ledger | needs: page\n" in shown
    assert "a.md:3:1  sums  b  not in the ledger\n" in shown


def test_csv_has_a_line_for_each_claim_and_reference() -> None:
    lines = list(csv.DictReader(io.StringIO(CLAIM_FORMATS["csv"](mapped()))))
    assert [
        ("sums", "a", "p. 5", "supports", "AB"),
        ("sums", "b", "", "unquoted", ""),
        ("meaning", "", "", "", ""),
        ("open", "", "", "", ""),
        ("", "lost", "", "unlinked", ""),
        ("bare", "", "", "", ""),
    ] == [
        (line["claim"], line["reference"], line["locator"], line["standing"], line["by"])
        for line in lines
    ]
    assert ["said otherwise", "said otherwise"] == [lines[1]["note"], lines[3]["note"]]


def test_no_cell_of_the_csv_is_worked_out_as_a_formula() -> None:
    lines = list(csv.DictReader(io.StringIO(CLAIM_FORMATS["csv"](mapped()))))
    assert "'=SUM of trade, 5 %" == lines[0]["quote"]


def test_json_holds_claims_links_coverage_and_counts() -> None:
    document = json.loads(CLAIM_FORMATS["json"](mapped()))
    assert 1 == document["version"]
    first = document["claims"][0]
    assert ["a", "b", "a"] == first["references"]
    assert ["supports", "unquoted"] == [link["standing"] for link in first["links"]]
    assert ("supports", "AB", "2026-11-20") == tuple(
        first["links"][0][name] for name in ("decision", "by", "on")
    )
    assert ["citation", "page"] == document["claims"][2]["needs"]
    assert {"section": "Trade <&>", "sentences": 2, "covered": 1} == document["coverage"][1]
    assert {"unlinked": 1, "unquoted": 1, "supports": 1} == document["standings"]


def test_linked_data_names_claims_works_and_quotations() -> None:
    document = json.loads(CLAIM_FORMATS["jsonld"](mapped()))
    by_id = {node["@id"]: node for node in document["@graph"] if "@id" in node}
    article = by_id["#article"]
    assert ("Article", "en-GB", 5) == (
        article["@type"],
        article["inLanguage"],
        len(article["hasPart"]),
    )
    assert ["#ref-a", "#ref-b"] == article["hasPart"][0]["citation"]
    assert "2018" == article["hasPart"][0]["temporalCoverage"]
    assert "#claim-4" == article["hasPart"][3]["@id"]
    assert "https://example.org/a" == by_id["#ref-a"]["url"]
    assert {"@id": "#ref-lost", "@type": "CreativeWork"} == by_id["#ref-lost"]
    (annotation,) = (node for node in document["@graph"] if node["@type"] == "oa:Annotation")
    target = annotation["oa:hasTarget"]
    assert "#sums" == annotation["oa:hasBody"]
    assert "2026-11-20" == annotation["dateModified"]
    assert {
        "@type": "oa:TextQuoteSelector",
        "oa:exact": "=SUM of trade, 5 %",
        "oa:prefix": "before ",
    } == target["oa:hasSelector"]
    assert "https://web.archive.org/" in target["oa:hasState"]["oa:cachedSource"]


def test_a_quotation_of_a_work_without_address_points_to_the_work() -> None:
    found = json.loads(CLAIM_FORMATS["jsonld"](mapped("sums:\n  - ref: b\n    quote: x\n")))
    (annotation,) = (node for node in found["@graph"] if node["@type"] == "oa:Annotation")
    assert "#ref-b" == annotation["oa:hasTarget"]["oa:hasSource"]
    assert "oa:hasState" not in annotation["oa:hasTarget"]
    assert "dateModified" not in annotation


def test_the_picture_is_sound_xml_with_a_line_for_each_link() -> None:
    space = {"svg": "http://www.w3.org/2000/svg"}
    root = ET.fromstring(as_graph(mapped()))  # noqa: S314 - written by us
    lines = root.findall("svg:path", space)
    assert ["good", "open", "open"] == [line.get("class") for line in lines]
    titles = [line.findtext("svg:title", namespaces=space) for line in lines]
    assert "sums – b: no quotation" == titles[1]
    words = [text.text for text in root.findall("svg:text", space)]
    for one in ("Trade <&>", "sums", "lost", "needs citation, page", "basis: definition"):
        assert one in words
    assert "rests on nothing" in words
    assert "5 claims" in (root.findtext("svg:desc", namespaces=space) or "")


def test_references_never_stand_on_one_line() -> None:
    many = claim("sums", *(cited(f"r{number}") for number in range(9)))
    space = {"svg": "http://www.w3.org/2000/svg"}
    drawn = as_graph(mapped("", replace(ARTICLE, claims=(many,))))
    root = ET.fromstring(drawn)  # noqa: S314 - written by us
    rows = [text.get("y") for text in root.findall("svg:text", space) if text.text]
    keys = [
        text.get("y")
        for text in root.findall("svg:text", space)
        if (text.text or "").startswith("r") and text.text != "references"
    ]
    assert 9 == len(set(keys))
    assert rows


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        ("supports", Standing.SUPPORTS),
        ("partly", Standing.PARTLY),
        ("contradicts", Standing.CONTRADICTS),
        ("inaccessible", Standing.INACCESSIBLE),
    ],
)
def test_what_was_decided_is_the_standing(word: str, standing: Standing) -> None:
    found = mapped(f"sums:\n  - ref: a\n    decision: {word}\n")
    assert standing is found.bound[0].bonds[0].standing
    assert (standing is Standing.SUPPORTS) != any(
        bond is found.bound[0].bonds[0] for _, bond in found.open()
    )


def test_an_article_without_claims_has_an_empty_list() -> None:
    empty = ClaimMap(article=Article())
    assert "\nsentences covered by claims\n" == CLAIM_FORMATS["table"](empty)
    assert "0 claims; links by standing: none." in as_graph(empty)
    assert {} == Ledger(path="").notes()
