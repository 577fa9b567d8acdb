"""Name the stores that looks can be kept in, by what a setting says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_SERVERS = ("postgresql", "postgres")
HINT = "name a file, 'sqlite:PATH' or 'postgresql://HOST/DATABASE'"


def kind_of(setting: str) -> str:
    """Return 'file' for a path, 'sqlite' or 'postgresql', '' for what names no store."""
    found = _SCHEME.match(setting)
    if found is None:
        return "file"
    if found[1] == "sqlite":
        return "sqlite" if path_of(setting) else ""
    return "postgresql" if found[1] in _SERVERS else ""


def path_of(setting: str) -> str:
    """Return the path of the file that a store is kept in, '' for one on a server."""
    if setting.startswith("sqlite:"):
        # Three slashes before an absolute path are how URIs of SQLite are often written.
        return re.sub(r"\A///", "/", setting.partition(":")[2])
    return "" if _SCHEME.match(setting) else setting


def plain_name(setting: str) -> str:
    """Return a setting as it may be shown: an address without user, password and the like."""
    if kind_of(setting) != "postgresql":
        return setting
    try:
        parts = urlsplit(setting)
    except ValueError:
        return "postgresql:"
    return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"
