"""Give the tests of editions their sample: an article in two files that uses everything once."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kzru_cite.edition import build
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.edition import Built, Document, InputFile, Material
from kzru_cite.model.outcome import Confidence, Severity
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.report import Counts, Finding, Report, Silenced, Skipped, Verdict
from kzru_cite.pandoc import bundled
from kzru_cite.read.bibliography import read_bibliography

SAMPLE = Path(__file__).parent / "sample"
FILES = ("text/01-steppe.md", "text/02-more.md")
TODAY = date(2026, 11, 23)
PLACE = Location(path="text/01-steppe.md", line=1, column=1, end_line=1, end_column=2)


def parse(markdown: str) -> dict[str, Any]:
    """Read Markdown as the program does."""
    tree: dict[str, Any] = json.loads(
        bundled().need(["--from=markdown-example_lists", "--to=json"], markdown.encode())
    )
    return tree


def blocks(markdown: str) -> list[dict[str, Any]]:
    """Read Markdown and return its blocks."""
    inner: list[dict[str, Any]] = parse(markdown)["blocks"]
    return inner


def html(nodes: list[dict[str, Any]]) -> str:
    """Show blocks as a reader of HTML gets them."""
    return _write(nodes, "html")


def markdown(nodes: list[dict[str, Any]]) -> str:
    """Show blocks as Markdown, attributes and raw code included."""
    return _write(nodes, "markdown")


def _write(nodes: list[dict[str, Any]], form: str) -> str:
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": nodes}
    arguments = ["--from=json", f"--to={form}", "--wrap=none"]
    return bundled().need(arguments, json.dumps(tree).encode()).decode().strip()


def references(bibtex: str) -> Bibliography:
    """Read BibLaTeX as the program does."""
    return read_bibliography([SourceText(path="references.bib", text=bibtex)])


def sources(bibtex: str) -> tuple[Mapping[str, Any], ...]:
    """Read BibLaTeX as pandoc does."""
    answer = bundled().need(["--from=biblatex", "--to=csljson"], bibtex.encode())
    return tuple(json.loads(answer))


def finding(code: str, severity: Severity, *, until: str | None = None) -> Finding:
    """Make a finding, let pass until a day if one is given ('' for no day)."""
    silenced = None if until is None else Silenced(reason="known", until=until)
    return Finding(
        code=code,
        name=f"name-of-{code.lower()}",
        severity=severity,
        confidence=Confidence.HIGH,
        message="a message",
        hint="",
        place=PLACE,
        claim=None,
        reference=None,
        fingerprint=code,
        suppressed=silenced,
    )


REPORT = Report(
    today=TODAY,
    verdict=Verdict.PASSED,
    fail_on=Severity.ERROR,
    findings=(
        finding("SYN005", Severity.ERROR, until="2027-05-31"),
        finding("SYN005", Severity.ERROR, until="2027-05-31"),
        finding("DAT008", Severity.WARNING, until=""),
        finding("COV003", Severity.WARNING),
    ),
    by_rule={
        "KEY001": Counts(passed=7, unable=1),
        "COV003": Counts(passed=2, failed=1),
        "SYN005": Counts(skipped=3),
    },
    skipped=(
        Skipped(code="LNK001", reason="links not gathered"),
        Skipped(code="LNK002", reason="links not gathered"),
    ),
)


def documents(paths: Iterable[str] = FILES, folder: Path = SAMPLE) -> tuple[Document, ...]:
    """Read article files."""
    return tuple(
        Document(path=path, tree=parse((folder / path).read_text(encoding="utf-8")))
        for path in paths
    )


@cache
def material() -> Material:
    """Return the sample, with a report that was made by hand to show each part of it."""
    bibtex = (SAMPLE / "references.bib").read_text(encoding="utf-8")
    paths = (*FILES, "references.bib")
    return Material(
        documents=documents(),
        sources=sources(bibtex),
        bibliography=references(bibtex),
        report=REPORT,
        style="chicago-author-date",
        inputs=tuple(
            InputFile(path=path, sha256=hashlib.sha256((SAMPLE / path).read_bytes()).hexdigest())
            for path in paths
        ),
        version="0.1.0",
    )


def article(text: str, **changes: Any) -> Material:  # noqa: ANN401  any field of the material
    """Return material for one file without sources, with *changes* made to it."""
    plain = Material(
        documents=(Document(path="article.md", tree=parse(text)),),
        sources=(),
        bibliography=Bibliography(),
        report=REPORT,
        style="chicago-author-date",
        inputs=(),
        version="0.1.0",
    )
    return replace(plain, **changes)


@cache
def built() -> Mapping[str, Built]:
    """Build all editions of the sample, once for all tests."""
    editions = build(material(), ("html", "epub", "pdf"), bundled(), SAMPLE)
    return {edition.name: edition for edition in editions}


def page() -> str:
    """Return the HTML edition of the sample."""
    return built()["html"].content.decode()


def require(there: object, what: str) -> None:
    """Skip a test whose tool is missing; on the build server that is a failure."""
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")
