"""The alert rule: where along its route a threat gives cause for alert, and when the alert is on.

A threat gives cause for alert while it is detected and its remaining route will be over the district, with
the alert distance around, within the alert time. A district's alert is on while at least so many threats
do so, and so long as `hold` after.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from himaya.effects.warning.courses import kept_over
from himaya.effects.warning.districts import Ground
from himaya.kernels.library import Array
from himaya.kernels.tables import (
    Out,
)
from himaya.raid.prepare.bridge import Prepared
from himaya.raid.prepare.command import THEATRE, sensors
from himaya.raid.prepare.si import si, si_ms
from himaya.scenario import Scenario

TIME_BITS = 21
"""A time in whole seconds: 24 days, twice the longest night."""
_TIME = (1 << TIME_BITS) - 1
NEAREST_MS = 5e-4
"""Times are whole seconds, rounded down from the nearest millisecond: as the kernel's ends are."""


class Causes(NamedTuple):
    """Where the variants of a prepared scenario give cause for alert."""

    begin: Array
    """i8[variant]: its stretches are begin[v] to begin[v] + count[v]; variants on one course share them."""
    count: Array
    """i8[variant]"""
    district: Array
    """i8[stretch]: those of a variant stand by district, then in order along the course."""
    s_in_m: Array
    """f8[stretch]: entry into the ground that counts as the district's."""
    s_out_m: Array
    detect_m: Array
    """f8[variant]: first detection by any network with sensors, or at the theatre's border without any."""
    time_ms: int
    hold_s: int
    threats: int = 1
    """At least so many at a time make an alert."""


class Alerts(NamedTuple):
    """Alerts of a chunk; sorted, and apart from each other within a cell.

    Packed integers: cell << TIME_BITS | seconds after the start, cell = row * districts + district.
    """

    on: Array
    """i8[alert]"""
    off: Array
    """i8[alert]"""

    @property
    def cell(self) -> Array:
        """i8[alert]: row of the chunk and district."""
        return self.on >> TIME_BITS

    @property
    def on_s(self) -> Array:
        """i8[alert]: seconds after the start."""
        return self.on & _TIME

    @property
    def off_s(self) -> Array:
        """i8[alert]: seconds after the start."""
        return self.off & _TIME

    def moved(self, cells: int) -> Alerts:
        """The same alerts in cells of so much higher numbers."""
        return Alerts(self.on + (cells << TIME_BITS), self.off + (cells << TIME_BITS))

    def lead_s(self, cell: Array, time_s: Array) -> Array:
        """i8[query]: how long a cell has been under alert at some times; 0 where it is not."""
        if not len(self.on):
            return np.zeros_like(time_s)
        wanted = (cell << TIME_BITS) | time_s
        place = np.searchsorted(self.on, wanted, side="right") - 1
        under = (place >= 0) & (self.off[place] >= wanted)
        return np.where(under, wanted - self.on[place], 0)

    def before_s(self, cell: Array, time_s: Array) -> Array:
        """i8[query]: seconds that this and all earlier cells were under alert before some times.

        Only differences within a cell have a meaning.
        """
        ended = np.concatenate([[0], np.cumsum(self.off - self.on)])
        wanted = (cell << TIME_BITS) | time_s
        place = np.searchsorted(self.on, wanted, side="right")
        last = self.off[place - 1] if len(self.off) else wanted
        return ended[place] - np.where(place > 0, np.maximum(last - wanted, 0), 0)


def causes(prepared: Prepared, districts: tuple[Ground, ...]) -> Causes:
    """Cross every course of a scenario with every district, once for all replications."""
    scenario, request = prepared.scenario, prepared.request
    first = {corridor.id: corridor for corridor in request.corridors}  # another height, the same course
    number = {name: k for k, name in enumerate(first)}
    found = kept_over(
        request._replace(corridors=tuple(first.values())),
        [each.outline for each in districts],
        si(scenario.alert, "distance_km"),
    )
    course = np.array([number[corridor.id] for corridor in request.corridors])
    variant = (course[:, None] * request.n_variants + np.arange(request.n_variants)).ravel()
    begin = found.start[variant]
    detect_m = prepared.plan.library.routes.detect_m[:, detecting(scenario)].min(axis=1)
    rule = scenario.alert
    return Causes(
        begin, found.start[variant + 1] - begin, *found[1:], detect_m,
        si_ms(rule, "time_min"), round(si(rule, "hold_min")), rule.threats,
    )  # fmt: skip


def detecting(scenario: Scenario) -> list[int]:
    """Networks that detect for the alert: those with a sensor, else the theatre's border."""
    return sorted({each.network for each in sensors(scenario)}) or [THEATRE]


def alerts(causes: Causes, out: Out, n_districts: int) -> Alerts:
    """Alerts of every replication of a chunk and every district."""
    spans = spans_of(causes, out)
    if causes.threats > 1:
        spans = by_threat(spans)
    return under_alert(spans, Need(causes.threats, causes.hold_s), n_districts)


class Spans(NamedTuple):
    """When threats give cause for alert; by threat, then district, then time."""

    threat: Array
    """i8[span]: number of the threat, counted through the chunk's replications."""
    row: Array
    """i8[span]: replication of the chunk."""
    district: Array
    """i8[span]"""
    on_s: Array
    """i8[span]: seconds after the start; both ends count."""
    off_s: Array
    """i8[span]"""


class Need(NamedTuple):
    """What an alert needs, and how long it stays."""

    threats: int
    """At least so many threats that give cause at a time."""
    hold_s: int
    """So long after there are fewer."""


def spans_of(causes: Causes, out: Out) -> Spans:
    """When the threats of a chunk give cause for alert, and where."""
    variant, launch_s = out.variant.ravel(), out.launch_ms.ravel() / 1000.0
    flying_s = out.end_ms.ravel() / 1000.0 - launch_s
    flown = np.maximum(out.s_end_m.ravel(), 1.0)  # below a metre nothing has begun
    slow = flying_s / flown
    detected_s, time_s = causes.detect_m[variant] * slow, causes.time_ms / 1000.0
    # A third of the stretches belong to threats that end short of giving cause there: away with them first.
    count = np.where(detected_s < flying_s, causes.count[variant], 0)
    near_m = flown + time_s / np.maximum(slow, 1e-12)
    flight = np.repeat(np.arange(len(variant)), count)
    stretch = (causes.begin[variant] - (np.cumsum(count) - count))[flight]
    stretch += np.arange(len(stretch))
    near = np.flatnonzero(causes.s_in_m[stretch] < near_m[flight])
    stretch, flight = stretch[near], flight[near]
    pace = slow[flight]
    on, off = causes.s_in_m[stretch], causes.s_out_m[stretch]
    on *= pace  # in place, here and below: fresh memory costs more than the arithmetic
    on -= time_s
    off *= pace
    np.maximum(on, detected_s[flight], out=on)
    np.minimum(off, flying_s[flight], out=off)
    some = on < off
    if not some.all():  # few: passed before they were detected
        on, off, stretch, flight = on[some], off[some], stretch[some], flight[some]
    begun_s = (launch_s + NEAREST_MS)[flight]
    on += begun_s
    off += begun_s
    row = np.repeat(np.arange(len(out.variant)), out.variant.shape[1])[flight]
    return Spans(flight, row, causes.district[stretch], on.astype(np.int64), off.astype(np.int64))


def by_threat(spans: Spans) -> Spans:
    """Join the spans of one threat in one district that overlap or touch: it counts once at a time."""
    opens = np.ones(len(spans.on_s), bool)
    same = (spans.threat[1:] == spans.threat[:-1]) & (spans.district[1:] == spans.district[:-1])
    opens[1:] = ~(same & (spans.on_s[1:] <= spans.off_s[:-1]))
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(opens))[: len(first)] - 1
    return Spans(
        spans.threat[first], spans.row[first], spans.district[first], spans.on_s[first], spans.off_s[last]
    )


def under_alert(spans: Spans, need: Need, n_districts: int) -> Alerts:
    """When at least so many spans of a district are on at a time, and the hold after; packed and in order.

    Sort the begins a and the ends b of a cell, each by itself: k spans or more are on at a time in
    [a_(i + k - 1), b_i] for some i, where that is not empty, and at no other time.
    """
    cell = spans.row * n_districts
    cell += spans.district
    cell <<= TIME_BITS
    on = _sort_rows(spans.row, cell | spans.on_s)
    off = _sort_rows(spans.row, cell | spans.off_s)
    if need.threats > 1:
        on, off = on[need.threats - 1 :], off[: 1 - need.threats]
        enough = (on >> TIME_BITS == off >> TIME_BITS) & (on <= off)
        on, off = on[enough], off[enough]
    off = off + need.hold_s
    opens = np.ones(len(on), bool)
    opens[1:] = on[1:] > off[:-1]  # a later cell's times are larger than all of an earlier one's
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(on))[: len(first)] - 1
    return Alerts(on[first], off[last])


def _sort_rows(row: Array, packed: Array) -> Array:
    """Sort integers that begin with their row, each row by itself: half the time of one long sort."""
    lengths = np.bincount(row)
    held = np.arange(lengths.max(initial=0)) < lengths[:, None]
    table = np.full(held.shape, np.iinfo(np.int64).max)
    table[held] = packed
    table.sort(axis=1)
    return table[held]
