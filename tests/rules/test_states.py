"""Editions hear of each source what the rules judge it by."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kzru_cite.model.article import Article
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_state import AddressState, Blemish, Blemished, EntryState
from kzru_cite.model.evidence import Answered, Evidence, Found, Look, Notice, Purpose, Record, Sight
from kzru_cite.model.links import LinkClass
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.rules import entry_states

BIBTEX = """
@online{alive, url = {https://a.org/x}}
@online{unseen, url = {https://b.org/y}}
@article{salt, doi = {10.1000/salt}}
@article{sound, doi = {10.1000/sound}}
@book{book, title = {T}}
"""
AT = datetime(2026, 11, 3, 12, tzinfo=UTC)


def _look(purpose: Purpose, about: str, sight: Sight, asked: str = "web") -> Look:
    return Look(at=AT, purpose=purpose, about=about, asked=asked, sight=sight)


def _states(evidence: Evidence | None) -> dict[str, EntryState]:
    source = SourceText(path="references.bib", text=BIBTEX)
    return entry_states(
        Dossier(
            article=Article(),
            bibliography=read_bibliography([source]),
            today=date(2026, 11, 5),
            evidence=evidence,
        )
    )


def test_states_come_from_the_log() -> None:
    notices = (
        Notice(kind="correction", doi="10.1000/c", day="2020-01-01"),
        Notice(kind="retraction", doi="10.1000/r", day="2021-05-03"),
    )
    salt = Record(identifier="10.1000/salt", title="Salt", notices=notices)
    sound = Record(identifier="10.1000/sound", title="Sound")
    states = _states(
        Evidence(
            looks=(
                _look(Purpose.PAGE, "https://a.org/x", Answered(code=200, final="https://a.org/x")),
                _look(Purpose.RECORD, "doi:10.1000/salt", Found(record=salt), "crossref"),
                _look(Purpose.RECORD, "doi:10.1000/sound", Found(record=sound), "crossref"),
            )
        )
    )
    assert states == {
        "alive": EntryState(
            addresses=(
                AddressState(
                    address="https://a.org/x",
                    link_class=LinkClass.ALIVE,
                    seen=AT.date(),
                    good=AT.date(),
                    since=AT.date(),
                    words="answered 200",
                ),
            )
        ),
        "unseen": EntryState(
            addresses=(AddressState(address="https://b.org/y", words="was never looked at"),)
        ),
        "salt": EntryState(
            blemishes=(
                Blemished(blemish=Blemish.RETRACTED, doi="10.1000/r", day="2021-05-03"),
                Blemished(blemish=Blemish.CORRECTED, doi="10.1000/c", day="2020-01-01"),
            )
        ),
    }


def test_without_a_log_nothing_was_seen() -> None:
    states = _states(None)
    assert {"alive", "unseen"} == set(states)
    assert LinkClass.NOT_CHECKED is states["alive"].of("http://a.org/x/").link_class
    assert LinkClass.NOT_CHECKED is states["alive"].of("https://other.org/").link_class
