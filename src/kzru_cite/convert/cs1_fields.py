"""Say what the parameters of Wikipedia's citation templates (CS1 and CS2) are to BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Help:Citation Style 1, and Module:Citation/CS1/Whitelist for aliases, older ones included.
_ALIASES = (
    ("url", "url URL"),
    ("title", "title"),
    ("script-title", "script-title script_title"),
    ("trans-title", "trans-title trans_title transtitle"),
    ("chapter", "chapter contribution entry article section"),
    ("chapter-url", "chapter-url chapterurl contribution-url entry-url article-url section-url"),
    ("trans-chapter", "trans-chapter trans_chapter trans-contribution trans-entry trans-article"),
    ("script-chapter", "script-chapter"),
    ("periodical", "journal magazine newspaper work website periodical mailinglist mailing-list"),
    ("encyclopedia", "encyclopedia encyclopaedia dictionary"),
    ("book-title", "book-title booktitle"),
    ("conference", "conference event"),
    ("publisher", "publisher institution"),
    ("location", "location place publication-place publicationplace"),
    ("date", "date publication-date publicationdate air-date airdate"),
    ("year", "year"),
    ("month", "month"),
    ("day", "day"),
    ("orig-date", "orig-date orig-year origyear origdate"),
    ("access-date", "access-date accessdate access_date"),
    ("archive-url", "archive-url archiveurl"),
    ("archive-date", "archive-date archivedate"),
    ("url-status", "url-status urlstatus"),
    ("dead-url", "dead-url deadurl"),
    ("volume", "volume"),
    ("issue", "issue number"),
    ("pages", "pages pp"),
    ("page", "page p"),
    ("at", "at loc"),
    ("edition", "edition"),
    ("series", "series version"),
    ("language", "language lang in"),
    ("type", "type medium degree"),
    ("agency", "agency"),
    ("via", "via"),
    ("quote", "quote quotation"),
    ("isbn", "isbn ISBN isbn13 ISBN13"),
    ("issn", "issn ISSN eissn"),
    ("doi", "doi DOI"),
    ("pmid", "pmid PMID"),
    ("pmc", "pmc PMC"),
    ("arxiv", "arxiv eprint"),
    ("class", "class"),
    ("jstor", "jstor JSTOR"),
    ("hdl", "hdl HDL"),
    ("bibcode", "bibcode"),
    ("oclc", "oclc OCLC"),
    ("lccn", "lccn LCCN"),
    ("id", "id ID"),
    ("others", "others"),
    ("ref", "ref"),
    ("title-link", "title-link titlelink"),
    ("patent-number", "patent-number"),
)
ALIASES: Mapping[str, str] = {alias: name for name, line in _ALIASES for alias in line.split()}

# How the template is shown, and links to pages of the wiki: nothing of the work itself.
_SHOWING = re.compile(
    r"mode|df|format|(?:chapter|contribution|section)-?format|name-list-style|name-list-format|postscript|separator|no-pp|nopp|subscription"
    r"|registration|url-access|(?:doi|hdl|jstor|bibcode|chapter-url)-access|lay-.*|laysummary|laysource|laydate"
    r"|last-author-amp|lastauthoramp|ignore-isbn-error|bot|cat|trans-quote|script-quote"
    r"|doi-broken-date|via-url|quote-pages?|title-link|titlelink"
    r"|(?:display|number-of)-?(?:authors|editors|translators)|(?:author|editor|translator|contributor)-?mask\d*"
    r"|(?:author|editor|translator|contributor)\d*-?mask"
    r"|(?:author|editor|translator|contributor)-?link\d*|(?:author|editor|translator)\d*-?link"
)
# What of those still bears on the work is listed.
_TOLD = re.compile(r"trans-quote|script-quote|quote-pages?|doi-broken-date")


def is_showing(parameter: str) -> bool:
    """Tell a parameter that says how the template looks, not what the source is."""
    return bool(_SHOWING.fullmatch(parameter)) and not _TOLD.fullmatch(parameter)


# Templates by what they cite; names in small letters with single blanks.
_KINDS = (
    ("online", "cite web|cite mailing list|cite newsgroup|cite press release|cite pr"),
    ("online", "cite tweet|cite social media|cite forum|cite ssrn|cite biorxiv|cite medrxiv"),
    ("online", "cite arxiv|cite citeseerx|cite url|cite site|web cite|cite website|cite instagram"),
    ("online", "cite facebook|cite blog|cite web2|cite youtube"),
    ("article", "cite news|cite newspaper|cite journal|cite magazine|cite paper|cite article"),
    ("article", "cite document|vcite journal|vcite news|vancite journal|cite periodical|cite j"),
    ("book", "cite book|vcite book|vancite book|cite ebook|cite books|cite comic|cite b"),
    ("inreference", "cite encyclopedia|cite encyclopaedia|cite dictionary|cite odnb|cite eb1911"),
    ("inreference", "cite dnb|cite dictionary of national biography|cite ency"),
    ("inproceedings", "cite conference|cite proceedings"),
    ("thesis", "cite thesis|cite dissertation"),
    ("report", "cite report|cite techreport|cite tech report|cite techrep"),
    ("video", "cite av media|cite video|cite episode|cite serial|cite dvd|cite av media notes"),
    ("video", "cite dvd notes|cite tv|cite film"),
    ("audio", "cite podcast|cite album notes|cite music release notes|cite music"),
    ("misc", "cite interview|cite map|cite sign|cite speech|cite court|cite video game|cite game"),
    ("misc", "cite act|cite hansard|cite wikisource|cite archive|cite census|cite gnis"),
    ("patent", "cite patent"),
    ("dataset", "cite data|cite dataset|cite q"),
    ("", "citation|cite|cite generic|cite manual"),
)
KINDS: Mapping[str, str] = {name: kind for kind, line in _KINDS for name in line.split("|")}


def is_citation(template: str) -> bool:
    """Tell a template that describes a source; *template* is its name in small letters."""
    begins = re.match(r"(?:v|van)?cite [a-z]", template)
    return template in KINDS or (bool(begins) and template not in _NO_SOURCE)


# They begin in the same way and cite nothing by themselves.
_NO_SOURCE = frozenset({"cite check", "cite quote", "cite sources", "cite section", "cite needed"})
