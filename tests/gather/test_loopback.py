"""The loopback web does what the tests that lean on it believe."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from ipaddress import ip_address
from urllib.parse import urlsplit

import pypdf
import pytest

from loopback import ANY, Certificate, Exchange, LoopbackWeb, Reply, changing, replies, walls, wire
from loopback.wire import Moment

Answer = tuple[int, http.client.HTTPMessage, bytes]


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as web:
        yield web


def line_to(web: LoopbackWeb, url: str) -> http.client.HTTPConnection:
    """Return a connection to the host of an address, found by the resolver of the web."""
    parts = urlsplit(url)
    name, port = parts.hostname or "", parts.port or 0
    wire = socket.create_connection((web.resolve(name)[0], port), timeout=2)
    if parts.scheme == "https":
        trust = ssl.create_default_context(cafile=str(web.authority_file))
        try:
            wire = trust.wrap_socket(wire, server_hostname=name)
        except BaseException:
            wire.close()
            raise
    line = http.client.HTTPConnection(name, port)
    line.sock = wire
    return line


def ask(web: LoopbackWeb, url: str, method: str = "GET", **headers: str) -> Answer:
    line = line_to(web, url)
    try:
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def title(body: bytes) -> str:
    found = re.search("<title>(.*?)</title>", body.decode(), re.DOTALL)
    assert found is not None
    return found[1]


def test_two_hundred_hosts_share_a_port(web: LoopbackWeb) -> None:
    names = web.many(200)
    assert 200 == len({web.resolve(name) for name in names})
    for name in names[::40]:
        code, _, body = ask(web, web.url(name, "/any/path?x=1"))
        assert (200, f"Page of {name}") == (code, title(body))


def test_a_host_answers_by_number_too(web: LoopbackWeb) -> None:
    web.page("a.test", "/x", title="A")
    assert "A" == title(ask(web, web.url("a.test", "/x", numeric=True))[2])
    assert "A" == title(ask(web, web.url("a.test", "/x", numeric=True, tls=True))[2])


def test_an_unknown_path_is_a_404_and_an_unknown_query_is_not(web: LoopbackWeb) -> None:
    web.page("a.test", "/x")
    assert 404 == ask(web, web.url("a.test", "/y"))[0]
    assert 200 == ask(web, web.url("a.test", "/x?page=2"))[0]


def test_requests_are_counted_by_host_and_path(web: LoopbackWeb) -> None:
    url = web.page("a.test", "/x")
    ask(web, url, **{"User-Agent": "someone"})
    ask(web, url, "HEAD")
    ask(web, web.page("b.test"))
    assert (2, 1, 3) == (web.count("a.test"), web.count("b.test"), web.count())
    assert (2, 0) == (web.count("a.test", "/x"), web.count("a.test", "/y"))
    assert "someone" == web.requests("a.test")[0].headers["user-agent"]
    assert ["GET", "HEAD", "GET"] == [request.method for request in web.requests()]
    assert 1 == len(web.gaps("a.test"))
    assert 0 == web.count("never-heard-of.test")
    web.forget()
    assert 0 == web.count()


def test_a_connection_serves_several_requests_and_bodies(web: LoopbackWeb) -> None:
    line = line_to(web, web.page("a.test"))
    for body in (b"one", b"two"):
        line.request("POST", "/", body=body)
        answer = line.getresponse()
        assert (200, "/ of a.test") == (answer.status, title(answer.read()))
    line.close()
    assert [b"one", b"two"] == [request.body for request in web.requests("a.test")]


def test_the_most_requests_at_once_are_known(web: LoopbackWeb) -> None:
    # However slow the machine: none is answered before all are there.
    all_there = asyncio.Barrier(5)

    async def together(exchange: Exchange) -> None:
        await all_there.wait()
        await replies.page("Late")(exchange)

    url = web.put("a.test", "/", together)
    threads = [threading.Thread(target=ask, args=(web, url)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ask(web, web.page("a.test", "/alone"))
    assert 5 == web.at_once("a.test")


@pytest.mark.parametrize("fault", [wire.hang(), wire.drip(0.001), wire.endless()])
def test_a_client_that_left_is_counted_no_more(web: LoopbackWeb, fault: Reply) -> None:
    url = web.put("a.test", "/", fault)
    for place in range(1, 4):
        line = line_to(web, url)
        line.request("GET", "/")
        web.wait_for("a.test", place)
        line.close()
    assert 1 == web.at_once("a.test")


def test_waiting_for_a_request_has_an_end(web: LoopbackWeb) -> None:
    web.page("a.test")
    with pytest.raises(TimeoutError, match="asked 0 times, not 1"):
        web.wait_for("a.test", patience=0.01)


def test_names(web: LoopbackWeb) -> None:
    web.page("a.test")
    web.point("inner.test", "10.0.0.1", "169.254.169.254")
    assert web.resolve("a.test") == web.resolve("A.Test.")
    assert ("10.0.0.1", "169.254.169.254") == web.resolve("inner.test")
    assert ("192.0.2.1",) == web.resolve("192.0.2.1")
    with pytest.raises(socket.gaierror) as caught:
        web.resolve("gone.test")
    assert socket.EAI_NONAME == caught.value.errno


def test_a_port_is_refused(web: LoopbackWeb) -> None:
    with pytest.raises(ConnectionRefusedError):
        ask(web, web.refuse("closed.test"))


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect(web: LoopbackWeb, code: int) -> None:
    url = web.put("a.test", "/", replies.redirect("http://10.0.0.1/", code))
    answer = ask(web, url)
    assert (code, "http://10.0.0.1/") == (answer[0], answer[1]["location"])


def follow(web: LoopbackWeb, url: str, most: int = 9) -> list[int]:
    codes = []
    for _ in range(most):
        code, headers, _ = ask(web, url)
        codes.append(code)
        if "location" not in headers:
            break
        url = headers["location"]
    return codes


def test_a_chain_across_hosts_and_a_circle(web: LoopbackWeb) -> None:
    names = ["a.test", "b.test", "c.test", "d.test"]
    assert [301, 302, 308, 200] == follow(web, web.chain(names, [301, 302, 308]))
    assert [302] * 9 == follow(web, web.circle(names))


@pytest.mark.parametrize(
    "code", [400, 401, 402, 403, 404, 410, 418, 429, 451, 500, 502, 503, 504, 599]
)
def test_a_code(web: LoopbackWeb, code: int) -> None:
    answer = ask(web, web.put("a.test", "/", replies.status(code)))
    assert (code, f"Code {code}") == (answer[0], title(answer[2]))


def test_both_forms_of_retry_after(web: LoopbackWeb) -> None:
    moment = datetime(2026, 11, 23, 12, 30, 15, tzinfo=UTC)
    url = web.put("a.test", "/", replies.retry_after(7))
    assert "7" == ask(web, url)[1]["retry-after"]
    code, headers, _ = ask(web, web.put("a.test", "/", replies.retry_after(moment, 503)))
    assert (503, moment) == (code, parsedate_to_datetime(headers["retry-after"]))


@pytest.mark.parametrize("provider", walls.WALLS)
def test_a_robot_wall(web: LoopbackWeb, provider: str) -> None:
    wall = walls.WALLS[provider]
    code, headers, body = ask(web, web.put("a.test", "/", walls.robot_wall(provider)))
    assert (wall.code, wall.title) == (code, title(body))
    assert all(headers[name] == text for name, text in wall.headers)
    assert 503 == ask(web, web.put("a.test", "/", walls.robot_wall(provider, 503)))[0]


@pytest.mark.parametrize(
    ("reply", "code", "words"),
    [
        (walls.sign_in(), 401, "Members only"),
        (walls.payment(), 402, "Payment is needed"),
        (walls.login(), 200, 'type="password"'),
        (walls.paywall("A long story"), 200, '"isAccessibleForFree":false'),
        (walls.consent(), 200, "onetrust"),
        (walls.parked("old.test"), 200, "old.test is for sale"),
        (walls.soft_404(), 200, "Page not found"),
        (walls.soft_404("kk"), 200, '<html lang="kk">'),
        (walls.same_page("News"), 200, "<h1>News</h1>"),
        (replies.refresh("/new?a=1&b=2"), 200, 'content="0; url=/new?a=1&amp;b=2"'),
        (replies.plain("Только текст"), 200, "Только текст"),
        (replies.huge_title(60_000), 200, "Title " * 10_000),
    ],
)
def test_a_page_that_is_not_what_was_asked_for(
    web: LoopbackWeb, reply: Reply, code: int, words: str
) -> None:
    found, _, body = ask(web, web.put("a.test", ANY, reply))
    assert code == found
    assert words in body.decode()


def test_a_soft_404_by_address(web: LoopbackWeb) -> None:
    web.put("a.test", ANY, walls.soft_404_by_address())
    assert "/404.html" == ask(web, web.url("a.test", "/old"))[1]["location"]
    assert "Page not found" == title(ask(web, web.url("a.test", "/404.html"))[2])


def test_encodings(web: LoopbackWeb) -> None:
    def served(reply: Reply) -> tuple[str, bytes]:
        _, headers, body = ask(web, web.put("a.test", "/", reply))
        return headers["content-type"], body

    kind, body = served(replies.wrong_charset("Страница"))
    assert "text/html; charset=iso-8859-1" == kind
    assert "Страница" in body.decode()
    assert b"charset" not in body
    kind, body = served(replies.no_charset("Страница", encoding="cp1251"))
    assert ("text/html", b"charset" in body) == (kind, False)
    assert "Страница" in body.decode("cp1251")
    kind, body = served(replies.cp1251("Страница", "Тенге — ₸"))
    assert "text/html" == kind
    assert "Страница" in body.decode("cp1251")
    assert b'charset="windows-1251"' in body


def test_compressed_bodies(web: LoopbackWeb) -> None:
    def served(reply: Reply) -> tuple[str, bytes]:
        _, headers, body = ask(web, web.put("a.test", "/", reply))
        return headers["content-encoding"], body

    coding, body = served(replies.compressed("Small"))
    assert ("gzip", "Small") == (coding, title(gzip.decompress(body)))
    coding, body = served(replies.compressed("Small", coding="deflate"))
    assert ("deflate", "Small") == (coding, title(zlib.decompress(body)))
    coding, body = served(wire.bomb(3))
    assert "gzip" == coding
    assert len(body) < 10_000
    assert 3 << 20 == len(gzip.decompress(body))


def test_a_pdf_file_has_title_author_and_text(web: LoopbackWeb) -> None:
    reply = replies.pdf("Отчёт", r"A (short) \ line.", "A. B. Author")
    _, headers, body = ask(web, web.put("a.test", "/report.pdf", reply))
    document = pypdf.PdfReader(BytesIO(body))
    assert "application/pdf" == headers["content-type"]
    assert document.metadata is not None
    assert ("Отчёт", "A. B. Author") == (document.metadata.title, document.metadata.author)
    assert r"A (short) \ line." == document.pages[0].extract_text()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (wire.reset(Moment.BEFORE_HEADERS), ConnectionResetError),
        (wire.reset(Moment.IN_HEADERS), ConnectionResetError),
        (wire.reset(Moment.IN_BODY), ConnectionResetError),
        (wire.silent_end(), http.client.RemoteDisconnected),
        (wire.cut_short(), http.client.IncompleteRead),
        (wire.garbage(), http.client.BadStatusLine),
        (wire.hang(), TimeoutError),
        (wire.header_flood(), http.client.HTTPException),
        (wire.long_header(), http.client.LineTooLong),
    ],
)
def test_a_fault_on_the_wire(web: LoopbackWeb, fault: Reply, error: type[Exception]) -> None:
    line = line_to(web, web.put("a.test", "/", fault))
    line.sock.settimeout(0.1)
    line.request("GET", "/")
    with pytest.raises(error):
        line.getresponse().read()
    line.close()


@pytest.mark.parametrize("fault", [wire.reset(Moment.IN_BODY), wire.cut_short()])
def test_a_broken_connection_over_tls(web: LoopbackWeb, fault: Reply) -> None:
    # The ssl module tells a reset as an end: what is left is that bytes are missing.
    with pytest.raises(http.client.IncompleteRead):
        ask(web, web.put("a.test", "/", fault, tls=True))


@pytest.mark.parametrize("fault", [wire.drip(0.005), wire.header_drip(0.005), wire.endless()])
def test_a_fault_without_end(web: LoopbackWeb, fault: Reply) -> None:
    line = line_to(web, web.put("a.test", "/", fault))
    line.request("GET", "/")
    received = [line.sock.recv(1 << 16) for _ in range(5)]
    line.close()
    assert all(received)


def test_head_refused_or_left_without_an_answer(web: LoopbackWeb) -> None:
    url = web.put("a.test", "/", wire.head_refused(replies.page("Here")))
    assert (405, 200) == (ask(web, url, "HEAD")[0], ask(web, url)[0])
    url = web.put("a.test", "/", wire.head_hangs(replies.page("Here")))
    assert 200 == ask(web, url)[0]
    line = line_to(web, url)
    line.sock.settimeout(0.05)
    line.request("HEAD", "/")
    with pytest.raises(TimeoutError):
        line.getresponse()
    line.close()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Certificate.EXPIRED, "certificate has expired"),
        (Certificate.OTHER_NAME, "Hostname mismatch"),
        (Certificate.UNTRUSTED, "unable to get local issuer certificate"),
        (Certificate.BROKEN, "EOF occurred"),
    ],
)
def test_a_bad_certificate(web: LoopbackWeb, kind: Certificate, words: str) -> None:
    url = web.page("a.test", "/", title="Safe", tls=True)
    assert "Safe" == title(ask(web, url)[2])
    web.certificate("a.test", kind)
    with pytest.raises(ssl.SSLError, match=words):
        ask(web, url)
    assert 1 == web.count("a.test")


def test_replies_that_change(web: LoopbackWeb) -> None:
    switch = changing.Switch(replies.page("Before"), replies.page("After"))
    url = web.put("a.test", "/", switch)
    assert ["Before", "Before"] == [title(ask(web, url)[2]) for _ in range(2)]
    switch.turn()
    assert "After" == title(ask(web, url)[2])
    url = web.put("a.test", "/", changing.flaky(2, replies.status(503), replies.page("Up")))
    assert [503, 503, 200, 200] == [ask(web, url)[0] for _ in range(4)]


def test_a_cookie_wall_opens_to_who_brings_the_cookie_back(web: LoopbackWeb) -> None:
    url = web.put("a.test", "/x?y=1", changing.cookie_wall(replies.page("Inside")))
    code, headers, _ = ask(web, url)
    assert (302, "/x?y=1") == (code, headers["location"])
    assert "Inside" == title(ask(web, url, Cookie=headers["set-cookie"].partition(";")[0])[2])


def test_a_fault_of_the_web_itself_fails_the_test() -> None:
    async def broken(_: Exchange) -> None:
        raise LookupError("no such thing")

    def use() -> None:
        with LoopbackWeb() as web, pytest.raises(http.client.HTTPException):
            ask(web, web.put("a.test", "/", broken))

    with pytest.raises(ExceptionGroup, match="the loopback web failed"):
        use()


def test_webs_side_by_side_have_ports_of_their_own(web: LoopbackWeb) -> None:
    url = web.page("a.test", title="One")
    with LoopbackWeb() as other:
        assert "Two" == title(ask(other, other.page("a.test", title="Two"))[2])
        assert "One" == title(ask(web, url)[2])
        assert web.port != other.port


@pytest.mark.parametrize("tls", [False, True])
def test_a_taken_port_is_passed_over(web: LoopbackWeb, tls: bool) -> None:  # noqa: FBT001
    start = ip_address(web.resolve("start.test")[0])
    taken, port = str(start + 1), web.tls_port if tls else web.port
    with socket.create_server((taken, port)):
        url = web.page("a.test", title="Elsewhere")
    assert (str(start + 2),) == web.resolve("a.test")
    assert "Elsewhere" == title(ask(web, url)[2])
