"""What the kernel reads and fills: NamedTuples of plain arrays, one noun each.

Dimensions: variant (of the route library), window, pass, break, unit, magazine, weapon, area,
group (of threats), pair (launch area and aim point of a group), threat, replication.
Times are milliseconds, lengths metres, probabilities floats. Every integer is int64 (i8) and every
array contiguous, so that each helper is compiled once; keys are uint64 (u8).
"""

from __future__ import annotations

from typing import NamedTuple

from himaya.kernels.library import Array, Breaks, Library, Passes, Windows

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
CONSTANT, EXPONENTIAL, LOGNORMAL = range(3)


class Units(NamedTuple):
    """Fire units."""

    channels: Array
    """i8[unit]: engagements at the same time."""
    node: Array
    """i8[unit]: command node; a unit alone has a node of its own."""
    reaction_ms: Array
    """i8[unit]: from detection to the first launch."""
    assessment_ms: Array
    """i8[unit]: mean time from an intercept to knowing its result."""
    assessment_law: Array
    """i8[unit]: CONSTANT, EXPONENTIAL or LOGNORMAL."""
    assessment_sigma: Array
    """f8[unit]: sd of the log of a lognormal time."""
    p_alive_seen: Array
    """f8[unit]: probability that a dead threat is seen alive."""
    p_dead_seen: Array
    """f8[unit]: probability that a living threat is seen dead."""
    interval_ms: Array
    """i8[unit]: least time between launches."""
    reload_ms: Array
    """i8[unit]: time to load; the unit does not fire meanwhile."""
    p_up: Array
    """f8[unit]: probability that it works tonight."""
    network: Array
    """i8[unit]: which network detects for it; 0 is the theatre's border, which always works."""
    p_track: Array
    """f8[unit]: probability that its track group has a valid track of a threat."""
    track_hash: Array
    """i8[unit]: 32-bit hash of its track group's id."""
    ignores_open_ground: Array
    """i8[unit]: 1 if it leaves ballistic threats alone whose aim point holds no asset."""
    hash: Array
    """i8[unit]: 32-bit hash of its id."""


class Networks(NamedTuple):
    """Who shares detections; number 0 is the theatre."""

    p_up: Array
    """f8[network]: probability that it works tonight."""
    hash: Array
    """i8[network]: 32-bit hash of its id."""


class Nodes(NamedTuple):
    """Command nodes; a unit without one is a node of its own."""

    coordinated: Array
    """i8[node]: 1 if it keeps off threats that another such node shoots at."""
    tracks: Array
    """i8[node]: the most threats under assignment at a time."""
    units_per_threat: Array
    """i8[node, class]: the most of its units on one threat at a time."""
    unit_start: Array
    """i8[node + 1]: units of node n are unit[unit_start[n]:unit_start[n + 1]]."""
    unit: Array
    """i8[unit]"""


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
    salvo: Array
    """i8[weapon]: rounds fired at a time."""
    reserve: Array
    """i8[weapon]: ready rounds that it leaves for other classes."""


RECORDS = (Windows, Passes, Breaks, Units, Weapons)
"""Tables that reach the kernel as record arrays with the same columns: what is known of one window or
unit lies together in memory. On the Kyiv night that is worth a tenth of the time."""


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
    p_recognised: Array
    """f8[group]: probability that a decoy is recognised as one and left alone."""
    hard: Array
    """f8[group]: multiplier of hard-kill hazards of its type, beside that of its class group."""
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


class Targets(NamedTuple):
    """Which places are targets tonight: drawn once a night, before any threat draws its aim."""

    drawn: Array
    """i8[group]: 1 if an aim point of the group is a target by chance; else its alias table is used."""
    weight: Array
    """f8[pair]: weight of a group's pair, as the alias table's."""
    chance: Array
    """f8[pair]: probability that its aim point is a target of the group tonight, above 0."""
    place: Array
    """i8[pair]: place of its aim point; aim points of one region share a place, so their luck."""
    hash: Array
    """i8[place]: 32-bit hash of its id."""


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
    networks: Networks
    nodes: Nodes
    units: Units
    magazines: Magazines
    weapons: Weapons
    areas: Areas
    groups: Groups
    targets: Targets
    night: Night
    p_duplicate: Array
    """f8[1]: share of threats that two command nodes may serve at a time."""
    variants: Array
    """i8[2]: variants in each library group, number of library groups."""


class RaidTable(NamedTuple):
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
    launch_ms: Array
    """i8[replication, threat]: when it was launched; with its end it tells when it was where."""
