"""Begin a project: a small article with a claim, its source, and settings, that passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kzru_cite.errors import UsageError
from kzru_cite.files import write_atomically

_SETTINGS = """\
# Settings of kzru-cite; `kzru-cite verify --help` names the commands that read them.
article = ["article/*.md"]
bibliography = ["references.bib"]
csl = "chicago-author-date"      # or chicago-notes, apa, ieee, gost, or a .csl file

[gate]
fail-on = "error"                # error, warning or note
coverage = 0.8                   # least share of sentences covered by claims, per section
"""

_ARTICLE = """\
---
title: A first article
author: [A. Writer]
lang: en-GB
---

# Standards

[The Digital Object Identifier was made an international standard, ISO 26324, in 2012
[@iso26324]]{#doi-standard .claim date=2012}.
[A claim is a sentence that a reader may doubt]{#claim-meaning .claim basis=definition}.
"""

_BIBLIOGRAPHY = """\
@report{iso26324,
  author      = {{International Organization for Standardization}},
  title       = {Information and documentation: Digital object identifier system},
  type        = {International Standard},
  number      = {ISO 26324:2012},
  institution = {International Organization for Standardization},
  location    = {Geneva},
  date        = {2012},
}
"""

_IGNORE = """\
/.kzru-cite/
/output/*
!/output/.gitkeep
"""

_TEXTS = {"article/article.md": _ARTICLE, "references.bib": _BIBLIOGRAPHY}


def begin(folder: Path, texts: Mapping[str, str] = _TEXTS) -> Iterator[str]:
    """
    Write the files of a new project, and yield their names; *texts* are those of its own.

    Nothing that is there is touched: raises UsageError before the first file is written when
    one of them exists, except a .gitignore, which is left as it is.
    """
    files = {"kzru-cite.toml": _SETTINGS, **texts, "output/.gitkeep": "", ".gitignore": _IGNORE}
    there = [name for name in files if (folder / name).exists() and name != ".gitignore"]
    if there:
        raise UsageError(
            f"{there[0]!r} is there already, so nothing was written",
            hint="choose an empty folder, or write the missing files by hand",
        )
    for name, text in files.items():
        if not (folder / name).exists():
            write_atomically(folder / name, text.encode())
            yield name
