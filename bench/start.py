"""Start-up, and what an editor waits for: the article checked offline, and published."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import bibliography
import web_tools
from goals import Seconds, Share
from measuring import Ended, Part, Program, Work, ends_with, ran
from peers import debian

from kzru_cite.pandoc import bundled

ROOT = Path(__file__).parent.parent
_OURS = "kzru-cite"
_VERIFY = ("verify", "--offline")
_NOTHING = "python -c pass"
_LIBRARIES = "python -c 'import requests, bs4'"


def part() -> Part:
    """Return the work, with the peers that are here."""
    sets = (web_tools.PACKAGES, bibliography.PACKAGES)
    left_out = (debian("biber", "biber"), *(packages.missing() for packages in sets))
    peers = [
        _program(f"{name} --version", [path, "--version"])
        for name, path in (
            ("lychee", str(web_tools.BIN / "lychee")),
            ("bibtex-tidy", bibliography.TIDY),
            ("pandoc", str(bundled().path)),
            ("biber", shutil.which("biber") or ""),
        )
        if path and Path(path).exists()
    ]
    return Part(
        name="start",
        title="Start-up, and the article of the project",
        works=(
            Work(
                name="version",
                title="tell the version",
                programs=lambda: ran(
                    _project("--version", told="kzru-cite"),
                    _program(_NOTHING, _python("pass")),
                    *peers,
                ),
                goals={_OURS: (Seconds(most=0.12),)},
                warm=True,
            ),
            Work(
                name="verify",
                title="`verify --offline` of the article, where nothing changed",
                programs=lambda: ran(
                    _project(*_VERIFY, told="checks planned"),
                    _program(_LIBRARIES, _python("import requests, bs4")),
                ),
                goals={_OURS: (Seconds(most=0.25), Share(most=3, program=_LIBRARIES))},
                warm=True,
            ),
            Work(
                name="settings",
                title="the same, where another rule is asked for: judged anew",
                programs=lambda: ran(
                    _project(*_VERIFY, told="checks planned", more=("--ignore", "TTL013")),
                    _program(_LIBRARIES, _python("import requests, bs4")),
                ),
                goals={_OURS: (Share(most=3, program=_LIBRARIES),)},
                warm=True,
            ),
            Work(
                name="edit",
                title="the same, where a comment in the article changed: read and judged anew",
                programs=lambda: ran(
                    _project(*_VERIFY, told="checks planned", change=_edit),
                    _program(_LIBRARIES, _python("import requests, bs4")),
                ),
                goals={_OURS: (Seconds(most=0.6), Share(most=3, program=_LIBRARIES))},
                warm=True,
            ),
            Work(
                name="publish",
                title="`publish` of the article: checked, all editions built",
                programs=lambda: ran(_project("publish", told="article.pdf")),
                goals={_OURS: (Seconds(most=2.0),)},
                warm=True,
            ),
        ),
        left_out=tuple(filter(None, left_out)),
    )


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _program(name: str, command: Sequence[str]) -> Program:
    return Program(name=name, ready=lambda _: command)


def _edit(folder: Path) -> None:
    """Write one more comment below each article."""
    for path in (folder / "article").glob("*.md"):
        path.write_text(
            f"{path.read_text(encoding='utf-8')}\n<!-- one more word -->\n", encoding="utf-8"
        )


def _project(
    *words: str,
    told: str = "",
    more: tuple[str, ...] = (),
    change: Callable[[Path], None] = lambda _: None,
) -> Program:
    """
    Return a command of ours on a copy of the project where it ran; it must say *told*.

    After that run the project is *changed*, and the command gets *more* words.
    """

    def ready(folder: Path) -> list[str]:
        for name in ("article", "references.bib", "pyproject.toml"):
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
        command = [str(Path(sys.executable).with_name("kzru-cite")), *words]
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        change(folder)
        return [*command, *more]

    def fault(ended: Ended) -> str:
        return ends_with(ended, 0) or ("" if told in ended.output else f"did not say {told!r}")

    return Program(name=_OURS, ready=ready, fault=fault)
