"""The invented record: the same for a seed, every fault of the official one, something to forecast."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from himaya.record import Reason, RecordClass, read_record
from himaya.record.neutralised import LAST_SPLIT, SPLIT_FROM
from himaya.record.synthetic import COLUMNS, synthesise


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "invented.csv"
    path.write_text(synthesise(400, 1), encoding="utf-8", newline="")
    return read_record(path)


def test_synthesise__is_the_same_for_the_same_seed_only():
    assert synthesise(30, 1) == synthesise(30, 1) != synthesise(30, 2)


def test_synthesised__has_the_columns_of_the_record_and_sources_that_say_it_is_invented(record):
    assert record.columns == COLUMNS
    assert all(verdict.row.source.startswith("synthetic/") for verdict in record.verdicts)


def test_synthesised__has_the_faults_of_the_official_one(record):
    assert record.n_used + sum(record.set_aside.values()) == len(record.verdicts)
    there = {reason for reason, count in record.set_aside.items() if count}
    rare = {Reason.broken_row, Reason.no_time, Reason.impossible_count, Reason.unknown_model}
    later = {Reason.withheld}  # the record had no such column before August 2026
    assert there == set(Reason) - rare - later
    details = [verdict.row.cell("destroyed_details") for verdict in record.verdicts]
    assert any("NaN" in text for text in details)


def test_synthesised__has_a_drone_raid_every_night_in_all_three_eras(record):
    raids = [raid for raid in record.raids if raid.weapon_class is RecordClass.drone]
    assert len(raids) == 400
    assert {raid.end_local.date() for raid in raids} == {raid.end_local.date() for raid in record.raids}
    for raid in raids:
        assert raid.scored
        assert raid.split_reported == (SPLIT_FROM <= raid.end_local <= LAST_SPLIT)


def test_synthesised__drones_neutralised_are_over_dispersed_and_drift(record):
    raids = [
        raid
        for raid in record.raids
        if raid.weapon_class is RecordClass.drone and raid.end_local >= SPLIT_FROM
    ]
    share = np.array([(raid.neutralised + 0.5) / (raid.launched + 1) for raid in raids])
    launched = np.array([raid.launched for raid in raids])
    chance = np.average(share, weights=launched) * (1 - np.average(share, weights=launched)) / launched
    apart = np.diff(share) ** 2 / (chance[1:] + chance[:-1])
    assert np.mean(apart) > 2  # from night to night; near 1 if chance of each drone by itself were all
    level = np.array([log(each / (1 - each)) for each in share])
    assert np.corrcoef(level[:-1], level[1:])[0, 1] > 0.3  # se 0.05 where nights were independent
