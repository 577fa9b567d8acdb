"""
Open a project and set pandoc to work on its texts.

This comes before everything else and imports little: pandoc takes longer than anything that we do,
so the rest of the program is loaded while it works.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kzru_cite.pandoc import Answer, Pandoc, bundled
from kzru_cite.read.chunks import mask_chunks
from kzru_cite.read.probes import Probed, probe
from kzru_cite.remembered import remembering
from kzru_cite.workspace import Workspace, open_workspace

# `(@label)` of numbered examples has the syntax of a citation.
_READER = ("-f", "markdown-example_lists", "-t", "json", "--sandbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
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
    workspace = open_workspace(folder)
    return begin(workspace, pandoc or remembering(bundled(), workspace.folder, os.environ))


def begin(workspace: Workspace, pandoc: Pandoc) -> Started:
    """Ask pandoc for the trees of the texts of a project."""
    pool = ThreadPoolExecutor(max_workers=4)
    texts = [mask_chunks(source.text) for source in workspace.articles]
    probed = tuple(probe(text) for text in texts)
    marked = tuple(pool.submit(pandoc.ask, _READER, one.text.encode()) for one in probed)
    plain = tuple(pool.submit(pandoc.ask, _READER, text.encode()) for text in texts)
    return Started(
        workspace=workspace, pandoc=pandoc, pool=pool, probed=probed, marked=marked, plain=plain
    )
