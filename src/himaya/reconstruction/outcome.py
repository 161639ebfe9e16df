"""What the record says of a night's outcome, as a scenario states it."""

from __future__ import annotations

from himaya.record.neutralised import LAST_SPLIT, total
from himaya.record.raid import Raid
from himaya.record.weapons import RecordClass, Tier
from himaya.scenario import class_group
from himaya.scenario.recorded import Between, Recorded

WHO = {
    Tier.air_force: "Air Force of Ukraine",
    Tier.commander: "Commander-in-Chief of Ukraine",
    Tier.general_staff: "General Staff of Ukraine",
    Tier.regional: "regional air command",
    Tier.other: "other source",
}


def recorded_of(raids: list[Raid]) -> dict[str, Recorded]:
    """Claims by class group; what one raid does not tell is unknown of all."""
    by_class = {kind: [raid for raid in raids if raid.weapon_class is kind] for kind in RecordClass}
    return {class_group(kind): _recorded(own) for kind, own in by_class.items() if own}


def _recorded(raids: list[Raid]) -> Recorded:
    launched = sum(raid.launched for raid in raids)
    destroyed = total(raid.destroyed for raid in raids)
    lost = total(raid.not_reach_goal for raid in raids)
    neutralised, between = None, None
    low, high = (sum(getattr(raid.neutralised_ends, end) for raid in raids) for end in ("low", "high"))
    if low < high:
        between = Between(low=low, high=high)
    elif destroyed is not None and (any(map(_is_merged, raids)) or low != destroyed + (lost or 0)):
        neutralised, destroyed, lost = low, None, None
    posts = dict.fromkeys(source for raid in raids for source in raid.sources if source)
    tellers = dict.fromkeys(WHO[raid.tier] for raid in raids)
    return Recorded(
        launched=launched,
        destroyed=destroyed,
        not_reach_goal=lost,
        neutralised=neutralised,
        neutralised_between=between,
        hit_places=total(raid.hit_places for raid in raids),
        fragment_places=total(raid.fragment_places for raid in raids),
        source="; ".join(tellers) + (": " + ", ".join(posts) if posts else ""),
    )


def _is_merged(raid: Raid) -> bool:
    """Whether destroyed and lost drones are one number: after the break of July 2025."""
    return (
        raid.weapon_class is RecordClass.drone and raid.end_local > LAST_SPLIT and raid.not_reach_goal is None
    )
