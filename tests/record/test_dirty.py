"""Whatever stands in the cells: no crash, and used + set aside = read."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from himaya.record import Reason, read_record
from himaya.record.claims import claims_of, shares_of, side_by_side
from himaya.record.parquet import write_claims, write_raids, write_rows
from himaya.record.totals import months_of
from tests.record.small import COLUMNS, text_of

TIMES = ["", "2025-07-03", "2025-07-03 18:00", "2025-07-04 6:00", "2025-07-04 06:00 ", "2024-10-27 03:30",
         "2025-13-01", "nan"]  # fmt: skip
COUNTS = ["", "0.0", "1.0", "12.0", "12", "NaN", "-3", "2.5", "9" * 400]
MODELS = [
    "Shahed-136/131",
    "X-101/X-555 and Kalibr",
    "Iskander-M",
    "Iskander-M and Iskander-K",
    "Orlan-10",
    " and ",
    "",
]
SOURCES = ["kpszsu/posts/1", "PvKPivden/posts/2", "CinCAFU/posts/3", "https://t.me/war_monitor/4", ""]
DETAILS = [
    "",
    "{}",
    "{'south': 4, 'east': NaN}",
    "{'Kalibr': 3, 'X-101/X-555': 9}",
    "['Kyiv']",
    "{'a': {'b': 1}}",
    "{{",
]
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


def cell(*likely):
    return st.one_of(st.sampled_from(*likely), anything)


rows = st.fixed_dictionaries(
    {
        name: cell(
            TIMES if name.startswith("time")
            else MODELS if name == "model"
            else SOURCES if name == "source"
            else DETAILS if "details" in name or "region" in name
            else COUNTS
        )
        for name in COLUMNS
    }
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(given_rows=st.lists(rows, min_size=1, max_size=8), tear=st.integers(0, 20))
def test_dirty_rows__are_all_used_or_set_aside_for_one_reason(tmp_path, given_rows, tear):
    path = tmp_path / "dirty.csv"
    text = text_of(*given_rows)
    path.write_text(text[: len(text) - tear], encoding="utf-8", newline="")
    record = read_record(path)
    assert record.n_used + sum(record.set_aside.values()) == len(record.verdicts) > 0
    assert tear or len(record.verdicts) == len(given_rows)
    used = {used.raid_id for verdict in record.verdicts for used in verdict.used}
    assert used == {raid.raid_id for raid in record.raids}
    assert all(isinstance(verdict.reason, Reason) is (not verdict.used) for verdict in record.verdicts)
    for raid in record.raids:
        assert raid.neutralised is None or 0 <= raid.neutralised <= raid.launched
        assert 0 <= raid.neutralised_ends.low <= raid.neutralised_ends.high <= raid.launched
        assert raid.unaccounted is None or 0 <= raid.unaccounted <= raid.launched
    for verdict in record.verdicts:
        shares_of(verdict)
    side_by_side(claims_of(record))
    months = months_of(record)
    assert sum(month.launched for month in months) == sum(raid.launched for raid in record.raids)
    for write in (write_raids, write_rows, write_claims):
        write(record, tmp_path / "out.parquet")
