"""
Each recording of the collection beside the project is judged by a test, or left out for a reason.

The collection is no part of the project, so that this is looked at only where it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CORPUS = TESTS.parents[1] / "shared" / "corpus"
FOLDERS = ("services", "html", "soft-errors")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the collection is not here")

# Where the recordings of a folder are judged.
JUDGES = {
    "services": ("gather/services/test_recorded.py", "read/test_page_corpus.py"),
    "html": ("gather/services/test_recorded.py", "read/test_page_corpus.py"),
    "soft-errors": ("rules/test_links_corpus.py", "read/test_page_corpus.py"),
}
# What may be passed on is judged from a copy, so that it is judged where the collection is not.
COPIED = {
    "services/crossref/agency.yaml": "recorded-crossref-agency.yaml",
    "services/crossref/work-404.yaml": "recorded-crossref-work-404.yaml",
    "services/crossref/work-journal-article.yaml": "recorded-crossref-work.yaml",
    "services/datacite/proceedings-lipics.yaml": "recorded-datacite-proceedings.yaml",
    "services/wayback/cdx-search-blocked-403.yaml": "recorded-wayback-cdx-blocked.yaml",
    "services/wayback/cdx-search-multipage-resumekey.yaml": "recorded-wayback-cdx-pages.yaml",
}
# Answers of services that are not asked, with the reason why they are not.
LEFT_OUT = {
    "Citoid gives out again what pages, Crossref, PubMed and catalogues say; these are asked "
    "themselves, so that each word has a source": (
        "services/citoid/10.1038_nrd842",
        "services/citoid/10.1073_pnas.2015159118",
        "services/citoid/10.1657_1523-0430_07-512_ZHU_2.0.CO_2",
        "services/citoid/10.48550_arXiv.1811.06526",
        "services/citoid/123455",
        "services/citoid/964-92962-6-3",
        "services/citoid/978-964-6736-71-9",
        "services/citoid/9780349119168",
        "services/citoid/PMC3538472",
        "services/citoid/https_dl.acm.org_doi_10.5555_1123678",
    ),
    "OpenAlex is drawn from Crossref, PubMed and others; the registry in charge of a number is "
    "asked instead": (
        "services/openalex/book-chapter.yaml",
        "services/openalex/book.yaml",
        "services/openalex/dataset.yaml",
        "services/openalex/journal-article.yaml",
        "services/openalex/missing-contributor-name.yaml",
        "services/openalex/proceedings-article.yaml",
    ),
    "Zenodo registers its DOIs with DataCite, which is asked": ("services/zenodo/10794563.json",),
    "A record is asked of the agency itself, in its own form, which says more than CSL JSON or a "
    "reference in words: notices, subtitles, all dates": (
        "services/doi-content-negotiation/csl-10.1038_nrd842",
        "services/doi-content-negotiation/csl-10.1073_pnas.2015159118",
        "services/doi-content-negotiation/csl-10.1145_1117278",
        "services/doi-content-negotiation/csl-10.1657_1523-0430_07-512_ZHU_2.0.CO_2",
        "services/doi-content-negotiation/csl-10.3990_1.9789036526326",
        "services/doi-content-negotiation/csl-json.yaml",
        "services/doi-content-negotiation/style-text.yaml",
    ),
}
# A recorded exchange may lie in two files.
HALVES = (".body", ".headers.json")


def recordings() -> Iterator[str]:
    for folder in FOLDERS:
        for path in sorted((CORPUS / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(CORPUS).as_posix()


def left_out() -> set[str]:
    names = {name for group in LEFT_OUT.values() for name in group}
    whole = {name for name in names if (CORPUS / name).is_file()}
    return whole | {f"{name}{half}" for name in names - whole for half in HALVES}


@cache
def words(module: str) -> frozenset[str]:
    """Return the texts that stand in a module of tests, such as names of files."""
    tree = ast.parse((TESTS / module).read_text(encoding="utf-8"))
    return frozenset(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def is_judged(name: str) -> bool:
    """Tell whether a module of tests names a recording, or takes it with all of its folder."""
    folder, _, rest = name.partition("/")
    told = frozenset[str]().union(*map(words, JUDGES[folder]))
    path = Path(rest)
    if folder == "html" and len(path.parts) == 1:
        # All pages are taken, and with each what its upstream expects.
        return {"*.html", ".expected.json"} <= told and path.name.endswith((".html", ".json"))
    if path.parts[0] == "edgi":
        return any(path.name.startswith(word) for word in told if len(word) > 8)
    spellings = {name, rest}
    if path.parts[0] in ("crossref", "wayback"):
        # There the folder or the ending may be put to the name in the test.
        stem = path.name.partition(".")[0]
        spellings |= {path.name, stem} if {"-", "_"} & set(stem) else {path.name}
    if path.parts[0] == "datacite":
        # And here a number.
        spellings.add(f"datacite/{path.stem[:-1]}")
    return bool(spellings & told)


def test_each_recording_is_judged_or_left_out_for_a_reason() -> None:
    known = set(recordings())
    # Nothing is listed that is not there.
    assert set() == (left_out() | set(COPIED)) - known
    judged = {name for name in known - left_out() - set(COPIED) if is_judged(name)}
    assert set() == known - judged - left_out() - set(COPIED)


def test_what_is_left_out_is_judged_nowhere() -> None:
    assert [] == [name for name in sorted(left_out()) if is_judged(name)]


@pytest.mark.parametrize(("name", "copy"), COPIED.items())
def test_a_copy_says_what_was_recorded_and_is_judged(name: str, copy: str) -> None:
    lines = (TESTS / "cassettes" / copy).read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")]
    assert (CORPUS / name).read_text(encoding="utf-8").splitlines() == body
    assert copy in words("gather/services/test_recorded.py")
