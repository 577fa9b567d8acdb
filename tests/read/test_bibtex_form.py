"""A .bib file gets its canonical form, and is read after it as before it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzru_cite.model.entry_form import FIELD_ORDER, new_entry
from kzru_cite.model.place import SourceText
from kzru_cite.model.written import Kept, as_written, plain_text
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.bibtex_comments import comments
from kzru_cite.read.bibtex_form import canonical

# The collection lies beside the project, and is no part of it.
CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
OWN = Path(__file__).parents[2] / "references.bib"
FILES = [OWN, *sorted(CORPUS.rglob("*.bib"))]


def formed(text: str, *, by_key: bool = False) -> str:
    return plain_text(text, canonical(text, by_key=by_key).parts)


def facts(text: str) -> list[tuple[object, ...]]:
    """Return what is read of a file, but for places."""
    found = read_bibliography([SourceText(path="a.bib", text=text)])
    return [
        (
            one.key,
            one.kind,
            sorted((name, field.value, field.raw) for name, field in one.fields.items()),
            sorted(one.names.items()),
            # Which of two is the first must stay; their order among others may change.
            sorted(((field.name, field.raw) for field in one.repeats), key=lambda pair: pair[0]),
        )
        for one in found.references
    ]


def refused(text: str) -> list[tuple[str, str]]:
    found = read_bibliography([SourceText(path="a.bib", text=text)])
    return [(one.key, one.message) for one in found.broken]


def remarks(text: str) -> Counter[str]:
    return Counter(text[start:end].rstrip() for start, end in comments(text))


def check(text: str) -> None:
    new = formed(text)
    assert facts(text) == facts(new)
    assert refused(text) == refused(new)
    assert remarks(text) == remarks(new)
    assert new == formed(new)
    ordered = formed(text, by_key=True)
    assert ordered == formed(ordered, by_key=True)
    assert sorted(map(repr, facts(text))) == sorted(map(repr, facts(ordered)))
    assert remarks(text) == remarks(ordered)


BLANKS = st.sampled_from(("", " ", "\n", "\t", "\n\n  ", "  \n"))
COMMENT = st.sampled_from(("% said", "%", '% a {brace, "a quote" = 1', "% @misc{no, title = {x}}"))
KEY = st.sampled_from(("rao2019", "Lee:2020a", "b", "A", "ключ", "x_1", "a.b"))
NAME = st.sampled_from(("title", "Author", "DATE", "year", "note", "abstract", "url", "own"))
WORDS = st.text("abc XYZ,=@#%'éЯ\\&\n-", max_size=12)
GROUP = st.builds(lambda text: "{" + text + "}", WORDS)
INNER = st.lists(WORDS | GROUP, max_size=3).map("".join).map(lambda text: text.rstrip("\\"))
PIECE = (
    st.builds(lambda text: "{" + text + "}", INNER)
    | st.builds(lambda text: '"' + text + '"', INNER)
    | st.sampled_from(("2020", "7", "jan", "Own"))
)
VALUE = st.lists(PIECE, min_size=1, max_size=3)


@st.composite
def values(draw: st.DrawFn) -> str:
    return f"{draw(BLANKS)}#{draw(BLANKS)}".join(draw(VALUE))


@st.composite
def between(draw: st.DrawFn) -> str:
    """Give what may stand between fields beside the comma."""
    if draw(st.integers(0, 4)):
        return draw(BLANKS)
    return f"{draw(BLANKS)}{draw(COMMENT)}\n{draw(BLANKS)}"


@st.composite
def entries(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(("article", "Book", "ONLINE", "odd")))
    parts = [f"@{kind}{{{draw(BLANKS)}{draw(KEY)}{draw(BLANKS)}"]
    for _ in range(draw(st.integers(0, 5))):
        equals = f"{draw(BLANKS)}={draw(BLANKS)}"
        parts.append(f",{draw(between())}{draw(NAME)}{equals}{draw(values())}{draw(between())}")
    comma = draw(st.sampled_from(("", ",")))
    return "".join([*parts, comma, draw(between()), "}"])


OTHERS = st.sampled_from((
    "@string{own = {Own words}}",
    '@preamble{"\\newcommand{\\x}{y}"}',
    "@comment{kept, with {braces} and % a sign}",
    "Free text, as JabRef writes it.",
    "% A line.\n% Another one.",
    "% A line.\n\n% Another one, by itself.",
    "    % set in",
    "@article{open, title = {never closed,",
    "@misc{comma, title = {a} note = {b}}",
    "@misc(round, title = {a})",
    "date = {2020},",
    "@misc{hole, title = , date = {2020}}",
))  # fmt: skip
FILE = st.lists(st.tuples(entries() | OTHERS, st.sampled_from(("\n", "\n\n", "\n\n\n  ", " \n"))))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILE.map(lambda parts: "".join(one + end for one, end in parts)))
@example("@misc{a, title = {x}} % behind\n% above\n@misc{B, date = 2020}")
@example("\n\n % first\n@misc{b, title={x}} @misc{a, title={y}} trailing")
def test_no_value_changes_and_a_second_time_nothing(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*'@{}"%#,=\n \\', "@a{k,", "x=", "@string{", "text"])).map("".join)
)
@example("@{@\n")
def test_whatever_a_file_holds_nothing_is_lost(text: str) -> None:
    check(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_real_files(file: Path) -> None:
    written = as_written(file.read_bytes())
    assert written is not None
    check(written.text)


ODD = """\
%% The list.

@String{own = "Own words"}
% Of this one more is known.
@ARTICLE { rao2019 , % the first
   YEAR=2019 # own,Title   =   "Boiling {"}{W}ater",  % checked
  % by hand
  Author = {Rao, Anna},
  note = jan,
  % last words
} % and behind


@misc{lee,Own={x},title={y
  z}}
Free text.
@misc{round, title = {a}} @misc{b}
"""
EVEN = """\
%% The list.

@String{own = "Own words"}
% Of this one more is known.
@article{rao2019, % the first
  % by hand
  author = {Rao, Anna},
  title  = {Boiling {"}{W}ater}, % checked
  year   = {2019} # own,
  note   = jan,
  % last words
} % and behind

@misc{lee,
  title = {y
  z},
  own   = {x},
}

Free text.
@misc{round,
  title = {a},
}

@misc{b,
}
"""


def test_the_canonical_form() -> None:
    assert EVEN == formed(ODD)
    assert () == canonical(ODD).left_alone
    assert EVEN == formed(EVEN)


def test_entries_are_sorted_between_what_stands_still() -> None:
    text = """\
% Of z.
@misc{z}
@misc{b}
@string{s = "x"}
@misc{y}
% Of A.
@misc{A} % said of A
"""
    assert """\
@misc{b,
}

% Of z.
@misc{z,
}

@string{s = "x"}
% Of A.
@misc{A,
} % said of A

@misc{y,
}
""" == formed(text, by_key=True)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("@misc(k, title = {a})", "it is written in an unusual way"),
        ("@misc{k, title = {a} note = {b}}", "a comma is missing behind the field 'title'"),
        ("@misc{k, title = {a} # % c\n {b}}", "a comment stands inside the field 'title'"),
        ("@misc{k, title % c\n = {b}}", "the field 'title' is written in an unusual way"),
        ("@misc{k, title = , note = {b}}", "the field 'title' has no whole value"),
        ("@misc{k, title = {a", "is never closed"),
        ('@misc{k, title = "{a"}', "has no whole value"),
    ],
)
def test_what_is_in_doubt_is_left_as_it_stands_and_named(entry: str, why: str) -> None:
    text = f"@misc{{a, date=2020}}\n\n{entry}\n"
    form = canonical(text)
    assert why in " ".join(one.why for one in form.left_alone)
    assert [3] == [one.line for one in form.left_alone]
    assert entry in plain_text(text, form.parts)
    assert plain_text(text, form.parts).startswith("@misc{a,\n  date = {2020},\n}\n\n")


@pytest.mark.parametrize("value", ['"a \\{ b"', '"a } b { c"', '"{a}}{b"'])
def test_text_that_does_not_fit_braces_keeps_its_marks(value: str) -> None:
    assert f"{value}" in formed(f"@misc{{k, title = {value}}}\n")


def test_a_file_without_entries_stays_as_it_is() -> None:
    for text in ("", "\n\n words \n", "@string{a = {b}}  \n\n\n"):
        assert text == formed(text)


@given(st.binary() | FILE.map(lambda parts: "\r\n".join(one for one, _ in parts).encode()))
@example(b"\xff\xfea\x00")
@example(b"\xef\xbb\xbfa\r\nb\rc\nd\xff\r\n")
def test_bytes_come_out_as_they_went_in(content: bytes) -> None:
    written = as_written(content)
    if written is None:
        assert content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return
    for cut in range(len(written.text) + 1):
        parts = (Kept(start=0, end=cut), Kept(start=cut, end=len(written.text)))
        assert content == written.joined(parts)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_new_lines_end_as_most_lines_do(end: str) -> None:
    content = f"\ufeff% one{end}% two{end}@misc{{é}}{end}".encode()
    written = as_written(content)
    assert written is not None
    wanted = f"\ufeff% one{end}% two{end}@misc{{é,{end}}}{end}".encode()
    assert wanted == written.joined(canonical(written.text).parts)


def test_values_keep_the_line_ends_that_they_have() -> None:
    content = b"@misc{a,\r\ntitle={x\ny},\r\n}\r\n"
    written = as_written(content)
    assert written is not None
    wanted = b"@misc{a,\r\n  title = {x\ny},\r\n}\r\n"
    assert wanted == written.joined(canonical(written.text).parts)


def test_new_entries_have_the_canonical_form() -> None:
    fields = [("url", "x"), ("author", "y"), ("own", "z"), ("kzrucite", "w"), ("langid", "v")]
    text = new_entry("misc", "k", fields) + "\n"
    assert text == formed(text)
    assert ["author", "url", "langid", "own", "kzrucite"] == [
        line.split()[0] for line in text.splitlines()[1:-1]
    ]


def test_each_field_has_one_place() -> None:
    assert len(FIELD_ORDER) == len(set(FIELD_ORDER))
