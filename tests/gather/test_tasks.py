"""A question to a service walks like any other errand, from its first request to its last."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from kzru_cite.gather import services
from kzru_cite.gather.errands import Errand, Onward, Settled, Tools, page_errand, underway
from kzru_cite.gather.fetch import Question
from kzru_cite.gather.services import Identity, Service, Subject
from kzru_cite.gather.tasks import service_errand
from kzru_cite.gather.transport import Failure, Limits, Outcome, Reply, Request
from kzru_cite.model.evidence import (
    Absent,
    Found,
    Listed,
    Purpose,
    Sight,
    Trouble,
    Unanswered,
)

PAGE = "http://a.test/x"
HEADER = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
BASES = {
    "wayback": "https://arch.test",
    "doi": "https://doi.test",
    "crossref": "https://crossref.test",
    "datacite": "https://datacite.test",
}
SERVICES: Mapping[str, Service] = {
    one.name: one
    for one in services.services(BASES, Identity(agent="probe/1", contact="ed@example.org"))
}


class Script:
    """A transport that gives prepared outcomes in their order, the last one ever after."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.asked: list[Request] = []
        self._outcomes = list(outcomes)

    def ask(self, request: Request, _limits: Limits, _patience: float) -> Outcome:
        self.asked.append(request)
        return self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]


def reply(body: object, code: int = 200, **headers: str) -> Reply:
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(code=code, headers={"content-type": "application/json", **named}, body=content)


def row(stamp: int) -> list[str]:
    return ["test,a)/x", str(stamp), PAGE, "text/html", "200", "A" * 32, "10"]


def walked(errand: Errand) -> tuple[Settled, int]:
    """Go to the end of an errand; return it, and how many turns it took."""
    turns = 1
    while isinstance(turn := errand.go(), Onward):
        errand = turn.errand
        turns += 1
    return turn, turns


def asked(name: str, subject: Subject, script: Script) -> tuple[Sight, int]:
    tools = Tools(transport=script, limits=Limits())
    settled, turns = walked(service_errand(SERVICES[name], subject, tools))
    return settled.sight, turns


def test_a_list_is_followed_page_by_page_each_in_a_turn_of_its_own() -> None:
    script = Script(
        reply([HEADER, row(20200101000000), [], ["key 1"]]),
        reply([HEADER, row(20210101000000), [], ["key 2"]]),
        reply([HEADER, row(20220101000000)]),
    )
    sight, turns = asked("wayback", Subject(about=PAGE), script)
    assert isinstance(sight, Listed)
    assert sight.complete
    assert [2020, 2021, 2022] == [one.taken.year for one in sight.captures]
    assert 3 == turns == len(script.asked)
    assert "resumeKey=key+2" in script.asked[2].address


def test_a_list_is_gone_on_with_elsewhere_from_where_it_was_left() -> None:
    pages = [
        reply([HEADER, row(20200101000000), [], ["key 1"]]),
        reply([HEADER, row(20210101000000), [], ["key 2"]]),
        reply([HEADER, row(20220101000000)]),
    ]
    subject = Subject(about=PAGE)
    errand = service_errand(
        SERVICES["wayback"], subject, Tools(transport=Script(pages[0]), limits=Limits())
    )
    for number in (1, 2):
        turn = errand.go()
        assert isinstance(turn, Onward)
        # As it comes out of another process, where its tools are others.
        there = pickle.loads(pickle.dumps(underway(turn.errand)))  # noqa: S301
        script = Script(pages[number])
        tools = Tools(transport=script, limits=Limits())
        errand = service_errand(SERVICES["wayback"], subject, tools, there)
        assert turn.errand.address == errand.address
    settled = errand.go()
    assert isinstance(settled, Settled)
    assert isinstance(settled.sight, Listed)
    assert [2020, 2021, 2022] == [one.taken.year for one in settled.sight.captures]


def test_what_asks_nobody_is_not_underway() -> None:
    tools = Tools(transport=Script(reply("")), limits=Limits())
    assert None is underway(page_errand(Question(address="nowhere"), tools, lambda *_: None))


def test_a_list_near_a_moment_takes_one_request() -> None:
    near = datetime(2024, 1, 12, 12, tzinfo=UTC)
    script = Script(reply([HEADER, row(20240112101112)]))
    sight, turns = asked("wayback", Subject(about=PAGE, near=near), script)
    assert isinstance(sight, Listed)
    assert "closest=20240112120000" in script.asked[0].address
    assert 1 == turns


def test_the_resolver_is_asked_for_the_handle_and_then_for_the_agency() -> None:
    handle = {"responseCode": 1, "handle": "10.5555/a", "values": []}
    script = Script(reply(handle), reply([{"DOI": "10.5555/a", "RA": "Crossref"}]))
    sight, _ = asked("doi", Subject(about="doi:10.5555/a"), script)
    assert isinstance(sight, Found)
    assert "Crossref" == sight.record.agency
    assert ["https://doi.test/api/handles/10.5555/a", "https://doi.test/ra/10.5555/a"] == [
        request.address for request in script.asked
    ]


def test_a_redirect_of_a_service_is_followed() -> None:
    script = Script(
        reply("", 302, location="https://datacite.test/moved"), reply({"errors": []}, 404)
    )
    sight, _ = asked("datacite", Subject(about="doi:10.5555/a"), script)
    assert Absent() == sight
    assert "https://datacite.test/moved" == script.asked[1].address


def test_a_redirect_that_is_the_answer_is_not_followed() -> None:
    copy = f"https://arch.test/web/20240112101112/{PAGE}"
    script = Script(reply("", 302, location=copy, vary="accept-datetime"))
    near = datetime(2024, 1, 12, 12, tzinfo=UTC)
    sight, _ = asked("timegate:wayback", Subject(about=PAGE, near=near), script)
    assert isinstance(sight, Listed)
    assert [copy] == [one.address for one in sight.captures]
    assert 1 == len(script.asked)


def test_what_a_service_cannot_be_asked_is_asked_of_nobody() -> None:
    script = Script(reply({}))
    tools = Tools(transport=script, limits=Limits())
    subject = Subject(about="doi:10.5555/a,b")
    errand = service_errand(SERVICES["crossref-updates"], subject, tools)
    assert "" == errand.address
    settled, _ = walked(errand)
    assert isinstance(settled.sight, Unanswered)
    assert "comma" in settled.sight.words
    assert [] == script.asked


class Restless:
    """A service that never has enough."""

    name = "restless"
    purpose = Purpose.RECORD

    def question(self, subject: Subject) -> services.Request:
        return self.read(subject, ())

    def read(self, _subject: Subject, replies: tuple[services.Reply, ...]) -> services.Request:
        return services.Request(address=f"https://restless.test/{len(replies)}")


def test_a_service_without_end_is_given_up() -> None:
    script = Script(reply({}))
    tools = Tools(transport=script, limits=Limits())
    settled, turns = walked(service_errand(Restless(), Subject(about="doi:10.5555/a"), tools))
    assert isinstance(settled.sight, Unanswered)
    assert (Trouble.SERVICE, "no end after 40 answers") == (
        settled.sight.trouble,
        settled.sight.words,
    )
    assert 40 == turns == len(script.asked)


@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT, Trouble.REFUSED, Trouble.NAME])
def test_that_there_was_no_answer_is_told_as_it_is(trouble: Trouble) -> None:
    script = Script(Failure(trouble=trouble, words="as it was"))
    sight, _ = asked("crossref", Subject(about="doi:10.5555/a"), script)
    assert Unanswered(trouble=trouble, words="as it was") == sight


def test_a_plea_for_quiet_is_handed_on_to_the_lanes() -> None:
    script = Script(reply("Too many requests", 429, retry_after="5"))
    tools = Tools(transport=script, limits=Limits())
    subject = Subject(about="doi:10.5555/a")
    settled, _ = walked(service_errand(SERVICES["crossref"], subject, tools))
    assert isinstance(settled.sight, Unanswered)
    assert 429 == settled.sight.code
    assert settled.plea is not None
    assert (429, "5") == (settled.plea.code, settled.plea.after)


def test_an_answer_that_was_not_read_is_no_empty_one() -> None:
    unread = Reply(code=200, headers={"content-type": "application/json"}, length=9_000_000)
    sight, _ = asked("wayback", Subject(about=PAGE), Script(unread))
    assert isinstance(sight, Unanswered)
    assert "the answer of 9000000 bytes was not read" == sight.words
    assert 200 == sight.code


def test_the_name_and_the_wish_of_a_service_stand_in_place_of_the_usual_ones() -> None:
    script = Script(reply({"errors": []}, 404))
    asked("datacite", Subject(about="doi:10.5555/a"), script)
    headers = script.asked[0].headers
    assert "probe/1 (mailto:ed@example.org)" == headers["User-Agent"]
    assert "application/vnd.api+json" == headers["Accept"]
    assert 2 == len(headers)
