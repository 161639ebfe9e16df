"""Chance: draws keyed by seed and purpose, laws, histograms, intervals; it knows no scenario."""

from __future__ import annotations

from himaya.chance.amounts import Amounts
from himaya.chance.draws import Draws
from himaya.chance.histograms import Counts
from himaya.chance.intervals import Chance, share
from himaya.chance.keyed import keyed_uniforms
from himaya.chance.laws import number_quantiles
from himaya.chance.statistics import STATISTICS, Statistics, statistics, statistics_of

__all__ = [
    "STATISTICS",
    "Amounts",
    "Chance",
    "Counts",
    "Draws",
    "Statistics",
    "keyed_uniforms",
    "number_quantiles",
    "share",
    "statistics",
    "statistics_of",
]
