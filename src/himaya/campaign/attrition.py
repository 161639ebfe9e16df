"""Units put out by hits near to them, and their way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from himaya.arrays import I8
from himaya.campaign.rules import Attrition
from himaya.campaign.state import LOST, WAITING, State
from himaya.chance.draws import Draws
from himaya.scenario import Scenario, mean

SPARES_EVERY = 30
"""Nights between deliveries of spare parts."""


def exposed(scenario: Scenario, reach_km: float) -> NDArray[np.bool]:
    """bool[aim point, unit]: whether a unit lies within reach of the centre of an aim point."""
    aims, units = scenario.aim_points, scenario.units
    aim, unit = (each.ravel() for each in np.meshgrid(range(len(aims)), range(len(units)), indexing="ij"))
    _, _, distance_m = Geod(ellps="WGS84").inv(
        [aims[k].lon for k in aim], [aims[k].lat for k in aim],
        [units[k].lon for k in unit], [units[k].lat for k in unit],
    )  # fmt: skip
    near: NDArray[np.bool] = np.asarray(distance_m).reshape(len(aims), len(units)) <= 1000.0 * reach_km
    return near


@dataclass(frozen=True)
class Wear:
    """The attrition of one block of futures: which, and the draws that decide."""

    attrition: Attrition
    units: tuple[str, ...]
    """Ids, which key the draws."""
    draws: Draws
    future: I8
    """i8[future]"""

    def uniforms(self, purpose: str, night: int) -> NDArray[np.float64]:
        """f8[future, unit]"""
        return np.column_stack(
            [self.draws.uniform(f"{purpose}/{unit}", self.future, night) for unit in self.units]
        )

    def mend(self, state: State, night: int) -> None:
        """Begin repairs for which there are spare parts, in the order of the units."""
        attrition = self.attrition
        if attrition.spares is None:
            begins = state.back == WAITING
        else:
            if night > 1 and (night - 1) % SPARES_EVERY == 0:
                state.spares += attrition.spares_a_month
            waits = state.back == WAITING
            begins = waits & (np.cumsum(waits, axis=1) <= state.spares[:, None])
            state.spares -= begins.sum(axis=1)
        if begins.any():
            lasts = -mean(attrition.repair_nights) * np.log(self.uniforms("repair", night))
            ready = night + np.ceil(lasts).astype(np.int64)
            state.back = np.where(begins, ready, state.back)

    def put_out(self, state: State, near: I8, there: NDArray[np.bool], night: int) -> NDArray[np.bool]:
        """Draw which units a night's hits put out; near : i8[future, unit], hits near to each.

        Returns
        -------
        bool[future, unit]
            Those destroyed.
        """
        p_hit, p_destroyed = mean(self.attrition.p_hit), mean(self.attrition.p_destroyed)
        if p_hit <= 0.0 or not near.any():
            return np.zeros_like(there)
        p_out = -np.expm1(near * np.log1p(-min(p_hit, 1.0 - 1e-15)))
        struck = there & (state.back <= night) & (self.uniforms("put out", night) < p_out)
        destroyed: NDArray[np.bool] = struck & (self.uniforms("destroyed", night) < p_destroyed)
        state.back = np.where(struck, WAITING, state.back)
        state.back = np.where(destroyed, LOST, state.back)
        return destroyed
