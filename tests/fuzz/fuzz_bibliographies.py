"""Fuzz the reader of .bib files, and what writes into them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise

from fuzz_articles import within
from fuzzing import Target, blocks, files, parts_of, text_of

from kzru_cite.model.bibliography import Bibliography, Field
from kzru_cite.model.place import SourceText
from kzru_cite.model.written import as_written, plain_text
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.bibtex_blocks import RawEntry, RawFault, split
from kzru_cite.read.bibtex_comments import blank_comments, comments
from kzru_cite.read.bibtex_form import canonical
from kzru_cite.read.bibtex_insert import inserted
from kzru_cite.read.bibtex_names import read_names
from kzru_cite.read.bibtex_values import plain, take_apart
from kzru_cite.read.suppressions import from_references


def check_bib(data: bytes) -> None:
    """Read a file: all is within the text, and no entry is lost."""
    text = text_of(data)
    source = SourceText(path="a.bib", text=text)
    found = read_bibliography([source])
    _placed(found, source)
    raw = [one for one in split(text) if isinstance(one, RawEntry)]
    assert [one.key for one in raw] == [one.key for one in found.references]
    for before, after in pairwise(raw):
        assert before.start <= before.end <= after.start
    for one in split(text):
        if isinstance(one, RawFault):
            assert 0 <= one.start < one.end <= len(text) or not text
    for allowance in from_references(found.references):
        within(source, allowance.place)
    for reference in found.references:
        reference.published()
        assert reference.site == "" or reference.site.strip()
    _comments(text)
    # A second file is read as it would be alone, whatever stands in the first.
    more = SourceText(path="b.bib", text="@book{last-of-all, title = {Last}}\n")
    both = read_bibliography([source, more])
    assert both.references[-1].key == "last-of-all"
    assert len(both.references) == len(found.references) + 1


def _placed(found: Bibliography, source: SourceText) -> None:
    for reference in found.references:
        within(source, reference.place)
        within(source, reference.key_place)
        within(source, reference.kind_place)
        for field in (*reference.fields.values(), *reference.repeats):
            _field(field, source)
    faults = ((one.place for one in part) for part in (found.broken, found.macros))
    for place in (*chain.from_iterable(faults), *(one.place for one in found.inheritance)):
        within(source, place)


def _field(field: Field, source: SourceText) -> None:
    within(source, field.place)
    within(source, field.name_place)
    if not field.joined:
        assert source.text[field.start : field.start + len(field.raw)] == field.raw
        for fragment in field.raw.split()[:3]:
            within(source, field.locate(fragment))


def _comments(text: str) -> None:
    blanked = blank_comments(text)
    assert len(blanked) == len(text)
    assert blanked.count("\n") == text.count("\n")
    last = 0
    for start, end in comments(text):
        assert last <= start < end <= len(text)
        last = end


def check_form(data: bytes) -> None:
    """Give a file its canonical form: a second time nothing changes, and no value ever does."""
    whole = as_written(data)
    if whole is None:
        return
    text = whole.text
    for by_key in (False, True):
        made = plain_text(text, canonical(text, by_key=by_key).parts)
        again = plain_text(made, canonical(made, by_key=by_key).parts)
        assert again == made
        before = read_bibliography([SourceText(path="a.bib", text=text)])
        after = read_bibliography([SourceText(path="a.bib", text=made)])
        assert _said(before) == _said(after)
    new = "@misc{new-one,\n  title = {New},\n}\n"
    parts = inserted(text, "new-one", new)
    assert plain_text(text, parts).count("@") == text.count("@") + 1
    assert whole.joined(inserted(text, "", "")).startswith(whole.mark)


def _said(found: Bibliography) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return sorted(
        (one.key, one.kind, sorted((name, field.value) for name, field in one.fields.items()))
        for one in found.references
    )


def check_values(data: bytes) -> None:
    """Read names and values by themselves."""
    name, raw = parts_of(data, 2)
    expression = take_apart(raw)
    for piece in expression.pieces:
        assert raw[piece.start : piece.start + len(piece.inner)] == piece.inner
    assert 0 <= expression.rest_start <= len(raw)
    assert raw[expression.rest_start :].startswith(expression.rest) or not expression.rest
    for kind in (name.strip().lower() or "title", "title", "url", "author"):
        value = plain(kind, raw)
        assert value == value.strip()
    for one in read_names(raw):
        assert one.raw
        assert str(one) == str(one).strip()


def _bibs() -> Iterable[bytes]:
    yield from blocks("bib")
    yield from files("../references.bib", "fixtures/as-found/references.bib")


def _values() -> Iterable[bytes]:
    yield b'title\0{A {T}itle} # jan # "More"'
    yield b"author\0{{The Body}} and van der Berg, Jan, Jr. and de la Cruz, J.{\\'E}. and others"
    yield "author\0family=Қасымов, given=Әли and {Министерство}".encode()
    yield b"title\0{\\textbf{x} \\'{e} \\\"o \\ss{} $x^2$ --- ``q'' \\& \\% ~}"
    yield b"url\0{https://example.org/a_b%20c\\_d}"


TARGETS = (
    Target(name="bib", check=check_bib, seeds=_bibs, modules=("bibtexparser",)),
    Target(name="bib-form", check=check_form, seeds=_bibs, modules=("bibtexparser",)),
    Target(
        name="bib-values",
        check=check_values,
        seeds=_values,
        longest=1024,
        modules=("bibtexparser", "pylatexenc"),
    ),
)
