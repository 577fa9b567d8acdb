"""Imports point one way: top, outer, core, bottom; and each library stands behind one module."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
PACKAGE = "kzru_cite"

# The modules that may touch files, processes, clocks and the environment.
TOP = {
    *("cli", "app", "loaded", "building", "current", "explaining"),
    *("gathering", "planning", "asking", "memory"),
    *("joining", "joint_store", "storing"),
    *("searching", "auditing", "capturing", "watching", "glancing", "plans", "__main__", "manual"),
    *("reviewing", "reviewing_cards", "reviewing_desk", "reviewing_sources"),
    *("editor.desk", "editor.project", "editor.server"),
    *("baselines", "changing"),
    *("bundles", "cluster", "spreading"),
    *("formatting", "citing", "adding", "consulting"),
    *("importing", "exporting"),
    *("archiving", "archiving_words", "proving", "saving"),
    *("commands", "commands.common", "commands.checking", "commands.kept", "commands.mending"),
    *("commands.moving", "commands.publishing", "commands.telling"),
}
# Light parts that the command line loads first.
FIRST = {"loading", "choices", "many", "recalled", "day"}
OUTER = {
    *("workspace", "files", "settings", "toml_places", "toml_table", "pandoc"),
    *("skeleton", "keyboard", "databases"),
    *("remembered", "revision", "sealed", "themes"),
    *("edition.press", "edition.typst", "editor.recalling"),
    *("captures", "captures.foreign", "captures.members", "captures.records"),
    *("captures.store", "captures.wacz"),
    *("stores", "stores.closing", "stores.database", "stores.file_log", "stores.file_topics"),
    *("stores.postgresql", "stores.rows", "stores.sqlite"),
}
BOTTOM = ("model", "errors")
# What a pure module must not reach for.
IMPURE = {
    *("os", "subprocess", "socket", "ssl", "time", "random", "secrets", "tempfile", "shutil"),
    *("pathlib", "glob", "threading", "concurrent", "asyncio", "multiprocessing", "signal"),
    *("urllib.request", "http", "getpass", "platform", "locale", "uuid.uuid4"),
}
# Values are made of these, in all modules.
VALUES = {"msgspec.Struct", "msgspec.field", "msgspec.structs.replace"}
# Each library, and the modules of ours that it stands behind.
LIBRARIES = {
    "bibtexparser": {"read.bibtex_blocks", "read.bibtex_names"},
    "bs4": {"read.page_head"},
    "certifi": {"gather.secure"},
    "click": {
        *("cli", "manual", "commands.common", "commands.checking", "commands.kept"),
        *("commands.mending", "commands.moving", "commands.publishing", "commands.telling"),
    },
    "mwparserfromhell": {"convert.wikicode"},
    "dask": {"cluster"},
    "distributed": {"cluster"},
    "lsprotocol": {"editor.messages", "editor.server"},
    "msgspec": {"read.looks", "recalled"},
    "pint": {"model.figures.conversion"},
    "pycurl": {"gather.curl", "gather.curl_handle"},
    "pygls": {"editor.server"},
    "pylatexenc": {"read.bibtex_values"},
    "psycopg": {"stores.postgresql"},
    "pypdf": {"read.page_pdf", "read.page_pdf_fonts", "read.page_pdf_work"},
    "rapidfuzz": {"rules._likeness", "model.lookup", "model.searching"},
    "requests": {"gather.pooled"},
    "rispy": {"convert.ris"},
    "ruamel": {"read.ledger_plain", "read.ledger_yaml"},
    "segno": {"edition.qr"},
    "sentencex": {"read.sentences"},
    "stdnum": {"model.numbers"},
    "typst": {"edition.typst"},
    "urllib3": {"gather.lines", "gather.pooled"},
    "warcio": {"captures.foreign", "captures.records"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((SOURCE / PACKAGE).rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE / PACKAGE).with_suffix("").parts)
        yield name.removesuffix(".__init__") if name != "__init__" else "", path


MODULES = dict(modules())


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of what a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    """Return the modules of ours that a module imports."""
    found = set()
    for name in imports(path):
        if name.split(".")[0] == PACKAGE:
            inner = name.removeprefix(PACKAGE).removeprefix(".")
            while inner and inner not in MODULES:
                inner = inner.rpartition(".")[0]
            found.add(inner)
    return found


def part(module: str) -> str:
    return module.partition(".")[0]


def is_core(module: str) -> bool:
    core = ("read", "rules", "judge", "report", "edition", "convert", "editor")
    return part(module) in core and module not in OUTER | TOP


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    found = ours(MODULES[module])
    if part(module) in BOTTOM:
        assert {part(name) for name in found} <= {"model", "errors"}
    elif is_core(module):
        # A package's own list of parts may name its outer modules; nothing else may.
        allowed = {"model", "errors", part(module)}
        if part(module) == "convert":
            # What it writes is read again; it knows how.
            allowed.add("read")
        assert {part(name) for name in found} <= allowed
        if module != "edition":
            assert not found & (OUTER | TOP)
    elif module in OUTER:
        assert not found & (TOP | FIRST)
    elif part(module) == "gather":
        # It asks; it neither judges nor shows, and of reading it needs pages and records.
        allowed = {"model", "errors", "read", "gather", "databases", ""}
        assert {part(name) for name in found} <= allowed


@pytest.mark.parametrize(
    "module", [name for name in MODULES if is_core(name) or part(name) in BOTTOM]
)
def test_deciding_touches_nothing(module: str) -> None:
    names = {name for name in imports(MODULES[module]) if name.split(".")[0] != PACKAGE}
    # A pure path is a value like any other.
    names.discard("pathlib.PurePosixPath")
    tops = {name.split(".")[0] for name in names} | names
    assert not tops & IMPURE


def test_each_library_stands_behind_its_modules() -> None:
    found: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        for name in set(imports(path)) - VALUES:
            top = name.split(".")[0]
            if top not in {*sys.stdlib_module_names, PACKAGE, "_typeshed"}:
                found.setdefault(top, set()).add(module)
    assert found == LIBRARIES


def test_rules_know_neither_each_other_nor_a_format() -> None:
    for module, path in MODULES.items():
        name = module.removeprefix("rules.")
        if part(module) != "rules" or module == "rules" or name.startswith("_"):
            continue
        others = {found for found in ours(path) if found.startswith("rules.")}
        assert all(other.removeprefix("rules.").startswith("_") for other in others), module


def test_nothing_in_the_program_knows_the_article() -> None:
    # The labels of editions speak Kazakh and Russian; they name no country.
    for path in MODULES.values():
        text = path.read_text(encoding="utf-8")
        assert "Kazakhstan–Russia" not in text
        assert "zabortseva" not in text
