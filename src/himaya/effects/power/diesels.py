"""Diesels, fuel and battery through outages: all histories at once, event by event.

Diesels are alike and fail by exponential laws, so their number at work is all that is drawn. Between two
events nothing changes but fuel. The next event is the first of: end of the outage, a delivery, the
tank empty, a diesel failed or repaired.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from himaya.arrays import F8, I8
from himaya.chance.draws import Draws
from himaya.effects.power.grid import Gaps
from himaya.effects.power.plant import Plant

Flags = NDArray[np.bool]
_END, _DELIVERY, _DRY, _JUMP = range(4)
"""Kinds of event; of two in one moment the earlier named happens."""


@dataclass
class Course:
    """What became of the site; one of each history, hours from the start."""

    up: I8
    """i8[history]: diesels not under repair."""
    fuel_h: F8
    """f8[history]: fuel left."""
    outage_h: F8
    """f8[history]: hours without off-site power."""
    diesel_h: F8
    """f8[history]: hours of these on diesels."""
    burnt_h: F8
    delivered_h: F8
    delivery_h: F8
    """f8[history]: when the next delivery comes; inf: none."""
    too_few_h: F8
    """f8[history]: when fewer diesels were at work than needed, first; inf: never."""
    dry_h: F8
    """f8[history]: when the tank was empty, first."""
    blackout_h: F8
    """f8[history]: when a gap outlived the battery, first."""
    function_lost_h: F8
    """f8[history]: when it outlived the grace time as well."""


def follow(plant: Plant, gaps: Gaps, size: tuple[float, int], draws: Draws) -> Course:
    """Take every history through its outages.

    Parameters
    ----------
    plant : the site.
    gaps : the outages, sorted by history and start.
    size : horizon in hours, and number of histories.
    draws : the seed's numbers.
    """
    horizon_h, n = size
    nothing = np.zeros((4, n))
    never = np.full((5, n), inf)
    course = Course(np.full(n, plant.n), np.full(n, plant.fuel_h), *nothing, *never)
    last_h = np.zeros(n)
    first = np.searchsorted(gaps.history, gaps.history)
    occasions = np.arange(gaps.history.size) - first
    for occasion in range(int(occasions.max(initial=-1)) + 1):
        chosen = occasions == occasion
        history, start_h, end_h = gaps.history[chosen], gaps.start_h[chosen], gaps.end_h[chosen]
        loss = _Loss(history, start_h, occasion)
        _rest(plant, course, loss, start_h - last_h[history], draws)
        _call(plant, course, loss, draws)
        _Outage(plant, course, draws, occasion, history, start_h, end_h).run()
        course.outage_h[history] += end_h - start_h
        last_h[history] = end_h
    everyone = np.arange(n)
    _fill(plant, course, everyone, np.full(n, horizon_h))
    return course


class _Loss(NamedTuple):
    """An outage as it begins, of the histories that have one more."""

    history: I8
    """i8[active]"""
    start_h: F8
    """f8[active]"""
    occasion: int
    """Which outage of a history it is, from 0."""


def _rest(plant: Plant, course: Course, loss: _Loss, quiet_h: F8, draws: Draws) -> None:
    """Repair diesels before an outage and take what was ordered; quiet_h : f8[active], time for it."""
    history, until_h, occasion = loss
    p = -np.expm1(-plant.repair_per_h * quiet_h)
    down = plant.n - course.up[history]
    for k in range(int(down.max(initial=0))):
        course.up[history] += (k < down) & (draws.uniform("repaired", history, occasion, k) < p)
    _fill(plant, course, history, until_h)


def _fill(plant: Plant, course: Course, history: I8, until_h: F8) -> None:
    """Take deliveries until an hour, while nothing burns."""
    limit_h = np.full(course.up.size, -inf)
    limit_h[history] = until_h
    due = np.flatnonzero(course.delivery_h <= limit_h)
    while due.size:
        _deliver(plant, course, due)
        due = due[course.delivery_h[due] <= limit_h[due]]


def _deliver(plant: Plant, course: Course, history: I8) -> None:
    taken = np.minimum(plant.brings_h, plant.fuel_h - course.fuel_h[history])
    course.fuel_h[history] += taken
    course.delivered_h[history] += taken
    course.delivery_h[history] += plant.every_h


def _call(plant: Plant, course: Course, loss: _Loss, draws: Draws) -> None:
    """Call the diesels, and order fuel."""
    history, start_h, occasion = loss
    ready, come = course.up[history], np.zeros(history.size, np.int64)
    for k in range(plant.n):
        come += (k < ready) & (draws.uniform("comes", history, occasion, k) >= plant.p_absent)
    none = draws.uniform("none comes", history, occasion) < plant.p_none
    course.up[history] = np.where(none, 0, come)
    if plant.first is not None:
        u = draws.uniform("delivery", history, occasion)
        delay_h = plant.first.quantile(u, (u, u))  # a law that is known has nothing of its own
        through = draws.uniform("road", history, occasion) < plant.comes_through
        ordered_h = np.where(through, start_h + delay_h, inf)  # never puts off what is on its way
        course.delivery_h[history] = np.minimum(course.delivery_h[history], ordered_h)


@dataclass
class _Outage:
    """One outage of some histories: those whose end is still ahead; f8[active] and i8[active]."""

    plant: Plant
    course: Course
    draws: Draws
    occasion: int
    history: I8
    now_h: F8
    end_h: F8
    gap_h: F8 = field(init=False)
    """Since when there is no power; inf: there is."""
    jump_h: F8 = field(init=False)
    """When the number of diesels at work changes next: whatever becomes of the fuel."""
    jumps: I8 = field(init=False)
    """How often it has changed."""

    def run(self) -> None:
        """Go from event to event until all outages are over."""
        self.gap_h = np.full(self.history.size, inf)
        self.jumps = np.zeros(self.history.size, np.int64)
        self.jump_h = np.zeros(self.history.size)
        self._wait(np.ones(self.history.size, bool))
        self._look(np.zeros(self.history.size, bool))
        while self.history.size:
            over = self._next() == _END
            self._look(over)
            for name in ("history", "now_h", "end_h", "gap_h", "jump_h", "jumps"):
                setattr(self, name, getattr(self, name)[~over])

    def _rates(self, up: I8) -> tuple[Any, Any, Any]:
        """Rates of one failing, of all failing together, and of a repair."""
        plant = self.plant
        return up * plant.fail_per_h, (up > 0) * plant.shock_per_h, (plant.n - up) * plant.repair_per_h

    def _wait(self, chosen: Flags) -> None:
        """Draw when the number at work changes next."""
        history = self.history[chosen]
        rate = sum(self._rates(self.course.up[history]))
        u = self.draws.uniform("wait", history, self.occasion, self.jumps[chosen])
        with np.errstate(divide="ignore"):  # no rate: never
            self.jump_h[chosen] = self.now_h[chosen] - np.log(u) / rate

    def _jump(self, chosen: Flags) -> None:
        """Change the number at work."""
        history = self.history[chosen]
        up = self.course.up[history]
        fail, shock, repair = self._rates(up)
        u = self.draws.uniform("which", history, self.occasion, self.jumps[chosen]) * (fail + shock + repair)
        self.course.up[history] = np.where(u < fail, up - 1, np.where(u < fail + shock, 0, up + 1))
        self.jumps[chosen] += 1
        self._wait(chosen)

    def _next(self) -> I8:
        """Go to the next event of each history, and return its kind."""
        plant, course, history = self.plant, self.course, self.history
        up, fuel_h = course.up[history], course.fuel_h[history]
        burn = np.where(fuel_h > 0.0, np.minimum(up, plant.k) / plant.k, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):  # no burn: never
            dry_h = np.where(burn > 0.0, self.now_h + fuel_h / burn, inf)
        hours = np.stack([self.end_h, course.delivery_h[history], dry_h, self.jump_h])
        kind: I8 = hours.argmin(axis=0)
        then_h = hours.min(axis=0)
        ran_h = then_h - self.now_h
        burnt_h = np.where(kind == _DRY, fuel_h, np.minimum(burn * ran_h, fuel_h))
        course.diesel_h[history] += np.where((up >= plant.k) & (fuel_h > 0.0), ran_h, 0.0)
        course.burnt_h[history] += burnt_h
        course.fuel_h[history] = fuel_h - burnt_h
        self.now_h = then_h
        _deliver(plant, course, history[kind == _DELIVERY])
        self._jump(kind == _JUMP)
        return kind

    def _look(self, over: Flags) -> None:
        """Note what the present moment shows: too few diesels, an empty tank, a gap begun or closed."""
        course, history, now_h = self.course, self.history, self.now_h
        too_few = course.up[history] < self.plant.k
        dry = course.fuel_h[history] <= 0.0
        _first(course.too_few_h, history, now_h, too_few & ~over)
        _first(course.dry_h, history, now_h, dry & ~over)
        powered = ~too_few & ~dry
        closed = np.where(powered | over, self.gap_h, inf)
        for hours, limit_h in (
            (course.blackout_h, self.plant.battery_h),
            (course.function_lost_h, self.plant.battery_h + self.plant.grace_h),
        ):
            _first(hours, history, closed + limit_h, now_h - closed > limit_h)
        self.gap_h = np.where(powered, inf, np.minimum(self.gap_h, now_h))


def _first(first_h: F8, history: I8, hour: F8, now: Flags) -> None:
    """Keep the earlier hour of those to whom it happens."""
    first_h[history] = np.where(now, np.minimum(first_h[history], hour), first_h[history])
