"""A baseline is read back as it was written, and what is none is named."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.errors import UsageError
from kzru_cite.model.baseline import Entry
from kzru_cite.model.place import SourceText
from kzru_cite.read.baseline import read_baseline, write_baseline

ONE = Entry(fingerprint="00ff", code="KEY001", path="a.md", message="no “key”")


def read(text: str) -> tuple[Entry, ...]:
    return read_baseline(SourceText(path="baseline.json", text=text)).entries


def test_the_file_has_an_entry_a_line_in_order() -> None:
    other = Entry(fingerprint="01", code="DAT001", path="a.md", message="x")
    assert (
        '{\n  "version": 1,\n  "findings": [\n'
        '    {"fingerprint": "01", "code": "DAT001", "path": "a.md", "message": "x"},\n'
        '    {"fingerprint": "00ff", "code": "KEY001", "path": "a.md", "message": "no “key”"}\n'
        "  ]\n}\n"
    ) == write_baseline([ONE, other])
    assert '{\n  "version": 1,\n  "findings": []\n}\n' == write_baseline([])


def test_an_entry_knows_where_it_stands() -> None:
    (one,) = read(write_baseline([ONE]))
    assert one.place
    assert (4, 21) == (one.place.line, one.place.column)
    # Another program may have spelt the same otherwise.
    (other,) = read(write_baseline([ONE]).replace("00ff", "\\u0030\\u0030ff"))
    assert ("00ff", 1) == (other.fingerprint, other.place.line if other.place else 0)


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.builds(Entry, fingerprint=TEXTS, code=TEXTS, path=TEXTS, message=TEXTS)))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    def plain(entry: Entry) -> tuple[str, ...]:
        return entry.fingerprint, entry.code, entry.path, entry.message

    text = write_baseline(entries)
    assert sorted(map(plain, entries)) == sorted(map(plain, read(text)))
    assert text == write_baseline(read(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "baseline.json is no baseline: Expecting value"),
        ("[" * 100_000, "baseline.json is no baseline: "),
        ("[]", "it has version None"),
        ('{"version": 2, "findings": []}', "it has version 2"),
        ('{"version": 1}', "it lists no findings"),
        ('{"version": 1, "findings": [3]}', "entry 1 has no text for 'fingerprint'"),
        (
            json.dumps({"version": 1, "findings": [{"fingerprint": "a", "code": 1}]}),
            "entry 1 has no text for 'code'",
        ),
    ],
)
def test_what_is_no_baseline_is_named(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        read(text)
