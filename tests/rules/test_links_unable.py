"""What could not be checked is neither fine nor a fault, and says why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.model.article import Article
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import (
    Absent,
    Answered,
    CaptureListed,
    Evidence,
    Found,
    Listed,
    Look,
    PageFacts,
    Purpose,
    Record,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.model.place import SourceText
from kzru_cite.model.report import Report
from kzru_cite.read.bibliography import read_bibliography

START = datetime(2026, 11, 1, 10, tzinfo=UTC)
PAGE = "https://example.org/a"
COPY = f"https://web.archive.org/web/20230102030405/{PAGE}"
DOI = "10.1000/182"
ENTRY = f"""@online{{a,
  title = {{Trade with Russia}},
  url = {{{PAGE}}},
  FIELDS
}}
"""


def look(
    sight: Sight, purpose: Purpose, about: str = PAGE, asked: str = "web", *, day: int = 20
) -> Look:
    at = START + timedelta(days=day)
    return Look(at=at, purpose=purpose, about=about, asked=asked, sight=sight)


def report(code: str, *looks: Look, fields: str = "", scheme: str = "") -> Report:
    text = ENTRY.replace("FIELDS", fields)
    source = SourceText(path="r.bib", text=text.replace(PAGE, f"{scheme}{PAGE}"))
    dossier = Dossier(
        article=Article(),
        bibliography=read_bibliography([source]),
        today=date(2026, 11, 23),
        evidence=Evidence(looks=looks),
    )
    return judge(dossier, [rule for rule in rules.ALL if rule.code == code])


def reasons(code: str, *looks: Look, fields: str = "") -> list[str]:
    found = report(code, *looks, fields=fields)
    assert found.findings == ()
    assert len(found.unable) == found.counts.planned
    return [item.reason for item in found.unable]


@pytest.mark.parametrize(
    ("sight", "expected"),
    [
        (
            Answered(code=403, final=PAGE),
            f"robot wall: {PAGE!r} refused with 403 (on 2026-11-21)",
        ),
        (
            Answered(code=429, final=PAGE),
            f"rate limited: {PAGE!r} answered 429, too many requests (on 2026-11-21)",
        ),
        (
            Unanswered(trouble=Trouble.TIMEOUT),
            f"server trouble: {PAGE!r} could not be opened: no answer in time (on 2026-11-21)",
        ),
        (
            Unanswered(trouble=Trouble.NOT_ALLOWED),
            f"not checked: {PAGE!r} was not asked: address not allowed (on 2026-11-21)",
        ),
        (
            Unanswered(trouble=Trouble.OFFLINE),
            f"not checked: {PAGE!r} was never looked at",
        ),
    ],
)
def test_a_link_that_could_not_be_seen_says_why(sight: Sight, expected: str) -> None:
    assert [expected] == reasons("LNK001", look(sight, Purpose.PAGE))


def test_the_other_rules_on_links_leave_that_to_the_first() -> None:
    wall = look(Answered(code=403, final=PAGE), Purpose.PAGE)
    for code in ("LNK002", "LNK003", "LNK004", "LNK005", "LNK006", "LNK007", "LNK008", "LNK009"):
        assert report(code, wall).counts.planned == 0


def test_addresses_that_are_not_of_the_web_are_no_links() -> None:
    assert report("LNK001", scheme="ftp://a.test/").counts.planned == 0


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((), "was never looked at"),
        (
            (Unanswered(trouble=Trouble.REFUSED),),
            "could not be seen on 2026-11-02: connection refused",
        ),
        ((Answered(code=503, final=COPY),), "could not be seen on 2026-11-02: answered 503"),
        ((Listed(captures=()),), "could not be seen on 2026-11-02: gave no page"),
    ],
)
def test_a_copy_that_could_not_be_seen_says_why(looks: tuple[Sight, ...], expected: str) -> None:
    seen = [look(sight, Purpose.CAPTURE, COPY, day=1) for sight in looks]
    found = reasons("ARC101", *seen, fields=f"archiveurl = {{{COPY}}}")
    assert [f"the copy {COPY!r} {expected}"] == found


def listed(*, complete: bool = True, broken_off: bool = False) -> Listed:
    capture = CaptureListed(taken=START, address=COPY, original=PAGE, code=200)
    return Listed(captures=(capture,), complete=complete, broken_off=broken_off)


OWN = f"https://archive.example.org/web/20230102030405/{PAGE}"
LISTED_BY_OWN = Listed(
    captures=tuple(
        CaptureListed(taken=START, address=address, original=PAGE)
        for address in (OWN, OWN.replace("/web/", "/all/"))
    )
)
LOOK_AT_OWN = look(Answered(code=404, final=OWN), Purpose.CAPTURE, OWN)
NONE_OF_OWN = "no copy in own that was looked at shows the source"


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((), "no archive was asked"),
        (
            (look(Unanswered(trouble=Trouble.TIMEOUT), Purpose.CAPTURES, asked="wayback"),),
            "wayback could not be asked (no answer in time)",
        ),
        (
            (look(Listed(captures=(), complete=False), Purpose.CAPTURES, asked="arquivo"),),
            "the list of arquivo is not whole",
        ),
        (
            (look(Absent(), Purpose.CAPTURES, asked="timegate:arquivo"),),
            "timegate:arquivo gave no list",
        ),
        (
            (look(listed(), Purpose.CAPTURES, asked="wayback"),),
            f"the copy {COPY!r} was never looked at",
        ),
        (
            (
                look(listed(complete=False), Purpose.CAPTURES, asked="timegate:wayback"),
                look(Answered(code=404, final=COPY), Purpose.CAPTURE, COPY),
            ),
            (
                "no copy in wayback that was looked at shows the source; "
                "the list of timegate:wayback is not whole"
            ),
        ),
        (
            (
                look(listed(), Purpose.CAPTURES, asked="wayback-timemap"),
                look(
                    Answered(code=200, final=COPY, headers={"memento-datetime": "a day"}),
                    Purpose.CAPTURE,
                    COPY,
                ),
            ),
            "no copy in wayback that was looked at shows the source",
        ),
        (
            (
                look(listed(complete=False, broken_off=True), Purpose.CAPTURES, asked="wayback"),
                look(Answered(code=503, final=COPY), Purpose.CAPTURE, COPY),
                look(LISTED_BY_OWN, Purpose.CAPTURES, asked="own"),
                LOOK_AT_OWN,
                look(Unanswered(trouble=Trouble.RESET), Purpose.CAPTURES, asked="other"),
            ),
            (
                f"{NONE_OF_OWN}; the copy {COPY!r} could not be seen on 2026-11-21: answered 503; "
                "other could not be asked (connection broken off); the list of wayback broke off"
            ),
        ),
        (
            (
                look(listed(), Purpose.CAPTURES, asked="wayback"),
                look(LISTED_BY_OWN, Purpose.CAPTURES, asked="own"),
                LOOK_AT_OWN,
            ),
            f"{NONE_OF_OWN}; the copy {COPY!r} was never looked at",
        ),
        (
            (
                look(Unanswered(trouble=Trouble.SERVICE), Purpose.CAPTURES, asked="wayback"),
                look(Unanswered(trouble=Trouble.TIMEOUT), Purpose.CAPTURES, asked="own"),
            ),
            (
                "own could not be asked (no answer in time); "
                "wayback could not be asked (the service failed)"
            ),
        ),
    ],
)
def test_why_no_copy_can_be_proposed(looks: tuple[Look, ...], expected: str) -> None:
    assert [f"no copy of {PAGE!r} can be proposed: {expected}"] == reasons("ARC106", *looks)


def test_a_copy_of_one_archive_is_proposed_whatever_the_others_say() -> None:
    # Copies of the first archive that were not looked at stand in nobody's way.
    shown = PageFacts(title="Trade with Russia", text_length=4000)
    headers = {"memento-datetime": f"{START:%a, %d %b %Y %H:%M:%S} GMT"}
    good = Answered(code=200, final=COPY, headers=headers, page=shown)
    looks = (
        look(LISTED_BY_OWN, Purpose.CAPTURES, asked="own"),
        LOOK_AT_OWN,
        look(Unanswered(trouble=Trouble.RESET), Purpose.CAPTURES, asked="other"),
        look(listed(), Purpose.CAPTURES, asked="wayback"),
        look(good, Purpose.CAPTURE, COPY),
    )
    found = report("ARC106", *looks)
    assert (1, 0) == (len(found.findings), found.counts.unable)
    assert COPY in found.findings[0].hint


def test_a_list_that_broke_off_takes_back_none_that_was_whole() -> None:
    whole = look(Listed(captures=()), Purpose.CAPTURES, asked="wayback", day=1)
    broken = look(
        Listed(captures=(), complete=False, broken_off=True), Purpose.CAPTURES, asked="wayback"
    )
    assert 1 == len(report("ARC107", whole, broken).findings)
    assert 0 == report("ARC107", broken).counts.planned


def test_a_page_with_a_copy_of_its_own_name_needs_none() -> None:
    fields = "howpublished = {\\url{https://zenodo.org/record/1}}"
    found = report("ARC106", fields=fields)
    assert found.counts.planned == 1


def record(sight: Sight, asked: str) -> Look:
    return look(sight, Purpose.RECORD, f"doi:{DOI}", asked)


def test_an_identifier_that_could_not_be_looked_up_says_why() -> None:
    silent = record(Unanswered(trouble=Trouble.SERVICE), "doi")
    absent = record(Absent(), "crossref")
    fields = f"doi = {{{DOI}}}"
    found = reasons("REG101", silent, absent, fields=fields)
    why = "crossref has no record; doi could not be asked (the service failed)"
    assert [f"the DOI {DOI!r} could not be looked up: {why}"] == found
    found = reasons("REG101", fields=fields)
    assert [f"the DOI {DOI!r} could not be looked up: no registry was asked"] == found


def test_that_a_registry_fails_later_takes_nothing_back() -> None:
    known = record(Found(record=Record(identifier=f"doi:{DOI}")), "doi")
    later = look(Unanswered(trouble=Trouble.SERVICE), Purpose.RECORD, f"doi:{DOI}", "doi", day=22)
    found = report("REG101", known, later, fields=f"doi = {{{DOI}}}")
    assert (1, 0) == (found.counts.passed, found.counts.unable)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((), "no registry was asked"),
        (
            (record(Found(record=Record(identifier=f"doi:{DOI}")), "doi"),),
            "doi did not tell which registry has it",
        ),
        (
            (
                record(Found(record=Record(identifier=f"doi:{DOI}", title="Trade")), "crossref"),
                record(Unanswered(trouble=Trouble.SERVICE), "crossref-updates"),
            ),
            "Crossref could not be asked for works that update this one",
        ),
    ],
)
def test_without_an_answer_no_work_is_clean(looks: tuple[Look, ...], expected: str) -> None:
    found = reasons("EDS001", *looks, fields=f"doi = {{{DOI}}}")
    assert [f"whether {DOI!r} was retracted is not known: {expected}"] == found


ON_WORKS = ("REG102", "REG104", "REG106", "EDS004")
DOWN = Unanswered(trouble=Trouble.SERVICE)
REGISTERED = Found(record=Record(identifier=f"doi:{DOI}", agency="Crossref"))


@pytest.mark.parametrize("code", ON_WORKS)
@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((), "no registry was asked"),
        ((record(DOWN, "doi"),), "doi could not be asked (the service failed)"),
        ((record(REGISTERED, "doi"),), "crossref was not asked"),
        (
            (record(REGISTERED, "doi"), record(DOWN, "crossref")),
            "crossref could not be asked (the service failed)",
        ),
        (
            (record(Found(record=Record(identifier=f"doi:{DOI}")), "doi"),),
            "doi did not tell which registry has it",
        ),
    ],
)
def test_a_record_that_could_not_be_had_is_named_by_all_that_need_it(
    code: str, looks: tuple[Look, ...], expected: str
) -> None:
    fields = f"doi = {{{DOI}}}, date = {{2020}}, author = {{Doe, Jane}}"
    [reason] = reasons(code, *looks, fields=fields)
    assert reason.endswith(f": {expected}")


@pytest.mark.parametrize("code", ["REG104", "REG106"])
def test_an_entry_that_has_nothing_to_compare_misses_no_record(code: str) -> None:
    assert 0 == report(code, fields=f"doi = {{{DOI}}}").counts.planned
    assert 0 == report(code, fields="doi = {10.48550/arXiv.2101.00001}").counts.planned


@pytest.mark.parametrize("code", ON_WORKS)
@pytest.mark.parametrize(
    "looks",
    [
        # The registry in charge holds no record, or there is none that could be asked.
        (record(REGISTERED, "doi"), record(Absent(), "crossref")),
        (
            record(REGISTERED, "doi"),
            record(Absent(), "crossref"),
            record(DOWN, "crossref-updates"),
        ),
        (record(Found(record=Record(identifier=f"doi:{DOI}", agency="mEDRA")), "doi"),),
        (record(Absent(), "doi"),),
    ],
)
def test_where_there_is_no_record_nothing_is_left_open(code: str, looks: tuple[Look, ...]) -> None:
    fields = f"doi = {{{DOI}}}, date = {{2020}}, author = {{Doe, Jane}}"
    found = report(code, *looks, fields=fields)
    assert (0, ()) == (found.counts.unable, found.findings)


def test_a_number_without_record_is_not_compared_with_that_of_another_registry() -> None:
    fields = f"doi = {{{DOI}}}, pmid = {{12345}}"
    [doi, pmid] = reasons("REG105", record(DOWN, "doi"), fields=fields)
    assert doi.endswith(": doi could not be asked (the service failed)")
    assert pmid == "the record of 'pmid:12345' could not be had: no registry was asked"
    assert 0 == report("REG105", record(DOWN, "doi"), fields=f"doi = {{{DOI}}}").counts.planned


def test_a_page_without_facts_is_compared_with_nothing() -> None:
    bare = look(Answered(code=200, final=PAGE), Purpose.PAGE)
    blank = look(Answered(code=200, final=PAGE, page=PageFacts()), Purpose.PAGE)
    fields = "author = {Doe, Jane}, date = {2020}, organization = {Reuters}, langid = {english}"
    for code in ("REG001", "REG002", "REG003", "REG004", "REG005"):
        assert report(code, bare, fields=fields).counts.planned == 0
        assert report(code, blank, fields=fields).counts.planned == 0


def test_an_entry_without_a_title_is_compared_with_no_record() -> None:
    text = f"@article{{a, author = {{Doe, Jane}}, doi = {{{DOI}}}}}\n"
    dossier = Dossier(
        article=Article(),
        bibliography=read_bibliography([SourceText(path="r.bib", text=text)]),
        today=date(2026, 11, 23),
        evidence=Evidence(),
    )
    assert 0 == judge(dossier, [rule for rule in rules.ALL if rule.code == "REG102"]).counts.planned
