"""Files: both kinds and all versions are read, and what is no such record gets a clear error."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pyarrow as pa
import pytest
from pyarrow import parquet

from himaya.errors import ProblemsError
from himaya.record import Reason, read_record
from himaya.record.cells import KYIV
from himaya.record.table import BEYOND
from tests.record.small import COLUMNS, reasons_of, record_of, row, text_of

GOOD = text_of(row(), row(model="Kalibr"))


def problems_with(tmp_path, data, name="record.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ProblemsError) as caught:
        read_record(path)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1: the file is empty, expected the record of raids, as CSV in UTF-8 or as Parquet"),
        (b" \n \n", "1: the file is empty"),
        (GOOD.encode("utf-16"), "1: the file is UTF-16"),
        (GOOD.replace("Kalibr", "Калібр").encode("cp1251"), "3: the file is not UTF-8"),
        (b"PK\x03\x04....", "1: the file is a workbook or an archive"),
        (GOOD.encode() + b"\0", "4: the file is binary"),
        (b"PAR1 and no more", " not valid Parquet: "),
        (GOOD.splitlines()[0].encode(), " the file has a header and no rows"),
        (b"name,price\ntea,3\n", "1: not a record of raids, got name, price, expected columns time_start,"),
        (GOOD.replace(",", ";").encode(), "1: not a record of raids, got time_start;time_end;"),
        (
            GOOD.replace("time_end", "time_ende", 1).encode(),
            "1: time_end: a column of the record is missing (did you",
        ),
        (GOOD.replace("carrier", "model", 1).encode(), "1: model: a column stands twice"),
        (GOOD.encode() + b'"' + b"x" * 200_000 + b'"\n', "4: not valid CSV: field larger than field limit"),
    ],
)
def test_file__that_is_no_record_says_what_it_is(tmp_path, data, said):
    [problem] = problems_with(tmp_path, data)
    assert problem.startswith(said)


def test_columns__that_are_missing_are_all_named(tmp_path):
    text = GOOD.replace("time_end", "ende", 1).replace("launched", "lanched", 1)
    problems = problems_with(tmp_path, text.encode())
    assert [problem.split(": ")[1] for problem in problems] == ["time_end", "launched"]
    assert "(did you mean lanched" in problems[1]


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_path__that_is_no_file_cannot_be_read(tmp_path, name):
    with pytest.raises(ProblemsError, match="cannot be read: "):
        read_record(tmp_path / name)


def test_csv__lines_are_numbered_as_in_an_editor(tmp_path):
    rows = (row(target="two\nlines"), row(launched="90.0"), row(launched="80.0"))
    assert [verdict.row.line for verdict in record_of(tmp_path, *rows).verdicts] == [2, 4, 5]


def test_csv__with_byte_order_mark_and_windows_line_ends_reads_the_same(tmp_path):
    path = tmp_path / "windows.csv"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_record(path).raids == record_of(tmp_path, row(), row(model="Kalibr")).raids


def test_row__of_more_or_fewer_cells_is_set_aside_and_kept(tmp_path):
    lines = GOOD.splitlines()
    path = tmp_path / "torn.csv"
    path.write_text(
        "\n".join([lines[0], lines[1] + ",more,yet", "2025-07-04,", "", lines[2]]), encoding="utf-8"
    )
    record = read_record(path)
    assert reasons_of(record) == [Reason.broken_row, Reason.broken_row, None]
    assert record.verdicts[0].row.raw[BEYOND] == "more,yet"
    assert record.verdicts[1].row.raw == {"time_start": "2025-07-04", "time_end": ""}


def typed(text):
    """The table as a data frame library would store it: numbers and lists with their types."""
    rows = list(csv.DictReader(io.StringIO(text)))
    counts = ("launched", "destroyed", "not_reach_goal")
    columns = {
        name: [
            (float(each[name]) if each[name] else None) if name in counts else each[name] or None
            for each in rows
        ]
        for name in COLUMNS
    }
    columns["affected region"] = [["Kyiv", "Kyiv oblast"]] * len(rows)
    columns["destroyed_details"] = [{"south": 8, "east": None}] * len(rows)
    return pa.table(columns)


def test_parquet__reads_as_csv_does(tmp_path):
    cells = {"affected region": "['Kyiv', 'Kyiv oblast']", "destroyed_details": "{'south': 8}"}
    expected = record_of(tmp_path, row(**cells), row(model="Kalibr", not_reach_goal="", **cells))
    path = tmp_path / "record.parquet"
    parquet.write_table(typed(text_of(row(), row(model="Kalibr", not_reach_goal=""))), path)
    assert read_record(path).raids == expected.raids


@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Kyiv"])
def test_parquet__of_typed_times_reads_them_as_kyiv_time(tmp_path, zone):
    table = typed(text_of(row(), row(model="Kalibr", time_start="2025-07-04", time_end="2025-07-04")))
    for k, name in enumerate(("time_start", "time_end")):
        local = [datetime.fromisoformat(text).replace(tzinfo=KYIV) for text in table[name].to_pylist()]
        times = [each.replace(tzinfo=None) for each in local] if zone is None else local
        table = table.set_column(k, name, pa.array(times, pa.timestamp("us", tz=zone)))
    parquet.write_table(table, tmp_path / "typed.parquet")
    first, second = (verdict.row for verdict in read_record(tmp_path / "typed.parquet").verdicts)
    assert f"{first.start} {first.end}" == "2025-07-03 18:00:00 2025-07-04 06:00:00"
    assert (first.date_only, second.date_only) == (False, True)


def test_parquet__of_something_else_names_what_it_has(tmp_path):
    parquet.write_table(pa.table({"tea": [3]}), tmp_path / "tea.parquet")
    with pytest.raises(ProblemsError, match="not a record of raids, got tea"):
        read_record(tmp_path / "tea.parquet")
