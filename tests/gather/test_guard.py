"""Only the open internet is connected to, at the address that was checked."""

from __future__ import annotations

import socket
import threading

import pytest

from kzru_cite.gather.dial import Dialler, NotAllowed, patient, system_resolver
from kzru_cite.gather.guard import Guard


@pytest.mark.parametrize(
    ("ip", "kind"),
    [
        ("0.0.0.0", "unspecified"),  # noqa: S104
        ("::", "unspecified"),
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("fd00:ec2::254", "private"),
        ("100.64.0.1", "carrier"),
        ("100.100.100.200", "carrier"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("168.63.129.16", "metadata"),
        ("224.0.0.251", "multicast"),
        ("ff02::1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("198.51.100.7", "reserved"),
        ("2001:db8::1", "reserved"),
        ("4000::1", "reserved"),
    ],
)
def test_addresses_outside_the_open_internet_are_refused(ip: str, kind: str) -> None:
    assert f"{ip} is {kind}" == Guard().refusal(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::1",
    ],
)
def test_an_address_of_version_4_is_seen_through_its_wrapping(ip: str) -> None:
    assert Guard().refusal(ip)


@pytest.mark.parametrize(
    "ip", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_the_open_internet_is_admitted(ip: str) -> None:
    assert Guard().refusal(ip) == ""


def test_a_setting_admits_networks() -> None:
    guard = Guard(("127.0.0.0/8",))
    assert guard.refusal("127.8.9.10") == ""
    assert guard.refusal("::ffff:127.0.0.1") == ""
    assert guard.refusal("10.0.0.1")
    assert guard.refusal("::1")


def test_what_is_no_address_is_refused() -> None:
    assert "'nonsense' is not a network address" == Guard().refusal("nonsense")
    with pytest.raises(ValueError, match="here"):
        Guard(("here",))


def listener(ip: str = "127.0.0.1") -> socket.socket:
    return socket.create_server((ip, 0))


def test_a_name_that_points_inside_is_refused() -> None:
    dialler = Dialler(resolve=lambda _: ("192.168.0.7",))
    with pytest.raises(NotAllowed, match=r"inner\.test: 192\.168\.0\.7 is private"):
        dialler.dial("inner.test", 80, 1.0)


def test_an_address_in_the_place_of_a_name_is_refused_too() -> None:
    asked: list[str] = []
    dialler = Dialler(resolve=lambda host: asked.append(host) or ())  # type: ignore[func-returns-value]
    for host in ("127.0.0.1", "[::1]"):
        with pytest.raises(NotAllowed):
            dialler.dial(host, 80, 1.0)
    assert asked == []


def test_of_several_addresses_only_admitted_ones_are_tried() -> None:
    with listener() as server:
        port = server.getsockname()[1]
        found = ("10.0.0.1", "127.0.0.1")
        dialler = Dialler(Guard(("127.0.0.0/8",)), lambda _: found)
        with dialler.dial("mixed.test", port, 1.0) as line:
            assert ("127.0.0.1", port) == line.getpeername()


def test_the_name_is_resolved_once_and_the_checked_address_taken() -> None:
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    with listener() as server:
        dialler = Dialler(Guard(("127.0.0.0/8",)), lambda _: next(answers))
        dialler.dial("changing.test", server.getsockname()[1], 1.0).close()
    assert ("10.0.0.1",) == next(answers)


def test_the_next_address_is_tried_when_one_refuses() -> None:
    with listener("127.0.0.3") as server:
        port = server.getsockname()[1]
        dialler = Dialler(Guard(("127.0.0.0/8",)), lambda _: ("127.0.0.2", "127.0.0.3"))
        with dialler.dial("two.test", port, 1.0) as line:
            assert line.getpeername()[0] == "127.0.0.3"


def test_the_last_refusal_is_raised() -> None:
    with listener() as server:
        port = server.getsockname()[1]
    dialler = Dialler(Guard(("127.0.0.0/8",)), lambda _: ("127.0.0.1",))
    with pytest.raises(ConnectionRefusedError):
        dialler.dial("closed.test", port, 1.0)


def test_no_time_is_left_for_a_connection() -> None:
    dialler = Dialler(Guard(("127.0.0.0/8",)), lambda _: ("127.0.0.1",))
    with pytest.raises(TimeoutError):
        dialler.dial("late.test", 9, 0.0)


def test_a_name_without_address_is_no_name() -> None:
    with pytest.raises(socket.gaierror) as caught:
        Dialler(resolve=lambda _: ()).dial("empty.test", 80, 1.0)
    assert caught.value.errno == socket.EAI_NONAME


def test_the_system_resolves_names() -> None:
    assert "127.0.0.1" in system_resolver()("127.0.0.1")
    with pytest.raises(socket.gaierror):
        system_resolver()("no-such-host.invalid")


def test_a_resolver_that_hangs_is_left_behind() -> None:
    over = threading.Event()

    def hang(_: str) -> tuple[str, ...]:
        over.wait()
        return ("127.0.0.1",)

    with pytest.raises(socket.gaierror) as caught:
        patient(hang, 0.01)("slow.test")
    over.set()
    assert caught.value.errno == socket.EAI_AGAIN


def test_a_host_with_an_address_of_version_6_is_reached() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        dialler = Dialler(Guard(("::1/128",)))
        with dialler.dial("[::1]", server.getsockname()[1], 1.0) as line:
            assert line.getpeername()[0] == "::1"
