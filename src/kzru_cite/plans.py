"""Plan by the settings of a project: which services are on, and what a run would ask first."""

from __future__ import annotations

from datetime import datetime

from kzru_cite.model.bibliography import Bibliography
from kzru_cite.model.evidence import Evidence
from kzru_cite.planning import Plan, plan
from kzru_cite.settings import Settings


def services_on(settings: Settings) -> frozenset[str]:
    """Return the names under which services that are switched on are asked."""
    names = {name for name, base in settings.services.items() if base}
    further = {"crossref-updates"} if "crossref" in names else set()
    return frozenset(names | further | settings.archives.keys())


def first_plan(
    bibliography: Bibliography, evidence: Evidence, settings: Settings, now: datetime
) -> Plan:
    """Return what the first round of a run would ask."""
    archives, on = tuple(settings.archives), services_on(settings)
    return plan(bibliography, evidence, settings.policy, on, now, archives=archives)
