"""What `himaya record ...` does: check, export, show a night, invent a record."""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from himaya.app.notes import note_parts
from himaya.app.record_file import refuse_empty, shown
from himaya.documents.envelope import TotalElapsed
from himaya.documents.record import (
    ClassTotals,
    RaidPart,
    RecordCheckDocument,
    RecordExportDocument,
    RecordNightDocument,
    RecordSynthesiseDocument,
    RowExample,
)
from himaya.errors import Bounded, Problem, ProblemsError, refuse_outside
from himaya.files.whole import refuse_existing, write_new
from himaya.reconstruction.night import gaps_of_rows
from himaya.record import Raid, Reason, Record, RecordClass, Row, read_record
from himaya.record.cells import date_of
from himaya.record.claims import claims_of, shares_of, side_by_side
from himaya.record.claims_file import read_claims
from himaya.record.parquet import write_claims, write_raids, write_rows
from himaya.record.synthetic import synthesise
from himaya.record.totals import months_of
from himaya.scenario.notes import gap_note

EXAMPLES = 3
MAX_NIGHTS = 4_000
MAX_SEED = 2**64 - 1


def check_record(file: Path, rows_out: Path | None = None) -> RecordCheckDocument:
    """Read a record and tell what is used and what is set aside; keep every row with its verdict if asked."""
    started = perf_counter()
    refuse_existing(rows_out)
    record = read_record(file)
    if rows_out is not None:
        write_new(rows_out, lambda path: write_rows(record, path))
    return RecordCheckDocument(
        version=version("himaya"),
        elapsed_s=_elapsed(started),
        files=_names(rows_out),
        record=shown(file),
        rows=len(record.verdicts),
        used=record.n_used,
        set_aside=record.set_aside,
        examples=_examples(record),
        classes=_classes(record),
        months=months_of(record),
        last_raid=record.raids[-1].end_local if record.raids else None,
        unknown_models=_unknown(record),
    )


def export_record(file: Path, out: Path, claims_out: Path | None = None) -> RecordExportDocument:
    """Write the raids of a record as Parquet, and its claims if asked."""
    started = perf_counter()
    refuse_existing(out, claims_out)
    record = read_record(file)
    refuse_empty(record)
    write_new(out, lambda path: write_raids(record, path))
    if claims_out is not None:
        write_new(claims_out, lambda path: write_claims(record, path))
    return RecordExportDocument(
        version=version("himaya"),
        elapsed_s=_elapsed(started),
        files=_names(out, claims_out),
        record=shown(file),
        rows=len(record.verdicts),
        used=record.n_used,
        raids=len(record.raids),
        classes=_classes(record),
    )


def _raid(raid: Raid) -> RaidPart:
    stated = {name: getattr(raid, name) for name in RaidPart.model_fields if name != "notes"}
    return RaidPart(**stated, notes=note_parts(raid.notes))


def night_of(night: str, file: Path, claims_file: Path | None = None) -> RecordNightDocument:
    """Tell what ended on a Kyiv date, with what everybody claims of it side by side.

    Raises
    ------
    ProblemsError
        If that is no date, or lies outside the record.
    """
    started = perf_counter()
    day = date_of(night)
    record = read_record(file)
    given = [] if claims_file is None else read_claims(claims_file)
    own = [each for each in given if each.night == day]
    _refuse_outside(day, record)
    claims = [*claims_of(record, day), *own]
    chosen = [each for each in record.verdicts if each.row.end is not None and each.row.end.date() == day]
    named = {used.raid_id for verdict in chosen for used in verdict.used}
    elsewhere = [raid for raid in record.raids if raid.raid_id in named and raid.end_local.date() != day]
    return RecordNightDocument(
        version=version("himaya"),
        elapsed_s=_elapsed(started),
        files=[],
        record=shown(file),
        night=day,
        raids=[_raid(raid) for raid in record.raids if raid.end_local.date() == day],
        elsewhere=[_raid(raid) for raid in elsewhere],
        combined=[share for verdict in chosen for share in shares_of(verdict)],
        gaps=note_parts(map(gap_note, gaps_of_rows(record, day))),
        beside=side_by_side(claims),
        claims=claims,
        other_nights=len(given) - len(own),
    )


def synthesise_record(nights: int, seed: int, out: Path) -> RecordSynthesiseDocument:
    """Invent a record and write it to a new file.

    Raises
    ------
    ProblemsError
        If a number is out of range, or the file is there already.
    """
    started = perf_counter()
    refuse_outside(Bounded("nights", nights, 1, MAX_NIGHTS), Bounded("seed", seed, 0, MAX_SEED))
    refuse_existing(out)
    text = synthesise(nights, seed)
    write_new(out, lambda path: path.write_text(text, encoding="utf-8", newline=""))
    return RecordSynthesiseDocument(
        version=version("himaya"),
        seed=seed,
        elapsed_s=_elapsed(started),
        files=_names(out),
        nights=nights,
        rows=text.count("\n") - 1,
    )


def _refuse_outside(day: date, record: Record) -> None:
    days = [verdict.row.end.date() for verdict in record.verdicts if verdict.row.end is not None]
    if not days or not min(days) <= day <= max(days):
        span = f"a date from {min(days)} to {max(days)}" if days else "a record with dates"
        raise ProblemsError(
            [Problem("the record does not reach that night", record.file, value=str(day), expected=span)]
        )


def _unknown(record: Record) -> dict[str, int]:
    found: Counter[str] = Counter()
    for verdict in record.verdicts:
        if verdict.reason is Reason.unknown_model:
            found[shown(verdict.row.model)] += verdict.row.launched or 0
    return dict(found.most_common())


def _examples(record: Record) -> dict[Reason, list[RowExample]]:
    found: dict[Reason, list[RowExample]] = {}
    for verdict in record.verdicts:
        if verdict.reason is not None:
            rows = found.setdefault(verdict.reason, [])
            if len(rows) < EXAMPLES:
                rows.append(_example(verdict.row))
    return {reason: found[reason] for reason in Reason if reason in found}


def _example(row: Row) -> RowExample:
    return RowExample(
        line=row.line,
        time_end=row.cell("time_end"),
        model=row.model,
        launched=row.launched,
        destroyed=row.destroyed,
        source=row.source,
    )


def _classes(record: Record) -> dict[RecordClass, ClassTotals]:
    by_class = {kind: [raid for raid in record.raids if raid.weapon_class is kind] for kind in RecordClass}
    return {
        kind: ClassTotals(
            raids=len(raids),
            scored=sum(raid.scored for raid in raids),
            launched=sum(raid.launched for raid in raids),
            launched_scored=sum(raid.launched for raid in raids if raid.scored),
            neutralised=sum(raid.neutralised or 0 for raid in raids),
        )
        for kind, raids in by_class.items()
    }


def _elapsed(started: float) -> TotalElapsed:
    return TotalElapsed(total=perf_counter() - started)


def _names(*paths: Path | None) -> list[str]:
    return [shown(path) for path in paths if path is not None]
