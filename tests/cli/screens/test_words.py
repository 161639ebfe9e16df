"""Numbers of screens: rounded to what their interval supports."""

from __future__ import annotations

import pytest

from himaya.chance.statistics import Statistics
from himaya.cli.screens.words import about, interval, rounded


def statistics(low, middle, high):
    return Statistics(float(middle), 0.0, low, middle, high)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((3, 5, 8), "5 (3-8)"),  # an eighth of 5 is below 1: as it is
        ((32, 61, 101), "60 (30-100)"),  # an eighth of 69 is 8.6: 5
        ((214, 269, 316), "270 (210-320)"),  # of 102: 12.75, so 10
        ((93, 101, 108), "100 (95-110)"),  # narrow, but 100 and more: 5
        ((7_777, 8_888, 9_999), "8,900 (7,800-10,000)"),  # of 2,222: 277, so 100
        ((313, 313, 313), "313"),  # nothing varies
        ((0, 0, 0), "0"),
        ((1, 20, 99), "20 (1-100)"),  # above 0 is never shown as 0
    ],
)
def test_interval__is_rounded_to_an_eighth_of_its_width(given, shown):
    assert interval(statistics(*given)) == shown


def test_interval__is_rounded_to_no_more_than_there_is():
    assert interval(statistics(55, 81, 98), most=98) == "80 (55-98)"


def test_rounded__says_what_its_numbers_are_multiples_of():
    assert rounded(statistics(35, 65, 105)) == (35.0, 65.0, 105.0, 5.0)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.044, "0.04"), (0.97, "1"), (3.6, "4"), (9.96, "10"), (63.4, "63"), (994.0, "990"),
     (12_990.1, "13,000"), (2.5e6, "2,500,000")],
)  # fmt: skip
def test_about__has_two_digits_from_10_on_and_one_below(value, shown):
    assert about(value) == shown
