"""However an address is spelled or come by, no connection goes to a network that is not open."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from hostile.engines import LIMITS, Engine, Make, look, unanswered
from kzru_cite.gather.addresses import NotAskable, askable, shut
from kzru_cite.gather.fetch import Question, Raw, follow
from kzru_cite.gather.guard import Guard
from kzru_cite.model.evidence import Trouble
from loopback import ANY, LoopbackWeb, replies

REFUSED = (Trouble.NOT_ALLOWED, Trouble.BAD_ADDRESS)

# Spellings of 127.0.0.1, or of what could be taken for it.
SPELLINGS = (
    *("127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433"),  # noqa: S104
    *("0177.0.0.1", "0177.1", "0x7f.1", "0x7f.0.0.1", "0x7f000001", "0X7F000001", "017700000001"),
    *("①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "①②⑦.1"),
    *("127.0.0\u00ad.1", "127.0.0\u200b.1", "127.0\u2060.0.1", "%31%32%37.0.0.1", "127%2e0.0.1"),
    *("localhost", "LOCALHOST", "localhost.", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "loc\u00adalhost"),
    *("[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]"),
    *("[2001:0:53aa:64c:0:0:80ff:fffe]", "[::ffff:0:127.0.0.1]", "[::1%25lo]", "[::1%lo]"),
    *("[2606:4700::5efe:127.0.0.1]", "[2606:4700::200:5efe:7f00:1]"),
    *("[127.0.0.1]", "[::1", "::1", "[v1.127.0.0.1]", "١٢٧.٠.٠.١", "127.0.0.1\u202e"),
)
# Addresses in which one reader sees another host than the next.
CONFUSIONS = (
    *("http://open.test@127.0.0.1:{port}/", "http://open.test:80@127.0.0.1:{port}/"),
    *("http://open.test\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@open.test/"),
    *("http://open.test\t@127.0.0.1:{port}/", "http://open.test\n@127.0.0.1:{port}/"),
    *("http://127.0.0.1:{port}#@open.test/", "http://127.0.0.1:{port}?@open.test/"),
    *("http://127.0.0.1:{port};@open.test/", "http://open.test;@127.0.0.1:{port}/"),
    *("http://127.0.0.1:{port}:80/", "http://127.0.0.1\r\n:{port}/", "http://127.0.\t0.1:{port}/"),
    *("http:127.0.0.1:{port}/", "http:/127.0.0.1:{port}/", "http:///127.0.0.1:{port}/"),
    *("http:\\\\127.0.0.1:{port}\\", "http://\\127.0.0.1:{port}/", "http:// 127.0.0.1:{port}/"),
    *("\x01http://127.0.0.1:{port}/", "hTTp://127.0.0.1:{port}/", "http://127.0.0.1 :{port}/"),
    "http://127.0.0.1:{port}%2f@open.test/",
)
# Networks that nobody on the open internet lives in, and how each is called.
FORBIDDEN = (
    *("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "100.127.255.255", "192.0.0.192"),
    *("192.0.0.8", "198.18.0.1", "198.19.255.255", "169.254.169.254", "169.254.170.2"),
    *("100.100.100.200", "168.63.129.16", "255.255.255.255", "224.0.0.1", "239.255.255.250"),
    *("0.1.2.3", "240.0.0.1", "192.88.99.1", "fe80::1", "fe80::a9fe:a9fe", "fc00::1", "fd00::1"),
    *("fd00:ec2::254", "fec0::1", "ff02::1", "ff0e::1", "2001::1", "2001:10::1", "2001:db8::1"),
    *("100::1", "5f00::1", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::ffff:169.254.169.254"),
    *("2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:a9fe:a9fe", "3fff::1"),
)
METADATA = ("metadata.google.internal", "metadata", "instance-data", "metadata.azure.internal")


class Victim:
    """A service that must never be reached; it counts who comes."""

    def __init__(self, ip: str = "127.0.0.1") -> None:
        self._server = socket.create_server((ip, 0))
        self._server.settimeout(0)
        self.port: int = self._server.getsockname()[1]

    @property
    def visits(self) -> int:
        """Return how many came since the last time."""
        found = 0
        while True:
            try:
                self._server.accept()[0].close()
            except BlockingIOError:
                return found
            found += 1

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def victim() -> Iterator[Victim]:
    made = Victim()
    yield made
    made.close()


@pytest.fixture
def front(web: LoopbackWeb) -> str:
    """Return the network of the one host that may be asked."""
    web.page("front.test")
    return f"{web.resolve('front.test')[0]}/32"


def by_system(name: str) -> Sequence[str]:
    """Resolve as the system does, which knows short, octal and hexadecimal numbers."""
    if name.startswith("open."):
        return ("93.184.215.14",)
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return tuple(str(entry[4][0]) for entry in found)


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_this_machine_is_reached(make: Make, victim: Victim, host: str) -> None:
    engine = make((), by_system)
    found = unanswered(f"http://{host}:{victim.port}/", engine)
    # A name that the system does not know leads nowhere either.
    assert found.trouble in (*REFUSED, Trouble.NAME, Trouble.TIMEOUT)
    assert 0 == victim.visits


@pytest.mark.parametrize("spelled", CONFUSIONS)
def test_no_reader_is_shown_another_host_than_is_asked(
    make: Make, victim: Victim, spelled: str
) -> None:
    found = unanswered(spelled.format(port=victim.port), make((), by_system))
    assert found.trouble in REFUSED
    assert 0 == victim.visits


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_redirect_leads_to_a_spelling_of_this_machine(
    make: Make, web: LoopbackWeb, front: str, victim: Victim, host: str
) -> None:
    def resolve(name: str) -> Sequence[str]:
        return web.resolve(name) if name.endswith(".test") else by_system(name)

    target = f"http://{host}:{victim.port}/"
    address = web.put("front.test", "/lead", replies.redirect(target))
    found = unanswered(address, make((front,), resolve))
    assert found.trouble in (*REFUSED, Trouble.NAME, Trouble.TIMEOUT)
    assert 0 == victim.visits


@pytest.mark.parametrize("hop", range(1, 9))
def test_a_redirect_inwards_is_refused_at_each_hop(
    make: Make, web: LoopbackWeb, front: str, hop: int
) -> None:
    web.page("inside.test")
    web.forget()
    target = web.url("inside.test")
    for number in reversed(range(hop)):
        target = web.put("front.test", f"/hop{number}", replies.redirect(target))
    found = unanswered(target, make((front,), web.resolve))
    assert (Trouble.NOT_ALLOWED, hop) == (found.trouble, len(found.hops))
    assert (hop, 0) == (web.count("front.test"), web.count("inside.test"))


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target",
    [
        *("file:///etc/passwd", "ftp://front.test/", "gopher://127.0.0.1:25/_HELO", "dict://a/"),
        *("data:text/html,x", "javascript:alert(1)", "blob:http://front.test/", "ldap://a/"),
        *("jar:http://front.test!/", "view-source:http://front.test/", "ws://front.test/"),
    ],
)
def test_no_redirect_leads_to_another_scheme(
    make: Make, web: LoopbackWeb, front: str, code: int, target: str
) -> None:
    address = web.put("front.test", "/scheme", replies.redirect(target, code))
    found = unanswered(address, make((front,), web.resolve))
    assert (Trouble.BAD_ADDRESS, 1) == (found.trouble, len(found.hops))


@pytest.mark.parametrize("ip", FORBIDDEN)
def test_a_name_that_leads_to_closed_networks_is_refused(make: Make, ip: str) -> None:
    found = unanswered("http://inner.test/", make((), lambda _: (ip,)))
    assert Trouble.NOT_ALLOWED is found.trouble
    assert ip in found.words


@pytest.mark.parametrize("name", METADATA)
def test_the_names_of_metadata_services_lead_nowhere(make: Make, name: str) -> None:
    found = unanswered(f"http://{name}/latest/", make((), lambda _: ("169.254.169.254",)))
    assert Trouble.NOT_ALLOWED is found.trouble


def test_a_name_that_changes_its_address_gains_nothing(
    make: Make, web: LoopbackWeb, front: str
) -> None:
    """Each connection goes to the address that was checked, whatever the name says later."""
    web.page("inside.test")
    web.forget()
    good, bad = web.resolve("front.test")[0], web.resolve("inside.test")[0]
    told: list[str] = []

    def changing(_: str) -> Sequence[str]:
        told.append(bad if len(told) % 2 else good)
        return (told[-1],)

    engine = make((front,), changing)
    web.put("front.test", "/close", replies.raw(b"x", headers={"Connection": "close"}))
    outcomes = [look(f"http://changing.test:{web.port}/close", engine) for _ in range(6)]
    answered = [isinstance(one, Raw) for one in outcomes]
    # An engine asks for each connection, or keeps to what was checked; none asks in between.
    assert answered in ([True, False] * 3, [True] * 6)
    assert len(told) == (1 if all(answered) else 6)
    assert (sum(answered), 0) == (web.count("front.test"), web.count("inside.test"))


def test_of_a_mixed_answer_only_the_open_part_is_used(
    make: Make, web: LoopbackWeb, front: str
) -> None:
    web.page("inside.test")
    web.forget()
    both = (web.resolve("inside.test")[0], web.resolve("front.test")[0])
    engine = make((front,), lambda _: both)
    assert isinstance(look(f"http://mixed.test:{web.port}/", engine), Raw)
    assert (1, 0) == (web.count("front.test"), web.count("inside.test"))


@pytest.mark.parametrize("port", [1, 7, 22, 23, 25, 53, 110, 143, 465, 587, 993, 6000, 6667, 10080])
def test_ports_of_other_services_are_not_asked(
    make: Make, web: LoopbackWeb, front: str, port: int
) -> None:
    """What browsers do not open (WHATWG Fetch, 2.9) no reader could see, and no host wants."""
    engine = make((front,), web.resolve)
    words = f"port {port} belongs to another service than the web"
    for scheme in ("http", "https"):
        found = unanswered(f"{scheme}://front.test:{port}/", engine)
        assert (Trouble.NOT_ALLOWED, words) == (found.trouble, found.words)
    address = web.put("front.test", "/port", replies.redirect(f"http://front.test:{port}/"))
    found = unanswered(address, engine)
    assert (Trouble.NOT_ALLOWED, 1) == (found.trouble, len(found.hops))


def test_ports_of_the_web_are_asked() -> None:
    for port in (80, 443, 8000, 8008, 8080, 8443, 49152):
        assert "" == shut(f"https://a.test:{port}/")


@pytest.mark.parametrize(
    "text", ["http://a.test/\r\nHost: b.test", "http://a.test/ HTTP/1.1\r\nX: y"]
)
def test_no_line_can_be_put_into_a_request(text: str) -> None:
    assert not set("\r\n ") & set(askable(text))


@pytest.mark.parametrize(
    "host", ["a\x00b.test", "a\x7f.test", "a\u2028.test", "a/.test@b", "a%00.b"]
)
def test_no_host_holds_what_a_name_cannot(host: str) -> None:
    try:
        found = askable(f"http://{host}/")
    except NotAskable:
        return
    assert found.startswith("http://a/")


def test_what_is_admitted_is_admitted_alone() -> None:
    guard = Guard(("127.0.0.0/8", "::1/128"))
    assert not guard.refusal("127.9.9.9")
    assert not guard.refusal("::ffff:127.0.0.1")
    assert all(guard.refusal(ip) for ip in FORBIDDEN)


# The real program.

SETTINGS = """\
looks = "looks.jsonl"
[gate]
dead-looks = 1
[gather]
allow-private = ["{front}"]
interval = "1ms"
timeout = "2s"
longest-wait = "1s"
budget = "budget.sqlite"
[services]
wayback = ""
doi = "{base}/doi"
crossref = "{base}/crossref"
datacite = ""
openlibrary = "{base}/library"
arxiv = ""
pubmed = ""
[archives]
poisoned = "{base}/archive"
"""
BIB = """\
@online{{led, title = {{Led}}, date = {{2020}}, urldate = {{2026-01-01}}, url = {{{base}/led}}}}
@online{{told, title = {{Told}}, date = {{2020}}, urldate = {{2026-01-01}}, url = {{{base}/told}}}}
@article{{work, title = {{Work}}, author = {{A, B}}, date = {{2020}}, doi = {{10.1000/work}}}}
@book{{book, title = {{Book}}, author = {{A, B}}, date = {{2020}}, isbn = {{9780306406157}}}}
@online{{inner, title = {{In}}, date = {{2020}}, urldate = {{2026-01-01}}, url = {{{inside}/in}}}}
"""
POISONED = """\
<!doctype html><html><head><title>Told</title>
<meta http-equiv="refresh" content="0; url={inside}/refresh">
<link rel="canonical" href="{inside}/canonical"><link rel="amphtml" href="{inside}/amp">
<link rel="alternate" type="application/ld+json" href="{inside}/ld">
<link rel="stylesheet" href="{inside}/css"><base href="{inside}/base/">
<meta name="citation_pdf_url" content="{inside}/a.pdf">
<meta property="og:url" content="{inside}/og">
</head><body><p>{words}</p><iframe src="{inside}/frame"></iframe><img src="{inside}/img">
<a href="{inside}/a.pdf">PDF</a></body></html>
"""


@dataclass(frozen=True, kw_only=True)
class Poisoned:
    """A project whose every source tries to send the program inside."""

    folder: Path
    web: LoopbackWeb
    inside: str

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        plain = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [sys.executable, "-m", "kzru_cite", *words],
            env={**plain, **kept, **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def poisoned(tmp_path: Path) -> Iterator[Poisoned]:
    with LoopbackWeb() as web:
        web.page("front.test")
        web.page("inside.test", ANY)
        base = web.url("front.test", "", numeric=True)
        inside = web.url("inside.test", "", numeric=True)
        stamp = "20200101000000"
        words = "The text of the page. " * 30
        timemap = (
            f'<{base}/told>; rel="original",\n'
            f'<{inside}/map2>; rel="timemap"; type="application/link-format",\n'
            f'<{inside}/gate>; rel="timegate",\n'
            f'<{inside}/web/{stamp}/{base}/told>; rel="first last memento"; '
            'datetime="Wed, 01 Jan 2020 00:00:00 GMT"\n'
        )
        links = replies.raw(timemap.encode(), "application/link-format")
        web.put("front.test", "/led", replies.redirect(f"{inside}/redirect"))
        web.put(
            "front.test",
            "/told",
            replies.raw(
                POISONED.format(inside=inside, words=words).encode(),
                headers={
                    "Link": f'<{inside}/link>; rel="canonical"',
                    "Refresh": f"0; url={inside}/refreshed",
                    "Content-Location": f"{inside}/location",
                },
            ),
        )
        web.put("front.test", ANY, links)
        for path in (
            "/doi/10.1000/work",
            "/doi/doiRA/10.1000/work",
            "/crossref/works/10.1000/work",
        ):
            web.put("front.test", path, replies.redirect(f"{inside}{path}"))
        front = web.resolve("front.test")[0]
        settings = SETTINGS.format(front=f"{front}/32", base=base)
        (tmp_path / "kzru-cite.toml").write_text(settings, encoding="utf-8")
        bib = BIB.format(base=base, inside=inside)
        (tmp_path / "references.bib").write_text(bib, encoding="utf-8")
        (tmp_path / "article").mkdir()
        text = "All [@led; @told; @work; @book; @inner].\n"
        (tmp_path / "article" / "a.md").write_text(text, encoding="utf-8")
        yield Poisoned(folder=tmp_path, web=web, inside=inside)


def test_nothing_that_a_page_or_service_says_sends_the_program_inside(poisoned: Poisoned) -> None:
    """Redirects, pages, archives' lists, registries: none of them is a way to closed networks."""
    done = poisoned.run("verify", "--capture", str(poisoned.folder))
    assert done.returncode in (1, 3), done.stderr
    assert 0 == poisoned.web.count("inside.test")
    asked = {request.path.split("?")[0] for request in poisoned.web.requests("front.test")}
    assert {"/led", "/told"} <= asked
    assert any(path.startswith("/archive") for path in asked)
    assert any(path.startswith(("/doi", "/crossref")) for path in asked)
    log = (poisoned.folder / "looks.jsonl").read_text(encoding="utf-8")
    assert "is loopback" in log


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"])
def test_no_proxy_of_the_environment_is_used(poisoned: Poisoned, name: str) -> None:
    """A proxy would resolve names itself, behind the guard's back."""
    done = poisoned.run("gather", "-C", str(poisoned.folder), **{name: poisoned.inside})
    assert done.returncode in (0, 3), done.stderr
    assert 0 == poisoned.web.count("inside.test")
    assert 0 < poisoned.web.count("front.test")


def test_saving_a_page_does_not_send_the_keys_elsewhere(anywhere: Engine, web: LoopbackWeb) -> None:
    """A redirect of a posted request is an answer, and is not followed."""
    web.page("thief.test", ANY)
    web.forget()
    address = web.put("saver.test", "/save", replies.redirect(web.url("thief.test"), 307))
    headers = {"Authorization": "LOW a:b"}
    question = Question(address=address, headers=headers, redirects=False, body=b"url=x")
    found = follow(question, anywhere, LIMITS)
    assert isinstance(found, Raw)
    assert (307, 0) == (found.code, web.count("thief.test"))
