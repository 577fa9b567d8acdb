"""Write dates as those of CSL-JSON, and read those back."""

from __future__ import annotations

from kzru_cite.convert.free_dates import edtf
from kzru_cite.model.dates import PartialDate, Period, is_short, read_date


def written(text: str) -> dict[str, object]:
    """Return a date variable of CSL-JSON; what its parts cannot say stands there as it is."""
    period = read_date(text)
    if not isinstance(period, Period):
        return {"raw": text}
    ends = [period.start] if period.start == period.end else [period.start, period.end]
    points = [end for end in ends if end is not None]
    season = _season(points)
    plain = len(points) == len(ends) and all(_plain(point) for point in points)
    if not plain or "T" in text or (season and len(points) > 1):
        return {"raw": text}
    parts = [_parts(point) for point in points]
    doubt = [point.qualified for point in points]
    if any(doubt) and (len(doubt) > 1 or not text.endswith("~")):
        return {"raw": text}
    return {
        "date-parts": parts,
        **({"season": season} if season else {}),
        **({"circa": True} if any(doubt) else {}),
    }


def _plain(point: PartialDate) -> bool:
    known_month = point.month is not None or point.day is None
    return point.span == 1 and known_month and point.year > 0


def _season(points: list[PartialDate]) -> int:
    seasons = [point.month - 20 for point in points if point.month is not None and point.month > 12]
    return seasons[0] if seasons else 0


def _parts(point: PartialDate) -> list[int]:
    if point.month is not None and point.month > 12:
        return [point.year]
    return [part for part in (point.year, point.month, point.day) if part is not None]


def read(variable: object) -> str:
    """Return the date of a variable as BibLaTeX writes it; '' when it holds none."""
    if not isinstance(variable, dict):
        return ""
    parts = variable.get("date-parts")
    if isinstance(parts, list) and parts:
        points = [_point(part) for part in parts[:2]]
        season = variable.get("season")
        if str(season) in {"1", "2", "3", "4"} and len(points) == 1 and len(points[0]) == 4:
            points = [f"{points[0]}-2{season}"]
        text = "/".join(points) + ("~" if variable.get("circa") and len(points) == 1 else "")
        return text if isinstance(read_date(text), Period) else ""
    raw = str(variable.get("raw") or variable.get("literal") or "")
    return raw if isinstance(read_date(raw), Period) else edtf(raw)


def _point(parts: object) -> str:
    """Join numbers, which some programs write as text, to a date; '' for anything else."""
    if not isinstance(parts, list):
        return ""
    numbers = [int(part) for part in map(str, parts[:3]) if part.isascii() and is_short(part)]
    if not numbers or len(numbers) != len(parts[:3]):
        return ""
    return "-".join([f"{numbers[0]:04d}", *(f"{number:02d}" for number in numbers[1:])])
