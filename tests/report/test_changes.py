"""Lists of changes are read back by readers of their kind, and what they quote stays text."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from edition_samples import require
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from kzru_cite.model.changes import Change, ChangeList, Kind
from kzru_cite.report.changes import CHANGE_FORMATS

HOSTILE = "<script>alert(1)</script> & @all \x1b[31m \ufffe ]]>"
DIED = Change(
    kind=Kind.DIED,
    reference="rao2019",
    title=HOSTILE,
    about="https://a.org/x?a=1&b=2",
    day=date(2026, 7, 1),
    before="alive",
    now="gone: answered 404",
)
QUOTE = replace(
    DIED,
    kind=Kind.QUOTE_GONE,
    title="",
    day=date(2026, 8, 1),
    claim="boiling",
    quote="water boils",
    before="the page held it",
    now="the page does not hold it",
)
WORK = replace(
    DIED, kind=Kind.RETRACTED, about="10.1000/182", now="retracted", day=date(2026, 6, 2)
)
NAMELESS = replace(DIED, kind=Kind.CORRECTED, about="", now="corrected", day=date(2026, 6, 3))
LISTED = ChangeList(
    since=datetime(2026, 6, 1, tzinfo=UTC),
    until=date(2026, 11, 23),
    looks=7,
    title="Water & <steam>",
    changes=(WORK, QUOTE, DIED, NAMELESS),
)
EMPTY = replace(LISTED, changes=(), title="")


def read(text: str) -> Any:  # noqa: ANN401 - what the reader makes of it
    require(find_spec("feedparser"), "the package feedparser")
    found = import_module("feedparser").parse(text.encode(), sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_text_tells_each_change_and_the_sum() -> None:
    text = CHANGE_FORMATS["text"](replace(LISTED, changes=(QUOTE,)))
    assert (
        "quotation gone from its page: rao2019\n"
        "  seen 2026-08-01: https://a.org/x?a=1&b=2\n"
        "  for the claim boiling: “water boils”\n"
        "  before: the page held it\n"
        "  now: the page does not hold it\n"
        "\n"
        "1 change, by 7 looks from 2026-06-01 to 2026-11-23\n"
    ) == text
    assert "\x1b" not in CHANGE_FORMATS["text"](LISTED)


def test_nothing_changed_is_not_the_same_as_nothing_looked_at() -> None:
    assert CHANGE_FORMATS["text"](EMPTY).startswith("nothing changed, by 7 looks")
    blind = CHANGE_FORMATS["text"](replace(EMPTY, looks=0))
    assert blind.startswith("nothing was looked at since 2026-06-01")


def test_markdown_has_a_heading_for_each_kind() -> None:
    text = CHANGE_FORMATS["markdown"](LISTED)
    assert text.startswith(
        "# Changes in the sources for “Water \\& \\<steam\\>” since 2026-06-01\n"
    )
    assert ["Work retracted", "Quotation gone from its page", "Link died", "Work corrected"] == (
        re.findall("^## (.*)$", text, re.MULTILINE)
    )
    assert "- **rao2019** `<script>alert(1)</script> & @all " in text
    assert "for the claim boiling: `“water boils”`" in text


def test_json_has_the_fields_of_version_1() -> None:
    document = json.loads(CHANGE_FORMATS["json"](replace(LISTED, changes=(QUOTE, DIED))))
    first, second = document.pop("changes")
    assert {
        "version": 1,
        "since": "2026-06-01T00:00:00+00:00",
        "until": "2026-11-23",
        "looks": 7,
    } == document
    assert {
        "id": QUOTE.name,
        "kind": "quote-gone",
        "reference": "rao2019",
        "title": "",
        "about": "https://a.org/x?a=1&b=2",
        "day": "2026-08-01",
        "before": "the page held it",
        "now": "the page does not hold it",
        "claim": "boiling",
        "quote": "water boils",
    } == first
    assert (None, None) == (second["claim"], second["quote"])


@pytest.mark.parametrize(("form", "version"), [("atom", "atom10"), ("rss", "rss20")])
def test_a_reader_of_feeds_finds_the_changes_newest_first(form: str, version: str) -> None:
    found = read(CHANGE_FORMATS[form](LISTED))
    assert version == found.version
    assert [
        "quotation gone from its page",
        "link died",
        "work corrected",
        "work retracted",
    ] == [entry.title.partition(":")[0] for entry in found.entries]
    assert len({entry.id for entry in found.entries}) == 4
    assert ["https://a.org/x?a=1&b=2", "https://doi.org/10.1000/182"] == [
        found.entries[number].link for number in (1, 3)
    ]
    assert (2026, 8, 1) == (
        found.entries[0].get("published_parsed") or found.entries[0].updated_parsed
    )[:3]
    assert found.feed.title.startswith("Changes in the sources for “Water")


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_an_entry_keeps_its_name(form: str) -> None:
    one, other = (
        read(CHANGE_FORMATS[form](replace(LISTED, since=LISTED.since.replace(day=day))))
        for day in (1, 2)
    )
    assert [entry.id for entry in one.entries] == [entry.id for entry in other.entries]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_without_changes_is_a_feed(form: str) -> None:
    found = read(CHANGE_FORMATS[form](EMPTY))
    assert [] == found.entries
    assert (2026, 6, 1) == found.feed.updated_parsed[:3]


def test_atom_has_what_its_rfc_asks_for() -> None:
    feed = etree.fromstring(CHANGE_FORMATS["atom"](LISTED).encode())
    names = {"a": "http://www.w3.org/2005/Atom"}
    # RFC 4287, 4.1.1 and 4.1.2: one title, id and updated each, and an author above.
    for element in (feed, *feed.findall("a:entry", names)):
        for name in ("title", "id", "updated"):
            assert 1 == len(element.findall(f"a:{name}", names))
    assert 1 == len(feed.findall("a:author/a:name", names))
    assert all(one.text.startswith("urn:uuid:") for one in feed.iterfind(".//a:id", names))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_makes_a_feed_that_holds_only_text(words: str, about: str) -> None:
    change = replace(DIED, title=words, about=about, now=words, before=words, reference=words)
    listed = replace(LISTED, title=words, changes=(change,))
    for form in ("atom", "rss"):
        tree = etree.fromstring(CHANGE_FORMATS[form](listed).encode("utf-8", "replace"))
        assert {etree.QName(each).localname for each in tree.iter()} <= {
            *("feed", "title", "subtitle", "id", "updated", "author", "name", "entry"),
            *("category", "link", "content", "rss", "channel", "description", "language"),
            *("lastBuildDate", "generator", "item", "guid", "pubDate"),
        }
        # A description is HTML by custom: taken for that, it holds but breaks of lines.
        for description in tree.iterfind("channel/item/description"):
            inside = etree.HTML(f"<div>{description.text}</div>")
            assert {each.tag for each in inside.iter()} <= {"html", "body", "div", "br"}


def test_only_addresses_of_the_web_are_links() -> None:
    hostile = replace(DIED, about="javascript:alert(1)")
    feed = read(CHANGE_FORMATS["atom"](replace(LISTED, changes=(hostile,))))
    # Without a link the reader takes the name for one.
    assert feed.entries[0].id == feed.entries[0].link
