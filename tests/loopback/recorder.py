"""Run pywb on loopback in its mode for recording: what is opened through it is kept."""

from __future__ import annotations

import json
import os
import subprocess
import time
from threading import Event, Thread

import requests

from .archive import COLLECTION, PROGRAMS, LoopbackArchive


class LoopbackRecorder(LoopbackArchive):
    """An archive that is empty at first; below its ``base`` the path ``record/`` records."""

    def __init__(self) -> None:
        super().__init__(())
        self._over = Event()
        self._waking = Thread(target=self._wake, daemon=True)

    def wait_for(self, address: str, patience: float = 90.0) -> None:
        """Wait until what was recorded of an address is listed; `TimeoutError` when it is not."""
        end = time.monotonic() + patience
        while requests.get(self.timemap(address), timeout=patience).status_code != 200:
            if time.monotonic() > end:
                raise TimeoutError(f"{address} is not listed")
            time.sleep(0.1)

    def _start(self) -> None:
        super()._start()
        self._waking.start()

    def _stop(self) -> None:
        self._over.set()
        if self._waking.is_alive():
            self._waking.join()
        super()._stop()

    def _wake(self) -> None:
        """
        Let pywb look at its indexes anew.

        It reads their folder again when its time changed, in whole seconds: an index that is made
        in the second in which it looked last stays unseen until the next one.
        """
        folder = self._place / "collections" / COLLECTION / "indexes"
        while not self._over.wait(1.0):
            os.utime(folder)

    def _fill(self) -> None:
        """Make an empty collection, and the settings."""
        words = (PROGRAMS / "wb-manager", "init", COLLECTION)
        subprocess.run(words, cwd=self._place, check=True, capture_output=True)
        settings = {
            "framed_replay": False,
            "enable_memento": True,
            "redirect_to_exact": True,
            "autoindex": 1,
            "recorder": {"source_coll": "live"},
            "collections": {"live": "$live"},
        }
        # JSON is YAML too.
        (self._place / "config.yaml").write_text(json.dumps(settings), encoding="utf-8")
