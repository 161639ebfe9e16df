"""A recorded night as a scenario: small records made by hand, and the reference night."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

import himaya
from himaya.errors import ProblemsError
from himaya.notes import Note
from himaya.reconstruction import NightOptions, night_scenario, standing_share
from himaya.record import read_record
from himaya.scenario import dump, load
from himaya.scenario.assumptions import Assumption, Gap
from himaya.scenario.catalogue import Catalogue
from himaya.scenario.checks import check_scenario
from tests.record.small import record_of, row

UKRAINE = himaya.load("ukraine")
NIGHT = date(2025, 7, 4)
PLACE = {"launch_place": "Kursk oblast and Oryol oblast"}
FEW = {"destroyed": "1", "not_reach_goal": ""}


@pytest.fixture
def made(tmp_path):
    def make(*rows, **options):
        return night_scenario(record_of(tmp_path, *rows), NIGHT, UKRAINE, NightOptions(**options))

    return make


@pytest.fixture(scope="module")
def official(official_record):
    return read_record(official_record)


def groups(night):
    return {group.id: group for group in night.scenario.raid}


def test_drones__are_strike_drones_and_decoys_of_both_launch_areas(made):
    found = groups(made(row(**PLACE)))
    assert {name: group.count for name, group in found.items()} == {"strike-drones": 55, "decoys": 45}
    assert all(group.launch_areas == {"kursk": 1.0, "oryol": 1.0} for group in found.values())


@pytest.mark.parametrize(("share", "decoys"), [(0.0, None), (0.57, 57), (1.0, 100)])
def test_decoy_share__can_be_stated(made, share, decoys):
    found = groups(made(row(**PLACE), decoy_share=share))
    assert (found["decoys"].count if "decoys" in found else None) == decoys


@pytest.mark.parametrize(("options", "share"), [({}, 0.45), ({"decoy_share": 0.57}, 0.57)])
def test_decoy_share__is_said_as_the_file_holds_it_beside_what_is_known(made, options, share):
    """A group's count is a whole number: no run of the file draws it anew."""
    known = standing_share(NIGHT)
    numbers = {"share": share, "low": 0.3, "likely": 0.45, "high": 0.6, "source": known.source}
    assumed = made(row(**PLACE), **options).scenario.assumptions
    assert Assumption(code="decoys_assumed", numbers=numbers) in assumed


def test_main_share__is_said_as_the_file_holds_it(made):
    assumed = made(row(target_main="Kyiv", **PLACE), main_share=0.7).scenario.assumptions
    [main] = [each for each in assumed if each.code == "main_target_assumed"]
    assert main.numbers == {"share": 0.7, "low": 0.3, "likely": 0.5, "high": 0.8}


def test_jet_drones__are_those_that_the_record_tells(made):
    counts = {name: group.count for name, group in groups(made(row(turbojet="7", **PLACE))).items()}
    assert counts == {"strike-drones": 48, "jet-drones": 7, "decoys": 45}


def test_two_rows_of_a_model__are_two_groups(made):
    later = row("2025-07-04 08:00", "2025-07-04 12:00", model="Kalibr", launched="3", **FEW, **PLACE)
    found = groups(made(row(model="Kalibr", **PLACE), later))
    assert {name: group.count for name, group in found.items()} == {"kalibr": 100, "kalibr-n2": 3}


def test_hours__begin_with_the_first_row_and_end_with_the_flight(made):
    """An Iskander-M flies from Kursk to Sumy, 136 km, in 1.7 minutes of 720."""
    missile = row(
        "2025-07-04 00:00", "2025-07-04 06:00", model="Iskander-M", launched="2",
        launch_place="Kursk oblast", target="Sumy", **FEW,
    )  # fmt: skip
    found = made(row(**PLACE), missile)
    assert found.scenario.start == "2025-07-03T18:00:00+03:00"
    group = groups(found)["iskander-m"]
    assert (group.first_launch_min, group.last_launch_min) == (365, 713)


@pytest.mark.parametrize(("end", "last"), [("00:20", 10), ("02:00", 60), ("12:00", 570)])
def test_launches__go_on_over_half_of_hours_that_are_shorter_than_the_flight(made, end, last):
    """To Kyiv it is two hours and more: 20 minutes hold the jitter alone, of 2 h it is half."""
    found = groups(
        made(row("2025-07-04 00:00", f"2025-07-04 {end}", target="Kyiv", launch_place="Kursk oblast"))
    )
    assert found["decoys"].first_launch_min == 10
    assert found["decoys"].last_launch_min == pytest.approx(last, abs=40 if end == "12:00" else 0)
    assert found["decoys"].jitter_min == 10


def test_end__is_that_of_the_record(made):
    """A slow flight ends at 06:00; its last launch is hours before."""
    assert made(row(**PLACE)).scenario.end == "2025-07-04T06:00:00+03:00"


def test_unknown_start__is_assumed_and_said(made):
    found = made(row(start="2025-07-04", **PLACE))
    assert found.scenario.start == "2025-07-03T18:00:00+03:00"
    assert Assumption(code="no_start", numbers={"hours": 12.0}) in found.scenario.assumptions


def test_some_unknown_places__are_left_out_and_named(made):
    found = made(row(launch_place="Kursk oblast and Atlantis"))
    assert groups(found)["decoys"].launch_areas == {"kursk": 1.0}
    assert [(each.name, each.column, each.line) for each in found.unknown_places] == [
        ("Atlantis", "launch_place", 2)
    ]
    numbers = {"column": "launch_place", "name": "Atlantis", "line": 2}
    assert found.scenario.gaps == [Gap(code="unknown_place", numbers=numbers)]


def test_no_known_place__is_a_problem_that_names_the_row(made):
    with pytest.raises(ProblemsError) as caught:
        made(row(launch_place="Atlantis"), row(model="Kalibr"))
    shown = [str(problem) for problem in caught.value.problems]
    assert len(shown) == 2
    assert (
        ":2: launch_place: no known launch place of Shahed-136/131, got Atlantis, expected a place"
        in shown[0]
    )
    assert "got nothing" in shown[1]


def test_usual_places__are_those_of_the_model_by_frequency(made):
    earlier = [
        row(f"2025-06-0{day} 18:00", f"2025-06-0{day + 1} 06:00", launch_place=place)
        for day, place in ((1, "Kursk oblast"), (3, "Kursk oblast and Millerovo"))
    ]
    found = made(row(), *earlier, usual_places=True)
    assert groups(found)["decoys"].launch_areas == {"kursk": 2.0, "millerovo": 1.0}
    assert Note("usual_launch_places", model="Shahed-136/131") in found.assumptions


def test_usual_places__count_nothing_of_the_night_itself_or_of_later_ones(made):
    """Otherwise a fit to the past would know the future."""
    earlier = row("2025-06-01 18:00", "2025-06-02 06:00", launch_place="Kursk oblast")
    same = row("2025-07-04 07:00", "2025-07-04 09:00", launch_place="Chauda, Crimea")
    later = row("2025-07-05 18:00", "2025-07-06 06:00", launch_place="Millerovo")
    areas = groups(made(row(), earlier, same, later, usual_places=True))["decoys"].launch_areas
    assert areas == {"kursk": 1.0}
    with pytest.raises(
        ProblemsError, match="the record names no earlier launch place of any weapon like Shahed-136/131"
    ):
        made(row(), later, usual_places=True)


def test_launch_places_of_each_model__are_taken_where_they_are_told(made):
    found = made(
        row(
            model="X-101/X-555 and Kalibr", launched="9", launch_place="Volgograd oblast and Black Sea",
            **FEW, launch_place_details="{'X-101/X-555': 'Volgograd oblast', 'Kalibr': 'Black Sea'}",
        )
    )  # fmt: skip
    assert {name: set(group.launch_areas) for name, group in groups(found).items()} == {
        "kh-101": {"volgograd"}, "kalibr": {"black-sea"},
    }  # fmt: skip


def test_main_target__holds_for_rows_without_a_target_of_their_own(made):
    found = groups(
        made(
            row(target="Ukraine", target_main="Kyiv", **PLACE),
            row(model="Kalibr", target="Ukraine", **PLACE),
            row(model="Iskander-M", target="Odesa", **PLACE),
        )
    )
    assert found["decoys"].aim_points["aim-kyiv"] == found["kalibr"].aim_points["aim-kyiv"] == 51.667
    assert found["iskander-m"].aim_points == {"aim-odesa": 100.0}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"target": "front line"}, True),
        ({"target_main": "front line"}, True),
        ({"target": "front line and Sumy"}, False),
        ({"target": "front line", "target_main": "Kyiv"}, True),
        ({"target": "Sumy", "target_main": "front line"}, False),
        ({"target_main": "Kyiv"}, False),
        ({"target": "Ukraine"}, False),
        ({}, False),
    ],
)
def test_target_that_the_defence_lacks__is_said_where_it_becomes_everywhere(made, cells, said):
    found = made(row(model="Kalibr", **PLACE, **cells))
    everywhere = len(groups(found)["kalibr"].aim_points) == len(UKRAINE.aim_points)
    assert (Note("no_named_target", model="Kalibr") in found.assumptions) == said
    assert everywhere == ("Sumy" not in str(cells))


def test_recorded__is_split_before_the_break_and_one_number_after(made, tmp_path):
    before = made(row(num_hit_location="8", **PLACE)).scenario.recorded["drones"]
    assert (before.destroyed, before.not_reach_goal, before.neutralised, before.hit_places) == (
        60,
        30,
        None,
        8,
    )
    cells = row("2025-08-03 18:00", "2025-08-04 06:00", destroyed="90", not_reach_goal="0", **PLACE)
    after = night_scenario(record_of(tmp_path, cells), date(2025, 8, 4), UKRAINE).scenario
    assert (after.recorded["drones"].destroyed, after.recorded["drones"].neutralised) == (None, 90)
    assert after.gaps == [Gap(code="one_number", numbers={"weapon_class": "drone"})]


def test_recorded__more_lost_than_launched_is_at_most_launched(made):
    found = made(row(destroyed="80", not_reach_goal="30", **PLACE)).scenario.recorded["drones"]
    assert (found.destroyed, found.neutralised) == (None, 100)


def test_rows_in_no_raid__are_named_where_they_did_fly(made):
    both = row(model="Kalibr and Iskander-M", launched="9", destroyed="1", not_reach_goal="")
    gaps = made(row(**PLACE), both, row(model="Kalibr", launched="")).scenario.gaps
    assert gaps == [
        Gap(code="several_classes", numbers={"model": "Kalibr and Iskander-M", "line": 3}),
        Gap(code="no_count", numbers={"model": "Kalibr", "line": 4}),
    ]


def test_raid_that_was_still_flying__is_named(made):
    gaps = made(row(still_attacking="3.0", **PLACE)).scenario.gaps
    assert gaps == [Gap(code="still_in_air", numbers={"count": 3})]


def test_no_raid__names_the_nearest_nights(tmp_path):
    record = record_of(tmp_path, *(row(f"2025-07-0{k} 00:00", f"2025-07-0{k} 06:00") for k in (1, 3, 6)))
    with pytest.raises(ProblemsError, match="no raid ended on that date") as caught:
        night_scenario(record, NIGHT, UKRAINE)
    assert caught.value.problems[0].expected == "2025-07-03 or 2025-07-06"


def test_defence__is_taken_as_it_is(made):
    found = made(row(**PLACE)).scenario
    for part in (
        "units",
        "area_defences",
        "soft_kill_zones",
        "assets",
        "aim_points",
        "launch_areas",
        "theatre",
    ):
        assert getattr(found, part) == getattr(UKRAINE, part)


def test_fitted_defence__says_so_of_another_night(tmp_path):
    kyiv = himaya.load("kyiv-2025-07-04")
    record = record_of(tmp_path, row(launch_place="Taganrog"))
    found = night_scenario(record, NIGHT, kyiv).scenario
    assert found.fit == kyiv.fit.model_copy(update={"defence": "kyiv-2025-07-04"})
    assert [place.id for place in found.launch_areas[len(kyiv.launch_areas) :]] == ["taganrog"]


def test_scenario__is_whole_reads_back_equal_and_flies(made, tmp_path):
    found = made(row(**PLACE)).scenario
    assert check_scenario(found, Catalogue()) == ()
    dump(found, tmp_path / "night.yaml")
    assert load(tmp_path / "night.yaml") == found
    assert himaya.simulate(found, replications=20, threads=1).launched("drones") == 100


def test_reference_night__is_composed_as_the_shipped_scenario(official):
    def composition(scenario):
        return Counter({(each.type, frozenset(each.launch_areas)): each.count for each in scenario.raid})

    shipped = himaya.load("kyiv-2025-07-04")
    found = night_scenario(official, NIGHT, UKRAINE, NightOptions(decoy_share=0.42)).scenario
    assert composition(found) == composition(shipped)
    for name, claims in found.recorded.items():
        mine = claims.model_dump(exclude={"source", "hits"})  # no column of the record counts hits
        assert mine == shipped.recorded[name].model_dump(exclude={"source", "hits"})


def test_all_official_nights__launch_what_the_record_says(official):
    nights = sorted({raid.end_local.date() for raid in official.raids if raid.end_local.year == 2025})
    for night in nights:
        found = night_scenario(official, night, UKRAINE, NightOptions(usual_places=True))
        launched = sum(claims.launched for claims in found.scenario.recorded.values())
        assert sum(group.count for group in found.scenario.raid) == launched
