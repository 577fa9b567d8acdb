"""A web on loopback with one host admitted and all others forbidden ground; a sound project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from hostile.engines import ENGINES, Engine, Make
from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.guard import Guard
from loopback import LoopbackWeb


@pytest.fixture(scope="session")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as web:
        yield web


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest, web: LoopbackWeb) -> Iterator[Make]:
    """Return what makes each of the engines."""
    made: list[Engine] = []

    def engine(admitted: tuple[str, ...], resolve: Callable[[str], Sequence[str]]) -> Engine:
        dialler = Dialler(Guard(admitted), resolve)
        made.append(ENGINES[request.param](dialler, str(web.authority_file)))
        return made[-1]

    yield engine
    for one in made:
        one.close()


@pytest.fixture
def anywhere(make: Make, web: LoopbackWeb) -> Engine:
    """Return an engine that may go to the whole loopback web."""
    return make(("127.0.0.0/8",), web.resolve)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small project, sound in all its parts."""
    (tmp_path / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
    bib = "@book{old, title = {Old}, author = {Rao, Anna}, publisher = {Steam}, date = {1999}}\n"
    (tmp_path / "references.bib").write_text(bib, encoding="utf-8")
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text("# Heat\n\nSteam [@old].\n", encoding="utf-8")
    return tmp_path
