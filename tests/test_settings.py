"""Settings are read key by key, and each wrong one is named with its place."""

from __future__ import annotations

from datetime import date

import pytest

from kzru_cite.errors import SettingsError
from kzru_cite.model.engine import Engine
from kzru_cite.model.outcome import Severity
from kzru_cite.model.paper import PaperLinks, PaperStandard, PaperWishes
from kzru_cite.model.place import SourceText
from kzru_cite.model.policy import Policy
from kzru_cite.settings import SERVICES, Gather, Settings, read_settings

ALL = """article = ["a/*.md", "b.md"]
bibliography = ["one.bib"]
looks = "seen.jsonl"
output = "out"
today = 2026-11-23
csl = "style.csl"

[gate]
fail-on = "warning"
max-unable = 0
coverage = 0.5
stale-after = "52w"
dead-looks = 5
dead-after = "2d"
live-fresh = "1d"
archive-fresh = "3w"
capture-before = "10d"

[gather]
contact = "a@example.org"
project = "https://example.org"
vantage = "Almaty"
timeout = "500ms"
concurrency = 8
per-host = 1
interval = "2.5s"
longest-wait = "3m"
allow-private = ["127.0.0.0/8", "::1"]
authorities = ["ca.pem"]
budget = "/var/budget"
capture = true
save-wait = "1m"
engine = "curl"

[services]
wayback = "http://127.0.0.1:8000"
doi = ""

[review]
need-decision = ["quoted", "figures"]
eyes = 2
stale-after = "26w"
by = " AB "

[pdf]
standard = "a-3a"
links = "qr"

[rules]
select = ["SYN", "DAT001"]
ignore = ["ALL"]

[rules.severity]
DAT001 = "note"
SYN002 = "error"

[[allow]]
code = "LNK105"
reason = "the host has only such pages"
until = 2027-01-31
host = "example.org"

[[allow]]
code = "SYN013"
reason = "the page prints no date"
until = "2027-02-28"
key = "rao2019"
"""


def _file(text: str, path: str = "kzru-cite.toml") -> SourceText:
    return SourceText(path=path, text=text)


def _within(text: str) -> str:
    """Turn the text of a file of its own into a part of a pyproject."""
    lines = ["[tool.ruff.lint]", 'select = ["x"]', "", "[tool.kzru-cite]"]
    for line in text.splitlines():
        name = line.strip("[]")
        changed = line.replace(name, f"tool.kzru-cite.{name}") if line.startswith("[") else line
        lines.append(changed)
    return "\n".join(lines)


@pytest.mark.parametrize(
    "source", [_file(ALL), _file(_within(ALL), "pyproject.toml")], ids=["own", "pyproject"]
)
def test_every_key_is_read(source: SourceText) -> None:
    settings = read_settings(source)
    assert settings is not None
    assert (("a/*.md", "b.md"), ("one.bib",)) == (settings.article, settings.bibliography)
    assert ("out", date(2026, 11, 23), "style.csl") == (
        settings.output,
        settings.today,
        settings.csl,
    )
    assert settings.looks == "seen.jsonl"
    assert settings.reviewer == "AB"
    assert settings.paper == PaperWishes(standard=PaperStandard.A3A, links=PaperLinks.QR)
    assert settings.services == {**SERVICES, "wayback": "http://127.0.0.1:8000", "doi": ""}
    assert settings.gather == Gather(
        contact="a@example.org",
        project="https://example.org",
        vantage="Almaty",
        timeout=0.5,
        concurrency=8,
        per_host=1,
        interval=2.5,
        longest_wait=180.0,
        allow_private=("127.0.0.0/8", "::1"),
        authorities=("ca.pem",),
        budget="/var/budget",
        capture=True,
        save_wait=60.0,
        engine=Engine.CURL,
    )
    assert settings.policy == Policy(
        fail_on=Severity.WARNING,
        max_unable=0.0,
        coverage=0.5,
        select=("SYN", "DAT001"),
        ignore=("ALL",),
        severity={"DAT001": Severity.NOTE, "SYN002": Severity.ERROR},
        dead_looks=5,
        dead_days=2,
        live_fresh=1,
        archive_fresh=21,
        capture_before=10,
        stale_after=364,
        need_decision=("quoted", "figures"),
        eyes=2,
        decision_age=182,
    )
    assert [
        (one.code, one.reason, str(one.until), one.key, one.host, one.fault)
        for one in settings.allow
    ] == [
        ("LNK105", "the host has only such pages", "2027-01-31", "", "example.org", ""),
        ("SYN013", "the page prints no date", "2027-02-28", "rao2019", "", ""),
    ]
    lines = [source.line(one.place.line) for one in settings.allow]
    assert all("allow]]" in line for line in lines)
    assert settings.allow[0].place.line + 6 == settings.allow[1].place.line


@pytest.mark.parametrize(
    "source", [_file(""), _file("[tool.kzru-cite]\n", "sub/pyproject.toml"), _file("today = ''\n")]
)
def test_what_is_not_set_has_a_default(source: SourceText) -> None:
    assert Settings() == read_settings(source)


@pytest.mark.parametrize("text", ["", "tool = 5\n", "[tool.ruff]\n", "[tool]\n"])
def test_a_pyproject_without_the_table_has_no_settings(text: str) -> None:
    assert read_settings(_file(text, "pyproject.toml")) is None


WRONG = {
    "article = 5\n": "1:1: 'article' must be a list, not 5",
    "\narticle = [5]\n": "2:1: 'article' must be a list of strings, not [5]",
    "bibliography = 'x'\n": "1:1: 'bibliography' must be a list, not 'x'",
    "output = []\n": "1:1: 'output' must be a string, not []",
    "csl = true\n": "1:1: 'csl' must be a string, not True",
    "\ntheme = 1\n": "2:1: 'theme' must be a string, not 1",
    "pdf = 5\n": "1:1: 'pdf' must be a table, not 5",
    "[pdf]\nstandard = 'a-4'\n": "2:1: 'standard' must be a-2a or a-3a, not 'a-4'",
    "[pdf]\nlinks = true\n": "2:1: 'links' must be a string, not True",
    "[pdf]\nlinks = 'short'\n": "2:1: 'links' must be names or addresses or qr, not 'short'",
    "today = 5\n": "1:1: 'today' must be a day as YYYY-MM-DD, not 5",
    "today = 'soon'\n": "1:1: 'today' must be a day as YYYY-MM-DD, not 'soon'",
    "today = 2026-11-23T10:00:00\n": (
        "1:1: 'today' must be a day as YYYY-MM-DD, not datetime.datetime(2026, 11, 23, 10, 0)"
    ),
    "gate = 5\n": "1:1: 'gate' must be a table, not 5",
    "rules = []\n": "1:1: 'rules' must be a table, not []",
    "[rules]\nseverity = 5\n": "2:1: 'severity' must be a table, not 5",
    "[gate]\nfail-on = 'bad'\n": "2:1: 'fail-on' must be error, warning or note, not 'bad'",
    "[gate]\nfail-on = 3\n": "2:1: 'fail-on' must be error, warning or note, not 3",
    "[gate]\n  max-unable = 2\n": "2:3: 'max-unable' must be a share from 0 to 1, not 2",
    "[gate]\nmax-unable = -0.1\n": "2:1: 'max-unable' must be a share from 0 to 1, not -0.1",
    "[gate]\ncoverage = true\n": "2:1: 'coverage' must be a share from 0 to 1, not True",
    "[gate]\ncoverage = nan\n": "2:1: 'coverage' must be a share from 0 to 1, not nan",
    "[gate]\ncoverage = '1'\n": "2:1: 'coverage' must be a share from 0 to 1, not '1'",
    "[rules]\nselect = 'SYN'\n": "2:1: 'select' must be a list, not 'SYN'",
    "[rules]\nignore = ['SYN', 'syn']\n": (
        "2:1: 'ignore' holds 'syn', which is no code, family or ALL"
    ),
    "# DAT001 = x\n[rules.severity]\nDAT001 = 'bad'\n": (
        "3:1: 'DAT001' must be error, warning or note, not 'bad'"
    ),
    "rules.severity.DAT001 = 'bad'\n": ("1:16: 'DAT001' must be error, warning or note, not 'bad'"),
    "[rules]\nseverity = {SYN001 = 'note', DAT001 = 'bad'}\n": (
        "2:30: 'DAT001' must be error, warning or note, not 'bad'"
    ),
    "gate = {coverage = 5}\n": "1:9: 'coverage' must be a share from 0 to 1, not 5",
    '[gate]\n"coverage" = 5\n': "2:2: 'coverage' must be a share from 0 to 1, not 5",
    "looks = 5\n": "1:1: 'looks' must be a string, not 5",
    "gather = 5\n": "1:1: 'gather' must be a table, not 5",
    "services = 5\n": "1:1: 'services' must be a table, not 5",
    "[services]\ndoi = false\n": "2:1: 'doi' must be a string, not False",
    "[gate]\ndead-looks = 0\n": "2:1: 'dead-looks' must be a whole number from 1, not 0",
    "[gate]\ndead-looks = true\n": "2:1: 'dead-looks' must be a whole number from 1, not True",
    "[gather]\nper-host = 1.5\n": "2:1: 'per-host' must be a whole number from 1, not 1.5",
    "review = 5\n": "1:1: 'review' must be a table, not 5",
    "[review]\nby = 5\n": "2:1: 'by' must be a string, not 5",
    "[review]\neyes = 0\n": "2:1: 'eyes' must be a whole number from 1, not 0",
    "[review]\nneed-decision = 'all'\n": "2:1: 'need-decision' must be a list, not 'all'",
    "[review]\nneed-decision = ['all', 'some']\n": (
        "2:1: 'need-decision' holds 'some', which is no class of claims"
    ),
    "[review]\nstale-after = 5\n": (
        '2:1: \'stale-after\' must be a number of days such as "180d" or "4w", not 5'
    ),
    "[gate]\ndead-after = '5s'\n": (
        "2:1: 'dead-after' must be a number of days such as \"180d\" or \"4w\", not '5s'"
    ),
    "[gate]\nlive-fresh = 7\n": (
        '2:1: \'live-fresh\' must be a number of days such as "180d" or "4w", not 7'
    ),
    "[gather]\ntimeout = 'soon'\n": (
        '2:1: \'timeout\' must be a time such as "20s", "500ms" or "2m", not \'soon\''
    ),
    "[gather]\nallow-private = ['::1', '10.0.0.1/8']\n": (
        "2:1: 'allow-private' holds '10.0.0.1/8', which is no network"
    ),
    "[gather]\nauthorities = 'x'\n": "2:1: 'authorities' must be a list, not 'x'",
    "[gather]\nengine = 'wget'\n": "2:1: 'engine' must be requests or curl, not 'wget'",
    "allow = 5\n": "1:1: 'allow' must be a list, not 5",
    "allow = ['x']\n": "1:1: 'allow' must be written as [[tool.kzru-cite.allow]] tables",
    "[[allow]]\n": "1:3: 'allow' lacks code, reason, until",
    "[[allow]]\ncode = 'X'\nreason = ' '\nuntil = 2027-01-01\n": "1:3: 'allow' lacks reason",
    "[[allow]]\ncode = 'X'\nreason = 'y'\nuntil = 2027-01-01\n": (
        "1:3: 'allow' names no key and no host"
    ),
    "[[allow]]\ncode = 5\n": "2:1: 'code' must be a string, not 5",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_value_is_named_with_its_place(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(text))
    assert f"kzru-cite.toml:{WRONG[text]}" == str(caught.value)


@pytest.mark.parametrize(
    ("table", "key"),
    [("[tool.kzru-cite.rules]", "select = 5"), ("[tool.kzru-cite]", "rules.select = 5")],
)
def test_a_key_is_not_mistaken_for_that_of_another_tool(table: str, key: str) -> None:
    text = f'[tool.ruff]\nselect = ["x"]\n\n{table}\n{key}\n\n[tool.x]\nselect = 5\n'
    with pytest.raises(SettingsError, match=r"^pyproject\.toml:5:\d+: 'select' must be a list"):
        read_settings(_file(text, "pyproject.toml"))


def test_the_table_itself_must_be_one() -> None:
    with pytest.raises(SettingsError, match=r"^pyproject\.toml:2:1: 'kzru-cite' must be a table"):
        read_settings(_file("[tool]\nkzru-cite = 5\n", "pyproject.toml"))


def test_the_second_of_two_tables_is_named() -> None:
    wrong = ALL.replace('reason = "the page', 'reazon = "the page')
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(wrong))
    line = 1 + wrong[: wrong.index("reazon")].count("\n")
    assert f"kzru-cite.toml:{line}:1: 'reazon' is no known setting" == str(caught.value)
    assert caught.value.hint == "did you mean 'allow.reason'?"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("articel = []\n", "1:1: 'articel' is no known setting", "did you mean 'article'?"),
        (
            "[gate]\nfail_on = 'x'\n",
            "2:1: 'fail_on' is no known setting",
            "did you mean 'gate.fail-on'?",
        ),
        (
            "[gather]\ntime-out = '5s'\n",
            "2:1: 'time-out' is no known setting",
            "did you mean 'gather.timeout'?",
        ),
        (
            "[services]\ncrosref = ''\n",
            "2:1: 'crosref' is no known setting",
            "did you mean 'services.crossref'?",
        ),
        (
            "[pdf]\nstandart = 'a-3a'\n",
            "2:1: 'standart' is no known setting",
            "did you mean 'pdf.standard'?",
        ),
        ("[rulez]\n", "1:2: 'rulez' is no known setting", "did you mean 'rules'?"),
        ("[rules]\nxyz = 5\n", "2:1: 'xyz' is no known setting", "known: select, ignore, severity"),
        (
            "rules = {a = 1}\n",
            "1:10: 'a' is no known setting",
            "known: select, ignore, severity",
        ),
        ("'a b' = 1\n", "1:2: 'a b' is no known setting", None),
        ('"a\\u0062x" = 1\n', "1:1: 'abx' is no known setting", None),
    ],
)
def test_an_unknown_key_gets_the_nearest_known_one(
    text: str, message: str, hint: str | None
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(text))
    assert f"kzru-cite.toml:{message}" == str(caught.value)
    assert hint in (None, caught.value.hint)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = \n", "1:5"),
        ("a = 1\nb = [1\n", "3:1"),
        ("a = 1\na = 2\n", "2:6"),
        ("a = '", "1:6"),
        ("[a\n", "1:3"),
    ],
)
@pytest.mark.parametrize("path", ["kzru-cite.toml", "pyproject.toml"])
def test_what_is_no_toml_is_named_with_its_place(text: str, place: str, path: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(text, path))
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert "at line" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (".".join(["a"] * 50_000) + " = 1\n", "1:1"),
        ("x = 1\n[" + ".".join(["gate"] * 50_000) + "]\n", "2:2"),
        ("a." * 50_000, "1:1"),
        ("x = {" + " . ".join(["a", '"b"', "'c'"] * 20_000) + " = 1}\n", "1:6"),
    ],
    ids=["key", "table", "unfinished", "in braces"],
)
@pytest.mark.parametrize("path", ["kzru-cite.toml", "pyproject.toml"])
def test_a_key_of_thousands_of_parts_is_refused_before_it_is_read(
    text: str, place: str, path: str
) -> None:
    """TOML's reader takes the square of their number: half a minute for these."""
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(text, path))
    words = "a key of hundreds of parts is no setting"
    assert f"{path}:{place}: {words}" == str(caught.value)


def test_words_of_another_tool_may_have_many_points() -> None:
    text = f'[tool.other]\nwords = "{"." * 100_000} {"a. " * 30_000} {"a" * 100_000}"\n'
    assert read_settings(_file(text, "pyproject.toml")) is None


def test_a_value_too_deep_to_be_quoted_is_refused() -> None:
    deep = ".".join(["a"] * 450)
    with pytest.raises(SettingsError, match=r"^kzru-cite.toml: a setting is nested too deeply$"):
        read_settings(
            _file(f"[gate.{deep}]\n{deep} = {{{deep} = 1}}\n".replace("gate", "gate.coverage"))
        )


def test_a_theme_is_named_with_its_place() -> None:
    settings = read_settings(_file("[tool.kzru-cite]\n\ntheme = 'a.toml'\n", "pyproject.toml"))
    assert settings is not None
    assert settings.theme_place is not None
    assert ("a.toml", 3, 1) == (
        settings.theme,
        settings.theme_place.line,
        settings.theme_place.column,
    )


def test_further_archives_are_read_by_their_names() -> None:
    settings = read_settings(_file('[archives]\narquivo = "https://arquivo.pt/wayback/"\n'))
    assert settings is not None
    assert {"arquivo": "https://arquivo.pt/wayback"} == settings.archives


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ('wayback = "https://a.org"', "2:1", "is no name for an archive"),
        ('"My own" = "https://a.org"', "2:2", "is no name for an archive"),
        ('own = "a.org"', "2:1", "must be the address of an archive, not 'a.org'"),
        ("own = 3", "2:1", "must be a string, not 3"),
        ('today = "https://archive.ph"', "2:1", "is an archive that is distrusted"),
    ],
)
def test_an_archive_that_cannot_be_asked_is_refused(line: str, place: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(f"[archives]\n{line}\n"))
    assert str(caught.value).startswith(f"kzru-cite.toml:{place}: ")
    assert words in str(caught.value)
