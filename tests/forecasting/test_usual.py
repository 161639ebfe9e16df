"""What a raid may consist of where nobody states it."""

import numpy as np
import pytest

from himaya import forecast
from himaya.forecasting.usual import N_RAIDS, usual_models
from himaya.record import ModelCount
from tests.forecasting.small import raid


def salvo(day, n, model):
    return raid(day, n, n // 2, "ballistic_missile")._replace(by_model=(ModelCount(model, n),))


PAST = [
    *(salvo(day, 4, "Iskander-M") for day in range(30)),
    *(salvo(day, 5, "C-300") for day in range(30, 35)),
    *(salvo(day, 40, "Iskander-M/KN-23") for day in range(35, 38)),
]


def one(model):
    return (ModelCount(model, 1),)


def test_usual__are_the_last_twenty_of_like_size():
    assert usual_models(PAST, 5) == {one("Iskander-M"): 15 / N_RAIDS, one("C-300"): 5 / N_RAIDS}


def test_usual__of_a_size_hardly_seen_are_the_last_of_any():
    assert usual_models(PAST, 30) == {
        one("Iskander-M"): 12 / N_RAIDS,
        one("C-300"): 5 / N_RAIDS,
        one("Iskander-M/KN-23"): 3 / N_RAIDS,
    }


def test_usual__raids_of_the_same_proportions_are_one():
    two = [(4, 8), (1, 2), (2, 4), (2, 2), (1, 1)]
    past = [
        raid(day, a + b, 1)._replace(by_model=(ModelCount("Kalibr", a), ModelCount("X-59", b)))
        for day, (a, b) in enumerate(two)
    ]
    found = usual_models(past, 4)
    assert {tuple(each.launched for each in models): share for models, share in found.items()} == {
        (1, 2): 0.6,
        (1, 1): 0.4,
    }


def test_usual__of_raids_that_tell_nothing_is_nothing():
    assert usual_models([raid(0, 5, 2)], 5) == usual_models([], 5) == {(): 1.0}


def test_forecast__of_untold_models_is_the_mean_over_the_usual_ones():
    kills = {"Iskander-M": 3, "C-300": 0, "Iskander-M/KN-23": 20}
    past = [each._replace(neutralised=kills[each.by_model[0].model]) for each in PAST]
    [both] = forecast(past, {"ballistic_missile": 5})
    [mean] = forecast([each for each in past if each.by_model[0].model != "C-300"], {"ballistic_missile": 5})
    assert both.neutralised.pmf[0] > 0.2  # 5 of the last 20 were C-300
    assert mean.neutralised.pmf[0] < 0.1
    assert both.neutralised.pmf.sum() == pytest.approx(1.0)
    assert np.all(both.neutralised.pmf > 0.0)
