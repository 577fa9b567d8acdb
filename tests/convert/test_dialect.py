"""The dialect of BibTeX to that of BibLaTeX, and back."""

from __future__ import annotations

from bibs import read, reread

from kzru_cite.convert.exports import EXPORTS
from kzru_cite.convert.readers import READERS, bibtex
from kzru_cite.model.place import SourceText

OLD = """\
% a comment
@preamble{"x"}
@string{jphys = "J. Phys."}
@phdthesis{smith:2001,
  author = {Smith, J. and {The {ABC} Group}},
  title = {On {DNA} \\& \\"Uber},
  school = {MIT}, year = 2001, month = mar, day = 3,
  note = {Accessed: 3 May 2010},
}
@article{a, author = {A, B}, title = {T}, journal = jphys # ";" # nowhere, journaltitle = {J},
  year = {in press}, month = {May}, title = {Again}}
@techreport{b, institution = {WHO}, address = {Geneva}, type = {Brief}, year = {2010},
  howpublished = {\\url{https://who.int/}}, empty = {}}
@conference{c, year = 2010, month = {winter months}, howpublished = "\\url{https://x.org/}",
  url = {https://y.org/}, note = {Accessed on paper}}
@www{d, date = {2011}, year = {2010}, urldate = {2012}, note = {Retrieved 3 May 2010}}
@book{e, crossref = {smith:2001}, year = {2010}, month = {13}}
@book{broken, title={x
"""


def test_the_older_dialect_becomes_the_newer() -> None:
    taken = bibtex(SourceText(path="old.bib", text=OLD))
    made = {entry.key: (entry.kind, dict(entry.fields)) for entry in taken.entries}
    assert (
        "thesis",
        {
            "author": "Smith, J. and {The {ABC} Group}",
            "title": 'On {DNA} \\& \\"Uber',
            "institution": "MIT",
            "type": "phdthesis",
            "date": "2001-03-03",
            "urldate": "2010-05-03",
        },
    ) == made["smith:2001"]
    assert (
        "article",
        {"author": "A, B", "title": "T", "journaltitle": "J", "year": "in press", "month": "May"},
    ) == made["a"]
    assert (
        "report",
        {"institution": "WHO", "location": "Geneva", "type": "Brief", "date": "2010",
         "url": "https://who.int/"},
    ) == made["b"]  # fmt: skip
    assert (
        "inproceedings",
        {"year": "2010", "month": "winter months", "note": "Accessed on paper",
         "howpublished": "\\url{https://x.org/}", "url": "https://y.org/"},
    ) == made["c"]  # fmt: skip
    assert (
        "online",
        {"date": "2011", "year": "2010", "urldate": "2012", "note": "Retrieved 3 May 2010"},
    ) == made["d"]
    assert ("book", {"crossref": "smith:2001", "year": "2010", "month": "13"}) == made["e"]
    assert [
        "1: no entry: % a comment",
        '2: no entry: @preamble{"x"}',
        "10: a: 'journal' and 'journaltitle' are one field: J. Phys.;nowhere",
        "10: a: the abbreviation 'nowhere' is defined nowhere; its name stands for it",
        "11: a: the field 'title' stands twice: Again",
        "18: broken: the brace that opens the value of the field 'title' is never closed: {x",
    ] == [str(loss) for loss in taken.losses]
    assert READERS["bibtex"] is bibtex


NEW = """\
@thesis{t, author = {A, B}, title = {T}, subtitle = {S}, institution = {MIT}, type = {MA thesis},
  date = {2010-05-17}, urldate = {2011-01-02}}
@thesis{u, title = {U}, institution = {MIT}, date = {2003-21}}
@online{o, title = {O}, url = {https://x.org/}, urldate = {2011}, note = {N}, archiveurl = {z},
  journaltitle = {J}, location = {L}}
@misc{m, title = {M}, year = {in press}, date = {nonsense}, kzrucite = {x}}
@misc{n, title = {N}, year = {2010}, month = {5}}
@techreport{r, title = {R}, year = {in press}}
"""


def test_the_newer_dialect_becomes_the_older() -> None:
    text, losses = EXPORTS["bibtex"](read(NEW))
    made = {one.key: (one.kind, {n: f.raw for n, f in one.fields.items()})
            for one in read(text).references}  # fmt: skip
    assert (
        "mastersthesis",
        {"author": "A, B", "title": "T: S", "type": "MA thesis", "school": "MIT", "year": "2010",
         "month": "5", "note": "Accessed 2011-01-02"},
    ) == made["t"]  # fmt: skip
    assert ("phdthesis", {"title": "U", "school": "MIT", "year": "2003"}) == made["u"]
    assert (
        "misc",
        {"title": "O", "url": "https://x.org/", "note": "N", "journal": "J", "address": "L"},
    ) == made["o"]
    assert ("misc", {"title": "M", "year": "in press"}) == made["m"]
    assert ("misc", {"title": "N", "year": "2010", "month": "5"}) == made["n"]
    assert ("techreport", {"title": "R", "year": "in press"}) == made["r"]
    assert [
        "1: t: BibTeX has only years and months: 2010-05-17",
        "4: o: BibTeX has no entries @online: now @misc",
        "4: o: BibTeX has no field 'archiveurl': z",
        "4: o: BibTeX has no field 'urldate': 2011",
        "6: m: BibTeX has only years and months: nonsense",
    ] == [str(loss) for loss in losses]


def test_braces_that_quotation_marks_hid_are_made_harmless() -> None:
    odd = '@misc{k,\nauthor = {{W}},\nnote = "a { b"\n}\n'
    taken = bibtex(SourceText(path="x.bib", text=odd))
    (entry,) = taken.entries
    assert "{W}" == entry.fields["author"]
    made = reread(taken.entries)
    assert () == made.broken
    assert "W" == str(made.references[0].names["author"][0])
    text, _ = EXPORTS["bibtex"](read(odd))
    assert () == read(text).broken


def test_what_pandoc_would_not_read_the_file_for_is_told() -> None:
    odd = '@b0ok{k,\ntitle = "A\x1b[2J\x0bb \\\\ ",\na.b = {Aside},\nnote = {"x" }\n}\n'
    taken = bibtex(SourceText(path="x.bib", text=odd))
    (entry,) = taken.entries
    assert ("misc", ["title", "note"]) == (entry.kind, list(entry.fields))
    assert '"x"' == entry.fields["note"]
    assert [
        "1: k: @b0ok is no kind of entry: now @misc",
        "3: k: 'a.b' is no name of a field: Aside",
    ] == [str(loss) for loss in taken.losses]
    assert () == reread(taken.entries).broken


def test_both_ways_lead_back() -> None:
    text, _ = EXPORTS["bibtex"](read(NEW))
    taken = bibtex(SourceText(path="x.bib", text=text))
    back = {one.key: one for one in reread(taken.entries).references}
    assert ("thesis", "MIT", "2010-05", "2011-01-02") == (
        back["t"].kind, *(back["t"].text(n) for n in ("institution", "date", "urldate"))
    )  # fmt: skip
