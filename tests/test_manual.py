"""The page of the manual and the completion of shells know all commands."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from kzru_cite.cli import main
from kzru_cite.manual import commands, page
from kzru_cite.pandoc import Pandoc
from test_ci import BASH, PROGRAMS, programs
from test_cli import call

# Words of a shell in which the program is called by its name on the path.
COMPLETE = """\
eval "$(_KZRU_CITE_COMPLETE=bash_source kzru-cite)"
complete -p kzru-cite
COMP_WORDS=({words}) COMP_CWORD={last}
_kzru_cite_completion kzru-cite
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def names(group: click.Group, before: str = "kzru-cite") -> list[str]:
    found = []
    for name, command in group.commands.items():
        inner = f"{before} {name}"
        found += names(command, inner) if isinstance(command, click.Group) else [inner]
    return found


def shown(roff: str) -> str:
    """Return the page as readers see it; what its formatter complains of is a fault."""
    if shutil.which("mandoc"):
        words = ["mandoc", "-T", "utf8", "-W", "error"]
    else:
        words = ["groff", "-man", "-Tutf8", "-ww", "-P-c"]
    done = subprocess.run(words, input=roff.encode(), capture_output=True, check=True)
    assert b"" == done.stderr
    text = re.sub(".\b", "", done.stdout.decode())
    return " ".join(text.replace("‐\n", "").split())


@pytest.mark.tools
def test_the_page_lists_every_command_and_option(tmp_path: Path) -> None:
    answer = call("man", folder=tmp_path)
    assert 0 == answer.code
    text = shown(answer.out)
    for name in names(main):
        assert name in text
    for words in ("NAME kzru-cite", "EXIT STATUS", "--min-severity", "-h, --help", "FILES"):
        assert words in text
    assert text.count("Example:") == len(names(main))


def test_the_page_is_the_same_each_time(pandoc: Pandoc) -> None:
    assert page(main, pandoc) == page(main, pandoc)


def test_words_of_help_are_no_markup() -> None:
    @click.group()
    def top() -> None:
        pass

    @top.command()
    @click.option("--a", help="x *y* <z> _w_ --b")
    def bare(a: str) -> None:
        pass

    text = commands(top, "#")
    assert ":   x \\*y\\* \\<z\\> \\_w\\_ -\\-b\n" in text
    assert "# kzru-cite bare\n\n```text\nkzru-cite bare [OPTIONS]\n```\n" in text
    assert "Example" not in text


def completed(*words: str) -> list[str]:
    """Return what Bash proposes for the last of the words, by the script that it is given."""
    line = COMPLETE.format(words=" ".join(f"'{word}'" for word in words), last=len(words) - 1)
    done = subprocess.run(
        [BASH, "--noprofile", "--norc", "-c", line],
        env=programs(),
        capture_output=True,
        check=True,
    )
    assert b"" == done.stderr
    first, *found = done.stdout.decode().splitlines()
    assert first.startswith("complete -o nosort -F _kzru_cite_completion kzru-cite")
    return found


def test_bash_completes_commands_options_and_codes() -> None:
    assert ["verify"] == completed("kzru-cite", "veri")
    assert {"list", "show", "verify", "export"} == set(completed("kzru-cite", "captures", ""))
    assert "--min-severity" in completed("kzru-cite", "verify", "--m")
    assert ["note", "warning", "error"] == completed("kzru-cite", "verify", "--min-severity", "")
    assert ["KEY001", "KEY002", "KEY003"] == completed("kzru-cite", "explain", "KEY")
    assert ["DAT012,KEY003"] == completed("kzru-cite", "verify", "--select", "DAT012,key003")


@pytest.mark.parametrize(
    ("shell", "begins"), [("zsh", "#compdef kzru-cite"), ("fish", "function _kzru_cite_completion")]
)
def test_other_shells_get_their_script_and_answers(tmp_path: Path, shell: str, begins: str) -> None:
    def say(**asked: str) -> str:
        done = subprocess.run(
            [PROGRAMS / "kzru-cite"], env={**programs(), **asked}, capture_output=True, check=True
        )
        return done.stdout.decode()

    script = say(_KZRU_CITE_COMPLETE=f"{shell}_source")
    assert begins == script.strip().splitlines()[0].rstrip(";")
    asked = {"COMP_WORDS": "kzru-cite explain KEY00", "COMP_CWORD": "2"}
    if shell == "fish":
        asked["COMP_CWORD"] = "KEY00"
    answer = say(_KZRU_CITE_COMPLETE=f"{shell}_complete", **asked)
    assert "KEY001" in answer
    assert "undefined-key" in answer
    # Where the shell is there, it reads the script without a word.
    if shutil.which(shell):
        path = tmp_path / "script"
        path.write_text(script, encoding="utf-8")
        done = subprocess.run([shell, "-n", path], capture_output=True, check=False)
        assert (0, b"") == (done.returncode, done.stderr)
