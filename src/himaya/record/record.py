"""The record as a whole: every row with its verdict, and the raids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from himaya.record.grouping import sort_out
from himaya.record.raid import Raid
from himaya.record.rows import Reason, Row, own_reason, row_of
from himaya.record.table import read_table


@dataclass(frozen=True)
class Verdict:
    """What became of a row: used in a raid, or set aside for one reason."""

    row: Row
    reason: Reason | None
    """None: used."""
    raid_id: str | None
    """The raid that it is used in."""


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
    reasons: dict[int, Reason] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        cells = tuple(" ".join(row.raw.get(column, "").split()) for column in table.columns)
        reason = Reason.duplicate if cells in seen and not row.broken else own_reason(row)
        seen.add(cells)
        if reason is not None:
            reasons[row.line] = reason
    raids, aside, raid_ids = sort_out(row for row in rows if row.line not in reasons)
    reasons |= aside
    verdicts = tuple(Verdict(row, reasons.get(row.line), raid_ids.get(row.line)) for row in rows)
    return Record(str(path), table.sha256, table.columns, verdicts, tuple(raids))


def raids_of(record: Record) -> list[Raid]:
    """Raids of a record, in (end, raid_id) order."""
    return list(record.raids)
