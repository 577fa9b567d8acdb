"""List resolvers of identifiers: hosts that are kept up for good and lead on to another page."""

from __future__ import annotations

RESOLVERS = (
    "doi.org",
    "hdl.handle.net",
    "purl.org",
    "w3id.org",
    "n2t.net",
    "identifiers.org",
    "nbn-resolving.org",
    "urn.fi",
    "urn.kb.se",
    "resolver.kb.nl",
    "ark.bnf.fr",
    "id.loc.gov",
)
# Repositories that keep what they are given, version by version.
REPOSITORIES = ("zenodo.org", "archive.softwareheritage.org", "arxiv.org", "archive.org")
