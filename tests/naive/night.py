"""One replication of a night, event by event, written from the model's page: slow and plain.

It reads the same tables as the kernel and shares no code with it. Every event of the model
is a real event here, intercepts and impacts included, in one heap of
(time, kind, unit, threat): 0 intercept, 1 soft kill or own failure, 2 impact, 3 channel free,
4 reload done, 5 window entry or meeting, 6 launch decision.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from tests.naive.philox import uniforms

THREAT, LOSS, SHOT, MEETING, NIGHT, UNIT_UP, NETWORK_UP, TRACK, DUPLICATE = range(9)
TARGET = 11
CLASS_GROUP = (0, 0, 1, 2, 3)
SHOT_DOWN, SOFT_KILLED, FELL, HIT = range(4)


@dataclass
class Threat:
    index: int
    group: int
    ordinal: int
    weapon_class: int
    key: tuple[int, int]
    variant: int = 0
    launch: int = 0
    speed: float = 0.0  # metres per millisecond
    outcome: int | None = None
    end: int = -1
    where: float = 0.0
    by: int = -1
    natural_end: int = 1 << 62
    served_by: list[int] = field(default_factory=list)  # units with rounds in flight at it
    held_for: dict[int, str] = field(default_factory=dict)  # "dead" or "alive", wrongly, by node
    recognised: bool = False
    n_nodes: int = 2
    shots: dict[int, int] = field(default_factory=dict)

    def at(self, s: float) -> int:
        return self.launch + round(s * (1.0 / self.speed))


@dataclass
class Window:
    threat: Threat
    weapon: int
    s_in: float
    s_out: float
    s_closest: float
    d_closest: float


def place_of_meeting(x: float, d: float, k: float) -> float | None:
    """The first x_i with x_i - x = k sqrt(d^2 + x_i^2): where a round that leaves now meets the threat."""
    square = x * x + (1.0 - k * k) * (d * d)
    if x < 0.0:
        return None if square < 0.0 else (x * x - k * k * (d * d)) / (x - k * math.sqrt(square))
    return (x + k * math.sqrt(square)) / (1.0 - k * k) if k < 1.0 else None


class NaiveNight:
    """A night of the plan; `fly(replication)` gives its threats with their outcomes."""

    def __init__(self, plan: Any, raid: Any, seed_night: int = 0) -> None:
        self.plan, self.raid, self.night = plan, raid, seed_night

    def fly(self, replication: int) -> list[Threat]:
        plan = self.plan
        self.replication = replication
        self.queue: list[tuple[int, int, int, int, int, Any]] = []
        self.order = 0
        self.n_units = len(plan.units.channels)
        self.busy = [0] * self.n_units
        self.reloading = [False] * self.n_units
        self.next_launch = [0] * self.n_units
        self.windows: list[list[Window]] = [[] for _ in range(self.n_units)]
        self.ready, self.stock = plan.magazines.ready.tolist(), plan.magazines.stock.tolist()
        self.free = plan.areas.teams.tolist()
        self.fired = [0] * (max(plan.magazines.round.tolist(), default=-1) + 1)
        self.meetings = [0] * len(self.free)
        self.draw_night()
        self.up = [self.works(UNIT_UP, p, h) for p, h in zip(plan.units.p_up, plan.units.hash, strict=True)]
        self.network_up = [
            self.works(NETWORK_UP, p, h) for p, h in zip(plan.networks.p_up, plan.networks.hash, strict=True)
        ]
        self.threats = [self.launch(j) for j in range(len(self.raid.group))]
        handlers = (
            self.intercept,
            self.lost,
            self.lost,
            self.channel_free,
            self.reloaded,
            self.entry,
            self.decision,
        )
        while self.queue:
            self.now, kind, unit, threat, _, what = heapq.heappop(self.queue)
            handlers[kind](unit, threat, what)
        return self.threats

    def put(self, time: int, kind: int, unit: int, threat: int, what: Any = None) -> None:
        self.order += 1
        heapq.heappush(self.queue, (time, kind, unit, threat, self.order, what))

    def draw_night(self) -> None:
        night, self.hard, self.soft = self.plan.night, [], []
        rho = float(night.correlation[0])
        key = tuple(int(word) for word in night.key)
        for group in range(4):
            u = uniforms(key, self.replication, (NIGHT, self.night, 0), (group, 0))
            z = math.sqrt(-2.0 * math.log(u[0])) * math.cos(6.283185307179586 * u[1])
            own = math.sqrt(-2.0 * math.log(u[2])) * math.cos(6.283185307179586 * u[3])
            sigma = float(night.sigma[group])
            for into, score, level in (
                (self.hard, z, night.hard),
                (self.soft, rho * z + math.sqrt(1.0 - rho * rho) * own, night.soft),
            ):
                into.append(float(level[group]) * math.exp(sigma * score - 0.5 * sigma * sigma))

    def works(self, stream: int, probability: float, unit_hash: int) -> bool:
        key = tuple(int(word) for word in self.plan.night.key)
        return uniforms(key, self.replication, (stream, self.night, 0), (0, int(unit_hash)))[0] < probability

    def tonight(self, p: float, weapon_class: int, threat: Threat) -> float:
        m = self.hard[CLASS_GROUP[weapon_class]] * float(self.plan.groups.hard[threat.group])
        return p if p in (0.0, 1.0) or m == 1.0 else -math.expm1(m * math.log1p(-p))

    def uniforms(self, threat: Threat, stream: int, draw: int, unit_hash: int = 0) -> list[float]:
        return uniforms(threat.key, self.replication, (stream, self.night, draw), (threat.ordinal, unit_hash))

    # --- launch -----------------------------------------------------------------------
    def launch(self, j: int) -> Threat:
        groups, raid = self.plan.groups, self.raid
        g, ordinal = int(raid.group[j]), int(raid.ordinal[j])
        threat = Threat(
            j, g, ordinal, int(groups.weapon_class[g]), tuple(int(word) for word in groups.key[g])
        )
        u = self.uniforms(threat, THREAT, 0)
        first, last = int(groups.pair_start[g]), int(groups.pair_start[g + 1])
        if self.plan.targets.drawn[g]:
            pair = self.aim_tonight(list(range(first, last)), u[0]) - first
        else:
            column, rest = divmod(u[0] * (last - first), 1.0)
            pair = (
                int(column)
                if rest < groups.pair_keep[first + int(column)]
                else int(groups.pair_alias[first + int(column)])
            )
        per_group, n_groups = (int(n) for n in self.plan.variants)
        threat.variant = (
            int(groups.pair_variant[first + pair])
            + self.replication % n_groups * per_group
            + int(u[1] * per_group)
        )
        first_ms, last_ms = float(groups.first_ms[g]), float(groups.last_ms[g])
        planned = first_ms + (last_ms - first_ms) * ((ordinal + 0.5) / int(raid.count[g]))
        threat.launch = max(0, round(planned + float(groups.jitter_ms[g]) * (2.0 * u[2] - 1.0)))
        threat.speed = (
            float(groups.speed_m_s[g]) * (1.0 + float(groups.speed_spread[g]) * (2.0 * u[3] - 1.0)) / 1000.0
        )
        self.plan_ends(threat, float(groups.p_own_failure[g]))
        threat.n_nodes = 2 if self.uniforms(threat, DUPLICATE, 0)[0] < float(self.plan.p_duplicate[0]) else 1
        if not threat.recognised:
            self.plan_windows(threat)
            self.plan_meetings(threat)
        return threat

    def aim_tonight(self, pairs: list[int], u: float) -> int:
        """The pair that a uniform picks among those whose place is a target tonight."""
        targets = self.plan.targets
        key = tuple(int(word) for word in self.plan.night.key)

        def luck(pair: int) -> float:
            place = int(targets.hash[targets.place[pair]])
            return uniforms(key, self.replication, (TARGET, self.night, 0), (0, place))[0]

        flown = [pair for pair in pairs if luck(pair) < targets.chance[pair]]
        if not flown:
            best = min(pairs, key=lambda pair: luck(pair) / float(targets.chance[pair]))
            flown = [pair for pair in pairs if targets.place[pair] == targets.place[best]]
        running = list(accumulate(float(targets.weight[pair]) for pair in flown))
        return next(pair for pair, sum_to in zip(flown, running, strict=True) if u * running[-1] < sum_to)

    def plan_end(self, threat: Threat, kind: int, order: int, end: tuple[int, float]) -> None:
        time = threat.at(end[1])
        threat.natural_end = min(threat.natural_end, time)
        self.put(time, kind, order, threat.index, end)

    def plan_ends(self, threat: Threat, p_failure: float) -> None:
        routes, breaks = self.plan.library.routes, self.plan.library.breaks
        length = float(routes.length_m[threat.variant])
        u = self.uniforms(threat, LOSS, 0)
        outcome = FELL if threat.weapon_class == 1 else HIT
        threat.recognised = threat.weapon_class == 1 and u[3] < float(
            self.plan.groups.p_recognised[threat.group]
        )
        self.plan_end(threat, 2, -1, (outcome, length))
        if u[1] < p_failure:
            self.plan_end(threat, 1, 1, (FELL, u[2] * length))
        m = self.soft[CLASS_GROUP[threat.weapon_class]]
        first, last = (int(routes.break_start[threat.variant + k]) for k in (0, 1))
        if m <= 0.0 or last == first:
            return
        target = -math.log(u[0]) / m
        points = list(zip(breaks.s_m[first:last].tolist(), breaks.hazard[first:last].tolist(), strict=True))
        for (s0, h0), (s1, h1) in pairwise(points):
            if h1 >= target:
                s = s0 + (target - h0) / (h1 - h0) * (s1 - s0)
                self.plan_end(threat, 1, 0, (SOFT_KILLED, s))
                return

    def plan_windows(self, threat: Threat) -> None:
        routes, windows, weapons = self.plan.library.routes, self.plan.library.windows, self.plan.weapons
        units = self.plan.units
        first, last = (int(routes.window_start[threat.variant + k]) for k in (0, 1))
        for w in range(first, last):
            weapon = int(windows.weapon[w])
            columns = (windows.s_in_m, windows.s_out_m, windows.s_closest_m, windows.d_closest_m)
            window = Window(threat, weapon, *(float(column[w]) for column in columns))
            unit = int(weapons.unit[weapon])
            network = int(units.network[unit])
            seen_at = (
                float(routes.detect_m[threat.variant, network]) if self.network_up[network] else window.s_in
            )
            start = max(threat.at(seen_at) + int(units.reaction_ms[unit]), self.earliest(window))
            empty = int(weapons.weapon_class[weapon]) == 3 and routes.open_ground[threat.variant]
            wanted = self.up[unit] and not (empty and units.ignores_open_ground[unit])
            if wanted and start <= threat.at(window.s_out) and start < threat.natural_end:
                self.put(start, 5, unit, threat.index, window)

    def earliest(self, window: Window) -> int:
        """First launch that meets the threat no earlier than where the window opens."""
        x_in, k = window.s_in - window.s_closest, self.ratio(window)
        slant = math.sqrt(window.d_closest * window.d_closest + x_in * x_in)
        if k * x_in > slant:
            return 1 << 62  # it draws away faster than a round flies
        return window.threat.at(max(0.0, window.s_closest + (x_in - k * slant)))

    def ratio(self, window: Window) -> float:
        """Speed of the threat over that of the round."""
        return window.threat.speed * 1000.0 / float(self.plan.weapons.speed_m_s[window.weapon])

    def plan_meetings(self, threat: Threat) -> None:
        routes = self.plan.library.routes
        for k in range(int(routes.pass_start[threat.variant]), int(routes.pass_start[threat.variant + 1])):
            self.next_meeting(threat, k, 0, float(self.plan.library.passes.s_in_m[k]))

    def next_meeting(self, threat: Threat, k: int, number: int, s: float) -> None:
        passes, areas = self.plan.library.passes, self.plan.areas
        area = int(passes.area[k])
        u = self.uniforms(threat, MEETING, int(passes.number[k]) << 12 | number, int(areas.hash[area]))
        s += -math.log(u[0]) / float(areas.rate_per_m[area])
        if s <= float(passes.s_out_m[k]):
            self.put(threat.at(s), 5, self.n_units + area, threat.index, (k, number, s, u))

    # --- events -----------------------------------------------------------------------
    def finish(self, threat: Threat, outcome: int, where: float, by: int = -1) -> None:
        threat.outcome, threat.end, threat.where, threat.by = outcome, self.now, where, by

    def lost(self, unit: int, j: int, what: Any) -> None:
        threat = self.threats[j]
        if threat.outcome is None:
            self.finish(threat, *what)

    def shot_down(self, threat: Threat, by: int) -> None:
        self.finish(threat, SHOT_DOWN, (self.now - threat.launch) * threat.speed, by)

    def intercept(self, unit: int, j: int, hits: Any) -> None:
        if hits and self.threats[j].outcome is None:
            self.shot_down(self.threats[j], unit)

    def channel_free(self, unit: int, j: int, what: Any) -> None:
        if unit >= self.n_units:
            self.free[unit - self.n_units] += 1
            return
        units, threat = self.plan.units, self.threats[j]
        self.busy[unit] -= 1
        threat.served_by.remove(unit)
        threat.held_for.pop(int(units.node[unit]), None)
        if threat.outcome is not None and what < float(units.p_alive_seen[unit]):
            threat.held_for[int(units.node[unit])] = "alive"
        if threat.outcome is None and what < float(units.p_dead_seen[unit]):
            threat.held_for[int(units.node[unit])] = "dead"
        for other in range(self.n_units):
            self.put(self.now, 6, other, 0)

    def reloaded(self, unit: int, j: int, magazine: Any) -> None:
        loaded = min(int(self.plan.magazines.ready_max[magazine]), self.stock[magazine])
        self.ready[magazine], self.stock[magazine] = loaded, self.stock[magazine] - loaded
        self.reloading[unit] = False
        self.put(self.now, 6, unit, 0)

    def entry(self, unit: int, j: int, what: Any) -> None:
        threat = self.threats[j]
        if unit < self.n_units:
            self.windows[unit].append(what)
            self.put(self.now, 6, unit, 0)
            return
        if threat.outcome is not None:
            return
        area, (k, number, s, u) = unit - self.n_units, what
        areas = self.plan.areas
        if u[1] * int(areas.teams[area]) < self.free[area]:
            self.meetings[area] += 1
            self.free[area] -= 1
            self.put(self.now + int(areas.hold_ms[area]), 3, unit, 0)
            p = float(areas.p_kill[area, threat.weapon_class])
            if u[2] < self.tonight(p, threat.weapon_class, threat):
                self.shot_down(threat, unit)
                return
        self.next_meeting(threat, k, number + 1, s)

    def when(self, window: Window) -> int | None:
        """Intercept time of a round launched now, None if it never meets the threat."""
        threat = window.threat
        x = (self.now - threat.launch) * threat.speed - window.s_closest
        place = place_of_meeting(x, window.d_closest, self.ratio(window))
        if place is None or math.isinf(place):
            return None
        return threat.at(max(window.s_closest + place, window.s_in))

    def decision(self, unit: int, j: int, what: Any) -> None:
        units, weapons = self.plan.units, self.plan.weapons
        if (
            self.busy[unit] >= units.channels[unit]
            or self.reloading[unit]
            or self.now < self.next_launch[unit]
        ):
            return
        possible = [window for window in self.windows[unit] if self.may_shoot(unit, window)]
        if not possible:
            return
        best = min(
            possible, key=lambda w: (int(weapons.priority[w.weapon]), w.threat.at(w.s_out), w.threat.index)
        )
        same = [window for window in possible if window.threat is best.threat]
        self.fire(unit, min(same, key=lambda window: (window.weapon, window.s_in)))

    def may_shoot(self, unit: int, window: Window) -> bool:
        units, weapons, nodes, threat = self.plan.units, self.plan.weapons, self.plan.nodes, window.threat
        node, weapon = int(units.node[unit]), window.weapon
        believed = threat.held_for.get(node)
        looks_alive = believed == "alive" or (threat.outcome is None and believed != "dead")
        meets = self.when(window)
        if not looks_alive or meets is None or meets > threat.at(window.s_out):
            return False
        if (
            self.ready[int(weapons.magazine[weapon])] <= int(weapons.reserve[weapon])
            or unit in threat.served_by
        ):
            return False
        serving = {int(units.node[other]) for other in threat.served_by}
        own = sum(int(units.node[other]) == node for other in threat.served_by)
        if own >= int(nodes.units_per_threat[node, int(weapons.weapon_class[weapon])]):
            return False
        rivals = {other for other in serving - {node} if nodes.coordinated[other]}
        if nodes.coordinated[node] and len(rivals) >= threat.n_nodes:
            return False
        served = sum(any(int(units.node[u]) == node for u in each.served_by) for each in self.threats)
        return own > 0 or served < int(nodes.tracks[node])

    def assessment(self, unit: int, u: list[float]) -> int:
        units = self.plan.units
        mean, sigma = int(units.assessment_ms[unit]), float(units.assessment_sigma[unit])
        if units.assessment_law[unit] == 1:
            return round(min(-mean * math.log(u[2]), 86_400_000.0))
        if units.assessment_law[unit] == 2:
            z = math.sqrt(-2.0 * math.log(u[2])) * math.cos(6.283185307179586 * u[3])
            return round(min(mean * math.exp(sigma * z - 0.5 * sigma * sigma), 86_400_000.0))
        return mean

    def fire(self, unit: int, window: Window) -> None:
        units, weapons, threat = self.plan.units, self.plan.weapons, window.threat
        magazine = int(weapons.magazine[window.weapon])
        rounds = min(
            int(weapons.salvo[window.weapon]), self.ready[magazine] - int(weapons.reserve[window.weapon])
        )
        number = threat.shots.get(unit, 0)
        threat.shots[unit] = number + rounds
        draws = [self.uniforms(threat, SHOT, number + k, int(units.hash[unit])) for k in range(rounds)]
        weapon_class = int(weapons.weapon_class[window.weapon])
        p = self.tonight(float(weapons.p_kill[window.weapon]), weapon_class, threat)
        tracked = self.uniforms(threat, TRACK, 0, int(units.track_hash[unit]))[0] < float(units.p_track[unit])
        meets = self.when(window)
        assert meets is not None
        self.put(meets, 0, unit, threat.index, tracked and any(u[0] < p for u in draws))
        self.put(meets + self.assessment(unit, draws[0]), 3, unit, threat.index, draws[0][1])
        self.busy[unit] += 1
        threat.served_by.append(unit)
        self.fired[int(self.plan.magazines.round[magazine])] += rounds
        self.ready[magazine] -= rounds
        if self.ready[magazine] == 0 and self.stock[magazine] > 0:
            self.reloading[unit] = True
            self.put(self.now + int(units.reload_ms[unit]), 4, unit, 0, magazine)
        self.next_launch[unit] = self.now + int(units.interval_ms[unit])
        self.put(self.next_launch[unit], 6, unit, 0)
