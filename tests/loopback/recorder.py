"""Run pywb on loopback in its mode for recording: what is opened through it is kept."""

from __future__ import annotations

import json
import subprocess

from .archive import COLLECTION, PROGRAMS, LoopbackArchive


class LoopbackRecorder(LoopbackArchive):
    """An archive that is empty at first; below its ``base`` the path ``record/`` records."""

    def __init__(self) -> None:
        super().__init__(())

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
