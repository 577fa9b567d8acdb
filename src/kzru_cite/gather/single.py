"""Ask one question after the other, each at the pace of its host."""

from __future__ import annotations

import time
from collections.abc import Mapping

from msgspec import Struct

from kzru_cite.gather.budget import Budget
from kzru_cite.gather.errands import Tools
from kzru_cite.gather.fetch import Question, Raw, follow
from kzru_cite.gather.manners import Manners
from kzru_cite.gather.services import Answer, Reply, Request
from kzru_cite.gather.waits import seconds_asked
from kzru_cite.model.evidence import Trouble, Unanswered


class Single(Struct, frozen=True, kw_only=True):
    """What asks singly: for what must not be asked twice, and where an answer decides the next."""

    tools: Tools
    manners: Manners
    budget: Budget

    def put(self, question: Question) -> Raw | Unanswered:
        """
        Wait for the host's turn, and ask.

        A host that wants quiet for longer than is waited for is not asked: STOPPED.
        """
        pace = self.manners.pace(question.address)
        now = time.time()
        until = self.budget.blocked(pace.host, now)
        if until > now + self.manners.longest_wait:
            words = f"{pace.host} asked to be left alone"
            return Unanswered(trouble=Trouble.STOPPED, words=words)
        turn = self.budget.reserve(f"{pace.host}{pace.path}", max(now, until), pace.interval)
        time.sleep(max(0.0, turn - time.time()))
        raw = follow(question, self.tools.transport, self.tools.limits)
        if isinstance(raw, Raw) and raw.code in (429, 503):
            self._leave_alone(pace.host, raw.code, raw.headers)
        return raw

    def ask(self, request: Request) -> Reply:
        """Ask a service."""
        question = Question(
            address=request.address, headers=request.headers, redirects=request.follow
        )
        raw = self.put(question)
        if isinstance(raw, Unanswered):
            return raw
        return Answer(code=raw.code, headers=raw.headers, body=raw.body or b"", final=raw.final)

    def _leave_alone(self, host: str, code: int, headers: Mapping[str, str]) -> None:
        now = time.time()
        usual = self.manners.quiet if code == 429 else self.manners.pause
        asked = seconds_asked(headers.get("retry-after", ""), now)
        self.budget.block(host, now + (usual if asked is None else asked))
