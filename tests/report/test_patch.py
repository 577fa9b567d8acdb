"""A patch turns the old file into the new one, for git too."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.report.patch import patch

LINES = st.lists(
    st.sampled_from((b"a\n", b"b\r\n", b"\n", b"caf\xe9\n", b"\xef\xbb\xbfx\n", b"c\rd\n"))
)


def applied(folder: Path, name: str, before: bytes, after: bytes) -> bytes:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before)
    done = subprocess.run(
        ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn"],  # noqa: S607
        cwd=folder,
        input=patch(name, before, after),
        capture_output=True,
        check=False,
    )
    assert b"" == done.stderr
    return path.read_bytes()


@settings(max_examples=25, deadline=None)
@given(LINES, LINES, st.sampled_from((b"", b"end")))
def test_git_makes_the_new_file(
    tmp_path_factory: pytest.TempPathFactory, old: list[bytes], new: list[bytes], end: bytes
) -> None:
    before, after = b"first\n" + b"".join(old) + end, b"first\n" + b"".join(new) + b"last"
    assert after == applied(tmp_path_factory.mktemp("p"), "r.bib", before, after)


@pytest.mark.parametrize("name", ["a b/c d.bib", "қазақ.bib", 'q"uo\\te.bib', "tab\there.bib"])
def test_names_are_written_as_git_reads_them(tmp_path: Path, name: str) -> None:
    assert b"new\n" == applied(tmp_path, name, b"old\n", b"new\n")


def test_no_change_is_no_patch() -> None:
    assert b"" == patch("a.bib", b"x", b"x")
