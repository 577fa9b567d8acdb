"""Answers recorded from real hosts get the class that a person gives them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kzru_cite.model.evidence import Answered, Look, PageFacts, Purpose
from kzru_cite.model.links import LinkClass, classify
from kzru_cite.model.policy import Policy
from kzru_cite.read.page import read_page

FOLDER = Path(__file__).parents[3] / "shared" / "corpus" / "soft-errors"
PAGE = "https://example.org/a"
# By the beginning of the file's name, which begins with the kind of the server.
EXPECTED = {
    "akamai-edgesuite-0.25--8": LinkClass.ROBOT_WALL,
    "akamai-edgesuite-0.25--a": LinkClass.ROBOT_WALL,
    "akamai-edgesuite-1.0--5": LinkClass.SUSPECTED_GONE,
    "akamai-edgesuite-1.0--8": LinkClass.ALIVE,
    "akamai-ghost-1.0": LinkClass.SUSPECTED_GONE,
    "awselb-2-0.0--20": LinkClass.ROBOT_WALL,
    "awselb-2-0.0--22": LinkClass.RATE_LIMITED,
    "cloudflare-0.0": LinkClass.ROBOT_WALL,
    "cloudflare-1.0": LinkClass.ALIVE,
    "cloudfront-1.0": LinkClass.ALIVE,
    "nginx-0.1": LinkClass.RATE_LIMITED,
}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the recorded answers are not here")


def link_class(sight: Answered) -> LinkClass:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    look = Look(at=at, purpose=Purpose.PAGE, about=sight.final, asked="web", sight=sight)
    return classify([look], Policy(), date(2026, 11, 23)).link_class


@pytest.mark.parametrize("start", EXPECTED)
def test_answers_of_public_offices(start: str) -> None:
    (file,) = FOLDER.glob(f"edgi/{start}*.json")
    data = json.loads(file.read_text(encoding="utf-8"))["data"]
    headers = {name.lower(): str(value) for name, value in data["headers"].items()}
    page = PageFacts(title=data["title"] or "")
    sight = Answered(code=data["status"], final=data["url"], headers=headers, page=page)
    assert EXPECTED[start] is link_class(sight)


def test_every_recorded_answer_is_expected() -> None:
    names = [file.name for file in FOLDER.glob("edgi/*.json")]
    assert len(EXPECTED) == len(names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bot-challenge-incapsula-1.html", LinkClass.ROBOT_WALL),
        # The new owner answers with a page of his own that says "not found" in Japanese.
        ("usurped-domain-now.html", LinkClass.SOFT_404),
    ],
)
def test_pages_that_answer_200(name: str, expected: LinkClass) -> None:
    page = read_page((FOLDER / name).read_bytes(), "text/html", PAGE)
    sight = Answered(code=200, final=PAGE, content_type="text/html", page=page)
    assert expected is link_class(sight)


def test_a_domain_that_was_taken_over_and_answers_404() -> None:
    told = json.loads((FOLDER / "usurped-domain-now.headers.json").read_text(encoding="utf-8"))
    headers = {name.lower(): value for name, value in told["headers"].items()}
    body = (FOLDER / "usurped-domain-now.html").read_bytes()
    page = read_page(body, headers["content-type"], told["url"])
    sight = Answered(code=told["status_code"], final=told["url"], headers=headers, page=page)
    # A page that says that there is none is one miss, whoever owns the domain now.
    assert LinkClass.SUSPECTED_GONE is link_class(sight)
