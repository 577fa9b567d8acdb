"""Wikitext becomes a text with claims, and nothing is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from wikis import Result, imported

from kzru_cite.pandoc import Pandoc


@pytest.fixture
def made(pandoc: Pandoc, tmp_path: Path) -> Result:
    """Import the page at the end of this file."""
    return imported(pandoc, tmp_path, PAGE)


def test_named_notes_groups_and_lists_of_them(made: Result) -> None:
    assert "[Water boils [@rao2019]]{#water-boils .claim}." in made.text
    assert (
        "[It freezes [@rao2019]]{#freezes .claim}, [and melts [@lee2001, p. 7]]{#melts .claim}."
        in (made.text)
    )
    assert "[Steam rises [@listed]]{#steam-rises .claim}." in made.text
    assert "Explained.[^1]" in made.text
    assert "[Said[^2]]{#said .claim}." in made.text
    assert "Noted.[^3]" in made.text
    assert "[^1]: In other words." in made.text
    assert "[^3]: As above." in made.text


def test_short_references_find_their_sources(made: Result) -> None:
    for words in (
        "[One [@lee2001, p. 5]]{#one .claim}.",
        "[Two [@lee2001, pp. 5-7; @elbizri2005]]{#two .claim}.",
        "[Three [See @lee2001, ch. 2]]{#three .claim}.",
        "According to @elbizri2005, four.",
        "[Five [@lee2001, p. 12]]{#five .claim}.",
        "[Six [@lee2001, p. 9; @rao2019, p. 3]]{#six .claim}.",
        "[Seven [@wells, p. 6]]{#seven .claim}.",
        "[Eight [@lee2001, p. 4]]{#eight .claim}.",
        "[Nine [@rao2019, p. 8]]{#nine .claim}.",
    ):
        assert words in made.text
    assert '[Ten]{#ten .claim needs="citation"}.' in made.text
    assert any(loss.endswith("no source has the authors and year of 'Nobody 1900'")
               for loss in made.losses)  # fmt: skip
    assert any("'Wells, p. 6.' was taken for the source in line" in loss for loss in made.losses)


def test_notes_without_templates(made: Result) -> None:
    assert "[Bare [@example]]{#bare .claim}." in made.text
    assert "[Titled [@page2010]]{#titled .claim}." in made.text
    assert "[Free [@doble1965]]{#free .claim}." in made.text
    assert (
        "@online{page2010,\n"
        "  title     = {A page},\n"
        "  url       = {https://x.org/a},\n"
        "  urldate   = {2011-05-03},\n"
        "  urlstatus = {dead},\n"
        "  note      = {The Times, 2010},\n}\n"
    ) in made.bib
    assert (
        "howpublished = {Doble, G. H. (1965) The Saints of Cornwall. ISBN 978-0-319-22938-5}"
        in (made.bib)
    )
    assert "isbn         = {978-0-319-22938-5}" in made.bib


def test_words_quoted_go_into_the_ledger(made: Result) -> None:
    assert (
        "quoted:\n"
        "  - ref: lee2001\n"
        '    quote: "Water boils … always"\n'
        "words:\n"
        "  - ref: quoted\n"
        '    quote: "The words as they stand"\n'
    ) == made.ledger


def test_unfinished_work_is_carried(made: Result) -> None:
    assert '[Doubtful]{#doubtful .claim needs="citation"}.' in made.text
    assert '[Spanned words]{#spanned-words .claim needs="citation"}' in made.text
    assert '[Failed [@rao2019]]{#failed .claim needs="failed-verification"}.' in made.text
    assert '[Requested [@rao2019]]{#requested .claim needs="citation"}.' in made.text
    assert any("a request, kept as needs=citation" in loss for loss in made.losses)


def test_what_is_said_in_templates_stays(made: Result) -> None:
    for words in (
        "Length 5\u00a0km, c. 965, c. 965–1040, *Rapa Nui*, 12 August 1963",
        "– \\[sic\\] NB 5 ft 3 in ISBN 978-1, ISBN 978-2 one, two",
        "> A quoted thing.\n>\n> — Somebody",
    ):
        assert words in made.text


def test_boxes_become_tables(made: Result) -> None:
    assert "| name     | Water                           |" in made.text
    assert "| boils at | [100 [@rao2019]]{#claim .claim} |" in made.text
    assert "|          | [@lee2001]                      |" in made.text
    assert "2: parameters of the box that lay it out: image, caption" in made.losses


def test_pictures_and_links(made: Result) -> None:
    assert "[A caption with words [@rao2019]]{#caption-words .claim}" in made.text
    assert "linked words and Page" in made.text
    assert "[site](https://x.org/)" in made.text
    assert "Category" not in made.text
    assert "categories and other languages: Category:Water, de:Wasser" in made.losses


def test_sources_of_a_list_are_listed_and_empty_sections_go(made: Result) -> None:
    assert "unused2005" in made.head
    assert "rao2019" not in made.head
    assert "# Sources" not in made.text
    assert any("a section with nothing left in it: 'Sources'" in loss for loss in made.losses)
    assert "62: the same source as in line 8" in made.losses
    assert "title: page" in made.head
    assert "lang: en-GB" in made.head


def test_states_of_links_stand_beside_their_sources(made: Result) -> None:
    assert "archiveurl  = {https://web.archive.org/web/2010/https://d.org/}" in made.bib
    assert "archivedate = {2010-05-05}" in made.bib
    assert any("no address stands before it: {{dead link}}" in loss for loss in made.losses)


def test_slips_are_told(made: Result) -> None:
    for what in (
        "the note 'nowhere' is defined nowhere",
        "a second note of the name 'two', which was kept apart",
        "the note 'never' is defined and used nowhere",
        "a note without words or name",
        "a note that refers to itself: 'loop'",
        "the note 'other' stands in another group",
        "a template that is not known: {{strange|words}}",
        "a remark: <!-- a remark -->",
        "not carried over: <gallery>x</gallery>",
        "a further address is left out: https://two.org/",
        "a note without its other half: <ref>open",
    ):
        assert any(what in loss for loss in made.losses), what


def test_the_account_is_even(made: Result) -> None:
    references = made.account[0]
    before, _, after = references.removeprefix("references in the text: ").partition(" in, ")
    assert before == after.partition(" out")[0]
    listed = (made.folder / "import-page.txt").read_text(encoding="utf-8")
    assert len(made.losses) == len(listed.splitlines())


def test_a_page_without_references_is_a_project_too(pandoc: Pandoc, tmp_path: Path) -> None:
    result = imported(pandoc, tmp_path, "Just words, and no more.")
    assert "Just words, and no more." == result.text
    assert ("", "") == (result.bib, result.ledger)


def test_boxes_and_pictures_without_words(pandoc: Pandoc, tmp_path: Path) -> None:
    text = (
        "{{infobox x|image=y.png|name=}}{{Infobox z\n|image=a.png<ref>https://box.org/</ref>}}\n"
        "Words [[File:a.png|20px|<ref>https://yes.org/</ref>]] go on. [[Datei:b.png]]\n\n"
        "{|\n| A || [[File:c.png|thumb|A caption with words]]\n|}\n"
    )
    result = imported(pandoc, tmp_path, text)
    assert "[Words [@yes]]{#words .claim} go on." in result.text
    assert "|     | [@box] |" in result.text
    assert "| A   | A caption with words |" in result.text


PAGE = """\
{{Use British English|date=May 2010}}
{{Infobox liquid
|name=Water
|boils_at=100<ref name="rao"/>
|image=x.png<ref>{{harvnb|Lee|2001}}</ref>
|caption=
}}
Water boils.<ref name="rao">{{cite book|last=Rao|first=Anna|title=Boiling|year=2019}}</ref>
It freezes,<ref name=rao /> and melts.<ref name=rao2>{{harvnb|Lee|2001|p=7}}</ref>

Steam rises.<ref name="listed" group="a" /> Explained.<ref group=note>In other words.</ref>
Said.{{efn|''As'' said: {{harvnb|Lee|2001}} agrees.}}
Noted.<ref name="n" group="note">As above.</ref>

One.{{sfn|Lee|2001|p=5}} Two.{{sfnm|1a1=Lee|1y=2001|1pp=5-7|2a1=El-Bizri|2y=2005}}
Three.<ref>See {{harvnb|Lee|2001}}, ch. 2.</ref> According to {{harvtxt|el-bizri|2005}}, four.
Five.<ref name=five>{{harvs|nb|last=Lee|year=2001|p=12}}</ref> Six.{{r|six|rao|p2=3}}
Seven.<ref>Wells, p. 6.</ref> Eight.<ref>{{harv|Lee|2001}} p. 4</ref> Nine.<ref name=rao />{{rp|8}}
Ten.{{sfn|Nobody|1900}}

Bare.<ref>https://www.example-site.org/x</ref>
Titled.<ref>[https://x.org/a A page], ''The Times'', 2010. Retrieved 3 May 2011. {{dead link}}</ref>
Free.<ref>[[Doble, G. H.]] (1965) ''The Saints of Cornwall''. {{ISBN|978-0-319-22938-5}}</ref>
More.<ref>Seen in words at [https://one.org/ one] and [https://two.org/ two]</ref>

Quoted.<ref>{{harvnb|Lee|2001}}: "Water boils ... always".</ref>
Words.<ref name=q>{{cite web|title=Quoted|url=https://q.org/|quote="The words as they stand"}}</ref>
Again.<ref name=q/>

Doubtful.{{citation needed|date=May 2010}} {{citation needed span|Spanned words}} go.
Failed.<ref name=rao />{{failed verification}} Requested.<ref name=rao />{{verify source}}

Length {{convert|5|km|mi}}, {{circa}} 965, {{c.|965|1040}}, ''{{lang|rap|Rapa Nui}}'',
{{birth date|1963|08|12}}, {{birth date|1963|8}}, {{birth date|1963}}.
{{ndash}} {{sic}} {{nowrap|NB}} {{height|ft=5|in=3}} {{ISBN|978-1|978-2}} {{hlist|one|two}}
{{quote|A quoted thing.|Somebody}}
[[File:a.png|thumb|alt=words|A caption with words<ref name=rao />]]
See [[Page|linked words]] and [[Page]], [https://x.org/ site].
Dead.<ref>{{cite web|title=D|url=https://d.org/}}
{{webarchive|url=https://web.archive.org/web/2010/https://d.org/|date=5 May 2010}}</ref>
[[Category:Water]] [[de:Wasser]]

Lost.<ref name="nowhere"/> Twice.<ref name=two>{{cite web|title=A|url=https://a.org/}}</ref>
Kept.<ref name=two>{{cite web|title=B|url=https://b.org/}}</ref> Empty.<ref></ref>
Loop.<ref name=loop>{{cite web|title=L|url=https://l.org/}} <ref name=loop/></ref>
Group.<ref name="other"/>
And.<ref name="other" group="g">{{cite web|title=O|url=https://o.org/}}</ref>
{{strange|words}} <!-- a remark --> <gallery>x</gallery>
Open.<ref>open

== Sources ==
{{reflist|refs=
<ref name="listed" group="a">{{cite web|title=Listed|url=https://listed.org/}}</ref>
<ref name="never">{{cite web|title=Never|url=https://never.org/}}</ref>
<ref name="six">{{harvnb|Lee|2001|p=9}}</ref>
}}
=== Books ===
* {{cite book|last=Lee|first=Bo|title=Ice|year=2001|ref=harv}}
* {{citation|last=El-Bizri|first=Nader|title=Light|journal=J|date=3 May 2005}}.
* {{cite book|last=Unused|first=Ann|title=Rest|year=2005}}
* {{cite book|last=Wells|first=Bo|title=Wells}}
* {{cite book|last=Rao|first=Anna|title=Boiling|year=2019}}
* {{dead link}}
"""
