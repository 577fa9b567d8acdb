"""Which archived copy is given for a page, why none is, and what is written into the entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from kzru_cite.model.article import Article
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import (
    Answered,
    CaptureListed,
    Evidence,
    Hop,
    Listed,
    Look,
    PageFacts,
    Purpose,
    Searched,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.fix import Fix
from kzru_cite.model.outcome import OK, Contradicted
from kzru_cite.model.place import SourceText
from kzru_cite.model.quotation import Part, Quotation, Spot
from kzru_cite.model.wanted import WITHOUT_WORDS, WantedCopy
from kzru_cite.patching import File
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger
from kzru_cite.rules._copies import copies
from kzru_cite.rules._proposals import Proposals, cited_copy, mended, wanted_copies

BIB = "references.bib"
PAGE = "https://example.org/a"
TITLE = "Trade with Russia"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def entry(*fields: str, key: str = "a", url: str = PAGE) -> str:
    lines = (f"title = {{{TITLE}}}", f"url = {{{url}}}", *fields)
    return f"@online{{{key},\n" + "".join(f"  {line},\n" for line in lines) + "}\n"


def cites(copy: CaptureListed) -> str:
    return f"archiveurl = {{{copy.address}}}"


def copy_of(day: str, page: str = PAGE) -> CaptureListed:
    taken = datetime.fromisoformat(f"{day}T00:00:00+00:00")
    address = f"https://web.archive.org/web/{taken:%Y%m%d%H%M%S}/{page}"
    return CaptureListed(taken=taken, address=address, original=page, code=200)


def look(
    purpose: Purpose, about: str, sight: Sight | int | Trouble, *, asked: str = "web", ago: int = 0
) -> Look:
    if isinstance(sight, int):
        sight = Answered(code=sight, final=about)
    elif isinstance(sight, Trouble):
        sight = Unanswered(trouble=sight)
    at = NOW - timedelta(days=ago)
    return Look(at=at, purpose=purpose, about=about, asked=asked, sight=sight)


def listed(*copies: CaptureListed, page: str = PAGE, asked: str = "wayback") -> Look:
    return look(Purpose.CAPTURES, page, Listed(captures=copies), asked=asked)


def text(letter: str) -> str:
    return f"sha256:{letter * 64}"


def shown(
    copy: CaptureListed,
    *,
    title: str = TITLE,
    late: int = 0,
    original: str = "",
    hops: tuple[Hop, ...] = (),
    letter: str = "a",
) -> Look:
    """Return a look at a copy, which the archive says was taken *late* days after it is listed."""
    taken = copy.taken + timedelta(days=late)
    headers = {"memento-datetime": f"{taken:%a, %d %b %Y %H:%M:%S} GMT"}
    headers["link"] = f'<{original or copy.original}>; rel="original"'
    facts = PageFacts(title=title, text_hash=text(letter), text_length=4000, extractor="2")
    answer = Answered(
        code=200,
        final=hops[-1].target if hops else copy.address,
        hops=hops,
        headers=headers,
        page=facts,
        capture=text(letter),
    )
    return look(Purpose.CAPTURE, copy.address, answer)


def holds(copy: CaptureListed, words: str, letter: str = "a") -> Look:
    """Return a search that found words in the text of a copy."""
    sight = Searched(
        quotation=Quotation(exact=words),
        text=text(letter),
        extractor="2",
        capture=text(letter),
        part=Part.TEXT,
        spots=(Spot(start=0, end=len(words), words=words),),
    )
    return look(Purpose.QUOTE, copy.address, sight, asked="capture")


def dossier(bib: str, *looks: Look, quotes: Sequence[str] = ()) -> Dossier:
    links = "".join(f"  - ref: a\n    quote: {words}\n" for words in quotes)
    return Dossier(
        article=Article(),
        bibliography=read_bibliography([SourceText(path=BIB, text=bib)]),
        today=TODAY,
        evidence=Evidence(looks=looks),
        ledger=read_ledger(SourceText(path="l.yaml", text=f"poll:\n{links}")) if quotes else None,
    )


def reference(of: Dossier, key: str = "a") -> Reference:
    return of.bibliography.by_key()[key]


def given(bib: str, *looks: Look, quotes: Sequence[str] = ()) -> CaptureListed | None:
    """Return the copy that is given for the one page without a copy."""
    (wanted,) = wanted_copies(dossier(bib, *looks, quotes=quotes), (), ())
    return wanted.found


OLD, NEW = copy_of("2022-10-01"), copy_of("2023-01-15")
NO_GOOD = "no copy in wayback that was looked at shows the source"


def test_a_page_without_a_copy_is_wanted_with_the_one_to_give() -> None:
    known = dossier(entry(), listed(OLD, NEW), shown(NEW))
    wanted = WantedCopy(key="a", place=reference(known).key_place, address=PAGE, found=NEW)
    assert wanted_copies(known, (), ()) == (wanted,)


@pytest.mark.parametrize(
    ("looks", "why", "none_held"),
    [
        ((), "no archive was asked", False),
        ((listed(),), "", True),
        ((listed(NEW),), f"the copy {NEW.address!r} was never looked at", False),
        (
            (listed(OLD, NEW), shown(NEW, title="Weather in Astana")),
            NO_GOOD,
            True,
        ),
        (
            (listed(NEW), look(Purpose.CAPTURE, NEW.address, 404)),
            NO_GOOD,
            True,
        ),
        (
            (
                listed(OLD, NEW),
                look(Purpose.CAPTURE, NEW.address, Trouble.TIMEOUT),
                shown(OLD, title="Weather in Astana"),
            ),
            f"the copy {NEW.address!r} could not be seen on 2026-11-20: no answer in time",
            False,
        ),
        (
            (
                listed(NEW),
                shown(NEW, title="Weather in Astana"),
                look(Purpose.CAPTURES, PAGE, Trouble.TIMEOUT, asked="arquivo"),
            ),
            f"{NO_GOOD}; arquivo could not be asked (no answer in time)",
            False,
        ),
        (
            (listed(NEW), shown(NEW, title="Weather"), listed(OLD, asked="webarchive.uk")),
            f"{NO_GOOD}; the copy {OLD.address!r} was never looked at",
            False,
        ),
    ],
)
def test_without_a_copy_it_is_told_why_and_whether_there_is_none(
    looks: Sequence[Look],
    why: str,
    none_held: bool,  # noqa: FBT001 - a row of a table
) -> None:
    (wanted,) = wanted_copies(dossier(entry(), *looks), (), ())
    assert (wanted.found, wanted.why) == (None, why)
    assert wanted.none_held is none_held


def test_the_last_copy_before_the_day_of_access_is_given() -> None:
    looks = (listed(OLD, NEW), shown(OLD), shown(NEW))
    assert given(entry("urldate = {2022-12-01}"), *looks) == OLD
    assert given(entry("urldate = {2023-12-01}"), *looks) == NEW
    assert given(entry("urldate = {in autumn}"), *looks) == NEW


def test_of_good_copies_the_one_with_most_of_the_quotations_is_given() -> None:
    looks = (listed(OLD, NEW), shown(OLD, letter="a"), shown(NEW, letter="b"))
    found = (holds(OLD, "One.", "a"), holds(OLD, "Two.", "a"), holds(NEW, "One.", "b"))
    assert given(entry(), *looks, *found, quotes=("One.", "Two.")) == OLD
    assert given(entry(), *looks, quotes=("One.", "Two.")) == NEW


@pytest.mark.parametrize(("late", "found"), [(-2, None), (-1, NEW), (0, NEW), (1, NEW), (2, None)])
def test_a_copy_is_of_the_day_on_which_it_is_listed(late: int, found: CaptureListed | None) -> None:
    assert given(entry(), listed(NEW), shown(NEW, late=late)) == found


@pytest.mark.parametrize("page", [None, PageFacts(title=TITLE, signs=("challenge:cloudflare",))])
def test_a_copy_without_a_page_or_of_a_wall_is_not_given(page: PageFacts | None) -> None:
    sight = shown(NEW).sight
    assert isinstance(sight, Answered)
    bare = look(Purpose.CAPTURE, NEW.address, replace(sight, page=page))
    assert given(entry(), listed(NEW), bare) is None


def test_a_copy_is_of_the_page_or_of_where_the_archive_led_on_to() -> None:
    other = "https://example.org/b"
    target = copy_of("2023-01-15", other).address
    hops = (Hop(address=NEW.address, code=302, target=target),)
    assert given(entry(), listed(NEW), shown(NEW, original=other)) is None
    assert given(entry(), listed(NEW), shown(NEW, original=other, hops=hops)) == NEW


def test_in_place_of_a_poor_copy_another_one_is_given() -> None:
    known = dossier(entry(cites(NEW)), listed(OLD, NEW), shown(NEW), shown(OLD))
    place = reference(known).key_place
    wanted = WantedCopy(key="a", place=place, address=PAGE, cited=NEW.address, found=OLD)
    assert wanted_copies(known, {"a"}, ()) == (wanted,)
    assert wanted_copies(known, (), ()) == ()


def test_in_place_of_a_copy_without_the_words_one_with_more_of_them_is_given() -> None:
    bib, looks = entry(cites(NEW)), (listed(OLD, NEW), shown(NEW, letter="b"), shown(OLD))
    known = dossier(bib, *looks, holds(OLD, "One."), quotes=("One.",))
    (wanted,) = wanted_copies(known, (), {"a"})
    assert (wanted.found, wanted.cited, wanted.why) == (OLD, NEW.address, "")


@pytest.mark.parametrize("found", [(), (holds(OLD, "One."), holds(NEW, "One.", "b"))])
def test_one_with_as_many_of_the_words_is_not(found: Sequence[Look]) -> None:
    bib, looks = entry(cites(NEW)), (listed(OLD, NEW), shown(NEW, letter="b"), shown(OLD))
    known = dossier(bib, *looks, *found, quotes=("One.",))
    (wanted,) = wanted_copies(known, (), {"a"})
    assert (wanted.found, wanted.why) == (None, WITHOUT_WORDS)
    assert wanted.none_held is True
    # A copy that is no good is worse than one without the words.
    (wanted,) = wanted_copies(known, {"a"}, {"a"})
    assert wanted.found == OLD


def test_that_there_is_none_is_told_of_a_copy_without_the_words_too() -> None:
    known = dossier(entry(cites(NEW)), listed(NEW), quotes=("One.",))
    (wanted,) = wanted_copies(known, (), {"a"})
    assert (wanted.found, wanted.why, wanted.none_held) == (None, "", True)


def test_wanted_copies_stand_in_the_order_of_the_entries() -> None:
    bib = "".join(
        (
            entry(cites(NEW), key="poor"),
            entry(cites(NEW), key="good"),
            entry(key="bare"),
            entry(cites(NEW), key="wordless"),
        )
    )
    known = dossier(bib, listed(OLD, NEW), shown(OLD), shown(NEW))
    found = wanted_copies(known, {"poor"}, {"wordless"})
    assert [one.key for one in found] == ["poor", "bare", "wordless"]
    assert [one.cited for one in found] == [NEW.address, "", NEW.address]
    assert [one.found for one in found] == [OLD, NEW, None]


def test_a_page_that_is_bare_is_named_once() -> None:
    known = dossier(entry(), listed(NEW), shown(NEW), quotes=("One.",))
    (wanted,) = wanted_copies(known, (), {"a"})
    assert (wanted.found, wanted.why) == (NEW, "")


def test_the_copy_that_an_entry_gives() -> None:
    assert cited_copy(reference(dossier(entry(cites(NEW))))) == NEW.address
    assert cited_copy(reference(dossier(entry()))) == ""


def page_look(sight: Answered | int | Trouble, ago: int = 0) -> Look:
    return look(Purpose.PAGE, PAGE, sight, ago=ago)


SAME = Answered(
    code=200, final=PAGE, page=PageFacts(title="Oops", text_hash=text("e"), text_length=4000)
)
LOST = (page_look(404, 6), page_look(404, 3), page_look(404))
SOFT = tuple(
    look(purpose, PAGE, SAME, ago=ago)
    for ago in (6, 3, 0)
    for purpose in (Purpose.PAGE, Purpose.SIBLING)
)


@pytest.mark.parametrize(
    ("field", "looks", "gone"),
    [
        ("", LOST, True),
        ("", LOST[:1], False),
        ("", SOFT, True),
        ("", (page_look(200),), False),
        ("urlstatus = {live}", LOST, False),
        ("urlstatus = { Live }", LOST, False),
        ("urlstatus = {dead}", (page_look(200),), True),
        ("urlstatus = {Usurped}", (page_look(200),), True),
        ("urlstatus = {whatever}", LOST, True),
    ],
)
def test_a_page_is_gone_by_the_word_of_the_editor_or_by_the_log(
    field: str,
    looks: Sequence[Look],
    gone: bool,  # noqa: FBT001 - a row of a table
) -> None:
    (wanted,) = wanted_copies(dossier(entry(*filter(None, [field])), *looks), (), ())
    assert wanted.gone is gone


def made(bib: str, fix: Fix | None) -> str:
    assert fix is not None
    assert fix.safe is False
    assert all(edit.text for edit in fix.edits)
    assert fix.title == f"give the copy {NEW.address} of 2023-01-15"
    return File(path=BIB, raw=bib).edited(fix.edits).raw


COPY = (cites(NEW), "archivedate = {2023-01-15}")


@pytest.mark.parametrize(
    ("looks", "status"),
    [
        (LOST, "dead"),
        (SOFT, "dead"),
        (LOST[-1:], ""),
        ((), ""),
        ((page_look(200, 177),), "live"),
        ((page_look(200, 178),), ""),
        ((page_look(200, 300), page_look(503)), ""),
    ],
)
def test_the_copy_is_given_with_its_day_and_what_became_of_the_page(
    looks: Sequence[Look], status: str
) -> None:
    known = dossier(entry(), *looks)
    proposals = Proposals(known)
    (page,) = proposals.pages(reference(known))
    added = (*COPY, f"urlstatus = {{{status}}}") if status else COPY
    assert made(entry(), proposals.fix(page, NEW)) == entry(*added)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            (cites(OLD), "archivedate = {2022-10-01}", "urlstatus = {unfit}"),
            (*COPY, "urlstatus = {unfit}"),
        ),
        (("archivedate = {2023-01-15}",), ("archivedate = {2023-01-15}", cites(NEW))),
        ((cites(OLD),), COPY),
    ],
)
def test_the_copy_is_given_in_place_of_the_one_before(
    before: Sequence[str], after: Sequence[str]
) -> None:
    old = entry(*before)
    known = dossier(old, *LOST)
    proposals = Proposals(known)
    (page,) = proposals.pages(reference(known))
    status = () if "urlstatus" in old else ("urlstatus = {dead}",)
    assert made(old, proposals.fix(page, NEW)) == entry(*after, *status)


def test_no_copy_is_given_where_a_field_cannot_be_written() -> None:
    known = dossier(entry('archivedate = {2022} # "-10-01"', cites(OLD)))
    proposals = Proposals(known)
    (page,) = proposals.pages(reference(known))
    assert proposals.fix(page, NEW) is None


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_copy_that_is_cited_is_never_its_own_replacement(scheme: str) -> None:
    address = f"{scheme}://example.org/a"
    cited, other = copy_of("2023-01-16", address), copy_of("2023-01-15", address)
    bib = entry(cites(cited), url=address)
    one = dossier(bib, listed(cited, page=address), shown(cited))
    assert Proposals(one).replacement(reference(one), cited.address) is None
    both = dossier(bib, listed(cited, other, page=address), shown(cited), shown(other))
    fix = Proposals(both).replacement(reference(both), cited.address)
    assert fix is not None
    assert fix.title == f"give the copy {other.address} of 2023-01-15"


def test_only_pages_of_the_web_have_copies() -> None:
    known = dossier(entry(url="ftp://example.org/a"))
    assert list(Proposals(known).pages(reference(known))) == []


def test_what_is_certainly_no_good_is_mended_with_another_copy() -> None:
    known = dossier(entry(cites(OLD)), listed(OLD, NEW), shown(NEW))
    (copy,) = copies(known)
    found = Contradicted(place=copy.field.place, message="no good")
    fix = Proposals(known).replacement(reference(known), OLD.address)
    assert fix is not None
    assert mended(found, copy, Proposals(known)) == replace(found, fix=fix)
    assert mended(OK, copy, Proposals(known)) is OK
