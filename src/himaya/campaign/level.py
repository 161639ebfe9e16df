"""The defence's level over the nights: why independent nights understate the spread of months."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
from scipy.special import ndtri

from himaya.arrays import F8
from himaya.campaign.rules import Level
from himaya.chance.draws import Draws
from himaya.scenario import mean


def hazard_multiplier(share: float, z: F8) -> F8:
    """What multiplies the hazards of a night whose share neutralised is z logits off.

    A hazard h neutralises q = 1 - exp(-h), so that h = log(1 + exp(logit q)), and the multiplier is
    log(1 + exp(logit q + z)) / log(1 + exp(logit q)).
    """
    logit = log(share / (1.0 - share))
    multiplier: F8 = np.logaddexp(0.0, logit + z) / np.logaddexp(0.0, logit)  # 1.0 to the bit at z = 0
    return multiplier


def level_paths(level: Level, nights: int, futures: range, seed: int) -> F8:
    """Draw z of every night: z_t = rho z_{t-1} + sd sqrt(1 - rho^2) times a normal number.

    Returns
    -------
    f8[future, night]
        In logits of the share neutralised; night 1 has z_0: 0 or a stationary draw.
    """
    rho, sd = 0.5 ** (1.0 / mean(level.half_life_nights)), mean(level.sd_logit)
    draws, future = Draws(seed, "level"), np.array(futures, np.int64)
    z = np.zeros((len(future), nights))
    if level.start == "stationary" and nights:
        z[:, 0] = sd * ndtri(draws.uniform("start", future))
    for night in range(1, nights):
        noise = ndtri(draws.uniform("noise", future, night))
        z[:, night] = rho * z[:, night - 1] + sd * sqrt(1.0 - rho * rho) * noise
    return z
