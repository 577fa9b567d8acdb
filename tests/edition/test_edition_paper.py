"""The paper as its settings want it: footnotes or not, links for paper, and files inside."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import papers
import pytest
from edition_samples import SAMPLE, article, blocks, material, references, sources
from evidence_samples import evidence, in_language
from msgspec.structs import replace

from kzru_cite import app
from kzru_cite.edition import build
from kzru_cite.edition.paper import for_typst
from kzru_cite.edition.paper_links import lasting_address, print_links, short_address
from kzru_cite.edition.qr import draw
from kzru_cite.edition.tree import attributes, plain
from kzru_cite.loading import start
from kzru_cite.model.edition import Material
from kzru_cite.model.entry_state import AddressState, EntryState
from kzru_cite.model.links import LinkClass
from kzru_cite.model.paper import PaperLinks, PaperWishes
from kzru_cite.pandoc import bundled

COPY = "https://web.archive.org/web/20260120101112/https://lake.example/report"
PAGE = "https://a.example/x"


def _paper(what: Material) -> bytes:
    (made,) = build(what, ("pdf",), bundled(), SAMPLE)
    return made.content


@cache
def _lake(style: str = "chicago-author-date", links: PaperLinks = PaperLinks.NAMES) -> bytes:
    return _paper(replace(evidence(style=style), paper=PaperWishes(links=links)))


@pytest.mark.parametrize("links", PaperLinks)
@pytest.mark.parametrize("style", ["chicago-author-date", "chicago-notes", "ieee"])
def test_every_choice_keeps_the_standards(style: str, links: PaperLinks) -> None:
    with papers.opened(_lake(style, links)) as paper:
        assert ("2", "A", "1") == papers.standards(paper)
        assert [] == list(paper.attachments)


def test_a_style_with_notes_makes_footnotes_of_citations() -> None:
    with papers.opened(_lake("chicago-notes")) as paper:
        kinds = [kind for kind, _ in papers.tags(paper)]
    # There are eight citations, one of them of a source that is not there.
    assert 8 == kinds.count("/Note")
    with papers.opened(_lake()) as paper:
        assert "/Note" not in [kind for kind, _ in papers.tags(paper)]


def test_a_footnote_of_the_author_may_cite_in_a_style_with_notes() -> None:
    with papers.opened(_paper(replace(material(), style="chicago-notes"))) as paper:
        assert 9 == [kind for kind, _ in papers.tags(paper)].count("/Note")


@pytest.mark.tools
def test_footnotes_stand_at_the_foot_and_say_what_was_cited(tmp_path: Path) -> None:
    first = papers.pages(_lake("chicago-notes"), tmp_path)[0]
    text = " ".join(first.split())
    assert "covers 1,200 square kilometres1. It is saltier" in text
    assert "1Ann Lake et al., The Lake Report (Lake Board, 2025), 12," in text
    assert text.index("20 metres8") < text.rindex("References") < text.index("1Ann Lake")


@pytest.mark.tools
def test_what_is_printed_in_short_is_printed_as_addresses(tmp_path: Path) -> None:
    short = "".join("".join(papers.pages(_lake(), tmp_path)).split())
    full = "".join("".join(papers.pages(_lake(links=PaperLinks.ADDRESSES), tmp_path)).split())
    for name, address in {
        "Archivedcopy:web.archive.org,20January2026.": (
            "Archivedcopy:web.archive.org/web/20260120101112/lake.example/report,20January2026."
        ),
        "Page:salt.example.": "Page:salt.example/1.",
        "Alsoatsalt.example.": "Alsoatsalt.example/2.",
    }.items():
        assert (True, False) == (name in short, address in short)
        assert (False, True) == (name in full, address in full)


@pytest.mark.tools
def test_codes_lead_to_the_copy_else_by_the_doi(tmp_path: Path) -> None:
    paper = _lake(links=PaperLinks.QR)
    # One page is gone, one is another's now, and the atlas has no address.
    assert [COPY, "https://doi.org/10.1000/salt"] == papers.codes(paper, tmp_path)


def test_a_code_is_no_picture_to_be_read_aloud() -> None:
    def figures(content: bytes) -> list[str]:
        with papers.opened(content) as paper:
            return [str(tag["/Alt"]) for kind, tag in papers.tags(paper) if kind == "/Figure"]

    assert figures(_lake()) == figures(_lake(links=PaperLinks.QR)) == ["100%", "50%"]


@pytest.mark.parametrize(
    ("address", "short"),
    [
        (COPY, "web.archive.org/web/20260120101112/lake.example/report"),
        (
            "https://web.archive.org/web/20200301000000id_/http://www.a.example/?u=https://b.example",
            "web.archive.org/web/20200301000000/a.example/?u=https://b.example",
        ),
        ("https://web.archive.org/web/20200301000000/www.example", None),
        ("https://perma.cc/ABCD-1234", "perma.cc/ABCD-1234"),
        ("http://www.a.example/b", "www.a.example/b"),
        ("ftp://a.example/b", "ftp://a.example/b"),
    ],
)
def test_an_address_is_shortened_to_what_one_must_type(address: str, short: str | None) -> None:
    assert (short or address.removeprefix("https://")) == short_address(address)


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        (
            f"url = {{{PAGE}}}, doi = {{10.1000/x}}, archiveurl = {{{COPY}}}, urlstatus = {{dead}}",
            COPY,
        ),
        (f"url = {{{PAGE}}}, doi = {{10.1000/x}}", "https://doi.org/10.1000/x"),
        (f"url = {{{PAGE} https://b.example/}}", PAGE),
        (f"url = {{{PAGE}}}, urlstatus = {{dead}}", ""),
        (f"url = {{{PAGE}}}, urlstatus = {{usurped}}", ""),
        ("title = {T}", ""),
    ],
)
def test_what_lasts_longest_is_led_to(fields: str, address: str) -> None:
    reference = references(f"@online{{a, {fields}}}").by_key()["a"]
    assert address == lasting_address(reference, EntryState())


@pytest.mark.parametrize(
    ("found", "address"),
    [(LinkClass.ALIVE, PAGE), (LinkClass.ROBOT_WALL, PAGE), (LinkClass.GONE, "")],
)
def test_nobody_is_led_to_a_page_that_is_gone(found: LinkClass, address: str) -> None:
    reference = references(f"@online{{a, url = {{{PAGE}}}}}").by_key()["a"]
    state = EntryState(addresses=(AddressState(address=PAGE, link_class=found),))
    assert address == lasting_address(reference, state)


ENTRY = f"::: {{#ref-a .csl-entry}}\nTitle. [a.example]({PAGE}). [here](#there)\n:::"


_Told: TypeAlias = tuple[str, dict[str, str]]


def _linked(text: str, how: PaperLinks) -> list[_Told]:
    known = references(f"@online{{a, url = {{{PAGE}}}}}").by_key()
    divs = print_links(blocks(text), known, {}, how, "Page")
    return [(plain(each), attributes(each)[2]) for each in divs]


def test_only_entries_are_given_codes_or_addresses() -> None:
    other = f"::: {{#x}}\n[a.example]({PAGE})\n:::"
    text = f"{ENTRY}\n\n{other}"
    told: _Told = ("Title. a.example. here", {})
    aside: _Told = ("a.example", {})
    assert [told, aside] == _linked(text, PaperLinks.NAMES)
    assert [("Title. a.example/x. here", {}), aside] == _linked(text, PaperLinks.ADDRESSES)
    assert [(told[0], {"code": PAGE}), aside] == _linked(text, PaperLinks.QR)


@pytest.mark.parametrize(
    ("entry", "printed"),
    [
        (f"[Title]({PAGE}) [R.]{{.record}} [U]{{.uses}}", "Title Page: a.example/x. R. U"),
        (f"[Title]({PAGE}) [U]{{.uses}}", "Title Page: a.example/x. U"),
        (f"[Title]({PAGE})", "Title Page: a.example/x."),
        (f"[Title]({PAGE}) <{PAGE}>", f"Title {PAGE}"),
        (f"[Title]({PAGE}) [R [n]({PAGE}/n)]{{.record}}", "Title Page: a.example/x. R n"),
        ("doi: [10.1/x](https://doi.org/10.1/x) [U]{.uses}", "doi: 10.1/x U"),
        ("[Title](https://doi.org/10.1/x)", "Title Page: doi.org/10.1/x."),
        ("[](https://b.example/y) [there](#there)", "there Page: b.example/y."),
    ],
)
def test_an_address_that_a_style_hides_is_printed_below(entry: str, printed: str) -> None:
    text = f"::: {{#ref-a .csl-entry}}\n{entry}\n:::"
    assert [(printed, {})] == _linked(text, PaperLinks.ADDRESSES)


def test_an_entry_without_a_lasting_address_or_longer_than_half_a_page_has_no_code() -> None:
    assert [("Title.", {})] == _linked("::: {#ref-b .csl-entry}\nTitle.\n:::", PaperLinks.QR)
    long = ENTRY.replace("Title", "word " * 400)
    assert [{}] == [pairs for _, pairs in _linked(long, PaperLinks.QR)]
    known = references("@online{a, title = {T}}").by_key()
    (entry,) = print_links(blocks(ENTRY), known, {}, PaperLinks.QR, "Page")
    assert {} == attributes(entry)[2]


def test_a_code_that_would_be_too_fine_is_not_drawn() -> None:
    (short, long, overlong) = (draw(f"{PAGE}/{'a' * number}") for number in (10, 600, 5000))
    assert short is not None
    assert (25, True) == (short.width, short.svg.startswith('<svg viewBox="0 0 25 25">'))
    assert (None, None) == (long, overlong)
    entry = f"::: {{#ref-a .csl-entry code='{PAGE}/{'a' * 600}'}}\nTitle.\n:::"
    assert "#entry[" == for_typst(blocks(entry))[0]["c"][1]


@pytest.mark.tools
@pytest.mark.parametrize(
    "address", ["https://a.example/?q=a&b=%D0%B0", "https://қазақ.example/дала"]
)
def test_a_code_says_what_it_was_drawn_from(address: str, tmp_path: Path) -> None:
    bibtex = f"@online{{a, title = {{T}}, url = {{{address}}}}}"
    what = article(
        "---\ntitle: T\n---\n\nText [@a].\n",
        sources=sources(bibtex),
        bibliography=references(bibtex),
        paper=PaperWishes(links=PaperLinks.QR),
    )
    assert [address] == papers.codes(_paper(what), tmp_path)


@pytest.mark.tools
@pytest.mark.parametrize(
    ("language", "title", "share"),
    [
        ("en-GB", "Sources and checks", "50%"),
        ("ru", "Источники и проверки", "50\u00a0%"),
        ("kk", "Дереккөздер мен тексерулер", "50\u00a0%"),
    ],
)
def test_the_section_on_checks_counts_claims_and_draws_coverage(
    language: str, title: str, share: str, tmp_path: Path
) -> None:
    content = _paper(in_language(language))
    with papers.opened(content) as paper:
        assert title in papers.bookmarks(paper)
        bars = [tag for kind, tag in papers.tags(paper) if kind == "/Figure"]
        assert share == str(bars[1]["/Alt"])
        assert {"/TD"} == {str(bar["/P"]["/S"]) for bar in bars}
    if language == "en-GB":
        text = " ".join("".join(papers.pages(content, tmp_path, "-layout")).split())
        for told in (
            "Supported by its sources 1",
            "Source named, not yet compared 5",
            "The source contradicts the claim 1",
            "Introduction 4 of 4",
            "The shore 2 of 4",
            "whether links lead to the pages (LNK ×2): links not gathered",
        ):
            assert told in text


def test_an_article_without_claims_has_no_section_on_them() -> None:
    with papers.opened(_paper(article("---\ntitle: T\n---\n\nText."))) as paper:
        assert ["About this edition"] == papers.bookmarks(paper)


ARTICLE = (
    "---\ntitle: Lakes\nlang: {language}\n---\n\n[Lakes are wet [@lake; @сор]]{{#wet .claim}}.\n"
)
BIB = b"\xef\xbb\xbf@book{lake, author = {Lake, Ann}, title = {Lakes}, date = {2001}}\r\n"
MORE = "@book{сор, author = {Сор, А.}, title = {Сор}, date = {2002}}\n".encode()


def _project(home: Path, standard: str, language: str = "en") -> Path:
    (home / "more").mkdir(parents=True)
    (home / "article.md").write_text(ARTICLE.format(language=language), encoding="utf-8")
    (home / "a.bib").write_bytes(BIB)
    (home / "more" / "b.bib").write_bytes(MORE)
    settings = (
        'article = ["article.md"]\nbibliography = ["a.bib", "more/*.bib"]\ntoday = "2026-11-23"\n'
        f'[pdf]\nstandard = "{standard}"\n'
    )
    (home / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    return home


def _built(project: Path) -> tuple[bytes, str]:
    done = app.build(start(project), app.Call(), ("pdf",), None)
    report = app.verify(start(project), app.Call(form="json"))
    return done.files[0].read_bytes(), report.text


def test_sources_and_report_lie_in_the_file_as_they_are(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", "a-3a")
    content, report = _built(project)
    with papers.opened(content) as paper:
        assert ("3", "A", "1") == papers.standards(paper)
        files = {
            name: (
                spec.get_file().read_bytes(),
                spec.get_file().mime_type,
                str(spec.relationship),
                spec.description,
            )
            for name, spec in paper.attachments.items()
        }
        days = {spec.get_file().mod_date for spec in paper.attachments.values()}
        named = [str(one["/UF"]) for one in paper.Root.AF]
    told = "Sources of the article, in BibLaTeX"
    assert files == {
        "a.bib": (BIB, "application/x-bibtex", "/Source", told),
        "b.bib": (MORE, "application/x-bibtex", "/Source", told),
        "report.json": (
            report.encode(),
            "application/json",
            "/Data",
            "Report of the checks, as data in JSON",
        ),
    }
    assert sorted(files) == sorted(named)
    assert {datetime(2026, 11, 23, tzinfo=UTC)} == days
    assert date(2026, 11, 23).isoformat() == json.loads(files["report.json"][0])["today"]


def test_sources_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", "a-3a")
    (project / "more" / "b.bib").rename(project / "more" / "a.bib")
    with papers.opened(_built(project)[0]) as paper:
        assert {"a.bib", "more-a.bib", "report.json"} == set(paper.attachments)


def test_the_usual_standard_admits_no_files(tmp_path: Path) -> None:
    with papers.opened(_built(_project(tmp_path / "p", "a-2a"))[0]) as paper:
        assert (("2", "A", "1"), []) == (papers.standards(paper), list(paper.attachments))
        assert "/AF" not in paper.Root


@pytest.mark.tools
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Attached to this file: • a.bib: Sources of the article, in BibLaTeX"),
        ("ru", "К этому файлу приложены: • a.bib: Источники статьи в формате BibLaTeX"),
        ("kk", "Осы файлға тіркелген: • a.bib: Мақаланың дереккөздері, BibLaTeX пішімінде"),
    ],
)
def test_the_colophon_names_the_files_inside(language: str, told: str, tmp_path: Path) -> None:
    content, _ = _built(_project(tmp_path / "p", "a-3a", language))
    assert told in " ".join("".join(papers.pages(content, tmp_path)).split())


def test_with_all_that_can_be_chosen_the_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", "a-3a")
    settings = project / "kzru-cite.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'links = "qr"\n', encoding="utf-8")
    assert 1 == len({sha256(_built(project)[0]).hexdigest() for _ in range(2)})
