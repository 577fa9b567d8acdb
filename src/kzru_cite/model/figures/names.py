"""Find digits that are no figures: parts of names, numbers of sections, identifiers, addresses."""

from __future__ import annotations

import re

_PATTERNS = (
    # Addresses on the web, identifiers, mail.
    r"https?://\S+|\bwww\.\S+|\b10\.\d{4,9}/\S+|(?<!\S)@*+[^\s@]++@\S+\.\S+",
    r"\b(?:ISBN|ISSN|OCLC|PMID|LCCN|DOI)(?:-1[03])?[:\s]*[\dXx][\dXx –-]*",
    r"\b(?:arXiv:?\s?)\d{4}\.\d+",
    # Standards and products with a number of their own.
    r"\b(?:ISO|IEC|RFC|IEEE|DIN|EN|GOST|ГОСТ|BS|ANSI|PEP|CVE)(?:/IEC)?[ \u00a0-]?\d[\d:.–-]*",
    r"\bv\.? ?\d+(?:\.\d+)+|\bv\d+\b",
    r"\b(?!\d{1,3}(?:\.\d{3})+\b)(?!\d{1,2}\.\d{1,2}\.\d{4}\b)\d+\.\d+(?:\.\d+)+\b",
    # Words joined with digits; "mid-1990s" and the like are words before a date.
    (
        r"\b(?!(?:mid|pre|post|early|late|since|circa|ca|non|over|sub)[-‑])(?!(?:USD|EUR|RUB|KZT|GBP|CNY|US)\d)"
        r"[^\W\d_]+[-‑–]?\d[\w.,-]*(?<![.,-])"
    ),
    r"\b[2-6][GD]\b",
    # Parts of works and lists, numbers of acts.
    (
        r"(?i:\b(?:no|nos|nr|art|sec|chap|ch|pp?|fig|figs|tab|tbl|vol|app|eq|стр|с|гл|ст|рис|табл|вып|пп?)\.)"
        r"[ \u00a0]?(?:№ ?)?\d+(?:[–—-]\d+|,\d+)*[a-z]?\b"
    ),
    r"(?:№|§+|#)[ \u00a0]?\d[\d./–-]*",
    (
        r"(?i:\b(?:article|section|chapter|pages?|figures?|tables?|volume|issue|version|footnotes?|note"
        r"|appendix|equation|options?|files?|lessons?|level|steps?|stage|phase|type|class|grade|group|tier"
        r"|category|item|example|experiment|question|exercise|grants?|author|line|room|suite|box|flat|route|highway|platform|resolution|protocol"
        r"|number|article|статья|статьи|статье|глава|главы|раздел|таблица|рисунок|том|часть))"
        r"[ \u00a0]\d+(?:\.\d+)*(?:[–—-]\d+)?\b"
    ),
    r"(?<=\bper )(?:100|1[,. ]?000|10[,. ]?000|100[,. ]?000)\b",
    r"\bCC[ -](?:BY|0)(?:-\w+)* \d\.\d|\b[A-Z]{1,4}\d*(?:/[A-Z]?\d+)+",
    r"(?<=[:;] )\d{1,2}\)|(?<=and )\d{1,2}\)",
    r"\[\d{1,3}(?:[,–-] ?\d{1,3})*\]",
    # Telephones, streets, the time of day, the hours of a shop, a day known by its numbers.
    r"\+\d[\d ()-]{7,}\d|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b",
    r"\b\d+[A-Za-z]?(?: [A-Z][a-z]+){1,3} (?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Lane|Drive)\b",
    r"(?:ул\.|улица|проспект|пр\.|д\.|дом) ?[А-ЯЁ]?[^\W\d]{0,40},? ?(?:д\. ?|дом )?\d+\b",
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b(?: ?[ap]\.?m\b\.?)?|\b\d{1,2}(?:\.\d{2})? ?[ap]\.?m\b\.?",
    r"\b24/7\b|\b9/11\b|\bQ[1-4]\b|(?<!\d)[’']\d0s\b",
    # Degrees of latitude and longitude.
    r"\b\d+(?:\.\d+)?°(?!\s?[CFС])(?:\s?\d+[′'])?(?:\s?[\d.]+[″\"])?",
)
_NO_FIGURE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
# What stands for letters that are taken: no digit, no letter, no blank.
TAKEN = "\ufffc"


def masked(text: str) -> str:
    """Return *text* with all that is no figure struck out, letter for letter."""
    return _NO_FIGURE.sub(lambda match: TAKEN * len(match[0]), text)


_NAME_BEFORE = re.compile(r"(?:^|[\s(\[“\"'«-])(?P<word>[^\W\d_]+)[ \u00a0]$")
_PLAIN_WORDS = """
a about above according after all almost among an and approximately around as at before below
between but by down during each every fewer for from half if in including its last less like
more most nearly next no of off on only or other our over past per roughly since some such
than that the their then there these they this those to total under until up when where which
while with within without yet both just these altogether today currently overall
в во на с со к ко за от до по из у о об при для через под над перед после около более менее
почти свыше всего ещё еще уже лишь только и а но как не это эти те тот все около примерно
im in am an auf von vor nach seit bis und mit etwa rund über les le la en de du des depuis
environ dans
"""
# Words with a capital that begin a sentence, or go before a figure.
_PLAIN = frozenset(_PLAIN_WORDS.split())


def in_name(text: str, start: int) -> bool:
    """Tell whether the word before *start* is a name that the digits belong to: "Boeing 747"."""
    match = _NAME_BEFORE.search(text[max(start - 40, 0) : start])
    return bool(match and match["word"][0].isupper() and match["word"].casefold() not in _PLAIN)
