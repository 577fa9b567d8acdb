"""Claims that are too long for pandoc are found, and only these."""

import pytest

from kzru_cite.read.attributes import LONGEST, overlong_claim

LONG = "w" * (LONGEST + 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"[{LONG}]{{.claim #a}}", 0),
        (f"[{LONG}]{{#a .claim}}", 0),
        (f"One [short]{{.claim #a}} and [a\n{LONG}]{{.claim #b}}", 27),
        (f"One.\n\nTwo [{LONG}]{{.claim}}", 10),
    ],
)
def test_a_claim_that_is_too_long_is_found(text: str, found: int) -> None:
    assert found == overlong_claim(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"[{'w' * (LONGEST - 2)}]{{.claim #a}}",
        f"[{LONG}]{{.other #a}}",
        f"{LONG} [short]{{.claim #a}}",
        f"[{LONG}](https://a.example)\n\n[short]{{.claim #a}}",
        f"[{LONG}]{{.other}} [short]{{.claim #a}}",
        f"::: {{.claim #a}}\n{LONG}\n:::",
        f"{LONG}\n\n::: claim\nShort.\n:::",
    ],
)
def test_what_is_short_or_no_claim_is_not(text: str) -> None:
    assert overlong_claim(text) is None
