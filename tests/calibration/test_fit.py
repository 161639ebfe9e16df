"""The fit and the check on a stand-in for the simulator that is known in closed form."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

import himaya
from himaya.calibration import fit as fit_of_nights
from himaya.calibration.coverage import check_fit
from himaya.calibration.drift import RATES
from himaya.calibration.fitted import fitted_scenario
from himaya.calibration.nights import RecordedNight, Told
from himaya.calibration.parameters import ALL, Layout
from himaya.calibration.ranks import CoverageCheck, Rank
from himaya.calibration.verdicts import LARGEST_RATIO
from himaya.chance import number_quantiles
from himaya.errors import ProblemsError
from himaya.notes import Note
from himaya.scenario import LogNormal, mean
from himaya.scenario.assumptions import Assumption
from himaya.scenario.notes import fit_note
from tests.calibration.small import FIRST, Hazards, recorded, town

DRONES = Layout.of(["drones"])
fit_nights = partial(fit_of_nights.fit_nights, unobserved=0.0)
"""The hazards' nights are counted whole."""


def nights_of(n, first=0, *, merged=False, seed=1, sigma=0.25, x=(0.4, -0.3, 0.0)):
    """Nights of 20 drones, told as the hazards would have them."""
    draws = np.tile(x, (n, 1)), np.full((n, 1), sigma)
    made = Hazards(seed, per_draw=1)
    counts = made.counts(town({"drones": 20}), DRONES, draws)[:, 0]
    return [
        recorded({"drones": (20, int(end[0] + end[1]), None if merged else int(end[0]))}, first + k, merged)
        for k, end in enumerate(counts)
    ]


@pytest.fixture(scope="module")
def fitted():
    return fit_nights(nights_of(60), Hazards())


def test_fit__finds_the_multipliers_that_made_the_nights(fitted):
    for name, truth in (("drones.hard", 0.4), ("drones.soft", -0.3)):
        found = fitted.parameters[name]
        assert abs(found.posterior.mean - truth) < 3.0 * found.posterior.sd
        assert found.calibrated
    assert fitted.rank == 2


def test_fit__says_of_classes_that_did_not_fly_that_they_are_not_identified(fitted):
    missing = fitted.parameters["ballistic_missile.hard"]
    assert missing.why_not == Note("class_not_flown", group="ballistic_missile")
    assert missing.posterior == missing.prior
    assert set(fitted.parameters) == set(ALL.names)


def test_merged_nights_alone__name_soft_as_not_identified_and_rank_1_of_2():
    fit = fit_nights(nights_of(30, merged=True), Hazards())
    soft = fit.parameters["drones.soft"]
    assert (soft.calibrated, fit.rank) == (False, 1)
    assert soft.why_not == Note("all_one_number")


def test_class_that_nobody_shoots_at__is_named():
    nights = [recorded({"ballistic_missile": (10, 7, None)}, k) for k in range(20)]
    found = fit_nights(nights, Hazards(deaf=["ballistic_missile"])).parameters["ballistic_missile.hard"]
    assert found.why_not == Note("no_answer")
    assert found.sd_ratio == pytest.approx(1.0, abs=0.02)


def test_three_missiles__are_too_few():
    found = fit_nights([recorded({"cruise_missile": (1, 1, None)}, k) for k in range(3)], Hazards())
    parameter = found.parameters["cruise_missile.hard"]
    assert parameter.sd_ratio > LARGEST_RATIO
    assert parameter.why_not == Note("too_little_told")


def test_fit_far_away__moves_the_points_there():
    """A log multiplier of -2.2 lies beyond the first points' edge of 1.5."""
    found = fit_nights(nights_of(60, x=(-2.2, -0.2, 0.0)), Hazards()).parameters["drones.hard"]
    assert found.calibrated
    assert abs(found.posterior.mean + 2.2) < 3.0 * found.posterior.sd + 0.2


def test_check__covers_about_80_percent_and_less_without_the_night_effect(fitted):
    """200 nights: the standard error of a coverage is 3 %."""
    checked = check_fit(fitted, nights_of(200, 61, seed=9, sigma=0.6), Hazards(2))
    wide = check_fit(
        fit_nights(nights_of(60, sigma=0.6), Hazards()), nights_of(200, 61, seed=9, sigma=0.6), Hazards(2)
    )
    assert 0.7 < wide.coverage("drones") < 0.9
    assert wide.coverage("drones", night_effect=False) < wide.coverage("drones") - 0.03
    assert checked.coverage("drones") < wide.coverage("drones") + 0.02
    assert wide.nights("drones") == 200
    assert (wide.coverage("cruise_missile"), wide.interval("cruise_missile")) == (None, None)


def test_rank__of_an_interval_has_the_mean_crps_over_it():
    """By hand: 0 is certain, so the CRPS is 1 at 1 and 2 at 2, as a forecast's."""
    told = {"cruise_missile": Told(3, 1, None, 2)}
    night = RecordedNight(himaya.load("city"), FIRST, merged=False, told=told, left_out={})
    rank = Rank.of(night, "cruise_missile", np.array([1.0, 0.0, 0.0, 0.0]))
    assert (rank.crps, rank.below, rank.up_to) == (1.5, 1.0, 1.0)


def test_coverage__has_the_interval_of_its_nights():
    """8 of 10 inside: Clopper and Pearson give 0.444 to 0.975."""
    ranks = [Rank(FIRST, "drones", 20, 9, 9, 8, 10, p, p, 1.0) for p in [0.5] * 8 + [0.0, 1.0]]
    found = CoverageCheck(tuple(ranks), ()).interval("drones")
    assert (found.p, found.low, found.high) == pytest.approx((0.8, 0.4439, 0.9748), abs=1e-4)


def test_fit__refuses_a_night_that_comes_twice():
    nights = [recorded({"drones": (20, 9, 5)}), recorded({"cruise_missile": (3, None, 1)})]
    fit_nights(nights, Hazards())
    with pytest.raises(ProblemsError, match="2 scenarios state this night's drones"):
        fit_nights([*nights, nights[0]], Hazards())


def test_check__flies_a_posterior_that_has_drifted(fitted):
    near, far = (check_fit(fitted, nights_of(20, day, seed=9), Hazards(2)) for day in (61, 800))
    width = [np.mean([rank.high - rank.low for rank in each.ranks]) for each in (near, far)]
    assert width[1] > width[0]


class Kept(Hazards):
    """Keeps the draws that it is asked to fly."""

    def counts(self, scenario, layout, draws, decoys=None):
        self.kept = [*getattr(self, "kept", []), draws]
        return super().counts(scenario, layout, draws)


@pytest.mark.parametrize("days", [20, 700])
def test_check__draws_the_multipliers_as_far_as_they_walk_in_the_days_since(fitted, days):
    """Variance of 21 times 50 draws, on nights around that day, against posterior and walk added up."""
    flights = Kept(2)
    check_fit(fitted, [recorded({"drones": (20, 15, 9)}, 59 + days + k) for k in range(-10, 11)], flights)
    flights.kept = flights.kept[:42]  # then the nights of the fit, at the posterior's mean
    posterior = fitted.posterior
    walked = [posterior.walk.beyond(days, rate, merged=False) for rate in RATES]
    expected = posterior.covariance[0, [0, 1, 2], [0, 1, 2]] + posterior.weights[0] @ np.array(walked)
    x, sigma = (np.concatenate(each) for each in zip(*flights.kept[::2], strict=True))
    assert x.var(axis=0) == pytest.approx(expected, rel=0.25)
    same, none = (np.concatenate(each) for each in zip(*flights.kept[1::2], strict=True))
    assert (x == same).all()
    assert (sigma > 0.0).all()
    assert (none == 0.0).all()


def test_fitted_scenario__states_what_was_calibrated_and_keeps_the_rest(fitted):
    city = recorded({}).scenario
    made = fitted_scenario(city, fitted, "ab" * 32)
    hard = made.multipliers["drones"].hard
    posterior = fitted.parameters["drones.hard"].posterior
    assert isinstance(hard, LogNormal)
    quantiles = number_quantiles(hard, np.array([0.05, 0.5, 0.95]))
    assert quantiles == pytest.approx(np.exp([posterior.low, posterior.mean, posterior.high]), rel=2e-4)
    assert mean(hard) == pytest.approx(np.exp(posterior.mean + posterior.sd**2 / 2.0), rel=2e-4)
    assert "ab" * 32 in hard.source
    assert set(made.multipliers) == {"drones"}
    assert made.night_effect.sigma["ballistic_missile"] == city.night_effect.sigma["ballistic_missile"]


def test_fitted_scenario__keeps_to_what_it_was_fitted_as_data(fitted):
    fit = fitted_scenario(recorded({}).scenario, fitted, "ab" * 32).fit
    assert (fit.from_, fit.to, fit.nights) == (date(2025, 5, 1), date(2025, 6, 29), 60)
    assert (fit.record_hash, fit.defence) == ("ab" * 32, None)
    assert set(fit.parameters) == {"drones.hard", "drones.soft", "drones.front", "drones.sigma"}
    hard, posterior = fit.parameters["drones.hard"], fitted.parameters["drones.hard"].posterior
    expected = tuple(np.exp([posterior.mean, posterior.low, posterior.high]))
    assert (hard.value, hard.low, hard.high) == pytest.approx(expected, abs=1e-4)
    assert hard.why_not is None


def test_fitted_scenario__keeps_what_at_least_half_of_the_nights_assume():
    def half(n):
        usual = Assumption(code="usual_aims", numbers={"model": "Shahed-136/131", "raids": 20})
        nights = [recorded({"drones": (20, 14, 9)}, k) for k in range(4)]
        update = {"assumptions": [usual]}
        return [
            replace(night, scenario=night.scenario.model_copy(update=update)) if k < n else night
            for k, night in enumerate(nights)
        ]

    for n, expected in ((1, []), (2, [2]), (3, [3])):
        fit = fitted_scenario(recorded({}).scenario, fit_nights(half(n), Hazards(2)), "ab" * 32).fit
        assert [each.nights for each in fit.assumptions if each.code == "usual_aims"] == expected


def test_fitted_scenario__keeps_the_authors_words(fitted):
    """No program reads them, so that none can make them untrue by what it takes away."""
    given = himaya.load("ukraine")
    made = fitted_scenario(given, fitted, "ab" * 32)
    assert (made.summary, made.leaves_out) == (given.summary, given.leaves_out)


def test_fitted_scenario__of_a_fitted_one_is_that_of_the_last_fit_alone(fitted):
    once = fitted_scenario(himaya.load("ukraine"), fitted, "ab" * 32)
    assert fitted_scenario(once, fitted, "ab" * 32) == once
    assert once.fit.record_hash == "ab" * 32


def test_fitted_scenario__says_so_where_nothing_was_calibrated():
    nothing = fit_nights([recorded({"cruise_missile": (1, None, 1)})], Hazards())
    fit = fitted_scenario(himaya.load("city"), nothing, "ab" * 32).fit
    kept = {name.partition(".")[2]: each.why_not for name, each in fit.parameters.items()}
    untold = dict.fromkeys(("hard", "kh-101", "sigma"), "too_little_told")
    assert kept == untold | dict.fromkeys(("kalibr", "iskander-k", "kh-59-69"), "type_not_flown")
    assert fit_note(fit).code == "nothing_fitted"


def test_nights_that_no_night_effect_explains__are_named_and_sigma_still_goes_with_its_multipliers():
    """Nights of 100 % and of 30 % in turn: no multiplier and no sigma below 1 gives that."""
    nights = [recorded({"drones": (200, *((200, 190) if k % 2 else (60, 20)))}, k) for k in range(30)]
    fit = fit_nights(nights, Hazards())
    sigma = fit.parameters["drones.sigma"]
    assert sigma.why_not == Note("at_bound")
    assert 0.9 < sigma.value <= 1.0
    made = fitted_scenario(recorded({}).scenario, fit, "ab" * 32)
    assert made.night_effect.sigma["drones"].value == pytest.approx(sigma.value, abs=1e-4)
    assert made.fit.parameters["drones.sigma"].why_not == "at_bound"


def test_counts__hold_the_interval_of_a_night_and_then_no_split():
    nights = [recorded({"cruise_missile": (20, 5, 3, 9)}), recorded({"cruise_missile": (20, 5, 3)}, 1)]
    found = fit_of_nights.counts_of(nights, "cruise_missile")
    assert (found.neutralised.tolist(), found.more.tolist()) == ([5.0, 5.0], [4.0, 0.0])
    assert found.split.tolist() == [0.0, 1.0]


def test_interval_from_few_to_all__tells_less_than_its_lower_end():
    sure, open_ended = (
        fit_nights([recorded({"ballistic_missile": (10, 2, None, most)}, k) for k in range(12)], Hazards())
        for most in (None, 10)
    )
    name = "ballistic_missile.hard"
    assert open_ended.parameters[name].posterior.sd > 1.5 * sure.parameters[name].posterior.sd
    assert open_ended.parameters[name].posterior.mean > sure.parameters[name].posterior.mean + 0.3


def test_predictions__learn_from_earlier_nights_what_the_fit_misses(fitted):
    """The record after the fit is a third lower than the hazards that made the nights of the fit."""
    later = [recorded({"drones": (60, 33, None)}, 61 + k, merged=True) for k in range(40)]
    checked = check_fit(fitted, later, Hazards(2))
    predicted = [each.rank for each in checked.predicted]
    assert [each.night for each in predicted] == [rank.night for rank in checked.ranks]
    simulated, learnt = (np.array([rank.crps for rank in each]) for each in (checked.ranks, predicted))
    assert learnt[-10:].mean() < 0.5 * simulated[-10:].mean()
    assert checked.predicted[-1].level < -0.5


def test_prediction__of_a_night_does_not_change_with_later_nights(fitted):
    """Up to the luck of the hazards: three nights, and with three more on which nobody got through."""
    nights = nights_of(3, 61, seed=9)
    more = [recorded({"drones": (60, 60, None)}, 64 + k, merged=True) for k in range(3)]
    six, three = (check_fit(fitted, each, Hazards(2)).predicted for each in ([*nights, *more], nights))
    assert [each.level for each in six[:3]] == pytest.approx([each.level for each in three], abs=0.03)
    assert six[-1].level > three[-1].level + 0.1
