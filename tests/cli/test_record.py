"""The commands and screens of `himaya record`."""

from __future__ import annotations

import json
import os
import re

import jsonschema
import pytest
from pyarrow import parquet

from himaya.app import actions
from himaya.app.record_actions import check_record, night_of, synthesise_record
from himaya.cli.main import _guarded
from himaya.cli.screens.record import check_screen, night_screen
from himaya.record import Reason
from tests.record.small import SOUTH, row, text_of

OWN = """\
format: himaya/claims/1
claims:
  - {night: 2025-07-04, weapon_class: drone, quantity: launched, value: 540, up_to: 550,
     attribution: officials said, source: a newspaper}
"""


@pytest.fixture
def says(capsys, tmp_path, monkeypatch):
    """Exit code, stdout and stderr of `himaya record ...`, in a directory with two small records."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HIMAYA_RECORD", raising=False)
    told = row(launched="120.0", destroyed="50.0", source=SOUTH)
    combined = row(model="X-101/X-555 and Kalibr", launched="30.0", destroyed="20.0", not_reach_goal="")
    later = row("2025-07-04 20:00", "2025-07-05 06:00", still_attacking="3.0", num_hit_location="2.0")
    text = text_of(later, row(), told, combined, row(model="ZALA", launched="2", destroyed="2"))
    (tmp_path / "record.csv").write_text(text, encoding="utf-8")
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "tea.csv").write_text("name,price\ntea,3\n", encoding="utf-8")

    def call(*arguments):
        code = _guarded(["record", *arguments])
        return code, *capsys.readouterr()

    return call


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "invented.csv"
    synthesise_record(400, 1, path)
    return path


def test_record_alone__shows_its_commands(says):
    code, shown, complaints = says()
    assert (code, complaints) == (0, "")
    assert re.findall(r"^  (\w+)  ", shown, re.MULTILINE) == [
        "check",
        "export",
        "night",
        "scenario",
        "synthesise",
    ]


@pytest.mark.parametrize(
    ("what", "arguments"),
    [
        ("record_check", ["check", "record.csv"]),
        ("record_check", ["check", "record.csv", "--rows", "rows.parquet"]),
        ("record_export", ["export", "record.csv", "--out", "raids.parquet", "--claims", "claims.parquet"]),
        ("record_night", ["night", "2025-07-04", "--record", "record.csv", "--claims", "own.yaml"]),
        ("record_synthesise", ["synthesise", "--nights", "3", "--seed", "2", "--out", "new.csv"]),
    ],
)
def test_json__is_one_object_of_its_schema(says, what, arguments):
    code, shown, complaints = says(*arguments, "--json")
    document = json.loads(shown)
    jsonschema.validate(document, actions.schema(what))
    assert next(iter(document.items())) == ("schema", f"himaya.{what}/1")
    assert (code, complaints, shown.count("\n")) == (0, "", 1)


def test_check__counts_every_row_once(says):
    code, shown, _ = says("check", "record.csv")
    assert code == 0
    assert shown.startswith("record.csv: 5 rows, 3 used, 2 set aside\n")
    assert re.search(r"A list of what was shot down: no rate +1 +6: ZALA", shown)
    assert re.search(r"A region repeats a better source +1 +4: Shahed", shown)
    assert re.search(r"2025-07 +Drones +2 +200 +180 +120", shown)


def test_check__keeps_every_row_where_asked(says, tmp_path):
    assert says("check", "record.csv", "--rows", "rows.parquet")[0] == 0
    assert parquet.read_metadata(tmp_path / "rows.parquet").num_rows == 5


def test_export__writes_raids_and_claims(says, tmp_path):
    code, shown, _ = says("export", "record.csv", "--out", "raids.parquet", "--claims", "claims.parquet")
    assert (code, shown.splitlines()[-1]) == (0, "Kept in raids.parquet, claims.parquet")
    assert parquet.read_table(tmp_path / "raids.parquet")["launched"].to_pylist() == [30, 100, 100]
    assert "himaya/record-claims/1" in str(parquet.read_schema(tmp_path / "claims.parquet").metadata)


def test_night__lays_claims_side_by_side(says):
    code, shown, _ = says("night", "2025-07-04", "--record", "record.csv", "--claims", "own.yaml")
    assert code == 0
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    start = next(k for k, line in enumerate(lines) if "Launched !" in line)
    assert lines[start] == "Drones Launched ! 100 air force: Shahed-136/131 yes"
    assert lines[start + 1].startswith("120 regional command:")
    assert "540 to 550 officials said" in " ".join(lines[start + 1 : start + 5])
    assert "X-101/X-555: 1 to 29 launched, 0 to 20 destroyed, of one number." in lines
    assert "Claims differ on: drones launched." in " ".join(lines)


def test_night__shows_regional_claims_and_counts_those_of_other_nights(says, tmp_path):
    one = (
        "night: 2025-07-04, weapon_class: drone, quantity: destroyed, value: 40, attribution: told, source: s"
    )
    other = one.replace("07-04", "07-05")
    text = f"format: himaya/claims/1\nclaims:\n  - {{{one}, region: south}}\n  - {{{other}}}\n"
    (tmp_path / "more.yaml").write_text(text, encoding="utf-8")
    shown = says("night", "2025-07-04", "--record", "record.csv", "--claims", "more.yaml")[1]
    words = " ".join(shown.split())
    assert "40 told (s), of south" in words
    assert "Claims of your file that are of other nights: 1." in words


def test_night__says_where_its_rows_are_used_if_in_a_raid_of_another_date(says, tmp_path):
    late = row("2025-07-03 23:00", "2025-07-05 00:30")
    (tmp_path / "late.csv").write_text(text_of(row(), late), encoding="utf-8")
    words = " ".join(says("night", "2025-07-04", "--record", "late.csv")[1].split())
    assert "Drones: rows of this night are of a raid that ended on 5 July 2025 at 00:30." in words


def test_check__names_unknown_models_and_the_last_raid(says, tmp_path):
    rows = [row(model=f"Geran-{k}", launched="50.0") for k in range(3, 10)]
    (tmp_path / "new.csv").write_text(text_of(row(), *rows), encoding="utf-8")
    words = " ".join(says("check", "new.csv")[1].split())
    assert "Unknown models, left out: Geran-3 (50 launched), Geran-4 (50 launched)," in words
    assert "Geran-7 (50 launched) and 2 more." in words
    assert "The last raid ended on 4 July 2025 at 06:00, Kyiv time." in words


def test_path__is_never_broken(says, tmp_path):
    name = "-".join(["a long name"] * 9).replace(" ", "-") + ".csv"
    (tmp_path / name).write_text(text_of(row()), encoding="utf-8")
    assert name in says("check", name)[1]
    assert name in says("night", "2025-07-04", "--record", name)[1]
    assert name in says("export", name, "--out", "out.parquet")[1]


def test_night__says_what_is_still_open(says):
    shown = says("night", "2025-07-05", "--record", "record.csv")[1]
    assert "Drones: 3 were still flying, so 90 to 93 were neutralised." in shown
    assert "Drones: places hit 2, with fragments unknown. Unaccounted is not hits." in shown
    assert "No claims differ." in shown


def test_record__is_taken_from_the_environment_too(says, monkeypatch):
    monkeypatch.setenv("HIMAYA_RECORD", "record.csv")
    assert says("night", "2025-07-04")[0] == 0
    assert says("check")[1].startswith("record.csv: 5 rows")
    assert "tea.csv:1: not a record" in says("check", "tea.csv")[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["night", "2025-07-04"], "no record of raids is given, expected --record FILE or HIMAYA_RECORD"),
        (["check"], "`himaya record synthesise --out FILE` invents"),
        (["check", "none.csv"], "none.csv: cannot be read: No such file or directory"),
        (["check", "tea.csv"], "tea.csv:1: not a record of raids, got name, price, expected columns"),
        (["check", "record.csv", "--rows", "tea.csv"], "tea.csv: is there already, expected a new file"),
        (["check", "record.csv", "--rows", "no/rows.parquet"], "no/rows.parquet: cannot be written: no is"),
        (["export", "record.csv", "--out", "a", "--claims", "a"], "a: two results in one file"),
        (["export", "record.csv"], "Missing option '--out'"),
        (["night", "yesterday", "--record", "record.csv"], "night: not a date, got yesterday, expected a"),
        (["night", "2022-01-01", "--record", "record.csv"], "got 2022-01-01, expected a date from 2025"),
        (["night", "2025-07-04", "--record", "record.csv", "--claims", "tea.csv"], "tea.csv:1: the document"),
        (["synthesise", "--out", "tea.csv"], "tea.csv: is there already, expected a new file"),
        (["synthesise", "--out", "a" * 300], "a: the file's name is too long, expected at most 200 bytes"),
        (["synthesise", "--out", "a" * 300 + "/b"], "a is no directory"),
        (["synthesise", "--out", os.devnull], f"{os.devnull}: is there already"),
        (["synthesise", "--out", "a", "--nights", "0"], "nights: out of range, got 0, expected 1 to 4000"),
        (["synthesise", "--out", "a", "--seed", "-1"], "seed: out of range, got -1, expected 0 to"),
    ],
)  # fmt: skip
def test_mistake__is_a_line_and_exit_2(says, tmp_path, arguments, said):
    code, shown, complaints = says(*arguments)
    assert (code, shown, complaints.count("\n")) == (2, "", 1)
    assert said in complaints
    assert {path.name for path in tmp_path.iterdir()} == {"record.csv", "own.yaml", "tea.csv"}


def test_screens__are_narrow_and_in_words(invented):
    screens = [check_screen(check_record(invented))]
    screens += [night_screen(night_of(f"2025-09-{day:02}", invented)) for day in range(1, 31)]
    for shown in screens:
        assert max(map(len, shown.splitlines())) <= 78
        assert re.findall(r"\b[a-z]+_[a-z_]+", shown.replace(str(invented), "")) == []
    for reason in Reason:
        assert reason.value not in screens[0]
