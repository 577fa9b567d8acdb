"""Write JSON as all forms have it: letters as they are, and none that UTF-8 lacks."""

from __future__ import annotations

import json


def written(document: object) -> str:
    """Return indented JSON with a line feed at the end."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # Half of a surrogate pair, from a text of others, cannot be written.
    return text.encode("utf-8", "replace").decode() + "\n"
