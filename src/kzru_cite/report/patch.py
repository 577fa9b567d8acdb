"""Write the difference of two files as a patch that ``git apply`` takes."""

from __future__ import annotations

import re
from difflib import unified_diff

_UNPLAIN = re.compile(r"[\x00-\x1f\"\\\x7f]")


def patch(name: str, before: bytes, after: bytes) -> bytes:
    """
    Return what turns *before* into *after*; nothing where both are the same.

    *name* is the path of the file, with slashes, from where the patch is to be applied. Bytes stay
    as they are, whatever their encoding and line ends.
    """
    lines = unified_diff(_lines(before), _lines(after), _name(f"a/{name}"), _name(f"b/{name}"), n=3)
    written = "".join(_ended(line) for line in lines)
    return written.encode("utf-8", "surrogateescape")


def _lines(content: bytes) -> list[str]:
    # Only a line feed ends a line of a patch; a carriage return belongs to the line.
    text = content.decode("utf-8", "surrogateescape")
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _name(path: str) -> str:
    """Put a name that needs it into quotation marks, as git does."""
    if _UNPLAIN.search(path):
        return '"' + _UNPLAIN.sub(_octal, path) + '"'
    # Behind a blank git takes a name to end; a tab says where it does.
    return f"{path}\t" if " " in path else path


def _octal(sign: re.Match[str]) -> str:
    return f"\\{ord(sign[0]):03o}"
