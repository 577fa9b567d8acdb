"""Who watches a run is told in a word what each question came to."""

from __future__ import annotations

import pytest

from kzru_cite.glancing import outcome
from kzru_cite.model.evidence import (
    Absent,
    Answered,
    Found,
    Listed,
    Purpose,
    Record,
    Sight,
    Trouble,
    Unanswered,
)
from kzru_cite.planning import Want

URL = "https://example.org/a"


@pytest.mark.parametrize(
    ("purpose", "sight", "word"),
    [
        (Purpose.PAGE, Answered(code=200, final=URL), "alive"),
        (Purpose.PAGE, Answered(code=404, final=URL), "gone"),
        (Purpose.CAPTURE, Answered(code=404, final=URL), "gone"),
        (Purpose.PAGE, Unanswered(trouble=Trouble.NAME), "name gone"),
        (Purpose.PAGE, Unanswered(trouble=Trouble.OFFLINE), "not asked"),
        (Purpose.SIBLING, Answered(code=404, final=URL), "neighbour"),
        (Purpose.RECORD, Found(record=Record(identifier="doi:10.1/a")), "record"),
        (Purpose.RECORD, Absent(), "no record"),
        (Purpose.RECORD, Unanswered(trouble=Trouble.SERVICE), "no answer"),
        (Purpose.CAPTURES, Listed(captures=()), "list of copies"),
    ],
)
def test_each_question_has_a_word(purpose: Purpose, sight: Sight, word: str) -> None:
    assert word == outcome(Want(purpose=purpose, about=URL, asked="web"), sight)
