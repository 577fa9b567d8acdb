"""What the edits that mend a finding make of a file, and where none would be sure."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.fix import Fix
from kzru_cite.model.place import SourceText
from kzru_cite.patching import File
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.rules._mending import also, at, block, both, rename, rewrite, swap, without

PATH = "references.bib"
SILK = "@online{a,\n  title = {Silk},\n}\n"


def book(body: str) -> str:
    return f"@book{{a,{body}}}\n"


def entry(text: str) -> Reference:
    return read_bibliography([SourceText(path=PATH, text=text)]).references[0]


def field(text: str, name: str = "title") -> Field:
    return entry(text).fields[name]


def made(text: str, fix: Fix | None) -> str:
    """Return the text with a fix made."""
    assert fix is not None
    return File(path=PATH, raw=text).edited(fix.edits).raw


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("{Silk}", "Roads", "{Roads}"),
        ("{Silk}", "{R}oads", "{{R}oads}"),
        ("{Silk}", 'a "b"', '{a "b"}'),
        ('"Silk"', "Roads", '"Roads"'),
        ("1984", "Nineteen", "{Nineteen}"),
        ("1984", 'a "b"', '{a "b"}'),
    ],
)
def test_a_value_is_written_between_its_signs(before: str, text: str, after: str) -> None:
    old = book(f"\n  title = {before},\n")
    fix = rewrite(field(old), text, safe=True)
    assert made(old, fix) == book(f"\n  title = {after},\n")
    assert fix is not None
    assert (fix.title, fix.safe) == (f"write {text}", True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('"Silk"', 'a "b"'),
        ("{Silk}", "Roads}"),
        ("{Silk}", "{Roads"),
        ("{Silk}", "}{"),
        ("{Silk}", "Silk\nRoads"),
        ('{Silk} # " Roads"', "Roads"),
    ],
)
def test_what_would_end_the_value_too_early_is_not_written(value: str, text: str) -> None:
    assert rewrite(field(book(f"\n  title = {value},\n")), text, safe=True) is None


def test_an_inherited_value_is_left_to_its_own_entry() -> None:
    inherited = replace(field(SILK), inherited_from="parent")
    assert rewrite(inherited, "Roads", safe=True) is None
    assert swap(inherited, "Silk", "Roads", safe=True) is None
    assert rename(inherited, "booktitle", safe=True) is None
    assert without(inherited, safe=True) is None


def test_a_part_of_a_value_is_swapped() -> None:
    before = book("\n  title = {Silk Roads},\n")
    fix = swap(field(before), "Roads", "Routes", safe=False)
    assert made(before, fix) == book("\n  title = {Silk Routes},\n")
    assert fix is not None
    assert (fix.title, fix.safe) == ("write 'Routes'", False)


@pytest.mark.parametrize(
    ("value", "old"), [("Silk and Silk", "Silk"), ("Silk", "Road"), ("", ""), ("Silk", "")]
)
def test_a_part_that_does_not_stand_once_is_not_swapped(value: str, old: str) -> None:
    assert swap(field(book(f"\n  title = {{{value}}},\n")), old, "Roads", safe=True) is None


@pytest.mark.parametrize("safe", [True, False])
def test_a_field_is_given_another_name(safe: bool) -> None:  # noqa: FBT001 - a row of a table
    fix = rename(field(SILK), "titel", safe=safe)
    assert made(SILK, fix) == SILK.replace("title", "titel")
    assert fix is not None
    assert (fix.title, fix.safe) == ("call the field 'titel'", safe)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n  title = {Silk},\n  year = 2020,\n", "\n  year = 2020,\n"),
        ("\n  year = 2020,\n\ttitle = {Silk}, \t\n", "\n  year = 2020,\n"),
        ("\n  year = 2020,\n  title = {Silk}\n", "\n  year = 2020,\n"),
        ("\n  title = {Silk\n Roads}\n  , \n  year = 2020,\n", "\n  year = 2020,\n"),
        (" title = {Silk}, year = 2020", " year = 2020"),
        (" title = {Silk}, \n  year = 2020\n", "\n  year = 2020\n"),
        ("\n  year = 2020, title = {Silk}, \n  note = {A}\n", "\n  year = 2020,\n  note = {A}\n"),
        ("\n  title = {Silk},  year = 2020,\n", "\n  year = 2020,\n"),
        ("\n  year = 2020, title = 1984", "\n  year = 2020, "),
        ("\n  title = {Silk}", "\n  "),
    ],
)
def test_a_field_is_taken_out_with_its_line_if_alone(before: str, after: str) -> None:
    fix = without(field(book(before)), safe=True)
    assert made(book(before), fix) == book(after)
    assert fix is not None
    assert (fix.title, fix.safe) == ("take 'title' out", True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n  title = {Silk},\n", "\n  title = {Silk},\n  doi = {1},\n  url = {2},\n"),
        ("\n\ttitle = {Silk}\n", "\n\ttitle = {Silk},\n\tdoi = {1},\n\turl = {2},\n"),
        (
            "\n  title = {Silk}, % so far\n",
            "\n  title = {Silk}, % so far\n  doi = {1},\n  url = {2},\n",
        ),
        (
            "\n  title = {Silk} % so far\n",
            "\n  title = {Silk}, % so far\n  doi = {1},\n  url = {2},\n",
        ),
        (' title = "Silk"', ' title = "Silk", doi = {1}, url = {2}'),
        (" title = {Silk}", " title = {Silk}, doi = {1}, url = {2}"),
        (" title = {Silk},\n", " title = {Silk}, doi = {1}, url = {2},\n"),
        (" title = {Silk}\n", " title = {Silk}, doi = {1}, url = {2}\n"),
        ("\n  title = {Silk}", "\n  title = {Silk}, doi = {1}, url = {2}"),
    ],
)
def test_fields_are_added_as_the_last_one_is_set_out(before: str, after: str) -> None:
    fix = also(entry(book(before)), {"doi": "1", "url": "2"}, safe=False)
    assert made(book(before), fix) == book(after)
    assert fix is not None
    assert (fix.title, fix.safe) == ("add doi and url", False)


@pytest.mark.parametrize(
    ("last", "added"),
    [
        ("title = {Silk}", "doi = {1}"),
        ("title    = {Silk}", "doi      = {1}"),
        ("title  = {Silk}", "doi    = {1}"),
        ("day  = {12}", "doi  = {1}"),
        ("no  = {12}", "doi = {1}"),
        ("title={Silk}", "doi={1}"),
        ("title ={Silk}", "doi ={1}"),
        ("title=  {Silk}", "doi=  {1}"),
        ("title\t=\t{Silk}", "doi = {1}"),
        ("title =\n    {Silk}", "doi = {1}"),
        ("title % so far\n    = {Silk}", "doi = {1}"),
    ],
)
def test_the_sign_of_an_added_field_stands_in_the_column_of_the_others(
    last: str, added: str
) -> None:
    before = book(f"\n  {last},\n")
    fix = also(entry(before), {"doi": "1"}, safe=True)
    assert made(before, fix) == book(f"\n  {last},\n  {added},\n")


def test_a_name_that_is_too_long_for_the_column_has_a_blank_behind_it() -> None:
    before = book("\n  day  = {12},\n")
    fix = also(entry(before), {"addendum": "1"}, safe=True)
    assert made(before, fix) == book("\n  day  = {12},\n  addendum = {1},\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "\n  year = 2020,\n  title = {A},\n  year = 2021,\n",
            "\n  year = 2020,\n  title = {A},\n  year = 2021,\n  doi = {1},\n",
        ),
        (
            "\n  year = 2020,\n  month = jan,\n",
            "\n  year = 2020,\n  doi = {1},\n  month = jan,\n",
        ),
    ],
)
def test_the_last_field_is_one_that_repeats_another_and_none_joined_from_pieces(
    before: str, after: str
) -> None:
    assert made(book(before), also(entry(book(before)), {"doi": "1"}, safe=True)) == book(after)


@pytest.mark.parametrize(
    ("before", "value"),
    [
        (book("\n  month = jan,\n"), "10.1/x"),
        (SILK, "10.1/x}"),
        (SILK, "10.1/{x"),
        (SILK, "10.1/\nx"),
    ],
)
def test_nothing_is_added_where_that_is_not_sure(before: str, value: str) -> None:
    assert also(entry(before), {"title": "A", "doi": value}, safe=True) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One.\n\n<!-- x -->\n\nTwo.\n", "One.\n\nTwo.\n"),
        ("One.\n\n  <!-- x --> \n \nTwo.\n", "One.\n\nTwo.\n"),
        ("One.\n<!-- x -->\nTwo.\n", "One.\nTwo.\n"),
        ("<!-- x -->\nTwo.\n", "Two.\n"),
        ("One.\n\nTwo <!-- x -->\nthree.\n", "One.\n\nTwo \nthree.\n"),
        ("One.\n\n<!-- x --> two.\n", "One.\n\n two.\n"),
    ],
)
def test_a_stretch_of_text_is_taken_out_with_its_line_if_alone(before: str, after: str) -> None:
    source = SourceText(path=PATH, text=before)
    start = before.index("<!--")
    fix = block(source, source.locate(start, start + len("<!-- x -->")), "take x out")
    assert made(before, fix) == after
    assert (fix.title, fix.safe) == ("take x out", True)


@pytest.mark.parametrize(
    ("first", "second", "safe"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_two_fixes_are_made_as_one_which_is_safe_if_both_are(
    first: bool,  # noqa: FBT001 - a row of a table
    second: bool,  # noqa: FBT001
    safe: bool,  # noqa: FBT001
) -> None:
    value, key = field(SILK), entry(SILK).key_place
    fix = both(rewrite(value, "Roads", safe=first), at(key, "b", "call it b", safe=second))
    assert made(SILK, fix) == SILK.replace("Silk", "Roads").replace("{a,", "{b,")
    assert fix is not None
    assert (fix.title, fix.safe) == ("write Roads, and call it b", safe)


def test_of_two_fixes_none_is_made_when_one_cannot_be() -> None:
    one = rewrite(field(SILK), "Roads", safe=True)
    assert both(one, None) is None
    assert both(None, one) is None
    assert both(None, None) is None
