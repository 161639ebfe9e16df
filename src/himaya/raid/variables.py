"""Every variable of an outcome: its dimensions, unit and sentence. The docs come from here."""

from __future__ import annotations

from himaya.arrays import Variable

VARIABLES = {
    "launched": Variable(("group",), "1", "Threats launched."),
    "replications": Variable(
        ("group", "quantity", "count"), "1", "Replications in which so many threats had this end."
    ),
    "mean": Variable(("group", "quantity"), "1", "Mean count."),
    "sd": Variable(("group", "quantity"), "1", "Standard deviation of the count between replications."),
    "p05": Variable(("group", "quantity"), "1", "Smallest count k with F(k) >= 5 %."),
    "p50": Variable(("group", "quantity"), "1", "Smallest count k with F(k) >= 50 %."),
    "p95": Variable(("group", "quantity"), "1", "Smallest count k with F(k) >= 95 %."),
    "library_se": Variable(
        ("group", "quantity"), "1", "Standard error of the mean from the finite library of routes."
    ),
    "fired": Variable(("round", "statistic"), "1", "Rounds fired."),
    "meetings": Variable(("area", "statistic"), "1", "Meetings of an area defence's teams with threats."),
    "events": Variable((), "1", "Mean number of events of a replication."),
    "aim_hits": Variable(("aim_point", "weapon_class"), "1", "Mean number of hits at an aim point."),
    "shot_down_by": Variable(
        ("force", "weapon_class"), "1", "Mean number of threats shot down by a unit or area defence."
    ),
}
"""Variable by name. Coordinates: group (the classes, `drones`, `all`), quantity, statistic, and ids."""
