"""Take articles and lists of sources of other forms into a project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.convert import accounts, biblatex, claims, csl_reading, ledger_links, trees
from kzru_cite.convert.entry import Entry, Loss, excerpt, ordered
from kzru_cite.convert.marks import Mark, without_private
from kzru_cite.convert.merging import Merged, merged
from kzru_cite.convert.page import Page
from kzru_cite.convert.readers import READERS
from kzru_cite.convert.unmistakable import unmistakable
from kzru_cite.convert.wiki_page import read_page
from kzru_cite.errors import UsageError
from kzru_cite.files import exchange, read_text, write_atomically
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.place import SourceText
from kzru_cite.pandoc import BOUNDED, Pandoc
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.ledger import read_ledger
from kzru_cite.skeleton import begin
from kzru_cite.workspace import Workspace, open_workspace

# The longest article of Wikipedia may have 2 MB; a document has its pictures within.
_LARGEST_TEXT = 16_000_000
_LARGEST_DOCUMENT = 64_000_000
_READERS = {
    "wikitext": "mediawiki",
    "docx": "docx+citations",
    "markdown": "markdown-example_lists-smart",
}
# Tables as pipes alone, so that a claim in a cell stands in one line; nothing raw.
_WRITER = (
    "markdown-smart-simple_tables-multiline_tables-grid_tables+pipe_tables"
    "-raw_html-raw_tex-raw_attribute-example_lists"
)
_METADATA = frozenset({"title", "subtitle", "author", "date", "lang", "abstract", "nocite"})
_OWN_SETTINGS = ("kzru-cite.toml", "pyproject.toml")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ID = re.compile(r"#([^\W_][\w:.-]*)")


class Imported(Struct, frozen=True, kw_only=True):
    """
    What an import did: files written, its account in lines, and what was not carried over.

    *losses* are lines that name file and line; the last of *files* holds them too.
    """

    files: tuple[Path, ...]
    account: tuple[str, ...]
    losses: tuple[str, ...]


class _Text(Struct, frozen=True, kw_only=True):
    """An article that was read: pandoc's tree, the marks in it, its sources, what was lost."""

    tree: dict[str, Any]
    entries: tuple[Entry, ...]
    losses: tuple[Loss, ...]
    marks: tuple[Mark, ...] = ()
    page: Page | None = None
    language: str = ""


class _Written(Struct, frozen=True, kw_only=True):
    """The texts of an import: the article, entries, links of the ledger, what was lost."""

    name: str
    article: str
    sources: str
    links: str
    told: str


def take(pandoc: Pandoc, form: str, file: Path, into: Path) -> Imported:
    """
    Take *file* into the project in or around the folder *into*.

    For a text, a project is begun there when there is none. Nothing that is there is changed: the
    article is a new file, entries and links are put at the end. Raises UsageError for a file that
    cannot be read or would be written over, ToolError when pandoc fails.
    """
    _check(file, form)
    try:
        if form in READERS:
            return _list_of_sources(form, file, into)
        home = _home(into)
        text = _wikitext(pandoc, file) if form == "wikitext" else _document(pandoc, form, file)
        return _article(pandoc, file, text, home, into)
    except RecursionError as cause:
        hint = "look for lists or brackets within each other by the hundred"
        raise UsageError(f"{file.name} is nested too deeply", hint=hint) from cause


def _check(file: Path, form: str) -> None:
    most = _LARGEST_DOCUMENT if form == "docx" else _LARGEST_TEXT
    try:
        size = file.stat().st_size
    except OSError as cause:
        raise UsageError(f"{file} cannot be read: {cause.strerror}") from cause
    if not file.is_file():
        raise UsageError(f"{file} is no file")
    if size > most:
        raise UsageError(f"{file} has {size:,} bytes; no more than {most:,} are read")


def _home(into: Path) -> Workspace | None:
    """Open the project around the folder; None when one is to be begun in it."""
    if not into.is_dir() or not any(into.iterdir()):
        return None
    try:
        return open_workspace(into)
    except UsageError:
        if any((into / name).is_file() for name in _OWN_SETTINGS):
            raise
        return None


# Reading.


def _wikitext(pandoc: Pandoc, file: Path) -> _Text:
    source = read_text(file, file.parent)
    # The reader of wikitext takes this sign for the end of the text.
    page = read_page(replace(source, text=source.text.replace("\x00", "")))
    tree = _tree(pandoc, "wikitext", page.text.encode())
    return _Text(tree=tree, entries=page.entries, losses=page.losses, marks=page.marks,
                 page=page, language=page.language)  # fmt: skip


def _document(pandoc: Pandoc, form: str, file: Path) -> _Text:
    """Read a text whose citations pandoc knows, with the sources that it brings along."""
    given = file.read_bytes() if form == "docx" else read_text(file, file.parent).text.encode()
    tree = _tree(pandoc, form, given)
    answer = pandoc.need([*BOUNDED, "-f", _READERS[form], "-t", "csljson", "--sandbox"], given)
    taken = csl_reading.read_items(json.loads(answer or b"[]"))
    meta = tree["meta"]
    losses = [*taken.losses]
    if "bibliography" in meta:
        what = "the file of its sources is not read; take it over with 'import bibtex' or 'csljson'"
        losses.append(Loss(line=0, what=what))
    tree["meta"] = {name: value for name, value in meta.items() if name in _METADATA}
    dropped = sorted(set(meta) - _METADATA - {"references"})
    if dropped:
        losses.append(Loss(line=0, what=f"metadata: {', '.join(dropped)}"))
    lang = meta.get("lang", {})
    language = trees.words_of(lang.get("c", []))
    return _Text(tree=tree, entries=taken.entries, losses=tuple(losses), language=language)


def _tree(pandoc: Pandoc, form: str, given: bytes) -> dict[str, Any]:
    answer = pandoc.need([*BOUNDED, "-f", _READERS[form], "-t", "json", "--sandbox"], given)
    tree: dict[str, Any] = json.loads(answer)
    return tree


# Writing.


def _article(
    pandoc: Pandoc, file: Path, text: _Text, home: Workspace | None, into: Path
) -> Imported:
    there = read_bibliography(home.bibliographies) if home else Bibliography()
    new = merged(there, text.entries)
    marks = tuple(
        replace(mark, cited=tuple(replace(one, key=new.keys[one.key]) for one in mark.cited))
        for mark in text.marks
    )
    made = claims.annotate(
        text.tree["blocks"], marks, taken=_taken(home), language=text.language, keys=new.keys
    )
    titled = unmistakable(_titled(text, made, new, file))
    losses = [*text.losses, *new.losses, *made.losses]
    losses += [Loss(line=0, what=excerpt(what)) for what in titled.dropped]
    told = f"sources: {len(text.entries)} in, {len(new.entries)} new; claims: {made.claims}"
    account: tuple[str, ...] = (told,)
    if text.page:
        losses += accounts.strayed(text.page, made)
        account = accounts.balance(text.page.counts, marks, made, len(text.entries))
    told = accounts.listed(SourceText(path=file.name, text=""), ordered(losses))
    written = _Written(
        name=_file_name(file),
        article=_markdown(pandoc, titled.tree),
        sources=biblatex.written(new.entries),
        links=ledger_links.written(made.quoted),
        told=told,
    )
    files = _begun(into, written) if home is None else _added(home, written)
    return Imported(files=files, account=account, losses=tuple(told.splitlines()))


def _markdown(pandoc: Pandoc, tree: dict[str, Any]) -> str:
    arguments = [*BOUNDED, "-f", "json", "-s", "-t", _WRITER, "--wrap=none", "--sandbox"]
    text = pandoc.need(arguments, json.dumps(tree).encode()).decode()
    # What a terminal would obey is no part of a text.
    return _CONTROLS.sub("", without_private(text))


def _titled(text: _Text, made: claims.Annotated, new: Merged, file: Path) -> dict[str, Any]:
    """Put the text together again, with a title, a language and the sources not cited in it."""
    meta = dict(text.tree["meta"])
    meta.setdefault("title", trees.said(file.stem.replace("_", " ")))
    if text.language:
        meta.setdefault("lang", trees.said(text.language))
    before = (new.keys.get(key, key) for key in trees.cited_in(meta.get("nocite")))
    listed = dict.fromkeys((*made.listed, *new.keys.values(), *before))
    rest = [key for key in listed if key not in made.cited]
    if rest:
        meta["nocite"] = trees.listing(rest)
    return {**text.tree, "meta": meta, "blocks": made.blocks}


def _taken(home: Workspace | None) -> frozenset[str]:
    """Return the ids that claims of the project have."""
    if home is None:
        return frozenset()
    ids = {found[1] for source in home.articles for found in _ID.finditer(source.text)}
    return frozenset(ids | set(read_ledger(home.ledger).claims if home.ledger else ()))


def _begun(into: Path, written: _Written) -> tuple[Path, ...]:
    """Begin a project with what was imported."""
    texts = {
        f"article/{written.name}.md": written.article,
        "references.bib": written.sources,
        **({"article/ledger.yaml": written.links} if written.links else {}),
        f"import-{written.name}.txt": written.told,
    }
    return tuple(into / name for name in begin(into, texts))


def _added(home: Workspace, written: _Written) -> tuple[Path, ...]:
    """Add what was imported to a project."""
    folder = PurePosixPath(home.articles[0].path).parent
    article = home.folder / folder / f"{written.name}.md"
    if article.exists():
        hint = "rename the file to be imported, or take the article away"
        raise UsageError(f"{article.name!r} is there already, so nothing was written", hint=hint)
    files = [*_append_entries(home, written.sources)]
    if written.links:
        files += _append(home.folder / home.settings.ledger, written.links)
    files += _append(home.folder / f"import-{written.name}.txt", written.told)
    write_atomically(article, written.article.encode())
    return (article, *files)


def _file_name(file: Path) -> str:
    """Make a name for the article of letters, digits and dashes alone."""
    return re.sub(r"[^\w]+", "-", file.stem).strip("-_")[:80].lower() or "article"


def _append_entries(home: Workspace, sources: str) -> Iterable[Path]:
    """Put entries at the end of the project's last bibliography."""
    if not sources:
        return ()
    plain = [name for name in home.settings.bibliography if not set(name) & set("*?[")]
    names = [*(one.path for one in home.bibliographies[-1:]), *plain, "references.bib"]
    return _append(home.folder / names[0], sources, between="\n")


def _append(path: Path, text: str, *, between: str = "") -> Iterable[Path]:
    """Put text at the end of a file, whose bytes stay and whose line ends it takes."""
    before = path.read_bytes() if path.exists() else None
    old = before or b""
    try:
        old.decode()
    except UnicodeDecodeError as cause:
        hint = "save it as UTF-8 first"
        raise UsageError(f"{path.name} is not UTF-8, so nothing was added", hint=hint) from cause
    if b"\r\n" in old:
        text, between = text.replace("\n", "\r\n"), between.replace("\n", "\r\n")
    end = b"\r\n" if b"\r\n" in old else b"\n"
    joint = b"" if not old else between.encode() if old.endswith(b"\n") else end + between.encode()
    exchange(path, before, old + joint + text.encode())
    return (path,)


def _list_of_sources(form: str, file: Path, into: Path) -> Imported:
    home = open_workspace(into)
    source = read_text(file, file.parent)
    taken = READERS[form](source)
    new = merged(read_bibliography(home.bibliographies), taken.entries)
    losses = ordered((*taken.losses, *new.losses))
    told = accounts.listed(source, losses)
    files = [*_append_entries(home, biblatex.written(new.entries))]
    if told:
        files += _append(home.folder / f"import-{_file_name(file)}.txt", told)
    account: tuple[str, ...] = (f"sources: {len(taken.entries)} in, {len(new.entries)} new",)
    return Imported(files=tuple(files), account=account, losses=tuple(told.splitlines()))
