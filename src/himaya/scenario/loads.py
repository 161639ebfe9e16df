"""What a unit starts the night with, in the tree of a scenario: its own statement, else its type's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from himaya.errors import Problem, ProblemsError
from himaya.files.document import Keys
from himaya.scenario.dotted import ids_of


def typical_loads(tree: dict[str, Any], system_type: str) -> dict[str, dict[str, Any]]:
    """Rounds `ready` and in `stock` of a unit of a type, by type of round, in the type's order."""
    types = tree.get("system_types", [])
    index = ids_of(types).get(system_type)
    rounds = [] if index is None else types[index]["rounds"]
    return {each["id"]: {key: each[key] for key in ("ready", "stock") if key in each} for each in rounds}


def state_load(tree: dict[str, Any], keys: Keys) -> None:
    """State the load that a place lies in as the type gives it, where the unit itself does not state it.

    A change of `ready` thus leaves `stock` as it is, and the other way round.
    """
    if len(keys) != 5 or (keys[0], keys[2]) != ("units", "rounds"):
        return
    unit, name = tree["units"][keys[1]], str(keys[3])
    typical = typical_loads(tree, unit["type"])
    if name in typical:
        unit["rounds"] = {name: typical[name], **(unit.get("rounds") or {})}


def by_round(tree: dict[str, Any], unit: int, field: str, number: object) -> Mapping[str, object]:
    """Numbers by type of round of a unit: as given, or the one number of the one type that it fires.

    Raises
    ------
    ProblemsError
        If it fires several and one number is given; it names them.
    """
    if isinstance(number, Mapping):
        return number
    stated = tree["units"][unit]
    rounds = list(typical_loads(tree, stated["type"]))
    if len(rounds) != 1:
        message = f"could mean any type of round of {stated['type']}"
        expected = " or ".join(f"{{{name!r}: {number}}}" for name in rounds)
        problem = Problem(message, path=f"units.{stated['id']}.{field}", value=str(number), expected=expected)
        raise ProblemsError([problem])
    return {rounds[0]: number}
