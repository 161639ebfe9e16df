"""What a hit does: numbers of damage, casualties and debris, all badly known and said to be so."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from himaya.files.base import Frozen, Id, fault
from himaya.files.numbers import (
    NonNegative,
    Number,
    Pert,
    Positive,
    Shape,
    Share,
    UpTo1000,
    UpTo20000,
    extremes,
)
from himaya.scenario.classes import ClassGroup


def _guess(low: float, likely: float, high: float, why: str) -> Pert:
    return Pert(low=low, likely=likely, high=high, source=why)


class SiteLines(Frozen):
    """A site whose off-site power runs through assets: a hit there may take lines."""

    site: Annotated[str, Field(min_length=1)]
    """A shipped site or the path of a site file, as `himaya site` takes it."""
    lines: Annotated[dict[Id, Annotated[int, Field(ge=1, le=20)]], Field(min_length=1)]
    """How many of the site's lines run through each asset; they are numbered from 1 in this order."""
    p_line_lost: Share = _guess(
        0.1, 0.4, 0.8, "guess: a hit in a switchyard may miss bays and busbars; nobody publishes the share"
    )
    """Probability that a hit on the asset's disc takes a line, each line by itself."""
    days: Annotated[int, Field(ge=1, le=365)] = 30
    """How long the site is followed, from the night's start."""


class Effects(Frozen):
    """What hits and debris do; every default is a guess or a fit, as its source says."""

    damage_radius_m: UpTo20000 = _guess(
        8, 15, 30, "guess: heavy damage to a block of flats a house front or two around a Shahed's hit"
    )
    """R0: a warhead of 50 kg at distance r harms the share exp(-r^2 / 2 R0^2)."""
    p_homes: Share = _guess(
        0.25,
        0.38,
        0.55,
        "chosen such that, with the lethal area, as many die as the 253 killed by about 50,000 drones to "
        "August 2025 (Prosecutor General, Slidstvo.Info 2025-09-30); range: guess",
    )
    """Share of the hits of drones aimed at homes that fall on homes. Missiles all do."""
    p_energy: Share = _guess(0.05, 0.2, 0.4, "guess: nobody publishes what drones hit by kind of target")
    """Share of the others that falls on an energy site of its region; without one, on open ground."""
    p_airfield: Share = _guess(0.01, 0.05, 0.15, "guess: likewise")
    """The same of airfields; industry, roads and fields take what is left, as open ground."""
    lethal_area_m2: UpTo20000 = _guess(
        10,
        30,
        80,
        "guess: rooms rather than streets; chosen with the published total of killed per 100 drones in mind",
    )
    """Area within which a warhead of 50 kg would kill everybody, as many as it kills on average."""
    exposure_night: UpTo1000 = _guess(0.7, 0.9, 1.0, "guess: most inhabitants are at home")
    """People on the spot as a share of inhabitants, 22 to 6 o'clock, and where no `start` is stated."""
    exposure_day: UpTo1000 = _guess(0.5, 0.8, 1.2, "guess: at work, some of it on other discs")
    """The same from 6 to 22 o'clock."""
    casualty_shape: Shape = _guess(0.05, 0.2, 1.0, "guess: most hits kill nobody and a few kill dozens")
    """Shape of the gamma law that multiplies a hit's expected casualties: what is not known of the spot."""
    injured_per_killed: UpTo1000 = _guess(
        5,
        6,
        7,
        "1,524 injured and 253 killed by drones to August 2025: 6.0 (Prosecutor General, Slidstvo.Info "
        "2025-09-30); by long-range weapons in three months: 5.5 to 6.4 (UN HRMMU); range: guess",
    )
    """Injured for each person killed by hits."""
    protection: Share = _guess(0.5, 0.8, 0.95, "guess: basements and metro against a hit on the house")
    """Share of a sheltered person's risk that the shelter takes away."""
    sheltered_max: Share = _guess(0.1, 0.3, 0.6, "guess")
    """Share of people in shelter after a long warning."""
    sheltered_half_min: UpTo20000 = _guess(3, 8, 20, "guess: to wake, dress and go down")
    """Warning after which half of those are in shelter."""
    fatigue_h: Positive = _guess(
        10, 30, 100, "guess: nobody published how long alerts wear out the will to go down again"
    )
    """Hours of earlier alerts, of the 24 before a hit, after which 1/e of those in shelter still go there."""
    warning_min: dict[ClassGroup, NonNegative] = {}
    """Warning before a hit by class group, in place of the simulated lead time. An asset in no district, of
    which none is simulated, has a guess: drones 60, cruise 30, ballistic 2, others 4."""
    p_debris_injury: Share = _guess(0.002, 0.01, 0.05, "guess")
    """Probability that the debris of a threat shot down over built-up ground injures somebody."""
    debris_places: UpTo1000 = _guess(
        1,
        2,
        7,
        "guess: between 1.3 and 6.8, from 81 rows of the record and the simulated share of kills over cities",
    )
    """Places reported for one kill over built-up ground: a of E places = a kills^b."""
    debris_exponent: Share = _guess(
        0.4,
        0.57,
        0.75,
        "0.57 fitted by logarithms to 81 rows of the record to 2025-09 with a place or more; range: guess",
    )
    """b of E places = a kills^b."""
    debris_shape: Shape = _guess(
        1.0, 2.0, 4.0, "guess: the fit leaves sd 0.79 of the logarithm, about 1.15; more, as chance is in it"
    )
    """Shape of the gamma law that multiplies a night's expected places."""

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Self:
        if sum(extremes(each)[1] for each in (self.p_energy, self.p_airfield)) > 1.0:
            expected = "p_energy and p_airfield of at most 1 together, at their highest"
            raise fault("more than all hits beside homes", "p_airfield", expected=expected)
        return self

    def number(self, name: str) -> Number:
        """A number by name."""
        found: Number = getattr(self, name)
        return found
