"""Have pages copied by an archive of one's own: pywb in its mode for recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.gather.fetch import Question, Raw
from kzru_cite.gather.makers import Copied, Failed, Going, Progress, Step, unreached
from kzru_cite.gather.services import Subject, consult
from kzru_cite.gather.services.addresses import path
from kzru_cite.gather.services.memento import TimeMaps
from kzru_cite.gather.single import Single
from kzru_cite.model.evidence import Listed, Unanswered
from kzru_cite.model.saving import Fate, SaveJob

# The clocks of the archive and ours need not agree to the second.
_CLOCKS = timedelta(seconds=5)


class Recorder(Struct, frozen=True, kw_only=True):
    """The collection at *base*, into which ``record/`` writes."""

    base: str
    single: Single
    at_once: int = 4

    def begin(self, job: SaveJob, *, unsure: bool) -> Step:
        """Open a page through the archive, which keeps what it sees."""
        if unsure and (found := self._newest(job)) is not None:
            return found
        # Without a frame, and on redirects still through the archive.
        raw = self.single.put(Question(address=f"{path(self.base, 'record/mp_')}/{job.address}"))
        if isinstance(raw, Unanswered):
            return unreached(raw)
        return _recorded(raw, job)

    def look_after(self, jobs: Sequence[SaveJob]) -> Mapping[str, Progress]:
        """Look for the copies in the lists of the archive, which it brings up to date in turns."""
        found = {job.address: self._newest(job) for job in jobs}
        return {address: step for address, step in found.items() if step is not None}

    def _newest(self, job: SaveJob) -> Copied | Failed | None:
        """Return the copy made since the job began; None when the archive lists none yet."""
        service = TimeMaps(name="recorder", base=self.base)
        listed = consult(service, Subject(about=job.address), self.single)
        if isinstance(listed, Unanswered):
            return unreached(listed)
        captures = listed.captures if isinstance(listed, Listed) else ()
        since = job.at - _CLOCKS
        new = [one for one in captures if one.taken >= since]
        newest = max(new, key=lambda one: one.taken, default=None)
        if newest is None:
            return None
        # Behind another server it may not know the address under which it is reached.
        address = f"{path(self.base, f'{newest.taken:%Y%m%d%H%M%S}')}/{job.address}"
        return Copied(capture=replace(newest, address=address))


def _recorded(raw: Raw, job: SaveJob) -> Step:
    if "memento-datetime" not in raw.headers:
        words = f"{raw.code} came without Memento-Datetime: is 'recorder' a collection in record"
        return Failed(fate=Fate.LATER, words=f"{words} mode?")
    if raw.code >= 400:
        return Failed(fate=Fate.NOT_TO_BE_HAD, words=f"the page answered {raw.code}")
    return Going(name=job.address)
