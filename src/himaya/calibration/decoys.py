"""Another share of decoys among a night's drones: the same number of drones, divided anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from himaya.calibration.nights import RecordedNight
from himaya.notes import Note
from himaya.reconstruction.models import JET
from himaya.scenario import Number, Pert, Scenario, mean

Counts = NDArray[np.int64]


def is_assumed(night: RecordedNight) -> bool:
    """Whether a night's share of decoys was assumed; one that is told, or the author's own, is kept."""
    return any(each.code == "decoys_assumed" for each in night.scenario.assumptions)


def divided(scenario: Scenario, share: float) -> Counts:
    """Count of every group with this share of decoys among drones not told apart, i8[group].

    Strike groups keep their parts of the strike drones and decoy groups theirs of the decoys, by largest
    remainder, so that the number of drones stays. Jet drones stay what they are: no decoy flies with a
    jet. A night that has not both kinds has nowhere to move a drone to, and stays as it is.
    """
    classes = {each.id: each.weapon_class.value for each in scenario.threat_types}
    counts = np.array([each.count for each in scenario.raid], np.int64)
    kinds = [classes[each.type] for each in scenario.raid]
    decoy = np.array([kind == "decoy_drone" for kind in kinds])
    drone = decoy | np.array([kind == "one_way_drone" for kind in kinds])
    armed = drone & ~decoy & np.array([each.type != JET for each in scenario.raid])
    n_decoys, n_armed = int(counts[decoy].sum()), int(counts[armed].sum())
    if not n_decoys or not n_armed:
        return counts
    apart, decoys = _told(scenario)
    expected = decoys + share * (int(counts[drone].sum()) - apart)
    moved = min(expected, float(n_decoys + n_armed))
    quotas = np.where(decoy, moved * counts / n_decoys, (n_decoys + n_armed - moved) * counts / n_armed)
    free = decoy | armed
    counts[free] = largest_remainder(quotas[free])
    return counts


def _told(scenario: Scenario) -> tuple[int, int]:
    """Drones of rows that tell strike drones and decoys apart, and the decoys among them."""
    rows = [each.numbers for each in scenario.assumptions if each.code == "decoys_told"]
    return sum(int(row["launched"]) for row in rows), sum(int(row["decoys"]) for row in rows)


def largest_remainder(quotas: NDArray[np.float64]) -> Counts:
    """Whole numbers that sum to the quotas' sum, each within 1 of its quota; of ties the first wins."""
    whole = np.floor(quotas + 1e-9).astype(np.int64)
    left = round(float(quotas.sum())) - int(whole.sum())
    whole[np.argsort(whole - quotas, kind="stable")[:left]] += 1
    return whole


def decoy_note(share: Number) -> Note:
    """How the share of decoys enters a fit and its check."""
    if isinstance(share, Pert):
        return Note("decoys_drawn", low=share.low, likely=share.likely, high=share.high)
    return Note("decoys_held", share=round(mean(share), 4))
