"""A project is kept up with: one check at a time, the last text wins, no fault ends it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

from msgspec import field
from test_lsp import ARTICLE, texts
from test_lsp import project as project  # noqa: PLC0414  a fixture is found by its name

from kzru_cite.editor.project import Current, Opened, Project
from kzru_cite.editor.recalling import RecallingPandoc
from kzru_cite.pandoc import TIME_LIMIT, Answer, Pandoc


class Waiting(Pandoc, frozen=True, kw_only=True):
    """Pandoc that begins when it is let."""

    let: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)

    def ask(
        self,
        arguments: Sequence[str],
        given: bytes = b"",
        *,
        folder: Path | None = None,
        seconds: float = TIME_LIMIT,
    ) -> Answer:
        self.asked.set()
        self.let.wait(30)
        return Pandoc.ask(self, arguments, given, folder=folder, seconds=seconds)


def test_what_is_written_during_a_check_is_checked_after_it(project: Path, pandoc: Pandoc) -> None:
    article = texts(project)[0]
    waiting = Waiting(path=pandoc.path)
    opened = {article: Opened(uri=article.as_uri(), version=1, text=ARTICLE)}
    told: list[Current] = []
    failed: list[Exception] = []

    async def write() -> None:
        there = Project(project, waiting, lambda: dict(opened), told.append, failed.append)
        assert await there.settled() is None
        there.changed()
        there.changed()
        assert await asyncio.to_thread(waiting.asked.wait, 30)
        opened[article] = Opened(
            uri=article.as_uri(), version=2, text=ARTICLE.replace("@rao2019", "@rao2018")
        )
        there.changed()
        waiting.let.set()
        current = await there.settled()
        assert current is not None
        assert there.latest is current
        assert 2 == current.opened[article].version

    asyncio.run(write())
    assert [[], ["KEY001", "KEY002"]] == [
        [finding.code for finding in one.checked.report.open] for one in told
    ]
    assert [] == failed


def test_a_text_that_cannot_be_read_ends_no_project(project: Path, pandoc: Pandoc) -> None:
    article = texts(project)[0]
    texts_now = {article: Opened(uri="x", version=1, text="> " * 2000 + "x")}
    failed: list[Exception] = []
    told: list[Current] = []

    async def write() -> None:
        there = Project(project, pandoc, lambda: dict(texts_now), told.append, failed.append)
        there.changed()
        assert await there.settled() is None
        texts_now.clear()
        there.changed()
        assert await there.settled() is not None

    asyncio.run(write())
    assert ["UsageError"] == [type(one).__name__ for one in failed]
    assert 1 == len(told)


def test_pandoc_is_asked_once_for_one_text(pandoc: Pandoc, tmp_path: Path) -> None:
    recalling = RecallingPandoc(path=pandoc.path)
    words = ("-f", "markdown", "-t", "plain")
    first = recalling.ask(words, b"*a*")
    assert b"a\n" == first.output
    assert first is recalling.ask(words, b"*a*")
    # In a folder files count, so that nothing is remembered.
    here = recalling.ask(words, b"*a*", folder=tmp_path)
    assert here is not recalling.ask(words, b"*a*", folder=tmp_path)
    for number in range(64):
        recalling.ask(words, f"{number}".encode())
    assert first is not recalling.ask(words, b"*a*")
