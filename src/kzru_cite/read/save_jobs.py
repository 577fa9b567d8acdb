"""Read and write what archives were asked to copy, and read what Save Page Now 2 answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import TypeAlias, TypeVar

from msgspec import Struct

from kzru_cite.model.address import Address, read_address
from kzru_cite.model.evidence import CaptureListed
from kzru_cite.model.saving import FULL, Fate, SaveJob, Stage, fate_of
from kzru_cite.read.cdx import read_stamp
from kzru_cite.read.records_json import load, table, tables, text_of

E = TypeVar("E", bound=Enum)
_VERSION = 1
_NAME = re.compile(r"[A-Za-z0-9._-]{1,200}")
_LONGEST = 300


class Begun(Struct, frozen=True, kw_only=True):
    """The archive's word that it is at it, and its name for the job."""

    name: str


class Busy(Struct, frozen=True, kw_only=True):
    """An answer without a job, as the archive gives when it has too much to do."""

    words: str


class Made(Struct, frozen=True, kw_only=True):
    """The archive's word that it has made a copy, at *stamp* (14 digits) of *original*."""

    stamp: str
    taken: datetime
    original: str
    code: int | None = None


class Ended(Struct, frozen=True, kw_only=True):
    """The archive's word that it made none."""

    fate: Fate
    words: str


Submission: TypeAlias = Begun | Busy | Ended
Status: TypeAlias = Begun | Made | Ended


def read_submission(text: str) -> Submission | None:
    """Read the answer to the wish for a copy; None when it is none."""
    answer = table(load(text))
    if text_of(answer.get("status")) == "error":
        status = _status_of(answer)
        ended = _ended(answer)
        return Busy(words=ended.words) if status == FULL else ended
    name = text_of(answer.get("job_id"))
    if _NAME.fullmatch(name):
        return Begun(name=name)
    told = "message" in answer or "url" in answer
    return Busy(words=_words(answer) or "the archive named no job") if told else None


def read_statuses(text: str, names: Iterable[str]) -> Mapping[str, Status] | None:
    """
    Read how far jobs are, by their names.

    One that the answer does not tell of is left out: the archive knows of jobs for about an hour.
    None when the answer is none.
    """
    answer = load(text)
    if not isinstance(answer, (dict, list)):
        return None
    wanted = set(names)
    found: dict[str, Status] = {}
    for one in tables(answer):
        name = text_of(one.get("job_id"))
        status = _status(one, name)
        if name in wanted and status is not None:
            found[name] = status
    return found


def _status(answer: Mapping[str, object], name: str) -> Status | None:
    match text_of(answer.get("status")):
        case "pending":
            return Begun(name=name)
        case "error":
            return _ended(answer)
        case "success":
            return _made(answer)
        case _:
            return None


def _made(answer: Mapping[str, object]) -> Status | None:
    stamp, original = text_of(answer.get("timestamp")), text_of(answer.get("original_url"))
    taken = read_stamp(stamp)
    address = read_address(original)
    web = isinstance(address, Address) and address.scheme in ("http", "https")
    if taken is None or not re.fullmatch(r"\d{14}", stamp, re.ASCII) or not web or " " in original:
        return None
    code = text_of(answer.get("http_status"))
    known = int(code) if re.fullmatch(r"\d{3}", code, re.ASCII) else None
    return Made(stamp=stamp, taken=taken, original=original, code=known)


def _ended(answer: Mapping[str, object]) -> Ended:
    fate, words = fate_of(_status_of(answer))
    said = _words(answer)
    return Ended(fate=fate, words=f"{words}: {said}" if said else words)


def _status_of(answer: Mapping[str, object]) -> str:
    return text_of(answer.get("status_ext")).removeprefix("error:")


def _words(answer: Mapping[str, object]) -> str:
    return text_of(answer.get("message"))[:_LONGEST]


def write_jobs(jobs: Iterable[SaveJob]) -> bytes:
    """Write jobs as JSON, in the order of their pages."""
    ordered = sorted(jobs, key=lambda job: (job.keeper, job.address))
    document = {"version": _VERSION, "jobs": [_row(job) for job in ordered]}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_jobs(content: bytes) -> tuple[SaveJob, ...]:
    """Read what was written by ``write_jobs``; what cannot be read is as if it had not been."""
    document = table(load(content.decode("utf-8", errors="replace")))
    if document.get("version") != _VERSION:
        return ()
    rows = (_job(row) for row in tables(document.get("jobs")))
    return tuple(job for job in rows if job is not None)


def _row(job: SaveJob) -> dict[str, object]:
    row: dict[str, object] = {
        "keeper": job.keeper,
        "address": job.address,
        "at": job.at.isoformat(),
        "stage": job.stage.value,
        "name": job.name,
        "fate": job.fate.value if job.fate else "",
        "words": job.words,
    }
    if job.capture:
        row["capture"] = {
            "address": job.capture.address,
            "taken": job.capture.taken.isoformat(),
            "original": job.capture.original,
            "code": job.capture.code,
        }
    return row


def _job(row: Mapping[str, object]) -> SaveJob | None:
    at, stage = _moment(row.get("at")), _one_of(Stage, row.get("stage"))
    keeper, address = _text(row.get("keeper")), _text(row.get("address"))
    capture = _capture(table(row.get("capture")))
    fate = _one_of(Fate, row.get("fate"))
    if at is None or stage is None or not keeper or not address:
        return None
    if (stage is Stage.MADE and capture is None) or (stage is Stage.ENDED and fate is None):
        return None
    return SaveJob(
        keeper=keeper,
        address=address,
        at=at,
        stage=stage,
        name=_text(row.get("name")),
        fate=fate,
        words=_text(row.get("words")),
        capture=capture,
    )


def _capture(row: Mapping[str, object]) -> CaptureListed | None:
    taken, code = _moment(row.get("taken")), row.get("code")
    address, original = _text(row.get("address")), _text(row.get("original"))
    if taken is None or not address:
        return None
    number = code if isinstance(code, int) else None
    return CaptureListed(taken=taken, address=address, original=original, code=number)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _one_of(kind: type[E], value: object) -> E | None:
    return next((one for one in kind if one.value == value), None)
