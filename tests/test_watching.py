"""While somebody writes, each change is built and shown, and a broken text says so."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from kzru_cite.edition.preview import preview
from kzru_cite.watching import stamps
from test_cli import ARTICLE, SOURCES, call
from test_cli import project as project  # noqa: PLC0414  a fixture is found by its name

CHROMIUM = "/usr/bin/chromium"
PAGE = (
    '<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    '</head>\n<body class="a">\n<p>x</p>\n</body></html>\n'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """The program at work: its process and the port that it serves."""

    process: subprocess.Popen[str]
    port: int

    def line(self) -> str:
        """Return the next line that the program says."""
        assert self.process.stderr is not None
        return self.process.stderr.readline().rstrip("\n").removeprefix("kzru-cite: ")

    def ask(self, path: str, host: str | None = None) -> tuple[int, str]:
        """Ask as a browser does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": host} if host else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def state(self, seen: int = -1) -> int:
        """Return the state of the page once it differs from *seen*."""
        return int(json.loads(self.ask(f"/-/state?seen={seen}")[1]))


@contextmanager
def watching(project: Path, *words: str) -> Iterator[Watching]:
    """Run the program in *project* until it is interrupted, and see that it ends well."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    with subprocess.Popen(
        [sys.executable, "-m", "kzru_cite", "build", *words, "--watch", "--port", "0"],
        cwd=project,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **kept},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            match = re.fullmatch(
                r"kzru-cite: serving http://127\.0\.0\.1:(\d+)/ until Ctrl-C\n", said
            )
            assert match, said
            yield Watching(process=process, port=int(match[1]))
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
            assert process.stderr.read().endswith("kzru-cite: ended\n")
        finally:
            process.kill()


def _write(project: Path, text: str) -> None:
    """Write the article in one piece, as editors do: half of it would be built, too."""
    made = project / "article" / ".article.md"
    made.write_text(text, encoding="utf-8")
    made.replace(project / "article" / "article.md")


def test_each_change_is_built_and_served(project: Path) -> None:
    with watching(project) as one:
        assert "built; the check came out passed" == one.line()
        code, page = one.ask("/")
        assert (200, True, True) == (code, "Water boils" in page, "/-/state?seen=1" in page)
        file = (project / "output" / "article.html").read_text(encoding="utf-8")
        assert file.count("<script") == file.count('<script type="application/ld+json">')
        assert ["article.html", "manifest.json"] == sorted(
            path.name for path in (project / "output").iterdir()
        )

        _write(project, ARTICLE.replace("boils", "steams"))
        assert 2 == one.state(seen=1)
        assert "built; the check came out passed" == one.line()
        assert "Water steams" in one.ask("/")[1]

        (project / "references.bib").write_text(SOURCES + "\n", encoding="utf-8")
        assert 3 == one.state(seen=2)
        assert "built; the check came out passed" == one.line()


def test_a_broken_text_shows_the_fault_and_the_last_page(project: Path) -> None:
    with watching(project) as one:
        assert one.line().startswith("built")
        _write(project, ARTICLE + "\n![<b>a</b>](none.png)\n")
        assert "not built: the image 'article/none.png' cannot be read: No such file" in one.line()
        assert "  hint: add the file, or mend its path in the text" == one.line()
        assert 2 == one.state()
        page = one.ask("/")[1]
        assert "not built: the image &#x27;article/none.png&#x27; cannot be read" in page
        assert "Water boils" in page

        (project / "kzru-cite.toml").write_text("todai = 1\n", encoding="utf-8")
        assert "kzru-cite.toml:1:1: 'todai' is no known setting" in one.line()
        one.line()
        (project / "kzru-cite.toml").write_text('today = "2026-11-23"\n', encoding="utf-8")
        assert "not built: the image" in one.line()
        one.line()
        # The image that was missing is in none of the files read, and is seen all the same.
        dot = Path(__file__).parent / "edition" / "sample" / "text" / "figures" / "dot.png"
        shutil.copy(dot, project / "article" / "none.png")
        assert one.line().startswith("built")
        assert "not built" not in one.ask("/")[1]


def test_a_project_that_is_broken_from_the_start_is_served(project: Path) -> None:
    _write(project, "![a](none.png)\n")
    with watching(project) as one:
        assert one.line().startswith("not built")
        one.line()
        page = one.ask("/")[1]
        assert "<title>Not built</title>" in page
        assert 'role="alert"' in page
        _write(project, ARTICLE)
        assert one.line().startswith("built")
        assert "Water boils" in one.ask("/")[1]


def test_only_the_page_is_served_and_only_under_its_own_name(project: Path) -> None:
    with watching(project, "markdown") as one:
        one.line()
        assert (project / "output" / "article.md").is_file()
        assert (404, "there is only one page\n") == one.ask("/../kzru-cite.toml")
        assert 404 == one.ask("/article.html")[0]
        assert 403 == one.ask("/", host="example.org")[0]
        assert 403 == one.ask("/-/state", host=f"example.org:{one.port}")[0]
        assert 200 == one.ask("/", host=f"localhost:{one.port}")[0]
        assert (200, "1") == one.ask("/-/state?seen=x")


def test_a_reader_who_hangs_up_is_no_fault(project: Path) -> None:
    with watching(project) as one:
        one.line()
        with socket.create_connection(("127.0.0.1", one.port)) as hanging:
            words = f"GET /-/state?seen=1 HTTP/1.1\r\nHost: 127.0.0.1:{one.port}\r\n\r\n"
            hanging.sendall(words.encode())
        _write(project, ARTICLE + "\nMore.\n")
        assert one.line().startswith("built")
        assert 200 == one.ask("/")[0]


def test_a_port_that_is_taken_is_an_error_of_usage(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = call("build", "--watch", "--port", port, folder=project)
    assert 2 == answer.code
    assert f"port {port} cannot be used: Address already in use" in answer.err
    assert "hint: name another with --port" in answer.err


def test_watching_and_checking_do_not_go_together(project: Path) -> None:
    assert 2 == call("build", "--watch", "--check", folder=project).code


@pytest.mark.browser
def test_a_browser_shows_the_change_by_itself(project: Path) -> None:
    with (
        watching(project) as one,
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        ) as browser,
    ):
        one.line()
        page = browser.new_page()
        errors: list[str] = []
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(f"http://127.0.0.1:{one.port}/")
        expect(page.locator("#boiling", has_text="Water boils")).to_be_visible()
        _write(project, ARTICLE.replace("boils", "steams"))
        expect(page.locator("#boiling", has_text="Water steams")).to_be_visible(timeout=30_000)
        _write(project, "![a](none.png)\n")
        expect(page.get_by_role("alert")).to_contain_text("not built", timeout=30_000)
        expect(page.locator("#boiling", has_text="Water steams")).to_be_visible()
        _write(project, ARTICLE)
        expect(page.locator("#boiling", has_text="Water boils")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("alert")).to_have_count(0)
        # A browser asks for an icon that nobody has.
        assert [] == [text for text in errors if "404" not in text]


def test_the_served_copy_may_run_its_own_script() -> None:
    shown = preview(PAGE, 7)
    assert "default-src 'none'; script-src 'unsafe-inline'; connect-src 'self'\">" in shown
    assert shown.endswith("</script>\n</body></html>\n")
    assert "seen=7" in shown
    assert 'role="alert"' not in shown


def test_a_fault_is_shown_as_text_at_the_top() -> None:
    shown = preview(PAGE, 1, "a <b> & \\1")
    assert shown.index('<body class="a">') < shown.index("a &lt;b&gt; &amp; \\1")
    assert shown.index("\\1") < shown.index("<p>x</p>")


def test_what_nobody_writes_is_not_looked_at(tmp_path: Path) -> None:
    names = ("a.md", "b/c.png", ".git/x", ".d", "node_modules/y", "output/article.html", "e.bib")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "gone.md").symlink_to("nowhere")
    settings = 'article = ["*.md"]\ncsl = "own.csl"\n'
    (tmp_path / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    seen = {Path(path).relative_to(tmp_path).as_posix() for path in stamps(tmp_path)}
    assert {"a.md", "b/c.png", "e.bib", "kzru-cite.toml"} == seen


def test_a_folder_with_very_many_files_is_not_walked_to_its_end(tmp_path: Path) -> None:
    for number in range(5100):
        (tmp_path / f"{number}.txt").touch()
    (tmp_path / "a.md").touch()
    (tmp_path / "kzru-cite.toml").write_text('article = ["a.md"]\n', encoding="utf-8")
    assert 5001 == len(stamps(tmp_path))


@pytest.mark.parametrize("settings", ["article = 1\n", 'article = ["/a"]\n'])
def test_with_settings_that_are_wrong_these_alone_are_looked_at(
    settings: str, tmp_path: Path
) -> None:
    (tmp_path / "kzru-cite.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.md").touch()
    assert [str(tmp_path / "kzru-cite.toml")] == list(stamps(tmp_path))
