import numpy as np
import pytest

from himaya.calibration.parameters import ALL, Layout
from himaya.calibration.surface import (
    EDGE,
    MARGIN,
    Flown,
    Quadratics,
    design_points,
    evaluate,
    fit_surface,
    scales,
)
from tests.calibration.small import Hazards, hazard_surface, town

DRONES = Layout.of(["drones"])
CENTRE = np.zeros(5)


def flown_of(scale_0, scale_1, error=1e-6):
    """What a simulator with such values on the two scales would say of one group."""
    q, r = -np.expm1(-np.exp(scale_0)), 1.0 / (1.0 + np.exp(-scale_1))
    shares = np.stack([q * r, q * (1.0 - r), 1.0 - q], axis=-1)[:, None]
    return Flown(shares, np.full_like(shares, error), np.array([1e9]))


def test_fit__recovers_a_known_parabola():
    points = design_points(CENTRE)
    a, b = np.array([0.5, 0.3, 0.05, -0.02, 0.0]), np.array([[0.1, -0.04], [-0.04, 0.06]])
    mine = points[:, :2]
    scale_0 = 0.2 + points @ a + np.einsum("pi,ij,pj->p", mine, b, mine)
    surface = fit_surface(points, flown_of(scale_0, points[:, 0] - points[:, 1]), 0, [0, 1], CENTRE)
    assert surface.constant[0] == pytest.approx([0.2, 0.0], abs=1e-6)
    assert surface.linear[0, 0] == pytest.approx(a, abs=1e-6)
    assert surface.square[0, 0] == pytest.approx(b, abs=1e-6)
    assert surface.error[0] == pytest.approx([0.0, 0.0], abs=1e-3)


def test_fit__reports_what_a_parabola_misses():
    points = design_points(CENTRE)
    bent = 0.3 * np.sin(4.0 * points[:, 0])
    surface = fit_surface(points, flown_of(bent, points[:, 0]), 0, [0, 1], CENTRE)
    at = np.random.default_rng(1).uniform(-1, 1, (500, 1, 5))
    found = evaluate(surface, [0, 1], at, np.zeros((1, 2)))[0][:, 0, 0]
    missed = np.sqrt(np.mean((found - 0.3 * np.sin(4.0 * at[:, 0, 0])) ** 2))
    assert 0.5 < surface.error[0, 0] / missed < 2.0


def test_fit__counts_the_flights_errors():
    points = design_points(CENTRE)
    flown = flown_of(0.0 * points[:, 0], points[:, 0], error=0.01)
    surface = fit_surface(points, flown, 0, [0, 1], CENTRE)
    assert surface.error[0, 0] == pytest.approx(scales(flown, 0)[1][:, 0].mean(), rel=0.05)


def test_scales__are_linear_for_a_plain_hazard():
    """One hazard H e^x: log(-log(1 - q)) = log H + x."""
    layout = Layout.of(["ballistic_missile"])
    x = np.linspace(-1.0, 1.0, 5)[:, None]
    values, _ = scales(Hazards().shares(town({"ballistic_missile": 4}), layout, x), 0)
    assert values[:, 0] == pytest.approx(np.log(1.2) + x[:, 0], abs=1e-9)


def test_scales__shares_of_0_and_1_stay_finite():
    shares = np.array([[[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]]])
    values, errors = scales(Flown(shares, 0.0 * shares, np.array([400.0])), 0)
    assert np.isfinite(values).all()
    assert np.isfinite(errors).all()


def test_hazard_surface__is_what_a_fit_finds():
    points = design_points(np.zeros(3))
    flown = Hazards().shares(town({"drones": 40}, front=15), DRONES, points)
    x = np.array([[[0.3, -0.2, 0.4]], [[-0.4, 0.5, -0.3]]])
    for part, kind in enumerate(("front", "deep")):
        fitted = fit_surface(points, flown, part, [0, 1, 2], np.zeros(3))
        there, here = (
            evaluate(each, [0, 1, 2], x, np.zeros((1, 3))) for each in (hazard_surface(1, kind), fitted)
        )
        assert np.array(here) == pytest.approx(np.array(there), abs=0.03)


def test_surface__is_held_beyond_its_edge():
    surface = hazard_surface(1)
    far = surface.within(np.array([[[9.0, -9.0, 0.0]]]))
    assert far[0, 0] == pytest.approx([EDGE + MARGIN, -EDGE - MARGIN, 0.0])
    inside = np.array([[[1.4, -0.3, 0.2]]])
    assert surface.within(inside) == pytest.approx(inside)


def test_design__lies_inside_the_edge_and_about_its_centre():
    points = design_points(np.full(5, 2.0))
    assert np.abs(points - 2.0).max() < EDGE
    assert points.mean(axis=0) == pytest.approx(np.full(5, 2.0), abs=0.1)
    assert len(points) >= 30


def test_fit__nothing_launched_is_flat():
    flown = Flown(np.zeros((32, 1, 3)), np.zeros((32, 1, 3)), np.zeros(1))
    surface = fit_surface(design_points(CENTRE), flown, 0, ALL.own("cruise_missile"), CENTRE)
    assert isinstance(surface, Quadratics)
    assert not surface.linear.any()
