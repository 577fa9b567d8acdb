"""Bring together all that judging looks at."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from kzru_cite.model.article import Article
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.evidence import Evidence
from kzru_cite.model.kept import Audit
from kzru_cite.model.ledger import Ledger, Link
from kzru_cite.model.place import SourceText
from kzru_cite.model.policy import Policy, Suppression


class Dossier(Struct, frozen=True, kw_only=True):
    """
    The project as read, the policy, and the day for which it is judged.

    *articles* and *bibliographies* are the files as text; *suppressions* come from the text,
    the entries and the settings. *evidence* is None when nothing on the web was ever looked at,
    *ledger* when there is none; *ledgers* is its file as text, or nothing. *audit* is None when
    nothing was worked out anew. *offline* says that the network went away while it was asked.
    """

    article: Article
    bibliography: Bibliography
    today: date
    policy: Policy = field(default_factory=Policy)
    articles: tuple[SourceText, ...] = ()
    bibliographies: tuple[SourceText, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    evidence: Evidence | None = None
    ledger: Ledger | None = None
    ledgers: tuple[SourceText, ...] = ()
    audit: Audit | None = None
    offline: bool = False

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links of the ledger, none without a ledger."""
        return self.ledger.links if self.ledger else ()

    def text(self, path: str) -> SourceText:
        """Return the file at *path*; raises KeyError for a path that is not in the project."""
        for source in (*self.articles, *self.bibliographies, *self.ledgers):
            if source.path == path:
                return source
        raise KeyError(path)
