"""The route library as the kernel reads it: NamedTuples of plain arrays, one noun each.

Dimensions: variant, window, pass, break, network. Lengths are metres. Some of these tables reach the
kernel as record arrays, see `tables.RECORDS`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Array = Any
"""A numpy array; kernels know only its dtype and rank."""


class Routes(NamedTuple):
    """The route library: one row a variant; windows, passes and breaks by offset."""

    length_m: Array
    """f8[variant]: length of the route."""
    detect_m: Array
    """f8[variant, network]: where along the route a network first detects it (its length if never)."""
    open_ground: Array
    """i8[variant]: 1 if its aim point holds no asset."""
    window_start: Array
    """i8[variant + 1]: windows of variant v are window_start[v]:window_start[v + 1]."""
    pass_start: Array
    """i8[variant + 1]: likewise the passes through area defences."""
    break_start: Array
    """i8[variant + 1]: likewise the break points of the summed soft-kill hazard."""


class Windows(NamedTuple):
    """Where along a variant an intercept is possible; sorted by (variant, unit, weapon, s_in_m)."""

    weapon: Array
    """i8[window]: index into Weapons, which belongs to one unit, one round type and one class."""
    s_in_m: Array
    """f8[window]: first intercept, along the route."""
    s_out_m: Array
    """f8[window]: last intercept."""
    s_closest_m: Array
    """f8[window]: point of closest approach (may lie outside the window)."""
    d_closest_m: Array
    """f8[window]: slant distance there."""


class Passes(NamedTuple):
    """Stretches of a variant inside an area defence; sorted by (variant, area, s_in_m)."""

    area: Array
    """i8[pass]"""
    s_in_m: Array
    """f8[pass]"""
    s_out_m: Array
    """f8[pass]"""
    number: Array
    """i8[pass]: which of the variant's passes through this area it is, from 0 (below 16)."""


class Breaks(NamedTuple):
    """Summed soft-kill hazard along a variant: piecewise linear between break points.

    The first point has hazard 0; a variant that crosses no zone has no points.
    """

    s_m: Array
    """f8[break], increasing within a variant."""
    hazard: Array
    """f8[break], not decreasing."""


class Library(NamedTuple):
    """All that the route library holds."""

    routes: Routes
    windows: Windows
    passes: Passes
    breaks: Breaks
