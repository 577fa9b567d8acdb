"""Carry cookies through the redirects of one look."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import Message
from io import BytesIO

from msgspec import Struct

# Sites hand out a few; whoever sends hundreds wants something else.
_MOST = 50


class SetCookie(Struct, frozen=True):
    """A cookie that an address handed out, as the header says."""

    address: str
    value: str


def cookies_for(address: str, handed_out: Iterable[SetCookie]) -> str:
    """Return the value of the header Cookie for *address*, '' for none."""
    given = list(handed_out)[:_MOST]
    if not given:
        return ""
    # Few redirects hand out cookies, and what takes care of them takes long to load.
    from http.cookiejar import CookieJar  # noqa: PLC0415
    from urllib.request import Request  # noqa: PLC0415
    from urllib.response import addinfourl  # noqa: PLC0415

    jar = CookieJar()
    for cookie in given:
        headers = Message()
        headers["Set-Cookie"] = cookie.value
        # The jar sees only the headers of this made-up reply; nothing is opened.
        reply = addinfourl(BytesIO(), headers, cookie.address)
        asked = Request(cookie.address)  # noqa: S310
        jar.extract_cookies(reply, asked)  # type: ignore[arg-type]
    request = Request(address)  # noqa: S310
    jar.add_cookie_header(request)
    return request.get_header("Cookie") or ""
