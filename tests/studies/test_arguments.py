"""Arguments of the verbs that are of another kind than asked for."""

import numpy as np
import pytest

import himaya
from himaya.campaign.run import Asked
from himaya.errors import ProblemsError


@pytest.fixture(scope="module")
def city():
    return himaya.load("city")


@pytest.fixture(scope="module")
def hospital():
    return himaya.load_site("hospital")


def test_numpy_integers__are_whole_numbers(city):
    plain = himaya.simulate(city, replications=20, seed=3, threads=1)
    numpy = himaya.simulate(city, replications=np.int32(20), seed=np.int64(3), threads=np.uint8(1))
    assert plain.dataset.identical(numpy.dataset)
    assert Asked(np.int64(3), np.int16(4), np.uint32(5)) == Asked(3, 4, 5)


@pytest.mark.parametrize(("name", "value"), [
    ("replications", 20.0), ("replications", "20"), ("replications", True), ("seed", 1.5), ("threads", 2.0),
    ("uncertain", 10.5), ("seed", np.float64(1)),
])  # fmt: skip
def test_anything_else__is_named(city, name, value):
    with pytest.raises(ProblemsError, match=f"{name}: is no whole number"):
        himaya.simulate(city, **{name: value})


@pytest.mark.parametrize("name", ["nights", "futures", "seed", "threads"])
def test_campaign__asked_for_by_halves_is_refused(name):
    with pytest.raises(ProblemsError, match=rf"{name}: is no whole number, got 1\.5, expected as 20"):
        Asked(**{name: 1.5})


@pytest.mark.parametrize("name", ["days", "histories", "seed"])
def test_site__asked_for_by_halves_is_refused(hospital, name):
    with pytest.raises(ProblemsError, match=f"{name}: is no whole number"):
        himaya.site_histories(hospital, **{name: 200.5})


def test_a_name__is_no_scenario(city):
    with pytest.raises(ProblemsError, match=r"scenario: is no scenario, got 'city', expected what"):
        himaya.simulate("city")
    with pytest.raises(ProblemsError, match="scenarios: is no list"):
        himaya.compare(city)
    with pytest.raises(ProblemsError, match="not of one kind"):
        himaya.compare(["city", "decoys"])
