"""Set a handle of the library pycurl to a transfer, and name its errors as the system does."""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Callable
from http.client import BadStatusLine, LineTooLong, RemoteDisconnected

import pycurl

from kzru_cite.gather.curl_transfer import STOP, Transfer
from kzru_cite.gather.dial import NotAllowed

# OpenSSL's number for a certificate of another host. The library looks at the name by itself, so
# that OpenSSL has found nothing, or says nothing particular.
_OTHER_NAME, _NOT_SAID = 62, (0, 1)
# What the library says of a head that it takes for too large; its Python form has no name for it.
_TOO_LARGE = 100
# Of many headers together the library says so in words alone (300 kB, `lib/http.c`).
_HEADERS_TOO_LARGE = "Too large response headers"


class Handle:
    """A handle of the library, used for one transfer after the other."""

    def __init__(self, refusal: Callable[[str], str]) -> None:
        """Make one; *refusal* says why an address is not connected to."""
        self.transfer: Transfer | None = None
        self._trust = ""
        self._opened: socket.socket | None = None
        self._refusal = refusal
        self.curl = curl = pycurl.Curl()
        # Nothing of the environment, nothing that the library does by itself.
        curl.setopt(pycurl.PROXY, "")
        curl.setopt(pycurl.NOPROXY, "*")
        curl.setopt(pycurl.NETRC, pycurl.NETRC_IGNORED)
        curl.setopt(pycurl.FOLLOWLOCATION, 0)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.HTTP09_ALLOWED, 0)
        curl.setopt(pycurl.SSL_ENABLE_ALPN, 0)
        curl.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
        curl.setopt(pycurl.PATH_AS_IS, 1)
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.NOPROGRESS, 1)
        # Whom to trust is said below, what certificates must hold here.
        curl.setopt(pycurl.SSL_VERIFYPEER, 1)
        curl.setopt(pycurl.SSL_VERIFYHOST, 2)
        curl.setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_2)
        folder = ssl.get_default_verify_paths().capath
        if folder:
            curl.setopt(pycurl.CAPATH, folder)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._open)
        curl.setopt(pycurl.SOCKOPTFUNCTION, self._taken_over)
        curl.setopt(pycurl.HEADERFUNCTION, self._line)
        curl.setopt(pycurl.WRITEFUNCTION, self._piece)

    def load(self, transfer: Transfer) -> None:
        """Make ready for a transfer."""
        self.transfer = transfer
        now = transfer.last = time.monotonic()
        curl = self.curl
        curl.setopt(pycurl.URL, transfer.address)
        curl.setopt(pycurl.CONNECT_TO, [f"::{_bracketed(transfer.ip)}:{transfer.port}"])
        left = max(1, int((transfer.end - now) * 1000))
        curl.setopt(pycurl.TIMEOUT_MS, left)
        standing = max(1, int((transfer.standing - now) * 1000))
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, min(left, standing))
        # What was posted may have been taken in, so it goes over a connection sure to be there.
        curl.setopt(pycurl.FRESH_CONNECT, transfer.method == "POST")
        if transfer.trust != self._trust:
            curl.setopt(pycurl.CAINFO, transfer.trust)
            self._trust = transfer.trust
        if transfer.method == "HEAD":
            curl.setopt(pycurl.NOBODY, 1)
        elif transfer.method == "POST":
            curl.setopt(pycurl.NOBODY, 0)
            curl.setopt(pycurl.POST, 1)
            curl.setopt(pycurl.POSTFIELDS, transfer.body)
        else:
            curl.setopt(pycurl.HTTPGET, 1)
        own = [_header(name, value) for name, value in transfer.headers]
        # The library adds these to what is posted.
        silent = () if transfer.method != "POST" else (b"Expect:", b"Content-Type:")
        named = {name.lower() for name, _ in transfer.headers}
        added = [line for line in silent if line[:-1].decode().lower() not in named]
        curl.setopt(pycurl.HTTPHEADER, [*own, *added])

    def error(self, code: int, message: str) -> Exception:
        """Return the system's own error for one of the library."""
        number = self.curl.getinfo(pycurl.OS_ERRNO)
        if self.transfer is not None:
            self.transfer.reached = self.curl.getinfo(pycurl.CONNECT_TIME) > 0
        if code == pycurl.E_PEER_FAILED_VERIFICATION:
            found = ssl.SSLCertVerificationError(1, message)
            result = self.curl.getinfo(pycurl.SSL_VERIFYRESULT)
            found.verify_code = _OTHER_NAME if result in _NOT_SAID else result
            return found
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return TimeoutError(message)
        if code == pycurl.E_RECV_ERROR and message.startswith(_HEADERS_TOO_LARGE):
            return LineTooLong(message)
        if number and code in _SPOKEN_BY_SYSTEM:
            return OSError(number, os.strerror(number))
        return _ERRORS.get(code, BadStatusLine)(message)

    def _open(self, _purpose: int, wanted: tuple[int, int, int, tuple[str, int]]) -> object:
        """Open a socket, if the address that it is for may be connected to."""
        family, kind, protocol, address = wanted
        transfer = self.transfer
        if transfer is None:  # pragma: no cover - nobody is connected to without one
            return pycurl.SOCKET_BAD
        why = self._refusal(address[0])
        if why or address[0] != transfer.ip:
            transfer.error = NotAllowed(why or f"{address[0]} was not asked for")
            return pycurl.SOCKET_BAD
        try:
            self._opened = socket.socket(family, kind, protocol)
        except OSError as error:
            transfer.error = error
            return pycurl.SOCKET_BAD
        return self._opened

    def _taken_over(self, _number: int, _purpose: int) -> int:
        """Close our end: the library has made its own of the socket."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        return pycurl.SOCKOPT_OK

    def _line(self, line: bytes) -> int | None:
        return self.transfer.hear_line(line) if self.transfer else STOP

    def _piece(self, piece: bytes) -> int | None:
        return self.transfer.hear(piece) if self.transfer else STOP


_SPOKEN_BY_SYSTEM = {
    pycurl.E_COULDNT_CONNECT,
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_RECV_ERROR,
    pycurl.E_SEND_ERROR,
}
_ERRORS: dict[int, Callable[[str], Exception]] = {
    pycurl.E_COULDNT_CONNECT: ConnectionRefusedError,
    pycurl.E_SSL_CONNECT_ERROR: ssl.SSLError,
    pycurl.E_RECV_ERROR: RemoteDisconnected,
    pycurl.E_SEND_ERROR: RemoteDisconnected,
    pycurl.E_GOT_NOTHING: RemoteDisconnected,
    pycurl.E_PARTIAL_FILE: RemoteDisconnected,
    _TOO_LARGE: LineTooLong,
}


def _bracketed(ip: str) -> str:
    return f"[{ip}]" if ":" in ip else ip


def _header(name: str, value: str) -> bytes:
    line = f"{name}: {value}" if value else f"{name};"
    return line.replace("\0", "").encode("latin-1", "replace")
