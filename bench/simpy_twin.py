"""The core rules as a SimPy model: processes for windows, meetings, engagements and reloads.

It reads the kernel's own tables, as plain lists. What a round or a threat comes to is worked
out when it is launched, so that neither needs an event of its own; all units that may launch at
a moment decide in their order, after everything else of that moment. Uniforms come from a
`Table` that a first flight fills, so that a second one can be timed without drawing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, exp, expm1, log, log1p, sqrt
from types import SimpleNamespace
from typing import NamedTuple

import simpy
from bench.core import is_table, named_columns, other_rules

from himaya.kernels import keys
from himaya.kernels.keys import LOSS, MEETING, NIGHT, SHOT, THREAT, uniforms
from himaya.kernels.library import Array
from himaya.kernels.tables import FELL, HIT, SHOT_DOWN, SOFT_KILLED
from himaya.raid.prepare.bridge import Prepared

CLASS_GROUP = (0, 0, 1, 2, 3)
DECOY = 1
TWO_PI = 6.283185307179586
NEVER = (1 << 62) - 1
LAST_OF_MOMENT = 2
"""Priority after SimPy's URGENT (0) and NORMAL (1)."""
Address = tuple[int, int, int, int, int]
"""Group (-1 for the night), stream, draw, ordinal, hash of the unit's id."""


class Table(dict[Address, tuple[float, float, float, float]]):
    """The uniforms of one replication, each drawn by its key when first asked for."""

    def __init__(self, prepared: Prepared, replication: int) -> None:
        super().__init__()
        self.prepared, self.replication = prepared, replication

    def __missing__(self, address: Address) -> tuple[float, float, float, float]:
        group, stream, draw, ordinal, unit_hash = address
        plan = self.prepared.plan
        key = plan.night.key if group < 0 else plan.groups.key[group]
        u: tuple[float, float, float, float]
        u = uniforms(key, self.replication, keys.Address(stream, 0, draw), (ordinal, unit_hash))
        self[address] = u
        return u


def as_lists(table: Array) -> SimpleNamespace:
    """The same tables with plain lists for arrays: Python reads them several times faster."""
    parts = {name: as_lists(part) if is_table(part) else part.tolist() for name, part in named_columns(table)}
    return SimpleNamespace(**parts)


class Meets(NamedTuple):
    """What a route variant meets, ready to iterate."""

    windows: list[tuple[int, int, float, float, float, float]]
    """number, weapon, s_in_m, s_out_m, s_closest_m, d_closest_m"""
    passes: list[tuple[int, int, float, float]]
    """area, number, s_in_m, s_out_m"""


@dataclass(slots=True, eq=False)
class Threat:
    """A threat in flight."""

    index: int
    group: int
    ordinal: int
    weapon_class: int
    variant: int
    launch_ms: int
    speed_m_ms: float
    ms_per_m: float
    end_ms: int = 0
    end_outcome: int = HIT
    dead_ms: int = NEVER
    by: int = -1
    served_by: list[int] = field(default_factory=list)
    shots: dict[int, int] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)

    def reach_ms(self, s_m: float) -> int:
        """When it is there."""
        return self.launch_ms + round(s_m * self.ms_per_m)

    def is_over(self, now: int) -> bool:
        """Whether it has ended."""
        return self.dead_ms <= now or self.end_ms <= now


class Window(NamedTuple):
    """A threat's window at a unit; in the unit's order of service."""

    priority: int
    out_ms: int
    threat_index: int
    number: int
    weapon: int
    threat: Threat
    s_in_m: float
    s_closest_m: float
    d_closest_m: float


class Decisions(simpy.Event):
    """An event of now that comes after all others of now."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        env.schedule(self, priority=LAST_OF_MOMENT)


class SimPyNight:
    """A prepared scenario; `fly` gives outcome, end and killer of every threat.

    Raises
    ------
    ValueError
        If the scenario uses rules beside the core.
    """

    def __init__(self, prepared: Prepared) -> None:
        if others := other_rules(prepared):
            raise ValueError(f"not for the twin in SimPy: {others}")
        self.plan, self.raid = as_lists(prepared.plan), as_lists(prepared.raid)
        library = self.plan.library
        routes, windows, passes = library.routes, library.windows, library.passes
        numbers = range(len(windows.weapon))
        rows = list(
            zip(
                numbers,
                windows.weapon,
                windows.s_in_m,
                windows.s_out_m,
                windows.s_closest_m,
                windows.d_closest_m,
                strict=True,
            )
        )
        meetings = list(zip(passes.area, passes.number, passes.s_in_m, passes.s_out_m, strict=True))
        w, p = routes.window_start, routes.pass_start
        self.meets = [
            Meets(rows[w[v] : w[v + 1]], meetings[p[v] : p[v + 1]]) for v in range(len(routes.length_m))
        ]

    def fly(self, table: Table) -> tuple[list[int], list[int], list[int]]:
        """One replication: outcome, end_ms and by of every threat."""
        plan = self.plan
        n_units = len(plan.units.channels)
        self.env, self.u, self.replication = simpy.Environment(), table, table.replication
        self.busy, self.next_launch_ms = [0] * n_units, [0] * n_units
        self.reloading = [False] * n_units
        self.open: list[list[Window]] = [[] for _ in range(n_units)]
        self.ready, self.stock = list(plan.magazines.ready), list(plan.magazines.stock)
        self.teams: list[deque[int]] = [deque() for _ in plan.areas.teams]
        self.pending: set[int] = set()
        self.draw_night()
        threats = [self.launch(j) for j in range(len(self.raid.group))]
        self.env.run()
        dead = [threat.dead_ms <= threat.end_ms for threat in threats]
        return (
            [SHOT_DOWN if d else threat.end_outcome for d, threat in zip(dead, threats, strict=True)],
            [min(threat.dead_ms, threat.end_ms) for threat in threats],
            [threat.by for threat in threats],
        )

    # --- draws ---
    def draw_night(self) -> None:
        """Tonight's multipliers of hazards, and the kill probabilities that follow."""
        night, plan = self.plan.night, self.plan
        rho = night.correlation[0]
        self.soft: list[float] = []
        hard = []
        for group in range(4):
            u = self.u[-1, NIGHT, 0, group, 0]
            z_hard = sqrt(-2.0 * log(u[0])) * cos(TWO_PI * u[1])
            z_own = sqrt(-2.0 * log(u[2])) * cos(TWO_PI * u[3])
            z_soft = rho * z_hard + sqrt(1.0 - rho * rho) * z_own
            sigma = night.sigma[group]
            hard.append(night.hard[group] * exp(sigma * z_hard - 0.5 * sigma * sigma))
            self.soft.append(night.soft[group] * exp(sigma * z_soft - 0.5 * sigma * sigma))
        weapons = zip(plan.weapons.p_kill, plan.weapons.weapon_class, strict=True)
        self.p_kill = [tonight(p, hard[CLASS_GROUP[c]]) for p, c in weapons]
        self.area_p_kill = [
            [tonight(p, hard[CLASS_GROUP[c]]) for c, p in enumerate(row)] for row in plan.areas.p_kill
        ]

    def launch(self, j: int) -> Threat:
        """Draw a threat and start the processes of what it will meet."""
        threat = self.draw_flight(j)
        self.draw_end(threat)
        meets, units, weapons = self.meets[threat.variant], self.plan.units, self.plan.weapons
        detected = threat.reach_ms(self.plan.library.routes.detect_m[threat.variant][0])
        for number, weapon, s_in, s_out, s_closest, d_closest in meets.windows:
            window = Window(
                weapons.priority[weapon], threat.reach_ms(s_out), j, number, weapon, threat,
                s_in, s_closest, d_closest,
            )  # fmt: skip
            ready = detected + units.reaction_ms[weapons.unit[weapon]]
            entry = max(ready, self.earliest_launch_ms(window))
            if entry <= window.out_ms and entry < threat.end_ms:
                self.env.process(self.approach(window, entry))
        for each in meets.passes:
            self.env.process(self.cross(threat, *each))
        return threat

    def draw_flight(self, j: int) -> Threat:
        """Route, launch and speed."""
        groups, g, ordinal = self.plan.groups, self.raid.group[j], self.raid.ordinal[j]
        u = self.u[g, THREAT, 0, ordinal, 0]
        first = groups.pair_start[g]
        column = u[0] * (groups.pair_start[g + 1] - first)
        pair = int(column)
        if column - pair >= groups.pair_keep[first + pair]:
            pair = groups.pair_alias[first + pair]
        per_group, n_groups = self.plan.variants
        offset = self.replication % n_groups * per_group + int(u[1] * per_group)
        span = groups.last_ms[g] - groups.first_ms[g]
        planned = groups.first_ms[g] + span * ((ordinal + 0.5) / self.raid.count[g])
        launch = max(0, round(planned + groups.jitter_ms[g] * (2.0 * u[2] - 1.0)))
        speed = groups.speed_m_s[g] * (1.0 + groups.speed_spread[g] * (2.0 * u[3] - 1.0)) / 1000.0
        variant = groups.pair_variant[first + pair] + offset
        return Threat(j, g, ordinal, groups.weapon_class[g], variant, launch, speed, 1.0 / speed)

    def draw_end(self, threat: Threat) -> None:
        """The end that it comes to if nobody shoots it down."""
        u = self.u[threat.group, LOSS, 0, threat.ordinal, 0]
        length = self.plan.library.routes.length_m[threat.variant]
        threat.end_ms = threat.reach_ms(length)
        threat.end_outcome = FELL if threat.weapon_class == DECOY else HIT
        ends = []
        if u[1] < self.plan.groups.p_own_failure[threat.group]:
            ends.append((threat.reach_ms(u[2] * length), FELL))
        multiplier = self.soft[CLASS_GROUP[threat.weapon_class]]
        s = self.soft_kill_at(threat.variant, -log(u[0]) / multiplier) if multiplier > 0.0 else None
        if s is not None:
            ends.append((threat.reach_ms(s), SOFT_KILLED))
        for end_ms, outcome in ends:
            if end_ms <= threat.end_ms:
                threat.end_ms, threat.end_outcome = end_ms, outcome

    def soft_kill_at(self, variant: int, target: float) -> float | None:
        """Where the summed hazard of jamming reaches the target."""
        routes, breaks = self.plan.library.routes, self.plan.library.breaks
        hazard, s_m = breaks.hazard, breaks.s_m
        for k in range(routes.break_start[variant] + 1, routes.break_start[variant + 1]):
            if hazard[k] >= target:
                step = (target - hazard[k - 1]) / (hazard[k] - hazard[k - 1])
                return float(s_m[k - 1] + step * (s_m[k] - s_m[k - 1]))
        return None

    def earliest_launch_ms(self, window: Window) -> int:
        """The first launch whose intercept is not before the window opens."""
        x_in, d, k = window.s_in_m - window.s_closest_m, window.d_closest_m, self.ratio(window)
        slant = sqrt(d * d + x_in * x_in)
        if k * x_in > slant:
            return NEVER
        return window.threat.reach_ms(max(0.0, window.s_closest_m + (x_in - k * slant)))

    def ratio(self, window: Window) -> float:
        """Speed of the threat over that of the round."""
        return window.threat.speed_m_ms * 1000.0 / self.plan.weapons.speed_m_s[window.weapon]

    # --- processes ---
    def approach(self, window: Window, entry_ms: int) -> Iterator[simpy.Event]:
        """A threat comes into a unit's window."""
        yield self.env.timeout(entry_ms)
        unit = self.plan.weapons.unit[window.weapon]
        self.open[unit].append(window)
        window.threat.waiting.append(unit)
        self.request(unit)

    def cross(self, threat: Threat, area: int, number: int, s: float, s_out: float) -> Iterator[simpy.Event]:
        """A threat crosses an area defence, meeting teams by chance."""
        env, areas, teams = self.env, self.plan.areas, self.teams[area]
        count, rate, unit_hash = areas.teams[area], areas.rate_per_m[area], areas.hash[area]
        draw = number << 12
        while True:
            u = self.u[threat.group, MEETING, draw, threat.ordinal, unit_hash]
            s += -log(u[0]) / rate
            time = threat.reach_ms(s)
            if s > s_out or time >= threat.end_ms:
                return
            yield env.timeout(time - env.now)
            now = env.now
            if threat.is_over(now):
                return
            while teams and teams[0] <= now:
                teams.popleft()
            if u[1] * count < count - len(teams):
                teams.append(now + areas.hold_ms[area])
                if u[2] < self.area_p_kill[area][threat.weapon_class]:
                    threat.dead_ms, threat.by = now, len(self.busy) + area
                    return
            draw += 1

    def engage(self, unit: int, threat: Threat, free_ms: int) -> Iterator[simpy.Event]:
        """A round flies and its result is assessed; then the channel is free."""
        yield self.env.timeout(free_ms - self.env.now)
        self.busy[unit] -= 1
        threat.served_by.remove(self.plan.units.node[unit])
        self.request(unit)
        if not threat.is_over(self.env.now):
            for other in threat.waiting:
                self.request(other)

    def reload(self, unit: int, magazine: int) -> Iterator[simpy.Event]:
        """A launcher is loaded again."""
        self.reloading[unit] = True
        yield self.env.timeout(self.plan.units.reload_ms[unit])
        loaded = min(self.plan.magazines.ready_max[magazine], self.stock[magazine])
        self.ready[magazine] = loaded
        self.stock[magazine] -= loaded
        self.reloading[unit] = False
        self.request(unit)

    def pause(self, unit: int) -> Iterator[simpy.Event]:
        """The least time between launches."""
        yield self.env.timeout(self.plan.units.interval_ms[unit])
        self.request(unit)

    # --- decisions ---
    def request(self, unit: int) -> None:
        """Let the unit decide at the end of this moment."""
        if not self.pending:
            Decisions(self.env).callbacks.append(self.decide_all)
        self.pending.add(unit)

    def decide_all(self, _: simpy.Event) -> None:
        """Every unit that may launch now decides, in the units' order."""
        while self.pending:
            unit = min(self.pending)
            self.pending.remove(unit)
            has_channel = self.busy[unit] < self.plan.units.channels[unit]
            if has_channel and not self.reloading[unit] and self.next_launch_ms[unit] <= self.env.now:
                self.decide(unit)

    def intercept_ms(self, window: Window) -> int:
        """When a round launched now meets the threat; NEVER if it does not."""
        threat, d, k = window.threat, window.d_closest_m, self.ratio(window)
        x, rest = (self.env.now - threat.launch_ms) * threat.speed_m_ms - window.s_closest_m, 1.0 - k * k
        square = x * x + rest * (d * d)
        if x < 0.0 and square >= 0.0:
            x_i = (x * x - k * k * (d * d)) / (x - k * sqrt(square))
        elif x >= 0.0 and rest > 0.0:
            x_i = (x + k * sqrt(square)) / rest
        else:
            return NEVER
        return threat.reach_ms(max(window.s_closest_m + x_i, window.s_in_m))

    def decide(self, unit: int) -> None:
        """Serve the first window by class priority, earliest end and threat, with the preferred round."""
        now, node, magazines = self.env.now, self.plan.units.node[unit], self.plan.weapons.magazine
        self.open[unit] = [
            w for w in self.open[unit] if not w.threat.is_over(now) and self.intercept_ms(w) <= w.out_ms
        ]
        possible = [
            w for w in self.open[unit]
            if self.ready[magazines[w.weapon]] > 0
            and node not in w.threat.served_by and len(w.threat.served_by) < 2
        ]  # fmt: skip
        if possible:
            best = min(possible)
            same = (w for w in possible if w.threat is best.threat)
            self.fire(unit, min(same, key=lambda w: w.number))

    def fire(self, unit: int, window: Window) -> None:
        """Launch one round."""
        units, threat = self.plan.units, window.threat
        shot = threat.shots.get(unit, 0)
        threat.shots[unit] = shot + 1
        intercept = self.intercept_ms(window)
        u = self.u[threat.group, SHOT, shot, threat.ordinal, units.hash[unit]]
        hits = u[0] < self.p_kill[window.weapon] and intercept <= threat.end_ms
        if hits and (intercept, unit) < (threat.dead_ms, threat.by):
            threat.dead_ms, threat.by = intercept, unit
        self.busy[unit] += 1
        threat.served_by.append(units.node[unit])
        self.env.process(self.engage(unit, threat, intercept + units.assessment_ms[unit]))
        magazine = self.plan.weapons.magazine[window.weapon]
        self.ready[magazine] -= 1
        if self.ready[magazine] == 0 and self.stock[magazine] > 0:
            self.env.process(self.reload(unit, magazine))
        self.next_launch_ms[unit] = self.env.now + units.interval_ms[unit]
        self.env.process(self.pause(unit))


def tonight(p: float, multiplier: float) -> float:
    """A probability under a multiplied hazard."""
    if p in {0.0, 1.0} or multiplier == 1.0:
        return p
    return -expm1(multiplier * log1p(-p))
