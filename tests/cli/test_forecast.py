"""The commands `himaya forecast` and `himaya backtest`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pyarrow.parquet
import pytest

from himaya.app import actions
from himaya.app.record_actions import synthesise_record
from himaya.cli.main import _guarded
from tests.record.small import row, text_of


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "record.csv"
    synthesise_record(60, 1, path)
    return str(path)


COMMANDS = [["forecast", "drone=90", "cruise_missile=4"], ["backtest", "--from", "2025-09-01"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_screen__is_narrow_and_in_words(command, record, capsys, monkeypatch):
    monkeypatch.setenv("HIMAYA_RECORD", record)
    assert _guarded(command) == 0
    shown = capsys.readouterr().out
    path_free = "\n".join(line for line in shown.splitlines() if "record.csv" not in line)
    assert max(map(len, path_free.splitlines())) <= 78
    assert re.findall(r"\w+_\w+", path_free) == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_json__is_one_object_of_its_schema(command, record, capsys):
    assert _guarded([*command, "--record", record, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, actions.schema(command[0]))
    assert next(iter(document.items())) == ("schema", f"himaya.{command[0]}/1")


def test_forecast__says_how_often_its_intervals_held(record, capsys):
    assert _guarded(["forecast", "drone=90", "supersonic_missile=2", "--record", record]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "80 % interval held" in shown
    assert "In 80 of 100 such raids" in shown or "in 80 of 100 such raids" in shown


def test_forecast__says_plainly_how_little_is_known(tmp_path, capsys):
    rows = [row(f"2025-07-{day:02} 18:00", f"2025-07-{day + 1:02} 06:00") for day in range(1, 10)]
    (tmp_path / "few.csv").write_text(text_of(rows[0], *[{**each, "model": "Kalibr"} for each in rows]))
    given = ["drone=0", "cruise_missile=40", "ballistic_missile=3", "--record", str(tmp_path / "few.csv")]
    assert _guarded(["forecast", *given, "--quiet"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "The record's last raid ended on 10 July 2025 at 06:00." in words
    assert "Drones: nothing is launched, so there is nothing to neutralise." in words
    assert "2025-07-02 to 2025-07-02, 1 raid forecast one ahead: too few to say" in words
    assert "Learnt from 9 raids." in words
    assert "9 raids forecast one ahead: too few to say how often intervals held." in words
    assert "% interval held" not in words


def test_forecast__that_leaves_all_open_says_so(tmp_path, capsys):
    (tmp_path / "one.csv").write_text(text_of(row(model="Kalibr", launched="2.0", destroyed="1.0")))
    assert _guarded(["forecast", "cruise_missile=4", "--record", str(tmp_path / "one.csv")]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "from none to all 4 may be neutralised; no less is known. Learnt from 1 raid." in words


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_full_disk__is_a_line_and_exit_2(record):
    command = [sys.executable, "-m", "himaya", "forecast", "drone=9", "--record", record, "--quiet"]
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = "standard output: cannot be written: No space left on device\n"
    assert (found.returncode, found.stderr) == (2, said)


def test_forecast__takes_kyiv_time_or_one_with_a_zone(record, capsys):
    ends = []
    for given in ("2025-10-02T09:00", "2025-10-02T06:00+00:00"):
        assert _guarded(["forecast", "drone=90", "--at", given, "--record", record, "--json"]) == 0
        ends.append(json.loads(capsys.readouterr().out)["at"])
    assert ends == ["2025-10-02T06:00:00Z"] * 2


def test_backtest__keeps_the_laws_and_never_replaces_a_file(record, capsys, tmp_path):
    out = tmp_path / "laws.parquet"
    command = ["backtest", "--from", "2025-09-20", "--to", "2025-09-25", "--record", record]
    assert _guarded([*command, "--predictions", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["files"] == [str(out)]
    assert (document["from"], document["to"]) == ("2025-09-20", "2025-09-25")
    raids = set(pyarrow.parquet.read_table(out)["raid_id"].to_pylist())
    assert len(raids) == sum(part["n"] for part in document["classes"].values())
    assert _guarded([*command, "--predictions", str(out)]) == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["forecast", "drnoe=5"], "did you mean drone"),
        (["forecast", "drone"], "as drone=539"),
        (["forecast", "drone=-4"], "got drone=-4"),
        (["forecast", "drone=4", "drone=5"], "every class once"),
        (["forecast", "drone=6000"], "0 to 5,000"),
        (["forecast", "drone=" + "9" * 5000], "as drone=539"),
        (["forecast", "drone=5", "--at", "9999-12-31T23:59"], "expected a Kyiv time"),
        (["forecast", "drone=5", "--at", "0001-01-01"], "expected a Kyiv time"),
        (["forecast", "drone=5", "--at", "tonight"], "expected a Kyiv time"),
        (["forecast", "drone=5", "--at", "2001-01-01"], "record.csv: at: no raid of the record ended before"),
        (["backtest", "--from", "June"], "from: not a date"),
        (["backtest", "--from", "2025-09-09", "--to", "2025-09-01"], "window is empty"),
        (["backtest", "--from", "2035-09-09", "--to", "2035-09-10"], "no raid of the record can be scored"),
    ],
)
def test_mistake__is_a_line_and_exit_2(command, said, record, capsys):
    assert _guarded([*command, "--record", record]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_record__says_where_one_can_be_had(command, capsys, monkeypatch):
    monkeypatch.delenv("HIMAYA_RECORD", raising=False)
    assert _guarded(command) == 2
    assert "himaya record synthesise" in capsys.readouterr().err
