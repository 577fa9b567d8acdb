"""A book says of itself only what is so."""

from __future__ import annotations

import pytest
from edition_samples import blocks

from kzru_cite.edition.accessible import facts


def _told(text: str, name: str, images: dict[str, bytes] | None = None) -> list[str]:
    return [value for found, value in facts(blocks(text), images or {}) if found == name]


@pytest.mark.parametrize(
    ("text", "modes", "sufficient"),
    [
        ("text", ["textual"], ["textual"]),
        ("![a](b.png)", ["textual", "visual"], ["textual,visual", "textual"]),
        ("see ![](b.png) ![a](b.png)", ["textual", "visual"], ["textual,visual"]),
    ],
)
def test_pictures_without_words_want_eyes(
    text: str, modes: list[str], sufficient: list[str]
) -> None:
    assert modes == _told(text, "accessMode")
    assert sufficient == _told(text, "accessModeSufficient")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text", []),
        ("![a](b.png)", ["Each image has a text that stands for it."]),
        ("see ![](b.png) ![a](b.png)", ["Some images have no text that stands for them."]),
        ("$x$", ["Formulas are written in MathML."]),
    ],
)
def test_only_what_is_there_is_said(text: str, said: list[str]) -> None:
    (summary,) = _told(text, "accessibilitySummary")
    optional = [
        "Each image has a text that stands for it.",
        "Some images have no text that stands for them.",
        "Formulas are written in MathML.",
    ]
    assert said == [sentence for sentence in optional if sentence in summary]
    assert summary.endswith("There is no sound, film or script.")
    features = _told(text, "accessibilityFeature")
    assert ("MathML" in features) == ("$" in text)
    assert ("alternativeText" in features) == (text == "![a](b.png)")


@pytest.mark.parametrize(
    ("name", "content", "still"),
    [
        ("a.png", b"\x89PNG IHDR IDAT", True),
        ("a.png", b"\x89PNG IHDR acTL IDAT", False),
        ("a.gif", b"GIF89a one picture", True),
        ("a.GIF", b"GIF89a NETSCAPE2.0", False),
        ("a.svg", b"<svg><rect/></svg>", True),
        ("a.svg", b"<svg><animate/></svg>", False),
        ("a.webp", b"RIFF WEBP ANIM", False),
        ("a.jpg", b"ANIM", True),
    ],
)
def test_no_hazard_is_denied_where_an_image_may_move(
    name: str, content: bytes, *, still: bool
) -> None:
    unknown = ["unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"]
    assert (["none"] if still else unknown) == _told("a", "accessibilityHazard", {name: content})
