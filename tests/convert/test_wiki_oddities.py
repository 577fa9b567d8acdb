"""Oddities of wikitext, each by itself, as the page is read."""

from __future__ import annotations

import pytest

from kzru_cite.convert.claims import Quoted
from kzru_cite.convert.ledger_links import written
from kzru_cite.convert.page import Page
from kzru_cite.convert.wiki_page import read_page
from kzru_cite.convert.wiki_words import plain
from kzru_cite.convert.wikicode import Call, take_apart
from kzru_cite.errors import UsageError
from kzru_cite.model.place import SourceText


def page(text: str) -> Page:
    return read_page(SourceText(path="x.wikitext", text=text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{birth date|1963|8}}", "August 1963"),
        ("{{birth date|1963}}", "1963"),
        ("{{start date|about 1963||}}", "about 1963"),
        ("{{lang-es|Isla}} {{transl|ar|ALA|Abu}} {{transl|ar|Abu}}", "Isla Abu Abu"),
        ("{{ubl|\n* a\n*\n* b}}", "a, b"),
        ("{{harvid|Lee|2001}}", "CITEREFLee2001"),
        ("a<br/>b <ref>no</ref> [[File:x.png|no]] [[:Category:A]]", "a b"),
        ("'''b''' &amp; [https://x.org/ site] https://y.org <!-- no -->", "b & site https://y.org"),
        ("{{unknown}}", ""),
    ],
)
def test_templates_come_to_words(text: str, words: str) -> None:
    assert words == plain(take_apart(text))


def test_pages_of_thousands_of_notes_are_read() -> None:
    """All by one author, named without their groups: where each looks at all others it stands."""
    number = 800
    text = "".join(
        f'W.<ref name="n{n}" group="x">{{{{cite book|last=Rao|year=2019|title=T{n}}}}}</ref> '
        f'Y.<ref name="n{n}"/> '
        for n in range(number)
    )
    read = page(text + "{{r|" + "|".join(f"n{n}" for n in range(number)) + "}}")
    assert [f"rao2019-{number - 1}", f"rao2019-{number}"] == [one.key for one in read.entries[-2:]]
    assert 3 * number == read.counts.marks


def test_a_template_of_thousands_of_parameters_tells_the_last_of_a_name() -> None:
    (call,) = take_apart("{{a|" + "|".join(f"b{n % 5000}={n}" for n in range(10_000)) + "}}")
    assert isinstance(call, Call)
    assert ["9999", "5000"] == [plain(call.get("none", f"b{n}")) for n in (4999, 0)]
    assert call.get("none") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<b>a " * 20_000, "20,000 times '<b>'"),
        ("<REF name=a>" * 10_000 + "</ref>" * 99, "9,901 times '<ref>'"),
        ("{{a " * 301, "301 times '{{'"),
    ],
)
def test_what_opens_by_the_thousand_and_never_ends_is_refused(text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        page(text)
    assert f"{told} opens what never ends" == str(caught.value)


@pytest.mark.parametrize(
    "text", ["<b>a</b> " * 5000, '<ref name="a" /> ' * 2000, "<br>a " * 5000, "<small>a" * 400]
)
def test_tags_that_end_or_need_not_are_no_trouble(text: str) -> None:
    assert page(text).text


def test_a_source_may_name_its_own_anchor() -> None:
    read = page(
        "A.{{sfn|Nick|2001}} B.{{sfn|Rao|2019}}\n"
        "* {{cite book|last=Lee|title=T|year=2001|ref={{sfnref|Nick|2001}}}}\n"
        "* {{cite book|last=Rao|title=U|year=2019|ref=none}}\n"
    )
    assert [("lee2001",), ()] == [tuple(c.key for c in mark.cited) for mark in read.marks[:2]]
    assert "citation" == read.marks[1].needs


def test_of_two_anchors_in_other_letters_none_is_taken() -> None:
    read = page(
        "A.{{sfn|LEE|2001}}\n* {{cite book|last=Lee|title=T|year=2001}}\n"
        "* {{cite book|last=lee|title=U|year=2001}}\n"
    )
    assert "citation" == read.marks[0].needs


def test_several_works_of_one_author() -> None:
    read = page(
        "As {{harvs|txt|last=Lee|year=2001|year2=2003}} says.\n"
        "* {{cite book|last=Lee|title=T|year=2001}}\n* {{cite book|last=Lee|title=U|year=2003}}\n"
    )
    assert [("lee2001", True), ("lee2003", True)] == [
        (one.key, one.in_words) for one in read.marks[0].cited
    ]


@pytest.mark.parametrize(
    ("note", "locator", "quote"),
    [
        ("{{harvnb|Lee|2001}}, pp. 3–4", "pp. 3–4", ""),
        ("{{harvnb|Lee|2001|p=3}} [5–9]", "p. 3, pp. 5–9", ""),
        ("{{harvnb|Lee|2001|pp=3, 5|loc=n. 2}}", "pp. 3, 5, n. 2", ""),
        ("{{harvnb|Lee|2001|p=3–5}}", "pp. 3–5", ""),
        ("{{harvnb|Lee|2001|p=p. 3}}", "p. 3", ""),
        ("{{harvnb|Lee|2001}}: “Words quoted here.”", "", "Words quoted here."),
        ("{{harvnb|Lee|2001}}: {{quote|Words quoted here|A}}", None, None),
        ("{{harvnb|Lee|2001}}. But others doubt it.", None, None),
        ("It is a long story that begins much earlier. {{harvnb|Lee|2001}}", None, None),
        ("{{harvnb|Lee|2001}} or rather {{harvnb|Lee|2001}}", None, None),
        ("{{harvnb|Lee|2001}}{{rp|5}}", None, None),
    ],
)
def test_words_beside_a_source(note: str, locator: str | None, quote: str | None) -> None:
    read = page(f"A.<ref>{note}</ref>\n* {{{{cite book|last=Lee|title=T|year=2001}}}}\n")
    if locator is None:
        assert "<ref>" in read.text
        return
    (cited,) = next(mark for mark in read.marks if mark.cited).cited
    assert (locator, quote) == (cited.locator, cited.quote)


@pytest.mark.parametrize(
    ("note", "kind", "fields"),
    [
        ("https://x.org/a", "online", {"url": "https://x.org/a"}),
        ("[https://x.org/a 1]", "online", {"url": "https://x.org/a"}),
        ("[https://x.org/a]", "online", {"url": "https://x.org/a"}),
        ("[https://x.org/a T]. Accessed lately 2", "online",
         {"url": "https://x.org/a", "title": "T", "note": "Accessed lately 2"}),
        ("See https://x.org/a. doi:10.1000/x", "misc",
         {"howpublished": "See https://x.org/a. doi:10.1000/x", "url": "https://x.org/a",
          "doi": "10.1000/x"}),
        ("Lee 2001, pp. 3–5", "misc", {"howpublished": "Lee 2001, pp. 3–5"}),
        ("https://x.org/a {{webarchive|url=https://a.org/1|date=May 2010}}", "online",
         {"url": "https://x.org/a", "archiveurl": "https://a.org/1", "archivedate": "2010-05"}),
        ("https://x.org/a {{webarchive|url=https://a.org/1}} {{dl}}", "online",
         {"url": "https://x.org/a", "archiveurl": "https://a.org/1", "urlstatus": "dead"}),
        ("https://x.org/a {{webarchive}}", "online", {"url": "https://x.org/a"}),
    ],
)  # fmt: skip
def test_notes_without_templates(note: str, kind: str, fields: dict[str, str]) -> None:
    (entry,) = page(f"A.<ref>{note}</ref>").entries
    assert (kind, fields) == (entry.kind, dict(entry.fields))


def test_words_and_pages_find_the_one_source_of_that_name() -> None:
    books = "".join(
        f"* {{{{cite book|last={name}|title=T{number}|year={year}}}}}\n"
        for number, (name, year) in enumerate([("Lee", 2001), ("Lee", 2003), ("Rao", 2019)])
    )
    read = page(
        "A.<ref>Lee, p. 5</ref> B.<ref>Lee (2003), pp. 5-7</ref> C.<ref>Rao, 5</ref>\n" + books
    )
    keys = [tuple((one.key, one.locator) for one in mark.cited) for mark in read.marks[:3]]
    assert [(("lee", ""),), (("lee2003", "pp. 5-7"),), (("rao", ""),)] == keys


def test_tables_within_tables_have_an_end() -> None:
    nested = "{|\n|\n" * 5 + "x<ref>https://x.org/</ref>" + "\n|}" * 5
    read = page(nested)
    assert 1 == read.counts.marks
    assert any("a table within tables" in str(loss) for loss in read.losses)
    boxes = "{{infobox a|b=" * 5 + "x<ref>https://x.org/</ref>" + "}}" * 5
    assert any("a box within tables, left out" in str(loss) for loss in page(boxes).losses)


def test_named_notes_said_twice_in_the_same_words_are_one() -> None:
    note = "<ref name=a>{{cite web|title=T|url=https://x.org/}}</ref>"
    read = page(f"A.{note} B.{note}<references/> C.<ref name=a />")
    assert (3, 1, 1) == (read.counts.marks, read.counts.templates, len(read.entries))


def test_notes_that_stand_within_notes() -> None:
    read = page(
        "A.<ref group=n name=a>Words<ref group=n name=b/> here</ref>"
        "<ref group=n name=b>more words</ref> C.{{efn|<ref group=n name=c>x</ref>}} {{efn|1= }}"
        "{{r|a|group=n}} {{r|}} <ref group=n name=a/>"
    )
    assert "Words (more words) here" in read.text


def test_a_note_of_another_group_may_lead_back_to_itself() -> None:
    read = page("A.<ref group=g name=x>{{cite web|title=T|url=https://x.org/}}<ref name=x/></ref>")
    assert any("refers to itself: 'x'" in str(loss) for loss in read.losses)


def test_words_of_a_ledger_are_quoted_where_yaml_would_read_them_otherwise() -> None:
    quoted = [
        Quoted(claim="no", key="null", quote='“a "b" c”'),
        Quoted(claim="no", key="1a", quote="“whole”"),
    ]
    assert (
        '"no":\n  - ref: "null"\n    quote: "“a \\"b\\" c”"\n  - ref: "1a"\n    quote: whole\n'
    ) == written(quoted)
