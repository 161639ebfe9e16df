"""Chance: draws keyed by seed and purpose, laws, histograms, intervals; it knows no scenario."""

from __future__ import annotations

from himaya.chance.amounts import Amounts
from himaya.chance.draws import Draws
from himaya.chance.histograms import Counts, Statistics, statistics
from himaya.chance.intervals import Chance, Spread, share, spread
from himaya.chance.keyed import keyed_uniforms
from himaya.chance.laws import pert_quantiles

__all__ = [
    "Amounts",
    "Chance",
    "Counts",
    "Draws",
    "Spread",
    "Statistics",
    "keyed_uniforms",
    "pert_quantiles",
    "share",
    "spread",
    "statistics",
]
