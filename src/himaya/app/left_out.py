"""What the model leaves out, as notes; every report says it."""

from __future__ import annotations

from himaya.notes import Note

HELD_AT_MEAN = Note("held_at_mean")
EFFECTS_AT_MEAN = Note("effects_at_mean")
ALERTS_TOO_LONG = Note("alerts_too_long")
LEFT_OUT = (
    Note("hits_are_guesses"),
    Note("perfect_where_unstated"),
    ALERTS_TOO_LONG,
    Note("straight_legs"),
    HELD_AT_MEAN,
)
"""Most consequential first."""
