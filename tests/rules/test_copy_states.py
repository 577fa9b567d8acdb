"""Reports and editions hear of each archived copy what the rules judge it by."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kzru_cite.model.entry_state import CopyState, Holding
from kzru_cite.model.evidence import Answered, Look, PageFacts, Purpose, Sight, Trouble, Unanswered
from kzru_cite.rules import copy_states
from observed import dossier, look

MOMENT = {"memento-datetime": "Thu, 02 Jan 2020 03:04:05 GMT"}
TAKEN = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def _address(key: str, stamp: int = 20200102) -> str:
    return f"https://web.archive.org/web/{stamp}030405/https://example.org/{key}"


def _look(key: str, sight: Sight) -> Look:
    return look(Purpose.CAPTURE, _address(key), sight, day=5, asked="capture")


def _shown(key: str, *signs: str) -> Answered:
    page = PageFacts(title="Salt", text_hash="sha256:aa", text_length=4000, signs=signs)
    return Answered(code=200, final=_address(key, 20200103), headers=MOMENT, page=page)


def test_what_is_known_of_copies() -> None:
    keys = ("sound", "wall", "missing", "silent", "unseen")
    entries = (f"@online{{{key}, archiveurl = {{{_address(key)}}}}}" for key in keys)
    project = dossier(
        "\n".join((*entries, "@online{bare, url = {https://example.org/bare}}")),
        _look("sound", _shown("sound")),
        _look("wall", _shown("wall", "challenge:cloudflare")),
        _look("missing", Answered(code=404, final=_address("missing"))),
        _look("silent", Unanswered(trouble=Trouble.TIMEOUT)),
    )
    assert copy_states(project) == {
        "sound": CopyState(
            address=_address("sound"),
            holding=Holding.SOUND,
            taken=TAKEN,
            led_to=_address("sound", 20200103),
            seen=date(2026, 11, 5),
        ),
        "wall": CopyState(
            address=_address("wall"),
            holding=Holding.SPOILED,
            taken=TAKEN,
            led_to=_address("wall", 20200103),
            seen=date(2026, 11, 5),
            words="shows a wall for robots of Cloudflare",
        ),
        "missing": CopyState(
            address=_address("missing"), holding=Holding.NOT_HELD, words="answered 404"
        ),
        "silent": CopyState(
            address=_address("silent"),
            holding=Holding.UNSEEN,
            words="could not be seen on 2026-11-05: no answer in time",
        ),
        "unseen": CopyState(
            address=_address("unseen"), holding=Holding.UNSEEN, words="was never looked at"
        ),
    }
