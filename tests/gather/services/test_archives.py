"""Archives list their copies; holding nothing and not answering stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from transports import CASSETTES, OverRequests, Script, answer, playing

from kzru_cite.gather.services import Answer, Identity, Service, Subject, consult, services
from kzru_cite.gather.services.catalogue import BASES
from kzru_cite.gather.services.cdx import Cdx
from kzru_cite.model.evidence import CaptureListed, Listed, Purpose, Trouble, Unanswered

NOON = datetime(2024, 1, 12, 12, tzinfo=UTC)
TAKEN = datetime(2024, 1, 12, 10, 11, 12, tzinfo=UTC)
STAMP = "Fri, 12 Jan 2024 10:11:12 GMT"
EARLY = datetime(2018, 1, 2, 3, 4, 5, tzinfo=UTC)
EDITOR = Identity(agent="kzru-cite/1", contact="editor@example.org")
BASE = "https://arch.example/all"
ARCHIVES = {"arch": BASE, "off": ""}


def service(name: str) -> Service:
    known = services(BASES, EDITOR, ARCHIVES)
    return next(one for one in known if one.name == name)


@pytest.fixture
def web(request: pytest.FixtureRequest) -> Iterator[OverRequests]:
    with playing(CASSETTES / f"{request.param}.yaml") as transport:
        yield transport


def over(cassette: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("web", [cassette], indirect=True)


def ask(web: OverRequests | Script, name: str, about: str, near: datetime | None = None) -> object:
    return consult(service(name), Subject(about=about, near=near), web)


def listed(found: object) -> Listed:
    assert isinstance(found, Listed), found
    return found


def no_answer(found: object) -> tuple[Trouble, int | None]:
    assert isinstance(found, Unanswered), found
    return found.trouble, found.code


@over("wayback")
def test_the_index_is_read_page_by_page(web: OverRequests) -> None:
    found = listed(ask(web, "wayback", "http://a.test/x,y;z"))
    assert found.complete
    assert found.captures == (
        CaptureListed(
            taken=datetime(2020, 1, 1, tzinfo=UTC),
            address="https://web.archive.org/web/20200101000000/http://a.test:80/x,y;z",
            original="http://a.test:80/x,y;z",
            code=200,
            digest="3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        ),
        CaptureListed(
            taken=datetime(2021, 1, 1, tzinfo=UTC),
            address="https://web.archive.org/web/20210101000000/http://a.test:80/x,y;z",
            original="http://a.test:80/x,y;z",
            code=200,
            digest="3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        ),
        CaptureListed(
            taken=TAKEN,
            address="https://web.archive.org/web/20240112101112/http://www.a.test/x,y;z",
            original="http://www.a.test/x,y;z",
            code=404,
        ),
        CaptureListed(
            taken=datetime(2025, 1, 1, tzinfo=UTC),
            address="https://web.archive.org/web/20250101000000/http://a.test:80/x,y;z",
            original="http://a.test:80/x,y;z",
        ),
    )


@over("wayback")
def test_an_empty_index_says_that_nothing_is_held(web: OverRequests) -> None:
    assert ask(web, "wayback", "http://never.test/") == Listed(captures=())
    assert ask(web, "wayback", "http://none.test/", NOON) == Listed(captures=())


@over("wayback")
def test_a_list_cut_off_by_an_outage_is_not_complete(web: OverRequests) -> None:
    found = listed(ask(web, "wayback", "http://cut.test/"))
    assert (len(found.captures), found.complete, found.broken_off) == (1, False, True)


@over("wayback")
def test_a_list_with_a_row_that_cannot_be_read_is_not_complete(web: OverRequests) -> None:
    found = listed(ask(web, "wayback", "http://bad.test/"))
    assert (len(found.captures), found.complete, found.broken_off) == (1, False, False)


@over("wayback")
@pytest.mark.parametrize(
    ("host", "expected", "words"),
    [
        ("excluded", (Trouble.SERVICE, 403), "excluded from the archive"),
        ("robots", (Trouble.SERVICE, 200), "excluded from the archive"),
        ("fault", (Trouble.SERVICE, 200), "timed out"),
        ("busy", (Trouble.SERVICE, 429), "fewer requests"),
        ("wall", (Trouble.BAD_ANSWER, 200), "not the answer"),
    ],
)
def test_an_index_that_refuses_holds_not_nothing(
    web: OverRequests, host: str, expected: tuple[Trouble, int], words: str
) -> None:
    found = ask(web, "wayback", f"http://{host}.test/")
    assert expected == no_answer(found)
    assert isinstance(found, Unanswered)
    assert words in found.words
    assert len(web.asked) == 1


@over("wayback")
def test_near_a_moment_the_closest_copies_are_asked_for(web: OverRequests) -> None:
    found = listed(ask(web, "wayback", "http://a.test/x,y;z", NOON))
    assert [2023, 2024, 2024] == [copy.taken.year for copy in found.captures]
    assert found.complete


@over("wayback")
def test_when_the_closest_all_came_later_the_last_before_are_asked_for(web: OverRequests) -> None:
    found = listed(ask(web, "wayback", "http://late.test/", NOON))
    assert found.captures[0].taken == datetime(2023, 11, 1, tzinfo=UTC)
    assert (len(found.captures), found.complete, found.broken_off) == (101, False, False)


def test_an_outage_after_the_closest_copies_keeps_them() -> None:
    rows = "\n".join(
        f"k 202402{day:02d}{hour:02d}0000 http://a.test/ text/html 200 - 1"
        for day in range(1, 6)
        for hour in range(20)
    )
    script = Script(answer(rows), answer("", 429))
    found = listed(ask(script, "wayback", "http://a.test/", NOON))
    assert (len(found.captures), found.complete, found.broken_off) == (100, False, True)


def test_an_index_of_more_pages_than_are_read_is_not_complete() -> None:
    pages = [
        answer(f"k 20240{number}01000000 http://a.test/ text/html 200 - 1\n\nkey{number}\n")
        for number in (1, 2)
    ]
    index = Cdx(name="small", base="https://arch.example/all/", most_pages=2)
    found = consult(index, Subject(about="http://a.test/"), Script(*pages))
    assert [copy.address for copy in listed(found).captures] == [
        "https://arch.example/all/20240101000000/http://a.test/",
        "https://arch.example/all/20240201000000/http://a.test/",
    ]
    assert not listed(found).complete
    assert not listed(found).broken_off


@over("wayback")
def test_availability_confirms(web: OverRequests) -> None:
    assert ask(web, "availability", "http://a.test/", NOON) == Listed(
        captures=(
            CaptureListed(
                taken=TAKEN,
                address="https://web.archive.org/web/20240112101112/http://a.test:80/",
                original="http://a.test:80/",
                code=200,
            ),
        ),
        complete=False,
    )


@over("wayback")
@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("b", (Trouble.SERVICE, 200)),
        ("c", (Trouble.SERVICE, 503)),
        ("d", (Trouble.BAD_ANSWER, 200)),
    ],
)
def test_availability_never_denies(
    web: OverRequests, host: str, expected: tuple[Trouble, int]
) -> None:
    assert expected == no_answer(ask(web, "availability", f"http://{host}.test/"))


@over("memento")
def test_a_timemap_in_pages_is_read_to_its_end_within_the_archive(web: OverRequests) -> None:
    assert ask(web, "arch", "http://a.test/x,y") == Listed(
        captures=(
            CaptureListed(
                taken=EARLY,
                address=f"{BASE}/20180102030405/http://a.test/x,y",
                original="http://a.test/x,y",
            ),
            CaptureListed(
                taken=TAKEN,
                address=f"{BASE}/20240112101112/http://www.a.test/x,y",
                original="http://www.a.test/x,y",
            ),
        )
    )
    assert all(request.address.startswith(BASE) for request in web.asked)


@over("memento")
def test_a_single_copy_is_listed(web: OverRequests) -> None:
    found = listed(ask(web, "arch", "http://single.test/#part"))
    assert [TAKEN] == [copy.taken for copy in found.captures]


@over("memento")
@pytest.mark.parametrize(("name", "near"), [("arch", None), ("timegate:arch", NOON)])
def test_an_archive_without_a_map_of_the_address_holds_nothing(
    web: OverRequests, name: str, near: datetime | None
) -> None:
    assert ask(web, name, "http://never.test/", near) == Listed(captures=())


PYWB = "The url <b>http://a.test/</b> could not be found in this collection."


@pytest.mark.parametrize("name", ["arch", "timegate:arch"])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("", {"content-type": "application/link-format"}),
        ("404 page not found", {"x-memento-count": "0"}),
        ("", {"vary": "Accept-Datetime, Prefer"}),
        ("<html>", {"link": '<http://a.test/>; rel="original"'}),
        (f"<html><p>{PYWB}</p>", {}),
        (f"<html>{'<br>' * 20_000}<p>The Wayback Machine has not archived that URL.</p>", {}),
        ("<html>Wayback Machine doesn&#39;t have that\n page archived", {}),
        ("<html><h1>Resource Not In Archive</h1>", {}),
        (
            "",
            {
                "x-archive-wayback-runtime-error": (
                    "org.archive.wayback.exception.ResourceNotInArchiveException: no copy"
                )
            },
        ),
    ],
)
def test_a_404_in_the_form_of_an_archive_says_that_nothing_is_held(
    name: str, body: str, headers: dict[str, str]
) -> None:
    script = Script(answer(body, 404, headers))
    assert ask(script, name, "http://a.test/", NOON) == Listed(captures=())


@pytest.mark.parametrize("name", ["arch", "timegate:arch"])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("", {}),
        ("404 page not found", {"content-type": "text/plain"}),
        ('{"detail":"Not Found"}', {"content-type": "application/json"}),
        ("<html><h1>Not Found</h1>/timemap/link/http://a.test/ is not on this server.", {}),
        # pywb below an address at which there is no collection.
        ("<html><title>Pywb Error</title><p>Collection not found: <b>alls</b></p>", {}),
        ("<html>", {"link": '</style.css>; rel="preload"', "vary": "Accept-Encoding"}),
        ("", {"x-memento-count": "3"}),
    ],
)
def test_another_404_leaves_open_what_is_held(
    name: str, body: str, headers: dict[str, str]
) -> None:
    found = ask(Script(answer(body, 404, headers)), name, "http://a.test/", NOON)
    assert no_answer(found) == (Trouble.BAD_ANSWER, 404)
    assert isinstance(found, Unanswered)
    assert "look at its address in the settings" in found.words


@pytest.mark.parametrize("name", ["arch", "timegate:arch"])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("<p>This URL has been excluded from the Wayback Machine.</p>", {}),
        (
            "",
            {
                "x-archive-wayback-runtime-error": "RobotAccessControlException: blocked",
                "content-type": "application/link-format",
            },
        ),
    ],
)
def test_a_404_for_a_site_that_is_excluded_is_no_empty_list(
    name: str, body: str, headers: dict[str, str]
) -> None:
    found = ask(Script(answer(body, 404, headers)), name, "http://a.test/", NOON)
    assert no_answer(found) == (Trouble.SERVICE, 404)
    assert isinstance(found, Unanswered)
    assert "excluded from the archive" in found.words


@pytest.mark.parametrize(
    "second",
    [answer("", 404, {"content-type": "application/link-format"}), answer("", 503), answer("no")],
)
def test_a_further_map_that_cannot_be_had_breaks_the_list_off(second: Answer) -> None:
    memento = f'<{BASE}/1/http://a.test/>; rel="memento"; datetime="{STAMP}"'
    first = answer(f'{memento}, <{BASE}/timemap/link/2>; rel="timemap"')
    found = listed(ask(Script(first, second), "arch", "http://a.test/"))
    assert (len(found.captures), found.complete, found.broken_off) == (1, False, True)


@over("memento")
def test_a_map_that_lacks_something_is_not_complete(web: OverRequests) -> None:
    assert not listed(ask(web, "arch", "http://cut.test/")).complete


@over("memento")
def test_a_map_of_which_nothing_can_be_read_is_not_empty(web: OverRequests) -> None:
    found = ask(web, "arch", "http://lost.test/")
    assert no_answer(found) == (Trouble.BAD_ANSWER, None)


def test_a_table_of_which_no_row_can_be_read_is_not_empty() -> None:
    script = Script(
        answer('[["urlkey", "timestamp", "original"], ["k", "soon", "http://a.test/"]]')
    )
    assert no_answer(ask(script, "wayback", "http://a.test/")) == (Trouble.BAD_ANSWER, None)


@over("memento")
@pytest.mark.parametrize(
    ("name", "host", "expected"),
    [
        ("arch", "wall", (Trouble.BAD_ANSWER, 200)),
        ("arch", "busy", (Trouble.SERVICE, 429)),
        ("timegate:arch", "wall", (Trouble.BAD_ANSWER, 200)),
        ("timegate:arch", "odd", (Trouble.BAD_ANSWER, 302)),
        ("timegate:arch", "busy", (Trouble.SERVICE, 503)),
    ],
)
def test_an_archive_that_does_not_answer_holds_not_nothing(
    web: OverRequests, name: str, host: str, expected: tuple[Trouble, int]
) -> None:
    assert expected == no_answer(ask(web, name, f"http://{host}.test/", NOON))


def test_maps_that_name_ever_new_maps_come_to_an_end() -> None:
    copy = f'<{BASE}/1/http://a.test/>; rel="memento"; datetime="Fri, 12 Jan 2024 10:11:12 GMT"'
    maps = [
        answer(
            f'{copy}, <{BASE}/timemap/link/{n}>; rel="timemap"',
            headers={"content-type": "application/link-format"},
        )
        for n in range(20)
    ]
    script = Script(*maps)
    found = listed(ask(script, "arch", "http://a.test/"))
    assert (found.complete, len(script.asked)) == (False, 10)


def test_an_address_that_cannot_be_read_is_no_further_map() -> None:
    only = answer('<http://a.test/>; rel="original", <not an address>; rel="timemap"')
    assert listed(ask(Script(only), "arch", "http://a.test/")).complete


@over("memento")
@pytest.mark.parametrize(
    ("about", "copy"),
    [
        (
            "http://a.test/",
            CaptureListed(
                taken=TAKEN,
                address=f"{BASE}/20240112101112/http://www.a.test/",
                original="http://www.a.test/",
            ),
        ),
        (
            "http://stamp.test/",
            CaptureListed(
                taken=TAKEN,
                address=f"{BASE}/20240112101112/http://stamp.test/",
                original="http://stamp.test/",
            ),
        ),
        (
            "http://direct.test/",
            CaptureListed(
                taken=TAKEN,
                address=f"{BASE}/20240112101112mp_/http://direct.test/",
                original="http://direct.test/",
                code=200,
            ),
        ),
    ],
)
def test_a_timegate_gives_one_copy_near_the_moment(
    web: OverRequests, about: str, copy: CaptureListed
) -> None:
    assert ask(web, "timegate:arch", about, NOON) == Listed(captures=(copy,), complete=False)
    assert web.asked[0].headers == {"accept-datetime": "Fri, 12 Jan 2024 12:00:00 GMT"}
    assert not web.asked[0].follow


def test_a_frame_around_a_copy_names_it() -> None:
    # As pywb answers: a page of its own, without Memento-Datetime.
    link = f'<{BASE}/20240112101112mp_/http://a.test/>; rel="memento"; datetime="{STAMP}"'
    script = Script(answer("<html>", headers={"link": link}))
    found = listed(ask(script, "timegate:arch", "http://a.test/", NOON))
    assert [TAKEN] == [copy.taken for copy in found.captures]


def test_a_redirect_under_the_moment_asked_for_is_followed_to_the_copy() -> None:
    # As pywb does for another spelling of the address, whatever copies it has.
    asked = f"{BASE}/20240112120000/http://a.test/?x"
    framed = f"{BASE}/20240112120000mp_/http://a.test/?x"
    script = Script(
        answer("", 307, {"location": asked}),
        answer(
            "<html>",
            headers={
                "memento-datetime": "Fri, 12 Jan 2024 12:00:00 GMT",
                "link": f'<{framed}>; rel="memento"; datetime="Fri, 12 Jan 2024 12:00:00 GMT"',
            },
        ),
        answer("<html>", headers={"memento-datetime": STAMP}),
    )
    found = listed(ask(script, "timegate:arch", "http://a.test?x", NOON))
    assert [request.address for request in script.asked[1:]] == [asked, framed]
    assert [TAKEN] == [copy.taken for copy in found.captures]


def test_neighbours_in_a_link_header_are_not_the_copy_chosen() -> None:
    link = f'<{BASE}/20200101000000/http://a.test/>; rel="prev memento"; datetime="{STAMP}"'
    script = Script(answer("<html>", headers={"link": link}))
    found = ask(script, "timegate:arch", "http://a.test/", NOON)
    assert no_answer(found) == (Trouble.BAD_ANSWER, 200)


def test_a_gate_that_sends_out_of_the_archive_is_not_followed() -> None:
    script = Script(answer("", 302, {"location": "https://elsewhere.example/x"}))
    found = ask(script, "timegate:arch", "http://a.test/", NOON)
    assert no_answer(found) == (Trouble.BAD_ANSWER, 302)


def test_a_gate_that_sends_on_for_ever_is_left() -> None:
    turns = [answer("", 302, {"location": f"{BASE}/turn/{number}"}) for number in range(9)]
    script = Script(*turns)
    found = ask(script, "timegate:arch", "http://a.test/", NOON)
    assert no_answer(found) == (Trouble.BAD_ANSWER, 302)
    assert len(script.asked) == 4


def test_a_timegate_is_not_asked_without_a_moment() -> None:
    script = Script()
    assert no_answer(ask(script, "timegate:arch", "http://a.test/")) == (Trouble.SERVICE, None)
    assert script.asked == []


def test_the_gate_of_wayback_is_its_replay() -> None:
    question = service("timegate:wayback").question(Subject(about="http://a.test/", near=NOON))
    assert not isinstance(question, Unanswered)
    assert question.address == "https://web.archive.org/web/http://a.test/"


@over("perma")
def test_a_copy_in_perma_names_its_page_and_moment(web: OverRequests) -> None:
    assert ask(web, "perma", "https://perma.cc/ab12-cd34?type=image") == Listed(
        captures=(
            CaptureListed(
                taken=TAKEN,
                address="https://perma.cc/ab12-cd34?type=image",
                original="http://a.test/x",
            ),
        )
    )


@over("perma")
def test_a_record_in_perma_without_a_good_copy_holds_nothing(web: OverRequests) -> None:
    assert ask(web, "perma", "https://perma.cc/AB12-CD35") == Listed(captures=())


@over("perma")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AB12-CD36", (Trouble.SERVICE, 404)),
        ("AB12-CD37", (Trouble.BAD_ANSWER, 200)),
        ("AB12-CD38", (Trouble.SERVICE, 503)),
    ],
)
def test_private_and_missing_copies_in_perma_look_alike(
    web: OverRequests, name: str, expected: tuple[Trouble, int]
) -> None:
    assert expected == no_answer(ask(web, "perma", f"https://perma.cc/{name}"))


def test_perma_is_not_asked_about_other_addresses() -> None:
    found = ask(Script(), "perma", "https://perma.cc/about")
    assert no_answer(found) == (Trouble.BAD_ADDRESS, None)


ARCHIVE_NAMES = ("wayback", "wayback-timemap", "timegate:wayback", "availability", "perma", "arch")


@pytest.mark.parametrize("name", ARCHIVE_NAMES)
@pytest.mark.parametrize(
    "reply",
    [
        Unanswered(trouble=Trouble.REFUSED),
        answer("no", 403),
        answer("slow down", 429),
        answer("closed", 503),
        answer("<html>", 501),
        answer("<!DOCTYPE html>Sign in to the hotel's network"),
    ],
)
def test_no_trouble_of_any_archive_is_an_empty_list(name: str, reply: Answer | Unanswered) -> None:
    found = ask(Script(reply), name, "https://perma.cc/AB12-CD34", NOON)
    assert isinstance(found, Unanswered)


@pytest.mark.parametrize("name", ARCHIVE_NAMES)
def test_archives_are_told_no_contact(name: str) -> None:
    known = service(name)
    assert known.purpose is Purpose.CAPTURES
    question = known.question(Subject(about="https://perma.cc/AB12-CD34", near=NOON))
    assert not isinstance(question, Unanswered)
    assert "editor" not in f"{question.address} {question.headers}"
