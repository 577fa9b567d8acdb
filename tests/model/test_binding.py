"""The standing of a link follows from ledger and evidence, the worst of it first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from kzru_cite.model.article import Article, Citation, Claim, Section
from kzru_cite.model.binding import bind
from kzru_cite.model.bonds import Bond, Standing
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Answered, Evidence, Look, PageFacts, Purpose, Searched
from kzru_cite.model.ledger import seal
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.quotation import Part, Quotation, Spot
from kzru_cite.model.quoting import Finding, Source, quotations
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger

URL = "https://example.org/a"
COPY = "https://web.archive.org/web/20230102030405/https://example.org/a"
BIB = f"@online{{a, title = {{Trade}}, url = {{{URL}}}, archiveurl = {{{COPY}}}}}\n"
WORDS = "12 % of those asked backed Ukraine"
PLACE = Location(path="a.md", line=1, column=1, end_line=1, end_column=9)
CLAIM = Claim(
    id="poll",
    text="12 % backed Ukraine",
    place=PLACE,
    head=PLACE,
    section=0,
    start=0,
    end=1,
    citations=(Citation(key="a", place=PLACE, section=0, claim=0, suffix="p. 3"),),
)


def text(letter: str) -> str:
    return f"sha256:{letter * 64}"


def page(letter: str, about: str = URL, day: int = 20) -> Look:
    """Return a look that saw a text; its capture has the same letter."""
    facts = PageFacts(title="Trade", text_hash=text(letter), text_length=4000, extractor="2")
    return Look(
        at=datetime(2026, 11, day, 10, tzinfo=UTC),
        purpose=Purpose.PAGE if about == URL else Purpose.CAPTURE,
        about=about,
        asked="web",
        sight=Answered(code=200, final=about, page=facts, capture=text(letter)),
    )


def searched(letter: str, part: Part = Part.TEXT, about: str = URL, near: str = "") -> Look:
    spots = (Spot(start=0, end=9, words=WORDS, page=4),) if part is Part.TEXT else ()
    return Look(
        at=datetime(2026, 11, 21, 10, tzinfo=UTC),
        purpose=Purpose.QUOTE,
        about=about,
        asked="capture",
        sight=Searched(
            quotation=Quotation(exact=WORDS),
            text=text(letter),
            extractor="2",
            capture=text(letter),
            part=part,
            spots=spots,
            nearest=near,
        ),
    )


def dossier(*looks: Look, ledger: str = "") -> Dossier:
    written = ledger or f"poll:\n  - ref: a\n    quote: {WORDS}\n"
    return Dossier(
        article=Article(sections=(Section(title="", level=0, place=PLACE),), claims=(CLAIM,)),
        bibliography=read_bibliography([SourceText(path="r.bib", text=BIB)]),
        today=date(2026, 11, 23),
        ledger=read_ledger(SourceText(path="l.yaml", text=written)),
        evidence=Evidence(looks=looks) if looks else None,
    )


def bond(*looks: Look, ledger: str = "") -> Bond:
    [found] = bind(dossier(*looks, ledger=ledger)).bound[0].bonds
    return found


def decided(capture: str = "", claim: str = CLAIM.text, sealed: str = "") -> str:
    made = sealed or seal(claim, Quotation(exact=WORDS), capture)
    return (
        f"poll:\n  - ref: a\n    quote: {WORDS}\n    decision: supports\n    by: AB\n"
        f"    on: 2026-11-20\n    claim: {claim}\n    seal: {made}\n"
        + (f"    capture: {capture}\n" if capture else "")
    )


def test_a_quotation_that_was_found_waits_for_a_decision() -> None:
    found = bond(page("a"), searched("a"))
    assert (Standing.UNDECIDED, "", URL) == (found.standing, found.why, found.address)
    assert found.found is not None
    assert (4, "p. 3") == (found.found.page, found.locator)


def test_without_a_search_nothing_is_known() -> None:
    assert Standing.UNSEARCHED is bond().standing
    assert Standing.UNSEARCHED is bond(page("a")).standing
    assert Standing.UNQUOTED is bond(ledger="poll:\n  - ref: a\n").standing


@pytest.mark.parametrize(
    ("part", "near", "why"),
    [
        (Part.NOWHERE, "", ""),
        (Part.NOWHERE, "21 % of those asked", "words that are nearly the same"),
        (Part.SOURCES, "", "found in the list of sources alone"),
        (Part.REST, "", "found outside of the text alone"),
    ],
)
def test_a_quotation_that_is_not_in_the_text_is_missing(part: Part, near: str, why: str) -> None:
    copy = (page("b", COPY), searched("b", Part.NOWHERE, COPY))
    found = bond(page("a"), searched("a", part, near=near), *copy, ledger=decided())
    assert (Standing.MISSING, why) == (found.standing, found.why)


def test_a_quotation_is_not_missing_while_the_copy_may_hold_it() -> None:
    found = bond(page("a"), searched("a", Part.NOWHERE))
    assert (Standing.UNSEARCHED, Finding.UNSURE.value) == (found.standing, found.why)
    refused = replace(page("b", COPY), sight=Answered(code=503, final=COPY))
    assert Standing.UNSEARCHED is bond(page("a"), searched("a", Part.NOWHERE), refused).standing
    # What the archive kept is not the page, and will not become it.
    lost = replace(page("b", COPY), sight=Answered(code=200, final=COPY))
    assert Standing.MISSING is bond(page("a"), searched("a", Part.NOWHERE), lost).standing
    # A file that the archive holds, and that was too large to be read.
    large = replace(page("b", COPY), sight=Answered(code=200, final=COPY, length=90_000_000))
    assert Standing.UNSEARCHED is bond(page("a"), searched("a", Part.NOWHERE), large).standing


def test_a_decision_stands_while_its_seal_fits() -> None:
    found = bond(page("a"), searched("a"), ledger=decided(text("a")))
    assert Standing.SUPPORTS is found.standing
    assert found.decided is not None
    assert "AB" == found.decided.by


def test_a_lapsed_decision_says_what_changed() -> None:
    ledger = decided(text("a"), claim="21 % backed Ukraine")
    found = bond(page("a"), searched("a"), ledger=ledger)
    assert Standing.LAPSED is found.standing
    assert "'21 %' → '12 %'" in found.why


def test_a_decision_written_by_hand_counts() -> None:
    by_hand = "poll:\n  - ref: a\n    decision: partly\n"
    assert Standing.PARTLY is bond(ledger=by_hand).standing


def test_a_quotation_in_an_earlier_text_or_another_copy_is_told_of() -> None:
    gone = bond(page("a", day=10), searched("a"), page("b"), searched("b", Part.NOWHERE))
    assert (Standing.UNDECIDED, Finding.EARLIER.value) == (gone.standing, gone.why)
    other = COPY.replace("2023", "2022")
    there = bond(
        page("b"), searched("b", Part.NOWHERE), page("c", other), searched("c", about=other)
    )
    assert (Standing.UNDECIDED, Finding.ELSEWHERE.value) == (there.standing, there.why)
    assert other == there.address


def test_the_cited_copy_comes_before_the_page() -> None:
    looks = (page("a"), searched("a"), page("b", COPY), searched("b", about=COPY))
    assert COPY == bond(*looks).address


def test_what_could_not_be_opened_is_no_place_to_search_in() -> None:
    nothing = replace(page("a"), sight=Answered(code=200, final=URL))
    [quoted] = quotations(dossier(nothing))
    assert Finding.UNSEARCHED is quoted.finding
    assert f"{URL} shows no text" in quoted.why_not
    assert f"{COPY} was never looked at" in quoted.why_not
    assert [None] == [one.page for one in quoted.of(Source.COPY)]


def unread(look: Look, sign: str = "unreadable") -> Look:
    """Return a look at a file of which not all could be read."""
    assert isinstance(look.sight, Answered)
    assert look.sight.page is not None
    return replace(
        look, sight=replace(look.sight, page=replace(look.sight.page, signs=("paging", sign)))
    )


@pytest.mark.parametrize(
    ("part", "near"),
    [
        (Part.NOWHERE, ""),
        (Part.NOWHERE, "21 % of those asked"),
        (Part.SOURCES, ""),
        (Part.REST, ""),
    ],
)
def test_what_is_not_in_a_part_of_a_file_is_not_absent(part: Part, near: str) -> None:
    broken = (unread(page("a")), searched("a", part, near=near))
    [alone] = quotations(dossier(*broken))
    assert Finding.UNSEARCHED is alone.finding
    assert f"{URL} is a PDF file that could not be read as a whole" in alone.why_not
    [quoted] = quotations(dossier(*broken, page("b", COPY), searched("b", Part.NOWHERE, COPY)))
    assert Finding.UNSURE is quoted.finding
    assert Standing.UNSEARCHED is bond(*broken).standing


@pytest.mark.parametrize("sign", ["unreadable", "unreadable:pages 301-412"])
def test_what_is_in_a_part_of_a_file_is_found(sign: str) -> None:
    [quoted] = quotations(dossier(unread(page("a"), sign), searched("a")))
    assert Finding.FOUND is quoted.finding


def test_it_is_said_what_of_a_file_was_not_read() -> None:
    look = unread(page("a"), "unreadable:pages 301-412")
    [quoted] = quotations(dossier(look, searched("a", Part.NOWHERE)))
    assert Finding.UNSEARCHED is quoted.finding
    assert f"{URL} was not read as a whole, but without pages 301-412; " in quoted.why_not


def test_a_reference_without_address_has_no_place_to_search_in() -> None:
    bare = replace(
        dossier(),
        bibliography=read_bibliography([SourceText(path="r.bib", text="@book{a, title = {T}}\n")]),
    )
    [quoted] = quotations(bare)
    assert "the reference has no address to look at" == quoted.why_not
