"""What users read agrees with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzru_cite import choices, rules
from kzru_cite.choices import EXPORTS, IMPORTS
from kzru_cite.edition import EDITIONS
from kzru_cite.explaining import rule_table
from kzru_cite.model.changes import Kind
from kzru_cite.model.entry_form import FIELD_ORDER
from kzru_cite.model.paper import PaperLinks, PaperStandard
from kzru_cite.model.place import SourceText
from kzru_cite.model.rule import Rule
from kzru_cite.model.theme import DARK, LIGHT
from kzru_cite.read.baseline import read_baseline
from kzru_cite.settings import Settings, read_settings
from kzru_cite.themes import read_theme


def test_the_table_of_rules_is_what_the_program_prints(root: Path) -> None:
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    assert rule_table(markdown=True) in text


def test_the_settings_shown_can_be_read(root: Path) -> None:
    text = (root / "docs" / "writing.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert 2 == len(blocks)
    for block in blocks:
        assert read_settings(SourceText(path="pyproject.toml", text=block)) is not None


def test_the_theme_shown_can_be_read_and_sets_what_the_program_has(root: Path) -> None:
    text = (root / "docs" / "editions.md").read_text(encoding="utf-8")
    settings, block = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert Settings() == read_settings(SourceText(path="pyproject.toml", text=settings))
    theme = read_theme(SourceText(path="house.toml", text=block))
    assert dict(LIGHT) == theme.light
    assert dict(DARK).items() >= theme.dark.items()


def test_the_page_on_editions_names_them_all(root: Path) -> None:
    text = (root / "docs" / "editions.md").read_text(encoding="utf-8")
    for edition in EDITIONS:
        assert f"| `{edition.name}` | `{edition.filename}` |" in text
    for choice in (*PaperLinks, *PaperStandard):
        assert f"| `{choice.value}` |" in text


def test_the_page_on_reports_names_all_forms_and_kinds_of_change(root: Path) -> None:
    text = (root / "docs" / "reports.md").read_text(encoding="utf-8")
    forms = re.findall(r"^\| `(\w+)` \| ", text.partition("## The baseline")[0], re.MULTILINE)
    assert list(choices.REPORTS) == forms
    changes = text.partition("## What changed")[2]
    for name in choices.CHANGE_LISTS:
        assert f"`{name}`" in changes
    named = set(re.findall(r"`([a-z-]+)`", changes.partition("Links are judged")[0]))
    kinds = {kind.name.lower().replace("_", "-") for kind in Kind}
    assert kinds <= named


def test_the_baseline_shown_can_be_read(root: Path) -> None:
    text = (root / "docs" / "reports.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (entry,) = read_baseline(SourceText(path="baseline.json", text=block)).entries
    assert "KEY001" == entry.code


def test_the_page_on_repair_names_the_fields_in_their_order(root: Path) -> None:
    text = (root / "docs" / "repair.md").read_text(encoding="utf-8")
    block = re.findall(r"```text\n(.*?)```", text, re.DOTALL)[-1]
    assert list(FIELD_ORDER) == block.split()


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)
def test_each_rule_has_a_page_with_bad_good_and_how_sure(rule: Rule) -> None:
    for word in ("Bad:", "Good:", "Sure:"):
        assert word in rule.page
    assert rule.code[:3].isupper()
    assert not rule.summary.endswith(".")


def test_codes_and_names_are_used_once() -> None:
    assert len(rules.ALL) == len({rule.code for rule in rules.ALL})
    assert len(rules.ALL) == len({rule.name for rule in rules.ALL})


def test_readme_names_the_commands_that_continuous_integration_runs(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    commands = re.findall(r"^make \w+$", script, re.MULTILINE)
    assert ["make publish", "make test"] == commands
    for command in commands:
        assert f"    {command}\n" in readme or f"\n{command}\n" in readme


def test_the_page_on_imports_names_all_forms(root: Path) -> None:
    text = (root / "docs" / "importing.md").read_text(encoding="utf-8")
    for form in IMPORTS:
        assert f"`{form}`" in text
    for form in EXPORTS:
        assert f"| `{form}` |" in text
