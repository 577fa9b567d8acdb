"""What surely was read in the wrong encoding, and what looks like it and is sound."""

from __future__ import annotations

import pytest

from kzru_cite.rules._mojibake import broken_runs


@pytest.mark.parametrize(
    ("text", "run", "mended"),
    [
        ("Ã€ la carte", "Ã€", "À"),
        ("It was 25Â°C", "Â°", "°"),
        ("ï»¿End", "ï»¿", "\ufeff"),
        ("Слово: РџСЂРёРІРµС‚!", "РџСЂРёРІРµС‚", "Привет"),
        ("Il a dÃ».", "Ã»", "û"),
        ("dÃ»", "Ã»", "û"),
        ("Ã…rhus", "Ã…", "Å"),
        ("He said â\x80\x9cneverâ\x80…", "â\x80\x9c", "“"),
        ("CAFÃ‰ Ô»", "Ã‰", "É"),
        ("cafÃ©, â…»", "Ã©", "é"),
    ],
)
def test_a_run_is_mended_whatever_stands_around_it(text: str, run: str, mended: str) -> None:
    start = text.index(run)
    assert broken_runs(text)[:1] == ((start, start + len(run), mended),)


@pytest.mark.parametrize(
    "text",
    [
        "«in Ã»",
        "«CAFÃ» est fermé",
        "«Allâh»",
        "PÂÀ",
        "КАРАГАНДА",
        "the XXth century",
        "États-Unis",
        "2 Å²",
        "Рёв",
        "«Да…»",
        "«Мир…»",
    ],
)
def test_what_could_be_sound_stays(text: str) -> None:
    assert broken_runs(text) == ()
