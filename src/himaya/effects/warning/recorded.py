"""What recorded alerts say of simulated hours under alert: whether they are better than the record itself.

Made by scripts/compare_alerts.py, which states how; nothing here is worked out when it is read.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

FILE = "recorded.json"


class HoursOfSize(NamedTuple):
    """Recorded hours under alert on nights with so much launched."""

    launched_from: int
    launched_below: int | None
    """None: no limit."""
    nights: int
    p05_h: float
    p50_h: float
    p95_h: float


class HoursJudged(NamedTuple):
    """How well hours under alert of one district are foretold, on nights that the rule was not chosen on."""

    district: str
    nights: int
    rule_h: float
    """CRPS of the simulated hours."""
    record_h: float
    """CRPS of the recorded hours of the latest earlier nights of like size."""
    better_than_record: bool
    """The 95 % interval of rule_h - record_h lies below 0."""
    recorded: tuple[HoursOfSize, ...]
    """By what was launched, over the last year of the record; the classes follow each other from 0."""
    first: date
    """First and last night of that year."""
    last: date

    def of_size(self, launched: int) -> HoursOfSize:
        """Recorded hours of nights with as much launched."""
        return [each for each in self.recorded if each.launched_from <= launched][-1]


@cache
def hours_judged() -> HoursJudged:
    """What the package says of hours under alert."""
    text = (files("himaya.effects.warning") / FILE).read_text(encoding="utf-8")
    data = json.loads(text)
    return HoursJudged(
        data["district"],
        data["nights"],
        data["crps_h"]["rule"],
        data["crps_h"]["record"],
        data["better_than_record"],
        tuple(HoursOfSize(**row) for row in data["recorded"]),
        date.fromisoformat(data["year"]["first"]),
        date.fromisoformat(data["year"]["last"]),
    )
