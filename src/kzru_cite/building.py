"""Build the editions of a project, and tell whether those that were built are current."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePosixPath

from kzru_cite import __version__, current, edition, rules
from kzru_cite.errors import KzruError, SettingsError
from kzru_cite.files import alone_in, digest, make_folder, read_text, write
from kzru_cite.loaded import Loaded
from kzru_cite.memory import looks_digest, recorded
from kzru_cite.model.binding import bind
from kzru_cite.model.edition import Built, Document, InputFile, Material, Order
from kzru_cite.model.paper import Attachment, PaperStandard, Relation
from kzru_cite.model.report import Report
from kzru_cite.model.theme import Theme
from kzru_cite.pandoc import Pandoc
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.report import FORMATS, Showing
from kzru_cite.revision import revision
from kzru_cite.themes import read_theme
from kzru_cite.workspace import Workspace


def built(
    workspace: Workspace, loaded: Loaded, report: Report, pandoc: Pandoc, order: Order
) -> tuple[Path, ...]:
    """
    Make the editions, write them, and return their paths.

    One that cannot be made keeps no other back; what stood in its way is raised after the others.
    """
    material = _material(workspace, loaded, report, order.style)
    names = order.editions or edition.USUAL
    made: list[Built] = []
    fault: KzruError | None = None
    try:
        made += edition.build(material, names, pandoc, workspace.folder)
    except KzruError as cause:
        fault = cause
        # A letter that the paper has no font for must not keep the page from being made.
        for name in names if len(names) > 1 else ():
            with suppress(KzruError):
                made += edition.build(material, (name,), pandoc, workspace.folder)
    folder = workspace.folder / workspace.settings.output
    if made:
        tools = edition.tools(__version__, pandoc)
        make_folder(folder)
        # The manifest says what others built as well, and is to be of these very files.
        with alone_in(folder):
            for one in made:
                write(folder / one.filename, one.content)
            write(folder / current.FILENAME, current.noted(workspace, material, made, tools))
    if fault is not None:
        others = f"built all the same: {', '.join(one.filename for one in made)}" if made else ""
        fault.hint = "; ".join(filter(None, (fault.hint, others)))
        raise fault
    return tuple(folder / one.filename for one in made)


def out_of_date(
    workspace: Workspace, pandoc: Pandoc, style: str, day: date | None
) -> tuple[str, ...]:
    """Say in lines what keeps the editions in the output folder from being current, on a *day*."""
    bibliography = read_bibliography(workspace.bibliographies)
    now = current.Now(
        tools=edition.tools(__version__, pandoc),
        style=style,
        day=day.isoformat() if day else "",
        looks=looks_digest(workspace, recorded(workspace, bibliography)),
    )
    return current.out_of_date(workspace, now)


def _material(workspace: Workspace, loaded: Loaded, report: Report, style: str) -> Material:
    theme = _theme(workspace)
    inputs = _inputs(workspace, loaded)
    return Material(
        documents=tuple(
            Document(path=source.path, tree=tree)
            for source, tree in zip(workspace.articles, loaded.trees, strict=True)
        ),
        sources=loaded.sources,
        bibliography=loaded.dossier.bibliography,
        report=report,
        style=style,
        inputs=inputs,
        version=__version__,
        ledger=loaded.dossier.ledger,
        claims=bind(loaded.dossier),
        output=workspace.settings.output,
        policy=loaded.dossier.policy,
        revision=revision(workspace.folder, [each.path for each in inputs]),
        theme=theme,
        paper=workspace.settings.paper,
        attachments=_attachments(workspace, report),
        states=rules.entry_states(loaded.dossier),
    )


def _attachments(workspace: Workspace, report: Report) -> tuple[Attachment, ...]:
    """Return bibliographies, as they are, and the report, where the PDF may hold them."""
    if workspace.settings.paper.standard is not PaperStandard.A3A:
        return ()
    paths = [source.path for source in workspace.bibliographies]
    ends = Counter(PurePosixPath(path).name for path in paths)
    return (
        *(
            Attachment(
                name=end if ends[end := PurePosixPath(path).name] == 1 else path.replace("/", "-"),
                media_type="application/x-bibtex",
                relation=Relation.SOURCE,
                content=(workspace.folder / path).read_bytes(),
            )
            for path in paths
        ),
        Attachment(
            name="report.json",
            media_type="application/json",
            relation=Relation.DATA,
            content=FORMATS["json"](report, Showing(version=__version__)).encode(),
        ),
    )


def _theme(workspace: Workspace) -> Theme | None:
    """Read the theme that the settings name, which must lie in the project."""
    name, place = workspace.settings.theme, workspace.settings.theme_place
    if not name or place is None:
        return None
    path = (workspace.folder / name).resolve()
    if not (path.is_relative_to(workspace.folder) and path.is_file()):
        where = f"{place.path}:{place.line}:{place.column}"
        raise SettingsError(
            f"{where}: the theme {name!r} is no file of the project",
            hint="name a TOML file by its path in the project",
        )
    return read_theme(read_text(path, workspace.folder))


def _inputs(workspace: Workspace, loaded: Loaded) -> tuple[InputFile, ...]:
    """Name the files that the editions and their report rest on, but for images."""
    read = (*workspace.articles, *workspace.bibliographies, *loaded.dossier.ledgers)
    theme = (workspace.settings.theme,) if workspace.settings.theme else ()
    files = tuple(
        InputFile(path=path, sha256=digest(workspace.folder / path))
        for path in (*(source.path for source in read), *theme)
    )
    looks = looks_digest(workspace, loaded.dossier.evidence)
    return (*files, InputFile(path=looks[0], sha256=looks[1])) if looks else files
