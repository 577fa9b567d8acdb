"""Text in capitals is told from text that holds a word of capitals."""

from __future__ import annotations

import pytest

from kzru_cite.rules._capitals import in_capitals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ПУТИ СНАБЖЕНИЯ", True),
        ("г. УРАЛЬСКИЙ", True),
        ("УРАЛЬСК г.", False),
        ("г. г. УРАЛЬСКИЙ", False),
        ("Отчёт ОРГАНИЗАЦИЯ", False),
    ],
)
def test_one_letter_of_ten_may_be_small(text: str, *, expected: bool) -> None:
    assert in_capitals(text, words=2, long=8) is expected
