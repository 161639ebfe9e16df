"""What the top owes to each basic event, exactly, from the diagrams that were solved."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.arrays import F8
from himaya.effects.power.trees.solve import Solved, SolvedPart
from himaya.kernels.diagram_chances import Odds, sensitivities

MAX_STEPS = 3e9
"""Nodes times variables of a diagram: some ten seconds."""


class Importance(NamedTuple):
    """Measures of one basic event; P1 and P0: the top's probability where it is certain, and impossible."""

    event: str
    p: float
    birnbaum: float
    """P1 - P0."""
    fussell_vesely: float | None
    """(P - P0) / P: the share of the top that needs the event; None where P is 0."""
    raw: float | None
    """Risk achievement worth, P1 / P."""
    rrw: float | None
    """Risk reduction worth, P / P0; None where P0 is 0: without the event there is no top."""


class _Without(NamedTuple):
    """The top as it hangs on one variable of one part."""

    yes: float
    no: float
    """Its chance and complement where the variable is false."""
    change: float
    """How much more it is where the variable is true."""


def importances_of(solved: Solved) -> list[Importance] | None:
    """Importance of each basic event below a gate, most critical first; None if it would take too long."""
    if any(len(part.finished.level) * len(part.leaves) > MAX_STEPS for part in solved.parts):
        return None
    hangs: dict[int, _Without] = {}
    found: dict[str, Importance] = {}
    for number in range(len(solved.parts) - 1, -1, -1):
        part = solved.parts[number]
        owed = _owed(part)
        for k, leaf in enumerate(part.leaves):
            here = _Without(float(owed[k, 0]), float(owed[k, 1]), float(owed[k, 2]))
            whole = _through(hangs[number], here) if number in hangs else _turned(here, solved.flip)
            if isinstance(leaf, int):
                hangs[leaf] = whole
            else:
                found[leaf] = _measures(leaf, float(part.events.yes[k]), whole, solved.probability)
    for event in solved.below.events:
        if event not in found:  # the top does not hang on it
            nothing = _Without(solved.probability, solved.complement, 0.0)
            found[event] = _measures(event, solved.chances[event] or 0.0, nothing, solved.probability)
    return sorted(found.values(), key=_rank)


def _rank(each: Importance) -> tuple[float, float, str]:
    critical, birnbaum = (float(f"{abs(x):.9e}") for x in (each.birnbaum * each.p, each.birnbaum))
    return (-critical, -birnbaum, each.event)


def _owed(part: SolvedPart) -> F8:
    n = len(part.finished.level)
    out = np.zeros((len(part.leaves), 3))
    odds = Odds(part.odds.yes.copy(), part.odds.no.copy())
    sensitivities(part.finished, part.events, odds, np.zeros(n), out)
    return out


def _turned(here: _Without, flip: int) -> _Without:
    return _Without(here.no, here.yes, -here.change) if flip else here


def _through(outer: _Without, here: _Without) -> _Without:
    """The top through a part that is true with the chance `here.yes` where the variable is false."""
    with_it = (outer.yes + outer.change, outer.no - outer.change)
    yes = here.no * outer.yes + here.yes * with_it[0]
    no = here.no * outer.no + here.yes * with_it[1]
    return _Without(yes, no, here.change * outer.change)


def _measures(event: str, p: float, without: _Without, top: float) -> Importance:
    birnbaum, p_0 = without.change, without.yes
    share = p * birnbaum / top if top > 0.0 else None
    raw = (p_0 + birnbaum) / top if top > 0.0 else None
    return Importance(event, p, birnbaum, share, raw, top / p_0 if p_0 > 0.0 else None)
