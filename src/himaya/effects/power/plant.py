"""A site as plain numbers: what the simulation and the exact methods compute with. Hours."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from himaya.effects.power.durations import Law, law_of
from himaya.effects.power.site import Counted, Losses, Site
from himaya.scenario import mean

HOURS_A_YEAR = 8766.0
"""365.25 days."""


class Losing(NamedTuple):
    """Losses that come by chance."""

    shape: float
    """Of the gamma law of a history's rate; inf: the rate is known."""
    per_h: float
    """Mean rate an hour."""
    recovery: Law


class Plant(NamedTuple):
    """A site with its uncertain numbers at their mean."""

    lines: int
    losing: Losing
    """All lines at once."""
    line_losing: Losing | None
    """Each line by itself."""
    n: int
    """Diesels."""
    k: int
    """Diesels that carry the load."""
    p_absent: float
    """One diesel does not come when called, by its own fault.

    1 - (1 - m) (1 - (1 - beta) s) (1 - (1 - beta) l) with m for maintenance, s to start, l to load.
    """
    p_none: float
    """None comes, by a common cause: 1 - (1 - beta s) (1 - beta l)."""
    fail_per_h: float
    """(1 - beta) times the rate of failing to run: of each."""
    shock_per_h: float
    """beta times that rate: of all together."""
    repair_per_h: float
    fuel_h: float
    """At `k` loaded diesels; inf: it never runs out."""
    comes_through: float
    first: Law | None
    every_h: float
    brings_h: float
    battery_h: float
    grace_h: float


def plant_of(site: Site) -> Plant:
    """A site's numbers at their mean."""
    diesels, resupply = site.diesels, site.resupply
    start, load, run, beta = (
        mean(each)
        for each in (
            diesels.fail_to_start, diesels.fail_to_load, diesels.fail_to_run_per_h, diesels.common_cause,
        )
    )  # fmt: skip
    comes = (1 - mean(diesels.maintenance)) * (1 - (1 - beta) * start) * (1 - (1 - beta) * load)
    lines = site.offsite.line_losses
    return Plant(
        lines=site.offsite.lines,
        losing=_losing(site.offsite.losses),
        line_losing=None if lines is None else _losing(lines),
        n=diesels.count,
        k=diesels.needed,
        p_absent=1 - comes,
        p_none=1 - (1 - beta * start) * (1 - beta * load),
        fail_per_h=(1 - beta) * run,
        shock_per_h=beta * run,
        repair_per_h=1 / mean(diesels.repair_h),
        fuel_h=_fuel_h(site),
        comes_through=0.0 if resupply is None else mean(resupply.comes_through),
        first=None if resupply is None else law_of(resupply.first),
        every_h=inf if resupply is None or resupply.every_h is None else mean(resupply.every_h),
        brings_h=0.0 if resupply is None else mean(resupply.brings_h),
        battery_h=mean(site.battery_h),
        grace_h=mean(site.grace_h),
    )


def _losing(losses: Losses) -> Losing:
    """Losses with their rate: stated, or Gamma(losses + 1/2, years), the posterior under Jeffreys' prior."""
    recovery = law_of(losses.recovery)
    if losses.per_year is not None:
        return Losing(inf, mean(losses.per_year) / HOURS_A_YEAR, recovery)
    counted = losses.counted or Counted(losses=0, years=1.0, source="")
    shape = counted.losses + 0.5
    return Losing(shape, shape / (counted.years * HOURS_A_YEAR), recovery)


def _fuel_h(site: Site) -> float:
    fuel = site.fuel
    if fuel is None:
        return inf
    if fuel.hours is not None:
        return mean(fuel.hours)
    return mean(fuel.tank_l or 0.0) / (site.diesels.needed * mean(fuel.burn_l_per_h or 1.0))
