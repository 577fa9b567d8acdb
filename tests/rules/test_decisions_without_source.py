"""A decision on a source that is not in the bibliography lapses as others do."""

from __future__ import annotations

from msgspec.structs import replace

from kzru_cite.model.article import Article, Claim
from kzru_cite.model.decisions import Changed
from kzru_cite.model.ledger import Decided, Decision, Ledger, Link, seal
from kzru_cite.rules._decisions import Decisions, Standing
from observed import dossier


def test_a_source_that_is_gone_was_never_searched() -> None:
    project = dossier("@misc{one, title = {T}}")
    place = project.bibliographies[0].locate(0, 1)
    claim = Claim(id="c", text="Water boils", place=place, head=place, section=0, start=0, end=1)
    decided = Decided(decision=Decision.SUPPORTS, place=place, seal=seal("Ice melts", None, ""))
    link = Link(claim="c", reference="gone", place=place, decisions=(decided,))
    project = replace(
        project,
        article=Article(claims=(claim,)),
        ledger=Ledger(path="ledger.yaml", links=(link, replace(link, claim="other"))),
    )
    decisions = Decisions(dossier=project)
    assert decisions.links == [link]
    assert list(decisions.in_force()) == []
    lapsed = decisions.lapse(Standing(link=link, decided=decided))
    assert lapsed is not None
    assert lapsed.changed == (Changed.ANYTHING,)
