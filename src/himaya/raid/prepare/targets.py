"""Which places can be targets of a night: chances of the groups' aim points, and what shares its luck."""

from __future__ import annotations

import numpy as np

from himaya.kernels.tables import Targets
from himaya.raid.prepare.corridors import weights_of_pairs
from himaya.scenario import Scenario, mean
from himaya.scenario.identity import unit_hash


def targets(scenario: Scenario) -> Targets:
    """Make the table of targets; pairs in the order of the groups' own.

    Aim points of one region are one place. An aim point without a region is a place by itself.
    """
    home = {
        aim.id: f"region {aim.region}" if aim.region else f"aim point {aim.id}" for aim in scenario.aim_points
    }
    number = {place: k for k, place in enumerate(dict.fromkeys(home.values()))}
    aims = [aim for group in scenario.raid for _ in group.launch_areas for aim in group.aim_points]
    chances = [
        mean(group.p_target.get(aim, 1.0))
        for group in scenario.raid
        for _ in group.launch_areas
        for aim in group.aim_points
    ]
    return Targets(
        np.array([any(mean(p) < 1.0 for p in group.p_target.values()) for group in scenario.raid], np.int64),
        np.concatenate([weights_of_pairs(group) for group in scenario.raid]),
        np.array(chances),
        np.array([number[home[aim]] for aim in aims], np.int64),
        np.array([unit_hash(place) for place in number], np.int64),
    )
