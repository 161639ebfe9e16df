"""Through the full simulator, on the town of the tutorial with many drones."""

from datetime import date, timedelta

import numpy as np
import pytest

import himaya
from himaya.calibration import flights
from himaya.calibration.fit import fit_nights
from himaya.calibration.flights import Simulator
from himaya.calibration.likelihood import PartOfNight, levels
from himaya.calibration.nights import RecordedNight, Told
from himaya.calibration.parameters import Layout
from himaya.calibration.surface import design_points, fit_surface
from himaya.raid.prepare.bridge import prepare

DRONES = Layout.of(["drones"])
DEEP = 1
"""Place of the drones that do not fly to the front: all in the town."""


@pytest.fixture(scope="module")
def town():
    city = himaya.load("city")
    groups = [each.model_copy(update={"count": 10 * each.count}) for each in city.raid[:2]]
    return city.model_copy(update={"raid": groups})


def test_tonight__leaves_offsets_of_types_alone_whose_class_is_not_free():
    city = himaya.load("city")
    cruise = next(each.type for each in city.raid if each.type not in {"shahed-136", "decoy-gerbera"})
    given = city.with_value(f"multipliers.cruise_missile.types.{cruise}", 2.0)
    found = flights.tonight(prepare(given, 1), DRONES, np.zeros(3), np.zeros(1)).plan.groups.hard
    assert list(found) == [2.0 if each.type == cruise else 1.0 for each in given.raid]


class Remembered(Simulator):
    """Every night is the same scenario: its surface is flown once."""

    def shares(self, scenario, layout, points):
        if not hasattr(self, "flown"):
            self.flown = super().shares(scenario, layout, points)
        return self.flown


def test_shares__sum_to_1_and_answer_to_both_multipliers(town):
    points = np.array([[0.0, 0.0, 0.0], [0.8, 0.0, 0.0], [0.0, 0.8, 0.0]])
    flown = Simulator(replications=96).shares(town, DRONES, points)
    assert flown.shares.sum(axis=2)[:, DEEP] == pytest.approx(np.ones(3))
    assert flown.shares[1, DEEP, 0] > flown.shares[0, DEEP, 0]
    assert flown.shares[2, DEEP, 1] > flown.shares[0, DEEP, 1]
    assert (flown.n, flown.errors.shape) == (pytest.approx([0, 160 * 96]), (3, 2, 3))


def test_shares__at_1_are_those_of_simulate_without_a_night_effect(town):
    """The same replications of the same seed: the same counts."""
    still = town.model_copy(update={"night_effect": himaya.load("saturation").night_effect.model_copy(
        update={"sigma": {}})})  # fmt: skip
    outcome = himaya.simulate(still, replications=96, seed=5, threads=1, effects=False)
    flown = Simulator(seed=5, replications=96).shares(town, DRONES, np.zeros((1, 3)))
    assert 160 * flown.shares[0, DEEP, 0] == pytest.approx(outcome.statistics("drones", "shot_down").mean)
    assert 160 * flown.shares[0, DEEP, 2] == pytest.approx(outcome.statistics("drones", "hit").mean)


def test_results__do_not_depend_on_threads(town):
    points = np.array([[0.3, 0.0, 0.0], [-0.4, 0.2, 0.0]])
    one, two = (Simulator(replications=16, threads=n).shares(town, DRONES, points) for n in (1, 2))
    assert (one.shares == two.shares).all()


def test_night__is_prepared_once_while_it_is_asked_for_in_a_row(town, monkeypatch):
    prepared = []

    def counted(scenario, seed):
        prepared.append(scenario)
        return prepare(scenario, seed)

    monkeypatch.setattr(flights, "prepare", counted)
    simulator, other = Simulator(per_draw=1), town.model_copy(update={"raid": town.raid[:1]})
    for night in (town, town, other, town):
        simulator.counts(night, DRONES, (np.zeros((1, 3)), np.zeros((1, 1))))
    assert [each is town for each in prepared] == [True, False, True]


def test_night_effect__has_the_spread_that_the_likelihood_gives_it(town):
    """Sd of neutralised at sigma 0.25 over 3,000 nights (its standard error 1.3 %): to 12 %."""
    points = design_points(np.zeros(3), 32)
    flown = Simulator(replications=200).shares(town, DRONES, points)
    surface = fit_surface(points, flown, DEEP, [0, 1, 2], np.zeros(3))
    level, _ = levels([PartOfNight(surface, np.zeros((1, 3)), np.ones(1))], [0, 1, 2], np.array([0.25]))
    binomial = 160.0 * level.mean[0] * (1.0 - level.mean[0])
    expected = binomial * (1.0 + 159.0 / (level.concentration[0] + 1.0))
    counts = Simulator(per_draw=3_000).counts(town, DRONES, (np.zeros((1, 3)), np.full((1, 1), 0.25)))
    found = counts[:, 0, :2].sum(axis=1)
    assert found.mean() == pytest.approx(160.0 * level.mean[0], rel=0.01)
    assert found.std() == pytest.approx(np.sqrt(expected), rel=0.12)
    assert found.var() > 2.0 * binomial


@pytest.mark.parametrize("unseen", [0.0, 0.25])
def test_40_records__come_back_through_the_full_simulator(town, unseen):
    """Six nights a record, truth from a narrower prior; 90 % intervals: 30 of 40 at least (p < .003)."""
    rng = np.random.default_rng(1)
    truth = np.pad(rng.normal(0.0, 0.4, (40, 2)), ((0, 0), (0, 1)))
    simulator = Remembered(replications=64, per_draw=6)
    ends = simulator.counts(town, DRONES, (truth, np.full((40, 1), 0.25)))[:, 0].reshape(40, 6, 3)
    ends[..., 1] = rng.binomial(ends[..., 1], 1.0 - unseen)
    inside = np.zeros(2)
    for x, own in zip(truth, ends, strict=True):
        nights = [
            RecordedNight(town, date(2025, 5, 1) + timedelta(days=k), False,
                  {"drones": Told(160, int(shot + lost), int(shot))}, {})
            for k, (shot, lost, _) in enumerate(own)
        ]  # fmt: skip
        found = fit_nights(nights, simulator, unobserved=unseen).parameters
        for k, name in enumerate(("drones.hard", "drones.soft")):
            inside[k] += found[name].posterior.low < x[k] < found[name].posterior.high
    assert (inside >= 30).all(), inside
