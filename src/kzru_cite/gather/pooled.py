"""Send requests by the library requests, over connections that are kept open between them."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, PoolManager
from urllib3.exceptions import HTTPError

from kzru_cite.gather.body import Announced, read_body
from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.lines import Broken, Ended, Line, Opener, TlsLine, root
from kzru_cite.gather.sockets import Deadline
from kzru_cite.gather.transport import Failure, Limits, Outcome, Reply, Request
from kzru_cite.gather.troubles import ERRORS, trouble_of
from kzru_cite.model.evidence import Trouble
from kzru_cite.model.kept import Exchange

_STANDING = {
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Language": "en,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_PIECE = 65536


class _Pools(PoolManager):
    """The connections to each host; of too many hosts, those of the one unused for longest go."""

    def __init__(self, opener: Opener, hosts: int, each: int) -> None:
        super().__init__(num_pools=hosts, maxsize=each)
        self._opener = opener

    def _new_pool(
        self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None
    ) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, host, port, request_context)
        pool.ConnectionCls = TlsLine if scheme == "https" else Line
        pool.conn_kw["opener"] = self._opener
        return pool


class _Adapter(HTTPAdapter):
    """What requests sends by: one for all threads, without redirects, cookies and proxies."""

    def __init__(self, opener: Opener, hosts: int, each: int) -> None:
        super().__init__()
        self.poolmanager = _Pools(opener, hosts, each)

    def cert_verify(self, *_: object) -> None:
        """Leave trust to the opener, whose settings no request changes."""


class RequestsTransport:
    """Send requests over connections that are kept open between them; for many threads."""

    def __init__(
        self,
        dialler: Dialler,
        agent: str,
        context: ssl.SSLContext | None = None,
        *,
        most: int = 512,
        each: int = 2,
    ) -> None:
        """
        Take the settings of TLS, or make them when the first host asks for it.

        Of the connections at most *most* are kept, and of those to one host at most *each*.
        """
        opener = Opener(dialler, context)
        self._terms = opener.terms
        self._adapter = _Adapter(opener, max(1, most // each), each)
        self._agent = agent

    def ask(self, request: Request, limits: Limits, patience: float) -> Outcome:
        """Send one request, redirects not followed, and read the reply."""
        terms = self._terms
        end = time.monotonic() + patience
        terms.deadline = Deadline(end, limits.idle)
        terms.connecting = Deadline(end, limits.connect)
        # What was posted may have been taken in, so it goes over a connection sure to be there.
        terms.afresh = request.method == "POST"
        try:
            return self._talk(request, limits)
        except Ended:
            # A kept connection may have ended just now: that says nothing of the page.
            terms.afresh = True
            return self._talk(request, limits)

    def close(self) -> None:
        """Close the connections that are kept."""
        self._adapter.close()

    def _talk(self, request: Request, limits: Limits) -> Outcome:
        code: int | None = None
        try:
            patience = self._terms.deadline.left()
            prepared = self._prepared(request)
            response = self._adapter.send(prepared, stream=True, timeout=patience)
            with response:
                code = response.status_code
                return _reply(response.raw, limits, prepared)
        except Broken as broken:
            return _failure(broken.error)
        except ERRORS as error:
            return _failure(error, code)

    def _prepared(self, request: Request) -> PreparedRequest:
        """Return the library's form of a request, the address being as it should be already."""
        prepared = PreparedRequest()
        prepared.method = request.method
        prepared.url = request.address
        host = {"Host": urlsplit(request.address).netloc, "User-Agent": self._agent}
        length = {"Content-Length": str(len(request.body))} if request.body else {}
        prepared.body = request.body or None
        prepared.prepare_headers({**host, **_STANDING, **length, **request.headers})
        return prepared


def _reply(response: HTTPResponse, limits: Limits, sent: PreparedRequest) -> Outcome:
    if response.status < 200:
        # 2026-11: the HTTP library reads an early hint (103) as if it were the answer.
        return Failure(trouble=Trouble.BAD_ANSWER, words=f"only code {response.status} came")
    announced = Announced(
        code=response.status,
        kind=response.headers.get("Content-Type", ""),
        coding=response.headers.get("Content-Encoding", ""),
        length=response.length_remaining or 0,
    )
    body = read_body(announced, _pieces(response), limits.body, limits.unpacked)
    lines = tuple((name, _text(value)) for name, value in response.headers.iteritems())
    headers: dict[str, str] = {}
    for name, value in lines:
        known = headers.get(name.lower())
        headers[name.lower()] = value if known is None else f"{known}, {value}"
    return Reply(
        code=response.status,
        headers=headers,
        cookies=tuple(" ".join(one.split()) for one in response.headers.getlist("Set-Cookie")),
        body=body.content,
        length=body.length,
        exchange=Exchange(
            address=sent.url or "",
            at=datetime.now(UTC).replace(microsecond=0),
            code=response.status,
            headers=headers,
            body=body.content or b"",
            lines=lines,
            reason=response.reason or "",
            sent=tuple((name, str(value)) for name, value in sent.headers.items()),
        ),
    )


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    """Yield the body as it was sent; raises what the system says when it breaks off."""
    try:
        while piece := response.read1(_PIECE, decode_content=False):
            yield piece
    except HTTPError as error:
        raise root(error) from error


def _text(value: str) -> str:
    """Return a header on one line, as UTF-8 where it is; the library takes bytes for characters."""
    line = " ".join(part.strip() for part in value.splitlines())
    try:
        return line.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


def _failure(error: Exception, code: int | None = None) -> Failure:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(trouble=trouble_of(error), words=words or type(error).__name__, code=code)
