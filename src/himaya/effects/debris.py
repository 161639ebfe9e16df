"""Debris of threats shot down over built-up ground: people injured, places reported."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from himaya.arrays import F8, I8, Variable, registry
from himaya.chance.histograms import Counts
from himaya.chance.keyed import keyed_uniforms
from himaya.chance.laws import gamma_poisson_quantile
from himaya.effects.terrain import Terrain
from himaya.kernels.keys import DEBRIS
from himaya.kernels.tables import (
    SHOT_DOWN,
    Out,
)
from himaya.raid.prepare.bridge import Prepared
from himaya.scenario import mean
from himaya.scenario.effects import Effects

VARIABLES = registry(
    Variable("kills_over_built_up", ("statistic",), "real", "1", "Threats shot down over built-up ground."),
    Variable(
        "injured_by_debris",
        ("statistic",),
        "real",
        "1",
        "People injured by debris, one for each kill that injures: an order of magnitude.",
    ),
    Variable(
        "debris_places", ("statistic",), "real", "1", "Places where debris fell, as the record counts them."
    ),
)


@dataclass
class Debris:
    """Counts of what debris did; `add` takes a chunk."""

    effects: Effects
    counts: Counts

    @classmethod
    def of(cls, effects: Effects) -> Debris:
        """Nothing fallen yet."""
        return cls(effects, Counts(len(VARIABLES)))

    def add(self, prepared: Prepared, terrain: Terrain, chunk: tuple[Out, int]) -> None:
        """Add a chunk; kills of decoys count: what falls is heavy enough."""
        out, first = chunk
        replication, threat = np.nonzero(out.outcome == SHOT_DOWN)
        over = terrain.is_built_up(out.variant[replication, threat], out.s_end_m[replication, threat])
        replication, threat = replication[over], threat[over]
        key = prepared.plan.groups.key[prepared.raid.group[threat]]
        ordinal = prepared.raid.ordinal[threat]
        luck = keyed_uniforms(key, replication + first, (int(DEBRIS), 0), ordinal)[0]
        hurts = replication[luck < mean(self.effects.p_debris_injury)]
        n = len(out.outcome)
        kills = np.bincount(replication, minlength=n)
        night = keyed_uniforms(prepared.plan.night.key, np.arange(first, first + n), (int(DEBRIS), 0))[0]
        counts = (kills, np.bincount(hurts, minlength=n), self.places(kills, night))
        self.counts.add(np.column_stack(counts))

    def places(self, kills: I8, luck: F8) -> I8:
        """Places for so many kills: Poisson with a gamma factor, mean a kills^b and none for none."""
        expected = mean(self.effects.debris_places) * kills.astype(np.float64) ** mean(
            self.effects.debris_exponent
        )
        expected[kills == 0] = 0.0
        return gamma_poisson_quantile(luck, expected, mean(self.effects.debris_shape))

    def results(self) -> dict[str, F8]:
        """The variables' values."""
        return dict(zip(VARIABLES, self.counts.statistics(), strict=True))
