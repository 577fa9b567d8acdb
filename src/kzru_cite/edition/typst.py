"""Set Typst text as PDF, in this process; the only module that knows the library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import cast

import typst

from kzru_cite.errors import ToolError
from kzru_cite.model.paper import PaperStandard

# With these, Typst refuses a file that could not be read aloud or kept for long: a missing
# glyph, an image without text, a font that is not embedded.
_STANDARDS: Mapping[PaperStandard, list[typst.PDFStandard]] = {
    PaperStandard.A2A: ["a-2a", "ua-1"],
    PaperStandard.A3A: ["a-3a", "ua-1"],
}


def typst_version() -> str:
    """Return the version of the library, which brings Typst of the same or nearly the same."""
    return version("typst")


class NotSetError(ToolError):
    """Typst has refused the text; *diagnostic* is its report, with the lines at fault."""

    def __init__(self, message: str, *, diagnostic: str) -> None:
        super().__init__(message)
        self.diagnostic = diagnostic


def set_paper(
    text: bytes,
    *,
    root: Path,
    inputs: Mapping[str, str],
    day: date,
    standard: PaperStandard = PaperStandard.A2A,
) -> bytes:
    """
    Return the PDF, tagged, to *standard* and PDF/UA-1.

    Images are looked up below *root*; *day* is the only date that gets into the file, and
    fonts of the machine are not used, so the same text gives the same bytes. Raises NotSetError.
    """
    compiler = typst.Compiler(text, root=root, ignore_system_fonts=True, sys_inputs=dict(inputs))
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        content = compiler.compile(
            format="pdf", pdf_standards=_STANDARDS[standard], timestamp=moment
        )
    except typst.TypstError as cause:
        raise NotSetError(cause.message, diagnostic=str(cause.diagnostic)) from cause
    # Only images come as a list of pages, and only a named output file as None.
    return cast("bytes", content)
