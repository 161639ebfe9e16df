"""The front part of a night's drones: how many fly to oblasts behind the front line, and to which.

The record's share neutralised rises with the size of a raid as if a nearly constant number of drones flew
where little defends, and the rest deep. So does a night of n: f = n_f (1 - exp(-n / n_f)) fly to the front.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import expm1

from himaya.reconstruction.targets import find_aims, mixed
from himaya.record.cells import list_of
from himaya.record.record import Record
from himaya.record.rows import Row
from himaya.record.weapons import RecordClass
from himaya.scenario import Scenario

FRONT_DRONES = 90
"""n_f: the most that fly to the front in a night, however large. From drone raids of April to July 2025."""


def front_share(launched: int) -> float:
    """Share of a night's drones that fly to the front line: f / n."""
    return -expm1(-launched / FRONT_DRONES) * FRONT_DRONES / launched if launched else 0.0


def behind_the_front(defence: Scenario) -> Scenario:
    """The defence with the aim points alone that no front-line oblast has; all where nothing else is left."""
    deep = [aim for aim in defence.aim_points if aim.region not in defence.front_oblasts]
    return defence.model_copy(update={"aim_points": deep}) if deep else defence


def front_aims(record: Record, night: date, defence: Scenario) -> dict[str, float]:
    """Weights of aim points at the front line, in per cent; none where the defence names no such oblast.

    Every oblast weighs as often as earlier rows of at most `FRONT_DRONES` drones name it as affected, and
    once more, so that one that none names yet is not left out. Within an oblast by value.
    """
    known = {aim.region for aim in defence.aim_points}
    oblasts = [name for name in defence.front_oblasts if name in known]
    named: Counter[str] = Counter(dict.fromkeys(oblasts, 1))
    for other in (used.row for used in record.in_raids):
        if _tells_of_the_front(other, night):
            for name in list_of(other.cell("affected region")) or ():
                regions = {aim.region for aim in find_aims([name], defence)[0].values()}
                named.update(region for region in regions if region in oblasts)
    return mixed(
        [
            ({aim.id: aim for aim in defence.aim_points if aim.region == name}, float(named[name]))
            for name in oblasts
        ],
        defence,
    )


def _tells_of_the_front(row: Row, night: date) -> bool:
    earlier = row.end is not None and row.end.date() < night
    return earlier and row.weapon_class is RecordClass.drone and 0 < (row.launched or 0) <= FRONT_DRONES
