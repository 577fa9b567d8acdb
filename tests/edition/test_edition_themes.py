"""A theme is read with exact places of what is wrong, and dresses all editions alike."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from edition_samples import SAMPLE, material
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzru_cite.edition import build
from kzru_cite.edition.dress import book_sheet, dress_page, page_sheet, paper_theme
from kzru_cite.errors import SettingsError
from kzru_cite.model.place import SourceText
from kzru_cite.model.theme import DARK, LIGHT, Theme, contrast, faint
from kzru_cite.pandoc import Pandoc
from kzru_cite.themes import read_theme
from test_cli import call
from test_cli import project as project  # noqa: PLC0414  a fixture is found by its name

HOUSE = """\
[colours]
link = "#063"
text = "#102030"

[dark]
paper = "#000000"

[fonts]
text = ["Noto Serif", "serif"]
headings = ["PT Sans", "sans-serif"]
code = ["Fira Code", "monospace"]
paper = "New Computer Modern"

[measure]
line = "38rem"
size = "112.5%"
leading = 1.5

[paper]
page = "a5"
size = "9.5pt"
margin = "18mm"
"""


def _read(text: str) -> Theme:
    return read_theme(SourceText(path="house.toml", text=text))


def test_a_theme_is_read() -> None:
    assert _read(HOUSE) == Theme(
        light={"link": "#006633", "text": "#102030"},
        dark={"paper": "#000000"},
        fonts={
            "text": ("Noto Serif", "serif"),
            "headings": ("PT Sans", "sans-serif"),
            "code": ("Fira Code", "monospace"),
        },
        measure="38rem",
        size="112.5%",
        leading=1.5,
        page="a5",
        paper_font="New Computer Modern",
        paper_size="9.5pt",
        margin="18mm",
    )
    assert Theme() == _read("")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("a = [", "house.toml:1:6: ", "mend the TOML"),
        ("[colour]", "house.toml:1:2: 'colour' is nothing that a theme sets", "'colours'?"),
        ('[dark]\nlnk = "#000"', "house.toml:2:1: 'dark.lnk' is nothing", "did you mean 'link'?"),
        ("[paper]\nzzzzzz = 1", "2:1: 'paper.zzzzzz' is nothing", "known: page, size, margin"),
        ("colours = 3", "house.toml:1:1: 'colours' must be a table, not 3", ""),
        ('[colours]\n\n link = "blue"', "3:2: 'colours.link' must be a colour such as", ""),
        ('[colours]\nlink = "#12345"', "2:1: 'colours.link' must be a colour", ""),
        ("[colours]\nlink = 12", "2:1: 'colours.link' must be a colour", ""),
        ('[fonts]\ntext = "Noto"', "2:1: 'fonts.text' must be a list of names of fonts", ""),
        ("[fonts]\ntext = []", "2:1: 'fonts.text' must be a list", ""),
        ("[fonts]\ntext = ['a\";x']", "2:1: 'fonts.text' must be a list", ""),
        ('[fonts]\npaper = "Comic"', "2:1: 'fonts.paper' must be one of Libertinus Serif,", ""),
        ('[measure]\nline = "4;rem"', "2:1: 'measure.line' must be a length such as", ""),
        ("[measure]\nline = 4", "2:1: 'measure.line' must be a length such as", ""),
        ("[measure]\nleading = true", "2:1: 'measure.leading' must be a number", ""),
        ("[measure]\nleading = 9", "2:1: 'measure.leading' must be a number", ""),
        ('[paper]\npage = "a0"', "2:1: 'paper.page' must be one of a4, a5", ""),
        ('[paper]\nsize = "10"', "2:1: 'paper.size' must be a length such as", ""),
        (
            '[colours]\nlink = "#8899aa"',
            "'link' on 'paper' with a contrast of 2.87, where WCAG 2.2 AA wants 4.5",
            "make one of the two darker or lighter",
        ),
        ('[dark]\npaper = "#777777"', "2:1: 'dark.paper' leaves 'text' on 'paper'", ""),
        ('[colours]\nfocus = "#eeeeee"', "'focus' on 'paper' with a contrast of 1.14", ""),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, message: str, hint: str) -> None:
    with pytest.raises(SettingsError) as error:
        _read(text)
    assert message in str(error.value)
    assert hint in error.value.hint


def test_what_is_light_on_dark_of_the_screen_is_faint_on_white_paper() -> None:
    night = "[colours]\n" + "\n".join(f'{name} = "{colour}"' for name, colour in DARK.items())
    with pytest.raises(SettingsError, match="'text' on 'white' with a contrast of 1"):
        _read(night)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert ratio == pytest.approx(contrast(one, other), abs=0.005)


COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS, COLOURS)
def test_contrast_has_no_direction_and_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.000001


def test_the_colours_of_the_program_are_those_of_its_style_sheet(root: Path) -> None:
    sheet = root / "src" / "kzru_cite" / "edition" / "templates" / "page.css"
    blocks = re.findall(r":root \{(.*?)\}", sheet.read_text(encoding="utf-8"), re.DOTALL)
    for own, block in zip((LIGHT, DARK), blocks, strict=False):
        assert own.items() <= dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block)).items()
    assert [] == list(faint(Theme(light=LIGHT, dark=DARK)))


def test_the_page_is_dressed_at_the_end_of_its_sheet() -> None:
    assert b"<style>a</style>" == dress_page(b"<style>a</style>", None)
    assert b"<style>a</style>" == dress_page(b"<style>a</style>", Theme())
    dressed = dress_page(b"<style>a</style><p></style>", Theme(measure="40rem"))
    assert b"<style>a:root { --measure: 40rem; }\n</style><p></style>" == dressed


def test_the_sheets_hold_what_is_set() -> None:
    assert page_sheet(_read(HOUSE)).splitlines() == [
        "@media screen { :root { --text: #102030; --link: #006633; } }",
        "@media screen and (prefers-color-scheme: dark) { :root { --paper: #000000; } }",
        (
            ':root { --measure: 38rem; --leading: 1.5; --font-text: "Noto Serif", serif; '
            '--font-code: "Fira Code", monospace; }'
        ),
        "@media screen { html { font-size: 112.5%; } }",
        'h1, h2, h3, h4, h5, h6 { font-family: "PT Sans", sans-serif; }',
    ]
    assert book_sheet(_read(HOUSE)).decode().splitlines() == [
        'body { font-family: "Noto Serif", serif; }',
        "html { line-height: 1.5; }",
        'h1, h2, h3, h4, h5, h6 { font-family: "PT Sans", sans-serif; }',
        'code, pre { font-family: "Fira Code", monospace; }',
        "@media (prefers-color-scheme: light) { a { color: #006633; } }",
    ]
    assert (b"", b"", {}) == (book_sheet(None), book_sheet(Theme()), paper_theme(None))


def test_all_editions_are_dressed_alike(pandoc: Pandoc) -> None:
    what = replace(material(), theme=_read(HOUSE))
    page, book, paper = build(what, ("html", "epub", "pdf"), pandoc, SAMPLE)
    assert b"--link: #006633" in page.content
    with ZipFile(BytesIO(book.content)) as opened:
        assert b"a { color: #006633; }" in opened.read("EPUB/styles/stylesheet1.css")
    with pikepdf.open(BytesIO(paper.content)) as opened_paper:
        box = [float(side) for side in opened_paper.pages[0].mediabox]
        fonts = opened_paper.pages[0].resources["/Font"]
        names = {str(font["/BaseFont"]) for font in fonts.as_dict().values()}
    assert [0, 0, 419.53, 595.28] == pytest.approx(box, abs=0.01)
    assert any("NewComputerModern" in name.replace("NewCM", "NewComputerModern") for name in names)


def test_a_project_names_its_theme(project: Path) -> None:
    settings = 'today = "2026-11-23"\n\ntheme = "house.toml"\n'
    (project / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    answer = call("build", "html", folder=project)
    assert 2 == answer.code
    assert "kzru-cite.toml:3:1: the theme 'house.toml' is no file of the project" in answer.err
    assert 0 == call("verify", "--offline", folder=project).code

    (project / "house.toml").write_text(HOUSE, encoding="utf-8")
    assert 0 == call("build", "html", folder=project).code
    page = (project / "output" / "article.html").read_text(encoding="utf-8")
    assert "--measure: 38rem" in page
    assert "<code>house.toml</code>" in page
    assert 0 == call("build", "--check", folder=project).code
    (project / "house.toml").write_text("", encoding="utf-8")
    checked = call("build", "--check", folder=project)
    assert "input changed: house.toml\n" == checked.out
    (project / "house.toml").unlink()
    assert "input gone: house.toml\n" == call("build", "--check", folder=project).out


def test_a_theme_outside_the_project_is_refused(project: Path) -> None:
    (project.parent / "house.toml").write_text("", encoding="utf-8")
    (project / "kzru-cite.toml").write_text('theme = "../house.toml"\n', encoding="utf-8")
    answer = call("build", "html", folder=project)
    assert (2, True) == (answer.code, "kzru-cite.toml:1:1: the theme" in answer.err)
