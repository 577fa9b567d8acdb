"""
List the forms of numbers that catalogues and registers give.

The forms are those that the registers publish: OCLC's control numbers, the ADS bibcode of 19
characters, the Handle System (RFC 3650), MathSciNet, zbMATH, Semantic Scholar, SSRN, OSTI, Open
Library, RFC numbers, the Software Heritage identifiers (SWHID 1.1), ISO 15707 (ISWC) and Google
Books.
"""

from __future__ import annotations

import re

from msgspec import Struct


class NumberForm(Struct, frozen=True, kw_only=True):
    """The name of a number, the pattern it must have, and one that is right."""

    name: str
    pattern: str
    example: str


_OCLC = NumberForm(
    name="OCLC number",
    pattern=r"(?:OCLC:?\s*|\(OCoLC\)\s*)?(?:ocm|ocn|on)?\d{1,12}",
    example="62728545",
)
_HANDLE = NumberForm(
    name="handle",
    pattern=r"(?:hdl:|https?://hdl\.handle\.net/)?[0-9A-Za-z][\w.-]*/\S+",
    example="2027/mdp.39015012345678",
)
_JSTOR = NumberForm(
    name="JSTOR number",
    pattern=r"(?:10\.2307/|https?://www\.jstor\.org/stable/)?[\w.:-]+(?:/[\w.:-]+)?",
    example="1558283",
)
_MR = NumberForm(
    name="MathSciNet number", pattern=r"(?:MR\s?)?\d{1,7}(?:\s*\(.*\))?", example="MR1234567"
)
_ZBL = NumberForm(
    name="zbMATH number",
    pattern=r"(?:Zbl\s*|JFM\s*|zbMATH\s*)?(?:\d{3,4}\.\d{5}|\d{2}\.\d{4}\.\d{2}|\d{7,8})",
    example="1208.05001",
)

# By the field that holds the number.
FIELDS = {
    "oclc": _OCLC,
    "bibcode": NumberForm(
        name="bibcode",
        pattern=r"[12]\d{3}[A-Za-z][A-Za-z0-9&.]{4}[A-Za-z0-9.]{9}[A-Za-z.:]",
        example="1995PhyEd..30..247B",
    ),
    "hdl": _HANDLE,
    "jstor": _JSTOR,
    "s2cid": NumberForm(name="Semantic Scholar number", pattern=r"\d{1,10}", example="37220927"),
    "mrnumber": _MR,
    "mr": _MR,
    "zblnumber": _ZBL,
    "zbl": _ZBL,
    "jfm": _ZBL,
    "ssrn": NumberForm(name="SSRN number", pattern=r"\d{3,8}", example="3478547"),
    "osti": NumberForm(name="OSTI number", pattern=r"\d{3,9}", example="4367507"),
    "rfc": NumberForm(name="RFC number", pattern=r"(?:RFC\s?)?\d{1,5}", example="3986"),
    "ol": NumberForm(name="Open Library number", pattern=r"OL\d+[AMW]", example="OL7353617M"),
    "asin": NumberForm(name="ASIN", pattern=r"[0-9A-Z]{10}", example="B00FXKV8IA"),
    "iswc": NumberForm(
        name="ISWC", pattern=r"T-?\d{3}\.?\d{3}\.?\d{3}-?\d", example="T-034.524.680-1"
    ),
    "swhid": NumberForm(
        name="SWHID",
        pattern=r"swh:1:(?:cnt|dir|rel|rev|snp):[0-9a-f]{40}(?:\s*;\s*\S+)*\s*;?",
        example="swh:1:rev:" + "0123456789" * 4,
    ),
}

# By the kind of eprint that the entry names.
EPRINTS = {
    "hdl": _HANDLE,
    "jstor": _JSTOR,
    "googlebooks": NumberForm(
        name="Google Books number", pattern=r"[\w-]{12}", example="4HIWAAAAYAAJ"
    ),
}


def fits(form: NumberForm, text: str) -> bool:
    """Tell whether *text* has the form, without regard to case."""
    return re.fullmatch(form.pattern, text, re.IGNORECASE) is not None
