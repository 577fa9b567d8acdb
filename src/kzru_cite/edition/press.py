"""Make the editions asked for: run pandoc and Typst as the recipes say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, assert_never

from kzru_cite.edition import plan
from kzru_cite.edition.accessible import facts
from kzru_cite.edition.clean import dumped
from kzru_cite.edition.cover import draw_cover
from kzru_cite.edition.dress import book_sheet, dress_page
from kzru_cite.edition.editions import EDITIONS, Draft, Edition, Finish
from kzru_cite.edition.epub import Binding, complete_book
from kzru_cite.edition.faults import explain
from kzru_cite.edition.front import read_front
from kzru_cite.edition.journal import complete_journal
from kzru_cite.edition.merge import merge
from kzru_cite.edition.office import complete_document
from kzru_cite.edition.own_style import check_style
from kzru_cite.edition.paper import page_inputs
from kzru_cite.edition.pictures import image_type, images
from kzru_cite.edition.prepare import after_citations, before_citations
from kzru_cite.edition.scripted import holds_code
from kzru_cite.edition.sources import for_citeproc
from kzru_cite.edition.titles import with_title
from kzru_cite.edition.tree import Node
from kzru_cite.edition.typst import NotSetError, set_paper, typst_version
from kzru_cite.errors import UsageError
from kzru_cite.model.bibliography import Reference
from kzru_cite.model.bonds import Bond
from kzru_cite.model.edition import Built, InputFile, Material
from kzru_cite.model.theme import LIGHT, Theme
from kzru_cite.pandoc import Pandoc

_TEMPLATES = Path(__file__).parent / "templates"
_STYLES = Path(__file__).parent / "styles"
# Pandoc's own default is this style, so it needs no file.
DEFAULT_STYLE = "chicago-author-date"
STYLES = (DEFAULT_STYLE, "chicago-notes", "apa", "ieee", "gost")


def build(
    material: Material,
    names: Iterable[str],
    pandoc: Pandoc,
    folder: Path,
    workers: int = 2,
) -> tuple[Built, ...]:
    """
    Make the editions *names*, in the order of ``EDITIONS``; nothing is written into the project.

    *folder* is the project, below which images are read. Raises UsageError for an unknown
    edition or style and for an image that is not there, ToolError when a program fails.
    """
    chosen = _chosen(tuple(names))
    written = with_title(merge(material.documents), material.documents[0].path)
    # What no edition may hold is taken out before titles and names are read from the tree.
    whole: Node = json.loads(dumped(written))
    front = read_front(whole["meta"])
    contents = {path: _read_image(folder, path) for path in images(whole)}
    cited = _cite(before_citations(whole, front), material, pandoc)
    told = ", ".join(f"{name} {each}" for name, each in tools(material.version, pandoc).items())
    tree = after_citations(cited, material, front, told)
    draft = Draft(
        tree=tree,
        front=front,
        images=contents,
        inputs=material.inputs,
        day=material.report.today,
        bonds=_bonds(material),
        notes=material.ledger.notes() if material.ledger else {},
        references=_as_metadata(material, pandoc, chosen),
        output=material.output,
        material=material,
    )
    with ThreadPoolExecutor(max_workers=workers) as pool:
        # The slowest one, the last of the list, starts first.
        jobs = [
            pool.submit(_make, edition, draft, material, pandoc, folder)
            for edition in reversed(chosen)
        ]
        return tuple(job.result() for job in reversed(jobs))


def _chosen(names: Sequence[str]) -> tuple[Edition, ...]:
    known = [edition.name for edition in EDITIONS]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            raise UsageError(f"there is no edition {name!r}", hint=hint)
    return tuple(edition for edition in EDITIONS if edition.name in names)


def _read_image(folder: Path, path: str) -> bytes:
    kind = image_type(path)
    root = folder.resolve()
    place = (root / path).resolve()
    if not place.is_relative_to(root):
        raise UsageError(
            f"the image {path!r} leads outside the project", hint="keep a copy in the project"
        )
    try:
        picture = place.read_bytes()
    except OSError as cause:
        message = f"the image {path!r} cannot be read: {cause.strerror}"
        raise UsageError(message, hint="add the file, or mend its path in the text") from cause
    if kind == "image/svg+xml" and holds_code(picture):
        message = f"the image {path!r} holds code, which an edition must not carry"
        raise UsageError(message, hint="take its scripts and handlers out; no reader runs them")
    return picture


def _cite(tree: Node, material: Material, pandoc: Pandoc) -> Node:
    with TemporaryDirectory(prefix="kzru-cite-") as name:
        outside = Path(name)
        sources = outside / "sources.json"
        sources.write_bytes(for_citeproc(material.sources, material.bibliography.by_key()))
        style = _style(material.style, outside)
        answer = pandoc.need(plan.citing(str(sources), style), dumped(tree))
    cited: Node = json.loads(answer)
    return cited


def formatted(
    items: Iterable[Mapping[str, Any]],
    references: Mapping[str, Reference],
    style: str,
    pandoc: Pandoc,
) -> str:
    """
    Return the bibliography of CSL *items* as Markdown without HTML, in a style.

    Raises UsageError for an unknown style, ToolError when pandoc fails.
    """
    with TemporaryDirectory(prefix="kzru-cite-") as name:
        arguments = plan.listing(_style(style, Path(name)))
        return pandoc.need(arguments, for_citeproc(items, references)).decode()


def _style(style: str, outside: Path) -> str | None:
    """Return the path of the style, None for pandoc's own."""
    if style == DEFAULT_STYLE:
        return None
    if style in STYLES:
        return str(_STYLES / f"{style}.csl")
    if style.lstrip("\ufeff \t\r\n").startswith("<"):
        check_style(style)
        own = outside / "own.csl"
        own.write_text(style, encoding="utf-8")
        return str(own)
    raise UsageError(
        f"there is no citation style {style[:60]!r}",
        hint=f"use one of {', '.join(STYLES)}, or name a .csl file",
    )


def tools(version: str, pandoc: Pandoc) -> dict[str, str]:
    """Return the versions of the programs that editions depend on, this one, *version*, first."""
    first = pandoc.need(("--version",)).decode().splitlines()[0]
    return {
        "kzru-cite": version,
        "pandoc": first.removeprefix("pandoc "),
        "typst": typst_version(),
    }


def _bonds(material: Material) -> dict[str, tuple[Bond, ...]]:
    bound = material.claims.bound if material.claims else ()
    return {one.claim.id: one.bonds for one in bound if one.claim.id}


def _as_metadata(material: Material, pandoc: Pandoc, chosen: Iterable[Edition]) -> Node | None:
    """Return the references as pandoc's metadata, if an edition asks for them as data."""
    if not any(edition.structured for edition in chosen):
        return None
    items = for_citeproc(material.sources, material.bibliography.by_key(), accessed=True)
    answer: Node = json.loads(pandoc.need(plan.as_metadata(), items))
    references: Node | None = answer["meta"].get("references")
    return references


def _make(
    edition: Edition, draft: Draft, material: Material, pandoc: Pandoc, folder: Path
) -> Built:
    written = pandoc.need(edition.writing(str(_TEMPLATES)), dumped(edition.fit(draft)))
    content = _finish(edition.finish, written, draft, material, folder)
    read = tuple(
        InputFile(path=path, sha256=sha256(image).hexdigest())
        for path, image in draft.images.items()
    )
    return Built(name=edition.name, filename=edition.filename, content=content, images=read)


def _finish(
    finish: Finish, written: bytes, draft: Draft, material: Material, folder: Path
) -> bytes:
    match finish:
        case Finish.NOTHING:
            return written
        case Finish.DRESS:
            return dress_page(written, material.theme)
        case Finish.COMPLETE:
            return complete_book(written, _binding(draft, material.theme))
        case Finish.SET:
            return _set(written, draft, material, folder)
        case Finish.DATE:
            return complete_document(written, day=draft.day)
        case Finish.ARCHIVE:
            return complete_journal(written, material.bibliography.by_key())
        case _:
            assert_never(finish)


def _binding(draft: Draft, theme: Theme | None) -> Binding:
    front = draft.front
    colours = {**LIGHT, **(theme.light if theme else {})}
    families = theme.fonts.get("headings", theme.fonts.get("text", ())) if theme else ()
    return Binding(
        day=draft.day,
        style=(_TEMPLATES / "book.css").read_bytes() + book_sheet(theme),
        cover=draw_cover(front, colours, families),
        facts=facts(draft.tree["blocks"], draft.images),
        language=front.language,
        labels=front.labels,
    )


def _set(written: bytes, draft: Draft, material: Material, folder: Path) -> bytes:
    inputs = page_inputs(draft.front, material.theme, material.attachments)
    standard = material.paper.standard
    try:
        return set_paper(written, root=folder, inputs=inputs, day=draft.day, standard=standard)
    except NotSetError as cause:
        raise explain(str(cause), cause.diagnostic, written.decode(), draft.tree) from cause
