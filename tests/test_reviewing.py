"""What somebody decides goes into the ledger at once, and is undone byte for byte."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kzru_cite.errors import LedgerError, UsageError
from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Evidence, Look, Purpose, Searched
from kzru_cite.model.ledger import Decision, seal
from kzru_cite.model.quotation import Part, Quotation, Spot
from kzru_cite.pandoc import Pandoc
from kzru_cite.reviewing import Asked, Review
from kzru_cite.reviewing_cards import Sources

DAY = date(2026, 11, 23)
ARTICLE = """\
# Heat

[Water boils at 100 °C [@rao2019, p. 5; @lee2020]]{#boiling .claim}.
[It freezes [@lee2020; @gone2000]]{#freezing .claim}. [No id [@rao2019]]{.claim}.
[Twice [@rao2019]]{#boiling .claim}.

# Trade {#sales}

[Water is sold [@rao2019]]{#sold .claim}.
"""
SOURCES = """\
@online{rao2019, author = {Rao, Anna}, title = {Boiling}, date = {2019},
  url = {https://example.org/rao}, archiveurl = {https://web.archive.org/web/2019/https://example.org/rao}}
@book{lee2020, title = {Freezing}}
"""
OLD, NEW, BODY = (f"sha256:{letter * 64}" for letter in "abc")
WORDS = Quotation(exact="it boils at 100")
CLAIM = "Water boils at 100 °C"
LEDGER = f"""\
# kept
boiling:
  - ref: rao2019
    quote: it boils at 100
    capture: {OLD}
  - ref: rao2019
    note: the second
freezing:
  - ref: lee2020
    decision: supports
    by: CD
    on: 2026-01-01
    claim: It froze
    seal: {seal("It froze", None, "")}
"""


def searched(part: Part = Part.TEXT, capture: str = BODY, text: str = NEW) -> Searched:
    spots = (Spot(start=1, end=5, words="it boils at 100"),) if part is Part.TEXT else ()
    return Searched(
        quotation=WORDS, text=text, extractor="1", capture=capture, part=part, spots=spots
    )


def evidence(*sights: Searched, about: str = "https://example.org/rao") -> Evidence:
    return Evidence(
        looks=tuple(
            Look(
                at=datetime(2026, 11, day + 1, tzinfo=UTC),
                purpose=Purpose.QUOTE,
                about=about,
                asked="capture",
                sight=sight,
            )
            for day, sight in enumerate(sights)
        )
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "references.bib").write_text(SOURCES, encoding="utf-8")
    path = tmp_path / "article" / "ledger.yaml"
    path.write_text(LEDGER, encoding="utf-8")
    return path


@pytest.fixture
def dossier(ledger: Path, pandoc: Pandoc) -> Dossier:
    return load(start(ledger.parent.parent, pandoc), DAY).dossier


def names(review: Review) -> list[str]:
    return [f"{one.claim} {one.reference} {one.number}" for one in review.names]


ALL = [
    "boiling rao2019 0",
    "boiling rao2019 1",
    "boiling lee2020 0",
    "freezing lee2020 0",
    "freezing gone2000 0",
    "sold rao2019 0",
]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (Asked(), ALL),
        (Asked(state="all"), ALL),
        (Asked(state="lapsed"), ALL[3:4]),
        (Asked(state="undecided"), [*ALL[:3], *ALL[4:]]),
        (Asked(state="decided"), []),
        (Asked(claims=("freezing",)), ALL[3:5]),
        (Asked(references=("rao2019",)), [*ALL[:2], ALL[5]]),
        (Asked(sections=("TRADE",)), ALL[5:]),
        (Asked(sections=("sales",), references=("lee2020",)), []),
    ],
)
def test_links_come_in_reading_order_and_can_be_chosen(
    dossier: Dossier, ledger: Path, asked: Asked, kept: list[str]
) -> None:
    assert kept == names(Review(dossier, ledger, asked))


def test_a_decision_is_sealed_and_written(dossier: Dossier, ledger: Path) -> None:
    ledger.chmod(0o640)
    review = Review(dossier, ledger, Asked())
    review.decide(0, Decision.SUPPORTS, "AB", DAY)
    sealed = seal(CLAIM, WORDS, OLD)
    new = f'    decision: supports\n    by: AB\n    on: 2026-11-23\n    claim: "{CLAIM}"\n'
    assert LEDGER.replace(f"{OLD}\n", f"{OLD}\n{new}    seal: {sealed}\n") == ledger.read_text(
        encoding="utf-8"
    )
    assert 0o640 == ledger.stat().st_mode & 0o777
    assert ["supports"] == [one.decision for one in review.card(0).decisions]
    assert (1, 0) == (review.decided, review.noted)


def test_one_s_own_decision_and_a_lapsed_one_are_replaced(dossier: Dossier, ledger: Path) -> None:
    review = Review(dossier, ledger, Asked(state="all"))
    assert review.card(3).decisions[0].lapsed
    review.decide(3, Decision.PARTLY, "AB", DAY)
    review.decide(3, Decision.CONTRADICTS, "ab", DAY)
    assert [("contradicts", "ab", "")] == [
        (one.decision, one.by, one.lapsed) for one in review.card(3).decisions
    ]
    review.decide(3, Decision.INACCESSIBLE, "EF", DAY)
    assert ["ab", "EF"] == [one.by for one in review.card(3).decisions]


def test_undo_puts_every_byte_back(dossier: Dossier, ledger: Path) -> None:
    review = Review(dossier, ledger, Asked(state="all"))
    assert review.undo() is None
    review.decide(5, Decision.SUPPORTS, "AB", DAY)
    review.note(1, "")
    assert "the second" not in ledger.read_text(encoding="utf-8")
    assert (1, 1) == (review.decided, review.noted)
    assert [1, 5, None] == [review.undo(), review.undo(), review.undo()]
    assert LEDGER.encode() == ledger.read_bytes()


def test_a_ledger_is_begun_and_its_beginning_undone(dossier: Dossier, ledger: Path) -> None:
    ledger.unlink()
    review = Review(dossier, ledger, Asked())
    review.note(2, "look in the library")
    text = ledger.read_text(encoding="utf-8")
    assert 'boiling:\n  - ref: rao2019\n    note: "look in the library"\n' != text
    assert "look in the library" in text
    assert 2 == review.undo()
    assert not ledger.exists()


def test_what_somebody_else_wrote_is_not_lost(dossier: Dossier, ledger: Path) -> None:
    review = Review(dossier, ledger, Asked())
    review.note(0, "mine")
    other = ledger.read_text(encoding="utf-8") + "# theirs\n"
    ledger.write_text(other, encoding="utf-8")
    with pytest.raises(LedgerError, match="changed by somebody else"):
        review.decide(0, Decision.SUPPORTS, "AB", DAY)
    with pytest.raises(LedgerError, match="changed by somebody else"):
        review.undo()
    assert other == ledger.read_text(encoding="utf-8")
    review.reload()
    review.decide(0, Decision.SUPPORTS, "AB", DAY)
    assert "# theirs" in ledger.read_text(encoding="utf-8")


def test_a_ledger_that_cannot_be_read_or_written_is_left(dossier: Dossier, ledger: Path) -> None:
    ledger.write_bytes(b"a:\n- ref: \xff\n")
    with pytest.raises(UsageError, match="is not UTF-8"):
        Review(dossier, ledger, Asked())
    ledger.unlink()
    ledger.mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        Review(dossier, ledger, Asked())
    nowhere = ledger.parent / "article.md" / "ledger.yaml"
    with pytest.raises(UsageError, match="cannot be read"):
        Review(dossier, nowhere, Asked())


def test_a_link_to_the_ledger_stays_one(dossier: Dossier, ledger: Path) -> None:
    real = ledger.rename(ledger.parent / "real.yaml")
    ledger.symlink_to(real)
    Review(dossier, ledger, Asked()).note(0, "x")
    assert ledger.is_symlink()
    assert "note: x" in real.read_text(encoding="utf-8")


def test_the_newest_search_that_a_capture_bears_out_is_shown(
    dossier: Dossier, ledger: Path
) -> None:
    seen = evidence(searched(Part.NOWHERE), searched(), searched(Part.REST, capture=""))
    review = Review(replace(dossier, evidence=seen), ledger, Asked())
    card = review.card(0)
    assert card.passage is not None
    assert (Part.TEXT, 1) == (card.passage.part, len(card.passage.spots))
    assert (
        "live page https://example.org/rao, searched on 2026-11-02",
        "text sha256:bbbbbbbbbbbb",
        "the ledger names another text: sha256:aaaaaaaaaaaa",
    ) == card.capture
    assert ("Anna Rao. Boiling. 2019", "https://example.org/rao") == card.source[:2]
    assert card.locator.endswith("p.\xa05")
    review.decide(0, Decision.SUPPORTS, "AB", DAY)
    assert f"capture: {NEW}" in ledger.read_text(encoding="utf-8")
    assert card.capture[:2] == review.card(0).capture
    # Another's decision on that text stands though a newer text was searched.
    newer = evidence(searched(text=f"sha256:{'d' * 64}"))
    second = Review(replace(dossier, evidence=newer), ledger, Asked(state="all"))
    second.decide(0, Decision.SUPPORTS, "CD", DAY)
    assert ["", ""] == [one.lapsed for one in second.card(0).decisions]
    assert f"capture: {NEW}" in ledger.read_text(encoding="utf-8")


def test_what_is_kept_here_and_how_figures_compare_is_asked(dossier: Dossier, ledger: Path) -> None:
    def search(reference: Reference, quotation: Quotation) -> Searched:
        assert ("rao2019", WORDS) == (reference.key, quotation)
        return searched(Part.SOURCES)

    sources = Sources(
        search=search,
        fitness=lambda _reference, capture: f"{capture[:8]} is a cover sheet",
        compare=lambda claim, quotations: (f"{claim.id}: {len(quotations)}",),
    )
    review = Review(dossier, ledger, Asked(state="all"), sources)
    card = review.card(0)
    assert ("kept here", "text sha256:bbbbbbbbbbbb") == card.capture[:2]
    assert "it cannot serve as evidence: sha256:c is a cover sheet" == card.capture[-1]
    assert (("boiling: 1",), ("boiling: 0",)) == (card.numbers, review.card(1).numbers)
    review.decide(0, Decision.SUPPORTS, "AB", DAY)
    assert NEW not in ledger.read_text(encoding="utf-8")


def test_a_capture_that_is_not_here_and_a_reference_that_is_not_are_said(
    dossier: Dossier, ledger: Path
) -> None:
    elsewhere = evidence(searched(), about="https://example.net/")
    review = Review(replace(dossier, evidence=elsewhere), ledger, Asked(state="all"))
    card = review.card(0)
    assert ("the ledger names the text sha256:aaaaaaaaaaaa; nothing is kept of it here",) == (
        card.capture
    )
    assert ("no reference has the key 'gone2000'",) == review.card(4).source
    assert ("Freezing",) == review.card(3).source
