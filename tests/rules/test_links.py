"""What became of an address is a pure function of the looks at it, the policy and the day."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.model.article import Article
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import (
    Answered,
    Evidence,
    Hop,
    Listed,
    Look,
    PageFacts,
    Purpose,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.kept import Audit
from kzru_cite.model.known_hosts import KNOWN_HOSTS, KnownHost, known_host
from kzru_cite.model.ledger import Ledger
from kzru_cite.model.links import GOOD, MUTE, LinkClass, LinkState, classify, enough
from kzru_cite.model.policy import Policy
from kzru_cite.model.rule import Need

PAGE = "https://example.org/a"
ROOT = "https://example.org/"
TODAY = date(2026, 11, 23)
START = datetime(2026, 11, 1, 10, tzinfo=UTC)
POLICY = Policy()


def look(
    sight: Sight | int | Trouble,
    *,
    day: float = 20,
    purpose: Purpose = Purpose.PAGE,
    about: str = PAGE,
) -> Look:
    if isinstance(sight, int):
        sight = Answered(code=sight, final=about)
    elif isinstance(sight, Trouble):
        sight = Unanswered(trouble=sight)
    at = START + timedelta(days=day)
    return Look(at=at, purpose=purpose, about=about, asked="web", sight=sight)


def sibling(sight: Sight | int) -> Look:
    return look(sight, purpose=Purpose.SIBLING)


def shown(
    *signs: str,
    final: str = PAGE,
    text_hash: str = "sha256:aa",
    title: str = "Trade with Russia",
    length: int = 4000,
    headers: Mapping[str, str] | None = None,
    content_type: str = "text/html",
) -> Answered:
    """Return an answer 200, after a redirect if it ends elsewhere than at the page."""
    page = PageFacts(title=title, text_hash=text_hash, text_length=length, signs=signs)
    hops = () if final == PAGE else (Hop(address=PAGE, code=302, target=final),)
    return Answered(
        code=200,
        final=final,
        hops=hops,
        page=page,
        headers=headers or {},
        content_type=content_type,
    )


def state(*looks: Look) -> LinkState:
    return classify(looks, POLICY, TODAY)


@pytest.mark.parametrize(
    ("sight", "expected"),
    [
        (shown(), LinkClass.ALIVE),
        (Answered(code=200, final=PAGE), LinkClass.ALIVE),
        (401, LinkClass.CLOSED),
        (402, LinkClass.CLOSED),
        (403, LinkClass.ROBOT_WALL),
        (451, LinkClass.ROBOT_WALL),
        (404, LinkClass.SUSPECTED_GONE),
        (410, LinkClass.SUSPECTED_GONE),
        (429, LinkClass.RATE_LIMITED),
        (400, LinkClass.SERVER_TROUBLE),
        (500, LinkClass.SERVER_TROUBLE),
        (304, LinkClass.SERVER_TROUBLE),
        (Trouble.NAME, LinkClass.SUSPECTED_GONE),
        (Trouble.TLS_EXPIRED, LinkClass.TLS_BROKEN),
        (Trouble.TLS_NAME, LinkClass.TLS_BROKEN),
        (Trouble.TLS_UNTRUSTED, LinkClass.TLS_BROKEN),
        (Trouble.TLS, LinkClass.TLS_BROKEN),
        (Trouble.REFUSED, LinkClass.SERVER_TROUBLE),
        (Trouble.RESET, LinkClass.SERVER_TROUBLE),
        (Trouble.TIMEOUT, LinkClass.SERVER_TROUBLE),
        (Trouble.TOO_MANY_HOPS, LinkClass.SERVER_TROUBLE),
        (Trouble.LOOP, LinkClass.SERVER_TROUBLE),
        (Trouble.TOO_LARGE, LinkClass.SERVER_TROUBLE),
        (Trouble.BAD_ANSWER, LinkClass.SERVER_TROUBLE),
        (Trouble.SERVICE, LinkClass.SERVER_TROUBLE),
        (Trouble.NOT_ALLOWED, LinkClass.NOT_CHECKED),
        (Trouble.BAD_ADDRESS, LinkClass.NOT_CHECKED),
        (Trouble.OFFLINE, LinkClass.NOT_CHECKED),
        (Trouble.STOPPED, LinkClass.NOT_CHECKED),
        (shown("challenge:cloudflare"), LinkClass.ROBOT_WALL),
        (shown("challenge:other"), LinkClass.ROBOT_WALL),
        (shown("captcha", length=200), LinkClass.ROBOT_WALL),
        (shown("captcha"), LinkClass.ALIVE),
        (shown("consent-wall", length=200), LinkClass.ROBOT_WALL),
        (shown("consent-wall"), LinkClass.ALIVE),
        (shown(headers={"cf-mitigated": "challenge"}), LinkClass.ROBOT_WALL),
        (shown(headers={"x-amzn-waf-action": "challenge"}), LinkClass.ROBOT_WALL),
        (replace(shown("password-field", length=200), code=403), LinkClass.CLOSED),
        (replace(shown(), code=403), LinkClass.ROBOT_WALL),
        (shown("password-field", length=200), LinkClass.CLOSED),
        (shown("login-words", length=200), LinkClass.CLOSED),
        (shown("paywall"), LinkClass.CLOSED),
        (shown(final="https://example.org/signin?next=a"), LinkClass.CLOSED),
        (shown("parked"), LinkClass.PARKED),
        (shown("not-found-words"), LinkClass.SOFT_404),
        (shown(final="https://example.org/error404"), LinkClass.SOFT_404),
        (shown(final=ROOT), LinkClass.TO_ROOT),
        (shown(final="https://example.org/ru/index.html"), LinkClass.TO_ROOT),
        (shown("meta-refresh:https://example.org/"), LinkClass.TO_ROOT),
        (shown("meta-refresh:https://example.org/b"), LinkClass.ALIVE),
        (shown("meta-refresh:nowhere"), LinkClass.ALIVE),
        (shown("empty"), LinkClass.SERVER_TROUBLE),
        (shown("empty", content_type="application/pdf"), LinkClass.ALIVE),
        (shown("script-only"), LinkClass.ALIVE),
    ],
)
def test_one_look_has_a_class(sight: Sight | int | Trouble, expected: LinkClass) -> None:
    assert expected is state(look(sight)).link_class


@pytest.mark.parametrize("trouble", Trouble)
def test_no_single_trouble_makes_a_page_gone(trouble: Trouble) -> None:
    found = state(look(trouble))
    assert found.link_class not in (LinkClass.GONE, LinkClass.NAME_GONE)
    assert found.link_class in MUTE or not found.certain


@pytest.mark.parametrize("code", range(100, 1000))
def test_no_single_code_makes_a_page_gone(code: int) -> None:
    assert state(look(code)).link_class is not LinkClass.GONE


def test_an_address_without_looks_is_not_checked() -> None:
    found = state()
    assert LinkClass.NOT_CHECKED is found.link_class
    assert found.page is None
    assert found.seen is None


def test_looks_for_other_purposes_are_passed_over() -> None:
    others = [look(404, day=day, purpose=Purpose.CAPTURE) for day in (0, 5, 10)]
    listed = look(Listed(captures=()))
    assert LinkClass.NOT_CHECKED is state(*others, listed, sibling(404)).link_class


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((0, 3, 6), True),
        ((0, 5, 20), True),
        ((0, 3, 5), False),
        ((0, 1, 2, 3, 4, 5), False),
        ((0, 1, 2, 3, 4, 5, 6), True),
        ((0, 30), False),
        ((), False),
    ],
)
def test_misses_count_when_they_lie_apart(days: tuple[int, ...], expected: bool) -> None:  # noqa: FBT001
    assert expected is enough((START + timedelta(days=day) for day in days), POLICY)
    found = state(*(look(404, day=day) for day in days))
    assert expected is (found.link_class is LinkClass.GONE)


def test_a_row_of_misses_tells_since_when_and_when_the_page_was_last_good() -> None:
    found = state(look(200, day=-9), *(look(404, day=day) for day in (0, 4, 8)))
    assert LinkClass.GONE is found.link_class
    assert START == found.since
    assert START + timedelta(days=8) == found.seen
    assert START + timedelta(days=-9) == found.good
    assert found.certain
    assert found.history == "3 times in 9 days, the last on 2026-11-09, last good 2026-10-23"


def test_a_good_look_ends_a_row_of_misses() -> None:
    misses = [look(404, day=day) for day in (0, 4)]
    assert LinkClass.SUSPECTED_GONE is state(*misses, look(200, day=5), look(404)).link_class


def test_a_good_look_stands_for_a_week_against_a_wall() -> None:
    wall = look(403, day=21)
    assert LinkClass.ALIVE is state(look(200, day=16), wall).link_class
    old = state(look(200, day=1), wall)
    assert LinkClass.ROBOT_WALL is old.link_class
    assert START + timedelta(days=1) == old.good
    assert old.history == "on 2026-11-22, last good 2026-11-02"


def test_a_sibling_that_answers_as_the_page_does_proves_a_soft_404() -> None:
    days = (0, 4, 8)
    lost = [look(shown(text_hash="sha256:00"), day=day) for day in days]
    proven = state(*lost, sibling(shown(text_hash="sha256:00")))
    assert (LinkClass.SOFT_404, True) == (proven.link_class, proven.certain)
    words = [look(shown("not-found-words"), day=day) for day in days]
    assert not state(*words, sibling(shown(text_hash="sha256:00"))).certain
    assert LinkClass.ALIVE is state(*words, sibling(404)).link_class


@pytest.mark.parametrize(
    "twin",
    [
        Answered(code=200, final=PAGE),
        shown(text_hash=""),
        replace(shown(), code=500),
        Unanswered(trouble=Trouble.TIMEOUT),
    ],
)
def test_a_sibling_that_shows_no_text_proves_nothing(twin: Sight) -> None:
    assert LinkClass.ALIVE is state(look(shown()), sibling(twin)).link_class


def test_of_several_siblings_the_nearest_in_time_counts() -> None:
    early = replace(sibling(shown()), at=START)
    assert LinkClass.ALIVE is state(look(shown()), sibling(404), early).link_class


def test_pages_without_text_are_not_taken_for_each_other() -> None:
    blank = shown(text_hash="")
    assert LinkClass.ALIVE is state(look(blank), sibling(blank)).link_class


@pytest.mark.parametrize("about", ["https://example.org/en/", "https://example.org/?utm_source=x"])
def test_a_front_page_that_leads_to_the_front_page_is_alive(about: str) -> None:
    sight = replace(shown(final=ROOT), hops=(Hop(address=about, code=302, target=ROOT),))
    assert LinkClass.ALIVE is state(look(sight, about=about)).link_class


def test_what_is_no_address_is_judged_without_its_parts() -> None:
    assert LinkClass.ALIVE is state(look(shown(final="nowhere"), about="somewhere")).link_class
    assert LinkClass.ALIVE is state(look(shown(final=ROOT), about="somewhere")).link_class


def test_a_moved_page_tells_where_to() -> None:
    new = "https://example.org/b"
    sight = replace(shown(final=new), hops=(Hop(address=PAGE, code=308, target=new),))
    found = state(look(sight))
    assert (LinkClass.MOVED, new) == (found.link_class, found.address)
    assert found.page == sight.page


def test_a_page_drifts_when_text_and_title_are_others() -> None:
    other = shown(text_hash="sha256:bb", title="Autumn sale")
    found = state(look(shown(), day=0), look(other, day=5), look(other, day=20))
    assert LinkClass.DRIFTED is found.link_class
    assert START + timedelta(days=5) == found.since
    closed = replace(other, code=401)
    assert LinkClass.CLOSED is state(look(shown(), day=0), look(closed)).link_class
    bare = state(look(shown(), day=0), look(other, day=2), look(200))
    assert LinkClass.ALIVE is bare.link_class
    untitled = state(look(shown(), day=0), look(other, day=2), look(shown(title="")))
    assert LinkClass.ALIVE is untitled.link_class


def test_another_version_of_the_extractor_is_no_drift() -> None:
    def seen(title: str, opening: str, version: str, number: int) -> Answered:
        page = PageFacts(
            title=title, text_hash=f"sha256:{number}", extractor=version, opening=opening
        )
        return replace(shown(), page=page)

    before = seen("Trade with Russia", "The river rose by two metres in May.", "", 1)
    upgraded = seen("Autumn sale", "The river rose by two metres in May", "2", 2)
    assert LinkClass.ALIVE is state(look(before, day=0), look(upgraded)).link_class
    other = seen("Autumn sale", "Garden chairs for less", "2", 3)
    assert LinkClass.DRIFTED is state(look(before, day=0), look(other)).link_class
    # The first version is the one of lines that name none.
    first = seen("Autumn sale", "The river rose by two metres in May.", "1", 2)
    assert LinkClass.DRIFTED is state(look(before, day=0), look(first)).link_class


def test_the_same_bytes_are_the_same_page() -> None:
    other = shown(text_hash="sha256:bb", title="Autumn sale")
    one, two = (replace(sight, capture="sha256:cc") for sight in (shown(), other))
    assert LinkClass.ALIVE is state(look(one, day=0), look(two)).link_class


@pytest.mark.parametrize("known", KNOWN_HOSTS, ids=lambda known: known.host)
def test_hosts_known_to_refuse_are_never_dead(known: KnownHost) -> None:
    about = f"https://www.{known.host}/a"
    found = state(look(403, about=about))
    assert found.link_class in (LinkClass.ROBOT_WALL, LinkClass.CLOSED)
    assert known.host in found.words


def test_known_hosts_have_a_reason_and_a_day_in_the_past() -> None:
    assert all(known.reason and known.seen <= TODAY for known in KNOWN_HOSTS)
    assert len({known.host for known in KNOWN_HOSTS}) == len(KNOWN_HOSTS)
    assert known_host("notlinkedin.com") is None
    assert known_host("uk.linkedin.com.") is known_host("LinkedIn.com")


@pytest.mark.parametrize(
    ("host", "trouble", "expected"),
    [
        ("www.linkedin.com", Trouble.RESET, LinkClass.ROBOT_WALL),
        ("www.wsj.com", Trouble.RESET, LinkClass.SERVER_TROUBLE),
        ("www.linkedin.com", Trouble.NAME, LinkClass.SUSPECTED_GONE),
    ],
)
def test_known_hosts_that_break_off_refuse(
    host: str, trouble: Trouble, expected: LinkClass
) -> None:
    assert expected is state(look(trouble, about=f"https://{host}/a")).link_class


def test_a_host_that_answers_alike_for_all_tells_nothing() -> None:
    assert LinkClass.ROBOT_WALL is state(look(200, about="https://x.com/a/status/1")).link_class


SIGHTS: st.SearchStrategy[Sight | int | Trouble] = st.one_of(
    st.sampled_from([200, 401, 403, 404, 410, 429, 500]),
    st.sampled_from(list(Trouble)),
    st.builds(
        lambda signs, text_hash, title, final: shown(
            *signs, text_hash=text_hash, title=title, final=final
        ),
        st.lists(
            st.sampled_from(["parked", "not-found-words", "paywall", "empty", "captcha"]),
            max_size=2,
        ),
        st.sampled_from(["", "sha256:aa", "sha256:bb"]),
        st.sampled_from(["", "Trade with Russia", "Autumn sale"]),
        st.sampled_from([PAGE, ROOT, "https://example.org/b"]),
    ),
)
LOOKS = st.lists(
    st.builds(
        lambda sight, day, purpose: look(sight, day=day, purpose=purpose),
        SIGHTS,
        st.integers(0, 22),
        st.sampled_from([Purpose.PAGE, Purpose.PAGE, Purpose.SIBLING]),
    ),
    max_size=9,
)


@given(LOOKS, st.randoms(use_true_random=False))
def test_shuffled_and_repeated_looks_give_the_same_state(
    looks: list[Look], chance: random.Random
) -> None:
    mixed = looks + looks[::2]
    chance.shuffle(mixed)
    assert state(*looks) == state(*mixed)


@given(LOOKS)
def test_gone_takes_as_many_misses_as_the_policy_asks(looks: list[Look]) -> None:
    found = state(*looks)
    if found.link_class in (LinkClass.GONE, LinkClass.NAME_GONE):
        assert len(found.looks) >= POLICY.dead_looks
        span = found.looks[-1].at - found.looks[0].at
        assert span >= timedelta(days=POLICY.dead_days * (POLICY.dead_looks - 1))
    if found.link_class is LinkClass.SUSPECTED_GONE:
        assert not found.certain


@given(LOOKS)
def test_a_good_look_today_settles_it(looks: list[Look]) -> None:
    found = state(*looks, look(200, day=30))
    assert found.link_class in GOOD


@given(LOOKS)
def test_a_mute_look_never_makes_a_page_worse(looks: list[Look]) -> None:
    before, after = state(*looks), state(*looks, look(429, day=30))
    assert after.link_class in {before.link_class, LinkClass.RATE_LIMITED}


def test_rules_that_need_evidence_are_skipped_with_the_reason_when_there_is_none() -> None:
    dossier = Dossier(article=Article(), bibliography=Bibliography(), today=TODAY)
    needy = {rule.code for rule in rules.ALL if Need.EVIDENCE in rule.needs}
    assert {"LNK001", "ARC101", "REG001", "EDS001"} <= needy
    skipped = {one.code: one.reason for one in judge(dossier, rules.ALL).skipped}
    webby = {code for code, reason in skipped.items() if reason == "nothing was gathered"}
    quoting = {rule.code for rule in rules.ALL if Need.LEDGER in rule.needs}
    assert needy - quoting == webby
    assert {"there is no ledger"} == {skipped[code] for code in quoting}
    asked = replace(dossier, evidence=Evidence(), ledger=Ledger(path=""), audit=Audit(path=""))
    assert judge(asked, rules.ALL).skipped == ()
