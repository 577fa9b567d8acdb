"""What is shown, proposed and let pass at a place, without an editor."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kzru_cite.editor.allowing import allowance
from kzru_cite.editor.complete import Kind, in_article, in_bibliography, in_ledger
from kzru_cite.editor.hover import of_claim, of_reference, plain
from kzru_cite.editor.messages import Document, Writer
from kzru_cite.editor.positions import Units
from kzru_cite.editor.spots import spot_at, spots
from kzru_cite.model.article import Article, Claim
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.bonds import Bond, Bound, ClaimMap, Standing
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_state import AddressState, Blemish, Blemished, EntryState
from kzru_cite.model.ledger import Decided, Decision, Link
from kzru_cite.model.links import LinkClass
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.quotation import Quotation
from kzru_cite.read.bibliography import read_bibliography
from reports import finding

URL = "https://example.org/a"
COPY = f"https://web.archive.org/web/20230102030405/{URL}"
BIB = f"""\
@online{{rao, title = {{Trade *of* <b>}}, url = {{{URL}}}, archiveurl = {{{COPY}}},
  urlstatus = {{dead}}
}}
"""
PLACE = Location(path="article/article.md", line=1, column=1, end_line=1, end_column=9)
TODAY = date(2026, 11, 23)
CLAIM = Claim(
    id="boiling",
    text="Water *boils*",
    place=PLACE,
    head=PLACE,
    section=0,
    start=0,
    end=1,
    attributes={"date": "2019", "needs": "page", "note": ""},
)


def bibliography(text: str = BIB) -> tuple[Bibliography, SourceText]:
    source = SourceText(path="references.bib", text=text)
    return read_bibliography((source,)), source


def dossier(text: str = "", bib: str = BIB, claims: tuple[Claim, ...] = ()) -> Dossier:
    read, source = bibliography(bib)
    return Dossier(
        article=Article(claims=claims),
        bibliography=read,
        today=TODAY,
        articles=(SourceText(path="article/article.md", text=text),),
        bibliographies=(source,),
    )


def bond(*, quote: str = "", by: str = "AB", on: date | None = TODAY) -> Bond:
    decided = Decided(decision=Decision.SUPPORTS, place=PLACE, by=by, on=on)
    quotation = Quotation(exact=quote) if quote else None
    link = Link(claim="boiling", reference="rao", place=PLACE, quotation=quotation)
    return Bond(reference="rao", standing=Standing.SUPPORTS, link=link, decided=decided)


def told(state: EntryState | None, *bonds: Bond, entry: str = "*An entry*.\n") -> list[str]:
    (reference,) = bibliography()[0].references
    claims = ClaimMap(article=Article(), bound=(Bound(claim=CLAIM, bonds=bonds),))
    return of_reference(reference, entry, state, claims).splitlines()


def test_the_state_of_pages_and_copies_is_told() -> None:
    seen = AddressState(
        address=URL,
        link_class=LinkClass.MOVED,
        seen=date(2026, 11, 20),
        good=date(2026, 11, 1),
        moved_to="https://example.org/`b`",
    )
    copy = AddressState(
        address=COPY, link_class=LinkClass.ALIVE, seen=date(2026, 11, 20), good=date(2026, 11, 20)
    )
    moved = "to `` https://example.org/`b` ``, seen 2026-11-20, last good 2026-11-01"
    assert [
        "*An entry*.",
        "",
        f"- page `{URL}`: moved permanently, {moved}",
        f"- archived copy `{COPY}`: alive, seen 2026-11-20",
        "- the entry says of its page: dead",
    ] == told(EntryState(addresses=(seen, copy)))


def test_notices_come_first_and_what_was_never_seen_says_so() -> None:
    retracted = Blemished(blemish=Blemish.RETRACTED, doi="10.1/x", day="2025-01-02")
    concern = Blemished(blemish=Blemish.OF_CONCERN)
    lines = told(EntryState(blemishes=(retracted, concern)))
    assert ["- **retracted**, 2025-01-02, notice `10.1/x`", "- **of concern**"] == lines[2:4]
    assert f"- page `{URL}`: never looked at" == lines[4]
    unclear = AddressState(address=URL, link_class=LinkClass.NOT_CHECKED, seen=TODAY)
    assert "- page" in told(EntryState(addresses=(unclear,)))[2]
    assert "not checked, seen 2026-11-23" in told(EntryState(addresses=(unclear,)))[2]


def test_without_an_entry_title_or_key_stand_for_it() -> None:
    assert "Trade \\*of\\* \\<b\\>" == told(None, entry="")[0]
    (bare,) = bibliography("@misc{rao,}")[0].references
    assert "`rao`" == of_reference(bare, "", None, ClaimMap.empty())


def test_quotations_are_told_with_who_decided() -> None:
    words = "“w \\* w” — supported"
    assert f"- claim `boiling`: {words} (AB, 2026-11-23)" == told(None, bond(quote="w * w"))[-1]
    assert f"- claim `boiling`: {words} (AB)" == told(None, bond(quote="w * w", on=None))[-1]
    nobody = told(None, bond(by="", on=None))[-1]
    assert "- claim `boiling`: supported (nobody named)" == nobody
    undecided = replace(bond(quote="long " * 99), decided=None, standing=Standing.UNDECIDED)
    assert told(None, undecided)[-1].endswith("long …” — quotation found, undecided")
    assert "claim" not in told(None, replace(bond(), reference="lee"))[-1]


def test_a_claim_is_told_with_its_state() -> None:
    assert [
        "Water \\*boils\\*",
        "",
        "**partly**",
        "",
        "- date: 2019",
        "- needs: page",
        "- `@rao`: supported (AB, 2026-11-23)",
    ] == of_claim(CLAIM, [bond()]).splitlines()


def test_words_of_others_become_no_markup() -> None:
    assert "\\!\\[x\\]\\(y\\) \\<script\\> \\&amp;" == plain("![x](y)\n<script>  &amp;")


def test_two_spots_side_by_side_are_told_apart_and_claims_without_id_are_none() -> None:
    nameless = replace(CLAIM, id="")
    found = list(spots(dossier(claims=(nameless, CLAIM))))
    assert ["boiling", "rao"] == [spot.name for spot in found]
    assert spot_at(dossier(claims=(CLAIM,)), "article/article.md", 1, 9) is not None
    assert spot_at(dossier(claims=(CLAIM,)), "article/article.md", 1, 10) is None
    assert spot_at(dossier(claims=(CLAIM,)), "references.bib", 9, 9) is None


@pytest.mark.parametrize(
    "text", ["a@ra", "\\@ra", "@", "@ra b", "[^ra", "<!-- kzru-cite: allow KEY001 re"]
)
def test_nothing_is_proposed_where_no_key_can_stand(text: str) -> None:
    found = list(in_article(dossier(), text, len(text), [("KEY001", "undefined-key")]))
    assert (text == "@") == bool(found)


def test_fields_are_proposed_inside_of_entries_alone() -> None:
    def names(text: str) -> list[str]:
        fields = ("date", "title", "url")
        found = list(in_bibliography(text, len(text), fields))
        assert all(one.kind is Kind.FIELD for one in found)
        return [one.text for one in found]

    assert [] == names("")
    assert [] == names("@book{key")
    assert [] == names("@string{a = {b},\n  ")
    assert ["date", "url"] == names("@book{key,\n  Title = {x},\n  ")
    assert ["date", "url"] == names("@book{key,\n  title = {\\{x},\n  u")
    assert [] == names("@book{key,\n  title = {\n")
    assert [] == names("@book{key,\n  title = {x}\n}\n\n")
    before = "@book{key,\n  \n  date = {2019},\n}\n@book{other,\n  url = {x},\n}"
    at = before.index("  \n") + 2
    assert ["title", "url"] == [
        one.text for one in in_bibliography(before, at, ("date", "title", "url"))
    ]


def test_claims_are_proposed_for_a_ledger_that_is_not_there_yet() -> None:
    found = list(in_ledger(dossier(claims=(CLAIM, replace(CLAIM, id=""))), "bo", 2))
    assert [("boiling", 0, "Water *boils*")] == [(one.text, one.start, one.about) for one in found]
    assert ["rao"] == [one.text for one in in_ledger(dossier(), "  - ref: r", 10)]


def test_authors_are_told_with_keys() -> None:
    bib = "@book{a, author={Rao, A. and Lee, B.}, title={T}, date={2019}}\n@misc{b,}"
    found = list(in_article(dossier(bib=bib), "@", 1, ()))
    assert [("a", "A. Rao et al., 2019, T"), ("b", "")] == [(one.text, one.about) for one in found]


HEAD = "---\ntitle: x\n---\n"


@pytest.mark.parametrize(
    ("text", "line", "before"),
    [
        ("Water.\n", 1, ""),
        (f"{HEAD}Water.\n", 4, HEAD),
        (f"{HEAD}\n\nWater\nboils.\n", 7, f"{HEAD}\n\n"),
        ("One.\n\n  \nTwo.\n", 4, "One.\n\n  \n"),
    ],
)
def test_a_comment_goes_before_the_block(text: str, line: int, before: str) -> None:
    there = dossier(text)
    allowed = allowance(there, finding(line=line, column=1), date(2027, 5, 22))
    assert allowed is not None
    place = allowed.edit.place
    assert len(before) == there.articles[0].offset(place.line, place.column)
    words = '<!-- kzru-cite: allow KEY001 reason="" until=2027-05-22 -->\n\n'
    assert words == allowed.edit.text
    assert '" until' == allowed.edit.text[allowed.reason :][:7]


def test_no_comment_goes_into_the_head_of_a_text() -> None:
    assert allowance(dossier(f"{HEAD}x"), finding(line=2, column=1), TODAY) is None


def in_bib(bib: str, reference: str | None = None) -> tuple[str, str] | None:
    """Return the bibliography with the exception in it, and what follows its reason."""
    there = dossier(bib=bib)
    place = Location(path="ledger.yaml", line=1, column=1, end_line=1, end_column=2)
    if reference is None:
        place = there.bibliography.references[0].key_place
    one = replace(finding(), place=place, reference=reference)
    allowed = allowance(there, one, TODAY)
    if allowed is None:
        return None
    at = there.bibliographies[0].offset(allowed.edit.place.line, allowed.edit.place.column)
    written = bib[:at] + allowed.edit.text + bib[at:]
    return written, written[at + allowed.reason :]


def test_a_field_goes_into_the_entry() -> None:
    field = "\n  kzrucite = {allow KEY001:  (until 2026-11-23)},"
    after = " (until 2026-11-23)},\n  title = {x}}"
    assert (f"@misc{{a,{field}\n  title = {{x}}}}", after) == in_bib("@misc{a,\n  title = {x}}")
    assert in_bib("@misc{a,\n  title = {x}}", "a") == in_bib("@misc{a,\n  title = {x}}")
    assert in_bib("@misc{a,\n  title = {x}}", "b") is None
    assert in_bib("@misc{a}") is None
    more = "@misc{a, kzrucite = {allow SYN013: x (until 2027-01-01)}}"
    assert in_bib(more) == (
        more.replace("01)", "01); allow KEY001:  (until 2026-11-23)"),
        " (until 2026-11-23)}}",
    )
    assert in_bib('@misc{a, kzrucite = "allow SYN013: x" # " (until 2027-01-01)"}') is None


def test_what_was_not_read_is_shown_at_its_beginning() -> None:
    writer = Writer(sources={}, units=Units.UTF16, document=lambda path: Document(uri=path))
    assert "0:0-0:0" == repr(writer.range(PLACE))
