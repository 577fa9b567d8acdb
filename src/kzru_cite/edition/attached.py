"""Tell of the files inside the paper: to Typst, and to the reader."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kzru_cite.edition.labels import Labels
from kzru_cite.edition.tree import Nodes, bullets, code, para, plain_block, words
from kzru_cite.model.paper import Attachment


def attached_input(attachments: Sequence[Attachment], labels: Labels) -> str:
    """Return what the template attaches, as JSON; bytes as numbers, since they need not be text."""
    told = [
        {
            "name": one.name,
            "media-type": one.media_type,
            "relation": one.relation.value,
            "description": labels.attached[one.relation],
            "content": list(one.content),
        }
        for one in attachments
    ]
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def attached_list(attachments: Sequence[Attachment], labels: Labels) -> Nodes:
    """Return the end of the colophon that names the files; nothing without any."""
    if not attachments:
        return []
    items = [
        [plain_block([code(one.name), *words(f": {labels.attached[one.relation]}")])]
        for one in attachments
    ]
    return [para(words(labels.attached_why)), bullets(items)]
