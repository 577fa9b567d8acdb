"""Entries are drafted from what is said, and from nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite.model.draft import Draft, PageCitation, from_page, from_record
from kzru_cite.model.evidence import PageFacts, Record
from kzru_cite.model.keys import folded, is_key, make_key
from kzru_cite.model.languages import langid
from kzru_cite.model.naming import Named, NotNamed, named
from kzru_cite.model.tex import tex, verbatim
from kzru_cite.model.written import plain_text
from kzru_cite.read.bibtex_insert import inserted
from kzru_cite.read.bibtex_names import read_names
from kzru_cite.read.bibtex_values import plain

SIGNS = "ab \\{}$&%#_^~-`'\"?!<>«»é|*@=,.;:/()[]+қ漢"
WORK = Record(
    identifier="doi:10.5555/x",
    kind="journal-article",
    title="Trains",
    names=("Aliya Bekova",),
    families=("Bekova",),
    years=(2021,),
    agency="Crossref",
    role="author",
    parted=True,
)


def drafted(**changes: object) -> Draft:
    return from_record(replace(WORK, **changes), (("doi", "10.5555/x"),))


def value(draft: Draft, name: str) -> str:
    return dict(draft.fields).get(name, "")


@given(st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=("Cc", "Cf", "Cs"))))
def test_text_is_read_again_as_what_it_was(text: str) -> None:
    assert " ".join(text.split()) == plain("title", tex(text))


def test_what_nobody_sees_is_left_out() -> None:
    assert "a b c\u200cd" == tex("a\u202e b\x00\n \x1bc\u200cd")


@given(st.text(st.characters(exclude_characters="\\{}", exclude_categories=("Cc", "Cs"))))
def test_addresses_stay_as_they_are(text: str) -> None:
    assert text == verbatim(text)
    assert "%7Ba%5C%7D" == verbatim("{a\\}")


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Najibullah", "2023", "Disenchanted Russian Emigre", "najibullah2023disenchanted"),
        ("van der Berg", "1998", "On the Road", "vanderberg1998road"),
        ("Зотова", "2020", "Счёт поездов", "zotova2020schet"),
        ("Жақсыбеков", "2020", "Қазақ тілі", "zhaqsybekov2020qazaq"),
        ("O’Brien-Smythe", "", "Of it", "obriensmythendof"),
        ("Müller", "2001", "Über", "muller2001uber"),
        ("王", "2001", "", "王2001"),
        ("", "2001", "…", "anon2001"),
        ("National", "2007", "The Biological Threat", "national2007biological"),
    ],
)
def test_keys(family: str, year: str, title: str, key: str) -> None:
    assert key == make_key(family, year, title, ())
    assert is_key(key)


def test_a_key_is_made_once() -> None:
    taken: list[str] = []
    for _ in range(30):
        taken.append(make_key("Rao", "2019", "Boiling", taken))
    assert ["rao2019boiling", "rao2019boilingb", "rao2019boilingc"] == taken[:3]
    assert 30 == len(set(taken))
    assert "rao2019boilingb" == make_key("Rao", "2019", "Boiling", ("Rao2019Boiling",))


@given(st.text())
def test_folding_leaves_letters_and_digits(text: str) -> None:
    assert folded(text).isalnum() or not folded(text)


@pytest.mark.parametrize("key", ["a b", "a,b", "", "a}", "-a", "a%"])
def test_keys_that_cannot_be_written_everywhere(key: str) -> None:
    assert not is_key(key)


@pytest.mark.parametrize(
    ("text", "about", "field"),
    [
        ("10.17226/12005", "doi:10.17226/12005", "doi"),
        (" https://doi.org/10.5555/ABC. ", "doi:10.5555/abc", "doi"),
        ("10/abc", "doi:10/abc", "doi"),
        ("978-0-309-11158-4", "isbn:9780309111584", "isbn"),
        ("ISBN 0 309 11158 7", "isbn:9780309111584", "isbn"),
        ("arXiv:2101.00001v2", "arxiv:2101.00001", "eprint"),
        ("https://arxiv.org/pdf/2101.00001v2.pdf", "arxiv:2101.00001", "eprint"),
        ("arxiv:math.GT/0309136", "arxiv:math.gt/0309136", "eprint"),
        ("PMID: 0077", "pmid:77", "eprint"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/77/", "pmid:77", "eprint"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c", "url"),
    ],
)
def test_works_are_named(text: str, about: str, field: str) -> None:
    found = named(text)
    assert isinstance(found, Named)
    assert (about, field) == (found.about, found.fields[0][0])
    assert found.is_page == (field == "url")


@pytest.mark.parametrize(
    "text", ["", "12", "978-0-309-11158-5", "ftp://a.org/b", "https://", "rao"]
)
def test_other_words_name_no_work(text: str) -> None:
    assert isinstance(named(text), NotNamed)


@pytest.mark.parametrize(
    ("name", "family", "wanted"),
    [
        ("Aliya Bekova", "Bekova", "Bekova, Aliya"),
        ("Jan van der Berg", "van der Berg", "van der Berg, Jan"),
        ("AB Bekova", "Bekova", "Bekova, A. B."),
        ("Plato", "Plato", "{Plato}"),
        ("Border Group", "Border Group", "{Border Group}"),
        ("Rao and Sons", "Sons", "{Rao and Sons}"),
        ("A, B", "B", "{A, B}"),
    ],
)
def test_names_that_the_registry_parts(name: str, family: str, wanted: str) -> None:
    draft = drafted(names=(name,), families=(family,))
    assert wanted == value(draft, "author")
    assert 1 == len(read_names(wanted))


def test_names_that_it_does_not_part_stay_as_they_are() -> None:
    names = ("Aliya Bekova", "Plato", "World Bank Group", "A and B")
    families = ("Bekova", "Plato", "Group", "B")
    draft = drafted(names=names, families=families, parted=False)
    assert "Aliya Bekova and Plato and {World Bank Group} and {A and B}" == value(draft, "author")
    assert "Bekova" == draft.family
    assert "the last word is taken for it: Aliya Bekova, A and B" in " ".join(draft.notes)
    body = drafted(names=names[2:3], families=families[2:3], parted=False)
    assert "World" == body.family


def test_what_a_body_is_the_registry_says() -> None:
    draft = drafted(
        names=("Steppe Friends",), families=("Steppe Friends",), bodies=("Steppe Friends",)
    )
    assert "{Steppe Friends}" == value(draft, "author")


def test_roles() -> None:
    editor = drafted(role="editor", kind="edited-book")
    assert ("book", "Bekova, Aliya", "") == (
        editor.kind,
        value(editor, "editor"),
        value(editor, "author"),
    )
    for role in ("", "chair"):
        draft = drafted(role=role)
        assert "" == value(draft, "author")
        assert "what part they have is not said, and they are left out: Aliya Bekova" in draft.notes


def test_places_in_a_work_and_whom_it_is_by() -> None:
    chapter = drafted(kind="book-chapter", container="Steppes", publisher="Press", pages="1-9")
    assert ("Steppes", "Press", "1--9") == tuple(
        value(chapter, name) for name in ("booktitle", "publisher", "pages")
    )
    report = drafted(kind="report", publisher="Office", isbns=("9783161484100",))
    assert ("Office", "") == (value(report, "institution"), value(report, "isbn"))
    book = drafted(kind="book", isbns=("9783161484100",), subtitle="A history")
    assert ("9783161484100", "A history") == (value(book, "isbn"), value(book, "subtitle"))
    whole = drafted(title="Trains: a history", subtitle="A history")
    assert "" == value(whole, "subtitle")


def test_a_kind_without_a_type_is_said() -> None:
    draft = drafted(kind="component")
    assert "misc" == draft.kind
    assert "Crossref calls it 'component', for which there is no type" in draft.notes
    assert "article" == drafted(agency="PubMed", kind="Journal Article", container="J").kind
    assert "misc" == drafted(agency="PubMed", kind="Book Chapter", container="J").kind


@pytest.mark.parametrize(
    ("issued", "wanted"),
    [("2021-03-05", "2021-03-05"), ("2021-13", "2021"), ("2021-02-30", "2021-02"), ("", "2021")],
)
def test_dates_are_as_exact_as_they_can_be_read(issued: str, wanted: str) -> None:
    assert wanted == value(drafted(issued=issued), "date")


def test_without_a_date_there_is_none() -> None:
    draft = drafted(years=())
    assert "" == value(draft, "date")
    assert "date" in draft.notes[-1]


def test_authors_of_a_page() -> None:
    facts = PageFacts(
        title="Trains",
        authors=("Reuters Staff", "Eurasia Lab", "Bekova, Aliya", "Rao, A., B.", "News Agency"),
        site="Steppe Times",
        language="ru-RU",
    )
    said = PageCitation(groups=frozenset({"Eurasia Lab"}))
    draft = from_page("https://a.org/{b}", facts, said, date(2026, 11, 23))
    wanted = "{Eurasia Lab} and Bekova, Aliya and {Rao, A., B.} and {News Agency}"
    assert wanted == value(draft, "author")
    assert "Eurasia" == draft.family
    assert ("https://a.org/%7Bb%7D", "2026-11-23", "russian") == tuple(
        value(draft, name) for name in ("url", "urldate", "langid")
    )
    nobody = from_page("https://a.org/", replace(facts, authors=()), said, date(2026, 11, 23))
    assert "Steppe" == nobody.family
    turned = replace(facts, authors=("Bekova, Aliya",))
    assert "Bekova" == from_page("https://a.org/", turned, said, date(2026, 11, 23)).family


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "english"), ("kk_KZ", "kazakh"), ("ENG", "english"), ("xx", ""), ("", "")],
)
def test_languages(code: str, name: str) -> None:
    assert name == langid(code)


@pytest.mark.parametrize(
    ("text", "key", "wanted"),
    [
        ("", "b", "E\n"),
        ("  \n", "b", "  \nE\n"),
        ("% x", "b", "% x\n\nE\n"),
        ("@misc{a}\n\n\n", "b", "@misc{a}\n\n\nE\n"),
        ("@misc{c}\n", "b", "@misc{c}\n\nE\n"),
        ("@misc{a}\n@misc{c}\n", "b", "@misc{a}\nE\n\n@misc{c}\n"),
        ("@misc{b}\n@misc{c}\n", "a", "E\n\n@misc{b}\n@misc{c}\n"),
        ("@misc{c}\n@misc{a}\n", "b", "@misc{c}\n@misc{a}\n\nE\n"),
        ("@misc{a} % of a\n% of c\n@misc{c}\n", "b", "@misc{a} % of a\nE\n\n% of c\n@misc{c}\n"),
    ],
)
def test_a_new_entry_has_its_place(text: str, key: str, wanted: str) -> None:
    assert wanted == plain_text(text, inserted(text, key, "E"))
