"""Fuzz what is read off the wire, and the forms that articles and lists are taken over from."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import pairwise

from fuzz_articles import article_of, trees, within
from fuzzing import Choices, Target, blocks, files, text_of

from kzru_cite.convert import biblatex, csl_reading
from kzru_cite.convert.entry import Entry, Loss, Taken
from kzru_cite.convert.exports import EXPORTS
from kzru_cite.convert.marks import TOKEN
from kzru_cite.convert.merging import merged
from kzru_cite.convert.readers import READERS
from kzru_cite.convert.wiki_page import read_page
from kzru_cite.convert.wikicode import take_apart
from kzru_cite.errors import UsageError
from kzru_cite.gather.body import Announced, read_body
from kzru_cite.gather.unpack import Damaged, TooLarge, unpacker
from kzru_cite.gather.waits import seconds_asked
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.binding import bind
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.report.claims.as_csv import as_csv

_CODINGS = ("gzip", "deflate", "identity", "", "br", "x-gzip")
_MOST = 20_000
_NOW = 1_795_000_000.0


def _unpacked(coding: str, pieces: Iterable[bytes]) -> bytes | str:
    try:
        unpack = unpacker(coding, _MOST)
        return b"".join(map(unpack.feed, pieces))
    except (Damaged, TooLarge) as cause:
        return type(cause).__name__


def check_unpack(data: bytes) -> None:
    """Unpack a body: in pieces as in one piece, what the library says, and never too much."""
    choices = Choices(data)
    coding = _CODINGS[choices.below(len(_CODINGS))]
    length, body = 1 + choices.below(40), data[2:]
    whole = _unpacked(coding, [body])
    assert _unpacked(coding, _cut(body, length)) == whole
    assert isinstance(whole, str) or len(whole) <= _MOST
    if coding == "gzip" and isinstance(whole, bytes):
        with suppress(OSError, EOFError, zlib.error):
            assert gzip.decompress(body)[:_MOST] in (whole, whole[: len(whole)])
    announced = Announced(code=200, kind="text/html", coding=coding, length=choices.below(9))
    with suppress(TooLarge):
        read = read_body(announced, _cut(body, length), _MOST, _MOST)
        assert read.content is None or read.content == whole


def _cut(body: bytes, length: int) -> Iterator[bytes]:
    for start in range(0, len(body), length):
        yield body[start : start + length]


def check_wait(data: bytes) -> None:
    """Read a Retry-After: a wait is never negative, and never no number."""
    seconds = seconds_asked(data.decode("latin-1"), _NOW)
    assert seconds is None or 0 <= seconds < float("inf")


def check_wiki(data: bytes) -> None:
    """Read an article of a wiki: no mark is lost, and each piece stands where it is said to."""
    # The library drops NUL bytes, which no wiki keeps.
    text = text_of(data).replace("\0", "")
    source = SourceText(path="page.wikitext", text=text)
    try:
        assert "".join(piece.source for piece in take_apart(text)) == text
        page = read_page(source)
    except UsageError:
        return
    named = [int(found) for found in TOKEN.findall(page.text)]
    assert all(0 <= number < len(page.marks) for number in named)
    lines = text.count("\n") + 1
    assert all(1 <= mark.line <= lines for mark in page.marks)
    _losses(page.losses, lines)
    keys = {entry.key for entry in page.entries}
    assert len(keys) == len(page.entries)
    cited = {one.key for mark in page.marks for one in mark.cited}
    assert cited <= keys
    _readable(page.entries)


def _losses(losses: tuple[Loss, ...], lines: int) -> None:
    assert all(0 <= loss.line <= lines for loss in losses)
    assert all(before.line <= after.line for before, after in pairwise(losses))


def _readable(entries: Iterable[Entry]) -> Bibliography:
    """Assert that entries are read as they were written: each one, and no field with a fault."""
    made = merged(Bibliography(), entries)
    text = biblatex.written(made.entries)
    found = read_bibliography([SourceText(path="b.bib", text=text)])
    assert not found.broken
    assert [one.key for one in found.references] == [one.key for one in made.entries]
    for entry, reference in zip(made.entries, found.references, strict=True):
        raws = {name: field.raw for name, field in reference.fields.items()}
        assert {**entry.fields, **raws} == raws
    return found


def _taken(form: str, data: bytes) -> Taken | None:
    text = text_of(data)
    try:
        taken = READERS[form](SourceText(path="list", text=text))
    except UsageError:
        return None
    assert all(0 <= loss.line <= text.count("\n") + 1 for loss in taken.losses)
    _readable(taken.entries)
    return taken


def check_ris(data: bytes) -> None:
    """Read RIS: what comes of it can be written and read."""
    taken = _taken("ris", data)
    records = sum(line.startswith(b"TY  - ") for line in data.splitlines())
    assert taken is None or taken.entries or taken.losses or not records


def check_csl(data: bytes) -> None:
    """Read CSL-JSON: each object becomes an entry."""
    taken = _taken("csljson", data)
    if taken is not None:
        items = json.loads(text_of(data))
        items = items.get("references", items.get("items")) if isinstance(items, dict) else items
        objects = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
        assert len(taken.entries) == len(objects)


def check_exports(data: bytes) -> None:
    """Write a bibliography in other forms: what can be read again is whole."""
    source = SourceText(path="a.bib", text=text_of(data))
    found = read_bibliography([source])
    for place in (*(one.place for one in found.references), *(one.place for one in found.broken)):
        within(source, place)
    _taken("bibtex", data)
    made = {form: export(found) for form, export in EXPORTS.items()}
    items = json.loads(made["csljson"][0])
    assert len(csl_reading.read_items(items).entries) == len(items)
    _readable(csl_reading.read_items(items).entries)
    classic = read_bibliography([SourceText(path="b.bib", text=made["bibtex"][0])])
    if not found.broken:
        assert len(classic.references) == len(items)
    if made["ris"][0]:
        taken = READERS["ris"](SourceText(path="list", text=made["ris"][0]))
        assert len(taken.entries) == len(items)


def check_csv(data: bytes) -> None:
    """Write a map of claims as CSV, which is read again as it was, and never as a formula."""
    article, _ = article_of(data)
    dossier = Dossier(article=article, bibliography=Bibliography(), today=date(2026, 11, 23))
    claims = bind(dossier)
    rows = list(csv.reader(io.StringIO(as_csv(claims), newline="")))
    assert all(len(row) == len(rows[0]) for row in rows)
    assert len(rows) > len(claims.bound)
    for row in rows:
        assert not any(cell.startswith(("=", "+", "@", "-", "\t", "\r")) for cell in row)


def _bodies() -> Iterable[bytes]:
    text = b"The river rose by two metres. " * 9
    yield b"\0\7" + gzip.compress(text, mtime=0)
    yield b"\0\7" + gzip.compress(text, mtime=0) + gzip.compress(b"more", mtime=0) + b"end"
    yield b"\1\3" + zlib.compress(text)
    yield b"\1\3" + zlib.compress(text)[2:-4]
    yield b"\0\1" + gzip.compress(b"0" * 90_000, mtime=0)
    yield b"\2\5" + text


def _waits() -> Iterable[bytes]:
    yield from (b"120", b"Fri, 12 Jan 2029 10:11:12 GMT", b"Friday, 12-Jan-29 10:11:12 GMT", b"-1",
                b" 3 ", b"12 Jan 2029 10:11 +0600")  # fmt: skip


def _wikis() -> Iterable[bytes]:
    yield (
        b"'''A''' is.<ref name=\"x\">{{cite web |url=https://a.org/ |title=T |date=3 May 2021 "
        b"|last=Rao |first=A. |archive-url=https://web.archive.org/web/20210503000000/https://a.org/ "
        b"|archive-date=2021-05-04 |url-status=dead}}</ref> More{{sfn|Rao|2019|p=3}}<ref name=x/>.\n"
        b"{{citation needed|date=May 2021}}\n\n== References ==\n{{reflist|refs=<ref name=y>Free, "
        b"''Book'', 2019, p. 3 [https://b.org/ B]</ref>}}\n* {{cite book|last=Rao|year=2019}}\n"
        b"[[Category:A]] [[File:x.jpg|thumb|A picture<ref>P</ref>]]\n{| class=x\n|-\n| a || b\n|}\n"
    )
    yield "{{Infobox|a=b<ref group=n>{{Cite journal|doi=10.1/x|авт=Р}}</ref>}}\n----\n# x\n".encode()
    yield b"<blockquote>{{quote|q}}</blockquote><!-- c -->&nbsp;{{efn|note <ref>in</ref>}}{{rp|3}}"


def _ris() -> Iterable[bytes]:
    yield (
        b"TY  - JOUR\nID  - rao2019\nAU  - Rao, Anna\nAU  - Lee, B., Jr.\nTI  - Boiling: water\n"
        b"JO  - J. Heat\nPY  - 2019/05/03/\nVL  - 3\nIS  - 2\nSP  - 1\nEP  - 9\nDO  - 10.1/x\n"
        b"UR  - https://a.org/\nKW  - a\nN1  - note\nER  - \n\nTY  - WEB\nTI  - \nER  - \n"
    )


def _csl() -> Iterable[bytes]:
    yield (
        b'[{"id": "rao2019", "type": "article-journal", "title": "A <i>b</i> {c}", "author": '
        b'[{"family": "Rao", "given": "A.", "non-dropping-particle": "de"}, {"literal": "Body, B"}], '
        b'"issued": {"date-parts": [[2019, 5, 3]]}, "page": "1-9", "DOI": "10.1/x", "custom": '
        b'{"biblatex-type": "online", "note": "n"}}, 3, {"issued": {"raw": "3 May 2019"}}]'
    )
    yield b'{"references": [{"type": "book", "issued": {"date-parts": [["2019"], [2020]], "season": 2}}]}'


def _bibs() -> Iterable[bytes]:
    yield from blocks("bib")
    yield from files("../references.bib")


TARGETS = (
    Target(name="unpack", check=check_unpack, seeds=_bodies, longest=1024),
    Target(name="wait", check=check_wait, seeds=_waits, longest=64),
    Target(name="wiki", check=check_wiki, seeds=_wikis, longest=2048),
    Target(name="ris", check=check_ris, seeds=_ris, longest=1024, modules=("rispy",)),
    Target(name="csl", check=check_csl, seeds=_csl, longest=1024),
    Target(name="exports", check=check_exports, seeds=_bibs, longest=2048),
    Target(name="csv", check=check_csv, seeds=trees, longest=1024),
)
