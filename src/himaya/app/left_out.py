"""What the model leaves out, as notes; every report says it."""

from __future__ import annotations

from himaya.effects.warning.recorded import hours_judged
from himaya.notes import Note

HELD_AT_MEAN = Note("held_at_mean")
EFFECTS_AT_MEAN = Note("effects_at_mean")
_JUDGED = hours_judged()
ALERT_HOURS = (
    Note("alert_hours_better", nights=_JUDGED.nights, rule=_JUDGED.rule_h, record=_JUDGED.record_h)
    if _JUDGED.better_than_record
    else Note("alert_hours_no_better", nights=_JUDGED.nights, rule=_JUDGED.rule_h, record=_JUDGED.record_h)
)
LEFT_OUT = (
    Note("hits_are_guesses"),
    Note("perfect_where_unstated"),
    ALERT_HOURS,
    Note("straight_legs"),
    HELD_AT_MEAN,
)
"""Most consequential first."""
