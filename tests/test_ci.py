"""Hooks, action and templates do what they say: each shell step is run as it stands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from kzru_cite.model.evidence import Look, Purpose, Trouble, Unanswered
from kzru_cite.read.looks import write_look
from test_cli import SOURCES, break_it
from test_cli import project as project  # noqa: PLC0414  a fixture is found by its name

# Where the program lies that is tested, and those that come with the tests.
PROGRAMS = Path(sys.executable).parent
BASH = "/bin/bash"
_EXPRESSION = re.compile(r"\$\{\{\s*(?P<name>[\w.-]+)\s*\}\}")
WEB = """\
@online{lee2020,
  author = {Lee, Bo},
  title = {Ice},
  url = {https://example.org/ice},
  urldate = {2020-04-01},
  date = {2020-03-01},
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a step ended, what it said, and what it wrote for later steps."""

    code: int
    out: str
    outputs: dict[str, str]


def programs() -> dict[str, str]:
    kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    return {"PATH": f"{PROGRAMS}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", **kept}


def run(script: str, folder: Path, **environment: str) -> Ran:
    """Run a script as GitHub and GitLab run theirs in Bash."""
    work = folder.parent / f"{folder.name}.step"
    work.mkdir(exist_ok=True)
    outputs = work / "outputs"
    outputs.write_text("", encoding="utf-8")
    (work / "step.sh").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", work / "step.sh"],
        cwd=folder,
        env={
            **programs(),
            "HOME": str(work),
            "RUNNER_TEMP": str(work),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(work / "summary.md"),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    lines = outputs.read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines)
    return Ran(code=done.returncode, out=done.stdout.decode(), outputs=pairs)


def read(path: Path) -> Any:  # noqa: ANN401  whatever a file holds
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def filled(environment: Mapping[str, str], context: Mapping[str, str]) -> dict[str, str]:
    """Put values for the expressions in the environment of a step."""
    return {
        name: _EXPRESSION.sub(lambda match: context[match["name"]], value)
        for name, value in environment.items()
    }


def verify(root: Path, folder: Path, **inputs: str) -> Ran:
    """Run the step of the action that checks, with inputs."""
    action = read(root / "action.yml")
    given = {f"inputs.{name}": one["default"] for name, one in action["inputs"].items()}
    given |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
    (step,) = [one for one in action["runs"]["steps"] if one.get("id") == "verify"]
    return run(step["run"], folder, **filled(step["env"], given))


def unsure(project: Path) -> None:
    """Let the project have a log in which nothing could be seen."""
    path = project / "references.bib"
    path.write_text(SOURCES + WEB, encoding="utf-8")
    log = project / "article" / "evidence" / "looks.jsonl"
    log.parent.mkdir()
    look = Look(
        at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        purpose=Purpose.PAGE,
        about="https://example.org/ice",
        asked="web",
        sight=Unanswered(trouble=Trouble.TIMEOUT),
    )
    log.write_text(write_look(look) + "\n", encoding="utf-8")
    text = project / "article" / "article.md"
    text.write_text(
        text.read_text(encoding="utf-8").replace("[@rao2019]", "[@rao2019; @lee2020]"),
        encoding="utf-8",
    )


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *words],  # noqa: S607
        cwd=folder,
        env={**programs(), "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def repository(folder: Path) -> Path:
    """Make a repository of a folder, with all that it holds committed."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "first")
    return folder


def test_the_action_passes_a_sound_project(root: Path, project: Path) -> None:
    done = verify(root, project)
    assert (0, {"verdict": "passed"}) == (done.code, done.outputs)
    assert "::error" not in done.out


def test_the_action_marks_a_fault_where_it_stands(root: Path, project: Path) -> None:
    break_it(project)
    done = verify(root, project.parent, project=project.name)
    assert (1, {"verdict": "failed"}) == (done.code, done.outputs)
    assert f"::error file={project.name}/article/article.md,line=8," in done.out


def test_what_could_not_be_checked_is_a_warning_unless_it_is_asked_to_fail(
    root: Path, project: Path
) -> None:
    unsure(project)
    done = verify(root, project)
    assert (0, {"verdict": "incomplete"}) == (done.code, done.outputs)
    assert "::warning title=kzru-cite::too much could not be checked\n" in done.out
    assert 3 == verify(root, project, incomplete="fail").code


def test_the_action_writes_other_reports_and_knows_a_baseline(root: Path, project: Path) -> None:
    break_it(project)
    known = subprocess.run(
        [PROGRAMS / "kzru-cite", "verify", "--offline", "--write-baseline", "known.json"],
        cwd=project,
        env=programs(),
        capture_output=True,
        check=False,
    )
    assert (project / "known.json").is_file(), known.stderr
    done = verify(
        root, project, format="sarif", output="x.sarif", baseline="known.json", min_severity="note"
    )
    assert (0, {"verdict": "passed"}) == (done.code, done.outputs)
    assert "2.1.0" == json.loads((project / "x.sarif").read_text(encoding="utf-8"))["version"]
    assert 2 == verify(root, project, format="tea").code
    assert {} == verify(root, project, format="tea").outputs


@pytest.mark.parametrize("name", ["project", "format", "output", "min_severity", "baseline"])
def test_no_input_is_ever_a_command(root: Path, project: Path, name: str) -> None:
    evil = "x\"; touch pwned; '$(touch pwned)`touch pwned`\n--help"
    verify(root, project, **{name: evil})
    verify(root, project, **{name: "--help"})
    assert not (project / "pwned").exists()


def steps(root: Path) -> list[dict[str, Any]]:
    action: list[dict[str, Any]] = read(root / "action.yml")["runs"]["steps"]
    jobs = read(root / "templates" / "github-watch.yml")["jobs"].values()
    return [*action, *(step for job in jobs for step in job["steps"])]


def test_no_expression_stands_in_a_script(root: Path) -> None:
    scripts = [step["run"] for step in steps(root) if "run" in step]
    assert 6 == len(scripts)
    for script in scripts:
        assert "${{" not in script
        # Bash reads it without a word of complaint.
        done = subprocess.run(
            [BASH, "-n"],
            input=script.encode(),
            capture_output=True,
            check=False,
        )
        assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("schema", "file", "key"),
    [
        ("github-actions", "action.yml", "runs"),
        ("github-workflows", "templates/github-watch.yml", "jobs"),
        ("gitlab-ci", "templates/gitlab.yml", "  script"),
    ],
)
def test_the_files_are_as_their_readers_want_them(
    root: Path, tmp_path: Path, schema: str, file: str, key: str
) -> None:
    def check(path: Path) -> int:
        words = [str(PROGRAMS / "check-jsonschema"), f"--builtin-schema=vendor.{schema}", str(path)]
        return subprocess.run(words, env=programs(), capture_output=True, check=False).returncode

    assert 0 == check(root / file)
    # The check can fail.
    broken = tmp_path / "broken.yml"
    text = (root / file).read_text(encoding="utf-8")
    broken.write_text(text.replace(f"\n{key}:\n", f"\n{key}: 7\nx:\n"), encoding="utf-8")
    assert 0 != check(broken)


def test_an_auditor_of_workflows_finds_nothing(root: Path, tmp_path: Path) -> None:
    def audit(*paths: Path) -> subprocess.CompletedProcess[bytes]:
        words = [str(PROGRAMS / "zizmor"), "--offline", "--persona=pedantic", "--quiet"]
        words += map(str, paths)
        return subprocess.run(words, env=programs(), capture_output=True, check=False)

    done = audit(root / "action.yml", root / "templates" / "github-watch.yml")
    assert 0 == done.returncode, done.stdout.decode()
    # It does find what an input in a script would be.
    text = (root / "action.yml").read_text(encoding="utf-8")
    (tmp_path / "action.yml").write_text(
        text.replace('-- "$KZRU_PROJECT"', "-- ${{ inputs.project }}"), encoding="utf-8"
    )
    assert b"template-injection" in audit(tmp_path / "action.yml").stdout


def test_the_template_for_gitlab_checks_and_writes_its_report(root: Path, project: Path) -> None:
    template = read(root / "templates" / "gitlab.yml")
    job = template["kzru-cite"]
    variables = {name: one["value"] for name, one in template["variables"].items()}
    script = "\n".join(job["script"])
    assert 0 == run(script, project, **variables).code
    report = project / job["artifacts"]["reports"]["codequality"]
    assert [] == json.loads(report.read_text(encoding="utf-8"))
    break_it(project)
    done = run(script, project, **variables)
    assert 1 == done.code
    assert "article/article.md:8:15: error KEY001" in done.out
    found = json.loads(report.read_text(encoding="utf-8"))
    assert "KEY001" in [one["check_name"] for one in found]
    evil = "x\"; touch pwned; '$(touch pwned)"
    run(script, project, **variables | {"KZRU_CITE_PROJECT": evil, "KZRU_CITE_MIN_SEVERITY": evil})
    assert not (project / "pwned").exists()


def test_an_incomplete_check_does_not_stop_gitlab(root: Path, project: Path) -> None:
    unsure(project)
    template = read(root / "templates" / "gitlab.yml")
    variables = {name: one["value"] for name, one in template["variables"].items()}
    done = run("\n".join(template["kzru-cite"]["script"]), project, **variables)
    assert done.code == template["kzru-cite"]["allow_failure"]["exit_codes"]


def test_the_workflow_looks_again_and_puts_the_looks_on_a_branch(root: Path, project: Path) -> None:
    (job,) = read(root / "templates" / "github-watch.yml")["jobs"].values()
    look, changes, branch = [step for step in job["steps"] if "run" in step][:3]
    remote = project.parent / "remote.git"
    git(project.parent, "init", "--quiet", "--bare", str(remote))
    repository(project)
    assert 0 == run(look["run"], project).code
    environment = {**branch["env"], "REMOTE": str(remote)}
    assert {"new": "false"} == run(branch["run"], project, **environment).outputs
    # Nothing can be asked in a test; so a look is written as asking would have written it.
    unsure(project)
    git(project, "commit", "--quiet", "--all", "--message", "more")
    assert 0 == run(changes["run"], project).code
    told = (project.parent / f"{project.name}.step" / "changes.md").read_text(encoding="utf-8")
    assert told.startswith("#")
    assert {"new": "true"} == run(branch["run"], project, **environment).outputs
    pushed = git(remote, "show", "kzru-cite/looks", "--stat", "--format=%an %s")
    assert pushed.startswith("kzru-cite Looks of 20")
    assert "article/evidence/looks.jsonl" in pushed
    assert "references.bib" not in pushed


def pre_commit(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAMS / "pre-commit", *words],
        cwd=project,
        env={
            **programs(),
            "HOME": str(project.parent),
            "PRE_COMMIT_HOME": str(project.parent / "pre-commit"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture
def hooked(root: Path, tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """Let the project use the hooks as they stand, from a repository that holds them."""
    hooks = tmp_path_factory.mktemp("hooks")
    shutil.copy(root / ".pre-commit-hooks.yaml", hooks)
    repository(hooks)
    # Installing what a hook in Python needs would ask a package index: here the program is there.
    names = [{"id": name, "language": "system"} for name in ("kzru-cite", "kzru-cite-fix")]
    config = {
        "repos": [{"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD"), "hooks": names}]
    }
    (project / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    return repository(project)


def test_the_hook_lets_a_sound_text_be_committed_and_no_fault(hooked: Path) -> None:
    assert 0 == pre_commit(hooked, "install").returncode
    bib = hooked / "references.bib"
    bib.write_text(SOURCES.replace("{Boiling}", "{Boiling of Water}"), encoding="utf-8")
    git(hooked, "commit", "--quiet", "--all", "--message", "sound")
    break_it(hooked)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(hooked, "commit", "--quiet", "--all", "--message", "broken")
    assert b"article/article.md:8:15: error KEY001" in refused.value.stderr + refused.value.output
    assert "sound" == git(hooked, "log", "-1", "--format=%s")


def test_the_hook_that_mends_leaves_the_mended_text_to_be_looked_at(hooked: Path) -> None:
    bib = hooked / "references.bib"
    bib.write_text(SOURCES.replace("date =", "isbn = {},\n  date ="), encoding="utf-8")
    done = pre_commit(hooked, "run", "kzru-cite-fix", "--all-files")
    assert 1 == done.returncode
    assert "files were modified by this hook" in done.stdout
    assert SOURCES == bib.read_text(encoding="utf-8")
    assert 0 == pre_commit(hooked, "run", "kzru-cite-fix", "--all-files").returncode


def test_the_hook_runs_for_files_of_a_project_alone(root: Path) -> None:
    for hook in read(root / ".pre-commit-hooks.yaml"):
        files = re.compile(hook["files"])
        for name in ("a.md", "x/a.bib", "article/ledger.yaml", "e/looks.jsonl", "kzru-cite.toml"):
            assert files.search(name), name
        for name in ("a.txt", "setup.cfg", "my-ledger.yaml", "Cargo.toml", "a.md.py"):
            assert not files.search(name), name
