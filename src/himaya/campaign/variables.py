"""Everything a campaign's outcome holds, declared once: dimensions, unit, sentence."""

from __future__ import annotations

from himaya.arrays import Variable, finite, registry

NIGHT = ("future", "night")
NIGHTLY = registry(
    Variable("launched", (*NIGHT, "weapon_class"), "whole", "1", "Threats launched."),
    Variable("outcomes", (*NIGHT, "weapon_class", "outcome"), "whole", "1", "What became of them."),
    Variable(
        "held",
        (*NIGHT, "round"),
        "whole",
        "1",
        "Rounds at dusk in units, depots and on the way, the night's arrivals in.",
    ),
    Variable("arrived", (*NIGHT, "round"), "whole", "1", "Rounds that came since the night before."),
    Variable("fired", (*NIGHT, "round"), "whole", "1", "Rounds fired."),
    Variable(
        "kills", (*NIGHT, "system"), "whole", "1", "Threats that fire units of a system type shot down."
    ),
    Variable("lost", (*NIGHT, "round"), "whole", "1", "Rounds lost with units that were destroyed."),
    Variable("meetings", (*NIGHT, "area"), "whole", "1", "Meetings of teams with threats."),
    Variable("units", NIGHT, "whole", "1", "Fire units that are there and not put out."),
    Variable("level", NIGHT, "real", "logit", "z, the defence's level.", finite),
    Variable("value_lost", NIGHT, "real", "", "Value that assets lost to the night's hits."),
    Variable("killed", NIGHT, "whole", "1", "People killed by hits: an order of magnitude."),
    Variable("injured", NIGHT, "whole", "1", "People injured by hits: an order of magnitude."),
    Variable(
        "line_lost_h",
        (*NIGHT, "site_line"),
        "real",
        "h",
        "When a hit took a line of a site, after the night's start; NaN: none did. There only with sites.",
    ),
    Variable("paid_usd", NIGHT, "real", "USD", "Paid for purchases and production lines."),
)
"""What every night is told by, in the order of the outcome."""
_RUNOUT = "Rounds held at dusk at which a round type counts as run out."
VARIABLES = NIGHTLY | registry(Variable("runout_at", ("round",), "whole", "1", _RUNOUT))
"""All that an outcome holds."""
