"""Styles, themes and pictures of others, and their words in an editor and at the desk."""

from __future__ import annotations

import json
import socket
import zipfile
from pathlib import Path

import pytest

from hostile.documents import LAUGHS
from hostile.terminals import OBEYED
from hostile.test_written_words import call
from kzru_cite.edition.own_style import check_style
from kzru_cite.errors import SettingsError, UsageError
from kzru_cite.model.place import SourceText
from kzru_cite.themes import read_theme

SECRET = "OUT-OF-BOUNDS"  # noqa: S105 - none at all
LEFT = "/* left */"
# Each is put where a theme or the settings have a value.
VALUES = (
    *("#fff;}</style><script>alert(1)</script>", "#fff} body{background:url(file:///etc/passwd)}"),
    *('";}@import url(http://127.0.0.1:9/x);/*', "url(http://127.0.0.1:9/x)", "var(--x)", "#ffff"),
    *("expression(alert(1))", "</style>", "\\3c/style", "42rem;x:y", "1e9rem", "#fff\n", "42rem\n"),
    *('"; #panic("x")', '#read("/etc/passwd")', "a4\n", 'Libertinus Serif", sys.inputs', "\x00"),
)
PLACES = (
    *("colours.link", "dark.paper", "fonts.text", "fonts.paper", "measure.line", "measure.size"),
    *("measure.leading", "paper.page", "paper.size", "paper.margin"),
)


def settle(project: Path, *lines: str) -> None:
    text = "\n".join(('today = "2026-11-23"', *lines, ""))
    (project / "kzru-cite.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("place", PLACES)
def test_no_value_of_a_theme_is_code(place: str) -> None:
    """Whatever is no colour, length, name or number is refused, and the place is named."""
    table, key = place.split(".")
    for value in VALUES:
        if place == "fonts.text" and value == "1e9rem":
            # Odd for a font, and of letters and digits alone.
            continue
        given = json.dumps([value] if place == "fonts.text" else value)
        text = f"[{table}]\n{key} = {given}\n"
        with pytest.raises(SettingsError, match=r"^house.toml:2:"):
            read_theme(SourceText(path="house.toml", text=text))


# Styles.

STYLE = """\
<?xml version="1.0" encoding="utf-8"?>
{before}<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Own</title><id>http://own.example/x</id>{info}
<updated>2020-01-01T00:00:00+00:00</updated></info>
{body}
</style>
"""
PLAIN = """\
<citation><layout><text variable="title"{quirk}/></layout></citation>
<bibliography><layout><text variable="title"/><text value="{value}"/></layout></bibliography>
"""


def style(value: str = "", before: str = "", info: str = "", quirk: str = "") -> str:
    return STYLE.format(before=before, info=info, body=PLAIN.format(value=value, quirk=quirk))


STYLES = {
    "outer entity": style("&x;", '<!DOCTYPE s [<!ENTITY x SYSTEM "file://{secret}">]>\n'),
    "outer entity of the web": style("&x;", '<!DOCTYPE s [<!ENTITY x SYSTEM "{web}/e">]>\n'),
    "parameter entity": style("x", '<!DOCTYPE s [<!ENTITY % x SYSTEM "{web}/p"> %x;]>\n'),
    "outer document type": style("x", '<!DOCTYPE s SYSTEM "{web}/dtd">\n'),
    "laughs": style("&a11;", f"<!DOCTYPE s [{LAUGHS}]>\n"),
    "parent of the web": style("x", info='<link rel="independent-parent" href="{web}/s"/>'),
    "parent in a file": style("x", info='<link rel="independent-parent" href="{secret}"/>'),
    "parent alone": STYLE.format(
        before="", info='<link rel="independent-parent" href="{web}/s"/>', body=""
    ),
    "parent alone in a file": STYLE.format(
        before="", info='<link rel="independent-parent" href="file://{secret}"/>', body=""
    ),
    "style sheet": style("x", '<?xml-stylesheet href="{web}/xsl" type="text/xsl"?>\n'),
    "markup": style("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src={web}/i&gt;"),
    "quirks": style("x", quirk=' prefix="&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;"'),
    "deep": STYLE.format(before="", info="", body="<group>" * 20_000 + "</group>" * 20_000),
    "macros in a circle": STYLE.format(
        before="",
        info="",
        body='<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>'
        '<citation><layout><text macro="a"/></layout></citation>',
    ),
}


@pytest.mark.parametrize("name", STYLES)
def test_no_citation_style_reads_asks_or_runs(project: Path, name: str) -> None:
    secret = project.parent / f"secret-{project.name}.csl"
    secret.write_text(style(SECRET), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        web = f"http://127.0.0.1:{server.getsockname()[1]}"
        text = STYLES[name].replace("{web}", web).replace("{secret}", str(secret))
        (project / "own.csl").write_text(text, encoding="utf-8")
        settle(project, 'csl = "own.csl"')
        done = call(project, "build", "html")
        with pytest.raises(BlockingIOError):
            server.accept()
    secret.unlink()
    assert done.returncode in (0, 2)
    assert not OBEYED.search(done.stderr.decode())
    assert len(done.stderr) < 10_000
    if done.returncode == 0:
        page = next((project / "output").glob("*.html")).read_text(encoding="utf-8")
        assert SECRET not in page
        assert "<script>" not in page
        assert f"<img src={web}" not in page
    else:
        assert b"the citation style" in done.stderr or b"CiteprocParseError" in done.stderr


# Pictures.

SVG = """\
<?xml version="1.0"?>
{before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="40" height="40" viewBox="0 0 40 40">
<rect width="20" height="20"/>{inside}
</svg>
"""
CODE = ("script", "script of the web", "script in a prefix", "handler", "foreign", "link")
SVGS = {
    "handler": SVG.format(before="", inside="<g onload='alert(\"handler\")'/>"),
    "script in a prefix": SVG.format(
        before="",
        inside='<s:script xmlns:s="http://www.w3.org/2000/svg">alert("prefix")</s:script>',
    ),
    "script": SVG.format(before="", inside="<script>alert('script')</script>"),
    "script of the web": SVG.format(before="", inside='<script xlink:href="{web}/s"/>'),
    "foreign": SVG.format(
        before="",
        inside='<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml">'
        '<iframe src="{web}/f"/><script>alert("foreign")</script></body></foreignObject>',
    ),
    "image of the web": SVG.format(
        before="", inside='<image xlink:href="{web}/i.png" width="9" height="9"/>'
    ),
    "image of a file": SVG.format(
        before="", inside='<image xlink:href="{secret}" width="9" height="9"/>'
    ),
    "used from a file": SVG.format(before="", inside='<use xlink:href="file://{secret}#x"/>'),
    "sheet": SVG.format(
        before='<?xml-stylesheet href="{web}/c.css"?>', inside="<style>@import '{web}/c'</style>"
    ),
    "entity": SVG.format(
        before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{secret}">]>', inside="<text>&x;</text>"
    ),
    "laughs": SVG.format(before=f"<!DOCTYPE svg [{LAUGHS}]>", inside="<text>&a11;</text>"),
    "link": SVG.format(
        before="",
        inside='<a xlink:href="java&#10;script:alert(1)"><rect width="9" height="9"/></a>',
    ),
}


@pytest.mark.parametrize("name", SVGS)
def test_no_picture_reads_asks_or_runs(project: Path, name: str) -> None:
    """A picture stands in a page as an image, where browsers run and load nothing of it."""
    secret = project.parent / f"secret-{project.name}.svg"
    secret.write_text(SVG.format(before="", inside=f"<text>{SECRET}</text>"), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        web = f"http://127.0.0.1:{server.getsockname()[1]}"
        text = SVGS[name].replace("{web}", web).replace("{secret}", str(secret))
        (project / "article" / "p.svg").write_text(text, encoding="utf-8")
        (project / "p.svg").write_text(text, encoding="utf-8")
        words = "# Heat\n\nSteam [@old].\n\n![A picture](p.svg)\n"
        (project / "article" / "a.md").write_text(words, encoding="utf-8")
        done = call(project, "build", "html", "epub", "pdf")
        with pytest.raises(BlockingIOError):
            server.accept()
    # The paper refuses pictures that ask for others, and some that are no good XML.
    assert done.returncode in ((2,) if name in CODE else (0, 3))
    assert (name in CODE) == (b"p.svg' holds code" in done.stderr)
    assert SECRET not in done.stderr.decode()
    assert not OBEYED.search(done.stderr.decode())
    for path in (project / "output").glob("*"):
        data = _all_of(path)
        assert SECRET.encode() not in data
        assert b"alert(" not in data


def _all_of(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_style_beyond_all_measure_is_refused() -> None:
    for text, why in (
        (f"<style>{' ' * 5_000_000}</style>", "letters"),
        ("<style><a></style>", "is no XML"),
        (f"<style>{'<group>' * 300}", "within each other"),
    ):
        with pytest.raises(UsageError, match=why):
            check_style(text)
