"""References to RIS and back."""

from __future__ import annotations

from bibs import read, reread
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.convert import ris
from kzru_cite.convert.exports import EXPORTS

RECORD = """\
TY  - JOUR
ID  - rao2019
AU  - Rao, Anna
AU  - Smith, John, Jr.
AU  - World Health Organization
A2  - Lee, Bo
TI  - Boiling water
JO  - Steam
VL  - 3
IS  - 4
SP  - 5
EP  - 9
PY  - 2019/05/17/
Y2  - 2020/01/02
DO  - 10.1/x;y
UR  - https://example.org/a;b
UR  - https://example.org/c
KW  - water
KW  - steam
N1  - first
N1  - second
SN  - 1234-5679
M3  - Review
TI  - Another title
AD  - Somewhere
X9  - what is this
ER  -
"""


def test_a_record_is_read() -> None:
    taken = ris.read(RECORD)
    (entry,) = taken.entries
    assert ("rao2019", "article") == (entry.key, entry.kind)
    assert {
        "author": "Rao, Anna and Smith, Jr., John and {World Health Organization}",
        "editor": "Lee, Bo",
        "title": "Boiling water",
        "journaltitle": "Steam",
        "volume": "3",
        "number": "4",
        "pages": "5-9",
        "date": "2019-05-17",
        "urldate": "2020-01-02",
        "doi": "10.1/x;y",
        "url": "https://example.org/a;b",
        "keywords": "water, steam",
        "note": "first; second",
        "issn": "1234-5679",
        "type": "Review",
    } == entry.fields
    assert [
        "1: no field for a further 'title': Another title",
        "1: no field for 'author_address': Somewhere",
        "1: no field for the tag 'X9': ['what is this']",
        "1: no field for a further address: https://example.org/c",
    ] == [str(loss) for loss in taken.losses]


def test_other_types_and_their_numbers() -> None:
    taken = ris.read(
        "\ufeffnoise\nTY  - RPRT\nTI  - R\nIS  - 7\nPB  - WHO\nER  - \n\n"
        "TY  - BOOK\nT1  - B\nIS  - 8\nSN  - 978-1\nPY  - 2010\nER  - \n"
        "TY - WHAT\nTI - Loose form\nY1 - in spring\nUR - https://x.org/\n"
        "TY  - NEWS\nPY  - 2010///Spring 2010\nER  - \n"
    )
    report, book, loose, news = taken.entries
    assert ("report", "7", "WHO") == (report.kind, report.fields["number"],
                                     report.fields["institution"])  # fmt: skip
    assert ("book", "8", "978-1", "2010") == (
        book.kind, *(book.fields[name] for name in ("number", "isbn", "date")))  # fmt: skip
    assert ("misc", {"title": "Loose form", "url": "https://x.org/"}) == (loose.kind, loose.fields)
    assert ("article", {"entrysubtype": "newspaper", "date": "2010-21"}) == (
        news.kind,
        news.fields,
    )
    assert ["1: text outside of any record: noise",
            "loose: no date can be read from 'issued': {'raw': 'in spring'}"] == [
        str(loss) for loss in taken.losses
    ]  # fmt: skip


def test_a_record_that_cannot_be_read_hides_no_other() -> None:
    broken = "TY  - JOUR\nJO  - A\nJO  - B\n goes on\nER  - \n"
    taken = ris.read(broken + RECORD)
    assert ["rao2019"] == [entry.key for entry in taken.entries]
    assert str(taken.losses[0]).startswith("1: the record cannot be read: ")


@settings(deadline=None)
@given(st.text(alphabet="TYERAUIKW- \n;:x,0", max_size=200))
def test_nothing_stops_the_reader(text: str) -> None:
    taken = ris.read(f"TY  - BOOK\n{text}\n{RECORD}")
    assert "rao2019" in [entry.key for entry in taken.entries] or "\nER" not in RECORD
    assert () == reread(taken.entries).broken


BIB = """\
@article{rao2019,
  author = {Rao, Jr., Anna and {World Health Organization, Geneva} and van Gogh, Vincent},
  editor = {Lee, Bo},
  title = {Boiling},
  subtitle = {A Study},
  journaltitle = {Steam},
  volume = {3}, number = {4}, pages = {5--9},
  date = {2019-05-17}, urldate = {2020-01-02},
  url = {https://example.org/a;b}, doi = {10.1/x},
  keywords = {water, steam}, note = {first},
  langid = {english},
}
@report{who, title = {R}, number = {7}, institution = {WHO}, archiveurl = {https://a.org/},
  date = {2010/2012}, urldate = {2011/2012}}
@book{b, title = {B}, isbn = {978-1}, number = {8}, pmid = {5}}
@dataset{d, title = {D}, date = {2003-21}}
@xdata{x, publisher = {P}}
"""


def test_references_are_written_and_come_back() -> None:
    text, losses = EXPORTS["ris"](read(BIB))
    assert text.startswith("TY  - JOUR\n")
    assert [
        "12: who: RIS cannot write the date {'raw': '2011/2012'}",
    ] != [str(loss) for loss in losses]
    assert [
        "13: who: RIS cannot write the date {'date-parts': [[2010], [2012]]}",
        "13: who: RIS cannot write the date {'date-parts': [[2011], [2012]]}",
        "13: who: RIS has no tag for 'archiveurl': https://a.org/",
        "15: b: RIS has no tag for 'PMID': 5",
    ] == [str(loss) for loss in losses]
    back = {entry.key: entry.fields for entry in ris.read(text).entries}
    assert {"rao2019", "who", "b", "d"} == set(back)
    assert {
        "author": "Rao, Jr., Anna and {World Health Organization Geneva} and {van Gogh}, Vincent",
        "editor": "Lee, Bo",
        "title": "Boiling: A Study",
        "journaltitle": "Steam",
        "volume": "3",
        "number": "4",
        "pages": "5-9",
        "date": "2019-05-17",
        "urldate": "2020-01-02",
        "doi": "10.1/x",
        "url": "https://example.org/a;b",
        "keywords": "water, steam",
        "note": "first",
        "langid": "english",
    } == back["rao2019"]
    assert {"title": "B", "isbn": "978-1", "number": "8"} == back["b"]
    assert {"title": "D", "date": "2003"} == back["d"]


def test_no_references_are_no_text() -> None:
    assert ("", ()) == EXPORTS["ris"](read(""))
