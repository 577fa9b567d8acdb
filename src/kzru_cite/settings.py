"""Read the settings of a project from TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from ipaddress import ip_network
from typing import Any

from msgspec import Struct, field

from kzru_cite.errors import SettingsError
from kzru_cite.model.archive import Capture, read_capture
from kzru_cite.model.archive_providers import Trust
from kzru_cite.model.engine import Engine
from kzru_cite.model.outcome import Severity
from kzru_cite.model.paper import PaperWishes
from kzru_cite.model.place import Location, SourceText
from kzru_cite.model.policy import CLASSES, Policy, Suppression
from kzru_cite.model.storage import HINT, kind_of
from kzru_cite.toml_table import Table, read_toml

_PROJECT = ("article", "bibliography", "ledger", "looks", "output", "today", "csl", "theme")
_PDF = ("standard", "links")
_GATE = (
    *("fail-on", "max-unable", "coverage", "stale-after", "dead-looks", "dead-after"),
    *("live-fresh", "archive-fresh", "capture-before"),
)
_GATHER = (
    *("contact", "project", "vantage", "timeout", "concurrency", "per-host", "interval"),
    *("longest-wait", "allow-private", "authorities", "budget", "capture", "save-wait"),
    "engine",
)
# The services that can be asked, and where they live; "" switches one off.
SERVICES: Mapping[str, str] = {
    "wayback": "https://web.archive.org",
    "doi": "https://doi.org",
    "crossref": "https://api.crossref.org",
    "datacite": "https://api.datacite.org",
    "openlibrary": "https://openlibrary.org",
    "arxiv": "https://export.arxiv.org",
    "pubmed": "https://eutils.ncbi.nlm.nih.gov",
    "save": "https://web.archive.org",
    "recorder": "",
}
_REVIEW = ("need-decision", "eyes", "stale-after", "by")
_RULES = ("select", "ignore", "severity")
_ALLOW = ("code", "reason", "until", "key", "host")
# All settings by the table they stand in; those of services and archives are names.
KEYS: Mapping[str, tuple[str, ...]] = {
    "": _PROJECT,
    "gate": _GATE,
    "gather": _GATHER,
    "review": _REVIEW,
    "rules": _RULES,
    "allow": _ALLOW,
    "pdf": _PDF,
}
_TOP = (*_PROJECT, *(table for table in KEYS if table), "services", "archives")
_CODE = re.compile(r"[A-Z]{3}(?:\d{3})?")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class Gather(Struct, frozen=True, kw_only=True):
    """
    How the world is asked; times in seconds.

    *contact* and *project* go into the name that the program gives itself. *per_host* requests
    at once go to one host, *interval* apart. *allow_private* are networks admitted though they
    are private, *authorities* files with further certificate authorities. *budget* is the file
    that processes of one machine share; empty: in the user's cache folder. With *capture* what
    was fetched is kept. A run waits *save_wait* for copies that it asked archives to make. *engine*
    names the library that sends the requests.
    """

    contact: str = ""
    project: str = ""
    vantage: str = ""
    timeout: float = 20.0
    concurrency: int = 64
    per_host: int = 2
    interval: float = 1.0
    longest_wait: float = 120.0
    allow_private: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    budget: str = ""
    capture: bool = False
    save_wait: float = 300.0
    engine: Engine = Engine.REQUESTS


class Settings(Struct, frozen=True, kw_only=True):
    """
    What a project says of itself.

    *article* and *bibliography* are glob patterns relative to the project; *today* is None for
    the clock. *archives* are bases of further archives by their names. *reviewer* is the name
    under which decisions are written, '' to ask for it. *theme* is the path of a file, '' without
    one; *theme_place* is where it is named. *paper* is what the PDF is to be.
    """

    article: tuple[str, ...] = ("article/*.md",)
    bibliography: tuple[str, ...] = ("references.bib",)
    ledger: str = "article/ledger.yaml"
    looks: str = "article/evidence/looks.jsonl"
    output: str = "output"
    today: date | None = None
    csl: str = "chicago-author-date"
    reviewer: str = ""
    theme: str = ""
    theme_place: Location | None = None
    paper: PaperWishes = field(default_factory=PaperWishes)
    policy: Policy = field(default_factory=Policy)
    gather: Gather = field(default_factory=Gather)
    services: Mapping[str, str] = field(default_factory=lambda: SERVICES)
    archives: Mapping[str, str] = field(default_factory=dict)
    allow: tuple[Suppression, ...] = ()


def read_settings(source: SourceText) -> Settings | None:
    """
    Read a ``kzru-cite.toml``, or the table ``[tool.kzru-cite]`` of a ``pyproject.toml``.

    None when a pyproject has no such table. Raises SettingsError, which names file, line and
    column, for TOML that cannot be read, an unknown key, or a value of the wrong kind.
    """
    values = read_toml(source)
    try:
        return _settings(source, values)
    except RecursionError as cause:
        # A value that cannot even be quoted.
        raise SettingsError(
            f"{source.path}: a setting is nested too deeply", hint="take out what is no setting"
        ) from cause


def _settings(source: SourceText, values: Mapping[str, Any]) -> Settings | None:
    if not source.path.endswith("pyproject.toml"):
        return _project(Table(source, values))
    tools = values.get("tool", {})
    if not isinstance(tools, dict) or "kzru-cite" not in tools:
        return None
    return _project(Table(source, values).table("tool").table("kzru-cite"))


def _project(table: Table) -> Settings:
    table.known(_TOP, "")
    default = Settings()
    return Settings(
        article=table.words("article", default.article),
        bibliography=table.words("bibliography", default.bibliography),
        ledger=table.value("ledger", str, default.ledger),
        looks=_looks(table, default.looks),
        output=table.value("output", str, default.output),
        today=table.day("today"),
        csl=table.value("csl", str, default.csl),
        reviewer=table.table("review").value("by", str, default.reviewer).strip(),
        theme=table.value("theme", str, default.theme),
        theme_place=table.place("theme") if "theme" in table else None,
        paper=_paper(table.table("pdf")),
        policy=_policy(table),
        gather=_gathering(table.table("gather")),
        services=_services(table.table("services")),
        archives=_archives(table.table("archives")),
        allow=tuple(map(_suppression, _allowances(table))),
    )


def _policy(table: Table) -> Policy:
    gate, rules, review = (table.table(name) for name in ("gate", "rules", "review"))
    gate.known(_GATE, "gate.")
    review.known(_REVIEW, "review.")
    rules.known(_RULES, "rules.")
    default = Policy()
    severities = rules.table("severity")
    return Policy(
        fail_on=_severity(gate, "fail-on", default.fail_on),
        max_unable=gate.share("max-unable", default.max_unable),
        coverage=gate.share("coverage", default.coverage),
        select=_codes(rules, "select", default.select),
        ignore=_codes(rules, "ignore", default.ignore),
        severity={code: _severity(severities, code, Severity.ERROR) for code in severities},
        dead_looks=gate.count("dead-looks", default.dead_looks),
        dead_days=gate.days("dead-after", default.dead_days),
        live_fresh=gate.days("live-fresh", default.live_fresh),
        archive_fresh=gate.days("archive-fresh", default.archive_fresh),
        capture_before=gate.days("capture-before", default.capture_before),
        stale_after=gate.days("stale-after", default.stale_after),
        need_decision=_classes(review, "need-decision"),
        eyes=review.count("eyes", default.eyes),
        decision_age=review.days("stale-after", default.decision_age),
    )


def _gathering(table: Table) -> Gather:
    table.known(_GATHER, "gather.")
    default = Gather()
    return Gather(
        contact=table.value("contact", str, default.contact),
        project=table.value("project", str, default.project),
        vantage=table.value("vantage", str, default.vantage),
        timeout=table.seconds("timeout", default.timeout),
        concurrency=table.count("concurrency", default.concurrency),
        per_host=table.count("per-host", default.per_host),
        interval=table.seconds("interval", default.interval),
        longest_wait=table.seconds("longest-wait", default.longest_wait),
        allow_private=_networks(table, "allow-private"),
        authorities=table.words("authorities", default.authorities),
        budget=table.value("budget", str, default.budget),
        capture=table.value("capture", bool, default.capture),
        save_wait=table.seconds("save-wait", default.save_wait),
        engine=table.one_of("engine", default.engine),
    )


def _paper(table: Table) -> PaperWishes:
    table.known(_PDF, "pdf.")
    default = PaperWishes()
    return PaperWishes(
        standard=table.one_of("standard", default.standard),
        links=table.one_of("links", default.links),
    )


def _services(table: Table) -> Mapping[str, str]:
    table.known(tuple(SERVICES), "services.")
    return {name: table.value(name, str, base) for name, base in SERVICES.items()}


def _archives(table: Table) -> Mapping[str, str]:
    """Read the further archives, by the names that the project gives them."""
    found: dict[str, str] = {}
    for name in table:
        if name in SERVICES or not _NAME.fullmatch(name):
            raise table.error(name, "is no name for an archive", 'write it like "arquivo"')
        base = table.value(name, str, "").rstrip("/")
        if not base.startswith(("http://", "https://")):
            hint = "name what stands before 'timemap/link/' in its addresses"
            raise table.error(name, f"must be the address of an archive, not {base!r}", hint)
        reading = read_capture(f"{base}/20200101000000/https://example.org/")
        trust = reading.provider.trust if isinstance(reading, Capture) else Trust.UNCERTAIN
        if trust in (Trust.DISTRUSTED, Trust.DEAD):
            raise table.error(name, f"is an archive that is {trust.value}", "choose another")
        found[name] = base
    return found


def _allowances(table: Table) -> Iterator[Table]:
    for number, item in enumerate(table.value("allow", list, [])):
        if not isinstance(item, dict):
            raise table.error("allow", "must be written as [[tool.kzru-cite.allow]] tables")
        yield table.item("allow", item, number)


def _suppression(table: Table) -> Suppression:
    table.known(_ALLOW, "allow.")
    values = {name: table.value(name, str, "") for name in _ALLOW if name != "until"}
    until = table.day("until")
    missing = [name for name in ("code", "reason") if not values[name].strip()]
    missing += [] if until else ["until"]
    if missing:
        raise table.error("", f"lacks {', '.join(missing)}", "each is mandatory")
    if not (values["key"] or values["host"]):
        raise table.error("", "names no key and no host", "say what it is about")
    return Suppression(
        code=values["code"],
        reason=values["reason"],
        until=until,
        place=table.place(),
        key=values["key"],
        host=values["host"],
    )


def _classes(table: Table, key: str) -> tuple[str, ...]:
    words = table.words(key, ())
    for word in words:
        if word not in CLASSES:
            hint = f"known: {', '.join(CLASSES)}"
            raise table.error(key, f"holds {word!r}, which is no class of claims", hint)
    return words


def _codes(table: Table, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    words = table.words(key, default)
    for word in words:
        if word != "ALL" and not _CODE.fullmatch(word):
            raise table.error(key, f"holds {word!r}, which is no code, family or ALL")
    return words


def _networks(table: Table, key: str) -> tuple[str, ...]:
    words = table.words(key, ())
    for word in words:
        try:
            ip_network(word)
        except ValueError:
            hint = 'write it like "127.0.0.0/8"'
            raise table.error(key, f"holds {word!r}, which is no network", hint) from None
    return words


def _looks(table: Table, default: str) -> str:
    value = table.value("looks", str, default)
    if kind_of(value) == "":
        raise table.error("looks", "names no store of looks", HINT)
    return value


def _severity(table: Table, key: str, default: Severity) -> Severity:
    word = table.get(key, default.word)
    for severity in Severity:
        if severity.word == word:
            return severity
    raise table.error(key, f"must be error, warning or note, not {word!r}")
