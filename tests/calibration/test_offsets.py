"""Types of cruise missile: each has a part of its own, and an offset that shifts the class's multiplier."""

from datetime import timedelta

import numpy as np
import pytest

from himaya.calibration.drift import Walk
from himaya.calibration.fit import fit_nights
from himaya.calibration.fitted import fitted_scenario
from himaya.calibration.flights import Simulator, launched_by_part
from himaya.calibration.likelihood import Likelihood, NightCounts
from himaya.calibration.parameters import ClassPart, Layout, held, part_of
from himaya.calibration.posterior import infer
from himaya.calibration.surface import EDGE, MARGIN, Quadratics
from tests.calibration.small import FIRST, Hazards, recorded, town
from tests.calibration.small import HARD as HAZARD

CRUISE = Layout.of(["cruise_missile"])
HARD, OFFSET = 0.2, -0.9


def nights(n, first=0):
    """Nights of 30 missiles, of a type that is harder to shoot down on every second one."""
    made, found = Hazards(3, per_draw=1), []
    for day in range(first, first + n):
        kind = ("kh-101", "iskander-k")[day % 2]
        x = np.array([[HARD, 0.0, 0.0, OFFSET, 0.0]])
        scenario = town({"cruise_missile": 30}, cruise_missile=kind)
        shot = int(made.counts(scenario, CRUISE, (x, np.full((1, 1), 0.2)))[0, 0, 0])
        found.append(recorded({"cruise_missile": (30, shot, None)}, day, cruise_missile=kind))
    return found


@pytest.fixture(scope="module")
def fitted():
    return fit_nights(nights(40), Hazards(), unobserved=0.0)


def test_layout__names_them_after_the_class_and_flies_the_class_alone():
    assert CRUISE.names == (
        "cruise_missile.hard", "cruise_missile.kh-101", "cruise_missile.kalibr", "cruise_missile.iskander-k",
        "cruise_missile.kh-59-69", "cruise_missile.sigma",
    )  # fmt: skip
    assert CRUISE.flown == (0,)
    x = np.array([0.1, 1.0, 2.0, 3.0, 4.0])
    met = {part.kind: float(CRUISE.at(part, x)[0]) for part in CRUISE.parts}
    assert met == pytest.approx(
        {"kh-101": 1.1, "kalibr": 2.1, "iskander-k": 3.1, "kh-59-69": 4.1, "other": 0.1}
    )


def test_type_that_has_no_offset__is_the_class_as_it_is():
    assert part_of("cruise_missile", "kh-22", front_line=False) == ClassPart("cruise_missile", "other")
    assert part_of("drones", "shahed-136", front_line=True) == ClassPart("drones", "front")


def test_fit__tells_types_apart(fitted):
    """What differs is known better than either: offset against offset."""
    apart = np.array([0.0, 1.0, 0.0, -1.0, 0.0, 0.0])
    posterior = fitted.posterior
    sd = np.sqrt(apart @ posterior.covariance[0] @ apart)
    assert abs(posterior.mean[0] @ apart + OFFSET) < 3.0 * sd
    assert sd < 0.3


def test_types_that_never_flew__say_so_and_are_not_written(fitted):
    kept = fitted.parameters["cruise_missile.kalibr"]
    assert (kept.why_not.code, kept.posterior.mean) == ("type_not_flown", pytest.approx(0.0, abs=1e-3))
    types = (
        fitted_scenario(town({"cruise_missile": 4}), fitted, "ab" * 32).multipliers["cruise_missile"].types
    )
    assert set(types) == {"kh-101", "iskander-k"}


def test_offsets__do_not_drift(fitted):
    added = fitted.posterior.walk.beyond(700.0, 0.24, merged=False)
    assert added[1:].tolist() == [0.0] * 4
    assert added[0] > 1.0


def test_simulator__flies_a_type_under_its_own_offset():
    """An offset of -0.9 is a class multiplier of exp(-0.9) for a raid of that type alone: the same bits."""
    scenario, simulator = town({"cruise_missile": 20}, cruise_missile="kalibr"), Simulator(per_draw=40)
    still = np.zeros((1, 1))
    by_type = simulator.counts(scenario, CRUISE, (np.array([[0.0, 0.0, -0.9, 0.5, 0.0]]), still))
    by_class = simulator.counts(scenario, CRUISE, (np.array([[-0.9, 0.0, 0.0, 0.0, 0.0]]), still))
    neither = simulator.counts(scenario, CRUISE, (np.zeros((1, 5)), still))
    assert by_type.sum(axis=0).tolist() == by_class.sum(axis=0).tolist()
    assert by_type[:, 0, 0].sum() < neither[:, 0, 0].sum()


def test_parts__of_a_night_are_counted_by_type_and_front():
    layout = Layout.of(["drones", "cruise_missile"])
    scenario = town({"drones": 50, "cruise_missile": 7}, front=20, cruise_missile="kalibr")
    found = dict(zip(layout.parts, launched_by_part(scenario, layout), strict=True))
    flown = {(part.group, part.kind): n for part, n in found.items() if n}
    assert flown == {("drones", "front"): 20, ("drones", "deep"): 30, ("cruise_missile", "kalibr"): 7}


def flat_surface(n_nights):
    """log(-log(1 - q)) = log 1.2 + x on every night: the surface of a plain hazard."""
    zero = np.zeros((n_nights, 2))
    linear = np.zeros((n_nights, 2, 1))
    linear[:, 0] = 1.0
    return Quadratics(
        zero + np.array([np.log(HAZARD), 0.0]), linear, np.zeros((n_nights, 2, 1, 1)), zero, zero[:, :1]
    )


def shot_of(rng, v, launched):
    """Missiles shot down by night, f8[record, night], at v : f8[record, night, parameter]."""
    sigma = np.exp(v[..., -1])
    effect = sigma * rng.standard_normal(sigma.shape) - sigma**2 / 2
    total = np.zeros(sigma.shape)
    for part, number in zip(CRUISE.parts, launched, strict=True):
        x = CRUISE.at(part, v[..., :-1])[..., 0] + effect
        x = np.sign(x) * held(np.abs(x), EDGE, MARGIN)
        total += rng.binomial(np.broadcast_to(number, sigma.shape), -np.expm1(-HAZARD * np.exp(x)))
    return total


def test_recovery__90_percent_intervals_cover_86_to_94_percent_of_400_records():
    """Truth from the prior; 24 nights of a week with two types each, 4 to 40 missiles; se 1.5 %."""
    rng = np.random.default_rng(2)
    walk = Walk.of(CRUISE, [FIRST - timedelta(days=k % 7) for k in range(24)], [False] * 24)
    launched = np.zeros((5, 24), int)
    for night in range(24):
        launched[night % 4, night] += rng.integers(2, 20)
        launched[(night // 3 + 1) % 4, night] += rng.integers(2, 20)
    of_all, inside = launched.sum(axis=0).astype(float), []
    for _ in range(8):
        truth = rng.normal(CRUISE.prior_mean, CRUISE.prior_sd, (50, 6))
        shot = shot_of(rng, np.repeat(truth[:, None], 24, axis=1), launched)
        counts = NightCounts(np.broadcast_to(of_all, shot.shape), shot, 0.0 * shot, np.zeros(24))
        surfaces = (flat_surface(24),) * 5
        posterior = infer(
            Likelihood(CRUISE, surfaces, tuple(launched.astype(float)), (counts,)), walk, np.zeros(24), 50
        )
        inside.append(np.abs((truth - posterior.mean) / posterior.sd) < 1.645)
    covered = np.concatenate(inside).mean(axis=0)
    assert (covered[:5] > 0.86).all(), covered
    assert (covered[:5] < 0.94).all(), covered
