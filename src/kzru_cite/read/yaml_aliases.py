"""
Foresee how large the YAML of a text becomes when pandoc puts in what its aliases stand for.

Aliases are right in front matter; names that stand for lists of names, ten levels of them, are a
few lines that no machine can hold ("billion laughs", CWE-776).
"""

from __future__ import annotations

import re

# Aliases that are followed make no more nodes than this in any text that somebody writes.
MOST = 100_000
# A block of YAML, as pandoc knows it: a line that is not blank follows its first one.
_BLOCK = re.compile(
    r"^---[ \t]*\r?\n(?=[^\S\r\n]*\S)(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*\r?$",
    re.MULTILINE | re.DOTALL,
)
_ALIAS = re.compile(r"(?:^|[\s\[,{])\*[^\s*]", re.MULTILINE)


def overgrown(text: str) -> int | None:
    """Return the offset of the alias with which a block of YAML is too large, None without one."""
    for block in _BLOCK.finditer(text):
        yaml = block["yaml"]
        if "&" in yaml and _ALIAS.search(yaml):
            at = _overgrown(yaml)
            if at is not None:
                return block.start("yaml") + at
    return None


def _overgrown(yaml: str) -> int | None:
    # Hardly any text has an alias; the library is not loaded for the others.
    from kzru_cite.read.ledger_yaml import sizes  # noqa: PLC0415

    return next((at for at, size in sizes(yaml) if size > MOST), None)
