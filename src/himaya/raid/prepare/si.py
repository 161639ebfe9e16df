"""Numbers of a scenario at their mean and in SI: the only place where file units end."""

from __future__ import annotations

from himaya.files.numbers import Number, mean
from himaya.units import suffix_of, to_si


def si(model: object, field: str) -> float:
    """Read a dimensional field of a scenario model in SI, an uncertain one at its mean.

    Parameters
    ----------
    model : a scenario model; field : its name, which ends in a unit of `himaya.units`.

    Raises
    ------
    KeyError
        If the name ends in no unit.

    Examples
    --------
    >>> from himaya.scenario.places import Disc
    >>> si(Disc(lat=50.0, lon=30.0, radius_km=2.0), "radius_km")
    2000.0
    """
    number: Number = getattr(model, field)
    suffix = suffix_of(field)
    if suffix is None:
        raise KeyError(field)
    return to_si(mean(number), suffix)


def si_ms(model: object, field: str) -> int:
    """Read a time field as whole milliseconds, round half to even."""
    return round(si(model, field) * 1000.0)
