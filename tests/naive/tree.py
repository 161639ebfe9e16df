"""A fault tree in plain Python, from docs/site-power.md: worlds, sets and conditions, one by one.

Formulas are nested tuples (connective, operands) or (connective, (least, most), operands); an event is its
name.
"""

from __future__ import annotations

from itertools import combinations, product
from math import prod


def happens(formula, world):
    """Whether a formula is true in a world, a set of events that happen."""
    if isinstance(formula, str):
        return formula in world
    connective, *limits, operands = formula
    values = [happens(each, world) for each in operands]
    if connective in ("xor", "iff"):
        found, *others = values
        for each in others:
            found = (found != each) if connective == "xor" else (found == each)
        return found
    match connective:
        case "and":
            return all(values)
        case "or":
            return any(values)
        case "not" | "nor":
            return not any(values)
        case "nand":
            return not all(values)
        case "imply":
            return not values[0] or values[1]
        case "atleast":
            return sum(values) >= limits[0][0]
        case "cardinality":
            return limits[0][0] <= sum(values) <= limits[0][1]
    raise AssertionError(connective)


def p_of(formula, p):
    """Sum over all worlds; p : probability by event."""
    return sum(
        prod(p[each] if happened else 1 - p[each] for each, happened in zip(p, world, strict=True))
        for world in product([False, True], repeat=len(p))
        if happens(formula, {each for each, happened in zip(p, world, strict=True) if happened})
    )


def minimal_sets(formula, p):
    """Sets that bring the top alone, without those that hold a smaller one."""
    found = []
    for n in range(len(p) + 1):
        for chosen in combinations(sorted(p), n):
            if happens(formula, set(chosen)) and not any(set(each) < set(chosen) for each in found):
                found.append(chosen)
    return found


def certain_and_impossible(formula, p, event):
    """The top's probability with an event certain, and with it impossible."""
    return p_of(formula, {**p, event: 1.0}), p_of(formula, {**p, event: 0.0})
