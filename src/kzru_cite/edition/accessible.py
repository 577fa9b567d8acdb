"""Say how a book can be read, in the words of schema.org; only what holds for each book made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from kzru_cite.edition.tree import Nodes, plain, walk

Fact = tuple[str, str]
# What an image that moves has in its bytes, by the ending of its name.
_MOVING = {
    ".gif": (b"NETSCAPE2.0", b"ANIMEXTS1.0"),
    ".png": (b"acTL",),
    ".svg": (b"<animate", b"<set", b"@keyframes", b"<script", b"animation"),
    ".webp": (b"ANIM",),
}


def facts(blocks: Nodes, images: Mapping[str, bytes]) -> tuple[Fact, ...]:
    """
    Return properties and values for the package; *images* are bytes by path.

    No conformance to a standard is claimed: WCAG wants the judgement of a person on each text.
    """
    return tuple(_facts(blocks, images))


def _facts(blocks: Nodes, images: Mapping[str, bytes]) -> Iterator[Fact]:
    nodes = list(walk(blocks))
    pictures = [node for node in nodes if node["t"] == "Image"]
    described = all(plain(picture["c"][1]) for picture in pictures)
    formulas = any(node["t"] == "Math" for node in nodes)
    yield "accessMode", "textual"
    if pictures:
        yield "accessMode", "visual"
        yield "accessModeSufficient", "textual,visual"
    if described:
        yield "accessModeSufficient", "textual"
    # The text flows, takes the colours and fonts of the reader, and has no lock on it.
    features = ["displayTransformability", "readingOrder", "structuralNavigation"]
    features += ["tableOfContents", "unlocked"]
    features += ["alternativeText"] if pictures and described else []
    features += ["MathML"] if formulas else []
    yield from (("accessibilityFeature", feature) for feature in sorted(features, key=str.lower))
    yield from _hazards(images)
    yield "accessibilitySummary", _summary(pictures, described=described, formulas=formulas)


def _hazards(images: Mapping[str, bytes]) -> Iterator[Fact]:
    if not any(_moves(path, content) for path, content in images.items()):
        yield "accessibilityHazard", "none"
        return
    yield "accessibilityHazard", "unknownFlashingHazard"
    yield "accessibilityHazard", "unknownMotionSimulationHazard"
    yield "accessibilityHazard", "noSoundHazard"


def _moves(path: str, content: bytes) -> bool:
    """Tell whether an image may move: one that does is never missed, some still ones are taken."""
    return any(sign in content for sign in _MOVING.get(PurePosixPath(path).suffix.lower(), ()))


def _summary(pictures: Nodes, *, described: bool, formulas: bool) -> str:
    sentences = [
        "All text can be read aloud in its order.",
        "There are headings, a table of contents, and links from citations to sources and back.",
        "The evidence for each claim is a note at the end of its chapter.",
    ]
    if pictures and described:
        sentences.append("Each image has a text that stands for it.")
    if pictures and not described:
        sentences.append("Some images have no text that stands for them.")
    if formulas:
        sentences.append("Formulas are written in MathML.")
    return " ".join([*sentences, "There is no sound, film or script."])
