"""Alerts of one replication, threat by threat, written from the model's page: slow and plain."""

from __future__ import annotations

import math
from typing import Any


def threat_intervals(threat: Any, rule: tuple[int, int]) -> list[tuple[int, int, int]]:
    """(district, on, off) in seconds; threat: launch, end (ms), where it ended (m), detection (m), its
    stretches (district, in, out); rule: alert time (ms), hold (s)."""
    launch, end, where, detected, stretches = threat
    s_per_m = (end / 1000 - launch / 1000) / max(where, 1.0)
    found = []
    for district, s_in, s_out in stretches:
        on = max(detected * s_per_m, s_in * s_per_m - rule[0] / 1000)
        off = min(end / 1000 - launch / 1000, s_out * s_per_m)
        if on < off:
            first, last = (math.floor(launch / 1000 + 0.0005 + after) for after in (on, off))
            found.append((district, first, last + rule[1]))
    return found


def night_alerts(threats: list[Any], rule: tuple[int, int], n_districts: int) -> list[list[tuple[int, int]]]:
    """The alerts of every district, apart from each other and in order."""
    causes = [each for threat in threats for each in threat_intervals(threat, rule)]
    alerts = []
    for district in range(n_districts):
        joined: list[tuple[int, int]] = []
        for _, on, off in sorted(each for each in causes if each[0] == district):
            if joined and on <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], off))
            else:
                joined.append((on, off))
        alerts.append(joined)
    return alerts


def lead(alerts: list[tuple[int, int]], impact: int) -> int:
    """Seconds under alert before an impact; 0 if the alert is not on."""
    return next((impact - on for on, off in alerts if on <= impact <= off), 0)
