"""Markup is taken apart as browsers do it, and whatever is in it, it ends."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.read.page_markup import RAW, attributes, end_of_tags, rest, unusual, usual


def told(markup: str) -> list[str]:
    """Write the tags, comments and texts in a short form."""
    told: list[str] = []
    position, last = 0, end_of_tags(markup)
    while position < last:
        for match in usual(markup, position, last):
            slash, name, written, text = match.groups()
            if not slash and name.lower() in RAW:
                break
            told.append(f"/{name.lower()}" if slash else f"{name.lower()}:{written}")
            told += [f":{unescape(text)}"] if text else []
            position = match.end()
        for token in unusual(markup, position, last) if position < last else ():
            told.append(f"/{token.name}" if token.closes else f"{token.name}:{token.text}")
            position = token.end
    return [*told, *(f":{token.text}" for token in rest(markup, position))]


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
def test_what_is_found_stands_one_after_the_other(markup: str) -> None:
    last, ends = end_of_tags(markup), 0
    while ends < last:
        for match in usual(markup, ends, last):
            assert ends == match.start() < match.end() <= last
            ends = match.end()
        for token in unusual(markup, ends, last) if ends < last else ():
            assert ends <= token.start < token.end <= len(markup)
            ends = token.end
