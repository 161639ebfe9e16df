"""Memory for what a chunk of replications hands on."""

from __future__ import annotations

import numpy as np

from himaya.kernels.tables import (
    N_CLASSES,
    N_OUTCOMES,
    Out,
    Plan,
    RaidTable,
)


def empty_out(plan: Plan, raid: RaidTable, n_replications: int) -> Out:
    """Arrays for a chunk: about 39 bytes a threat and replication."""
    n, threats = n_replications, len(raid.group)
    n_rounds = int(plan.magazines.round.max(initial=-1)) + 1
    return Out(
        outcome=np.empty((n, threats), np.int8),
        end_ms=np.empty((n, threats), np.int64),
        s_end_m=np.empty((n, threats), np.float64),
        by=np.empty((n, threats), np.int32),
        variant=np.empty((n, threats), np.int64),
        counts=np.empty((n, N_CLASSES, N_OUTCOMES), np.int32),
        fired=np.empty((n, n_rounds), np.int32),
        meetings=np.empty((n, len(plan.areas.teams)), np.int32),
        events=np.empty(n, np.int64),
        code=np.empty(n, np.int8),
        launch_ms=np.empty((n, threats), np.int64),
    )
