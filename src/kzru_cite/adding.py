"""Make the entry of a work, judge it as it would stand in the project, and write it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite import app
from kzru_cite.consulting import Nothing, consult
from kzru_cite.errors import UsageError
from kzru_cite.files import exchange, read_bytes
from kzru_cite.gathering import Told
from kzru_cite.loading import Started
from kzru_cite.model.address import same_page
from kzru_cite.model.archive import Capture, read_capture
from kzru_cite.model.bibliography import Bibliography, Reference
from kzru_cite.model.draft import Draft
from kzru_cite.model.entry_addresses import addresses, own, written
from kzru_cite.model.entry_form import new_entry
from kzru_cite.model.identifiers import identifiers
from kzru_cite.model.keys import is_key, make_key
from kzru_cite.model.naming import Named, NotNamed, named
from kzru_cite.model.one_line import citation
from kzru_cite.model.place import SourceText
from kzru_cite.model.report import Finding
from kzru_cite.model.tex import verbatim
from kzru_cite.model.visible import visible
from kzru_cite.model.written import as_written, plain_text
from kzru_cite.read.bibliography import read_bibliography
from kzru_cite.read.bibtex_insert import inserted
from kzru_cite.workspace import Workspace

# That nothing cites it yet lies in the nature of a new entry.
_LATER = frozenset({"KEY002"})


class Wish(Struct, frozen=True, kw_only=True):
    """What is to be added: a DOI, ISBN, address or number, perhaps under a key, to a file."""

    work: str
    key: str = ""
    file: str = ""


class Proposal(Struct, frozen=True, kw_only=True):
    """
    An entry that is not yet written: its text, where it goes, notes, and what the rules find.

    *failing* tells that some finding would fail the project's gate.
    """

    key: str
    entry: str
    path: Path
    name: str
    before: bytes
    after: bytes
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]
    failing: bool

    @property
    def citation(self) -> str:
        """Return what is written into the text to cite the entry."""
        return citation(self.key)


def propose(started: Started, wish: Wish, told: Told, call: app.Call) -> Proposal | Nothing:
    """
    Ask about a work and return its entry; nothing is written but the log of looks.

    Raises UsageError for a wish that cannot be fulfilled whatever is asked.
    """
    workspace = started.workspace
    name = named(wish.work)
    if isinstance(name, NotNamed):
        raise UsageError(name.why, hint="such as 10.17226/12005, or an address with https://")
    bibliography = read_bibliography(workspace.bibliographies)
    if wish.key and not is_key(wish.key):
        raise UsageError(f"{wish.key!r} is no key", hint="use letters, digits, _ : . + and -")
    taken = bibliography.keys()
    if wish.key in taken:
        raise UsageError(f"the key {wish.key!r} is taken", hint="choose another one")
    file = _file(workspace, wish.file)
    asked = _question(name)
    there = _twin(bibliography, asked)
    if there is not None:
        return _already(there)
    draft = consult(workspace, name, told)
    if isinstance(draft, Nothing):
        return draft
    entry = _read(new_entry(draft.kind, "new", draft.fields))
    there = _twin(bibliography, entry)
    if there is not None:
        return _already(there)
    key = wish.key or make_key(draft.family, draft.year, draft.title, taken)
    return _proposed(started, draft, key, file, call)


def write(proposal: Proposal) -> None:
    """Write a proposed entry; raises LedgerError when the file has changed meanwhile."""
    exchange(proposal.path, proposal.before, proposal.after)


def remarks(proposal: Proposal) -> tuple[str, ...]:
    """Say in lines what an editor should know of an entry before it is written."""
    found = [
        f"{one.severity.word} {one.code} {visible(one.message)}"
        + (f" (hint: {visible(one.hint)})" if one.hint else "")
        for one in proposal.findings
    ]
    return (*map(visible, proposal.notes), *found)


def _file(workspace: Workspace, name: str) -> SourceText:
    """Choose the file to write to: the one named, else the first."""
    files = workspace.bibliographies
    for source in files:
        if name in ("", source.path):
            return source
    known = ", ".join(source.path for source in files)
    if name:
        raise UsageError(f"{name!r} is no bibliography of the project", hint=f"there are: {known}")
    raise UsageError("the project has no bibliography", hint="make an empty references.bib")


def _read(entry: str) -> Reference:
    [reference] = read_bibliography([SourceText(path="", text=entry)]).references
    return reference


def _question(name: Named) -> Reference:
    """Return an entry that says of a work no more than what it is named by."""
    kind = "book" if name.about.startswith("isbn:") else "misc"
    safe = [(field, verbatim(value)) for field, value in name.fields]
    return _read(new_entry(kind, "new", safe))


def _twin(bibliography: Bibliography, new: Reference) -> Reference | None:
    """Return the entry that describes the same work, by its identifiers or its address."""
    marks = set(_marks(new))
    pages = list(_pages(new))
    for reference in bibliography.references:
        if marks & set(_marks(reference)):
            return reference
        if any(same_page(one, other) for one in pages for other in _pages(reference)):
            return reference
    return None


def _marks(reference: Reference) -> Iterator[str]:
    """Give the identifiers of a work; the ISBN of a part is that of the whole book."""
    is_part = reference.kind.startswith(("in", "suppbook", "bookinbook"))
    for field, about in identifiers(reference):
        if not (field.name == "isbn" and is_part):
            yield about


def _pages(reference: Reference) -> Iterator[str]:
    """Give the addresses of a page, and that of the page whose copy is named."""
    yield from (str(address) for _, address in addresses(reference))
    for field in own(reference, "archiveurl", "url"):
        copy = read_capture(written(field.value))
        if isinstance(copy, Capture) and copy.original:
            yield copy.original


def _already(there: Reference) -> Nothing:
    place = there.place
    why = f"the work is in the bibliography already, at {place.path}:{place.line}"
    return Nothing(why=why, hint=f"cite it as {citation(there.key)}")


def _proposed(
    started: Started, draft: Draft, key: str, file: SourceText, call: app.Call
) -> Proposal:
    workspace = started.workspace
    path = workspace.folder / file.path
    before = read_bytes(path) or b""
    old = as_written(before)
    if old is None:
        raise UsageError(f"{file.path} is in UTF-16", hint="convert it to UTF-8 first")
    entry = new_entry(draft.kind, key, draft.fields)
    parts = inserted(old.text, key, entry)
    texts = [_in(file, part) if isinstance(part, str) else part for part in parts]
    # Read in its own encoding the text has other offsets than the bytes.
    new = replace(file, text=plain_text(file.text, inserted(file.text, key, entry)))
    findings, failing = _judged(started, new, key, call)
    return Proposal(
        key=key,
        entry=entry,
        path=path,
        name=file.path,
        before=before,
        after=old.joined(texts),
        notes=draft.notes,
        findings=findings,
        failing=failing,
    )


def _in(file: SourceText, text: str) -> str:
    """Return new text so that it comes out in the encoding of the file."""
    if file.not_utf8 is None:
        return text
    try:
        return text.encode("cp1252").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError as cause:
        letter = text[cause.start]
        message = f"{file.path} is in {file.read_as}, which has no {letter!r}"
        raise UsageError(message, hint="convert it to UTF-8 first") from cause


def _judged(
    started: Started, new: SourceText, key: str, call: app.Call
) -> tuple[tuple[Finding, ...], bool]:
    """Judge the project offline, as it would be, and return what is found of the new entry."""
    workspace = started.workspace
    files = [new if one.path == new.path else one for one in workspace.bibliographies]
    changed = replace(started, workspace=replace(workspace, bibliographies=tuple(files)))
    report = app.offline_report(changed, call)
    found = tuple(one for one in report.open if one.reference == key and one.code not in _LATER)
    return found, any(one.severity >= report.fail_on for one in found)
