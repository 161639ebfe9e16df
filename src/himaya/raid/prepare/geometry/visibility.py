"""How far an antenna sees a threat: the 4/3-Earth horizon and the mask of terrain and trees."""

from __future__ import annotations

from math import radians, sqrt, tan

EFFECTIVE_EARTH_M = 4.0 / 3.0 * 6_371_000.0
"""R' = 4R/3: the radius of an Earth on which radio rays are straight (standard refraction)."""


def horizon_m(height_1_m: float, height_2_m: float) -> float:
    """Longest line of sight between two heights above a smooth Earth, metres (slant, exact).

    sqrt(h1 (2R' + h1)) + sqrt(h2 (2R' + h2)); the usual 4.12 (sqrt h1 + sqrt h2) km is 0.04 % shorter.
    """
    return sum(sqrt(height * (2.0 * EFFECTIVE_EARTH_M + height)) for height in (height_1_m, height_2_m))


def mask_distance_m(antenna_m: float, threat_m: float, mask_deg: float) -> float:
    """Distance at which a threat comes up behind a mask of elevation eps > 0, metres.

    R' (-tan eps + sqrt(tan^2 eps + 2 (h_threat - h_antenna) / R')); 0 for a threat below the antenna.
    """
    slope = tan(radians(mask_deg))
    rise = 2.0 * (threat_m - antenna_m) / EFFECTIVE_EARTH_M
    return EFFECTIVE_EARTH_M * (sqrt(slope * slope + rise) - slope) if rise > 0.0 else 0.0


def visibility_m(antenna_m: float, threat_m: float, mask_deg: float = 0.0) -> float:
    """The smaller of horizon and mask, metres; taken as a slant distance.

    The mask's is measured on the ground: taking it as slant is short by at most 1 - cos eps.
    """
    horizon = horizon_m(antenna_m, threat_m)
    return min(horizon, mask_distance_m(antenna_m, threat_m, mask_deg)) if mask_deg > 0.0 else horizon
