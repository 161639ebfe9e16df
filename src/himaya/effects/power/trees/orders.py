"""Orders in which the leaves of a module may begin; sifting goes on from there."""

from __future__ import annotations

import numpy as np

from himaya.effects.power.trees.circuit import Gate
from himaya.effects.power.trees.modules import Module

ROUNDS = 30


def as_met(_gates: list[Gate], module: Module) -> list[int]:
    """As a depth-first walk meets them."""
    return module.leaves


def by_nearness(gates: list[Gate], module: Module) -> list[int]:
    """Leaves and gates pull each other together along a line (FORCE; Aloul, Markov and Sakallah 2003).

    Here a gate pulls the less the more operands it has: one over all events would hold all in the middle.
    """
    if not module.inner:
        return module.leaves
    number = {node: k for k, node in enumerate([*module.leaves, *module.inner])}
    members = [
        (k, number[each]) for k, node in enumerate(module.inner) for each in (node, *_below(gates, node))
    ]
    gate, member = (np.array(each) for each in zip(*members, strict=True))
    n = len(module.leaves)
    pull = 1.0 / np.bincount(gate)
    place = np.arange(len(number), dtype=np.float64)
    place[n:] *= n / len(number)
    for _ in range(ROUNDS):
        centre = np.bincount(gate, place[member]) * pull
        place = np.bincount(member, (centre * pull)[gate]) / np.bincount(member, pull[gate])
        place = np.argsort(np.argsort(place, kind="stable")).astype(np.float64)
    return [module.leaves[k] for k in np.argsort(place[:n], kind="stable")]


def _below(gates: list[Gate], node: int) -> list[int]:
    return [literal >> 1 for literal in gates[node].operands]


ORDERS = (as_met, by_nearness)
