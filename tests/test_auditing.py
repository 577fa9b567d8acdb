"""A line of the log is weighed by its capture: what was changed is named, what is true never is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kzru_cite.auditing import audit
from kzru_cite.captures import Store
from kzru_cite.model.evidence import Answered, Look, PageFacts, Purpose, Searched
from kzru_cite.model.kept import Exchange, LineAudit
from kzru_cite.model.quotation import Part, Quotation
from kzru_cite.model.searching import search
from kzru_cite.read.looks import join
from kzru_cite.read.page import extract, read_page

URL, OTHER = "https://example.org/river", "https://example.org/other"
BODY = b"<title>River</title><p>The river is long and deep, and its banks are steep.</p>"
AT = datetime(2026, 11, 20, tzinfo=UTC)


def store(folder: Path, *exchanges: Exchange) -> Store:
    made = Store(folder)
    for one in exchanges:
        made.keep(one)
    made.close()
    return Store(folder)


def reply(body: bytes = BODY, address: str = URL, code: int = 200) -> Exchange:
    headers = {"content-type": "text/html"}
    return Exchange(address=address, at=AT, code=code, headers=headers, body=body)


def seen(held: Store, address: str = URL, code: int = 200) -> Answered:
    return Answered(
        code=code,
        final=address,
        content_type="text/html",
        page=read_page(BODY, "text/html", address),
        capture=next(iter(held.all())).digest,
    )


def searched(held: Store, words: str = "long and deep") -> Searched:
    text = extract(BODY, "text/html", URL)
    assert text is not None
    return search(Quotation(exact=words), text, next(iter(held.all())).digest)


def lines(held: Store, *sights: Answered | Searched) -> tuple[LineAudit, ...]:
    looks = [
        Look(
            at=AT,
            purpose=Purpose.QUOTE if isinstance(sight, Searched) else Purpose.PAGE,
            about=URL,
            asked="capture" if isinstance(sight, Searched) else "web",
            sight=sight,
        )
        for sight in sights
    ]
    return audit("looks.jsonl", join(looks), held).lines


def test_lines_as_they_were_written_are_borne_out(tmp_path: Path) -> None:
    held = store(tmp_path, reply())
    found = lines(held, seen(held), searched(held), searched(held, "shallow and short"))
    assert [("", "")] * 3 == [(one.contradicted, one.unable) for one in found]


def test_one_body_at_two_addresses_with_two_codes_is_fine(tmp_path: Path) -> None:
    held = store(tmp_path, reply(), reply(address=OTHER, code=404))
    found = lines(held, seen(held), seen(held, OTHER, 404))
    assert ["", ""] == [one.contradicted for one in found]
    changed = lines(held, seen(held, OTHER, 200), seen(held, "https://example.org/third"))
    assert all("address or code" in one.contradicted for one in changed)


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Lake"), ("text_hash", "sha256:00"), ("text_length", 9), ("opening", "The lake")],
)
def test_a_changed_fact_is_named(tmp_path: Path, name: str, value: object) -> None:
    held = store(tmp_path, reply())
    sight = seen(held)
    page = replace(sight.page or PageFacts(), **{name: value})
    (one,) = lines(held, replace(sight, page=page))
    assert f"not what its capture gives: {name}" == one.contradicted


def test_a_page_where_the_capture_holds_none_is_named(tmp_path: Path) -> None:
    held = store(tmp_path, reply(b"\x89PNG rest"))
    (one,) = lines(held, seen(held))
    assert "not what its capture gives: page" == one.contradicted


def test_a_changed_or_invented_search_is_named(tmp_path: Path) -> None:
    held = store(tmp_path, reply())
    true = searched(held)
    (spot,) = true.spots
    forged = [
        replace(true, quotation=Quotation(exact="long and wide and deep")),
        replace(true, spots=(replace(spot, start=spot.start + 1),)),
        replace(true, part=Part.SOURCES),
        replace(true, text="sha256:00"),
    ]
    assert all(one.contradicted for one in lines(held, *forged))


def test_what_was_read_by_another_version_is_not_compared(tmp_path: Path) -> None:
    held = store(tmp_path, reply())
    sight = seen(held)
    # Lines that name no version are of the first one.
    old = replace(
        sight, page=replace(sight.page or PageFacts(), extractor="", text_hash="sha256:0")
    )
    found = lines(held, old, replace(searched(held), extractor="1", text="sha256:0"))
    assert {"it was read by another version of the extractor"} == {one.unable for one in found}


def test_what_is_not_here_could_not_be_worked_out(tmp_path: Path) -> None:
    held = store(tmp_path / "in", reply())
    (one,) = lines(Store(tmp_path / "none"), replace(seen(held), code=404))
    assert ("", "its capture is not here") == (one.contradicted, one.unable)


def test_a_damaged_capture_is_named_with_its_file(tmp_path: Path) -> None:
    held = store(tmp_path, reply(), reply(b"<p>Another.", OTHER))
    first = next(iter(held.all()))
    file = held.files()[0]
    content = bytearray(file.read_bytes())
    content[first.offset + first.taken - 20] ^= 1
    file.write_bytes(bytes(content))
    found = audit("looks.jsonl", "", Store(tmp_path))
    (damage,) = found.damages
    assert (f".kzru-cite/captures/{file.name}", URL) == (damage.file, damage.address)
    assert 2 == found.captures
