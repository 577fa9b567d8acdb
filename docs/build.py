"""
Build the pages: those beside this file, and a reference made from the program.

Usage: ``python docs/build.py FOLDER``. All is written below FOLDER. Warnings are errors, and so is
a link of a page that leads to no page, no file or no heading.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from kzru_cite import rules
from kzru_cite.choices import CHANGE_LISTS, CLAIM_LISTS, REPORTS
from kzru_cite.cli import main
from kzru_cite.edition import EDITIONS, STYLES
from kzru_cite.manual import commands
from kzru_cite.settings import KEYS, SERVICES

HERE = Path(__file__).parent
_TABLE = re.compile(r"\[+tool\.kzru-cite(?:\.(?P<name>\w+))?\]+(?:\s*#\s*(?P<about>.*))?")
_LINE = re.compile(r"(?P<key>[\w-]+) = (?P<value>.*?)(?:\s+#\s*(?P<about>.*))?")


def settings() -> Iterator[str]:
    """Yield the reference of settings: the keys of the program, the words of the page on them."""
    text = (HERE / "writing.md").read_text(encoding="utf-8")
    told: dict[tuple[str, str], tuple[str, str]] = {}
    for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        table = ""
        for line in block.splitlines():
            if head := _TABLE.fullmatch(line):
                table = head["name"] or ""
            elif found := _LINE.fullmatch(line):
                told[table, found["key"]] = (found["value"], found["about"] or "")
    yield "# Settings\n\nIn `kzru-cite.toml`, or in `pyproject.toml` below `[tool.kzru-cite]`."
    yield "What they mean together: [Writing an article](../writing.md#settings).\n"
    for table, keys in KEYS.items():
        yield f"## {f'`[{table}]`' if table else 'The project'}\n"
        yield "| key | as it is without one, or an example | |\n| --- | --- | --- |"
        for key in keys:
            value, about = told.get((table, key), ("", ""))
            if not value and table != "allow":
                raise SystemExit(f"docs/writing.md does not tell of the setting {table}.{key}")
            yield f"| `{key}` | {f'`{value}`' if value else ''} | {about} |"
        yield ""
    yield '## `[services]`\n\n`""` switches a service off.\n\n| key | address |\n| --- | --- |'
    yield from (f"| `{name}` | `{base}` |" for name, base in SERVICES.items())
    yield "\n## `[archives]`\n\nNames of your own, each with the address of an archive (TimeMaps)."


def rule_pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of a page for each family of rules."""
    in_order = sorted(rules.ALL, key=lambda rule: rule.code)
    for family, members in groupby(in_order, key=lambda rule: rule.code[:3]):
        parts = [f"# Rules {family}\n"]
        for rule in members:
            kind = f"{rule.severity.word}, confidence {rule.confidence.word}"
            parts.append(
                f"## {rule.code} {rule.name}\n\n*{kind}*\n\n````text\n{rule.page.strip()}\n````\n"
            )
        yield f"rules-{family.lower()}", "\n".join(parts)


def formats() -> str:
    """Return the reference of what can be written."""
    editions = "\n".join(f"| `{one.name}` | `{one.filename}` |" for one in EDITIONS)

    def names(words: tuple[str, ...]) -> str:
        return ", ".join(f"`{word}`" for word in words)

    return (
        "# Forms\n\n"
        f"Reports (`verify --format`): {names(REPORTS)}. See [reports](../reports.md).\n\n"
        f"Lists of changes (`changes --format`): {names(CHANGE_LISTS)}.\n\n"
        f"Lists of claims (`claims --format`): {names(CLAIM_LISTS)}.\n\n"
        f"Styles (`--csl`): {names(STYLES)}, or a `.csl` file.\n\n"
        f"## Editions\n\n| name | file |\n| --- | --- |\n{editions}\n\n"
        "What each is for: [Editions](../editions.md).\n"
    )


def gather(source: Path) -> None:
    """Put the pages and the reference into the folder *source*."""
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("build.py", "__pycache__"))
    reference = source / "reference"
    reference.mkdir()
    pages = {
        "commands": f"# Commands\n\n{commands(main, '##')}",
        "settings": "\n".join(settings()),
        "formats": formats(),
        **dict(rule_pages()),
    }
    for name, text in pages.items():
        (reference / f"{name}.md").write_text(f"{text.rstrip()}\n", encoding="utf-8")


def broken(site: Path) -> Iterator[str]:
    """Yield the links of built pages that lead nowhere; those to other sites are not followed."""
    found = {page: BeautifulSoup(page.read_bytes(), "html.parser") for page in site.rglob("*.html")}
    names = {page: {tag["id"] for tag in soup.find_all(id=True)} for page, soup in found.items()}
    for page, soup in sorted(found.items()):
        for tag in soup.find_all(href=True):
            parts = urlsplit(str(tag["href"]))
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page.resolve()
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and anchor not in names.get(target, {anchor})):
                yield f"{page.relative_to(site)}: {tag['href']} leads nowhere"


def build(folder: Path) -> int:
    """Build all; return the exit code."""
    source, site = folder.resolve() / "source", folder.resolve() / "site"
    gather(source)
    shutil.rmtree(site, ignore_errors=True)
    sphinx = [sys.executable, "-m", "sphinx", "--builder=html", "--quiet", "--fresh-env"]
    strict = ["--fail-on-warning", "--keep-going", "--nitpicky"]
    cache = f"--doctree-dir={folder / 'doctrees'}"
    done = subprocess.run([*sphinx, *strict, cache, source, site], check=False)
    faults = list(broken(site))
    for fault in faults:
        print(fault, file=sys.stderr)
    pages = len(list(site.rglob("*.html")))
    print(f"{pages} pages in {site}, {len(faults)} broken links")
    return int(bool(done.returncode or faults))


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
