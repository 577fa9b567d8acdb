"""What is imported is read again from its Markdown as the words that it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kzru_cite.convert.trees import words
from kzru_cite.convert.unmistakable import unmistakable
from kzru_cite.importing import _WRITER
from kzru_cite.pandoc import Pandoc, bundled

Node = dict[str, Any]
READER = "markdown-example_lists-smart"
NOTHING: list[Any] = ["", [], []]
PIECES = (
    *"\\`*_{}[]()#+-.!|<>~^$@&:;=%'\"/,?0aX1",
    *("{=html}", "{.x}", "---", "...", "```", "~~~", ":::", "![x]", "[x]:", "(@", "[@", "<b>"),
    *("</b>", "<!--", "-->", "&lt;", "\\(", "$$", "http://a.b", "1.", "(a)", "^[", "[^1]"),
    *("{#i}", "==", "||", "\\begin{x}", "@{", "a@b", "\\input{x}", "Table:", "<script>"),
)
STRINGS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(
    lambda pieces: {"t": "Str", "c": "".join(pieces)}
)


def _around(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=1, max_size=2).map(lambda made: [_str("a"), *made])
    address = st.sampled_from(("http://a.b/(", "http://a.b/<x>", "http://a.b/{}", "#x"))
    return st.one_of(
        st.sampled_from(("Emph", "Strong", "Strikeout")).flatmap(
            lambda kind: some.map(lambda c: {"t": kind, "c": c})
        ),
        st.tuples(some, address).map(lambda c: {"t": "Link", "c": [NOTHING, c[0], [c[1], ""]]}),
        st.tuples(some, STRINGS).map(
            lambda c: {"t": "Span", "c": [["", ["claim"], [["note", c[1]["c"]]]], c[0]]}
        ),
    )


CODE = STRINGS.map(lambda word: {"t": "Code", "c": [NOTHING, word["c"]]})
INLINES = st.lists(
    st.one_of(STRINGS, STRINGS, CODE, st.just({"t": "Space"}), _around(STRINGS)),
    min_size=1,
    max_size=6,
).map(lambda inlines: [*inlines, _str("z")])


def _str(word: str) -> Node:
    return {"t": "Str", "c": word}


def _document(blocks: list[Node], meta: Node | None = None) -> Node:
    return {"pandoc-api-version": [1, 23, 1, 1], "meta": meta or {}, "blocks": blocks}


def _again(pandoc: Pandoc, tree: Node, reader: str = READER) -> Node:
    said = unmistakable(deepcopy(tree)).tree
    text = pandoc.need(
        ["-f", "json", "-s", "-t", _WRITER, "--wrap=none"], json.dumps(said).encode()
    )
    found: Node = json.loads(pandoc.need(["-f", reader, "-t", "json"], text))
    return found


def _nodes(tree: object) -> Iterator[Node]:
    if isinstance(tree, list):
        for one in tree:
            yield from _nodes(one)
    elif isinstance(tree, dict):
        if "t" in tree:
            yield tree
        for one in tree.values():
            yield from _nodes(one)


def _said(tree: object) -> str:
    parts = [
        " " if node["t"] in {"Space", "SoftBreak"} else
        node["c"] if node["t"] == "Str" else
        node["c"][1] if node["t"] == "Code" else ""
        for node in _nodes(tree)
    ]  # fmt: skip
    return " ".join("".join(parts).split())


def _parts(blocks: list[Node]) -> list[str]:
    return [part.strip() for part in _said(blocks).split("END")]


# Each example is a text of hundreds of words; to make it smaller would take minutes.
@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(INLINES, min_size=20, max_size=40))
def test_words_of_any_signs_come_back(paragraphs: list[list[Node]]) -> None:
    pandoc = bundled()
    end = {"t": "Para", "c": [_str("END")]}
    blocks = [block for inlines in paragraphs for block in ({"t": "Para", "c": inlines}, end)]
    back = _again(pandoc, _document(blocks))
    for meant, read in zip(_parts(blocks), _parts(back["blocks"]), strict=True):
        assert meant == read
    odd = {"RawInline", "RawBlock", "Image", "Cite", "Header", "Table", "Math"}
    assert not [node for node in _nodes(back) if node["t"] in odd]
    # As the program reads it, too, there is nothing but words.
    back = _again(pandoc, _document(blocks), READER.removesuffix("-smart"))
    assert not [node for node in _nodes(back) if node["t"] in odd]


def _code(*classes: str, **pairs: str) -> list[Any]:
    return ["a b", list(classes), [[key, value] for key, value in pairs.items()]]


def test_code_pictures_and_strange_addresses_and_attributes_are_dropped(pandoc: Pandoc) -> None:
    para = [
        {"t": "RawInline", "c": ["html", "<script>"]},
        {"t": "Image", "c": [NOTHING, words("a picture"), ["/etc/passwd", ""]]},
        {"t": "Link", "c": [NOTHING, words("run"), ["javascript:x", ""]]},
        {"t": "Span", "c": [["x", [], [["onclick", "y"], ["lang", "kk"]]], words("бір")]},
        {"t": "Span", "c": [["c", ["claim"], [["needs", "page"], ["on", "x"]]], words("екі")]},
        {"t": "Math", "c": [{"t": "InlineMath"}, "a$$ b"]},
        {"t": "Math", "c": [{"t": "InlineMath"}, "a_b"]},
    ]
    blocks: list[Node] = [
        {"t": "RawBlock", "c": ["tex", "\\input{x}"]},
        {"t": "Para", "c": para},
        {"t": "CodeBlock", "c": [_code("=html", "python", "a}b", onclick="x"), "x"]},
    ]
    meta = {
        "title": {"t": "MetaString", "c": "A `x`{=html} \\input{y}"},
        "author": {
            "t": "MetaList",
            "c": [{"t": "MetaMap", "c": {"name": para_meta(), "a: b": {}}}],
        },
        "abstract": {"t": "MetaBlocks", "c": [{"t": "RawBlock", "c": ["html", "<b>"]}]},
    }
    tree = _document(blocks, meta)
    done = unmistakable(deepcopy(tree))
    assert {
        "raw html", "raw tex", "a picture: /etc/passwd", "an address of no web page: javascript:x",
        "an attribute: onclick", "an attribute: on",
    } == set(done.dropped)  # fmt: skip
    back = _again(pandoc, tree)
    assert not {node["t"] for node in _nodes(back)} & {"RawInline", "RawBlock", "Image"}
    assert "A `x`{=html} \\input{y}" == _said(back["meta"]["title"])
    assert ["name"] == list(back["meta"]["author"]["c"][0]["c"])
    said = "a picture".replace(" ", "") + "run"
    assert said in _said(back["blocks"]).replace(" ", "")
    spans = [node["c"][0] for node in _nodes(back["blocks"]) if node["t"] == "Span"]
    assert [["x", [], [["lang", "kk"]]], ["c", ["claim"], [["needs", "page"]]]] == spans
    [code] = [node for node in _nodes(back["blocks"]) if node["t"] == "CodeBlock"]
    assert [["", ["python"], []], "x"] == code["c"]


def para_meta() -> Node:
    return {"t": "MetaInlines", "c": [{"t": "RawInline", "c": ["tex", "\\x"]}, _str("Anna")]}


@pytest.mark.parametrize("key", ["a}b", "x{y", "a b\\c"])
def test_keys_and_places_of_citations_stay_one_citation(pandoc: Pandoc, key: str) -> None:
    one = {
        "citationId": key,
        "citationPrefix": [_str("see;"), {"t": "Space"}, _str("@other")],
        "citationSuffix": [_str(";"), {"t": "Space"}, _str("@more]{.claim}")],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    blocks = [{"t": "Para", "c": [_str("A"), {"t": "Space"}, {"t": "Cite", "c": [[one], []]}]}]
    back = _again(pandoc, _document(blocks))
    [cite] = [node for node in _nodes(back["blocks"]) if node["t"] == "Cite"]
    [cited] = cite["c"][0]
    assert cited["citationId"].replace("-", "") == "".join(filter(str.isalpha, key))
    assert not [node for node in _nodes(back["blocks"]) if node["t"] == "Span"]
