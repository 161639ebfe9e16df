"""Forecasts and their scores on a record of invented nights: screens and documents."""

from __future__ import annotations

import pytest

RAID = ("drone=90", "cruise_missile=12", "ballistic_missile=5", "supersonic_missile=2")
FORECASTS = {
    "next": RAID,
    "early": (*RAID, "--at", "2025-06-06T21:15"),
    "in-a-year": (*RAID, "--at", "2026-10-01T21:15"),
    "nothing": ("drone=0",),
}
"""Arguments by name."""


@pytest.fixture
def record(command):
    """A record in the directory where commands run."""
    command("record", "synthesise", "--nights", 120, "--seed", 7, "--out", "record.csv")
    return "record.csv"


@pytest.mark.parametrize("name", FORECASTS)
def test_forecast__screen_and_document_stay(name, record, golden_command):
    golden_command(f"forecast-{name}", "forecast", *FORECASTS[name], "--record", record, "--quiet")


def test_backtest__screen_and_document_stay(record, golden_command):
    golden_command("backtest", "backtest", "--from", "2025-08-15", "--record", record, "--quiet")


def test_backtest_that_keeps_its_laws__screen_stays(record, golden_command):
    golden_command(
        "backtest-kept", "backtest", "--from", "2025-09-01", "--to", "2025-09-07", "--record", record,
        "--predictions", "laws.parquet", "--quiet", document=False,
    )  # fmt: skip
