"""The program gives bibliographies their form, or says where they lack it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from test_cli import ARTICLE, SOURCES, Answer, call

ODD = SOURCES.replace("author = {Rao", "AUTHOR={Rao")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "references.bib").write_text(ODD, encoding="utf-8")
    return tmp_path


def fmt(folder: Path, *words: str) -> Answer:
    return call("fmt", *words, folder=folder)


def test_a_check_writes_nothing_and_fails_until_all_is_in_form(folder: Path) -> None:
    first = fmt(folder, "--check")
    assert (1, "") == (first.code, first.out)
    assert first.err == "kzru-cite: references.bib is not in its canonical form\n"
    assert ODD == (folder / "references.bib").read_text(encoding="utf-8")
    assert Answer(code=0, out="", err="kzru-cite: wrote references.bib\n") == fmt(folder)
    assert Answer(code=0, out="", err="") == fmt(folder)
    assert 0 == fmt(folder, "--check").code


def test_the_patch_is_what_git_takes(folder: Path) -> None:
    (folder / "references.bib").write_bytes(ODD.replace("\n", "\r\n").encode())
    done = fmt(folder, "--diff", "--check")
    assert 1 == done.code
    subprocess.run(
        ["git", "apply"],  # noqa: S607
        cwd=folder,
        input=done.out.encode(),
        check=True,
    )
    assert 0 == fmt(folder, "--check", "--diff").code
    assert (folder / "references.bib").read_bytes().count(b"\r\n") == ODD.count("\n")


def test_the_patch_fits_a_project_inside_a_repository(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    (folder / "article").mkdir(parents=True)
    (folder / "article" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "references.bib").write_text(ODD, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)  # noqa: S607
    done = fmt(folder, "--diff")
    subprocess.run(["git", "apply"], cwd=folder, input=done.out.encode(), check=True)  # noqa: S607
    assert 0 == fmt(folder, "--check").code


def test_files_are_taken_by_name_and_sorted_on_demand(tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{b,\n}\n\n@misc{a,\n}\n", encoding="utf-8")
    assert 0 == fmt(tmp_path, "x.bib", "--check").code
    assert 1 == fmt(tmp_path, "x.bib", "--check", "--sort", "key").code
    assert 0 == fmt(tmp_path, "x.bib", "--sort", "key").code
    assert "@misc{a,\n}\n\n@misc{b,\n}\n" == (tmp_path / "x.bib").read_text(encoding="utf-8")


def test_what_is_left_alone_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{a,\n}\n\n@misc(b)\n{", encoding="utf-8")
    done = fmt(tmp_path, "x.bib")
    assert 0 == done.code
    assert "x.bib:4: left as it stands (b): it is written in an unusual way" in done.err


def test_a_file_that_cannot_be_read_is_a_wrong_call(tmp_path: Path) -> None:
    assert "there is no file 'x.bib'" in fmt(tmp_path, "x.bib").err
    (tmp_path / "x.bib").write_bytes("@misc{a}".encode("utf-16"))
    done = fmt(tmp_path, "x.bib")
    assert 2 == done.code
    assert "x.bib is in UTF-16" in done.err


def test_the_own_bibliography_is_in_its_form(root: Path) -> None:
    assert 0 == fmt(root, "--check").code
