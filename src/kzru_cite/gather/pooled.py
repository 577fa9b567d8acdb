"""Send requests by the library requests, over connections that are kept open between them."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from typing import Any

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, PoolManager
from urllib3.exceptions import HTTPError

from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.lines import Broken, Ended, Line, Opener, TlsLine, root
from kzru_cite.gather.said import Head, failure_of, headers_of, reply_of
from kzru_cite.gather.sockets import Deadline
from kzru_cite.gather.transport import Failure, Limits, Outcome, Request
from kzru_cite.gather.troubles import ERRORS
from kzru_cite.model.evidence import Trouble

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
            return failure_of(broken.error)
        except ERRORS as error:
            return failure_of(error, code)

    def _prepared(self, request: Request) -> PreparedRequest:
        """Return the library's form of a request, the address being as it should be already."""
        prepared = PreparedRequest()
        prepared.method = request.method
        prepared.url = request.address
        prepared.body = request.body or None
        prepared.prepare_headers(headers_of(request, self._agent))
        return prepared


def _reply(response: HTTPResponse, limits: Limits, sent: PreparedRequest) -> Outcome:
    if response.status < 200:
        # 2026-11: the HTTP library reads an early hint (103) as if it were the answer.
        return Failure(trouble=Trouble.BAD_ANSWER, words=f"only code {response.status} came")
    head = Head(
        code=response.status,
        reason=response.reason or "",
        lines=tuple(response.headers.iteritems()),
        length=response.length_remaining or 0,
    )
    told = {name: str(value) for name, value in sent.headers.items()}
    return reply_of(head, _pieces(response), limits, sent.url or "", told)


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    """Yield the body as it was sent; raises what the system says when it breaks off."""
    try:
        while piece := response.read1(_PIECE, decode_content=False):
            yield piece
    except HTTPError as error:
        raise root(error) from error
