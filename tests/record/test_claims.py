"""Claims: who, when, of what; side by side where they differ; a user's own beside them."""

from __future__ import annotations

from datetime import date

import pytest

from himaya.errors import ProblemsError
from himaya.record import RecordClass
from himaya.record.claims import Ends, Quantity, claims_of, shares_of, side_by_side
from himaya.record.claims_file import read_claims
from tests.record.small import AIR_FORCE, SOUTH, record_of, row

NIGHT = date(2025, 7, 4)
OWN = """\
format: himaya/claims/1
claims:
  - night: 2025-07-04
    weapon_class: drone
    quantity: launched
    value: 540
    up_to: 550
    attribution: officials said
    source: a newspaper of 4 July
  - night: 2025-07-04
    weapon_class: drone
    quantity: destroyed
    value: 60
    attribution: an unnamed source told
    source: a newspaper of 4 July
"""


def beside(claims):
    return {(each.weapon_class, each.quantity): each for each in side_by_side(claims)}


def own_claims(tmp_path, text):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return read_claims(path)


def test_claim__says_who_and_when_and_of_what(tmp_path):
    first = claims_of(record_of(tmp_path, row()), NIGHT)[0]
    assert (first.who, first.source, first.line, first.verdict) == ("air_force", AIR_FORCE, 2, "used")
    assert (first.weapon_class, first.model, first.quantity, first.low, first.high) == (
        RecordClass.drone, "Shahed-136/131", Quantity.launched, 100, 100,
    )  # fmt: skip
    assert f"{first.start_local} {first.end_local}" == "2025-07-03 18:00:00 2025-07-04 06:00:00"


def test_claims__are_of_the_night_that_ended_on_the_date(tmp_path):
    record = record_of(tmp_path, row(), row("2025-07-04 18:00", "2025-07-05 06:00"))
    assert {claim.line for claim in claims_of(record, NIGHT)} == {2}
    assert {claim.line for claim in claims_of(record)} == {2, 3}


def test_claims__hold_kills_and_hits_by_region(tmp_path):
    cells = {"affected region": "['Kyiv']", "destroyed_details": "{'south': 8, 'east': NaN}"}
    found = [claim for claim in claims_of(record_of(tmp_path, row(**cells))) if claim.region]
    assert [(claim.quantity.value, claim.region, claim.low, claim.part) for claim in found] == [
        ("destroyed_in_region", "south", 8, True),
        ("destroyed_in_region", "east", None, True),
        ("affected_region", "Kyiv", None, True),
    ]


def test_claims__that_differ_stand_side_by_side(tmp_path):
    region = row(launched="120.0", destroyed="60.0", not_reach_goal="", source=SOUTH)
    found = beside(claims_of(record_of(tmp_path, row(), region)))
    launched = found[RecordClass.drone, Quantity.launched]
    assert [(claim.who, claim.low, claim.verdict) for claim in launched.claims] == [
        ("air_force", 100, "used"),
        ("regional", 120, "regional_duplicate"),
    ]
    assert {quantity.value: each.differ for (_, quantity), each in found.items()} == {
        "launched": True, "destroyed": False, "not_reach_goal": False,
    }  # fmt: skip


def test_claims__of_a_part_differ_only_above_the_whole(tmp_path):
    """A regional command that tells of fewer contradicts nobody; nor does a list of kills."""
    south = row(launched="6.0", destroyed="6.0", not_reach_goal="", source=SOUTH)
    found = beside(claims_of(record_of(tmp_path, row(), south)))
    assert not any(each.differ for each in found.values())


def test_claims__of_a_row_that_cannot_be_read_are_in_no_sum(tmp_path):
    broken = row("2025-07-09 18:00", launched="900.0")  # ends before it starts
    commander = row(source="CinCAFU/posts/1")
    found = beside(claims_of(record_of(tmp_path, row(), broken, commander)))
    assert not found[RecordClass.drone, Quantity.launched].differ


def test_claims__of_other_raids_are_in_no_sum(tmp_path):
    """The air force on one raid and the general staff on a later one tell of different things."""
    later = row("2025-07-04 12:00", "2025-07-04 13:00", launched="57.0", source="GeneralStaff.ua/posts/1")
    found = beside(claims_of(record_of(tmp_path, row(), later)))
    assert not found[RecordClass.drone, Quantity.launched].differ


def test_claims__set_aside_do_not_join_their_teller_s_sum(tmp_path):
    alone = row("2025-07-04", "2025-07-04", launched="3.0", destroyed="0.0")
    own = own_claims(tmp_path, OWN.replace("value: 540", "value: 100").replace("up_to: 550", "up_to: 102"))
    found = beside([*claims_of(record_of(tmp_path, row(), alone)), *own])
    assert not found[RecordClass.drone, Quantity.launched].differ


@pytest.mark.parametrize(("end", "differ"), [("2025-07-04 06:00", True), ("2025-07-04 16:00", False)])
def test_claims__of_the_nation_differ_if_they_are_of_all_its_raids(tmp_path, end, differ):
    """A commander's 90 contradicts an air force's 100, and not its 100 and 100 of two raids of the night."""
    both = row(launched="90.0", source="CinCAFU/posts/1")
    second = row("2025-07-04 15:00", end) if not differ else row(model="Kalibr")
    found = beside(claims_of(record_of(tmp_path, row(), second, both)))
    assert found[RecordClass.drone, Quantity.launched].differ is differ


def test_own_claims__of_a_region_are_shown_as_a_part(tmp_path):
    for value, differ in (("60", False), ("61", True)):
        own = own_claims(tmp_path, OWN.replace("value: 60", f"value: {value}\n    region: south"))
        destroyed = beside([*claims_of(record_of(tmp_path, row())), *own])[
            RecordClass.drone, Quantity.destroyed
        ]
        assert [(claim.low, claim.region) for claim in destroyed.claims] == [(60, ""), (int(value), "south")]
        assert destroyed.differ is differ


@pytest.mark.parametrize(
    ("lost", "value", "differ"), [("30.0", 90, False), ("30.0", 91, True), ("", 99, False)]
)
def test_own_claims__of_neutralised_stand_beside_the_sum_of_both(tmp_path, lost, value, differ):
    own = own_claims(tmp_path, OWN.replace("destroyed", "neutralised").replace("60", str(value)))
    told = claims_of(record_of(tmp_path, row(not_reach_goal=lost)))
    found = beside([*told, *own])[RecordClass.drone, Quantity.neutralised]
    assert [claim.low for claim in found.claims] == ([90, value] if lost else [value])
    assert found.differ is differ


def test_claims__of_one_teller_on_two_rows_do_not_differ(tmp_path):
    record = record_of(tmp_path, row(model="Iskander-M"), row(model="X-47 Kinzhal", launched="61.0"))
    found = beside(claims_of(record))
    assert not found[RecordClass.ballistic_missile, Quantity.launched].differ


def test_claims__that_leave_out_a_row_are_not_compared_as_a_whole(tmp_path):
    rows = (
        row(model="X-59", destroyed=""),
        row(model="Kalibr"),
        row(model="X-59", destroyed="70.0", source=SOUTH),
    )
    found = beside(claims_of(record_of(tmp_path, *rows)))
    assert not found[RecordClass.cruise_missile, Quantity.destroyed].differ


def test_claim__of_losses_after_the_break_is_no_zero(tmp_path):
    record = record_of(tmp_path, row("2025-08-01 01:00", "2025-08-01 06:00", not_reach_goal="0.0"))
    assert Quantity.not_reach_goal not in {claim.quantity for claim in claims_of(record)}


def test_own_claims__stand_beside_the_official_ones(tmp_path):
    own = own_claims(tmp_path, OWN)
    found = beside([*claims_of(record_of(tmp_path, row())), *own])
    launched = found[RecordClass.drone, Quantity.launched]
    assert [(claim.who, claim.low, claim.high, claim.verdict) for claim in launched.claims] == [
        ("air_force", 100, 100, "used"),
        ("officials said", 540, 550, "own"),
    ]
    assert launched.differ
    assert not found[RecordClass.drone, Quantity.destroyed].differ  # 60 both


def test_own_claims__tell_all_mistakes_with_their_lines(tmp_path):
    broken = (
        OWN.replace("weapon_class: drone", "weapon_class: drones", 1)
        .replace("up_to: 550", "up_to: 5")
        .replace("attribution: an", "atribution: an")
        .replace("value: 60", "value: -6")
    )
    with pytest.raises(ProblemsError) as caught:
        own_claims(tmp_path, broken)
    said = [(problem.line, problem.path, problem.near) for problem in caught.value.problems]
    assert said == [
        (4, "claims[0].weapon_class", ("drone",)),
        (13, "claims[1].value", ()),
        (14, "claims[1].atribution", ("attribution",)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("up_to: 550", "up_to: 5", "7: claims[0].up_to: below the least, got 5, expected 540 or more"),
        (
            "himaya/claims/1",
            "himaya/claims/2",
            "1: format: written for a newer Himaya; update it, got himaya/claims/2",
        ),
        ("himaya/claims/1", "himaya/scenario/2", "1: format: not a file of claims, got himaya/scenario/2"),
        ("    attribution: officials said\n", "", "claims[0].attribution: is missing"),
        ("2025-07-04", "July", "claims[0].night: "),
        (
            "2025-07-04",
            "2025-07-04 06:00",
            "night: not a date alone, got 2025-07-04 06:00, expected the Kyiv",
        ),
    ],
)
def test_own_claims__that_are_wrong_are_refused(tmp_path, old, new, said):
    with pytest.raises(ProblemsError) as caught:
        own_claims(tmp_path, OWN.replace(old, new, 1))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ("", [(Ends(1, 29), Ends(0, 20)), (Ends(1, 29), Ends(0, 20))]),
        ("{'X-101/X-555': 24, 'Kalibr': 6}", [(Ends(24, 24), Ends(14, 20)), (Ends(6, 6), Ends(0, 6))]),
        ("{'X-101/X-555': 24, 'Kalibr': 5}", [(Ends(1, 29), Ends(0, 20)), (Ends(1, 29), Ends(0, 20))]),
        ("{'X-101/X-555': 24}", [(Ends(1, 29), Ends(0, 20)), (Ends(1, 29), Ends(0, 20))]),
    ],
)
def test_combined_models__are_split_only_where_the_record_splits_them(tmp_path, details, expected):
    cells = {"model": "X-101/X-555 and Kalibr", "launched": "30.0", "destroyed": "20.0"}
    [verdict] = record_of(tmp_path, row(**cells, launched_details=details)).verdicts
    assert [(share.launched, share.destroyed) for share in shares_of(verdict)] == expected


def test_combined_models__of_an_unknown_number_destroyed_leave_it_unknown(tmp_path):
    [verdict] = record_of(tmp_path, row(model="X-22 and X-32", destroyed="")).verdicts
    assert [share.destroyed for share in shares_of(verdict)] == [None, None]
