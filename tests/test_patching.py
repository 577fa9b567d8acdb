"""Files are changed where they are meant to be, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.errors import UsageError
from kzru_cite.model.fix import Edit
from kzru_cite.patching import File, read_file

ENDS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.lists(st.tuples(st.text("abә ", max_size=4), ENDS), max_size=6)


def edit(file: File, start: int, end: int, text: str) -> Edit:
    return Edit(place=file.source.locate(start, end), text=text)


@given(LINES, st.text("abә ", max_size=3), st.data())
def test_nothing_but_the_edit_changes(
    lines: list[tuple[str, str]], last: str, data: st.DataObject
) -> None:
    file = File(path="a.md", raw="".join(map("".join, lines)) + last)
    text = file.source.text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = file.edited([edit(file, start, end, "X")])
    assert new.source.text == f"{text[:start]}X{text[end:]}"
    assert file.raw.startswith(new.raw.partition("X")[0])
    assert file.raw.endswith(new.raw.partition("X")[2])


def test_new_lines_end_like_the_others() -> None:
    dos, unix = (File(path="a", raw=raw) for raw in ("one\r\ntwo\r\n", "one\ntwo\n"))
    added = [edit(dos, 4, 4, "and\n")]
    assert "one\r\nand\r\ntwo\r\n" == dos.edited(added).raw
    assert "one\nand\ntwo\n" == unix.edited(added).raw


def test_several_edits_do_not_move_each_other() -> None:
    file = File(path="a", raw="one\r\ntwo three\r\n")
    edits = [edit(file, 0, 3, "1"), edit(file, 4, 7, "2"), edit(file, 8, 13, "")]
    assert "1\r\n2 \r\n" == file.edited(edits).raw


def test_the_mark_of_utf_8_stays(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"\xef\xbb\xbfone")
    file = read_file(tmp_path, "a.bib")
    assert file is not None
    assert b"\xef\xbb\xbftwo" == file.edited([edit(file, 0, 3, "two")]).content


def test_what_is_not_utf_8_is_not_edited(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"caf\xe9")
    assert read_file(tmp_path, "a.bib") is None
    with pytest.raises(UsageError, match=r"b\.bib is not there any more"):
        read_file(tmp_path, "b.bib")
