"""A project is found from any folder inside it, and files are read and written whole."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import pytest

from kzru_cite.errors import LedgerError, SettingsError, UsageError
from kzru_cite.files import alone_in, digest, exchange, read_text, write_atomically
from kzru_cite.settings import Settings
from kzru_cite.workspace import open_workspace


def _write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_md", ".md").replace("_bib", ".bib")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _settings(folder: Path, text: str, name: str = "kzru-cite.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_a_project_needs_no_settings(tmp_path: Path) -> None:
    _write(tmp_path, article__one_md="One.\n", references_bib="@book{a}\n")
    found = open_workspace(tmp_path)
    assert (tmp_path.resolve(), Settings()) == (found.folder, found.settings)
    assert [("article/one.md", "One.\n")] == [(one.path, one.text) for one in found.articles]
    assert ["references.bib"] == [one.path for one in found.bibliographies]


@pytest.mark.parametrize(
    ("name", "head"), [("kzru-cite.toml", ""), ("pyproject.toml", "[tool.kzru-cite]\n")]
)
def test_settings_are_searched_for_upwards(tmp_path: Path, name: str, head: str) -> None:
    _settings(tmp_path, head + 'article = ["text/*.md"]\n', name)
    _write(tmp_path, text__one_md="One.\n", text__deep__two_md="Two.\n")
    # A pyproject of something else on the way up is passed by.
    _settings(tmp_path / "text", "[tool.other]\n", "pyproject.toml")
    found = open_workspace(tmp_path / "text" / "deep")
    assert tmp_path.resolve() == found.folder
    assert ["text/one.md"] == [one.path for one in found.articles]
    assert found.bibliographies == ()


def test_a_file_of_its_own_comes_before_a_pyproject(tmp_path: Path) -> None:
    _settings(tmp_path, 'article = ["one.md"]\n')
    _settings(tmp_path, '[tool.kzru-cite]\narticle = ["two.md"]\n', "pyproject.toml")
    _write(tmp_path, one_md="One.\n", two_md="Two.\n")
    assert ["one.md"] == [one.path for one in open_workspace(tmp_path).articles]


def test_files_come_in_the_order_of_patterns_and_names(tmp_path: Path) -> None:
    _settings(tmp_path, 'article = ["b/*.md", "**/*.md", "x*"]\n')
    _write(tmp_path, b__2_md="", b__10_md="", a__1_md="", c_md="")
    (tmp_path / "x.md").mkdir()
    found = [one.path for one in open_workspace(tmp_path).articles]
    assert ["b/10.md", "b/2.md", "a/1.md", "c.md"] == found


def test_files_beside_the_project_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    _settings(tmp_path / "home", 'article = ["../*.md"]\n')
    _write(tmp_path, one_md="One.\n")
    assert ["../one.md"] == [one.path for one in open_workspace(tmp_path / "home").articles]


def test_a_project_without_article_says_what_to_do(tmp_path: Path) -> None:
    _settings(tmp_path, 'article = ["a/*.md", "b.md"]\n')
    with pytest.raises(UsageError) as caught:
        open_workspace(tmp_path)
    assert f"no article in {str(tmp_path)!r}: nothing matches a/*.md, b.md" == str(caught.value)
    assert "kzru-cite init" in caught.value.hint


def test_a_folder_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        open_workspace(tmp_path / "none")


@pytest.mark.parametrize("pattern", ["/etc/*.md", "", "a**b"])
def test_a_pattern_that_makes_no_sense_is_named(tmp_path: Path, pattern: str) -> None:
    _settings(tmp_path, f'article = ["{pattern}"]\n')
    with pytest.raises(UsageError) as caught:
        open_workspace(tmp_path)
    assert str(caught.value).startswith(f"the pattern {pattern!r} cannot be used: ")
    assert "relative to the project" in caught.value.hint


def test_bad_settings_end_the_search(tmp_path: Path) -> None:
    _settings(tmp_path, "articel = []\n")
    (tmp_path / "deep").mkdir()
    with pytest.raises(SettingsError, match=r"^kzru-cite\.toml:1:1: "):
        open_workspace(tmp_path / "deep")


@pytest.mark.parametrize(
    ("raw", "text", "not_utf8"),
    [
        (b"\xef\xbb\xbfone\r\ntwo\rthree\n", "one\ntwo\nthree\n", None),
        ("қазақ\n".encode(), "қазақ\n", None),
        (b"", "", None),
        (b"a\r\nb \x96 c\x81", "a\nb – c?", 4),
        (b"\xef\xbb\xbfab\xff", "abÿ", 2),
        ("é".encode() + b"\xe9", "Ã©é", 1),
    ],
)
def test_a_text_is_read_as_it_is_written(
    tmp_path: Path, raw: bytes, text: str, not_utf8: int | None
) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    source = read_text(tmp_path / "a.md", tmp_path)
    assert ("a.md", text, not_utf8) == (source.path, source.text, source.not_utf8)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(UsageError, match=r"^a\.md cannot be read: Is a directory$"):
        read_text(tmp_path / "a.md", tmp_path)


def test_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\r\n")
    assert sha256(b"\r\n").hexdigest() == digest(tmp_path / "a")


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert b"two" == path.read_bytes()
    assert ["c.txt"] == [one.name for one in path.parent.iterdir()]
    assert 0o644 == path.stat().st_mode & 0o777


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "taken", b"one")
    assert ["taken"] == [one.name for one in tmp_path.iterdir()]


def test_a_file_is_no_folder_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_atomically(tmp_path / "file" / "new", b"one")
    assert b"old" == (tmp_path / "file").read_bytes()


def test_what_cannot_be_written_is_named_and_not_what_would_stand_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "name"
    path.mkdir()
    with pytest.raises(OSError, match="directory") as found:
        write_atomically(path, b"x")
    assert (str(path), None) == (found.value.filename, found.value.filename2)
    assert [path] == list(tmp_path.iterdir())


def test_a_file_in_a_folder_that_is_not_there_yet_is_put_there(tmp_path: Path) -> None:
    exchange(tmp_path / "new" / "file", None, b"x")
    assert b"x" == (tmp_path / "new" / "file").read_bytes()
    with pytest.raises(LedgerError, match="changed by somebody else"):
        exchange(tmp_path / "new" / "file", None, b"y")


def test_two_threads_are_not_in_a_folder_at_once(tmp_path: Path) -> None:
    order: list[str] = []
    began = Event()

    def other() -> None:
        began.set()
        with alone_in(tmp_path):
            order.append("other")

    thread = Thread(target=other)
    with alone_in(tmp_path):
        thread.start()
        began.wait()
        thread.join(0.05)
        order.append("first")
    thread.join()
    assert ["first", "other"] == order
    assert [] == list(tmp_path.iterdir())
