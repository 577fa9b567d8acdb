"""Compare the figures of claims with their quotations, and find where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from kzru_cite.model.article import Claim
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.figures import Compared, compare
from kzru_cite.model.ledger import Link
from kzru_cite.model.place import Location
from kzru_cite.rules._checks import words

# What stands between the words of a claim and is none of them.
_NOT_WORDS = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|\{[^{}]*\}")
_DASHES = "-–—−"
_CONTEXT = 40


class QuotedClaim(Struct, frozen=True, kw_only=True):
    """
    A claim with quotations, and its figures compared with them all.

    *quotes* are the words, each with the key of the reference that they are from; *unquoted* are
    the references that the claim cites or is linked to without quotation.
    """

    claim: Claim
    quotes: tuple[tuple[str, str], ...]
    figures: tuple[Compared, ...]
    unquoted: tuple[str, ...]


def quoted_claims(dossier: Dossier) -> Iterator[QuotedClaim]:
    """Yield the claims that have at least one quotation in the ledger."""
    links: dict[str, list[Link]] = {}
    for link in dossier.links:
        links.setdefault(link.claim, []).append(link)
    for claim in dossier.article.claims:
        mine = links.get(claim.id, [])
        quotes = tuple((link.reference, link.quotation.exact) for link in mine if link.quotation)
        if quotes:
            yield _quoted(dossier, claim, quotes, [link.reference for link in mine])


def _quoted(
    dossier: Dossier, claim: Claim, quotes: tuple[tuple[str, str], ...], linked: list[str]
) -> QuotedClaim:
    sources = dict.fromkeys((*linked, *(citation.key for citation in claim.citations)))
    quoted = {reference for reference, _ in quotes}
    return QuotedClaim(
        claim=claim,
        quotes=quotes,
        figures=compare(
            claim.text,
            tuple(words for _, words in quotes),
            date=claim.attributes.get("date", ""),
            check=claim.attributes.get("check", ""),
            language=claim.attributes.get("lang", dossier.article.language),
        ),
        unquoted=tuple(source for source in sources if source not in quoted),
    )


def place(dossier: Dossier, claim: Claim, one: Compared) -> Location:
    """Return where a figure of a claim stands in the file; the head of the claim if unknown."""
    source = dossier.text(claim.place.path)
    start, end = words(source, claim)
    pattern = _written(one.figure.text)
    earlier = sum(1 for _ in pattern.finditer(claim.text, 0, one.figure.start))
    text = _NOT_WORDS.sub(lambda match: "\0" * len(match[0]), source.text[start:end])
    match = next(islice(pattern.finditer(text), earlier, None), None)
    if match is None:
        return claim.head
    return source.locate(start + match.start(), start + match.end())


def _written(figure: str) -> re.Pattern[str]:
    """Return how the words of a figure can be written in Markdown."""
    return re.compile(rf"(?<![\w.,])(?:{''.join(map(_letter, figure))})(?!\w)")


def _letter(letter: str) -> str:
    if letter.isspace():
        return r"(?:[\s>]|&nbsp;|\\ )+"
    if letter in _DASHES:
        return rf"(?:-{{1,3}}|[{_DASHES}])"
    return rf"\\?{re.escape(letter)}"


def source_words(quoted: QuotedClaim, one: Compared) -> tuple[str, str]:
    """Return the reference whose quotation holds the counterpart, and its words around it."""
    if one.counterpart is None or one.quote is None:
        return "", ""
    reference, text = quoted.quotes[one.quote]
    start = max(one.counterpart.start - _CONTEXT, 0)
    end = min(one.counterpart.end + _CONTEXT, len(text))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return reference, f"{before}{' '.join(text[start:end].split())}{after}"
