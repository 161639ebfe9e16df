"""How long a record takes to read, to make scenarios of, to forecast from, and to draw raids from."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from bench.timing import median_s

import himaya
from himaya.campaign.raids.make import raids_to_come
from himaya.campaign.raids.section import RaidsSection
from himaya.forecasting.backtest import backtest
from himaya.reconstruction import NightOptions, night_scenario
from himaya.record import Record, read_record
from himaya.record.synthetic import synthesise

NIGHTS = 1_000
MADE, FORECAST = 60, 365
"""Last nights that scenarios are made of, and that raids are forecast of."""
DRAWN, FUTURES, BLOCK = 180, 500, 50


def records_s() -> dict[str, float]:
    """Median seconds of each use of an invented record."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "record.csv")
        path.write_text(synthesise(NIGHTS, seed=1), encoding="utf-8")
        reading_s = median_s(lambda: read_record(path))
        record = read_record(path)
    last = max(raid.end_local.date() for raid in record.raids)
    draws = {
        f"raids to come, {kind}, {DRAWN} nights x {FUTURES} futures": median_s(
            lambda k=kind: _draw(record, k)
        )
        for kind in ("bootstrap", "parametric")
    }
    return {
        f"read, {NIGHTS:,} nights": reading_s,
        f"scenarios of {MADE} nights": median_s(lambda: _make_scenarios(record)),
        f"backtest, {FORECAST} nights": median_s(
            lambda: backtest(record.raids, last - timedelta(FORECAST - 1), last)
        ),
    } | draws


def _make_scenarios(record: Record) -> None:
    defence = himaya.load("ukraine")
    for night in sorted({raid.end_local.date() for raid in record.raids})[-MADE:]:
        night_scenario(record, night, defence, NightOptions(usual_places=True))


def _draw(record: Record, kind: str) -> None:
    last = max(raid.end_local.date() for raid in record.raids)
    scenario = himaya.load("ukraine-2025-07")
    raids = raids_to_come(RaidsSection(kind=kind), scenario, record, (last + timedelta(1), DRAWN), seed=1)
    for first in range(0, FUTURES, BLOCK):
        for night in range(1, DRAWN + 1):
            raids.counts(night, range(first, first + BLOCK))
