"""What a night of many futures does to people and assets: the effects of `himaya run`, a row a future."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from himaya.arrays import F8, I8
from himaya.effects.casualties import Casualties, Warned
from himaya.effects.damage import Damage
from himaya.effects.impacts import Hits, Impacts, Setting, impacts_of
from himaya.effects.power.site_lines import LineLosses
from himaya.kernels.futures import Futures
from himaya.kernels.tables import HIT, Out
from himaya.raid.prepare.bridge import Prepared


@dataclass(frozen=True)
class Harm:
    """Where hits fall and what they do, at the mean of what is known."""

    prepared: Prepared
    setting: Setting
    damage: Damage
    casualties: Casualties
    lines: LineLosses

    @classmethod
    def of(cls, prepared: Prepared) -> Harm:
        """For a scenario; the sums that the effects keep of a single night are not used."""
        damage = Damage.of(prepared.scenario)
        setting = Setting.of(prepared, damage.reach_m)
        people = Casualties.of(prepared.scenario, setting.terrain.density_m2)
        return cls(prepared, setting, damage, people, LineLosses(prepared.scenario))

    def hits(self, flown: Futures, out: Out, first: int, night: int) -> tuple[Hits, Impacts]:
        """A night's hits, in order of future and threat; night : as the kernel counts it."""
        future, place = np.nonzero(out.outcome == HIT)
        threat, variant = flown.start[future] + place, out.variant[future, place]
        hits = Hits(
            future, future + first, flown.group[threat], flown.ordinal[threat],
            variant, self.prepared.variant_aim[variant], out.end_ms[future, place], night,
        )  # fmt: skip
        return hits, impacts_of(self.setting, self.damage.reach_m, hits, len(out.outcome))

    def lines_lost_h(self, hits: Hits, impacts: Impacts, first: int) -> F8:
        """When hits take the lines of sites, hours from the night's start; NaN: not. f8[future, line]."""
        who = self.setting.warheads.key[hits.group], hits.ordinal
        return self.lines.lost_h(impacts, who, first, hits.night)

    def shares_lost(self, impacts: Impacts) -> F8:
        """f8[future, asset]: share of its value that each whole asset would lose to the night."""
        return self.damage.shares(impacts)[:, :-1, -1]

    def people(self, impacts: Impacts) -> tuple[I8, I8]:
        """Killed and injured, i8[future] each: alerts are not followed, warning is the class's number."""
        n = len(impacts.near[0])
        untold = Warned(np.full(n, np.nan), np.zeros(n))
        hurt = self.casualties.of_hits(impacts, self.casualties.with_stated(impacts, untold))
        killed, injured = (np.bincount(impacts.replication, each, impacts.n) for each in hurt)
        return killed.astype(np.int64), injured.astype(np.int64)
