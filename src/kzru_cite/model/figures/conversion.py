"""Convert units of measure into one another, by pint."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry


def convert(value: Fraction, unit: str, other: str) -> Fraction | None:
    """Return *value* in another unit; None for a unit of another dimension."""
    if unit == other:
        return value
    registry = _registry()
    if not registry.is_compatible_with(unit, other):
        return None
    return Fraction(registry.convert(value, unit, other))


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[Fraction]:
    from pint import UnitRegistry  # noqa: PLC0415  most runs convert nothing

    return UnitRegistry(non_int_type=Fraction)
