"""What the schema of the ledger refuses the reader names, and the other way round."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from test_read_ledger import FAULTS, SOUND

from kzru_cite.explaining import schema
from kzru_cite.model.place import SourceText
from kzru_cite.read.ledger import read_ledger


class _Loader(yaml.SafeLoader):
    """Read YAML as its version 1.2 has it: a day is a text, and so are yes and no."""


_Loader.yaml_implicit_resolvers = {
    letter: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] in ("null", "int", "float")
    ]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def refused(text: str) -> bool:
    document: Any = yaml.load(text, Loader=_Loader)  # noqa: S506  it is a safe loader
    validator = Draft202012Validator(json.loads(schema()))
    return not validator.is_valid(document)


def named(text: str) -> bool:
    return bool(read_ledger(SourceText(path="ledger.yaml", text=text)).faults)


# What no schema can tell: what is no YAML, names that stand twice, days that no month has.
BEYOND = ("twice", "no YAML", "2026-11-31", "id of a claim")
SAMPLES = [
    SOUND,
    "",
    "a:\n",
    "a:\n- ref: x\n  decision:\n  further:\n  quote: ''\n  prefix:\n  by: ''\n",
    "a:\n- ref: ''\n",
    "a:\n- ref: true\n  decision: ''\n",
    "a:\n- ref: x\n  further: [{decision: }]\n",
    "a:\n- ref: x\n  further: [{decision: partly, note: x}]\n",
    "a:\n- ref: x\n  capture: 5\n",
    "a:\n- ref: x\n  decision: partly\n  on: 5\n",
    "a:\n- ref: x\n  decision: partly\n  note: {}\n",
    *(text for text, words in FAULTS.items() if not any(word in words for word in BEYOND)),
]


@pytest.mark.parametrize("text", SAMPLES)
def test_schema_and_reader_agree(text: str) -> None:
    assert refused(text) == named(text)


def test_the_schema_is_sound_and_published_as_packaged(root: Path) -> None:
    Draft202012Validator.check_schema(json.loads(schema()))
    assert schema() == (root / "docs" / "ledger.schema.json").read_text(encoding="utf-8")
