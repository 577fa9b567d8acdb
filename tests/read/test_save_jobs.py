"""Jobs are read as they were written, and answers of Save Page Now 2 by their documented forms."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kzru_cite.model.evidence import CaptureListed
from kzru_cite.model.saving import Fate, SaveJob, Stage, fate_of
from kzru_cite.read.save_jobs import (
    Begun,
    Busy,
    Ended,
    Made,
    read_jobs,
    read_statuses,
    read_submission,
    write_jobs,
)

AT = datetime(2026, 11, 26, 8, 9, 10, tzinfo=UTC)
WORDS = some.text(some.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=20)
MOMENTS = some.datetimes(
    min_value=datetime(1996, 1, 1),  # noqa: DTZ001  the strategy adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=some.just(UTC),
)
CAPTURES = some.builds(
    CaptureListed,
    taken=MOMENTS,
    address=WORDS,
    original=WORDS,
    code=some.none() | some.integers(100, 599),
)
JOBS = some.one_of(
    some.builds(
        SaveJob,
        keeper=WORDS,
        address=WORDS,
        at=MOMENTS,
        stage=some.sampled_from((Stage.ASKED, Stage.PENDING)),
        name=WORDS,
    ),
    some.builds(
        SaveJob,
        keeper=WORDS,
        address=WORDS,
        at=MOMENTS,
        stage=some.just(Stage.MADE),
        capture=CAPTURES,
    ),
    some.builds(
        SaveJob,
        keeper=WORDS,
        address=WORDS,
        at=MOMENTS,
        stage=some.just(Stage.ENDED),
        fate=some.sampled_from(Fate),
        words=WORDS,
    ),
)


@given(some.lists(JOBS, unique_by=lambda job: (job.keeper, job.address)))
def test_what_was_written_is_read_again(jobs: list[SaveJob]) -> None:
    ordered = sorted(jobs, key=lambda job: (job.keeper, job.address))
    assert tuple(ordered) == read_jobs(write_jobs(jobs))


ROW: dict[str, object] = {
    "keeper": "https://web.archive.org",
    "address": "https://example.org/a",
    "at": "2026-11-26T08:09:10+00:00",
    "stage": "pending",
    "name": "spn2-1",
    "fate": "",
    "words": "",
}
COPY = {"address": "c", "taken": "2026-11-26T08:09:10+00:00", "original": "o", "code": None}


@pytest.mark.parametrize(
    "change",
    [
        {"at": "yesterday"},
        {"at": "2026-11-26T08:09:10"},
        {"stage": "somewhere"},
        {"keeper": ""},
        {"address": 0.5},
        {"stage": "made"},
        {"stage": "made", "capture": {**COPY, "taken": ""}},
        {"stage": "made", "capture": {**COPY, "address": ""}},
        {"stage": "ended"},
    ],
)
def test_a_job_that_cannot_be_read_is_lost_alone(change: dict[str, object]) -> None:
    document = {"version": 1, "jobs": [{**ROW, **change}, ROW]}
    assert 1 == len(read_jobs(json.dumps(document).encode()))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 2, "jobs": []}', b"\xff"])
def test_what_is_no_list_of_jobs_holds_none(content: bytes) -> None:
    assert () == read_jobs(content)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('{"url": "http://example.org/a", "job_id": "spn2-2c"}', Begun(name="spn2-2c")),
        (
            '{"url": "u", "job_id": "spn2-2c", "message": "same snapshot made 5 minutes ago"}',
            Begun(name="spn2-2c"),
        ),
        ('{"url": "http://example.org/a"}', Busy(words="the archive named no job")),
        ('{"message": "Too busy."}', Busy(words="Too busy.")),
        ('{"url": "u", "job_id": "a/../b"}', Busy(words="the archive named no job")),
        (
            '{"status": "error", "status_ext": "error:user-session-limit", "message": "12 now."}',
            Busy(
                words="the archive makes no more copies for these keys at once"
                " (user-session-limit): 12 now."
            ),
        ),
        (
            '{"status": "error", "status_ext": "error:blocked-url"}',
            Ended(fate=Fate.REFUSED, words="the archive does not copy this site (blocked-url)"),
        ),
        (
            '{"status": "error"}',
            Ended(fate=Fate.LATER, words="the archive failed in a way not known here"),
        ),
        ("<html>", None),
        ("[]", None),
        ("{}", None),
    ],
)
def test_answers_to_a_wish(answer: str, expected: object) -> None:
    assert expected == read_submission(answer)


DONE = {
    "status": "success",
    "job_id": "a",
    "original_url": "http://example.org/a",
    "timestamp": "20260301101112",
    "duration_sec": 7.3,
    "http_status": 200,
}
MADE = Made(
    stamp="20260301101112",
    taken=datetime(2026, 3, 1, 10, 11, 12, tzinfo=UTC),
    original="http://example.org/a",
    code=200,
)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (DONE, {"a": MADE}),
        ([DONE, {**DONE, "job_id": "of somebody else"}], {"a": MADE}),
        ({"status": "pending", "job_id": "a", "resources": []}, {"a": Begun(name="a")}),
        (
            {"status": "error", "status_ext": "error:no-access", "message": "403", "job_id": "a"},
            {"a": Ended(fate=Fate.REFUSED, words="the page's server refuses (no-access): 403")},
        ),
        (
            {**DONE, "http_status": None},
            {"a": MADE.__class__(stamp=MADE.stamp, taken=MADE.taken, original=MADE.original)},
        ),
        ({**DONE, "timestamp": "2026"}, {}),
        ({**DONE, "timestamp": "20261301101112"}, {}),
        ({**DONE, "original_url": "javascript:alert(1)"}, {}),
        ({**DONE, "original_url": "http://example.org/a b"}, {}),
        ({**DONE, "original_url": "ftp://example.org/a"}, {}),
        ({"status": "sleeping", "job_id": "a"}, {}),
        ([], {}),
    ],
)
def test_answers_on_jobs(answer: object, expected: object) -> None:
    assert expected == read_statuses(json.dumps(answer), ["a"])


@pytest.mark.parametrize("answer", ["", "<html>", "3", '"x"'])
def test_what_is_no_answer_on_jobs(answer: str) -> None:
    assert read_statuses(answer, ["a"]) is None


# The table of the documentation, class by class.
TABLE = {
    Fate.LATER: """
        bad-gateway bandwidth-limit-exceeded browsing-timeout cannot-fetch capture-location-error
        celery gateway-timeout internal-server-error invalid-server-response job-failed
        no-browsers-available protocol-error proxy-error read-timeout recursion-error
        service-unavailable soft-time-limit-exceeded too-many-requests user-session-limit
    """,
    Fate.NOT_TO_BE_HAD: """
        bad-request filesize-limit ftp-access-denied http-version-not-supported
        invalid-host-resolution invalid-url-syntax method-not-allowed
        network-authentication-required not-found not-implemented too-many-redirects
    """,
    Fate.REFUSED: "blocked blocked-client-ip blocked-url no-access unauthorized",
    Fate.TAKEN: "too-many-daily-captures",
}


@pytest.mark.parametrize(
    ("fate", "name"), [(fate, name) for fate, names in TABLE.items() for name in names.split()]
)
def test_each_word_of_the_table_has_a_fate_and_plain_words(fate: Fate, name: str) -> None:
    found, words = fate_of(f"error:{name}")
    assert fate is found
    assert words.endswith(f" ({name})")
    assert "not known here" not in words
