"""The line that tells of progress shows no word of others, and stays in its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from hostile.terminals import OBEYED, said, spawned
from hostile.test_at_the_desk import SETTINGS
from kzru_cite.settings import SERVICES
from loopback import LoopbackWeb
from loopback.replies import raw

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp\u2066\u2028"
# Hosts that nobody looks up, and paths of one that is there.
HOSTS = (
    f"a{ESCAPES}.example",
    "xn--a.example",
    f"{'w' * 63}.example",
    f"{'w' * 300}.example",
    f"{'w.' * 2000}example",
    "\u202egnp.example",
    "a\x00b.example",
    "[::1%25\x1b[2J]",
    "127.0.0.1:99999",
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    with LoopbackWeb() as web:
        html = f"<title>{ESCAPES}</title><p>{ESCAPES * 99}</p>".encode()
        kind = "text/html; \x9b31m"
        web.put("page.test", "/p", raw(html, "text/html"))
        web.put("page.test", "/q", raw(html, kind))
        there = web.url("page.test", "/p", numeric=True)
        addresses = [f"http://{host}/{ESCAPES}" for host in HOSTS]
        addresses += [there, f"{there[:-1]}q", f"{there}?{ESCAPES}", f"{there}?{'w' * 5000}"]
        bases = "".join(f'{name} = ""\n' for name in SERVICES)
        (tmp_path / "kzru-cite.toml").write_text(SETTINGS + bases, encoding="utf-8")
        (tmp_path / "references.bib").write_text(
            "".join(
                f"@online{{k{number}, title = {{T}}, url = {{{address}}}}}\n"
                for number, address in enumerate(addresses)
            ),
            encoding="utf-8",
        )
        (tmp_path / "article").mkdir()
        keys = "; ".join(f"@k{number}" for number in range(len(addresses)))
        (tmp_path / "article" / "a.md").write_text(f"Steam [{keys}].\n", encoding="utf-8")
        yield tmp_path


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("command", ["gather", "verify"])
def test_no_host_writes_to_the_line_of_progress(project: Path, command: str, width: int) -> None:
    child = spawned(project, command, width=width)
    child.expect(pexpect.EOF)
    drawn = str(child.before)
    child.wait()
    child.close()
    assert child.exitstatus in (0, 1, 3), drawn
    lines = [one for one in drawn.split("\r") if one.endswith("\x1b[K") and "settled" in one]
    assert len(lines) > 3
    for line in lines:
        assert len(line.removesuffix("\x1b[K")) < width
        assert not OBEYED.search(line.removesuffix("\x1b[K")), ascii(line)


@pytest.mark.parametrize("command", ["gather", "verify"])
def test_nothing_else_that_is_told_of_hosts_is_obeyed(project: Path, command: str) -> None:
    done = said(project, command)
    assert done.code in (0, 1, 3), done.text
    assert not OBEYED.search(done.text), ascii(done.text)
