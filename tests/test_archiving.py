"""
`kzru-cite archive` proposes copies that were looked at, and has them made.

Save Page Now 2 is a double made from its documentation; pywb is the real program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kzru_cite.gather.save_page_now import ACCESS as ACCESS_NAME
from kzru_cite.gather.save_page_now import SECRET as SECRET_NAME
from kzru_cite.settings import SERVICES
from loopback import LoopbackWeb
from loopback.archive import pywb_is_there
from loopback.pages import article, bare
from loopback.recorder import LoopbackRecorder
from loopback.replies import raw, redirect, retry_after, status
from loopback.save_page_now import ACCESS, SECRET, STAMP, SavePageNow
from loopback.walls import WALLS
from offline import NO_NAMES
from test_cli import Answer

TITLE = "The bridge of nine arches"
SETTINGS = """\
looks = "looks.jsonl"

[gate]
dead-looks = 1

[gather]
allow-private = ["127.0.0.0/8"]
interval = "1ms"
timeout = "5s"
longest-wait = "1s"
save-wait = "{wait}"
budget = "budget.sqlite"

[services]
"""
KEYS = {ACCESS_NAME: ACCESS, SECRET_NAME: SECRET}


@dataclass(slots=True, kw_only=True)
class Project:
    """A project whose one source, *page*, stands on a loopback web, and the archive beside it."""

    web: LoopbackWeb
    folder: Path
    archive: SavePageNow
    page: str = ""
    wait: str = "5s"
    services: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=lambda: dict(KEYS))

    def write(self, **fields: str) -> None:
        """Cite the page, with these fields beside the usual."""
        told = {"title": TITLE, "organization": "Test", "date": "2020", "urldate": "2026-11-01"}
        lines = "".join(f"  {name} = {{{text}}},\n" for name, text in {**told, **fields}.items())
        (self.folder / "article").mkdir(exist_ok=True)
        (self.folder / "article" / "a.md").write_text("It stands [@bridge].\n", encoding="utf-8")
        self.bib.write_text(f"% ours\n@online{{bridge,\n{lines}  url = {{{self.page}}},\n}}\n")
        self.settle()

    def settle(self) -> None:
        """Write the settings."""
        bases = {**dict.fromkeys(SERVICES, ""), "wayback": self.archive.base}
        bases |= {"save": self.archive.base, **self.services}
        rows = "".join(f'{name} = "{base}"\n' for name, base in bases.items())
        text = SETTINGS.format(wait=self.wait) + rows
        (self.folder / "kzru-cite.toml").write_text(text, encoding="utf-8")

    @property
    def bib(self) -> Path:
        return self.folder / "references.bib"

    @property
    def jobs(self) -> list[dict[str, object]]:
        path = self.folder / ".kzru-cite" / "saves.json"
        found: list[dict[str, object]] = json.loads(path.read_text())["jobs"]
        return found

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kzru_cite", "archive", "--today", "2026-11-26", *words]

    @property
    def env(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **kept, **self.environment}

    def call(self, *words: str) -> Answer:
        done = subprocess.run(
            self.command(*words), cwd=self.folder, env=self.env, capture_output=True, check=False
        )
        told = Answer(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
        self.keeps_secrets(told)
        return told

    def keeps_secrets(self, told: Answer) -> None:
        """See that the keys stand in nothing that was said or written."""
        texts = [told.out, told.err]
        texts += [
            path.read_bytes().decode("utf-8", "replace")
            for path in self.folder.rglob("*")
            if path.is_file()
        ]
        for text in texts:
            assert ACCESS not in text
            assert SECRET not in text

    def copy_of(self, stamp: str = STAMP) -> str:
        return self.archive.copy(self.page, stamp)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with LoopbackWeb() as web:
        web.page("paper.test", "/bridge", title=TITLE)
        made = Project(web=web, folder=tmp_path, archive=SavePageNow(web=web))
        made.page = web.url("paper.test", "/bridge", numeric=True)
        made.archive.shows[made.page] = article(TITLE)
        made.write()
        yield made


def applied(project: Project, patch: str) -> str:
    """Apply a patch as git does, and return the bibliography."""
    words = ["git", "apply", "-"]
    subprocess.run(words, cwd=project.folder, input=patch.encode(), check=True, capture_output=True)
    return project.bib.read_text()


def lines_added(project: Project, stamp: str = STAMP, state: str = "live") -> str:
    day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    status_line = f"  urlstatus = {{{state}}},\n" if state else ""
    return (
        f"  archiveurl = {{{project.copy_of(stamp)}}},\n  archivedate = {{{day}}},\n{status_line}"
    )


# What archives hold.


def test_a_copy_that_was_looked_at_is_proposed_as_a_patch(project: Project) -> None:
    project.archive.listed[project.page] = "20261020101112"
    before = project.bib.read_text()
    answer = project.call()
    assert (0, before) == (answer.code, project.bib.read_text())
    copy = project.copy_of("20261020101112")
    assert f"references.bib:2:9 bridge: the copy of 2026-10-20 {copy} is proposed\n" in answer.err
    after = applied(project, answer.out)
    assert before.replace("\n}\n", f"\n{lines_added(project, '20261020101112')}}}\n") == after
    again = project.call()
    assert (0, "") == (again.code, again.out)
    assert "no reference here lacks a good copy" in again.err


def test_a_copy_is_written_and_nothing_printed(project: Project) -> None:
    project.archive.listed[project.page] = "20261020101112"
    answer = project.call("bridge", "--write")
    assert (0, "") == (answer.code, answer.out)
    assert " is written\n" in answer.err
    assert lines_added(project, "20261020101112") in project.bib.read_text()
    assert [] == project.archive.wishes


def test_offline_only_what_was_seen_is_proposed(project: Project) -> None:
    project.archive.listed[project.page] = "20261020101112"
    answer = project.call("--offline")
    assert (3, "") == (answer.code, answer.out)
    assert "can be proposed: no archive was asked" in answer.err
    assert () == project.web.requests()
    project.call()
    assert project.call("--offline").out.startswith("--- a/references.bib\n")


def test_an_address_that_is_lost_is_marked_dead(project: Project) -> None:
    project.page = project.web.put("paper.test", "/gone", status(404))
    project.page = project.web.url("paper.test", "/gone", numeric=True)
    project.archive.shows[project.page] = article(TITLE)
    project.archive.listed[project.page] = "20261020101112"
    project.write()
    project.call("--write")
    assert "urlstatus = {dead}" in project.bib.read_text()


def test_the_editors_word_on_the_page_stays(project: Project) -> None:
    project.archive.listed[project.page] = "20261020101112"
    project.write(urlstatus="unfit")
    project.call("--write")
    assert 1 == project.bib.read_text().count("urlstatus = {unfit}")


def test_a_poor_copy_is_replaced_by_a_better_one(project: Project) -> None:
    wall = WALLS["cloudflare"]
    poor = f"{project.page}-wall"
    project.archive.shows[poor] = bare(wall.title, wall.body, head=wall.head)
    cited = project.archive.copy(poor, "20261010101112")
    project.archive.listed[project.page] = "20261020101112"
    project.write(archiveurl=cited, archivedate="2026-10-10", urlstatus="live")
    answer = project.call("--write")
    assert 0 == answer.code
    text = project.bib.read_text()
    assert f"  archiveurl = {{{project.copy_of('20261020101112')}}},\n" in text
    assert "  archivedate = {2026-10-20},\n" in text
    assert cited not in text


def test_what_an_editor_lets_pass_wants_no_copy(project: Project) -> None:
    project.write(kzrucite="allow ARC107: printed too (until 2999-01-01)")
    answer = project.call("--save")
    assert (0, []) == (answer.code, project.archive.wishes)


def test_unknown_keys_and_contradicting_wishes_are_errors_of_usage(project: Project) -> None:
    answer = project.call("brigde")
    assert 2 == answer.code
    assert "no reference has the key 'brigde'\n  hint: did you mean bridge?" in answer.err
    assert 2 == project.call("zzzzzz").code
    assert 2 == project.call("--save", "--offline").code


def test_what_is_missing_is_told_with_what_to_do(project: Project) -> None:
    answer = project.call()
    assert (1, "") == (answer.code, answer.out)
    page = project.page
    assert f"no archive that was asked has a good copy of {page}; --save has one made" in answer.err


# Words that are quoted.


def quoting(project: Project, cited: str, held: str) -> None:
    """Cite a copy that shows *cited*; the page and what is copied now show *held*."""
    old = project.copy_of("20261010101112")
    project.archive.by_stamp["20261010101112"] = article(TITLE, cited)
    project.archive.shows[project.page] = article(TITLE, held)
    project.web.page("paper.test", "/bridge", title=TITLE, text=held)
    project.write(archiveurl=old, archivedate="2026-10-10", urlstatus="live")
    ledger = "bridge-sold:\n  - ref: bridge\n    quote: the old bridge was sold for a song\n"
    (project.folder / "article" / "ledger.yaml").write_text(ledger)
    (project.folder / "article" / "a.md").write_text(
        "[It was sold [@bridge]]{#bridge-sold .claim}.\n"
    )
    settings = project.folder / "kzru-cite.toml"
    settings.write_text(settings.read_text().replace("[gather]\n", "[gather]\ncapture = true\n"))


WITH = "In the end the old bridge was sold for a song."
WITHOUT = "The bridge stands as it did in the days of the tsars."


def test_of_two_copies_the_one_with_the_words_is_given(project: Project) -> None:
    quoting(project, WITHOUT, WITH)
    project.archive.listed[project.page] = "20261020101112"
    answer = project.call("--write")
    assert 0 == answer.code, answer.err
    assert f"{{{project.copy_of('20261020101112')}}}" in project.bib.read_text()


def test_of_words_that_no_copy_holds_one_is_made(project: Project) -> None:
    quoting(project, WITHOUT, WITH)
    first = project.call()
    assert 1 == first.code
    assert "--save has one made" in first.err
    answer = project.call("--save", "--write")
    assert 0 == answer.code, answer.err
    assert f"{{{project.copy_of()}}}" in project.bib.read_text()


def test_a_copy_that_holds_the_words_no_better_is_not_given(project: Project) -> None:
    quoting(project, WITHOUT, WITH)
    project.archive.shows[project.page] = article(TITLE, WITHOUT)
    before = project.bib.read_text()
    answer = project.call("--save", "--write")
    assert (1, before) == (answer.code, project.bib.read_text())
    assert "was made, and will not do: no other copy holds the quotation" in answer.err


# Save Page Now 2.


def test_a_copy_is_made_looked_at_and_proposed(project: Project) -> None:
    project.archive.pending = 2
    answer = project.call("--save")
    assert 0 == answer.code, answer.err
    assert f"bridge: the copy of 2026-11-20 {project.copy_of()} is proposed" in answer.err
    assert [{"url": project.page}] == project.archive.wishes
    assert 3 == len(project.archive.questions)
    assert lines_added(project) in applied(project, answer.out)
    (job,) = project.jobs
    assert ("made", project.page) == (job["stage"], job["address"])
    project.call("--save")
    assert 1 == len(project.archive.wishes)


def test_a_copy_that_replays_late_is_waited_for(project: Project) -> None:
    project.archive.late = 1
    assert 0 == project.call("--save", "--write").code
    assert lines_added(project) in project.bib.read_text()


def test_a_copy_that_does_not_replay_yet_is_looked_at_by_the_next_run(project: Project) -> None:
    del project.archive.shows[project.page]
    project.wait = "200ms"
    project.settle()
    answer = project.call("--save")
    assert (3, "") == (answer.code, answer.out)
    words = f"the copy {project.copy_of()} was made, and cannot be seen yet: call again in a while"
    assert words in answer.err
    project.archive.shows[project.page] = article(TITLE)
    assert 0 == project.call("--save").code
    assert 1 == len(project.archive.wishes)


def test_a_job_that_is_still_running_is_taken_up_by_the_next_run(project: Project) -> None:
    project.archive.pending = 1
    project.wait = "0s"
    project.settle()
    first = project.call("--save")
    assert (3, "") == (first.code, first.out)
    assert f"the archive is still at {project.page}: call again in a while" in first.err
    assert "pending" == project.jobs[0]["stage"]
    second = project.call("--save")
    assert 3 == second.code
    third = project.call("--save")
    assert 0 == third.code, third.err
    assert 1 == len(project.archive.wishes)


def test_a_copy_that_shows_a_wall_is_not_written(project: Project) -> None:
    wall = WALLS["cloudflare"]
    project.archive.shows[project.page] = bare(wall.title, wall.body, head=wall.head)
    before = project.bib.read_text()
    answer = project.call("--save", "--write")
    assert (1, before) == (answer.code, project.bib.read_text())
    made = project.copy_of()
    why = "will not do: it does not show the source"
    assert f"the copy {made} was made, and {why}" in answer.err
    project.call("--save", "--write")
    assert 1 == len(project.archive.wishes)


def test_a_copy_with_another_title_is_not_written(project: Project) -> None:
    project.archive.shows[project.page] = article("Weather for the weekend")
    answer = project.call("--save", "--write")
    assert 1 == answer.code
    assert "will not do: it does not show the source" in answer.err


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("bad-gateway", 3, "try later: the page's server has a fault (bad-gateway): In words"),
        ("no-browsers-available", 3, "try later: the archive has too much to do"),
        ("not-found", 1, "not to be had: the page is not there"),
        ("filesize-limit", 1, "not to be had: the file is larger than"),
        ("blocked-url", 1, "refused: the archive does not copy this site"),
        ("no-access", 1, "refused: the page's server refuses"),
        ("brand-new", 3, "try later: the archive failed in a way not known here (brand-new)"),
    ],
)
def test_each_failure_is_told_in_plain_words(
    project: Project, name: str, code: int, words: str
) -> None:
    project.archive.ends[project.page] = name
    answer = project.call("--save")
    assert (code, "") == (answer.code, answer.out)
    assert f"no copy was made of {project.page}: {words}" in answer.err
    project.call("--save")
    assert (1 if code == 1 else 2) == len(project.archive.wishes)


def test_a_wish_can_be_refused_at_once(project: Project) -> None:
    project.archive.refusals[project.page] = "blocked-url"
    answer = project.call("--save")
    assert 1 == answer.code
    assert "refused: the archive does not copy this site" in answer.err
    assert [] == project.archive.questions


def test_of_a_page_copied_too_often_today_an_existing_copy_is_taken(project: Project) -> None:
    project.archive.refusals[project.page] = "too-many-daily-captures"
    project.call()
    project.archive.listed[project.page] = "20261126080910"
    answer = project.call("--save")
    assert 0 == answer.code, answer.err
    assert f"{project.copy_of('20261126080910')} is proposed" in answer.err


def test_only_an_archive_that_is_asked_can_have_one(project: Project) -> None:
    project.archive.refusals[project.page] = "too-many-daily-captures"
    empty = raw(b"", "application/link-format", code=404)
    project.archive.odd[f"/own/timemap/link/{project.page}"] = empty
    project.services["wayback"] = ""
    project.settle()
    with (project.folder / "kzru-cite.toml").open("a") as settings:
        settings.write(f'\n[archives]\nown = "{project.archive.base}/own"\n')
    answer = project.call("--save")
    assert 3 == answer.code
    assert "copied today" in answer.err
    assert 0 == sum("/cdx" in one.path for one in project.web.requests("archive.test"))


def test_without_one_it_is_told_to_try_later(project: Project) -> None:
    project.archive.refusals[project.page] = "too-many-daily-captures"
    answer = project.call("--save")
    assert 3 == answer.code
    assert "copied today: the archive has copied it ten times today" in answer.err
    project.call("--save")
    assert 1 == len(project.archive.wishes)


def test_a_full_queue_and_a_missing_job_are_waited_out(project: Project) -> None:
    project.archive.jobless = 2
    assert 0 == project.call("--save").code
    assert 3 == len(project.archive.wishes)


def test_a_queue_that_stays_full_is_left_for_later(project: Project) -> None:
    project.archive.refusals[project.page] = "user-session-limit"
    project.wait = "50ms"
    project.settle()
    answer = project.call("--save")
    assert 3 == answer.code
    assert "try later: the archive makes no more copies for these keys at once" in answer.err
    assert [] == project.jobs


def test_without_keys_nothing_is_asked_and_the_variables_are_named(project: Project) -> None:
    project.environment = {}
    answer = project.call("--save")
    assert (2, "") == (answer.code, answer.out)
    assert f"the environment has no {ACCESS_NAME} and {SECRET_NAME}\n  hint: " in answer.err
    assert () == project.web.requests()
    project.environment = {**KEYS, SECRET_NAME: "two\twords"}
    answer = project.call("--save")
    assert 2 == answer.code
    assert f"{SECRET_NAME} is no key" in answer.err
    assert "two\twords" not in answer.err


def test_keys_that_the_archive_does_not_take_are_told(project: Project) -> None:
    project.environment = {**KEYS, SECRET_NAME: "another"}
    answer = project.call("--save")
    assert 2 == answer.code
    assert "trouble with the keys: the archive does not take them (it answered 401)" in answer.err
    assert [] == project.jobs
    assert "another" not in answer.err


def test_keys_are_sent_in_the_clear_to_this_machine_alone(project: Project) -> None:
    project.services["save"] = "http://archive.example"
    project.settle()
    answer = project.call("--save")
    assert 2 == answer.code
    assert "keys are not sent to 'http://archive.example' in the clear" in answer.err
    project.services["save"] = "archive"
    project.settle()
    assert "'services.save' is no address: 'archive'" in project.call("--save").err
    project.services["save"] = ""
    project.settle()
    answer = project.call("--save")
    assert 2 == answer.code
    assert "no archive is asked by the settings" in answer.err


def test_an_archive_that_asks_for_quiet_is_left_alone(project: Project) -> None:
    project.archive.odd["/save"] = retry_after(3600)
    answer = project.call("--save")
    assert 3 == answer.code
    assert "try later: the archive asks for fewer requests" in answer.err
    assert 1 == project.web.count("archive.test", "/save")
    again = project.call("--save")
    assert 3 == again.code
    assert "asked to be left alone" in again.err
    assert 1 == project.web.count("archive.test", "/save")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (status(502), "the archive has a fault (it answered 502)"),
        (raw(b"<html>", "text/html"), "the answer is not that of Save Page Now 2 (code 200)"),
    ],
    ids=("fault", "other"),
)
def test_answers_of_somebody_else_end_the_asking(
    project: Project, reply: object, words: str
) -> None:
    project.archive.odd["/save"] = reply  # type: ignore[assignment]
    answer = project.call("--save")
    assert 3 == answer.code
    assert f"try later: {words}" in answer.err
    assert "asked" == project.jobs[0]["stage"]
    del project.archive.odd["/save"]
    # Whether the first wish was taken in nobody knows: what came of it will do.
    assert 0 == project.call("--save").code
    assert [{"url": project.page, "if_not_archived_within": "1h"}] == project.archive.wishes


def test_trouble_while_a_job_runs_leaves_it_for_the_next_run(project: Project) -> None:
    project.archive.odd["/save/status"] = status(503)
    assert 3 == project.call("--save").code
    assert "pending" == project.jobs[0]["stage"]
    project.archive.odd["/save/status"] = raw(b'"?"', "application/json")
    (project.folder / "budget.sqlite").unlink()
    assert 3 == project.call("--save").code
    del project.archive.odd["/save/status"]
    assert 0 == project.call("--save").code
    assert 1 == len(project.archive.wishes)


def test_a_job_that_the_archive_has_forgotten_is_asked_for_again(project: Project) -> None:
    project.wait = "0s"
    project.settle()
    project.call("--save")
    project.archive.forget()
    project.call("--save")
    assert 1 == len(project.archive.wishes)
    path = project.folder / ".kzru-cite" / "saves.json"
    rows = json.loads(path.read_text())
    rows["jobs"][0]["at"] = "2026-01-01T00:00:00+00:00"
    path.write_text(json.dumps(rows))
    project.wait = "5s"
    project.settle()
    assert 0 == project.call("--save").code
    first, second = project.archive.wishes
    assert "if_not_archived_within" not in first
    assert second["if_not_archived_within"].endswith("h")


def test_a_network_that_is_down_exits_with_3(project: Project) -> None:
    project.call()
    project.services["save"] = "http://127.0.0.1:8"
    project.settle()
    answer = project.call("--save")
    assert 3 == answer.code
    assert "not reached: connection refused" in answer.err


def test_without_a_network_nothing_is_asked_to_be_copied(project: Project) -> None:
    (project.folder / "cut").mkdir()
    (project.folder / "cut" / "sitecustomize.py").write_text(NO_NAMES)
    project.environment["PYTHONPATH"] = str(project.folder / "cut")
    project.page = "http://nowhere.test/bridge"
    project.services["wayback"] = "http://archive.nowhere.test"
    project.write()
    answer = project.call("--save")
    assert (3, "") == (answer.code, answer.out)
    assert "there is no network" in answer.err
    assert [] == project.archive.wishes


def test_a_copy_is_left_to_the_editor_where_the_entry_cannot_be_edited(project: Project) -> None:
    project.archive.listed[project.page] = "20261020101112"
    fields = 'title = "The bridge " # "of nine arches", organization = "T" # "est"'
    text = f'@online{{bridge,\n {fields}, date = 20 # 20, urldate = 2026 # "-11-01",\n url = '
    project.bib.write_text(text + f'{{{project.page}}} # "",\n}}\n')
    answer = project.call()
    assert (1, "") == (answer.code, answer.out)
    assert "is left for you to write: the entry takes its fields from elsewhere" in answer.err


def test_a_bibliography_that_is_not_utf_8_is_left(project: Project) -> None:
    project.archive.listed[project.page] = "20261020101112"
    project.bib.write_bytes(project.bib.read_bytes().replace(b"% ours", b"% caf\xe9"))
    answer = project.call("--write")
    assert 1 == answer.code
    assert "is left for you to write: references.bib is not UTF-8" in answer.err


def test_nothing_is_sent_that_is_nobodys_business(project: Project) -> None:
    project.page = project.page.replace("http://", "http://me:word@")
    project.write()
    answer = project.call("--save")
    assert (1, []) == (answer.code, project.archive.wishes)
    assert "its address is not one to be told to others" in answer.err


def test_a_page_that_is_gone_is_not_asked_for(project: Project) -> None:
    project.web.put("paper.test", "/gone", status(404))
    project.page = project.web.url("paper.test", "/gone", numeric=True)
    project.write()
    answer = project.call("--save")
    assert (1, []) == (answer.code, project.archive.wishes)
    assert "the page is gone, so that none can be made" in answer.err


def test_the_editors_word_says_whether_there_is_something_to_copy(project: Project) -> None:
    project.write(urlstatus="usurped")
    answer = project.call("--save")
    assert (1, []) == (answer.code, project.archive.wishes)
    project.web.put("paper.test", "/gone", status(404))
    project.page = project.web.url("paper.test", "/gone", numeric=True)
    project.archive.shows[project.page] = article(TITLE)
    project.write(urlstatus="live")
    assert 0 == project.call("--save").code
    assert [{"url": project.page}] == project.archive.wishes


def test_a_run_that_is_killed_goes_on_and_asks_nothing_twice(project: Project) -> None:
    project.archive.pending = 10_000
    process = subprocess.Popen(
        project.command("--save"),
        cwd=project.folder,
        env=project.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = datetime.now(UTC).timestamp() + 30
    while not project.archive.questions:
        assert datetime.now(UTC).timestamp() < end
    process.kill()
    process.wait()
    project.archive.pending = 0
    answer = project.call("--save", "--write")
    assert 0 == answer.code, answer.err
    assert [{"url": project.page}] == project.archive.wishes
    assert lines_added(project) in project.bib.read_text()


# An archive of one's own.


@pytest.fixture
def recorder() -> Iterator[LoopbackRecorder]:
    if not pywb_is_there():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pywb is missing")
    with LoopbackRecorder() as recorder:
        yield recorder


@pytest.fixture
def own(project: Project, recorder: LoopbackRecorder) -> Project:
    project.services["recorder"] = f"{recorder.base}/"
    project.environment = {}
    project.wait = "90s"
    project.settle()
    return project


@pytest.mark.tools
def test_an_own_pywb_records_a_page_and_its_copy_is_written(own: Project) -> None:
    answer = own.call("--save", "--write")
    assert 0 == answer.code, answer.err
    base = own.services["recorder"]
    text = own.bib.read_text()
    assert f"  archiveurl = {{{base}2" in text
    assert f"/{own.page}}},\n  archivedate = {{2" in text
    assert [] == own.archive.wishes
    assert 0 == own.call("--offline").code


@pytest.mark.tools
def test_an_own_pywb_follows_a_page_that_moved(own: Project) -> None:
    own.web.put("paper.test", "/old", redirect(own.page, 302))
    own.page = own.web.url("paper.test", "/old", numeric=True)
    own.write()
    answer = own.call("--save", "--write")
    assert 0 == answer.code, answer.err
    assert f"/{own.page}}},\n  archivedate" in own.bib.read_text()


@pytest.mark.tools
def test_a_page_that_fails_for_an_own_pywb_is_not_copied(own: Project) -> None:
    own.web.put("paper.test", "/bridge", status(403))
    answer = own.call("--save")
    assert (1, "") == (answer.code, answer.out)
    assert "not to be had: the page answered 403" in answer.err


@pytest.mark.tools
def test_a_wall_that_an_own_pywb_recorded_is_not_written(own: Project) -> None:
    wall = WALLS["cloudflare"]
    body = bare(wall.title, wall.body, head=wall.head)
    own.web.put("paper.test", "/bridge", raw(body.encode()))
    answer = own.call("--save", "--write")
    assert 1 == answer.code
    assert "was made, and will not do: it does not show the source" in answer.err


@pytest.mark.tools
def test_a_recording_whose_end_nobody_heard_of_is_found_again(
    own: Project, recorder: LoopbackRecorder
) -> None:
    own.wait = "0s"
    own.settle()
    assert 3 == own.call("--save").code
    path = own.folder / ".kzru-cite" / "saves.json"
    path.write_text(path.read_text().replace('"pending"', '"asked"'))
    before = own.web.count("paper.test", "/bridge")
    # While no list shows it, nobody can know that it was recorded.
    recorder.wait_for(own.page)
    own.wait = "90s"
    own.settle()
    assert 0 == own.call("--save").code
    # It was looked at anew by nobody, and not recorded again.
    assert before == own.web.count("paper.test", "/bridge")


@pytest.mark.tools
def test_a_recording_that_never_came_is_made_after_an_hour(own: Project) -> None:
    """As when the archive is ended before it wrote down what it saw."""
    own.wait = "0s"
    own.settle()
    assert 3 == own.call("--save").code
    first = own.page
    own.web.page("paper.test", "/other", title=TITLE)
    own.page = own.web.url("paper.test", "/other", numeric=True)
    path = own.folder / ".kzru-cite" / "saves.json"
    path.write_text(path.read_text().replace(first, own.page))
    own.write()
    assert 3 == own.call("--save").code
    # Looked at by us alone: for an hour the archive may be at it.
    assert 1 == own.web.count("paper.test", "/other")
    at = str(own.jobs[0]["at"])
    earlier = datetime.fromisoformat(at) - timedelta(hours=2)
    path.write_text(path.read_text().replace(at, earlier.isoformat().replace("+00:00", "Z")))
    own.wait = "90s"
    own.settle()
    assert 0 == own.call("--save").code
    assert 2 == own.web.count("paper.test", "/other")


def test_what_is_no_recorder_is_told(project: Project) -> None:
    project.services["recorder"] = project.web.url("paper.test", "", numeric=True)
    project.settle()
    project.web.page("paper.test", f"/record/mp_/{project.page}", title="Some page")
    answer = project.call("--save")
    assert 3 == answer.code
    assert "200 came without Memento-Datetime: is 'recorder' a collection" in answer.err


def test_a_recorder_that_is_not_there_exits_with_3(project: Project) -> None:
    project.services["recorder"] = "http://127.0.0.1:8/web"
    project.settle()
    answer = project.call("--save")
    assert 3 == answer.code
    assert "not reached: connection refused" in answer.err
    # The next run looks first whether it was recorded, and cannot either.
    assert 3 == project.call("--save").code
    assert "asked" == project.jobs[0]["stage"]
