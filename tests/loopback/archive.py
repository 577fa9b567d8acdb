"""
Run pywb, a real archive server, on loopback over captures that a test has written.

pywb has an environment of its own below that of the tests, since it needs libraries that ours
must not have, or in other versions.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from .captures import Captured, write_warc

PROGRAMS = Path(sys.prefix) / "pywb" / "bin"
COLLECTION = "web"
PATIENCE = 30.0


def pywb_is_there() -> bool:
    """Tell whether pywb is installed."""
    return (PROGRAMS / "wayback").exists()


class LoopbackArchive:
    """
    An archive that holds the captures given, for as long as the context lasts.

    *files* are WARC files that it holds as well, whoever made them.
    """

    def __init__(self, captures: Iterable[Captured], files: Iterable[Path] = ()) -> None:
        self._captures = tuple(captures)
        self._files = tuple(files)
        self._folder = TemporaryDirectory(prefix="loopback-archive-")
        self._place = Path(self._folder.name)
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._fill()
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def base(self) -> str:
        """Return the address below which a time and an address lead to a capture."""
        return f"http://127.0.0.1:{self._port}/{COLLECTION}"

    def replay(self, address: str, when: datetime, modifier: str = "") -> str:
        """Return where a capture is replayed; *modifier* ``id_`` asks for the bytes as captured."""
        return f"{self.base}/{when:%Y%m%d%H%M%S}{modifier}/{address}"

    def timemap(self, address: str) -> str:
        """Return where the list of captures is, in link format."""
        return f"{self.base}/timemap/link/{address}"

    def timegate(self, address: str) -> str:
        """Return where a client is sent to the capture nearest to its Accept-Datetime."""
        return f"{self.base}/{address}"

    def cdx(self) -> str:
        """Return where the index is asked (parameters: url, output, limit …)."""
        return f"{self.base}/cdx"

    def _fill(self) -> None:
        """Write the captures, their index and the settings."""
        write_warc(self._place / "captures.warc.gz", self._captures)
        words = (PROGRAMS / "cdx-indexer", "--sort", "--cdxj", "-o", "index.cdxj")
        for file in self._files:
            shutil.copy(file, self._place)
        held = ["captures.warc.gz", *(file.name for file in self._files)]
        subprocess.run([*words, *held], cwd=self._place, check=True)
        settings = {
            "framed_replay": False,
            "enable_memento": True,
            "redirect_to_exact": True,
            "collections": {COLLECTION: {"archive_paths": "./", "index_paths": "./index.cdxj"}},
        }
        # JSON is YAML too.
        (self._place / "config.yaml").write_text(json.dumps(settings), encoding="utf-8")

    def _start(self) -> None:
        self._port = _free_port()
        with (self._place / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [PROGRAMS / "wayback", "-b", "127.0.0.1", "-p", str(self._port)],
                cwd=self._place,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                said = (self._place / "log").read_text(encoding="utf-8")
                raise RuntimeError(f"pywb does not start: {said}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
