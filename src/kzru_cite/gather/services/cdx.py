"""Ask an archive's index (CDX) for its copies of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from kzru_cite.gather.services.addresses import path, with_query
from kzru_cite.gather.services.answers import answered, listed, no_answer, not_understood
from kzru_cite.gather.services.exchange import Answer, Outcome, Reply, Request, Subject
from kzru_cite.model.evidence import CaptureListed, Listed, Purpose, Unanswered
from kzru_cite.read.cdx import CdxPage, CdxRow, NoCdx, read_cdx, resolved
from kzru_cite.read.records_json import decode

_EXCLUDED = "AccessControlException"
_EXCEPTION = "org.archive."
_CLOSEST = 100
_LAST = 20
_PAGE = 1000
_Query: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cdx:
    """
    The index of an archive at *base*, where *index* is its path and *replay* that of copies.

    With a moment it is asked for the copies closest to it, and for the last ones before it when
    those closest all came later. Without one it is asked for all, a page at a time, and for no
    more than *most_pages*.
    """

    name: str
    base: str
    index: str = "cdx"
    replay: str = ""
    most_pages: int = 10
    purpose: Purpose = field(default=Purpose.CAPTURES, init=False)

    def question(self, subject: Subject) -> Request:
        """Ask for the first rows."""
        return self._request(subject, _closest(subject.near) if subject.near else _page(""))

    def read(self, subject: Subject, replies: tuple[Reply, ...]) -> Outcome | Request:
        """Read the rows so far; a page that cannot be had leaves the list incomplete."""
        pages: list[CdxPage] = []
        for reply in replies:
            page = _page_of(reply)
            if isinstance(page, Unanswered):
                return self._listed(pages, complete=False, broken_off=True) if pages else page
            pages.append(page)
        if subject.near:
            return self._read_closest(subject, subject.near, pages)
        if pages[-1].resume_key and len(pages) < self.most_pages:
            return self._request(subject, _page(pages[-1].resume_key))
        return self._listed(pages, complete=not pages[-1].resume_key)

    def _read_closest(
        self, subject: Subject, near: datetime, pages: list[CdxPage]
    ) -> Outcome | Request:
        full = len(pages[0].rows) + pages[0].lost >= _CLOSEST
        if len(pages) == 1 and full and all(row.taken > near for row in pages[0].rows):
            return self._request(subject, _last_before(near))
        return self._listed(pages, complete=not full)

    def _request(self, subject: Subject, query: _Query) -> Request:
        # Without resolveRevisits the server gives revisits as they are, which we resolve.
        known = {"url": subject.about, "output": "json", **query}
        return Request(address=with_query(path(self.base, self.index), known))

    def _listed(
        self, pages: list[CdxPage], *, complete: bool, broken_off: bool = False
    ) -> Listed | Unanswered:
        rows = resolved(row for page in pages for row in page.rows)
        complete = complete and not any(page.lost for page in pages)
        return listed(map(self._capture, rows), complete=complete, broken_off=broken_off)

    def _capture(self, row: CdxRow) -> CaptureListed:
        return CaptureListed(
            taken=row.taken,
            address=path(self.base, *([self.replay] if self.replay else []), row.stamp)
            + f"/{row.original}",
            original=row.original,
            code=row.code,
            digest=row.digest,
        )


def wayback(base: str) -> Cdx:
    """Return the index of the Wayback Machine."""
    return Cdx(name="wayback", base=base, index="cdx/search/cdx", replay="web")


def _page(key: str) -> _Query:
    query = {"limit": str(_PAGE), "showResumeKey": "true"}
    return {**query, "resumeKey": key} if key else query


def _closest(near: datetime) -> _Query:
    # 2026: "closest" alone is passed over; it needs "sort" beside it.
    return {"sort": "closest", "closest": _stamp(near), "limit": str(_CLOSEST)}


def _last_before(near: datetime) -> _Query:
    return {"to": _stamp(near), "limit": str(-_LAST), "fastLatest": "true"}


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}".rjust(14, "0")


def _page_of(reply: Reply) -> CdxPage | Unanswered:
    if isinstance(reply, Answer) and _EXCLUDED in _said(reply):
        return no_answer(reply, "the site is excluded from the archive")
    answer = answered(reply)
    if isinstance(answer, Unanswered):
        return answer
    page = read_cdx(decode(answer.body)) if answer.code == 200 else NoCdx(words="")
    if isinstance(page, CdxPage):
        return page
    fault = _EXCEPTION in page.words
    return no_answer(answer, "it has a fault") if fault else not_understood(answer)


def _said(answer: Answer) -> str:
    """Return what the answer says of its fault, which may stand in a header or in the text."""
    header = answer.headers.get("x-archive-wayback-runtime-error", "")
    return f"{header} {decode(answer.body[:1000])}"
