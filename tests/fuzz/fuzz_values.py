"""Fuzz the small languages of the model: checks, dates, addresses, quotations, figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from ipaddress import AddressValueError, IPv6Address, ip_address
from urllib.parse import urlsplit

from fuzzing import Target, blocks, parts_of, text_of

from kzru_cite.convert import csl_dates, free_dates
from kzru_cite.errors import SettingsError
from kzru_cite.gather.addresses import NotAskable, askable, host_of, redirected
from kzru_cite.gather.guard import Guard
from kzru_cite.model.address import Address, fold, fold_percent, read_address, same_page
from kzru_cite.model.arithmetic import CheckError, evaluate
from kzru_cite.model.dates import Period, read_date
from kzru_cite.model.figures import compare, figures
from kzru_cite.model.pieces import is_too_short
from kzru_cite.model.place import SourceText
from kzru_cite.model.quotation import Extract, Quotation
from kzru_cite.model.searching import find, nearest, search
from kzru_cite.model.text_fragment import to_words
from kzru_cite.model.wording import plain, word_diff
from kzru_cite.settings import read_settings

_SIMPLE = re.compile(r"[\d .+\-*/()]+(?:<=|>=|!=|=|<|>)[\d .+\-*/()]+", re.ASCII)


def check_arithmetic(data: bytes) -> None:
    """Evaluate a check: an error that points into it, or what exact fractions say."""
    (text,) = parts_of(data, 1)
    try:
        statements = evaluate(text)
    except CheckError as error:
        assert 0 <= error.offset <= len(text)
        return
    for one in statements:
        assert text[one.offset : one.offset + len(one.text)] == one.text
        for literal in one.literals:
            assert text[literal.offset : literal.offset + len(literal.text)] == literal.text
    if len(statements) == 1 and _SIMPLE.fullmatch(text) and len(text) < 200:
        assert statements[0].holds == _by_python(text)


def _by_python(text: str) -> bool:
    exact = re.sub(r"\d+(?:\.\d+)?", lambda match: f"Fraction('{match[0]}')", text)
    exact = re.sub(r"(?<![<>!=])=(?!=)", "==", exact)
    return bool(eval(exact, {"Fraction": Fraction, "__builtins__": {}}))  # noqa: S307 - digits alone


def check_dates(data: bytes) -> None:
    """Read a date: it ends no sooner than it begins, and is read again as it is written."""
    (text,) = parts_of(data, 1)
    found = read_date(text)
    if isinstance(found, Period):
        assert found.earliest() <= found.latest()
        if found.start is not None and found.start is found.end:
            again = read_date(str(found.start))
            assert isinstance(again, Period)
            assert str(again.start) == str(found.start)
        variable = csl_dates.written(text.strip())
        made = csl_dates.read(variable)
        assert made == "" or isinstance(read_date(made), Period)
    free = free_dates.edtf(text)
    assert free == "" or isinstance(read_date(free), Period)
    assert free[-1:] in ("", "~") or free_dates.edtf(free) == free
    free_dates.year_letter(text)


def check_address(data: bytes) -> None:
    """Take an address apart, and bring it into the form in which it is asked."""
    text, location = parts_of(data, 2)
    read = read_address(text)
    if isinstance(read, Address):
        folded = fold(read)
        assert fold(folded) == folded
        # A host of blanks is taken as it stands; whoever asks refuses it.
        if not re.search(r"\s", text.strip()):
            assert same_page(text, str(read))
            assert read_address(str(read)) == read
    assert fold_percent(fold_percent(text)) == fold_percent(text)
    assert host_of(text) == host_of(text.strip())
    with suppress(NotAskable):
        _asked(askable(text))
        _asked(redirected(askable(text), location))


def _asked(asked: str) -> None:
    """Assert that every reader of addresses sees the host that the guard sees."""
    assert askable(asked) == asked
    assert asked.isascii()
    assert not re.search(r"[\s\\]", asked)
    split = urlsplit(asked)
    read = read_address(asked)
    assert isinstance(read, Address)
    assert split.scheme == read.scheme
    assert split.scheme in ("http", "https")
    host = read.host.removeprefix("[").removesuffix("]")
    assert (split.hostname or "") == host
    assert split.port == read.port
    assert split.username is None
    if read.host.startswith("["):
        with suppress(AddressValueError):
            assert IPv6Address(host).compressed == host


def check_guard(data: bytes) -> None:
    """Judge addresses of machines: what Python does not call global is never admitted."""
    (text,) = parts_of(data, 1)
    if Guard().refusal(text):
        return
    address = ip_address(text.partition("%")[0])
    assert address.is_global
    assert not address.is_multicast
    carried = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    assert carried is None or carried.is_global


def check_quotation(data: bytes) -> None:
    """Search words in a text: they stand where they are found, and words of it are found."""
    exact, text, prefix = parts_of(data, 3)
    text = " ".join(text.split())
    quotation = Quotation(exact=exact, prefix=prefix)
    for spot in list(find(quotation, text))[:20]:
        assert 0 <= spot.start < spot.end <= len(text)
        assert text[spot.start : spot.end] == spot.words
        assert text[: spot.start].endswith(spot.before)
        assert text[spot.end :].startswith(spot.after)
        address = to_words("https://example.org/a", quotation, spot)
        assert address.isascii()
    bare = plain(text)
    assert plain(bare.text).text == bare.text
    for offset in range(0, len(bare.text), 7):
        assert bare.offset(bare.place(offset)) <= offset
        start, end = bare.span(offset, offset + 1)
        assert 0 <= start < end <= len(text)
    is_too_short(quotation)
    near = nearest(quotation, text)
    assert near == "" or near.strip("…") in text
    # Only stretches of a few lines are set against each other.
    assert word_diff(exact[:2000], exact[:2000]) == ""
    _own_words(text)
    extract = Extract(text=text, text_hash="h", extractor="1", pages=(0, len(text) // 2))
    search(quotation, extract, "c")


def _own_words(text: str) -> None:
    """Assert that a stretch of the text, cut at blanks, is found in it where it stands."""
    words = text.split(" ")
    stretch = " ".join(words[len(words) // 3 : len(words) // 3 + 6])
    if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+){3,}", stretch) and stretch.isascii():
        start = len(" ".join(words[: len(words) // 3])) + bool(len(words) // 3)
        spots = list(find(Quotation(exact=stretch), text))
        assert any(spot.start == start for spot in spots)
        turned = unicodedata.normalize("NFD", stretch)
        assert list(find(Quotation(exact=turned), text)) == spots


def check_figures(data: bytes) -> None:
    """Read the figures of a text: each stands where it is said to stand, in order."""
    claim, quote, language = parts_of(data, 3)
    for text in (claim, quote):
        found = figures(text, language[:5])
        assert all(0 <= figure.start < figure.end <= len(text) for figure in found)
        assert [figure.start for figure in found] == sorted(figure.start for figure in found)
    # Each figure of a claim is held against each of its quotations, which are a few lines.
    compare(claim[:500], [quote[:500]], language=language[:5])


def check_settings(data: bytes) -> None:
    """Read settings: they are, or the error names the file."""
    text = text_of(data)
    for path in ("kzru-cite.toml", "pyproject.toml"):
        try:
            read_settings(SourceText(path=path, text=text))
        except SettingsError as error:
            assert str(error).startswith(path)


def _checks() -> Iterable[bytes]:
    yield from (
        b"12923333532 + 5295921944 = 18219255476; 0.1 + 0.2 = 0.3",
        b"-(2 - 5) * 3 / 4 >= --2.5",
        "7591 km ~ 4717 mi; 1 m³ = 1000 l".encode(),
        "5.3 / 18.2 ~ 29.1 % ; 10 km² ≠ 10 ha".encode(),
        b"1 h + 30 min = 5400 s; 100% = 1",
    )


def _dates() -> Iterable[bytes]:
    for text in ("2021-05-03", "2021-05/2021-07", "199X", "19XX~", "2021-21", "../2020", "-0044",
                 "2021-XX-05", "2021-05-03T10:11:12Z", "3 May 2021", "c. May 2021", "2019–20",
                 "May 3–5, 2021", "Spring 2020", "1978a", "2020-02-30"):  # fmt: skip
        yield text.encode()


def _addresses() -> Iterable[bytes]:
    for text in ("https://Example.org:443/a//b/../c?b=2&a=1#f\0../x?y", "http://[::1]:80/\0//b.org",
                 "https://пример.рф/путь\0/a b", "http://u:p@a.org/\0?x", "http://0x7f.1/\0\\\\b.org",
                 "HTTP://a.org./%7Ex%zz\0http:\\\\b", "ftp://a.org:21/\0mailto:x"):  # fmt: skip
        yield text.encode()


def _quotations() -> Iterable[bytes]:
    text = (
        "The river rose by two metres in May, and fell [3] again in June – by 3.5 %. “So it was.”"
    )
    for exact in ("river rose by two metres", "The river … fell again", "[t]he river rose by two",
                  "rose [by then] by two metres in May", "fell again in June - by 3.5%"):  # fmt: skip
        yield f"{exact}\0{text}\0The".encode()
    yield "Вода кипит при 100 °C … в горах раньше\0Вода кипит при 100 °C, а в горах раньше.".encode()


def _figures() -> Iterable[bytes]:
    for text in ("In November 2022 22 % of 1,500 asked\0two thousand and 5 million tons\0en",
                 "от 3 до 5 млн тенге\0с 1991 по 2001 год, в XIX веке\0ru",
                 "$1.5bn, €3 Mrd., 12.05.2021, 3:1, 1/3, ½\0halb so viel, zwei Drittel\0de"):  # fmt: skip
        yield text.encode()


def _settings() -> Iterable[bytes]:
    yield from blocks("settings")
    yield from blocks("toml")
    yield (
        b'article = ["a.md"]\ntoday = "2026-11-23"\n[gate]\nfail-on = "warning"\nmax-unable = 0.2\n'
        b'stale-after = "180d"\n[gather]\ntimeout = "20s"\nallow-private = ["127.0.0.0/8"]\n'
        b'[rules]\nignore = ["KEY002"]\nseverity = {LNK007 = "warning"}\n[[allow]]\ncode = "KEY001"\n'
        b'reason = "r"\nuntil = 2027-01-01\nkey = "k"\n[archives]\nown = "https://w.org"\n'
        b'[services]\ndoi = ""\n[review]\nneed-decision = true\n[pdf]\nstandard = "ua-1"\n'
    )
    yield b'[tool.kzru-cite]\ncsl = "apa"\n[tool.kzru-cite.gate]\ncoverage = 0.5\n'


TARGETS = (
    Target(name="arithmetic", check=check_arithmetic, seeds=_checks, longest=1024),
    Target(name="dates", check=check_dates, seeds=_dates, longest=128),
    Target(name="address", check=check_address, seeds=_addresses, longest=512),
    Target(
        name="quotation",
        check=check_quotation,
        seeds=_quotations,
        longest=2048,
    ),
    Target(
        name="guard",
        check=check_guard,
        seeds=lambda: [b"93.184.216.34", b"::ffff:10.0.0.1", b"2002:7f00:1::", b"64:ff9b::a00:1"],
        longest=64,
    ),
    Target(name="figures", check=check_figures, seeds=_figures, longest=1024),
    Target(name="settings", check=check_settings, seeds=_settings, longest=2048),
)
