"""References to CSL-JSON and back."""

from __future__ import annotations

import json

import pytest
from bibs import read, reread, values
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzru_cite.convert import biblatex, csl_dates
from kzru_cite.convert.csl_fields import DATES, TYPE_OF, variables
from kzru_cite.convert.csl_reading import read_items
from kzru_cite.convert.csl_writing import item
from kzru_cite.convert.entry import Entry
from kzru_cite.convert.exports import EXPORTS
from kzru_cite.convert.merging import merged
from kzru_cite.convert.tex import body, names, person, value
from kzru_cite.model.bibliography import Bibliography

WORD = st.text(alphabet="abzÉé Жшқ中 05.,:!?'\"-–()&%$#_", min_size=1, max_size=12).filter(
    str.strip
)
TITLED = st.sampled_from(("title", "subtitle", "shorttitle", "journaltitle", "booktitle", "note"))
OTHERS = st.sampled_from(
    ("publisher", "institution", "organization", "location", "volume", "number", "pages", "isbn",
     "issn", "doi", "url", "archiveurl", "urlstatus", "titleaddon", "eprint", "eprinttype", "type",
     "langid", "howpublished", "addendum", "entrysubtype", "edition", "chapter", "pmid")
)  # fmt: skip
DAY = st.sampled_from(
    ("2010", "2010-05", "2010-05-17", "2003-21", "1965~", "1965?", "199X", "2010/2012",
     "2010-05-15/2010-05-17", "2010/..", "../2010", "2010-XX-05", "-0044", "2003-21/2004-22",
     "2010~/2012", "2010-05-17T10:00:00")
)  # fmt: skip
PERSON = st.builds(
    lambda family, given, whole: body(family) if whole else person(family, given), WORD, WORD,
    st.booleans(),
)  # fmt: skip
PEOPLE = st.lists(PERSON, min_size=1, max_size=3).map(names).filter(bool)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    made = []
    for number in range(draw(st.integers(1, 3))):
        texts = draw(st.dictionaries(st.one_of(TITLED, OTHERS), WORD, min_size=1, max_size=6))
        fields = {name: value(name, text) for name, text in texts.items()}
        fields |= draw(st.dictionaries(st.sampled_from(sorted(DATES)), DAY, max_size=2))
        roles = st.sampled_from(("author", "editor", "translator", "bookauthor"))
        fields |= draw(st.dictionaries(roles, PEOPLE, max_size=2))
        kind = draw(st.sampled_from(sorted(TYPE_OF)))
        if kind != "article":
            fields.pop("entrysubtype", None)
        fields = {name: text for name, text in fields.items() if text}
        made.append(Entry(key=f"k{number}", kind=kind, fields=fields))
    return made


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(entries())
@example([Entry(key="k0", kind="article", fields={"title": "0", "author": "中\\$a É, {0}"})])
def test_the_way_to_csl_and_back_keeps_every_value(made: list[Entry]) -> None:
    before = reread(made)
    text, _ = EXPORTS["csljson"](before)
    taken = read_items(json.loads(text))
    after = reread(taken.entries)
    assert () == after.broken
    assert [(k, kind, dict(sorted(f.items()))) for k, kind, f in values(before)] == [
        (k, kind, dict(sorted(f.items()))) for k, kind, f in values(after)
    ]
    for old, new in zip(before.references, after.references, strict=True):
        assert {role: list(map(str, listed)) for role, listed in old.names.items()} == {
            role: list(map(str, listed)) for role, listed in new.names.items()
        }
    # A second time nothing changes any more.
    again, _ = EXPORTS["csljson"](after)
    assert json.loads(text) == json.loads(again)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner)
    ),
    max_leaves=8,
)
HEADS = st.sampled_from(("id", "type", "title", "author", "issued", "custom", "DOI", "page", "x"))


@settings(deadline=None)
@given(st.one_of(JSON, st.lists(st.dictionaries(HEADS, JSON, max_size=6), max_size=3)))
def test_nothing_that_is_json_stops_the_reader(items: object) -> None:
    taken = read_items(items)
    new = merged(Bibliography(), taken.entries).entries
    made = reread(new)
    assert () == made.broken
    assert [entry.key for entry in new] == [one.key for one in made.references]


def test_an_item_is_read() -> None:
    taken = read_items(
        [
            {
                "id": "http://zotero.org/1",
                "type": "article-newspaper",
                "title": 'On <i>Homo</i> H<sub>2</sub>O & <span class="nocase">NASA</span> <b>',
                "container-title": "The Times",
                "author": [
                    {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
                    {"literal": "WHO, Geneva"},
                    {"given": "Plato"},
                    {"suffix": "Jr."},
                    "x",
                ],
                "editor": [],
                "issued": {"date-parts": [["2010", 5]], "circa": True},
                "accessed": {"raw": "5 May 2011"},
                "volume": 5,
                "journalAbbreviation": "Times",
                "event-date": {"literal": "one day"},
            },
            {"title": "No id", "editor": ["x", {"literal": "WHO"}], "issued": {"season": 1,
             "date-parts": [[2003]]}},
            {"author": [{"family": "Rao"}], "original-date": {"date-parts": [["x"]]},
             "issued": {"date-parts": ["x"]},
             "event-date": {"date-parts": [[]]}, "accessed": "2010"},
            {"publisher": "Steam Press", "type": "book", "issued": {"date-parts": "2010"},
             "custom": {"holder": "Rao and Lee and others", "BAD NAME": "x"}},
            5,
        ]
    )  # fmt: skip
    first, second, third, fourth = taken.entries
    assert "who2003" == second.wanted
    assert ("http://zotero.org/1", "article") == (first.key, first.kind)
    assert {
        "author": "van Gogh, Vincent and {WHO, Geneva} and {Plato} and {Jr.}",
        "date": "2010-05~",
        "urldate": "2011-05-05",
        "title": r"On \emph{Homo} H\textsubscript{2}O \& {NASA} <b>",
        "journaltitle": "The Times",
        "volume": "5",
        "entrysubtype": "newspaper",
    } == first.fields
    assert ("who2003", "2003-21") == (second.key, second.fields["date"])
    assert ("rao", "steampress") == (third.key, fourth.key)
    assert {"publisher": "Steam Press", "holder": "{Rao} and {Lee}"} == fourth.fields
    assert [
        "http://zotero.org/1: no field for 'journalAbbreviation': Times",
        "http://zotero.org/1: no date can be read from 'event-date': {'literal': 'one day'}",
        "rao: no date can be read from 'original-date': {'date-parts': [['x']]}",
        "rao: no date can be read from 'issued': {'date-parts': ['x']}",
        "rao: no date can be read from 'event-date': {'date-parts': [[]]}",
        "rao: no date can be read from 'accessed': 2010",
        "steampress: no date can be read from 'issued': {'date-parts': '2010'}",
        "item 5 is no object: 5",
    ] == [str(loss) for loss in taken.losses]


def test_items_stand_in_a_list_or_under_a_name() -> None:
    assert 1 == len(read_items({"references": [{"title": "T"}]}).entries)
    assert 1 == len(read_items({"items": [{"title": "T"}]}).entries)
    assert ["this is no list of CSL items"] == [str(loss) for loss in read_items("x").losses]


def test_what_csl_cannot_say_is_told_and_kept_aside() -> None:
    bibliography = read(
        "@mvbook{k,\n  author = {Rao, Jr., Anna and others},\n  title = {T},\n"
        "  archiveurl = {https://a.org/},\n  year = 2010,\n  month = may,\n kzrucite = {x},\n}\n"
        "@book{l,\n  year = {2011},\n  month = {summer},\n}\n"
        "@unheard{m,\n  title = {T},\n  editor = {{WHO}},\n}\n"
    )
    first, losses = item(bibliography.references[0])
    assert {
        "id": "k",
        "type": "book",
        "author": [{"family": "Rao", "given": "Anna", "suffix": "Jr."}],
        "title": "T",
        "issued": {"date-parts": [[2010, 5]]},
        "custom": {"biblatex-type": "mvbook", "archiveurl": "https://a.org/"},
    } == first
    assert [
        "1: k: CSL has no variable for 'archiveurl'; it stands in 'custom'",
        "1: k: CSL cannot say that 'author' has others",
    ] == [str(loss) for loss in losses]
    second, _ = item(bibliography.references[1])
    assert {"date-parts": [[2011]]} == second["issued"]
    third, _ = item(bibliography.references[2])
    assert ("document", {"biblatex-type": "unheard"}) == (third["type"], third["custom"])


def test_articles_say_where_they_appeared() -> None:
    bibliography = read("@article{k, title = {T}, entrysubtype = {magazine}}\n")
    made, losses = item(bibliography.references[0])
    assert ("article-magazine", {"entrysubtype": "magazine"}) == (made["type"], made["custom"])
    assert () == losses


def test_a_kind_that_nobody_knows_comes_back_as_misc() -> None:
    (entry,) = read_items([{"type": "document", "custom": {"biblatex-type": "x\n@evil"}}]).entries
    assert "misc" == entry.kind


@pytest.mark.parametrize("text", ["nonsense", "31 February 2010"])
def test_a_date_that_is_none_stays_as_it_stands(text: str) -> None:
    assert {"raw": text} == csl_dates.written(text)
    assert "" == csl_dates.read({"raw": text})


def test_no_kind_has_two_fields_for_one_variable() -> None:
    for kind in TYPE_OF:
        targets = list(variables(kind).values())
        assert len(targets) == len(set(targets))


def test_entries_are_written_in_order_and_aligned() -> None:
    entry = Entry(key="k", kind="misc", fields={"url": "u", "zzz": "z", "title": "T"})
    assert "@misc{k,\n  title = {T},\n  url   = {u},\n  zzz   = {z},\n}\n" == biblatex.written(
        [entry]
    )
    assert "@misc{k,\n}\n" == biblatex.written([Entry(key="k", kind="misc")])
