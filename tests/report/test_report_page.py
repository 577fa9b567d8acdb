"""The page shows all of a report as text, and lets nothing of others be anything else."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.health import Coverage, Fate, Health, Sample
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Verdict
from kzru_cite.report import Showing
from kzru_cite.report.page import render
from reports import HOSTILE, everything, finding, report

HEALTH = Health(
    samples=(
        Sample(day=date(2026, 1, 1), counts={Fate.FINE: 3, Fate.UNKNOWN: 1}),
        Sample(day=date(2026, 2, 1), counts={Fate.FINE: 2, Fate.LOST: 1, Fate.DRIFTED: 1}),
        Sample(day=date(2026, 3, 1), counts={Fate.FINE: 2, Fate.LOST: 1, Fate.SUSPECTED: 1}),
    ),
    coverage={Coverage.SOUND: 1, Coverage.NONE: 2},
    sources=3,
)


def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def page(**more: object) -> str:
    whole, showing = everything()
    return render(whole, replace(showing, **{"health": HEALTH, **more}))


def test_the_policy_names_the_only_script_and_style_by_their_hashes() -> None:
    text = page()
    (policy,) = tree(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        named = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{named}'" in policy
    assert policy.startswith("default-src 'none'")


def test_nothing_is_asked_for_and_nothing_can_be_obeyed() -> None:
    found = tree(page())
    assert not found.xpath("//@src | //@style | //link | //iframe | //object | //img | //base")
    assert all(href.startswith("#") for href in found.xpath("//@href"))
    assert not [name for name in found.xpath("//@*") if getattr(name, "attrname", "")[:2] == "on"]
    assert 1 == len(found.xpath("//script"))


@given(st.text(max_size=60))
def test_any_text_comes_out_as_text(words: str) -> None:
    one = replace(finding(message=words, hint=words, fix=None), claim=words, reference=words)
    place = Location(path=words, line=1, column=1, end_line=1, end_column=1)
    fix = Fix(title=words, edits=(Edit(place=place, text=words),), safe=True)
    source = SourceText(path="article/article.md", text=words)
    calm = report(replace(one, message="", hint="", claim="c", reference="r"))
    loud = report(replace(one, fix=fix))
    shown = Showing(version="1", texts={source.path: source})
    plain = Showing(version="1", texts={source.path: replace(source, text="")})
    kinds, expected = (
        {(each.tag, *each.attrib) for each in tree(render(what, how)).iter() if each.tag != "mark"}
        for what, how in ((loud, shown), (calm, plain))
    )
    # What mends it is all that may come on top.
    assert kinds - expected <= {
        (tag,) for tag in ("details", "summary", "li", "ins", "code", "p", "ul")
    } | {("ul", "class")}


def test_hostile_words_are_shown_and_marks_are_replaced() -> None:
    text = page()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    for letter in ("\u202e", "\x1b", "\ud800", "\ufffe"):
        assert letter in HOSTILE
        assert letter not in text


def test_findings_stand_in_their_order_with_what_they_are() -> None:
    found = tree(page()).xpath("//article")
    assert [
        ("error", "open"),
        ("warning", "open"),
        ("note", "open"),
        ("error", "known"),
        ("error", "let-pass"),
        ("error", "let-pass"),
    ] == [(one.get("data-severity"), one.get("data-state")) for one in found]
    assert len({one.get("id") for one in found}) == len(found)
    assert "Let pass until 2027-01-31: it is <so>" in found[4].text_content()


def test_lines_around_a_finding_are_shown_and_its_words_are_marked() -> None:
    first, _, third = tree(page()).xpath("//article")[:3]
    assert ["@rao2020"] == [mark.text for mark in first.xpath(".//mark")]
    assert ["1", "2", "3"] == [each.text for each in first.xpath(".//span[@class='nr']")]
    assert ["1"] == first.xpath(".//span[@class='here']/span/text()")
    # An empty place is a point between two letters.
    assert [""] == [mark.text_content() for mark in third.xpath(".//mark[@class='point']")]


def test_a_long_line_is_cut_around_the_place() -> None:
    source = SourceText(path="article/article.md", text=f"{'a' * 2000}HERE{'b' * 2000}\nend")
    place = source.locate(2000, 2004)
    showing = Showing(version="1", texts={source.path: source})
    (article,) = tree(render(report(replace(finding(), place=place)), showing)).xpath("//article")
    assert ["HERE"] == article.xpath(".//mark/text()")
    line = article.xpath(".//span[@class='here']")[0].text_content()
    assert line.startswith("1…a")
    assert line.endswith("b…")
    assert len(line) < 700


def test_a_place_of_many_lines_shows_the_first_of_them() -> None:
    source = SourceText(path="article/article.md", text="x\n" * 30)
    place = source.locate(0, 50)
    showing = Showing(version="1", texts={source.path: source})
    (article,) = tree(render(report(replace(finding(), place=place)), showing)).xpath("//article")
    assert [str(n) for n in range(1, 9)] == article.xpath(".//span[@class='nr']/text()")


def test_a_file_that_is_not_at_hand_shows_no_lines() -> None:
    (article,) = tree(render(report(finding()), Showing(version="1"))).xpath("//article")
    assert not article.xpath(".//pre")


def test_what_mends_a_finding_is_shown_before_and_after() -> None:
    first, second = tree(page()).xpath("//article")[:2]
    assert "Mend: write <rao2019>" == first.findtext(".//summary/bdi").join(["Mend: ", ""])
    assert ["@rao2020"] == first.xpath(".//del//bdi/text()")
    assert ["@rao2019"] == first.xpath(".//ins//bdi/text()")
    assert second.xpath(".//summary")[0].text_content().endswith("(for an editor to look at)")
    assert "taken out" in second.text_content()


def test_the_filter_offers_what_there_is() -> None:
    (form,) = tree(page()).xpath("//form[@hidden]")
    assert ["error", "warning", "note"] == form.xpath(".//input[@name='severity']/@value")
    assert ["open", "known", "let-pass"] == form.xpath(".//input[@name='state']/@value")
    assert ["", "KEY001", "NAM011", "TTL001"] == form.xpath(".//option/@value")
    (alone,) = tree(render(report(finding()), Showing(version="1"))).xpath("//fieldset[@hidden]")
    assert ["open"] == alone.xpath(".//input/@value")


def test_a_sound_report_has_neither_filter_nor_script() -> None:
    found = tree(render(report(verdict=Verdict.PASSED), Showing(version="1")))
    assert not found.xpath("//form | //script | //article")
    assert "Nothing was found." in found.text_content()
    assert "Citations checked" == found.findtext(".//title")


def test_what_was_not_checked_and_what_is_stale_is_listed() -> None:
    found = tree(page())
    unchecked = found.xpath("//section[@aria-labelledby='unchecked']")[0].text_content()
    assert "LNK001 at references.bib:1: robot wall" in unchecked
    assert "not asked, there is no ledger: QUO001" in unchecked
    stale = found.xpath("//section[@aria-labelledby='stale']")[0].text_content()
    assert "00ff KEY001 in a b.md, gone <i>: nothing is found there any more" in stale


def test_rules_with_findings_are_explained() -> None:
    found = tree(page())
    targets = {href[1:] for href in found.xpath("//article//a/@href")}
    assert targets == set(found.xpath("//section[@aria-labelledby='rules']/details/@id"))
    assert "Bad:" in found.xpath("//details[@id='rule-KEY001']")[0].text_content()
    unknown = tree(render(report(finding("XXX001")), Showing(version="1")))
    assert unknown.xpath("//details[@id='rule-XXX001']")


def test_links_over_time_are_drawn_and_told_in_figures() -> None:
    found = tree(page())
    picture = found.xpath("//section[@aria-labelledby='links']//svg")[0]
    assert "Links on 2026-03-01: 2 there; 1 may be gone; 1 lost" == picture.get("aria-label")
    assert ["fine gap", "drifted gap", "suspected gap", "lost gap", "unknown gap", "axis"] == (
        picture.xpath("./path/@class")
    )
    assert ["4", "0", "2026-01-01", "2026-03-01"] == picture.xpath("./text/text()")
    rows = found.xpath("//section[@aria-labelledby='links']//tbody/tr")
    assert ["2026-02-01", "2", "1", "0", "1", "0"] == [cell.text for cell in rows[1]]


def test_an_area_goes_in_steps_from_day_to_day() -> None:
    two = replace(
        HEALTH,
        samples=(
            Sample(day=date(2026, 1, 1), counts={Fate.FINE: 2}),
            Sample(day=date(2026, 1, 2), counts={Fate.FINE: 1, Fate.LOST: 1}),
        ),
    )
    picture = tree(page(health=two)).xpath("//section[@aria-labelledby='links']//svg")[0]
    assert [
        "M46.0 10.0H343.0L343.0 103.0H640.0L640.0 196.0H343.0L343.0 196.0H46.0Z",
        "M46.0 10.0H343.0L343.0 10.0H640.0L640.0 103.0H343.0L343.0 10.0H46.0Z",
    ] == picture.xpath("./path/@d")[:2]


def test_one_day_fills_the_picture() -> None:
    one = replace(HEALTH, samples=HEALTH.samples[:1])
    picture = tree(page(health=one)).xpath("//section[@aria-labelledby='links']//svg")[0]
    assert ["4", "0", "2026-01-01"] == picture.xpath("./text/text()")
    assert picture.xpath("./path/@d")[0].startswith("M46.0")


def test_nothing_looked_at_is_said() -> None:
    none = Health(samples=(), coverage={}, sources=0)
    found = tree(page(health=none))
    assert "No page was ever looked at" in found.text_content()
    assert "0 of 0 sources of the web name an archived copy." in found.text_content()
    assert not found.xpath("//svg")
    assert not tree(page(health=None)).xpath("//section[@aria-labelledby='links']")


def test_copies_are_counted() -> None:
    copies = tree(page()).xpath("//section[@aria-labelledby='copies']")[0]
    assert "1 of 3 sources of the web name an archived copy." in copies.text_content()
    assert ["fine gap", "none gap"] == copies.xpath(".//rect/@class")
    assert ["213.3", "426.7"] == copies.xpath(".//rect/@width")


@pytest.mark.parametrize("words", ["\u200c", "\u200d"])
def test_joiners_stay(words: str) -> None:
    assert f"a{words}b" in render(report(finding(message=f"a{words}b")), Showing(version="1"))
