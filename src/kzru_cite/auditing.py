"""Work out anew from the captures at hand what the log of looks says of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from kzru_cite.captures import Store
from kzru_cite.gathering import CAPTURES
from kzru_cite.model.evidence import FIRST_EXTRACTOR, Answered, Look, PageFacts, Searched
from kzru_cite.model.kept import Audit, LineAudit
from kzru_cite.model.searching import search
from kzru_cite.read.looks import read_look
from kzru_cite.read.page import read_page
from kzru_cite.read.page_text import EXTRACTOR
from kzru_cite.searching import extractor

_ABSENT = "its capture is not here"
_OTHER = "it was read by another version of the extractor"


def audit(path: str, log: str, store: Store) -> Audit:
    """Look at each line of a log that names a capture, and at each record of the store."""
    sound, damages = store.verify()
    return Audit(
        path=path,
        lines=tuple(_lines(log, store)),
        damages=tuple(replace(one, file=(CAPTURES / one.file).as_posix()) for one in damages),
        captures=sound + len(damages),
    )


def _lines(log: str, store: Store) -> Iterator[LineAudit]:
    extracted = extractor(store)
    for number, line in enumerate(log.split("\n"), 1):
        look = read_look(line)
        match look.sight if look else None:
            case Answered(capture=capture) as sight if look and capture:
                yield _answered(number, look, sight, store)
            case Searched() as sight if look:
                unable = _why_not(extracted(sight.capture) is None, sight.extractor)
                text = extracted(sight.capture)
                same = text is not None and search(sight.quotation, text, sight.capture) == sight
                said = "" if unable or same else "the search does not come out of its capture"
                yield LineAudit(line=number, about=look.about, unable=unable, contradicted=said)


def _answered(number: int, look: Look, sight: Answered, store: Store) -> LineAudit:
    exchange = store.body(sight.capture)
    unable = _why_not(exchange is None, sight.page.extractor if sight.page else EXTRACTOR)
    if unable or exchange is None:
        return LineAudit(line=number, about=look.about, unable=unable)
    # The log has the header as it came; of those that came twice a capture may show the first.
    found = read_page(exchange.body, sight.content_type, sight.final)
    wrong = _differences(sight.page, found)
    # One body may have been given at several addresses, and with several codes.
    if (sight.final, sight.code) not in store.answers(sight.capture):
        wrong.insert(0, "address or code")
    told = f"not what its capture gives: {', '.join(wrong)}" if wrong else ""
    return LineAudit(line=number, about=look.about, contradicted=told)


def _why_not(absent: bool, version: str) -> str:  # noqa: FBT001 - one of two reasons
    if absent:
        return _ABSENT
    return "" if (version or FIRST_EXTRACTOR) == EXTRACTOR else _OTHER


def _differences(logged: PageFacts | None, found: PageFacts | None) -> list[str]:
    """Name the facts of a page that differ, as the log names them."""
    if logged is None or found is None:
        return [] if logged is found else ["page"]
    return [
        name
        for name in PageFacts.__struct_fields__
        if getattr(logged, name) != getattr(found, name)
    ]
