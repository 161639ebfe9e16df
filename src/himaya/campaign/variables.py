"""Everything a campaign's outcome holds, declared once: dimensions, unit, sentence."""

from __future__ import annotations

from himaya.arrays import Variable

NIGHT = ("future", "night")
VARIABLES = {
    "launched": Variable((*NIGHT, "weapon_class"), "1", "Threats launched."),
    "outcomes": Variable((*NIGHT, "weapon_class", "outcome"), "1", "What became of them."),
    "held": Variable(
        (*NIGHT, "round"), "1", "Rounds at dusk in units, depots and on the way, the night's arrivals in."
    ),
    "arrived": Variable((*NIGHT, "round"), "1", "Rounds that came since the night before."),
    "fired": Variable((*NIGHT, "round"), "1", "Rounds fired."),
    "kills": Variable((*NIGHT, "system"), "1", "Threats that fire units of a system type shot down."),
    "lost": Variable((*NIGHT, "round"), "1", "Rounds lost with units that were destroyed."),
    "meetings": Variable((*NIGHT, "area"), "1", "Meetings of teams with threats."),
    "units": Variable(NIGHT, "1", "Fire units that are there and not put out."),
    "level": Variable(NIGHT, "logit", "z, the defence's level."),
    "value_lost": Variable(NIGHT, "", "Value that assets lost to the night's hits."),
    "killed": Variable(NIGHT, "1", "People killed by hits: an order of magnitude."),
    "injured": Variable(NIGHT, "1", "People injured by hits: an order of magnitude."),
    "line_lost_h": Variable(
        (*NIGHT, "site_line"),
        "h",
        "When a hit took a line of a site, after the night's start; NaN: none did. There only with sites.",
    ),
    "paid_usd": Variable(NIGHT, "USD", "Paid for purchases and production lines."),
}
"""Variable by name, in the order of the outcome."""
REAL = ("level", "value_lost", "line_lost_h", "paid_usd")
"""Those that are not whole numbers."""
