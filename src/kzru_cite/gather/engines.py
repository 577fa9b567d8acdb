"""Make what sends the requests of a run, by the library that the settings name."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from kzru_cite.errors import SettingsError
from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.secure import secure_context
from kzru_cite.gather.transport import Limits, Outcome, Request
from kzru_cite.model.engine import Engine


class Sender(Protocol):
    """A transport that holds connections open."""

    def ask(self, request: Request, limits: Limits, patience: float) -> Outcome:
        """Send one request and read the reply, in *patience* seconds at most."""
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...


class Wishes(Struct, frozen=True, kw_only=True):
    """
    How requests are sent.

    *authorities* are PEM files with whom to trust beside the usual. At most *most* connections are
    kept, of those to one host at most *each*.
    """

    agent: str
    authorities: tuple[str, ...] = ()
    most: int = 512
    each: int = 2


def sender(engine: Engine, dialler: Dialler, wishes: Wishes) -> Sender:
    """
    Return what sends requests; the library behind it is loaded here.

    Raises SettingsError when that is not installed, and OSError for authorities that cannot be
    read.
    """
    # Without further authorities the settings of TLS are made when the first host asks for them.
    context = secure_context(wishes.authorities) if wishes.authorities else None
    if engine is Engine.REQUESTS:
        from kzru_cite.gather.pooled import RequestsTransport  # noqa: PLC0415

        return RequestsTransport(dialler, wishes.agent, context, most=wishes.most, each=wishes.each)
    try:
        from kzru_cite.gather.curled import CurlTransport  # noqa: PLC0415
    except ImportError as cause:
        raise SettingsError(
            f"the engine 'curl' cannot be used: {cause}",
            hint="pip install 'kzru-cite[fast]', or leave out 'engine' in [gather]",
        ) from cause
    return CurlTransport(dialler, wishes.agent, wishes.authorities, most=wishes.most)
