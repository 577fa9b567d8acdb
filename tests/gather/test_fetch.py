"""A look follows an address to its end, and says what came of it."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

import pytest
from msgspec.structs import replace

from kzru_cite.gather.curled import CurlTransport
from kzru_cite.gather.dial import Dialler
from kzru_cite.gather.fetch import Question, Raw, fetch, follow
from kzru_cite.gather.guard import Guard
from kzru_cite.gather.pooled import RequestsTransport
from kzru_cite.gather.secure import secure_context
from kzru_cite.gather.transport import Limits, user_agent
from kzru_cite.model.evidence import Answered, Hop, PageFacts, Trouble, Unanswered
from loopback import ANY, Certificate, Exchange, LoopbackWeb, Reply, changing, replies, walls, wire
from loopback.wire import Moment

LIMITS = Limits(connect=1.0, idle=0.5, whole=2.0)
BRIEF = replace(LIMITS, idle=0.2, whole=0.6)
SMALL = replace(LIMITS, body=100_000, unpacked=50_000)


@pytest.fixture(scope="module")
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as web:
        yield web


Engine: TypeAlias = RequestsTransport | CurlTransport
# Makes an engine that trusts the files named, and keeps so many connections.
Make: TypeAlias = Callable[..., Engine]


def by_requests(
    dialler: Dialler, agent: str = "test", files: tuple[str, ...] = (), most: int = 512
) -> Engine:
    return RequestsTransport(dialler, agent, secure_context(files), most=most)


def by_curl(
    dialler: Dialler, agent: str = "test", files: tuple[str, ...] = (), most: int = 512
) -> Engine:
    return CurlTransport(dialler, agent, files, most=most)


@pytest.fixture(params=[by_requests, by_curl])
def make(request: pytest.FixtureRequest, web: LoopbackWeb) -> Iterator[Make]:
    # The other engine asked the same.
    web.forget()
    made: list[Engine] = []

    def engine(*words: object, **options: object) -> Engine:
        made.append(request.param(*words, **options))
        return made[-1]

    yield engine
    for one in made:
        one.close()


@pytest.fixture
def transport(web: LoopbackWeb, make: Make) -> Engine:
    dialler = Dialler(Guard(("127.0.0.0/8",)), web.resolve)
    return make(dialler, user_agent("https://a.test/", "x@a"), (str(web.authority_file),))


def look(address: str, transport: Engine, limits: Limits = LIMITS) -> Raw | Unanswered:
    return follow(Question(address=address), transport, limits)


def raw(address: str, transport: Engine, limits: Limits = LIMITS) -> Raw:
    found = look(address, transport, limits)
    assert isinstance(found, Raw), found
    return found


def trouble(address: str, transport: Engine, limits: Limits = LIMITS) -> Unanswered:
    found = look(address, transport, limits)
    assert isinstance(found, Unanswered), found
    return found


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Script(threading.Thread):
    """A host that says given answers on each connection, b"" being to close without one."""

    def __init__(self, *connections: tuple[bytes, ...]) -> None:
        super().__init__(daemon=True)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._connections = connections
        self.address = f"http://a.test:{self._server.getsockname()[1]}/"
        self.ended = threading.Event()

    def run(self) -> None:
        with self._server:
            for answers in self._connections:
                line, _ = self._server.accept()
                with line:
                    for answer in answers:
                        line.recv(65536)
                        line.sendall(answer)
                self.ended.set()


@pytest.fixture
def local(make: Make) -> Engine:
    dialler = Dialler(Guard(("127.0.0.0/8",)), lambda _: ("127.0.0.1",))
    return make(dialler)


# Pages.


def test_a_page_is_read_with_what_its_headers_tell(web: LoopbackWeb, transport: Engine) -> None:
    headers = {"Server": "cloudflare", "X-Other": "1", "Link": "<a>; rel=x"}
    address = web.put("a.test", "/x?q=1", replies.page("Hello", headers=headers))
    seen: list[tuple[str, str]] = []

    def read(body: bytes, content_type: str, final: str) -> PageFacts:
        assert b"Hello" in body
        seen.append((content_type, final))
        return PageFacts(title="Hello")

    found = fetch(Question(address=f"{address}#part"), transport, LIMITS, read)
    assert isinstance(found, Answered)
    assert (200, address, ()) == (found.code, found.final, found.hops)
    assert {"server": "cloudflare", "link": "<a>; rel=x"} == found.headers
    assert [(found.content_type, address)] == seen
    assert "text/html; charset=utf-8" == found.content_type
    assert found.length > 100
    assert PageFacts(title="Hello") == found.page


def test_the_request_says_who_asks_and_takes_packed_bodies(
    web: LoopbackWeb, transport: Engine
) -> None:
    address = web.page("named.test")
    fetch(Question(address=address, headers={"X-Mine": "1"}), transport, LIMITS, no_page)
    request = web.requests("named.test")[0]
    agent = request.headers["user-agent"]
    assert agent.startswith("kzru-cite/")
    assert agent.endswith(" (+https://a.test/; x@a)")
    assert "gzip, deflate" == request.headers["accept-encoding"]
    assert "1" == request.headers["x-mine"]
    assert f"named.test:{web.port}" == request.headers["host"]
    assert "cookie" not in request.headers


def no_page(_body: bytes, _content_type: str, _address: str) -> None:
    return None


def test_the_name_can_be_short() -> None:
    assert "(" not in user_agent()
    assert user_agent(contact="x@a").endswith(" (x@a)")


def test_trouble_is_passed_on_by_fetch(web: LoopbackWeb, transport: Engine) -> None:
    found = fetch(Question(address=web.refuse("no.test")), transport, LIMITS, no_page)
    assert isinstance(found, Unanswered)
    assert Trouble.REFUSED is found.trouble


@pytest.mark.parametrize("code", [204, 401, 403, 404, 410, 429, 451, 500, 502, 503, 504])
def test_every_code_is_an_answer(web: LoopbackWeb, transport: Engine, code: int) -> None:
    assert code == raw(web.put("codes.test", f"/{code}", replies.status(code)), transport).code


def test_a_redirect_without_target_is_an_answer(web: LoopbackWeb, transport: Engine) -> None:
    assert 302 == raw(web.put("codes.test", "/302", replies.status(302)), transport).code


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("", bytes),
        ("identity", bytes),
        ("gzip", gzip.compress),
        ("x-gzip", lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:]) + b"\0\0"),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("deflate", lambda body: zlib.compress(body) + b"rest"),
    ],
)
def test_bodies_are_unpacked(
    web: LoopbackWeb, transport: Engine, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = b"twenty times the same" * 20
    headers = {"Content-Encoding": coding} if coding else {}
    reply = replies.raw(pack(body), headers=headers)
    found = raw(web.put("packed.test", "/", reply), transport)
    assert (body, len(body)) == (found.body, found.length)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Encoding": "br"}, b"what is this?"),
        ({"Content-Encoding": "gzip"}, b"not packed at all"),
        ({"Content-Encoding": "deflate"}, b"xnot packed at all"),
        ({"Content-Encoding": "gzip, deflate"}, b"twice"),
        ({"Content-Type": "image/png"}, b"\x89PNG"),
        ({"Content-Type": "Application/ZIP; x=y"}, b"PK"),
    ],
)
def test_what_cannot_be_a_page_or_be_read_is_an_answer_without_body(
    web: LoopbackWeb, transport: Engine, headers: Mapping[str, str], body: bytes
) -> None:
    kind = headers.get("Content-Type", "text/html")
    reply = replies.raw(body, kind, headers=dict(headers))
    found = raw(web.put("unread.test", "/", reply), transport)
    assert (200, None, len(body)) == (found.code, found.body, found.length)


def test_an_empty_body_of_packed_bytes_is_empty(web: LoopbackWeb, transport: Engine) -> None:
    reply = replies.raw(b"", headers={"Content-Encoding": "deflate"})
    assert b"" == raw(web.put("packed.test", "/empty", reply), transport).body


def test_headers_are_text_and_joined(web: LoopbackWeb, transport: Engine) -> None:
    # Header bytes are UTF-8 here, as they come from many hosts, and Latin-1 there.
    head = b"HTTP/1.1 200 OK\r\nX-A: \xd0\x96\r\nX-A: 2\r\nX-B: \xe9\r\nX-C: 1\r\n 2\r\n\r\n"
    found = raw(web.put("headers.test", "/", spoken(head)), transport)
    assert ("Ж, 2", "é", "1 2") == tuple(found.headers[name] for name in ("x-a", "x-b", "x-c"))


def spoken(data: bytes) -> Reply:
    """Answer with these bytes, and close."""

    async def reply(exchange: Exchange) -> None:
        await exchange.write(data)
        exchange.end()

    return reply


# Redirects.


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_each_hop_is_recorded(web: LoopbackWeb, transport: Engine, code: int) -> None:
    names = ("one.test", "two.test", "three.test")
    first = web.chain(names, [code, 302], path=f"/{code}")
    found = raw(first, transport)
    second, third = (web.url(name, f"/{code}") for name in names[1:])
    assert third == found.final
    assert found.hops == (
        Hop(address=first, code=code, target=second),
        Hop(address=second, code=302, target=third),
    )


def test_a_redirect_can_be_the_answer(web: LoopbackWeb, transport: Engine) -> None:
    address = web.chain(("one.test", "two.test"), [302])
    found = follow(Question(address=address, redirects=False), transport, LIMITS)
    assert isinstance(found, Raw)
    assert (302, web.url("two.test", "/chain")) == (found.code, found.headers["location"])


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/there#part", "/there"),
        ("?q=a b", "/from?q=a%20b"),
        ("/қаз", "/%D2%9B%D0%B0%D0%B7"),
        (" /spaced ", "/spaced"),
    ],
)
def test_the_target_is_brought_into_form(
    web: LoopbackWeb, transport: Engine, location: str, target: str
) -> None:
    web.page("form.test", target)
    address = web.put("form.test", "/from", replies.redirect(location))
    found = raw(address, transport)
    assert web.url("form.test", target) == found.final == found.hops[0].target


def test_a_circle_is_seen(web: LoopbackWeb, transport: Engine) -> None:
    found = trouble(web.circle(("one.test", "two.test")), transport)
    assert (Trouble.LOOP, 2, 302) == (found.trouble, len(found.hops), found.code)


def test_hops_have_an_end(web: LoopbackWeb, transport: Engine) -> None:
    names = [f"far{number}.test" for number in range(12)]
    found = trouble(web.chain(names, [302] * 11), transport)
    assert (Trouble.TOO_MANY_HOPS, 11) == (found.trouble, len(found.hops))
    enough = replace(LIMITS, hops=11)
    assert 11 == len(raw(web.url(names[0], "/chain"), transport, enough).hops)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("file:///etc/passwd", Trouble.BAD_ADDRESS),
        ("http://user:word@one.test/", Trouble.BAD_ADDRESS),
        ("http://[bad/", Trouble.BAD_ADDRESS),
        ("http://192.168.0.1/", Trouble.NOT_ALLOWED),
        ("http://169.254.169.254/latest/", Trouble.NOT_ALLOWED),
        ("http://[fd00:ec2::254]/", Trouble.NOT_ALLOWED),
        ("http://inside.test/", Trouble.NOT_ALLOWED),
    ],
)
def test_a_redirect_to_where_nobody_may_go_ends_the_look(
    web: LoopbackWeb, transport: Engine, target: str, kind: Trouble
) -> None:
    web.point("inside.test", "10.0.0.8")
    found = trouble(web.put("from.test", "/", replies.redirect(target)), transport)
    assert (kind, 1) == (found.trouble, len(found.hops))
    assert found.words


def test_cookies_go_along_within_one_look(web: LoopbackWeb, transport: Engine) -> None:
    address = web.put("wall.test", "/", changing.cookie_wall(replies.page("inside")))
    for _ in range(2):
        found = raw(address, transport)
        assert (200, 1) == (found.code, len(found.hops))
        assert b"inside" in (found.body or b"")
    # The second look began without the cookie of the first.
    sent = ["cookie" in request.headers for request in web.requests("wall.test")]
    assert [False, True, False, True] == sent


def test_cookies_of_one_host_stay_there(web: LoopbackWeb, transport: Engine) -> None:
    web.page("other.test")
    handed = replies.redirect(web.url("other.test"), headers={"Set-Cookie": "a=b"})
    raw(web.put("giver.test", "/", handed), transport)
    assert "cookie" not in web.requests("other.test")[-1].headers


def test_a_redirect_whose_body_never_ends_is_left(web: LoopbackWeb, transport: Engine) -> None:
    target = web.page("end.test")
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 999999\r\n\r\n"
    address = web.put("talker.test", "/", spoken(head.encode() + b"x" * 50_000))
    assert target == raw(address, transport).final
    address = web.put("talker.test", "/short", spoken(head.encode() + b"x" * 50))
    assert target == raw(address, transport).final


def test_hops_share_one_time(web: LoopbackWeb, transport: Engine) -> None:
    for number in range(1, 4):
        step = replies.redirect(web.url("slow.test", f"/{number}"))
        web.put("slow.test", f"/{number - 1}", wire.late(step, 0.25))
    found = trouble(web.url("slow.test", "/0"), transport, replace(BRIEF, idle=1.0))
    assert (Trouble.TIMEOUT, 2) == (found.trouble, len(found.hops))


def test_no_time_is_left_for_the_next_hop(web: LoopbackWeb, transport: Engine) -> None:
    found = trouble(web.page("late.test"), transport, replace(LIMITS, whole=0.0))
    assert (Trouble.TIMEOUT, "the hops took too long") == (found.trouble, found.words)
    assert 0 == web.count("late.test")


# Troubles.


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "'nonsense' is not a web address"),
        ("ftp://a.test/", "ftp is not asked, only http and https"),
        ("http://user@a.test/", "the address holds a user name"),
        ("http://a.test:0/", "there is no port 0"),
        ("http://a..b/", "'a..b' is not a host"),
        ("http://a b/", "'a b' is not a host"),
        ("http://[::g]/", "[::g] is not a host"),
    ],
)
def test_a_bad_address_is_not_asked(transport: Engine, address: str, words: str) -> None:
    assert Unanswered(trouble=Trouble.BAD_ADDRESS, words=words) == trouble(address, transport)


def test_a_name_that_nobody_has(transport: Engine) -> None:
    assert Trouble.NAME is trouble("http://nobody.test/", transport).trouble


def test_a_name_server_that_fails_says_nothing_of_the_name(make: Make) -> None:
    def broken(_: str) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    transport = make(Dialler(resolve=broken))
    found = trouble("http://a.test/", transport)
    assert (Trouble.TIMEOUT, "try again") == (found.trouble, found.words)


def test_a_private_address_is_not_asked(transport: Engine) -> None:
    found = trouble("http://10.0.0.1/", transport)
    assert (Trouble.NOT_ALLOWED, "10.0.0.1: 10.0.0.1 is private") == (found.trouble, found.words)


def test_a_refused_port(web: LoopbackWeb, transport: Engine) -> None:
    assert Trouble.REFUSED is trouble(web.refuse("closed.test"), transport).trouble


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (wire.reset(Moment.BEFORE_HEADERS), Trouble.RESET, None),
        (wire.reset(Moment.IN_HEADERS), Trouble.RESET, None),
        (wire.cut_short(), Trouble.RESET, 200),
        (wire.silent_end(), Trouble.RESET, None),
        (wire.hang(), Trouble.TIMEOUT, None),
        (wire.header_drip(0.02), Trouble.TIMEOUT, None),
        (wire.drip(0.02), Trouble.TIMEOUT, 200),
        (wire.header_flood(), Trouble.TOO_LARGE, None),
        (wire.long_header(), Trouble.TOO_LARGE, None),
        (wire.garbage(), Trouble.BAD_ANSWER, None),
        (spoken(b"HTTP/1.1 103 Early Hints\r\n\r\n"), Trouble.BAD_ANSWER, None),
        (spoken(b"HTTP/3.0 200 OK\r\n\r\n"), Trouble.BAD_ANSWER, None),
        (spoken(b"HTTP/1.1 200 OK\r\nContent-Length: 3, 4\r\n\r\n1234"), Trouble.BAD_ANSWER, None),
    ],
)
@pytest.mark.parametrize("tls", [False, True])
def test_faults_on_the_wire_have_their_names(
    web: LoopbackWeb,
    transport: Engine,
    reply: Reply,
    kind: Trouble,
    code: int | None,
    *,
    tls: bool,
) -> None:
    if tls:
        # Whom to trust is read once, which is no part of what is timed here.
        raw(web.page("warm.test", tls=True), transport)
    start = time.monotonic()
    found = trouble(web.put("fault.test", "/", reply, tls=tls), transport, BRIEF)
    assert (kind, code) == (found.trouble, found.code)
    assert found.words
    assert time.monotonic() - start < 1.0


def test_a_reset_in_the_body_is_told(web: LoopbackWeb, transport: Engine) -> None:
    found = trouble(web.put("fault.test", "/reset", wire.reset(Moment.IN_BODY)), transport)
    # A reset may overtake the headers that were sent before it.
    assert (Trouble.RESET, True) == (found.trouble, found.code in (200, None))


@pytest.mark.parametrize("reply", [wire.endless(), wire.bomb(20)])
def test_a_body_that_runs_over_the_limit_is_too_large(
    web: LoopbackWeb, transport: Engine, reply: Reply
) -> None:
    found = trouble(web.put("fault.test", "/large", reply), transport, SMALL)
    assert (Trouble.TOO_LARGE, 200) == (found.trouble, found.code)


def test_a_plain_body_may_not_unpack_to_more_either(web: LoopbackWeb, transport: Engine) -> None:
    limits = replace(LIMITS, unpacked=99)
    address = web.put("fault.test", "/plain", replies.plain("x" * 100))
    assert Trouble.TOO_LARGE is trouble(address, transport, limits).trouble


def test_a_body_that_says_how_long_it_is_is_an_answer(web: LoopbackWeb, transport: Engine) -> None:
    found = raw(web.put("large.test", "/", replies.plain("x" * 100_001)), transport, SMALL)
    assert (200, None, 100_001) == (found.code, found.body, found.length)


# TLS.


def test_tls_is_trusted_by_the_authority_given(web: LoopbackWeb, transport: Engine) -> None:
    address = web.page("safe.test", title="Safe", tls=True)
    assert b"Safe" in (raw(address, transport).body or b"")
    assert b"Safe" in (raw(address, transport).body or b"")


@pytest.mark.parametrize(
    ("certificate", "kind"),
    [
        (Certificate.EXPIRED, Trouble.TLS_EXPIRED),
        (Certificate.OTHER_NAME, Trouble.TLS_NAME),
        (Certificate.UNTRUSTED, Trouble.TLS_UNTRUSTED),
        (Certificate.BROKEN, Trouble.TLS),
    ],
)
def test_nothing_is_sent_without_trust(
    web: LoopbackWeb, transport: Engine, certificate: Certificate, kind: Trouble
) -> None:
    name = f"{certificate.name.lower().replace('_', '-')}.test"
    address = web.page(name, tls=True)
    web.certificate(name, certificate)
    found = trouble(address, transport)
    assert kind is found.trouble
    assert found.words
    assert 0 == web.count(name)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_tls_where_there_is_none(local: Engine, answer: bytes) -> None:
    script = Script((answer,))
    script.start()
    assert Trouble.TLS is trouble(script.address.replace("http", "https"), local).trouble
    script.join(1)


def test_silence_in_the_handshake_has_an_end(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        dialler = Dialler(Guard(("127.0.0.0/8",)), lambda _: ("127.0.0.1",))
        transport = make(dialler)
        address = f"https://a.test:{server.getsockname()[1]}/"
        # Nobody takes the connection: silence, within the time for connecting.
        hasty = replace(LIMITS, connect=0.05)
        assert Trouble.TIMEOUT is trouble(address, transport, hasty).trouble


def test_an_authority_that_is_no_file() -> None:
    with pytest.raises(OSError, match="No such file"):
        secure_context((str(Path("/no/such/file.pem")),))


# Connections.


def test_a_connection_is_used_again(web: LoopbackWeb, transport: Engine) -> None:
    address = web.page("again.test", ANY)
    for path in ("a", "b?c=d"):
        assert 200 == raw(f"{address}{path}", transport).code
    web.put("again.test", "/none", replies.redirect(f"{address}z"))
    assert 200 == raw(f"{address}none", transport).code
    assert ["/a", "/b?c=d", "/none", "/z"] == [one.path for one in web.requests("again.test")]


def test_a_kept_connection_that_has_ended_is_not_used(local: Engine) -> None:
    script = Script((OK,), (OK,))
    script.start()
    assert b"ok" == raw(script.address, local).body
    script.ended.wait(1)
    assert b"ok" == raw(script.address, local).body
    script.join(1)


def test_a_kept_connection_that_ends_when_it_is_used_is_no_trouble(
    local: Engine,
) -> None:
    script = Script((OK, b""), (OK,))
    script.start()
    assert b"ok" == raw(script.address, local).body
    assert b"ok" == raw(script.address, local).body
    script.join(1)


def test_a_fresh_connection_that_ends_is_trouble(local: Engine) -> None:
    script = Script((b"",), (OK,))
    script.start()
    assert Trouble.RESET is trouble(script.address, local).trouble
    assert b"ok" == raw(script.address, local).body
    script.join(1)


def test_settings_of_the_environment_are_not_taken(
    web: LoopbackWeb, transport: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, web.refuse("proxy.test"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file.pem")
    assert 200 == raw(web.page("straight.test"), transport).code
    assert 200 == raw(web.page("straight.test", tls=True), transport).code


def test_several_connections_to_one_host_are_kept(web: LoopbackWeb, transport: Engine) -> None:
    address = web.put("pair.test", "/", wire.late(replies.page("late"), 0.1))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: raw(address, transport).code, range(2)))
    assert [200, 200, 200] == [*found, raw(address, transport).code]


def test_of_many_connections_the_oldest_are_closed(web: LoopbackWeb, make: Make) -> None:
    transport = make(Dialler(Guard(("127.0.0.0/8",)), web.resolve), most=1)
    for name in ("first.test", "second.test", "first.test"):
        assert 200 == raw(web.page(name), transport).code


# HEAD.

BY_HEAD = replace(LIMITS, head_first=True)


def methods(web: LoopbackWeb, name: str) -> list[str]:
    return [request.method for request in web.requests(name)]


def test_head_suffices_for_what_is_no_page(web: LoopbackWeb, transport: Engine) -> None:
    address = web.put("film.test", "/", replies.raw(b"x" * 99, "video/mp4"))
    assert (200, None) == (
        raw(address, transport, BY_HEAD).code,
        raw(address, transport, BY_HEAD).body,
    )
    assert ["HEAD", "HEAD"] == methods(web, "film.test")


def test_a_page_is_read_after_head(web: LoopbackWeb, transport: Engine) -> None:
    address = web.page("text.test", title="Read")
    assert b"Read" in (raw(address, transport, BY_HEAD).body or b"")
    assert ["HEAD", "GET"] == methods(web, "text.test")


@pytest.mark.parametrize("wrap", [wire.head_refused, wire.head_hangs])
def test_where_head_fails_get_decides(
    web: LoopbackWeb, transport: Engine, wrap: Callable[[Reply], Reply]
) -> None:
    name = f"{wrap.__name__.replace('_', '-')}.test"
    address = web.put(name, "/", wrap(replies.page("Read")))
    limits = replace(BY_HEAD, idle=0.1)
    assert b"Read" in (raw(address, transport, limits).body or b"")
    assert ["HEAD", "GET"] == methods(web, name)


def test_a_failure_is_always_by_get(web: LoopbackWeb, transport: Engine) -> None:
    address = web.put("gone.test", "/", replies.status(404))
    assert 404 == raw(address, transport, BY_HEAD).code
    assert ["HEAD", "GET"] == methods(web, "gone.test")


@pytest.mark.parametrize("code", [429, 503])
def test_after_a_plea_nothing_follows_at_once(
    web: LoopbackWeb, transport: Engine, code: int
) -> None:
    name = f"busy{code}.test"
    address = web.put(name, "/", replies.retry_after(1, code))
    assert code == raw(address, transport, BY_HEAD).code
    assert ["HEAD"] == methods(web, name)


def test_head_goes_through_a_cookie_wall(web: LoopbackWeb, transport: Engine) -> None:
    address = web.put("both.test", "/", changing.cookie_wall(replies.page("inside")))
    assert b"inside" in (raw(address, transport, BY_HEAD).body or b"")


# Walls are answers.


def test_a_robot_wall_is_an_answer_with_its_signs(web: LoopbackWeb, transport: Engine) -> None:
    found = raw(web.put("walled.test", "/", walls.robot_wall()), transport)
    assert 403 == found.code
    assert found.body
