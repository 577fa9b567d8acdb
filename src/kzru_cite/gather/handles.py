"""Tell how many connections a run may have where the system counts open files."""

from __future__ import annotations

import resource

# What is open beside connections: texts, the log, captures, databases, pipes to who reads pages.
_OTHERS = 24


def file_limit() -> int:
    """Return how many files this process may have open, as getrlimit(2) tells of RLIMIT_NOFILE."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Without a limit it is -1, RLIM_INFINITY.
    return soft if soft != resource.RLIM_INFINITY else 1 << 20


def connections(at_once: int, kept: int, limit: int) -> tuple[int, int]:
    """
    Return how many requests may be under way, and how many connections be kept, of those wanted.

    Both count against the *limit* of open files; at least one of each is left.
    """
    room = max(2, limit - _OTHERS)
    asking = min(at_once, room // 2)
    return asking, min(kept, room - asking)
