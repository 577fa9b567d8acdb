"""Facts that are told in several places are found where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import article_of, take_signs

from kzru_cite.pandoc import Pandoc

# A ◇ stands before and a ◈ after each fact, in reading order.
TEXTS = {
    "a span in text": "Trade came to ◇[18.2 billion]{fact=trade}◈ in all.\n",
    "with other attributes": "◇[18 [x]{.y} `]`]{.small fact='a b' lang=de}◈\n",
    "in quotation marks": '◇["18"]{fact="trade"}◈\n',
    "in a heading": "# Of ◇[18]{fact=trade}◈\n",
    "in a pipe table": "| a | b |\n|---|---|\n| x | ◇[18]{fact=t}◈ |\n\n: Of ◇[18]{fact=t}◈\n",
    "in a grid table": "+-----------------+\n| ◇[18]{fact=trade}◈ |\n+-----------------+\n",
    "in a definition list": "Trade\n:   ◇[18]{fact=trade}◈\n",
    "in a quotation": "> of ◇[18]{fact=trade}◈\n",
    "in a note": "Text^[of ◇[18]{fact=trade}◈].\n",
    "in a note used twice": "One[^a] two[^a].\n\n[^a]: ◇[18]{fact=trade}◈\n",
    "in a caption": "![Of ◇[18]{fact=trade}◈](a.png)\n",
    "in the picture of a line": "See ![of ◇[18]{fact=trade}◈](a.png) here.\n",
    "in metadata": "---\ntitle: Of ◇[1]{fact=t}◈\nabstract: |\n  ◇[1]{fact=t}◈\n\n  x\n---\n",
    "in a citation": "[see ◇[18]{fact=trade}◈ @a, p. 5]\n",
    "a claim": "◇[Trade of 18 [@a]]{#t .claim fact=trade}◈\n",
    "in a claim": "[Trade of ◇[18]{fact=trade}◈ [@a]]{#t .claim}\n",
    "over two lines": "◇[18\nbillion]{fact=trade\nlang=en}◈\n",
    "a div": "◇::: {fact=trade}\n# Of\n\n18\n\n- [@a]\n:::◈\n",
    "a div in a list": "◇- ::: {.x fact=trade}\n  18\n  :::◈\n",
    "code, comments": "`[1]{fact=no}` <!-- [1]{fact=n}-->\n\n    [1]{fact=n}\n\n◇[1]{fact=y}◈\n",
    "other attributes": '[1]{artefact=no} [2]{data.fact=no} [3]{fact=""} [4]{x="fact=no"}\n',
    "in succession": "◇[1]{fact=a}◈◇[1]{fact=a}◈ ◇[2]{fact=b}◈\n",
    "a nested fact": "◇[of ◇[18]{fact=b}◈ in]{fact=a}◈ all\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_facts_stand_where_they_stand(name: str, tmp_path: Path, pandoc: Pandoc) -> None:
    marked = take_signs(TEXTS[name])
    article = article_of(tmp_path, pandoc, marked.text)
    places = [(fact.place.line, fact.place.column) for fact in article.facts]
    ends = [(fact.place.end_line, fact.place.end_column) for fact in article.facts]
    # What stands in metadata is read in the order of its names.
    assert (sorted(marked.claims), sorted(marked.ends)) == (sorted(places), sorted(ends))
    assert () == article.unproven


def test_name_text_and_section_are_read(tmp_path: Path, pandoc: Pandoc) -> None:
    text = "Lead.\n\n# Trade\n\n[of [*18.2* [@a]]{fact=b} in ^[not]]{.claim #c fact=a-1}\n"
    article = article_of(tmp_path, pandoc, text)
    told = [(fact.name, fact.text, fact.section) for fact in article.facts]
    assert [("b", "18.2", 1), ("a-1", "of 18.2 in", 1)] == told
    assert {"fact": "a-1"} == dict(article.claims[0].attributes)


def test_the_words_of_a_div_are_joined(tmp_path: Path, pandoc: Pandoc) -> None:
    article = article_of(tmp_path, pandoc, "::: {fact=t}\n# Of\n\n18\n\n- and 19\n:::\n")
    assert ["Of 18 and 19"] == [fact.text for fact in article.facts]


def test_a_fact_mark_that_is_plain_text_is_told(tmp_path: Path, pandoc: Pandoc) -> None:
    text = "[18] {fact=trade} and [18]] {#c .claim fact=other}\n"
    article = article_of(tmp_path, pandoc, text)
    assert [("fact=trade", 6), ("c", 29)] == [
        (broken.text, broken.place.column) for broken in article.broken
    ]
    assert () == article.facts


def test_a_fact_in_html_is_found_by_its_words(tmp_path: Path, pandoc: Pandoc) -> None:
    text = 'Of <span data-fact="trade">eighteen point two billion</span> in all.\n'
    (fact,) = article_of(tmp_path, pandoc, text).facts
    assert ("trade", "eighteen point two billion", 28) == (fact.name, fact.text, fact.place.column)


def test_facts_are_read_where_places_cannot_be_proven(tmp_path: Path, pandoc: Pandoc) -> None:
    # Letters like those of the probes leave none to make probes of.
    letters = "".join(map(chr, range(0x250, 0x2B0)))
    text = f"{letters} [18]{{fact=trade}} and [19]{{fact=trade}}\n"
    article = article_of(tmp_path, pandoc, text)
    assert [("trade", "18"), ("trade", "19")] == [(one.name, one.text) for one in article.facts]


def test_a_citation_at_an_edge_takes_only_its_space(tmp_path: Path, pandoc: Pandoc) -> None:
    text = "Of [[@a] 18]{fact=x}, [[@b]]{fact=y} and [19 [@c]]{fact=z} [[@d] 20]{.claim #c}.\n"
    article = article_of(tmp_path, pandoc, text)
    told = [(fact.name, fact.text) for fact in article.facts]
    assert [("x", "18"), ("y", ""), ("z", "19")] == told
