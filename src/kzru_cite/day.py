"""Choose the day that a run is made for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from kzru_cite.settings import Settings


def day_of_run(settings: Settings, wanted: date | None, environment: Mapping[str, str]) -> date:
    """
    Choose the day a run is made for.

    The call wins over the settings, these over SOURCE_DATE_EPOCH (reproducible-builds.org),
    and that over the clock.
    """
    return fixed_day(settings, wanted, environment) or datetime.now(UTC).astimezone().date()


def fixed_day(
    settings: Settings, wanted: date | None, environment: Mapping[str, str]
) -> date | None:
    """Return the day that a run is to be made for, None when that is left to the clock."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if wanted or settings.today:
        return wanted or settings.today
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else None
