"""The page says of each claim what bears it out, and of all of them how far that has come."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup, Tag
from edition_samples import SAMPLE, article, blocks, html
from evidence_samples import COPY, STATES, claims, evidence, evidence_page
from msgspec.structs import replace

from kzru_cite.edition import STYLES, build
from kzru_cite.edition.english import EN
from kzru_cite.edition.languages import labels_for
from kzru_cite.edition.proofs import mark_proofs
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.pandoc import Pandoc


@pytest.fixture(scope="module")
def soup() -> BeautifulSoup:
    return BeautifulSoup(evidence_page(), "html.parser")


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _card(soup: BeautifulSoup, claim: str) -> Tag:
    (marked,) = soup.select(f"#{claim}")
    (card,) = soup.select(f"#edition-proof-{marked['data-proof']}")
    return card


def test_each_claim_has_a_state_and_a_button_that_says_it(soup: BeautifulSoup) -> None:
    states = {str(tag.get("id", "")): tag["data-state"] for tag in soup.select("main .claim")}
    assert states == {
        "area": "supported",
        "salt": "partly",
        "definition": "free",
        "fish": "open",
        "shore": "open",
        "birds": "against",
        "some": "unsourced",
        "ships": "open",
        "": "open",
        "box": "open",
    }
    names = [str(tag["aria-label"]) for tag in soup.select("button.mark")]
    assert "Supported by its sources: “The lake covers 1,200 square kilometres”" == names[0]
    assert "update needed. Source named, not yet compared: “Fish returned in 2018”" in names
    assert all(_text(tag) in str(tag["aria-label"]) for tag in soup.select("button.mark"))


def test_a_card_shows_source_quotation_decision_and_ways_to_the_words(soup: BeautifulSoup) -> None:
    card = _card(soup, "area")
    assert _text(card) == (
        "Supported by its sources: “The lake covers 1,200 square kilometres”"
        "Supported by its sources× "
        "The Lake Report Lake, River, Sea, …, 2025, Lake Board, p. 12 "
        "…by water, the engineers of the Board measured the whole shore; by their count "
        "the lake now covers some 1,200 square kilometres, less than a tenth of its old size "
        "as the table on the next page shows. The fishing villages now lie far inland.… "
        "The source supports the claim. Decided by A. Editor on 12 November 2026. "
        "These words on the page · In the archived copy, 20 January 2026"
    )
    first, second = (str(tag["href"]) for tag in card.select(".ways a"))
    assert first == (
        "https://lake.example/report#:~:text=by%20their%20count-,"
        "the%20lake%20now%20covers%20some%201%2C200%20square%20kilometres%2C%20"
        "less%20than%20a%20tenth%20of%20its%20old%20size,-as%20the%20table"
    )
    assert second == first.replace("https://lake.example/report", COPY)
    assert ["#ref-lake"] == [str(tag["href"]) for tag in card.select("strong a")]


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("salt", "Decided by A. Editor. It says nothing of each year; see https://salt.example/2."),
        ("salt", "have changed. The claim was worded anew. Decided by B. Editor on 12 November"),
        ("salt", "The older text named no year."),
        ("definition", "Needs no source× A definition."),
        ("fish", "No words of the source are quoted yet. Page Newer events"),
        ("shore", "The source could not be had. Decided on 12 November 2026."),
        ("birds", "The source contradicts the claim. These words on the page"),
        ("some", "No source yet× No source is given yet."),
        ("ships", "Atlas of Lakes Map, 2001, Shelf, 3-4 Nobody has compared claim and source yet."),
    ],
)
def test_a_card_says_in_words_how_things_stand(soup: BeautifulSoup, claim: str, told: str) -> None:
    assert told in _text(_card(soup, claim))


def test_a_card_of_an_unknown_source_names_its_key(soup: BeautifulSoup) -> None:
    (marked,) = soup.select("span.claim:not([id])")
    (card,) = soup.select(f"#edition-proof-{marked['data-proof']}")
    assert "nowhere" == _text(card.select("strong")[0])
    assert [] == card.select("a")


def test_an_address_that_must_not_be_followed_is_in_no_card(soup: BeautifulSoup) -> None:
    assert [] == soup.select('a[href^="https://casino.example"]')


def test_words_of_a_source_carry_its_language(soup: BeautifulSoup) -> None:
    card = _card(soup, "salt")
    assert ["ru", "ru"] == [str(tag["lang"]) for tag in card.select("[lang]")]


def test_a_pdf_is_opened_at_its_page(soup: BeautifulSoup) -> None:
    (way,) = _card(soup, "salt").select('a[href^="https://salt.example/1"]')
    assert "https://salt.example/1#page=7" == way["href"]


def test_the_switch_counts_claims_by_state(soup: BeautifulSoup) -> None:
    assert [_text(tag) for tag in soup.select(".switch label")] == [
        "Quietly",
        "Supported by its sources 1",
        "Supported in part 1",
        "Not borne out 1",
        "Source named, not yet compared 5",
        "No source yet 1",
        "Needs no source 1",
        "Not at all",
    ]


def test_the_section_counts_bonds_and_draws_coverage(soup: BeautifulSoup) -> None:
    (section,) = soup.select("section#edition-checks")
    tables = {
        _text(table.select("caption")[0]): [_text(row) for row in table.select("tbody tr")]
        for table in section.select("table")
    }
    assert "Supported by its sources 1" == tables["Claims"][0]
    assert "The source supports the claim 1" in tables["Claims compared with sources"]
    assert ["Introduction 4 of 4", "The shore 2 of 4"] == tables["Sentences covered by a claim"]
    widths = [str(bar["width"]) for bar in section.select("rect.part")]
    assert ["120", "60"] == widths
    assert [] == [bar for bar in section.select("svg") if bar["aria-hidden"] != "true"]
    assert ["#the-shore"] == [str(tag["href"]) for tag in section.select("table a")]


def test_the_data_for_machines_name_article_claims_and_sources(soup: BeautifulSoup) -> None:
    (block,) = soup.select('script[type="application/ld+json"]')
    graph = json.loads(str(block.string))["@graph"]
    first = graph[0]
    assert ("Article", "The lake", "2026-11-20") == (
        first["@type"],
        first["headline"],
        first["datePublished"],
    )
    assert [{"@type": "Person", "name": "Ann Author"}] == first["author"]
    named = {part["@id"] for part in first["hasPart"]} | {work["@id"] for work in graph[1:6]}
    ids = {f"#{tag['id']}" for tag in soup.select("[id]")}
    assert set() == named - ids
    meta = {str(tag["name"]): tag["content"] for tag in soup.select('meta[name^="citation_"]')}
    assert meta == {
        "citation_title": "The lake",
        "citation_author": "Ann Author",
        "citation_publication_date": "2026-11-20",
        "citation_language": "en-GB",
    }


def test_no_words_end_the_data_before_their_time(pandoc: Pandoc) -> None:
    what = article("---\ntitle: T\ndescription: 'a \\</script\\>\\<b\\> & c'\n---\n\nx")
    (page,) = build(what, ["html"], pandoc, SAMPLE)
    (block,) = BeautifulSoup(page.content, "html.parser").select("script")
    assert "a </script><b> & c" == json.loads(str(block.string))["@graph"][0]["description"]


def test_an_article_without_claims_has_neither_switch_nor_section(pandoc: Pandoc) -> None:
    (page,) = build(article("---\ntitle: T\n---\n\nText."), ["html"], pandoc, SAMPLE)
    found = BeautifulSoup(page.content, "html.parser")
    assert [] == found.select(".switch, #edition-checks, [popover], button, svg")


def test_claims_that_no_ledger_knows_have_their_citations(pandoc: Pandoc) -> None:
    (page,) = build(replace(evidence(), claims=None), ["html"], pandoc, SAMPLE)
    found = BeautifulSoup(page.content, "html.parser")
    assert "open" == found.select("#area")[0]["data-state"]
    assert "The Lake Report" in _text(_card(found, "area"))
    assert 2 == len(found.select("#edition-checks table"))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_evidence_speaks_the_language_of_the_article(language: str) -> None:
    found = BeautifulSoup(evidence_page(language), "html.parser")
    told = labels_for(language).evidence
    assert told.show == _text(found.select(".switch legend")[0])
    assert told.states[ClaimState.SUPPORTED] in _text(_card(found, "area"))
    assert told.checks in _text(found.select("#edition-checks")[0])
    dated = _text(_card(found, "area"))
    assert "A. Editor" in dated
    assert ".." not in dated.replace("…", "")


@pytest.mark.parametrize("style", STYLES)
def test_every_style_leads_to_the_sources_and_tells_their_state(style: str) -> None:
    found = BeautifulSoup(evidence_page(style=style), "html.parser")
    entries = {str(tag["id"]): _text(tag) for tag in found.select(".csl-entry")}
    assert {"ref-lake", "ref-salt", "ref-gone", "ref-casino", "ref-atlas"} == set(entries)
    assert "Corrected after publication (notice), 1 June 2025." in entries["ref-lake"]
    assert "Page found on 12 November 2026." in entries["ref-lake"]
    assert "Archived copy: web.archive.org, 20 January 2026." in entries["ref-lake"]
    assert "Retracted, 2021." in entries["ref-salt"]
    assert "salt.example" in entries["ref-salt"]
    assert "Title in translation: “The Salt of the Lake”." in entries["ref-salt"]
    assert "Page gone, last tried on 12 November 2026." in entries["ref-gone"]
    for name, text in entries.items():
        assert 1 == len(re.findall("(?i)accessed", text)) or name not in {"ref-lake", "ref-gone"}
        backs = found.select(f"#{name} a.back")
        assert backs
        ids = {str(tag["id"]) for tag in found.select("[id]")}
        assert {str(back["href"])[1:] for back in backs} <= ids
        assert all("“" in str(back["aria-label"]) for back in backs)
    links = {
        str(tag["href"]) for entry in found.select("#ref-lake, #ref-salt") for tag in entry("a")
    }
    assert {"https://lake.example/report", COPY, "https://doi.org/10.1000/salt"} <= links
    assert {"https://salt.example/1", "https://salt.example/2"} <= links


def test_a_style_with_notes_puts_none_on_the_title_page(pandoc: Pandoc) -> None:
    text = "---\ntitle: T\nabstract: Known [@lake].\n---\n\n[Text [@lake]]{.claim}.\n"
    material = evidence(text, "chicago-notes")
    for edition in build(material, ["html", "epub", "pdf"], pandoc, SAMPLE):
        assert edition.content


def test_claims_in_headings_and_texts_of_images_get_no_button() -> None:
    text = "# [Head]{.claim}\n\n![[alt]{.claim}](a.png) [one]{.claim}; [two]{.claim}\n"
    marked, proofs = mark_proofs(blocks(text), None, {}, EN)
    assert ["one", "two"] == [proof.words for proof in proofs]
    assert 2 == html(marked).count("<button")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("[a]{.claim}. b", "</button>.</span> b"),
        ("[a]{.claim}.b", "</button>.</span>b"),
        ("[a]{.claim} b", "</button></span> b"),
        ("[a]{.claim}[b]{.claim}", "</button></span>"),
        ("[a]{.claim}b", "</button></span>b"),
        ("[a]{.claim}*b*", "</button></span><em>b</em>"),
    ],
)
def test_a_mark_stays_with_the_stop_behind_it(text: str, joined: str) -> None:
    marked, _ = mark_proofs(blocks(text), None, {}, EN)
    assert joined in html(marked)


def test_boxes_have_their_mark_at_the_end() -> None:
    table = "| a |\n|---|\n| b |"
    inner = ("Last words.\n", f"{table}\n", "")
    text = "\n".join(f"::: {{.claim}}\n{each}:::\n" for each in inner)
    marked, _ = mark_proofs(blocks(text), None, {"x": "y"}, EN)
    shown = html(marked)
    assert 3 == shown.count("<button")
    assert 'Last words.<span class="joined"><button' in shown
    assert '</table>\n<p><span class="joined"><button' in shown


def test_what_the_ledger_notes_is_said_once() -> None:
    noted = {"salt": "note of the ledger", "c": "seen"}
    text = "[a]{#c .claim note=own} [b]{#salt .claim}"
    _, proofs = mark_proofs(blocks(text), claims(), noted, EN)
    assert ["own seen", ""] == [proof.note for proof in proofs]


def test_a_claim_of_which_nothing_is_said_has_no_source(pandoc: Pandoc) -> None:
    (page,) = build(article("---\ntitle: T\n---\n\n[A]{#a .claim}"), ["html"], pandoc, SAMPLE)
    card = _card(BeautifulSoup(page.content, "html.parser"), "a")
    assert _text(card).endswith("No source yet× No source is given yet.")


def test_the_states_of_the_sample_name_its_sources() -> None:
    assert set(STATES) <= set(claims().references)
