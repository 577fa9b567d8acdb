"""What others wrote goes into the files of a project as words: it opens and closes nothing there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kzru_cite.convert.tex import clean
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography

OLD = """\
@string{house = "Steam Press"}

@book{old, title = {An old {Book}}, author = {Rao, Anna}, publisher = house, date = {1999}}
"""
TRICKS = (
    *("}", "{", "}}}", "{{{", "\\", "\\\\", "\\}", "\\{", '"', '" # house # "', "#", "house"),
    *("},\n}\n@comment{x", "}, date = {1}, x = {", "@misc{new, title = {x}}", "@string{house=1}"),
    *("@preamble{x}", "@comment", "%", "% }", "$", "$x$", "&", "_", "^", "~", "\\input{/etc/passwd}"),
    *("\\write18{id}", "\\def\\x{", "\\verb|}|", "\\textbf{x", "``q''", "--", "---", "?`", "!`"),
    *("<script>alert(1)</script>", "</ref><nowiki>", "{{delete}}", "[[File:x|y]]", "&lt;b&gt;"),
    *("![x](http://127.0.0.1:9/x)", "`x`{=html}", "`x`{=latex}", '#read("/etc/passwd")', "$#panic()$"),
    *(": x", "- x", "--- x", "!!python/object:os.system x", "&a *a", "%YAML 1.2", "? x", "| x", "> x"),
    *("{% raw %}", "${x}", "\x1b[2J", "\x1b]52;c;aGk=\x07", "\x9b31m", "\x85", "\x00", "\x7f"),
    *("\u202egnp", "\u2066x", "\u2028", "\u2029", "\ufeff", "\r", "\r\n@misc{a, title={b}}", "\x0b\x0c"),
    *("x and others", "and", "a and b", ", ,", "others", "family=x, given=y", "x\nER  - \nTY  - JOUR"),
)


def call(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "kzru_cite", *words],
        env={**plain, **kept},
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def read(folder: Path) -> Bibliography:
    text = (folder / "references.bib").read_bytes().decode()
    return read_bibliography([SourceText(path="references.bib", text=text)])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    (tmp_path / "references.bib").write_text(OLD, encoding="utf-8")
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text("Steam [@old].\n", encoding="utf-8")
    return tmp_path


def untouched(folder: Path) -> Bibliography:
    """Return what stands in the file, in which the old text must stand as it was."""
    assert (folder / "references.bib").read_bytes().decode().startswith(OLD)
    found = read(folder)
    assert not found.broken
    old = found.references[0]
    assert ("old", "Steam Press") == (old.key, old.text("publisher"))
    return found


@pytest.mark.parametrize("where", ["title", "publisher", "family", "literal", "id", "URL", "note"])
def test_no_list_of_sources_breaks_out_of_its_field(project: Path, where: str) -> None:
    """Each trick is an entry of its own, and each entry comes back as one, with its words."""
    items = [_item(number, where, f"Ab {trick} cd") for number, trick in enumerate(TRICKS)]
    (project / "given.json").write_text(json.dumps(items), encoding="utf-8")
    done = call(project, "import", "csljson", "given.json")
    assert 0 == done.returncode, done.stderr.decode()
    new = untouched(project).references[1:]
    assert len(TRICKS) == len(new)
    assert ["book"] * len(TRICKS) == [one.kind for one in new]
    for number, (trick, one) in enumerate(zip(TRICKS, new, strict=True)):
        assert f"{1900 + number}" == one.text("date"), trick
        words = clean(f"Ab {trick} cd")
        if where in ("title", "publisher", "note"):
            assert words == one.text(where), trick
        if where in ("family", "literal"):
            assert 1 == len(one.names["author"]), trick


def _item(number: int, where: str, words: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": f"k{number}",
        "type": "book",
        "title": f"Work {number}",
        "issued": {"date-parts": [[1900 + number]]},
    }
    if where in ("family", "literal"):
        name = {"family": words, "given": "Anna"} if where == "family" else {"literal": words}
        return {**item, "author": [name]}
    if where == "URL":
        return {**item, "URL": f"https://page.example/{words}"}
    return {**item, where: words}
