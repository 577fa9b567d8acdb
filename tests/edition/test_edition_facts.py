"""The name of a fact is for the check; editions show its words alone."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from edition_samples import article

from kzru_cite.edition import build
from kzru_cite.pandoc import Pandoc

TEXT = """---
title: Trade
lang: en-GB
---

# Of [18.2]{fact=trade}

[It came to [18.2 billion]{fact=trade}]{#t .claim basis=own fact=sum}.

::: {fact=trade}
18.2 in all
:::

| to | sum |
|----|-----|
| both | [18.2]{fact=trade} |

: Table of [18.2]{fact=trade}
"""


def test_facts_are_shown_as_plain_text(pandoc: Pandoc, tmp_path: Path) -> None:
    (page,) = build(article(TEXT), ["html"], pandoc, tmp_path)
    shown = page.content.decode()
    words = " ".join(BeautifulSoup(shown, "html.parser").get_text().split())
    assert "It came to 18.2 billion" in words
    assert "18.2 in all" in words
    assert "Table of 18.2" in words
    # A word of ours would be no attribute of HTML.
    assert "fact=" not in shown


def test_facts_leave_the_other_editions_whole(pandoc: Pandoc, tmp_path: Path) -> None:
    book, print_ = build(article(TEXT), ["epub", "pdf"], pandoc, tmp_path)
    assert book.content.startswith(b"PK")
    assert print_.content.startswith(b"%PDF-")
