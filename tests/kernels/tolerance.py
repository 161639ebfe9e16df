"""Tolerances: 4 standard errors, of the sample for means and of the stated value for shares."""

from __future__ import annotations

from math import sqrt

import numpy as np

Z = 4.0


def near(sample, expected):
    """The sample's mean is within 4 standard errors of what is expected."""
    error = np.std(sample, ddof=1) / sqrt(len(sample))
    assert abs(np.mean(sample) - expected) <= Z * error + 1e-12


def near_share(sample, expected):
    """A share, by the standard error of the expected value; exact where that is 0 or 1."""
    assert abs(np.mean(sample) - expected) <= Z * sqrt(expected * (1.0 - expected) / len(sample)) + 1e-9
