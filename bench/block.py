"""Put what was measured between two marks of a page, and leave the rest of it as it is."""

from __future__ import annotations

from pathlib import Path

BEGIN = "<!-- measured: begin (written by make bench-docs) -->"
END = "<!-- measured: end -->"


class PageError(Exception):
    """A page that lacks the marks."""


def replaced(text: str, block: str) -> str:
    """Return *text* with *block* between its marks; raise `PageError` unless each stands once."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise PageError(f"the lines {BEGIN} and {END} must stand in the page once, in this order")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{block.strip()}\n\n{END}{after}"


def write(page: Path, block: str) -> None:
    """Write the block into a page, all or nothing."""
    text = replaced(page.read_text(encoding="utf-8"), block)
    new = page.with_name(f"{page.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(page)
