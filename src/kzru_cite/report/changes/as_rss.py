"""Write what changed as an RSS feed (RSS 2.0, of the RSS Advisory Board)."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element

from kzru_cite.model.changes import Change, ChangeList
from kzru_cite.report.changes.feeds import moment, newest_first, updated, urn
from kzru_cite.report.changes.words import address, heading, subject, summary, told
from kzru_cite.report.xml_text import child, document

# A channel must have a link, and a project need have no page of its own.
_NOWHERE = "about:blank"


def as_rss(listed: ChangeList) -> str:
    """Return the feed; a description is HTML by custom, so that its text is escaped once more."""
    rss = Element("rss", {"version": "2.0"})
    channel = child(rss, "channel")
    child(channel, "title", heading(listed))
    child(channel, "link", _NOWHERE)
    child(channel, "description", summary(listed))
    child(channel, "language", "en")
    child(channel, "lastBuildDate", format_datetime(updated(listed)))
    child(channel, "generator", "kzru-cite")
    for one in newest_first(listed):
        _item(channel, one)
    return document(rss)


def _item(channel: Element, change: Change) -> None:
    item = child(channel, "item")
    child(item, "title", escape(f"{change.kind.value}: {subject(change)}"))
    if link := address(change):
        child(item, "link", link)
    child(item, "description", "<br>".join(escape(line) for line in told(change)))
    child(item, "category", change.kind.value)
    child(item, "guid", urn(change.name), isPermaLink="false")
    child(item, "pubDate", format_datetime(moment(change.day)))
