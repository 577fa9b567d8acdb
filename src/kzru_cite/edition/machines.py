"""Tell machines what the page is: the article, its claims and its sources as linked data."""

from __future__ import annotations

import json
from typing import Any

from kzru_cite.edition.front import Front
from kzru_cite.model.bonds import ClaimMap
from kzru_cite.model.linked import linked

# What could end the element around the text, or begin a comment in it.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def linked_page(front: Front, claims: ClaimMap | None) -> str:
    """Return JSON-LD that may stand inside a ``script`` element, which no browser runs."""
    document = linked(claims or ClaimMap.empty())
    article, *others = document["@graph"]
    graph = [{**article, **_article(front)}, *others]
    text = json.dumps({**document, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _article(front: Front) -> dict[str, Any]:
    told: dict[str, Any] = {
        "headline": front.title,
        "author": [{"@type": "Person", "name": name} for name in front.authors],
        "datePublished": front.day,
        "inLanguage": front.language,
        "description": front.description,
        "keywords": list(front.keywords),
        "license": front.licence_address,
    }
    return {name: value for name, value in told.items() if value}
