"""Name the libraries by which the web can be asked."""

from __future__ import annotations

from enum import Enum


class Engine(Enum):
    """What sends the requests; the values are those of the setting."""

    REQUESTS = "requests"
    CURL = "curl"
