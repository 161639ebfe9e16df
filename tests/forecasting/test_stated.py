"""A raid to come is stated by class or by model."""

import numpy as np
import pytest

from himaya import ProblemsError, forecast
from himaya.forecasting import stated
from himaya.forecasting.stated import StatedClass
from himaya.record import ModelCount
from tests.forecasting.small import history, raid


def test_stated__by_model_is_gathered_by_class():
    found = stated.by_class({"drone": 30, "Kalibr": 4, "KN-23": 2, "Iskander-K": 1})
    assert found == {
        "drone": StatedClass(30, ()),
        "cruise_missile": StatedClass(5, (ModelCount("Kalibr", 4), ModelCount("Iskander-K", 1))),
        "ballistic_missile": StatedClass(2, (ModelCount("KN-23", 2),)),
    }


@pytest.mark.parametrize(
    ("launched", "message"),
    [
        ({"Calibre": 3}, "unknown weapon class, got Calibre, expected one of drone, .*, or a model"),
        ({"Lancet": 3}, "unknown weapon class, got Lancet"),
        ({"Kalibr": -1}, "Kalibr: number launched, got -1"),
        ({"Kalibr": 3, "cruise_missile": 9}, "cruise_missile: a class and a model of it, got Kalibr"),
    ],
)
def test_stated__what_is_wrong_is_said(launched, message):
    with pytest.raises(ProblemsError, match=message):
        forecast(history(3), launched)


def test_forecast__of_models_is_theirs_and_not_the_usual_ones():
    past = [
        raid(day, 6, 5 if day % 2 else 0, "ballistic_missile")._replace(
            by_model=(ModelCount("Iskander-M" if day % 2 else "C-300", 6),)
        )
        for day in range(40)
    ]
    [main], [other], [usual] = (
        forecast(past, launched)
        for launched in ({"Iskander-M/KN-23": 6}, {"S-400": 6}, {"ballistic_missile": 6})
    )
    assert main.neutralised.median >= 4
    assert other.neutralised.median == 0
    mean = (main.neutralised.pmf + other.neutralised.pmf) / 2
    np.testing.assert_allclose(usual.neutralised.pmf, mean, rtol=1e-12)


def test_forecast__sums_of_models_are_limited_as_classes_are():
    with pytest.raises(ProblemsError, match="cruise_missile: number launched, got 6,000"):
        forecast(history(3), {"Kalibr": 3000, "X-101": 3000})
