"""Rows: class, tier, and the reason why a row is set aside whatever the others say."""

from __future__ import annotations

import pytest

from himaya.record import Reason, RecordClass, Tier
from himaya.record.synthetic import COLUMNS
from himaya.record.weapons import classes_of, tier_of
from tests.record.small import SOUTH, reasons_of, record_of, row


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("Shahed-136/131", RecordClass.drone),
        ("X-101/X-555 and Kalibr", RecordClass.cruise_missile),
        ("X-59/X-69", RecordClass.cruise_missile),
        ("X-47 Kinzhal and Iskander-M/KN-23", RecordClass.ballistic_missile),
        ("iskander-m", RecordClass.ballistic_missile),
        ("X-22 and X-32", RecordClass.supersonic_missile),
        ("X-22/32", RecordClass.supersonic_missile),
        ("C-400", RecordClass.ballistic_missile),
        ("S-300/S-400", RecordClass.ballistic_missile),
        ("C-300/400", RecordClass.ballistic_missile),
        ("\u0421-300 / \u0421-400 and Iskander-M/KN-23", RecordClass.ballistic_missile),
        ("Iskander-M/C-400 and X-47 Kinzhal", RecordClass.ballistic_missile),
        ("Orlan-10 and ZALA", None),
        ("X-31P/X-35", None),
        ("X-35", None),
    ],
)
def test_class__of_models_of_one_class(model, kind):
    assert classes_of(model) == {kind}


@pytest.mark.parametrize(
    ("source", "tier"),
    [
        ("kpszsu/posts/pfbid02", Tier.air_force),
        ("https://t.me/kpszsu/22252", Tier.air_force),
        ("synthetic/kpszsu/posts/1", Tier.air_force),
        ("CinCAFU/posts/1", Tier.commander),
        ("GeneralStaff.ua/posts/1", Tier.general_staff),
        ("pvkshid/posts/1", Tier.regional),
        ("kharkivoda.gov.ua/news/123125", Tier.regional),
        ("https://t.me/war_monitor/27083", Tier.other),
        ("not-kpszsu/posts/1", Tier.other),
        ("", Tier.other),
    ],
)
def test_tier__is_that_of_the_account(source, tier):
    assert tier_of(source) is tier


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({}, None),
        ({"destroyed": ""}, None),
        ({"launched": "0.0", "destroyed": "0.0"}, None),
        ({"destroyed": "100.0", "not_reach_goal": ""}, None),  # the air force: all of a raid was shot down
        ({"destroyed": "100.0", "source": SOUTH}, Reason.kill_list),
        ({"model": "Orlan-10", "launched": "2.0", "destroyed": "2.0"}, Reason.kill_list),
        ({"model": "Orlan-10", "launched": "2.0", "destroyed": "1.0"}, Reason.not_a_raid_row),
        ({"model": ""}, Reason.not_a_raid_row),
        ({"model": "X-31P"}, Reason.not_a_raid_row),
        ({"model": "Geran-3"}, Reason.unknown_model),
        ({"model": "Orlan-10 and Geran-3", "destroyed": "100.0"}, Reason.unknown_model),
        ({"launched": "5001.0"}, Reason.impossible_count),
        ({"launched": "5000.0"}, None),
        ({"time_start": "2015-07-03 18:00"}, Reason.no_time),
        ({"time_start": "2025-07-01 06:00"}, None),  # three days to the minute
        ({"time_start": "2025-07-01 05:59"}, Reason.no_time),
        ({"model": "Iskander-M and Iskander-K"}, Reason.cross_class),
        ({"model": "Shahed-136/131 and Lancet"}, Reason.cross_class),
        ({"time_end": ""}, Reason.no_time),
        ({"time_end": "2025-07-03 17:00"}, Reason.no_time),
        ({"launched": ""}, Reason.no_count),
        ({"launched": "some"}, Reason.no_count),
        ({"status_data": "hidden", "launched": "0", "destroyed": "0"}, Reason.withheld),
        ({"status_data": "Hidden ", "launched": "12", "destroyed": "3"}, Reason.withheld),
        ({"status_data": "", "launched": "0", "destroyed": "0"}, None),
        ({"destroyed": "101.0"}, Reason.impossible_count),
    ],
)
def test_row__is_set_aside_for_one_reason(tmp_path, cells, reason):
    columns = (*COLUMNS, "status_data")
    assert reasons_of(record_of(tmp_path, row(**cells), columns=columns)) == [reason]


def test_row__that_stands_twice_is_used_once(tmp_path):
    again = row(time_start="2025-07-03  18:00 ")  # blanks make no other row
    assert reasons_of(record_of(tmp_path, row(), again)) == [None, Reason.duplicate]


def test_row__keeps_its_text_as_stated(tmp_path):
    record = record_of(tmp_path, row(launched=" 100.0", target="Київ, «схід»\nі далі"))
    raw = record.verdicts[0].row.raw
    assert (raw["launched"], raw["target"]) == (" 100.0", "Київ, «схід»\nі далі")
