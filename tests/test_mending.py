"""Fixes are made as long as they do well, and taken back when they do not."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite.mending import Files, mend
from kzru_cite.model.fix import Edit, Fix
from kzru_cite.model.mending import choose
from kzru_cite.model.report import Finding, Report
from kzru_cite.patching import File
from reports import finding, report

PATH = "a.md"


def judged(files: Files) -> Report:
    """
    Find words in a text and offer to mend them.

    ``bad`` becomes ``good``; ``worse`` becomes what cannot be read; ``stays`` becomes itself, and
    ``round`` becomes ``turn`` and that ``round`` again.
    """
    source = files[PATH].source
    mended = {"bad": "good", "worse": "unreadable", "stays": "stays"}
    mended |= {"round": "turn", "turn": "round"}
    found = []
    for number, match in enumerate(re.finditer(r"\w+", source.text)):
        word, place = match[0], source.locate(*match.span())
        code = {"unreadable": "SYN001"}.get(word, "DAT001")
        if word in mended or word == "unreadable":
            edits = (Edit(place=place, text=mended.get(word, "")),)
            one = finding(code=code, message=word, fix=Fix(title=word, edits=edits, safe=True))
            one = replace(one, place=place, fingerprint=f"{word} {number}")
            found.append(one if word != "unreadable" else replace(one, fix=None))
    return report(*found)


def mended(text: str) -> tuple[str, list[str], list[str]]:
    done = mend({PATH: File(path=PATH, raw=text)}, judged, lambda _: True)
    made = [one.message for one in done.made]
    return done.after[PATH].raw, made, [f"{one.finding.message}: {one.why}" for one in done.left]


def test_what_can_be_mended_is() -> None:
    assert ("good or good", ["bad", "bad"], []) == mended("bad or bad")


def test_what_makes_files_unreadable_is_taken_back_and_the_rest_is_made() -> None:
    text, made, left = mended("bad worse bad")
    assert ("good worse good", ["bad", "bad"]) == (text, made)
    assert ["worse: SYN001 would be found then: unreadable"] == left


def test_what_does_not_mend_is_taken_back() -> None:
    text, made, left = mended("bad stays bad")
    assert ("good stays good", ["bad", "bad"]) == (text, made)
    assert ["stays: DAT001 stays"] == left


def test_a_circle_is_left() -> None:
    text, made, left = mended("round")
    assert text in ("round", "turn")
    assert 10 == len(made)
    assert [f"{text}: it keeps coming back"] == left


def test_nothing_is_done_to_files_that_are_not_there() -> None:
    elsewhere = replace(finding().place, path="b.md")
    fix = Fix(title="x", edits=(Edit(place=elsewhere, text=""),), safe=True)
    files = {PATH: File(path=PATH, raw="one")}
    done = mend(files, lambda _: report(finding(fix=fix)), lambda _: True)
    assert ((), ["b.md is not UTF-8"]) == (done.changed, [one.why for one in done.left])


def test_edits_that_meet_are_not_made() -> None:
    source = File(path=PATH, raw="bad")
    edits = tuple(Edit(place=source.source.locate(*at), text="x") for at in ((0, 2), (1, 3)))
    fix = Fix(title="x", edits=edits, safe=True)
    done = mend({PATH: source}, lambda _: report(finding(fix=fix)), lambda _: True)
    assert ["its edits meet each other"] == [one.why for one in done.left]


def at(start: int, end: int, text: str = "x") -> Finding:
    place = File(path=PATH, raw="." * 40).source.locate(start, end)
    return finding(fix=Fix(title="x", edits=(Edit(place=place, text=text),), safe=True))


def test_fixes_that_meet_wait_for_each_other() -> None:
    first, over, beside, same, none = at(1, 4), at(3, 6), at(4, 6), at(1, 4), finding()
    chosen = choose([first, over, beside, same, none])
    assert (first, beside, same) == chosen.taken
    assert ((over, first),) == chosen.clashing
    columns = [(edit.place.column, edit.place.end_column) for edit in chosen.edits[PATH]]
    assert [(2, 5), (5, 7)] == columns


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=8))
def test_what_is_taken_can_be_made_together(places: list[tuple[int, int]]) -> None:
    wanted = [
        at(start, start + length, str(number)) for number, (start, length) in enumerate(places)
    ]
    chosen = choose(wanted)
    assert len(wanted) == len(chosen.taken) + len(chosen.clashing)
    taken = [edit for edits in chosen.edits.values() for edit in edits]
    text = File(path=PATH, raw="." * 40).edited(taken).raw
    gone = sum(edit.place.end_column - edit.place.column for edit in taken)
    assert 40 - gone + sum(len(edit.text) for edit in taken) == len(text)
