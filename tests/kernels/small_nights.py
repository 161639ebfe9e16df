"""Nights small enough to follow by hand, for the kernel and the twin.

Threats fly 100 m/s (0.1 m a millisecond); a round is there at once unless a distance is given.
"""

from __future__ import annotations

FAR = 10_000.0
GATE = (0, 0.0, 0.0, 0.0, 0.0)
"""A window of one millisecond at the launch."""


def unit(*, cls=0, p=1.0, ready=9, **rest):
    return {"rounds": [{"ready": ready}], "weapons": [{"cls": cls, "p": p}], **rest}


def at_once(first=0.0, cls=0, variant=0, count=1):
    return {"count": count, "cls": cls, "first": first, "last": first, "pairs": [(1, variant)]}


def route(*windows, length=FAR, breaks=(), **rest):
    """Windows: weapon, in, out, closest, distance."""
    return {"length": length, "windows": list(windows), "breaks": list(breaks), **rest}


def wide(weapon=0, first_s=0.0):
    """A window from then to the end of the route, at 100 s."""
    return (weapon, first_s * 100.0, FAR, first_s * 100.0, 0.0)


def abeam(place, flight_ms, weapon=0):
    """One intercept place, abeam of the unit; launch is `flight_ms` before it."""
    return (weapon, place, place, place, float(flight_ms))


def far_unit(**rest):
    """A unit whose rounds fly a metre a millisecond."""
    return {"rounds": [{"ready": 1}], "weapons": [{"p": 1.0, "speed": 1000.0}], **rest}
