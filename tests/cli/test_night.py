"""`himaya record scenario`: its screen, its document, its warnings and what it refuses."""

from __future__ import annotations

import json

import jsonschema
import pytest

from himaya.app import actions
from himaya.cli.main import _guarded
from himaya.record.synthetic import COLUMNS
from himaya.scenario import load
from tests.record.small import row, text_of


@pytest.fixture
def says(capsys, tmp_path, monkeypatch):
    """Exit code, stdout and stderr of `himaya ...`, in a directory with a small record."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HIMAYA_RECORD", raising=False)
    drones = row(launch_place="Kursk oblast and Atlantis", target="Ukraine", target_main="Kyiv")
    later = row("2025-08-03 18:00", "2025-08-04 06:00", launch_place="Millerovo", not_reach_goal="0")
    lost = row("2025-07-05 18:00", "2025-07-06 06:00")
    (tmp_path / "record.csv").write_text(text_of(drones, later, lost), encoding="utf-8")

    def call(*arguments):
        code = _guarded(list(arguments))
        return code, *capsys.readouterr()

    return call


def made(says, *arguments, night="2025-07-04"):
    return says("record", "scenario", night, "--record", "record.csv", "--out", "night.yaml", *arguments)


def test_json__is_one_object_of_its_schema_and_warnings_are_beside_it(says):
    code, shown, complaints = made(says, "--json")
    document = json.loads(shown)
    jsonschema.validate(document, actions.schema("record_scenario"))
    assert (code, document["schema"], document["files"]) == (0, "himaya.record_scenario/1", ["night.yaml"])
    assert document["unknown_places"] == [{"name": "Atlantis", "column": "launch_place", "line": 2}]
    assumed = [each["code"] for each in document["assumptions"]]
    assert assumed == ["by_population", "main_target_assumed", "decoys_assumed"]
    assert [(each["id"], each["count"]) for each in document["groups"]] == [
        ("strike-drones", 55),
        ("decoys", 45),
    ]
    [decoys] = [each for each in document["assumptions"] if each["code"] == "decoys_assumed"]
    assert decoys["numbers"]["source"].startswith(
        "a little less than half (air force's spokesman, 28 May 2025"
    )
    assert decoys["numbers"]["source"] in decoys["text"]
    assert [each["code"] for each in document["gaps"]] == ["unknown_place"]
    assert complaints == "warning: record.csv:2: unknown launch place, left out: Atlantis\n"


def test_screen__shows_groups_and_assumptions_within_78_characters(says):
    code, shown, _ = made(says)
    assert code == 0
    assert max(map(len, shown.splitlines())) <= 78
    assert "strike-drones" in shown
    assert "PERT(0.3, 0.45, 0.6)" in " ".join(shown.split())
    assert "`himaya run night.yaml` flies it" in " ".join(shown.split())


def test_screen__names_what_flew_and_is_in_no_raid(says, tmp_path):
    both = row(model="Kalibr and C-400", launched="31", destroyed="4", not_reach_goal="")
    (tmp_path / "record.csv").write_text(text_of(row(launch_place="Kursk oblast"), both), encoding="utf-8")
    shown = " ".join(made(says)[1].split())
    assert (
        "- not in it: Kalibr and C-400, of which the record gives one number together with another" in shown
    )


def test_file__runs(says):
    made(says)
    code, shown, _ = says("run", "night.yaml", "--replications", "20", "--threads", "1")
    assert code == 0
    assert "Night that ended on 4 July 2025, as recorded" in shown


def test_run__shows_the_merged_number_of_after_the_break(says):
    made(says, night="2025-08-04")
    shown = says("run", "night.yaml", "--replications", "20", "--threads", "1")[1]
    assert "60 shot down or lost in one number; simulated are" in " ".join(shown.split())
    document = json.loads(says("run", "night.yaml", "--replications", "20", "--threads", "1", "--json")[1])
    drones = document["recorded"]["drones"]
    assert (drones["destroyed"], drones["neutralised"], drones["unaccounted"]) == (None, 60, 40)


def test_run__shows_the_interval_where_lost_are_told_of_a_part(says, tmp_path):
    """By hand: 20 + 4 of 30 and 5 to 10 of 10."""
    told, untold = (
        row(model=model, launch_place="Kursk oblast", launched=launched, destroyed=down, not_reach_goal=lost)
        for model, launched, down, lost in (("X-101/X-555", "30", "20", "4"), ("Kalibr", "10", "5", ""))
    )
    (tmp_path / "record.csv").write_text(text_of(told, untold), encoding="utf-8")
    made(says)
    shown = says("run", "night.yaml", "--replications", "20", "--threads", "1")[1]
    line = "Record, cruise missiles: 29 to 34 shot down or lost, as far as it tells; simulated are"
    assert line in " ".join(shown.split())


def test_other_defence__is_taken_by_name(says):
    assert made(says, "--defence", "kyiv-2025-07-04")[0] == 0
    assert len(load("./night.yaml").units) == len(load("kyiv-2025-07-04").units)


def test_usual_places__let_a_night_without_places_be_made(says):
    assert made(says, night="2025-07-06")[0] == 2
    assert made(says, "--usual-places", night="2025-07-06")[0] == 0


@pytest.fixture
def usual_record(tmp_path):
    """Twenty nights of May 2025 that name Lviv oblast as affected, and one of June without a target."""
    rows = [
        row(f"2025-05-{day:02} 18:00", f"2025-05-{day + 1:02} 06:00", launch_place="Kursk oblast",
            **{"affected region": "['Lviv oblast']"})
        for day in range(1, 21)
    ]  # fmt: skip
    rows.append(row("2025-06-03 18:00", "2025-06-04 06:00", launch_place="Kursk oblast"))
    (tmp_path / "usual.csv").write_text(text_of(*rows), encoding="utf-8")
    return "usual.csv"


@pytest.mark.parametrize(("flags", "aims"), [((), {27}), (("--usual-targets",), {1, 11})])
def test_usual_targets__take_aim_points_from_earlier_raids(says, usual_record, flags, aims):
    asked = ("record", "scenario", "2025-06-04", "--record", usual_record, "--out", "usual.yaml", *flags)
    code, shown, _ = says(*asked)
    assert code == 0
    assert ("raids of similar size" in " ".join(shown.split())) is bool(flags)
    assert {len(group.aim_points) for group in load("./usual.yaml").raid} == aims


@pytest.mark.parametrize("flags", [(), ("--usual-targets",)])
def test_calibrate__makes_its_nights_with_usual_targets(says, usual_record, flags):
    asked = ("--nights", "1", "--replications", "16", "--threads", "1", "--json", "--quiet")
    code, shown, _ = says("calibrate", "ukraine", "--record", usual_record, *asked, *flags)
    codes = [each["code"] for each in json.loads(shown)["assumptions"]]
    assert code == 0
    assert ("usual_aims" in codes) is bool(flags)


@pytest.mark.parametrize(
    ("night", "out", "said"),
    [
        ("2025-07-09", "new.yaml", "no raid ended on that date, got 2025-07-09, expected 2025-07-04 or"),
        ("2025-07-06", "new.yaml", "record.csv:4: launch_place: no known launch place of Shahed-136/131"),
        ("yesterday", "new.yaml", "night: not a date, got yesterday"),
        ("2025-07-04", "record.csv", "record.csv: is there already"),
        ("2025-07-04", "new.txt", "new.txt: not the name of a scenario file, expected a name in .yaml"),
    ],
)  # fmt: skip
def test_what_cannot_be_made__is_told_and_nothing_is_written(says, tmp_path, night, out, said):
    code, shown, complaints = says("record", "scenario", night, "--record", "record.csv", "--out", out)
    assert (code, shown) == (2, "")
    assert said in complaints
    assert not list(tmp_path.glob("new.*"))


def test_withheld_numbers__are_unknown_and_said_on_every_screen(says, tmp_path):
    hidden = row(model="X-47 Kinzhal", launched="0", destroyed="0", not_reach_goal="0", status_data="hidden")
    text = text_of(row(launch_place="Kursk oblast"), hidden, columns=(*COLUMNS, "status_data"))
    (tmp_path / "record.csv").write_text(text, encoding="utf-8")
    said = "not in it: X-47 Kinzhal, of which the record gives no number: it is withheld (line 3)"
    night = ("record", "night", "2025-07-04", "--record", "record.csv")
    assert f"N{said[1:]}." in " ".join(says(*night)[1].split())
    assert "Ballistic" not in says(*night)[1]
    assert [each["code"] for each in json.loads(says(*night, "--json")[1])["gaps"]] == ["not_in_it"]
    assert said in " ".join(made(says)[1].split())
    assert "Numbers withheld 1 3: X-47 Kinzhal" in " ".join(says("record", "check", "record.csv")[1].split())
