"""Note what the editions in the output folder were built from, and say whether they still are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from hashlib import sha256
from pathlib import PurePosixPath

from msgspec import Struct

from kzru_cite.edition.manifest import (
    FILENAME,
    Basis,
    Manifest,
    Output,
    differences,
    joined,
    read_manifest,
    write_manifest,
)
from kzru_cite.edition.pictures import TYPES
from kzru_cite.files import digest
from kzru_cite.model.edition import Built, Material
from kzru_cite.settings import Settings
from kzru_cite.workspace import Workspace

__all__ = ["FILENAME", "Now", "noted", "out_of_date"]


class Now(Struct, frozen=True, kw_only=True):
    """
    What a build of now would depend on, beside the files.

    *day* is '' when the clock decides; *looks* are the name of what was seen and its hash, None
    when nothing was.
    """

    tools: Mapping[str, str]
    style: str
    day: str
    looks: tuple[str, str] | None


def noted(
    workspace: Workspace, material: Material, made: Sequence[Built], tools: Mapping[str, str]
) -> bytes:
    """Return the manifest of what was *made*, with what earlier builds have left there."""
    images = {image.path: image.sha256 for one in made for image in one.images}
    basis = Basis(
        inputs={**{each.path: each.sha256 for each in material.inputs}, **images},
        tools=tools,
        settings=_that_matter(workspace.settings, material.style),
        day=material.report.today.isoformat(),
    )
    at = material.revision
    new = Manifest(
        basis=basis,
        commit=at.commit if at else "",
        dirty=at.dirty if at else False,
        outputs={
            one.filename: Output(
                edition=one.name, sha256=sha256(one.content).hexdigest(), basis=basis.sum
            )
            for one in made
        },
    )
    path = workspace.folder / workspace.settings.output / FILENAME
    old = read_manifest(path.read_bytes()) if path.is_file() else None
    return write_manifest(joined(old, new))


def out_of_date(workspace: Workspace, now: Now) -> tuple[str, ...]:
    """Say in lines what keeps the editions from being current; nothing when all are."""
    folder = workspace.folder / workspace.settings.output
    path = folder / FILENAME
    if not path.is_file():
        return (f"there is no {FILENAME}: nothing was built",)
    built = read_manifest(path.read_bytes())
    if built is None:
        return (f"{FILENAME} cannot be read",)
    named = {each.path for each in (*workspace.articles, *workspace.bibliographies)}
    named |= {workspace.ledger.path} if workspace.ledger else set()
    theme = workspace.settings.theme
    named |= {theme} if theme and (workspace.folder / theme).is_file() else set()
    # Which images there are only the text can say, and it is compared itself.
    images = {
        name
        for name in built.basis.inputs
        if PurePosixPath(name).suffix.lower() in TYPES and (workspace.folder / name).is_file()
    }
    looks = (now.looks,) if now.looks else ()
    inputs = {name: digest(workspace.folder / name) for name in named | images}
    basis = Basis(
        inputs={**inputs, **dict(looks)},
        tools=now.tools,
        settings=_that_matter(workspace.settings, now.style),
        day=now.day,
    )
    there = {name: digest(folder / name) for name in built.outputs if (folder / name).is_file()}
    return differences(built, basis, there)


def _that_matter(settings: Settings, style: str) -> dict[str, str]:
    """Return the settings that editions depend on, but for the day, as texts."""
    own = style.lstrip("\ufeff \t\r\n").startswith("<")
    policy = settings.policy
    told = {
        "csl": f"sha256:{sha256(style.encode()).hexdigest()}" if own else style,
        "pdf.standard": settings.paper.standard.value,
        "pdf.links": settings.paper.links.value,
        **{f"policy.{name}": _text(getattr(policy, name)) for name in policy.__struct_fields__},
    }
    for item in settings.allow:
        end = item.until.isoformat() if item.until else ""
        told[f"allow.{item.code}.{item.key or item.host}"] = end
    return told


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {_text(each)}" for name, each in sorted(value.items()))
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value.name.lower() if isinstance(value, Enum) else str(value)
