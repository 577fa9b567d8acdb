"""The report for people shows where, what and how to mend it, and hides nothing silently."""

from __future__ import annotations

from msgspec.structs import replace

from kzru_cite.model.baseline import BaselineUse
from kzru_cite.model.outcome import Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Inability, Silenced, Skipped, Verdict
from kzru_cite.report import Showing
from kzru_cite.report.terminal import render
from reports import TEXT, everything, finding, report

SHOWING = Showing(version="1", texts={TEXT.path: TEXT})


def test_a_finding_shows_its_line_with_a_caret_below() -> None:
    assert (
        "article/article.md:1:37: error KEY001 no reference has the key 'rao2020'\n"
        "1 | Water boils [@rao2019] and freezes [@rao2020].\n"
        "  |                                     ^^^^^^^^\n"
        "  hint: did you mean 'rao2019'?\n"
        "\n"
        "1  error    KEY001 undefined-key\n"
        "\n"
        "failed: 1 error (4 checks planned = 3 passed + 1 failed + 0 unable + 0 let pass)\n"
    ) == render(report(finding()), SHOWING)


def test_a_clean_run_is_one_line() -> None:
    assert (
        "passed: nothing found (3 checks planned = 3 passed + 0 failed + 0 unable + 0 let pass)\n"
    ) == render(report(verdict=Verdict.PASSED), SHOWING)


def test_the_worst_comes_first() -> None:
    note = finding("NAM011", Severity.NOTE)
    warning = finding("KEY002", Severity.WARNING)
    showing = Showing(version="1", least=Severity.NOTE)
    text = render(report(note, warning, finding()), showing)
    assert ["error", "warning", "note"] == [
        line.split()[1] for line in text.splitlines() if line.startswith("article/")
    ]


def test_lesser_findings_are_counted_and_how_to_see_them_is_said() -> None:
    text = render(report(finding("NAM011", Severity.NOTE), verdict=Verdict.PASSED), SHOWING)
    assert "article/article.md:1" not in text
    assert "1  note     NAM011 undefined-key" in text
    assert "1 finding below warning not shown in full (--min-severity note)" in text


def test_what_was_let_pass_is_named_with_its_first_end() -> None:
    one = finding(suppressed=Silenced(reason="known", until="2027-01-31"))
    other = finding("DAT008", suppressed=Silenced(reason="known", until="2026-12-31"))
    text = render(report(one, one, other, verdict=Verdict.PASSED), SHOWING)
    assert "let pass by an editor's word: DAT008 ×1, KEY001 ×2; the first until 2026-12-31" in text


def test_what_could_not_be_checked_and_what_was_not_asked_is_named() -> None:
    place = Location(path="references.bib", line=1, column=1, end_line=1, end_column=1)
    unable = (Inability(code="SYN007", place=place, reason="pandoc was not asked: a loop"),)
    text = render(report(unable=unable, skipped=(Skipped(code="DAT001", reason="…"),)), SHOWING)
    assert "could not be checked: references.bib:1: SYN007: pandoc was not asked: a loop" in text
    assert "not asked, …: DAT001" in text


def test_of_many_that_could_not_be_checked_one_stands_for_its_rule() -> None:
    place = Location(path="references.bib", line=1, column=1, end_line=1, end_column=1)
    unable = tuple(Inability(code="LNK001", place=place, reason=f"no {n}") for n in range(3))
    short = render(report(unable=unable), SHOWING)
    assert "LNK001: no 0\n  and 2 more of LNK001 (--min-severity note)" in short
    full = render(report(unable=unable), Showing(version="1", least=Severity.NOTE))
    assert "LNK001: no 2" in full
    assert "more of" not in full


def test_an_incomplete_run_says_so_first() -> None:
    text = render(report(verdict=Verdict.INCOMPLETE), SHOWING)
    assert text.startswith("incomplete: 0 of 3 checks could not be made; nothing follows for")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 300 + "@key" + "b" * 300
    source = SourceText(path="article/article.md", text=line)
    one = finding(column=301, end_column=305)
    shown, caret = render(report(one), Showing(version="1", texts={source.path: source})).split(
        "\n"
    )[1:3]
    assert len(shown) < 110
    assert "@key" == shown[caret.index("^") : caret.index("^") + 4]
    assert 4 == caret.count("^")


def test_what_a_terminal_would_obey_is_shown_and_not_sent() -> None:
    one = finding(line=2, column=12, end_column=17, message="bad \x1b[2J text", hint="")
    text = render(report(one), SHOWING)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\t" not in text


def test_wide_letters_move_the_caret_by_two_columns() -> None:
    source = SourceText(path="article/article.md", text="水水 e\u0301 @a")
    one = finding(column=7, end_column=9)
    caret = render(report(one), Showing(version="1", texts={source.path: source})).split("\n")[2]
    assert "  |        ^^" == caret


def test_a_stretch_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    one = finding(column=13)
    place = Location(path=TEXT.path, line=1, column=37, end_line=2, end_column=3)
    long = replace(one, place=place)
    caret = render(report(long), SHOWING).split("\n")[2]
    assert 10 == caret.count("^")


def test_colour_is_added_only_when_asked_for() -> None:
    coloured = render(report(finding()), Showing(version="1", texts={TEXT.path: TEXT}, colour=True))
    assert "\x1b[31m" in coloured
    assert "\x1b[" not in render(report(finding()), SHOWING)


def test_a_prefix_goes_before_each_path() -> None:
    text = render(report(finding()), Showing(version="1", prefix="wiki/"))
    assert text.startswith("wiki/article/article.md:1:37: error")


def test_known_findings_and_the_baseline_are_told() -> None:
    text = render(*everything())
    assert "known, in the baseline:\narticle/article.md:1:37: error KEY001 known before\n" in text
    assert (
        "held against baseline.json: 1 known finding\n"
        "  1 entry could not be held against it: their rules were not asked, or not all they look"
        " at could be seen\n"
        "  baseline.json:1: take out KEY001 a b.md 'gone <i>': nothing is found there any more\n"
        "  take out KEY001 a b.md 'gone <i>': there is no such rule any more\n"
    ) in text
    assert "1 known (" in text


def test_a_baseline_without_remarks_is_one_line() -> None:
    whole = report(baseline=BaselineUse(path="b.json"))
    assert "\n\nheld against b.json: 0 known findings\n\n" in f"\n\n{render(whole, SHOWING)}"
