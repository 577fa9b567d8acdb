"""
Stand in for Save Page Now 2 and the replay of the Wayback Machine.

Made from the public documentation of the service, and never compared with the service itself: which
forms it takes, what it answers, and with which words it refuses.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, unquote

from .exchange import Exchange, Reply
from .replies import raw, status
from .web import ANY, LoopbackWeb

HOST = "archive.test"
ACCESS, SECRET = "AKIDtestaccess7", "s3cr3tOfTheTests9"
STAMP = "20261120101112"
FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True, kw_only=True)
class SavePageNow:
    """
    The double, at a host of a loopback web.

    *ends* says by pages with which ``status_ext`` their jobs end, *refusals* with which the wish is
    refused at once; *pending* how often each job is still at it, *jobless* how many wishes get no
    job. *shows* is what the copies show, by pages, and *by_stamp* by the time of the copy; *late*
    how often one is asked for before it replays, *listed* the stamps in the index. *odd* answers
    at a path in place of all this. *wishes* and *questions* are what came in.
    """

    web: LoopbackWeb
    ends: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    pending: int = 0
    shows: dict[str, str] = field(default_factory=dict)
    by_stamp: dict[str, str] = field(default_factory=dict)
    late: int = 0
    odd: dict[str, Reply] = field(default_factory=dict)
    jobless: int = 0
    listed: dict[str, str] = field(default_factory=dict)
    wishes: list[dict[str, str]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    _jobs: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.web.put(HOST, ANY, self._answer)

    @property
    def base(self) -> str:
        """Return the address for the settings."""
        return self.web.url(HOST, "", numeric=True)

    def copy(self, address: str, stamp: str = STAMP) -> str:
        """Return the address of the copy that is made of a page."""
        return f"{self.base}/web/{stamp}/{address}"

    def forget(self) -> None:
        """Know of no job any more, as after an hour."""
        self._jobs.clear()

    async def _answer(self, exchange: Exchange) -> None:
        path = exchange.request.path
        await (self.odd.get(path) or self._reply(path, exchange))(exchange)

    def _reply(self, path: str, exchange: Exchange) -> Reply:
        if path.startswith("/web/"):
            return self._replay(path)
        if path.startswith("/cdx/"):
            return self._index(path)
        request = exchange.request
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        right = (
            request.method == "POST"
            and request.headers.get("content-type") == FORM
            and request.headers.get("accept") == "application/json"
        )
        if request.headers.get("authorization") != f"LOW {ACCESS}:{SECRET}":
            return _told({"message": "You need to be logged in to use Save Page Now."}, 401)
        if path == "/save" and right:
            return self._begin(form)
        if path == "/save/status" and right:
            return self._statuses(form)
        return status(404)

    def _begin(self, form: dict[str, str]) -> Reply:
        self.wishes.append(form)
        address = form["url"]
        if address in self.refusals:
            return _told(_error(self.refusals[address]))
        if self.jobless:
            self.jobless -= 1
            return _told({"url": address, "message": "The capture will start in ~1 minute."})
        name = f"spn2-{len(self.wishes):040x}"
        self._jobs[name] = address
        return _told({"url": address, "job_id": name})

    def _statuses(self, form: dict[str, str]) -> Reply:
        names = form["job_ids"].split(",")
        self.questions += names
        return _told([self._status(name) for name in names if name in self._jobs])

    def _status(self, name: str) -> dict[str, object]:
        address = self._jobs[name]
        count = self._asked[name] = self._asked.get(name, 0) + 1
        if count <= self.pending:
            return {"status": "pending", "job_id": name, "resources": [address]}
        if address in self.ends:
            return {**_error(self.ends[address]), "job_id": name}
        return {
            "status": "success",
            "job_id": name,
            "original_url": address,
            "timestamp": STAMP,
            "duration_sec": 7.3,
            "http_status": 200,
            "resources": [],
            "outlinks": {},
        }

    def _replay(self, path: str) -> Reply:
        stamp, _, address = path.removeprefix("/web/").partition("/")
        address = unquote(address)
        body = self.by_stamp.get(stamp[:14], self.shows.get(address, ""))
        if self.late or not body:
            self.late = max(0, self.late - 1)
            return status(404)
        taken = datetime.strptime(f"{stamp[:14]}+0000", "%Y%m%d%H%M%S%z")
        headers = {
            "Memento-Datetime": f"{taken:%a, %d %b %Y %H:%M:%S} GMT",
            "Link": f'<{address}>; rel="original"',
        }
        return raw(body.encode(), headers=headers)

    def _index(self, path: str) -> Reply:
        (address,) = parse_qs(path.partition("?")[2])["url"]
        names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
        stamp = self.listed.get(address)
        row = ["key", stamp, address, "text/html", "200", "A" * 32, "1415"]
        return _told([names, row] if stamp else [])


def _error(name: str) -> dict[str, object]:
    return {
        "status": "error",
        "status_ext": f"error:{name}",
        "exception": "[made for tests]",
        "message": f"In words: {name}.",
    }


def _told(body: object, code: int = 200) -> Reply:
    return raw(json.dumps(body).encode(), "application/json", code=code)
