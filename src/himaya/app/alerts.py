"""Warning as documents: its part of a run's, and the action of `himaya alerts`."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import xarray as xr

from himaya.app.left_out import ALERT_HOURS
from himaya.app.notes import note_part
from himaya.chance.statistics import Statistics
from himaya.documents.envelope import TotalElapsed
from himaya.documents.warning import (
    AlertHoursOnRecord,
    AlertsDocument,
    AssetWarning,
    DistrictAlerts,
    HoursVerdict,
    LeadTime,
    WarningPart,
)
from himaya.effects.warning.alerts import detecting
from himaya.effects.warning.cap import STATUS, Alert, cap_xml
from himaya.effects.warning.districts import Ground, asset_districts, districts_of
from himaya.effects.warning.recorded import HoursJudged, hours_judged
from himaya.errors import OutputError, Problem, ProblemsError
from himaya.files.whole import refuse_existing, write_new
from himaya.raid.outcome import RaidOutcome
from himaya.raid.prepare.command import THEATRE
from himaya.scenario import Scenario, load
from himaya.store.runs import kept_outcome

HOURS = ("hours_mean", "hours_p05", "hours_p50", "hours_p95", "share")
"""Columns that are written where simulated hours are better than recorded ones."""
COLUMNS = ("p_alert", "on_min_p50", "off_min_p50", "on_p50", "off_p50")


def warning_part(scenario: Scenario, dataset: xr.Dataset) -> WarningPart | None:
    """What a run says of warning; None where nobody followed it."""
    if "alert_hours" not in dataset:
        return None
    districts, rule = districts_of(scenario), scenario.alert
    lies_in = asset_districts(scenario, districts)
    return WarningPart(
        distance_km=rule.distance_km,
        time_min=rule.time_min,
        threats=rule.threats,
        hold_min=rule.hold_min,
        detection="theatre" if detecting(scenario) == [THEATRE] else "sensors",
        hours=_verdict(scenario, districts),
        night_hours=_statistics(dataset["night_hours"]),
        districts=_districts(districts, dataset),
        lead=_leads(dataset, "lead"),
        assets={
            asset.id: AssetWarning(
                district=districts[k].id if k >= 0 else None,
                lead=_leads(dataset.sel(asset=asset.id), "asset_lead"),
            )
            for asset, k in zip(scenario.assets, lies_in, strict=True)
        },
    )


def _verdict(scenario: Scenario, districts: tuple[Ground, ...]) -> HoursVerdict:
    """What recorded alerts say of simulated hours, and the recorded ones of nights of this size."""
    judged, launched = hours_judged(), sum(group.count for group in scenario.raid)
    has_it = not scenario.districts and judged.district in {each.id for each in districts}
    return HoursVerdict(
        better_than_record=judged.better_than_record,
        nights=judged.nights,
        rule_h=judged.rule_h,
        record_h=judged.record_h,
        recorded=_on_record(judged, launched) if has_it else None,
    )


def _on_record(judged: HoursJudged, launched: int) -> AlertHoursOnRecord:
    like = judged.of_size(launched)
    return AlertHoursOnRecord(
        district=judged.district, first=judged.first, last=judged.last, **like._asdict()
    )  # fmt: skip


def _districts(districts: tuple[Ground, ...], dataset: xr.Dataset) -> dict[str, DistrictAlerts]:
    made = {}
    for each in districts:
        row = dataset.sel(district=each.id)
        share, p_alert = float(row["alert_share"]), float(row["p_alert"])
        made[each.id] = DistrictAlerts(
            name=each.name,
            hours=_statistics(row["alert_hours"]),
            share=None if np.isnan(share) else share,
            p_alert=p_alert,
            on=_statistics(row["alert_on"]) if p_alert else None,
            off=_statistics(row["alert_off"]) if p_alert else None,
        )
    return made


def _statistics(row: xr.DataArray) -> Statistics:
    return Statistics(*row.to_numpy().tolist())


def _leads(rows: xr.Dataset, prefix: str) -> dict[str, LeadTime]:
    made = {}
    for group in (str(name) for name in rows["group"].to_numpy()):
        row = rows.sel(group=group)
        hits = float(row[f"{prefix}_hits"])
        if hits:
            below = {
                f"below_{minutes}": float(row[f"{prefix}_below"].sel(within_min=minutes))
                for minutes in rows["within_min"].to_numpy().tolist()
            }
            made[group] = LeadTime(hits=hits, minutes=_statistics(row[f"{prefix}_min"]), **below)
    return made


def alerts_of(run: Path, csv_file: Path | None, cap: Path | None) -> AlertsDocument:
    """Read the alerts of a kept run; write them as CSV and, a file a district, as CAP 1.2.

    Raises
    ------
    ProblemsError
        If it is no kept run with alerts, or a file to be written is there already.
    """
    started = perf_counter()
    scenario, outcome = _read(run)
    provenance, grounds = outcome.provenance, {each.id: each for each in districts_of(scenario)}
    found = _districts(tuple(grounds.values()), outcome.dataset)
    wanted: dict[Path, bytes] = {}
    if cap is not None:
        alerts = _cap_alerts(scenario, provenance, found)
        wanted |= {cap / f"{name}.xml": cap_xml(alert) for name, alert in alerts.items()}
    if csv_file is not None:
        wanted[csv_file] = _csv(scenario, found).encode()
    _write_all(wanted, cap)
    return AlertsDocument(
        version=version("himaya"),
        seed=provenance["seed"],
        elapsed_s=TotalElapsed(total=perf_counter() - started),
        files=[str(path) for path in wanted],
        scenario=scenario.name,
        replications=provenance["replications"],
        start=scenario.start,
        notes=[note_part(ALERT_HOURS)],
        hours=_verdict(scenario, tuple(grounds.values())),
        districts=found,
    )


def _read(run: Path) -> tuple[Scenario, RaidOutcome]:
    outcome, expected = kept_outcome(run), "a run by `himaya run` of this version"
    if "alert_hours" not in outcome.dataset or "effects_hash" not in outcome.provenance:
        raise ProblemsError([Problem("holds no alerts", str(run / "outcome.nc"), expected=expected)])
    scenario = load(run / "scenario.yaml")
    names = [each.id for each in districts_of(scenario)]
    if names != outcome.dataset["district"].to_numpy().tolist():
        problem = Problem(
            "has other districts than outcome.nc", str(run / "scenario.yaml"), expected=expected
        )
        raise ProblemsError([problem])
    return scenario, outcome


def _write_all(wanted: dict[Path, bytes], folder: Path | None) -> None:
    """Write new files, the folder made where it is missing; nothing is ever replaced."""
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError([Problem(f"cannot be made: {error.strerror}", str(folder))]) from error
    refuse_existing(*wanted)
    for path, content in wanted.items():
        write_new(path, lambda beside, content=content: beside.write_bytes(content))  # type: ignore[misc]


def _clock(scenario: Scenario, minutes: Statistics | None) -> datetime | None:
    """Local time of a median."""
    if scenario.start is None or minutes is None:
        return None
    return datetime.fromisoformat(scenario.start) + timedelta(minutes=minutes.p50)


def _cap_alerts(
    scenario: Scenario, provenance: dict[str, Any], found: dict[str, DistrictAlerts]
) -> dict[str, Alert]:
    grounds, n = {each.id: each for each in districts_of(scenario)}, provenance["replications"]
    alerts = {}
    for name, each in found.items():
        if each.on is not None and each.off is not None:
            said = (
                f"{scenario.title}: under alert in {100 * each.p_alert:.1f} % of {n:,} replications. "
                f"Median first alert {each.on.p50:.0f} minutes after the start (90 % {each.on.p05:.0f} to "
                f"{each.on.p95:.0f}), median end of the last {each.off.p50:.0f}; single nights differ."
            )
            alerts[name] = Alert(
                f"himaya-exercise-{scenario.name}-{name}-{_hashes(provenance)}-{provenance['seed']}",
                each.name, grounds[name].outline, said, each.p_alert, datetime.now(UTC),
                _clock(scenario, each.on), _clock(scenario, each.off),
            )  # fmt: skip
    return alerts


def _hashes(provenance: dict[str, Any]) -> str:
    """Two runs that differ in the flight, or in what effects read, the alert rule among it, differ here."""
    return f"{provenance['tables_hash'][:12]}-{provenance['effects_hash'][:12]}"


def _csv(scenario: Scenario, found: dict[str, DistrictAlerts]) -> str:
    text, shown = io.StringIO(), hours_judged().better_than_record
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("status", "district", "name", *(HOURS if shown else ()), *COLUMNS))
    for name, each in found.items():
        hours = (each.hours.mean, each.hours.p05, each.hours.p50, each.hours.p95, each.share)
        medians = [None if one is None else one.p50 for one in (each.on, each.off)]
        clock = [None if one is None else one.isoformat() for one in _clocks(scenario, each)]
        rows.writerow([STATUS, name, each.name, *(hours if shown else ()), each.p_alert, *medians, *clock])
    return text.getvalue()


def _clocks(scenario: Scenario, each: DistrictAlerts) -> tuple[datetime | None, datetime | None]:
    return _clock(scenario, each.on), _clock(scenario, each.off)
