"""Standing orders: functions of what is left, one a rule, that bind the coming night."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from himaya.arrays import I8
from himaya.campaign.rules import Policy
from himaya.errors import Problem, ProblemsError, near_matches
from himaya.kernels.tables import CLASSES
from himaya.raid.prepare.bridge import Prepared
from himaya.scenario import WeaponClass, mean


@dataclass(frozen=True)
class Evening:
    """What a standing order sees; orders are functions of such arrays, not of a single future."""

    night: int
    """From 1."""
    held: I8
    """i8[future, round]: rounds in units, depots and on the way."""
    prepared: Prepared
    """The tables; `prepared.rounds` names the round types, `prepared.plan.weapons` the weapons."""


@dataclass
class Orders:
    """What it may change for tonight."""

    reserve: I8
    """i8[future, weapon]: ready rounds that a unit keeps from a class."""
    salvo: I8
    """i8[future, weapon]: rounds fired at a time."""
    rank: I8
    """i8[unit]: units of low rank are supplied first."""


ALL = 1_000_000
"""A reserve that no launcher exceeds."""
Order = Callable[[Evening, Orders], None]
"""A standing order: reads the evening, changes the orders."""


def reserve(policy: Policy, evening: Evening, orders: Orders) -> None:
    """Keep rounds from classes while few are left: the reserve becomes `ALL`."""
    weapons = evening.prepared.plan.weapons
    classes = [CLASSES.index(each) for each in policy.classes]
    bound = _short(policy, evening) & np.isin(weapons.weapon_class, classes)
    orders.reserve = np.where(bound, ALL, orders.reserve)


def guns_for_drones(policy: Policy, evening: Evening, orders: Orders) -> None:
    """Keep rounds from drones: `reserve` with that one class."""
    reserve(policy.model_copy(update={"classes": [WeaponClass.one_way_drone]}), evening, orders)


def ration_salvos(policy: Policy, evening: Evening, orders: Orders) -> None:
    """Fire one round at a time while few are left."""
    orders.salvo = np.where(_short(policy, evening), 1, orders.salvo)


def regional_priority(policy: Policy, evening: Evening, orders: Orders) -> None:
    """Supply the units of some commands first."""
    names = [unit.command for unit in evening.prepared.scenario.units]
    last = len(policy.order)
    orders.rank = np.array([policy.order.index(name) if name in policy.order else last for name in names])


RULES = {
    "reserve": reserve,
    "ration_salvos": ration_salvos,
    "guns_for_drones": guns_for_drones,
    "regional_priority": regional_priority,
}


def orders_of(policies: Sequence[Policy]) -> list[Order]:
    """The functions that stand for stated policies."""

    def bind(policy: Policy) -> Order:
        return lambda evening, orders: RULES[policy.rule](policy, evening, orders)

    return [bind(policy) for policy in policies]


def _short(policy: Policy, evening: Evening) -> np.ndarray[tuple[int, ...], np.dtype[np.bool]]:
    """bool[future, weapon]: whether the policy binds a weapon, by its round and by what is left of it."""
    plan, names = evening.prepared.plan, [each.id for each in evening.prepared.rounds]
    named = np.array([not policy.rounds or name in policy.rounds for name in names], np.bool)
    below = mean(policy.below)
    few = named & ((evening.held < below) if below > 0.0 else np.ones_like(evening.held, np.bool))
    return few[:, plan.magazines.round[plan.weapons.magazine]]


def refuse_unknown(policies: Sequence[Policy], prepared: Prepared) -> None:
    """Raise if policies name rounds or commands that the scenario does not have.

    Raises
    ------
    ProblemsError
        With all of them.
    """
    rounds = [each.id for each in prepared.rounds]
    commands = sorted({unit.command for unit in prepared.scenario.units if unit.command})
    problems = []
    for k, policy in enumerate(policies):
        for field, noun, known in (("rounds", "round type", rounds), ("order", "command", commands)):
            for name in getattr(policy, field):
                if name not in known:
                    near = near_matches(name, known)
                    expected = None if near else ", ".join(known)
                    path = f"policies[{k}].{field}"
                    problems.append(
                        Problem(f"unknown {noun}", path=path, value=name, expected=expected, near=near)
                    )
    if problems:
        raise ProblemsError(problems)
