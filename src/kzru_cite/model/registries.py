"""Say which registries may hold a record of an identifier."""

from __future__ import annotations

from collections.abc import Mapping

_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "isbn": ("openlibrary",),
    "arxiv": ("arxiv",),
    "pmid": ("pubmed",),
}
_BY_AGENCY: Mapping[str, tuple[str, ...]] = {
    "crossref": ("crossref", "crossref-updates"),
    "datacite": ("datacite",),
}


def record_services(about: str, agency: str = "") -> tuple[str, ...]:
    """
    Return the names of the services that may hold a record of an identifier.

    For a DOI that is doi.org, and once it has told the *agency* those of that agency; none for
    an agency whose records cannot be had here.
    """
    kind = about.partition(":")[0].lower()
    if kind == "doi":
        return _BY_AGENCY.get(agency.lower(), ()) if agency else ("doi",)
    return _BY_KIND.get(kind, ())
