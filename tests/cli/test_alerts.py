"""The command `himaya alerts`."""

from __future__ import annotations

import csv
import json

import jsonschema
import pytest

import himaya
from himaya.app import actions
from himaya.cli.main import _guarded


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    place = tmp_path_factory.mktemp("kept") / "run"
    document = actions.run("kyiv-2025-07-04", actions.RunOptions(replications=20, out=place)).document
    return place, document


@pytest.fixture
def says(capsys, tmp_path, monkeypatch):
    """Exit code, stdout and stderr of the command."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        code = _guarded(["alerts", *map(str, arguments)])
        return code, *capsys.readouterr()

    return call


def test_json__has_what_the_run_said(says, kept):
    code, shown, complaints = says(kept[0], "--json")
    document = json.loads(shown)
    jsonschema.validate(document, actions.schema("alerts"))
    assert (code, complaints, document["status"], document["files"]) == (0, "", "Exercise", [])
    run = json.loads(kept[1].model_dump_json(by_alias=True))
    assert document["districts"] == run["warning"]["districts"]
    assert document["notes"][0]["code"] == "alert_hours_no_better"
    assert document["hours"] == run["warning"]["hours"]
    assert document["notes"][0] in run["notes"]
    assert {"hours", "on", "off"} < set(document["districts"]["kyiv-city"])


def test_exports__are_exercises_and_never_replaced(says, kept, tmp_path):
    code, shown, _ = says(kept[0], "--csv", "a.csv", "--cap", "cap")
    assert (code, "status Exercise" in shown) == (0, True)
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8")))
    assert {row["status"] for row in rows} == {"Exercise"}
    assert not any(name.startswith("hours") or name == "share" for name in rows[0])
    files = sorted((tmp_path / "cap").iterdir())
    assert sorted(file.stem for file in files) == sorted(
        row["district"] for row in rows if float(row["p_alert"])
    )
    assert all(b"<status>Exercise</status>" in file.read_bytes() for file in files)
    before = files[0].read_bytes()
    code, _, complaints = says(kept[0], "--cap", "cap")
    assert code == 2
    assert complaints.splitlines()[0].endswith("is there already, expected a new file")
    assert files[0].read_bytes() == before


def test_screen__is_narrow_and_says_exercise(says, kept):
    shown = says(kept[0])[1]
    assert max(map(len, shown.splitlines())) <= 78
    assert "Simulated hours under alert are not shown" in " ".join(shown.split())
    assert shown.startswith("EXERCISE. Simulated alerts of kyiv-2025-07-04")
    assert "Hours  " not in shown
    assert "recorded in Kyiv City on" in " ".join(shown.split())
    [row] = [line for line in shown.splitlines() if line.startswith("Kyiv City")]
    assert row.endswith("100 %")


def test_what_is_no_kept_run__is_told(says, tmp_path):
    code, _, complaints = says("nowhere")
    assert (code, complaints) == (
        2,
        "nowhere: is no kept run, expected the directory of a run that was kept with --out\n",
    )


def test_run_without_alerts__is_told(says, tmp_path):
    himaya.simulate(himaya.load("city"), replications=20, effects=False).to_netcdf(tmp_path / "outcome.nc")
    code, _, complaints = says(tmp_path)
    assert code == 2
    assert "outcome.nc: holds no alerts" in complaints
