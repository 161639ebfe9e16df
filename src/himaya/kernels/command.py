"""Command nodes: who may shoot at what, and what a node holds a threat for."""

from __future__ import annotations

import numpy as np

from himaya.kernels.jit import inline
from himaya.kernels.queues import key_threat, key_time, key_unit, request
from himaya.kernels.work import GHOST, NOTHING, WRITTEN_OFF


@inline
def is_over(threats, j, now):
    """Whether threat j has ended by now, one way or the other."""
    return threats.dead_ms[j] <= now or threats.end_ms[j] <= now


@inline
def engaged_units(plan, work, j, unit):
    """Units of the unit's node with rounds in flight at threat j, whether it is one of them, and other nodes.

    Other nodes are counted once each, up to two, and only if they are coordinated.
    """
    nodes, forces = plan.nodes, work.forces
    node, n_own, itself, other, n_others = plan.units.node[unit], 0, False, np.int64(-1), 0
    engagement = work.threats.engaged[j]
    while engagement >= 0:
        firing = forces.engagement_unit[engagement]
        firing_node = plan.units.node[firing]
        if firing_node == node:
            n_own += 1
            itself = itself or firing == unit
        elif nodes.coordinated[firing_node] and firing_node != other:
            other = firing_node
            n_others += 1
        engagement = forces.engagement_next[engagement]
    return n_own, itself, n_others


@inline
def can_engage(plan, work, item):
    """Whether the item's unit has a round for its threat and its node lets it shoot."""
    weapons, nodes = plan.weapons, plan.nodes
    weapon, j = plan.library.windows.weapon[work.items.ref[item]], work.items.threat[item]
    unit = weapons.unit[weapon]
    node = plan.units.node[unit]
    if work.forces.ready[weapons.magazine[weapon]] <= weapons.reserve[weapon]:
        return False
    if work.items.belief[item] == WRITTEN_OFF:
        return False
    n_own, itself, n_others = engaged_units(plan, work, j, unit)
    if itself or n_own >= nodes.units_per_threat[node, weapons.weapon_class[weapon]]:
        return False
    if nodes.coordinated[node] and n_others >= work.threats.n_nodes[j]:
        return False
    return n_own > 0 or work.forces.tracks[node] < nodes.tracks[node]


@inline
def hold_channel(plan, work, j, unit):
    """Take a channel for an engagement of threat j; the engagement."""
    forces, node = work.forces, plan.units.node[unit]
    if engaged_units(plan, work, j, unit)[0] == 0:
        forces.tracks[node] += 1
    left = forces.engagement_free[0]
    engagement = forces.engagement_free[left]
    forces.engagement_free[0] = left - 1
    forces.engagement_unit[engagement] = unit
    forces.engagement_next[engagement] = work.threats.engaged[j]
    work.threats.engaged[j] = engagement
    forces.busy[unit] += 1
    return engagement


@inline
def free_channel(plan, work, key, engagement):
    """The result of an engagement is seen, rightly or not: its unit decides, and whom it sets free."""
    forces, threats, nodes = work.forces, work.threats, plan.nodes
    unit, j, now = key_unit(key), key_threat(key), key_time(key)
    node = plan.units.node[unit]
    forces.busy[unit] -= 1
    release(work, j, engagement)
    request(work.queues, unit)
    belief = NOTHING
    over, error = is_over(threats, j, now), forces.engagement_error[engagement]
    if over and error < plan.units.p_alive_seen[unit]:
        belief = GHOST
    if not over and error < plan.units.p_dead_seen[unit]:
        belief = WRITTEN_OFF
    if engaged_units(plan, work, j, unit)[0] == 0:
        if forces.tracks[node] == nodes.tracks[node]:
            request_node(plan, work, node)
        forces.tracks[node] -= 1
    spread_word(plan, work, j, unit, belief)


@inline
def release(work, j, engagement):
    """Take an engagement off its threat's list and free it."""
    forces, threats = work.forces, work.threats
    forces.engagement_free[0] += 1
    forces.engagement_free[forces.engagement_free[0]] = engagement
    at = threats.engaged[j]
    if at == engagement:
        threats.engaged[j] = forces.engagement_next[engagement]
    else:
        while forces.engagement_next[at] != engagement:
            at = forces.engagement_next[at]
        forces.engagement_next[at] = forces.engagement_next[engagement]


@inline
def request_node(plan, work, node):
    """A node that had its hands full can take another threat: all its units decide."""
    for place in range(plan.nodes.unit_start[node], plan.nodes.unit_start[node + 1]):
        request(work.queues, plan.nodes.unit[place])


@inline
def spread_word(plan, work, j, unit, belief):
    """The node holds threat j for what its unit has seen; whoever may shoot at it now decides."""
    items, windows, node = work.items, plan.library.windows, plan.units.node[unit]
    variant, start = work.threats.variant[j], work.threats.item_start[j]
    n_windows = plan.library.routes.window_start[variant + 1] - plan.library.routes.window_start[variant]
    for item in range(start, start + n_windows):
        other = plan.weapons.unit[windows.weapon[items.ref[item]]]
        other_node = plan.units.node[other]
        if other_node == node:
            items.belief[item] = belief
        coordinated = plan.nodes.coordinated[node] and plan.nodes.coordinated[other_node]
        if items.open[item] and (other_node == node or coordinated):
            request(work.queues, other)
