"""References as citation templates, which are read back as they were."""

from __future__ import annotations

from bibs import read, values
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.convert import biblatex
from kzru_cite.convert.entry import Entry
from kzru_cite.convert.exports import EXPORTS
from kzru_cite.convert.tex import value
from kzru_cite.convert.wiki_page import read_page
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.place import SourceText

BIB = """\
@online{o, author = {Rao, Jr., Anna and {World Health Organization} and others},
  title = {T}, subtitle = {S}, titleaddon = {[Trade]}, organization = {X}, date = {2010-05-17},
  url = {https://x.org/?a=[1]|2}, urldate = {2011-01-02}, archiveurl = {https://a.org/1},
  archivedate = {2012}, urlstatus = {dead}, langid = {russian}}
@article{a, author = {van Gogh, Vincent}, title = {A | b = {{c}} <i>d</i> ''e''},
  journaltitle = {J}, volume = {3}, number = {2}, pages = {5--9}, date = {1965~},
  doi = {10.1/x}, pmcid = {PMC5},
  eprint = {2101.1}, eprinttype = {arxiv}}
@article{n, title = {N}, journaltitle = {The Times}, entrysubtype = {newspaper}, year = {2010},
  month = {5}}
@article{m, title = {M}, journaltitle = {Time}, entrysubtype = {magazine}, year = {in press}}
@incollection{c, author = {A, B}, editor = {Lee, Bo}, title = {C}, booktitle = {W},
  titleaddon = {[D]}, date = {2003}}
@misc{w, howpublished = {Free words &amp; more}, eprint = {5}, note = {N}}
@dataset{d, title = {D}, titleaddon = {odd}, shorttitle = {S}}
@xdata{x, publisher = {P}}
"""


def back(text: str) -> Bibliography:
    page = read_page(SourceText(path="x", text=text))
    return read(biblatex.written(page.entries))


def test_references_are_written_as_a_list_of_templates() -> None:
    text, losses = EXPORTS["wikitext"](read(BIB))
    lines = text.splitlines()
    assert ("{{reflist|refs=", "}}") == (lines[0], lines[-1])
    assert (
        '<ref name="o">{{cite web |last1=Rao |first1=Anna, Jr. |author2=World Health Organization'
        " |display-authors=etal |title=T: S |trans-title=Trade |website=X"
        " |url=https://x.org/?a=%5B1%5D%7C2 |date=2010-05-17 |language=ru |access-date=2011-01-02"
        " |archive-url=https://a.org/1 |archive-date=2012 |url-status=dead}}</ref>"
    ) == lines[1]
    assert [
        "14: w: no template for @misc: now a book",
        "14: w: no parameter for 'eprint': 5",
        "15: d: no template for @dataset: now a book",
        "15: d: no parameter for 'titleaddon': odd",
        "15: d: no parameter for 'shorttitle': S",
    ] == [str(loss) for loss in losses]


def test_they_are_read_back() -> None:
    text, _ = EXPORTS["wikitext"](read(BIB))
    made = {fields.get("title", ""): (kind, fields) for _, kind, fields in values(back(text))}
    kind, fields = made["T: S"]
    assert ("online", "Rao, Jr., Anna and World Health Organization and others") == (
        kind, fields["author"])  # fmt: skip
    assert {
        "titleaddon": "[Trade]", "organization": "X", "date": "2010-05-17",
        "url": "https://x.org/?a=%5B1%5D%7C2", "urldate": "2011-01-02", "archivedate": "2012",
        "archiveurl": "https://a.org/1", "urlstatus": "dead", "langid": "russian",
    }.items() <= fields.items()  # fmt: skip
    kind, fields = made["A | b = c <i>d</i> ”e”"]
    assert ("article", "1965~", "5–9", "PMC5", "arxiv") == (
        kind, *(fields[n] for n in ("date", "pages", "pmcid", "eprinttype")))  # fmt: skip
    assert ("newspaper", "2010-05") == (
        made["N"][1]["entrysubtype"], made["N"][1]["date"])  # fmt: skip
    assert "magazine" == made["M"][1]["entrysubtype"]
    assert ("incollection", "W", "[D]") == (
        made["C"][0], made["C"][1]["booktitle"], made["C"][1]["titleaddon"])  # fmt: skip
    assert "Free words &amp; more" in made


@settings(deadline=None)
@given(st.text(alphabet="abЖ 05{}[]|=<>'\"&;#-/:.!\\%$_~@", min_size=1, max_size=20))
def test_a_title_of_any_signs_comes_back(title: str) -> None:
    before = read(biblatex.written([Entry(key="k", kind="book", fields={
        "title": value("title", title), "publisher": "P"})]))  # fmt: skip
    text, _ = EXPORTS["wikitext"](before)
    (made,) = back(text).references
    assert before.references[0].text("title") == made.text("title")
