"""The chance that a place is a target tonight: from earlier nights, by size, fitted by hand and by scipy."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.optimize import minimize

import himaya
from himaya.notes import Note
from himaya.reconstruction import NightOptions, night_scenario
from himaya.reconstruction.tonight import PastNight, chance_of, past_nights
from himaya.record import read_record
from tests.reconstruction.test_usual_targets import FIRST, UKRAINE, raid, raids
from tests.record.small import record_of

NIGHT = date(2025, 7, 1)
DRAWN = Note("targets_drawn", nights=20, half_life=60.0)


def made(tmp_path, *rows, number=40, **options):
    """Chances of the decoys' aim points, and all that is assumed, of the night after so many others."""
    options = {"usual_places": True, "draw_targets": True, **options}
    night = FIRST + timedelta(days=number)
    found = night_scenario(record_of(tmp_path, *rows), night, UKRAINE, NightOptions(**options))
    (group,) = (each for each in found.scenario.raid if each.id == "decoys")
    return {name.removeprefix("aim-"): p for name, p in group.p_target.items()}, found.assumptions


def past(*nights):
    """nights: days before NIGHT, launched, whether Kyiv was named."""
    return [
        PastNight(NIGHT - timedelta(days=days), launched, frozenset(["kyiv"] if named else ["sumy"]))
        for days, launched, named in nights
    ]


def test_chance__maximises_the_penalised_likelihood_that_the_page_states():
    rng = np.random.default_rng(3)
    rows = [
        (int(rng.integers(1, 200)), int(rng.integers(20, 600)), bool(rng.random() < 0.4)) for _ in range(60)
    ]
    days, launched, named = (np.array(column, float) for column in zip(*rows, strict=True))
    x, weight = np.log(launched / 120.0), 0.5 ** (days / 60.0)

    def loss(at):
        score = at[0] + at[1] * x
        likelihood = weight @ (named * score - np.logaddexp(0.0, score))
        return -likelihood + 0.01 * at[0] ** 2 + 0.05 * (at[1] - 1.5) ** 2

    a, b = minimize(loss, (0.0, 1.5), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).x
    expected = 1.0 / (1.0 + np.exp(-(a + b * np.log(300 / 120.0))))
    assert chance_of("kyiv", past(*rows), (NIGHT, 300)) == pytest.approx(expected, abs=1e-4)


def test_chance__of_a_usual_size_is_about_the_share_of_equal_nights_that_name_the_place():
    # 100 nights of yesterday's weight with 120 launched, 30 named: logit .3 up to the weak prior's pull
    rows = [(0, 120, k < 30) for k in range(100)]
    assert chance_of("kyiv", past(*rows), (NIGHT, 120)) == pytest.approx(0.3, abs=0.001)


def test_chance__grows_with_size_where_large_nights_name_the_place():
    rows = past(*[(k, 60, k % 10 == 0) for k in range(40)], *[(k, 500, k % 10 != 0) for k in range(40)])
    small, large = (chance_of("kyiv", rows, (NIGHT, launched)) for launched in (60, 500))
    assert small == pytest.approx(0.1, abs=0.03)
    assert large == pytest.approx(0.9, abs=0.03)


def test_chance__is_rather_that_of_recent_nights():
    old, new = past(*[(300, 120, True)] * 50), past(*[(5, 120, False)] * 50)
    assert chance_of("kyiv", [*old, *new], (NIGHT, 120)) < 0.1
    assert chance_of("kyiv", past(*[(300, 120, False)] * 50, *[(5, 120, True)] * 50), (NIGHT, 120)) > 0.9


def test_chance__of_what_no_night_names_is_the_least_and_no_step_overshoots():
    assert chance_of("nowhere", past(*[(k, 20 + 10 * k, True) for k in range(60)]), (NIGHT, 60)) == 0.01


def test_chances__are_of_regions_and_only_of_earlier_nights(tmp_path):
    others = [raid(40, ["Lviv oblast"]), *raids(30, "Lviv oblast", first=41)]
    chances, said = made(tmp_path, *raids(20, "Sumy oblast"), *others)
    assert len(chances) == len(UKRAINE.aim_points)
    assert chances["sumy"] > 0.9
    assert chances["lviv"] < 0.1
    assert chances["kyiv"] == chances["bila-tserkva"]  # one region
    assert DRAWN in said


def test_place_that_the_record_names_for_the_night__is_certain(tmp_path):
    chances, _ = made(tmp_path, *raids(20, "Sumy oblast"), raid(40, target_main="Lviv"))
    assert "lviv" not in chances
    assert "sumy" in chances


@pytest.mark.parametrize(
    "earlier", [raids(19, "Sumy oblast"), raids(25), []], ids=["19", "none named", "none"]
)
def test_too_few_earlier_nights__state_no_chance(tmp_path, earlier):
    chances, said = made(tmp_path, *earlier, raid(40))
    assert chances == {}
    assert DRAWN not in said


def test_without_the_option__nothing_is_drawn(tmp_path):
    assert made(tmp_path, *raids(20, "Sumy oblast"), raid(40), draw_targets=False)[0] == {}


def test_verb__has_the_switch(tmp_path):
    record = record_of(tmp_path, *raids(20, "Sumy oblast"), raid(40))
    night = himaya.reconstruct(record, FIRST + timedelta(days=40), usual_places=True, draw_targets=True)
    assert all(group.p_target for group in night.raid)
    prepared = himaya.simulate(night, replications=16, seed=1)
    assert prepared.dataset.sizes["group"] > 0


def test_shipped_raid_of_ukraine__has_the_chances_of_its_size_from_the_official_record(official_record):
    past_official = past_nights(read_record(official_record), date(2025, 10, 1), UKRAINE)
    launched = sum(group.count for group in UKRAINE.raid)
    for group in UKRAINE.raid:
        assert group.p_target.keys() == group.aim_points.keys()
        for aim in UKRAINE.aim_points:
            p = chance_of(aim.region, past_official, (date(2025, 10, 1), launched))
            assert group.p_target[aim.id] == pytest.approx(p, abs=0.0051)
