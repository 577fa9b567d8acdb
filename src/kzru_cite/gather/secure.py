"""Set up TLS: whom to trust, and what is wrong when a connection is not to be trusted."""

from __future__ import annotations

import ssl
from typing import cast

from kzru_cite.gather.sockets import TimedSocket, TimedTlsSocket
from kzru_cite.model.evidence import Trouble

# What OpenSSL calls not yet valid and expired; issued for another name and another address.
_DATES = {9, 10}
_NAMES = {62, 64}


def secure_context(extra: tuple[str, ...] = ()) -> ssl.SSLContext:
    """
    Return the settings of TLS that all connections share.

    Trusted are the roots of the system, those of Mozilla, and the PEM files in *extra*.
    Making it costs tens of milliseconds: make one.
    """
    context = ssl.create_default_context()
    for path in _files(extra):
        context.load_verify_locations(path)
    context.sslsocket_class = TimedTlsSocket
    return context


def trusted_files(extra: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the PEM files of all that are trusted, but for a folder of the system."""
    own = ssl.get_default_verify_paths().cafile
    return (*((own,) if own else ()), *_files(extra))


def _files(extra: tuple[str, ...]) -> tuple[str, ...]:
    # A run that meets no host over TLS does without the library, and what that loads.
    import certifi  # noqa: PLC0415

    # A system without roots of its own would take every host for untrusted.
    return (certifi.where(), *extra)


def secured(context: ssl.SSLContext, opened: TimedSocket, host: str) -> TimedTlsSocket:
    """
    Put TLS on a connection to *host*, whose certificate is checked before anything is sent.

    Raises ssl.SSLError and OSError. *context* is one of secure_context.
    """
    try:
        return cast("TimedTlsSocket", context.wrap_socket(opened, server_hostname=host))
    except ssl.SSLEOFError as cause:
        # Of a connection that ends here, TLS is what failed.
        raise ssl.SSLError("the handshake was broken off") from cause


def tls_trouble(error: ssl.SSLError) -> Trouble:
    """Name the kind of a failure of TLS."""
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return Trouble.RESET
    if not isinstance(error, ssl.SSLCertVerificationError):
        return Trouble.TLS
    if error.verify_code in _DATES:
        return Trouble.TLS_EXPIRED
    return Trouble.TLS_NAME if error.verify_code in _NAMES else Trouble.TLS_UNTRUSTED
