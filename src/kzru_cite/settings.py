"""Read the settings of a project from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
from ipaddress import ip_network
from typing import Any, TypeVar

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
from kzru_cite.toml_places import span_of

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

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
_SPAN = re.compile(r"(?P<number>\d{1,9}(?:\.\d{1,9})?)\s*(?P<unit>[a-z]+)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}
_MOST_DAYS = 100_000
_DAYS = {"d": 1.0, "w": 7.0}
_AT = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


# A key of so many parts that reading them takes the square of their number; settings have three.
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{500}})", re.MULTILINE
)


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


def read_toml(source: SourceText) -> dict[str, Any]:
    """Return what a TOML file holds; raises SettingsError, which names the place."""
    _refuse_long_keys(source)
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError) as cause:
        # Numbers of thousands of digits and deep nesting are errors of other kinds.
        raise _no_toml(source, str(cause)) from cause


def _refuse_long_keys(source: SourceText) -> None:
    found = _LONG_KEY.search(source.text)
    if found:
        place = source.locate(*found.span("key"))
        raise SettingsError(
            f"{source.path}:{place.line}:{place.column}: a key of hundreds of parts is no setting",
            hint="take it out",
        )


def _settings(source: SourceText, values: Mapping[str, Any]) -> Settings | None:
    if not source.path.endswith("pyproject.toml"):
        return _Table(source, values).settings()
    tools = values.get("tool", {})
    if not isinstance(tools, dict) or "kzru-cite" not in tools:
        return None
    return _Table(source, values).table("tool").table("kzru-cite").settings()


def _no_toml(source: SourceText, message: str) -> SettingsError:
    """Return the error for TOML that the standard reader refuses with *message*."""
    at = _AT.search(message)
    end = source.locate(len(source.text), len(source.text))
    line, column = (at["line"], at["column"]) if at and at["line"] else (end.line, end.column)
    return SettingsError(
        f"{source.path}:{line}:{column}: {_AT.sub('', message)}",
        hint="mend the TOML there; strings stand in quotation marks",
    )


class _Table:
    """Turn a table into settings, with errors that name the place of the key."""

    def __init__(
        self,
        source: SourceText,
        values: Mapping[str, Any],
        path: tuple[str, ...] = (),
        number: int = 0,
    ) -> None:
        self._source = source
        self._values = values
        self._path = path
        self._number = number

    def settings(self) -> Settings:
        self.known(_TOP, "")
        default = Settings()
        return Settings(
            article=self.words("article", default.article),
            bibliography=self.words("bibliography", default.bibliography),
            ledger=self.value("ledger", str, default.ledger),
            looks=self.looks("looks", default.looks),
            output=self.value("output", str, default.output),
            today=self.day("today"),
            csl=self.value("csl", str, default.csl),
            reviewer=self.table("review").value("by", str, default.reviewer).strip(),
            theme=self.value("theme", str, default.theme),
            theme_place=self._place("theme"),
            paper=self.table("pdf").paper(),
            policy=self._policy(),
            gather=self.table("gather").gathering(),
            services=self.table("services").services(),
            archives=self.table("archives").archives(),
            allow=tuple(
                self._allowance(item, number)
                for number, item in enumerate(self.value("allow", list, []))
            ),
        )

    def _place(self, key: str) -> Location | None:
        if key not in self._values:
            return None
        return self._source.locate(*span_of(self._source.text, (*self._path, key)))

    def _policy(self) -> Policy:
        gate, rules, review = (self.table(name) for name in ("gate", "rules", "review"))
        gate.known(_GATE, "gate.")
        review.known(_REVIEW, "review.")
        rules.known(_RULES, "rules.")
        default = Policy()
        return Policy(
            fail_on=gate.severity("fail-on", default.fail_on),
            max_unable=gate.share("max-unable", default.max_unable),
            coverage=gate.share("coverage", default.coverage),
            select=rules.codes("select", default.select),
            ignore=rules.codes("ignore", default.ignore),
            severity=rules.table("severity").severities(),
            dead_looks=gate.count("dead-looks", default.dead_looks),
            dead_days=gate.days("dead-after", default.dead_days),
            live_fresh=gate.days("live-fresh", default.live_fresh),
            archive_fresh=gate.days("archive-fresh", default.archive_fresh),
            capture_before=gate.days("capture-before", default.capture_before),
            stale_after=gate.days("stale-after", default.stale_after),
            need_decision=review.chosen("need-decision", CLASSES),
            eyes=review.count("eyes", default.eyes),
            decision_age=review.days("stale-after", default.decision_age),
        )

    def gathering(self) -> Gather:
        self.known(_GATHER, "gather.")
        default = Gather()
        return Gather(
            contact=self.value("contact", str, default.contact),
            project=self.value("project", str, default.project),
            vantage=self.value("vantage", str, default.vantage),
            timeout=self.seconds("timeout", default.timeout),
            concurrency=self.count("concurrency", default.concurrency),
            per_host=self.count("per-host", default.per_host),
            interval=self.seconds("interval", default.interval),
            longest_wait=self.seconds("longest-wait", default.longest_wait),
            allow_private=self.networks("allow-private"),
            authorities=self.words("authorities", default.authorities),
            budget=self.value("budget", str, default.budget),
            capture=self.value("capture", bool, default.capture),
            save_wait=self.seconds("save-wait", default.save_wait),
            engine=self.one_of("engine", default.engine),
        )

    def paper(self) -> PaperWishes:
        self.known(_PDF, "pdf.")
        default = PaperWishes()
        return PaperWishes(
            standard=self.one_of("standard", default.standard),
            links=self.one_of("links", default.links),
        )

    def services(self) -> Mapping[str, str]:
        self.known(tuple(SERVICES), "services.")
        return {name: self.value(name, str, base) for name, base in SERVICES.items()}

    def archives(self) -> Mapping[str, str]:
        """Read the further archives, by the names that the project gives them."""
        found: dict[str, str] = {}
        for name in self._values:
            if name in SERVICES or not _NAME.fullmatch(name):
                raise self.error(name, "is no name for an archive", 'write it like "arquivo"')
            base = self.value(name, str, "").rstrip("/")
            if not base.startswith(("http://", "https://")):
                hint = "name what stands before 'timemap/link/' in its addresses"
                raise self.error(name, f"must be the address of an archive, not {base!r}", hint)
            reading = read_capture(f"{base}/20200101000000/https://example.org/")
            trust = reading.provider.trust if isinstance(reading, Capture) else Trust.UNCERTAIN
            if trust in (Trust.DISTRUSTED, Trust.DEAD):
                raise self.error(name, f"is an archive that is {trust.value}", "choose another")
            found[name] = base
        return found

    def _allowance(self, item: object, number: int) -> Suppression:
        if not isinstance(item, dict):
            raise self.error("allow", "must be written as [[tool.kzru-cite.allow]] tables")
        return _Table(self._source, item, (*self._path, "allow"), number).suppression()

    def suppression(self) -> Suppression:
        self.known(_ALLOW, "allow.")
        values = {name: self.value(name, str, "") for name in _ALLOW if name != "until"}
        until = self.day("until")
        missing = [name for name in ("code", "reason") if not values[name].strip()]
        missing += [] if until else ["until"]
        if missing:
            raise self.error("", f"lacks {', '.join(missing)}", "each is mandatory")
        if not (values["key"] or values["host"]):
            raise self.error("", "names no key and no host", "say what it is about")
        return Suppression(
            code=values["code"],
            reason=values["reason"],
            until=until,
            place=self._source.locate(*span_of(self._source.text, self._path, self._number)),
            key=values["key"],
            host=values["host"],
        )

    def table(self, key: str) -> _Table:
        values: dict[str, Any] = self.value(key, dict, {})
        return _Table(self._source, values, (*self._path, key))

    def known(self, known: tuple[str, ...], prefix: str) -> None:
        for key in self._values:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                hint = (
                    f"did you mean '{prefix}{near[0]}'?" if near else f"known: {', '.join(known)}"
                )
                raise self.error(key, "is no known setting", hint)

    def value(self, key: str, kind: type[T], default: T) -> T:
        value = self._values.get(key, default)
        if not isinstance(value, kind):
            raise self.error(key, f"must be {_KINDS[kind]}, not {value!r}")
        return value

    def words(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self.value(key, list, list(default))
        if not all(isinstance(word, str) for word in value):
            raise self.error(key, f"must be a list of strings, not {value!r}")
        return tuple(value)

    def chosen(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        words = self.words(key, ())
        for word in words:
            if word not in known:
                hint = f"known: {', '.join(known)}"
                raise self.error(key, f"holds {word!r}, which is no class of claims", hint)
        return words

    def codes(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        words = self.words(key, default)
        for word in words:
            if word != "ALL" and not _CODE.fullmatch(word):
                raise self.error(key, f"holds {word!r}, which is no code, family or ALL")
        return words

    def share(self, key: str, default: float) -> float:
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise self.error(key, f"must be a share from 0 to 1, not {value!r}")
        return float(value)

    def count(self, key: str, default: int) -> int:
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.error(key, f"must be a whole number from 1, not {value!r}")
        return value

    def seconds(self, key: str, default: float) -> float:
        return self._span(key, default, _SECONDS, 'a time such as "20s", "500ms" or "2m"')

    def days(self, key: str, default: int) -> int:
        days = self._span(key, default, _DAYS, 'a number of days such as "180d" or "4w"')
        # So many days before or after today there is still a calendar.
        return int(min(days, _MOST_DAYS))

    def _span(self, key: str, default: float, units: Mapping[str, float], kind: str) -> float:
        value = self._values.get(key)
        if value is None:
            return default
        match = _SPAN.fullmatch(value) if isinstance(value, str) else None
        if match is None or match["unit"] not in units:
            raise self.error(key, f"must be {kind}, not {value!r}")
        return float(match["number"]) * units[match["unit"]]

    def networks(self, key: str) -> tuple[str, ...]:
        words = self.words(key, ())
        for word in words:
            try:
                ip_network(word)
            except ValueError:
                hint = 'write it like "127.0.0.0/8"'
                raise self.error(key, f"holds {word!r}, which is no network", hint) from None
        return words

    def one_of(self, key: str, default: E) -> E:
        """Read one of the values of the kind that *default* is of."""
        known: dict[str, E] = {str(each.value): each for each in type(default)}
        value = self.value(key, str, default.value)
        if value not in known:
            raise self.error(key, f"must be {' or '.join(known)}, not {value!r}")
        return known[value]

    def looks(self, key: str, default: str) -> str:
        value = self.value(key, str, default)
        if kind_of(value) == "":
            raise self.error(key, "names no store of looks", HINT)
        return value

    def severity(self, key: str, default: Severity) -> Severity:
        word = self._values.get(key, default.word)
        for severity in Severity:
            if severity.word == word:
                return severity
        raise self.error(key, f"must be error, warning or note, not {word!r}")

    def severities(self) -> dict[str, Severity]:
        return {code: self.severity(code, Severity.ERROR) for code in self._values}

    def day(self, key: str) -> date | None:
        value = self._values.get(key, "")
        if value == "":
            return None
        try:
            # A moment is a date as well for Python, but cannot be compared with one.
            return value if type(value) is date else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.error(key, f"must be a day as YYYY-MM-DD, not {value!r}") from None

    def error(self, key: str, what: str, hint: str = "") -> SettingsError:
        path = (*self._path, key) if key else self._path
        place = self._source.locate(*span_of(self._source.text, path, self._number))
        name = path[-1]
        return SettingsError(
            f"{place.path}:{place.line}:{place.column}: {name!r} {what}", hint=hint
        )


_KINDS: Mapping[type, str] = {
    str: "a string",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}
