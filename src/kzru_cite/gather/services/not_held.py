"""Tell the 404 of an archive that holds no copy from that of anybody else."""

from __future__ import annotations

import re

from kzru_cite.gather.services.answers import no_answer
from kzru_cite.gather.services.exchange import Answer
from kzru_cite.model.evidence import Listed, Trouble, Unanswered
from kzru_cite.read.records_json import decode
from kzru_cite.read.timemap import read_links

# What an archive says only of itself: the words of RFC 7089 for links, and the fields of headers.
_RELATIONS = frozenset({"original", "timegate", "timemap", "memento"})
_ACCESS = re.compile(r"AccessControlException|has been excluded", re.IGNORECASE)
# The pages of pywb, of the Wayback Machine, and of OpenWayback (seen 2026-11).
_PAGE = re.compile(
    r"could not be found in this collection"
    r"|Wayback Machine (?:has not|hasn\S{1,6}t) archived"
    r"|Wayback Machine doesn\S{1,6}t have that page archived"
    r"|Resource ?Not ?In ?Archive",
    re.IGNORECASE,
)
# The Wayback Machine says it below 90 kB of its own.
_READ = 500_000


def not_held(answer: Answer) -> Listed | Unanswered:
    """
    Read a 404: an empty list when an archive says that it has no copy.

    Many servers that are no archives answer 404 as well, and archives do below a wrong address:
    pywb for a collection that it has not. So the answer has to show by itself that it is the
    word of an archive on what was asked for; without that nothing is known of what is held.
    """
    said = f"{_fault(answer)} {_words(answer)}"
    if _ACCESS.search(said):
        return no_answer(answer, "the site is excluded from the archive")
    if _is_memento(answer) or _PAGE.search(said):
        return Listed(captures=())
    words = "a 404 that is not known as that of an archive: look at its address in the settings"
    return no_answer(answer, words, Trouble.BAD_ANSWER)


def _fault(answer: Answer) -> str:
    return answer.headers.get("x-archive-wayback-runtime-error", "")


def _words(answer: Answer) -> str:
    return re.sub(r"\s+", " ", decode(answer.body[:_READ]))


def _is_memento(answer: Answer) -> bool:
    """Tell by the headers: a map without copies, the count of an aggregator, or Memento's links."""
    kind = answer.headers.get("content-type", "").lower()
    links = read_links(answer.headers.get("link", ""))
    return (
        kind.startswith("application/link-format")
        or answer.headers.get("x-memento-count", "").strip() == "0"
        or "accept-datetime" in answer.headers.get("vary", "").lower()
        or any(link.relations & _RELATIONS for link in links)
    )
