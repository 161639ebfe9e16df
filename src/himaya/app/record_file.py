"""Where the record is: alone here, so that a forecast need not load what checks and exports."""

from __future__ import annotations

import os
from pathlib import Path

from himaya.errors import Problem, ProblemsError
from himaya.record import Record

WHERE = (
    "--record FILE or HIMAYA_RECORD=FILE: the air force's nightly posts as a table by weapon model, which "
    "volunteers publish as missile_attacks_daily.csv; or what `himaya record synthesise --out FILE` invents"
)


def find_record(given: Path | None) -> Path:
    """Path of the record: the one given, or that of HIMAYA_RECORD.

    Raises
    ------
    ProblemsError
        If there is neither; it says where a record can be had.
    """
    named = os.environ.get("HIMAYA_RECORD", "")
    if given is None and not named:
        raise ProblemsError([Problem("no record of raids is given", expected=WHERE)])
    return Path(named) if given is None else given


def refuse_empty(record: Record) -> None:
    """Raise a ProblemsError if no row of a record is used in a raid; it says why most are not."""
    if record.n_used == 0:
        reason, rows = max(record.set_aside.items(), key=lambda each: each[1])
        expected = "columns as `himaya record check` reads them: it tells why each row is set aside"
        value = f"{rows} rows with {reason}"
        message = "no row of the record can be used"
        raise ProblemsError([Problem(message, record.file, value=value, expected=expected)])


def shown(value: object) -> str:
    """Text as JSON takes it: what is not Unicode, as a file's name can be, is escaped."""
    return str(value).encode("utf-8", "backslashreplace").decode()
