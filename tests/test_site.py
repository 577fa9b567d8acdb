"""The pages are built, lead nowhere wrong, and tell what is so: the tutorial is followed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import yaml

from kzru_cite import rules
from kzru_cite.model.place import SourceText
from kzru_cite.settings import KEYS, read_settings
from test_ci import programs

# The day for which the tutorial is followed.
DAY = "1795392000"
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = {"bibtex": "references.bib", "markdown": "article/article.md"}


def build(docs: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, docs / "build.py", folder],
        cwd=folder.parent,
        env=programs(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "docs"
    done = build(root / "docs", folder)
    assert 0 == done.returncode, done.stdout
    assert done.stdout.endswith(" 0 broken links\n")
    return folder / "site"


def test_the_reference_holds_all_commands_settings_and_rules(site: Path) -> None:
    words = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    for name in ("verify", "captures export", "lsp", "man"):
        assert f"<h2>kzru-cite {name}<" in words
    settings = (site / "reference" / "settings.html").read_text(encoding="utf-8")
    for key in (key for keys in KEYS.values() for key in keys):
        assert f">{key}</span>" in settings
    for rule in rules.ALL:
        page = site / "reference" / f"rules-{rule.code[:3].lower()}.html"
        assert f"<h2>{rule.code} {rule.name}<" in page.read_text(encoding="utf-8")


def test_the_pages_need_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found = re.findall(r'<(?:script|img|link)[^>]*(?:src|href)="(?:https?:)?//[^"]*"', text)
        assert [] == found


def test_each_page_stands_in_the_table_of_contents(root: Path, site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    for page in (root / "docs").glob("*.md"):
        assert page.stem == "index" or f'href="{page.stem}.html"' in index


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        # What Sphinx finds, and what it does not.
        ("[x](nowhere.md)\n\n[x](editors.md#nothing)", ("'nowhere.md'", "'nothing'")),
        (
            '<a href="nowhere.html">x</a>\n\n<a href="editors.html#not">x</a>',
            (
                "explanation.html: nowhere.html leads nowhere",
                "explanation.html: editors.html#not leads nowhere",
            ),
        ),
    ],
    ids=["markdown", "html"],
)
def test_a_broken_link_is_told(
    root: Path, tmp_path: Path, wrong: str, told: tuple[str, str]
) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(root / "docs", docs, ignore=shutil.ignore_patterns("__pycache__"))
    with (docs / "explanation.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{wrong}\n")
    done = build(docs, tmp_path / "built")
    assert 1 == done.returncode
    for words in told:
        assert words in done.stdout


def test_a_setting_that_no_page_tells_of_is_told(root: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(root / "docs", docs, ignore=shutil.ignore_patterns("__pycache__"))
    text = (docs / "writing.md").read_text(encoding="utf-8")
    (docs / "writing.md").write_text(text.replace("\ndead-looks = 3", "\n"), encoding="utf-8")
    done = build(docs, tmp_path / "built")
    assert 1 == done.returncode
    assert "docs/writing.md does not tell of the setting gate.dead-looks" in done.stdout


def test_the_settings_shown_are_as_they_are_without_one(root: Path) -> None:
    text = (root / "docs" / "writing.md").read_text(encoding="utf-8")
    block = next(one for one in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if "gate" in one)
    for table in ("services", "archives"):
        block = re.sub(rf"(?s)\[tool\.kzru-cite\.{table}\].*?(?=\n\[)", "", block)
    block = block.replace('severity = { NAM011 = "warning" }', "")
    shown = read_settings(SourceText(path="pyproject.toml", text=block))
    bare = read_settings(SourceText(path="pyproject.toml", text='[tool.kzru-cite]\ntheme = ""\n'))
    assert bare is not None
    assert shown is not None
    assert (bare.policy, bare.gather) == (shown.policy, shown.gather)
    assert (bare.article, bare.csl, bare.looks) == (shown.article, shown.csl, shown.looks)


def test_the_inputs_told_are_those_of_the_action(root: Path) -> None:
    text = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    table = text.partition("| input |")[2].partition("\n\n")[0]
    told = {
        name
        for line in table.splitlines()
        for name in re.findall(r"`([\w-]+)`", line.split(" | ")[0])
    }
    action = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    assert set(action["inputs"]) == told


def decide(folder: Path, words: list[str]) -> str:
    """Sit at a terminal and find that each source supports its claim."""
    environment = {**programs(), "SOURCE_DATE_EPOCH": DAY, "TERM": "xterm"}
    desk = pexpect.spawn(
        words[0], words[1:], cwd=str(folder), env=environment, encoding="utf-8", timeout=60
    )
    for number in (1, 2, 3):
        desk.expect_exact(f"{number} of 3")
        desk.expect_exact("q quit")
        desk.send("s")
    desk.expect_exact("(u undoes it)")
    desk.send("q")
    desk.expect_exact("written: 3 decisions")
    desk.expect(pexpect.EOF)
    desk.close()
    assert 0 == desk.exitstatus
    return ""


def test_the_tutorial_can_be_followed_word_by_word(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "tutorial.md").read_text(encoding="utf-8")
    folder, said, commands = tmp_path, "", 0
    for block in BLOCK.finditer(text):
        if block["kind"] in FILES:
            (folder / FILES[block["kind"]]).write_text(block["body"], encoding="utf-8")
        elif block["kind"] == "text":
            for line in block["body"].splitlines():
                assert line in said
        else:
            said = ""
            for line in block["body"].splitlines():
                words = line.split()
                commands += 1
                if words[0] == "cd":
                    folder = folder / words[1]
                elif words[1] == "review":
                    said += decide(folder, words)
                else:
                    said += follow(folder, words)
        if "786-4" in said:
            # What the text tells to do by hand.
            bib = folder / "references.bib"
            mended = bib.read_text(encoding="utf-8").replace("786-4", "786-3")
            bib.write_text(mended, encoding="utf-8")
    assert 10 == commands
    assert {"article.html", "article.epub", "article.pdf"} <= {
        path.name for path in (folder / "output").iterdir()
    }


def follow(folder: Path, words: list[str]) -> str:
    done = subprocess.run(
        words,
        cwd=folder,
        env={**programs(), "SOURCE_DATE_EPOCH": DAY},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout
    return done.stdout
