"""
Hand out calls to the machines of a Dask cluster, and hear what they tell; all of Dask is here.

Dask itself runs a call anew when its worker dies. Here each call runs once at most: whoever runs
it must first take a token that lies at the scheduler, and the second one finds none. What a call
tells is safe when the scheduler has it.
"""

from __future__ import annotations

import logging
import os
import platform
import queue
import re
import signal
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import uuid4

from msgspec import Struct

from kzru_cite import __version__
from kzru_cite.errors import ClusterError, UsageError

try:
    import dask
    import distributed
    from distributed.comm.core import CommClosedError
except ImportError as cause:
    raise UsageError(
        "gathering on a cluster needs the package 'distributed'",
        hint="pip install 'kzru-cite[cluster]'",
    ) from cause

# Most of it has no types.
_dask: Any = distributed

R = TypeVar("R")
Call: TypeAlias = Callable[[Callable[[list[R]], None]], None]

_LOCAL = re.compile(r"local(?::([1-9]\d{0,3}))?")
_ADDRESS = re.compile(r"(?:tcp|tls)://[^\s/]+:\d{1,5}")
# Bundles that one process of a cluster of its own has out at once: most of each is waiting.
_THREADS = 4
# Where what Dask shows of itself does not get into the way of others.
_NOWHERE = "127.0.0.1:0"
# Seconds until a scheduler without an answer or without a worker is given up.
_CONNECT = 10.0
# And until a worker of our own has started.
_START = 60.0
# Batches that lie at the scheduler; with more, whoever tells waits.
_ROOM = 64
# Who takes nothing for so many seconds is gone.
_PATIENCE = 120.0
# What a call ends with whose worker died, or could not send on any more.
_LOST = (_dask.KilledWorker, CommClosedError, TimeoutError)
_GONE = "the scheduler of the cluster is gone"
_DONE, _TAKEN = "done", "taken"


class Told(Struct, Generic[R], frozen=True, kw_only=True):
    """What a call told, and the address of the worker it runs on."""

    name: str
    worker: str
    records: tuple[R, ...]


class Over(Struct, frozen=True, kw_only=True):
    """A call that tells no more: it is done, or it was lost with its worker."""

    name: str


class Broken(Struct, frozen=True, kw_only=True):
    """The cluster is gone, or a call failed by a fault of its own."""

    words: str


Event: TypeAlias = Told[R] | Over | Broken


class Cluster(Generic[R]):
    """
    Workers that run calls.

    *words* are ``tcp://HOST:PORT`` (or tls) of a scheduler, ``local`` or ``local:N`` for so many
    processes on this machine. Raises UsageError for other words and for workers with other
    versions than here, ClusterError when nobody is there for *patience* seconds.
    """

    def __init__(self, words: str, patience: float = _CONNECT) -> None:
        local = _LOCAL.fullmatch(words)
        if local is None and not _ADDRESS.fullmatch(words):
            raise UsageError(
                f"{words!r} is no cluster",
                hint="name a scheduler as tcp://HOST:PORT, or 'local', or 'local:4'",
            )
        # What goes wrong is told by events; Dask would tell it on the terminal as well.
        for name in logging.root.manager.loggerDict:
            if name.partition(".")[0] == "distributed":
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self.run = f"kzru-cite-{uuid4().hex}"
        self.local = local is not None
        self._own = _own(local[1]) if local else None
        self._client = self._connected(words, patience)
        # When it is full, nothing more is taken from the scheduler, and workers wait.
        self._events: queue.Queue[Event[R]] = queue.Queue(_ROOM)
        self._futures: dict[str, Any] = {}
        self._closing = self._gone = False
        try:
            self._check(max(patience, _START) if self.local else patience)
            self._answers = _dask.Queue(self.run, client=self._client, maxsize=_ROOM)
        except BaseException:
            self._let_go()
            raise
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def workers(self) -> Mapping[str, int]:
        """Return the addresses of the workers that are there, and how many calls each runs."""
        with self._reaching():
            found: Mapping[str, int] = self._client.nthreads()
        return found

    def start(self, name: str, call: Call[R], only: Collection[str] | None = None) -> None:
        """Have a call run by some worker, by one of *only* when given."""
        with self._reaching():
            token = _dask.Queue(f"{self.run}-{name}", client=self._client)
            token.put(name)
            future = self._client.submit(
                _work,
                *(self.run, name, call),
                key=f"{self.run}-{name}",
                pure=False,
                retries=0,
                workers=None if only is None else sorted(only),
            )
        # Who holds no future of a call gives it up.
        self._futures[name] = future

        def done(future: Any) -> None:  # noqa: ANN401 - Dask has no types for it
            token.close()
            self._end(name, future)

        future.add_done_callback(done)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Say that the cluster is gone when it cannot be reached any more."""
        try:
            yield
        except OSError as cause:
            self._gone = True
            raise lost(f"{_GONE}: {_first_line(cause)}") from cause

    def next(self, patience: float | None = None) -> Event[R] | None:
        """Return what happens next; None when nothing does for so many seconds."""
        try:
            return self._events.get(timeout=patience)
        except queue.Empty:
            return None

    def everywhere(self, call: Callable[[str], None]) -> None:
        """Have *call* made with the name of this run in the process of each worker, if it can."""
        if self._gone:
            return
        with suppress(Exception):
            self._client.run(call, self.run, on_error="ignore")

    def close(self) -> None:
        """Let go of the cluster; one on this machine ends with it."""
        self._closing = True
        with suppress(queue.Empty):
            while True:
                self._events.get_nowait()
        if not self._gone:
            with suppress(Exception):
                # The listener is waiting for something; its last word.
                self._answers.put(["", "", []], timeout=1.0)
            self._listener.join(2.0)
            with suppress(Exception):
                self._answers.close()
        self._let_go()

    def _connected(self, words: str, patience: float) -> Any:  # noqa: ANN401 - as above
        try:
            address = words if self._own is None else self._own
            client = _dask.Client(address, timeout=patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as cause:
            raise ClusterError(
                f"nothing was asked: no scheduler answers at {words}: {_first_line(cause)}",
                hint="start one with 'dask scheduler', and workers with 'dask worker'",
            ) from cause
        return client

    def _check(self, patience: float) -> None:
        """Wait for a worker, and compare its versions with those here."""
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError as cause:
            raise ClusterError(
                "nothing was asked: the scheduler has no workers",
                hint="start some with 'dask worker ADDRESS --nthreads 4'",
            ) from cause
        here = versions()
        try:
            found = self._client.run(versions)
        except ImportError as cause:
            raise UsageError(
                f"a worker of the cluster lacks kzru-cite: {_first_line(cause)}",
                hint=f"install kzru-cite[cluster] {__version__} on each of them",
            ) from cause
        for worker, there in found.items():
            for name, version in here.items():
                if there.get(name) != version:
                    raise UsageError(
                        f"the worker {worker} has {name} {there.get(name)}, here is {version}",
                        hint="install the same versions on all machines of the cluster",
                    )

    def _listen(self) -> None:
        """Take what comes from the scheduler, until the end."""
        try:
            while self._take(self._answers.get()):
                pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the cluster is lost
            if not self._closing:
                self._gone = True
                self._events.put(Broken(words=f"{_GONE}: {_first_line(error)}"))

    def _take(self, first: Any) -> bool:  # noqa: ANN401 - as above
        """Take what lies there; False for the last word."""
        for name, worker, records in (first, *self._answers.get(batch=True)):
            if not name:
                return False
            if records is None:
                self._events.put(Over(name=name))
            else:
                self._events.put(Told(name=name, worker=worker, records=tuple(records)))
        return True

    def _end(self, name: str, future: Any) -> None:  # noqa: ANN401 - as above
        """Let the end of a call come after all that it told."""
        self._futures.pop(name, None)
        if self._closing:
            return
        if future.status == "cancelled":
            # Dask does so when its way to the scheduler breaks off, whatever becomes of the call.
            self._events.put(Broken(words=_GONE))
            return
        error = future.exception() if future.status == "error" else None
        if error is not None and not isinstance(error, _LOST):
            self._events.put(Broken(words=f"a worker failed: {_first_line(error)}"))
            return
        with suppress(Exception):
            # Should the scheduler be gone, the listener says so.
            self._answers.put([name, "", None])

    def _let_go(self) -> None:
        """Close what Dask holds open."""
        with suppress(Exception):
            self._client.close(timeout=2.0)
        if self._own is not None:
            with suppress(Exception):
                self._own.close(timeout=5.0)


def lost(words: str) -> ClusterError:
    """Return the error for a cluster that was lost in the middle of a run."""
    return ClusterError(words, hint="what was answered is kept; run it again")


def versions() -> dict[str, str]:
    """Return the versions that must be the same on all machines."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "kzru-cite": __version__,
        "distributed": str(_dask.__version__),
    }


def _own(number: str | None) -> Any:  # noqa: ANN401 - as above
    """Start a cluster of processes on this machine, one for each core unless told."""
    # They begin as "python -c", which would load modules from the folder of the project, also when
    # one is started again much later.
    os.environ["PYTHONSAFEPATH"] = "1"
    # Looking at what hundreds of waiting threads do takes a third of the time.
    with dask.config.set({"distributed.worker.profile.enabled": False}):
        return _dask.LocalCluster(
            n_workers=int(number) if number else None,
            threads_per_worker=_THREADS,
            processes=True,
            dashboard_address=_NOWHERE,
            worker_dashboard_address=_NOWHERE,
            silence_logs=50,
            preload=__name__,
        )


def dask_setup(_worker: object) -> None:
    """Set up a worker of a cluster of our own, as Dask calls it in the worker's process."""
    # An interrupt from the keyboard is for the program alone, which lets its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(run: str, name: str, call: Call[Any]) -> str:
    """Run a call on a worker, unless it was begun before."""
    client = _dask.get_client()
    token = _dask.Queue(f"{run}-{name}", client=client)
    taken = token.get(batch=True)
    token.close()
    if not taken:
        return _TAKEN
    answers = _dask.Queue(run, client=client, maxsize=_ROOM)
    worker = _dask.get_worker().address

    def send(records: list[Any]) -> None:
        answers.put([name, worker, records], timeout=_PATIENCE)

    try:
        call(send)
    finally:
        answers.close()
    return _DONE


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
