"""Send requests by libcurl, which takes far less time for each than the library requests."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from urllib.parse import urlsplit

from kzru_cite.gather.curl import Loop
from kzru_cite.gather.curl_transfer import Transfer
from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.said import failure_of, headers_of, reply_of
from kzru_cite.gather.secure import trusted_files
from kzru_cite.gather.transport import Limits, Outcome, Request
from kzru_cite.gather.troubles import ERRORS

_PORTS = {"http": 80, "https": 443}
# So long an address of a host is taken to be its own; what is connected to is checked each time.
_KNOWN = 60.0
_CERTIFICATE = re.compile(r"-----BEGIN (?:TRUSTED )?CERTIFICATE-----.+?-----END [^\n]+", re.DOTALL)


class CurlTransport:
    """Send requests over connections that are kept open between them; for many threads."""

    def __init__(
        self,
        dialler: Dialler,
        agent: str,
        authorities: tuple[str, ...] = (),
        *,
        most: int = 512,
    ) -> None:
        """Trust the PEM files in *authorities* beside the usual; keep *most* connections."""
        self._dialler = dialler
        self._agent = agent
        self._trust = _Trust(authorities)
        self._loop = Loop(dialler.refusal, most)
        self._known: dict[str, tuple[float, Sequence[str]]] = {}

    def ask(self, request: Request, limits: Limits, patience: float) -> Outcome:
        """Send one request, redirects not followed, and read the reply."""
        end = time.monotonic() + patience
        head = None
        try:
            transfer = self._heard(request, limits, end)
            head = transfer.head
            if transfer.error is not None:
                raise transfer.error
            if head is None:
                raise ConnectionResetError("the connection ended inside the headers")
            sent = dict(transfer.headers)
            return reply_of(head, transfer.pieces, limits, request.address, sent)
        except ERRORS as error:
            return failure_of(error, head.code if head else None)

    def close(self) -> None:
        """Close the connections that are kept."""
        self._loop.close()
        self._trust.close()

    def _heard(self, request: Request, limits: Limits, end: float) -> Transfer:
        """Ask at the addresses of a host in turn, until a connection stands."""
        parts = urlsplit(request.address)
        host = parts.hostname or ""
        standing = time.monotonic() + limits.connect
        trust = self._trust.file() if parts.scheme == "https" else ""
        headers = tuple(headers_of(request, self._agent).items())
        transfer = None
        for ip in self._addresses(host):
            transfer = Transfer(
                address=request.address,
                ip=ip,
                port=parts.port or _PORTS[parts.scheme],
                method=request.method,
                headers=headers,
                body=request.body,
                end=end,
                idle=limits.idle,
                standing=standing,
                most=limits.body,
                trust=trust,
            )
            self._loop.run(transfer)
            if transfer.reached or transfer.error is None:
                return transfer
        # None of them is where the host is now.
        self._known.pop(host, None)
        if transfer is None:
            raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
        return transfer

    def _addresses(self, host: str) -> Sequence[str]:
        """Return the addresses of a host, asking for them at most once a minute."""
        now = time.monotonic()
        until, found = self._known.get(host, (0.0, ()))
        if now >= until:
            found = self._dialler.admitted(host)
            self._known[host] = now + _KNOWN, found
        return found


class _Trust:
    """The file that names whom to trust, made when the first host over TLS is asked."""

    def __init__(self, authorities: tuple[str, ...]) -> None:
        self._authorities = authorities
        self._lock = Lock()
        self._path: Path | None = None
        if authorities:
            self.file()

    def file(self) -> str:
        """Return the name of the file; raises OSError for authorities that cannot be read."""
        with self._lock:
            if self._path is None:
                texts = [Path(name).read_text("utf-8") for name in trusted_files(self._authorities)]
                # The roots of the system and those of Mozilla are the same but for a few.
                found = dict.fromkeys(one for text in texts for one in _CERTIFICATE.findall(text))
                with NamedTemporaryFile(
                    "w", prefix="kzru-cite-", suffix=".pem", delete=False
                ) as file:
                    file.write("\n".join(found))
                self._path = Path(file.name)
            return str(self._path)

    def close(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)
