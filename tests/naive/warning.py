"""Alerts of one replication, threat by threat, written from the model's page: slow and plain."""

from __future__ import annotations

import math
from typing import Any


def threat_intervals(threat: Any, time_ms: int) -> list[tuple[int, int, int]]:
    """(district, on, off) in seconds, apart from each other in each district; threat: launch, end (ms), where
    it ended (m), detection (m), its stretches (district, in, out)."""
    launch, end, where, detected, stretches = threat
    s_per_m = (end / 1000 - launch / 1000) / max(where, 1.0)
    found: dict[int, list[tuple[int, int]]] = {}
    for district, s_in, s_out in sorted(stretches, key=lambda each: each[1]):
        on = max(detected * s_per_m, s_in * s_per_m - time_ms / 1000)
        off = min(end / 1000 - launch / 1000, s_out * s_per_m)
        if on < off:
            first, last = (math.floor(launch / 1000 + 0.0005 + after) for after in (on, off))
            own = found.setdefault(district, [])
            if own and first <= own[-1][1]:
                first = own.pop()[0]
            own.append((first, last))
    return [(district, on, off) for district, own in found.items() for on, off in own]


def night_alerts(
    threats: list[Any], rule: tuple[int, int, int], n_districts: int
) -> list[list[tuple[int, int]]]:
    """The alerts of every district, apart from each other and in order.

    rule: alert time (ms), hold (s), threats. Enough threats give cause from some begin on: all are tried.
    """
    time_ms, hold_s, needed = rule
    causes = [each for threat in threats for each in threat_intervals(threat, time_ms)]
    alerts = []
    for district in range(n_districts):
        own = [(on, off) for where, on, off in causes if where == district]
        enough = []
        for begin in sorted({on for on, _ in own}):
            ends = sorted(off for on, off in own if on <= begin <= off)
            if len(ends) >= needed:  # until so many ended that fewer than needed are left
                enough.append((begin, ends[len(ends) - needed] + hold_s))
        joined: list[tuple[int, int]] = []
        for on, off in enough:
            if joined and on <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], off))
            else:
                joined.append((on, off))
        alerts.append(joined)
    return alerts


def lead(alerts: list[tuple[int, int]], impact: int) -> int:
    """Seconds under alert before an impact; 0 if the alert is not on."""
    return next((impact - on for on, off in alerts if on <= impact <= off), 0)
