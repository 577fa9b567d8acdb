"""What lies in a folder of somebody else is never run: settings of git, hooks, modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hostile.terminals import OBEYED
from hostile.test_written_words import call
from kzru_cite.revision import moment_of
from loopback import LoopbackWeb
from loopback.replies import page

# Settings whose value git runs as a program, or hands to a shell.
COMMANDS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy"),
    *("core.askPass", "core.alternateRefsCommand", "sequence.editor", "diff.external"),
    *("diff.x.command", "diff.x.textconv", "filter.x.clean", "filter.x.smudge"),
    *("filter.x.process", "merge.x.driver", "gpg.program", "gpg.openpgp.program"),
    *("gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "gpg.x509.program"),
    *("credential.helper", "pager.show", "pager.ls-tree", "pager.rev-parse", "pager.rev-list"),
    *("pager.log", "interactive.diffFilter", "man.x.cmd", "uploadpack.packObjectsHook"),
    *("remote.origin.uploadpack", "remote.origin.receivepack", "remote.origin.vcs"),
    *("alias.rev-parse", "alias.ls-tree", "alias.show", "alias.rev-list", "alias.x"),
    *("submodule.x.update", "trace2.eventTarget", "core.hooksPath"),
)
HOOKS = ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout")
SIGNED = "-----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
WORDS = "\x1b[2J\x1b]0;owned\x07 <script>alert(1)</script> `x`{=html} \u202egnp #panic() \\input{x}"
BRANCH = "a\u202e<script>alert(1)</script>$(id)`x`"


def git(folder: Path, *words: str, given: str = "") -> str:
    done = subprocess.run(
        ["git", *words],  # noqa: S607 - git as it is found by the program
        cwd=folder,
        input=given,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout.strip()


class Clone:
    """A project in a repository in which each setting and each hook is a trap."""

    def __init__(
        self, folder: Path, *, bare: bool = False, moment: str = "1790000000 +0000"
    ) -> None:
        self.folder = folder / "project"
        self.mark = folder / "sprung"
        self.trap = folder / "trap"
        self.trap.write_text(f'#!/bin/sh\necho "$0 $*" >>"{self.mark}"\n', encoding="utf-8")
        self.trap.chmod(0o755)
        (self.folder / "article").mkdir(parents=True)
        bib = "@book{old, title = {Old}, author = {Rao, A.}, publisher = {Steam}, date = {1999}}\n"
        for name, text in {
            "kzru-cite.toml": 'today = "2026-11-23"\n',
            "references.bib": bib,
            "article/a.md": "# Heat\n\nSteam [@old].\n",
            ".gitattributes": "* filter=x diff=x merge=x\n",
        }.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.dir = self.folder if bare else self.folder / ".git"
        git(self.folder, "init", "-q", *(["--bare", "."] if bare else []))
        self.head = self._commit(moment)
        self._set()

    def _commit(self, moment: str) -> str:
        """Commit all with poisoned words and a signature, to a branch with a poisoned name."""
        tree = self._tree(self.folder)
        who = WORDS.replace("<", "(").replace(">", ")")
        text = (
            f"tree {tree}\nauthor {who} <a@b> {moment}\ncommitter {who} <a@b> {moment}\n"
            f"gpgsig {SIGNED}\n{WORDS}\n"
        )
        made = self._git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text)
        self._git("update-ref", f"refs/heads/{BRANCH}", made)
        self._git("symbolic-ref", "HEAD", f"refs/heads/{BRANCH}")
        return made

    def _tree(self, folder: Path) -> str:
        lines = []
        for path in sorted(folder.iterdir()):
            if path.name == "article":
                lines.append(f"040000 tree {self._tree(path)}\t{path.name}")
            elif path.suffix in (".toml", ".bib", ".md") or path.name == ".gitattributes":
                made = self._git("hash-object", "-w", "--no-filters", str(path))
                lines.append(f"100644 blob {made}\t{path.name}")
        return self._git("mktree", given="\n".join(lines) + "\n")

    def _git(self, *words: str, given: str = "") -> str:
        return git(self.folder, f"--git-dir={self.dir}", *words, given=given)

    def _set(self) -> None:
        for name in HOOKS:
            hook = self.dir / "hooks" / name
            hook.parent.mkdir(exist_ok=True)
            hook.write_bytes(self.trap.read_bytes())
            hook.chmod(0o755)
        sections = []
        for name in COMMANDS:
            section, _, key = name.rpartition(".")
            first, _, rest = section.partition(".")
            value = f"!{self.trap}" if name.startswith(("alias", "submodule")) else str(self.trap)
            if name == "core.hooksPath":
                value = str(self.dir / "hooks")
            sections.append(f"[{first}{f' {chr(34)}{rest}{chr(34)}' if rest else ''}]\n")
            sections.append(f'\t{key} = "{value}"\n')
        more = (
            "[log]\n\tshowSignature = true\n[status]\n\tsubmoduleSummary = true\n"
            f'[protocol]\n\tallow = always\n[remote "origin"]\n\turl = "{self.folder}"\n'
            "\tpromisor = true\n\tpartialclonefilter = blob:none\n"
            "[extensions]\n\tpartialClone = origin\n[core]\n\trepositoryformatversion = 1\n"
        )
        config = self.dir / "config"
        old = config.read_text(encoding="utf-8")
        config.write_text(old + "".join(sections) + more, encoding="utf-8")

    def unsprung(self) -> None:
        assert not self.mark.exists(), self.mark.read_text(encoding="utf-8")


def test_the_traps_are_traps(tmp_path: Path) -> None:
    """What a reader of the repository would call by hand runs them."""
    clone = Clone(tmp_path)
    git(clone.folder, "show", "--no-patch", "--format=%ct", "HEAD")
    assert clone.mark.exists()
    clone.mark.unlink()
    git(clone.folder, "status", "--short")
    assert clone.mark.exists()


def test_no_setting_of_a_repository_is_run(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    told = b""
    for words in (
        ("verify", "--offline"),
        ("build", "html", "epub", "pdf", "docx", "jats", "markdown"),
        ("fix", "--diff"),
        ("fmt",),
        *(("changes", "--since", name) for name in ("HEAD", BRANCH, clone.head, f"{BRANCH}~0")),
    ):
        done = call(clone.folder, *words)
        assert done.returncode in (0, 1, 3), (words, done.stderr.decode())
        assert not OBEYED.search(done.stderr.decode())
        assert not OBEYED.search(done.stdout.decode())
        told += done.stdout + done.stderr
        clone.unsprung()
    assert b"since 2026-09-21" in told
    pages = [path.read_bytes() for path in (clone.folder / "output").iterdir()]
    # The colophon names the commit by its number and nothing that its author wrote.
    assert any(clone.head[:12].encode() in page for page in pages)
    assert not [page for page in pages if b"alert(1)" in page or b"owned" in page]


def test_objects_that_are_missing_are_not_fetched(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    tree = git(clone.folder, f"--git-dir={clone.dir}", "rev-parse", "HEAD^{tree}")
    for missing in (tree, clone.head):
        (clone.dir / "objects" / missing[:2] / missing[2:]).unlink()
        done = call(clone.folder, "build", "html")
        assert 0 == done.returncode, done.stderr.decode()
        assert call(clone.folder, "changes", "--since", "HEAD").returncode in (0, 2)
        clone.unsprung()


def test_a_folder_that_is_a_repository_itself_is_not_asked(tmp_path: Path) -> None:
    """Such a one comes along in any other, with settings that nobody has looked at."""
    clone = Clone(tmp_path, bare=True)
    assert clone.head == git(clone.folder, "rev-parse", "HEAD")
    assert moment_of(clone.folder, "HEAD") is None
    assert 0 == call(clone.folder, "build", "html").returncode
    page = next((clone.folder / "output").glob("*.html")).read_text(encoding="utf-8")
    assert clone.head[:12] not in page
    clone.unsprung()


@pytest.mark.parametrize("moment", ["99999999999999 +0000", "18446744073709551615 +0000", "x"])
def test_no_moment_of_a_commit_ends_the_program(tmp_path: Path, moment: str) -> None:
    clone = Clone(tmp_path, moment=moment)
    done = call(clone.folder, "changes", "--since", "HEAD")
    assert done.returncode in (0, 2), done.stderr.decode()
    clone.unsprung()


@pytest.mark.parametrize(
    "name", ["--output=x", "-x", "$(id)", "a\x1b[2J\u202e", "@{-1}", "HEAD^{/none}"]
)
def test_no_name_of_a_revision_is_an_option_or_shown_as_it_is(tmp_path: Path, name: str) -> None:
    clone = Clone(tmp_path)
    done = call(clone.folder, "changes", f"--since={name}")
    assert 2 == done.returncode
    assert not OBEYED.search(done.stderr.decode())
    assert not (clone.folder / "x").exists()
    clone.unsprung()


# Modules, which Python would take from the folder in which it begins.

MODULES = ("multiprocessing", "json", "distributed", "dask", "kzru_cite", "sitecustomize", "pickle")
ONLINE = """\
today = "2026-11-23"
[gather]
allow-private = ["127.0.0.0/8"]
interval = "1ms"
timeout = "5s"
[services]
wayback = ""
"""


@pytest.mark.parametrize("cluster", [(), ("--dask", "local:1")])
def test_no_module_of_a_project_is_loaded(tmp_path: Path, cluster: tuple[str, ...]) -> None:
    """Neither by what reads pages nor by what asks, in processes of their own."""
    project, mark = tmp_path / "project", tmp_path / "sprung"
    (project / "article").mkdir(parents=True)
    for name in MODULES:
        (project / name).mkdir()
        trap = f"open({str(mark)!r}, 'a').write(__name__)\n"
        (project / name / "__init__.py").write_text(trap, encoding="utf-8")
    with LoopbackWeb() as web:
        entries = []
        # With so many pages there are processes that read them.
        for number in range(21):
            web.put("page.test", f"/{number}", page("Trains", "Words. " * 99))
            address = web.url("page.test", f"/{number}", numeric=True)
            entries.append(f"@online{{k{number}, title = {{Trains}}, url = {{{address}}}}}\n")
        cited = "; ".join(f"@k{number}" for number in range(21))
        for path, text in {
            "kzru-cite.toml": ONLINE,
            "references.bib": "".join(entries),
            "article/a.md": f"Trains [{cited}].\n",
        }.items():
            (project / path).write_text(text, encoding="utf-8")
        done = _as_installed(tmp_path, project, "gather", *cluster)
    assert 0 == done.returncode, done.stderr.decode()
    assert b"21" in done.stdout + done.stderr
    assert not mark.exists(), mark.read_text(encoding="utf-8")


def _as_installed(place: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as its own file, in whose folder Python looks for modules first."""
    program = place / "bin" / "kzru-cite"
    program.parent.mkdir()
    text = "from kzru_cite.cli import main\n\nif __name__ == '__main__':\n    main()\n"
    program.write_text(text, encoding="utf-8")
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    plain = {"PATH": os.environ["PATH"], "HOME": str(place), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, str(program), *words],
        env={**plain, **kept},
        cwd=folder,
        capture_output=True,
        check=False,
    )
