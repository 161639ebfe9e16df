"""Every variable of an outcome: its dimensions, unit and sentence. The docs come from here."""

from __future__ import annotations

from himaya.arrays import Variable, registry

VARIABLES = registry(
    Variable("launched", ("group",), "whole", "1", "Threats launched."),
    Variable(
        "replications",
        ("group", "quantity", "count"),
        "whole",
        "1",
        "In how many replications this number of threats had this end.",
    ),
    Variable("mean", ("group", "quantity"), "real", "1", "Mean count."),
    Variable(
        "sd", ("group", "quantity"), "real", "1", "Standard deviation of the count between replications."
    ),
    Variable("p05", ("group", "quantity"), "whole", "1", "Smallest count k with F(k) >= 5 %."),
    Variable("p50", ("group", "quantity"), "whole", "1", "Smallest count k with F(k) >= 50 %."),
    Variable("p95", ("group", "quantity"), "whole", "1", "Smallest count k with F(k) >= 95 %."),
    Variable(
        "library_se",
        ("group", "quantity"),
        "real",
        "1",
        "Standard error of the mean from the finite library of routes.",
    ),
    Variable("fired", ("round", "statistic"), "real", "1", "Rounds fired."),
    Variable(
        "meetings", ("area", "statistic"), "real", "1", "Meetings of an area defence's teams with threats."
    ),
    Variable("events", (), "real", "1", "Mean number of events of a replication."),
    Variable("aim_hits", ("aim_point", "weapon_class"), "real", "1", "Mean number of hits at an aim point."),
    Variable(
        "shot_down_by",
        ("force", "weapon_class"),
        "real",
        "1",
        "Mean number of threats shot down by a unit or area defence.",
    ),
)
"""Variable by name. Coordinates: group (the classes, `drones`, `all`), quantity, statistic, and ids."""
