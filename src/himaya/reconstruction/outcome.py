"""What the record says of a night's outcome, as a scenario states it."""

from __future__ import annotations

from himaya.record.raid import LAST_SPLIT, Raid, total
from himaya.record.weapons import RecordClass, Tier
from himaya.scenario import class_group
from himaya.scenario.model import Recorded

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
    neutralised = None
    if any(_is_merged(raid) for raid in raids) or (destroyed or 0) + (lost or 0) > launched:
        neutralised, destroyed, lost = total(raid.neutralised for raid in raids), None, None
    posts = dict.fromkeys(source for raid in raids for source in raid.sources if source)
    tellers = dict.fromkeys(WHO[raid.tier] for raid in raids)
    return Recorded(
        launched=launched,
        destroyed=destroyed,
        not_reach_goal=lost,
        neutralised=neutralised,
        hit_places=total(raid.hit_places for raid in raids),
        fragment_places=total(raid.fragment_places for raid in raids),
        source="; ".join(tellers) + (": " + ", ".join(posts) if posts else ""),
    )


def _is_merged(raid: Raid) -> bool:
    """Whether destroyed and lost drones are one number: after the break of July 2025."""
    return (
        raid.weapon_class is RecordClass.drone and raid.end_local > LAST_SPLIT and raid.not_reach_goal is None
    )
