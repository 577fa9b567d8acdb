"""What concerns a project comes out of a database as out of a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kzru_cite.memory import concerning
from kzru_cite.model.evidence import Absent, CaptureListed, Listed, Look, Purpose
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.looks import read_looks
from kzru_cite.stores import open_store

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = "https://example.org/page"
COPIES = (
    "https://web.archive.org/web/20200101000000/http://example.org:80/page",
    "https://web.archive.org/web/20200101000000/http://www.example.org/page/",
    "https://archive.ph/AbCdE",
    "https://swap.stanford.edu/was/20200101000000/https://example.org/page",
)


@pytest.mark.parametrize("copy", COPIES)
def test_copies_in_a_list_concern_who_cites_the_page(tmp_path: Path, copy: str) -> None:
    listed = Listed(captures=(CaptureListed(address=copy, original="", taken=MOMENT),))
    looks = (
        Look(at=MOMENT, purpose=Purpose.CAPTURES, about=PAGE, asked="wayback", sight=listed),
        Look(at=MOMENT, purpose=Purpose.CAPTURE, about=copy, asked="web", sight=Absent()),
        Look(at=MOMENT, purpose=Purpose.PAGE, about="http://else", asked="web", sight=Absent()),
    )
    text = f"@online{{a, title = {{A}}, url = {{{PAGE}}}}}\n"
    bibliography = read_bibliography((SourceText(path="references.bib", text=text),))
    with open_store("sqlite:looks.sqlite", tmp_path) as store:
        for look in looks:
            store.add(look)
        lines = b"\n".join(concerning(store, bibliography)).decode()
    assert {PAGE, copy} == {look.about for look in read_looks(lines).evidence.looks}
