"""The one table of units."""

from __future__ import annotations

from math import pi

import pytest

from himaya.units import UNITS, convert, suffix_of, to_si


@pytest.mark.parametrize(
    ("value", "suffix", "si"),
    [(3, "_km", 3000), (250, "_ms", 0.25), (2, "_min", 120), (1.5, "_h", 5400), (36, "_km_h", 10),
     (0.5, "_per_km", 0.0005), (180, "_deg", pi), (7, "_usd", 7), (7, "_kg", 7)],
)  # fmt: skip
def test_to_si__multiplies_by_the_factor(value, suffix, si):
    assert to_si(value, suffix) == pytest.approx(si, rel=1e-15)


@pytest.mark.parametrize("suffix", UNITS)
def test_suffix__is_found_whole(suffix):
    assert suffix_of(f"speed{suffix}") == suffix  # _km_h, not _h


@pytest.mark.parametrize("name", ["count", "p_kill", "range_miles", "m"])
def test_name_without_unit__has_no_suffix(name):
    assert suffix_of(name) is None


def test_convert__stays_within_a_dimension():
    assert convert(50, "_m_s", "_km_h") == pytest.approx(180, rel=1e-15)
    assert convert(50, "_m", "_s") is None
