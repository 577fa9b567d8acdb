"""Ask the world what a project needs to know, and keep each answer as it comes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from kzru_cite.errors import SettingsError
from kzru_cite.gather.budget import SharedBudget
from kzru_cite.gather.crew import Crew, run
from kzru_cite.gather.dial import Dialler, system_resolver
from kzru_cite.gather.engines import Sender, Wishes, sender
from kzru_cite.gather.errands import Errand, Tools, Underway, page_errand
from kzru_cite.gather.fetch import Question
from kzru_cite.gather.guard import Guard
from kzru_cite.gather.handles import connections, file_limit
from kzru_cite.gather.keeping import keeper
from kzru_cite.gather.manners import Manners, Pace
from kzru_cite.gather.network import knocks, reaches, worth_keeping
from kzru_cite.gather.readers import Readers
from kzru_cite.gather.services import Identity, Service, Subject, manners_for, services
from kzru_cite.gather.tasks import service_errand
from kzru_cite.gather.transport import Limits, user_agent
from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.evidence import Evidence, Look, Purpose, Sight
from kzru_cite.model.ledger import Ledger
from kzru_cite.planning import Quoting, Want, plan
from kzru_cite.plans import services_on
from kzru_cite.settings import Settings
from kzru_cite.stores import LookStore, open_store

if TYPE_CHECKING:
    from kzru_cite.captures import Store

CAPTURES = Path(".kzru-cite") / "captures"
Told = Callable[[Want, Sight], None]
# Puts questions to the world and tells the sight of each; False when there was no network.
Asker = Callable[[Sequence[Want], "World", Told], bool]
# To so many hosts connections are kept open, however many each of them may have.
_HOSTS = 256


class Gathered(Struct, frozen=True, kw_only=True):
    """
    The evidence after a run, how many questions were answered in it, and how many before.

    *trouble* tells why the run could not share the budget of hosts with others, '' when it could.
    """

    evidence: Evidence
    asked: int
    fresh: int
    offline: bool = False
    trouble: str = ""


class World(Struct, frozen=True, kw_only=True):
    """
    What a run asks with; made once from the settings. *ends* lets go of what is held open.

    *trouble* tells what is wrong with the budget that is shared with other runs, '' for nothing.
    """

    tools: Tools
    crew: Crew
    services: Mapping[str, Service]
    readers: Readers
    store: Store | None = None
    vantage: str = ""
    trouble: Callable[[], str] = str
    ends: tuple[Callable[[], None], ...] = ()

    @property
    def kept(self) -> frozenset[str] | None:
        """Return the captures at hand; None when none are wanted."""
        return self.store.holds() if self.store else None

    def close(self) -> None:
        """Close connections and the file of the budget."""
        for end in self.ends:
            end()


class Run(Struct):
    """Collect what a run brings, and keep it in the log."""

    log: LookStore
    vantage: str
    told: Told
    looks: list[Look] = field(default_factory=list)

    def keep(self, want: Want, sight: Sight) -> None:
        """Keep an answer that is worth it, and tell of it."""
        if worth_keeping(sight):
            look = Look(
                at=datetime.now(UTC).replace(microsecond=0),
                purpose=want.purpose,
                about=want.about,
                asked=want.asked,
                sight=sight,
                vantage=self.vantage,
            )
            self.add(look)
        self.told(want, sight)

    def add(self, look: Look) -> None:
        """Keep a look."""
        self.log.add(look)
        self.looks.append(look)

    def known(self, before: Evidence) -> Evidence:
        """Return all that is known, in the order of time."""
        looks = sorted((*before.looks, *self.looks), key=lambda look: look.at)
        return Evidence(looks=tuple(looks))


def world(settings: Settings, folder: Path) -> World:
    """Make what a run asks with; raises SettingsError when that cannot be done."""
    gather = settings.gather
    dialler = Dialler(guard=Guard(gather.allow_private), resolve=system_resolver())
    limits = Limits(
        connect=min(10.0, gather.timeout), idle=gather.timeout, whole=3 * gather.timeout
    )
    # With more the run would end for want of files, of which each connection is one.
    threads, kept = connections(gather.concurrency, _HOSTS * gather.per_host, file_limit())
    transport = _sender(settings, dialler, folder, kept)
    # The contact is added to it where a service has a place for it.
    who = Identity(agent=user_agent(gather.project), contact=gather.contact)
    found = services(settings.services, who, settings.archives)
    manners = Manners(
        interval=gather.interval,
        per_host=gather.per_host,
        longest_wait=gather.longest_wait,
        paces=tuple(_paces(settings, found)),
    )
    shared = SharedBudget(_budget_file(gather.budget, folder))
    readers = Readers()
    store = captures(settings, folder) if gather.capture else None
    return World(
        tools=Tools(transport=transport, limits=limits),
        crew=Crew(
            manners=manners,
            budget=shared,
            probe=reaches(dialler),
            knock=knocks(dialler),
            threads=threads,
        ),
        services={service.name: service for service in found},
        vantage=gather.vantage,
        readers=readers,
        store=store,
        trouble=lambda: shared.trouble,
        ends=(transport.close, shared.close, readers.close, *((store.close,) if store else ())),
    )


def captures(settings: Settings, folder: Path) -> Store:
    """Return the captures of a project."""
    from kzru_cite.captures import Store  # noqa: PLC0415 - as above

    gather = settings.gather
    return Store(folder / CAPTURES, user_agent(gather.project, gather.contact))


def _sender(settings: Settings, dialler: Dialler, folder: Path, kept: int) -> Sender:
    """Return what sends the requests, and trusts whom the settings name beside the usual."""
    gather = settings.gather
    wishes = Wishes(
        agent=user_agent(gather.project, gather.contact),
        authorities=tuple(str(folder / name) for name in gather.authorities),
        most=kept,
        each=gather.per_host,
    )
    try:
        return sender(gather.engine, dialler, wishes)
    except OSError as cause:
        message = f"a file of 'authorities' cannot be read: {cause}"
        raise SettingsError(message, hint="name PEM files, relative to the project") from cause


def _paces(settings: Settings, found: tuple[Service, ...]) -> Iterator[Pace]:
    """Take over how each service wants to be asked, where it stands at its own address."""
    slowest: dict[str, Pace] = {}
    for service in found:
        manners = manners_for(service.name)
        own = settings.archives.get(service.name, "")
        base = own or settings.services.get(service.name.partition("-")[0], "")
        if service.name not in services_on(settings) or urlsplit(base).netloc != manners.host:
            continue
        pace = Pace(
            host=manners.host,
            path="/cdx" if service.name == "wayback" else "",
            interval=manners.interval,
            at_once=manners.at_once,
            why=f"{manners.source} (seen {manners.seen})",
        )
        # Services that share a host share its allowance, so the strictest one holds for all.
        known = slowest.get(pace.host, pace)
        slowest[pace.host] = max(known, pace, key=lambda one: one.interval)
    yield from slowest.values()
    yield from _saving_paces(settings)


def _saving_paces(settings: Settings) -> Iterator[Pace]:
    """Take over how the archive wants to be asked for copies, which is slower than the rest."""
    for name, path in (("save", "/save"), ("save-status", "/save/status")):
        manners = manners_for(name)
        if urlsplit(settings.services.get("save", "")).netloc == manners.host:
            why = f"{manners.source} (seen {manners.seen})"
            yield Pace(host=manners.host, path=path, interval=manners.interval, at_once=1, why=why)


def _budget_file(name: str, folder: Path) -> Path:
    if name:
        return folder / name
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "kzru-cite" / "budget.sqlite"


def gather(
    bibliography: Bibliography,
    evidence: Evidence,
    settings: Settings,
    folder: Path,
    told: Told,
    *,
    ledger: Ledger | None = None,
    poor: frozenset[str] = frozenset(),
    asks: Asker | None = None,
) -> Gathered:
    """
    Ask what is missing or stale, round by round, and keep each answer in the log at once.

    *told* hears of each question that is settled. A network that is not there ends the run;
    nothing of what it seemed to say is kept. Quotations of the *ledger* are searched for in the
    captures at hand, before the first round and after each. *poor* are the keys of references for
    which another copy is looked for. *asks* puts the questions of a round, here unless told else.
    """
    asks = asks or ask_here
    asked: set[tuple[object, ...]] = set()
    fresh = 0
    online = True
    with closing(world(settings, folder)) as place, open_store(settings.looks, folder) as log:
        state = Run(log=log, vantage=place.vantage, told=told)
        # What is found can raise questions: a list of copies, then one copy after the other.
        quotes = quoter(bibliography, ledger, place, settings, folder)
        while online:
            now = datetime.now(UTC)
            quoting = replace(quotes(state, evidence, now), poor=poor)
            known = state.known(evidence)
            found = plan(
                bibliography,
                known,
                settings.policy,
                services_on(settings),
                now,
                quoting=quoting,
                archives=tuple(settings.archives),
            )
            fresh = fresh if asked else found.fresh
            wants = [want for want in found.wants if want.name not in asked]
            if not wants:
                break
            asked |= {want.name for want in wants}
            online = asks(wants, place, state.keep)
        trouble = place.trouble()
    return Gathered(
        evidence=state.known(evidence),
        asked=len(state.looks),
        fresh=fresh,
        offline=not online,
        trouble=trouble,
    )


def ask_here(wants: Sequence[Want], place: World, told: Told) -> bool:
    """Put questions from this machine; False when there was no network."""
    place.readers.prepare(sum(want.asked == "web" for want in wants))
    return run([(want, errand_of(want, place)) for want in wants], told, place.crew)


def look_at(
    wants: Iterable[Want], settings: Settings, folder: Path, told: Told
) -> tuple[Look, ...] | None:
    """Ask these questions however fresh their answers are; return what was kept, None offline."""
    with closing(world(settings, folder)) as place, open_store(settings.looks, folder) as log:
        state = Run(log=log, vantage=place.vantage, told=told)
        place.readers.prepare(0)
        tasks = [(want, errand_of(want, place)) for want in wants]
        online = run(tasks, state.keep, place.crew)
    return tuple(state.looks) if online else None


def note(looks: Iterable[Look], settings: Settings, folder: Path) -> None:
    """Put looks into the log that were made elsewhere."""
    with open_store(settings.looks, folder) as log:
        for look in looks:
            log.add(look)


Quoter = Callable[["Run", Evidence, datetime], Quoting]


def quoter(
    bibliography: Bibliography,
    ledger: Ledger | None,
    place: World,
    settings: Settings,
    folder: Path,
) -> Quoter:
    """Return what searches captures before each round, and says what that asks of the plan."""
    if ledger is None or not any(link.quotation for link in ledger.links):
        return lambda _run, _before, _now: Quoting(kept=place.kept)
    # Who has no quotations to look for does without what that takes.
    from kzru_cite import searching  # noqa: PLC0415

    stores = [place.store] if place.store else []
    if not any(store.folder == folder / CAPTURES for store in stores):
        stores.append(captures(settings, folder))
    extracted = searching.first_of(*map(searching.extractor, stores))

    def quoted(run: Run, before: Evidence, now: datetime) -> Quoting:
        quest = searching.Quest(bibliography=bibliography, ledger=ledger, today=now)
        for look in searching.searches(quest, run.known(before), extracted):
            run.add(look)
        lost = searching.lost_quotations(quest, run.known(before))
        return Quoting(kept=place.kept, lost=lost)

    return quoted


def errand_of(want: Want, place: World, underway: Underway | None = None) -> Errand:
    """Return the errand that a question is; with *underway* it goes on where it was left."""
    service = place.services.get(want.asked)
    if service is None:
        kept = want.purpose in (Purpose.PAGE, Purpose.CAPTURE) and place.store is not None
        keep = keeper(place.store) if kept and place.store else None
        question = Question(address=want.address)
        return page_errand(question, place.tools, place.readers.read, keep, underway)
    subject = Subject(about=want.about, near=want.near)
    return service_errand(service, subject, place.tools, underway)


def budget(wants: tuple[Want, ...], settings: Settings, folder: Path) -> str:
    """Say how many requests go to which host, and how long that takes at least."""
    with closing(world(settings, folder)) as place:
        asked = [address for want in wants if (address := errand_of(want, place).address)]
        paces = [place.crew.manners.pace(address) for address in asked]
    counts = Counter(one.host + one.path for one in paces)
    pace = {one.host + one.path: one for one in paces}
    rows = [
        f"{count:>6}  {_time(count, pace[host]):>8}  {host}"
        for host, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    ]
    longest = max((_seconds(count, pace[host]) for host, count in counts.items()), default=0.0)
    total = f"{sum(counts.values())} requests to {len(counts)} hosts, {_spell(longest)} at least"
    return "\n".join(["  asks      time  host", *rows, total]) + "\n"


def _seconds(count: int, pace: Pace) -> float:
    return max(0, count - 1) * pace.interval


def _time(count: int, pace: Pace) -> str:
    return _spell(_seconds(count, pace))


def _spell(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
