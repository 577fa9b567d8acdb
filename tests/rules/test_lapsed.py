"""Earlier searches of the log tell what a decision was made upon."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from msgspec.structs import replace

from kzru_cite import rules
from kzru_cite.judge import judge
from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.evidence import Evidence, Look, Purpose, Searched
from kzru_cite.model.ledger import seal
from kzru_cite.model.quotation import Quotation
from kzru_cite.pandoc import Pandoc

OLD, NEW = (f"sha256:{letter * 64}" for letter in "ab")
WORDS = Quotation(exact="it boils at 100")
ARTICLE = "[Water boils [@rao2019]]{#boiling .claim}. [No id [@rao2019]]{.claim}.\n"
SOURCES = "@online{rao2019, title = {Boiling}, url = {https://example.org/rao}}\n"
LEDGER = f"""\
boiling:
  - ref: rao2019
    quote: it boils at 100
    capture: {NEW}
    decision: supports
    by: AB
    on: 2026-11-20
    claim: Water boils
    seal: {seal("Water boils", WORDS, OLD)}
"""


def test_a_text_that_was_searched_before_is_named(tmp_path: Path, pandoc: Pandoc) -> None:
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "article" / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "references.bib").write_text(SOURCES, encoding="utf-8")
    dossier = load(start(tmp_path, pandoc), date(2026, 11, 23)).dossier
    sight = Searched(quotation=WORDS, text=OLD, extractor="1", capture=OLD)
    look = Look(
        at=datetime(2026, 11, 19, tzinfo=UTC),
        purpose=Purpose.QUOTE,
        about="https://example.org/rao",
        asked="capture",
        sight=sight,
    )
    other = replace(look, purpose=Purpose.PAGE)
    asked = [rule for rule in rules.ALL if rule.code == "QUO101"]
    judged = judge(replace(dossier, evidence=Evidence(looks=(look, other))), asked)
    assert [
        (
            "AB's decision 'supports' has lapsed: captured text changed after review:"
            " sha256:aaaaaaaa → sha256:bbbbbbbb"
        )
    ] == [finding.message for finding in judged.findings]
