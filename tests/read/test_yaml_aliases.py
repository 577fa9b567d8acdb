"""Aliases in front matter are right, unless they grow beyond what anybody writes."""

from __future__ import annotations

import pytest

from kzru_cite.read.yaml_aliases import overgrown


def _grown(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    {
        "": "nothing",
        "Words, & *more* words.\n": "no YAML",
        "---\nauthor: &me A. B.\neditor: *me\n---\n": "an alias of a text",
        "---\nbase: &b {x: 1}\nother:\n  <<: *b\n  y: [*b, *b]\n---\n": "aliases of a mapping",
        f"---\n{_grown(4)}\n---\n": "ten thousand values",
        f"{_grown(9)}\n": "not between lines of dashes",
        f"---\n\n{_grown(9)}\n---\n": "a rule and words",
        "---\na: &a [\nb: *a ]]\n---\n": "no YAML in it",
        "---\nb: *none\nc: &c x\n---\n": "an alias of nothing",
    },
)
def test_what_people_write_is_let_through(text: str) -> None:
    assert overgrown(text) is None


@pytest.mark.parametrize("before", ["", "---\ntitle: T\n---\n\nWords.\n\n", "---\n\nWords.\n\n"])
@pytest.mark.parametrize("end", ["---", "...", "--- "])
def test_the_alias_with_which_it_is_too_much_is_told(before: str, end: str) -> None:
    text = f"{before}---\n{_grown(9)}\n{end}\n"
    at = overgrown(text)
    assert at is not None
    # Ten thousand with all of the fourth line, and ten times as many in the fifth.
    assert "*a3" == text[at : at + 3]
    line = text[:at].count("\n") - before.count("\n")
    assert 5 == line
