"""Names of fields that are one slip away from those of BibLaTeX are told from other words."""

from __future__ import annotations

import pytest

from kzru_cite.rules._biblatex import near_fields


@pytest.mark.parametrize(("written", "meant"), [("pubisher", "publisher"), ("titl", "title")])
def test_a_slip(written: str, meant: str) -> None:
    assert near_fields(written)[0] == meant


@pytest.mark.parametrize("written", ["publication", "notebook", "datum", "shelfmark"])
def test_another_word(written: str) -> None:
    assert near_fields(written) == []
