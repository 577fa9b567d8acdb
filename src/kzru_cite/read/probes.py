"""
Put same-length probes into Markdown, so that pandoc tells where each citation stood.

Pandoc reports no positions for its own Markdown. Each word after ``@`` that could be a key, the id
of each attribute block that could mark a claim, and each name of a fact, is replaced by a unique
word of the same length in letters that no text uses. What pandoc then takes for a citation carries
a probe, and the probe knows its place. Same length means that tables keep their columns. With the
words put back, the tree must equal the tree of the untouched text: that proves the places on each
run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct

from kzru_cite.read.attributes import AttributeBlock, claim_blocks, fact_blocks

# IPA extensions: letters for pandoc, one column wide, with no other case in use.
_ALPHABET = "".join(map(chr, range(0x250, 0x2B0)))
_PROBE = re.compile("[\u0250-\u02af]+")
# A citation key of pandoc (manual, "Citation syntax"): braced, or a word with inner punctuation.
# After `[^` it would be the label of a note.
_KEY = re.compile(
    r"(?<![^\W_])(?<!\\)(?<!\[\^)@(?:\{(?P<braced>[^{}\s]+)\}|(?P<bare>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"
)
# An identifier that pandoc makes of a heading: in lower case, without most signs.
_HEADER = re.compile(r'"t":"Header","c":\[\d,\["[^"]*"')
_COMMENT = re.compile(r"<!--\s*kzru-cite:\s*(?P<word>[\w-]+)")


class Kind(Enum):
    """Say what a probe stands for."""

    CITATION = "citation"
    CLAIM = "claim"
    FACT = "fact"
    COMMENT = "comment"


class Probe(Struct, frozen=True, kw_only=True):
    """A replaced word: offsets in the text, the word itself, and the block it marks, if any."""

    kind: Kind
    start: int
    end: int
    word: str
    block: AttributeBlock | None = None


class Probed(Struct, frozen=True, kw_only=True):
    """A text with probes in it, and what each probe stands for."""

    text: str
    probes: Mapping[str, Probe]

    def restore(self, answer: str) -> str:
        """Put the words back where pandoc's answer holds probes."""
        answer = _HEADER.sub(
            lambda head: _PROBE.sub(lambda match: self._named(match[0]), head[0]), answer
        )
        return _PROBE.sub(lambda match: self._words(match[0]), answer)

    def found(self, answer: str) -> Iterator[Probe]:
        """Yield the probes that stand in a piece of pandoc's answer."""
        for match in _PROBE.finditer(answer):
            if match[0] in self.probes:
                yield self.probes[match[0]]

    def _words(self, run: str) -> str:
        """Put words back into a run of letters, in which probes may touch."""
        for end in range(len(run), 0, -1):
            probe = self.probes.get(run[:end])
            if probe:
                return probe.word + self._words(run[end:])
        return run[:1] + self._words(run[1:]) if run else ""

    def _named(self, token: str) -> str:
        probe = self.probes.get(token)
        if probe is None or probe.kind is not Kind.CITATION:
            return token
        return "".join(sign for sign in probe.word.lower() if sign.isalnum() or sign in "_-.")


def probe(text: str) -> Probed:
    """Replace each candidate by a probe; a word too short for a free probe stays as it is."""
    alphabet = [letter for letter in _ALPHABET if letter not in text]
    used: dict[int, int] = {}
    probes: dict[str, Probe] = {}
    parts: list[str] = []
    done = 0
    for candidate in sorted(_candidates(text), key=lambda found: found.start):
        length = candidate.end - candidate.start
        number = used.get(length, 0)
        if candidate.start < done or not alphabet or number >= len(alphabet) ** length:
            continue
        used[length] = number + 1
        token = _token(number, length, alphabet)
        probes[token] = candidate
        parts += [text[done : candidate.start], token]
        done = candidate.end
    return Probed(text="".join([*parts, text[done:]]), probes=probes)


def _token(number: int, length: int, alphabet: list[str]) -> str:
    letters = []
    for _ in range(length):
        number, rest = divmod(number, len(alphabet))
        letters.append(alphabet[rest])
    return "".join(reversed(letters))


def _candidates(text: str) -> Iterator[Probe]:
    for match in _KEY.finditer(text):
        group = "braced" if match["braced"] else "bare"
        start, end = match.span(group)
        yield Probe(kind=Kind.CITATION, start=start, end=end, word=match[group])
    for block in claim_blocks(text):
        start, end = block.head
        yield Probe(kind=Kind.CLAIM, start=start, end=end, word=text[start:end], block=block)
    for block in fact_blocks(text):
        start, end = block.head
        yield Probe(kind=Kind.FACT, start=start, end=end, word=text[start:end], block=block)
    for match in _COMMENT.finditer(text):
        start, end = match.span("word")
        yield Probe(kind=Kind.COMMENT, start=start, end=end, word=match["word"])
