"""What the rules beside the core cost: the same night with every one of them at work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from himaya.kernels.library import Array
from himaya.kernels.tables import LOGNORMAL
from himaya.raid.prepare.bridge import Prepared


def with_every_rule(prepared: Prepared) -> Prepared:
    """The night with every rule beside the core at work.

    Networks aside, which change the route library. The values are made up: they are to be slow, not true.
    """
    plan = prepared.plan
    changed = plan._replace(
        units=_filled(
            plan.units, p_alive_seen=0.1, p_dead_seen=0.05, assessment_law=LOGNORMAL, assessment_sigma=0.5,
            p_up=0.95, p_track=0.95, ignores_open_ground=1,
        ),
        weapons=_filled(plan.weapons, salvo=2, reserve=1),
        nodes=plan.nodes._replace(tracks=np.minimum(plan.nodes.tracks, 12)),
        groups=plan.groups._replace(p_recognised=np.full_like(plan.groups.p_recognised, 0.05)),
        p_duplicate=np.array([0.2]),
    )  # fmt: skip
    return replace(prepared, plan=changed)


def _filled(records: Array, **values: float) -> Array:
    copy = records.copy()
    for name, value in values.items():
        copy[name] = value
    return copy
