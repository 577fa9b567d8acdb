"""Who reviews links is shown what the captures at hand say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kzru_cite.gathering import captures
from kzru_cite.model.article import Article, Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.evidence import Answered, Evidence, Look, Purpose
from kzru_cite.model.kept import Exchange
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.quotation import Part, Quotation
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.page import read_page
from kzru_cite.reviewing_sources import sources
from kzru_cite.workspace import Workspace, open_workspace

URL = "https://example.org/a"
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
KIND = "text/html; charset=utf-8"
SAID = "In May the council counted 131 horses"
BIB = f"@online{{a, title = {{Horses of the steppe}}, url = {{{URL}}}}}\n"
PLACE = Location(path="a.md", line=1, column=1, end_line=1, end_column=9)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text("Text.\n", encoding="utf-8")
    (tmp_path / "references.bib").write_text(BIB, encoding="utf-8")
    return open_workspace(tmp_path)


def look(workspace: Workspace, title: str, text: str = SAID, *, keep: bool = True) -> Look:
    body = f"<title>{title}</title><main><p>{text}.</p></main>".encode()
    store = captures(workspace.settings, workspace.folder)
    exchange = Exchange(address=URL, at=AT, code=200, headers={"content-type": KIND}, body=body)
    digest = store.keep(exchange) if keep else f"sha256:{'0' * 64}"
    store.close()
    sight = Answered(code=200, final=URL, page=read_page(body, KIND, URL), capture=digest)
    return Look(at=AT, purpose=Purpose.PAGE, about=URL, asked="web", sight=sight)


def dossier(*looks: Look) -> Dossier:
    return Dossier(
        article=Article(language="en"),
        bibliography=read_bibliography([SourceText(path="r.bib", text=BIB)]),
        today=date(2026, 11, 23),
        evidence=Evidence(looks=looks),
    )


def test_a_quotation_is_searched_for_in_what_is_at_hand(workspace: Workspace) -> None:
    made = dossier(look(workspace, "Horses of the steppe"))
    [reference] = made.bibliography.references
    asked = sources(workspace, made)
    found = asked.search(reference, Quotation(exact=SAID))
    assert found is not None
    assert (Part.TEXT, "") == (found.part, asked.fitness(reference, found.capture))
    lost = asked.search(reference, Quotation(exact="Nobody ever wrote these words"))
    assert lost is not None
    assert Part.NOWHERE is lost.part


def test_a_capture_of_another_document_cannot_serve(workspace: Workspace) -> None:
    made = dossier(look(workspace, "Snow on the northern passes"))
    [reference] = made.bibliography.references
    asked = sources(workspace, made)
    found = asked.search(reference, Quotation(exact=SAID))
    assert found is not None
    assert "is called 'Snow on the northern passes'" in asked.fitness(reference, found.capture)
    assert "" == asked.fitness(reference, "sha256:unknown")


def test_what_is_not_at_hand_is_not_searched(workspace: Workspace) -> None:
    seen = look(workspace, "Horses of the steppe", keep=False)
    sight = seen.sight
    assert isinstance(sight, Answered)
    bare = replace(seen, sight=replace(sight, page=None))
    made = dossier(seen, bare)
    [reference] = made.bibliography.references
    assert None is sources(workspace, made).search(reference, Quotation(exact=SAID))


def test_figures_are_compared_with_the_quotation(workspace: Workspace) -> None:
    claim = Claim(
        id="c",
        text="In May the council counted 113 horses",
        place=PLACE,
        head=PLACE,
        section=0,
        start=0,
        end=1,
    )
    asked = sources(workspace, dossier())
    assert ("113: contradicted (131)",) == asked.compare(claim, (Quotation(exact=SAID),))
    assert () == asked.compare(claim, ())
