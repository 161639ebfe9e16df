"""Aim points: names that mean cities, oblasts and directions; shares worked out by hand."""

from __future__ import annotations

import pytest

import himaya
from himaya.reconstruction.targets import COMMANDS, find_aims, target_names, weights_of

UKRAINE = himaya.load("ukraine")
REGIONS = {aim.region for aim in UKRAINE.aim_points}


def aims(text):
    found, unknown = find_aims(target_names(text), UKRAINE)
    return {name.removeprefix("aim-") for name in found}, unknown


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Kyiv", {"kyiv"}),
        ("Kyiv oblast", {"kyiv", "bila-tserkva"}),
        ("Dnipro", {"dnipro"}),
        ("Dnipropetrovsk oblast and Sumy", {"dnipro", "kryvyi-rih", "kamianske", "sumy"}),
        ("Kryvyi Rih, Kharkiv, Vinnytsia", {"kryvyi-rih", "kharkiv", "vinnytsia"}),
        ("south", {"odesa", "mykolaiv", "kherson"}),
        ("Starokostiantyniv", {"khmelnytskyi"}),
        ("Kyiv oblast (south)", {"kyiv", "bila-tserkva"}),
        ("Ukraine", set()),
    ],
)
def test_aims__are_what_the_names_mean(text, named):
    assert aims(text) == (named, ())


def test_unknown_target__is_named():
    assert aims("front line and Sumy") == ({"sumy"}, ("front line",))


def test_directions__name_oblasts_of_the_defence_only():
    """Luhansk oblast has no city under Ukrainian control in the scenario."""
    assert {region for regions in COMMANDS.values() for region in regions} - REGIONS == {"luhansk"}


def test_kyiv_scenario__knows_its_districts_as_kyiv():
    found, _ = find_aims(["Kyiv"], himaya.load("kyiv-2025-07-04"))
    assert {"aim-pecherskyi", "aim-podilskyi"} <= set(found)
    assert "aim-lviv" not in found


def weights(main, rest):
    found = [find_aims(names, UKRAINE)[0] for names in (main, rest)]
    return weights_of(*found, UKRAINE, 0.5)


def test_weights__half_at_the_main_target_half_by_population():
    """Odesa 1010.5, Mykolaiv 470.0 and Kherson 66.0 thousand: 65.3, 30.4 and 4.3 % of the other half."""
    found = weights(["Kyiv"], ["south"])
    assert found == pytest.approx(
        {"aim-kyiv": 50.0, "aim-odesa": 32.67, "aim-mykolaiv": 15.2, "aim-kherson": 2.13}, abs=0.01
    )


def test_weights__without_a_name_go_everywhere():
    found = weights([], [])
    assert set(found) == {aim.id for aim in UKRAINE.aim_points}
    assert sum(found.values()) == pytest.approx(100.0, abs=0.02)


def test_weights__all_at_the_main_target_where_nothing_else_is_named():
    assert weights(["Sumy"], ["Sumy oblast"]) == {"aim-sumy": 100.0}
