"""What the kernel reads and fills: NamedTuples of plain arrays, one noun each.

Dimensions: variant (of the route library), window, pass, break, unit, magazine, weapon, area,
group (of threats), pair (launch area and aim point of a group), threat, replication.
Times are milliseconds, lengths metres, probabilities floats. Every integer is int64 (i8) and every
array contiguous, so that each helper is compiled once; keys are uint64 (u8).
"""

from __future__ import annotations

from typing import Any, NamedTuple

Array = Any
"""A numpy array; kernels know only its dtype and rank."""

N_CLASSES = 5
N_CLASS_GROUPS = 4
N_OUTCOMES = 4
CLASSES = (
    "one_way_drone",
    "decoy_drone",
    "cruise_missile",
    "ballistic_missile",
    "supersonic_missile",
)
OUTCOMES = ("shot_down", "soft_killed", "fell", "hit")
SHOT_DOWN, SOFT_KILLED, FELL, HIT = range(4)
DECOY, BALLISTIC = 1, 3


class Routes(NamedTuple):
    """The route library: one row a variant; windows, passes and breaks by offset."""

    length_m: Array
    """f8[variant]: length of the route."""
    detect_m: Array
    """f8[variant]: where along the route it is first detected (its length if never)."""
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
    """f8[window]: slant distance there; in a ballistic window the fixed flight distance."""


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


class Units(NamedTuple):
    """Fire units."""

    channels: Array
    """i8[unit]: engagements at the same time."""
    node: Array
    """i8[unit]: command node; a unit alone has a node of its own."""
    reaction_ms: Array
    """i8[unit]: from detection to the first launch."""
    assessment_ms: Array
    """i8[unit]: from an intercept to knowing its result."""
    interval_ms: Array
    """i8[unit]: least time between launches."""
    reload_ms: Array
    """i8[unit]: time to load; the unit does not fire meanwhile."""
    hash: Array
    """i8[unit]: 32-bit hash of its id."""


class Magazines(NamedTuple):
    """Rounds of one type at one unit."""

    round: Array
    """i8[magazine]: round type, for the tally."""
    ready: Array
    """i8[magazine]: on the launchers at the start."""
    ready_max: Array
    """i8[magazine]: what a reload can bring onto the launchers."""
    stock: Array
    """i8[magazine]: behind them."""


class Weapons(NamedTuple):
    """One round type of one unit against one class; sorted by (unit, class, preference)."""

    unit: Array
    """i8[weapon]"""
    magazine: Array
    """i8[weapon]"""
    weapon_class: Array
    """i8[weapon]"""
    priority: Array
    """i8[weapon]: rank of the class at this unit, 0 first."""
    p_kill: Array
    """f8[weapon]: single-shot kill probability."""
    speed_m_s: Array
    """f8[weapon]: mean speed to the intercept."""
    fixed: Array
    """i8[weapon]: 1 if the flight distance is fixed (ballistic threats)."""


class Areas(NamedTuple):
    """Area defences."""

    teams: Array
    """i8[area]"""
    rate_per_m: Array
    """f8[area]: candidate meetings per metre of path with every team free."""
    hold_ms: Array
    """i8[area]: how long a meeting holds its team."""
    p_kill: Array
    """f8[area, class]"""
    hash: Array
    """i8[area]: 32-bit hash of its id."""


class Groups(NamedTuple):
    """Groups of threats: what does not change with the raid's composition."""

    key: Array
    """u8[group, 2]: the two 32-bit words of the group's Philox key."""
    weapon_class: Array
    """i8[group]"""
    speed_m_s: Array
    """f8[group]"""
    speed_spread: Array
    """f8[group]: half-width of the uniform speed factor around 1."""
    p_own_failure: Array
    """f8[group]"""
    first_ms: Array
    """f8[group]: planned launch of the first."""
    last_ms: Array
    """f8[group]: planned launch of the last."""
    jitter_ms: Array
    """f8[group]: half-width of the uniform shift of a launch."""
    pair_start: Array
    """i8[group + 1]: pairs of group g are pair_start[g]:pair_start[g + 1]."""
    pair_keep: Array
    """f8[pair]: Walker's alias table: share of the column that keeps its own pair."""
    pair_alias: Array
    """i8[pair]: the pair that the rest of the column goes to (offset in the group)."""
    pair_variant: Array
    """i8[pair]: first route variant of the pair."""


class Night(NamedTuple):
    """The night effect and the fitted multipliers, by class group."""

    key: Array
    """u8[2]: Philox key of the night's own draws."""
    sigma: Array
    """f8[class group]: spread of log hazards."""
    correlation: Array
    """f8[1]: of the hard and the soft effect."""
    hard: Array
    """f8[class group]: multiplier of hard-kill hazards."""
    soft: Array
    """f8[class group]: multiplier of soft-kill hazards."""


class Plan(NamedTuple):
    """Everything that stays the same from replication to replication."""

    library: Library
    units: Units
    magazines: Magazines
    weapons: Weapons
    areas: Areas
    groups: Groups
    night: Night
    variants: Array
    """i8[2]: variants in each library group, number of library groups."""


class Raid(NamedTuple):
    """The composition: which threats fly. An argument, so that a campaign can change it."""

    count: Array
    """i8[group]: threats in each group."""
    group: Array
    """i8[threat]"""
    ordinal: Array
    """i8[threat]: number of the threat in its group, from 0."""


class Out(NamedTuple):
    """What a chunk of replications hands on."""

    outcome: Array
    """i1[replication, threat]: index into OUTCOMES."""
    end_ms: Array
    """i8[replication, threat]: when it ended."""
    s_end_m: Array
    """f8[replication, threat]: where along its route it ended."""
    by: Array
    """i4[replication, threat]: unit that shot it down, n_units + area, or -1."""
    variant: Array
    """i8[replication, threat]: the route variant it flew."""
    counts: Array
    """i4[replication, class, outcome]"""
    fired: Array
    """i4[replication, round]: rounds fired by type."""
    meetings: Array
    """i4[replication, area]: accepted meetings."""
    events: Array
    """i8[replication]: events processed."""
    code: Array
    """i1[replication]: 0, or which fixed buffer overflowed (see `work`)."""
