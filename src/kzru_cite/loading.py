"""
Open a project and set pandoc to work on its texts.

This comes before everything else and imports little: pandoc takes longer than anything that we do,
so the rest of the program is loaded while it works.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from kzru_cite.errors import OverwhelmedError, UsageError
from kzru_cite.model.place import SourceText
from kzru_cite.pandoc import BOUNDED, Answer, Pandoc, bundled
from kzru_cite.read.attributes import LONGEST, overlong_claim
from kzru_cite.read.chunks import mask_chunks
from kzru_cite.read.probes import Probed, probe
from kzru_cite.read.yaml_aliases import MOST, overgrown
from kzru_cite.remembered import remembering
from kzru_cite.workspace import Workspace, open_workspace

# `(@label)` of numbered examples has the syntax of a citation.
_READER = (*BOUNDED, "-f", "markdown-example_lists", "-t", "json", "--sandbox")
# Pandoc takes hours for thousands of brackets that nothing closes; else seconds for a megabyte.
_SECONDS_A_MEGABYTE = 20.0
_MEGABYTE = 1_000_000


class Started(Struct, frozen=True, kw_only=True):
    """
    A project whose articles are being read by pandoc, in the order of its files.

    *marked* are the answers to the texts with probes, *plain* those to the texts themselves.
    """

    workspace: Workspace
    pandoc: Pandoc
    pool: ThreadPoolExecutor
    probed: tuple[Probed, ...]
    marked: tuple[Future[Answer], ...]
    plain: tuple[Future[Answer], ...]


def start(folder: Path, pandoc: Pandoc | None = None) -> Started:
    """
    Open the project around *folder*, and ask pandoc for the trees of its texts.

    Raises what ``open_workspace`` raises; answers of pandoc are waited for later.
    """
    return set_to_work(open_workspace(folder), pandoc)


def set_to_work(workspace: Workspace, pandoc: Pandoc | None = None) -> Started:
    """Ask pandoc, else the one that comes along and remembers, for the trees of a project."""
    return begin(workspace, pandoc or remembering(bundled(), workspace.folder, os.environ))


def begin(workspace: Workspace, pandoc: Pandoc) -> Started:
    """Ask pandoc for the trees of the texts of a project; UsageError for one that is too much."""
    for source in workspace.articles:
        _refuse_overgrown(source)
        _refuse_overlong(source)
    pool = ThreadPoolExecutor(max_workers=4)
    texts = [mask_chunks(source.text) for source in workspace.articles]
    probed = tuple(probe(text) for text in texts)
    names = tuple(source.path for source in workspace.articles)
    marked = tuple(
        pool.submit(_ask, pandoc, name, one.text) for name, one in zip(names, probed, strict=True)
    )
    plain = tuple(
        pool.submit(_ask, pandoc, name, text) for name, text in zip(names, texts, strict=True)
    )
    return Started(
        workspace=workspace, pandoc=pandoc, pool=pool, probed=probed, marked=marked, plain=plain
    )


def _refuse_overgrown(source: SourceText) -> None:
    what = f"the front matter grows beyond {MOST:,} values when this alias is followed"
    _refuse(source, overgrown(source.text), what, "write out what it stands for, or leave it away")


def _refuse_overlong(source: SourceText) -> None:
    what = f"a claim of more than {LONGEST:,} characters cannot be read"
    hint = "close its bracket where the words end that the sources support"
    _refuse(source, overlong_claim(source.text), what, hint)


def _refuse(source: SourceText, at: int | None, what: str, hint: str) -> None:
    """Raise UsageError for what stands at an offset of a text, if there is one."""
    if at is not None:
        place = source.locate(at, at)
        raise UsageError(f"{source.path}:{place.line}:{place.column}: {what}", hint=hint)


def _ask(pandoc: Pandoc, name: str, text: str) -> Answer:
    """Ask for the tree of a text; raises ToolError, which names the file that was too much."""
    given = text.encode()
    seconds = _SECONDS_A_MEGABYTE * (1 + len(given) // _MEGABYTE)
    try:
        return pandoc.ask(_READER, given, seconds=seconds)
    except OverwhelmedError as cause:
        hint = "look in it for long rows of brackets or of '>', and for text nested very deeply"
        raise OverwhelmedError(f"{name} cannot be read: {cause}", hint=hint) from cause
