"""List, show, verify and pack the captures of a project, and take over those made elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urljoin

from msgspec.structs import replace

from kzru_cite.captures import Store, export_wacz
from kzru_cite.captures.foreign import Head, bodies, body_number, contents
from kzru_cite.errors import UsageError
from kzru_cite.gather.body import REDIRECTS
from kzru_cite.gather.fetch import Raw, answered
from kzru_cite.gathering import captures
from kzru_cite.model.archive import read_capture
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.entry_addresses import addresses, own, written
from kzru_cite.model.evidence import Answered, Hop, Look, Purpose
from kzru_cite.model.kept import Capture, Damage, Exchange
from kzru_cite.model.subjects import subject
from kzru_cite.planning import plain_copy
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.page import extract, read_page
from kzru_cite.stores import open_store, reading
from kzru_cite.workspace import Workspace

_MOST_HOPS = 10
_HINT = "'kzru-cite captures list' names what is here"
# Fewer digits of a hash than this are a guess.
_SHORTEST = 8
# What is cited, and the names under which looks at it stand in the log.
_Wanted: TypeAlias = Mapping[str, tuple[tuple[str, Purpose], ...]]


def store_of(workspace: Workspace) -> Store:
    """Return the captures of a project."""
    return captures(workspace.settings, workspace.folder)


def listed(store: Store, form: str) -> str:
    """List all captures as a table or as JSON."""
    found = list(store.all())
    if form == "json":
        rows = [_row(one) for one in found]
        return json.dumps({"version": 1, "captures": rows}, ensure_ascii=False, indent=2) + "\n"
    lines = [
        f"{one.at:%Y-%m-%d %H:%M}  {one.code}  {one.digest[7:19] or '-':<12}  {_size(one):>9}  "
        f"{_safe(one.address)}"
        for one in found
    ]
    lines += [f"damaged: {_damage(one)}" for one in store.damages]
    return "\n".join([*lines, f"{len(found)} captures in {len(store.files())} files"]) + "\n"


def _row(capture: Capture) -> dict[str, object]:
    return {
        "digest": capture.digest,
        "address": capture.address,
        "at": capture.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "code": capture.code,
        "content_type": capture.content_type,
        "file": capture.file,
        "offset": capture.offset,
        "length": capture.length,
        "revisit": capture.revisit,
    }


def _size(capture: Capture) -> str:
    return "as before" if capture.revisit else f"{capture.length:,}"


def shown(store: Store, name: str, *, text: bool) -> str:
    """
    Show the captures with a hash (its beginning will do) or of an address.

    With *text* the extracted text of the newest one. Raises UsageError when there is none.
    """
    found = [one for one in store.all() if _is_named(one, name)]
    if not found:
        raise UsageError(f"there is no capture {name!r}", hint=_HINT)
    if not text:
        return json.dumps([_row(one) for one in found], ensure_ascii=False, indent=2) + "\n"
    exchange = store.body(found[-1].digest)
    read = exchange and extract(exchange.body, exchange.content_type, exchange.address)
    if not read:
        raise UsageError(f"the capture {name!r} holds no text that can be read", hint=_HINT)
    return _safe(read.text) + "\n"


def _is_named(capture: Capture, name: str) -> bool:
    digest, short = (one.removeprefix("sha256:") for one in (capture.digest, name))
    same = len(short) >= _SHORTEST and digest.startswith(short)
    return same or subject(capture.address) == subject(name)


def verified(store: Store) -> tuple[str, bool]:
    """Work out all hashes anew; return what to say, and whether all are sound."""
    sound, damages = store.verify()
    lines = [f"damaged: {_damage(one)}" for one in damages]
    lines.append(f"{sound} captures sound, {len(damages)} damaged")
    return "\n".join(lines) + "\n", not damages


def _damage(damage: Damage) -> str:
    about = f" ({_safe(damage.address)})" if damage.address else ""
    return f"{damage.file} at byte {damage.offset}{about}: {damage.why}"


def packed(store: Store, title: str) -> bytes:
    """Return all captures as one WACZ file. Raises UsageError when there is none."""
    if not store.files():
        raise UsageError("there is no capture to export", hint="run 'kzru-cite gather --capture'")
    return export_wacz(store, title)


def taken_over(workspace: Workspace, files: Sequence[Path]) -> tuple[str, ...]:
    """
    Take over the captures of cited pages and copies from WARC files; return notes.

    Each becomes a look of the moment at which it was captured; what was taken over before is
    passed over. Raises UsageError for a file that cannot be read.
    """
    wanted = _wanted(read_bibliography(workspace.bibliographies))
    notes = []
    with (
        closing(store_of(workspace)) as store,
        open_store(workspace.settings.looks, workspace.folder) as log,
    ):
        names = {_name(look) for look in reading(log).evidence.looks}
        for file in files:
            count = 0
            faults: list[str] = []
            for led in _led(file, wanted, faults):
                for look in _looks(led, wanted, store, file.name):
                    if _name(look) not in names:
                        names.add(_name(look))
                        log.add(look)
                        count += 1
            notes.append(f"{file}: {count} captures of cited pages taken over")
            notes += [f"not taken over: {fault}" for fault in faults]
    return tuple(notes)


def _name(look: Look) -> tuple[object, ...]:
    return (look.at, look.purpose, look.about, look.vantage)


def _led(file: Path, wanted: _Wanted, faults: list[str]) -> Iterator[tuple[Exchange, ...]]:
    """Yield the replies to cited addresses with those that their redirects lead to, body last."""
    found = contents(file)
    faults += found.faults
    by_address: dict[str, list[Head]] = {}
    for head in found.heads:
        by_address.setdefault(subject(head.exchange.address), []).append(head)
    by_body: dict[int, list[tuple[Exchange, ...]]] = {}
    for head in found.heads:
        if subject(head.exchange.address) not in wanted:
            continue
        heads = _followed(head, by_address)
        number = body_number(heads[-1], found.heads)
        if number is None or heads[-1].exchange.code in REDIRECTS:
            faults.append(f"what {head.exchange.address} leads to is not in {file.name}")
        else:
            by_body.setdefault(number, []).append(tuple(one.exchange for one in heads))
    for number, body in bodies(file, by_body):
        for led in by_body[number]:
            yield (*led[:-1], replace(led[-1], body=body))


def _followed(head: Head, by_address: Mapping[str, list[Head]]) -> list[Head]:
    """Return a reply and those that its redirects lead to, as far as they are in the file."""
    heads = [head]
    while heads[-1].exchange.code in REDIRECTS and len(heads) <= _MOST_HOPS:
        last = heads[-1].exchange
        following = by_address.get(subject(_target(last)), ())
        if not following:
            break
        heads.append(min(following, key=lambda one: abs(one.exchange.at - last.at)))
    return heads


def _target(exchange: Exchange) -> str:
    try:
        return urljoin(exchange.address, exchange.headers.get("location", ""))
    except ValueError:
        return ""


def _wanted(bibliography: Bibliography) -> _Wanted:
    found: dict[str, dict[tuple[str, Purpose], None]] = {}
    for reference in bibliography.references:
        for _, address in addresses(reference):
            about = str(address)
            found.setdefault(subject(about), {}).setdefault((about, Purpose.PAGE))
        for field in own(reference, "archiveurl"):
            about = written(field.value)
            # A copy may have been captured with the frame of its archive or without.
            for copy in {about, plain_copy(about, read_capture(about))}:
                found.setdefault(subject(copy), {}).setdefault((about, Purpose.CAPTURE))
    return {name: tuple(looks) for name, looks in found.items()}


def _looks(led: tuple[Exchange, ...], wanted: _Wanted, store: Store, name: str) -> Iterator[Look]:
    last = led[-1]
    for about, purpose in wanted[subject(led[0].address)]:
        raw = Raw(
            code=last.code,
            final=last.address,
            hops=tuple(
                Hop(address=hop.address, code=hop.code, target=following.address)
                for hop, following in pairwise(led)
            ),
            headers=last.headers,
            body=last.body,
            length=len(last.body),
        )
        sight = answered(raw, read_page)
        if isinstance(sight, Answered) and last.body:
            for hop in led[:-1]:
                store.keep(hop)
            sight = replace(sight, capture=store.keep(last))
        yield Look(
            at=last.at.replace(microsecond=0),
            purpose=purpose,
            about=about,
            asked="web",
            vantage=f"warc:{name}",
            sight=sight,
        )


def _safe(text: str) -> str:
    """Leave out what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
