"""Of a long bibliography pandoc is asked about a part, and what it was not asked is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import dossier_of
from msgspec.structs import replace

from conftest import TODAY
from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.bibliography import SecondReading, UnreadableToPandoc
from kzru_cite.model.outcome import OK, Unable
from kzru_cite.model.place import SourceText
from kzru_cite.pandoc import Pandoc
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.portion import BOUND, Portion, portion
from kzru_cite.rules import syn007_readers_disagree as rule

NOTE = "x" * 4000
ALL_CITED = "---\nnocite: '@*'\n---\nText.\n"


def _entry(number: int, more: str = "") -> str:
    return f"@book{{k{number}, title = {{Title {number}}}, note = {{{NOTE}}}{more}}}\n"


def _bib(entries: list[str]) -> SourceText:
    return SourceText(path="references.bib", text="@string{me = {Me}}\n" + "".join(entries))


def _portion(source: SourceText, cited: set[str], bound: int) -> Portion | None:
    return portion(source, read_bibliography([source]), cited, bound)


@pytest.mark.parametrize(("cited", "bound"), [({"k1"}, 10**6), ({"*"}, 10), ({"k0", "k1"}, 10)])
def test_a_file_is_asked_about_as_a_whole(cited: set[str], bound: int) -> None:
    assert _portion(_bib([_entry(0), _entry(1)]), cited, bound) is None


def test_what_is_cited_comes_first_and_brings_what_it_rests_on() -> None:
    entries = [_entry(n, ", crossref = {k3}" if n == 5 else "") for n in range(7)]
    entries[6] = _entry(6, ", ids = {old, other}")
    part = _portion(_bib(entries), {"k5", "old", "nobody"}, 10)
    assert part is not None
    assert (frozenset({"k3", "k5", "k6"}), 4) == (part.keys, part.left)
    assert part.text.text.startswith("@string{me = {Me}}")
    assert "k4" not in part.text.text


def test_the_rest_is_filled_up_in_the_order_of_the_file() -> None:
    part = _portion(_bib([_entry(n) for n in range(9)]), {"k8"}, 3 * len(_entry(0)))
    assert part is not None
    assert (frozenset({"k0", "k1", "k8"}), 6) == (part.keys, part.left)


def test_entries_with_one_key_stay_together() -> None:
    part = _portion(_bib([_entry(1), _entry(2), _entry(1)]), {"k1"}, 10)
    assert part is not None
    assert 2 == part.text.text.count("@book{k1")


def test_loops_among_what_is_cited_come_to_an_end() -> None:
    entries = [_entry(n, f", related = {{k{1 - n}}}") for n in range(2)] + [_entry(2)]
    part = _portion(_bib(entries), {"k0"}, 10)
    assert part is not None
    assert frozenset({"k0", "k1"}) == part.keys


def test_a_portion_of_nothing_begins_the_file() -> None:
    source = SourceText(path="a.bib", text="")
    assert 0 == Portion(text=source, keys=frozenset(), left=1, kept=()).offset(3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["@book{a, title = {A}}", "% word\n", "@book{b, ", "\n", "Қ "])))
def test_each_sign_of_a_portion_stands_in_the_file(parts: list[str]) -> None:
    source = SourceText(path="references.bib", text="".join(parts))
    part = _portion(source, set(), 0)
    for inner in range(len(part.text.text) if part else 0):
        assert part is not None
        assert source.text[part.offset(inner)] == part.text.text[inner]


def _long(count: int) -> list[str]:
    return [_entry(n) for n in range(count)]


COUNT = BOUND // 4000 + 20


def test_entries_left_out_are_told_and_the_others_read_as_ever(
    tmp_path: Path, pandoc: Pandoc
) -> None:
    bib = "".join(_long(COUNT))
    last = f"k{COUNT - 1}"
    dossier = dossier_of(tmp_path, pandoc, f"Text [@{last}].\n", bib=bib)
    (found,) = dossier.bibliography.rereads
    assert isinstance(found, SecondReading)
    assert found.asked == frozenset(found.entries)
    assert last in found.entries
    assert found.left == COUNT - len(found.entries) > 0
    outcomes = list(rule.check(dossier))
    (unable,) = [one for one in outcomes if isinstance(one, Unable)]
    assert f"the file is long: pandoc was not asked about {found.left} of its" in unable.reason
    # Nothing else differs from a reading of the whole file.
    whole = dossier_of(tmp_path, pandoc, ALL_CITED, bib=bib, printed=True)
    (reread,) = whole.bibliography.rereads
    assert isinstance(reread, SecondReading)
    assert (None, 0, COUNT) == (reread.asked, reread.left, len(reread.entries))
    assert found.entries == {key: reread.entries[key] for key in found.entries}
    assert len(outcomes) == len(found.entries) + 1


def test_who_cites_all_cites_nothing_before_the_rest(tmp_path: Path, pandoc: Pandoc) -> None:
    dossier = dossier_of(tmp_path, pandoc, ALL_CITED, bib="".join(_long(COUNT)))
    (found,) = dossier.bibliography.rereads
    assert isinstance(found, SecondReading)
    assert found.left == COUNT - len(found.entries) > 0
    assert found.asked == frozenset(f"k{number}" for number in range(len(found.entries)))


def test_a_missing_entry_counts_only_when_it_was_asked_about(
    tmp_path: Path, pandoc: Pandoc
) -> None:
    dossier = dossier_of(tmp_path, pandoc, "Text.\n", bib="".join(_long(2)))
    for asked, expected in (({"k0"}, 0), ({"k0", "k1"}, 1)):
        reread = SecondReading(
            path="references.bib",
            entries={"k0": {"title": "Title 0"}},
            asked=frozenset(asked),
            left=0,
        )
        there = replace(dossier.bibliography, rereads=(reread,))
        told = [one for one in rule.check(replace(dossier, bibliography=there)) if one != OK]
        assert expected == len(told)


def test_a_refusal_names_the_place_in_the_file(tmp_path: Path, pandoc: Pandoc) -> None:
    entries = [*_long(COUNT), "@book{last title = {B}}\n"]
    dossier = dossier_of(tmp_path, pandoc, f"Text [@k{COUNT - 1}].\n", bib="".join(entries))
    (found,) = dossier.bibliography.rereads
    assert isinstance(found, UnreadableToPandoc)
    assert COUNT + 1 == found.place.line


def test_what_is_only_compared_is_not_asked_about_as_a_whole(
    tmp_path: Path, pandoc: Pandoc
) -> None:
    (tmp_path / "article").mkdir()
    text = "---\nnocite: '@*'\n---\nText.\n"
    (tmp_path / "article" / "article.md").write_text(text, encoding="utf-8")
    (tmp_path / "references.bib").write_text("".join(_long(COUNT)), encoding="utf-8")
    compared = load(start(tmp_path, pandoc), TODAY).dossier.bibliography
    printed = load(start(tmp_path, pandoc), TODAY, printed=True)
    (part,), (whole,) = compared.rereads, printed.dossier.bibliography.rereads
    assert isinstance(part, SecondReading)
    assert isinstance(whole, SecondReading)
    assert 0 < part.left == COUNT - len(part.entries)
    assert (0, COUNT) == (whole.left, len(printed.sources))
