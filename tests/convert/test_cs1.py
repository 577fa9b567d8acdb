"""Citation templates of Wikipedia to entries."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bibs import reread
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.convert.cs1_fields import ALIASES, KINDS, is_citation, is_showing
from kzru_cite.convert.entry import Entry
from kzru_cite.convert.languages import code, langid
from kzru_cite.convert.page import Page
from kzru_cite.convert.wiki_page import read_page
from kzru_cite.model.place import SourceText


def page(text: str) -> Page:
    return read_page(SourceText(path="x.wikitext", text=text))


def one(template: str) -> Entry:
    (entry,) = page(f"Words.<ref>{{{{{template}}}}}</ref>").entries
    return entry


def losses(template: str) -> list[str]:
    return [str(loss) for loss in page(f"Words.<ref>{{{{{template}}}}}</ref>").losses]


KIND_CASES = [
    ("cite web|url=https://x.org/|title=T|website=X", "online",
     {"title": "T", "organization": "X", "url": "https://x.org/"}),
    ("Cite news|title=T|newspaper=[[The Times]]|date=3 May 2010|agency=Reuters|page=A1", "article",
     {"title": "T", "journaltitle": "The Times", "date": "2010-05-03", "addendum": "Reuters",
      "pages": "A1", "entrysubtype": "newspaper"}),
    ("cite news|title=T|url=https://x.org/|publisher=BBC", "online",
     {"title": "T", "url": "https://x.org/", "publisher": "BBC"}),
    ("cite magazine|title=T|magazine=Time|issue=3", "article",
     {"title": "T", "journaltitle": "Time", "number": "3", "entrysubtype": "magazine"}),
    ("cite_journal|title=T|journal=J|volume=3|number=2|pages=37–43|jstor=7|bibcode=b|issn=1|hdl=h",
     "article",
     {"title": "T", "journaltitle": "J", "volume": "3", "number": "2", "pages": "37--43",
      "eprint": "7", "eprinttype": "jstor", "bibcode": "b", "issn": "1", "hdl": "h"}),
    ("cite journal|title=T|journal=J|doi=https://doi.org/10.1/x|pmid=5|pmc=PMC6", "article",
     {"title": "T", "journaltitle": "J", "doi": "10.1/x", "pmid": "5", "pmcid": "PMC6"}),
    ("cite book|title=T|publisher=P|location=L|edition=2nd ed.|isbn=978|oclc=1|lccn=2|series=S",
     "book",
     {"title": "T", "publisher": "P", "location": "L", "edition": "2", "isbn": "978", "oclc": "1",
      "lccn": "2", "series": "S"}),
    ("cite book|title=T|orig-year=1999|language=es-CL|via=Google|others=Drawn by X|id=N1", "book",
     {"title": "T", "origdate": "1999", "langid": "spanish", "addendum": "via Google",
      "note": "Drawn by X; N1"}),
    ("cite book|title=W|chapter=C|trans-title=V|trans-chapter=D|pages=5-9|edition=rev", "inbook",
     {"title": "C", "booktitle": "W", "titleaddon": "[D]", "booktitleaddon": "[V]",
      "pages": "5--9", "edition": "rev"}),
    ("cite book|title=W|chapter=C|editor=Lee, Bo|script-chapter=Ц", "incollection",
     {"title": "C", "booktitle": "W", "editor": "Lee, Bo", "titleaddon": "Ц"}),
    ("cite encyclopedia|title=E|encyclopedia=Britannica", "inreference",
     {"title": "E", "booktitle": "Britannica"}),
    ("cite conference|title=T|book-title=Proc|conference=Conf", "inproceedings",
     {"title": "T", "booktitle": "Proc", "eventtitle": "Conf"}),
    ("cite thesis|title=T|degree=PhD|publisher=MIT", "thesis",
     {"title": "T", "type": "PhD", "institution": "MIT"}),
    ("cite report|title=T|institution=WHO|number=7", "report",
     {"title": "T", "institution": "WHO", "number": "7"}),
    ("cite arXiv|title=T|eprint=2101.00001|class=math.NT", "online",
     {"title": "T", "eprint": "2101.00001", "eprinttype": "arxiv", "eprintclass": "math.NT"}),
    ("cite patent|title=T|inventor=Rao, Anna|patent-number=5", "patent",
     {"title": "T", "author": "Rao, Anna", "number": "5"}),
    ("cite av media|title=T|people=Rao, Anna|medium=film", "video",
     {"title": "T", "author": "Rao, Anna", "type": "film"}),
    ("cite quite new|title=T", "misc", {"title": "T"}),
    ("citation|title=T|journal=J|volume=3", "article",
     {"title": "T", "journaltitle": "J", "volume": "3"}),
    ("citation|title=T|work=X|url=https://x.org/", "online",
     {"title": "T", "organization": "X", "url": "https://x.org/"}),
    ("citation|title=T|encyclopedia=E", "inreference", {"title": "T", "booktitle": "E"}),
    ("citation|title=T|book-title=P", "inproceedings", {"title": "T", "booktitle": "P"}),
    ("citation|title=W|contribution=C", "inbook", {"title": "C", "booktitle": "W"}),
    ("citation|title=W|contribution=C|editor1-last=Lee|editor1-first=Bo", "incollection",
     {"title": "C", "booktitle": "W", "editor": "Lee, Bo"}),
    ("citation|title=T|publisher=P", "book", {"title": "T", "publisher": "P"}),
    ("citation|title=T|url=https://x.org/", "online", {"title": "T", "url": "https://x.org/"}),
    ("citation|title=T", "misc", {"title": "T"}),
    ("cite av media|title=T|chapter=C", "video", {"title": "C", "maintitle": "T"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "kind", "fields"), KIND_CASES, ids=lambda case: str(case)[:40]
)
def test_each_template_becomes_its_kind_of_entry(
    template: str, kind: str, fields: Mapping[str, str]
) -> None:
    entry = one(template)
    assert (kind, dict(fields)) == (entry.kind, dict(entry.fields))
    assert [] == [loss for loss in losses(template) if "no field" in loss]


NAME_CASES = [
    ("last=Rao|first=Anna|last2=Lee|first2=Bo", {"author": "Rao, Anna and Lee, Bo"}),
    ("last1=Rao|first1=Anna, Jr.|display-authors=etal", {"author": "Rao, Jr., Anna and others"}),
    ("last=Rao, Jr.|first=Anna|author-mask=2|author-link=Anna Rao",
     {"author": "Rao, Jr., Anna"}),
    ("surname=Rao|given=Anna", {"author": "Rao, Anna"}),
    ("author=Katz, Victor J.", {"author": "Katz, Victor J."}),
    ("author=Michael Varhola", {"author": "Varhola, Michael"}),
    ("last=A. Mark Smith", {"author": "Smith, A. Mark"}),
    ("author=British Museum", {"author": "{British Museum}"}),
    ("author=World Health Organization, Geneva", {"author": "{World Health Organization, Geneva}"}),
    ("author=Falco", {"author": "{Falco}"}),
    ("author=BBC Sport", {"author": "{BBC Sport}"}),
    ("author=Rao, Anna et al.", {"author": "Rao, Anna and others"}),
    ("authors=Rao, Anna; Bo Lee; ; WHO Press; and others",
     {"author": "Rao, Anna and Lee, Bo and {WHO Press} and others"}),
    ("vauthors=Rao AB, Lee C, ((WHO)), van Dyk", {"author": "Rao, A. B. and Lee, C. and {WHO} and"
     " {van Dyk}"}),
    ("vauthors=Rao AB, ", {"author": "Rao, A. B."}),
    ("editor1-last=Lee|editor1-first=Bo|editor-last2=Rao|translator=Xu, Y|author=et al.",
     {"editor": "Lee, Bo and {Rao}", "translator": "Xu, Y"}),
    ("contributor-last=Lee|contributor-first=Bo|last=Rao|first=Anna",
     {"introduction": "Lee, Bo", "author": "Rao, Anna"}),
    ("last=Rao|first=Anna|last2=Rao|first2=Anna", {"author": "Rao, Anna"}),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "lists"), NAME_CASES)
def test_names_are_read(parameters: str, lists: Mapping[str, str]) -> None:
    entry = one(f"cite book|title=T|{parameters}")
    found = {name: text for name, text in entry.fields.items() if name != "title"}
    assert dict(lists) == found


def test_states_of_links_and_copies() -> None:
    base = "cite web|url=https://x.org/|title=T"
    copy = "|archive-url=https://a.org/1|archive-date=5 May 2010|access-date=2009-01-02"
    assert {
        "url": "https://x.org/", "title": "T", "archiveurl": "https://a.org/1",
        "archivedate": "2010-05-05", "urldate": "2009-01-02", "urlstatus": "dead",
    } == one(f"{base}{copy}|url-status=dead").fields  # fmt: skip
    for parameter, status in (
        ("url-status=live", "live"), ("url-status=usurped", "usurped"), ("deadurl=yes", "dead"),
        ("dead-url=no", "live"), ("deadurl=unfit", "unfit"),
    ):  # fmt: skip
        assert status == one(f"{base}|{parameter}").fields["urlstatus"]
    assert "urlstatus" not in one(f"{base}|deadurl=bot: unknown").fields
    assert ["1: cite web: no state of a link is 'dead-url': bot: unknown"] == losses(
        f"{base}|deadurl=bot: unknown"
    )
    assert ["1: cite web: no state of a link is 'url-status': dead"] == losses(
        "cite web|title=T|url-status=dead"
    )


def test_titles_in_other_languages() -> None:
    assert {"title": "Torgovlya", "titleaddon": "Торговля [Trade]", "langid": "russian"} == one(
        "cite web|title=Torgovlya|script-title=Торговля|trans-title=Trade|language=ru"
    ).fields
    assert {"title": "Торговля", "titleaddon": "[Trade]"} == one(
        "cite web|script-title=Торговля|trans_title=Trade"
    ).fields


LOSS_CASES = [
    ("cite book|title=T|cows=5", "1: cite book: no field for 'cows': 5"),
    ("cite book|title=T|odd words", "1: cite book: no field for '1': odd words"),
    ("cite book|title=T|date=03/04/2010",
     "1: cite book: no date can be read from 'date': 03/04/2010"),
    ("cite book|title=T|year=MMX", "1: cite book: no date can be read from 'year': MMX"),
    ("cite book|title=T|access-date=lately",
     "1: cite book: no date can be read from 'access-date': lately"),
    ("cite book|title=T|language=English, Klingon",
     "1: cite book: one language is kept of 'language': English, Klingon"),
    ("cite journal|title=T|journal=J|arxiv=1|s2cid=2", "1: cite journal: no field for 's2cid': 2"),
    ("cite journal|title=T|journal=J|page=1|pages=1-2",
     "1: cite journal: the field 'pages' is taken: 1"),
    ("cite book|title=T|chapter=C|url=https://x.org/|chapter-url=https://x.org/c",
     "1: cite book: the address of the whole is left out: https://x.org/"),
    ("cite book|title=T|chapter=C|work=W", "1: cite book: the field 'booktitle' is taken: W"),
    ("cite book|title=T|journal=J|work=W", "1: cite book: no field for 'work': W"),
    ("cite book|title=T|title=U", "1: 'title' stands twice: T"),
    ("cite book|title=T {{strange|thing}}", "1: a template that is not known: {{strange|thing}}"),
    ("cite book|title=T<!-- why -->", "1: a remark: <!-- why -->"),
    ("cite book|title=T|last=Rao|author=Lee", "1: cite book: no field for 'author': Lee"),
    ("cite book|title=T|df=dmy|mode=cs2",
     "parameters that only say how a template looks: df ×1, mode ×1"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "loss"), LOSS_CASES)
def test_what_has_no_field_is_told(template: str, loss: str) -> None:
    assert [loss] == losses(template)


def test_empty_remarks_and_values_are_no_loss() -> None:
    assert [] == losses("cite book|title=T|pmid=<!-- -->|isbn=|year=")


def test_an_address_of_google_books_is_written_out() -> None:
    assert (
        "https://books.google.com/books?id=X&pg=PA9"
        == one("cite book|title=T|url={{google books|id=X|plainurl=yes|page=9}}").fields["url"]
    )
    assert (
        "https://books.google.com/books?id=X"
        == one("cite book|title=T|url={{google books|X|plainurl=yes|page=ix}}").fields["url"]
    )


TEXTS = st.text(alphabet="abЖ 05{}[]|=<>'\"&;#-/:.!\\%$_~@\n", max_size=12)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(ALIASES)), TEXTS, max_size=8),
       st.sampled_from(sorted(KINDS)))  # fmt: skip
def test_whatever_stands_in_a_template_the_entry_can_be_read(
    parameters: dict[str, str], name: str
) -> None:
    written = "".join(f"|{key}={text}" for key, text in parameters.items())
    read = page(f"Words.<ref>{{{{{name}{written}}}}}</ref> More.")
    made = reread(read.entries)
    assert () == made.broken
    assert [entry.key for entry in read.entries] == [each.key for each in made.references]


def test_templates_are_told_apart_from_others() -> None:
    assert is_citation("cite web")
    assert is_citation("cite anything new")
    assert not is_citation("cite check")
    assert not is_citation("citation needed")
    assert is_showing("author3-link")
    assert not is_showing("doi-broken-date")


def test_languages_have_names_and_codes() -> None:
    assert ["russian", "persian", "norwegian", ""] == [
        langid(text) for text in ("in Russian", "Farsi", "no", "Klingon")
    ]
    assert ["ru", "klingon"] == [code("russian"), code("klingon")]
