"""Decoys: as a row tells them, else by what had been told by that day; nothing later is looked at."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import himaya
from himaya.calibration.decoys import is_assumed
from himaya.calibration.nights import night_of
from himaya.calibration.selection import Wanted, nights_of_record
from himaya.chance.laws import pert_quantiles
from himaya.reconstruction import NightOptions, decoy_share, night_scenario, standing_share
from himaya.record import read_record
from himaya.record.synthetic import COLUMNS
from himaya.scenario import mean
from himaya.scenario.assumptions import Assumption
from tests.record.small import record_of, row

UKRAINE = himaya.load("ukraine")
LAST = date(2025, 9, 12)
PLACE = {"launch_place": "Kursk oblast"}


def drones(day, launched, strike="", **cells):
    """A drone raid that ends in the morning of a day of September 2025, or of another month."""
    day = day if isinstance(day, str) else f"2025-09-{day:02}"
    given = {"launched": str(launched), "destroyed": "0", "not_reach_goal": "0", "is_shahed": str(strike)}
    return row(f"{day} 00:00", f"{day} 06:00", **{**given, **PLACE, **cells})


@pytest.fixture
def made(tmp_path):
    def make(*rows, night=LAST, **options):
        return night_scenario(record_of(tmp_path, *rows), night, UKRAINE, NightOptions(**options)).scenario

    return make


def counts(scenario):
    return {group.id: group.count for group in scenario.raid}


def codes(scenario):
    return [each.code for each in scenario.assumptions if each.code.startswith("decoys")]


def test_told_split__is_flown_and_said(made):
    scenario = made(drones(12, 90, 52.0))
    assert counts(scenario) == {"strike-drones": 52, "decoys": 38}
    told = Assumption(code="decoys_told", numbers={"line": 2, "launched": 90, "decoys": 38})
    assert told in scenario.assumptions
    assert codes(scenario) == ["decoys_told"]
    assert not is_assumed(night_of(scenario))


def test_told_split__stands_above_a_share_that_is_stated_for_what_is_not_told(made):
    scenario = made(drones(12, 90, 52), drones(12, 50), decoy_share=0.4)
    assert counts(scenario) == {"strike-drones": 52, "decoys": 38, "strike-drones-n2": 30, "decoys-n2": 20}
    assert codes(scenario) == ["decoys_told", "decoys_assumed"]


@pytest.mark.parametrize(("strike", "expected"), [("90", {"strike-drones": 90}), ("0", {"decoys": 90})])
def test_told_split__can_be_all_of_one_kind(made, strike, expected):
    assert counts(made(drones(12, 90, strike))) == expected


def test_jets__are_among_the_strike_drones_that_are_told(made):
    assert counts(made(drones(12, 90, 52, turbojet="60"))) == {"jet-drones": 52, "decoys": 38}


@pytest.mark.parametrize(
    ("cells", "jets"),
    [
        ({"destroyed_types": "{'Turbojet': {'launched': 33, 'destroyed': NaN}}"}, 33),
        ({"destroyed_types": "{'Turbojet': {'launched': 33}}", "turbojet": "7"}, 7),
        ({"destroyed_types": "{'Turbojet': {'launched': NaN}}"}, None),
        ({"destroyed_types": "{'Turbojet': 33}"}, None),
        ({"destroyed_types": "{'Propeller': {'launched': 33}}"}, None),
    ],
)
def test_jets__are_those_that_either_column_tells(tmp_path, cells, jets):
    columns = (*COLUMNS, "destroyed_types")
    record = record_of(tmp_path, drones(12, 90, 52, **cells), columns=columns)
    found = counts(night_scenario(record, LAST, UKRAINE).scenario)
    assert found.get("jet-drones") == jets
    assert found["strike-drones"] == 52 - (jets or 0)


@pytest.mark.parametrize("strike", ["", "NaN", "-3", "91", "half"])
def test_what_cannot_be_the_strike_drones__is_not_told(made, strike):
    assert codes(made(drones(12, 90, strike))) == ["decoys_assumed"]


def test_share__without_posts_is_what_stood_on_that_day(tmp_path):
    record = record_of(tmp_path, drones(12, 90))
    days = [date(2024, 7, 27), date(2024, 12, 31), date(2025, 1, 1), date(2025, 5, 27), date(2025, 5, 28)]
    assert [decoy_share(record, day).likely for day in days] == [0.0, 0.3, 0.4, 0.4, 0.45]
    assert all(decoy_share(record, day) == standing_share(day) for day in days)
    assert decoy_share(record, date.min) == standing_share(date.min)


def test_share__of_posts_by_hand(tmp_path):
    """50 decoys of 100 and 90 of 300: mean .35, variance (100 x .0225 + 300 x .0025) / 400 = .0075.

    They weigh 2 of 7, what stood 5: mean (.35 x 2 + .45 x 5) / 7 = .4214, variance
    [5 (.15^2 / 7 + .0286^2) + 2 (.0075 + .0714^2)] / 7 = .00648, half-width 2.6458 x .0805 = .213.
    """
    share = decoy_share(record_of(tmp_path, drones(8, 100, 50), drones(9, 300, 210)), LAST)
    assert (share.low, share.likely, share.high) == pytest.approx((0.208, 0.421, 0.634), abs=1e-3)
    assert share.source.startswith(
        "35% of 400 drones of 2 raids of the record that tell strike drones, to 2025-09-09; beside it"
    )
    assert standing_share(LAST).source in share.source


def test_share__has_the_mean_and_spread_that_it_says(tmp_path):
    """Of draws of the PERT; 200,000 of them have a standard error of .0002 in mean and sd."""
    rows = [drones(k, 80 + 10 * k, 40 + 7 * k) for k in range(1, 12)]
    share = decoy_share(record_of(tmp_path, *rows), LAST)
    drawn = pert_quantiles(share, np.random.default_rng(1).random(200_000))
    assert drawn.mean() == pytest.approx(mean(share), abs=0.001)
    assert drawn.std() == pytest.approx((share.high - share.low) / 2 / 7**0.5, abs=0.001)


@pytest.mark.parametrize("n", [40, 120])
def test_share__of_many_posts_is_theirs(tmp_path, n):
    days = [f"2025-{5 + k // 28:02}-{1 + k % 28:02}" for k in range(n)]
    share = decoy_share(record_of(tmp_path, *(drones(day, 100, 80) for day in days)), LAST)
    assert share.likely == pytest.approx((0.2 * n + 0.45 * 5) / (n + 5), abs=0.002)


def test_share__knows_nothing_later_and_nothing_old(tmp_path):
    known = [drones(8, 100, 50), drones(9, 300, 210)]
    later, old = drones(13, 900, 0), drones("2025-03-01", 900, 0)
    shares = [decoy_share(record_of(tmp_path, *rows), LAST) for rows in (known, [*known, later, old])]
    assert shares[0] == shares[1]


def test_night__is_made_of_what_was_told_by_then(made):
    rows = drones(8, 100, 90), drones(12, 200), drones(13, 900, 0)
    before = made(*rows[:2])
    assert before == made(*rows).model_copy(update={"gaps": before.gaps})
    assert made(*rows[1:]).raid != before.raid


def test_calibration__assumes_what_was_told_before_its_check_and_keeps_told_splits(tmp_path):
    rows = [drones(8, 100, 90), drones(9, 100), drones(10, 100, 10), drones(11, 100), drones(12, 100)]
    record = record_of(tmp_path, *rows)
    nights = nights_of_record(UKRAINE, record, Wanted(date(2025, 9, 10), 5, 5, NightOptions()))
    known = decoy_share(record, date(2025, 9, 9))
    assert nights.decoy_share == known != decoy_share(record, LAST)
    assumed = round(100 * mean(known))
    flown = sorted((*nights.fit, *nights.check), key=lambda night: night.ended)
    decoys = [counts(night.scenario)["decoys"] for night in flown]
    assert decoys == [10, assumed, 90, assumed, assumed]
    assert [is_assumed(night) for night in flown] == [False, True, False, True, True]


def test_official_record__tells_26_raids_and_its_share_changes_with_the_day(official_record):
    record = read_record(official_record)
    shares = {
        day: decoy_share(record, day) for day in (date(2025, 7, 14), date(2025, 7, 23), date(2025, 9, 30))
    }
    assert "33% of 1,110 drones of 5 raids" in shares[date(2025, 7, 23)].source
    assert "of 26 raids" in shares[date(2025, 9, 30)].source
    assert [round(each.likely, 2) for each in shares.values()] == [0.45, 0.39, 0.4]
