"""Write what changed as an Atom feed (RFC 4287)."""

from __future__ import annotations

from hashlib import sha256
from xml.etree.ElementTree import Element

from kzru_cite.model.changes import Change, ChangeList
from kzru_cite.report.changes.feeds import moment, newest_first, updated, urn
from kzru_cite.report.changes.words import address, heading, subject, summary, told
from kzru_cite.report.xml_text import child, document

_NAMESPACE = "http://www.w3.org/2005/Atom"


def as_atom(listed: ChangeList) -> str:
    """Return the feed; its texts are plain text, so that nothing in them is markup."""
    feed = Element("feed", {"xmlns": _NAMESPACE})
    child(feed, "title", heading(listed))
    child(feed, "subtitle", summary(listed))
    # The same article keeps its name, whatever time is asked for.
    child(feed, "id", urn(sha256(f"feed\0{listed.title}".encode()).hexdigest()[:32]))
    child(feed, "updated", updated(listed).isoformat())
    child(child(feed, "author"), "name", "kzru-cite")
    for one in newest_first(listed):
        _entry(feed, one)
    return document(feed)


def _entry(feed: Element, change: Change) -> None:
    entry = child(feed, "entry")
    child(entry, "title", f"{change.kind.value}: {subject(change)}", type="text")
    child(entry, "id", urn(change.name))
    child(entry, "updated", moment(change.day).isoformat())
    child(entry, "category", term=change.kind.name.lower().replace("_", "-"))
    if link := address(change):
        child(entry, "link", href=link, rel="alternate")
    child(entry, "content", "\n".join(told(change)), type="text")
