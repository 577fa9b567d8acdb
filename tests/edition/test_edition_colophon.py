"""The last section tells the state of the check in the language of the article."""

from __future__ import annotations

from datetime import date

import pytest
from edition_samples import PLACE, REPORT, article, finding, html, markdown
from msgspec.structs import replace

from kzru_cite import rules
from kzru_cite.edition.check_words import CHECK_WORDS
from kzru_cite.edition.colophon import colophon
from kzru_cite.edition.english import EN
from kzru_cite.edition.front import Front, read_front
from kzru_cite.edition.kazakh import KK
from kzru_cite.edition.labels import Labels, format_date
from kzru_cite.edition.languages import labels_for
from kzru_cite.edition.russian import RU
from kzru_cite.edition.tree import plain
from kzru_cite.model.edition import InputFile, Material, Revision
from kzru_cite.model.outcome import Severity
from kzru_cite.model.policy import Policy
from kzru_cite.model.report import Inability, Report, Verdict

TEXT = "---\ntitle: A\nlang: {}\n---\n\ntext"
INPUTS = (InputFile(path="a b.md", sha256="0123456789abcdef" * 4),)


def _shown(material: Material) -> str:
    front = read_front(material.documents[0].tree["meta"])
    return markdown(colophon(material, front, "kzru-cite 0.1.0, pandoc 3.9"))


def test_the_whole_state_is_told() -> None:
    shown = _shown(article(TEXT.format("en"), inputs=INPUTS))
    lines = [" ".join(line.split()) for line in shown.splitlines() if set(line) - set("- ")]
    checked = "Sources and claims were checked for 23 November 2026."
    sums = "The first digits of each file's SHA-256 sum tell which version this is."
    assert lines == [
        "# About this edition {#edition-colophon .unnumbered}",
        f"{checked} Result: **passed**. The check fails from this severity upwards: error.",
        "Outcome Number",
        "Planned 14",
        "Passed 9",
        "Failed, at any severity 1",
        "Could not be made 1",
        "Failed, but let pass by the editors 3",
        ": Checks",
        "Severity Number",
        "error 0",
        "warning 1",
        "note 0",
        ": Open findings",
        "Class Planned Passed Failed Not made Let pass",
        "claims and coverage (COV) 3 2 1 0 0",
        "keys (KEY) 8 7 0 1 0",
        "syntax of entries (SYN) 3 0 0 0 3",
        ": Checks by what they look at",
        "Let pass by the editors, with a reason on file:",
        "- `DAT008` name-of-dat008: 1",
        "- `SYN005` name-of-syn005: 2, until 31 May 2027",
        "Not checked:",
        "- whether links lead to the pages (LNK ×2): links not gathered",
        f"Made from these files. {sums}",
        "- `a b.md` `0123456789ab`",
        "Made with kzru-cite 0.1.0, pandoc 3.9.",
    ]


def test_the_policy_is_told_with_what_the_editors_changed() -> None:
    policy = Policy(max_unable=0.125, severity={"NAM011": Severity.NOTE, "DAT001": Severity.ERROR})
    shown = " ".join(_shown(article(TEXT.format("en"), policy=policy)).split())
    assert "at most 12.5% of the checks may fail to be made" in shown
    assert "at least 80% of the sentences" in shown
    assert "after 3 misses that lie 3 days apart" in shown
    assert "more than 180 days ago" in shown
    assert "Severities changed by the editors: DAT001 -- error, NAM011 -- note." in shown
    plain_policy = _shown(article(TEXT.format("en"), policy=Policy()))
    assert "Severities changed" not in plain_policy


@pytest.mark.parametrize(("dirty", "end"), [(False, "."), (True, ", with local changes.")])
def test_the_commit_is_told(dirty: bool, end: str) -> None:  # noqa: FBT001  a case
    revision = Revision(commit="0123456789abcdef" * 3, dirty=dirty)
    shown = _shown(article(TEXT.format("en"), revision=revision))
    assert f"State of the project: commit `0123456789ab`{end}" in shown


def test_checks_that_could_not_be_made_are_told_by_rule_and_reason() -> None:
    unable = tuple(
        Inability(code=code, place=PLACE, reason=why)
        for code, why in (("B001", "no answer"), ("A001", "no answer"), ("B001", "no answer"))
    )
    shown = _shown(article(TEXT.format("ru"), report=replace(REPORT, unable=unable)))
    start = shown.index("Проверить не удалось:")
    assert shown[start:].splitlines()[2:4] == [
        '- `A001` ×1: [no answer]{lang="en"}',
        '- `B001` ×2: [no answer]{lang="en"}',
    ]
    many = tuple(Inability(code=f"A{n:03}", place=PLACE, reason="x") for n in range(15))
    told = _shown(article(TEXT.format("en"), report=replace(REPORT, unable=many)))
    assert "- `A011` ×1: x\n- and 3 more\n" in told


def test_each_language_has_words_for_each_family_of_rules() -> None:
    families = {rule.code[:3] for rule in rules.ALL}
    for said in CHECK_WORDS.values():
        assert families <= said.classes.keys()
        assert all(getattr(said, name) for name in said.__struct_fields__)
    assert CHECK_WORDS.keys() == {labels.code for labels in (EN, RU, KK)}


def test_what_there_is_not_is_not_told() -> None:
    report = Report(today=date(2026, 11, 23), verdict=Verdict.FAILED, fail_on=Severity.WARNING)
    shown = _shown(article(TEXT.format("en"), report=report))
    assert "Result: **failed**. The check fails from this severity upwards: warning." in shown
    for title in ("Let pass by the editors, with", "Not checked", "Made from these", "Licence"):
        assert title not in shown


@pytest.mark.parametrize(
    ("metadata", "line"),
    [
        ("rights: CC0", "Licence: CC0."),
        ("rights: CC0\nlicense-url: https://a.org/0", "Licence: [CC0](https://a.org/0)."),
        ("attribution: After *B*", "After *B*"),
    ],
)
def test_licence_and_attribution_are_repeated(metadata: str, line: str) -> None:
    assert line in _shown(article(f"---\ntitle: A\n{metadata}\n---\n")).splitlines()


def test_let_pass_findings_are_told_by_rule_and_day() -> None:
    found = tuple(
        finding(code, Severity.ERROR, until=until)
        for code, until in (("B001", "2027-01-01"), ("A001", "2027-02-01"), ("A001", "2027-01-01"))
    )
    shown = _shown(article(TEXT.format("en"), report=replace(REPORT, findings=found)))
    start = shown.index("- `A001`")
    assert shown[start:].splitlines()[:3] == [
        "- `A001` name-of-a001: 1, until 1 January 2027",
        "- `A001` name-of-a001: 1, until 1 February 2027",
        "- `B001` name-of-b001: 1, until 1 January 2027",
    ]


def test_a_russian_colophon_marks_the_words_of_the_program_as_english() -> None:
    shown = _shown(article(TEXT.format("ru")))
    assert "проверены на 23 ноября 2026 г. Результат: **проверка пройдена**." in shown
    assert '`SYN005` [name-of-syn005]{lang="en"}: 2, до 31 мая 2027 г.' in shown
    assert 'ведут ли ссылки на страницы (LNK ×2): [links not gathered]{lang="en"}' in shown


def test_a_kazakh_colophon_has_kazakh_letters() -> None:
    material = article(TEXT.format("kk-KZ"))
    front = read_front(material.documents[0].tree["meta"])
    shown = plain(colophon(material, front, "x"))
    assert "тексерілген күн: 2026 ж. 23 қараша. Нәтиже: тексеруден өтті." in shown
    assert "2027 ж. 31 мамыр дейін" in shown
    assert 'lang="en"' in html(colophon(material, front, "x"))


@pytest.mark.parametrize(
    ("tag", "code"), [("en-GB", "en"), ("RU", "ru"), ("kk", "kk"), ("fr", "en"), ("", "en")]
)
def test_labels_are_found_by_language_and_else_english(tag: str, code: str) -> None:
    assert code == labels_for(tag).code


@pytest.mark.parametrize("labels", [EN, RU, KK], ids=lambda labels: labels.code)
def test_each_language_has_a_word_for_everything(labels: Labels) -> None:
    for name in labels.__struct_fields__:
        value = getattr(labels, name)
        assert value
        if isinstance(value, dict):
            assert getattr(EN, name).keys() == value.keys()
            assert all(value.values())
    assert (12, 12) == (len(labels.months), len(labels.months_alone))


@pytest.mark.parametrize(
    ("text", "english", "russian", "kazakh"),
    [
        ("2016-10-22", "22 October 2016", "22 октября 2016 г.", "2016 ж. 22 қазан"),
        ("2016-05", "May 2016", "май 2016 г.", "2016 ж. мамыр"),
        ("2016", "2016", "2016 г.", "2016 ж."),
        ("2016~", "2016~", "2016~", "2016~"),
        ("201X", "201X", "201X", "201X"),
        ("2016-21", "2016-21", "2016-21", "2016-21"),
        ("2016/2017", "2016/2017", "2016/2017", "2016/2017"),
        ("2016/..", "2016/..", "2016/..", "2016/.."),
        ("long ago", "long ago", "long ago", "long ago"),
    ],
)
def test_dates_are_written_as_the_language_does(
    text: str, english: str, russian: str, kazakh: str
) -> None:
    assert (english, russian, kazakh) == tuple(format_date(text, each) for each in (EN, RU, KK))


def test_a_front_without_licence_has_no_line_for_it() -> None:
    front: Front = read_front(article(TEXT.format("en")).documents[0].tree["meta"])
    assert ("", "") == (front.rights, front.licence_address)
