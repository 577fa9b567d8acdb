"""
Ask the Wayback Machine to copy pages, by Save Page Now 2.

Made from its public documentation; the forms were never compared with the service itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import assert_never
from urllib.parse import urlencode

from kzru_cite.errors import UsageError
from kzru_cite.gather.fetch import Question, Raw
from kzru_cite.gather.makers import Again, Copied, Failed, Going, Progress, Step, unreached
from kzru_cite.gather.services.addresses import path
from kzru_cite.gather.single import Single
from kzru_cite.model.address import Address, read_address
from kzru_cite.model.evidence import CaptureListed, Unanswered
from kzru_cite.model.saving import Fate, SaveJob
from kzru_cite.read.records_json import decode
from kzru_cite.read.save_jobs import Begun, Busy, Ended, Made, read_statuses, read_submission

ACCESS, SECRET = "KZRU_CITE_SPN2_ACCESS", "KZRU_CITE_SPN2_SECRET"
_KEY = re.compile(r"[!-9;-~]{1,200}")
# So many may be asked about in one question.
_MOST_NAMES = 50
_KEYS_WANTED = (401, 403)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The two keys of an account; they are shown nowhere."""

    access: str = field(repr=False)
    secret: str = field(repr=False)

    def hidden(self, text: str) -> str:
        """Return a text without them, should somebody have sent them back."""
        return text.replace(self.secret, "…").replace(self.access, "…")


def keys_from(environment: Mapping[str, str]) -> Keys:
    """Take the keys from the environment; raises UsageError, which names the variables."""
    found = {name: environment.get(name, "").strip() for name in (ACCESS, SECRET)}
    missing = [name for name, value in found.items() if not value]
    hint = "the keys are shown at https://archive.org/account/s3.php to who is logged in there"
    if missing:
        names = " and ".join(missing)
        raise UsageError(f"nothing was saved: the environment has no {names}", hint=hint)
    for name, value in found.items():
        if not _KEY.fullmatch(value):
            raise UsageError(f"nothing was saved: {name} is no key", hint=hint)
    return Keys(access=found[ACCESS], secret=found[SECRET])


def guarded(base: str) -> str:
    """Return the base address; raises UsageError for one to which keys must not be sent."""
    address = read_address(base)
    if not isinstance(address, Address) or address.scheme not in ("http", "https"):
        raise UsageError(f"'services.save' is no address: {base!r}")
    local = re.fullmatch(r"localhost|127(?:\.\d+){3}|\[::1\]", address.host)
    if address.scheme == "http" and not local:
        hint = "write https:// before it"
        raise UsageError(f"keys are not sent to {base!r} in the clear", hint=hint)
    return base.rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePageNow:
    """The service at *base*."""

    base: str
    keys: Keys
    single: Single
    # About ten jobs of one account run at once.
    at_once: int = 10

    def begin(self, job: SaveJob, *, unsure: bool) -> Step:
        """Ask for a copy of a page."""
        wish = {"url": job.address, **({"if_not_archived_within": _since(job)} if unsure else {})}
        raw = self._post("save", wish)
        if isinstance(raw, Failed):
            return raw
        answer = read_submission(decode(raw.body or b""))
        match answer:
            case Begun(name=name):
                return Going(name=name)
            case Busy(words=words):
                return Again(words=self.keys.hidden(words))
            case Ended(fate=fate, words=words):
                return Failed(fate=fate, words=self.keys.hidden(words))
            case None:
                return _not_understood(raw)
            case _:
                assert_never(answer)

    def look_after(self, jobs: Sequence[SaveJob]) -> Mapping[str, Progress]:
        """Ask how far jobs are."""
        found: dict[str, Progress] = {}
        for first in range(0, len(jobs), _MOST_NAMES):
            some = jobs[first : first + _MOST_NAMES]
            found |= self._statuses({job.name: job.address for job in some})
        return found

    def _statuses(self, names: Mapping[str, str]) -> Mapping[str, Progress]:
        raw = self._post("save/status", {"job_ids": ",".join(names)})
        if isinstance(raw, Failed):
            return dict.fromkeys(names.values(), raw)
        statuses = read_statuses(decode(raw.body or b""), names)
        if statuses is None:
            return dict.fromkeys(names.values(), _not_understood(raw))
        return {names[name]: self._step(status) for name, status in statuses.items()}

    def _step(self, status: Begun | Made | Ended) -> Progress:
        match status:
            case Begun(name=name):
                return Going(name=name)
            case Made():
                address = path(self.base, "web", status.stamp) + f"/{status.original}"
                return Copied(
                    capture=CaptureListed(
                        taken=status.taken,
                        address=address,
                        original=status.original,
                        code=status.code,
                    )
                )
            case Ended(fate=fate, words=words):
                return Failed(fate=fate, words=self.keys.hidden(words))
            case _:
                assert_never(status)

    def _post(self, where: str, form: Mapping[str, str]) -> Raw | Failed:
        question = Question(
            address=path(self.base, where),
            headers={
                "Accept": "application/json",
                "Authorization": f"LOW {self.keys.access}:{self.keys.secret}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            # Keys are for this address alone.
            redirects=False,
            body=urlencode(form).encode(),
        )
        return refused(self.single.put(question))


def _since(job: SaveJob) -> str:
    """Return the hours since a job was sent: what may have come of it will do."""
    hours = (datetime.now(UTC) - job.at) // timedelta(hours=1)
    return f"{max(hours, 0) + 1}h"


def refused(raw: Raw | Unanswered) -> Raw | Failed:
    """Tell an answer from what says that the archive will not be asked any more in this run."""
    if isinstance(raw, Unanswered):
        return unreached(raw)
    if raw.code in _KEYS_WANTED:
        words = f"the archive does not take them (it answered {raw.code})"
        return Failed(fate=Fate.KEYS, words=words, over=True)
    if raw.code == 429:
        words = "the archive asks for fewer requests"
        return Failed(fate=Fate.LATER, words=words, over=True)
    if raw.code >= 500:
        words = f"the archive has a fault (it answered {raw.code})"
        return Failed(fate=Fate.LATER, words=words, over=True)
    return raw


def _not_understood(raw: Raw) -> Failed:
    words = f"the answer is not that of Save Page Now 2 (code {raw.code})"
    return Failed(fate=Fate.LATER, words=words, over=True)
