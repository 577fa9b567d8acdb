"""The Markdown report says all, and what it quotes stays text for whoever shows it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite.model.report import Verdict
from kzru_cite.pandoc import bundled
from kzru_cite.report import Showing
from kzru_cite.report.markdown import render
from kzru_cite.report.marked import code, marked
from reports import everything, finding, report

_PANDOC = bundled()


def test_a_sound_report_is_short() -> None:
    assert (
        "## Citations: passed\n\n"
        "passed: nothing found (3 checks planned = 3 passed + 0 failed + 0 unable + 0 let pass)\n"
    ) == render(report(verdict=Verdict.PASSED), Showing(version="1"))


def test_a_finding_has_its_place_and_its_hint() -> None:
    text = render(report(finding()), Showing(version="1", prefix="wiki/"))
    assert text.startswith("## Citations of `wiki`: failed\n")
    assert (
        "- **error** KEY001 `wiki/article/article.md:1:37` no reference has the key `'rao2020'`  \n"
        "  did you mean `'rao2019'`?\n"
    ) in text


def test_all_that_is_not_open_is_folded() -> None:
    text = render(*everything())
    titles = re.findall("<summary>(.*)</summary>", text)
    assert [
        "Known: in the baseline",
        "Baseline entries of no use any more",
        "Let pass by an editor's word",
        "Could not be checked",
        "Not asked",
        "By rule",
    ] == titles
    assert "until 2027-01-31: it is \\<so\\>" in text
    assert "`00ff` KEY001 in `a b.md`, gone \\<i\\>: nothing is found there any more" in text
    assert "- there is no ledger: QUO001" in text
    assert "| KEY001 undefined-key | 8 | 3 | 3 | 1 | 2 | 1 |" not in text
    assert re.search(r"\| KEY001 undefined-key \| \d+ \| 3 \| \d+ \| 1 \| 2 \| 1 \|", text)


def test_many_places_of_one_reason_are_named_once() -> None:
    whole, showing = everything()
    many = replace(whole, unable=whole.unable * 7)
    line = next(row for row in render(many, showing).splitlines() if "LNK001" in row)
    assert 5 == line.count("`references.bib:1`")
    assert line.endswith(", …)")


def test_a_long_report_keeps_below_the_limit_of_a_summary() -> None:
    one = finding(message="x" * 1000)
    many = report(*(replace(one, fingerprint=f"{n:016x}") for n in range(1500)))
    text = render(many, Showing(version="1"))
    assert len(text.encode()) < 1024 * 1024
    left = re.search(r"^- and ([\d,]+) more$", text, re.MULTILINE)
    assert left
    assert 1500 == text.count("**error**") + int(left[1].replace(",", ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("the page is called 'A <b>'", "the page is called `'A <b>'`"),
        ("see https://a.org/x_y now", "see `https://a.org/x_y` now"),
        ("ask @all or see #12", "ask `@all` or see `#12`"),
        ("a_b *c* [d](e) <f> &amp;", "a\\_b \\*c\\* \\[d\\](e) \\<f\\> \\&amp;"),
        ("1. first", "1\\. first"),
        ("- point", "\\- point"),
        ("don't stop", "don't stop"),
        ("x\n# y\x1b[31m", "x \\# y"),
    ],
)
def test_texts_of_others_stay_text(text: str, expected: str) -> None:
    assert expected == marked(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("a`b", "``a`b``"), ("`", "`` ` ``"), ("\u202e", ""), ("a\nb", "`a b`")]
)
def test_code_has_a_fence_that_holds(text: str, expected: str) -> None:
    assert expected == code(text)


@example(":a:")
@given(st.text(alphabet="ab`'\"<>&*_[]()!#@:/.w \\~|$-+1", max_size=25))
def test_pandoc_reads_nothing_but_text_out_of_it(text: str) -> None:
    tree = json.loads(_PANDOC.need(("-f", "gfm", "-t", "json"), marked(text).encode()))
    kinds = set(re.findall(r'"t": ?"(\w+)"', json.dumps(tree["blocks"])))
    assert kinds <= {"Para", "Plain", "Str", "Space", "Code", "SoftBreak"}
