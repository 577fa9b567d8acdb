"""
Describe claims and sources as linked data (JSON-LD 1.1).

Claims are ``Claim``s of schema.org inside an ``Article``, the first node of the graph, with a
``citation`` for each reference. Quotations are annotations of the Web Annotation Data Model (W3C,
2017): the target is the page with a TextQuoteSelector, its state the archived copy. The context
stands in the document, so that reading it asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kzru_cite.model.bibliography import Reference
from kzru_cite.model.bonds import Bond, Bound, ClaimMap
from kzru_cite.model.quotation import Quotation

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "url": {"@type": "@id"},
    "archivedAt": {"@type": "@id"},
    "citation": {"@type": "@id"},
    "about": {"@type": "@id"},
    "oa:hasSource": {"@type": "@id"},
    "oa:cachedSource": {"@type": "@id"},
    "oa:motivatedBy": {"@type": "@id"},
    "oa:hasBody": {"@type": "@id"},
}


def linked(claims: ClaimMap) -> dict[str, Any]:
    """Return one document: the article with its claims, the works cited, and the annotations."""
    cited = dict.fromkeys(bond.reference for one in claims.bound for bond in one.bonds)
    graph: list[dict[str, Any]] = [
        {"@id": "#article", "@type": "Article", **_language(claims), "hasPart": _claims(claims)},
        *(_work(key, claims.references.get(key)) for key in cited),
        *_annotations(claims),
    ]
    return {"@context": _CONTEXT, "@graph": graph}


def _language(claims: ClaimMap) -> dict[str, str]:
    language = claims.article.language
    return {"inLanguage": language} if language else {}


def _claims(claims: ClaimMap) -> list[dict[str, Any]]:
    return [_claim(number, one) for number, one in enumerate(claims.bound, 1)]


def _claim(number: int, bound: Bound) -> dict[str, Any]:
    claim = bound.claim
    found: dict[str, Any] = {"@id": _name(number, bound), "@type": "Claim", "text": claim.text}
    if claim.attributes.get("date"):
        found["temporalCoverage"] = claim.attributes["date"]
    if bound.bonds:
        found["citation"] = [f"#ref-{bond.reference}" for bond in bound.bonds]
    return found


def _name(number: int, bound: Bound) -> str:
    return f"#{bound.claim.id or f'claim-{number}'}"


def _work(key: str, reference: Reference | None) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": f"#ref-{key}", "@type": "CreativeWork"}
    if reference is None:
        return found
    texts = {
        "name": reference.text("title"),
        "url": reference.text("url"),
        "archivedAt": reference.text("archiveurl"),
        "datePublished": reference.text("date") or reference.text("year"),
    }
    return {**found, **{name: text for name, text in texts.items() if text}}


def _annotations(claims: ClaimMap) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(claims.bound, 1):
        for bond in one.bonds:
            if bond.link and bond.link.quotation:
                reference = claims.references.get(bond.reference)
                target = _target(bond.reference, bond.link.quotation, reference)
                yield _annotation(_name(number, one), bond, target)


def _annotation(claim: str, bond: Bond, target: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "oa:Annotation",
        "oa:motivatedBy": "oa:assessing",
        "oa:hasBody": claim,
        "oa:hasTarget": target,
        "description": bond.standing.value,
    }
    if bond.decided and bond.decided.on:
        found["dateModified"] = bond.decided.on.isoformat()
    return found


def _target(key: str, quotation: Quotation, reference: Reference | None) -> dict[str, Any]:
    texts = {"exact": quotation.exact, "prefix": quotation.prefix, "suffix": quotation.suffix}
    selector: dict[str, Any] = {
        "@type": "oa:TextQuoteSelector",
        **{f"oa:{name}": text for name, text in texts.items() if text},
    }
    url = reference.text("url") if reference else ""
    copy = reference.text("archiveurl") if reference else ""
    found: dict[str, Any] = {
        "@type": "oa:SpecificResource",
        "oa:hasSource": url or f"#ref-{key}",
        "oa:hasSelector": selector,
    }
    if copy:
        found["oa:hasState"] = {"@type": "oa:TimeState", "oa:cachedSource": copy}
    return found
