"""Build again whenever the text changes, and serve the page to the writer on this machine alone."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kzru_cite.edition.preview import preview
from kzru_cite.errors import KzruError, UsageError
from kzru_cite.workspace import source_paths

HOME = "127.0.0.1"
# Seconds between two looks at the files, and how long a question for the state may wait.
_PAUSE, _WAIT = 0.25, 20.0
# Folders in which nobody writes, and how many files are looked at in the others.
_LEFT_OUT = frozenset({"node_modules", "__pycache__"})
_MOST = 5000

# Builds, and returns the path of the page and a line on how it went.
Build = Callable[[], tuple[Path, str]]
Stamps = Mapping[str, tuple[int, int]]


class _Shown:
    """Hold what is served, for several threads."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._page, self._fault, self._state = "", "", 0

    def show(self, page: str | None, fault: str = "") -> None:
        """Serve another page, None for the one before, and wake those who wait."""
        with self._changed:
            self._page = self._page if page is None else page
            self._fault = fault
            self._state += 1
            self._changed.notify_all()

    def copy(self) -> str:
        """Return what is served now."""
        with self._changed:
            return preview(self._page, self._state, self._fault)

    def next_state(self, seen: int) -> int:
        """Wait for another state than *seen*, but not for ever; return the one there is."""
        with self._changed:
            self._changed.wait_for(lambda: self._state != seen, timeout=_WAIT)
            return self._state


def watch(folder: Path, build: Build, tell: Callable[[str], None], *, port: int) -> None:
    """
    Serve on loopback at *port* (0: a free one), and build at each change, until interrupted.

    What *tell* gets are lines for the writer. Raises UsageError when the port cannot be had.
    """
    shown = _Shown()
    try:
        server = ThreadingHTTPServer((HOME, port), _answering(shown))
    except OSError as cause:
        raise UsageError(
            f"port {port} cannot be used: {cause.strerror}", hint="name another with --port"
        ) from cause
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    tell(f"serving http://{HOME}:{server.server_port}/ until Ctrl-C")
    try:
        _build_at_changes(folder, build, shown, tell)
    except KeyboardInterrupt:
        tell("ended")
    finally:
        server.shutdown()
        server.server_close()


def _build_at_changes(
    folder: Path, build: Build, shown: _Shown, tell: Callable[[str], None]
) -> None:
    before: Stamps | None = None
    while True:
        now = stamps(folder)
        if now == before:
            time.sleep(_PAUSE)
            continue
        before = now
        try:
            path, words = build()
            shown.show(path.read_text(encoding="utf-8"))
        except (KzruError, OSError) as fault:
            hint = getattr(fault, "hint", "")
            words = f"not built: {fault}" + (f"\n  hint: {hint}" if hint else "")
            shown.show(None, words)
        tell(words)


def stamps(folder: Path) -> Stamps:
    """Return time and size of each file that a build may depend on, by path."""
    found: dict[str, tuple[int, int]] = {}
    sources, output = source_paths(folder)
    for path in sources:
        _stamp(path, found)
    for home in sorted({path.parent for path in sources if path.suffix != ".toml"}):
        for path in _files_below(home, output):
            _stamp(path, found)
            if len(found) > _MOST:
                return found
    return found


def _stamp(path: Path, found: dict[str, tuple[int, int]]) -> None:
    try:
        state = path.stat()
    except OSError:
        # It went between looking for it and looking at it.
        return
    found[str(path)] = (state.st_mtime_ns, state.st_size)


def _files_below(home: Path, output: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(home):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _LEFT_OUT and Path(folder, name) != output
        )
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def _answering(shown: _Shown) -> type[BaseHTTPRequestHandler]:
    """Return what answers requests with what is *shown*."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server: ThreadingHTTPServer

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            # A page elsewhere could lead a name of its own to this machine, and read along.
            port = self.server.server_port
            if self.headers.get("Host") not in {f"{HOME}:{port}", f"localhost:{port}"}:
                self._answer(HTTPStatus.FORBIDDEN, "text/plain", "not served under this name\n")
            elif asked.path == "/":
                self._answer(HTTPStatus.OK, "text/html", shown.copy())
            elif asked.path == "/-/state":
                seen = parse_qs(asked.query).get("seen", [""])[0]
                state = shown.next_state(int(seen) if seen.isdecimal() else -1)
                self._answer(HTTPStatus.OK, "application/json", json.dumps(state))
            else:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain", "there is only one page\n")

        def _answer(self, code: HTTPStatus, kind: str, text: str) -> None:
            content = text.encode()
            self.send_response(code)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                # The reader has closed the page.
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  as there
            """Say nothing of requests: there is one reader, and he knows."""

    return Answering
