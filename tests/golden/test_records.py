"""Records: the screens and documents of `record check`, `night`, `export`, `scenario` and `synthesise`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.test_alerts import WRITES

SEED = 11
"""Its night of 17 July 2025 has a commander's other number, a combined row and drones still flying."""
ADDED = """\
2025-09-15 19:00,2025-09-15 23:30,Shahed-136/131,Millerovo,Ukraine,,20.0,15.0,0.0,,{},,,,,,,,,,,kpszsu
2025-07-16 19:00,2025-07-17 05:00,X-22,Black Sea,Ukraine,,2.0,,,,{},,,,,,,,,,,kpszsu
2025-09-10,2025-09-10,X-47 Kinzhal,Tambov oblast,Ukraine,,12.0,1.0,,,{},,,,,,,,,,,PvKPivden
2025-09-19 20:00,2025-09-20 04:00,Shahed-136/131
2025-09-19 20:00,soon,Kalibr,Black Sea,Ukraine,,5.0,5.0,,,{},,,,,,,,,,,kpszsu
2025-09-19 20:00,2025-09-20 04:00,Kalibr,Black Sea,Ukraine,,5.0,6.0,,,{},,,,,,,,,,,kpszsu
"""
"""Rows of which a record has few, and a night that ends before midnight."""
UNKNOWN = "2025-09-19 20:00,2025-09-20 04:00,Novelty-{0},,Ukraine,,{0}.0,0.0,,,{{}},,,,,,,,,,,kpszsu\n"
OWN = """\
format: himaya/claims/1
claims:
  - {night: 2025-07-17, weapon_class: drone, quantity: launched, value: 540, up_to: 550,
     attribution: officials said, source: a newspaper}
  - {night: 2025-07-17, weapon_class: drone, quantity: neutralised, value: 12, region: Odesa oblast,
     attribution: a mayor, source: a newspaper}
  - {night: 2025-07-18, weapon_class: drone, quantity: launched, value: 60,
     attribution: officials said, source: a newspaper}
"""


@pytest.fixture
def record(command):
    """An invented record, with rows added, the night of 15 September left out, and unknown places."""
    command("record", "synthesise", "--nights", 400, "--seed", SEED, "--out", "invented.csv")
    kept = [
        line
        for line in Path("invented.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        if ",2025-09-15" not in line
    ]
    text = "".join([*kept, ADDED, *(UNKNOWN.format(number) for number in range(1, 8))])
    known = '"Primorsko-Akhtarsk and Oryol oblast and Chauda, Crimea",Ukraine,,96.0'
    assert text.count(known) == 1
    unknown = known.replace("Oryol", "Kursk oblast and Atlantis and Millerovo and Bryansk oblast and Oryol")
    Path("record.csv").write_text(text.replace(known, unknown.replace(",,", ",Lemuria,")), encoding="utf-8")
    return "record.csv"


@pytest.mark.parametrize("only", WRITES, ids=["screen", "document"])
def test_synthesise__screen_and_document_stay(only, golden_command):
    golden_command(
        "record-synthesise",
        "record",
        "synthesise",
        "--nights",
        30,
        "--seed",
        SEED,
        "--out",
        "new.csv",
        **only,
    )


def test_check__screen_and_document_stay(golden_command, record):
    golden_command("record-check", "record", "check", record)


@pytest.mark.parametrize("only", WRITES, ids=["screen", "document"])
def test_check__says_where_it_keeps_every_row(only, golden_command, command):
    command("record", "synthesise", "--nights", 30, "--seed", SEED, "--out", "new.csv")
    golden_command("record-check-rows", "record", "check", "new.csv", "--rows", "rows.parquet", **only)


@pytest.mark.parametrize("only", WRITES, ids=["screen", "document"])
def test_export__screen_and_document_stay(only, golden_command, record):
    files = ("--out", "raids.parquet", "--claims", "claims.parquet")
    golden_command("record-export", "record", "export", record, *files, **only)


def test_night__lays_claims_side_by_side(golden_command, record):
    Path("own.yaml").write_text(OWN, encoding="utf-8")
    asked = ("record", "night", "2025-07-17", "--record", record)
    golden_command("record-night", *asked, "--claims", "own.yaml")


@pytest.mark.parametrize(("date", "name"), [("2025-09-13", "merged"), ("2025-09-15", "elsewhere")])
def test_night__screen_and_document_stay(date, name, golden_command, record):
    golden_command(f"record-night-{name}", "record", "night", date, "--record", record)


@pytest.mark.parametrize("only", WRITES, ids=["screen", "document"])
def test_scenario__says_what_is_assumed(only, golden, golden_command, attempt, record):
    asked = ("record", "scenario", "2025-07-17", "--record", record, "--usual-places")
    golden_command("record-scenario", *asked, "--out", "night.yaml", **only)
    golden("screens/record-scenario-warnings.txt", attempt(*asked, "--out", "again.yaml").complaints)
