"""The raid as tables: groups of threats, keyed by the seed, and how many of each fly."""

from __future__ import annotations

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import CLASSES, Groups, RaidTable
from himaya.raid.prepare.corridors import Corridors
from himaya.raid.prepare.si import si
from himaya.scenario import Scenario, class_group, mean
from himaya.scenario.identity import group_key
from himaya.scenario.types import ThreatType


def groups(scenario: Scenario, corridors: Corridors, first_variant: Array, seed: int) -> Groups:
    """Make the groups' table.

    Parameters
    ----------
    corridors : those of the scenario.
    first_variant : i8[corridor]: where each corridor's routes begin in the library.
    seed : what draws are keyed by, beside the groups' ids.
    """
    types = {each.id: each for each in scenario.threat_types}
    raid, kinds = scenario.raid, [types[group.type] for group in scenario.raid]
    return Groups(
        np.array([group_key(seed, group.id) for group in raid], np.uint64),
        np.array([CLASSES.index(kind.weapon_class) for kind in kinds], np.int32),
        np.array([si(kind, "speed_km_h") for kind in kinds]),
        np.array([mean(kind.speed_spread) for kind in kinds]),
        np.array([mean(kind.p_own_failure) for kind in kinds]),
        np.array([mean(kind.p_recognised) for kind in kinds]),
        np.array([_of_type(scenario, kind) for kind in kinds]),
        np.array([si(group, "first_launch_min") * 1000.0 for group in raid]),
        np.array([si(group, "last_launch_min") * 1000.0 for group in raid]),
        np.array([si(group, "jitter_min") * 1000.0 for group in raid]),
        corridors.pair_start,
        corridors.pair_keep,
        corridors.pair_alias,
        first_variant[corridors.pair_corridor].astype(np.int64),
    )


def _of_type(scenario: Scenario, kind: ThreatType) -> float:
    """Multiplier of every kill probability against a type."""
    fitted = scenario.multipliers.get(class_group(kind.weapon_class))
    return 1.0 if fitted is None else mean(fitted.types.get(kind.id, 1.0))


def composition(counts: Array) -> RaidTable:
    """The raid of so many threats a group; counts : i8[group]."""
    counts = np.asarray(counts, np.int64)
    ordinals = [np.arange(count, dtype=np.int64) for count in counts]
    return RaidTable(counts, np.repeat(np.arange(len(counts)), counts), np.concatenate(ordinals))
