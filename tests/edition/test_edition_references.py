"""Entries say what is known of their copies and state, and lead back to each use."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from edition_samples import blocks, html, markdown, references, sources
from msgspec.structs import replace

from kzru_cite.edition.claims import mark_claims, remarks_section
from kzru_cite.edition.english import EN
from kzru_cite.edition.kazakh import KK
from kzru_cite.edition.labels import Labels
from kzru_cite.edition.references import Knowledge, complete_entries, letter
from kzru_cite.edition.russian import RU
from kzru_cite.edition.sources import for_citeproc, languages, link_target
from kzru_cite.edition.tree import Nodes
from kzru_cite.edition.uses import Use, anchor_citations, uses
from kzru_cite.model.bonds import Standing
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.entry_state import AddressState, Blemish, Blemished, EntryState
from kzru_cite.model.links import MUTE, LinkClass

COPY = "https://web.archive.org/web/20161022000000/https://a.org/x"
COPIED = f"Archived copy: web.archive.org <{COPY}>"
ENTRY = "::: {#ref-a .csl-entry}\nAuthor. *Title*. <https://a.org/x>.\n:::"


def _completed(
    bibtex: str,
    *,
    entry: str = ENTRY,
    labels: Labels = EN,
    places: tuple[Use, ...] = (),
    language: str = "",
    state: EntryState | None = None,
) -> str:
    known = Knowledge(
        references=references(bibtex).by_key(),
        languages={"a": language} if language else {},
        uses={"a": places},
        labels=labels,
        states={} if state is None else {"a": state},
    )
    return html(complete_entries(blocks(entry), known))


def _tail(bibtex: str, labels: Labels = EN, **changes: Any) -> str:  # noqa: ANN401
    """Return what is said behind the entry, without markup but for the addresses of links."""
    found = BeautifulSoup(_completed(bibtex, labels=labels, **changes), "html.parser")
    (tail,) = found.select(".record") or [Tag(name="span")]
    for link in tail.select("a"):
        link.append(f" <{link['href']}>")
    return " ".join(tail.get_text().split())


UNSEEN = "Link not checked."


@pytest.mark.parametrize(
    ("fields", "tail"),
    [
        ("", UNSEEN),
        ("urldate = {2016-10-22}", f"{UNSEEN} Accessed 22 October 2016."),
        ("urldate = {2016-10}", f"{UNSEEN} Accessed October 2016."),
        ("urldate = {2016}", f"{UNSEEN} Accessed 2016."),
        ("urldate = {22.10.2016}", f"{UNSEEN} Accessed 22.10.2016."),
        (
            f"archiveurl = {{{COPY}}}, archivedate = {{2016-10-24}}",
            f"{UNSEEN} {COPIED}, 24 October 2016.",
        ),
        (f"archiveurl = {{{COPY}}}", f"{UNSEEN} {COPIED}, 22 October 2016."),
        ("archiveurl = {copy}", f"{UNSEEN} Archived copy: copy <copy>."),
        ("archiveurl = {http://[}", f"{UNSEEN} Archived copy: http://[ <http://[>."),
        ("urlstatus = {live}", UNSEEN),
        ("urlstatus = {dead}", "The original page is gone."),
        ("urlstatus = {odd}", UNSEEN),
        ("titletranslation = {Other Title}", f"{UNSEEN} Title in translation: “Other Title”."),
        ("titletranslation = {title}", UNSEEN),
        (
            "doi = {10.1000/182<}",
            f"{UNSEEN} Also at doi:10.1000/182< <https://doi.org/10.1000/182%3C>.",
        ),
        (
            "eprint = {arXiv:2101.00001}, eprinttype = {arxiv}, pmid = {123}",
            (
                f"{UNSEEN} Also at arXiv:2101.00001 <https://arxiv.org/abs/2101.00001>, "
                "PMID 123 <https://pubmed.ncbi.nlm.nih.gov/123/>."
            ),
        ),
        (
            "eprint = {123}, eprinttype = {pubmed}",
            f"{UNSEEN} Also at PMID 123 <https://pubmed.ncbi.nlm.nih.gov/123/>.",
        ),
        ("pmid = {x}", UNSEEN),
    ],
)
def test_an_entry_says_what_is_known_of_its_copies_and_state(fields: str, tail: str) -> None:
    assert tail == _tail(f"@online{{a, url = {{https://a.org/x}}, {fields}}}")


def test_addresses_that_the_style_leaves_out_are_printed() -> None:
    bibtex = "@online{a, url = {https://b.org/y https://c.org/z}, doi = {10.1000/182}}"
    entry = "::: {#ref-a .csl-entry}\nTitle. <https://doi.org/10.1000/182>.\n:::"
    assert _tail(bibtex, entry=entry) == (
        "Page: b.org <https://b.org/y>. Link not checked. Also at c.org <https://c.org/z>."
    )


SEEN = date(2026, 11, 3)
GOOD = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("link_class", "good", "moved_to", "tail"),
    [
        (LinkClass.ALIVE, SEEN, "", "Page found on 3 November 2026."),
        (
            LinkClass.MOVED,
            SEEN,
            "https://b.org/",
            "Page found on 3 November 2026, at a new address. New address: b.org <https://b.org/>.",
        ),
        (
            LinkClass.GONE,
            GOOD,
            "",
            "Page gone, last tried on 3 November 2026. It was last found on 1 May 2026.",
        ),
        (
            LinkClass.ROBOT_WALL,
            None,
            "",
            "Not seen: the site let no program in on 3 November 2026.",
        ),
    ],
)
def test_an_entry_says_what_was_last_seen_of_its_page(
    link_class: LinkClass, good: date | None, moved_to: str, tail: str
) -> None:
    seen = AddressState(
        address="http://a.org/x", link_class=link_class, seen=SEEN, good=good, moved_to=moved_to
    )
    state = EntryState(addresses=(seen,))
    assert tail == _tail("@online{a, url = {https://a.org/x}}", state=state)


@pytest.mark.parametrize("labels", [EN, RU, KK], ids=lambda labels: labels.code)
def test_each_language_has_words_for_all_that_can_be_seen(labels: Labels) -> None:
    words = labels.evidence
    assert set(LinkClass) == set(words.links)
    assert [] == [one for one in LinkClass if one not in MUTE and "{date}" not in words.links[one]]
    assert set(Blemish) == set(words.blemishes)
    assert set(ClaimState) == set(words.states)
    assert set(Standing) == set(words.standings)


def test_a_notice_on_the_work_stands_first() -> None:
    state = EntryState(
        blemishes=(
            Blemished(blemish=Blemish.RETRACTED, doi="10.1/n", day="2020-05-03"),
            Blemished(blemish=Blemish.CORRECTED),
        )
    )
    assert _tail("@article{a, doi = {10.1/x}}", state=state).startswith(
        "Retracted (notice <https://doi.org/10.1/n>), 3 May 2020. Corrected after publication."
    )


def test_links_of_an_entry_are_robust() -> None:
    bibtex = f"@online{{a, url = {{https://a.org/x}}, archiveurl = {{{COPY}}}}}"
    found = BeautifulSoup(_completed(bibtex), "html.parser").select("[data-versionurl]")
    assert ["https://a.org/x", COPY] == [link["href"] for link in found]
    assert [{"https://a.org/x"}, {COPY}, {"2016-10-22"}] == [
        {link[f"data-{name}"] for link in found}
        for name in ("originalurl", "versionurl", "versiondate")
    ]
    visited = "@online{a, url = {https://a.org/x}, urldate = {2016-10-22}}"
    (link,) = BeautifulSoup(_completed(visited), "html.parser").select("[data-originalurl]")
    assert "2016-10-22" == link["data-versiondate"]
    assert not link.has_attr("data-versionurl")


@pytest.mark.parametrize(
    ("entry", "tail"),
    [
        ("@online{a, title = {T}}", "No address known."),
        ("@online{a, archiveurl = {c}}", "Archived copy: c <c>."),
        ("@book{a, title = {T}}", ""),
    ],
)
def test_only_a_web_source_without_any_address_is_said_to_have_none(entry: str, tail: str) -> None:
    assert tail == _tail(entry)


def test_a_russian_date_ends_with_one_full_stop() -> None:
    dates = "urldate = {2016-10-22}, archivedate = {2016-10-24}"
    bibtex = f"@online{{a, url = {{https://a.org/x}}, archiveurl = {{c}}, {dates}}}"
    assert _tail(bibtex, RU) == (
        "Ссылка не проверена. Архивная копия: c <c>, 24 октября 2016 г. "
        "Дата обращения: 22 октября 2016 г."
    )


@pytest.mark.parametrize("status", ["unfit", "usurped"])
def test_an_address_that_must_not_be_followed_is_no_link(status: str) -> None:
    entry = ENTRY.replace("Author", "[Author](https://a.org/other)")
    shown = _completed(
        f"@online{{a, url = {{https://a.org/x}}, urlstatus = {{{status}}}}}", entry=entry
    )
    assert 'href="https://a.org/x"' not in shown
    assert "https://a.org/x." in shown
    assert "The original" in shown
    assert 'href="https://a.org/other"' in shown


def test_an_entry_leads_back_to_each_use_under_the_words_of_the_claim() -> None:
    places = (
        Use(key="a", anchor="edition-use-1", words="Grass is tall"),
        Use(key="a", anchor="edition-use-7", words=""),
    )
    shown = _completed("@book{a, title = {T}}", places=places)
    assert shown.endswith(
        '<span class="uses">Cited: '
        '<a href="#edition-use-1" class="back" aria-label="a: cited in “Grass is tall”">a</a> '
        '<a href="#edition-use-7" class="back" aria-label="b: where this is cited">b</a>'
        "</span>\n</div>"
    )


def test_in_a_numbered_style_the_addition_stands_in_the_right_column() -> None:
    entry = "::: {#ref-a .csl-entry}\n[\\[1\\]]{.csl-left-margin}[Title.]{.csl-right-inline}\n:::"
    shown = _completed("@online{a, urldate = {2016}, doi = {1}}", entry=entry)
    assert '<div class="csl-right-inline">Title. <span class="record">Accessed 2016.' in shown


def test_entries_unknown_to_the_bibliography_and_empty_ones_stay_as_they_are() -> None:
    assert html(blocks(ENTRY)) == _completed("")
    empty = "::: {#ref-a .csl-entry}\n:::"
    assert html(blocks(empty)) == _completed("@online{a, title = {T}}", entry=empty)
    other = "::: {#ref-a .box}\nText.\n:::"
    assert html(blocks(other)) == _completed("@online{a, title = {T}}", entry=other)


def test_an_entry_with_an_empty_paragraph_is_completed() -> None:
    entry: Nodes = [{"t": "Div", "c": [["ref-a", ["csl-entry"], []], [{"t": "Para", "c": []}]]}]
    known = Knowledge(
        references=references("@online{a, title = {T}}").by_key(), languages={}, uses={}, labels=EN
    )
    assert "No address known." in html(complete_entries(entry, known))


def test_words_in_the_language_of_the_source_are_marked_in_entry_and_text() -> None:
    entry = "[Дала 2020](#ref-a)\n\n::: {#ref-a .csl-entry}\nAuezov. Дала. 2020.\n:::"
    shown = _completed("@book{a, title = {T}}", entry=entry, language="kk")
    assert '<a href="#ref-a"><span lang="kk">Дала</span> 2020</a>' in shown
    assert 'Auezov. <span lang="kk">Дала.</span> 2020.' in shown


def test_a_source_in_the_language_of_the_article_is_not_marked() -> None:
    entry = "::: {#ref-a .csl-entry}\nДала Steppe\n:::"
    assert html(blocks(entry)) == _completed("@book{a, title = {T}}", entry=entry, language="en")


def test_uses_are_counted_beyond_the_alphabet() -> None:
    assert ["a", "b", "z", "aa", "ab", "az", "ba"] == [
        letter(n) for n in (0, 1, 25, 26, 27, 51, 52)
    ]


CITING = """[Grass "grows" [@a; @b; @a]]{.claim #c1} and [@a].

# Heading [@b] with [span]{#s}

::: {.claim #c2}
It is tall.^[Note [@b]]
:::
"""


def test_citations_get_ids_but_for_those_in_headings() -> None:
    anchored = anchor_citations(blocks(CITING))
    assert "[[@a; @b; @a]]{#edition-use-1}" in markdown(anchored)
    assert "# Heading [@b] with [span]{#s}" in markdown(anchored)


def test_uses_are_collected_by_source_with_the_words_of_the_claim() -> None:
    assert uses(anchor_citations(blocks(CITING))) == {
        "a": (
            Use(key="a", anchor="edition-use-1", words="Grass ‘grows’"),
            Use(key="a", anchor="edition-use-2", words=""),
        ),
        "b": (
            Use(key="b", anchor="edition-use-1", words="Grass ‘grows’"),
            Use(key="b", anchor="edition-use-4", words="It is tall."),
        ),
    }


def _item(bibtex: str) -> dict[str, Any]:
    (item,) = json.loads(for_citeproc(sources(bibtex), references(bibtex).by_key()))
    assert isinstance(item, dict)
    return item


def test_access_dates_are_left_to_the_program() -> None:
    item = _item("@online{a, title = {T}, url = {https://a.org}, urldate = {2016-10-22}}")
    assert {"id": "a", "title": "T", "type": "webpage", "URL": "https://a.org"} == item


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("title = {Russia's View of Kazakhstan}", "Russia’s View of Kazakhstan"),
        (
            "title = {Love {with} \\emph{Nuances}}, subtitle = {A View of {CSTO}}",
            "Love with <i>Nuances</i>: A View of CSTO",
        ),
        ("title = {Дала}, titleaddon = {[The Steppe]}", "Дала. [The Steppe]"),
    ],
)
def test_the_capitals_of_titles_are_as_written(fields: str, title: str) -> None:
    assert title == _item(f"@book{{a, {fields}}}")["title"]


def test_words_that_the_entry_does_not_have_stay_as_pandoc_gives_them() -> None:
    items = [{"id": "a", "title": "One two three"}]
    known = references("@book{a, title = {ONE x THREE}}").by_key()
    assert "ONE two THREE" == json.loads(for_citeproc(items, known))[0]["title"]
    assert "One two three" == json.loads(for_citeproc(items, {}))[0]["title"]


@pytest.mark.parametrize(
    ("entry", "site", "publisher"),
    [
        ("@online{a, organization = {The Diplomat}}", "The Diplomat", None),
        ("@online{a, organization = {a-b.org}}", '<span class="nocase">a-b.org</span>', None),
        ("@online{a, title = {T}}", None, None),
        ("@book{a, publisher = {Shelf}}", None, "Shelf"),
    ],
)
def test_the_site_of_a_page_stands_where_styles_look_for_it(
    entry: str, site: str | None, publisher: str | None
) -> None:
    item = _item(entry)
    assert (site, publisher) == (item.get("container-title"), item.get("publisher"))


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("ru-RU", "ru"),
        ("kk", "kk"),
        ("kazakh", "kk"),
        ("KYRGYZ", "ky"),
        ("klingon", None),
        ("", None),
    ],
)
def test_the_language_of_a_source_is_a_tag_or_unknown(language: str, tag: str | None) -> None:
    assert tag == languages([{"id": "a", "language": language}]).get("a")


CLAIMS = """[One [@a]]{.claim #c1 needs="page odd"}, [two]{.claim note="said 'x' at https://a.org."}.

[three]{.claim #c3} [four]{needs=page}

::: {.claim needs=citation note="why"}
Last words.
:::

::: {.claim needs=citation}
| a |
|---|
| b |
:::

::: {.claim needs=citation}
:::
"""


def _mark(number: int, shown: str) -> str:
    target = f'<a href="#edition-remark-{number}">{shown}</a>'
    return f'<span id="edition-mark-{number}" class="remark"><sup>{target}</sup></span>'


def test_claims_that_need_work_or_have_a_note_get_a_mark() -> None:
    marked, remarks = mark_claims(blocks(CLAIMS), EN)
    shown = html(marked)
    assert [1, 2, 3, 4, 5] == [remark.number for remark in remarks]
    assert "</span>" + _mark(1, "[page needed, odd]") + ", <span" in shown
    assert "two</span>" + _mark(2, "[note\u00a02]") + ".</p>" in shown
    assert "Last words." + _mark(3, "[citation needed, note\u00a03]") + "</p>" in shown
    assert "</table>\n<p>" + _mark(4, "[citation needed]") + "</p>" in shown
    assert "<p>" + _mark(5, "[citation needed]") + "</p>" in shown
    assert "three</span> <span" in shown


def test_the_notes_repeat_the_words_of_the_claim_and_lead_back() -> None:
    _, remarks = mark_claims(blocks(CLAIMS), EN)
    shown = html(remarks_section(remarks[:2], EN))
    back = '<a href="#edition-mark-{}" class="back" aria-label="Back to the text">↑</a></span></li>'
    address = '<a href="https://a.org" class="uri">https://a.org</a>'
    first = "<em>“One”</em>: The page in the source is not confirmed. odd."
    second = "<em>“two”</em>: said ‘x’ at"
    assert shown.splitlines() == [
        '<h1 class="unnumbered" id="edition-remarks">Editorial notes</h1>',
        '<div class="remarks">',
        '<ol type="1">',
        f'<li><span id="edition-remark-1">{first}\u00a0{back.format(1)}',
        f'<li><span id="edition-remark-2">{second} {address}.\u00a0{back.format(2)}',
        "</ol>",
        "</div>",
    ]


def test_the_notes_speak_the_language_of_the_article() -> None:
    _, remarks = mark_claims(blocks("[Раз]{.claim needs=page}"), RU)
    shown = html(remarks_section(remarks, RU))
    assert "<em>«Раз»</em>: Страница в источнике не подтверждена." in shown


def test_without_remarks_there_is_no_section() -> None:
    assert ([], ()) == (remarks_section((), EN), mark_claims(blocks("[a]{.claim}"), EN)[1])


def test_long_claims_are_cut() -> None:
    _, remarks = mark_claims(blocks(f"[{'word ' * 40}]{{.claim needs=page}}"), EN)
    assert remarks[0].words == "word " * 12 + "word…"
    assert replace(remarks[0], number=3).anchor == "edition-remark-3"


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("https://a.org/b", "https://a.org/b"),
        (" https://a.org/b\n", "https://a.org/b"),
        ("https://a.org/b c", "https://a.org/b%20c"),
        ("https://a.org/b\n  http://c.org", "https://a.org/b"),
        ("https://a.org/b, http://c.org", "https://a.org/b"),
    ],
)
def test_a_link_leads_to_one_address_without_blanks(written: str, target: str) -> None:
    assert target == link_target(written)


def test_an_address_is_as_our_reading_has_it_and_empty_fields_are_left_out() -> None:
    bibtex = r"@article{a, title = {T}, url = {https://a.org/b\_c\&d}, doi = {}}"
    items = ({"id": "a", "URL": r"https://a.org/b\_c\&d", "DOI": ""},)
    (item,) = json.loads(for_citeproc(items, references(bibtex).by_key()))
    assert {"id": "a", "URL": "https://a.org/b_c&d"} == item
    assert r"https://a.org/b\_c\&d" == json.loads(for_citeproc(items, {}))[0]["URL"]
