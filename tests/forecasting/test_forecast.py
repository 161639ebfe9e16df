import re
from datetime import UTC, date, datetime, timedelta

import pytest

from himaya import ProblemsError, forecast
from tests.forecasting.small import history, raid


def test_leakers__are_the_neutralised_turned_round():
    [drones] = forecast(history(30), {"drone": 40})
    assert drones.leakers.pmf.tolist() == drones.neutralised.pmf[::-1].tolist()
    assert drones.leakers.i80.high <= 40 - drones.neutralised.i80.low
    assert drones.neutralised.i90.low <= drones.neutralised.i50.low <= drones.neutralised.median


def test_forecast__knows_only_what_had_ended():
    raids = history(30)
    at = raids[20].end
    [early], [cut] = forecast(raids, {"drone": 40}, at=at), forecast(raids[:20], {"drone": 40}, at=at)
    assert early.n == cut.n == 20
    assert early.neutralised == cut.neutralised
    assert early.track_record == cut.track_record


def test_class_without_history__is_the_prior_and_says_so():
    [drones, missiles] = forecast(history(30), {"drone": 40, "ballistic_missile": 5})
    assert (drones.n, missiles.n, missiles.track_record) == (30, 0, None)
    assert missiles.neutralised.i90 == (0, 5)


def test_track_record__is_the_year_before():
    [drones] = forecast(history(400), {"drone": 40})
    assert drones.track_record.models["himaya"].n == 365
    assert set(drones.track_record.models) == {"himaya", "pooled_binomial", "last_raid"}


def test_track_record__begins_on_the_kyiv_date():
    """Asked at 23:30 UTC on 1 January 2026, 2 January in Kyiv: a raid of 1 January 2025 is too old."""
    first = raid(-7 / 24, 10, 5)  # ends at midnight UTC, 02:00 in Kyiv
    [drones] = forecast([first, raid(2, 10, 5)], {"drone": 4}, at=datetime(2026, 1, 1, 23, 30, tzinfo=UTC))
    assert drones.track_record.first == date(2025, 1, 3)


def test_forecast__of_nothing_is_nothing():
    [drones] = forecast(history(5), {"drone": 0})
    assert (drones.neutralised.median, drones.neutralised.pmf.tolist()) == (0, pytest.approx([1.0]))


@pytest.mark.parametrize(
    ("launched", "days", "said"),
    [
        ({"drnoe": 3}, None, "did you mean drone"),
        (
            {"drone": -1, "ballistic_missile": 10**6},
            None,
            "number launched, got 1,000,000",
        ),
        ({"drone": 3}, -1, "no raid of the record ended before"),
    ],
)
def test_what_is_wrong__is_said(launched, days, said):
    raids = history(5)
    with pytest.raises(ProblemsError, match=said):
        forecast(raids, launched, at=None if days is None else raids[0].end + timedelta(days=days))


def test_time_without_zone__is_refused():
    raids = history(5)
    with pytest.raises(ProblemsError, match="without zone"):
        forecast(raids, {"drone": 3}, at=raids[-1].end.replace(tzinfo=None))


def test_no_raids__is_said():
    with pytest.raises(ProblemsError, match="no raid of the record"):
        forecast([], {"drone": 3})


def test_forecast__is_a_frame_with_a_row_for_each_class_and_quantity():
    found = forecast(history(30), {"drone": 40, "ballistic_missile": 5})
    frame = found.to_frame().set_index(["class", "quantity"])
    assert len(frame) == 4
    for each in found:
        for name, count in (("neutralised", each.neutralised), ("leakers", each.leakers)):
            row = frame.loc[(each.weapon_class, name)]
            assert (row["launched"], row["p50"]) == (each.launched, count.median)
            assert (row["i80_low"], row["i80_high"]) == tuple(count.i80)
            assert (row["i90_low"], row["i90_high"]) == tuple(count.i90)


def test_forecast__shows_medians_and_what_they_rest_on():
    found = forecast(history(30), {"drone": 40})
    [drones] = found
    band = f"{drones.leakers.median} ({drones.leakers.i90.low}-{drones.leakers.i90.high})"
    lines = found.summary().splitlines()
    assert lines[0] == "The next raid, 2025-01-31 09:00 Kyiv time"
    assert lines[-1].startswith("Drone")
    assert re.split(r"\s{2,}", lines[-1])[-2:] == [band, "30"]
    assert band in found._repr_html_()


def test_record__stands_for_its_raids():
    class Kept:
        file, raids = "record.csv", history(30)

    assert forecast(Kept(), {"drone": 40}) == forecast(Kept.raids, {"drone": 40})
