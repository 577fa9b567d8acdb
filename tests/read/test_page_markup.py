"""Markup is taken apart as browsers do it, and whatever is in it, it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.read.page_markup import attributes, tokens


def told(markup: str) -> list[str]:
    """Write the tokens in a short form."""
    told = []
    for token in tokens(markup):
        told.append(f"/{token.name}" if token.closes else f"{token.name}:{token.text}")
        told += [f":{token.after}"] if token.after else []
    return told


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("", []),
        ("a < b", [":a < b"]),
        ("a &lt; b<BR/>c", [":a < b", "br:/", ":c"]),
        ("<p class='x>y'>z</p >", ["p: class='x>y'", ":z", "/p"]),
        ('<a title="1 > 0" href=x>', ['a: title="1 > 0" href=x']),
        ("x<!-- <p> -->y", [":x", "!: <p> ", ":y"]),
        ("<!-->y", ["!:", ":y"]),
        ("<!DOCTYPE html>y", ["!:DOCTYPE html", ":y"]),
        ("<![CDATA[x]]>y", ["!:[CDATA[x]]", ":y"]),
        ("</ x>y", ["!: x", ":y"]),
        ("x<!-- never closed <p>", [":x", "!: never closed <p>"]),
        ("<script>if (a<b) '</p>'</script>z", ["script:", ":if (a<b) '</p>'", "/script", ":z"]),
        ("<title>a &amp; <b></title>", ["title:", ":a & <b>", "/title"]),
        ("<script>&amp;<p>", ["script:", ":&amp;<p>"]),
        ("<plaintext>a</plaintext>", ["plaintext:", ":a</plaintext>"]),
        ("y<p never closed", [":y"]),
        ("<p>y<p never closed", ["p:", ":y"]),
        ('<p a="x>y</p>', ['p: a="x', ":y", "/p"]),
        ("<!", []),
        ("<!x", []),
    ],
)
def test_tags_texts_and_comments(markup: str, expected: list[str]) -> None:
    assert expected == told(markup)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", {}),
        (" a b=c D='e f' g=\"&amp;\" /", {"a": "", "b": "c", "d": "e f", "g": "&"}),
        ("a=1 a=2", {"a": "1"}),
        ("a = b", {"a": "b"}),
    ],
)
def test_attributes(written: str, expected: dict[str, str]) -> None:
    assert expected == attributes(written)


def test_a_tag_keeps_a_hundred_attributes() -> None:
    assert len(attributes(" ".join(f"a{n}=1" for n in range(500)))) == 100


@given(st.text(alphabet="<>/!-ap='\"& sctrip[]"))
def test_tokens_stand_one_after_the_other(markup: str) -> None:
    ends = 0
    for token in tokens(markup):
        assert ends <= token.start < token.end <= len(markup)
        ends = token.end
