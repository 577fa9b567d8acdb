"""Install the tools that our editions are measured against, and say how each builds one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copy, copytree
from typing import Any

import typst
from peers import Peers, debian

from kzru_cite.edition.tree import Nodes, raw, rewrite
from kzru_cite.pandoc import bundled

ROOT = Path(__file__).parent.parent
PACKAGES = Peers(
    name="edition-peers",
    wheels=("sphinx==9.0.4", "myst-parser==5.2.0", "sphinxcontrib-bibtex==2.7.0"),
    node="mystmd@1.8.3",
)
BIN = PACKAGES.programs
PANDOC = bundled()
# Pandoc writes what Typst sets; its own way to a PDF needs programs that are not here.
_SET = (
    "import subprocess, sys, typst; "
    "text = subprocess.run(sys.argv[1:], capture_output=True, check=True).stdout; "
    "open('article.pdf', 'wb').write(typst.compile(text, root='article'))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """
    A program that builds editions.

    *ready* writes what it reads into a folder; *commands* names the editions that it can build
    and the command for each. *homes* are the folders that the program lies in. *problem* says
    why it cannot be had here, "" when it can.
    """

    name: str
    ready: Callable[[Path], None]
    commands: dict[str, list[str]]
    homes: tuple[Path, ...]
    problem: Callable[[], str] = lambda: ""


def _text(folder: Path) -> None:
    """Copy the article; its figures lie beside it."""
    copy(ROOT / "references.bib", folder)
    copytree(ROOT / "article", folder / "article")


def _ours(folder: Path) -> None:
    _text(folder)
    (folder / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")


def _for_myst(folder: Path) -> None:
    copy(ROOT / "references.bib", folder)
    copytree(ROOT / "article" / "figures", folder / "figures")
    copy(ROOT / "article" / "article.md", folder / "index.md")
    settings = "version: 1\nproject:\n  bibliography: [references.bib]\n"
    (folder / "myst.yml").write_text(settings, encoding="utf-8")


def _for_sphinx(folder: Path) -> None:
    """Write the text with citations as Sphinx wants them, and the sources as BibTeX."""
    copytree(ROOT / "article" / "figures", folder / "figures")
    text = (ROOT / "article" / "article.md").read_bytes()
    tree = json.loads(PANDOC.need(["-f", "markdown-example_lists", "-t", "json"], text))
    changes: dict[str, Callable[[dict[str, Any]], Nodes]] = {
        "Cite": lambda node: [raw("commonmark", _cited(node))],
        "Span": lambda node: list(node["c"][1]),
        "Div": lambda node: list(node["c"][1]),
    }
    tree["blocks"] = rewrite(tree["blocks"], changes)
    written = PANDOC.need(
        ["-f", "json", "-t", "commonmark+pipe_tables+footnotes+raw_attribute-raw_html"],
        json.dumps(tree).encode(),
    )
    end = "\n# References\n\n```{bibliography}\n```\n"
    (folder / "index.md").write_text(f"# Article\n\n{written.decode()}{end}", encoding="utf-8")
    sources = (ROOT / "references.bib").read_bytes()
    (folder / "sources.bib").write_bytes(PANDOC.need(["-f", "biblatex", "-t", "bibtex"], sources))
    settings = (
        "extensions = ['myst_parser', 'sphinxcontrib.bibtex']\n"
        "bibtex_bibfiles = ['sources.bib']\nsuppress_warnings = ['bibtex', 'myst']\n"
        "project = 'Article'\nauthor = 'Authors'\nversion = '1'\n"
    )
    (folder / "conf.py").write_text(settings, encoding="utf-8")


def _cited(node: dict[str, Any]) -> str:
    keys = ",".join(citation["citationId"] for citation in node["c"][0])
    return f"{{cite:p}}`{keys}`"


_PANDOC = [
    *(str(PANDOC.path), "article/article.md", "--citeproc", "--bibliography=references.bib"),
    *("--standalone", "--resource-path=article"),
]
_PACKAGES = Path(typst.__file__).parents[1]
OURS_NAME = "kzru-cite"
THREE = "html epub pdf"
SIX = f"{THREE} docx jats markdown"
EDITIONS = (*SIX.split(), THREE, SIX)

OURS = Tool(
    name=OURS_NAME,
    ready=_ours,
    commands={
        edition: [sys.executable, "-m", "kzru_cite", "build", *edition.split()]
        for edition in EDITIONS
    },
    homes=(PANDOC.path.parent, ROOT / "src", _PACKAGES),
)
_XETEX = "texlive-xetex texlive-fonts-recommended lmodern fonts-dejavu-core"
# The article is partly in Cyrillic, which the font that LaTeX begins with lacks.
_FONT = ("-V", "mainfont=DejaVu Serif")
XELATEX = Tool(
    name="pandoc + XeLaTeX",
    ready=_text,
    commands={"pdf": [*_PANDOC, "--pdf-engine=xelatex", *_FONT, "--output=article.pdf"]},
    homes=(PANDOC.path.parent,),
    problem=lambda: debian("xelatex", _XETEX) or debian("rsvg-convert", "librsvg2-bin"),
)
PEERS = (
    Tool(
        name="pandoc",
        ready=_text,
        commands={
            "html": [*_PANDOC, "--embed-resources", "--output=article.html"],
            "epub": [*_PANDOC, "--output=article.epub"],
            "docx": [*_PANDOC, "--output=article.docx"],
            "jats": [*_PANDOC, "--to=jats_archiving", "--output=article.xml"],
            "markdown": [*_PANDOC, "--to=markdown-citations", "--output=out.md"],
            "pdf": [
                sys.executable,
                "-c",
                _SET,
                *_PANDOC,
                "--to=typst-citations",
                "-M",
                "keywords=",
            ],
        },
        homes=(PANDOC.path.parent,),
    ),
    Tool(
        name="Sphinx",
        ready=_for_sphinx,
        commands={
            edition: [str(BIN / "python"), "-m", "sphinx", "-q", "-E", "-b", edition, ".", "out"]
            for edition in ("html", "epub")
        },
        homes=(PACKAGES.home,),
    ),
    Tool(
        name="MyST",
        ready=_for_myst,
        commands={
            edition: [
                *(PACKAGES.node_program("myst"), "build", "index.md"),
                *(f"--{word}", "--force"),
            ]
            for edition, word in (("jats", "jats"), ("markdown", "md"))
        },
        homes=(PACKAGES.node_home,),
    ),
    XELATEX,
)
