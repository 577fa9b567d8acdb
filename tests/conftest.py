"""Give all tests the bundled pandoc, a fixed day, and no way off the machine."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from answers import remembering
from kzru_cite.pandoc import Pandoc, bundled

TODAY = date(2026, 11, 23)
# Tests that run the program hundreds of times, over lines that others, but for a handful, have it
# run over too. What their processes run over is not measured, which would take as long again.
UNMEASURED = (
    "tests/gather/test_gather_end_to_end.py",
    "tests/gather/test_network_cut.py",
    "tests/gather/test_services_end_to_end.py",
    "tests/hostile/test_at_the_desk.py",
    "tests/hostile/test_hostile_files.py",
    "tests/hostile/test_imported_texts.py",
    "tests/hostile/test_in_a_browser.py",
    "tests/hostile/test_poisoned_words.py",
    "tests/hostile/test_programs_of_others.py",
    "tests/hostile/test_written_words.py",
    "tests/test_recalled.py",
    "tests/test_site.py",
)
# How long something takes is measured by the benches, on a machine that does nothing else.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate", action="store_true", help="write the expected findings of rule cases anew"
    )
    parser.addoption("--answers", type=Path, help="a folder in which pandoc's answers are kept")


def pytest_runtest_setup() -> None:
    """
    Forget what tests before this one have computed, where mutmut asks.

    It notes which tests reach a function, and puts a mutant to those in a process that it has
    forked; what remembers its answers would be reached once, and answer for its mutants.
    """
    if "MUTANT_UNDER_TEST" not in os.environ:
        return
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "kzru_cite":
            for one in list(vars(module).values()):
                if hasattr(one, "cache_clear"):
                    one.cache_clear()


@pytest.fixture(scope="session")
def pandoc(request: pytest.FixtureRequest) -> Pandoc:
    answers: Path | None = request.config.getoption("--answers")
    return remembering(answers) if answers else bundled()


@pytest.fixture(autouse=True, scope="session")
def _own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave the caches of who runs the tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(autouse=True, scope="module")
def _measured_elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let processes run at full speed where others measure the same lines."""
    place = request.path.relative_to(request.config.rootpath).as_posix()
    with pytest.MonkeyPatch.context() as patch:
        if place in UNMEASURED:
            patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the project."""
    return Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if not str(host).startswith("127.") and host not in ("::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
