"""What a night does: watches a flight, and tells of warning, damage, casualties, debris and sites' lines."""

from __future__ import annotations

from hashlib import blake2b

import xarray as xr

from himaya.arrays import labelled
from himaya.effects import casualties, damage, debris
from himaya.effects.ground import GROUNDS
from himaya.effects.impacts import Setting, impacts
from himaya.effects.power.site_lines import LineLosses
from himaya.effects.warning.tally import WarningTally
from himaya.effects.warning.variables import VARIABLES as WARNING
from himaya.kernels.tables import (
    Out,
)
from himaya.raid.prepare.bridge import Prepared
from himaya.scenario import Scenario
from himaya.scenario.effects import Effects

_AFTER_HITS = {**damage.VARIABLES, **casualties.VARIABLES, **debris.VARIABLES}
VARIABLES = {**WARNING, **_AFTER_HITS}
"""What effects add to an outcome, in its order; where there are sites, those of `power.site_lines`, too."""


class Aftermath:
    """All effects of a night: who was warned, what every hit did, what fell of every kill."""

    def __init__(self, prepared: Prepared) -> None:
        scenario = prepared.scenario
        self.prepared = prepared
        self.warning = WarningTally.of(prepared)
        self.damage = damage.Damage.of(scenario)
        self.setting = Setting.of(prepared, self.damage.reach_m)
        self.casualties = casualties.Casualties.of(scenario, self.setting.terrain.density_m2)
        self.debris = debris.Debris.of(scenario.effects or Effects())
        self.lines = LineLosses(scenario)
        self.hash = blake2b(effects_hash(scenario).encode(), digest_size=16)

    def add(self, prepared: Prepared, out: Out, first: int) -> None:
        """Take a chunk; another `prepared` is another draw of what the same scenario does not know."""
        if prepared is not self.prepared:
            self._begin(prepared)
        alerts = self.warning.add(prepared, out, first)
        hits = impacts(prepared, self.setting, self.damage.reach_m, (out, first))
        self.damage.add(hits)
        self.casualties.add(hits, self.warning.warned(alerts, hits, self.warning.seen_s(out)))
        self.debris.add(prepared, self.setting.terrain, (out, first))
        self.lines.add(prepared, hits, (out, first))

    def _begin(self, prepared: Prepared) -> None:
        effects = prepared.scenario.effects or Effects()
        self.prepared = prepared
        self.damage.radius_m = damage.radii_m(prepared.scenario)
        self.setting = Setting.of(prepared, self.damage.reach_m, self.setting.terrain)
        self.casualties.effects = self.debris.effects = effects
        self.lines.begin(prepared.scenario)
        self.hash.update(effects_hash(prepared.scenario).encode())

    def variables(self) -> xr.Dataset:
        """What it saw."""
        found = {**self.damage.results(), **self.casualties.results(), **self.debris.results()}
        made = xr.Dataset(
            labelled(found, _AFTER_HITS, self.prepared.scenario.value_unit),
            coords={
                "asset": [asset.id for asset in self.prepared.scenario.assets],
                "ground": list(GROUNDS),
            },
        )
        return xr.merge([self.warning.variables(), made, self.lines.variables()])

    def origin(self) -> dict[str, str]:
        """Hash of all numbers that these effects read beyond the engine's tables, over all sets drawn."""
        return {"effects_hash": self.hash.hexdigest()}


READ = {
    "start",
    "value_unit",
    "threat_types",
    "assets",
    "aim_points",
    "districts",
    "alert",
    "effects",
    "sites",
}
"""Fields of a scenario that effects read; more of some than they do."""


def effects_hash(scenario: Scenario) -> str:
    """Hash of what effects read of a scenario; the engine's `tables_hash` covers the flight."""
    stated = scenario.model_copy(update={"effects": scenario.effects or Effects()})
    return blake2b(stated.model_dump_json(include=READ).encode(), digest_size=16).hexdigest()
