"""Read and write the baseline of a project: the findings that were there when it was made."""

from __future__ import annotations

from pathlib import Path

from kzru_cite.errors import UsageError
from kzru_cite.files import write
from kzru_cite.model.baseline import Baseline, Entry
from kzru_cite.model.place import SourceText
from kzru_cite.model.report import Report
from kzru_cite.read.baseline import read_baseline, write_baseline


def load(path: Path) -> Baseline:
    """Read a baseline; raises UsageError when there is none, or none that can be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        hint = "make one: kzru-cite verify --write-baseline FILE"
        raise UsageError(f"the baseline {path} cannot be read: {cause}", hint=hint) from cause
    return read_baseline(SourceText(path=path.as_posix(), text=text))


def save(path: Path, report: Report) -> Baseline:
    """
    Write all findings that are not let pass, and return them as a baseline.

    Entries of an older baseline that could not be held against this run are kept.
    """
    found = [
        Entry(fingerprint=one.fingerprint, code=one.code, path=one.place.path, message=one.message)
        for one in (*report.open, *report.known)
    ]
    kept = report.baseline.waiting if report.baseline else ()
    text = write_baseline([*found, *kept])
    write(path, text.encode())
    return read_baseline(SourceText(path=path.as_posix(), text=text))
