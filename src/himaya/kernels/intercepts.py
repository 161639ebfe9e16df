"""Where a round and a threat meet: both move, and neither need be the faster.

Places are metres along the threat's leg, from the point closest to the unit (x) or along the route
(s); d is the slant distance at that point, k the threat's speed over the round's. A round flies
sqrt(d^2 + x_i^2) to an intercept at x_i, while the threat comes k times as far, so it was launched
when the threat was at

    f(x_i) = x_i - k sqrt(d^2 + x_i^2).

Where k x_i > sqrt(d^2 + x_i^2) the threat draws away from the unit faster than the round flies: it
would have to come upon the round from behind, so nothing is met there. Before that place f grows.
"""

from __future__ import annotations

from math import sqrt

from himaya.kernels.draws import reach_ms
from himaya.kernels.jit import inline, inline_callable

NOWHERE_M = 1e12
"""Beyond any route: nothing is met. Finite, so that its time is one, too."""


@inline_callable
def launch_place_m(x_in, d, k):
    """Where the threat is when the round leaves that meets it at x_in; NOWHERE_M if none can."""
    slant = sqrt(d * d + x_in * x_in)
    if k * x_in > slant:
        return NOWHERE_M
    return x_in - k * slant


@inline_callable
def intercept_place_m(x, d, k):
    """Where a round that leaves with the threat at x meets it; NOWHERE_M if it never does.

    The smaller root of (1 - k^2) x_i^2 - 2 x x_i + x^2 - k^2 d^2 = 0 of those that solve f(x_i) = x,
    in the form that loses no digits on either side of x = 0 and of k = 1.
    """
    rest = 1.0 - k * k
    square = x * x + rest * (d * d)
    if x < 0.0 and square >= 0.0:
        return min((x * x - k * k * (d * d)) / (x - k * sqrt(square)), NOWHERE_M)
    if x >= 0.0 and rest > 0.0:
        return min((x + k * sqrt(square)) / rest, NOWHERE_M)
    return NOWHERE_M


@inline
def speed_ratio(plan, threats, j, window):
    """Speed of threat j over that of the round in a window."""
    return threats.speed_m_ms[j] * 1000.0 / plan.weapons.speed_m_s[plan.library.windows.weapon[window]]


@inline
def earliest_launch_ms(plan, threats, j, window):
    """The first launch whose intercept is not before the window opens, to the nearest millisecond."""
    windows, k = plan.library.windows, speed_ratio(plan, threats, j, window)
    s_closest = windows.s_closest_m[window]
    x = launch_place_m(windows.s_in_m[window] - s_closest, windows.d_closest_m[window], k)
    return reach_ms(threats, j, max(0.0, s_closest + x))


@inline
def intercept_ms(plan, work, item, now):
    """When a round launched now at the item's threat meets it.

    The launch that opens a window may be rounded down: its intercept is where the window opens.
    """
    threats, windows = work.threats, plan.library.windows
    j, window = work.items.threat[item], work.items.ref[item]
    s_closest = windows.s_closest_m[window]
    x = (now - threats.launch_ms[j]) * threats.speed_m_ms[j] - s_closest
    x_i = intercept_place_m(x, windows.d_closest_m[window], speed_ratio(plan, threats, j, window))
    return reach_ms(threats, j, max(s_closest + x_i, windows.s_in_m[window]))
