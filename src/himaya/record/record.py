"""The record as a whole: every row with its verdict, and the raids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from himaya.record.grouping import RowInRaid, sort_out
from himaya.record.raid import Raid
from himaya.record.rows import Reason, Row, own_reason, parts_of, row_of
from himaya.record.table import read_table


@dataclass(frozen=True)
class Verdict:
    """What became of a row: used, or set aside for one reason."""

    row: Row
    reason: Reason | None
    """None: used."""
    used: tuple[RowInRaid, ...] = ()
    """Where it is used: in one raid, or its parts in one of each class that it tells; else nothing."""


@dataclass(frozen=True)
class Record:
    """A record as read; used + set aside = rows, always."""

    file: str
    sha256: str
    """Of the file's bytes, hexadecimal."""
    columns: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    """One for each row, in the order of the file."""
    raids: tuple[Raid, ...]
    """In (end, raid_id) order."""

    @property
    def in_raids(self) -> list[RowInRaid]:
        """What raids are made of, in the order of the file."""
        return [used for verdict in self.verdicts for used in verdict.used]

    @property
    def n_used(self) -> int:
        """Rows used."""
        return sum(verdict.reason is None for verdict in self.verdicts)

    @property
    def set_aside(self) -> dict[Reason, int]:
        """Rows set aside, by reason; every reason is there."""
        counted = Counter(verdict.reason for verdict in self.verdicts)
        return {reason: counted[reason] for reason in Reason}


def read_record(path: str | Path) -> Record:
    """Read the official record of raids.

    Parameters
    ----------
    path : a CSV or Parquet file of any version of the record.

    Raises
    ------
    ProblemsError
        If the file cannot be read or is not such a record. What stands in a row is never an error:
        the row is set aside with its reason.

    Examples
    --------
    >>> import himaya
    >>> from pathlib import Path
    >>> from himaya.record import synthesise
    >>> _ = Path("record.csv").write_text(synthesise(nights=30, seed=1), encoding="utf-8")
    >>> record = himaya.read_record("record.csv")
    >>> len(record.verdicts) == record.n_used + sum(record.set_aside.values())
    True
    """
    table = read_table(Path(path))
    rows = [row_of(line.number, line.cells, broken=line.broken) for line in table.lines]
    reasons = _own_reasons(rows, table.columns)
    whole = (row for row in rows if row.line not in reasons)
    raids, aside, in_raids = sort_out(part for row in whole for part in parts_of(row))
    used: dict[int, tuple[RowInRaid, ...]] = {}
    for each in in_raids:
        used[each.row.line] = (*used.get(each.row.line, ()), each)
    reasons |= {line: reason for line, reason in aside.items() if line not in used}
    verdicts = tuple(Verdict(row, reasons.get(row.line), used.get(row.line, ())) for row in rows)
    return Record(str(path), table.sha256, table.columns, verdicts, tuple(raids))


def _own_reasons(rows: list[Row], columns: tuple[str, ...]) -> dict[int, Reason]:
    """By line, why a row is set aside whatever others say of its raid."""
    reasons: dict[int, Reason] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        cells = tuple(" ".join(row.raw.get(column, "").split()) for column in columns)
        reason = Reason.duplicate if cells in seen and not row.broken else own_reason(row)
        seen.add(cells)
        if reason is not None:
            reasons[row.line] = reason
    return reasons


def raids_of(record: Record) -> list[Raid]:
    """Raids of a record, in (end, raid_id) order."""
    return list(record.raids)
